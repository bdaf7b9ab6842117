"""Rows of a sheet that are made when they are written: of a list that is cut, what is cut off is never made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

Item = TypeVar("Item")
Row = TypeVar("Row")


class Later(Sequence[Row], Generic[Item, Row]):
    """What a function makes of each item, made anew at every look: for whoever goes through once."""

    def __init__(self, make: Callable[[Item], Row], items: Sequence[Item]) -> None:
        """Make nothing yet."""
        self._make, self._items = make, items

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._items)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Later[Item, Row]: ...

    def __getitem__(self, place: int | slice) -> Row | Later[Item, Row]:
        """Return the row at a place, or some of the rows, still to be made."""
        return Later(self._make, self._items[place]) if isinstance(place, slice) else self._make(self._items[place])
