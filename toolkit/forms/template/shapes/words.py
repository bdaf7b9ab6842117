"""The words by which the shape of an answer is known: each list once, from the words of the readers."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from toolkit.forms.template.expressions import ODD
from toolkit.intake.layouts.nil import says_none
from toolkit.normalise.text import traditional
from toolkit.normalise.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

from toolkit.forms.template.texts import Words

QQ = "QQ群"
FIGURES = "0123456789"
_MARKS = "/／—-－―–_＿.。·、，,…~×*?？!！"
_DITTO = ("同上", "同左", "同前", "〃", "″", "〞", '"', "''", "↑", "↓", "-", "--", "—", "——", "…", "……", "同")
NO_LETTER = f"{FIGURES}０１２３４５６７８９ 　（()）【[+-－—.·、,，;；:：/"
_BOXES_AND_LETTERS = frozenset("□R")
_NIL = ("无", "暂无", "没有", "零报告", "无群", "未建群")
_WHO = ("", "本单位", "我单位", "本部门", "我部门", "本学院", "我院", "本院", "本系", "我系", "本处", "目前")
_HAVE_NONE = ("无", "没有", "暂无", "尚无", "未建")
_PLATFORMS = ("微信群", "QQ群", "QQ群、微信群", "微信群、QQ群", "QQ群和微信群", "微信群和QQ群")
_OF_WHAT = ("群", "工作群", "群组", "工作群组", "公众号", *_PLATFORMS)


@cache
def blank_words() -> Words:
    """Return the words that say there is no answer (无, 暂无, /, ——): for every question the same as a blank."""
    marks = [mark * times for mark in _MARKS for times in range(1, 7)]
    spoken = words().placeholders
    cased = [form for word in spoken for form in (word, word.upper(), word.lower(), word.capitalize(), f"（{word}）")]
    said = [*cased, *map(traditional, spoken)]
    return Words("words_blank", tuple(dict.fromkeys([*said, *marks, " ", "　"])))


@cache
def odd_letters() -> Words:
    """Return the letters with which an undecorated text neither begins nor ends."""
    return Words("words_odd", ODD)


@cache
def no_number_words() -> Words:
    """Return what is written where a group has no number: 微信群, 邀请制."""
    return Words("words_no_number", tuple(dict.fromkeys(words().no_number)))


@cache
def ditto_words() -> Words:
    """Return the marks that repeat the cell above: what they repeat no formula sees."""
    return Words("words_ditto", tuple(dict.fromkeys(_DITTO)))


@cache
def nil_words() -> Words:
    """Return what stands in the place of the first name where a unit has no group."""
    spoken = ("".join(parts) for parts in product(_WHO, _HAVE_NONE, _OF_WHAT, ("", "。")))
    return Words("words_nil", (*_NIL, *(text for text in spoken if says_none(text))))


@cache
def platform_words() -> Words:
    """Return what names a platform."""
    other = words().other_platform
    names = [name for one, also in words().platforms.items() if one != other for name in (one, *also)]
    return Words("words_platform", tuple(dict.fromkeys(names)))


@cache
def qq_words() -> Words:
    """Return what names QQ groups."""
    return Words("words_qq", (QQ, *words().platforms[QQ]))


@cache
def yes_words() -> Words:
    """Return what says yes in a cell of its own."""
    return Words("words_yes", _sure(words().yes))


@cache
def no_words() -> Words:
    """Return what says no in a cell of its own: 无 and 没有 are answers there, and no blanks."""
    return Words("words_no", _sure(words().no))


def _sure(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in said if word not in _BOXES_AND_LETTERS))


@cache
def blank_ticks() -> Words:
    """Return the words that say there is no answer to a question of yes and no."""
    kept = (word for word in blank_words().entries if word not in {*words().yes, *words().no})
    return Words("words_no_tick", tuple(kept))


@cache
def titles() -> Words:
    """Return the posts that are no names."""
    return Words("words_post", tuple(title for title in words().titles if not title.startswith("办公室")))


@cache
def surnames() -> Words:
    """Return the letters with which a name may begin."""
    firsts = (name[0] for name in words().double_surnames)
    return Words("words_family", tuple(dict.fromkeys([*words().surnames, *firsts])))


@cache
def no_end_of_a_name() -> str:
    """Return the letters with which posts and offices end, and no certain name does."""
    ends = {title[-1] for title in words().titles} | set(words().office_endings) | set(NO_LETTER)
    return "".join(sorted(ends | set("。@?？!！群主员人等")))
