"""What can be asked of cells, once: as a spreadsheet formula, and as a value worked out here.

    digits = all_digits(Cell(box))
    digits.formula(lambda box: "C7")     '(1-ISERROR(1/EXACT(TEXT(VALUE(C7),REPT("0",LEN(C7))),C7)))'
    digits.value(lambda box: "12345")    True

A question gives 0 or 1 in a formula, for one cell or for a range within SUMPRODUCT; no part of it can raise an error
value. Only functions of Excel 2007 are used, which WPS and LibreOffice have too, and no constants in braces, which
conditional formats refuse. Long lists of words stand in named cells of the hidden sheet (`Words`).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from toolkit.forms.template.texts import BETWEEN, Cell, Question, Text, Words, letters, literal, replaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.forms.template.texts import Look

_DIGITS = "0123456789"
_FIGURES = f"{_DIGITS}０１２３４５６７８９"
_NARROW = [chr(code) for code in range(ord("!"), ord("~") + 1)]
_WIDER = 0xFEE0  # from a narrow letter to its full-width form
ODD = tuple(
    dict.fromkeys(
        [
            *(letter for letter in _NARROW if not letter.isalnum()),
            *(chr(ord(letter) + _WIDER) for letter in _NARROW),
            *"—–―－…·•、。，；：？！“”‘’「」『』【】〔〕［］《》〈〉×＿～￥〃″〞↑↓□☑√",
            *"\t\n\xa0\u200b\u200c\u200d\u2060\ufeff 　",
        ]
    )
)
"""Signs, blanks and full-width letters: readers take them away before they look whether anything is said."""
SIGNS = (*_DIGITS, *ODD)
_MOST_DIGITS = 15  # a number of more is rounded by every spreadsheet program
_ANY_LENGTH = 1 << 16
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")

ALWAYS, NEVER = Question("1", (), lambda: True), Question("0", (), lambda: False)


def every(*parts: Question) -> Question:
    """Return the question whether all hold."""
    kept = tuple(part for part in parts if part is not ALWAYS)
    if NEVER in kept or not kept:
        return NEVER if kept else ALWAYS
    return kept[0] if len(kept) == 1 else Question(_series(kept, "*"), kept, lambda *told: all(told))


def either(*parts: Question) -> Question:
    """Return the question whether at least one holds."""
    kept = tuple(part for part in parts if part is not NEVER)
    if ALWAYS in kept or not kept:
        return ALWAYS if kept else NEVER
    return kept[0] if len(kept) == 1 else Question(f"(({_series(kept, '+')})>0)", kept, lambda *told: any(told))


def no(part: Question) -> Question:
    """Return the opposite question."""
    if part is ALWAYS or part is NEVER:
        return NEVER if part is ALWAYS else ALWAYS
    return Question("(1-{0})", (part,), lambda told: not told)


def just(parts: Sequence[Question], count: int) -> Question:
    """Return the question whether so many of several hold."""
    return Question(f"({_series(parts, '+')}={count})", tuple(parts), lambda *told: sum(told) == count)


def known(formula: str, *, so: bool) -> Question:
    """Return a question told by a formula of one's own, and how it stands now."""
    return Question(formula.replace("{", "{{").replace("}", "}}"), (), lambda: so)


def is_blank(of: Text) -> Question:
    """Return the question whether nothing stands there."""
    return Question('({0}="")', (of,), lambda text: not text)


def length(of: Text, least: int, most: int) -> Question:
    """Return the question whether a text has so many letters."""
    upper = f"*(LEN({{0}})<={most})" if most < _ANY_LENGTH else ""
    template = f"(LEN({{0}})={least})" if least == most else f"(LEN({{0}})>={least}){upper}"
    return Question(template, (of,), lambda text: least <= len(text) <= most)


def exactly(of: Text, count: int) -> Question:
    """Return the question whether a text has so many letters, no more and no fewer."""
    return length(of, count, count)


def longer(of: Text, count: int) -> Question:
    """Return the question whether a text has so many letters or more."""
    return length(of, count, _ANY_LENGTH)


def times(of: Text, letter: str, count: int) -> Question:
    """Return the question whether a letter stands so many times in a text."""
    template = f'(LEN({{0}})-LEN(SUBSTITUTE({{0}},{literal(letter)},""))={count})'
    return Question(template, (of,), lambda text: text.count(letter) == count)


def all_digits(of: Text) -> Question:
    """Return the question whether a text is one to fifteen figures; full-width figures are none."""

    def now(text: str) -> bool:
        return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS

    # &"": in a range LibreOffice finds no number EXACT to its own text
    return Question('(1-ISERROR(1/EXACT(TEXT(VALUE({0}),REPT("0",LEN({0}))),{0}&"")))', (of,), now)


