"""沿革: what every year's register said of a group, carried from ledger to ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from two_years import FIRST, SECOND, THIRD, campaign, group, ledger, report, sheet, table

from toolkit.register.lifelines import Moment, moved, parsed, prolonged, written

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = {"平台": "QQ群", "群号": "330000001"}
A, B, C = "商学院教学通知群", "商学院教学工作群", "商学院本科教学群"


def test_three_years_stand_on_one_line(tmp_path: Path) -> None:
    first = campaign(tmp_path, [group(A, **NUMBER), group("商学院工会群")], as_of=FIRST)
    kept = ledger(first, tmp_path / "台账1.xlsx")
    second = campaign(tmp_path, [group(B, **NUMBER), group("商学院工会群")], as_of=SECOND, previous=kept)
    kept = ledger(second, tmp_path / "台账2.xlsx")
    third = campaign(tmp_path, [group(C, **NUMBER, 群主="卫八"), group("商学院工会群")], as_of=THIRD, previous=kept)
    (row,) = table(report(third), "沿革")
    assert (row["备案编号"], row["群名称"], row["群主"], row["年数"]) == ("JSUT-2025-0001", C, "卫八", 3)
    lines = [line.split("\u3000") for line in row["沿革"].split("\n")]
    assert [line[0] for line in lines] == ["2025-04-10", "2026-04-10", "2027-04-10"]
    assert [line[1] for line in lines] == [A, B, C]
    assert [line[4] for line in lines] == ["卫一", "卫一", "卫八"]
    assert [line[5] for line in lines] == ["无上年可比", "变更", "变更"]
    assert all(line[6] == "商学院.csv › B2" for line in lines)
    rows = {row["群名称"]: parsed(row["沿革"]) for row in table(ledger(third, tmp_path / "3.xlsx"), "台账", head=1)}
    assert [moment.name for moment in rows[C]] == [A, B]
    assert [moment.day for moment in rows["商学院工会群"]] == ["2025-04-10", "2026-04-10"]


def test_a_group_that_nobody_returned_keeps_its_line(tmp_path: Path) -> None:
    kept = ledger(campaign(tmp_path, [group(A), group(B, 群主="卫二")], as_of=FIRST), tmp_path / "台账1.xlsx")
    second = campaign(tmp_path, [group(A)], as_of=SECOND, previous=kept)
    (row,) = table(report(second), "沿革")
    assert (row["群名称"], row["结论"]) == (B, "去向待核")
    kept = ledger(second, tmp_path / "台账2.xlsx")
    third = campaign(tmp_path, [group(A), group(B, 群主="卫二")], as_of=THIRD, previous=kept)
    lives = {row["群名称"]: parsed(row["沿革"]) for row in table(ledger(third, tmp_path / "3.xlsx"), "台账", head=1)}
    assert [moment.verdict for moment in lives[B]] == ["无上年可比", "去向待核"]


def test_a_register_of_ones_own_gives_the_first_year(tmp_path: Path) -> None:
    previous = sheet(tmp_path / "上年.csv", [group(A, **NUMBER)])
    outcome = campaign(tmp_path, [group(B, **NUMBER)], as_of=FIRST, previous=previous)
    (row,) = table(report(outcome), "沿革")
    assert row["年数"] == 2
    assert "上年.csv › B2" in row["沿革"].split("\n")[0]


def test_a_first_filing_has_no_past(tmp_path: Path) -> None:
    assert table(report(campaign(tmp_path, [group(A)], as_of=FIRST)), "沿革") == []


texts = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=9)


@given(st.lists(st.tuples(*[texts] * 7), max_size=4))
def test_what_was_written_is_read_again(moments: list[tuple[str, ...]]) -> None:
    told = [Moment(*moment) for moment in moments]
    again = parsed(written(told))
    assert parsed(written(again)) == again
    assert len(again) == len(told)
    assert [tuple(part.replace("｜", "|") for part in moment) for moment in told] == [tuple(one) for one in again]


def test_a_year_said_again_is_said_once() -> None:
    earlier = (Moment("2025-04-10", A), Moment("2026-04-10", B))
    assert prolonged(earlier, Moment("2026-04-10", C)) == (earlier[0], Moment("2026-04-10", C))


def test_what_a_year_does_not_say_is_no_change() -> None:
    assert not moved([Moment("2025", A, "", "商学院", "卫一"), Moment("2026", A, "330000001", "商学院", "")])
    assert moved([Moment("2025", A, "330000002"), Moment("2026", A), Moment("2027", A, "330000001")])
