"""Groups seen in use, and what speaks for a filed group being out of use."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from drawing import ledger, previous, source

from toolkit.comparison.observed import compare_observed, nothing_observed
from toolkit.findings.defunct import defunct
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from toolkit.model import Ledger

TODAY = dt.date(2026, 3, 11)
OURS = """
    unit   | group_name | group_no  | platform
    教务处 | 通知群     | 100000001 | QQ群
    教务处 | 考务群     |           | 微信群
    学生处 | 考务群     |           |
"""
THEIRS = """
    unit   | group_name | group_no
    教务处 | 排课群     | 100000009
"""


def seen(row: str, profile: str = "sccm-2022") -> tuple[str, str, str]:
    observed = source("observed", f"群名称 | 群号 | 平台 | 单位 | 来源 | 状态\n{row}")
    told = compare_observed(observed, ledger(OURS), previous(THEIRS), profile=load_profile(profile))
    return told["verdict"].iat[0], told["record"].iat[0], told["previous"].iat[0]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("改了名字 | 100000001 | | | |", ("registered", "r1", "")),
        ("排 课 群 | | | | |", ("registered", "", "p1")),
        ("通知群 | | 微信群 | 教务处 | |", ("unregistered", "", "")),
        ("通知群 | 100000077 | | 教务处 | |", ("unregistered", "", "")),
        ("考务群 | | | 教务处 | |", ("registered", "r2", "")),
        ("考务群 | | | | |", ("unregistered", "", "")),
        ("考务群 | | | 保卫处 | |", ("unregistered", "", "")),
        ("老乡群 | | | | 巡查 | 私人群", ("foreign", "", "")),
        ("考务1群 | | | 教务处 | |", ("unregistered", "", "")),
    ],
)
def test_what_was_seen_is_registered_by_proof_only(row: str, expected: tuple[str, str, str]) -> None:
    assert seen(row) == expected


def test_a_temporary_group_is_exempt_where_the_regulation_frees_it() -> None:
    assert seen("运动会临时群 | | | 教务处 | |", "jsut-2019")[0] == "exempt"
    assert seen("运动会临时群 | | | 教务处 | |", "sccm-2022")[0] == "unregistered"


def evidence(drawn: str, profile: str = "jsut-2019", as_of: dt.date = TODAY, **lists: str) -> dict[str, list[str]]:
    ours, told = ledger(drawn), load_profile(profile)
    sources = {name: source(name, text) for name, text in lists.items()}
    seen_dead = nothing_observed()
    if "observed" in sources:
        seen_dead = compare_observed(sources["observed"], ours, previous(), profile=told)
    found = defunct(ours, seen_dead, sources, profile=told, as_of=as_of)
    tags: dict[str, list[str]] = {}
    for record, tag in zip(found["record"], found["tag"], strict=True):
        tags.setdefault(record, []).append(tag)
    return tags


def test_what_the_return_says_of_itself() -> None:
    assert evidence("""
        group_name         | is_active | disposition | dissolved_on
        甲群               | 否        |             |
        乙群               |           | 解散        |
        丙群               |           |             | 2025-12
        丁群（已解散）     |           |             |
        戊群（本群已满）   | 是        | 保留        |
    """) == {"r1": ["E1"], "r2": ["E1"], "r3": ["E1"], "r4": ["E1"]}


@pytest.mark.parametrize(
    ("ended", "profile", "expected"),
    [
        ("2026-03-03", "jsut-2019", {"r1": ["E2"]}),
        ("2026-03-04", "jsut-2019", {}),
        ("2026-03", "jsut-2019", {}),
        ("2026-03-10", "sccm-2022", {"r1": ["E2"]}),
        ("2026-03-11", "sccm-2022", {}),
        ("", "sccm-2022", {}),
    ],
)
def test_a_temporary_group_ends_with_its_work_and_the_days_of_grace(
    ended: str, profile: str, expected: dict[str, Any]
) -> None:
    assert evidence(f"group_name | is_temporary | work_end_on\n甲群 | 是 | {ended}", profile) == expected


def test_a_notice_of_dissolution_against_a_group_filed_as_in_use() -> None:
    drawn = "unit | group_name | is_active\n教务处 | 甲群 |\n教务处 | 乙群 | 否"

    found = evidence(drawn, notices="类型 | 单位 | 群名称\n解散 | 教务处 | 甲群\n解散 | 教务处 | 乙群")

    assert found == {"r1": ["E3"], "r2": ["E1"]}


def test_an_account_that_stands_still_for_longer_than_the_regulation_allows() -> None:
    drawn = (
        "group_name | kind | last_update_on\n甲 | 公众号 | 2026-02-24\n乙 | 公众号 | 2026-02-25\n丙 | 群 | 2020-01-01"
    )

    assert evidence(drawn) == {"r1": ["E4"]}
    assert evidence(drawn, "sccm-2022") == {}


def test_what_was_seen_dead() -> None:
    drawn = "unit | group_name | group_no\n教务处 | 甲群 | 100000001\n教务处 | 乙群 | 100000002"

    found = evidence(drawn, observed="群名称 | 群号 | 状态\n甲群 | 100000001 | 查无此群\n乙群 | 100000002 | 正常")

    assert found == {"r1": ["E5"]}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [(dt.date(2026, 8, 31), {}), (dt.date(2026, 9, 1), {"r1": ["E6"]})],
)
def test_a_class_is_past_graduation_when_the_next_school_year_begins(as_of: dt.date, expected: dict[str, Any]) -> None:
    drawn = "unit | group_name\n学院 | 计科2201班班级群\n学院 | 计科22011班班级群\n别院 | 计科2201班班级群"

    found = evidence(drawn, as_of=as_of, classes="班级 | 单位 | 入学年份 | 学制\n计科2201班 | 学院 | 2022 | 4")

    assert found == expected


def test_a_threshold_that_is_null_is_not_asked() -> None:
    assert evidence("group_name | member_count\n甲群 | 1") == {}


def test_the_source_is_kept_beside_its_verdict() -> None:
    observed: Ledger = source("observed", "群名称 | 来源\n通知群 | 巡查")

    told = compare_observed(observed, ledger(OURS), previous(), profile=load_profile("sccm-2022"))

    assert told["origin"].tolist() == ["巡查"]
