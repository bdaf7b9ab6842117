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
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolkit.forms.template.places import Box

    Ref = Callable[[Box], str]
    """Gives the reference to a box."""
    Look = Callable[[Box], str | float]
    """Gives what stands in a box."""

Value = TypeVar("Value")
BETWEEN = "¦"
"""What parts the words of a list in its cell."""
_DIGITS = "0123456789"
_MOST_DIGITS = 15  # a number of more is rounded by every spreadsheet program
_ANY_LENGTH = 1 << 16
_WIDE = 99  # the longest line of a cell that is taken apart
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Words:
    """A list of words in a named cell; `plain` ones are written into the formula itself."""

    name: str
    entries: tuple[str, ...]
    plain: bool = False

    @property
    def text(self) -> str:
        """What stands in the named cell."""
        return BETWEEN + BETWEEN.join(self.entries) + BETWEEN

    def formula(self) -> str:
        """Return what a formula writes for the list."""
        return _quoted(self.text) if self.plain else self.name


def these(*entries: str) -> Words:
    """Return a short list, written into the formula itself."""
    return Words("", entries, plain=True)


class Seen:
    """One who looks at boxes and remembers the answers: questions of one sheet share most of their parts."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.known: dict[Term[Any], Any] = {}

    def __call__(self, box: Box) -> str | float:
        """Return what stands in a box."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, eq=False)
class Term(Generic[Value]):
    """A text or a question made of others: how a formula writes it (`{0}` is the first of them), and its value now."""

    template: str
    parts: tuple[Text | Question, ...]
    now: Callable[..., Value]
    words: tuple[Words, ...] = ()

    def formula(self, ref: Ref) -> str:
        """Return it as a formula, a question as one that gives 0 or 1."""
        return self.template.format(*(part.formula(ref) for part in self.parts))

    def value(self, look: Look) -> Value:
        """Return it as it is now; of one who remembers (`Seen`) each part is asked once."""
        if not isinstance(look, Seen):
            return self.now(*[part.value(look) for part in self.parts])
        if self not in look.known:
            look.known[self] = self.now(*[part.value(look) for part in self.parts])
        found: Value = look.known[self]
        return found

    def needs(self) -> Iterator[Words]:
        """Yield the lists of words that it names."""
        yield from (one for one in self.words if not one.plain)
        for part in self.parts:
            yield from part.needs()


class Text(Term[str]):
    """A text."""


class Question(Term[bool]):
    """A question, answered by 0 or 1."""


class Cell(Text):
    """What stands in a box."""

    box: Box

    def __init__(self, box: Box) -> None:
        """Keep the box."""
        super().__init__("", (), str)
        object.__setattr__(self, "box", box)  # the class is frozen

    def formula(self, ref: Ref) -> str:
        """Return the reference to the box."""
        return ref(self.box)

    def value(self, look: Look) -> str:
        """Return the text of the box, of a number too; letters beyond 16 bits count twice, as in every program."""
        found = look(self.box)
        return _ASTRAL.sub("\ue000\ue001", found if isinstance(found, str) else f"{found:.15g}")


# texts


def letters(of: Text, start: int, count: int = 999) -> Text:
    """Return some letters of a text, from place `start` on (the first is 1)."""
    template = f"LEFT({{0}},{count})" if start == 1 else f"MID({{0}},{start},{count})"
    return Text(template, (of,), lambda text: text[start - 1 : start - 1 + count])


def last(of: Text, count: int = 1) -> Text:
    """Return the last letters of a text."""
    return Text(f"RIGHT({{0}},{count})", (of,), lambda text: text[-count:])


def replaced(of: Text, each: str, by: str = "") -> Text:
    """Return a text with each of some letters turned into another, or left out."""
    template = "{0}"
    for letter in each:
        template = f"SUBSTITUTE({template},{_literal(letter)},{_literal(by)})"
    table = {ord(letter): by for letter in each}
    return Text(template, (of,), lambda text: text.translate(table))


