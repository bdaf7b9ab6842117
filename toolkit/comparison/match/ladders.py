"""Classes that move up a grade: of 一年级 to 六年级家长群 each may be last year's of its name, or of the grade below.

A unit's ladder is read as a whole: which of its groups agree in owner, day of creation and size with the row of
their name, and which with the row one grade below; what a number proved, or a person said, counts for more. Where the
ladder plainly stayed (辅导员 of each grade, the same people and days) an equal name is proof as ever. Where it moved,
or where names are all there is, no name joins its rows: both rows are suggested, the grade below first unless more
speaks for the name, and one answer does for the ladder. Who says 否 to every grade below has said that names stay.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from toolkit.comparison.match.affixes import Change
from toolkit.names.grades import BIG, CUES, rungs
from toolkit.normalise import map_unique
from toolkit.normalise.text import key
from toolkit.register.keys import platforms_differ, unit_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.comparison.match.buckets import Codes, Mask
    from toolkit.model import Ledger
    from toolkit.names.grades import Rung

Couple = tuple[int, int]
Rows = dict[tuple[str, int], list[int]]
"""Rows by class and grade."""
DAY, OWNER, SIZE, PROOF = 2.0, 1.0, 0.5, 3.0
"""What it says that two rows agree here and not there; who leads a class may change, and the day it began stays."""
SURE, TOLD = 2.0, 1 / 3
"""A ladder stayed if so many times more says so than says that it moved, and so large a part of what there is."""
_SEVERAL = 2
_ALIKE = 60.0
_SIZES = 0.15


class Question(NamedTuple):
    """A ladder that is asked about: what its lowest group is called, what the grade below was, in how many rows."""

    change: Change
    rows: int
    below_first: bool


@dataclass(frozen=True, slots=True)
class Ladders:
    """Rows of this year (positions) that no name joins; pairs (positions) of a row and last year's a grade below."""

    doubted: frozenset[int] = frozenset()
    below: Mapping[Couple, Question] = field(default_factory=dict)


class _Place(NamedTuple):
    """A row of a register as a rung of a ladder."""

    row: int
    unit: str
    rung: Rung


def ladders(
    ours: Ledger, theirs: Ledger, *, opened: tuple[Mask, Mask], partner: Codes, parted: Collection[Couple]
) -> Ladders:
    """Return which rows are of ladders that moved up, or may have.

    Args:
        ours: this year's records.
        theirs: last year's register.
        opened: which rows of each may be paired.
        partner: the row of theirs (position) that proof or a person gave each row of ours, -1 where none.
        parted: pairs of positions that a person parted.
    """
    here = _places(ours.frame, opened[0])
    there = _places(theirs.frame, opened[1]) if here else []
    if not there:
        return Ladders()
    nurseries = {place.unit for place in (*here, *there) if place.rung.nursery and place.rung.grade < BIG}
    now, then = (_by_school(side, nurseries) for side in (here, there))
    taken = set(partner[partner >= 0].tolist())
    weighing = _Weighing(_Said(ours.frame), _Said(theirs.frame), partner, parted, taken)
    doubted: set[int] = set()
    below: dict[Couple, Question] = {}
    for school, before in _same_schools(now, then):
        found = weighing.weigh(now[school], then[before])
        doubted |= found.doubted
        below |= found.below
    return Ladders(frozenset(doubted), below)


def _places(frame: pd.DataFrame, opened: Mask) -> list[_Place]:
    """Return the rows of a register whose names may be of a ladder."""
    may = frame["name_key"].str.contains(CUES, regex=True).to_numpy(bool) & opened
    rows = may.nonzero()[0].tolist()
    if not rows:
        return []
    part = frame.iloc[rows]
    told = zip(rows, unit_keys(part), part["group_name"].tolist(), part["name_key"].tolist(), strict=True)
    return [_Place(row, unit, rung) for row, unit, name, known in told if unit for rung in rungs(name, known)]


def _by_school(places: Sequence[_Place], nurseries: Collection[str]) -> dict[tuple[str, str], Rows]:
    """Return the rows of each unit's ladders; 大一班 is a nursery's where there is a 小班 or a 中班, else a 大一."""
    nursed = {place.row for place in places if place.rung.nursery and place.unit in nurseries}
    studied = {place.row for place in places if not place.rung.nursery}
    found: dict[tuple[str, str], Rows] = defaultdict(lambda: defaultdict(list))
    for row, unit, rung in places:
        if (row in nursed) == rung.nursery or (rung.nursery and row not in studied):
            found[unit, rung.school][rung.of_class, rung.grade].append(row)
    return found