def no_digit(of: Text) -> Question:
    """Return the question whether no figure stands in a text, full-width ones apart."""
    bare = replaced(of, _DIGITS)
    return Question("(LEN({0})=LEN({1}))", (bare, of), lambda _, text: not any(letter in _DIGITS for letter in text))


def no_figure(of: Text) -> Question:
    """Return the question whether no figure of either width stands in a text."""
    bare = replaced(of, _FIGURES)
    return Question("(LEN({0})=LEN({1}))", (bare, of), lambda _, text: not any(letter in _FIGURES for letter in text))


def holds(of: Text, word: str | Text) -> Question:
    """Return the question whether a word stands somewhere in a text; a blank one never does."""
    if isinstance(word, str):
        return Question(f"(1-ISERROR(FIND({literal(word)},{{0}})))", (of,), lambda text: word in text)
    return Question('({1}<>"")*(1-ISERROR(FIND({1},{0})))', (of, word), lambda text, part: bool(part) and part in text)


def begins(of: Text, word: Text) -> Question:
    """Return the question whether a text begins with another one that is not blank."""
    template = '({1}<>"")*EXACT(LEFT({0},LEN({1})),{1})'
    return Question(template, (of, word), lambda text, first: bool(first) and text.startswith(first))


def no_sign_here(of: Text) -> Question:
    """Return the question whether neither a figure nor a sign stands in one cell: and not of a range."""
    template = "(SUMPRODUCT(1-ISERROR(FIND(list_signs,{0})))=0)"
    return Question(template, (of,), lambda text: not any(letter in SIGNS for letter in text))


def one_of(of: Text, words: Words) -> Question:
    """Return the question whether a text is a word of a list, to the letter."""
    listed = words.formula().replace("{", "{{").replace("}", "}}")
    template = f'(1-ISERROR(FIND("{BETWEEN}"&{{0}}&"{BETWEEN}",{listed})))'
    return Question(template, (of,), lambda text: f"{BETWEEN}{text}{BETWEEN}" in words.text, (words,))


def among(of: Text, some: str) -> Question:
    """Return the question whether a single letter is one of some; so is no letter at all, as FIND has it."""
    return Question(f"(1-ISERROR(FIND({{0}},{literal(some)})))", (of,), lambda text: text in some)


def begins_latin(of: Text) -> Question:
    """Return the question whether the first letter is one of A to Z, small or large."""
    return among(letters(of, 1, 1), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def more_than(of: Text, limit: int) -> Question:
    """Return the question whether a text of figures is more than a number; what is no number is not."""

    def now(text: str) -> bool:
        return text.isascii() and text.isdigit() and int(text) > limit

    return Question(f"(1-ISERROR(1/(VALUE({{0}})>{limit})))", (of,), now)


def is_day(of: Text) -> Question:
    """Return the question whether a text like 2018-5-15 is a day of the calendar."""

    def now(text: str) -> bool:
        found = _DATE.fullmatch(text)
        try:
            return bool(found and dt.date(*map(int, found.groups())))
        except ValueError:
            return False

    return Question("(1-ISERROR(DATEVALUE({0})))", (of,), now)


def is_recent(of: Text, days: int) -> Question:
    """Return the question whether a day is not longer ago than so many; at writing nobody knows what day it will be."""
    return Question(f"(1-ISERROR(1/(DATEVALUE({{0}})>=TODAY()-{days})))", (of,), lambda _: False)


class _Number(Question):
    """Whether a cell holds a number (a date is one) and no text."""

    range: tuple[float, float]

    def value(self, look: Look) -> bool:
        cell = self.parts[0]
        assert isinstance(cell, Cell)  # noqa: S101 - `is_number` makes it so
        found = look(cell.box)
        return not isinstance(found, str) and self.range[0] <= found <= self.range[1]


def is_number(cell: Cell, least: float = float("-inf"), most: float = float("inf")) -> Question:
    """Return the question whether a cell holds a number from `least` to `most`."""
    bounds = f"*({{0}}>={least})*({{0}}<={most})" if most < float("inf") else ""  # a text is more than every number
    asked = _Number(f"ISNUMBER({{0}}){bounds}", (cell,), lambda _: False)
    object.__setattr__(asked, "range", (least, most))  # the class is frozen
    return asked


def _series(parts: Sequence[Question], sign: str) -> str:
    return sign.join(f"{{{place}}}" for place in range(len(parts)))
