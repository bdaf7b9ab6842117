"""One affix on many rows is one question: a row above the block answers for all that say nothing themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from two_years import FIRST, answered, campaign, group, report, sheet, suggested, table, verdict

from toolkit.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("教务通知群", "考研互助群", "党支部书记群", "就业信息群", "实习带队群", "工会福利群", "毕业设计群")
HEADING = "整批改名：以下 7 个群都只是多出“2025”"


@pytest.fixture
def last(tmp_path: Path) -> Path:
    return sheet(tmp_path / "上年.csv", [group(name, 群主=f"卫{number}") for number, name in enumerate(NAMES)])


def now(folder: Path, last: Path, *decisions: Path) -> Any:
    groups = [group(f"2025{name}", 群主=f"卫{number}") for number, name in enumerate(NAMES)]
    return campaign(folder, groups, as_of=FIRST, previous=last, decisions=decisions)


def is_heading(row: dict[str, Any]) -> bool:
    return not row["question"]


def test_the_block_stands_under_a_row_of_its_own_and_is_explained(tmp_path: Path, last: Path) -> None:
    outcome = now(tmp_path, last)
    rows = table(report(outcome), "相似建议")

    assert suggested(outcome) >= {(f"2025{name}", name) for name in NAMES}
    assert [is_heading(row) for row in rows].count(True) == 1
    assert is_heading(rows[0])
    assert str(rows[0]["证据"]).startswith(HEADING)
    assert "共 7 个群同样多出“2025”" in str(rows[1]["证据"])
    assert "群名相似 " in str(rows[1]["证据"])
    assert "（多出“2025”）" in str(rows[1]["证据"])


def test_one_answer_stands_for_the_whole_block_and_is_kept_group_by_group(tmp_path: Path, last: Path) -> None:
    edited = answered(
        report(now(tmp_path, last)),
        "相似建议",
        tmp_path / "填好.xlsx",
        lambda row: {"是同一个群": "是", "备注": "统一加了年份"} if is_heading(row) else {},
    )

    outcome = now(tmp_path, last, edited)

    assert [verdict(outcome, f"2025{name}") for name in NAMES] == [("changed", "decision", name) for name in NAMES]
    assert {(one.answer, one.state, one.why) for one in outcome.decisions} == {("yes", "applied", "统一加了年份")}
    assert len(outcome.decisions) == len(NAMES)


def test_a_row_that_answers_itself_is_not_overruled(tmp_path: Path, last: Path) -> None:
    def answer(row: dict[str, Any]) -> dict[str, str]:
        if is_heading(row):
            return {"是同一个群": "是"}
        return {"是同一个群": "否"} if row["群名称"] == "2025考研互助群" and row["bulk"] else {}

    edited = answered(report(now(tmp_path, last)), "相似建议", tmp_path / "填好.xlsx", answer)
    outcome = now(tmp_path, last, edited)

    found = {name: verdict(outcome, f"2025{name}")[1] for name in NAMES}
    assert found.pop("考研互助群") == ""
    assert set(found.values()) == {"decision"}


def test_an_answer_above_the_block_that_is_none_is_told_with_its_cell(tmp_path: Path, last: Path) -> None:
    edited = answered(
        report(now(tmp_path, last)),
        "相似建议",
        tmp_path / "填好.xlsx",
        lambda row: {"是同一个群": "也许"} if is_heading(row) else {},
    )

    with pytest.raises(SourceError):
        now(tmp_path, last, edited)


def test_a_few_rows_with_one_affix_are_no_block(tmp_path: Path) -> None:
    last = sheet(tmp_path / "上年.csv", [group(name) for name in NAMES[:2]])
    outcome = campaign(tmp_path, [group(f"2025{name}") for name in NAMES[:2]], as_of=FIRST, previous=last)

    assert suggested(outcome)
    assert not any(is_heading(row) for row in table(report(outcome), "相似建议"))


GRADES = ("一年级家长群", "二年级家长群", "三年级家长群", "四年级家长群")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("是", [("changed", "decision", below) for below in GRADES[:-1]]),
        ("否", [("renewed", "unit_name", name) for name in GRADES[1:]]),
    ],
)
def test_a_ladder_of_grades_is_one_question_and_either_answer_settles_it(
    tmp_path: Path, answer: str, expected: list[tuple[str, str, str]]
) -> None:
    last = sheet(tmp_path / "上年.csv", [group(name) for name in GRADES])
    first = campaign(tmp_path, [group(name) for name in GRADES], as_of=FIRST, previous=last)
    rows = table(report(first), "相似建议")
    edited = answered(
        report(first), "相似建议", tmp_path / "填好.xlsx", lambda row: {"是同一个群": answer} if is_heading(row) else {}
    )

    outcome = campaign(tmp_path, [group(name) for name in GRADES], as_of=FIRST, previous=last, decisions=(edited,))

    assert [verdict(first, name)[1] for name in GRADES] == [""] * len(GRADES)
    assert str(rows[0]["证据"]).startswith("年级升级：以下 3 个群")
    assert [verdict(outcome, name) for name in GRADES[1:]] == expected
