"""Which requirements hold under a profile: the regulation's own, and of the tool's own what the regulation leaves.

A general requirement with `unless_rules` gives way to the regulation's own requirement of one of those rules: it keeps
the fields which that one does not look at, and falls away when it names none or none is left.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from toolkit.findings.rules.parameters import completed
from toolkit.regulations.profile import Requirement
from toolkit.regulations.roles import OF_A_UNIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.regulations.profile import Profile


def in_force(profile: Profile) -> tuple[Requirement, ...]:
    """Return the requirements to carry out, the regulation's in order and then the tool's."""
    left = (_left(entry, profile) for entry in profile.general if _concerns(entry, profile))
    asked = (*profile.regulation.requirements, *filter(None, left))
    return tuple(_completed(entry, profile) for entry in asked)


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
