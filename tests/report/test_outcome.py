"""The steps after reading, end to end, and `outcome.json`: its keys, its figures, and what it keeps to itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from drawing import previous, returned, run

from toolkit.report.outcome import to_json

KEYS = [
    "format",
    "profile",
    "as_of",
    "files",
    "sources",
    "records",
    "previous",
    "duplicates",
    "suggestions",
    "units",
    "findings",
    "not_compared",
    "totals",
]
FORM = "cqny-2021/register"
TEACHERS = returned(
    "教务处.xlsx",
    FORM,
    """
    unit | group_name | platform | group_no | owner.name | owner.mobile | member_count | created_on | purpose
    教务处 | 教务处通知群 | QQ群 | 100000001 | 张三 | 13900000001 | 约150人 | 2024年5月 | 找13900000002
    教务处 | 教务处考务新群 | QQ群 | 100000002 | 李四 | | 80 | 2024-05-01 | 考务
    教务处 | 教务处通知群 | QQ群 | 100000001 | 张三 | 13900000001 | 120 | 2024-05-01 | 通知
    教务处 | 教务处微信群 | 微信群 | 13900000003 | 王五 | | | |
    """,
    blank=2,
)
LAST_YEAR = """
    unit   | group_name     | platform | group_no  | owner | owner.mobile
    教务处 | 教务处通知群   | QQ群     | 100000001 | 张三  | 13900000009
    教务处 | 教务处考务群   | QQ群     | 100000002 | 李四  |
    教务处 | 教务处排课群   | QQ群     | 100000003 | 李四  |
    学生处 | 学生处迎新群   | QQ群     | 100000004 | 赵六  |
