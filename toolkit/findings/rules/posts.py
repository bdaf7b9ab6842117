"""What a title says: whether it is one of the posts a clause asks for, word by word and not letter by letter.

A post is the last word of a title: 学生辅导员助理 is no 辅导员. Before it may stand what it is a post of. The head of a
unit must be so of the unit and not of a part of it: 系主任 is, 教研室主任 and 班主任 are not, 办公室主任 is so in
党政办公室. Who is in charge of the work (主持工作) counts as the head.
"""

from __future__ import annotations

import re
from functools import lru_cache

from toolkit.normalise.text import clean
from toolkit.normalise.units import unit_key

_SEVERAL = re.compile(r"[、,，;；/／\n]|兼(?:任)?|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_BRACKETS = re.compile(r"[（(【\[].*?[）)】\]]")
_IN_CHARGE = re.compile("主持(?:全面|日常|行政|党务)?工作")
_OF_A_UNIT = re.compile(
    "(?:本|该|校|学校|单位|部门|行政|主要|专职|直属|院系|二级|第[一二三四五六七八九十]+|机关|教工|教师|学生)*"
    "(?:系|院|学院|书院|部|处|馆|中心|所|校|党委|分党委|党工委|党总支|总支|党支部|支部|团委|团总支|团支部|工会|单位|部门)?"
    "(?:党委|党总支|总支|党支部|支部|团委|团总支|团支部)?"
)


def holds(title: str, posts: tuple[str, ...], *, but: tuple[str, ...] = (), head_of: str = "") -> bool:
    """Return whether somebody with a title holds one of some posts.

    Args:
        title: as typed; several posts may stand in it.
        posts: the words that end the title of such a post.
        but: words that may not stand before it (副, 助理), unless the person is in charge of the work.
        head_of: the unit that it must be the post of; "" asks for no unit.
    """
    return any(_is(one, posts, but, head_of) for one in _SEVERAL.split(clean(title)) if one)


@lru_cache(maxsize=1 << 14)
def _is(title: str, posts: tuple[str, ...], but: tuple[str, ...], head_of: str) -> bool:
    in_charge = bool(_IN_CHARGE.search(title))
    bare = _IN_CHARGE.sub("", _BRACKETS.sub("", title)).strip()
    for post in sorted(posts, key=len, reverse=True):
        if bare.endswith(post):
            before = bare.removesuffix(post)
            barred = next((word for word in but if word in before), "")
            if barred and not in_charge:
                return False
            return not head_of or _of_the_unit(before.replace(barred, ""), head_of)
    return False


def _of_the_unit(before: str, unit: str) -> bool:
    """Return whether what stands before a post is the unit itself, or a word for any unit."""
    own, told = unit_key(unit), unit_key(before)
    if not told or (own and (told in own or (own in told and bool(_OF_A_UNIT.fullmatch(told.replace(own, "", 1)))))):
        return True
    return bool(_OF_A_UNIT.fullmatch(told))
