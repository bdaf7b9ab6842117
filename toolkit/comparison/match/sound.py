"""Whether two names sound the same: 教务 and 教物 are one typing slip of an input method apart."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SLIPS = 2
"""So many letters of a name may be other ones of the same sound."""


def sounds_same(one: str, other: str) -> bool:
    """Return whether two texts of one length differ in a letter or two, each of the same sound as its counterpart."""
    if len(one) != len(other):
        return False
    slips = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return 0 < len(slips) <= min(SLIPS, len(one) // 2) and all(_sounds(a) & _sounds(b) for a, b in slips)


@lru_cache(maxsize=1 << 14)
def _sounds(letter: str) -> frozenset[str]:
    """Return how a letter is read, without tones; nothing for what is no Chinese letter."""
    from unicodedata import normalize

    readings = _readings().get(ord(letter), "").split(",")
    plain = ("".join(sign for sign in normalize("NFD", reading) if sign.isascii()) for reading in readings)
    return frozenset(filter(None, plain))


@cache
def _readings() -> Mapping[int, str]:
    from pypinyin.pinyin_dict import pinyin_dict

    readings: Mapping[int, str] = pinyin_dict
    return readings
