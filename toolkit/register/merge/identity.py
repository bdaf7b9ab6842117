"""What tells that two rows of one unit are the same group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Rows = Sequence[int] | NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Identity:
    """A group by its canonical name ("" when it has none), its numbers and its platform ("" when not said)."""

    name: str
    numbers: frozenset[str]
    platform: str

    def agrees(self, other: Identity) -> bool:
        """Return whether neither number nor platform speaks against taking two of one name for one group."""
        numbers = not (self.numbers and other.numbers) or not self.numbers.isdisjoint(other.numbers)
        return numbers and (not (self.platform and other.platform) or self.platform == other.platform)


class Groups:
    """The groups of some rows, found by unit and number, else by unit and name where nothing conflicts."""

    def __init__(self, frame: pd.DataFrame, rows: Rows) -> None:
        """Index the rows at the given positions; of several that are the same the first is found."""
        self._by_name: dict[tuple[str, str], list[tuple[int, Identity]]] = {}
        self._by_number: dict[tuple[str, str], int] = {}
        units = frame["unit"].to_numpy()
        for row, group in zip(rows, identity(frame, rows), strict=True):
            self._by_name.setdefault((units[row], group.name), []).append((int(row), group))
            for number in group.numbers:
                self._by_number.setdefault((units[row], number), int(row))

    def named(self, unit: str, name: str) -> bool:
        """Return whether the unit has a row of a name, whatever its number and platform."""
        return bool(name) and (unit, name) in self._by_name

    def find(self, unit: str, group: Identity) -> int | None:
        """Return the position of the unit's row that is this group, None when there is none."""
        numbered = [self._by_number[unit, number] for number in group.numbers if (unit, number) in self._by_number]
        if numbered:
            return min(numbered)
        named = self._by_name.get((unit, group.name), []) if group.name else []
        return next((row for row, other in named if group.agrees(other)), None)


def identity(frame: pd.DataFrame, rows: Rows) -> Iterator[Identity]:
    """Yield who the rows at the given positions are."""
    chosen = frame.take([int(row) for row in rows])
    columns = (chosen[column].tolist() for column in ("name_key", "group_nos", "platform"))
    for name, numbers, platform in zip(*columns, strict=True):
        yield Identity(name, frozenset(numbers.split("\n")) if numbers else frozenset(), platform)
