"""Which record is which row of last year's register, by proof and never by likeness.

    filing_no   M1  one filing number, borne by one row on each side
    group_no    M2  a number in common, whatever the unit, the name and the platform say
    decision        a person said so
    unit_name   M3  same unit, same canonical name, no other row of that name on either side that it could be, and no
                    conflict of platform or number (what is missing conflicts with nothing)

What is left and has the same unit and name under another number is `renumbered` 疑似换号: shown on both sides, and no
match.
Each row is paired once at most. No step compares all with all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.match.keys import (
    filing_keys,
    number_rows,
    number_texts,
    numbers_differ,
    platforms_differ,
    unit_keys,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    import pandas as pd

    from toolkit.model import Ledger

FILING_NO, GROUP_NO, UNIT_NAME, DECISION = "filing_no", "group_no", "unit_name", "decision"
NAMESAKES = 10
"""A name that more rows of one unit bear (there are ten platforms) tells none of them from the others."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who is who.

    `matched` is one row a pair: record, previous (ids), ours, theirs (positions, from 0), basis. `renumbered` likewise,
    without a basis. Both in the order of the records.
    """

    matched: pd.DataFrame
    renumbered: pd.DataFrame


def pair(ours: Ledger, theirs: Ledger, *, apart: Collection[str] = (), decisions: pd.DataFrame | None = None) -> Pairs:
    """Pair this year's records with last year's rows.

    Args:
        ours: this year's records; the frame has `name_key`.
        theirs: last year's register; likewise.
        apart: ids of records that are no candidates: the further rows of one number.
        decisions: what people decided, one row a pair: record, previous (ids), same (bool).
    """
    left, right = _side(ours, apart), _side(theirs, ())
    said = _said(left, right, decisions)
    pairing = _Pairing(left, right)
    pairing.take(_by_filing_no(left, right), FILING_NO)
    pairing.take(_by_number(ours, theirs, left, right), GROUP_NO)
    pairing.take((pair for pair, same in said.items() if same), DECISION)
    namesakes = [pair for pair in pairing.namesakes() if said.get(pair, True)]
    pairing.take(_without_choice(namesakes, left, right), UNIT_NAME)
    matched = pairing.frame()
    pairing.take(_renumbered(namesakes, left, right), "")
    everything = pairing.frame()
    return Pairs(matched, everything[everything["basis"] == ""].drop(columns="basis").reset_index(drop=True))


class _Pairing:
    """Who is taken, each row once. The only state of this module, and it lives for one call."""

    def __init__(self, left: pd.DataFrame, right: pd.DataFrame) -> None:
        self._left, self._right = left, right
        self._found: dict[int, tuple[int, str]] = {}
        self._taken: set[int] = set()

    def take(self, pairs: Iterable[tuple[int, int]], basis: str) -> None:
        """Take the pairs that are free on both sides, best first."""
        for ours, theirs in pairs:
            if ours not in self._found and theirs not in self._taken:
                self._found[ours] = (theirs, basis)
                self._taken.add(theirs)

    def namesakes(self) -> list[tuple[int, int]]:
        """Return all pairs of one unit and one name, of the names that still have a free row on both sides."""
        by = ["unit", "name"]
        sides = []
        for side, taken in ((self._left, self._found), (self._right, self._taken)):
            named = side.loc[side["open"] & (side["unit"] != "") & (side["name"] != ""), by]
            named = named[named.groupby(by)["name"].transform("size") <= NAMESAKES]
            sides.append((named, named[~named.index.isin(list(taken))].drop_duplicates()))
        (ours, free_ours), (theirs, free_theirs) = sides
        asked = free_ours.merge(free_theirs, on=by)
        left, right = (side.rename_axis("row").reset_index().merge(asked, on=by) for side in (ours, theirs))
        pairs = left.merge(right, on=by, suffixes=("_ours", "_theirs")).sort_values(["row_ours", "row_theirs"])
        return _tuples(pairs, "row_ours", "row_theirs")

    def frame(self) -> pd.DataFrame:
        """Return the pairs as `Pairs.matched` has them."""
        import pandas as pd

        ours = sorted(self._found)
        theirs = [self._found[i][0] for i in ours]
        columns = {
            "record": self._left["id"].to_numpy(object)[ours],
            "previous": self._right["id"].to_numpy(object)[theirs],
            "ours": ours,
            "theirs": theirs,
            "basis": [self._found[i][1] for i in ours],
        }
        return pd.DataFrame(columns).astype({"record": str, "previous": str, "ours": int, "theirs": int, "basis": str})


def _side(ledger: Ledger, apart: Collection[str]) -> pd.DataFrame:
    """Return what the rows of a register are paired by: id, open, filing, unit, name, platform, numbers."""
    import pandas as pd

    frame = ledger.frame
    columns = {
        "id": frame["id"].tolist(),
        "filing": filing_keys(frame),
        "unit": unit_keys(frame),
        "name": frame["name_key"].tolist(),
        "platform": frame["platform"].tolist(),
        "numbers": number_texts(frame),
    }
    side = pd.DataFrame(columns, dtype=str)
    return side.assign(open=~side["id"].isin(set(apart)))


def _said(left: pd.DataFrame, right: pd.DataFrame, decisions: pd.DataFrame | None) -> dict[tuple[int, int], bool]:
    """Return what was decided about pairs of positions."""
    if decisions is None or decisions.empty:
        return {}
    ours = {name: position for position, name in enumerate(left["id"])}
    theirs = {name: position for position, name in enumerate(right["id"])}
    rows = zip(decisions["record"], decisions["previous"], decisions["same"], strict=True)
    return {(ours[a], theirs[b]): bool(same) for a, b, same in rows if a in ours and b in theirs}


def _by_filing_no(left: pd.DataFrame, right: pd.DataFrame) -> list[tuple[int, int]]:
    """Pair by filing numbers; one that two rows of a side bear proves nothing for either."""
    ours, theirs = (
        side[side["open"] & (side["filing"] != "")]
        .drop_duplicates("filing", keep=False)
        .rename_axis("row")
        .reset_index()[["filing", "row"]]
        for side in (left, right)
    )
    return _tuples(ours.merge(theirs, on="filing", suffixes=("_ours", "_theirs")), "row_ours", "row_theirs")


def _by_number(ours: Ledger, theirs: Ledger, left: pd.DataFrame, right: pd.DataFrame) -> list[tuple[int, int]]:
    """Pair by any number in common; where last year's register has a number twice, unit and name choose."""
    pairs = number_rows(ours.frame).merge(number_rows(theirs.frame), on="number", suffixes=("_ours", "_theirs"))
    pairs = pairs[left["open"].to_numpy(bool)[pairs["position_ours"]]]
    agreed = sum(
        left[by].to_numpy(object)[pairs["position_ours"]] == right[by].to_numpy(object)[pairs["position_theirs"]]
        for by in ("unit", "name")
    )
    pairs = pairs.assign(odds=-agreed).sort_values(["odds", "position_ours", "position_theirs"], kind="stable")
    return _tuples(pairs, "position_ours", "position_theirs")


