"""What the steps of the grammar of names are made of: a kind of token, its pattern, and what to make of a match."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HAN = "\u3400-\u9fff"
DIGITS = "0123456789"
STEMS = "甲乙丙丁戊"
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class NameWords:
    """The words of names, in the groups that `schemas/names.yaml` explains."""

    status: tuple[str, ...]
    openings: tuple[str, ...]
    states: tuple[str, ...]
    actions: tuple[str, ...]
    other_states: dict[str, str]
    other_group: tuple[str, ...]
    ended: tuple[str, ...]
    status_endings: tuple[str, ...]
    classes: tuple[str, ...]
    buildings: tuple[str, ...]
    houses: dict[str, str]
    floors: tuple[str, ...]
    groups: tuple[str, ...]
    goes_on: dict[str, str]
    goes_only_on: dict[str, str]
    no_stem_after: str
    counted: str
    studies: dict[str, str]
    platforms: dict[str, tuple[str, ...]]
    campus_sides: tuple[str, ...]
    campus_endings: tuple[str, ...]
    campus_words: tuple[str, ...]
    short_campuses: dict[str, str]
    wings: str
    wing_endings: tuple[str, ...]
    places: tuple[str, ...]


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


def step(
    kind: str, cues: Iterable[str], pattern: str, value: Callable[[re.Match[str]], str], *, leaves: str = " "
) -> Step:
    """Return a step whose every match has one of the characters of `cues`."""
    return Step(kind, frozenset(cues), re.compile(pattern), value, leaves)


def numbered(kind: str, cues: Iterable[str], pattern: str, value: Callable[[re.Match[str]], str]) -> Step:
    """Return a step whose every match has a digit too."""
    return step(kind, cues, pattern, value)._replace(also=frozenset(DIGITS))


def first(choice: Iterable[str]) -> set[str]:
    """Return the letters that the words begin with."""
    return {word[0] for word in choice}


def last(choice: Iterable[str]) -> set[str]:
    """Return the letters that the words end in."""
    return {word[-1] for word in choice}


def told(found: re.Match[str]) -> str:
    """Return what the first group of a pattern found."""
    return found[1]


def after_number(words: NameWords, choice: Iterable[str]) -> str:
    """Return a pattern of any of the words, where they do not go on as another word."""
    return "|".join(_ending(words, word) for word in sorted(choice, key=len, reverse=True))


def either(choice: Iterable[str]) -> str:
    """Return a pattern of any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(choice, key=len, reverse=True)))


def number(text: str) -> str:
    """Return a number without leading zeros."""
    return text.lstrip("0") or "0"


def _ending(words: NameWords, word: str) -> str:
    if word in words.goes_only_on:
        return rf"{re.escape(word)}(?=$|[^{HAN}]|{words.goes_only_on[word]})"
    return f"{re.escape(word)}(?![{words.goes_on[word]}])" if word in words.goes_on else re.escape(word)