def without(of: Text, part: Text) -> Text:
    """Return a text with another one taken out of it."""
    return Text('SUBSTITUTE({0},{1},"")', (of, part), lambda text, out: text.replace(out, "") if out else text)


def joined(*parts: Text | str) -> Text:
    """Return texts one after another; a plain string is itself."""
    places = iter(range(len(parts)))
    pieces = [_literal(one) if isinstance(one, str) else f"{{{next(places)}}}" for one in parts]
    fixed = [one if isinstance(one, str) else None for one in parts]

    def now(*texts: str) -> str:
        rest = iter(texts)
        return "".join(next(rest) if one is None else one for one in fixed)

    return Text("&".join(pieces), tuple(one for one in parts if not isinstance(one, str)), now)


def nth_line(of: Text, number: int) -> Text:
    """Return a line of a text of several, counted from 0, single-spaced; right while no text is longer than 99."""
    template = f'TRIM(MID(SUBSTITUTE({{0}},CHAR(10),REPT(" ",{_WIDE})),{number * _WIDE + 1},{_WIDE}))'

    def now(text: str) -> str:
        apart = text.replace("\n", " " * _WIDE)
        return re.sub(" +", " ", apart[number * _WIDE :][:_WIDE]).strip(" ")

    return Text(template, (of,), now)


# questions

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
    if part in {ALWAYS, NEVER}:
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
    template = f'(LEN({{0}})-LEN(SUBSTITUTE({{0}},{_literal(letter)},""))={count})'
    return Question(template, (of,), lambda text: text.count(letter) == count)


def all_digits(of: Text) -> Question:
    """Return the question whether a text is one to fifteen figures; full-width figures are none."""

    def now(text: str) -> bool:
        return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS

    return Question('(1-ISERROR(1/EXACT(TEXT(VALUE({0}),REPT("0",LEN({0}))),{0})))', (of,), now)


def no_digit(of: Text) -> Question:
    """Return the question whether no figure stands in a text, full-width ones apart."""
    bare = replaced(of, _DIGITS)
    return Question("(LEN({0})=LEN({1}))", (bare, of), lambda _, text: not any(letter in _DIGITS for letter in text))


def holds(of: Text, word: str | Text) -> Question:
    """Return the question whether a word stands somewhere in a text; a blank one never does."""
    if isinstance(word, str):
        return Question(f"(1-ISERROR(FIND({_literal(word)},{{0}})))", (of,), lambda text: word in text)
    return Question('({1}<>"")*(1-ISERROR(FIND({1},{0})))', (of, word), lambda text, part: bool(part) and part in text)


def begins(of: Text, word: Text) -> Question:
    """Return the question whether a text begins with another one that is not blank."""
    template = '({1}<>"")*EXACT(LEFT({0},LEN({1})),{1})'
    return Question(template, (of, word), lambda text, first: bool(first) and text.startswith(first))


def no_digit_here(of: Text) -> Question:
    """Return the question whether no figure stands in one cell: shorter than `no_digit`, and of no range."""
    template = "(SUMPRODUCT(1-ISERROR(FIND(list_figures,{0})))=0)"
    return Question(template, (of,), lambda text: not any(letter in _DIGITS for letter in text))


def one_of(of: Text, words: Words) -> Question:
    """Return the question whether a text is a word of a list, to the letter."""
    listed = words.formula().replace("{", "{{").replace("}", "}}")
    template = f'(1-ISERROR(FIND("{BETWEEN}"&{{0}}&"{BETWEEN}",{listed})))'
    return Question(template, (of,), lambda text: f"{BETWEEN}{text}{BETWEEN}" in words.text, (words,))


def among(of: Text, some: str) -> Question:
    """Return the question whether a single letter is one of some; so is no letter at all, as FIND has it."""
    return Question(f"(1-ISERROR(FIND({{0}},{_literal(some)})))", (of,), lambda text: text in some)


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


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _literal(text: str) -> str:
    """Return a text as a formula writes it, within a template."""
    return "CHAR(10)" if text == "\n" else _quoted(text).replace("{", "{{").replace("}", "}}")
