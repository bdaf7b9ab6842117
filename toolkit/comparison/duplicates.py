"""Records of one year that say the same group, or the same work: clusters with their evidence, never pairs.

    same-number-two-units   one number, two units: a dispute for the department    }
    same-number-two-names   one number, two names: most often a copied cell        } further rows are `duplicate`
    same-number-same-unit   one number filed twice                                 }
    same-work               one unit, one work (or name), where the regulation allows one group a work
    cross-platform          the same on QQ and on WeChat, where the regulation asks
    several-official        more official groups of a unit on a platform than the regulation allows
    same-name               one unit, one name: without a number on one platform one group, further rows `duplicate`;
                            else nothing says that they are one, and a person is asked

Of the kinds of number the first that fits. What tells two groups apart (1班 and 2班) tells two works apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.model import Duplicate
from toolkit.names.names import canonical_name, told_apart
from toolkit.normalise import map_unique
from toolkit.normalise.text import is_placeholder, key
from toolkit.normalise.words import words
from toolkit.register.keys import number_rows, platforms_differ, unit_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.model import Ledger
    from toolkit.regulations.profile import Parameters, Profile

TWO_UNITS, TWO_NAMES, ONE_UNIT = "same-number-two-units", "same-number-two-names", "same-number-same-unit"
SAME_WORK, CROSS_PLATFORM, OFFICIAL, SAME_NAME = "same-work", "cross-platform", "several-official", "same-name"
NUMBER_KINDS = (TWO_UNITS, TWO_NAMES, ONE_UNIT)
COPY_KINDS = (*NUMBER_KINDS, SAME_NAME)
"""Kinds of which one row keeps the match; of `same-name` only the clusters that `same_copies` gives."""
DISPUTES = (TWO_UNITS, TWO_NAMES)
_SETTLING = ("yes", "keep")
"""Kinds of which every row stays in the register until a person says who keeps the group."""
KINDS = (*NUMBER_KINDS, SAME_WORK, OFFICIAL, CROSS_PLATFORM, SAME_NAME)

_GROUP_KINDS = frozenset({"", "群"})
_PARTS = ("cohort", "class_seq", "building")
_WORDLESS = re.compile(r"[\W_]+")
_LEAST = 2
"""So many letters beside the words that name no work make a work."""
MOST = 200
"""A text that more groups of one unit share names no work."""


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

    Two owners for two purposes are two groups, and a question (`same_works`).
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
    return tuple(_cluster(frame, rows, SAME_NAME, ("unit", "group_name", "platform")) for rows in sorted(found))


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

    def parted(one: int, other: int) -> bool:
        apart = two_groups((owners[one], owners[other]), (purposes[one], purposes[other]))
        return apart or platforms_differ(platforms[one], platforms[other])

    clusters: list[list[int]] = []
    for row in rows:
        home = next((one for one in clusters if not any(parted(row, other) for other in one)), None)
        if home is None:
            clusters.append([row])
        else:
            home.append(row)
    yield from (cluster for cluster in clusters if len(cluster) > 1)


def same_works(ledger: Ledger, *, profile: Profile, apart: Collection[str] = ()) -> tuple[Duplicate, ...]:
    """Return the clusters that no number proves, of the kinds that the profile asks for.

    Args:
        ledger: this year's records; the frame has `name_key`.
        profile: its parameters and the kinds of its rule `duplicates` say what is looked for.
        apart: ids of records that are not compared: further rows of one group, and those that are cancelled.
    """
    frame = ledger.frame
    asked = _asked(profile)
    rows = _rows(frame, apart)
    found = [
        *_works(frame, rows, asked, one_group_per_work=profile.parameters.one_group_per_work),
        *_official(frame, rows, profile.parameters),
        *_names(frame, rows, asked),
    ]
    order = {name: position for position, name in enumerate(frame["id"].tolist())}
    told: list[Duplicate] = []
    homes: dict[str, list[frozenset[str]]] = defaultdict(list)
    for cluster in sorted(found, key=lambda one: (KINDS.index(one.kind), order[one.records[0]])):
        members = frozenset(cluster.records)
        if cluster.kind == OFFICIAL:
            told.append(cluster)
        elif not any(members <= home for home in homes[cluster.records[0]]):
            told.append(cluster)
            for record in cluster.records:
                homes[record].append(members)
    return tuple(told)


class _Row(NamedTuple):
    """What one live group is compared by."""

    position: int
    unit: str
    key: str
    name: str
    platform: str
    work: str
    official: bool


def _same_number(frame: pd.DataFrame, rows: list[int], claimed: pd.Series[list[str]]) -> Duplicate:
    units = {unit for unit in unit_keys(frame.iloc[rows]) if unit}
    names = {name for name in frame["name_key"].iloc[rows] if name}
    kind = TWO_UNITS if len(units) > 1 else TWO_NAMES if len(names) > 1 else ONE_UNIT
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        for number in claimed[row]:
            counts[number] += 1
    evidence = {"group_no": [number for number, count in counts.items() if count > 1]}
    return _cluster(frame, rows, kind, ("unit", "group_name"), evidence)


def _cluster(
    frame: pd.DataFrame,
    rows: Sequence[int],
    kind: str,
    fields: Iterable[str],
    evidence: Mapping[str, list[str]] | None = None,
) -> Duplicate:
    told = {field: list(dict.fromkeys(filter(None, _texts(frame, field, rows)))) for field in fields}
    return Duplicate(kind, tuple(_texts(frame, "id", rows)), {**(evidence or {}), **told})


def _texts(frame: pd.DataFrame, field: str, rows: Iterable[int]) -> list[str]:
    column = frame[field].array
    return [column[row] for row in rows]


def _asked(profile: Profile) -> frozenset[str]:
    """Return the kinds that the regulation asks about, beside those that any register must not have."""
    listed = {kind for entry in profile.by_rule("duplicates") for kind in entry.with_.get("kinds", ())}
    if profile.parameters.one_group_per_work:
        listed.add(SAME_WORK)
    if profile.parameters.cross_platform_counts:
        listed.add(CROSS_PLATFORM)
    return frozenset({*listed, SAME_NAME})


def _rows(frame: pd.DataFrame, apart: Collection[str]) -> list[_Row]:
    """Return the groups in use that name their unit: accounts and rows set apart are left out."""
    live = ~(
        frame["id"].isin(set(apart))
        | frame["is_active"].eq(other=False).fillna(value=False).astype(bool)
        | ~frame["kind"].isin(_GROUP_KINDS)
    ).to_numpy(bool)
    columns = zip(
        range(len(frame)),
        unit_keys(frame),
        frame["name_key"].tolist(),
        frame["group_name"].tolist(),
        frame["platform"].tolist(),
        map_unique(_work, frame["work_item"].where(frame["work_item"] != "", frame["purpose"]).tolist()),
        frame["is_official"].fillna(value=False).astype(bool).tolist(),
        live.tolist(),
        strict=True,
    )
    return [
        _Row(position, unit, known_as, name, platform, _told_apart(work, name), official)
        for position, unit, known_as, name, platform, work, official, alive in columns
        if alive and unit
    ]


def _work(text: str) -> str:
    """Return what a text of purpose names, "" for one that names nothing."""
    return "" if is_placeholder(text) else _WORDLESS.sub("", key(text))


def _told_apart(work: str, name: str) -> str:
    """Return the work a row is compared by: 工作通知 is what most groups are for, and only with one name one work."""
    if not work or _names_a_work(work):
        return work
    return f"{work}|{canonical_name(name).rest}"


@lru_cache(maxsize=1 << 16)
def _names_a_work(work: str) -> bool:
    return len(_no_work().sub("", work)) >= _LEAST


@cache
def _no_work() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words().no_work), key=len, reverse=True)))


def _works(
    frame: pd.DataFrame, rows: list[_Row], asked: Collection[str], *, one_group_per_work: bool
) -> Iterator[Duplicate]:
    if not {SAME_WORK, CROSS_PLATFORM} & set(asked):
        return
    for by, fields in (("work", ("purpose", "group_name")), ("name", ("group_name", "purpose"))):
        for cluster in _alike(rows, by, _two_works):
            platforms = [row.platform for row in cluster if row.platform]
            crossing = len(set(platforms)) == len(cluster) == len(platforms)
            kind = CROSS_PLATFORM if crossing else SAME_WORK
            if kind in asked and (crossing or by == "work" or one_group_per_work):
                yield _cluster(frame, [row.position for row in cluster], kind, ("unit", *fields, "platform"))


def _names(frame: pd.DataFrame, rows: list[_Row], asked: Collection[str]) -> Iterator[Duplicate]:
    if SAME_NAME not in asked:
        return
    for cluster in _alike(rows, "name", _platform_conflict):
        yield _cluster(frame, [row.position for row in cluster], SAME_NAME, ("unit", "group_name", "group_no"))


def _official(frame: pd.DataFrame, rows: list[_Row], parameters: Parameters) -> Iterator[Duplicate]:
    most = parameters.official_max_per_unit
    if not isinstance(most, int):
        return
    by_platform = parameters.official_scope != "unit"
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        if row.official:
            groups[row.unit, row.platform if by_platform else ""].append(row.position)
    for positions in groups.values():
        if len(positions) > most:
            yield _cluster(frame, positions, OFFICIAL, ("unit", "platform", "group_name"))


def _alike(rows: list[_Row], by: str, excludes: Callable[[_Row, _Row], bool]) -> Iterator[list[_Row]]:
    """Yield the rows of one unit with one work (or one name), parted where two of them exclude each other."""
    groups: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        text = row.work if by == "work" else row.key
        if text:
            groups[row.unit, text].append(row)
    for group in groups.values():
        if 1 < len(group) <= MOST:
            clusters: list[list[_Row]] = []
            for row in group:
                home = next((one for one in clusters if not any(excludes(row, other) for other in one)), None)
                if home is None:
                    clusters.append([row])
                else:
                    home.append(row)
            yield from (cluster for cluster in clusters if len(cluster) > 1)


def _two_works(one: _Row, other: _Row) -> bool:
    """Return whether two names tell two works: a veto that is not the platform, or two classes of one number."""
    first, second = canonical_name(one.name), canonical_name(other.name)
    kind = told_apart(first, second)
    if kind:
        return kind != "platform"
    ours, theirs = first.tokens, second.tokens
    return first.rest != second.rest and any(part in ours and part in theirs for part in _PARTS)


def _platform_conflict(one: _Row, other: _Row) -> bool:
    return platforms_differ(one.platform, other.platform)


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