def _without_choice(
    namesakes: Iterable[tuple[int, int]], left: pd.DataFrame, right: pd.DataFrame
) -> list[tuple[int, int]]:
    """Return the pairs without a conflict where neither row could be another one of that name."""
    numbers, platforms = _conflicts(left, right, "numbers"), _conflicts(left, right, "platform")
    possible = [pair for pair in namesakes if not platforms(*pair) and not numbers(*pair)]
    ours, theirs = Counter(i for i, _ in possible), Counter(j for _, j in possible)
    return [(i, j) for i, j in possible if ours[i] == theirs[j] == 1]


def _renumbered(namesakes: Iterable[tuple[int, int]], left: pd.DataFrame, right: pd.DataFrame) -> list[tuple[int, int]]:
    """Return the pairs whose numbers are given and differ, and nothing else does."""
    numbers, platforms = _conflicts(left, right, "numbers"), _conflicts(left, right, "platform")
    return [pair for pair in namesakes if numbers(*pair) and not platforms(*pair)]


def _conflicts(left: pd.DataFrame, right: pd.DataFrame, by: str) -> Callable[[int, int], bool]:
    """Return the question whether a row of ours and one of theirs differ in their numbers, or in their platforms."""
    ours, theirs = left[by].tolist(), right[by].tolist()
    differ = numbers_differ if by == "numbers" else platforms_differ
    return lambda i, j: differ(ours[i], theirs[j])


def _tuples(pairs: pd.DataFrame, ours: str, theirs: str) -> list[tuple[int, int]]:
    return list(zip(pairs[ours].tolist(), pairs[theirs].tolist(), strict=True))
