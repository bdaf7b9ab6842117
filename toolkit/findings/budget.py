"""What a reader is asked to read: one cause is one finding, and nothing is said over and over.

settled     days of founding and filing that last year's register has already are not asked about every year; of a
            form that says that nothing changed (无变更), and where nothing did, what is blank is not asked for
as it stood what else is wrong on such a form was so last year: the department is told once, and no unit is asked
one cause   what a file that could not be taken already says is not said again of its unit, nor what its rows say
together    one finding that names all its records, where the same is said
            - of one cell (a date in the head of a ledger stands for forty groups)
            - of answers left empty that only this tool asks for: once a unit
            - of how the people of one unit are reached, and who heads it: once a unit
            - in the same words of several groups of one unit, where it is said more than `SAME` times
            - of units, where it is no fault of any of them (`OF_UNITS`), and whatever more than `SAME` units would
              read in the same words: once a campaign; each unit is still told its own (`shared`)
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.comparison.changes import NUMBER_KINDS
from toolkit.findings.rules.table import RULE_OF
from toolkit.findings.shared import OF_UNITS, joined, sender_of
from toolkit.findings.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    import pandas as pd

    from toolkit.findings.case import Case
    from toolkit.model import Finding
    from toolkit.regulations.profile import Profile

SAME = 5
"""So often something is said in the same words to one unit; beyond that it is said once of all."""

_OF_FILES = frozenset({"near"})
"""Notices about whole files: what more than `SAME` of them would say is said once of all."""
_SETTLED: Mapping[str, tuple[str, ...]] = {
    "filed-after-created": ("created_on", "filed_on"),
    "filed-before-regulation": ("created_on", "filed_on"),
    "preferred-date-style": ("created_on",),
}
"""Rules about days that cannot change any more: what last year's register says of them was settled last year."""

_REACHED = (".mobile", ".office_phone", ".email")
_HEAD = "leader."

STOOD = "stood"
"""Fact of a finding about a form that says 无变更: it was so last year."""
_OF_A_FORM = ("size-naming", "other")
_OF_THIS_YEAR = frozenset(
    {
        *("decision", "disposition-arithmetic", "example-row", "filing-no", "form-filed", "in-force", "known-unit"),
        *("near", "papers-differ", "people-on-roster", "planned", "readable", "revived", "rollup", "sensitive-content"),
        *("source-unread", "temporary-exempt", "unread", "within-days"),
    }
)
"""Rules on those sheets that look at more than the form, or that hold whatever was said last year."""

_UNREAD = "unreadable"
_LIGHT = ("warning", "notice")
_ABOUT_BLANKS = frozenset({"required", "phone-shared", "approval", "well-formed", "one-of"})
_ROWS_SAY = frozenset({"no-rows"})


def within_budget(found: Iterable[Finding], case: Case) -> tuple[Finding, ...]:
    """Return the findings with what is said twice left out and what is said of many said once; the order stays."""
    settled = {days: _settled_before(case, days) for days in set(_SETTLED.values())}
    unchanged = _said_unchanged(case)

    def is_settled(one: Finding) -> bool:
        if one.rule in _SETTLED and one.facts.get("variant") != _UNREAD:
            return settled[_SETTLED[one.rule]].issuperset(one.records)
        blank = one.severity in _LIGHT and one.rule in _ABOUT_BLANKS and not one.facts.get("raw")
        return blank and bool(one.records) and unchanged.issuperset(one.records)

    kept = [one for one in _one_cause(list(found), case) if not is_settled(one)]
    kept = [_as_it_stood(one) if _stood(one) and unchanged.issuperset(one.records) else one for one in kept]
    for merged in (_as_they_stood, _of_one_cell, _of_own_additions, _of_people, _in_the_same_words, _of_many_units):
        kept = _together(kept, merged(kept, case))
    return tuple(kept)


def _stood(one: Finding) -> bool:
    """Tell whether a finding is about what a group's own form says, whatever the day and whatever others filed."""
    return bool(one.records) and RULE_OF[one.rule].sheet in _OF_A_FORM and one.rule not in _OF_THIS_YEAR


def _as_it_stood(one: Finding) -> Finding:
    return replace(one, severity="notice", facts={**one.facts, STOOD: True})


def _as_they_stood(found: Sequence[Finding], case: Case) -> dict[int, Hashable]:
    """Return what was so last year already, by unit and clause."""
    del case
    return {place: (STOOD, *_about(one)) for place, one in enumerate(found) if one.facts.get(STOOD)}


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


