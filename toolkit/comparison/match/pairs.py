"""Which record is which row of last year's register, by proof and never by likeness.

    filing_no   M1  one filing number, borne by one row on each side, and nowhere beside two group numbers
    group_no    M2  a number in common, whatever the unit, the name and the platform say
    decision        a person said so
    unit_name   M3  same unit, same canonical name, no other row of that name on either side that it could be, and no
                    conflict of platform or number (what is missing conflicts with nothing); of several rows the one
                    that is typed alike, signs and remarks included, and never two whose signs were exchanged
                    (`toolkit.names.asides`), nor of classes that may have moved up (`ladders`)

What is left and has the same unit and name under another number is `renumbered` 疑似换号: shown on both sides, and no
match. Each row is paired once at most.

No step compares all with all: both registers become whole numbers (`sides`), rows with one key fall into one bucket
(`buckets`), and an engine joins the buckets. What a row competes for across buckets is settled here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.comparison.match import buckets
from toolkit.comparison.match.buckets import Joined, Keyed, Named, NamedBucket
from toolkit.comparison.match.encoded import sides
from toolkit.comparison.match.ladders import Ladders, ladders
from toolkit.comparison.match.typed import typed_alike, without_exchanged
from toolkit.engine import spread

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from toolkit.comparison.match.buckets import Codes, Mask
    from toolkit.comparison.match.encoded import Side
    from toolkit.engine import Engine
    from toolkit.model import Ledger

FILING_NO, GROUP_NO, UNIT_NAME, DECISION = "filing_no", "group_no", "unit_name", "decision"
BASES = (FILING_NO, GROUP_NO, DECISION, UNIT_NAME, "")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who is who.

    `matched` is one row a pair: record, previous (ids), ours, theirs (positions, from 0), basis. `renumbered` likewise,
    without a basis. Both in the order of the records. `ladders` are the classes that moved up, or may have.
    """

    matched: pd.DataFrame
    renumbered: pd.DataFrame
    ladders: Ladders = field(default_factory=Ladders)


def pair(
    ours: Ledger,
    theirs: Ledger,
    *,
    apart: Collection[str] = (),
    decisions: pd.DataFrame | None = None,
    engine: Engine | None = None,
) -> Pairs:
    """Pair this year's records with last year's rows.

    Args:
        ours: this year's records; the frame has `name_key`.
        theirs: last year's register; likewise.
        apart: ids of rows that are no candidates: further rows of one group, rows of last year that are outdated.
        decisions: what people decided, one row a pair: record, previous (ids), same (bool).
        engine: where the buckets are joined; None joins them here.
    """
    left, right = sides(ours, theirs, apart=apart)
    joined, parted = _decided(ours, theirs, decisions)
    pairing = _Pairing(left, right)
    pairing.take(_by_filing_no(left, right), FILING_NO)
    pairing.take(_by_number(left, right, engine), GROUP_NO)
    pairing.take(joined, DECISION)
    graded = ladders(ours, theirs, opened=(left.open, right.open), partner=pairing.partner, parted=parted)
    renumbered = []
    for one, other in (*typed_alike(left, right, ours, theirs), (left, right)):
        named = _by_name(one, other, pairing, parted, engine)
        matched = buckets.together(found.matched for found in named)
        pairing.take(_not_of(graded.doubted, without_exchanged(matched, ours, theirs)), UNIT_NAME)
        renumbered.append(buckets.together(found.renumbered for found in named))
    for found in renumbered:
        pairing.take(without_exchanged(found, ours, theirs), "")
    everything = pairing.frame(ours, theirs)
    proved = everything["basis"] != ""
    return Pairs(
        everything[proved].reset_index(drop=True),
        everything[~proved].drop(columns="basis").reset_index(drop=True),
        graded,
    )


def _not_of(rows: Collection[int], pairs: Joined) -> Joined:
    """Return the pairs but for those of some rows of ours."""
    import numpy as np

    kept = ~np.isin(pairs.ours, [*rows])
    return Joined(pairs.ours[kept], pairs.theirs[kept])


class _Pairing:
    """Who is taken, each row once. The only state of this module, and it lives for one call."""

    def __init__(self, left: Side, right: Side) -> None:
        import numpy as np

        self.partner = np.full(len(left.open), -1, dtype=np.int64)
        self._basis = np.zeros(len(left.open), dtype=np.int8)
        self.taken = np.zeros(len(right.open), dtype=np.bool_)

    def take(self, pairs: Joined, basis: str) -> None:
        """Take the pairs that are free on both sides, best first; most have no rival and are taken at once."""
        import numpy as np

        free = (self.partner[pairs.ours] < 0) & ~self.taken[pairs.theirs]
        ours, theirs = pairs.ours[free], pairs.theirs[free]
        rivals = (np.bincount(ours, minlength=1)[ours] > 1) | (np.bincount(theirs, minlength=1)[theirs] > 1)
        settled = buckets.first_free(Joined(ours[rivals], theirs[rivals]))
        ours = np.concatenate([ours[~rivals], settled.ours])
        theirs = np.concatenate([theirs[~rivals], settled.theirs])
        self.partner[ours] = theirs
        self._basis[ours] = BASES.index(basis)
        self.taken[theirs] = True

    def frame(self, ours: Ledger, theirs: Ledger) -> pd.DataFrame:
        """Return the pairs as `Pairs.matched` has them."""
        import numpy as np
        import pandas as pd

        here = np.flatnonzero(self.partner >= 0)
        there = self.partner[here]
        return pd.DataFrame(
            {
                "record": ours.frame["id"].array.take(here),
                "previous": theirs.frame["id"].array.take(there),
                "ours": here,
                "theirs": there,
                "basis": pd.array(BASES, dtype="str").take(self._basis[here]),
            }
        ).astype({"record": str, "previous": str})


