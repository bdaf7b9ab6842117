"""Where a row would stand in last year's register if the order of the rows was kept: ledgers are copied and edited."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from typing import TYPE_CHECKING

from toolkit.match.keys import unit_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from toolkit.match.pairs import Pairs
    from toolkit.model import Ledger


def expected_places(ours: Ledger, theirs: Ledger, pairs: Pairs) -> Mapping[int, tuple[int, ...]]:
    """Return for each unmatched record the positions in `theirs` where its matched neighbours put it.

    The nearest matched row of the unit above it and the nearest below each say one place, as many rows from their
    partners as the record is from them. A unit without a match says nothing.
    """
    partner = dict(zip(pairs.matched["ours"].tolist(), pairs.matched["theirs"].tolist(), strict=True))
    rows_of, theirs_of = _by_unit(ours.frame), _by_unit(theirs.frame)
    found: dict[int, tuple[int, ...]] = {}
    for unit, rows in rows_of.items():
        others = theirs_of.get(unit, [])
        rank = {position: place for place, position in enumerate(others)}
        anchors = [(place, rank[partner[row]]) for place, row in enumerate(rows) if partner.get(row) in rank]
        if not anchors:
            continue
        for place, row in enumerate(rows):
            if row in partner:
                continue
            after = bisect(anchors, (place, -1))
            said = [to + place - at for at, to in anchors[max(after - 1, 0) : after + 1]]
            found[row] = tuple(others[there] if 0 <= there < len(others) else -1 for there in said)
    return found


def _by_unit(frame: pd.DataFrame) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for position, unit in enumerate(unit_keys(frame)):
        if unit:
            rows[unit].append(position)
    return rows
