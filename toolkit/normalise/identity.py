"""Numbers of identity cards in the text of a cell: found as they were typed, and taken out before anything is read.

身份证510107199003071236 · 证件号码：51010719900307123X     labelled: whatever the check digit says, of 15 to 18 digits
51010719900307123X · 510107 19900307 123X · ５１０１０７…   not labelled: a valid one only (date and check digit fit)

No form asks for them. What is left of the text is the answer; the number itself is kept nowhere.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.normalise.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_LABEL = r"(?:(?:居民)?身份证(?:件)?(?:号码?)?|证件(?:号码?)?|公民身份号码|身份号码|ID ?(?:card|number|no\.?))"
_GAP = r"[ \n-]?"
_DIGITS = rf"\d(?:{_GAP}\d){{13,16}}(?:{_GAP}[\dXx])?"
_LABELLED = re.compile(rf"\(?{_LABEL}[^\dA-Za-z\n]{{0,6}}\n?(?<!\d){_DIGITS}(?![\dA-Za-z])\)?", re.IGNORECASE)
_BARE = re.compile(rf"\(?(?<![\dA-Za-z])[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx](?![\dA-Za-z])\)?")
_MANY_DIGITS = re.compile(r"\d(?:\s?-?\d){13}")  # of any script: what comes before `fold` may be full-width
_HOLLOW = re.compile(r"\( *\)| *[,;、](?= *[,;、])| (?= )")
_LOOSE = re.compile(r"^[\s,;、:，；：/]+|[\s,;、:，；：/]+$")


class Withheld(NamedTuple):
    """What is left of a text, and whether a number was taken out of it."""

    text: str
    found: bool


def without_identity(text: str) -> Withheld:
    """Return a text without the numbers of identity cards and the words that announce them; any other text as it is."""
    if not _MANY_DIGITS.search(text):
        return Withheld(text, found=False)
    line, labelled = _LABELLED.subn(" ", fold(text))
    bare = 0

    def taken(found: re.Match[str]) -> str:
        nonlocal bare
        number = re.sub(r"[^\dXx]", "", found[0])
        bare += is_valid(number)
        return " " if is_valid(number) else found[0]

    line = _BARE.sub(taken, line)
    if not labelled and not bare:
        return Withheld(text, found=False)
    return Withheld(_LOOSE.sub("", _HOLLOW.sub("", line)), found=True)


def may_hold_identity(texts: Iterable[str]) -> bool:
    """Return whether any of many texts has as many digits in a row: one look at all of them."""
    return _MANY_DIGITS.search("\x00".join(texts)) is not None


def is_valid(number: str) -> bool:
    """Return whether eighteen characters are the number of an identity card: the date and the check digit fit."""
    digits = number.upper()
    if not re.fullmatch(r"[1-9]\d{5}(?:19|20)\d{9}[\dX]", digits, re.ASCII):
        return False
    try:
        dt.date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECK[total % 11] == digits[17]
