"""What speaks for a likely pair and what against it, for many pairs at once, and how much each weighs.

Each kind of evidence is a column of likenesses from 0 to 1, NaN where one side says nothing. Its weight is in the
logarithm of odds, so that what is known adds up and what a form does not ask counts for nothing. A common value proves
little: the owner of every group of a unit, the day on which all groups were filed (`chance`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit.comparison.match.unmatched import codes
from toolkit.normalise import map_unique
from toolkit.normalise.text import key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from toolkit.comparison.match.unmatched import OpenRows

    Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]

NAME_SLOPE, NAME_EVEN = 8.0, 0.62
"""Names alone: likeness 0.49 is even odds; 0.3 shown at 0.30, 0.9 at 0.86."""
UNLIKE = -3.4
"""What names cost at most: that two have nothing in common says no more than that they have little."""
KNOWN = {"owner": 0.85, "admins": 0.7, "purpose": 0.7, "created_on": 0.85, "member_count": 0.7}
"""How often the rows of one group agree from year to year."""
AGAINST = {"owner": -1.5, "admins": -0.6, "purpose": -1.2, "created_on": -1.5, "member_count": -0.4}
"""What a difference costs: people change, and dates are typed from memory."""
MOST = {"owner": 3.3, "admins": 2.2, "purpose": 2.2, "created_on": 2.4, "member_count": 0.4}
"""What agreement weighs at most, however rare the value."""
IN_PLACE, BULK, ELSEWHERE = 2.4, 3.0, -3.7
"""A sure place in the order of the rows; one change on many rows; another unit."""
EXPLAINED = 0.9
"""How alike two names count that differ in one change of many rows and in nothing else, or nearly so alike."""
ONE_SIDED = {"class_seq": -1.5, "building": -1.5, "cohort": -1.0, "group_seq": -0.7}
"""What a token costs that only one of the names has: a class seldom becomes something else."""
SLIP, OTHER_NUMBER = 2.2, -2.2
"""Group numbers that differ in a digit or two; numbers that differ."""

_NEARLY, _MORE_ROWS = 0.9, 0.3
_CHANCE, _TRUST = 0.1, 5
_PARTLY = 0.8
_NEAR = 0.5
_SIZES = 0.25
_SLIPPED = 0.85


class Evidence(NamedTuple):
    """One kind of evidence for all pairs: its likeness (0 to 1, NaN for none) and its weight for the score."""

    likeness: Numbers
    weight: Numbers


def facts(left: OpenRows, right: OpenRows) -> Mapping[str, Callable[[Numbers, Numbers], Evidence]]:
    """Return the kinds of evidence that rows bear themselves, each as a function of pairs of places."""
    found: dict[str, Callable[[Numbers, Numbers], Evidence]] = {}
    for field in ("owner", "admins"):
        if field in left.people and field in right.people:
            found[field] = _People(field, left, right)
    found["purpose"] = _Work(left, right)
    found["created_on"] = _Dates(left, right)
    found["group_no"] = _Digits(left, right)
    if "member_count.low" in left.frame and "member_count.low" in right.frame:
        found["member_count"] = _Sizes(left, right)
    return found


def name_weight(likeness: Numbers) -> Numbers:
    """Return what the likeness of names weighs."""
    return np.maximum(NAME_SLOPE * (likeness - NAME_EVEN), UNLIKE)


def bulk_weight(likeness: Numbers, rows: Numbers) -> Numbers:
    """Return what a bulk rename adds to the weight of names of this likeness; nothing where no rows show one.

    Of two that may explain a row (东区… and 西区… before every name) the one that more rows show is the likelier.

    Args:
        likeness: of the names.
        rows: how many rows show the change, 0 where the pair is part of none.
    """
    missing = np.maximum(name_weight(np.array(EXPLAINED)) - name_weight(likeness), 0)
    added: Numbers = (rows > 0) * (BULK + _NEARLY * missing + _MORE_ROWS * np.log(np.maximum(rows, 1)))
    return added


def score(weight: Numbers) -> Numbers:
    """Return sums of weights as scores from 0 to 1; what piles up on top adds little, since it is not independent."""
    return 1 / (1 + np.exp(-np.where(weight > 1, 1 + np.log(np.maximum(weight, 1)), weight)))


class _Work:
    """Two texts of what a group is for: the same, alike, or different."""

    def __init__(self, left: OpenRows, right: OpenRows) -> None:
        self._texts = [map_unique(key, side.column("purpose")) for side in (left, right)]
        self._codes = codes(*self._texts)
        self._chance = chance(right.units, self._texts[1])

    def __call__(self, one: Numbers, other: Numbers) -> Evidence:
        from rapidfuzz.fuzz import ratio
        from rapidfuzz.process import cpdist

        ours, theirs = self._codes[0][one], self._codes[1][other]
        alike = np.where((ours == 0) | (theirs == 0), np.nan, 1.0)
        unlike = np.nonzero((ours != theirs) & ~np.isnan(alike))[0]
        if len(unlike):
            now, then = (
                [texts[at] for at in rows[unlike].tolist()]
                for texts, rows in zip(self._texts, (one, other), strict=True)
            )
            near = cpdist(now, then, scorer=ratio, dtype=np.float32) / 100
            alike[unlike] = np.where(near >= _NEAR, near, 0.0)
        return _weighed("purpose", alike, self._chance[other])


class _People:
    """Several people, of whom one in common is enough."""

    def __init__(self, field: str, left: OpenRows, right: OpenRows) -> None:
        self._field = field
        self._ours, self._theirs = left.people[field], right.people[field]
        names = [["\n".join(sorted(one)) for one in side] for side in (self._ours, self._theirs)]
        self._codes = codes(*names)
        self._chance = chance(right.units, names[1])

    def __call__(self, one: Numbers, other: Numbers) -> Evidence:
        ours, theirs = self._codes[0][one], self._codes[1][other]
        given = (ours > 0) & (theirs > 0)
        alike = np.where(given, (ours == theirs).astype(float), np.nan)
        for place in np.nonzero(given & (ours != theirs))[0].tolist():
            alike[place] = float(not self._ours[one[place]].isdisjoint(self._theirs[other[place]]))
        return _weighed(self._field, alike, self._chance[other])


class _Dates:
    """Two dates, of which one may be less precise."""

    def __init__(self, left: OpenRows, right: OpenRows) -> None:
        dates = [left.column("created_on"), right.column("created_on")]
        whole = codes(*dates)
        told = [*dict.fromkeys(["", *dates[0], *dates[1]])]  # in the order of their codes
        cut = (codes([text[:length] if len(text) >= length else "" for text in told], ())[0] for length in (4, 7, 10))
        self._precise = [(of_text[whole[0]], of_text[whole[1]]) for of_text in cut]
        self._chance = chance(right.units, dates[1])

    def __call__(self, one: Numbers, other: Numbers) -> Evidence:
        alike = np.full(len(one), np.nan)
        both = np.zeros(len(one), dtype=bool)
        for ours, theirs in self._precise:
            now, then = ours[one], theirs[other]
            given = (now > 0) & (then > 0)
            partly = both & ((now > 0) != (then > 0)) & (alike > 0)
            alike = np.where(given, (now == then).astype(float), np.where(partly, _PARTLY, alike))
            both = given
        return _weighed("created_on", alike, self._chance[other])


class _Digits:
    """Two group numbers: nearly the same, or different."""

    def __init__(self, left: OpenRows, right: OpenRows) -> None:
        self._numbers = left.numbers, right.numbers
        self._given = [np.array([bool(text) for text in side], dtype=bool) for side in self._numbers]

    def __call__(self, one: Numbers, other: Numbers) -> Evidence:
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import cpdist

        alike, weight = np.full(len(one), np.nan), np.zeros(len(one))
        both = np.nonzero(self._given[0][one] & self._given[1][other])[0]
        if len(both):
            ours, theirs = (
                [numbers[at] for at in rows[both].tolist()]
                for numbers, rows in zip(self._numbers, (one, other), strict=True)
            )
            near = cpdist(ours, theirs, scorer=OSA.normalized_similarity, dtype=np.float32)
            alike[both] = np.where(near >= _SLIPPED, near, 0.0)
            weight[both] = np.where(near >= _SLIPPED, SLIP, OTHER_NUMBER)
        return Evidence(alike, weight)


class _Sizes:
    """Two numbers of members, near each other or not."""

    def __init__(self, left: OpenRows, right: OpenRows) -> None:
        self._sizes = [side.frame["member_count.low"].to_numpy(dtype=float, na_value=np.nan) for side in (left, right)]

    def __call__(self, one: Numbers, other: Numbers) -> Evidence:
        ours, theirs = self._sizes[0][one], self._sizes[1][other]
        larger = np.maximum(np.maximum(ours, theirs), 1)
        alike = 1 - np.abs(ours - theirs) / larger
        weight = np.where(alike >= 1 - _SIZES, MOST["member_count"], AGAINST["member_count"])
        return Evidence(alike, np.where(np.isnan(alike), 0.0, weight))


def chance(units: Sequence[str], values: Sequence[str]) -> Numbers:
    """Return how often another row of the same unit has the value of a row, a little towards one in ten."""
    unit, value = codes(units, ())[0].astype(np.int64), codes(values, ())[0].astype(np.int64)
    rows = np.bincount(unit[value > 0], minlength=unit.max(initial=0) + 1)[unit]
    _, which, counts = np.unique(unit * (value.max(initial=0) + 1) + value, return_inverse=True, return_counts=True)
    found: Numbers = (counts[which] - 1 + _TRUST * _CHANCE) / (np.maximum(rows, 1) - 1 + _TRUST)
    return found


def _weighed(field: str, alike: Numbers, by_chance: Numbers) -> Evidence:
    """Return evidence whose agreement weighs the more the rarer the value."""
    agreed = np.clip(np.log(KNOWN[field] / by_chance), 0, MOST[field]) * np.nan_to_num(alike)
    return Evidence(alike, np.where(np.isnan(alike), 0.0, np.where(alike > 0, agreed, AGAINST[field])))
