"""What each unit did: filed, filed late, reported that there is nothing, or was not heard of.

filed      a file of its own was taken, or its groups came in another office's ledger (`via`)
late       its first file came after the window the regulation sets
nil        it said that it has no groups        no_change   it said that nothing changed, and sent nothing else
returned   all it sent was unreadable, rejected or empty
missing    nothing was taken                    exempt      the roster says 应报 否, and it sent nothing
unknown    it filed and is not on the roster
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.model import UnitStatus
from toolkit.normalise.dates import earliest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.merge.receipts import Receipt
    from toolkit.model import Ledger, Submission
    from toolkit.regulations import Profile

NO_CHANGE, NIL = "无变更", "零报告"


@dataclass(frozen=True)
class _Heard:
    """What was heard of the units, each by name: first receipt of what was taken, who forwarded it, and the rest."""

    own: Mapping[str, tuple[str, ...]]
    forwarded: Mapping[str, str]
    nil: frozenset[str]
    no_change: frozenset[str]
    refused: frozenset[str]


def unit_statuses(  # noqa: PLR0913 - what a campaign consists of
    submissions: Sequence[Submission],
    ledger: Ledger,
    profile: Profile,
    received: Mapping[str, Receipt],
    *,
    as_of: dt.date,
    roster: Ledger | None = None,
    notices: Ledger | None = None,
    previous: Ledger | None = None,
) -> tuple[UnitStatus, ...]:
    """Return the status of every unit: the roster's in its order, then those that filed without being on it.

    Without a roster the units are those of last year's register and those that sent something; none is unknown then.

    Args:
        submissions: the files, weighed.
        ledger: this year's register.
        profile: for the annual window, if it has one.
        received: when each file came (`Merged.received`).
        as_of: the day the verdicts refer to; it says which year's window counts.
        roster: the units that are expected.
        notices: dissolutions, changes, 无变更 and 零报告.
        previous: last year's register.
    """
    heard = _heard(submissions, ledger, received, notices)
    closed = _window_end(profile.parameters.get("annual_window"), as_of)
    everybody = dict.fromkeys((*heard.own, *heard.forwarded, *sorted(heard.nil | heard.no_change | heard.refused)))
    if roster is not None:
        listed = dict(zip(roster.frame["unit"], roster.frame["expected"].fillna(value=True), strict=True))
        known = [_status(unit, heard, closed, expected=bool(expected)) for unit, expected in listed.items()]
        others = [unit for unit in sorted(everybody) if unit not in listed and unit not in heard.refused]
        return (*known, *(UnitStatus(unit, "unknown", heard.forwarded.get(unit, "")) for unit in others))
    earlier = previous.frame["unit"].unique() if previous is not None else ()
    units = sorted({unit for unit in (*earlier, *everybody) if unit})
    return tuple(_status(unit, heard, closed, expected=True) for unit in units)


def _status(unit: str, heard: _Heard, closed: dt.date | None, *, expected: bool) -> UnitStatus:
    if unit in heard.own:
        days = [day for day in heard.own[unit] if day]
        late = closed and days and min(map(earliest, days)) > closed
        return UnitStatus(unit, "late" if late else "filed")
    if unit in heard.forwarded:
        return UnitStatus(unit, "filed", heard.forwarded[unit])
    if unit in heard.nil:
        return UnitStatus(unit, "nil")
    if unit in heard.no_change:
        return UnitStatus(unit, "no_change")
    if unit in heard.refused:
        return UnitStatus(unit, "returned")
    return UnitStatus(unit, "missing" if expected else "exempt")


def _heard(
    submissions: Iterable[Submission], ledger: Ledger, received: Mapping[str, Receipt], notices: Ledger | None
) -> _Heard:
    own: dict[str, tuple[str, ...]] = {}
    by_status: dict[str, set[str]] = {}
    for file in submissions:
        if file.unit and file.status == "merged":
            own[file.unit] = (*own.get(file.unit, ()), received[file.path].day)
        elif file.unit:
            by_status.setdefault(file.status, set()).add(file.unit)
    told = _told(notices)
    return _Heard(
        own,
        _forwarded(submissions, ledger, own),
        frozenset(by_status.get("nil", set()) | told.get(NIL, set())),
        frozenset(told.get(NO_CHANGE, set())),
        frozenset(by_status.get("rejected", set()) | by_status.get("empty", set())),
    )


def _forwarded(submissions: Iterable[Submission], ledger: Ledger, own: Mapping[str, Any]) -> dict[str, str]:
    """Return the units whose groups stand in another unit's file only, with that unit."""
    senders = {file.path: file.unit for file in submissions}
    pairs = ledger.frame[["unit", "path"]].drop_duplicates()
    found: dict[str, str] = {}
    for unit, path in zip(pairs["unit"], pairs["path"], strict=True):
        if unit and unit not in own:
            found.setdefault(unit, senders[path])
    return found


def _told(notices: Ledger | None) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    if notices is not None:
        for kind, unit in zip(notices.frame["type"], notices.frame["unit"], strict=True):
            if unit:
                found.setdefault(kind, set()).add(unit)
    return found


def _window_end(window: Mapping[str, str] | None, as_of: dt.date) -> dt.date | None:
    """Return the last day of the window that began last before `as_of`; None for a profile without one."""
    if not window:
        return None
    start, end = (tuple(map(int, window[side].split("-"))) for side in ("start", "end"))
    began = as_of.year if dt.date(as_of.year, *start) <= as_of else as_of.year - 1
    return dt.date(began + (end < start), *end)
