"""Values that could not be read, and the requirement that speaks of each.

A requirement claims the faults of a field when it says so (`claims`), when it is `readable` and names the field, or
when it asks for the field's form (`well-formed`). What nobody claims goes to the tool's own `readable` (fields: ['*']).
Several numbers in one cell are always for a person (`number-in-cell`), a unit that is not on the roster is
`known-unit`'s, the number of an identity card is `sensitive-content`'s, and a list of boxes without a tick is a blank.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.findings.case import Hit
from toolkit.findings.rules.in_force import in_force
from toolkit.findings.rules.masks import cell, scope_of
from toolkit.findings.rules.to_findings import severity_of
from toolkit.normalise.digits import HIDDEN
from toolkit.normalise.text import fold
from toolkit.register.rows.stack import HALF_NAMED, MARKS, POST, WITHHELD, WITHHELD_ALONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.model import Severity
    from toolkit.regulations.profile import Profile, Requirement

BLANK = frozenset({"none-ticked"})
SEVERAL = "several-numbers"
NEAR = "near-option"
_TOLD_ELSEWHERE = frozenset({"unlisted-unit", "ambiguous-unit", WITHHELD, WITHHELD_ALONE})
_ONCE = frozenset({"unlisted-option", "near-option"})
"""A word that is no option is asked about once a file, however many rows it stands in."""
MORE = "more-words"
"""Cells in which more stands than was read: one finding a file and field."""
_NAMED = 5
_FOR_A_PERSON = frozenset(
    {"two-digit-year", "ambiguous-date", "unaligned-people", "unmarked-roles", "unlisted-option"}
    | {"unnamed-people", "same-as-elsewhere", POST, HALF_NAMED, "likely-id-number"}
    | set(MARKS.values())
)
_READING = ("unreadable", "impossible", "scientific")
_ASK_FOR_AN_ANSWER = ("required", "one-of", "phone-shared")
_REAL_NAMES = "real-name"
_NUMBERS_OF_ACCOUNTS = "malformed-identifier"
_ID_LIKE = re.compile(r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{9}[\dXx](?![\dA-Za-z])", re.ASCII)
"""Shaped like the number of an identity card; its check digit does not fit, or it would have been taken out."""
_ANY, _ACCOUNT = "*", "公众号"
_ENDING = re.compile(r"(?<![\d*])\d[\d -]{2,}(\d{4})(?!\d)")
"""A number of seven digits or more, of which the last four tell the reader which one is meant."""


def claimed(frame: pd.DataFrame, profile: Profile, faults: pd.DataFrame) -> Iterator[tuple[Requirement, Hit]]:
    """Return a hit for each fault, with the requirement that claims it."""
    if not len(faults):
        return
    claimants = Claimants(frame, profile)
    place = {str(record): number for number, record in enumerate(frame["id"].tolist())}
    words: dict[tuple[str, ...], tuple[Requirement, list[_Fault]]] = {}
    about: tuple[str, ...]
    for record, field, fault, raw in zip(*(faults[name] for name in ("record", "field", "fault", "raw")), strict=True):
        if str(record) not in place:
            continue
        requirement = claimants.of(place[str(record)], str(field), str(fault))
        if requirement is None:
            continue
        told = _Fault(place[str(record)], str(field), str(fault), str(raw))
        if fault in _ONCE:
            about = (cell(frame, "path", told.place), *told[1:], requirement.id)
            words.setdefault(about, (requirement, []))[1].append(told)
        elif fault == MORE:
            about = (cell(frame, "path", told.place), told.field, MORE, requirement.id)
            words.setdefault(about, (requirement, []))[1].append(told)
        else:
            yield requirement, _hit(frame, requirement, told)
    for requirement, alike in words.values():
        records = tuple(str(frame["id"].iat[told.place]) for told in alike)
        hit = replace(_hit(frame, requirement, alike[0]), records=records)
        raws = list(dict.fromkeys(told.raw.replace("\n", "、") for told in alike))
        more = {"raws": [f"“{raw}”" for raw in raws[:_NAMED]], "more": max(len(raws) - _NAMED, 0) or ""}
        yield requirement, replace(hit, facts={**hit.facts, **more}) if alike[0].fault == MORE else hit


class _Fault(NamedTuple):
    place: int
    field: str
    fault: str
    raw: str


class Claimants:
    """The requirements that claim faults, in order, with the rows each speaks of."""

    def __init__(self, frame: pd.DataFrame, profile: Profile) -> None:
        """Work out the rows once a requirement."""
        self._all: Sequence[Requirement] = [entry for entry in in_force(profile) if _claims(entry)]
        self._frame = frame
        rules = (entry for entry in profile.regulation.requirements if entry.rule == "reference-category")
        self._reference_words = tuple(word for entry in rules for word in entry.with_["words"])
        self._asking = [entry for entry in in_force(profile) if entry.rule in _ASK_FOR_AN_ANSWER]
        self._numbers = [entry for entry in in_force(profile) if entry.rule == "number-in-cell"]
        self._real_names = [entry for entry in in_force(profile) if entry.rule == _REAL_NAMES]
        every = (*self._all, *self._asking, *self._numbers, *self._real_names)
        self._scope = {entry.id: scope_of(frame, entry.with_, profile.id).to_numpy() for entry in every}

    def of(self, place: int, field: str, fault: str) -> Requirement | None:
        """Return the requirement that tells of a fault, None when another finding does."""
        if fault in _TOLD_ELSEWHERE or (fault == "unlisted-option" and field == "category" and self._analogies(place)):
            return None
        if fault in MARKS.values():
            return self._first(self._all, place, _ANY)
        if fault == SEVERAL:
            return self._first(self._numbers, place, "group_no")
        told = {**dict.fromkeys((*BLANK, POST), self._asking), HALF_NAMED: self._real_names}.get(fault, ())
        if any(field in _fields(entry) and self._scope[entry.id][place] for entry in told):
            return None
        found = self._first(self._all, place, field) or self._first(self._all, place, _ANY)
        return found or (self._of_another_form if cell(self._frame, "accompanies", place) else None)

    @property
    def _of_another_form(self) -> Requirement | None:
        """Who tells of a fault on another form of a group, where no requirement speaks of that form."""
        return next((entry for entry in self._all if _ANY in _claims(entry)), None)

    def _analogies(self, place: int) -> bool:
        """Tell whether the category is no option, but one that the regulation speaks of (学习, 生活)."""
        said = cell(self._frame, "category", place)
        return any(word in said for word in self._reference_words)

    def _first(self, entries: Sequence[Requirement], place: int, field: str) -> Requirement | None:
        stem = field.split(".", maxsplit=1)[0]
        asked = (entry for entry in entries if {field, stem} & set(_claims(entry)) and self._scope[entry.id][place])
        return next(asked, None)


def _claims(entry: Requirement) -> tuple[str, ...]:
    asked = entry.with_
    claims = tuple(asked.get("claims", ()))
    if entry.rule == "readable":
        claims += tuple(asked.get("fields", ()))
    if entry.rule == "well-formed" and not claims:
        claims += tuple(asked["fields"])
    if entry.rule == "number-in-cell":
        claims += (asked["field"],)
    return claims


def _fields(entry: Requirement) -> tuple[str, ...]:
    asked: Mapping[str, Any] = entry.with_
    if entry.rule in {"phone-shared", _REAL_NAMES}:
        return tuple(f"{person}.name" for person in asked.get("people") or asked["fields"])
    if "field" in asked:
        return (str(asked["field"]),)
    listed = asked.get("fields") or asked.get("any_of") or ()
    return tuple(str(name) for name in listed) if isinstance(listed, (list, tuple)) else ()


def _hit(frame: pd.DataFrame, requirement: Requirement, told: _Fault) -> Hit:
    place, field, fault, raw = told
    shown = _ENDING.sub(r"****\1", raw) if fault == "malformed-phone" else raw
    facts: dict[str, object] = {"raw": shown.replace("\n", "、"), "fault": fault}
    if fault == NEAR:
        facts["taken"] = cell(frame, field, place)
    if fault == SEVERAL:
        numbers = cell(frame, "group_nos", place).split("\n")
        facts |= {"raw": "、".join(numbers), "count": len(numbers)}
    variant = "several" if fault == SEVERAL else fault
    if field == "group_no" and fault not in {SEVERAL, MORE} and _needs_no_number(frame, place, requirement):
        variant = "other_platform"
    elif fault == "malformed-number" and cell(frame, "kind", place) == _ACCOUNT:
        variant = _NUMBERS_OF_ACCOUNTS
    elif fault == "malformed-phone" and _ID_LIKE.search("".join(fold(raw).split())):
        facts["raw"], variant = HIDDEN, "likely-id-number"
    return Hit((str(frame["id"].iat[place]),), field, facts, variant=variant, severity=_severity(requirement, variant))


def _needs_no_number(frame: pd.DataFrame, place: int, requirement: Requirement) -> bool:
    needed = requirement.with_.get("needed_when") or {}
    return any(cell(frame, name, place) not in values for name, values in needed.items())


def _severity(requirement: Requirement, variant: str) -> Severity:
    levels: Mapping[str, Severity] = requirement.with_.get("severities", {})
    if variant in levels or variant.replace("-", "_") in levels:
        return severity_of(requirement, variant)
    if variant in _FOR_A_PERSON:
        return "review"
    if variant in {NEAR, MORE}:
        return "notice"
    if variant.startswith(_READING) and "unreadable" in levels:
        return levels["unreadable"]
    return requirement.severity
