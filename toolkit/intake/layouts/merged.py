"""Merged cells of a grid: which range a cell lies in, and the grid on its side."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from toolkit.model import Grid, Merge

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST = 50_000
_NO_MERGES: Mapping[tuple[int, int], Merge] = {}


def merges_of(grid: Grid) -> Mapping[tuple[int, int], Merge]:
    """Return for every cell in a merged range that range, cut to the grid; ranges of absurd size are left out."""
    if not grid.merges:
        return _NO_MERGES
    last_row, last_column = len(grid.rows) - 1, max(map(len, grid.rows), default=0)
    found: dict[tuple[int, int], Merge] = {}
    for merge in grid.merges:
        bottom, right = min(merge.bottom, last_row), min(merge.right, last_column)
        if (bottom - merge.top + 1) * (right - merge.left + 1) > LARGEST:
            continue
        for row in range(merge.top, bottom + 1):
            for column in range(merge.left, right + 1):
                found[row, column] = merge
    return found


def turned(grid: Grid) -> Grid:
    """Return the grid on its side: rows become columns."""
    rows = tuple(zip_longest(*grid.rows, fillvalue=""))
    merges = tuple(Merge(merge.left, merge.top, merge.right, merge.bottom) for merge in grid.merges)
    return Grid(grid.name, rows, merges, grid.hidden)
