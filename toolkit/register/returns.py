"""Which units filed, when, and what is to be said of the others.

filed      their register was accepted            late       the first of it after the window
nil        they say they have no group            no_change  they sent a 无变更 notice only
returned   all they sent was rejected or empty    missing    nothing came
exempt     应报 = 否, and they did not file        unknown    filed, and not on the roster
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.model import UnitStatus
from toolkit.normalise.dates import earliest
from toolkit.normalise.units import unit_key
from toolkit.register.keys import unit_keys
from toolkit.regulations.roles import FILING
from toolkit.regulations.windows import begun_last, windows_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

    from toolkit.model import Ledger
    from toolkit.register.merge import Merged
    from toolkit.regulations.profile import Profile

_UNCHANGED, _NIL = "无变更", "零报告"
_RECEIVED = ("log", "file")
"""How a day of receipt is known; the date a form bears is none."""


@dataclass(frozen=True, slots=True)
class Returns:
    """What each unit sent, by the unit's key (`unit_keys`).

    `files` are the accepted files with its rows, or sent by it; `via` is who sent its rows when it sent no file
    itself; `with_groups` are the units of which there is a record; `shown` is a unit's name. `beside_only` sent
    forms that file no group (审批表, 变更表, 承诺书 …) and no register; `delta_only` sent what changed and no
    more, which is enough where the regulation asks for differences only.
    """

    shown: Mapping[str, str]
    files: Mapping[str, tuple[str, ...]]
    via: Mapping[str, str]
    with_groups: frozenset[str]
    nil: frozenset[str]
    returned: frozenset[str]
    unchanged: frozenset[str]
    beside_only: frozenset[str] = frozenset()
    delta_only: frozenset[str] = frozenset()

    @property
    def filed(self) -> frozenset[str]:
        """The units whose register was accepted, an explicit zero report included."""
        return (frozenset(self.files) - self.beside_only) | self.nil


def returns(merged: Merged, notices: Ledger | None = None, *, profile: Profile) -> Returns:
    """Return what each unit sent.

    Args:
        merged: the rows and files of this year.
        profile: which of its forms are registers.
        notices: the second source `notices`; its 无变更 and 零报告 count as answers.
    """
    sender = {file.path: file.unit for file in merged.submissions}
    beside, deltas = _files_beside(merged, profile), _files_of_changes(merged, profile)
    shown: dict[str, str] = {}
    files: dict[str, dict[str, None]] = {}
    via: dict[str, str] = {}
    own: set[str] = set()
    frame = merged.ledger.frame
    rows = frame.assign(key=unit_keys(frame)).drop_duplicates(["key", "path"])
    told = [(file.path, file.unit) for file in merged.submissions if file.status == "merged"]
    for path, unit in (*told, *zip(rows["path"].tolist(), rows["unit"].tolist(), strict=True)):
        if not unit:
            continue
        name = unit_key(unit)
        shown.setdefault(name, unit)
        files.setdefault(name, {})[path] = None
        if unit_key(sender.get(path, "")) in {name, ""}:
            own.add(name)
        else:
            via.setdefault(name, sender[path])
    nil = [file for file in merged.submissions if file.status == "nil" and file.path not in beside]
    without_groups = _keys((file.unit for file in nil if file.path not in merged.unchanged), shown)
    without_change = _keys((file.unit for file in nil if file.path in merged.unchanged), shown)
    sent_back = (file.unit for file in merged.submissions if file.status in {"rejected", "empty"})
    said = dict(_said(notices))
    return Returns(
        shown,
        {name: tuple(paths) for name, paths in files.items()},
        {name: office for name, office in via.items() if name not in own},
        frozenset(rows["key"]) - {""},
        without_groups | _keys(said.get(_NIL, ()), shown),
        _keys(sent_back, shown),
        without_change | _keys(said.get(_UNCHANGED, ()), shown),
        frozenset(name for name, paths in files.items() if beside.issuperset(paths)),
        frozenset(name for name, paths in files.items() if deltas.issuperset(paths)),
    )


def _files_beside(merged: Merged, profile: Profile) -> frozenset[str]:
    """Return the files that hold no return: only approvals, changes, statements …, where there is a form for returns.

    Where units report what is different and nothing else (`delta_filing`), a change or a cancellation is a return.
    """
    filing: frozenset[str] = FILING | {"change", "cancel"} if profile.parameters.delta_filing else FILING
    beside = {form.key for form in profile.forms if form.role not in filing}
    if len(beside) == len(profile.forms):
        return frozenset()
    return frozenset(file.path for file in merged.submissions if file.forms and beside.issuperset(file.forms))


def _files_of_changes(merged: Merged, profile: Profile) -> frozenset[str]:
    """Return the files that hold changes and cancellations only, where the regulation asks for no more."""
    if not profile.parameters.delta_filing:
        return frozenset()
    deltas = {form.key for form in profile.forms if form.role in {"change", "cancel"}}
    return frozenset(file.path for file in merged.submissions if file.forms and deltas.issuperset(file.forms))


def unit_statuses(  # noqa: PLR0913 - what was sent, and all that was expected
    sent: Returns, merged: Merged, theirs: Ledger, roster: Ledger | None, *, profile: Profile, as_of: dt.date
) -> tuple[UnitStatus, ...]:
    """Return one status a unit: the roster's in its order, then those that filed; without a roster also last year's.

    Args:
        sent: what each unit sent.
        merged: when each file came.
        theirs: last year's register; without a roster it says who is expected.
        roster: the second source `units`; None when it was not given, and then no unit is unknown.
        profile: its `annual_window` says what is late.
        as_of: the day the verdicts refer to.
    """
    end = window_end(profile, as_of)
    expected: dict[str, bool] = {}
    names = dict(sent.shown)
    if roster is not None:
        for unit, asked in zip(roster.frame["unit"].tolist(), roster.frame["expected"].tolist(), strict=True):
            expected.setdefault(unit_key(unit), asked is not False)
            names[unit_key(unit)] = unit
    for unit in dict.fromkeys(theirs.frame["unit"].tolist()) if roster is None else ():
        if unit:
            names.setdefault(unit_key(unit), unit)
    found = []
    for name in dict.fromkeys((*expected, *names)):
        status = _status(
            name, sent, unlisted=roster is not None and name not in expected, asked=expected.get(name, True)
        )
        if status == "missing" and profile.parameters.delta_filing:
            status = "no_change"  # who has nothing to report sends nothing
        if status == "filed" and end and _first_was_late(name, sent, merged, end):
            status = "late"
        found.append(UnitStatus(names[name], status, sent.via.get(name, "") if status in {"filed", "late"} else ""))
    return tuple(found)


def exempt_units(roster: Ledger | None, sent: Returns) -> frozenset[str]:
    """Return the keys of the units that need not file (应报 = 否) and did not."""
    if roster is None:
        return frozenset()
    units, asked = roster.frame["unit"].tolist(), roster.frame["expected"].tolist()
    return frozenset(unit_key(unit) for unit, due in zip(units, asked, strict=True) if due is False) - sent.filed


def silent_units(theirs: Ledger, sent: Returns, *, profile: Profile) -> frozenset[str]:
    """Return the keys of last year's units that sent nothing where only what changed is sent (`delta_filing`)."""
    if not profile.parameters.delta_filing:
        return frozenset()
    return frozenset(unit_keys(theirs.frame)) - sent.filed - sent.returned - sent.files.keys() - {""}


