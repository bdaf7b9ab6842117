"""A bulk rename is one question on the page too: how many groups, what stood, what stands now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from two_years import FIRST, PROFILE, campaign, group, sheet

from toolkit.regulations.profile import load_profile
from toolkit.report.screen.content import content
from toolkit.report.view import View

if TYPE_CHECKING:
    from pathlib import Path

WORKS = ("教务通知", "学生会联络", "就业信息", "考务", "值班", "科研项目")


def test_a_college_that_got_another_name_is_one_line(tmp_path: Path) -> None:
    owners = {name: f"卫{mark}" for name, mark in zip(WORKS, "一二三四五六", strict=True)}
    before = sheet(tmp_path / "上年.csv", [group(f"商学院{name}群", 群主=owner) for name, owner in owners.items()])
    now = [group(f"经管学部{name}群", 群主=owner) for name, owner in owners.items()]
    outcome = campaign(tmp_path, now, as_of=FIRST, previous=before)
    told = content(View(outcome, load_profile(PROFILE), lang="zh"))
    assert told["batches"] == [
        {"kind": "bulk_rename", "now": "经管学部", "was": "商学院", "count": len(WORKS), "places": [0, 1, 2, 3, 4, 5]}
    ]
