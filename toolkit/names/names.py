"""What a group's name says once spelling is set aside: its words, and the tokens that tell two groups apart.

    ２０１８级计算机　1班👍（已满） · 18级计算机一班                one name: rest 计算机, cohort 18, class_seq 1
    18级计科1班 · 计科1801 · 2018届计科(1)班                     one name
    计科1班/计科2班 · 9栋/29栋 · 1群/二群 · （北京）/（保定）       never one group: a veto, whatever the likeness
    迎新群/迎新2群 · 赛艇队/赛艇队（北京）                       one name says more: no veto; in one year two groups
    23-24学年迎新群 → 24-25学年迎新群                            the same work a year on: `rolled`

`Name.key` is equal exactly when two names are the same. Likeness is not asked here. The words stand in
`schemas/names.yaml`, their grammar in `toolkit.names.tokens`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.names.token_steps import HAN
from toolkit.names.tokens import NAMED, NUMERALS, grammar, steps_for, to_digits
from toolkit.normalise.text import LONGEST_ANSWER, fold, simplify

if TYPE_CHECKING:
    from collections.abc import Mapping

VETOES = ("class_seq", "building", "group_seq", "cohort", "campus", "platform")
"""Kinds of tokens that forbid to take two names for one group, where both have one and share no value."""
KINDS = (*VETOES, "year")
"""All kinds of tokens: a year that moved is a name of another year, and no other group for that."""
FIRST = "1"
"""The number of a group that bears none, where there is a second: 迎新群 and 迎新2群 are two."""
_ROLLING = frozenset({"cohort", "year"})
# ① would otherwise run together with digits before it: 2018① is not 20181
_CIRCLED = {ord(first) + step: f"({step + 1})" for first in "①⑴⒈❶➀➊⓵" for step in range(10)}
_CIRCLE = re.compile(f"[{''.join(map(chr, _CIRCLED))}]")
_BRACKETS = str.maketrans("[{【〔「『《<〈［", "((((((((((") | str.maketrans("]}】〕」』》>〉］", "))))))))))")
_ORNAMENT = re.compile(r"[^\w\s()\-–—~,、;:/#.·|&+。!]")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_OWN_NUMBER = re.compile(r"\s*第?([\d一二三四五六七八九十]{1,3})号?群(?=[\s,、;:])")
_GAP = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_WORDLESS = re.compile(r"[\W_]+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\W_]+(?=\d)")
_ROMAN_SIGN = re.compile("([Ⅰ-Ⅻ])(?=[班栋棟幢座号號楼樓舍单單公宿教])")
_ROUND_ZERO = re.compile("(?<=[一二三四五六七八九])(?:[○◯]{1,2}|[o0]{1,2}(?=[一二三四五六七八九]))")
_UNIT = re.compile(rf"[{HAN}]{{1,14}}(?:院|系|处|部|中心|馆|委|会)")
_OR_MORE = re.compile(r"(?<=\d)\+(?![\d+])")
_PART = re.compile(r"([^\u3400-\u9fff]*)(.*)")
SEAM = 5
"""No token reaches further across the place where a unit's name ends."""


@dataclass(frozen=True, slots=True)
class Name:
    """A group's name, taken apart.

    `rest` is what is left when every token and all punctuation is gone; `marks` are the tokens as (kind, value),
    sorted by kind; `status` is what a bracket said about the group (已满, 目前无法搜索), "" when nothing; `place` is a
    place in brackets (北京), which stays in the rest and is a campus for those who ask whether two may be one.
    """

    key: str
    rest: str
    marks: tuple[tuple[str, str], ...] = ()
    status: str = ""
    place: str = ""

    @property
    def tokens(self) -> Mapping[str, str]:
        """Return the tokens by kind (one of `KINDS`, or `unit`)."""
        return with_place(self.marks, self.place)


def with_place(marks: tuple[tuple[str, str], ...], place: str) -> Mapping[str, str]:
    """Return tokens by kind, a place in brackets as their campus where they have none."""
    return {"campus": place, **dict(marks)} if place else dict(marks)


def place_of(text: str) -> str:
    """Return the place in brackets of a plain name, "" when there is none."""
    if "(" not in text:
        return ""
    found = grammar().place.search(text)
    return found[1] if found else ""


