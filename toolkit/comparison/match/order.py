"""Where a row would stand in last year's register if the order of the rows was kept: ledgers are copied and edited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.comparison.match.unmatched import codes
from toolkit.register.keys import unit_keys

if TYPE_CHECKING:
    from toolkit.comparison.match.pairs import Pairs
    from toolkit.comparison.match.unmatched import OpenRows
    from toolkit.model import Ledger

    Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]

ALONE, ALIGNED, AT_AN_END, NEAR = 1.0, 0.8, 0.7, 0.5
"""How sure a place is: the one free row between two matched neighbours; as many free rows here as there; the same at
the head or the foot of a unit; so many rows from one neighbour, where one side has more free rows."""


@dataclass(frozen=True, slots=True)
class Places:
    """For each row of this year's register the rows of last year's that its neighbours put it at, and how surely.

    `above` and `below` are positions in last year's frame, -1 where that neighbour says nothing; `sure` is one of the
    constants above, 0 where no neighbour of the unit was matched.
    """

    above: Numbers
    below: Numbers
    sure: Numbers


class OpenPlaces:
    """Where the open rows stand, by what their matched neighbours say."""

    def __init__(self, ours: Ledger, theirs: Ledger, pairs: Pairs, left: OpenRows, right: OpenRows) -> None:
        """Take what was matched for signposts."""
        free = np.zeros(len(ours.frame), dtype=bool), np.zeros(len(theirs.frame), dtype=bool)
        free[0][left.positions], free[1][right.positions] = True, True
        expected = expected_places(ours, theirs, pairs, free=free)
        place = np.full(len(theirs.frame) + 1, -1)
        place[right.positions] = np.arange(len(right))
        self._said = [place[where[left.positions]] for where in (expected.above, expected.below)]
        self._sure = expected.sure[left.positions]

    def pairs(self) -> tuple[Numbers, Numbers]:
        """Return the pairs that stand in one place."""
        rows = [np.nonzero(where >= 0)[0] for where in self._said]
        return np.concatenate(rows), np.concatenate([where[at] for where, at in zip(self._said, rows, strict=True)])

    def sure(self, one: Numbers, other: Numbers) -> Numbers:
        """Return how surely the rows of each pair stand in one place; 0 where they do not."""
        hit = (self._said[0][one] == other) | (self._said[1][one] == other)
        return np.where(hit, self._sure[one], 0.0)


def expected_places(ours: Ledger, theirs: Ledger, pairs: Pairs, *, free: tuple[Numbers, Numbers]) -> Places:
    """Return where the matched neighbours put each free row.

    Between the nearest matched row of its unit above it and the nearest below, the free rows are counted here and
    between their partners there: the second free row here is the second there.

    Args:
        ours: this year's records.
        theirs: last year's register.
        pairs: who is who.
        free: which rows of each side are free, one truth value a row.
    """
    units, others = codes(unit_keys(ours.frame), unit_keys(theirs.frame))
    count = len(units)
    line, there = (np.argsort(side, kind="stable") for side in (units, others))
    partner = np.full(count, -1)
    at = np.empty(len(others), dtype=np.int64)
    at[there] = np.arange(len(others))
    one, other = pairs.matched["ours"].to_numpy(), pairs.matched["theirs"].to_numpy()
    same = units[one] == others[other]
    partner[one[same]] = at[other[same]]

    sorted_units, partners = units[line], partner[line]
    free_here, free_there = free[0][line], free[1][there]
    counted_here = np.concatenate([[0], np.cumsum(free_here)])
    counted_there = np.concatenate([[0], np.cumsum(free_there)])
    which_there = np.append(there[free_there], -1)
    start, end = (np.searchsorted(sorted_units, sorted_units, side=side) for side in ("left", "right"))
    starts, ends = (np.searchsorted(others[there], sorted_units, side=side) for side in ("left", "right"))
    places = np.arange(count)
    before = np.maximum.accumulate(np.where(partners >= 0, places, -1))
    after = np.minimum.accumulate(np.where(partners >= 0, places, count)[::-1])[::-1]
    anchored, closed = before >= start, after < end
    top = np.where(anchored, partners[before], starts - 1)
    bottom = np.where(closed, partners[np.minimum(after, count - 1)], ends)
    first, last = np.where(anchored, before + 1, start), np.where(closed, after, end)
    here = counted_here[last] - counted_here[first]
    between = np.where(bottom > top, counted_there[np.maximum(bottom, 0)] - counted_there[top + 1], 0)
    rank = counted_here[places] - counted_here[first]
    said = free_here & (anchored | closed) & (between > 0) & (sorted_units > 0)
    from_top = np.where(said & anchored & (rank < between), counted_there[top + 1] + rank, -1)
    from_bottom = np.where(said & closed & (rank >= here - between), counted_there[top + 1] + between - here + rank, -1)
    aligned = said & (here == between)
    between_two = aligned & anchored & closed
    levels = [between_two & (here == 1), between_two, aligned, said]
    sure = np.select(levels, [ALONE, ALIGNED, AT_AN_END, NEAR], 0.0)
    found = [np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64), np.empty(count)]
    for column, values in zip(found, (which_there[from_top], which_there[from_bottom], sure), strict=True):
        column[line] = values
    return Places(*found)
