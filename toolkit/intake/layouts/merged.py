"""Merged cells of a grid: which range a cell lies in, and the grid on its side."""

from __future__ import annotations

from dataclasses import replace
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


def seen(grid: Grid) -> Grid:
    """Return the grid as a person sees it: what lies hidden under a merged cell is not there."""
    under = {
        (row, column)
        for (row, column), merge in merges_of(grid).items()
        if (row, column) != (merge.top, merge.left) and grid.at(row, column) and _area(merge) <= LARGEST
    }
    if not under:
        return grid
    touched = {row for row, _ in under}
    rows = tuple(
        tuple("" if (row, at) in under else text for at, text in enumerate(line)) if row in touched else line
        for row, line in enumerate(grid.rows)
    )
    return replace(grid, rows=rows)


def _area(merge: Merge) -> int:
    return (merge.bottom - merge.top + 1) * (merge.right - merge.left + 1)


def turned(grid: Grid) -> Grid:
    """Return the grid on its side: rows become columns."""
    rows = tuple(zip_longest(*grid.rows, fillvalue=""))
    merges = tuple(Merge(merge.left, merge.top, merge.right, merge.bottom) for merge in grid.merges)
    return Grid(grid.name, rows, merges, grid.hidden)