"""


def shown(**more: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(to_json(run(TEACHERS, theirs=previous(LAST_YEAR), **more)))
    return told


def test_the_keys_stand_in_the_order_of_the_contract() -> None:
    told = shown()

    assert list(told) == KEYS
    assert list(told["files"][0]) == [
        "path",
        "sha256",
        "status",
        "reason",
        "warnings",
        "unit",
        "forms",
        "rows",
        "unread",
    ]
    assert list(told["records"][0]) == ["id", "verdict", "basis", "previous", "source", "values"]
    assert list(told["previous"][0]) == ["id", "verdict", "record", "source", "values"]
    assert list(told["findings"][0]) == [
        "requirement",
        "rule",
        "severity",
        "unit",
        "message",
        "records",
        "previous",
        "where",
        "facts",
    ]


def test_every_row_has_its_verdict_and_the_two_sides_agree() -> None:
    told = shown()

    assert [(one["verdict"], one["basis"], one["previous"]) for one in told["records"]] == [
        ("renewed", "group_no", "p1"),
        ("changed", "group_no", "p2"),
        ("duplicate", None, None),
        ("new", None, None),
    ]
    assert [(one["verdict"], one["record"]) for one in told["previous"]] == [
        ("renewed", "r1"),
        ("changed", "r2"),
        ("unaccounted", None),
        ("unit_missing", None),
    ]
    assert told["totals"]["records"]["changed"] == 1
    assert told["totals"]["previous"]["unit_missing"] == 1
    assert told["duplicates"][0]["kind"] == "same-number-same-unit"
    assert told["files"][0]["rows"] == {"read": 6, "merged": 4, "rejected": 0, "blank": 2}
    assert told["files"][0]["forms"] == ["register"]


def test_values_are_canonical_and_blanks_are_null() -> None:
    values = shown()["records"][0]["values"]

    assert values["unit"] == "教务处"
    assert values["group_no"] == "100000001"
    assert values["group_nos"] == ["100000001"]
    assert values["member_count"] == {"low": 135, "high": 165, "raw": "约150人"}
    assert values["created_on"] == "2024-05"
    assert values["owner"] == [
        {"name": "张三", "title": None, "mobile": "139****0001", "office_phone": None, "email": None}
    ]
    assert values["admins"] == []
    assert values["is_active"] is None
    assert values["filing_no"] is None
    assert values["other"] == {}


def test_telephones_are_masked_everywhere_and_a_group_number_is_none() -> None:
    outcome = run(TEACHERS, theirs=previous(LAST_YEAR))

    masked, whole = to_json(outcome).decode(), to_json(outcome, with_contacts=True).decode()

    assert not any(f"1390000000{digit}" in masked for digit in "129")
    assert json.loads(masked)["records"][3]["values"]["group_no"] == "13900000003"
    assert json.loads(whole)["records"][0]["values"]["owner"][0]["mobile"] == "13900000001"
    assert json.loads(whole)["records"][0]["values"]["purpose"] == "找13900000002"


def test_the_same_returns_give_the_same_bytes_in_either_language() -> None:
    def outcome() -> Any:
        return run(TEACHERS, theirs=previous(LAST_YEAR))

    assert to_json(outcome()) == to_json(outcome())
    assert json.loads(to_json(outcome(), lang="en"))["records"] == json.loads(to_json(outcome()))["records"]


@pytest.mark.parametrize("full", [50_000, 0])
@pytest.mark.parametrize("at_once", [1, 3])
def test_however_many_rows_are_turned_at_a_time_the_bytes_are_the_same(
    at_once: int, full: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from toolkit.report import outcome, values

    judged = run(TEACHERS, theirs=previous(LAST_YEAR))
    monkeypatch.setattr(outcome, "FULL", full)
    whole = to_json(judged)
    monkeypatch.setattr(values, "AT_ONCE", at_once)
    assert to_json(judged) == whole


def test_a_first_filing_counts_nothing_it_could_not_ask() -> None:
    told = json.loads(to_json(run(TEACHERS)))

    assert told["not_compared"] == ["previous", "unregistered", "missing_units"]
    assert {one["verdict"] for one in told["records"]} == {"no_history", "duplicate"}
    assert set(told["totals"]["records"]) == {"no_history", "duplicate", "cancelled"}
    assert not {"previous", "unregistered"} & set(told["totals"])
    assert "missing" not in told["totals"]["units"]


def test_the_units_of_the_roster_and_the_others() -> None:
    told = shown(
        roster="""
            单位   | 应报
            学生处 | 是
            教务处 | 是
            保卫处 | 是
            工会   | 否
            后勤处 | 是
        """,
        notices="""
            类型   | 单位   | 群名称
            无变更 | 保卫处 |
            零报告 | 后勤处 |
        """,
    )

    assert told["units"] == [
        {"unit": "学生处", "status": "missing"},
        {"unit": "教务处", "status": "filed"},
        {"unit": "保卫处", "status": "no_change"},
        {"unit": "工会", "status": "exempt"},
        {"unit": "后勤处", "status": "nil"},
    ]
    assert told["not_compared"] == ["unregistered"]


def test_rows_in_another_units_file_file_for_it() -> None:
    joint = returned(
        "学生处.xlsx", FORM, "unit | group_name\n学生处 | 学生处甲群\n学生处 | 学生处乙群\n计算机学院 | 计算机学院丙群"
    )

    units = json.loads(to_json(run(joint, theirs=previous("unit | group_name\n计算机学院 | 计算机学院丙群"))))["units"]

    assert units == [
        {"unit": "学生处", "status": "filed"},
        {"unit": "计算机学院", "status": "filed", "via": "学生处"},
    ]


def test_an_office_that_need_not_file_stays_exempt_when_it_forwards_the_groups_of_others() -> None:
    forwarded = returned("学生处.xlsx", FORM, "unit | group_name\n计算机学院 | 计算机学院丙群")
    roster = "单位 | 应报\n学生处 | 否\n计算机学院 | 是"

    units = json.loads(to_json(run(forwarded, roster=roster)))["units"]

    assert units == [
        {"unit": "学生处", "status": "exempt"},
        {"unit": "计算机学院", "status": "filed", "via": "学生处"},
    ]


def test_a_notice_dissolves_and_an_unchanged_unit_is_carried() -> None:
    told = shown(
        notices="""
            类型   | 单位   | 群名称       | 群号
            解散   | 教务处 | 教务处排课群 |
            无变更 | 学生处 |              |
        """
    )

    assert [one["verdict"] for one in told["previous"]][2:] == ["dissolved", "carried"]


@pytest.mark.parametrize(
    ("seen", "count"),
    [
        ("群名称 | 群号 | 单位\n随便什么名 | 100000001 |", 0),
        ("群名称 | 群号 | 单位\n教务处排课群 | | ", 0),
        ("群名称 | 群号 | 单位\n教务处排课群 | | 学生处", 1),
        ("群名称 | 群号 | 单位\n教务处私聊群 | 100000077 | 教务处", 1),
    ],
)
def test_what_was_observed_is_registered_by_proof_only(seen: str, count: int) -> None:
    told = shown(observed=seen)

    assert told["totals"]["unregistered"] == count
    assert "unregistered" not in told["not_compared"]
    assert len([one for one in told["findings"] if one["rule"] == "unregistered"]) == count
