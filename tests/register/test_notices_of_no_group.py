"""A notice that means no group of either year, or either of two, is told: nobody else would ask about it."""

from __future__ import annotations

import pytest
from drawing import previous, returned, run

from toolkit.findings.wording import sentence

OURS = """
    unit   | group_name | group_no  | platform
    教务处 | 考务群     | 310000001 | QQ群
    教务处 | 考务群     | 310000002 | 微信群
    教务处 | 排课群     | 310000003 | QQ群
"""


@pytest.mark.parametrize(
    ("notice", "told"),
    [
        ("解散 | 教务处 | 考务群 | ", True),  # on two platforms
        ("解散 | 教务处 | 老生群 | ", True),  # nobody has it
        ("变更 | 教务处 | | 310000009", True),
        ("解散 | 教务处 | 考务群 | 310000002", False),
        ("解散 | | 排课群 | ", False),
        ("解散 | 教务处 | 上年群 | ", False),  # of last year's register
        ("无变更 | 教务处 | | ", False),
    ],
)
def test_a_notice_that_nobody_can_place_is_told(notice: str, *, told: bool) -> None:
    outcome = run(
        returned("a.xlsx", "cqny-2021/register", OURS),
        theirs=previous("unit | group_name\n教务处 | 上年群"),
        notices=f"类型 | 单位 | 群名称 | 群号\n{notice}",
    )
    found = [one for one in outcome.findings if one.facts.get("variant") == "of_no_group"]
    assert bool(found) is told
    assert all("有1条分不出说的是哪个群" in sentence(one) and one.severity == "review" for one in found)
