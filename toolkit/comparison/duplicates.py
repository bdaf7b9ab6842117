"""Records of one year that say the same group, by number or by name: clusters with their evidence, never pairs.

    same-number-two-units   one number, two units: a dispute for the department    }
    same-number-two-names   one number, two names: most often a copied cell        } further rows are `duplicate`
    same-number-same-unit   one number filed twice                                 }
    same-work               one unit, one work (or name), where the regulation allows one group a work
    cross-platform          the same on QQ and on WeChat, where the regulation asks
    several-official        more official groups of a unit on a platform than the regulation allows
    same-name               one unit, one name: without a number on one platform one group, further rows `duplicate`;
                            else nothing says that they are one, and a person is asked; names with other signs or
                            remarks beside their words (🏀校队群, ⚽校队群) are two names

Of the kinds of number the first that fits. What no number and no name proves is in `toolkit.comparison.works`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from toolkit.model import Duplicate
from toolkit.names.asides import told_apart
from toolkit.normalise.text import key
from toolkit.register.keys import number_rows, platforms_differ, unit_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.model import Ledger

TWO_UNITS, TWO_NAMES, ONE_UNIT = "same-number-two-units", "same-number-two-names", "same-number-same-unit"
SAME_WORK, CROSS_PLATFORM, OFFICIAL, SAME_NAME = "same-work", "cross-platform", "several-official", "same-name"
NUMBER_KINDS = (TWO_UNITS, TWO_NAMES, ONE_UNIT)
COPY_KINDS = (*NUMBER_KINDS, SAME_NAME)
"""Kinds of which one row keeps the match; of `same-name` only the clusters that `same_copies` gives."""
DISPUTES = (TWO_UNITS, TWO_NAMES)
_SETTLING = ("yes", "keep")
"""Kinds of which every row stays in the register until a person says who keeps the group."""
KINDS = (*NUMBER_KINDS, SAME_WORK, OFFICIAL, CROSS_PLATFORM, SAME_NAME)


def same_numbers(ledger: Ledger) -> tuple[Duplicate, ...]:
    """Return the clusters of records that share a group number, each in reading order."""
    numbers = number_rows(ledger.frame)
    if "accompanies" in ledger.frame:  # another form of a group is no second group
        numbers = numbers[(ledger.frame["accompanies"] == "").to_numpy()[numbers["position"].to_numpy()]]
    shared = numbers[numbers.duplicated("number", keep=False)]
    if shared.empty:
        return ()
    joined = _Joined()
    for positions in shared.groupby("number", sort=False)["position"]:
        joined.join(positions[1].tolist())
    claimed = shared.groupby("position")["number"].agg(list)
    return tuple(_same_number(ledger.frame, rows, claimed) for rows in joined.clusters())


def same_copies(ledger: Ledger) -> tuple[Duplicate, ...]:
    """Return the clusters of rows that are one group without a number: one unit, one name, one platform.

    Two owners for two purposes are two groups, and a question (`toolkit.comparison.works`); so are two names that
    differ beside their words, and no question.
    """
    frame = ledger.frame
    names = frame["name_key"].tolist()
    unnumbered = ((frame["group_no"] == "") & (frame["group_nos"] == "")).tolist()
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, (unit, name, bare) in enumerate(zip(unit_keys(frame), names, unnumbered, strict=True)):
        if unit and name and bare:
            groups[unit, name].append(row)
    several = [rows for rows in groups.values() if len(rows) > 1]
    cards = set((frame["accompanies"] != "").to_numpy().nonzero()[0].tolist()) if "accompanies" in frame else set()
    found = [cluster for rows in several for cluster in _copies(frame, [row for row in rows if row not in cards])]
    return tuple(cluster_of(frame, rows, SAME_NAME, ("unit", "group_name", "platform")) for rows in sorted(found))


def disputed_records(clusters: Iterable[Duplicate]) -> frozenset[str]:
    """Return the records of disputes that nobody has decided."""
    left = (one for one in clusters if one.kind in DISPUTES and one.evidence.get("decision") not in _SETTLING)
    return frozenset(record for cluster in left for record in cluster.records)


def two_groups(owners: Sequence[str], purposes: Sequence[str]) -> bool:
    """Return whether two rows of one name are two groups: two owners and two purposes, both told."""
    return all(owners) and all(purposes) and owners[0] != owners[1] and purposes[0] != purposes[1]


def _copies(frame: pd.DataFrame, rows: Sequence[int]) -> Iterator[list[int]]:
    platforms, owners, purposes = (
        dict(zip(rows, map(key, _texts(frame, name, rows)), strict=True))
        for name in ("platform", "owner.name", "purpose")
    )

    typed = dict(zip(rows, _texts(frame, "group_name", rows), strict=True))

    def parted(one: int, other: int) -> bool:
        apart = two_groups((owners[one], owners[other]), (purposes[one], purposes[other]))
        apart = apart or told_apart(typed[one], typed[other])
        return apart or platforms_differ(platforms[one], platforms[other])

    clusters: list[list[int]] = []
    for row in rows:
        home = next((one for one in clusters if not any(parted(row, other) for other in one)), None)
        if home is None:
            clusters.append([row])
        else:
            home.append(row)
    yield from (cluster for cluster in clusters if len(cluster) > 1)


def _same_number(frame: pd.DataFrame, rows: list[int], claimed: pd.Series[list[str]]) -> Duplicate:
    units = {unit for unit in unit_keys(frame.iloc[rows]) if unit}
    names = {name for name in frame["name_key"].iloc[rows] if name}
    kind = TWO_UNITS if len(units) > 1 else TWO_NAMES if len(names) > 1 else ONE_UNIT
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        for number in claimed[row]:
            counts[number] += 1
    evidence = {"group_no": [number for number, count in counts.items() if count > 1]}
    return cluster_of(frame, rows, kind, ("unit", "group_name"), evidence)


def cluster_of(
    frame: pd.DataFrame,
    rows: Sequence[int],
    kind: str,
    fields: Iterable[str],
    evidence: Mapping[str, list[str]] | None = None,
) -> Duplicate:
    """Return a cluster of rows, with what each of the fields says in them.

    Args:
        frame: of a ledger.
        rows: positions.
        kind: one of `KINDS`.
        fields: what is shown of the rows.
        evidence: what is known besides.
    """
    told = {field: list(dict.fromkeys(filter(None, _texts(frame, field, rows)))) for field in fields}
    return Duplicate(kind, tuple(_texts(frame, "id", rows)), {**(evidence or {}), **told})


def _texts(frame: pd.DataFrame, field: str, rows: Iterable[int]) -> list[str]:
    column = frame[field].array
    return [column[row] for row in rows]


class _Joined:
    """Positions joined to clusters (union-find)."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def join(self, positions: list[int]) -> None:
        """Put all positions into one cluster; its root is its first."""
        roots = [self._root(position) for position in positions]
        for root in roots:
            self._parent[root] = min(roots)

    def clusters(self) -> list[list[int]]:
        """Return the clusters, each and all in order."""
        found: dict[int, list[int]] = defaultdict(list)
        for position in sorted(self._parent):
            found[self._root(position)].append(position)
        return [found[root] for root in sorted(found)]

    def _root(self, position: int) -> int:
        parent = self._parent.setdefault(position, position)
        while parent != self._parent[parent]:
            parent = self._parent[parent]
        self._parent[position] = parent
        return parent
