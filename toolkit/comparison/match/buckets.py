"""The joins of matching, as pure functions of small arrays: what any engine runs, on any machine.

Rows are compared by whole numbers that stand for their texts (`toolkit.comparison.match.encoded`). A bucket holds all
rows of the keys that fall into it, from both sides, so no bucket needs another, and the work grows with the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.int64]
    Mask = NDArray[np.bool_]

ROWS = 100_000
"""So many rows of both sides make a bucket: enough to be worth sending, little enough to be held many times over."""
NAMESAKES = 10
"""A name that more rows of one unit bear (there are ten platforms) tells none of them from the others."""


class Keyed(NamedTuple):
    """Rows of one side by one key each: where they stand in the register, from 0, and their keys."""

    positions: Codes
    keys: Codes


class Named(NamedTuple):
    """Rows of one side with unit and name: what else tells them apart, -1 where it is not given.

    `free` rows have no partner yet; `several` are the numbers of the rows that have more than one.
    """

    positions: Codes
    keys: Codes
    platforms: Codes
    numbers: Codes
    free: Mask
    several: Mapping[int, frozenset[int]]


class NamedBucket(NamedTuple):
    """The rows of both sides, and the pairs (positions) that a person parted."""

    ours: Named
    theirs: Named
    parted: frozenset[tuple[int, int]]


class Joined(NamedTuple):
    """Pairs of positions."""

    ours: Codes
    theirs: Codes


class NamedPairs(NamedTuple):
    """The pairs that name and unit prove, and those that only their numbers part."""

    matched: Joined
    renumbered: Joined


def shares(keys: Codes, count: int) -> list[Codes]:
    """Return for each of `count` buckets the places of its keys, in order."""
    import numpy as np

    if count == 1:
        return [np.arange(len(keys))]
    bucket = keys % count
    order = np.argsort(bucket, kind="stable")
    return np.split(order, np.searchsorted(bucket[order], np.arange(1, count)))


def buckets(rows: int) -> int:
    """Return into how many buckets so many rows go."""
    return max(1, -(-rows // ROWS))


def join(bucket: tuple[Keyed, Keyed]) -> Joined:
    """Return all pairs of rows with one key, in the order of ours and then of theirs."""
    import numpy as np

    ours, theirs = bucket
    left, right = _joined(ours.keys, theirs.keys)
    found = Joined(ours.positions[left], theirs.positions[right])
    order = np.lexsort((found.theirs, found.ours))
    return Joined(found.ours[order], found.theirs[order])


def join_named(bucket: NamedBucket) -> NamedPairs:
    """Return what unit and name prove of a bucket: a match where neither row could be another one of that name.

    Every row of a name counts for whether there is a choice, also one that has its partner; only free rows are paired.
    """
    import numpy as np

    ours, theirs = _told_apart(bucket.ours), _told_apart(bucket.theirs)
    left, right = _joined(ours.keys, theirs.keys)
    order = np.lexsort((theirs.positions[right], ours.positions[left]))
    left, right = left[order], right[order]
    asked = _with_free(ours, theirs)
    keep = asked[left]
    left, right = left[keep], right[keep]
    if bucket.parted:
        kept = [
            place
            for place, pair in enumerate(zip(ours.positions[left], theirs.positions[right], strict=True))
            if (int(pair[0]), int(pair[1])) not in bucket.parted
        ]
        left, right = left[kept], right[kept]
    same_platform = ~_differ(ours.platforms[left], theirs.platforms[right])
    other_number = _numbers_differ(ours, theirs, left, right)
    possible = same_platform & ~other_number
    sure = possible & _single(left, possible, len(ours.keys)) & _single(right, possible, len(theirs.keys))
    sure &= ours.free[left] & theirs.free[right]
    matched = Joined(ours.positions[left[sure]], theirs.positions[right[sure]])
    rest = same_platform & other_number & ours.free[left] & theirs.free[right]
    again = Joined(ours.positions[left[rest]], theirs.positions[right[rest]])
    return NamedPairs(matched, first_free(again, after=matched))


def first_free(pairs: Joined, *, after: Joined | None = None) -> Joined:
    """Return the pairs whose rows are in no pair before them, nor in one of `after`: each row once, in their order."""
    import numpy as np

    taken: set[int] = set(after.ours.tolist()) if after is not None else set()
    taken_theirs: set[int] = set(after.theirs.tolist()) if after is not None else set()
    found: list[tuple[int, int]] = []
    for one, other in zip(pairs.ours.tolist(), pairs.theirs.tolist(), strict=True):
        if one not in taken and other not in taken_theirs:
            taken.add(one)
            taken_theirs.add(other)
            found.append((one, other))
    both = np.array(found, dtype=np.int64).reshape(-1, 2)
    return Joined(both[:, 0], both[:, 1])


def together(parts: Iterable[Joined]) -> Joined:
    """Return the pairs of all parts, in order of ours and then of theirs."""
    import numpy as np

    found = [*parts]
    ours = np.concatenate([part.ours for part in found])
    theirs = np.concatenate([part.theirs for part in found])
    order = np.lexsort((theirs, ours))
    return Joined(ours[order], theirs[order])


def _joined(ours: Codes, theirs: Codes) -> tuple[Codes, Codes]:
    """Return all places (ours, theirs) with one key."""
    import numpy as np

    order = np.argsort(theirs, kind="stable")
    ordered = theirs[order]
    first, last = np.searchsorted(ordered, ours, "left"), np.searchsorted(ordered, ours, "right")
    counts = last - first
    left = np.repeat(np.arange(len(ours)), counts)
    within = np.arange(len(left)) - np.repeat(np.cumsum(counts) - counts, counts)
    return left, order[np.repeat(first, counts) + within]


def _told_apart(side: Named) -> Named:
    """Return the rows whose name is borne by few rows of their unit."""
    import numpy as np

    _, inverse, counts = np.unique(side.keys, return_inverse=True, return_counts=True)
    few = counts[inverse] <= NAMESAKES if len(side.keys) else np.zeros(0, dtype=np.bool_)
    return side._replace(**{name: getattr(side, name)[few] for name in side._fields[:-1]})


def _with_free(ours: Named, theirs: Named) -> Mask:
    """Return which rows of ours bear a name that has a free row on both sides."""
    import numpy as np

    asked = np.intersect1d(ours.keys[ours.free], theirs.keys[theirs.free])
    return np.isin(ours.keys, asked)


def _differ(one: Codes, other: Codes) -> Mask:
    """Return where both are given and are not the same."""
    differ: Mask = (one >= 0) & (other >= 0) & (one != other)
    return differ


def _numbers_differ(ours: Named, theirs: Named, left: Codes, right: Codes) -> Mask:
    """Return where both have numbers and none in common."""
    differ: Mask = _differ(ours.numbers[left], theirs.numbers[right])
    if ours.several or theirs.several:
        for place in differ.nonzero()[0].tolist():
            one, other = int(left[place]), int(right[place])
            differ[place] = _numbers(ours, one).isdisjoint(_numbers(theirs, other))
    return differ


def _numbers(side: Named, place: int) -> frozenset[int]:
    position = int(side.positions[place])
    return side.several.get(position) or frozenset((int(side.numbers[place]),))


def _single(places: Codes, among: Mask, rows: int) -> Mask:
    """Return which pairs have a row that is in one pair only of those among which is counted."""
    import numpy as np

    single: Mask = np.bincount(places[among], minlength=rows)[places] == 1
    return single
