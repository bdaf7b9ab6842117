"""台账.parquet: the register where it has more rows than a sheet of Excel takes; it holds all that 台账.xlsx would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.intake.grids.parquet import write_parquet
from toolkit.report.columns import Columns
from toolkit.report.decisions import decision_sheet
from toolkit.report.entries import register
from toolkit.report.ledger import CLOSED, SHEET, filed_numbers, told_of
from toolkit.report.page import Mark, heading_of, name_of

if TYPE_CHECKING:
    from toolkit.model import Outcome
    from toolkit.report.columns import Column
    from toolkit.report.entries import Register
    from toolkit.report.page import Cell


def render_large_ledger(outcome: Outcome, *, entries: Register | None = None) -> bytes:
    """Return the register as one parquet file; the same outcome gives the same bytes.

    Args:
        outcome: a finished run.
        entries: what it holds, where it is known already (`toolkit.report.entries.register`).
    """
    entries = entries or register(outcome)
    decisions = decision_sheet(outcome.decisions, lang="zh", filed=filed_numbers(outcome, entries))
    lines = [
        [heading_of(column, lang="zh") for column in decisions.columns],
        *([_plain(cell) for cell in row] for row in decisions.rows),
    ]
    return write_parquet(
        {
            SHEET: _by_heading(Columns(outcome, entries.standing).standing()),
            CLOSED: _by_heading(Columns(outcome, entries.closed).closed()),
        },
        beside={name_of(decisions.code, lang="zh"): lines},
        properties=told_of(outcome, entries),
    )


def _by_heading(columns: list[Column]) -> dict[str, list[str | int]]:
    return {column.heading: list(column.cells) for column in columns}


def _plain(cell: Cell) -> str:
    return cell.text if isinstance(cell, Mark) else "" if cell is None else str(cell)
