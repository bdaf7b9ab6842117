r"""Text as typed, made fit to keep (`clean`), to read (`fold`) and to compare (`key`).

"计算机学院　工作群\u200b " → clean → "计算机学院 工作群"
"ＱＱ：１２３４５６"          → fold  → "QQ:123456"
"計算機 學院"                → key   → "计算机学院"
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from toolkit.normalise.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# A cell of Excel may hold 32 767 characters; an answer of a few words never does, and patterns that look for one in
# all that text would take minutes over a hostile cell.
LONGEST_ANSWER = 300
LONGEST_CELL = 2000

# _x000D_ is how Excel's own file format writes a carriage return that was pasted into a cell
_BREAK = re.compile("\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]|_x000[DdAa]_")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero width
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"  # fillers, selectors, halves
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_GAP = re.compile(r"[^\S\n]+")
_EDGE = re.compile(r" ?\n[ \n]*")
# Most answers are such text, and for it `clean` and `fold` have nothing to do (`_x000D_` begins with a low line)
_PLAIN = re.compile("[!-^`-~\u4e00-\u9fff]*")
_AT_HAND = 1 << 18
_simplified: dict[str, str] = {}  # what `simplify_ahead` found
_MARKS_OF_NOTHING = frozenset("×_~|^=+`")


def clean(text: str) -> str:
    """Return `text` as it is kept: white space trimmed and single, unseen and private-use characters gone.

    Width, case and punctuation stay as typed; line breaks stay, empty lines do not.
    """
    if _PLAIN.fullmatch(text):
        return text
    return _spaced(_PRIVATE.sub("", _UNSEEN.sub("", _BREAK.sub("\n", text))))


def fold(text: str) -> str:
    """Return `text` as it is read: cleaned, then full-width and compatibility forms made plain (NFKC)."""
    if _PLAIN.fullmatch(text):
        return text
    return _spaced(unicodedata.normalize("NFKC", clean(text)))


def one_line(text: str) -> str:
    """Return `text` folded, with its line breaks turned into spaces."""
    return fold(text).replace("\n", " ")


@lru_cache(maxsize=1 << 16)
def key(text: str) -> str:
    """Return what spellings of the same words have in common: no spaces, one case, simplified characters."""
    return unicodedata.normalize("NFKC", simplify("".join(fold(text).split())).casefold())


def keys(texts: Sequence[str]) -> list[str]:
    """Return `key` of many texts, worked out in one piece: nothing of it reaches across a line break."""
    distinct = [*dict.fromkeys(texts)]
    simple = simplify_lines(["".join(fold(text).split()) for text in distinct])
    found = unicodedata.normalize("NFKC", "\n".join(simple).casefold()).split("\n")
    known = dict(zip(distinct, found if len(found) == len(distinct) else map(key, distinct), strict=True))
    return list(map(known.__getitem__, texts))


def simplify(text: str) -> str:
    """Return `text` in simplified characters; for keys only, never for what is shown."""
    if text.isascii():
        return text
    known = _simplified.get(text)
    if known is not None:
        return known
    try:
        return _converter("t2s")(text)
    except UnicodeEncodeError:  # half a character, which the converter cannot be given
        return _converter("t2s")(_UNSEEN.sub("", text))


_HALVES = re.compile("([\ud800-\udfff]+)")


def traditional(text: str) -> str:
    """Return `text` in traditional characters."""
    convert = _converter("s2t")
    pieces = _HALVES.split(text)  # half a character has no other form, and stops the converter
    return "".join(piece if _HALVES.fullmatch(piece) else convert(piece) for piece in pieces)


def simplify_ahead(texts: Iterable[str]) -> None:
    """Have many texts at hand for `simplify`: in one piece they cost a fifth of what they cost one by one.

    A line break is part of no word of the converter, so each line comes out as it does alone.
    """
    asked = [text for text in set(texts) if not text.isascii() and text not in _simplified and _PLAIN.fullmatch(text)]
    if len(_simplified) + len(asked) > _AT_HAND:
        _simplified.clear()
    simple = simplify_lines(asked)
    _simplified.update(zip(asked, simple, strict=True) if asked else ())


def simplify_lines(lines: Sequence[str]) -> list[str]:
    """Return lines of text in simplified characters, [] when the converter cannot be given one of them."""
    try:
        return _converter("t2s")("\n".join(lines)).split("\n")
    except UnicodeEncodeError:  # half a character
        return []


@lru_cache(maxsize=1 << 16)
def is_placeholder(text: str) -> bool:
    """Return whether `text` says only that there is no answer: blank, 无, 暂无, N/A, / or a dash."""
    if len(text) > _longest_placeholder() and text[0].isalnum() and text[-1].isalnum() and _PLAIN.fullmatch(text):
        return False  # nothing of it is taken away, so it is longer than any
    bare = key(text).strip("()[]{}<>.。")
    return bare in _placeholders() or all(map(_says_nothing, bare))


def _says_nothing(letter: str) -> bool:
    return letter in _MARKS_OF_NOTHING or unicodedata.category(letter).startswith("P")


def _spaced(text: str) -> str:
    return _EDGE.sub("\n", _GAP.sub(" ", text)).strip()


@cache
def _placeholders() -> frozenset[str]:
    return frozenset(map(key, words().placeholders))


@cache
def _longest_placeholder() -> int:
    return max(map(len, _placeholders()))


@cache
def _converter(direction: Literal["t2s", "s2t"]) -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC(direction).convert
    return convert
