"""The roster of classes as a look-up: which class a group's name speaks of, and whether that class has left.

A course is over when the next school year has begun, on 1 September: a class that entered in 2023 for three years is
there until 31 August 2026.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.names.names import Name, canonical_name
from toolkit.normalise.text import key
from toolkit.normalise.units import unit_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from toolkit.model import Ledger

    LookUp = Callable[[str, str], tuple["Class", ...]]

_SEPTEMBER = 9
_COHORT = re.compile(r"(?<!\d)(?:20)?(\d\d)[级届]?(?!\d)")
_MARKS = re.compile(r"[\W_]+")


class Class(NamedTuple):
    """One class of the roster; numbers that were not given are None."""

    name: str
    unit: str
    headcount: int | None
    entry_year: int | None
    years: int | None
    parsed: Name


class Graduation(NamedTuple):
    """A class that has left: the year it entered, how many years its course lasts, its name on the roster or ""."""

    entered: int
    years: int
    class_name: str = ""


def classes_in(roster: Ledger | None) -> tuple[Class, ...]:
    """Return the classes of the roster; none without one."""
    if roster is None:
        return ()
    return tuple(
        Class(
            str(row["class_name"]),
            str(row.get("unit", "")),
            whole_number(row.get("headcount")),
            whole_number(row.get("entry_year")),
            whole_number(row.get("years")),
            canonical_name(str(row["class_name"])),
        )
        for row in roster.frame.to_dict("records")
    )


def class_look_up(roster: Ledger | None) -> LookUp:
    """Return a look-up: unit and group name to the classes that the name speaks of; the unit's own, if it has any."""
    index: dict[tuple[str, str], list[Class]] = {}
    for entry in classes_in(roster):
        index.setdefault(_tokens(entry.parsed), []).append(entry)
    names = _by_length(roster)

    @cache
    def look_up(unit: str, name: str) -> tuple[Class, ...]:
        parsed = canonical_name(name)
        found = [entry for entry in index.get(_tokens(parsed), ()) if _speaks_of(parsed, entry.parsed)]
        found = found or _named_in(name, names)
        own = [entry for entry in found if unit_key(entry.unit) == unit_key(unit)]
        return tuple(own or found)

    return look_up


def _by_length(roster: Ledger | None) -> list[tuple[str, Class]]:
    """Return the classes by their bare names, the longest first: 2022级小提琴班 is 小提琴班 of 2022."""
    found = [(_bare(entry.name), entry) for entry in classes_in(roster)]
    return sorted((pair for pair in found if pair[0]), key=lambda pair: -len(pair[0]))


def _named_in(name: str, classes: list[tuple[str, Class]]) -> list[Class]:
    """Return the classes whose whole name stands in a group's: those without a number are found by nothing else."""
    told, found = _bare(name), list[Class]()
    length = 0
    for bare, entry in classes:
        if bare in told and len(bare) >= length:
            found.append(entry)
            length = len(bare)
    return found


def _bare(name: str) -> str:
    """Return a name with years in two digits, and without spaces and marks: 2022级小提琴班 and 22小提琴班 are one."""
    return _COHORT.sub(r"\1", _MARKS.sub("", key(name)))


def graduation(unit: str, name: str, look_up: LookUp, as_of: dt.date, *, common_years: int = 0) -> Graduation | None:
    """Return when the class that a group is for left, None when it is still there or is no class.

    Args:
        unit: the unit that filed the group; another unit's class of the same name is another class.
        name: the group's name.
        look_up: `class_look_up` of the roster.
        as_of: the day that is asked about.
        common_years: how long a course lasts where the roster does not say; 0 asks only what the roster knows.
    """
    own = [entry for entry in look_up(unit, name) if not entry.unit or unit_key(entry.unit) == unit_key(unit)]
    entry = own[0] if len(own) == 1 else None
    entered = (entry and entry.entry_year) or (common_years and _cohort(name))
    years = (entry and entry.years) or common_years
    if entered and years and entered + years <= school_year(as_of):
        return Graduation(entered, years, entry.name if entry else "")
    return None


def school_year(day: dt.date) -> int:
    """Return the calendar year in which the school year of a day began: 2025 from 2025-09-01 to 2026-08-31."""
    return day.year if day.month >= _SEPTEMBER else day.year - 1


def whole_number(value: object) -> int | None:
    """Return a whole number however a source frame holds it; None when there is none."""
    try:
        return int(float(str(value)))
    except ValueError:
        return None


def _cohort(name: str) -> int:
    """Return the year in which the class that a name speaks of entered; 0 when it speaks of no class."""
    parsed = canonical_name(name)
    tokens = parsed.tokens if parsed.marks else {}
    cohort = tokens.get("cohort", "").split(",")[0]
    if not cohort.isdigit() or "class_seq" not in tokens:
        return 0
    return int(cohort) if len(cohort) > len("18") else 2000 + int(cohort)


def _tokens(name: Name) -> tuple[str, str]:
    return (name.tokens.get("cohort", ""), name.tokens.get("class_seq", ""))


def _speaks_of(group: Name, entry: Name) -> bool:
    return bool(entry.tokens.get("class_seq")) and (
        entry.rest in group.rest or (group.rest != "" and group.rest in entry.rest)
    )
