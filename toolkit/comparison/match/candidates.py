"""Which open rows are compared: those with something in common, never all with all.

One unit, one owner, one beginning of a number, one name in another unit. A block of so many rows that it tells nothing
is parted by pairs of letters, the rarest first, so that the pairs stay in proportion to the rows.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from toolkit.comparison.match.unmatched import OpenRows

    Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]

PAIRS = 10_000
"""A block with more pairs is parted, or left out."""
EACH = 60
"""How many rows of a crowded block one row is compared with, those that share the rarest letters."""
NAMESAKES = 100
"""Pairs of one name in different units; a name that more bear (工作群) is no reason to compare them."""

_PREFIX = 6


def candidates(
    left: OpenRows, right: OpenRows, *, follows: Mapping[str, str], expected: tuple[Numbers, Numbers]
) -> tuple[Numbers, Numbers]:
    """Return the pairs to compare, as places in `left` and in `right`, in order and each once.

    Args:
        left: this year's open rows.
        right: last year's.
        follows: which unit of this year goes on as which unit of last year's rows: previous key to this year's.
        expected: pairs that stand in one place of their registers.
    """
    units = [follows.get(unit, unit) for unit in right.units]
    found = [expected, _crowds(left, right, units)]
    found.append(_join(_by_value(left.units), _by_value(units), most=PAIRS))
    found.append(_join(_by_people(left), _by_people(right), most=PAIRS))
    found.append(_join(_by_number(left), _by_number(right), most=PAIRS))
    names = [
        [(rest, marks) if rest else "" for rest, marks in zip(s.rests, s.marks, strict=True)] for s in (left, right)
    ]
    found.append(_join(_by_value(names[0]), _by_value(names[1]), most=NAMESAKES))
    several = max(len(right), 1)
    pairs = np.unique(np.concatenate([one.astype(np.int64) * several + other for one, other in found]))
    return pairs // several, pairs % several


def _join(
    ours: Mapping[Hashable, list[int]], theirs: Mapping[Hashable, list[int]], *, most: int
) -> tuple[Numbers, Numbers]:
    """Return all pairs of the blocks that both sides have and that hold at most so many."""
    one: list[Numbers] = []
    other: list[Numbers] = []
    for block, members in ours.items():
        others = theirs.get(block)
        if others is not None and len(members) * len(others) <= most:
            one.append(np.repeat(np.array(members, dtype=np.int64), len(others)))
            other.append(np.tile(np.array(others, dtype=np.int64), len(members)))
    return _together(one), _together(other)


def _together(parts: list[Numbers]) -> Numbers:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def _by_value(values: Iterable[Hashable]) -> Mapping[Hashable, list[int]]:
    return _blocks((value, place) for place, value in enumerate(values) if value)


def _by_people(side: OpenRows) -> Mapping[Hashable, list[int]]:
    return _blocks((name, place) for place, names in enumerate(side.people.get("owner", ())) for name in names)


def _by_number(side: OpenRows) -> Mapping[Hashable, list[int]]:
    return _blocks(
        (number[:_PREFIX], place)
        for place, numbers in enumerate(side.numbers)
        if numbers
        for number in numbers.split("\n")
    )


def _blocks(rows: Iterable[tuple[Hashable, int]]) -> Mapping[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for value, place in rows:
        found[value].append(place)
    return found


def _crowds(left: OpenRows, right: OpenRows, units: list[str]) -> tuple[Numbers, Numbers]:
    """Return pairs within the units that are too large, each row with those that share its rarest letters."""
    ours, theirs = _by_value(left.units), _by_value(units)
    one: list[int] = []
    other: list[int] = []
    for unit, members in ours.items():
        others = theirs.get(unit, ())
        if len(members) * len(others) <= PAIRS:
            continue
        by_letters = _blocks((pair, place) for place in others for pair in _pairs_of_letters(right.rests[place]))
        for member in members:
            near = _nearest(left.rests[member], by_letters)
            one += [member] * len(near)
            other += near
    return np.array(one, dtype=np.int64), np.array(other, dtype=np.int64)


def _nearest(rest: str, by_letters: Mapping[Hashable, list[int]]) -> list[int]:
    found: dict[int, None] = {}
    for block in sorted((by_letters.get(pair, []) for pair in _pairs_of_letters(rest)), key=len):
        if len(found) + len(block) > EACH and found:
            break
        found.update(dict.fromkeys(block[:EACH]))
    return list(found)


def _pairs_of_letters(rest: str) -> Iterator[str]:
    """Yield each two letters that stand together, once, in order."""
    yield from dict.fromkeys(rest[start : start + 2] for start in range(max(len(rest) - 1, 1)))
