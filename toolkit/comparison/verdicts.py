"""Every record and every row of last year gets exactly one verdict.

records    duplicate     a further row of a group that another record keeps (`copies`)
           cancelled     the unit takes the group off (`cancelled`), whether last year's register has it or not
           renewed       matched, nothing that counts differs         changed      matched, and something does
           renumbered    same unit and name under another number: shown on both sides, a person decides
           no_history    last year's register says nothing about the unit (or there is none)
           late          not in last year's register though it certainly existed when that was closed
           new           everything else

previous   renewed, changed, renumbered      as the record
           dissolved     its record is cancelled; a notice says so, or last year's register itself, or a person
           repeated      the register has the group on another row, which has the verdict
           carried       the unit sent a 无变更 notice
           unit_missing  the unit sent nothing that was accepted
           unaccounted   the unit filed, and not this group
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.comparison.changes import NUMBER_KINDS
from toolkit.errors import UsageError
from toolkit.normalise import map_unique
from toolkit.normalise.dates import latest
from toolkit.register.cancelled import cancelled as over
from toolkit.register.closing import said_cutoff
from toolkit.register.keys import unit_keys

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection
    from pathlib import Path

    import pandas as pd

    from toolkit.comparison.match.pairs import Pairs
    from toolkit.model import Ledger

UNCOUNTED = ("duplicate", "cancelled")
"""Verdicts of records that are no group of this year's register."""


def judge_records(  # noqa: PLR0913 - two registers, and what is known of their rows
    ours: Ledger,
    theirs: Ledger,
    pairs: Pairs,
    changed: pd.DataFrame,
    *,
    apart: Collection[str] = (),
    cancelled: Collection[str] = (),
    closed: dt.date | None = None,
    dissolved: Ledger | None = None,
) -> pd.DataFrame:
    """Return one row a record, in ledger order: id, verdict, basis, previous ("" where there is none).

    Args:
        ours: this year's records.
        theirs: last year's register; empty when there is none.
        pairs: who is who.
        changed: `toolkit.comparison.changes.changes` of the matched pairs.
        apart: ids that are duplicates.
        cancelled: ids that take themselves off the register.
        closed: the day last year's register was closed.
        dissolved: the groups it keeps as dissolved; it knows their units too.
    """
    import numpy as np
    import pandas as pd

    frame = ours.frame
    differing = set(changed.loc[~changed["kind"].isin(NUMBER_KINDS), "record"])
    filed_then = set(unit_keys(theirs.frame)) - {""}
    if dissolved is not None:
        filed_then |= set(unit_keys(dissolved.frame)) - {""}
    known = np.array([unit in filed_then for unit in unit_keys(frame)], dtype=bool)
    existed = np.array(_existed(frame["created_on"].tolist(), closed), dtype=bool)
    verdict = pd.Series(
        np.where(~known, "no_history", np.where(existed, "late", "new")), index=frame["id"].tolist(), dtype=str
    )
    told = pd.DataFrame({"verdict": verdict, "basis": "", "previous": ""}).astype(str)
    matched = pairs.matched.set_index("record")
    told.loc[matched.index, "basis"] = matched["basis"]
    told.loc[matched.index, "previous"] = matched["previous"]
    told.loc[matched.index, "verdict"] = np.where(matched.index.isin(differing), "changed", "renewed")
    again = pairs.renumbered.set_index("record")
    told.loc[again.index, "previous"] = again["previous"]
    told.loc[again.index, "verdict"] = "renumbered"
    off = told.index.isin(set(cancelled))
    told.loc[off & (told["verdict"] == "renumbered"), "previous"] = ""
    told.loc[off, "verdict"] = "cancelled"
    told.loc[told.index.isin(set(apart)), "verdict"] = "duplicate"
    return told.rename_axis("id").reset_index().astype({"id": str})


def judge_previous(  # noqa: PLR0913 - likewise, and what else was received
    theirs: Ledger,
    records: pd.DataFrame,
    *,
    filed: Collection[str],
    unchanged: Collection[str] = (),
    exempt: Collection[str] = (),
    dissolved: Collection[str] = (),
    in_use: Collection[str] = (),
    repeated: Collection[str] = (),
    as_of: dt.date,
) -> pd.DataFrame:
    """Return one row a row of last year, in order: id, verdict, record ("" where there is none).

    Args:
        theirs: last year's register.
        records: `judge_records`.
        filed: keys (`unit_keys`) of the units of which something was accepted.
        unchanged: keys of the units that sent a 无变更 notice.
        exempt: keys of the units that need not file and did not.
        dissolved: ids of the rows that a notice or a person says are dissolved.
        in_use: ids of the rows of which a person says that the group is in use.
        repeated: ids of the rows that only repeat another.
        as_of: the day the verdicts refer to.
    """
    import pandas as pd

    frame = theirs.frame
    held = records[records["previous"] != ""]
    record_of = dict(zip(held["previous"].tolist(), held["id"].tolist(), strict=True))
    verdict_of = dict(zip(records["id"].tolist(), records["verdict"].tolist(), strict=True))
    said = {*dissolved, *frame.loc[over(frame, as_of), "id"]}
    if "unused" in frame:  # the list that was kept says that nobody uses it
        said |= {*frame.loc[frame["unused"], "id"]}
    carried = {*unchanged, *exempt}
    names = frame["id"].tolist()
    verdicts = []
    for name, unit in zip(names, unit_keys(frame), strict=True):
        if name in record_of:
            verdict = verdict_of[record_of[name]]
            verdict = "dissolved" if verdict == "cancelled" else verdict
        elif name in repeated:
            verdict = "repeated"
        elif name in said:
            verdict = "dissolved"
        elif unit in carried or name in in_use:
            verdict = "carried"
        else:
            verdict = "unit_missing" if unit and unit not in filed else "unaccounted"
        verdicts.append(verdict)
    return pd.DataFrame(
        {"id": names, "verdict": verdicts, "record": [record_of.get(name, "") for name in names]}, dtype=str
    )


def closed_before(as_of: dt.date, theirs: Ledger, file: Path | None) -> None:
    """See that last year's register, where it says when it was closed, was closed before the day of the verdicts.

    Raises:
        UsageError: it was not: it is the register of this very round.
    """
    said = said_cutoff(theirs)
    if file is not None and said is not None and said >= as_of:
        facts = {"file": file.name, "cutoff": said.isoformat(), "as_of": as_of.isoformat()}
        raise UsageError("previous-not-before", command="", **facts)


def _existed(created: list[str], closed: dt.date | None) -> list[bool]:
    """Return which dates, to their latest possible day, are not after the cut-off."""
    return map_unique(lambda text: bool(text and closed and latest(text) <= closed), created)