def same(a: Name, b: Name) -> bool:
    """Return whether two names differ in spelling only: the same rest, and no token that differs."""
    return a.key == b.key


def conflict(a: Name, b: Name) -> str:
    """Return the kind of token that forbids to take two names for one group, "" when none does.

    Both names must have the token and share no value of it: what only one of them says, this year's writer added or
    left out (迎新群 may have become 迎新2群), and a year that moved is told, and forbids nothing.
    """
    ours, theirs = a.tokens, b.tokens
    return next((kind for kind in VETOES if disjoint(kind, ours.get(kind, ""), theirs.get(kind, ""))), "")


def told_apart(a: Name, b: Name) -> str:
    """Return the kind of token that tells two groups of one year's register apart, "" when none does.

    Within one year a year forbids as well, and so does the number of the second of several groups: 迎新群 and 迎新2群
    stand side by side; 迎新群 and 迎新总群 may be one.
    """
    ours, theirs = a.tokens, b.tokens
    for kind in KINDS:
        one, other = ours.get(kind, ""), theirs.get(kind, "")
        if kind == "group_seq" and NAMED.isdisjoint((one, other)):
            one, other = one or FIRST, other or FIRST
        if one and other and one != other:
            return kind
    return ""


def disjoint(kind: str, one: str, other: str) -> bool:
    """Return whether two tokens of a kind are both given and have no value in common: 1,2 and 2,3 have one.

    Nobody can tell where the name of a campus begins: that of 晚自习东湖校区 may be 习东湖, and is 东湖 all the same.
    Nor does a shorter word for a part forbid: 一支部 may be 第一党支部 or 第一团支部, and these two are not one.
    """
    if kind == "campus" and (one.endswith(other) or other.endswith(one)):
        return False
    if kind == "class_seq" and one and other and _of_one_kind(one, other):
        return False
    return bool(one and other) and one != other and set(one.split(",")).isdisjoint(other.split(","))


def _of_one_kind(one: str, other: str) -> bool:
    """Return whether two parts have one number and one's word is the other's end: 1支部 and 1党支部."""
    (number, word), (another, end) = _PART.findall(one)[0], _PART.findall(other)[0]
    return number == another and bool(word and end) and (word.endswith(end) or end.endswith(word))


def rolled(a: Name, b: Name) -> bool:
    """Return whether only a year, a school year or a cohort moved: 23-24学年迎新群 and 24-25学年迎新群."""
    ours, theirs = a.tokens, b.tokens
    moved = {kind for kind in KINDS if ours.get(kind) != theirs.get(kind)}
    if a.rest != b.rest or not moved or not moved <= _ROLLING & set(ours) & set(theirs):
        return False
    return all(disjoint(kind, ours[kind], theirs[kind]) for kind in moved)  # 2021级 → 2021级（2025届）: one was added


@lru_cache(maxsize=200_000)
def canonical_name(raw: str, *, unit_words: tuple[str, ...] = ()) -> Name:
    """Take a name apart.

    Args:
        raw: the name as typed.
        unit_words: names and short names of the group's unit or of the institution; the longest that stands in front
            of the name becomes the token `unit`, and is no part of `rest` and `key`.
    """
    if len(raw) > LONGEST_ANSWER:
        whole = _letters(plain(raw))
        return Name(whole, whole)
    text, status = without_status(plain(raw))
    place = place_of(text)
    text = without_gaps(text)
    unit = ""
    if unit_words:
        unit = next((word for word in _by_length(unit_words) if text.startswith(word) and text != word), "")
    rest, marks = _apart(text.removeprefix(unit))
    if not rest and not marks:
        rest = "".join(fold(raw).split())
    return Name(key_of(rest, marks), rest, (*marks, ("unit", unit)) if unit else marks, status, place)


def key_of(rest: str, marks: tuple[tuple[str, str], ...]) -> str:
    """Return the key of a name with this rest and these tokens."""
    return "|".join((rest, *map("=".join, marks))) if marks else rest


def without_gaps(text: str) -> str:
    """Return a plain name without its spaces, but for those between two numbers."""
    return text if text.isalnum() else _GAP.sub("", text)


