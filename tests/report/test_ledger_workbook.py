"""台账.xlsx: one row a group in force, numbers for life, and next year's --previous."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from report_outcome import campaign, first_filing, table, texts

from toolkit.register.closing import cutoff
from toolkit.register.previous import load_previous
from toolkit.register.roster import unit_index
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.profile import load_profile
from toolkit.report.filing import Style, assign, style_of
from toolkit.report.ledger import render_ledger


@pytest.fixture(scope="module")
def book() -> bytes:
    return render_ledger(campaign())


def test_one_row_a_group_in_force_and_nothing_lost(book: bytes) -> None:
    rows = [(row["群名称"], row["在册状态"], row["本年结论"]) for row in table(book, "台账", heading=0)]
    assert rows == [
        ("教务秘书群", "争议", "续报"),
        ("考务工作群", "在册", "新增"),
        ("馆员群", "在册", "变更"),
        ("读者群（新）", "争议", "重复填报"),
        ("旧读者群", "待核", "去向待核"),
        ("后勤群", "待核", "缺报单位"),
        ("排练群", "待核", "疑似换号"),
        ("排练群", "待核", "疑似换号"),
        ("外事群", "沿用", "免报沿用"),
    ]  # unit by unit in the order of the roster


def test_dissolved_groups_stand_on_a_sheet_of_their_own_with_their_people_until_these_are_purged(book: bytes) -> None:
    rows = {row["群名称"]: row for row in table(book, "已解散", heading=0)}
    assert list(rows) == ["读者群", "已撤群"]
    assert {row["群主手机"] for row in rows.values()} == {"13900000001"}
    assert rows["已撤群"]["备注"] == "联系 13900000002"


def test_contacts_of_groups_in_force_are_whole(book: bytes) -> None:
    assert {row["群主手机"] for row in table(book, "台账", heading=0)} == {"13900000001"}


def test_filing_numbers_stay_and_new_ones_go_on_from_the_last(book: bytes) -> None:
    numbers = {(row["群名称"], row["群号"]): row["备案编号"] for row in table(book, "台账", heading=0)}
    assert numbers["教务秘书群", "310000001"] == "SCCM-2025-0001"
    assert numbers["馆员群", "310000003"] == "SCCM-2025-0002"
    assert numbers["后勤群", "310000006"] == "SCCM-2026-0007"
    assert numbers["考务工作群", "310000002"] == "SCCM-2026-0008"
    assert numbers["排练群", "310000015"] == "SCCM-2025-0009"
    assert numbers["排练群", "310000016"] not in ("", "SCCM-2025-0009")
    assert len(set(numbers.values())) == len(numbers)


def test_a_number_is_never_given_twice() -> None:
    numbers = assign(
        Style("SCCM-2026-"), ["SCCM-2026-0003", "", "", ""], ["", "SCCM-2026-0003", "A-1", ""], taken=["SCCM-2026-0009"]
    )
    assert numbers == ["SCCM-2026-0003", "SCCM-2026-0010", "A-1", "SCCM-2026-0011"]


def test_the_numbering_of_the_office_goes_on() -> None:
    last_year = ["川音群备〔2025〕01号", "川音群备〔2025〕62号", "", "旧档3"]
    style = style_of("sccm-2022", 2026, last_year)
    assert assign(style, ["川音群备〔2025〕01号", "", ""], ["", "", ""], taken=last_year) == [
        "川音群备〔2025〕01号",
        "川音群备〔2026〕01号",
        "川音群备〔2026〕02号",
    ]
    assert assign(style, ["", ""], ["川音群备〔2026〕20号", ""], taken=last_year)[1] == "川音群备〔2026〕21号"
    assert style_of("sccm-2022", 2026, ["", "第三份"]) == Style("SCCM-2026-")
    assert style_of("cqny-2021", 2026, ["CQNY-2025-0007"]).number(8) == "CQNY-2026-0008"


def test_a_sheet_to_print_has_a_title_and_no_column_without_anything(book: bytes) -> None:
    rows = texts(book, "台账（打印）")
    assert "登记台账" in rows[0][0]
    headings = [cell for cell in rows[2] if cell]
    assert headings[:6] == ["序号", "备案编号", "单位", "群名称", "平台", "群号"]
    filled = [[row[place] for row in rows[3:]] for place in range(len(headings))]
    assert all(any(cells) for cells in filled[5:])
    assert [row[0] for row in rows[3:]] == [str(number) for number in range(1, len(rows) - 2)] or rows[3][0] == 1
    assert not any("1390000" in str(cell) for row in rows for cell in row)


def test_all_headings_are_those_of_the_vocabulary(book: bytes) -> None:
    headings = texts(book, "台账")[0]
    assert {vocabulary().heading(column) for column in vocabulary().columns} <= set(headings)
    assert headings[-7:] == ["首次登记", "上年名称", "本年结论", "依据", "来源", "沿革", "沿用上年"]
    assert len(set(headings)) == len(headings)


def test_history_says_where_a_group_comes_from(book: bytes) -> None:
    rows = {row["群名称"]: row for row in table(book, "台账", heading=0)}
    assert rows["馆员群"]["上年名称"] == "馆员工作群"
    assert rows["馆员群"]["依据"] == "群号相同"
    assert rows["考务工作群"]["首次登记"] == "2026-03-12"
    assert rows["馆员群"]["首次登记"] == "2025年或更早"
    assert rows["考务工作群"]["来源"] == "教务处.xlsx › 登记表!B3"


def test_the_workbook_says_what_it_is(book: bytes) -> None:
    properties = openpyxl.load_workbook(io.BytesIO(book)).custom_doc_props
    told = {entry.name: entry.value for entry in properties.props}
    assert told["cutoff"] == "2026-03-12"
    assert told["profile"] == "sccm-2022"
    assert told["format"] == "reconcile-ledger/1"


def test_the_same_outcome_gives_the_same_bytes(book: bytes) -> None:
    assert render_ledger(campaign()) == book


def test_a_first_filing_has_a_ledger(book: bytes) -> None:
    rows = table(render_ledger(first_filing(campaign())), "台账", heading=0)
    assert [row["备案编号"] for row in rows][:2] == ["SCCM-2026-0001", "SCCM-2026-0002"]
    assert book


def test_it_is_a_valid_previous_next_year(tmp_path: Path) -> None:
    outcome = campaign()
    frame = outcome.ledger.frame
    frame.loc[0, "group_nos"] = "310000001\n310000077"
    frame.loc[0, ["admins.name", "admins.mobile"]] = ["章二\n章三", "13900000002\n13900000003"]
    frame.loc[0, "created_on"] = "2018-05"
    frame.loc[0, "member_count.raw"] = "约200人"
    frame.loc[0, "other"] = '{"对接人": "章四"}'
    again = _previous(render_ledger(outcome), tmp_path)
    assert cutoff(again) == outcome.as_of
    first = again.frame.iloc[0]
    assert (first["group_no"], first["group_nos"]) == ("310000001", "310000001\n310000077")
    assert (first["admins.name"], first["admins.mobile"]) == ("章二\n章三", "13900000002\n13900000003")
    assert (first["created_on"], first["member_count.raw"]) == ("2018-05", "约200人")
    assert first["filing_no"] == "SCCM-2025-0001"
    assert again.frame["group_name"].tolist() == [
        row["群名称"] for row in table(render_ledger(outcome), "台账", heading=0)
    ]


def test_from_year_to_year_the_first_filing_and_unknown_labels_stay(tmp_path: Path) -> None:
    outcome = campaign()
    outcome.ledger.frame.loc[1, "other"] = '{"对接人": "章四"}'
    again = _previous(render_ledger(outcome), tmp_path)
    names = again.frame["group_name"].tolist()
    carried = [("carried" if name == "考务工作群" else "unaccounted", "") for name in names]
    from report_outcome import ledger, previous_verdicts, verdicts

    next_year = replace(
        outcome,
        as_of=outcome.as_of.replace(year=2027),
        ledger=ledger([]),
        previous=again,
        verdicts=verdicts([]),
        previous_verdicts=previous_verdicts(carried),
    )
    row = next(row for row in table(render_ledger(next_year), "台账", heading=0) if row["群名称"] == "考务工作群")
    assert row["首次登记"] == "2026-03-12"
    assert row["备案编号"] == "SCCM-2026-0008"
    assert row["其他"] == "对接人：章四"
    assert row["来源"] == "教务处.xlsx › 登记表!B3"


def test_the_number_of_a_dissolved_group_is_not_given_again(tmp_path: Path) -> None:
    outcome = campaign()
    outcome.previous.frame.loc[5, "filing_no"] = "SCCM-2026-0500"
    again = _previous(render_ledger(outcome), tmp_path)
    assert "SCCM-2026-0500" not in set(again.frame["filing_no"])
    from report_outcome import group, ledger, previous_verdicts, verdicts

    later = replace(
        outcome,
        ledger=ledger([group("教务处", "新群", "310000200")]),
        previous=again,
        verdicts=verdicts([("new", "", "")]),
        previous_verdicts=previous_verdicts([("unaccounted", "")] * len(again.frame)),
    )
    rows = {row["群名称"]: row["备案编号"] for row in table(render_ledger(later), "台账", heading=0)}
    assert rows["新群"] > "SCCM-2026-0500"


def _previous(workbook: bytes, folder: Path) -> object:
    path = folder / "台账.xlsx"
    path.write_bytes(workbook)
    profile = load_profile("sccm-2022")
    return load_previous(path, profile, unit_index(None, profile))


def test_the_same_returns_against_the_new_ledger_bring_no_news(tmp_path: Path) -> None:
    from toolkit.model import Sources
    from toolkit.pipeline import reconcile

    collected = Path(__file__).parents[2] / "samples" / "sccm-2022" / "收回"
    first = reconcile(collected, as_of=campaign().as_of, profile="sccm-2022")
    path = tmp_path / "台账.xlsx"
    path.write_bytes(render_ledger(first))
    later = campaign().as_of.replace(year=2027)
    again = reconcile(collected, as_of=later, profile="sccm-2022", sources=Sources(previous=path))
    assert set(again.verdicts["verdict"]) <= {"renewed", "duplicate", "cancelled"}
    assert set(again.previous_verdicts["verdict"]) == {"renewed", "repeated"}  # a dispute that nobody decided
    assert again.changes.empty
    numbers = [row["备案编号"] for row in table(path.read_bytes(), "台账", heading=0)]
    assert [row["备案编号"] for row in table(render_ledger(again), "台账", heading=0)] == numbers
