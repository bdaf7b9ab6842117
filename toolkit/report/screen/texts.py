"""Texts stored once: a column of the page holds numbers, and the table says which text each is.

Names, places and sentences repeat from row to row and from year to year, so this keeps the file small, and each text is
masked once.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from toolkit.report.text import masked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_BETWEEN = "\x00"
_MAYBE = re.compile(r"[@＠]|\d[\d\s()（）－-]{6}")
"""What may be the beginning of a telephone number, an address or an identity number: few texts have it."""


class Texts:
    """A table of texts. Index 0 is the empty text."""

    def __init__(self) -> None:
        """Begin with the empty text."""
        self._places: defaultdict[str, int] = defaultdict()
        self._places.default_factory = self._places.__len__
        self.add("")

    def add(self, text: str) -> int:
        """Return the index of a text."""
        return self._places[text]

    def column(self, texts: Iterable[str]) -> list[int]:
        """Return the indices of texts."""
        return list(map(self._places.__getitem__, texts))

    def masked(self) -> list[str]:
        """Return the table with what is private masked."""
        return all_shown(list(self._places))

    def plain(self) -> list[str]:
        """Return the table as it is: for group numbers and filing numbers, which look like telephones and are none."""
        return list(self._places)


def shown(text: str) -> str:
    """Return a text with what is private masked."""
    return masked(text) if _MAYBE.search(text) else text


def all_shown(texts: Sequence[str]) -> list[str]:
    """Return texts with what is private masked; all are looked through at once, and only suspects one by one."""
    found = list(texts)
    ends = list(accumulate(len(text) + 1 for text in texts))
    for suspect in {bisect(ends, match.start()) for match in _MAYBE.finditer(_BETWEEN.join(texts))}:
        found[suspect] = masked(found[suspect])
    return found


def thin(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns of numbers; of one that says the same all the way down, that number alone."""
    return {name: _thin(column) for name, column in columns.items()}


def _thin(column: Any) -> Any:
    alike = (
        isinstance(column, list) and column and isinstance(column[0], int) and column.count(column[0]) == len(column)
    )
    return column[0] if alike else column
