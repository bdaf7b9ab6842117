"""Second sources as look-ups: how many people a unit or a class has, and who is in post."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolkit.findings.rules.masks import text
from toolkit.normalise.text import key
from toolkit.register.class_roster import class_look_up, whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.findings.case import Case
    from toolkit.register.class_roster import LookUp


def unit_sizes(case: Case) -> Mapping[str, int]:
    """Return the head count of each unit of the roster that has one."""
    given = case.sources.get("units")
    if given is None:
        return {}
    pairs = zip(text(given.frame, "unit"), given.frame["headcount"], strict=True)
    return {str(unit): size for unit, counted in pairs if (size := whole_number(counted))}


def classes_of(case: Case) -> LookUp:
    """Return a look-up: unit and group name to the classes of the roster that the name speaks of."""
    if "classes" not in case.memory:
        case.memory["classes"] = class_look_up(case.sources.get("classes"))
    look_up: LookUp = case.memory["classes"]
    return look_up


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
