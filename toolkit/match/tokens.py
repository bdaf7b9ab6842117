"""The grammar of group names: which runs of characters are tokens, from the words of `schemas/names.yaml`.

A step is a kind, a pattern, and what to make of a match; the steps run in order, each on what the one before has left,
because 2023-2024学年 must be seen before 2023 is, and 计科1801班 before 1801 or 1班.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from toolkit import bundled, definitions
from toolkit.normalise.numerals import LETTERS, read_numeral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

HAN = "\u3400-\u9fff"
_LIST = r"[-~、,/&和及至到]"
_DIGITS = "0123456789"
_SPAN = 40
NUMERALS = frozenset(LETTERS)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class NameWords:
    """The words of names, in the groups that `schemas/names.yaml` explains."""

    status: tuple[str, ...]
    status_endings: tuple[str, ...]
    classes: tuple[str, ...]
    buildings: tuple[str, ...]
    floors: tuple[str, ...]
    groups: tuple[str, ...]
    goes_on: dict[str, str]
    counted: str
    studies: str
    platforms: dict[str, tuple[str, ...]]
    campus_sides: tuple[str, ...]
    campus_endings: tuple[str, ...]
    campus_words: tuple[str, ...]
    places: tuple[str, ...]
    institutions: str


class Step(NamedTuple):
    """One kind of token: how it looks, what value a match has, and what it leaves in its place.

    `cues` are characters of which every match has one, and `also` are others of which it has one: a name without need
    not be searched.
    """

    kind: str
    cues: frozenset[str]
    pattern: re.Pattern[str]
    value: Callable[[re.Match[str]], str]
    leaves: str = " "
    also: frozenset[str] = frozenset()


class Grammar(NamedTuple):
    """What is set aside as status, which numerals become digits, and the steps in order.

    A name of nothing but letters and digits can have a status only as one of the `endings`.
    """

    status: re.Pattern[str]
    trailing_status: re.Pattern[str]
    endings: tuple[str, ...]
    numeral: re.Pattern[str]
    steps: tuple[Step, ...]


def load_name_words(path: Path) -> NameWords:
    """Read a file of words.

    Raises:
        DefinitionError: the file is missing or does not fit `NameWords`.
    """
    return definitions.load(path, NameWords)


def steps_for(letters: frozenset[str]) -> tuple[Step, ...]:
    """Return the steps that can match a name of these letters, in order."""
    return _steps_for(letters & _all_cues())


@lru_cache(maxsize=1 << 16)
def _steps_for(cues: frozenset[str]) -> tuple[Step, ...]:
    return tuple(
        step
        for step in grammar().steps
        if not step.cues.isdisjoint(cues) and (not step.also or not step.also.isdisjoint(cues))
    )


@cache
def _all_cues() -> frozenset[str]:
    return frozenset().union(*(step.cues | step.also for step in grammar().steps))


@cache
def grammar() -> Grammar:
    """Return the grammar of the words that come with the toolkit."""
    return build_grammar(load_name_words(bundled.schemas_folder() / "names.yaml"))


def build_grammar(words: NameWords) -> Grammar:
    """Compile the patterns of one set of words."""
    status = "|".join(words.status)
    within = "|".join(word for word in words.status if not word.startswith("^"))
    numbered = "|".join(
        (_after_number(words, (*words.classes, *words.buildings, *words.floors, *words.groups)), "年级|号")
    )
    return Grammar(
        status=re.compile(status),
        trailing_status=re.compile(
            rf"[\s,;:\-—–_~|。!.]+(?P<status>[^\s,;:\-—–_~|。!.()]*(?:{within}).*)$"
            rf"|(?P<ending>{_either(words.status_endings)})[!。.]*$"
        ),
        endings=words.status_endings,
        numeral=re.compile(
            rf"[{LETTERS}]+(?=\)?(?:{numbered})|\(\d+\)班)|(?<=\()[{LETTERS}]+(?=\))|(?<=群)[{LETTERS}]+$"
        ),
        steps=(
            _platforms(words),
            *_years_and_codes(words),
            *_classes(words),
            *_buildings(words),
            *_campuses(words),
            *_groups(words),
        ),
    )


def to_digits(found: re.Match[str]) -> str:
    """Return a Chinese numeral as digits, what is no proper numeral as it is."""
    number = read_numeral(found[0])
    return found[0] if number is None else str(number)


def _platforms(words: NameWords) -> Step:
    named = {alias: name for name, aliases in words.platforms.items() for alias in aliases}
    return _step("platform", _first(named), _either(named), lambda found: named[found[0]])


def _years_and_codes(words: NameWords) -> tuple[Step, ...]:
    """School years; class codes, which hold a cohort; cohorts; years of study; years."""
    code = r"(?<![\da-z])(?:20(?=\d{4}(?!\d)))?(?P<cohort>[12]\d)(?P<class>0[1-9]|[1-3]\d)"
    listed = rf"(?:{_LIST}(?:(?:20)?(?P=cohort))?(?P<last>\d{{1,2}})(?!\d))?"
    # 2001 to 2012 at the end are the cohort of 2020 and its first classes; later numbers of this shape are years
    no_year = rf"(?!20(?:[1-3]\d(?<!1[0-2])|\d\d[{HAN}](?<!班)))"
    to = r"[-~—–/至到]"
    school_year = rf"(?<!\d)(?:20)?(?P<a>\d\d){to}(?:20)?(?P<b>\d\d)学?年度?(?:第?(?P<term>[12一二上下])学期)?"
    return (
        _numbered("year", "年", school_year, lambda found: _join(found["a"], found["b"], _term(found["term"]))),
        _numbered(
            "year", "-~—–/至到", rf"(?<!\d)20(?P<a>\d\d){to}20(?P<b>\d\d)(?!\d)", lambda found: _join(*found.groups())
        ),
        _numbered("code", "班", rf"{code}{listed}班", _code),
        _step("code", _DIGITS, rf"(?<!\d){no_year}{code}{listed}(?![\d年级届人名月元室号])", _code),
        _numbered("cohort", "级届", r"(?<!\d)(?:20)?(\d\d)[级届]", _told),
        _numbered("cohort", "级", r"(\d)年级", lambda found: f"{found[1]}年级"),
        _step("cohort", words.studies, rf"(?P<of>[{words.studies}])(?P<n>[一二三四五1-5])(?![学流共元统])", _study),
        _step("year", _DIGITS, r"(?<!\d)(20\d\d)(?:学年|年度?)?(?!\d)", _told),
        _numbered("year", "年", r"(?<!\d)(\d\d)年(?!级)度?", lambda found: f"20{found[1]}"),
        _step("cohort", _DIGITS, rf"(?<![\da-z第(.])([1-3]\d)(?=[{HAN}])(?![{words.counted}])", _told),
    )


def _classes(words: NameWords) -> tuple[Step, ...]:
    kinds = [word for word in words.classes if not word.endswith("班")]
    own = _either(word for word in words.classes if word.endswith("班"))
    other = rf"第?\(?(?P<n>\d{{1,3}})\)?(?P<word>{_after_number(words, kinds)})"
    return (
        _numbered("class_seq", "班", r"(\d)年?\((\d{1,3})\)班", lambda found: f"{found[1]}.{_number(found[2])}"),
        _numbered("class_seq", "班", rf"第?\(?(\d{{1,3}}(?:{_LIST}\d{{1,3}})*)\)?(?:{own})", _listed),
        _step("class_seq", "班", r"(?<![a-z])([a-z甲乙丙丁戊己])班", _told),
        _numbered("class_seq", _last(kinds), other, lambda found: _number(found["n"]) + found["word"]),
    )


def _buildings(words: NameWords) -> tuple[Step, ...]:
    after = _after_number(words, words.buildings)
    number = r"第?((?<![a-z])[a-z]?\d{1,3}(?:[a-z]|-\d+)?|(?<![a-z])[a-z])"
    floor = rf"(\d{{1,2}})(?:{_either(words.floors)})"
    return (
        _step("building", _last(words.buildings), rf"{number}(?:{after})", lambda found: _number(found[1])),
        _numbered("building", _last(words.floors), floor, lambda found: f"{_number(found[1])}层"),
    )


def _campuses(words: NameWords) -> tuple[Step, ...]:
    sides, endings = _either(words.campus_sides), _either(words.campus_endings)
    return (
        _step("campus", _last(words.campus_endings), rf"((?:{sides})(?:{endings}))", _told),
        _step("campus", _last(words.campus_endings), rf"([{HAN}]{{2,3}}(?:{endings}))", _told),
        _step("campus", _last(words.campus_words), f"({_either(words.campus_words)})", _told),
        _step("campus", _first(words.places), rf"({_either(words.places)})(?!{words.institutions})", _told),
    )


def _groups(words: NameWords) -> tuple[Step, ...]:
    """The number stands before 群, behind it, or at the very end; the word 群 itself stays in the name."""
    number = rf"(?P<n>\d{{1,2}}|{_either(_ROMAN)})"
    after = _after_number(words, words.groups)
    behind = rf"群\s*[(-]?\s*(?:{number}|(?P<letter>[a-z]))(?![\da-z])\s*\)?"
    return (
        _step("group_seq", "群", rf"第?\(?(?<![\da-z]){number}\)?\s*(?:{after})", _group, leaves="群"),
        _step("group_seq", "群", rf"(?:\(([a-z])\)|(?<![a-z])([a-z]))(?:{after})", _letter, leaves="群"),
        _step("group_seq", "群", behind, _group, leaves="群"),
        _step("group_seq", _DIGITS + "iv", rf"(?<![\da-z.])[(-]?{number}\)?\s*$", _group),
    )


def _step(
    kind: str, cues: Iterable[str], pattern: str, value: Callable[[re.Match[str]], str], *, leaves: str = " "
) -> Step:
    return Step(kind, frozenset(cues), re.compile(pattern), value, leaves)


def _numbered(kind: str, cues: Iterable[str], pattern: str, value: Callable[[re.Match[str]], str]) -> Step:
    """Return a step whose every match has a digit."""
    return _step(kind, cues, pattern, value)._replace(also=frozenset(_DIGITS))


def _first(choice: Iterable[str]) -> set[str]:
    return {word[0] for word in choice}


def _last(choice: Iterable[str]) -> set[str]:
    return {word[-1] for word in choice}


def _told(found: re.Match[str]) -> str:
    return found[1]


def _after_number(words: NameWords, choice: Iterable[str]) -> str:
    """Any of the words, where they do not go on as another word."""
    return "|".join(
        f"{re.escape(word)}(?![{words.goes_on[word]}])" if word in words.goes_on else re.escape(word)
        for word in sorted(choice, key=len, reverse=True)
    )


def _either(choice: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(choice, key=len, reverse=True)))


def _code(found: re.Match[str]) -> str:
    last = found["last"]
    return f"{found['cohort']}:{_expanded(found['class'] + (f'-{last}' if last else ''))}"


def _listed(found: re.Match[str]) -> str:
    return _expanded(re.sub(_LIST, lambda sign: "-" if sign[0] in "-~至到" else ",", found[1]))


def _expanded(listed: str) -> str:
    """Return numbers without leading zeros; a range names each of its numbers: 1-2 is the same as 1、2."""
    if listed.isdecimal():
        return _number(listed)
    said: list[str] = []
    for part in listed.split(","):
        first, *others = map(_number, part.split("-"))
        span = range(int(first), int(others[-1]) + 1) if len(others) == 1 else range(0)
        said += map(str, span) if 1 < len(span) <= _SPAN else ["-".join((first, *others))]
    return ",".join(said)


def _group(found: re.Match[str]) -> str:
    text = found["n"] or found.groupdict().get("letter") or ""
    return _ROMAN.get(text, _number(text))


def _letter(found: re.Match[str]) -> str:
    return found[1] or found[2]


def _study(found: re.Match[str]) -> str:
    number = read_numeral(found["n"])
    return found["of"] + (found["n"] if number is None else str(number))


def _term(text: str | None) -> str:
    return {"一": "1", "二": "2", "上": "1", "下": "2"}.get(text or "", text or "")


def _join(*parts: str) -> str:
    return "-".join(filter(None, parts))


def _number(text: str) -> str:
    return text.lstrip("0") or "0"
