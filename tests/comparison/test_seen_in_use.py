"""What was seen in use against both registers: a likeness is shown, and what should be gone and is not is told."""

from __future__ import annotations

import pytest
from drawing import previous, returned, run

from toolkit.findings.wording import sentence

FORM = "cqny-2021/register"
NOW = """
    unit   | group_name       | group_no  | disposition
    教务处 | 教务处考务工作群 |           | 继续
    教务处 | 教务处通知群     | 310000001 | 注销
"""
LAST = """
    unit   | group_name   | group_no
    教务处 | 教务处通知群 | 310000001
    教务处 | 教务处教材群 | 310000003
    教务处 | 实践教学群   |
"""
SEEN = "群名称 | 群号 | 单位 | 状态\n"


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ("教务处考务群 | 310000009 | 教务处 | 正常", ("unregistered", "like_filed", "review")),
        ("实践教学工作群 | | 教务处 | 正常", ("unregistered", "like_before", "review")),
        ("快乐家园 | 310000010 | | 正常", ("unregistered", "unregistered", "error")),
        (" | 310000011 | | 正常", ("unregistered", "without_name", "error")),
        ("教务处通知群 | 310000001 | 教务处 | 正常", ("observed-dead", "alive_cancelled", "review")),
        ("教务处教材群 | 310000003 | 教务处 | 正常", ("observed-dead", "alive_before", "review")),
        ("教务处教材群 | 310000003 | 教务处 | 查无此群", ("observed-dead", "dead_before", "review")),
        ("教务处通知群 | 310000001 | 教务处 | 查无此群", ()),  # taken off, and gone: as it should be
        ("教务处考务工作群 | | 教务处 | 正常", ()),
    ],
)
def test_what_is_said_of_a_group_seen_in_use(seen: str, told: tuple[str, ...]) -> None:
    outcome = run(returned("a.xlsx", FORM, NOW), theirs=previous(LAST), observed=SEEN + seen)
    found = [one for one in outcome.findings if one.rule in {"unregistered", "observed-dead"}]
    assert [(one.rule, one.facts["variant"], one.severity) for one in found] == ([told] if told else [])


def test_another_class_or_platform_is_no_likeness() -> None:
    now = "unit | group_name | platform\n教务处 | 2023级1班通知群 | QQ群"
    seen = "群名称 | 平台 | 单位\n2023级2班通知群 | QQ群 | 教务处\n2023级1班通知群 | 微信群 | 教务处"
    outcome = run(returned("a.xlsx", FORM, now), observed=seen)
    assert [one.facts["variant"] for one in outcome.findings if one.rule == "unregistered"] == ["without_number"] * 2


def test_a_group_that_is_dissolved_by_last_years_list_and_seen_in_use_is_told_as_that() -> None:
    outcome = run(
        returned("a.xlsx", FORM, "unit | group_name\n教务处 | 教务处通知群"),
        previous="单位 | 群名称 | 群号 | 状态\n教务处 | 教务处通知群 | |\n教务处 | 助学群 | 310000007 | 已解散",
        observed="群名称 | 群号 | 单位 | 状态\n助学群 | 310000007 | 教务处 | 正常",
    )
    (found,) = [one for one in outcome.findings if one.rule == "observed-dead"]
    assert found.facts["variant"] == "alive_closed"
    assert "已经解散或停用，在用清单里却仍在用（—）" in sentence(found)
