"""Every record and every row of last year gets one verdict, and changes are named in the regulations' words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from drawing import ledger, previous

from toolkit.comparison.changes import changes
from toolkit.comparison.copies import further_rows, further_rows_then, kept_rows, repeated_rows
from toolkit.comparison.duplicates import same_copies, same_numbers
from toolkit.comparison.match.pairs import pair
from toolkit.comparison.verdicts import judge_previous, judge_records
from toolkit.register.cancelled import cancelled
from toolkit.register.closing import closing_day
from toolkit.register.keys import unit_keys
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from toolkit.model import Ledger

CLOSED = dt.date(2025, 3, 10)
AS_OF = dt.date(2026, 3, 10)


def judged(ours: Ledger, theirs: Ledger, **more: Any) -> tuple[dict[str, str], dict[str, str], list[tuple[str, ...]]]:
    off = set(ours.frame.loc[cancelled(ours.frame, AS_OF), "id"])
    apart = further_rows(kept_rows(same_numbers(ours) + same_copies(ours), ours, theirs, cancelled=off))
    then = further_rows_then(theirs)
    pairs = pair(ours, theirs, apart=apart | then)
    changed = changes(ours, theirs, pairs.matched, profile=load_profile("sccm-2022"))
    records = judge_records(ours, theirs, pairs, changed, apart=apart, cancelled=off, closed=CLOSED)
    more.setdefault("filed", set(unit_keys(ours.frame)))
    repeated = repeated_rows(theirs, set(records["previous"]) - {""}, then)
    gone = judge_previous(theirs, records, repeated=repeated, as_of=AS_OF, **more)
    return (
        dict(zip(records["id"], records["verdict"], strict=True)),
        dict(zip(gone["id"], gone["verdict"], strict=True)),
        list(changed[["record", "field", "kind"]].itertuples(index=False, name=None)),
    )


def kinds(before: str, after: str) -> list[str]:
    heading = "group_no | unit | platform | group_name | purpose | member_count | owner | owner.mobile | is_official\n"
    _, _, changed = judged(ledger(heading + after), previous(heading + before))
    return [kind for _, _, kind in changed]


ROW = "100000001 | 教务处 | QQ群 | 通知群 | 考务安排 | 120 | 张三、李四 | 13900000001 | 是"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (ROW, []),
        (ROW.replace("通知群", "考务通知群"), ["更名"]),
        (ROW.replace("教务处", "学生处"), ["划转单位"]),
        (ROW.replace("QQ群", "微信群"), ["类型"]),
        (ROW.replace("考务安排", "排课"), ["用途"]),
        (ROW.replace("李四", "王五"), ["换群主"]),
        (ROW.replace("是", "否"), ["官方属性"]),
        (ROW.replace("120", "160"), ["人数跨越限额"]),
        (ROW.replace("120", "149-170"), []),
        (ROW.replace("120", "150"), []),
        (ROW.replace("通知群", "通 知 群👍（已满）"), []),
        (ROW.replace("考务安排", "考务 安排。"), []),
        (ROW.replace("张三、李四", "李四、张 三"), []),
        (ROW.replace("13900000001", "13900000002"), []),
        ("100000001 | 教务处 | | 通知群 | | | | |", []),
    ],
)
def test_changes_are_named_and_spelling_blanks_and_telephones_are_none(after: str, expected: list[str]) -> None:
    assert kinds(ROW, after) == expected


def test_a_person_asked_for_under_two_roles_is_compared_as_one() -> None:
    profile = load_profile("suzhou-2018")
    ours = ledger("group_no | creator | owner\n100000001 | 李四 | 李四\n100000002 | 王五 | 王五")
    theirs = previous("group_no | creator\n100000001 | 张三\n100000002 | 王五")

    changed = changes(ours, theirs, pair(ours, theirs).matched, profile=profile)

    assert changed[["record", "kind", "before", "after"]].to_numpy().tolist() == [["r1", "换群主", "张三", "李四"]]


def test_only_the_year_moved_is_rolled() -> None:
    profile = load_profile("sccm-2022")
    ours = ledger("group_no | group_name\n100000001 | 24-25学年迎新群\n100000002 | 招生群")
    theirs = previous("group_no | group_name\n100000001 | 23-24学年迎新群\n100000002 | 招考群")

    changed = changes(ours, theirs, pair(ours, theirs).matched, profile=profile)

    assert changed["rolled"].tolist() == [True, False]
    assert changed[["before", "after"]].iloc[0].tolist() == ["23-24学年迎新群", "24-25学年迎新群"]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("", "100000001", "number-appeared"),
        ("100000001", "", "number-disappeared"),
        ("100000001", "100000002", "number-changed"),
        ("100000001", "100000001、100000002", "number-appeared"),
    ],
)
def test_a_number_that_comes_or_goes_is_told_and_leaves_the_record_renewed(before: str, after: str, kind: str) -> None:
    drawn = "filing_no | unit | group_name | group_no\nX1 | 教务处 | 通知群 | {}"

    records, gone, changed = judged(ledger(drawn.format(after)), previous(drawn.format(before)))

    assert changed == [("r1", "group_no", kind)]
    assert records == {"r1": "renewed"}
    assert gone == {"p1": "renewed"}


def test_every_verdict_of_a_record() -> None:
    ours = ledger("""
        unit   | group_name | group_no  | created_on
        教务处 | 续报群     | 100000001 |
        教务处 | 改名后     | 100000002 |
        教务处 | 换号群     | 100000093 |
        教务处 | 新建群     |           | 2025-03-11
        教务处 | 无日期群   |           |
        教务处 | 漏报群     |           | 2025-02
        教务处 | 截止日建群 |           | 2025-03-10
        教务处 | 当月群     |           | 2025-03
        新单位 | 头一回     |           | 2019
        学生处 | 续报群     | 100000001 |
    """)
    theirs = previous("""
        unit   | group_name | group_no
        教务处 | 续报群     | 100000001
        教务处 | 改名前     | 100000002
        教务处 | 换号群     | 100000003
    """)

    records, gone, _ = judged(ours, theirs)

    assert list(records.values()) == [
        "renewed",
        "changed",
        "renumbered",
        "new",
        "new",
        "late",
        "late",
        "new",
        "no_history",
        "duplicate",
    ]
    assert list(gone.values()) == ["renewed", "changed", "renumbered"]


def test_without_last_year_nothing_is_new() -> None:
    records, gone, _ = judged(ledger("unit | group_name\n教务处 | 通知群"), previous())

    assert records == {"r1": "no_history"}
    assert gone == {}


def test_every_verdict_of_a_row_of_last_year_that_is_not_here() -> None:
    ours = ledger("unit | group_name\n教务处 | 通知群")
    theirs = previous("""
        unit   | group_name | dissolved_on | disposition | is_active
        教务处 | 去向不明群 |              |             |
        教务处 | 报解散群   |              |             |
        教务处 | 早解散群   | 2024-06      |             |
        教务处 | 应解散群   |              | 解散        |
        教务处 | 停用群     |              |             | 否
        学生处 | 缺报群     |              |             |
        学生处 | 也报解散群 |              |             |
        保卫处 | 沿用群     |              |             |
    """)

    _, gone, _ = judged(ours, theirs, unchanged={"保卫处"}, dissolved={"p2", "p7"})

    assert list(gone.values()) == [
        "unaccounted",
        "dissolved",
        "dissolved",
        "dissolved",
        "unaccounted",
        "unit_missing",
        "dissolved",
        "carried",
    ]


def test_a_number_twice_in_last_year_is_not_unaccounted_when_its_group_is_filed() -> None:
    ours = ledger("unit | group_name | group_no\n教务处 | 通知群 | 100000001")
    theirs = previous("unit | group_name | group_no\n教务处 | 通知群 | 100000001\n教务处 | 通知群甲 | 100000001")

    _, gone, _ = judged(ours, theirs)

    assert gone == {"p1": "renewed", "p2": "repeated"}


@pytest.mark.parametrize(
    ("told", "dates", "expected"),
    [
        (dt.date(2025, 1, 1), "2025-03-01", dt.date(2025, 1, 1)),
        (None, "2025-03-01", dt.date(2025, 3, 1)),
        (None, "", dt.date(2025, 2, 28)),
        (None, "2029-03-01", dt.date(2024, 12, 31)),
    ],
)
def test_the_day_last_years_register_was_closed(told: dt.date | None, dates: str, expected: dt.date) -> None:
    theirs = previous(f"group_name | filed_on | reported_on\n通知群 | {dates} | 2024\n" if dates else "")

    assert closing_day(theirs, as_of=dt.date(2026, 2, 28), told=told).day == expected
