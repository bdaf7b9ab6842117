"""What a heading says, a sign for each thing said: words that ask the same are one sign, words that say nothing none.

面向人员 · 成员范围          range, members               in whatever order
创群年月 · 创建日期          creation, day
目前的具体用途               use
"""

from __future__ import annotations

import re
from functools import cache

from toolkit.intake.layouts.page_words import page_words

_FIRST_SIGN = 0xE000
_SIGN = "\ue000-\ue4ff"
_LIMIT = re.compile(r"超过?\d+人")
_UNDERSTOOD = re.compile(f"[{_SIGN}]+")
_AGAIN = re.compile(rf"([{_SIGN}])\1+")


@cache
def _signs() -> tuple[re.Pattern[str], dict[str, str]]:
    signs = {
        word.lower(): chr(_FIRST_SIGN + number) for number, words in enumerate(page_words().alike) for word in words
    }
    return re.compile("|".join(map(re.escape, sorted(signs, key=len, reverse=True)))), signs


@cache
def _light() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(page_words().light, key=len, reverse=True))))


def core_of(label: str) -> str:
    """Return what a folded label says: a sign for each word of `alike`, the letters of the others, none of `light`."""
    pattern, signs = _signs()
    said = pattern.sub(lambda found: signs[found[0]], _LIMIT.sub("超限", label))
    told = _light().sub("", said) or said
    return _AGAIN.sub(r"\1", told.replace(signs["群"], "") or told)


def in_any_order(core: str) -> str:
    """Return what a heading says without regard to the order in which it does: 人员范围 as 范围人员."""
    return "".join(sorted(dict.fromkeys(core)))


def is_understood(core: str) -> bool:
    """Whether every word of a heading is known."""
    return _UNDERSTOOD.fullmatch(core) is not None