def _apart(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the rest and the tokens of a name.

    Many units give one name to their groups (外国语学院2023级1班, 经济学院2023级1班): what follows the unit is taken
    apart once, where the unit's name holds no token and none lies across the seam.
    """
    if found := _UNIT.match(text):
        head, tail = text[: found.end()], text[found.end() :]
        if tail and bare(head) and no_seam(head[-SEAM:], tail[:SEAM]):
            rest, marks = known(tail)
            return head + rest, marks
    return _taken_apart(text)


def _taken_apart(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    tokens: dict[str, list[str]] = {}
    rest = _without_tokens(text, tokens)
    rest = rest if rest.isalnum() else _letters(rest)
    return rest, tuple((kind, ",".join(tokens[kind])) for kind in sorted(tokens))


def _letters(text: str) -> str:
    """Return a text without punctuation; between two digits one sign stays: 5-301 is not 53-01."""
    return "-".join(_WORDLESS.sub("", part) for part in _BETWEEN_DIGITS.split(text))


known = lru_cache(maxsize=1 << 17)(_taken_apart)
"""Return the rest and the tokens of a plain name, each name worked out once."""


@lru_cache(maxsize=1 << 14)
def bare(head: str) -> bool:
    """Return whether a text holds no token and nothing else that would be set aside."""
    return _taken_apart(head) == (head, ())


@lru_cache(maxsize=1 << 17)
def no_seam(before: str, behind: str) -> bool:
    """Return whether the end of one text and the beginning of another hold the same tokens together as apart."""
    if not bare(before):
        return False
    rest, marks = known(behind)
    return _taken_apart(before + behind) == (before + rest, marks)


def plain(raw: str) -> str:
    """Return a name without width, case, traditional forms, ornaments and kinds of brackets."""
    if _CIRCLE.search(raw):
        raw = raw.translate(_CIRCLED)
    if not raw.isascii():
        raw = _ROMAN_SIGN.sub(lambda found: f"({ord(found[1]) - ord('Ⅰ') + 1})", raw)
    text = simplify(fold(raw)).casefold()
    if not text.isascii():  # 二○二四, 二O二四
        text = _ROUND_ZERO.sub(lambda found: "〇" * len(found[0]), text)
    text = text if text.isalnum() else _ORNAMENT.sub("", text.translate(_BRACKETS).replace("\n", " "))
    if "+" in text:  # or C++ would be the same as C, and 35+ as 35-
        text = _OR_MORE.sub("plus", text.replace("c++", "cplusplus"))
    return text


def without_status(text: str) -> tuple[str, str]:
    """Part what was typed about the group (已满，请加二群) from its name; a name that is nothing else stays."""
    if text.isalnum() and not text.endswith(grammar().endings):
        return text, ""
    said: list[str] = []

    def look(found: re.Match[str]) -> str:
        number = _OWN_NUMBER.match(found[1])
        if not grammar().status.search(found[1], number.end() if number else 0):
            return found[0]
        said.append(found[1].strip())
        return f"({number[1]})" if number else ""

    left = _BRACKETED.sub(look, text)
    if trailing := grammar().trailing_status.search(left):
        said.append(trailing["status"] or trailing["ending"])
        left = left[: trailing.start()]
    return (left, "；".join(said)) if _WORDLESS.sub("", left) else (text, "")


def _without_tokens(text: str, tokens: dict[str, list[str]]) -> str:
    """Return what the steps of the grammar leave of `text`; what they take goes into `tokens`."""
    if not NUMERALS.isdisjoint(text):
        text = grammar().numeral.sub(to_digits, text)
    for step in steps_for(frozenset(text)):
        if not step.pattern.search(text):
            continue
        for found in reversed(list(step.pattern.finditer(text))):
            text = f"{text[: found.start()]}{step.leaves}{text[found.end() :]}"
            _note(step.kind, step.value(found), tokens)
    return text


def _note(kind: str, value: str, tokens: dict[str, list[str]]) -> None:
    if kind == "code":  # 1801: the cohort of 2018, class 1
        cohort, _, value = value.partition(":")
        tokens.setdefault("cohort", []).insert(0, cohort)
        kind = "class_seq"
    values = tokens.setdefault(kind, [])
    if value not in values:
        values.insert(0, value)


@lru_cache(maxsize=4096)
def _by_length(unit_words: tuple[str, ...]) -> tuple[str, ...]:
    spelled = {_GAP.sub("", plain(word)) for word in unit_words} - {""}
    return tuple(sorted(spelled, key=lambda word: (-len(word), word)))
