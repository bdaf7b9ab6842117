"""What is read together and what comes of it: a grid with its labels, and the rows under one head."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.intake.layouts.heads import Head
    from toolkit.intake.layouts.labels import Lexicon
    from toolkit.intake.layouts.printed import Page
    from toolkit.intake.layouts.stacked import Column
    from toolkit.model import Grid, Merge, Note

FILLED = ("unit", "prior_group_count")
PRESET = frozenset({"unit", "prior_group_count", "parent_party_org"})


@dataclass(frozen=True, slots=True)
class Sheetful:
    """What is read together: a grid (on its side for a matrix), what its labels mean, what its form prints."""

    grid: Grid
    merges: Mapping[tuple[int, int], Merge]
    lexicon: Lexicon
    page: Page
    presets: frozenset[str]


@dataclass(slots=True)
class Block:
    """The rows under one head: `texts` has for each of `columns` one text a row of `offsets`.

    `lines` are all rows that were taken into them: those of `offsets`, and further lines of one group. `end` is the row
    where the block ends (exclusive), `numbering` are the columns that only number the rows. `sections` is the title
    over a row, `said` what titles answer for it (its platform, its unit), `titles` are the texts of those that do.
    `several` are the cells that hold the names of several groups (`several`).
    """

    head: Head
    columns: tuple[Column, ...]
    offsets: tuple[int, ...] = ()
    texts: tuple[tuple[str, ...], ...] = ()
    blank: int = 0
    rejected: tuple[tuple[int, Note], ...] = ()
    last: int = -1
    sections: Mapping[int, str] = field(default_factory=dict)
    said: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    titles: frozenset[str] = frozenset()
    captions: tuple[int, ...] = ()
    lines: frozenset[int] = frozenset()
    end: int = 0
    numbering: frozenset[int] = frozenset()
    several: tuple[tuple[int, int, str, str], ...] = ()

    @property
    def filled(self) -> int:
        """How many rows hold something."""
        return len(self.offsets) + len(self.rejected)


class Side(NamedTuple):
    """One column of a block from under the head to its end: what it means, and its cells as they stand."""

    column: Column
    cells: tuple[str, ...]
