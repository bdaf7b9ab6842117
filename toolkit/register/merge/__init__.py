"""The returned files weighed against each other: which rows are this year's register, and why the others are not.

    an exact copy (sha256)                     superseded, duplicate-copy; the first in reading order counts
    the same unit and form again               a later return takes its place or adds to it (`versions`)
    the same card again                        the later card takes its place (`versions`)
    another paper of a group (年审, 变更, 注销)    a row of its own that accompanies the group's record (`papers`)
    a paper of a unit (汇总表, 承诺书)           no record: kept beside the register
    an aggregator's row of a unit's own group  confirms it (`rollups`)

For every file, read = merged + rejected + blank; each rejected row has a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.model import Ledger, Note
from toolkit.normalise import map_unique
from toolkit.normalise.dates import earliest
from toolkit.register.merge.fates import Fates, Rejection, rejections
from toolkit.register.merge.left_out import tell_left_out
from toolkit.register.merge.papers import join_papers, of_a_unit
from toolkit.register.merge.receipts import receipt_days
from toolkit.register.merge.rollups import confirm
from toolkit.register.merge.sheets import drop_earlier_years
from toolkit.register.merge.submissions import copies, shortened, submissions, units_of_files
from toolkit.register.merge.versions import replace_cards, replace_returns

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.model import Reading, Submission, Table
    from toolkit.normalise.units import UnitIndex
    from toolkit.register.merge.receipts import Receipt
    from toolkit.register.rows import Assembled
    from toolkit.regulations.profile import Profile

__all__ = ["Merged", "Rejection", "merge"]


@dataclass(frozen=True)
class Merged:
    """This year's register and what became of every file.

    `ledger.frame` holds the columns of `toolkit.register.rows`, `id` as `r1`, `r2` … in reading order, and
    `accompanies` and `papers` (`toolkit.register.merge.papers`), `via` (the aggregator in whose roll-up alone the row
    was found) and `confirmed_by` (the aggregators whose roll-ups confirm the row, one a line). `faults` is one row an
    unreadable value of a record: record, field, fault, raw. `received` says for each file when it came, as far as that
    is known. `tables` are the rows as typed, one a sheet of the ledger; `unchanged` are the files in which the unit
    says that it has nothing to change. `differing` is what two papers of one group say differently
    (`toolkit.register.merge.differing.COLUMNS`), `unit_papers` the rows of forms that speak of a unit.
    """

    ledger: Ledger
    submissions: tuple[Submission, ...]
    faults: pd.DataFrame
    rejections: tuple[Rejection, ...]
    received: Mapping[str, Receipt]
    tables: tuple[Table, ...] = ()
    unchanged: frozenset[str] = frozenset()
    differing: pd.DataFrame | None = None
    unit_papers: Ledger | None = None


def merge(  # noqa: PLR0913 - what a campaign consists of
    readings: Sequence[Reading],
    assembled: Assembled,
    profile: Profile,
    units: UnitIndex,
    *,
    as_of: dt.date,
    roster: Ledger | None = None,
    previous: Ledger | None = None,
    received: Ledger | None = None,
) -> Merged:
    """Merge the rows of all files into one register.

    Args:
        readings: every file, in reading order (by path).
        assembled: the rows of all their tables, in that order.
        profile: which forms are cards, approvals, registers; who aggregates.
        units: the roster's names, as the rows were resolved by.
        as_of: the day the verdicts refer to; a file's time after it is no receipt.
        roster: the units; their names are looked for in the names of files.
        previous: last year's register; its units are looked for there as well.
        received: the receipt log.
    """
    frame = assembled.ledger.frame
    of_file = units_of_files(readings, frame, profile, units, roster=roster, previous=previous)
    frame = _with_units(frame, of_file, units)
    receipts = receipt_days(readings, frame, received, as_of)
    frame = _with_receipts(frame, receipts)
    fates = Fates(len(frame))
    of_units = of_a_unit(frame, profile)
    fates.reject(_nameless(frame, assembled.faults) & ~of_units, Note("no-name-no-number"))
    doubles = copies(readings)
    for path, original in doubles.items():
        fates.reject(frame["path"] == path, Note("duplicate-copy", {"of": original}))
    drop_earlier_years(frame, fates, assembled.ledger.sheets)
    replace_returns(frame, fates, profile, of_file, receipts)
    replace_cards(frame, fates, profile, receipts)
    frame = frame.assign(**confirm(frame, fates, profile, units, of_file))
    tell_left_out(frame, fates)
    frame = _with_planned(frame, as_of)
    kept = _in_reading_order(frame, readings, fates)
    beside = of_units.to_numpy()[kept]
    ledger, differing, faults = _kept(assembled, frame, kept[~beside], profile)
    return Merged(
        ledger,
        submissions(readings, frame, fates, of_file, doubles),
        faults,
        rejections(readings, Ledger(frame, assembled.ledger.sheets), fates),
        receipts,
        tuple(table for reading in readings for table in reading.tables),
        frozenset(reading.path for reading in readings if _says_unchanged(reading)),
        differing,
        Ledger(frame.take(kept[beside]).reset_index(drop=True), assembled.ledger.sheets),
    )


def _with_planned(frame: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Note that a group is planned where the day it is set up lies after the day of the run."""
    import numpy as np

    ahead = map_unique(lambda text: bool(text) and earliest(text) > as_of, frame["created_on"].tolist())
    if not any(ahead):
        return frame
    return frame.assign(planned=frame["planned"].mask(np.array(ahead, dtype=bool), other=True))


