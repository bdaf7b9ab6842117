"""Which of several returns of a unit counts, who filed in time, and what a later return left out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from drawing import previous, returned, run

from toolkit.intake.layouts.answers import LISTING, ROUND, SOME_ROUND, answered_round
from toolkit.model import Grid, Workbook

if TYPE_CHECKING:
    from toolkit.model import Outcome, Reading

SCCM, JSUT, CARD = "sccm-2022/register", "jsut-2019/register", "suzhou-2018/registration"


def sent(path: str, *groups: str, day: str = "", answers: str = "", form: str = SCCM, unit: str = "教务处") -> Reading:
    """Return a file of a unit: its groups (`名称` or `名称 群号`), the date in it, the round that it answers."""
    lines = [f"{unit} | {name} | {number} | {day}" for name, _, number in (one.partition(" ") for one in groups)]
    file = returned(path, form, "unit | group_name | group_no | reported_on\n" + "\n".join(lines))
    if not answers:
        return file
    return replace(file, tables=tuple(replace(table, evidence={"answers": answers}) for table in file.tables))


def counted(*files: Reading, profile: str = "sccm-2022", **more: Any) -> tuple[dict[str, str], set[str], Outcome]:
    outcome = run(*files, profile=profile, **more)
    told = {file.path: file.status for file in outcome.submissions}
    return told, set(outcome.ledger.frame["group_name"]), outcome


def left_out(outcome: Outcome) -> list[str]:
    return [str(one.facts["name"]) for one in outcome.findings if one.rule == "left-out"]


LOG = "文件 | 收件日期\n{}"


@pytest.mark.parametrize(
    ("files", "received", "last"),
    [
        # the feedback workbook outranks what it answers: later in the log, called a correction, or dated later
        ([("z.xlsx", "", ""), ("a.xlsx", "", SOME_ROUND)], "", "a.xlsx"),
        ([("教务处-更正.xlsx", "2026-03-09", ""), ("反馈.xlsx", "2026-03-01", SOME_ROUND)], "", "反馈.xlsx"),
        ([("z.xlsx", "", ""), ("a.xlsx", "", "2026-03-06")], "z.xlsx | 2026-03-05", "a.xlsx"),
        # what came after the round it does not answer
        ([("z.xlsx", "", ""), ("a.xlsx", "", "2026-03-06")], "z.xlsx | 2026-03-09\na.xlsx | 2026-03-08", "z.xlsx"),
        # of two feedback workbooks that of the later round
        ([("a.xlsx", "", "2026-03-08"), ("z.xlsx", "", "2026-03-06")], "", "a.xlsx"),
        # a name that calls itself a correction, before the log
        (
            [("z.xlsx", "", ""), ("a（修订）.xlsx", "", "")],
            "z.xlsx | 2026-03-09\na（修订）.xlsx | 2026-03-05",
            "a（修订）.xlsx",
        ),
        ([("v3.xlsx", "", ""), ("a-v2.xlsx", "", "")], "", "v3.xlsx"),
        ([("教务处v3.xlsx", "", ""), ("教务处最终版.xlsx", "", "")], "", "教务处最终版.xlsx"),
        # the log, before the date in the form
        (
            [("z.xlsx", "2026-03-01", ""), ("a.xlsx", "2026-03-09", "")],
            "z.xlsx | 2026-03-09\na.xlsx | 2026-03-05",
            "z.xlsx",
        ),
        # a log that has one of the two says nothing of which came first
        ([("z.xlsx", "2026-03-01", ""), ("a.xlsx", "2026-03-09", "")], "z.xlsx | 2026-03-09", "a.xlsx"),
    ],
)
def test_which_return_is_later(files: list[tuple[str, str, str]], received: str, last: str) -> None:
    drawn = [sent(path, "通知群", "考务群", day=day, answers=answers) for path, day, answers in files]
    lists = {"received": LOG.format(received)} if received else {}
    told, _, _ = counted(*drawn, **lists)
    assert told == {path: "merged" if path == last else "superseded" for path, _, _ in files}


@pytest.mark.parametrize(
    ("later", "groups", "lost"),
    [
        (sent("b.xlsx", "甲群", "乙群", "戊群", day="2026-03-09"), {"甲群", "乙群", "戊群"}, ["丙群", "丁群"]),
        (sent("b.xlsx", "甲群", "戊群", day="2026-03-09"), {"甲群", "乙群", "丙群", "丁群", "戊群"}, []),
        (sent("b-更正.xlsx", "甲群"), {"甲群"}, ["乙群", "丙群", "丁群"]),
        (sent("b-更正.xlsx", "戊群"), {"甲群", "乙群", "丙群", "丁群", "戊群"}, []),  # nothing in common: an addition
        (sent("b.xlsx", "甲群", answers=SOME_ROUND), {"甲群"}, ["乙群", "丙群", "丁群"]),
        (sent("b-更正.xlsx", "甲群 310000009", "乙群", "丙群", "丁群"), {"甲群", "乙群", "丙群", "丁群"}, []),
    ],
)
def test_a_later_return_replaces_the_whole_or_adds(later: Reading, groups: set[str], lost: list[str]) -> None:
    first = sent("a.xlsx", "甲群 310000001", "乙群", "丙群", "丁群", day="2026-03-01")
    _, names, outcome = counted(first, later)
    assert (names, left_out(outcome)) == (groups, lost)


def test_a_group_that_comes_back_in_a_third_return_is_not_left_out() -> None:
    files = [sent("a.xlsx", "甲群", "乙群"), sent("a-v2.xlsx", "甲群"), sent("a-v3.xlsx", "甲群", "乙群")]
    _, names, outcome = counted(*files)
    assert (names, left_out(outcome)) == ({"甲群", "乙群"}, [])


@pytest.mark.parametrize(
    ("later", "groups"),
    [
        (("2-更正.xlsx", "甲群"), {"甲群", "乙群", "丙群"}),  # one card corrects one card
        (("2-最终版.xlsx", "甲群", "乙群"), {"甲群", "乙群"}),  # several replace the file they repeat
        (("2.xlsx", "丁群"), {"甲群", "乙群", "丙群", "丁群"}),
    ],
)
def test_cards_are_replaced_one_by_one_and_files_of_cards_whole(later: tuple[str, ...], groups: set[str]) -> None:
    path, *names = later
    _, kept, _ = counted(
        sent("1.xlsx", "甲群", "乙群", "丙群", form=CARD), sent(path, *names, form=CARD), profile="suzhou-2018"
    )
    assert kept == groups


@pytest.mark.parametrize(
    ("sheets", "kept", "lost"),
    [
        (("2025年", "2026年"), {"甲群"}, ["乙群"]),
        (("2026年登记表", "2025年登记表"), {"甲群", "乙群"}, []),  # the later one stands first here
        (("2025级", "2026级"), {"甲群", "乙群"}, []),  # cohorts are no years
        (("2025年学院", "2026年机关"), {"甲群", "乙群"}, []),  # two lists, not one list of two years
    ],
)
def test_of_two_sheets_named_for_two_years_the_later_counts(
    sheets: tuple[str, str], kept: set[str], lost: list[str]
) -> None:
    first, second = sent("a.xlsx", "甲群", "乙群"), sent("a.xlsx", "甲群")
    tables = [
        replace(file.tables[0], sheet=replace(file.tables[0].sheet, name=name))
        for file, name in zip((first, second), sheets, strict=True)
    ]
    _, names, outcome = counted(replace(first, tables=tuple(tables)))
    assert (names, left_out(outcome)) == (kept, lost)


@pytest.mark.parametrize(
    ("files", "received", "status", "told"),
    [
        ([("a.xlsx", "")], "a.xlsx | 2026-03-09", "filed", 0),
        ([("a.xlsx", "")], "a.xlsx | 2026-03-18", "late", 1),
        ([("a.xlsx", ""), ("b.xlsx", SOME_ROUND)], "a.xlsx | 2026-03-09\nb.xlsx | 2026-03-18", "filed", 0),
        ([("a.xlsx", ""), ("b-更正.xlsx", "")], "a.xlsx | 2026-03-09\nb-更正.xlsx | 2026-03-18", "filed", 0),
        ([("a.xlsx", ""), ("b-更正.xlsx", "")], "a.xlsx | 2026-03-15\nb-更正.xlsx | 2026-03-18", "late", 1),
    ],
)
def test_the_first_accepted_return_says_whether_a_unit_is_late(
    files: list[tuple[str, str]], received: str, status: str, told: int
) -> None:
    drawn = [sent(path, "通知群", answers=answers) for path, answers in files]
    _, _, outcome = counted(*drawn, received=LOG.format(received), as_of=dt.date(2026, 3, 20))
    assert [unit.status for unit in outcome.units] == [status]
    assert sum(one.facts.get("variant") == "late" for one in outcome.findings) == told


@pytest.mark.parametrize(
    ("day", "sheet", "received", "variants"),
    [
        ("2025-03-05", "登记表", "", ["dated"]),
        ("2025-03-05", "登记表", "a.xlsx | 2026-03-05", ["dated"]),  # a log does not hide it
        ("2026-03-05", "2025年", "", []),  # the date in it is this year's: last year's sheet was used again
        ("", "2025年", "", ["named"]),
        ("", "2026年", "", []),
        ("", "2025级", "", []),
    ],
)
def test_last_year_s_return_is_told(day: str, sheet: str, received: str, variants: list[str]) -> None:
    file = sent("a.xlsx", "通知群", day=day)
    table = replace(file.tables[0], sheet=replace(file.tables[0].sheet, name=sheet))
    theirs = previous("unit | group_name | filed_on\n教务处 | 通知群 | 2025-03-10")
    lists = {"received": LOG.format(received)} if received else {}
    _, _, outcome = counted(replace(file, tables=(table,)), theirs=theirs, as_of=dt.date(2026, 3, 20), **lists)
    assert [one.facts["variant"] for one in outcome.findings if one.rule == "earlier-return"] == variants


def test_approval_forms_alone_file_no_register() -> None:
    approval = sent("审批表.xlsx", "新建群", form="jsut-2019/approval")
    theirs = previous("unit | group_name\n教务处 | 通知群")
    roster = "单位\n教务处"
    _, _, outcome = counted(approval, profile="jsut-2019", theirs=theirs, roster=roster)
    assert [(unit.unit, unit.status) for unit in outcome.units] == [("教务处", "missing")]
    assert outcome.previous_verdicts["verdict"].tolist() == ["unit_missing"]
    register = sent("登记表.xlsx", "通知群", form=JSUT)
    _, _, outcome = counted(approval, register, profile="jsut-2019", theirs=theirs, roster=roster)
    assert [unit.status for unit in outcome.units] == ["filed"]


@pytest.mark.parametrize("unit", ["后勤处", "后勤"])
def test_two_campuses_are_two_units_where_the_names_of_the_files_say_so(unit: str) -> None:
    roster = "单位\n后勤处（东校区）\n后勤处（西校区）"
    files = [sent(f"后勤处（{side}校区）.xlsx", "维修群", "食堂群", unit=unit) for side in "东西"]
    told, _, outcome = counted(*files, roster=roster)
    assert set(told.values()) == {"merged"}
    assert set(outcome.ledger.frame["unit"]) == {"后勤处（东校区）", "后勤处（西校区）"}


@pytest.mark.parametrize(
    ("word", "name", "variants"),
    [
        ("变更", "通知群", ["unchanged"]),
        ("变更", "教务通知群", []),
        ("继续", "教务通知群", ["changed"]),
        ("继续", "通知群", []),
        ("保留", "教务通知群", []),  # 处置: the group is kept; nothing is said of its name
        ("", "教务通知群", []),
        ("注销", "教务通知群", []),
    ],
)
def test_what_a_unit_says_of_a_group_is_held_against_what_it_shows(word: str, name: str, variants: list[str]) -> None:
    text = f"unit | group_name | group_no | disposition\n教务处 | {name} | 310000001 | {word}"
    theirs = previous("unit | group_name | group_no\n教务处 | 通知群 | 310000001")
    outcome = run(returned("a.xlsx", JSUT, text), profile="jsut-2019", theirs=theirs)
    assert [one.facts["variant"] for one in outcome.findings if one.rule == "stated"] == variants


def test_a_tick_for_no_change_is_held_against_the_rows() -> None:
    text = "unit | group_name | group_no\n教务处 | 教务通知群 | 310000001\n教务处 | 考务群 | 310000002"
    file = returned("a.xlsx", JSUT, text)
    file = replace(file, tables=(replace(file.tables[0], evidence={"unchanged": "本单位本年度无变更 ☑"}),))
    held = "unit | group_name | group_no\n教务处 | 通知群 | 310000001\n教务处 | 考务群 | 310000002"
    outcome = run(file, profile="jsut-2019", theirs=previous(held))
    found = [one for one in outcome.findings if one.rule == "stated"]
    assert [(one.facts["variant"], one.facts["count"]) for one in found] == [("no_change", 1)]


def test_a_feedback_workbook_is_known_by_its_first_sheet() -> None:
    listing = Grid(LISTING, (("教务处 修改清单",),))
    form = Grid("登记表", (("名称",),))
    assert answered_round(Workbook((listing, form), properties={ROUND: "2026-03-11"})) == "2026-03-11"
    assert answered_round(Workbook((listing, form))) == SOME_ROUND
    assert answered_round(Workbook((form,), properties={ROUND: "2026-03-11"})) == ""
    assert answered_round(Workbook((Grid(LISTING, (("别的清单内容",),)), form))) == ""
