"""The return against second sources: groups seen in use, the staff roster, the class roster."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.findings.case import Hit
from toolkit.findings.rules.masks import (
    by_unit,
    cell,
    filled,
    hit,
    hit_of_unit,
    in_scope,
    mapped,
    people,
    positions,
    text,
)
from toolkit.findings.rules.rosters import staff
from toolkit.normalise.text import key
from toolkit.register.class_roster import classes_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.findings.case import Case
    from toolkit.findings.rules.rosters import Staff
    from toolkit.regulations.profile import Requirement


_NONE = "—"


def unregistered(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A group that was seen in use and is in neither register: the whole reason why a second source is asked for.

    Variants say only what is known of it: `unregistered` (name and number), `without_number`, `without_name`. One
    that is like a group of this year (`like_filed`) or of last year (`like_before`) is a question.
    """
    del requirement
    seen = case.observed
    source = case.sources["observed"]
    if not len(seen):
        return
    like = _Like(case)
    for position in positions(text(seen, "verdict") == "unregistered"):
        facts = {name: cell(seen, name, position) for name in ("group_name", "group_no", "platform", "seen_on")}
        origin = next((cell(seen, name, position) for name in ("origin", "source") if name in seen), "")
        told = {"name": facts["group_name"], "number": facts["group_no"] or _NONE, "origin": origin or _NONE}
        where = (source.where(position),) if position < len(source.frame) else ()
        variant = "unregistered" if facts["group_no"] else "without_number"
        variant = variant if facts["group_name"] else "without_name"
        found = Hit(unit=cell(seen, "unit", position), where=where, facts=facts | told, variant=variant)
        yield like.asked(position, found)


class _Like:
    """What the groups that were seen in use may be: one that is filed, or was filed last year."""

    def __init__(self, case: Case) -> None:
        """Index what they are like by id."""
        self._seen = case.observed
        self._groups: dict[str, tuple[str, str]] = {}
        for frame in (case.ledger.frame, case.previous.frame) if "like_score" in self._seen else ():
            if len(frame):
                named = zip(frame["group_name"].tolist(), frame["unit"].tolist(), strict=True)
                self._groups.update(zip(frame["id"].tolist(), named, strict=True))

    def asked(self, position: int, hit: Hit) -> Hit:
        """Return a hit as a question, where the group is like another."""
        seen = self._seen
        if "like_score" not in seen or not seen["like_score"].iat[position]:
            return hit
        record, row = (str(seen[name].iat[position]) for name in ("like_record", "like_previous"))
        name, unit = self._groups[record or row]
        facts = {"like": name, "like_unit": unit, "likeness": f"{seen['like_score'].iat[position]:.0%}"}
        variant = "like_filed" if record else "like_before"
        records, rows = ((record,) if record else ()), ((row,) if row else ())
        return replace(
            hit, records=records, previous=rows, facts={**hit.facts, **facts}, variant=variant, severity="review"
        )


def people_on_roster(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Owners and administrators whom the staff roster does not know (`not_found`), or not any longer (`left`).

    With `own_unit` also variant `other_unit`: listed, but under another unit. One finding a group, field and variant.
    """
    frame, asked = case.ledger.frame, requirement.with_
    roster = staff(case)
    for field in asked["fields"]:
        column = f"{field}.name"
        for position in positions(in_scope(case, requirement) & filled(frame, column)):
            unit = str(frame["unit"].iat[position])
            found: dict[str, list[str]] = {}
            for name in people(str(frame[column].iat[position])):
                if variant := _standing(roster, name, unit, own_unit=bool(asked.get("own_unit"))):
                    found.setdefault(variant, []).append(name)
            for variant, names in found.items():
                yield hit(frame, position, column, variant, names=names)


def expected_groups(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A unit that has classes, did file, and files no group for students."""
    frame, asked = case.ledger.frame, requirement.with_
    named = mapped(text(frame, "group_name"), lambda name: any(_speaks(word, name) for word in asked["words"]))
    students = text(frame, "category").isin(asked["categories"]) | named
    with_classes = Counter(key(entry.unit) for entry in classes_in(case.sources.get("classes")))
    for unit, rows in by_unit(frame, in_scope(case, requirement)):
        if key(unit) in with_classes and not students.take(rows).any():
            yield hit_of_unit(frame, rows[:1], "unit", "none", count=with_classes[key(unit)])


_WITHIN = {
    "班": re.compile("(?<![值加上下轮早晚当跟])班(?![子车次组主])"),
    "级": re.compile(r"(?:\d|[一二三四五六]年|[大研]?[一二三四])级|年级(?!组)"),
}
"""Words of one letter stand in many others (领导班子, 高级职称): what makes them the word that is meant."""


def _speaks(word: str, name: str) -> bool:
    within = _WITHIN.get(word)
    return bool(within.search(name)) if within else word in name


def _standing(roster: Mapping[str, Staff], name: str, unit: str, *, own_unit: bool) -> str:
    known = roster.get(key(name))
    if known is None:
        return "not_found"
    if not known.in_post:
        return "left"
    if own_unit and known.units and key(unit) not in {key(listed) for listed in known.units}:
        return "other_unit"
    return ""
