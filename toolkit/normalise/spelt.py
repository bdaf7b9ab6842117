r"""A text as it is read aloud, letter by letter, with the place of each letter in the text as typed.

Width, script of the digits, kind of dash, dot and space, and letters that nobody sees make no difference to who reads
a number; so nothing that looks for one may depend on them. What is found is replaced in the text as typed.

    "电话１３９－００００\u200b １００１"  →  "电话139-0000 1001"
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_RETURN = re.compile("_x000[dD]_")
"""How Excel's own file format writes a carriage return that was pasted into a cell."""
_NUMERALS = dict(zip("〇零○洞幺一二两三四五六七拐八九勾壹贰叁肆伍陆柒捌玖", "00001122345677899123456789", strict=True))
_IN_WORDS = re.compile(rf"[{''.join(_NUMERALS)}0-9](?:[ ,，、.-]?[{''.join(_NUMERALS)}0-9]){{6,}}")
_FEW_WORDS = 4
_NAMED = re.compile(r"[1-9][ -]?1[3-9](?:[ -]?\d){9}")
_LETTERS_FOR_DIGITS = re.compile(r"(?:(?<!\d)1|(?<![0-9A-Za-z])[Il])[3-9][0-9OoQDIlZSB]{9}(?![0-9A-Za-z])")
_LOOKS = str.maketrans("OoQDIlZSB", "000011258")
"""Letters that a scanner reads for digits; an upright stroke parts columns far more often than it is a 1."""
_READ_AS = (
    dict.fromkeys("·•。｡‧・․∙⋅", ".")
    | dict.fromkeys("−﹣－~～〜_＿ー¯﹘", "-")
    | dict.fromkeys("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n")
    | {"\t": " ", "\x1f": " "}
)
_UNSEEN = frozenset({"Cf", "Cs", "Mn", "Me"})
_PLAIN = re.compile("[ -~\n\u4e00-\u9fff]*")


class Spelt(NamedTuple):
    """The letters, and for each its place in the text as typed."""

    letters: str
    places: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return from where to where letters stand in the text as typed."""
        return self.places[start], self.places[end - 1] + 1


def spelt(text: str) -> Spelt:
    """Return a text as it is read."""
    text = _RETURN.sub(lambda found: " " * len(found[0]), text)
    if _PLAIN.fullmatch(text) and "_" not in text and "~" not in text:
        return Spelt(_digits_for_words(text), list(range(len(text))))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        plain = _plain(letter)
        letters.append(plain)
        places.extend([place] * len(plain))
    return Spelt(_digits_for_words("".join(letters)), places)


def _plain(letter: str) -> str:
    """Return what a letter is read as: digits of every script, one dash, one dot; "" for what is not seen."""
    known = _READ_AS.get(letter)
    if known is not None:
        return known
    if " " <= letter <= "~" or "\u4e00" <= letter <= "\u9fff":
        return letter
    digit, category = unicodedata.digit(letter, None), unicodedata.category(letter)
    if digit is not None:
        return str(digit)
    kinds = {"Pd": "-", "Zs": " ", "Cc": ""} | dict.fromkeys(_UNSEEN, "")
    return kinds.get(category, unicodedata.normalize("NFKC", letter))


def _digits_for_words(letters: str) -> str:
    """Read 一三九〇… and 139OOOO… as the numbers they are, letter for letter; short ones are words of Chinese."""
    letters = _IN_WORDS.sub(_as_digits, letters)
    return _LETTERS_FOR_DIGITS.sub(lambda found: found[0].translate(_LOOKS), letters)


def _as_digits(found: re.Match[str]) -> str:
    """Return the digits of a number in words; one word beside digits is the end of a name (张三139…)."""
    if sum(one in _NUMERALS for one in found[0]) < _FEW_WORDS:
        return found[0]
    read = "".join(_NUMERALS.get(one, one) for one in found[0])
    named = _NAMED.fullmatch(read)  # 张三一三九〇…: the first word is still the name
    return found[0][0] + read[1:] if named else read
