"""What a reader is asked to read: one cause is one finding, and nothing is said over and over.

settled     days of founding and filing that last year's register has already are not asked about every year
one cause   what a file that could not be taken already says is not said again of its unit, nor what its rows say
together    one finding that names all its records, where the same is said
            - of one cell (a date in the head of a ledger stands for forty groups)
            - of answers left empty that only this tool asks for: once a unit
            - in the same words of more than `SAME` groups of one unit
            - of units, where it is no fault of any of them (`_OF_UNITS`): once a campaign
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.findings.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from toolkit.findings.case import Case
    from toolkit.model import Finding
    from toolkit.regulations.profile import Profile

SAME = 5
"""So often something is said in the same words to one unit; beyond that it is said once of all."""

_OF_UNITS = frozenset({"no-official"})
_SETTLED = frozenset({"filed-after-created", "filed-before-regulation"})
"""Rules about days that cannot change any more: what last year's register says of them was settled last year."""

_ROWS_SAY = frozenset({"no-rows"})
_PLACES, _NAMED = 50, 8


def within_budget(found: Iterable[Finding], case: Case) -> tuple[Finding, ...]:
    """Return the findings with what is said twice left out and what is said of many said once; the order stays."""
    settled = _settled_before(case)
    kept = [
        one for one in _one_cause(list(found), case) if not (one.rule in _SETTLED and settled.issuperset(one.records))
    ]
    for merged in (_of_one_cell, _of_own_additions, _in_the_same_words, _of_many_units):
        kept = _together(kept, merged(kept, case))
    return tuple(kept)


def _one_cause(found: Sequence[Finding], case: Case) -> list[Finding]:
    """Leave out what a file says that its rows say, and what a unit says that its files say."""
    rows = {one.where[0].file for one in found if one.facts.get("variant") == "nameless" and one.where}
    files = {one.where[0].file for one in found if one.rule == "file-read" and one.where}
    sent: dict[str, set[str]] = defaultdict(set)
    for file in case.submissions:
        if file.status in ("rejected", "empty"):
            sent[file.unit].add(file.path)

    def said_already(one: Finding) -> bool:
        if one.rule == "file-read":
            return one.facts.get("reason_code") in _ROWS_SAY and one.where[0].file in rows
        return one.rule == "unit-returned" and bool(sent[one.unit]) and sent[one.unit] <= rows | files

    return [one for one in found if not said_already(one)]


def _settled_before(case: Case) -> frozenset[str]:
    """Return the records whose days of founding and filing stood in last year's register as they stand now."""
    pairs = case.verdicts.loc[case.verdicts["basis"].fillna("") != "", ["id", "previous"]]
    if pairs.empty:
        return frozenset()
    days = ["created_on", "filed_on"]
    now = case.ledger.frame.set_index("id")[days].reindex(pairs["id"]).to_numpy()
    then = case.previous.frame.set_index("id")[days].reindex(pairs["previous"]).to_numpy()
    same = (now == then).all(axis=1) & (now != "").all(axis=1)
    return frozenset(pairs.loc[same, "id"])


def _together(found: Sequence[Finding], keys: Mapping[int, Hashable]) -> list[Finding]:
    """Put the findings of one key into the first of them."""
    members: dict[Hashable, list[int]] = defaultdict(list)
    for place, key in keys.items():
        members[key].append(place)
    merged = {places[0]: _joined([found[place] for place in places]) for places in members.values() if len(places) > 1}
    gone = {place for places in members.values() for place in places[1:]}
    return [merged.get(place, one) for place, one in enumerate(found) if place not in gone]


def _joined(findings: Sequence[Finding]) -> Finding:
    first = findings[0]
    records = tuple(dict.fromkeys(record for one in findings for record in one.records))
    previous = tuple(dict.fromkeys(row for one in findings for row in one.previous))
    where = tuple(dict.fromkeys(place for one in findings for place in one.where))[:_PLACES]
    told = {**first.facts, "together": len(records) if len(where) > 1 else 1}
    units = list(dict.fromkeys(one.unit for one in findings if one.unit))
    if len(units) > 1:
        told["of_unit"] = "、".join(units[:_NAMED]) + ("…" if len(units) > _NAMED else "")
        told["together"] = 1
    unit = units[0] if len(units) == 1 else ""
    return replace(first, unit=unit, records=records, previous=previous, where=where, facts=told)


def _of_one_cell(found: Sequence[Finding], case: Case) -> dict[int, Hashable]:
    del case
    return {
        place: (*_about(one), one.where[0])
        for place, one in enumerate(found)
        if one.records and len(one.where) == 1 and one.where[0].cell
    }


def _of_own_additions(found: Sequence[Finding], case: Case) -> dict[int, Hashable]:
    """Return the findings about answers left empty that no paper form asks for, by unit."""
    extra = _additions(case.profile)
    frame = case.ledger.frame
    forms = dict(zip(frame["id"].tolist(), frame["form"].tolist(), strict=True)) if extra else {}
    return {
        place: _about(one)
        for place, one in enumerate(found)
        if one.records
        and not one.facts.get("raw")
        and (forms.get(one.records[0], ""), str(one.facts.get("field", ""))) in extra
    }


def _additions(profile: Profile) -> frozenset[tuple[str, str]]:
    """Return form and field of each answer that this tool adds to a form."""
    return frozenset(
        (form.key, field)
        for form in profile.forms
        for answer in form.answers
        if answer.extra
        for field in (answer.key, *answer.key.split("&"))
    )


def _in_the_same_words(found: Sequence[Finding], case: Case) -> dict[int, Hashable]:
    """Return what is said in the same words of more than `SAME` groups of one unit."""
    del case
    about: dict[Hashable, list[int]] = defaultdict(list)
    for place, one in enumerate(found):
        if len(one.records) == 1:
            about[_about(one)].append(place)
    often: dict[Hashable, list[int]] = defaultdict(list)
    for key, places in about.items():
        if len(places) > SAME:
            for place in places:
                often[key, sentence(found[place])].append(place)
    return {place: key for key, places in often.items() if len(places) > SAME for place in places}


def _of_many_units(found: Sequence[Finding], case: Case) -> dict[int, Hashable]:
    del case
    return {place: (one.requirement, one.severity) for place, one in enumerate(found) if one.rule in _OF_UNITS}


def _about(one: Finding) -> tuple[str, ...]:
    facts = one.facts
    variant, field = str(facts.get("variant", "")), str(facts.get("field", ""))
    return one.requirement, one.rule, one.severity, one.unit, variant, field
