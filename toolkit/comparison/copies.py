"""Rows that say one group once more: which of them keeps the match, and which row of last year speaks for it.

This year's: the rows that share a number, or have one unit, one name and no number (`duplicates`). The one that agrees
with last year's row in unit and name keeps the match, else the one that agrees in the unit, else in the filing number,
else one that is not cancelled, else the one whose name is typed as it was, else the first in reading order; the others
are `duplicate`.

Last year's: a register that was kept over years has a group on several rows. The row of the latest 报送年度 speaks for
it, else the first; the others are `repeated`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from toolkit.comparison.duplicates import COPY_KINDS, SAME_NAME, two_groups
from toolkit.names.asides import exchanged, told_apart
from toolkit.normalise import map_unique
from toolkit.normalise.text import key, keys
from toolkit.register.keys import filing_keys, number_texts, platforms_differ, unit_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.comparison.match.pairs import Pairs
    from toolkit.model import Duplicate, Ledger

_YEARS = ("报送年度", "备案年度", "填报年度", "登记年度", "年度", "年份")
_FOUR_DIGITS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def kept_rows(
    clusters: Iterable[Duplicate], ours: Ledger, theirs: Ledger, *, cancelled: Collection[str] = ()
) -> Mapping[tuple[str, ...], str]:
    """Return for the records of each cluster of copies the one that keeps the match.

    Args:
        clusters: of any kind; those of other kinds than copies are left out. A unit that a person chose
            (`evidence["kept"]`, an id) keeps the group whatever last year's register says.
        ours: this year's records.
        theirs: last year's register.
        cancelled: ids of records that take themselves off; of equals one that does not is kept.
    """
    wanted = [cluster for cluster in clusters if cluster.kind in COPY_KINDS]
    if not wanted:
        return {}
    here, there = _Known.of(ours), _Known.of(theirs)
    typed = _as_then(ours, theirs)
    return {
        cluster.records: str(cluster.evidence.get("kept") or _best(cluster.records, here, there, typed, cancelled))
        for cluster in wanted
    }


def further_rows(kept: Mapping[tuple[str, ...], str]) -> frozenset[str]:
    """Return the records that are `duplicate`: all rows of each cluster but the one kept."""
    return frozenset(record for records, best in kept.items() for record in records if record != best)


def with_corrected(
    said: pd.DataFrame, copies: Iterable[Duplicate], pairs: Pairs, ours: Ledger, theirs: Ledger
) -> pd.DataFrame:
    """Return what people said of pairs (record, previous, same) with what follows from which number they call right.

    Of one name under two numbers that a person calls one group, the row that is kept is last year's row of the other
    number.
    """
    import pandas as pd

    one_group = [one for one in copies if one.kind == SAME_NAME and one.evidence.get("decision") == "yes"]
    if not one_group or pairs.renumbered.empty:
        return said
    here, there = (
        dict(zip(ledger.frame["id"].tolist(), number_texts(ledger.frame), strict=True)) for ledger in (ours, theirs)
    )
    open_rows = dict(zip(pairs.renumbered["record"], pairs.renumbered["previous"], strict=True))
    found = []
    for cluster in one_group:
        kept = str(cluster.evidence.get("kept", ""))
        others = {number for record in cluster.records if record != kept for number in here[record].split("\n")} - {""}
        if kept in open_rows and not others.isdisjoint(there[open_rows[kept]].split("\n")):
            found.append((kept, open_rows[kept], True))
    more = pd.DataFrame(found, columns=list(said.columns))
    return pd.concat([said, more], ignore_index=True) if found else said


def further_rows_then(theirs: Ledger) -> frozenset[str]:
    """Return the rows of last year's register that another row of the same group speaks for: they match nothing.

    The row of the latest 报送年度 speaks for its group, else the first.
    """
    periods, ids = years_of(theirs.frame), theirs.frame["id"].tolist()
    found: set[str] = set()
    for rows in same_group_rows(theirs):
        speaks = max(rows, key=periods.__getitem__)
        found |= {ids[row] for row in rows if row != speaks}
    return frozenset(found)


def repeated_rows(theirs: Ledger, paired: Collection[str], further: Collection[str]) -> frozenset[str]:
    """Return the rows of last year's register that only repeat another: `repeated`.

    Args:
        theirs: last year's register.
        paired: ids of the rows that a record continues; another row of one of their numbers repeats them, whatever
            unit and name it has.
        further: `further_rows_then`.
    """
    ids, numbers = theirs.frame["id"].tolist(), number_texts(theirs.frame)
    told = [(name, frozenset(numbers[row].split("\n")) - {""}) for row, name in enumerate(ids)]
    borne = frozenset[str]().union(*(held for name, held in told if name in paired))
    return frozenset(further) | {name for name, held in told if name not in paired and not borne.isdisjoint(held)}


def same_group_rows(ledger: Ledger) -> Iterator[list[int]]:
    """Yield the positions of rows that are one group for certain: one unit and name, and nothing that parts them.

    With different 报送年度 that is enough, but where a sign was exchanged. Within one year they must have a number in
    common, or none at all and not two owners for two purposes or since two days, nor other signs or remarks in their
    names.
    """
    frame = ledger.frame
    units, names = unit_keys(frame), frame["name_key"].tolist()
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, mark in enumerate(zip(units, names, strict=True)):
        if all(mark):
            groups[mark].append(row)
    several = [rows for rows in groups.values() if len(rows) > 1]
    if not several:
        return
    tell = _Told.of(frame)
    for rows in several:
        parts: list[list[int]] = []
        for row in rows:
            home = next((part for part in parts if all(tell.one_group(row, other) for other in part)), None)
            if home is None:
                parts.append([row])
            else:
                home.append(row)
        yield from (part for part in parts if len(part) > 1)


def years_of(frame: pd.DataFrame) -> list[str]:
    """Return the year for which each row was filed (报送年度), "" where the register does not say."""
    if "period" in frame:
        return list(map(_year, frame["period"].tolist()))
    return map_unique(_year_among, frame["other"].tolist()) if "other" in frame else [""] * len(frame)


def _year_among(text: str) -> str:
    """Return the year that a row's unknown labels tell."""
    if not text or not any(label in text for label in _YEARS):
        return ""
    found: dict[str, str] = json.loads(text)
    return next((year for label, value in found.items() if label in _YEARS and (year := _year(value))), "")


