"""Texts as a formula writes them and as they are now: what stands in a cell, and what is made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.forms.template.places import Box

    Ref = Callable[[Box], str]
    """Gives the reference to a box."""
    Look = Callable[[Box], str | float]
    """Gives what stands in a box."""

Value = TypeVar("Value")
BETWEEN = "¦"
"""What parts the words of a list in its cell."""
_WIDE = 99  # the longest line of a cell that is taken apart
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
        return quoted(self.text) if self.plain else self.name


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

    def boxes(self) -> Iterator[Box]:
        """Yield the boxes that it is about; one may come more than once."""
        for part in self.parts:
            yield from part.boxes()

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

    def boxes(self) -> Iterator[Box]:
        """Yield the box."""
        yield self.box

    def formula(self, ref: Ref) -> str:
        """Return the reference to the box."""
        return ref(self.box)

    def value(self, look: Look) -> str:
        """Return the text of the box, of a number too; letters beyond 16 bits count twice, as in every program."""
        found = look(self.box)
        return _ASTRAL.sub("\ue000\ue001", found if isinstance(found, str) else f"{found:.15g}")


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
        template = f"SUBSTITUTE({template},{literal(letter)},{literal(by)})"
    table = {ord(letter): by for letter in each}
    return Text(template, (of,), lambda text: text.translate(table))


def without(of: Text, part: Text) -> Text:
    """Return a text with another one taken out of it."""
    return Text('SUBSTITUTE({0},{1},"")', (of, part), lambda text, out: text.replace(out, "") if out else text)


def joined(*parts: Text | str) -> Text:
    """Return texts one after another; a plain string is itself."""
    places = iter(range(len(parts)))
    pieces = [literal(one) if isinstance(one, str) else f"{{{next(places)}}}" for one in parts]
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


def quoted(text: str) -> str:
    """Return a text in quotation marks, as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as a formula writes it, within a template."""
    return "CHAR(10)" if text == "\n" else quoted(text).replace("{", "{{").replace("}", "}}")
