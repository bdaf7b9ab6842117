"""What looks alike among the rows that no proof joined: shown with its evidence, and decided by a person.

Only rows with something in common are compared: the unit, an owner, the beginning of a number. A token that forbids
(1班 and 2班, 9栋 and 29栋, 18级 and 19级) and another platform rule a pair out, whatever else is alike. The evidence
that is there is weighed; what a form does not ask weighs nothing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.match.keys import number_texts, platforms_differ, unit_keys
from toolkit.match.likeness import likeness, weights
from toolkit.match.names import canonical_name, conflict
from toolkit.match.order import expected_places
from toolkit.model import Suggestion
from toolkit.normalise.text import key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import pandas as pd

    from toolkit.match.names import Name
    from toolkit.match.pairs import Pairs
    from toolkit.model import Ledger

AT_MOST = 3
PAIRS = 40_000
"""A block with more pairs tells nothing: it is parted by pairs of letters, or left out."""
WEIGHTS = {"group_name": 0.55, "owner": 0.2, "purpose": 0.1, "created_on": 0.2, "row_order": 0.1}
ELSEWHERE = 0.8
"""What is left of a score when the units differ."""

_PREFIX = 6
_NO_UNIT = ""


def suggest(  # noqa: PLR0913 - two registers, and what is known of their rows
    ours: Ledger,
    theirs: Ledger,
    pairs: Pairs,
    *,
    open_ours: Collection[str],
    open_theirs: Collection[str],
    floor: float = 0.30,
    refused: Collection[tuple[str, str]] = (),
) -> tuple[Suggestion, ...]:
    """Return at most three suggestions a record, best first, in the order of the records.

    Args:
        ours: this year's records.
        theirs: last year's register.
        pairs: who is who already: rows between matched neighbours are expected at their place.
        open_ours: ids of the records still without a partner.
        open_theirs: ids of the rows of last year still without one.
        floor: no score below it is shown (profile parameter `suggestion_floor`).
        refused: pairs of ids (record, previous) that a person said no to.
    """
    left, right = _rows(ours.frame, open_ours), _rows(theirs.frame, open_theirs)
    if not left or not right:
        return ()
    weigh = weights(row.name.rest for row in (*left, *right))
    places = expected_places(ours, theirs, pairs)
    found: list[Suggestion] = []
    for position, others in _candidates(left, right):
        row = left[position]
        scored = [
            _scored(row, other, weigh, places)
            for other in (right[place] for place in others)
            if (row.id, other.id) not in refused and not _forbidden(row, other)
        ]
        best = sorted((one for one in scored if one.score >= floor), key=lambda one: -one.score)
        found += best[:AT_MOST]
    return tuple(found)


class _Row(NamedTuple):
    """What an open row is compared by."""

    id: str
    position: int
    unit: str
    shown_unit: str
    group_name: str
    name: Name
    platform: str
    numbers: str
    owners: tuple[str, ...]
    purpose: str
    created_on: str


def _rows(frame: pd.DataFrame, names: Collection[str]) -> list[_Row]:
    positions = frame["id"].isin(set(names)).to_numpy(bool).nonzero()[0].tolist()
    part = frame.iloc[positions]
    columns = zip(
        part["id"].tolist(),
        positions,
        unit_keys(part),
        part["unit"].tolist(),
        part["group_name"].tolist(),
        part["platform"].tolist(),
        number_texts(part),
        part["owner.name"].tolist(),
        part["purpose"].tolist(),
        part["created_on"].tolist(),
        strict=True,
    )
    return [
        _Row(
            name,
            position,
            unit,
            shown,
            group,
            canonical_name(group),
            platform,
            numbers,
            _names(owners),
            purpose,
            created,
        )
        for name, position, unit, shown, group, platform, numbers, owners, purpose, created in columns
    ]


def _names(owners: str) -> tuple[str, ...]:
    return tuple(name for name in owners.split("\n") if name)


def _candidates(left: list[_Row], right: list[_Row]) -> Iterator[tuple[int, list[int]]]:
    """Yield for each row the rows it shares a block with, both by their place in the lists."""
    ours, theirs = _blocks(left, parted=frozenset()), _blocks(right, parted=frozenset())
    crowded = frozenset(block for block in ours if len(ours[block]) * len(theirs.get(block, ())) > PAIRS)
    if crowded:
        ours, theirs = _blocks(left, parted=crowded), _blocks(right, parted=crowded)
    met: dict[int, set[int]] = defaultdict(set)
    for block, members in ours.items():
        others = theirs.get(block, [])
        if len(members) * len(others) <= PAIRS:
            for member in members:
                met[member].update(others)
    for member in sorted(met):
        yield member, sorted(met[member])


def _blocks(rows: list[_Row], *, parted: Collection[tuple[str, ...]]) -> dict[tuple[str, ...], list[int]]:
    """Return the blocks: one unit, one owner, one beginning of a number; a parted one by pairs of letters."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        keys: set[tuple[str, ...]] = {("owner", key(name)) for name in row.owners}
        keys |= {("number", number[:_PREFIX]) for number in row.numbers.split("\n") if number}
        if row.unit != _NO_UNIT:
            unit = ("unit", row.unit)
            rest = row.name.rest
            within = {(*unit, rest[start : start + 2]) for start in range(max(len(rest) - 1, 1))}
            keys |= within if unit in parted else {unit}
        for one in sorted(keys):
            blocks[one].append(place)
    return blocks


def _forbidden(one: _Row, other: _Row) -> bool:
    return bool(conflict(one.name, other.name)) or platforms_differ(one.platform, other.platform)


def _scored(one: _Row, other: _Row, weigh: Mapping[str, float], places: Mapping[int, tuple[int, ...]]) -> Suggestion:
    evidence = list(_evidence(one, other, weigh, places))
    total = sum(WEIGHTS[row["field"]] for row in evidence)
    score = sum(WEIGHTS[row["field"]] * row["likeness"] for row in evidence) / total
    if one.unit and other.unit and one.unit != other.unit:
        score *= ELSEWHERE
        evidence.append({"field": "unit", "ours": one.shown_unit, "theirs": other.shown_unit, "likeness": 0.0})
    return Suggestion(one.id, other.id, round(score, 3), tuple(evidence))


def _evidence(
    one: _Row, other: _Row, weigh: Mapping[str, float], places: Mapping[int, tuple[int, ...]]
) -> Iterator[dict[str, Any]]:
    def row(field: str, ours: str, theirs: str, alike: float) -> dict[str, Any]:
        return {"field": field, "ours": ours, "theirs": theirs, "likeness": round(alike, 3)}

    yield row("group_name", one.group_name, other.group_name, likeness(one.name.rest, other.name.rest, weigh))
    if one.owners and other.owners:
        common = {key(name) for name in one.owners} & {key(name) for name in other.owners}
        yield row("owner", "、".join(one.owners), "、".join(other.owners), float(bool(common)))
    if one.purpose and other.purpose:
        yield row("purpose", one.purpose, other.purpose, likeness(key(one.purpose), key(other.purpose), {}))
    if one.created_on and other.created_on:
        yield row("created_on", one.created_on, other.created_on, _same_day(one.created_on, other.created_on))
    expected = places.get(one.position, ())
    if expected:
        hits = sum(place == other.position for place in expected)
        yield row("row_order", str(one.position + 1), str(other.position + 1), hits / len(expected))


def _same_day(one: str, other: str) -> float:
    """Return 1 for one date, less where one of the two is less precise, 0 for two dates."""
    if one == other:
        return 1.0
    return 0.8 if one.startswith(other) or other.startswith(one) else 0.0
