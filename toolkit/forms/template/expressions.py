"""What can be asked of cells, once: as a spreadsheet formula, and as a value worked out here.

    digits = AllDigits(Cell(box))
    digits.formula(lambda box: "C7")     '(1-ISERROR(1/EXACT(TEXT(VALUE(C7),REPT("0",LEN(C7))),C7)))'
    digits.value(lambda box: "12345")    True

A question gives 0 or 1 in a formula, for one cell or for a range within SUMPRODUCT; no part of it can raise an error
value. Only functions of Excel 2007 are used, which WPS and LibreOffice have too, and no constants in braces, which
conditional formats refuse. Long lists of words stand in named cells of the hidden sheet (`Words`).
"""

from __future__ import annotations

import datetime as dt
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.forms.template.places import Box

    Ref = Callable[[Box], str]
    Look = Callable[[Box], str | float]

BETWEEN = "¦"
"""What parts the words of a list in its cell."""
_DIGITS = "0123456789"
_MOST_DIGITS = 15  # a number of more is rounded by every spreadsheet program
_ANY_LENGTH = 1 << 16
_WIDE = 99  # the longest line of a cell that is taken apart
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Text(ABC):
    """A text that is made of cells."""

    @abstractmethod
    def formula(self, ref: Ref) -> str:
        """Return it as a formula; `ref` gives the reference to a box."""

    @abstractmethod
    def value(self, look: Look) -> str:
        """Return it as it is now; `look` gives what stands in a box."""


class Question(ABC):
    """A question about cells, answered by 0 or 1."""

    @abstractmethod
    def formula(self, ref: Ref) -> str:
        """Return it as a formula that gives 0 or 1."""

    @abstractmethod
    def value(self, look: Look) -> bool:
        """Return the answer now."""


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
        return f'"{self.text}"' if self.plain else self.name


# texts


@dataclass(frozen=True, slots=True)
class Cell(Text):
    """What stands in a box."""

    box: Box

    def formula(self, ref: Ref) -> str:
        return ref(self.box)

    def value(self, look: Look) -> str:
        found = look(self.box)
        text = found if isinstance(found, str) else f"{found:.15g}"
        return _ASTRAL.sub("\ue000\ue001", text)  # two places each, as every spreadsheet program counts


@dataclass(frozen=True, slots=True)
class Part(Text):
    """Some letters of a text, from place `start` (the first is 1)."""

    of: Text
    start: int
    count: int = 999

    def formula(self, ref: Ref) -> str:
        of = self.of.formula(ref)
        return f"LEFT({of},{self.count})" if self.start == 1 else f"MID({of},{self.start},{self.count})"

    def value(self, look: Look) -> str:
        return self.of.value(look)[self.start - 1 : self.start - 1 + self.count]


@dataclass(frozen=True, slots=True)
class End(Text):
    """The last letters of a text."""

    of: Text
    count: int = 1

    def formula(self, ref: Ref) -> str:
        return f"RIGHT({self.of.formula(ref)},{self.count})"

    def value(self, look: Look) -> str:
        return self.of.value(look)[-self.count :]


@dataclass(frozen=True, slots=True)
class Replaced(Text):
    """A text with each of some letters turned into another, or left out."""

    of: Text
    letters: str
    by: str = ""

    def formula(self, ref: Ref) -> str:
        made = self.of.formula(ref)
        for letter in self.letters:
            made = f"SUBSTITUTE({made},{_quoted(letter)},{_quoted(self.by)})"
        return made

    def value(self, look: Look) -> str:
        return self.of.value(look).translate(str.maketrans(dict.fromkeys(self.letters, self.by)))


@dataclass(frozen=True, slots=True)
class Without(Text):
    """A text with another one taken out of it."""

    of: Text
    part: Text

    def formula(self, ref: Ref) -> str:
        return f'SUBSTITUTE({self.of.formula(ref)},{self.part.formula(ref)},"")'

    def value(self, look: Look) -> str:
        text, part = self.of.value(look), self.part.value(look)
        return text.replace(part, "") if part else text


