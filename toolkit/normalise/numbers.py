"""Group numbers: five to eleven digits, several in a cell, or none at all (WeChat groups have none).

    １２３ ４５６ ７８９ · QQ：123456789 · '123456789 · 123456789.0 → 123456789
    123456789、987654321 · ①123456789②987654321                 → both
    微信群 · 无 · 邀请制 · 微信群，仅邀请入群 · — · wxid_abc123      → none, and no fault
    123456789（加群密码 24680）                                      → the number alone
    1.23E+09 → scientific-number     1234 · 二群 · 12.345678 · -123456 · a bare link → malformed-number

    139 0000 1001 · 张三13900001001 · 13900001001（群主手机）         → malformed-number: a mobile, and no group

A number of eleven digits that begins with 1 looks like a mobile phone and may be a group: alone, or with a word for a
group beside it, the column decides.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.normalise.digits import only_group_numbers
from toolkit.normalise.text import fold, is_placeholder, key
from toolkit.normalise.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator


class NumberReading(NamedTuple):
    """The numbers of a cell in order, each once; a fault or ""."""

    numbers: tuple[str, ...]
    fault: str = ""


# ①123 would otherwise become 1123: circled and bracketed ordinals part two numbers
_ORDINAL_SIGN = re.compile("[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]")
_LINK = re.compile(r"(?:https?://|www\.)[^\s\u4e00-\u9fff]+", re.IGNORECASE)
_QUOTES = str.maketrans("", "", "'\"`´‘’“”")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{1,2}(?!\w)")
_THOUSANDS = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3}){2,3}(?![\d,])")
_ORDINAL = re.compile(r"(?<![\d])\(?(?:[1-9]|1\d)(?:[).:、]|群:?)\s*(?=\d{5})")
_DECIMAL = re.compile(r"(?<=\d)\.0+(?!\d)")
_FIGURE = re.compile(r"[-−]\d[\d.]*|\d{1,15}\.\d+")  # 12.345678 and -123456: no number, and no part of it is one
_PHONE = re.compile(
    r"(?:电话|手机|联系方式)[号码]*\s*:?\s*[\d\s()-]+|(?:联系|群主|管理员|咨询)[^\d\n]{0,8}1[3-9]\d{9}(?!\d)"
)
_PARTED_MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:([ -])\d{4}\1\d{4}|[ -]\d{8}|\d{4}[ -]\d{4})(?![\d -]*\d)")
_MOBILE = re.compile(r"(?<![\d-])1[3-9]\d{9}(?!\d)")
_OTHER_NUMBER = re.compile(r"(?:密码|口令|暗号|验证|答案|邀请码|学号|工号)[^\d\n,、;]{0,4}\d+")
_GLUED = re.compile(r"(?<![a-z\d])\d+(?:(?!qq|wx|vx|wechat)[a-z?]+\d*)+", re.IGNORECASE)
"""31000O132, 31000013?: letters in a number; no part of it is one."""
_RUN = re.compile(r"\d(?:[ -]?\d)*")
_ACCOUNT = re.compile(
    r"(?<![a-z0-9_-])(?!(?:qq|id|no)[\d-])(?:[a-z_][a-z0-9_-]*\d[a-z0-9_-]*|[a-z_][a-z0-9_-]{5,})", re.IGNORECASE
)
_PARTICLES = str.maketrans("", "", "仅只需须请可先")
_BETWEEN = re.compile(r"[\s:;,、()/]+")
_NUMBER = re.compile(r"[1-9]\d{4,10}")
_DIGITS = re.compile(r"[\d\s-]+")
_SHORTEST, _LONGEST = 5, 11


def read_numbers(text: str) -> NumberReading:
    """Read a cell of group numbers; good ones are kept beside a fault.

    Faults: `scientific-number`, `malformed-number`.
    """
    line = fold(_ORDINAL_SIGN.sub("\n", text)).translate(_QUOTES)
    if _FIGURE.fullmatch(_DECIMAL.sub("", line)):
        return NumberReading((), "malformed-number")
    if is_placeholder(line) or key(line) in _absent():
        return NumberReading(())
    links = _LINK.findall(line)
    line, phones = _PHONE.subn(" ", _LINK.sub(" ", line))
    line, mobiles = _without_mobiles(line)
    phones += mobiles
    line = _OTHER_NUMBER.sub(" ", line)
    scientific = _SCIENTIFIC.search(line)
    line, accounts = _ACCOUNT.subn(" ", _SCIENTIFIC.sub(" ", line))
    line, glued = _GLUED.subn(" ", line)
    line = _ORDINAL.sub(" ", _DECIMAL.sub("", _THOUSANDS.sub(lambda found: found[0].replace(",", ""), line)))
    runs = [run for found in _RUN.finditer(line) for run in _parts(found[0])]
    numbers = tuple(dict.fromkeys(run for run in runs if _NUMBER.fullmatch(run)))
    if scientific:
        return NumberReading(numbers, "scientific-number")
    if numbers:
        return NumberReading(numbers, "malformed-number" if phones or glued or _leftover(runs) else "")
    answered = not (links or phones or glued) and (accounts or _says_none(line))
    return NumberReading((), "" if answered and not runs else "malformed-number")


def _without_mobiles(line: str) -> tuple[str, int]:
    """Return a cell without mobiles, and how many they were: written as one (139 0000 1001), or beside a name."""
    line, count = _PARTED_MOBILE.subn(" ", line)
    if _MOBILE.search(line) and not only_group_numbers(line):
        line, named = _MOBILE.subn(" ", line)
        count += named
    return line, count


def _parts(run: str) -> Iterator[str]:
    """One number typed in groups of digits (123 456 789), or several numbers side by side."""
    parts = re.split("[ -]", run)
    joined = "".join(parts)
    if len(parts) == 1 or (len(joined) <= _LONGEST and min(map(len, parts)) < _SHORTEST):
        yield joined
    elif all(_SHORTEST <= len(part) <= _LONGEST for part in parts) and len(joined) > _LONGEST:
        yield from parts
    else:  # 12345 67890: one number or two
        yield joined.zfill(_LONGEST + 1)


def words_beside(text: str) -> str:
    """Return the words beside a group number that say nothing about it: 张三建 of `123456789（张三建）`."""
    if is_placeholder(text):
        return ""
    line = fold(_LINK.sub(" ", text))
    account = "".join(found[0] for found in _ACCOUNT.finditer(line))  # wxid_abc123: the number of no group, and typed
    left = _unsaid(key(_DIGITS.sub(" ", line)))
    return "".join(letter for letter in left if "\u3400" <= letter <= "\u9fff") + account


def _leftover(runs: list[str]) -> bool:
    """Tell a number with a digit lost or doubled from a small figure beside it (2018级, 1班, 500人)."""
    return any(len(run) >= _SHORTEST and not _NUMBER.fullmatch(run) for run in runs)


def _says_none(line: str) -> bool:
    return all(is_placeholder(piece) or not _unsaid(key(piece)) for piece in _BETWEEN.split(line))


def _unsaid(piece: str) -> str:
    """Return what is left of a piece without the words that say there is no number: nothing of 微信群仅邀请入群."""
    for word in _known():
        piece = piece.replace(word, " ")
    return piece.translate(_PARTICLES).strip()


@cache
def _known() -> tuple[str, ...]:
    return tuple(sorted({*_absent(), *map(key, words().number_labels)} - {""}, key=lambda word: (-len(word), word)))


@cache
def _absent() -> frozenset[str]:
    return frozenset(map(key, words().no_number))
