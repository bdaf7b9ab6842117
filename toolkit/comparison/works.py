"""Records of one year that say the same work, or the same name, where no number proves it: clusters for a person.

What tells two groups apart (1班 and 2班) tells two works apart. Each unit is looked at by itself, many units at a time
on the engine.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from toolkit.comparison.duplicates import CROSS_PLATFORM, KINDS, OFFICIAL, SAME_NAME, SAME_WORK, cluster_of
from toolkit.engine import spread
from toolkit.names import asides
from toolkit.names.names import canonical_name, told_apart
from toolkit.normalise import map_unique
from toolkit.normalise.text import is_placeholder, key
from toolkit.normalise.words import words
from toolkit.register.keys import platforms_differ, unit_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    import pandas as pd

    from toolkit.engine import Engine
    from toolkit.model import Duplicate, Ledger
    from toolkit.regulations.profile import Profile

MOST = 200
"""A text that more groups of one unit share names no work."""
ROWS = 40_000
"""So many groups, in whole units, are looked at in one piece of work."""
_GROUP_KINDS = frozenset({"", "群"})
_PARTS = ("cohort", "class_seq", "building")
_WORDLESS = re.compile(r"[\W_]+")
_LEAST = 2
"""So many letters beside the words that name no work make a work."""


class _Asked(NamedTuple):
    """What a regulation asks: kinds of duplicates, one group a work, so many official groups a unit (and platform)."""

    kinds: frozenset[str]
    one_group_per_work: bool
    official: int | None
    by_platform: bool


class _Row(NamedTuple):
    """What one live group is compared by."""

    position: int
    unit: str
    key: str
    name: str
    platform: str
    work: str
    official: bool


class _Found(NamedTuple):
    """A cluster as positions, and the fields that show it."""

    kind: str
    positions: tuple[int, ...]
    fields: tuple[str, ...]


def same_works(
    ledger: Ledger, *, profile: Profile, apart: Collection[str] = (), engine: Engine | None = None
) -> tuple[Duplicate, ...]:
    """Return the clusters that no number proves, of the kinds that the profile asks for.

    Args:
        ledger: this year's records; the frame has `name_key`.
        profile: its parameters and the kinds of its rule `duplicates` say what is looked for.
        apart: ids of records that are not compared: further rows of one group, and those that are cancelled.
        engine: where the units of a large register are looked at; None looks here.
    """
    frame = ledger.frame
    look = partial(_clusters, asked=_asked(profile))
    found = [one for part in spread(look, _in_parts(_rows(frame, apart)), engine) for one in part]
    clusters = [cluster_of(frame, one.positions, one.kind, one.fields) for one in found]
    order = {name: position for position, name in enumerate(frame["id"].tolist())}
    told: list[Duplicate] = []
    homes: dict[str, list[frozenset[str]]] = defaultdict(list)
    for cluster in sorted(clusters, key=lambda one: (KINDS.index(one.kind), order[one.records[0]])):
        members = frozenset(cluster.records)
        if cluster.kind == OFFICIAL:
            told.append(cluster)
        elif not any(members <= home for home in homes[cluster.records[0]]):
            told.append(cluster)
            for record in cluster.records:
                homes[record].append(members)
    return tuple(told)


def _in_parts(rows: Iterable[_Row]) -> list[list[_Row]]:
    """Return the rows in parts of whole units, in the order in which the units come."""
    units: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        units[row.unit].append(row)
    parts: list[list[_Row]] = []
    for members in units.values():
        if not parts or len(parts[-1]) + len(members) > ROWS:
            parts.append([])
        parts[-1] += members
    return parts


def _clusters(rows: list[_Row], *, asked: _Asked) -> list[_Found]:
    return [*_works(rows, asked), *_official(rows, asked), *_names(rows, asked)]


def _asked(profile: Profile) -> _Asked:
    """Return what the regulation asks about, beside what any register must not have."""
    parameters = profile.parameters
    listed = {kind for entry in profile.by_rule("duplicates") for kind in entry.with_.get("kinds", ())}
    if parameters.one_group_per_work:
        listed.add(SAME_WORK)
    if parameters.cross_platform_counts:
        listed.add(CROSS_PLATFORM)
    most = parameters.official_max_per_unit
    return _Asked(
        frozenset({*listed, SAME_NAME}),
        one_group_per_work=bool(parameters.one_group_per_work),
        official=most if isinstance(most, int) else None,
        by_platform=parameters.official_scope != "unit",
    )


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


def _works(rows: list[_Row], asked: _Asked) -> Iterator[_Found]:
    if asked.kinds.isdisjoint({SAME_WORK, CROSS_PLATFORM}):
        return
    for by, fields in (("work", ("purpose", "group_name")), ("name", ("group_name", "purpose"))):
        for cluster in _alike(rows, by, _two_works):
            platforms = [row.platform for row in cluster if row.platform]
            crossing = len(set(platforms)) == len(cluster) == len(platforms)
            kind = CROSS_PLATFORM if crossing else SAME_WORK
            if kind in asked.kinds and (crossing or by == "work" or asked.one_group_per_work):
                yield _found(kind, cluster, "unit", *fields, "platform")


def _names(rows: list[_Row], asked: _Asked) -> Iterator[_Found]:
    if SAME_NAME in asked.kinds:
        for cluster in _alike(rows, "name", _two_names):
            yield _found(SAME_NAME, cluster, "unit", "group_name", "group_no")


def _official(rows: list[_Row], asked: _Asked) -> Iterator[_Found]:
    if asked.official is None:
        return
    groups: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        if row.official:
            groups[row.unit, row.platform if asked.by_platform else ""].append(row)
    for members in groups.values():
        if len(members) > asked.official:
            yield _found(OFFICIAL, members, "unit", "platform", "group_name")


def _found(kind: str, rows: Sequence[_Row], *fields: str) -> _Found:
    return _Found(kind, tuple(row.position for row in rows), fields)


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
    if asides.told_apart(one.name, other.name):
        return True
    ours, theirs = first.tokens, second.tokens
    return first.rest != second.rest and any(part in ours and part in theirs for part in _PARTS)


def _two_names(one: _Row, other: _Row) -> bool:
    """Return whether two rows of one name are no question: on two platforms, or told apart beside their words."""
    return platforms_differ(one.platform, other.platform) or asides.told_apart(one.name, other.name)
