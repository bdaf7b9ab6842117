"""Which of this year's units goes on as one of last year that is gone: by the groups that moved, else by their names.

A school is renamed, and no number proves it, for none of its groups has one: 生命科学学院 is gone with forty groups,
and 生命与食品学院 is there with forty of the same names, but for its own before them and another ending behind.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from toolkit.register.keys import unit_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.comparison.match.pairs import Pairs
    from toolkit.model import Ledger

MOVED = 2
"""So many groups that moved to one unit say that it goes on there."""
NAMES, OF_ALL, AHEAD = 3, 1 / 3, 1.5
"""So many names in common say it too, where they are this part of those of the unit that is gone, and so many times as
many as any other unit has."""
SHORTEST = 2
Named = tuple[str, str]
"""Rest and tokens of a name."""
HEADED, ENDED = 0.5, 0.2
"""What so large a part of a unit's names begin with, or end in, is put there by the unit."""
_LONGEST = 8
_ADDED = re.compile(r"\|(?:platform|campus|year)=[^|]*")
"""Tokens that a unit may put into all of its names."""


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
    return {**{unit: name for unit in sorted(gone) if (name := _by_names(unit, last[unit], borne))}, **proved}


def _by_names(gone: str, last: Sequence[frozenset[Named]], this: Mapping[str, frozenset[Named]]) -> str:
    """Return the unit that has the names of one that is gone, "" where none has enough or two have nearly as many.

    One that is called nearly as the one that is gone (组织部, 党委组织部) needs few names in common.
    """
    shared = sorted(
        (sum(not names.isdisjoint(borne) for names in last) * (AHEAD if _akin(gone, unit) else 1.0), unit)
        for unit, borne in this.items()
    )
    most, unit = shared[-1]
    second = shared[-2][0] if len(shared) > 1 else 0
    enough = AHEAD if _akin(gone, unit) else max(NAMES, OF_ALL * len(last))
    return unit if most >= max(enough, AHEAD * second) else ""


def _akin(one: str, other: str) -> bool:
    """Return whether one unit's name holds the other's letters in their order, but for its last (处, 部, 院)."""
    from rapidfuzz.distance import LCSseq

    stems = one[:-1], other[:-1]
    return LCSseq.similarity(*stems) == min(map(len, stems)) >= SHORTEST


def _names(
    frame: pd.DataFrame, units: Sequence[str], wanted: Collection[str]
) -> Mapping[str, Sequence[frozenset[Named]]]:
    """Return for each group of some units what it may be called: whole, and without what its unit puts around names."""
    rows: dict[str, list[Named]] = {unit: [] for unit in wanted}
    for unit, rest, name in zip(units, frame["name_rest"].tolist(), frame["name_key"].tolist(), strict=True):
        if unit in rows and name:
            rows[unit].append((rest, _ADDED.sub("", name[len(rest) :])))
    return {unit: [*_bare(unit, names)] for unit, names in rows.items()}


def _bare(unit: str, names: Sequence[Named]) -> Iterator[frozenset[Named]]:
    heads = _common([rest for rest, _ in names], HEADED) | {unit}
    ends = _common([rest[::-1] for rest, _ in names], ENDED)
    for rest, marks in names:
        behind = [rest, *(rest.removeprefix(head) for head in heads)]
        bare = [text[::-1].removeprefix(_longest(text[::-1], ends))[::-1] for text in behind]
        yield frozenset((text, marks) for text in (*behind, *bare) if text)


def _common(texts: Sequence[str], share: float) -> frozenset[str]:
    """Return the beginnings that so large a part of the texts have."""
    counts = Counter(text[:length] for text in texts for length in range(1, _LONGEST + 1) if len(text) > length)
    return frozenset(text for text, count in counts.items() if count >= max(NAMES, share * len(texts)))


def _longest(text: str, beginnings: frozenset[str]) -> str:
    """Return the longest of these beginnings that a text has, "" when none."""
    return next((text[:length] for length in range(_LONGEST, 0, -1) if text[:length] in beginnings), "")
