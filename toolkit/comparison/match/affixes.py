"""One affix on many rows: the school was renamed, 「2024」 was put before every name. One question, not fifty.

What two names of a likely pair do not share is a change: what was there, and what stands there now. A change that
enough rows show is a bulk rename; where words are exchanged the rows must differ in what they keep, because 考务群 for
教学秘书群 in every unit is other work, not another name. Once a bulk rename is known, the rows it explains are found by
it, however much it made of a short name (`explained`).
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]

MANY = 5
"""So many rows with one change are a bulk rename."""

APPLIED = 12
"""So many bulk renames, those of the most rows, are tried on every row."""
BETWEEN = "…"
"""Stands for what is kept, in a change at both ends."""

_KEPT = 2


class Change(NamedTuple):
    """What a name gained and lost: 教务群 → 2024教务群 is `now` 2024 and `was` nothing.

    Where both ends grew, `now` has both: 教务 → 某院教务群 is 某院…群.
    """

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


def explained(
    ours: Sequence[tuple[str, str]],
    theirs: Sequence[tuple[str, str]],
    bulk: Mapping[Change, int],
    *,
    but: tuple[Iterable[int], Iterable[int]] = ((), ()),
) -> Mapping[tuple[int, int], Change]:
    """Return the pairs of places whose names differ in one bulk rename and in nothing else.

    Args:
        ours: unit and name of each row.
        theirs: likewise.
        bulk: the changes that many rows show, with their number.
        but: places of rows on either side that have kept their names.
    """
    if not bulk:
        return {}
    now, then = (_by_name(rows, frozenset(kept)) for rows, kept in zip((ours, theirs), but, strict=True))
    found: dict[tuple[int, int], Change] = {}
    for change in sorted(bulk, key=lambda change: (-bulk[change], change))[:APPLIED]:
        for here, there in _pairs(now, then, change):
            for pair in product(now[here], then[there]):
                found.setdefault(pair, change)
    return found


def _by_name(rows: Sequence[tuple[str, str]], but: frozenset[int]) -> Mapping[tuple[str, str], Sequence[int]]:
    """Return the places of each unit and name, but for some places."""
    places = defaultdict[tuple[str, str], list[int]](list)
    for place, row in enumerate(rows):
        if place not in but:
            places[row].append(place)
    return places


def _pairs(
    now: Collection[tuple[str, str]], then: Collection[tuple[str, str]], change: Change
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield the rows of now and then that a change explains: from the side that can tell at a glance which may be."""
    if change.now or BETWEEN in change.was:
        sign = change.now.partition(BETWEEN)[0]
        for unit, name in [row for row in now if sign in row[1]]:
            for was in undone(name, change):
                if (unit, was) in then:
                    yield (unit, name), (unit, was)
    else:  # a word was dropped, nobody can tell where: what had it, without it
        for unit, was in [row for row in then if change.was in row[1]]:
            for name in undone(was, Change(change.was, "")):
                if (unit, name) in now:
                    yield (unit, name), (unit, was)


def undone(name: str, change: Change) -> Iterator[str]:
    """Yield what a name may have been before a change."""
    now, was = change
    if BETWEEN in now:
        head, _, tail = now.partition(BETWEEN)
        if name.startswith(head) and name.endswith(tail) and len(name) > len(head) + len(tail):
            yield name[len(head) : len(name) - len(tail)]
    elif BETWEEN in was:
        head, _, tail = was.partition(BETWEEN)
        yield f"{head}{name}{tail}"
    else:
        start = name.find(now)
        while start >= 0:
            yield f"{name[:start]}{was}{name[start + len(now) :]}"
            start = name.find(now, start + 1) if start < len(name) else -1


def change(now: str, was: str) -> Change:
    """Return what stands in the first name and what in the second, between what they begin and end with."""
    from rapidfuzz.distance import Postfix, Prefix

    before = Prefix.similarity(now, was)
    behind = min(Postfix.similarity(now, was), len(now) - before, len(was) - before)
    return Change(now[before : len(now) - behind], was[before : len(was) - behind])


def at_both_ends(now: str, was: str) -> tuple[Change, str] | None:
    """Return the change of a name that stands whole within the other one, and the name; None where neither does."""
    kept = min(now, was, key=len)
    longer = was if kept is now else now
    head, within, tail = longer.partition(kept)
    if len(kept) < _KEPT or not within:
        return None
    around = f"{head}{BETWEEN}{tail}"
    return (Change(around, "") if longer is now else Change("", around)), kept


def _change(now: str, was: str, before: int, behind: int) -> tuple[Change, str] | None:
    behind = min(behind, len(now) - before, len(was) - before)
    if now == was:
        return None
    if before + behind < _KEPT:
        return at_both_ends(now, was)
    end_now, end_was = len(now) - behind, len(was) - behind
    return Change(now[before:end_now], was[before:end_was]), f"{now[:before]}…{now[end_now:]}"