def _says_unchanged(reading: Reading) -> bool:
    return any(table.evidence.get("unchanged") for table in reading.tables)


def _with_units(frame: pd.DataFrame, of_file: Mapping[str, str], units: UnitIndex) -> pd.DataFrame:
    """Give a row without a unit that of its file; also one whose unit is short for it (后勤处, 后勤处（东校区）)."""
    import numpy as np

    inherited = frame["path"].map(of_file).fillna("").astype("str")
    pairs = zip(frame["unit"].tolist(), frame["unit_raw"].tolist(), inherited.tolist(), strict=True)
    takes = [bool(file) and (not (unit or raw) or shortened(unit, file, units)) for unit, raw, file in pairs]
    return frame.assign(unit=inherited.where(np.array(takes, dtype=bool), frame["unit"]))


def _with_receipts(frame: pd.DataFrame, receipts: Mapping[str, Receipt]) -> pd.DataFrame:
    """Note the day of the receipt log; a file's own time moves with every copy and is not written into the register."""
    logged = {path: receipt.day for path, receipt in receipts.items() if receipt.source == "log"}
    days = frame["path"].map(logged).fillna("").astype("str")
    return frame.assign(received_on=frame["received_on"].mask(days != "", days))


def _nameless(frame: pd.DataFrame, faults: pd.DataFrame) -> pd.Series:
    """Return which rows have neither a name nor a number; a name like 无 or a number that is none is for the rules."""
    typed = faults.loc[faults["field"] == "group_no", "row"]
    return (frame["group_name"] == "") & (frame["group_nos"] == "") & ~frame.index.isin(typed)


def _in_reading_order(frame: pd.DataFrame, readings: Sequence[Reading], fates: Fates) -> NDArray[np.intp]:
    """Return the positions of the rows that are taken, by file, sheet and row."""
    import numpy as np

    place = {reading.path: number for number, reading in enumerate(readings)}
    files = np.array([place[path] for path in frame["path"].tolist()], dtype=np.int64)
    order = np.lexsort((frame["offset"].to_numpy(), frame["sheet"].to_numpy(), files))
    return order[fates.live[order]]


def _kept(
    assembled: Assembled, frame: pd.DataFrame, kept: NDArray[np.intp], profile: Profile
) -> tuple[Ledger, pd.DataFrame, pd.DataFrame]:
    """Return the register of the rows at the given positions, where its papers differ, and the faults of its values."""
    import numpy as np
    import pandas as pd

    ids = [f"r{number}" for number in range(1, len(kept) + 1)]
    register = frame.take(kept).reset_index(drop=True)
    joined = join_papers(register.assign(id=pd.Series(ids, dtype="str")), profile)
    record = np.full(len(frame), "", dtype=object)
    record[kept] = ids
    faults = assembled.faults.assign(record=pd.Series(record[assembled.faults["row"].to_numpy()], dtype="str"))
    faults = faults.loc[faults["record"] != "", ["record", "field", "fault", "raw"]].reset_index(drop=True)
    return Ledger(joined.register, assembled.ledger.sheets), joined.differing, faults
