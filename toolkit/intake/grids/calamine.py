"""The one door to python-calamine: xlsx, xlsb, xls and ods as grids.

Its Rust core may panic (a `BaseException`) or abort the process on damaged files, so this is for a worker process.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from toolkit.intake.grids.text import grid_of, lines_of
from toolkit.intake.grids.unreadable import CELLS, Unreadable
from toolkit.model import Grid, Merge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

AT_ONCE = 1_000_000
"""From so many cells on a sheet is taken row by row, lest its blanks be held in memory too."""


def grids_of(data: bytes) -> tuple[Grid, ...]:
    """Return the sheets of a workbook in their order, chart sheets as empty grids.

    Raises:
        Unreadable: `corrupt` when calamine cannot read it, `too-large` beyond 20 million cells.
    """
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    visible = SheetVisibleEnum.Visible

    def read() -> Iterator[Grid]:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for number, about in enumerate(book.sheets_metadata):
            sheet = book.get_sheet_by_index(number)
            lines = lines_of(_rows(sheet))
            yield grid_of(about.name, lines, merges=_merges(sheet), hidden=about.visible != visible)

    return _guarded(lambda: tuple(read()))


def _rows(sheet: Any) -> Iterable[list[Any]]:
    """Return the rows from A1 on, a large sheet's one by one: `iter_rows` begins at row 1 but not at column A."""
    last = sheet.end
    if last is None:
        return ()
    rows, columns = last[0] + 1, last[1] + 1
    if rows * columns > CELLS:
        raise Unreadable("too-large", limit="cells", most=CELLS, cells=rows * columns)
    if rows * columns < AT_ONCE:
        return sheet.to_python(skip_empty_area=False)  # type: ignore[no-any-return]
    return ([""] * (columns - len(row)) + row for row in sheet.iter_rows())


def _merges(sheet: Any) -> tuple[Merge, ...]:
    ranges = sheet.merged_cell_ranges
    return tuple(Merge(*first, *last) for first, last in ranges) if ranges else ()


def _guarded(read: Callable[[], tuple[Grid, ...]]) -> tuple[Grid, ...]:
    """Call `read`; a panic of the Rust core is a damaged file like any other."""
    try:
        return read()
    except (Unreadable, MemoryError):
        raise
    except Exception as fault:  # noqa: BLE001 - CalamineError, and what else its depths raise
        raise Unreadable("corrupt", kind=type(fault).__name__) from None
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":
            raise
        raise Unreadable("corrupt", kind="panic") from None
