"""What a heading says, a sign for each thing said: words that ask the same are one sign, words that say nothing none.

面向人员 · 成员范围          range, members               in whatever order
创群年月 · 创建日期          creation, day
目前的具体用途               use
关停日期 · 识别码            of the letters of 关闭 and 停用, of 识别号 and 号码: a guess, `spelt_core`
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

from toolkit.intake.layouts.page_words import page_words

_FIRST_SIGN = 0xE000
_SIGN = "\ue000-\ue4ff"
_LIMIT = re.compile(r"超过?\d+人")
_DAY = re.compile("(?<=[案建立散报新用])日$")
_UNDERSTOOD = re.compile(f"[{_SIGN}]+")
_ANY_SIGN = re.compile(f"[{_SIGN}]")
_AGAIN = re.compile(rf"([{_SIGN}])\1+")
_SHORTEST_SPELT, _LONGEST_SPELT = 2, 4
_REMEMBERED = 8192
_GROUPS = {"姓名": "名称", "编号": "号码"}
"""What is said of a group, and what is meant: it has no 姓名, and 编号 is the office's."""
TELLING = re.compile(r"[原前旧曾副未非不新上下去起止停退男女]|\d")
"""One such letter more or less is another question: 原群主, 退群人数."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that are known, each with its sign ("" for one that says nothing); of each sign its letters."""

    signs: dict[str, str]
    letters: dict[str, frozenset[str]]
    longest: int


@cache
def _words() -> _Words:
    signs = dict.fromkeys(map(str.lower, page_words().light), "")
    letters: dict[str, frozenset[str]] = {}
    for number, words in enumerate(page_words().alike):
        sign = chr(_FIRST_SIGN + number)
        signs |= dict.fromkeys(map(str.lower, words), sign)
        letters[sign] = frozenset("".join(words).lower())
    return _Words(signs, letters, max(map(len, signs)))


@lru_cache(maxsize=_REMEMBERED)
def core_of(label: str) -> str:
    """Return what a folded label says: a sign for each word of `alike`, the letters of the others, none of `light`."""
    said = _DAY.sub("日期", _LIMIT.sub("超限", label))
    told = _signs_of(said) or said
    for spelt_out, sign in _rules():
        told = told.replace(spelt_out, sign)
    return _AGAIN.sub(r"\1", _of_groups(told) or told)


def _signs_of(text: str, without: str = "") -> str:
    signs = _words().signs
    return "".join(signs.get(piece, piece) for piece in _parted(text, without))


@cache
def _rules() -> tuple[tuple[str, str], ...]:
    """What signs together are one: 成员类型 asks for 成员, and so does 成员类别; 创建 with 人 is 创建人."""
    meant: dict[str, set[str]] = {}
    for word, sign in _words().signs.items():
        parts = _signs_of(word, word) if sign else ""
        if len(parts) > 1 and is_understood(parts[:-1]) and not parts.startswith(_words().signs["群"]):
            meant.setdefault(parts, set()).add(sign)
    rules = [(parts, min(signs)) for parts, signs in meant.items() if len(signs) == 1]
    return tuple(sorted(rules, key=lambda rule: (-len(rule[0]), rule)))


def ends_with_group(label: str) -> bool:
    """Whether a heading speaks of a group's name in the end, whatever stands before: 班级群名称; not 关联群."""
    signs = _words().signs
    said = _signs_of(label)
    return said == signs["群"] or said.endswith((signs["群"] + signs["名称"], signs["群"] + signs["姓名"]))


def _of_groups(told: str) -> str:
    """Leave out the sign of the group itself: its 姓名 is its 名称, its 编号 its 号码."""
    signs = _words().signs
    for said, meant in _GROUPS.items():
        told = told.replace(signs["群"] + signs[said], signs[meant])
    return told.replace(signs["群"], "")


@lru_cache(maxsize=_REMEMBERED)
def spelt_core(label: str) -> str:
    """Return a core in which words nobody knows count as what they are spelt like.

    A word of the letters of the words beside it says no more than they do (牵头 before 部门: 牵头单位 is known); one of
    the letters of a single sign's words is taken for it (关停).
    """
    core = core_of(label)
    runs = ["".join(run) for _, run in groupby(core, key=is_understood)]
    found = []
    for number, run in enumerate(runs):
        beside = {runs[number - 1][-1] if number else "", runs[number + 1][0] if number + 1 < len(runs) else ""} - {""}
        found.append(run if is_understood(run) else _spelt(run, beside))
    return _AGAIN.sub(r"\1", "".join(found)) or core


def _spelt(run: str, beside: set[str]) -> str:
    letters = _words().letters
    if len(run) > _LONGEST_SPELT:
        return run
    if not TELLING.search(run) and any(letters.get(sign, frozenset()).issuperset(run) for sign in beside):
        return ""
    like = [sign for sign, known in letters.items() if known.issuperset(run)]
    if len(run) < _SHORTEST_SPELT or len(like) != 1:
        return run
    tail = any(run in word for word, sign in _words().signs.items() if sign == like[0])
    return run if tail else like[0]  # 数量 of 成员数量 says it of anything


def _parted(label: str, without: str = "") -> list[str]:
    """Return a label in words: with as few letters as can be in none, then in as few words, then in the longest."""
    known = _words()
    best: list[tuple[int, int, int, int]] = [(0, 0, 0, 0)]
    for end in range(1, len(label) + 1):
        unknown, words, squares, _ = best[end - 1]
        ways = [(unknown + 1, words, squares, end - 1)]
        for start in range(max(0, end - known.longest), end):
            if label[start:end] in known.signs and label[start:end] != without:
                unknown, words, squares, _ = best[start]
                ways.append((unknown, words + 1, squares - (end - start) ** 2, start))
        best.append(min(ways))
    pieces, end = list[str](), len(label)
    while end:
        start = best[end][3]
        pieces.append(label[start:end])
        end = start
    return pieces[::-1]


def in_any_order(core: str) -> str:
    """Return what a heading says without regard to the order in which it does: 人员范围 as 范围人员."""
    return "".join(sorted(dict.fromkeys(core)))


def names_a_person(core: str) -> bool:
    """Whether a heading speaks of somebody: the group's owner, who answers for it, who filled in the form."""
    return any(_words().signs[word] in core for word in ("群主", "创建人", "管理员", "责任人", "负责人", "填报人"))


def speaks(core: str) -> bool:
    """Whether any word of a heading is known."""
    return _ANY_SIGN.search(core) is not None


def is_understood(core: str) -> bool:
    """Whether every word of a heading is known."""
    return _UNDERSTOOD.fullmatch(core) is not None
