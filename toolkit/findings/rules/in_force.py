"""Which requirements hold under a profile: the regulation's own, and of the tool's own what the regulation leaves.

A general requirement with `unless_rules` gives way to the regulation's own requirement of one of those rules: it keeps
the fields which that one does not look at, and falls away when it names none or none is left.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - the examples are run
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from toolkit.findings.rules.parameters import completed
from toolkit.regulations.profile import Requirement
from toolkit.regulations.roles import OF_A_MOMENT, OF_A_UNIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.regulations.profile import Profile


def in_force(profile: Profile) -> tuple[Requirement, ...]:
    """Return the requirements to carry out, the regulation's in order and then the tool's."""
    left = (_left(entry, profile) for entry in profile.general if _concerns(entry, profile))
    asked = (*profile.regulation.requirements, *filter(None, left))
    return tuple(_completed(entry, profile) for entry in asked)


def due(requirement: Requirement, day: dt.date | None) -> bool:
    """Tell whether a requirement is asked on a day: always, but for one with a `season` of the year.

    >>> season = {"start": "10-01", "end": "01-31"}
    >>> in_season(season, dt.date(2026, 1, 5)), in_season(season, dt.date(2026, 4, 20))
    (True, False)
    """
    season = requirement.with_.get("season")
    return day is None or not season or in_season(season, day)


def in_season(season: Mapping[str, str], day: dt.date) -> bool:
    """Tell whether a day lies between two days of the year, both included; the season may run over the new year."""
    start, end, today = season.get("start", "01-01"), season.get("end", "12-31"), day.strftime("%m-%d")
    return start <= today <= end if start <= end else today >= start or today <= end


def speaks_of_a_paper(profile: Profile, requirement: Requirement) -> bool:
    """Tell whether a requirement is about a form for changes or cancellations itself, and the days written on it."""
    form = requirement.with_.get("form")
    return any(one.id == form and one.role in OF_A_MOMENT for one in profile.forms)


def _concerns(entry: Requirement, profile: Profile) -> bool:
    """Return whether the regulation has the forms of which a general requirement speaks."""
    if entry.rule == "summary-figures":
        return any(form.drawing.figures for form in profile.forms)
    if entry.rule == "papers-differ":
        return sum(form.role not in OF_A_UNIT for form in profile.forms) > 1
    return True


def _completed(entry: Requirement, profile: Profile) -> Requirement:
    """Return a requirement with what the regulation gives for all; one that lacks nothing is not made anew."""
    asked = completed(entry, profile)
    return entry if asked == entry.with_ else asking(entry, asked)


def asking(entry: Requirement, asked: Mapping[str, Any]) -> Requirement:
    """Return a requirement with other parameters."""
    told = {field.name: getattr(entry, field.name) for field in fields(entry)}
    told["with"] = dict(asked)
    del told["with_"]
    return Requirement(**told)


def _left(entry: Requirement, profile: Profile) -> Requirement | None:
    rules = entry.with_.get("unless_rules", ())
    own = [rival for rival in profile.regulation.requirements if rival.rule in rules]
    if not own:
        return entry
    taken = {field for rival in own for field in rival.fields}
    asked = _without(entry.with_, taken)
    return asking(entry, asked) if asked else None


def _without(asked: Mapping[str, Any], taken: set[str]) -> dict[str, Any] | None:
    """Return the parameters without the fields that are taken; None when no field is left."""
    if asked.get("field", "") and str(asked["field"]) not in taken:
        return dict(asked)
    fields = asked.get("fields")
    if isinstance(fields, dict):
        kept: Any = {key: value for key, value in fields.items() if key.split(".", maxsplit=1)[0] not in taken}
    elif isinstance(fields, list):
        kept = [key for key in fields if str(key).split(".", maxsplit=1)[0] not in taken]
    else:
        return None
    return {**asked, "fields": kept} if kept else None
