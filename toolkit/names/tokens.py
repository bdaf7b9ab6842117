"""The grammar of group names: which runs of characters are tokens, from the words of `schemas/names.yaml`.

A step is a kind, a pattern, and what to make of a match; the steps run in order, each on what the one before has left,
because 2023-2024学年 must be seen before 2023 is, and 计科1801班 before 1801 or 1班.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit import definitions
from toolkit.definitions import bundled
from toolkit.names.places import buildings, campuses
from toolkit.names.token_steps import (
    DIGITS,
    HAN,
    ROMAN,
    STEMS,
    NameWords,
    Step,
    after_number,
    either,
    first,
    last,
    number,
    numbered,
    step,
    told,
)
from toolkit.normalise.numerals import DIGITS as LETTER_DIGITS
from toolkit.normalise.numerals import LETTERS, read_digits, read_numeral

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_LIST = r"[-~、,/&和及至到]"
_SPAN = 40
NUMERALS = frozenset(LETTERS)
_UNITS = NUMERALS - set(LETTER_DIGITS)
_ONE_BY_ONE = "".join(LETTER_DIGITS)
_NO_NAME = r"(?:(?<![班组队社会部群])|(?<=[一二三四五六七八九\d新]群))"
"""What ends otherwise behind a dash is a name itself, and no remark: 教务处-未缴费学生管理群."""
NAMED = frozenset(f"总分{STEMS}")
"""Groups told apart by such a word: one that bears none may be any of them, where 2群 is surely another one."""


class Grammar(NamedTuple):
    """What is set aside as status, which numerals become digits, and the steps in order.

    A name of nothing but letters and digits can have a status only as one of the `endings`. `other_group` and
    `ended` are what a status may say that makes one group of two years a question.
    """

    status: re.Pattern[str]
    trailing_status: re.Pattern[str]
    endings: tuple[str, ...]
    other_group: re.Pattern[str]
    ended: re.Pattern[str]
    numeral: re.Pattern[str]
    place: re.Pattern[str]
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
    said = f"(?:{_whole(words, words.states)})[^()]{{0,12}}?(?:{_whole(words, words.actions)})"  # 目前无法按群号查找
    status = "|".join((*words.status, said, f"^(?:{_whole(words, words.openings)})"))
    within = "|".join(word for word in words.status if not word.startswith("^"))
    parts = (*words.classes, *words.buildings, *words.houses, *words.floors)
    countable = "|".join((after_number(words, (*parts, *words.groups)), "年级|号|年制"))
    long = [word for word in words.classes if len(word) > 1 and not word.endswith("班")]
    numbered_behind = "|".join(f"(?<={word})" for word in ("群", "班", *long))
    other = rf"(?<=[{''.join(words.studies)}])[一二三四五]|(?<=统)一"  # 高三一班 is not class 31, 统一单元 not unit 1
    return Grammar(
        status=re.compile(status),
        trailing_status=re.compile(
            rf"[\s,;:\-—–_~|。!.]+(?P<status>[^\s,;:\-—–_~|。!.()]*(?:(?:{within}).*|{said}.*{_NO_NAME}))$"
            rf"|(?P<ending>{either(words.status_endings)})[!。.]*$"
        ),
        endings=words.status_endings,
        other_group=re.compile("|".join(words.other_group)),
        ended=re.compile("|".join(words.ended)),
        numeral=re.compile(
            rf"(?P<digits>(?<![{LETTERS}])(?:{_written_one_by_one(words)})(?![{LETTERS}]))"
            rf"|(?!{other})[{LETTERS}]+(?=\)?(?:{countable})|\(\d+\)班|(?:{_LIST}[{LETTERS}]+)+班)"
            rf"|(?<=\()[{LETTERS}]+(?=\))|(?:{numbered_behind})[{LETTERS}]+$"
        ),
        place=re.compile(rf"\(\s*({either(words.places)})\s*\)"),
        steps=(
            _platforms(words),
            *_years_and_codes(words),
            *_classes(words),
            *buildings(words),
            *campuses(words),
            *_groups(words),
        ),
    )


def _whole(words: NameWords, choice: Iterable[str]) -> str:
    """Return a pattern of any of the words of a remark, where they do not go on as another word."""
    return "|".join(
        f"{re.escape(word)}(?![{words.other_states[word[-1]]}])" if word[-1] in words.other_states else re.escape(word)
        for word in sorted(choice, key=len, reverse=True)
    )


def to_digits(found: re.Match[str]) -> str:
    """Return a Chinese numeral as digits, what is no proper numeral as it is."""
    if found["digits"]:
        return read_digits(found[0]) if _UNITS.isdisjoint(found[0]) else str(read_numeral(found[0]))
    value = read_numeral(found[0])
    return found[0] if value is None else str(value)


def _written_one_by_one(words: NameWords) -> str:
    """Return a pattern of numerals that are read digit by digit: 二〇二四, 二四级, 一〇班; and of 二十四级.

    四六级 is no cohort and 一二级 are two degrees; 五四群 and 一二九群 are named for a day. 二三班 is the second and
    the third class, or the third of the second year, and never class 23.
    """
    classes = (word for word in words.classes if word.endswith("班"))
    parts = {*classes, *words.buildings, *words.houses} - {"楼"}  # 二三楼 are two floors
    return (
        rf"二[〇零][{_ONE_BY_ONE}]{{2}}"
        rf"|(?:二[{_ONE_BY_ONE}]|一[三四五六七八九]|二十[一二三四五六七八九]?)(?=[级届])"
        rf"|(?<![{''.join(words.studies)}])(?:[{_ONE_BY_ONE}]{{3}}|[{_ONE_BY_ONE}][〇零])"
        rf"(?=\)?(?:{after_number(words, parts)}))"
    )


def _platforms(words: NameWords) -> Step:
    named = {alias: name for name, aliases in words.platforms.items() for alias in aliases}
    return step("platform", first(named), either(named), lambda found: named[found[0]])


def _years_and_codes(words: NameWords) -> tuple[Step, ...]:
    """School years; class codes, which hold a cohort; cohorts; years of study; years."""
    code = r"(?<![\da-z])(?:20(?=\d{4}(?!\d)))?(?P<cohort>[12]\d)(?P<class>0[1-9]|[1-3]\d)"
    listed = rf"(?:{_LIST}(?:(?:20)?(?P=cohort))?(?P<last>\d{{1,2}})(?!\d))?"
    # 2001 to 2012 at the end are the cohort of 2020 and its first classes; later numbers of this shape are years
    no_year = rf"(?!20(?:[1-3]\d(?<!1[0-2])|\d\d[{HAN}](?<!班)))"
    to = r"[-~—–/至到]"
    houses = after_number(words, (*words.buildings, *words.houses))
    school_year = rf"(?<!\d)(?:20)?(?P<a>\d\d){to}(?:20)?(?P<b>\d\d)学?年度?(?:第?(?P<term>[12一二上下])学期)?"
    return (
        numbered("year", "年", school_year, lambda found: _join(found["a"], found["b"], _term(found["term"]))),
        numbered(
            "year", "-~—–/至到", rf"(?<!\d)20(?P<a>\d\d){to}20(?P<b>\d\d)(?!\d)", lambda found: _join(*found.groups())
        ),
        *_short_codes(),
        numbered("code", "班", rf"{code}{listed}班", _code),
        step("code", DIGITS, rf"(?<!\d){no_year}{code}{listed}(?![\d年级届人名月元室号])", _code),
        numbered("cohort", "级届", r"(?<!\d)(?:20)?(\d\d)\)?[级届]", told),
        numbered("cohort", "级", r"(\d)年级", lambda found: f"{found[1]}年级"),
        *(_study(of, *guards.split("|")) for of, guards in words.studies.items()),
        step("year", DIGITS, r"(?<!\d)(20(?:\d\d|xx))(?:\)?(?:学年|年度?))?(?![\dx])", told),
        numbered("year", "年", r"(?<!\d)(\d\d)年(?!级)度?", lambda found: f"20{found[1]}"),
        step("cohort", DIGITS, rf"(?<![\da-z第(.])([1-3]\d)(?=[{HAN}])(?![{words.counted}]|{houses})", told),
    )


def _short_codes() -> tuple[Step, ...]:
    """Return the steps of a subject's classes by year and number: 计科21-1班, 计科21-1, 计科21（1）, 护理213班.

    21-22班 are two classes, 101班 may be of a school's first year, and 3号楼21-1 is a room.
    """
    seq = r"0?[1-9]|1[0-4]"
    cohort = r"(?P<cohort>1[5-9]|2\d)"
    parted = rf"(?:[-–—~]({seq})|\(({seq})\))"
    behind = rf"(?<=[{HAN}])(?<![楼栋幢座舍区苑园号室])"
    return (
        numbered("code", "班", rf"(?:^|{behind})(?:20)?{cohort}{parted}班", _short_code),
        numbered("code", "班", rf"{behind}(?:20)?{cohort}([1-9])班", _short_code),
        numbered("code", "-–—~()", rf"{behind}{cohort}{parted}(?=$|班?群)", _short_code),
    )


def _short_code(found: re.Match[str]) -> str:
    return f"{found['cohort']}:{number(next(filter(None, found.groups()[1:])))}"


def _classes(words: NameWords) -> tuple[Step, ...]:
    kinds = [word for word in words.classes if not word.endswith("班")]
    long = [word for word in kinds if len(word) > 1]
    behind = rf"(?P<word>{either(long)})\s*\(?(?P<n>\d{{1,2}})\)?$"  # 党支部一, 党支部（二）
    own = either(word for word in words.classes if word.endswith("班"))
    other = rf"第?\(?(?P<n>\d{{1,3}})\)?(?P<word>{after_number(words, kinds)})"
    return (
        numbered("class_seq", "班", r"(\d)年?\((\d{1,3})\)班", lambda found: f"{found[1]}.{number(found[2])}"),
        step(
            "class_seq",
            "班",
            rf"(?<![{LETTERS}{''.join(words.studies)}])([{_ONE_BY_ONE}])([{_ONE_BY_ONE}])班",
            _of_year,
        ),
        numbered("class_seq", "班", rf"第?\(?(\d{{1,3}}(?:{_LIST}\d{{1,3}})*)\)?(?:{own})", _listed),
        step("class_seq", "班", rf"(?<![a-z])({either(ROMAN)}|[a-z]|[{STEMS}己])班", _lettered),
        numbered("class_seq", "班", r"班\s*(?:\((\d{1,3})\)(?![\d群])|(\d{1,2})$)", _number_behind),
        numbered("class_seq", last(kinds), other, lambda found: number(found["n"]) + found["word"]),
        numbered("class_seq", last(kinds), behind, lambda found: number(found["n"]) + found["word"]),
    )


def _groups(words: NameWords) -> tuple[Step, ...]:
    """The number stands before 群, behind it, or at the very end; the word 群 itself stays in the name."""
    mark = rf"(?P<n>\d{{1,2}}|{either(ROMAN)})"
    after = after_number(words, words.groups)
    behind = rf"群\s*[(-]?\s*(?:{mark}|(?P<letter>[a-z]))(?![\da-z])\s*\)?"
    stem = rf"(?:\(([{STEMS}])\)|(?<![{words.no_stem_after}])([{STEMS}]))(?:{after})"
    goes_on = f"(?![{words.goes_on['群']}主])"
    return (
        step("group_seq", "群", rf"第?\(?(?<![\da-z]){mark}\)?\s*(?:{after})", _group, leaves="群"),
        step("group_seq", "群", rf"(?:\(([a-z])\)|(?<![a-z])([a-z]))(?:{after})", _letter, leaves="群"),
        step("group_seq", "群", stem, _letter, leaves="群"),
        step("group_seq", "群", behind, _group, leaves="群"),
        step("group_seq", "群", rf"群\s*(?:\(([{STEMS}])\)|[-\s]*([{STEMS}])$)", _letter, leaves="群"),
        step("group_seq", "群", rf"(?<![部区总])([总分])群{goes_on}", told, leaves="群"),
        step("group_seq", DIGITS + "iv", rf"(?<![\da-z.])[(-]?{mark}\)?\s*$", _group),
    )


def _code(found: re.Match[str]) -> str:
    until = found["last"]
    return f"{found['cohort']}:{_expanded(found['class'] + (f'-{until}' if until else ''))}"


def _listed(found: re.Match[str]) -> str:
    return _expanded(re.sub(_LIST, lambda sign: "-" if sign[0] in "-~至到" else ",", found[1]))


def _expanded(listed: str) -> str:
    """Return numbers without leading zeros; a range names each of its numbers: 1-2 is the same as 1、2."""
    if listed.isdecimal():
        return number(listed)
    said: list[str] = []
    for part in listed.split(","):
        start, *others = map(number, part.split("-"))
        span = range(int(start), int(others[-1]) + 1) if len(others) == 1 else range(0)
        said += map(str, span) if 1 < len(span) <= _SPAN else ["-".join((start, *others))]
    return ",".join(said)


def _group(found: re.Match[str]) -> str:
    text = found["n"] or found.groupdict().get("letter") or ""
    return ROMAN.get(text, number(text))


def _lettered(found: re.Match[str]) -> str:
    """Return a letter as it is, a Roman numeral of several as a number: an I班 may stand beside an H班."""
    return ROMAN[found[1]] if len(found[1]) > 1 else found[1]


def _number_behind(found: re.Match[str]) -> str:
    return number(_letter(found))


def _of_year(found: re.Match[str]) -> str:
    """Return 二三班 as 二（3）班: the third class of the second year."""
    return f"{read_digits(found[1])}.{read_digits(found[2])}"


def _letter(found: re.Match[str]) -> str:
    return found[1] or found[2]


def _study(of: str, before: str, behind: str) -> Step:
    """Return the step of a year of study, where no letters of another word stand around it."""
    not_after = f"(?<![{before}])" if before else ""
    pattern = rf"{not_after}{of}([一二三四五]|[1-5](?!\d))(?![{behind}])"
    return step("cohort", of, pattern, lambda found: of + str(read_numeral(found[1]) or found[1]))


def _term(text: str | None) -> str:
    return {"一": "1", "二": "2", "上": "1", "下": "2"}.get(text or "", text or "")


def _join(*parts: str) -> str:
    return "-".join(filter(None, parts))