def _year(text: str) -> str:
    found = _FOUR_DIGITS.search(text)
    return found[0] if found else ""


class _Told(NamedTuple):
    """What parts two rows of one unit and name, column by column."""

    numbers: Sequence[str]
    platforms: Sequence[str]
    periods: Sequence[str]
    owners: Sequence[str]
    purposes: Sequence[str]
    days: Sequence[str]
    typed: Sequence[str]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> _Told:
        """Take the columns of a register."""
        columns = ("platform", "owner.name", "purpose", "created_on", "group_name")
        platforms, *told = (frame[name].tolist() for name in columns)
        return cls(number_texts(frame), platforms, years_of(frame), *told)

    def one_group(self, one: int, other: int) -> bool:
        """Return whether two rows are one group for certain."""
        mine, theirs = (set(filter(None, self.numbers[row].split("\n"))) for row in (one, other))
        if platforms_differ(self.platforms[one], self.platforms[other]) or (mine and theirs and not mine & theirs):
            return False
        if mine & theirs:
            return True
        if self.periods[one] != self.periods[other]:
            return not exchanged(self.typed[one], self.typed[other])
        if told_apart(self.typed[one], self.typed[other]):
            return False
        owners, *others = (
            [key(column[row]) for row in (one, other)] for column in (self.owners, self.purposes, self.days)
        )
        return not mine and not theirs and not any(two_groups(owners, told) for told in others)


class _Known(NamedTuple):
    """The marks of a register's rows: by id the place, and by place unit, name, filing number and numbers."""

    place: Mapping[str, int]
    units: Sequence[str]
    names: Sequence[str]
    filing: Sequence[str]
    numbers: Sequence[str]
    bearing: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, ledger: Ledger) -> _Known:
        """Take the columns of a register."""
        frame = ledger.frame
        numbers = number_texts(frame)
        bearing: dict[str, list[int]] = defaultdict(list)
        for row, several in enumerate(numbers):
            for number in filter(None, several.split("\n")):
                bearing[number].append(row)
        place = {name: row for row, name in enumerate(frame["id"].tolist())}
        return cls(place, unit_keys(frame), frame["name_key"].tolist(), filing_keys(frame), numbers, bearing)


def _as_then(ours: Ledger, theirs: Ledger) -> frozenset[str]:
    """Return the records whose name is typed as in a row of last year of their unit, letter by letter."""
    then = frozenset(zip(unit_keys(theirs.frame), keys(theirs.frame["group_name"].tolist()), strict=True))
    now = zip(unit_keys(ours.frame), keys(ours.frame["group_name"].tolist()), strict=True)
    return frozenset(record for record, name in zip(ours.frame["id"].tolist(), now, strict=True) if name in then)


def _best(
    records: Sequence[str], here: _Known, there: _Known, typed: Collection[str], cancelled: Collection[str]
) -> str:
    """Return the record that last year's register speaks for, else the first: `max` keeps the first of equals."""
    return max(
        records,
        key=lambda record: (*_agreement(here.place[record], here, there), record not in cancelled, record in typed),
    )


def _agreement(row: int, here: _Known, there: _Known) -> tuple[bool, bool, bool]:
    """Return in what a row agrees with a row of last year that has its number: unit and name, unit, filing number."""
    numbers = [number for number in here.numbers[row].split("\n") if number]
    rows = [other for number in numbers for other in there.bearing.get(number, ())]
    in_unit = [other for other in rows if here.units[row] and there.units[other] == here.units[row]]
    in_both = any(there.names[other] == here.names[row] for other in in_unit)
    filed = bool(here.filing[row]) and any(there.filing[other] == here.filing[row] for other in rows)
    return in_both, bool(in_unit), filed
