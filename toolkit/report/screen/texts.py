"""Texts stored once: a column of the page holds numbers, and the table says which text each is.

Names, places and sentences repeat from row to row and from year to year, so this keeps the file small, and each text is
masked once.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from toolkit.normalise.masking import masked, masked_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


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
        return list(map(masked, self._places))

    def numbers(self) -> list[str]:
        """Return the table of group numbers and filing numbers: they look like telephones and are none."""
        return list(map(masked_number, self._places))


def thin(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns of numbers; of one that says the same all the way down, that number alone."""
    return {name: _thin(column) for name, column in columns.items()}


def _thin(column: Any) -> Any:
    alike = (
        isinstance(column, list) and column and isinstance(column[0], int) and column.count(column[0]) == len(column)
    )
    return column[0] if alike else column