def _decided(ours: Ledger, theirs: Ledger, decisions: pd.DataFrame | None) -> tuple[Joined, frozenset[tuple[int, int]]]:
    """Return the pairs of positions that people joined, in the order they said so, and those they parted."""
    import numpy as np

    said: dict[tuple[int, int], bool] = {}
    if decisions is not None and not decisions.empty:
        here = {name: position for position, name in enumerate(ours.frame["id"])}
        there = {name: position for position, name in enumerate(theirs.frame["id"])}
        rows = zip(decisions["record"], decisions["previous"], decisions["same"], strict=True)
        said = {(here[a], there[b]): bool(same) for a, b, same in rows if a in here and b in there}
    joined = np.array([pair for pair, same in said.items() if same], dtype=np.int64).reshape(-1, 2)
    return Joined(joined[:, 0], joined[:, 1]), frozenset(pair for pair, same in said.items() if not same)


def _by_filing_no(left: Side, right: Side) -> Joined:
    """Pair by filing numbers; one that two rows of a side bear proves nothing for either.

    The rows that only repeat a group do not count, unless they bear it beside another group number.
    """
    ours, theirs = (_borne_once(side) for side in (left, right))
    return buckets.join((ours, theirs))


def _borne_once(side: Side) -> Keyed:
    import numpy as np

    rows = np.flatnonzero(side.open & (side.filing >= 0))
    keys = side.filing[rows]
    once = np.bincount(keys, minlength=1)[keys] == 1
    if not side.open.all():  # with every row open, one that bears it once is the only one
        once &= ~np.isin(keys, _borne_beside_two_numbers(side))
    return Keyed(rows[once], keys[once])


def _borne_beside_two_numbers(side: Side) -> Codes:
    """Return the filing numbers that rows of different group numbers bear, rows set apart among them."""
    import numpy as np

    rows = np.flatnonzero((side.filing >= 0) & (side.numbers >= 0))
    width = side.numbers.max(initial=0) + 1
    borne: Codes = np.unique(side.filing[rows] * width + side.numbers[rows]) // width
    again: Codes = borne[1:][borne[1:] == borne[:-1]]
    return again


def _by_number(left: Side, right: Side, engine: Engine | None) -> Joined:
    """Pair by any number in common; where last year's register has a number twice, unit and name choose."""
    import numpy as np

    keep = left.open[left.each.positions]
    ours, theirs = Keyed(left.each.positions[keep], left.each.keys[keep]), right.each
    if not right.open.all():
        there = right.open[theirs.positions]
        theirs = Keyed(theirs.positions[there], theirs.keys[there])
    count = buckets.buckets(len(ours.keys) + len(theirs.keys))
    parts = [
        (_rows(ours, here), _rows(theirs, there))
        for here, there in zip(buckets.shares(ours.keys, count), buckets.shares(theirs.keys, count), strict=True)
    ]
    found = buckets.together(spread(buckets.join, parts, engine))
    agreed = (left.unit[found.ours] == right.unit[found.theirs]).astype(np.int8)
    agreed += left.name[found.ours] == right.name[found.theirs]
    order = np.argsort(-agreed, kind="stable")
    return Joined(found.ours[order], found.theirs[order])


def _rows(side: Keyed, places: Codes) -> Keyed:
    return Keyed(side.positions[places], side.keys[places])


def _by_name(
    left: Side, right: Side, pairing: _Pairing, parted: frozenset[tuple[int, int]], engine: Engine | None
) -> list[buckets.NamedPairs]:
    """Return what unit and name prove of the rows that have no partner yet."""
    import numpy as np

    rows = [np.flatnonzero(side.open & (side.unit >= 0) & (side.name >= 0)) for side in (left, right)]
    free = pairing.partner < 0, ~pairing.taken
    names = max((int(side.name.max(initial=0)) for side in (left, right)), default=0) + 1
    keys = [side.unit[kept] * names + side.name[kept] for side, kept in zip((left, right), rows, strict=True)]
    count = buckets.buckets(sum(map(len, rows)))
    parts = [
        NamedBucket(
            _named(left, rows[0][here], keys[0][here], free[0]),
            _named(right, rows[1][there], keys[1][there], free[1]),
            parted,
        )
        for here, there in zip(buckets.shares(keys[0], count), buckets.shares(keys[1], count), strict=True)
    ]
    return list(spread(buckets.join_named, parts, engine))


def _named(side: Side, rows: Codes, keys: Codes, free: Mask) -> Named:
    several = {row: side.several[row] for row in rows.tolist() if row in side.several} if side.several else {}
    return Named(rows, keys, side.platform[rows], side.numbers[rows], free[rows], several)
