"""Which of this year's units goes on as one of last year that is gone: by the groups that moved, else by their names.

A school is renamed, and no number proves it, for none of its groups has one: 生命科学学院 is gone with forty groups,
and 生命与食品学院 is there with forty of the same names, but for its own before them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from toolkit.register.keys import unit_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd

    from toolkit.comparison.match.pairs import Pairs
    from toolkit.model import Ledger

MOVED = 2
"""So many groups that moved to one unit say that it goes on there."""
NAMES, OF_ALL, AHEAD = 3, 1 / 3, 1.5
"""So many names in common say it too, where they are this part of those of the unit that is gone, and so many times as
many as any other unit has."""


def followed(ours: Ledger, theirs: Ledger, pairs: Pairs) -> Mapping[str, str]:
    """Return the key of the unit of this year that goes on as each unit of last year that is gone."""
    here, there = unit_keys(ours.frame), unit_keys(theirs.frame)
    known = frozenset(here)
    moved: dict[str, Counter[str]] = defaultdict(Counter)
    for one, other in zip(pairs.matched["ours"].tolist(), pairs.matched["theirs"].tolist(), strict=True):
        if there[other] not in known:
            moved[there[other]][here[one]] += 1
    chosen = {unit: counts.most_common(1)[0] for unit, counts in moved.items() if unit}
    proved = {
        unit: name for unit, (name, count) in chosen.items() if name and 2 * count >= moved[unit].total() >= MOVED
    }
    gone = frozenset(there) - known - frozenset(proved) - {""}
    come = known - frozenset(there) - {""}
    if not gone or not come:
        return proved
    last, this = _names(theirs.frame, there, gone), _names(ours.frame, here, come)
    borne = {unit: frozenset().union(*names) for unit, names in this.items()}
    return {**{unit: name for unit in sorted(gone) if (name := _by_names(last[unit], borne))}, **proved}


def _by_names(last: Sequence[frozenset[str]], this: Mapping[str, frozenset[str]]) -> str:
    """Return the unit that has the names of one that is gone, "" where none has enough or two have nearly as many."""
    shared = sorted((sum(not names.isdisjoint(borne) for names in last), unit) for unit, borne in this.items())
    most, unit = shared[-1]
    second = shared[-2][0] if len(shared) > 1 else 0
    return unit if most >= max(NAMES, OF_ALL * len(last), AHEAD * second) else ""


def _names(
    frame: pd.DataFrame, units: Sequence[str], wanted: Collection[str]
) -> Mapping[str, Sequence[frozenset[str]]]:
    """Return for each group of some units its name, whole and without what stands before it of the unit's own."""
    found: dict[str, list[frozenset[str]]] = {unit: [] for unit in wanted}
    for unit, name in zip(units, frame["name_key"].tolist(), strict=True):
        if unit in found and name:
            found[unit].append(frozenset((name, name.lstrip(unit) or name)))
    return found
