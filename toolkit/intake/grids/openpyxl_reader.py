"""The second reader, openpyxl: 25 times slower, called only for a workbook that calamine reads in part or not."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, Any

from toolkit.intake.grids.text import grid_of, line_of
from toolkit.intake.grids.unreadable import Unreadable
from toolkit.model import Grid, Merge

if TYPE_CHECKING:
    from collections.abc import Iterator

CHINESE_DATES = frozenset((*range(27, 37), *range(50, 59)))
WORTH_TRYING = 16 << 20
_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f]|005[Ff])_")


def grids_by_openpyxl(data: bytes) -> tuple[Grid, ...]:
    """Return the sheets of an xlsx as openpyxl sees them.

    Raises:
        Unreadable: `corrupt` when it cannot read them either.
    """
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
            return tuple(_grid(sheet) for sheet in book.worksheets)
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001 - openpyxl answers damage with whatever its depths raise
        raise Unreadable("corrupt", kind=type(fault).__name__) from None


def _grid(sheet: Any) -> Grid:
    merges = tuple(
        Merge(span.min_row - 1, span.min_col - 1, span.max_row - 1, span.max_col - 1)
        for span in sheet.merged_cells.ranges
    )
    return grid_of(
        sheet.title,
        (line_of([_value(cell) for cell in row]) for row in _rows(sheet)),
        merges=sorted(merges),
        hidden=sheet.sheet_state != "visible",
    )


def _rows(sheet: Any) -> Iterator[Any]:
    """Yield rows from the first row and column on; a sheet whose box is too large to walk is given up."""
    if sheet.max_row * sheet.max_column > WORTH_TRYING // 8:
        raise Unreadable("too-large", limit="cells")
    return iter(sheet.iter_rows(min_row=1, min_col=1))


def _value(cell: Any) -> Any:
    """Return a cell's value with what openpyxl leaves undone.

    It leaves a carriage return as the file escapes it (`_x000D_`; that very text, `_x005F_x000D_`, it gives as the same
    in the table of shared strings, so that cannot be told). It does not know the built-in Chinese date formats, whose
    dates it gives as serial numbers.
    """
    value = cell.value
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value) if "_x" in value else value
    if not isinstance(value, int | float) or isinstance(value, bool) or value < 0:
        return value
    number_format = cell._style.numFmtId  # noqa: SLF001 - `number_format` says General for these
    if number_format not in CHINESE_DATES:
        return float(value)
    from openpyxl.utils.datetime import from_excel

    return from_excel(value, cell.parent.parent.epoch)
