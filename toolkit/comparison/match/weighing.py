"""The candidate pairs weighed, many at a time: those above the floor, with what speaks for them."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit.comparison.match.affixes import bulk_renames, explained
from toolkit.comparison.match.bulk import ALIKE, changed, kept_names, proven, unlisted
from toolkit.comparison.match.candidates import candidates
from toolkit.comparison.match.evidence import (
    BULK,
    ELSEWHERE,
    IN_PLACE,
    ONE_SIDED,
    bulk_weight,
    facts,
    name_weight,
    score,
)
from toolkit.comparison.match.likeness import CHUNK, Names, likenesses
from toolkit.comparison.match.order import OpenPlaces
from toolkit.comparison.match.spelt import raised
from toolkit.comparison.match.successors import followed
from toolkit.comparison.match.unmatched import PLATFORM_OF_ROW, codes, tokens
from toolkit.names.names import VETOES, disjoint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from toolkit.comparison.match.affixes import Change
    from toolkit.comparison.match.ladders import Question
    from toolkit.comparison.match.pairs import Pairs
    from toolkit.comparison.match.unmatched import OpenRows, Token
    from toolkit.engine import Engine
    from toolkit.model import Ledger

    Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]
    Graded = Mapping[tuple[int, int], Question]

GOES_ON = 0.5
"""How alike two units are of which one seems to go on as the other."""
OF_LADDERS = ("cohort", "class_seq")
"""Tokens that hold a grade: 二年级, 二（1）班."""


@dataclass(frozen=True, slots=True)
class Likely:
    """The pairs above the floor, by record: places of the rows in `left` and `right`, score (0 to 1), and why.

    `likenesses` is one column a kind of evidence, NaN where there is none; `renamed` the bulk rename a pair is part of,
    or the ladder of grades of which it is one that moved up (`climbed`); `follows` are units that go on as others.
    """

    left: OpenRows
    right: OpenRows
    one: Numbers
    other: Numbers
    score: Numbers
    likenesses: Mapping[str, Numbers]
    renamed: Sequence[Change | None]
    climbed: Collection[Change]
    follows: Mapping[str, str]

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
            kind = "moved_up" if change in self.climbed else "bulk_rename"
            yield {"field": kind, "ours": change.now, "theirs": change.was, "likeness": 1.0}
        if self.left.units[one] and self.right.units[other] and self.left.units[one] != self.right.units[other]:
            likeness = GOES_ON if self.follows.get(self.right.units[other]) == self.left.units[one] else 0.0
            yield {"field": "unit", "ours": units[0][one], "theirs": units[1][other], "likeness": likeness}


def likely_pairs(  # noqa: PLR0913 - two registers, their open rows, and what is known of them
    ours: Ledger,
    theirs: Ledger,
    pairs: Pairs,
    left: OpenRows,
    right: OpenRows,
    *,
    floor: float,
    refused: Collection[tuple[str, str]],
    engine: Engine | None = None,
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
        engine: where the names are compared; None compares them here.
    """
    follows = followed(ours, theirs, pairs)
    places = OpenPlaces(ours, theirs, pairs, left, right)
    one, other = candidates(left, right, follows=follows, expected=places.pairs())
    borne = tokens(left, right)
    graded = _graded(pairs.ladders.below, left, right)
    allowed = partial(_allowed, left=left, right=right, borne=borne, refused=refused, graded=graded)
    one, other = allowed(one, other)
    least = float(np.log(floor / (1 - floor))) if 0 < floor < 1 else (np.inf if floor >= 1 else -np.inf)
    compared = Names(left, right, ours.frame, theirs.frame)
    weigh = partial(
        _near, left=left, right=right, places=places, names=compared, borne=borne, follows=follows, engine=engine
    )
    likely = _spelt(weigh(one, other, least=least - BULK), left, right)
    there = [follows.get(unit, unit) for unit in right.units]
    own_name = kept_names(likely.one, likely.other, left, right, there)
    among = np.nonzero((likely.columns["group_name"] >= ALIKE) & ~own_name & ~_others(likely.columns))[0]
    shown = [*changed(likely.one, likely.other, left, right, among=among)]
    bulk = bulk_renames(shown, proven(pairs, ours, theirs))
    rows = [*zip(left.units, left.texts, strict=True)], [*zip(there, right.texts, strict=True)]
    known = explained(*rows, bulk, but=(likely.one[own_name], likely.other[own_name]))
    known = {**known, **{pair: question.change for pair, question in graded.items()}}
    more = allowed(*unlisted(known, likely.one, likely.other))
    likely = likely.with_more(weigh(*more, least=-np.inf))
    told = {(here, then): found[0] for here, then, found in shown if found and found[0] in bulk}
    told.update(known)
    renamed = [told.get(pair) for pair in zip(likely.one.tolist(), likely.other.tolist(), strict=True)]
    ladders = {question.change: question.rows if question.below_first else 0 for question in graded.values()}
    bulk = {**bulk, **ladders}
    shown_by = np.array([bulk[change] if change else 0 for change in renamed], dtype=float)
    weight = likely.weight + bulk_weight(likely.columns["group_name"], shown_by)
    weight += IN_PLACE * np.array([change is not None and ladders.get(change, 0) > 0 for change in renamed], dtype=bool)
    kept = np.nonzero(weight >= least)[0]
    columns = {field: column[kept] for field, column in likely.columns.items()}
    return Likely(
        left,
        right,
        likely.one[kept],
        likely.other[kept],
        score(weight[kept]),
        columns,
        [renamed[at] for at in kept.tolist()],
        ladders.keys(),
        follows,
    )


