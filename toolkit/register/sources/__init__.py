"""Second sources: what the department holds beside the returned forms, each read into a `Ledger`.

They come from the department itself, so a fault in one is said at once, with its cell, and stops the run: a receipt
log whose dates cannot be read would make false findings of every unit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolkit.errors import SourceError
from toolkit.model import Ledger, Sheet, cell_name
from toolkit.normalise.phones import mask_phones_in
from toolkit.normalise.private import hide
from toolkit.normalise.text import is_placeholder
from toolkit.register.rows.defaults import name_columns
from toolkit.register.rows.distinct import text_column
from toolkit.register.sources.shapes import sources
from toolkit.register.sources.sheets import find_heading, open_workbook, records_below, visible
from toolkit.register.sources.values import read_column
from toolkit.regulations.fields import label_key

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from toolkit.model import Grid
    from toolkit.normalise.units import UnitIndex
    from toolkit.register.rows.distinct import Texts
    from toolkit.register.sources.shapes import Source
    from toolkit.register.sources.sheets import Heading

__all__ = ["load_source", "sources"]


class Rows(NamedTuple):
    """The rows of all sheets: of each its sheet and its number there, and one text a column of the source."""

    sheets: list[Sheet]
    sheet: list[int]
    offset: list[int]
    texts: dict[str, list[str]]


def load_source(name: str, path: Path, units: UnitIndex) -> Ledger:
    """Read one second source.

    Args:
        name: `units`, `observed`, `notices`, `approvals`, `people`, `classes` or `received`.
        path: a workbook or a delimited file; every sheet in sight with the source's headings is read.
        units: resolves the names of units (an empty index for the roster itself).

    Returns:
        One row a row of the source: `id` (`observed-1` …), `sheet`, `offset`, `form` (the source's name), `path`, the
        columns of `schemas/sources.yaml` (a unit also as `unit_raw`, a number also as `group_nos`), and `name_key`,
        `name_status`, `name_rest` where it has group names.

    Raises:
        SourceError: the file cannot be opened, has no such headings, or a cell cannot be read; it names the cell.
    """
    source = sources()[name]
    rows = Rows([], [], [], {column: [] for column in source.columns})
    for grid, heading in _tables(source, path):
        places = {column: (None, place) for column, place in heading.columns.items()}
        below = records_below(grid, heading)
        count = len(below.rows)
        rows.sheet.extend([len(rows.sheets)] * count)
        rows.offset.extend(below.rows)
        for column, texts in rows.texts.items():
            texts.extend(below.answers.get(column) or [""] * count)
        rows.sheets.append(Sheet(path.name, grid.name, name, "row", places))
    _check_filled(source, rows)
    return Ledger(_frame(name, source, rows, units), tuple(rows.sheets))


def _tables(source: Source, path: Path) -> list[tuple[Grid, Heading]]:
    def lookup(label: str, _above: str) -> str:
        return source.by_label.get(label_key(label), "")

    grids = visible(open_workbook(path).grids)
    found = [(grid, heading) for grid in grids if (heading := find_heading(grid, lookup, at_least=1))]
    good = [(grid, heading) for grid, heading in found if not _missing(source, heading)]
    if good:
        return good
    if not found:
        headings = [column.zh for column in source.columns.values()]
        raise SourceError("source-no-heading", file=path.name, source=source.zh, headings=headings)
    grid, heading = max(found, key=lambda pair: len(pair[1].columns))
    raise SourceError(
        "source-no-column",
        file=path.name,
        sheet=grid.name,
        source=source.zh,
        row=heading.row + 1,
        missing=_missing(source, heading),
    )


def _missing(source: Source, heading: Heading) -> list[str]:
    missing = [source.columns[name].zh for name in source.required if name not in heading.columns]
    if source.one_of and not any(name in heading.columns for name in source.one_of):
        missing.append(" / ".join(source.columns[name].zh for name in source.one_of))
    return missing


def _check_filled(source: Source, rows: Rows) -> None:
    """See to it that no row leaves out what it is about."""
    for at, (number, row) in enumerate(zip(rows.sheet, rows.offset, strict=True)):
        blank = [name for name in source.required if is_placeholder(rows.texts[name][at])]
        if source.one_of and all(is_placeholder(rows.texts[name][at]) for name in source.one_of):
            blank.append(next(name for name in source.one_of if name in rows.sheets[number].places))
        if blank:
            where = rows.sheets[number].where(blank[0], row)
            zh = source.columns[blank[0]].zh
            raise SourceError("source-blank-cell", file=where.file, sheet=where.sheet, cell=where.cell, column=zh)


def _frame(name: str, source: Source, rows: Rows, units: UnitIndex) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    count = len(rows.offset)
    numbers = np.array(rows.sheet, dtype=np.int64)
    columns: dict[str, pd.Series] = {
        "id": pd.Series([f"{name}-{number}" for number in range(1, count + 1)], dtype="str"),
        "sheet": pd.Series(numbers),
        "offset": pd.Series(rows.offset, dtype="int64"),
        "form": text_column([name], np.zeros(count, dtype=np.int64)),
        "path": text_column([sheet.file for sheet in rows.sheets], numbers),
    }
    for column, shape in source.columns.items():
        texts: Texts = np.array([*rows.texts[column], ""], dtype=object)[:count]
        typed, unreadable = read_column(column, shape, texts, units)
        if unreadable:
            raise _unreadable(source, column, rows, unreadable)
        columns |= typed
    if "group_name" in columns:
        columns |= name_columns(columns["group_name"])
    return pd.DataFrame(columns)


def _unreadable(source: Source, column: str, rows: Rows, wrong: list[int]) -> SourceError:
    at = wrong[0]
    sheet, row = rows.sheets[rows.sheet[at]], rows.offset[at]
    shape = source.columns[column]
    where = sheet.where(column, row)
    code = "source-unknown-option" if shape.kind == "options" else f"source-unreadable-{shape.kind}"
    return SourceError(
        code,
        file=where.file,
        sheet=where.sheet,
        cell=cell_name(row, _column(sheet, column)),
        column=shape.zh,
        value=mask_phones_in(hide(rows.texts[column][at])),
        options=list(shape.options),
        count=len(wrong),
    )


def _column(sheet: Sheet, name: str) -> int:
    place = sheet.places[name][1]
    return 0 if place is None else place
