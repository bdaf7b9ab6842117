"""Which of the likely pairs one change on many rows explains, and which rows have kept their names and need none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.comparison.match.affixes import changes
from toolkit.comparison.match.unmatched import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.comparison.match.affixes import Change
    from toolkit.comparison.match.pairs import Pairs
    from toolkit.comparison.match.unmatched import OpenRows
    from toolkit.model import Ledger

    Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]

ALIKE = 0.3
"""Names less alike show no change."""


def kept_names(one: Numbers, other: Numbers, left: OpenRows, right: OpenRows, there: Sequence[str]) -> Numbers:
    """Return which pairs are no change because a row of theirs has its own name on the other side.

    A unit with 数媒1班 and 智能1班 in both years has not renamed the ones to the others.

    Args:
        one: places in `left`, of pairs that may be one group.
        other: places in `right`.
        left: this year's open rows.
        right: last year's.
        there: their units, each as the one that it goes on as.
    """
    ours, theirs = one.tolist(), other.tolist()
    same = np.array(
        [left.texts[a] == right.texts[b] and left.units[a] == there[b] for a, b in zip(ours, theirs, strict=True)],
        dtype=bool,
    )
    found: Numbers = np.isin(one, one[same]) | np.isin(other, other[same])
    return found


def changed(
    one: Numbers, other: Numbers, left: OpenRows, right: OpenRows, *, among: Numbers
) -> Iterator[tuple[int, int, tuple[Change, str] | None]]:
    """Yield the pairs among these with what changed in their names."""
    ours, theirs = one[among].tolist(), other[among].tolist()
    found = changes([left.texts[at] for at in ours], [right.texts[at] for at in theirs])
    return zip(ours, theirs, found, strict=True)


def unlisted(known: Mapping[tuple[int, int], Change], one: Numbers, other: Numbers) -> tuple[Numbers, Numbers]:
    """Return the pairs that a bulk rename explains and that are not among these."""
    pairs = np.array(sorted(known), dtype=np.int64).reshape(-1, 2)
    several = int(max(pairs.max(initial=0), other.max(initial=0))) + 1
    more = ~np.isin(pairs[:, 0] * several + pairs[:, 1], one * several + other)
    return pairs[more, 0], pairs[more, 1]


def proven(pairs: Pairs, ours: Ledger, theirs: Ledger) -> list[tuple[Change, str] | None]:
    """Return what changed in the names of the pairs that a number joined."""
    matched = pairs.matched[pairs.matched["basis"] != "unit_name"]
    now = ours.frame["group_name"].to_numpy(object)[matched["ours"]]
    then = theirs.frame["group_name"].to_numpy(object)[matched["theirs"]]
    differ = now != then
    return changes(
        spelled(ours.frame.iloc[matched["ours"].to_numpy()[differ]]),
        spelled(theirs.frame.iloc[matched["theirs"].to_numpy()[differ]]),
    )
