"""Limits that any regulation may set: so many groups a unit, two answers that differ, a filing that holds for years."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from toolkit.comparison.verdicts import UNCOUNTED
from toolkit.findings.case import Hit
from toolkit.findings.rules.masks import (
    at,
    cell,
    columns_of,
    grouped,
    hit,
    hit_of_unit,
    in_scope,
    last_year,
    people,
    positions,
    several,
    text,
    verdicts,
)
from toolkit.normalise.dates import latest
from toolkit.normalise.text import key
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.findings.case import Case
    from toolkit.regulations.profile import Requirement

_FILED = frozenset({"filed", "late", "unknown"})
_BETWEEN = "\x1f"
_NAMED = 6


def groups_per_unit(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A unit has more groups than it may (`too_many`), or fewer than it must (`too_few`).

    `per` counts each answer of these fields by itself (of every platform one). Copies and cancelled groups are not
    counted. That a unit has too few can be told only of one that filed.
    """
    frame, asked = case.ledger.frame, requirement.with_
    least, most, per = asked.get("at_least"), asked.get("at_most"), list(asked.get("per", ()))
    scope = in_scope(case, requirement) & ~verdicts(case).isin(UNCOUNTED) & (text(frame, "unit") != "")
    keys = text(frame, "unit")
    for name in per:
        keys = keys + _BETWEEN + text(frame, name)
    held = dict(grouped(keys, scope))
    for told, rows in held.items():
        said = "、".join(filter(None, told.split(_BETWEEN)[1:]))
        names = list(several(frame, "group_name", rows))
        facts: dict[str, Any] = {"count": len(rows), "each": said, "names": names[:_NAMED], "raw": ""}
        facts["more"] = len(names) if len(names) > _NAMED else ""
        if most is not None and len(rows) > most:
            yield hit_of_unit(frame, rows, "group_name", "too_many", at_most=most, **facts)
        elif least is not None and len(rows) < least and per:
            yield hit_of_unit(frame, rows, "group_name", "too_few", at_least=least, **facts)
    for status in case.units if least is not None and not per else ():
        rows = held.get(status.unit, [])
        if status.status in _FILED and len(rows) < (least or 0):
            told_of = {"of_unit": status.unit, "count": len(rows), "at_least": least, "each": "", "raw": ""}
            yield Hit(several(frame, "id", rows), "unit", told_of, unit=status.unit, variant="too_few")


def differ(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Two answers that have to differ are the same: one person in two posts, one number given twice."""
    frame, names = case.ledger.frame, list(requirement.with_["fields"])
    told = [_said(frame, name) for name in names]
    for position in positions(in_scope(case, requirement)):
        for number, name in enumerate(names):
            for other in range(number):
                both = [value for value in told[number][position] if value in told[other][position]]
                if both:
                    same = [told[number][position][value] for value in both]
                    yield hit(frame, position, name, "same", fields=[names[other], name], same=same)


def _said(frame: pd.DataFrame, name: str) -> Sequence[Mapping[str, str]]:
    """Return the values of a field row by row, as they are compared and as they were written."""
    entry = vocabulary()[name.partition(".")[0]]
    column = f"{name}.name" if entry.kind == "people" and "." not in name else columns_of(name)[0]
    split: dict[str, Mapping[str, str]] = {}
    values = text(frame, column).astype("str").tolist()
    for value in values:
        if value not in split:
            parts = people(value) if entry.kind == "people" else (value,)
            split[value] = {key(part): part for part in parts if key(part)}
    return [split[value] for value in values]


def valid_for(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A filing that held for some years is over (`expired`), or nearly (`soon`), and was not renewed.

    `since` is the day from which it counts, `until` the day up to which, where that is written; last year's register
    speaks where this year's return does not. A date that leaves the day open counts in favour of the unit.
    """
    frame, asked = case.ledger.frame, requirement.with_
    soon = int(asked.get("soon_days", 0))
    since = _or_last_year(case, asked["since"])
    until = _or_last_year(case, asked["until"]) if asked.get("until") else None
    for position in positions(in_scope(case, requirement) & ~verdicts(case).isin(UNCOUNTED)):
        written = at(until, position) if until is not None else ""
        begun = at(since, position)
        if not written and not begun:
            continue
        end = latest(written) if written else _years_on(latest(begun), int(asked["years"]))
        left = (end - case.as_of).days
        if left < 0 or (soon and left <= soon):
            field = asked["until"] if written else asked["since"]
            facts = {"since": begun, "years": asked["years"], "end": end.isoformat(), "left": max(left, 0)}
            shown = facts | {"raw": cell(frame, field, position), "over": -left}
            yield hit(frame, position, field, "expired" if left < 0 else "soon", **shown)


def _or_last_year(case: Case, field: str) -> pd.Series:
    own = text(case.ledger.frame, field)
    return own.where(own != "", last_year(case, field))


def _years_on(day: dt.date, years: int) -> dt.date:
    """Return the last day of so many years that begin on a day: of two from 2024-03-01 that is 2026-02-28.

    >>> _years_on(dt.date(2024, 3, 1), 2), _years_on(dt.date(2024, 2, 29), 1)
    (datetime.date(2026, 2, 28), datetime.date(2025, 2, 28))
    """
    leap = (day.month, day.day) == (2, 29)
    again = day.replace(year=day.year + years, day=28) if leap else day.replace(year=day.year + years)
    return again if leap else again - dt.timedelta(days=1)
