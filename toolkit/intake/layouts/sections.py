"""The title of a section in a list: what it says of the rows below it.

一、QQ群          the platform        （二）微信群（3个）     the platform
财务处 |   |      alone in the column of units: the unit        部门：财务处     the unit
2025年新建        nobody knows: kept under 小标题
"""

from __future__ import annotations

import re

from toolkit.normalise.platforms import platform_of

_NUMBERING = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*|第[一二三四五六七八九十\d]+(?:部分|类|节)[、:：]?\s*|[①-⑳]\s*)"
)
_COUNT = re.compile(r"[（(\[【]?\s*(?:共|合计|计)?\s*\d+\s*[个条项]?群?\s*[)）\]】]?\s*$")
_KIND = re.compile(r"(?:类|部分|组|列表|名单|清单|情况|台账)$")
_UNIT = re.compile(r"\s*(?:所属|使用|所在)?(?:单位|部门|院系|学院)(?:名称)?\s*[:：]\s*(?P<unit>\S.*)", re.DOTALL)


def title_of(text: str) -> str:
    """Return the title of a section without its number, the colon and the count behind it."""
    bare = _NUMBERING.sub("", text, count=1).strip()
    return _COUNT.sub("", bare).strip(" \t:：、，,。.-—=*＊★●■◆") or bare


def answers_of(text: str) -> dict[str, str]:
    """Return what the title of a section answers for the rows below it: `platform`, `unit`, or nothing."""
    title = title_of(text)
    if platform := platform_of(title) or platform_of(_KIND.sub("", title)):
        return {"platform": platform}
    named = _UNIT.fullmatch(_NUMBERING.sub("", text, count=1))
    return {"unit": named["unit"].strip()} if named else {}


class Sections:
    """What the titles passed so far say of the next row.

    `title` is the last that nobody knows, `answers` what the others say of the next row, `told` are their texts.
    A platform that was named before any unit holds for all units below it; one named under a unit ends with that unit.
    """

    def __init__(self) -> None:
        """Begin without a title."""
        self.title = ""
        self.answers: dict[str, str] = {}
        self.told: set[str] = set()
        self._outer = ""

    def open(self, text: str, *, unit: bool = False) -> None:
        """Take the title of a section.

        Args:
            text: as typed.
            unit: it stands alone where the rows have their unit.
        """
        answers = answers_of(text) or ({"unit": text.strip()} if unit else {})
        self.told.update({text.strip()} if answers else ())
        if "platform" in answers:
            self._outer = self._outer or "platform"
            self.answers["platform"] = answers["platform"]
            return
        self.title = "" if answers else text
        if self._outer == "unit":
            self.answers.clear()
        self._outer = self._outer or "unit"
        self.answers.pop("unit", None)
        self.answers |= answers