@dataclass(frozen=True, slots=True)
class Joined(Text):
    """Texts one after another; a plain string is itself."""

    parts: tuple[Text | str, ...]

    def formula(self, ref: Ref) -> str:
        return "&".join(_quoted(part) if isinstance(part, str) else part.formula(ref) for part in self.parts)

    def value(self, look: Look) -> str:
        return "".join(part if isinstance(part, str) else part.value(look) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Line(Text):
    """A line of a text of several, counted from 0, single-spaced; right while no text is longer than 99."""

    of: Text
    number: int

    def formula(self, ref: Ref) -> str:
        apart = f'SUBSTITUTE({self.of.formula(ref)},CHAR(10),REPT(" ",{_WIDE}))'
        return f"TRIM(MID({apart},{self.number * _WIDE + 1},{_WIDE}))"

    def value(self, look: Look) -> str:
        apart = self.of.value(look).replace("\n", " " * _WIDE)
        return re.sub(" +", " ", apart[self.number * _WIDE :][:_WIDE]).strip(" ")


# questions


@dataclass(frozen=True, slots=True)
class Yes(Question):
    """Always so, or never."""

    so: bool = True

    def formula(self, ref: Ref) -> str:  # noqa: ARG002 - it looks at nothing
        return str(int(self.so))

    def value(self, look: Look) -> bool:  # noqa: ARG002 - it looks at nothing
        return self.so


NEVER = Yes(so=False)


@dataclass(frozen=True, slots=True)
class Every(Question):
    """All of several."""

    parts: tuple[Question, ...]

    def formula(self, ref: Ref) -> str:
        return "*".join(part.formula(ref) for part in self.parts) or "1"

    def value(self, look: Look) -> bool:
        return all(part.value(look) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Any(Question):
    """At least one of several."""

    parts: tuple[Question, ...]

    def formula(self, ref: Ref) -> str:
        found = [part.formula(ref) for part in self.parts]
        return found[0] if len(found) == 1 else f"(({'+'.join(found)})>0)" if found else "0"

    def value(self, look: Look) -> bool:
        return any(part.value(look) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not(Question):
    """Not so."""

    part: Question

    def formula(self, ref: Ref) -> str:
        return f"(1-{self.part.formula(ref)})"

    def value(self, look: Look) -> bool:
        return not self.part.value(look)


@dataclass(frozen=True, slots=True)
class Length(Question):
    """So many letters."""

    of: Text
    least: int
    most: int

    def formula(self, ref: Ref) -> str:
        length = f"LEN({self.of.formula(ref)})"
        if self.least == self.most:
            return f"({length}={self.least})"
        return f"({length}>={self.least})" + (f"*({length}<={self.most})" if self.most < _ANY_LENGTH else "")

    def value(self, look: Look) -> bool:
        return self.least <= len(self.of.value(look)) <= self.most


@dataclass(frozen=True, slots=True)
class Times(Question):
    """A letter stands so many times in a text."""

    of: Text
    letter: str
    times: int

    def formula(self, ref: Ref) -> str:
        return f"(LEN({self.of.formula(ref)})-LEN({Replaced(self.of, self.letter).formula(ref)})={self.times})"

    def value(self, look: Look) -> bool:
        return self.of.value(look).count(self.letter) == self.times


@dataclass(frozen=True, slots=True)
class AllDigits(Question):
    """One to fifteen figures and nothing else; full-width figures are none."""

    of: Text

    def formula(self, ref: Ref) -> str:
        text = self.of.formula(ref)
        return f'(1-ISERROR(1/EXACT(TEXT(VALUE({text}),REPT("0",LEN({text}))),{text})))'

    def value(self, look: Look) -> bool:
        text = self.of.value(look)
        return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


@dataclass(frozen=True, slots=True)
class NoDigit(Question):
    """No figure at all, full-width ones apart."""

    of: Text

    def formula(self, ref: Ref) -> str:
        return f"(LEN({Replaced(self.of, _DIGITS).formula(ref)})=LEN({self.of.formula(ref)}))"

    def value(self, look: Look) -> bool:
        return not any(letter in _DIGITS for letter in self.of.value(look))


@dataclass(frozen=True, slots=True)
class Has(Question):
    """A word stands somewhere in a text; `of_box` the text of another cell, blank never."""

    of: Text
    word: str | Text

    def formula(self, ref: Ref) -> str:
        word = _quoted(self.word) if isinstance(self.word, str) else self.word.formula(ref)
        found = f"(1-ISERROR(FIND({word},{self.of.formula(ref)})))"
        return found if isinstance(self.word, str) else f'({word}<>"")*{found}'

    def value(self, look: Look) -> bool:
        word = self.word if isinstance(self.word, str) else self.word.value(look)
        return bool(word) and word in self.of.value(look)


@dataclass(frozen=True, slots=True)
class OneOf(Question):
    """A text is a word of a list, to the letter; a blank is none."""

    of: Text
    words: Words

    def formula(self, ref: Ref) -> str:
        return f'(1-ISERROR(FIND("{BETWEEN}"&{self.of.formula(ref)}&"{BETWEEN}",{self.words.formula()})))'

    def value(self, look: Look) -> bool:
        return f"{BETWEEN}{self.of.value(look)}{BETWEEN}" in self.words.text


@dataclass(frozen=True, slots=True)
class In(Question):
    """A single letter is one of some; so is no letter at all, as FIND has it."""

    of: Text
    letters: str

    def formula(self, ref: Ref) -> str:
        return f"(1-ISERROR(FIND({self.of.formula(ref)},{_quoted(self.letters)})))"

    def value(self, look: Look) -> bool:
        return self.of.value(look) in self.letters


@dataclass(frozen=True, slots=True)
class Blank(Question):
    """Nothing stands there."""

    of: Text

    def formula(self, ref: Ref) -> str:
        return f'({self.of.formula(ref)}="")'

    def value(self, look: Look) -> bool:
        return not self.of.value(look)


@dataclass(frozen=True, slots=True)
class IsNumber(Question):
    """A cell holds a number (a date is one) and no text, from `least` to `most`."""

    of: Cell
    least: int | None = None
    most: int | None = None

    def formula(self, ref: Ref) -> str:
        cell = self.of.formula(ref)
        if self.least is None:
            return f"ISNUMBER({cell})"
        return f"ISNUMBER({cell})*({cell}>={self.least})*({cell}<={self.most})"  # a text is more than every number

    def value(self, look: Look) -> bool:
        found = look(self.of.box)
        if isinstance(found, str):
            return False
        return self.least is None or self.least <= found <= (self.most or 0)


@dataclass(frozen=True, slots=True)
class MoreThan(Question):
    """A text of figures is more than a number; what is no number is not."""

    of: Text
    limit: int

    def formula(self, ref: Ref) -> str:
        return f"(1-ISERROR(1/(VALUE({self.of.formula(ref)})>{self.limit})))"

    def value(self, look: Look) -> bool:
        text = self.of.value(look)
        return text.isascii() and text.isdigit() and int(text) > self.limit


@dataclass(frozen=True, slots=True)
class IsDay(Question):
    """A text like 2018-5-15 is a day of the calendar."""

    of: Text

    def formula(self, ref: Ref) -> str:
        return f"(1-ISERROR(DATEVALUE({self.of.formula(ref)})))"

    def value(self, look: Look) -> bool:
        found = _DATE.fullmatch(self.of.value(look))
        try:
            return bool(found and dt.date(*map(int, found.groups())))
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class BeginsLatin(Question):
    """The first letter is one of A to Z, small or large."""

    of: Text

    def formula(self, ref: Ref) -> str:
        letters = '"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"'
        return f"(1-ISERROR(FIND(LEFT({self.of.formula(ref)},1),{letters})))"

    def value(self, look: Look) -> bool:
        first = self.of.value(look)[:1]
        return not first or (first.isascii() and first.isalpha())


@dataclass(frozen=True, slots=True)
class Just(Question):
    """So many of several questions are answered by yes."""

    parts: tuple[Question, ...]
    count: int

    def formula(self, ref: Ref) -> str:
        return f"({'+'.join(part.formula(ref) for part in self.parts)}={self.count})"

    def value(self, look: Look) -> bool:
        return sum(part.value(look) for part in self.parts) == self.count


def exactly(text: Text, letters: int) -> Question:
    """Return the question whether a text has so many letters."""
    return Length(text, letters, letters)


def longer(text: Text, letters: int) -> Question:
    """Return the question whether a text has so many letters or more."""
    return Length(text, letters, _ANY_LENGTH)


def every(*parts: Question) -> Question:
    """Return the question whether all hold, without those that always do."""
    kept = tuple(part for part in parts if part != Yes())
    return NEVER if NEVER in kept else kept[0] if len(kept) == 1 else Every(kept) if kept else Yes()


def either(*parts: Question) -> Question:
    """Return the question whether one holds, without those that never do."""
    kept = tuple(part for part in parts if part != NEVER)
    return Yes() if Yes() in kept else kept[0] if len(kept) == 1 else Any(kept) if kept else NEVER


def no(part: Question) -> Question:
    """Return the opposite question."""
    if isinstance(part, Not):
        return part.part
    return Yes(so=not part.so) if isinstance(part, Yes) else Not(part)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if text != "\n" else "CHAR(10)"
