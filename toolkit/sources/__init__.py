"""Second sources: what the department holds beside the returned forms, each read into a `Ledger`.

They come from the department itself, so a fault in one is said at once, with its cell, and stops the run: a receipt
log whose dates cannot be read would make false findings of every unit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import SourceError
from toolkit.fields import label_key
from toolkit.model import Ledger, Sheet, cell_name
from toolkit.normalise.text import is_placeholder
from toolkit.rows.settle import name_columns
from toolkit.rows.spread import text_column
from toolkit.sources.shapes import sources
from toolkit.sources.sheets import find_heading, open_workbook, rows_below, visible
from toolkit.sources.values import read_column

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from toolkit.model import Grid
    from toolkit.normalise.units import UnitIndex
    from toolkit.rows.spread import Texts
    from toolkit.sources.shapes import Source
    from toolkit.sources.sheets import Heading

    Rows = list[tuple[int, int, dict[str, str]]]

__all__ = ["load_source", "sources"]


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
    sheets: list[Sheet] = []
    rows: Rows = []
    for grid, heading in _tables(source, path):
        places = {column: (None, place) for column, place in heading.columns.items()}
        rows += [(len(sheets), row, answers) for row, answers in rows_below(grid, heading)]
        sheets.append(Sheet(path.name, grid.name, name, "row", places))
    _check_filled(source, sheets, rows)
    return Ledger(_frame(name, source, sheets, rows, units), tuple(sheets))


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


def _check_filled(source: Source, sheets: list[Sheet], rows: Rows) -> None:
    """See to it that no row leaves out what it is about."""
    for number, row, answers in rows:
        blank = [name for name in source.required if is_placeholder(answers.get(name, ""))]
        if source.one_of and all(is_placeholder(answers.get(name, "")) for name in source.one_of):
            blank.append(next(name for name in source.one_of if name in answers))
        if blank:
            where = sheets[number].where(blank[0], row)
            zh = source.columns[blank[0]].zh
            raise SourceError("source-blank-cell", file=where.file, sheet=where.sheet, cell=where.cell, column=zh)


def _frame(name: str, source: Source, sheets: list[Sheet], rows: Rows, units: UnitIndex) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    count = len(rows)
    columns: dict[str, pd.Series] = {
        "id": pd.Series([f"{name}-{number}" for number in range(1, count + 1)], dtype="str"),
        "sheet": pd.Series([number for number, _, _ in rows], dtype="int64"),
        "offset": pd.Series([row for _, row, _ in rows], dtype="int64"),
        "form": text_column([name], np.zeros(count, dtype=np.int64)),
        "path": pd.Series([sheets[number].file for number, _, _ in rows], dtype="str"),
    }
    for column, shape in source.columns.items():
        texts: Texts = np.array([answers.get(column, "") for _, _, answers in rows] + [""], dtype=object)[:count]
        typed, unreadable = read_column(column, shape, texts, units)
        if unreadable:
            raise _unreadable(source, column, sheets, rows, unreadable)
        columns |= typed
    if "group_name" in columns:
        columns |= name_columns(columns["group_name"])
    return pd.DataFrame(columns)


def _unreadable(source: Source, column: str, sheets: list[Sheet], rows: Rows, wrong: list[int]) -> SourceError:
    number, row, answers = rows[wrong[0]]
    shape = source.columns[column]
    where = sheets[number].where(column, row)
    code = "source-unknown-option" if shape.kind == "options" else f"source-unreadable-{shape.kind}"
    return SourceError(
        code,
        file=where.file,
        sheet=where.sheet,
        cell=cell_name(row, _column(sheets[number], column)),
        column=shape.zh,
        value=answers[column],
        options=list(shape.options),
        count=len(wrong),
    )


def _column(sheet: Sheet, name: str) -> int:
    place = sheet.places[name][1]
    return 0 if place is None else place
