"""A file of the department's own, opened: one that cannot be is told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import SourceError, reason_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.model import Grid, Workbook

_PARQUET = b"PAR1"
_WITHOUT = "source-without-parquet"


def open_workbook(path: Path, *, password: str = "") -> Workbook:
    """Read a file of the department's own: xlsx, xls, xlsb, ods, csv, docx or parquet.

    Raises:
        SourceError: it is missing, not a table, damaged, or locked with another word.
    """
    from toolkit.intake.grids import Unreadable, read_workbook
    from toolkit.intake.grids.parquet import read_register

    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError("source-not-opened", file=path.name, detail=reason_of(error)) from None
    try:
        if data.startswith(_PARQUET):
            return read_register(data)
        return read_workbook(path.name, data, passwords=(password,) if password else ())
    except Unreadable as fault:
        locked = "source-locked" if password else "source-locked-no-word"
        missing = fault.note.facts.get("kind") == "parquet"
        code = locked if fault.note.code == "encrypted" else _WITHOUT if missing else "source-unreadable"
        raise SourceError(code, file=path.name) from None


def visible(grids: Sequence[Grid]) -> tuple[Grid, ...]:
    """Return the sheets in sight; the hidden ones only when there are no others."""
    return tuple(grid for grid in grids if not grid.hidden) or tuple(grids)
