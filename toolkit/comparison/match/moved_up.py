"""Classes that moved up a grade: one name, but who leads it and since when are those of last year's grade below.

Asked of pairs that unit and name join. One is no proof where its owner and day of creation both differ and are those
of the row one grade below; of the grades of such a ladder no row is joined by its name whose owner and day both differ
(the new first grade).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from toolkit.comparison.match.buckets import Joined
from toolkit.names.grades import a_year_ago, of_ladder
from toolkit.normalise.text import key
from toolkit.register.keys import unit_keys

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.model import Ledger

_TOLD = ("owner.name", "created_on")


def without_moved_up(pairs: Joined, ours: Ledger, theirs: Ledger) -> Joined:
    """Return the pairs but for those of classes that have moved up."""
    import numpy as np

    names = ours.frame["name_key"].to_numpy(object)[pairs.ours].tolist()
    ladders = [of_ladder(name) if "cohort=" in name or "班" in name else name for name in names]
    graded = [at for at, (name, ladder) in enumerate(zip(names, ladders, strict=True)) if name != ladder]
    if not graded:
        return pairs
    here, there = _told(ours.frame), _told(theirs.frame)
    now, then = (unit_keys(side.frame) for side in (ours, theirs))
    below = defaultdict[tuple[str, str], list[int]](list)
    for row, mark in enumerate(zip(then, theirs.frame["name_key"].tolist(), strict=True)):
        below[mark].append(row)
    strange: list[tuple[int, tuple[str, str]]] = []
    moved: set[tuple[str, str]] = set()
    for at in graded:
        one, other = int(pairs.ours[at]), int(pairs.theirs[at])
        if not _differ(here[one], there[other]):
            continue
        ladder = (now[one], ladders[at])
        strange.append((at, ladder))
        rows = below.get((now[one], a_year_ago(names[at])), ())
        if any(here[one] == there[row] for row in rows):
            moved.add(ladder)
    kept = np.ones(len(pairs.ours), dtype=np.bool_)
    kept[[at for at, ladder in strange if ladder in moved]] = False
    return Joined(pairs.ours[kept], pairs.theirs[kept])


def _told(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    return [*zip(*(map(key, frame[name].tolist()) for name in _TOLD), strict=True)]


def _differ(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two rows tell everything and agree in nothing."""
    return all(a and b and a != b for a, b in zip(one, other, strict=True))
