"""Second sources: what the department holds beside the returned forms, each read into a `Ledger`.

They are forms like any other (`sources.shapes`) and read as returns are. But they come from the department itself, so
a fault in one is said at once, with its cell, and stops the run: a receipt log whose dates cannot be read would make
false findings of every unit.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from toolkit.errors import SourceError
from toolkit.intake.layouts.years import OLDER
from toolkit.model import Ledger, Workbook, cell_name
from toolkit.normalise.masking import masked
from toolkit.normalise.private import hide
from toolkit.normalise.text import clean, is_placeholder
from toolkit.register.rows.defaults import name_columns
from toolkit.register.rows.distinct import text_column
from toolkit.register.sources.lists import (
    labels_of_rows,
    names_and_numbers_apart,
    own_columns,
    read_list,
    states_as_told,
    taken_of,
    with_years,
)
from toolkit.register.sources.opening import open_workbook, visible
from toolkit.register.sources.shapes import form_of, sources
from toolkit.register.sources.values import read_column
from toolkit.register.unit_blocks import stands_before, with_units

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from toolkit.model import Grid, Heading, Sheet, Table
    from toolkit.normalise.units import UnitIndex
    from toolkit.register.rows.distinct import Texts
    from toolkit.register.sources.lists import Listed
    from toolkit.register.sources.shapes import Source

__all__ = ["load_source", "sources"]

_PASSED = frozenset({"example-row", OLDER})


class Rows(NamedTuple):
    """The rows of all sheets: of each its sheet and its number there, and one text a column of the source."""

    sheets: list[Sheet]
    sheet: list[int]
    offset: list[int]
    texts: dict[str, list[str]]


_FORMERLY = re.compile(
    r"(?P<unit>[^（）()]+?)\s*[（(]\s*(?:原名?称?|曾用名)[:：为是]?\s*(?P<former>[^（）()]{2,}?)\s*[)）]"
)


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
    listed, tables = _tables(name, path)
    days = [name for name, column in source.columns.items() if column.kind == "date"]
    years: dict[str, str] = {}
    for own in map(own_columns, tables):
        read, completed = with_years(own, days)
        years |= completed
        named = "unit" in source.columns and "unit" not in form_of(name).naming
        table = with_units(read, units, once=stands_before(read, form_of(name).naming)) if named else read
        count = len(table.offsets)
        rows.sheet.extend([len(rows.sheets)] * count)
        rows.offset.extend(table.offsets)
        for column, texts in rows.texts.items():
            texts.extend(table.columns.get(column) or [""] * count)
        rows.sheets.append(table.sheet)
    _with_former(rows.texts)
    _check_filled(source, rows)
    taken = taken_of(listed, tables, _known_to(source))
    taken = replace(taken, columns=tuple(_asked(one, years) for one in taken.columns))
    return Ledger(_frame(name, source, rows, units), tuple(rows.sheets), taken)


def _with_former(texts: dict[str, list[str]]) -> None:
    """Take the old name that stands behind a unit's in brackets, 后勤管理处（原后勤处）, for its 曾用名."""
    if "former_names" not in texts:
        return
    for row, text in enumerate(texts["unit"]):
        found = _FORMERLY.fullmatch(clean(text)) if "原" in text or "曾用名" in text else None
        if found:
            texts["unit"][row] = found["unit"]
            for column, more in (("former_names", found["former"]), ("short_names", text)):
                texts[column][row] = "、".join(filter(None, (clean(texts[column][row]), more)))


def _asked(heading: Heading, years: Mapping[str, str]) -> Heading:
    """Return the heading over days without a year as one that was read by nearness: the year is the list's."""
    year = years.get(heading.field)
    return heading._replace(heading=f"{heading.heading}（没写年份的按{year}年）", near=True) if year else heading


def _known_to(source: Source) -> Callable[[str], str]:
    return lambda key: next((part for part in key.split("&") if part in source.columns), "")


def _tables(name: str, path: Path) -> tuple[Listed, list[Table]]:
    source, book = sources()[name], open_workbook(path)
    grids = visible(book.grids)
    listed = read_list(name, path.name, Workbook(grids), (form_of(name),))
    apart = map(names_and_numbers_apart, listed.tables)
    listed = replace(listed, tables=tuple(states_as_told(table, source.columns) for table in apart))
    found = [table for table in listed.tables if not _missing(source, table.columns)]
    if not found:
        raise _no_table(name, path, grids)
    for table in found:
        for row, note in table.rejected:
            if note.code not in _PASSED:
                asked = (*source.required, *(one for one in source.one_of if one in table.columns))
                raise _blank_cell(source, asked[0], table.sheet, row)
    return listed, found


def _no_table(name: str, path: Path, grids: Sequence[Grid]) -> SourceError:
    """Return what is missing: a column where headings of the source stand, else the headings."""
    source, form = sources()[name], form_of(name)
    found = [
        (grid.name, row, known)
        for grid in grids
        for row, keys in labels_of_rows(grid, form).items()
        if (known := source.columns.keys() & keys)
    ]
    if not found:
        headings = [column.zh for column in source.columns.values()]
        return SourceError("source-no-heading", file=path.name, source=source.zh, headings=headings)
    sheet, row, known = max(found, key=lambda heading: len(heading[2]))
    missing = _missing(source, known)
    return SourceError("source-no-column", file=path.name, sheet=sheet, source=source.zh, row=row + 1, missing=missing)


def _missing(source: Source, columns: Collection[str]) -> list[str]:
    missing = [source.columns[name].zh for name in source.required if name not in columns]
    if source.one_of and not any(name in columns for name in source.one_of):
        missing.append(" / ".join(source.columns[name].zh for name in source.one_of))
    return missing


def _check_filled(source: Source, rows: Rows) -> None:
    """See to it that no row leaves out what it is about."""
    for at, (number, row) in enumerate(zip(rows.sheet, rows.offset, strict=True)):
        blank = [name for name in source.required if is_placeholder(rows.texts[name][at])]
        if source.one_of and all(is_placeholder(rows.texts[name][at]) for name in source.one_of):
            blank.append(next(name for name in source.one_of if name in rows.sheets[number].places))
        if blank:
            raise _blank_cell(source, blank[0], rows.sheets[number], row)


def _blank_cell(source: Source, column: str, sheet: Sheet, row: int) -> SourceError:
    where = sheet.where(column, row)
    zh = source.columns[column].zh
    return SourceError("source-blank-cell", file=where.file, sheet=where.sheet, cell=where.cell, column=zh)


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
        value=masked(hide(rows.texts[column][at])),
        options=list(shape.options),
        count=len(wrong),
    )


def _column(sheet: Sheet, name: str) -> int:
    place = sheet.places[name][1]
    return 0 if place is None else place
