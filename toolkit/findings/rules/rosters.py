"""Second sources as look-ups: how many people a unit or a class has, and who is in post."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.findings.rules.masks import text
from toolkit.names.names import Name, canonical_name
from toolkit.normalise.text import key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from toolkit.findings.case import Case


class Class(NamedTuple):
    """One class of the roster; numbers that were not given are None."""

    name: str
    unit: str
    headcount: int | None
    entry_year: int | None
    years: int | None
    parsed: Name


def unit_sizes(case: Case) -> Mapping[str, int]:
    """Return the head count of each unit of the roster that has one."""
    given = case.sources.get("units")
    if given is None:
        return {}
    pairs = zip(text(given.frame, "unit"), given.frame["headcount"], strict=True)
    return {str(unit): size for unit, counted in pairs if (size := number(counted))}


def classes_of(case: Case) -> Callable[[str, str], tuple[Class, ...]]:
    """Return a look-up: unit and group name to the classes of the roster that the name speaks of."""
    if "classes" not in case.memory:
        case.memory["classes"] = _look_up(case)
    look_up: Callable[[str, str], tuple[Class, ...]] = case.memory["classes"]
    return look_up


def _look_up(case: Case) -> Callable[[str, str], tuple[Class, ...]]:
    index: dict[tuple[str, str], list[Class]] = {}
    for entry in classes(case):
        index.setdefault(_tokens(entry.parsed), []).append(entry)

    @cache
    def look_up(unit: str, name: str) -> tuple[Class, ...]:
        parsed = canonical_name(name)
        found = [entry for entry in index.get(_tokens(parsed), ()) if _speaks_of(parsed, entry.parsed)]
        own = [entry for entry in found if key(entry.unit) == key(unit)]
        return tuple(own or found)

    return look_up


def classes(case: Case) -> tuple[Class, ...]:
    """Return the class roster; empty when none was given."""
    given = case.sources.get("classes")
    if given is None:
        return ()
    rows = given.frame.to_dict("records")
    return tuple(
        Class(
            str(row["class_name"]),
            str(row.get("unit", "")),
            number(row.get("headcount")),
            number(row.get("entry_year")),
            number(row.get("years")),
            canonical_name(str(row["class_name"])),
        )
        for row in rows
    )


class Staff(NamedTuple):
    """What the staff roster says of one name: the units it is listed in, and whether anybody so called is in post."""

    units: frozenset[str]
    in_post: bool


def staff(case: Case) -> Mapping[str, Staff]:
    """Return the staff roster by name without spaces; a blank 在岗 counts as in post."""
    given = case.sources.get("people")
    if given is None:
        return {}
    found: dict[str, Staff] = {}
    for row in given.frame.to_dict("records"):
        name = key(str(row["name"]))
        known = found.get(name, Staff(frozenset(), in_post=False))
        post = row.get("in_post")
        absent = post is not None and str(post) in ("False", "否", "no")
        found[name] = Staff(known.units | {str(row.get("unit", ""))} - {""}, known.in_post or not absent)
    return found


def number(value: object) -> int | None:
    """Return a whole number however a source frame holds it; None when there is none."""
    try:
        return int(float(str(value)))
    except ValueError:
        return None


def _tokens(name: Name) -> tuple[str, str]:
    return (name.tokens.get("cohort", ""), name.tokens.get("class_seq", ""))


def _speaks_of(group: Name, entry: Name) -> bool:
    return bool(entry.tokens.get("class_seq")) and (
        entry.rest in group.rest or (group.rest != "" and group.rest in entry.rest)
    )
