"""The units that are known: from the roster, else from last year's register; and a unit named in a file's path."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from toolkit.normalise.units import UnitIndex, unit_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from toolkit.model import Ledger
    from toolkit.regulations.profile import Profile

_ENDING = re.compile(r"\.[A-Za-z]{2,4}$")
_SHORTEST = 2


def unit_index(roster: Ledger | None, profile: Profile) -> UnitIndex:
    """Return the index of the roster's names; without a roster an empty one, which takes names as they are typed."""
    institution = profile.regulation.institution
    names = (institution.name, *institution.short_names)
    if roster is None:
        return UnitIndex(institutions=names)
    frame = roster.frame
    rows = [
        (str(unit), str(short).split("\n") if short else [], str(former).split("\n") if former else [])
        for unit, short, former in zip(frame["unit"], frame["short_names"], frame["former_names"], strict=True)
    ]
    return UnitIndex(rows, institutions=names)


def names_of(roster: Ledger | None, others: Iterable[str] = ()) -> dict[str, str]:
    """Return every spelling that may stand in a file's name, with the unit it means; one that means two is left out.

    Args:
        roster: the units with their short and former names.
        others: units known from elsewhere (last year's register, the rows of the campaign).
    """
    found: dict[str, set[str]] = {}
    if roster is not None:
        columns = (roster.frame[name] for name in ("unit", "short_names", "former_names"))
        for unit, *more in zip(*columns, strict=True):
            for name in (unit, *(line for text in more for line in str(text).split("\n"))):
                found.setdefault(unit_key(name), set()).add(unit)
    for unit in others:
        found.setdefault(unit_key(unit), set()).add(unit)
    return {name: units.pop() for name, units in found.items() if len(units) == 1 and len(name) >= _SHORTEST}


def unit_in_path(path: str, names: dict[str, str]) -> str:
    """Return the unit that a file's name names, else that its folder names (nearest first), "" when none or several.

    The longest name counts: 计算机学院团委.xlsx is of 计算机学院团委 and not of 计算机学院.
    """
    steps = re.split(r"[/!]+", _ENDING.sub("", path))
    for step in reversed(steps):
        within = unit_key(step)
        hits = _named_within(within, names)
        longest = [name for name in hits if not any(name != other and name in other for other in hits)]
        units = {names[name] for name in longest}
        if len(units) == 1:
            return units.pop()
        if units:
            return ""
    return ""


def _named_within(text: str, names: Collection[str]) -> list[str]:
    """Return the names that stand in a text: name by name, or piece by piece where the text has fewer pieces."""
    if len(names) <= len(text) ** 2 // 2:
        return [name for name in names if name in text]
    ends = range(1, len(text) + 1)
    return [piece for piece in {text[start:end] for end in ends for start in range(end)} if piece in names]


def most_named_by(keys: Sequence[str], units: Sequence[str]) -> dict[str, str]:
    """Return for each key the unit named most often beside it, the first of equals; "" when none is named."""
    found = dict.fromkeys(keys, "")
    most: dict[str, int] = {}
    for (key, unit), count in Counter(zip(keys, units, strict=True)).items():
        if unit and count > most.get(key, 0):
            found[key], most[key] = unit, count
    return found
