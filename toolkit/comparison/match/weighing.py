"""The candidate pairs weighed, many at a time: those above the floor, with what speaks for them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.comparison.match.affixes import bulk_renames, changes
from toolkit.comparison.match.candidates import candidates
from toolkit.comparison.match.evidence import BULK, ELSEWHERE, IN_PLACE, ONE_SIDED, facts, name_weight, score
from toolkit.comparison.match.likeness import Names
from toolkit.comparison.match.order import expected_places
from toolkit.comparison.match.sound import sounds_same
from toolkit.comparison.match.unmatched import PLATFORM_OF_ROW, codes, tokens
from toolkit.names.names import VETOES, disjoint
from toolkit.normalise.text import keys
from toolkit.register.keys import unit_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from toolkit.comparison.match.affixes import Change
    from toolkit.comparison.match.pairs import Pairs
    from toolkit.comparison.match.unmatched import OpenRows, Token
    from toolkit.model import Ledger

    Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]

SAME_SOUND = 0.9
"""How alike two names are that differ in letters of one sound only."""
CHUNK = 40_000
"""So many pairs are weighed at a time, and only those near the floor are kept: memory does not grow with the pairs."""

_ALIKE = 0.3
_FOLLOWS = 2


@dataclass(frozen=True, slots=True)
class Likely:
    """The pairs above the floor, by record: places of the rows in `left` and `right`, score (0 to 1), and why.

    `likenesses` is one column a kind of evidence, NaN where there is none; `renamed` the bulk rename a pair is part of.
    """

    left: OpenRows
    right: OpenRows
    one: Numbers
    other: Numbers
    score: Numbers
    likenesses: Mapping[str, Numbers]
    renamed: Sequence[Change | None]

    def evidence(self, pairs: Sequence[int]) -> Iterator[tuple[Mapping[str, Any], ...]]:
        """Yield what speaks for each pair of `pairs` and what against it: rows of field, ours, theirs, likeness."""
        columns = [
            (field, column.tolist(), _shown(self.left, field), _shown(self.right, field))
            for field, column in self.likenesses.items()
        ]
        units = self.left.frame["unit"].tolist(), self.right.frame["unit"].tolist()
        for at in pairs:
            yield tuple(self._rows(at, int(self.one[at]), int(self.other[at]), columns, units))

    def _rows(
        self,
        at: int,
        one: int,
        other: int,
        columns: Sequence[tuple[str, list[float], list[str], list[str]]],
        units: tuple[list[str], list[str]],
    ) -> Iterator[Mapping[str, Any]]:
        for field, column, ours, theirs in columns:
            if not math.isnan(column[at]):
                yield {"field": field, "ours": ours[one], "theirs": theirs[other], "likeness": round(column[at], 3)}
        if change := self.renamed[at]:
            yield {"field": "bulk_rename", "ours": change.now, "theirs": change.was, "likeness": 1.0}
        if self.left.units[one] and self.right.units[other] and self.left.units[one] != self.right.units[other]:
            yield {"field": "unit", "ours": units[0][one], "theirs": units[1][other], "likeness": 0.0}


def likely_pairs(  # noqa: PLR0913 - two registers, their open rows, and what is known of them
    ours: Ledger,
    theirs: Ledger,
    pairs: Pairs,
    left: OpenRows,
    right: OpenRows,
    *,
    floor: float,
    refused: Collection[tuple[str, str]],
) -> Likely:
    """Return the pairs whose score reaches the floor.

    Args:
        ours: this year's records.
        theirs: last year's register.
        pairs: who is who already.
        left: this year's open rows.
        right: last year's.
        floor: the least score.
        refused: pairs of ids (record, previous) that a person said no to.
    """
    follows = _followed(ours, theirs, pairs)
    places = _Places(ours, theirs, pairs, left, right)
    one, other = candidates(left, right, follows=follows, expected=places.pairs())
    borne = tokens(left, right)
    one, other = _allowed(one, other, left, right, borne=borne, refused=refused)
    least = float(np.log(floor / (1 - floor))) if 0 < floor < 1 else (np.inf if floor >= 1 else -np.inf)
    compared = Names(left, right, ours.frame, theirs.frame)
    near = _near(one, other, left, right, places, names=compared, borne=borne, follows=follows, least=least - BULK)
    one, other, weight, likenesses = near
    names = likenesses["group_name"]
    spelled = _same_sound(one, other, left, right, names)
    weight = weight + name_weight(spelled) - name_weight(names)
    renamed = _renamed(one, other, left, right, pairs, names=spelled, registers=(ours, theirs))
    weight = weight + BULK * np.array([change is not None for change in renamed], dtype=float)
    kept = np.nonzero(weight >= least)[0]
    columns = {field: column[kept] for field, column in {**likenesses, "group_name": spelled}.items()}
    return Likely(
        left, right, one[kept], other[kept], score(weight[kept]), columns, [renamed[at] for at in kept.tolist()]
    )


def _near(  # noqa: PLR0913 - the pairs, both sides, and what is known of them
    one: Numbers,
    other: Numbers,
    left: OpenRows,
    right: OpenRows,
    places: _Places,
    *,
    names: Names,
    borne: Mapping[str, Token],
    follows: Mapping[str, str],
    least: float,
) -> tuple[Numbers, Numbers, Numbers, dict[str, Numbers]]:
    """Return the pairs that weigh at least so much, with their weight and the likeness of each kind of evidence."""
    kinds = facts(left, right)
    units = codes(left.units, [follows.get(unit, unit) for unit in right.units])
    found: dict[str, list[Numbers]] = defaultdict(list)
    for start in range(0, max(len(one), 1), CHUNK):
        a, b = one[start : start + CHUNK], other[start : start + CHUNK]
        columns = {"group_name": names.likeness(a, b)}
        weight = name_weight(columns["group_name"])
        for field, weigh in kinds.items():
            columns[field], added = weigh(a, b)
            weight = weight + added
        sure = places.sure(a, b)
        columns["row_order"] = np.where(sure > 0, sure, np.nan)
        weight = weight + IN_PLACE * sure
        here, there = units[0][a], units[1][b]
        weight = weight + ELSEWHERE * ((here > 0) & (there > 0) & (here != there))
        for kind, cost in ONE_SIDED.items():
            weight = weight + cost * ((borne[kind].ours[a] > 0) != (borne[kind].theirs[b] > 0))
        kept = weight >= least
        for name, column in {"one": a, "other": b, "weight": weight, **columns}.items():
            found[name].append(column[kept])
    together = {name: np.concatenate(parts) for name, parts in found.items()}
    return together.pop("one"), together.pop("other"), together.pop("weight"), together


class _Places:
    """Where the open rows stand, by what their matched neighbours say."""

    def __init__(self, ours: Ledger, theirs: Ledger, pairs: Pairs, left: OpenRows, right: OpenRows) -> None:
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


def _allowed(  # noqa: PLR0913 - the pairs, both sides, and what forbids
    one: Numbers,
    other: Numbers,
    left: OpenRows,
    right: OpenRows,
    *,
    borne: Mapping[str, Token],
    refused: Collection[tuple[str, str]],
) -> tuple[Numbers, Numbers]:
    """Return the pairs that no token and no platform forbids and nobody refused."""
    kept = np.ones(len(one), dtype=bool)
    for kind in (PLATFORM_OF_ROW, *VETOES):
        kept &= ~_forbids(borne[kind], one, other)
    if refused:
        rows = {name: place for place, name in enumerate(left.ids)}
        others = {name: place for place, name in enumerate(right.ids)}
        said = {(rows[a], others[b]) for a, b in refused if a in rows and b in others}
        kept &= np.array([pair not in said for pair in zip(one.tolist(), other.tolist(), strict=True)], dtype=bool)
    return one[kept], other[kept]


def _forbids(token: Token, one: Numbers, other: Numbers) -> Numbers:
    """Return for which pairs both rows bear the token and share no value of it."""
    here, there = token.ours[one], token.theirs[other]
    apart: Numbers = (here > 0) & (there > 0) & (here != there)
    if any("," in value for value in token.values):
        differing = np.nonzero(apart)[0]
        for at in differing.tolist():
            apart[at] = disjoint(token.values[here[at]], token.values[there[at]])
    return apart


def _same_sound(one: Numbers, other: Numbers, left: OpenRows, right: OpenRows, names: Numbers) -> Numbers:
    """Return the likenesses of names, raised where they differ in letters of one sound only."""
    raised = names.copy()
    for at in np.nonzero((names >= _ALIKE) & (names < SAME_SOUND))[0].tolist():
        if sounds_same(left.rests[one[at]], right.rests[other[at]]):
            raised[at] = SAME_SOUND
    return raised


def _renamed(  # noqa: PLR0913 - the pairs, both sides, and what proof joined
    one: Numbers,
    other: Numbers,
    left: OpenRows,
    right: OpenRows,
    pairs: Pairs,
    *,
    names: Numbers,
    registers: tuple[Ledger, Ledger],
) -> list[Change | None]:
    """Return for each pair the bulk rename that it is part of."""
    alike = np.nonzero(names >= _ALIKE)[0].tolist()
    ours, theirs = one.tolist(), other.tolist()
    found = changes([left.texts[ours[at]] for at in alike], [right.texts[theirs[at]] for at in alike])
    bulk = bulk_renames(
        ((ours[at], theirs[at], change) for at, change in zip(alike, found, strict=True)),
        _proven(pairs, *registers),
    )
    renamed: list[Change | None] = [None] * len(ours)
    for at, change in zip(alike, found, strict=True):
        if change and change[0] in bulk:
            renamed[at] = change[0]
    return renamed


def _proven(pairs: Pairs, ours: Ledger, theirs: Ledger) -> list[tuple[Change, str] | None]:
    """Return what changed in the names of the pairs that a number joined."""
    matched = pairs.matched[pairs.matched["basis"] != "unit_name"]
    now = ours.frame["group_name"].to_numpy(object)[matched["ours"]]
    then = theirs.frame["group_name"].to_numpy(object)[matched["theirs"]]
    names = [side[now != then].tolist() for side in (now, then)]
    return changes(*map(keys, names))


def _followed(ours: Ledger, theirs: Ledger, pairs: Pairs) -> Mapping[str, str]:
    """Return which of this year's units goes on as each unit of last year that is gone, by the groups that moved."""
    here, there = unit_keys(ours.frame), unit_keys(theirs.frame)
    known = frozenset(here)
    moved: dict[str, Counter[str]] = defaultdict(Counter)
    for one, other in zip(pairs.matched["ours"].tolist(), pairs.matched["theirs"].tolist(), strict=True):
        if there[other] not in known:
            moved[there[other]][here[one]] += 1
    chosen = {unit: counts.most_common(1)[0] for unit, counts in moved.items() if unit}
    return {
        unit: name for unit, (name, count) in chosen.items() if name and 2 * count >= moved[unit].total() >= _FOLLOWS
    }


def _shown(side: OpenRows, field: str) -> list[str]:
    """Return what the rows say in a field, as text; of `row_order` their numbers in the register."""
    frame = side.frame
    if field == "row_order":
        return [str(position + 1) for position in side.positions.tolist()]
    if f"{field}.name" in frame:
        return ["、".join(filter(None, names.split("\n"))) for names in frame[f"{field}.name"].tolist()]
    if field == "group_no":
        return [numbers.replace("\n", "、") for numbers in side.numbers]
    return frame[f"{field}.raw" if f"{field}.raw" in frame else field].tolist()