def _settled_before(case: Case, days: Sequence[str]) -> frozenset[str]:
    """Return the records whose days stood in last year's register as they stand now."""
    pairs = _matched(case)
    if pairs.empty:
        return frozenset()
    now = case.ledger.frame.set_index("id")[list(days)].reindex(pairs["id"]).to_numpy()
    then = case.previous.frame.set_index("id")[list(days)].reindex(pairs["previous"]).to_numpy()
    same = (now == then).all(axis=1) & (now != "").all(axis=1)
    return frozenset(pairs.loc[same, "id"])


def _said_unchanged(case: Case) -> frozenset[str]:
    """Return the records of last year's groups whose form says that nothing changed: they stand as they stood."""
    files = {table.sheet.file for table in case.tables if table.evidence.get("unchanged")}
    if not files:
        return frozenset()
    frame, changed = case.ledger.frame, case.changes
    theirs = frozenset(frame.loc[frame["path"].isin(files), "id"])
    differ = frozenset(changed.loc[~changed["rolled"].astype(bool) & ~changed["kind"].isin(NUMBER_KINDS), "record"])
    return theirs & frozenset(_matched(case)["id"]) - differ


def _matched(case: Case) -> pd.DataFrame:
    return case.verdicts.loc[case.verdicts["basis"].fillna("") != "", ["id", "previous"]]


def _together(found: Sequence[Finding], keys: Mapping[int, Hashable]) -> list[Finding]:
    """Put the findings of one key into the first of them."""
    members: dict[Hashable, list[int]] = defaultdict(list)
    for place, key in keys.items():
        members[key].append(place)
    merged = {places[0]: joined([found[place] for place in places]) for places in members.values() if len(places) > 1}
    gone = {place for places in members.values() for place in places[1:]}
    return [merged.get(place, one) for place, one in enumerate(found) if place not in gone]


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


def _of_people(found: Sequence[Finding], case: Case) -> dict[int, Hashable]:
    """Return what is said in the same words of the people of one unit: they are the same on each of its forms."""
    del case

    def of_people(one: Finding) -> bool:
        field = str(one.facts.get("field", ""))
        return field.startswith(_HEAD) or field.endswith(_REACHED)

    return {
        place: (*_about(one), sentence(one))
        for place, one in enumerate(found)
        if len(one.records) == 1 and not one.facts.get("raw") and of_people(one)
    }


def _in_the_same_words(found: Sequence[Finding], case: Case) -> dict[int, Hashable]:
    """Return what is said in the same words of several groups of one unit, where it is said more than `SAME` times."""
    del case
    about: dict[Hashable, list[int]] = defaultdict(list)
    for place, one in enumerate(found):
        if len(one.records) == 1:
            about[_about(one)[:3] + _about(one)[4:]].append(place)
    often: dict[Hashable, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for key, places in about.items():
        if len(places) > SAME:
            for place in places:
                often[key, sentence(found[place])][sender_of(found[place])].append(place)
    return {
        place: (key, unit)
        for key, units in often.items()
        if sum(map(len, units.values())) > SAME
        for unit, places in units.items()
        if len(places) > 1
        for place in places
    }


def _of_many_units(found: Sequence[Finding], case: Case) -> dict[int, Hashable]:
    """Return what is no fault of any unit, and what more than `SAME` units would read in the same words."""
    del case
    of_units: dict[Hashable, list[int]] = defaultdict(list)
    about: dict[Hashable, list[int]] = defaultdict(list)
    for place, one in enumerate(found):
        if one.rule in OF_UNITS:
            of_units[one.requirement, one.severity].append(place)
        elif one.records or one.rule in _OF_FILES:
            about[_about(one)[:3] + _about(one)[4:]].append(place)
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for key, places in about.items():
        if _senders(found, places) > SAME:
            for place in places:
                alike[key, _words(found[place])].append(place)
    often = (of_units, {key: places for key, places in alike.items() if _senders(found, places) > SAME})
    return {place: key for told in often for key, places in told.items() for place in places}


def _senders(found: Sequence[Finding], places: Iterable[int]) -> int:
    return len({sender_of(found[place]) for place in places})


def _words(one: Finding) -> str:
    """Return what a finding says, whatever number of groups of its unit it says it of."""
    return sentence(replace(one, facts={**one.facts, "together": 1}) if one.facts.get("together", 1) != 1 else one)


def _about(one: Finding) -> tuple[str, ...]:
    facts = one.facts
    variant, field = str(facts.get("variant", "")), str(facts.get("field", ""))
    return one.requirement, one.rule, one.severity, one.unit, variant, field