def _graded(below: Mapping[tuple[int, int], Question], left: OpenRows, right: OpenRows) -> Graded:
    """Return the pairs of a row and last year's one grade below, by their places in `left` and `right`."""
    if not below:
        return {}
    here, there = (
        {position: place for place, position in enumerate(side.positions.tolist())} for side in (left, right)
    )
    return {
        (here[one], there[other]): question
        for (one, other), question in below.items()
        if one in here and other in there
    }


def _others(columns: Mapping[str, Numbers]) -> Numbers:
    """Return which pairs say that they are two: another owner, and since another day; they show no rename."""
    found: Numbers = np.all([columns[field] == 0 for field in ("owner", "created_on") if field in columns], axis=0)
    return found & ("owner" in columns)


class _Weighed(NamedTuple):
    """Pairs of places with their weight, and the likeness of each kind of evidence."""

    one: Numbers
    other: Numbers
    weight: Numbers
    columns: Mapping[str, Numbers]

    def with_more(self, more: _Weighed) -> _Weighed:
        """Return these pairs and others, in order."""
        one, other = np.concatenate([self.one, more.one]), np.concatenate([self.other, more.other])
        order = np.lexsort((other, one))
        weight = np.concatenate([self.weight, more.weight])[order]
        columns = {name: np.concatenate([column, more.columns[name]])[order] for name, column in self.columns.items()}
        return _Weighed(one[order], other[order], weight, columns)


def _near(  # noqa: PLR0913 - the pairs, both sides, and what is known of them
    one: Numbers,
    other: Numbers,
    *,
    left: OpenRows,
    right: OpenRows,
    places: OpenPlaces,
    names: Names,
    borne: Mapping[str, Token],
    follows: Mapping[str, str],
    engine: Engine | None,
    least: float,
) -> _Weighed:
    """Return the pairs that weigh at least so much."""
    kinds = facts(left, right)
    units = codes(left.units, [follows.get(unit, unit) for unit in right.units])
    found: dict[str, list[Numbers]] = defaultdict(list)
    alike = likenesses(names.parts(one, other), engine)
    for start in range(0, max(len(one), 1), CHUNK):
        a, b = one[start : start + CHUNK], other[start : start + CHUNK]
        columns = {"group_name": next(alike, np.zeros(0))}
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
    return _Weighed(together.pop("one"), together.pop("other"), together.pop("weight"), together)


def _allowed(  # noqa: PLR0913 - the pairs, both sides, and what forbids
    one: Numbers,
    other: Numbers,
    left: OpenRows,
    right: OpenRows,
    *,
    borne: Mapping[str, Token],
    refused: Collection[tuple[str, str]],
    graded: Graded,
) -> tuple[Numbers, Numbers]:
    """Return the pairs that no token and no platform forbids and nobody refused; a grade forbids none of a ladder's."""
    kept = np.ones(len(one), dtype=bool)
    couples = zip(one.tolist(), other.tolist(), strict=True) if graded else ()
    climbs = np.array([pair in graded for pair in couples], dtype=bool)
    for kind in (PLATFORM_OF_ROW, *VETOES):
        forbidden = _forbids(kind, borne[kind], one, other)
        kept &= ~forbidden | climbs if graded and kind in OF_LADDERS else ~forbidden
    if refused:
        rows = {name: place for place, name in enumerate(left.ids)}
        others = {name: place for place, name in enumerate(right.ids)}
        said = {(rows[a], others[b]) for a, b in refused if a in rows and b in others}
        kept &= np.array([pair not in said for pair in zip(one.tolist(), other.tolist(), strict=True)], dtype=bool)
    return one[kept], other[kept]


def _forbids(kind: str, token: Token, one: Numbers, other: Numbers) -> Numbers:
    """Return for which pairs both rows bear the token and share no value of it."""
    here, there = token.ours[one], token.theirs[other]
    apart: Numbers = (here > 0) & (there > 0) & (here != there)
    if kind == "campus" or any("," in value or (kind == "class_seq" and not value.isascii()) for value in token.values):
        values, which = np.unique(np.stack([here[apart], there[apart]]), axis=1, return_inverse=True)
        told = [disjoint(kind, token.values[a], token.values[b]) for a, b in values.T.tolist()]
        apart[apart] = np.array(told, dtype=bool)[which]
    return apart


def _spelt(likely: _Weighed, left: OpenRows, right: OpenRows) -> _Weighed:
    """Return the pairs with the likeness of names raised where only sound or shortness parts them."""
    names = likely.columns["group_name"]
    higher = raised(likely.one, likely.other, names, left, right)
    weight = likely.weight + name_weight(higher) - name_weight(names)
    return likely._replace(weight=weight, columns={**likely.columns, "group_name": higher})


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
