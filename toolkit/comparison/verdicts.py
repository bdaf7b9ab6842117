"""Every record and every row of last year gets exactly one verdict.

records    duplicate     a further row of a number that another record bears
           renewed       matched, nothing that counts differs         changed      matched, and something does
           renumbered    same unit and name under another number: shown on both sides, a person decides
           no_history    last year's register says nothing about the unit (or there is none)
           late          not in last year's register though it certainly existed when that was closed
           new           everything else

previous   renewed, changed, renumbered      as the record
           dissolved     a notice says so, or last year's register itself
           carried       the unit sent a 无变更 notice
           unit_missing  the unit sent nothing that was accepted
           unaccounted   the unit filed, and not this group
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.comparison.changes import NUMBER_KINDS
from toolkit.normalise import map_unique
from toolkit.normalise.dates import latest
from toolkit.register.keys import number_rows, unit_keys
from toolkit.register.previous import cutoff

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    import pandas as pd

    from toolkit.comparison.match.pairs import Pairs
    from toolkit.model import Ledger

RECORDS = ("renewed", "changed", "renumbered", "new", "late", "no_history", "duplicate")
PREVIOUS = ("renewed", "changed", "renumbered", "dissolved", "unaccounted", "carried", "unit_missing")
_DISSOLVED = ("解散", "注销")
_FEBRUARY = 2


def judge_records(  # noqa: PLR0913 - two registers, and what is known of their rows
    ours: Ledger,
    theirs: Ledger,
    pairs: Pairs,
    changed: pd.DataFrame,
    *,
    apart: Collection[str] = (),
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
    told.loc[told.index.isin(set(apart)), "verdict"] = "duplicate"
    return told.rename_axis("id").reset_index().astype({"id": str})


def judge_previous(  # noqa: PLR0913 - likewise, and what else was received
    theirs: Ledger,
    ours: Ledger,
    records: pd.DataFrame,
    *,
    filed: Collection[str],
    unchanged: Collection[str] = (),
    dissolved: Collection[int] = (),
) -> pd.DataFrame:
    """Return one row a row of last year, in order: id, verdict, record ("" where there is none).

    A further row of a number that last year's register has twice goes with the row that was matched.

    Args:
        theirs: last year's register.
        ours: this year's records.
        records: `judge_records`.
        filed: keys (`unit_keys`) of the units of which something was accepted.
        unchanged: keys of the units that sent a 无变更 notice.
        dissolved: positions of the rows that a notice says are dissolved.
    """
    import pandas as pd

    frame = theirs.frame
    held = records[records["previous"] != ""]
    record_of = dict(zip(held["previous"].tolist(), held["id"].tolist(), strict=True))
    verdict_of = dict(zip(records["id"].tolist(), records["verdict"].tolist(), strict=True))
    record_of |= _same_number_twice(theirs, ours, records, record_of)
    gone = set(dissolved) | _dissolved_then(frame)
    names = frame["id"].tolist()
    kept = [record_of.get(name, "") for name in names]
    verdicts = []
    for position, (record, unit) in enumerate(zip(kept, unit_keys(frame), strict=True)):
        if record:
            verdict = verdict_of[record]
        elif position in gone:
            verdict = "dissolved"
        elif unit in unchanged:
            verdict = "carried"
        else:
            verdict = "unit_missing" if unit and unit not in filed else "unaccounted"
        verdicts.append(verdict)
    return pd.DataFrame({"id": names, "verdict": verdicts, "record": kept}, dtype=str)


def closing_day(theirs: Ledger, *, as_of: dt.date, told: dt.date | None = None) -> dt.date:
    """Return the day last year's register was closed.

    What the caller says; else what the register says of itself, or its latest 备案 or 填报 date; else, and where that
    lies in the future, one year before `as_of`.
    """
    day = told or cutoff(theirs)
    return day if day and (told or day <= as_of) else _year_before(as_of)


def _year_before(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == _FEBRUARY else day.day)


def _existed(created: list[str], closed: dt.date | None) -> list[bool]:
    """Return which dates, to their latest possible day, are not after the cut-off."""
    return map_unique(lambda text: bool(text and closed and latest(text) <= closed), created)


def _dissolved_then(frame: pd.DataFrame) -> set[int]:
    """Return the rows that last year's register itself calls dissolved."""
    said = (frame["dissolved_on"] != "") | frame["disposition"].isin(_DISSOLVED)
    return set(said.to_numpy(bool).nonzero()[0].tolist())


def _same_number_twice(
    theirs: Ledger, ours: Ledger, records: pd.DataFrame, record_of: dict[str, str]
) -> dict[str, str]:
    """Return the unmatched rows of last year whose number a matched record bears: id to record."""
    numbers = number_rows(theirs.frame)
    if not numbers["number"].duplicated().any():
        return {}
    matched = records["verdict"].isin(["renewed", "changed"]).to_numpy(bool)
    borne = number_rows(ours.frame)
    borne = borne[matched[borne["position"]]]
    held = dict(zip(borne["number"][::-1].tolist(), borne["position"][::-1].tolist(), strict=True))
    ours_ids, theirs_ids = ours.frame["id"].tolist(), theirs.frame["id"].tolist()
    return {
        theirs_ids[position]: ours_ids[held[number]]
        for position, number in numbers.itertuples(index=False)
        if number in held and theirs_ids[position] not in record_of
    }
