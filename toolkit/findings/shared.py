"""What is said once of many: findings joined into one that names all it holds of, and parted again for each unit.

The department reads a sentence once, with all units and places; a unit reads it of its own groups alone
(`to_units`). Such a finding has no unit of its own: the fact `units` has them all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.model import Finding, Outcome

UNITS = "units"
"""Fact of a finding of several units: all of them, "" among them for files whose unit nobody knows."""

OF_UNITS = frozenset({"no-official", "copy-kept"})
"""Rules about units as such, no fault of any of them: their sentences name the units themselves."""

ALIKE, _OF_FILES, _OF_UNIT, _TOGETHER = "units_alike", "files_alike", "of_unit", "together"
_OF_ALL = frozenset({UNITS, ALIKE, _OF_FILES, _OF_UNIT})
_PLACES, _NAMED = 50, 8


def joined(findings: Sequence[Finding]) -> Finding:
    """Return one finding for several that say the same; `together` counts the groups of one unit."""
    first = findings[0]
    records = tuple(dict.fromkeys(record for one in findings for record in one.records))
    previous = tuple(dict.fromkeys(row for one in findings for row in one.previous))
    where = tuple(dict.fromkeys(place for one in findings for place in one.where))
    if len({sender_of(one) for one in findings}) > 1:
        facts = {**first.facts, **_of_several(findings)}
        return replace(first, unit="", records=records, previous=previous, where=where, facts=facts)
    facts = {**first.facts, _TOGETHER: len(records) if len(where) > 1 else 1}
    return replace(first, records=records, previous=previous, where=where[:_PLACES], facts=facts)


def sender_of(one: Finding) -> str:
    """Return whose a finding is: of a unit, or of a file where no unit is known."""
    return one.unit or (one.where[0].file if one.where else "")


def _of_several(findings: Sequence[Finding]) -> dict[str, object]:
    """Return the facts of what is said of several units, or of files whose unit nobody knows: who they are."""
    units = list(dict.fromkeys(one.unit for one in findings))
    named = [unit for unit in units if unit]
    told: dict[str, object] = {_TOGETHER: 1, UNITS: units}
    told[_OF_UNIT] = "、".join(named[:_NAMED]) + ("…" if len(named) > _NAMED else "")
    if findings[0].rule not in OF_UNITS:
        told[ALIKE] = len(named)
        told[_OF_FILES] = len({sender_of(one) for one in findings if not one.unit})
    return told


def is_shared(finding: Finding) -> bool:
    """Return whether a finding says of several units, or files without a unit, what holds of each of them alone."""
    return ALIKE in finding.facts


def alone(finding: Finding) -> Finding:
    """Return a finding in the words that hold of one of its units, without a word of the others."""
    facts = {name: told for name, told in finding.facts.items() if name not in _OF_ALL}
    return replace(finding, facts=facts) if is_shared(finding) else finding


def parted(findings: Iterable[Finding], outcome: Outcome) -> Iterator[Finding]:
    """Yield findings, and for what is said of several units one for each that sent something of it."""
    unit_of = {file.path: file.unit for file in outcome.submissions}
    frame, before = outcome.ledger.frame, outcome.previous.frame
    sender: dict[str, str] | None = None
    for finding in findings:
        if not is_shared(finding):
            yield finding
            continue
        if sender is None:
            sender = {
                name: unit_of.get(path, "") or path
                for name, path in zip(frame["id"].tolist(), frame["path"].tolist(), strict=True)
            }
            sender |= dict(zip(before["id"].tolist(), before["unit"].tolist(), strict=True))
        yield from _shares(finding, sender, unit_of)


def _shares(finding: Finding, sender: dict[str, str], unit_of: dict[str, str]) -> Iterator[Finding]:
    """Yield what each unit, or each file without one, has of a finding of several."""
    one = alone(finding)
    places = [(unit_of.get(place.file, "") or place.file, place) for place in finding.where]
    whose = (*(sender[name] for name in (*finding.records, *finding.previous)), *(name for name, _ in places))
    for name in dict.fromkeys(whose):
        records = tuple(record for record in finding.records if sender[record] == name)
        where = tuple(place for owner, place in places if owner == name)
        previous = tuple(row for row in finding.previous if sender[row] == name)
        facts = {**one.facts, _TOGETHER: len(records) if len(where) > 1 else 1}
        unit = "" if name in unit_of else name
        yield replace(one, unit=unit, records=records, previous=previous, where=where, facts=facts)