def split_units(roster: Ledger | None) -> frozenset[str]:
    """Return the keys of former units that two units or more of the roster come from: none of these owes its return."""
    if roster is None:
        return frozenset()
    heirs = Counter(
        unit_key(name)
        for names in roster.frame["former_names"].tolist()
        for name in set(str(names).split("\n"))
        if name
    )
    return frozenset(name for name, count in heirs.items() if count > 1)


def with_confirmed(  # noqa: PLR0913 - what was sent, and what it turned out to be
    statuses: tuple[UnitStatus, ...],
    sent: Returns,
    merged: Merged,
    *,
    records: pd.DataFrame,
    theirs: Ledger,
    previous: pd.DataFrame,
) -> tuple[UnitStatus, ...]:
    """Return the statuses; a unit that ticked 无变更, and whose return shows none, has `no_change`.

    All its files must say so, every row be renewed and none of last year's be missing: else what was filed counts, and
    the differences are shown as those of any return.
    """
    ours = zip(unit_keys(merged.ledger.frame), records["verdict"].tolist(), strict=True)
    last_year = zip(unit_keys(theirs.frame), previous["verdict"].tolist(), strict=True)
    differing = {name for name, verdict in ours if verdict not in {"renewed", "duplicate"}}
    differing |= {name for name, verdict in last_year if verdict == "unaccounted"}

    def unchanged(name: str) -> bool:
        files = sent.files.get(name, ())
        return bool(files) and merged.unchanged.issuperset(files) and name not in differing

    return tuple(
        UnitStatus(one.unit, "no_change") if one.status == "filed" and unchanged(unit_key(one.unit)) else one
        for one in statuses
    )


def window_end(profile: Profile, as_of: dt.date) -> dt.date | None:
    """Return the last day of the window that began last; None where the institution has none."""
    span = begun_last(windows_of(profile), as_of)
    return span[1] if span else None


def _status(name: str, sent: Returns, *, unlisted: bool, asked: bool) -> str:
    """Return a unit's status; `unlisted` is True when there is a roster and it does not have the unit."""
    if not asked and name not in sent.with_groups:
        return "exempt"
    if name in sent.files and name not in sent.beside_only:
        return "unknown" if unlisted else "filed"
    answers = (("nil", sent.nil), ("no_change", sent.unchanged))
    told = next((status for status, units in answers if name in units), "")
    if told:
        return told
    if unlisted:  # no return of it is due
        return "unknown"
    return "returned" if name in sent.returned else "missing"


def _first_was_late(name: str, sent: Returns, merged: Merged, end: dt.date) -> bool:
    """Return whether all that was accepted of a unit came after the window, also what a later return replaced.

    A correction of what came in time is not late.
    """
    replaced = (file.path for file in merged.submissions if file.status == "superseded" and unit_key(file.unit) == name)
    receipts = [merged.received.get(path) for path in (*sent.files[name], *replaced)]
    return all(
        receipt is not None and receipt.source in _RECEIVED and receipt.day and earliest(receipt.day) > end
        for receipt in receipts
    )


def _said(notices: Ledger | None) -> Iterator[tuple[str, list[str]]]:
    if notices is not None:
        for kind, rows in notices.frame.groupby("type", sort=False):
            yield str(kind), rows["unit"].tolist()


def _keys(units: Iterable[str], shown: dict[str, str]) -> frozenset[str]:
    """Return the keys of the units that are named, and note how each is written."""
    named = [unit for unit in units if unit]
    for unit in named:
        shown.setdefault(unit_key(unit), unit)
    return frozenset(map(unit_key, named))
