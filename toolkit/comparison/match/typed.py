"""Of several rows of one canonical name the one that is typed alike: 🏀校队群 is not ⚽校队群.

Asked only of names that a unit has more than once on either side: first letter by letter, then by their spelling
without width, case and spaces, and only then, of all rows, by the canonical name.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.comparison.match.buckets import Joined
from toolkit.comparison.match.encoded import codes
from toolkit.names.asides import exchanged
from toolkit.normalise.text import keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.comparison.match.buckets import Codes
    from toolkit.comparison.match.encoded import Side
    from toolkit.model import Ledger


def typed_alike(left: Side, right: Side, ours: Ledger, theirs: Ledger) -> Iterator[tuple[Side, Side]]:
    """Yield both registers with the names as typed in place of the canonical ones, the sternest first.

    Rows whose name their unit has once on either side have none.
    """
    import numpy as np
    import pandas as pd

    rows = [np.flatnonzero(side.open & (side.unit >= 0) & (side.name >= 0)) for side in (left, right)]
    names = max((int(side.name.max(initial=0)) for side in (left, right)), default=0) + 1
    marks = [side.unit[at] * names + side.name[at] for side, at in zip((left, right), rows, strict=True)]
    crowded = np.union1d(*map(_crowded, marks))
    if not len(crowded):
        return
    chosen = [at[np.isin(mark, crowded)] for at, mark in zip(rows, marks, strict=True)]
    texts = [
        frame["group_name"].take(at).tolist() for frame, at in zip((ours.frame, theirs.frame), chosen, strict=True)
    ]
    for spelled in (list[str], keys):
        typed = codes(*(pd.Series(spelled(column), dtype=object) for column in texts))
        yield _named(left, chosen[0], typed[0]), _named(right, chosen[1], typed[1])


def without_exchanged(pairs: Joined, ours: Ledger, theirs: Ledger) -> Joined:
    """Return the pairs but for those whose signs or remarks make them a question."""
    now = ours.frame["group_name"].to_numpy(object)[pairs.ours]
    then = theirs.frame["group_name"].to_numpy(object)[pairs.theirs]
    kept = now == then
    for place in (~kept).nonzero()[0].tolist():
        kept[place] = not _exchanged(now[place], then[place])
    return Joined(pairs.ours[kept], pairs.theirs[kept])


@lru_cache(maxsize=1 << 16)
def _exchanged(now: str, then: str) -> bool:
    return exchanged(now, then)


def _crowded(column: Codes) -> Codes:
    """Return what stands in a column more than once."""
    import numpy as np

    values, counts = np.unique(column, return_counts=True)
    return values[counts > 1]


def _named(side: Side, rows: Codes, names: Codes) -> Side:
    """Return a register in which these rows have these names and the others none."""
    import numpy as np

    column = np.full(len(side.name), -1, dtype=np.int64)
    column[rows] = names
    return replace(side, name=column)
