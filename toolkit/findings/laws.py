"""What must hold for every finished run, whatever was collected. A law that does not hold is a fault of ours.

partition   every record and every row of last year has exactly one verdict, and the two sides agree
rows        of every file, offered = merged + rejected + blank, and the merged ones are the records (and the papers of
            units: 汇总表, 承诺书)
cells       every filled cell of a sheet with a form is an answer, a label, printed there, or told as unread
files       every entry that was found is listed once
units       every unit of the roster has exactly one status
silence     what could not be asked is not counted
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.errors import BrokenPromiseError
from toolkit.model.frames import SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from toolkit.model import Ledger, Outcome

BOTH_SIDES = ("renewed", "changed", "renumbered")
PROVED = ("renewed", "changed", "cancelled")
"""Verdicts of a record whose row of last year is known for certain; `cancelled` may have none."""
UNIT_STATUSES = ("filed", "late", "nil", "no_change", "returned", "missing", "exempt", "unknown")


def check(outcome: Outcome, *, offered: Mapping[str, int], roster: Sequence[str] = ()) -> None:
    """See to it that the laws hold.

    Args:
        outcome: a finished run.
        offered: for every entry found below the collected folder, how many rows it offered.
        roster: the units of the roster.

    Raises:
        BrokenPromiseError: one does not; the text names the law.
    """
    _frames_have_their_shape(outcome)
    _one_verdict(outcome.ledger, outcome.verdicts)
    _one_verdict(outcome.previous, outcome.previous_verdicts)
    _both_sides_agree(outcome)
    _rows_add_up(outcome, offered)
    _units_are_covered(outcome, roster)
    _nothing_is_counted_unasked(outcome)


def _frames_have_their_shape(outcome: Outcome) -> None:
    for shape in SHAPES:
        fault = shape.fault(getattr(outcome, shape.name))
        _law("frames", not fault, fault)


def _one_verdict(ledger: Ledger, verdicts: pd.DataFrame) -> None:
    ids = ledger.frame["id"].tolist()
    _law("partition", ids == verdicts["id"].tolist() and len(set(ids)) == len(ids), "rows and verdicts differ")


def _both_sides_agree(outcome: Outcome) -> None:
    records = _rows(outcome.verdicts, "id", "verdict", "basis", "previous")
    previous = _rows(outcome.previous_verdicts, "id", "verdict", "record")
    given = [row for _, _, _, row in records if row]
    paired = {record for record, verdict, _, _ in records if verdict in BOTH_SIDES}
    held = {record for record, _, _, row in records if row}
    off = {record for record, verdict, _, _ in records if verdict == "cancelled"}
    _law("partition", paired <= held <= paired | off, "a pair without a verdict of pairs")
    _law("partition", len(set(given)) == len(given), "a row of last year was given twice")
    proved = all(bool(basis) == (verdict in PROVED and bool(row)) for _, verdict, basis, row in records)
    _law("partition", proved, "a match without a basis")
    shown = {record: "dissolved" if verdict == "cancelled" else verdict for record, verdict, _, _ in records}
    there = {row: (verdict, record) for row, verdict, record in previous}
    astray = [record for record, _, _, row in records if row and there.get(row) != (shown[record], record)]
    _law("partition", not astray, f"the two sides differ about {astray[:5]}")
    wrong = [record for _, verdict, record in previous if record and shown.get(record) != verdict]
    _law("partition", not wrong, f"the two sides differ about {wrong[:5]}")


def _rows(frame: pd.DataFrame, *columns: str) -> list[tuple[str, ...]]:
    return list(zip(*(frame[name].tolist() for name in columns), strict=True))


def _rows_add_up(outcome: Outcome, offered: Mapping[str, int]) -> None:
    listed = [file.path for file in outcome.submissions]
    _law("files", sorted(listed) == sorted(offered), "the files listed are not the files found")
    kept = Counter(outcome.ledger.frame["path"].tolist())
    _law("files", set(kept) <= set(listed), "a record of a file that is not listed")
    if outcome.unit_papers is not None:
        kept.update(outcome.unit_papers.frame["path"].tolist())
    for file in outcome.submissions:
        _law("rows", file.merged == kept[file.path], f"{file.merged} rows merged, {kept[file.path]} records")
        _law("rows", file.read == offered[file.path], f"{offered[file.path]} rows offered, {file.read} accounted for")
        _law("cells", file.cells.balanced, f"{file.cells.filled} filled cells, not all of them accounted for")
        _law("rows", min(file.merged, file.rejected, file.blank) >= 0, "less than no rows")


def _units_are_covered(outcome: Outcome, roster: Sequence[str]) -> None:
    units = [unit.unit for unit in outcome.units]
    _law("units", len(set(units)) == len(units), "a unit has two statuses")
    _law("units", set(roster) <= set(units), "a unit of the roster has no status")
    _law("units", {unit.status for unit in outcome.units} <= set(UNIT_STATUSES), "unknown status of a unit")


def _nothing_is_counted_unasked(outcome: Outcome) -> None:
    asked = "observed" in outcome.given
    _law("silence", ("unregistered" in outcome.not_compared) != asked, "unregistered groups: asked or not?")
    _law("silence", asked or outcome.observed.empty, "unregistered groups without a list of observed ones")
    _law("silence", outcome.first_filing != ("previous" in outcome.given), "first filing or not?")


def _law(law: str, holds: bool, detail: str) -> None:  # noqa: FBT001 - whether it holds is the question, not an option
    if not holds:
        raise BrokenPromiseError("broken-law", law=law, detail=detail)
