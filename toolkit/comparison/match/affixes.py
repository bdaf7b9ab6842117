"""One affix on many rows: the school was renamed, 「2024」 was put before every name. One question, not fifty.

What two names of a likely pair do not share is a change: what was there, and what stands there now. A change that
enough rows show is a bulk rename; where words are exchanged the rows must differ in what they keep, because 考务群 for
教学秘书群 in every unit is other work, not another name.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]

MANY = 5
"""So many rows with one change are a bulk rename."""

_KEPT = 2


class Change(NamedTuple):
    """What a name gained and lost: 教务群 → 2024教务群 is `now` 2024 and `was` nothing."""

    now: str
    was: str


def changes(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[Change, str] | None]:
    """Return for each pair of names its one change and what they keep, None where they have nothing in common."""
    from rapidfuzz.distance import Postfix, Prefix
    from rapidfuzz.process import cpdist

    if not ours:
        return []
    before = cpdist(ours, theirs, scorer=Prefix.similarity, dtype=np.int32).tolist()
    behind = cpdist(ours, theirs, scorer=Postfix.similarity, dtype=np.int32).tolist()
    return [_change(*pair) for pair in zip(ours, theirs, before, behind, strict=True)]


def bulk_renames(
    pairs: Iterable[tuple[int, int, tuple[Change, str] | None]], proven: Iterable[tuple[Change, str] | None] = ()
) -> Mapping[Change, int]:
    """Return the changes that many rows show, with their number.

    Args:
        pairs: likely pairs as places on both sides, with what changed.
        proven: what changed in the names of pairs that a number joined.
    """
    ours, theirs = defaultdict[Change, set[int]](set), defaultdict[Change, set[int]](set)
    kept = defaultdict[Change, set[str]](set)
    known = defaultdict[Change, int](int)
    for one, other, found in pairs:
        if found:
            ours[found[0]].add(one)
            theirs[found[0]].add(other)
            kept[found[0]].add(found[1])
    for found in proven:
        if found:
            known[found[0]] += 1
            kept[found[0]].add(found[1])
    counted = {}
    for change in ours:
        rows = min(len(ours[change]), len(theirs[change])) + known[change]
        counted[change] = min(rows, len(kept[change])) if all(change) else rows
    return {change: rows for change, rows in counted.items() if rows >= MANY}


def change(now: str, was: str) -> Change:
    """Return what stands in the first name and what in the second, between what they begin and end with."""
    from rapidfuzz.distance import Postfix, Prefix

    before = Prefix.similarity(now, was)
    behind = min(Postfix.similarity(now, was), len(now) - before, len(was) - before)
    return Change(now[before : len(now) - behind], was[before : len(was) - behind])


def _change(now: str, was: str, before: int, behind: int) -> tuple[Change, str] | None:
    behind = min(behind, len(now) - before, len(was) - before)
    if before + behind < _KEPT or now == was:
        return None
    end_now, end_was = len(now) - behind, len(was) - behind
    return Change(now[before:end_now], was[before:end_was]), f"{now[:before]}…{now[end_now:]}"