def _same_schools(
    now: Mapping[tuple[str, str], Rows], then: Mapping[tuple[str, str], Rows]
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield the ladders of both years that are one: of one name, else the likeliest of those left in a unit."""
    from rapidfuzz.fuzz import ratio

    left = defaultdict[str, list[str]](list)
    for unit, school in then:
        if (unit, school) not in now:
            left[unit].append(school)
    for unit, school in now:
        if (unit, school) in then:
            yield (unit, school), (unit, school)
        elif near := [(ratio(school, before), before) for before in left[unit]]:
            best = max(near)
            if best[0] >= _ALIKE and [near[0] for near in near].count(best[0]) == 1:
                yield (unit, school), (unit, best[1])


class _Said:
    """What rows say of themselves that tells which group they are."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame
        self.names: Sequence[str] = frame["group_name"].tolist()
        self.units: Sequence[str] = frame["unit"].tolist()
        self.platforms: Sequence[str] = frame["platform"].tolist()

    @cached_property
    def told(self) -> Sequence[tuple[str, str, float]]:
        """Owner, day of creation and size of each row; blank and NaN where it does not say."""
        import numpy as np

        sizes = self._frame["member_count.low"].to_numpy(float, na_value=np.nan).tolist()
        owners, days = (map_unique(key, self._frame[name].tolist()) for name in ("owner.name", "created_on"))
        return [*zip(owners, days, sizes, strict=True)]


class _Votes(NamedTuple):
    """What speaks for the names that stay, for the grade below, and how much there is that could speak."""

    stay: float = 0.0
    move: float = 0.0
    told: float = 0.0

    def plus(self, other: _Votes) -> _Votes:
        return _Votes(*(one + more for one, more in zip(self, other, strict=True)))


class _Weighing:
    """Reads ladder after ladder with what is known of both registers."""

    def __init__(
        self, ours: _Said, theirs: _Said, partner: Codes, parted: Collection[Couple], taken: Collection[int]
    ) -> None:
        self._ours, self._theirs = ours, theirs
        self._partner, self._parted, self._taken = partner, parted, taken

    def weigh(self, now: Rows, then: Rows) -> Ladders:
        """Return what one ladder asks."""
        same = [*self._couples(now, then, 0)]
        below = [*self._couples(now, then, 1)]
        votes = self._votes(now, same, below)
        open_below = [pair for pair in below if self._free(pair) and pair not in self._parted]
        kept = votes.stay > SURE * votes.move and votes.stay >= TOLD * votes.told
        if not open_below or (votes.stay and kept):
            return Ladders()
        if not same and len(open_below) < _SEVERAL and votes.move < DAY + OWNER:
            return Ladders()
        refused = {pair[0] for pair in below if pair in self._parted} - {row for row, _ in open_below}
        return Ladders(
            frozenset(row for row, other in same if self._free((row, other))) - refused,
            dict.fromkeys(open_below, self._question(open_below, below_first=votes.move >= votes.stay)),
        )

    def _couples(self, now: Rows, then: Rows, up: int) -> Iterator[Couple]:
        for (of_class, grade), rows in now.items():
            for row, other in product(rows, then.get((of_class, grade - up), ())):
                if not platforms_differ(self._ours.platforms[row], self._theirs.platforms[other]):
                    yield row, other

    def _free(self, pair: Couple) -> bool:
        return self._partner[pair[0]] < 0 and pair[1] not in self._taken

    def _votes(self, now: Rows, same: Sequence[Couple], below: Sequence[Couple]) -> _Votes:
        found = _Votes()
        named, lower = _by_row(same), _by_row(below)
        for row in (row for rows in now.values() for row in rows):
            partner = int(self._partner[row])
            if partner >= 0:
                found = found.plus(_Votes(PROOF * (partner in named[row]), PROOF * (partner in lower[row]), 0))
            elif lower[row]:
                found = found.plus(self._said(row, named[row], lower[row]))
            elif named[row]:  # the lowest grade: what all rows say alike tells nothing of it either
                others = {other for _, other in same if other not in named[row]}
                found = found.plus(self._said(row, named[row], [*others])._replace(move=0.0))
        return found

    def _said(self, row: int, named: Sequence[int], lower: Sequence[int]) -> _Votes:
        """Return what a free row says: in what it agrees with a row of its name only, or of the grade below only."""
        mine = self._ours.told[row]
        others = [[self._theirs.told[other] for other in side] for side in (named, lower)]
        found = _Votes()
        for place, (weight, agree) in enumerate(((OWNER, _equal), (DAY, _equal), (SIZE, _near))):
            stay, move = (any(agree(mine[place], other[place]) for other in side) for side in others)
            told = _given(mine[place]) and any(_given(other[place]) for side in others for other in side)
            told = told and stay + move < len(others)
            found = found.plus(_Votes(weight * (stay and not move), weight * (move and not stay), weight * told))
        return found

    def _question(self, below: Sequence[Couple], *, below_first: bool) -> Question:
        row, other = min(below, key=lambda pair: (pair[1], pair[0]))
        unit = self._ours.units[row]
        named = (f"{names[at]}（{unit}）" for names, at in ((self._ours.names, row), (self._theirs.names, other)))
        return Question(Change(*named), len({row for row, _ in below}), below_first)


def _by_row(pairs: Sequence[Couple]) -> Mapping[int, list[int]]:
    found = defaultdict[int, list[int]](list)
    for row, other in pairs:
        found[row].append(other)
    return found


def _given(said: str | float) -> bool:
    return said == said and said != ""  # noqa: PLR0124 - NaN is not given


def _equal(one: str | float, other: str | float) -> bool:
    return _given(one) and one == other


def _near(one: str | float, other: str | float) -> bool:
    return _given(one) and _given(other) and abs(float(one) - float(other)) <= _SIZES * max(float(one), float(other))
