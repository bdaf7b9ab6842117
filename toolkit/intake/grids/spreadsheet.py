"""xlsx, xlsm, xltx, xlsb and ods: calamine's reading, completed where it is known to lose something."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.intake.grids.binary12 import sheet_details
from toolkit.intake.grids.calamine import grids_of
from toolkit.intake.grids.ooxml import PackageFacts, SheetFacts, filled_cells, look
from toolkit.intake.grids.openpyxl_reader import WORTH_TRYING, grids_by_openpyxl
from toolkit.intake.grids.symbols import drawn
from toolkit.intake.grids.text import patched, replaced
from toolkit.intake.grids.unreadable import Unreadable
from toolkit.model import Grid, Mark, Note, Workbook, cell_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.intake.grids.package import Package
    from toolkit.intake.grids.shown import Shown

NAMED = 20
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PICTURE = re.compile(r"=?(?:_xlfn\.)?DISPIMG\(")


def read_xlsx(package: Package) -> Workbook:
    """Return an xlsx, xlsm or xltx.

    Raises:
        Unreadable: `corrupt`, `too-large`, with the warnings that hold anyway.
    """
    facts = look(package)
    try:
        grids, notes = _both(package, facts)
    except Unreadable as fault:
        raise Unreadable(fault.note.code, warnings=facts.warnings, **fault.note.facts) from None
    if len(facts.sheets) == len(grids):
        grids = tuple(as_shown(grid, sheet.shown) for grid, sheet in zip(grids, facts.sheets, strict=True))
    return Workbook(grids, (*facts.warnings, *hidden_sheets(grids), *notes), facts.properties)


def as_shown(grid: Grid, shown: Shown | None) -> Grid:
    """Return a grid with the texts that the sheet shows, and with its marks."""
    if shown is None:
        return _with_pictures(grid, ())
    texts = {(row, column): text for row, column, text in shown.texts}
    texts |= {(row, column): drawn(font, grid.at(row, column)) for row, column, font in shown.fonts}
    for cells, length in ((shown.months, len("2018-05")), (shown.years, len("2018"))):
        texts |= {spot: text[:length] for spot in cells if _DAY.fullmatch(text := grid.at(*spot))}
    struck = [Mark(row, column, "struck", text) for row, column, text in shown.struck if grid.at(row, column).strip()]
    notes = [Mark(row, column, "note", text) for row, column, text in shown.notes]
    rows = replaced(grid.rows, texts) if texts else grid.rows
    marked = replace(grid, rows=rows, marks=(*struck, *notes))
    return _with_pictures(marked, shown.pictures)


def _with_pictures(grid: Grid, places: Iterable[tuple[int, int]]) -> Grid:
    """Mark the blank cells on which a picture lies; one that WPS put into a cell is written there as a formula."""
    marks = [Mark(row, column, "picture") for row, column in places if not grid.at(row, column).strip()]
    inside = [
        (row, column)
        for row, line in enumerate(grid.rows)
        if any(map(_PICTURE.match, line))
        for column, text in enumerate(line)
        if _PICTURE.match(text)
    ]
    if not marks and not inside:
        return grid
    rows = replaced(grid.rows, dict.fromkeys(inside, "")) if inside else grid.rows
    marks += [Mark(row, column, "picture") for row, column in inside]
    return replace(grid, rows=rows, marks=(*grid.marks, *marks))


def read_xlsb(package: Package) -> Workbook:
    """Return an xlsb: calamine's cells with the error texts and merges that it leaves out.

    Raises:
        Unreadable: `corrupt`, `too-large`.
    """
    facts = look(package)
    details = sheet_details(package)
    try:
        grids = grids_of(package.data)
    except Unreadable as fault:
        raise Unreadable(fault.note.code, warnings=facts.warnings, **fault.note.facts) from None
    if len(details) == len(grids):
        grids = tuple(
            Grid(grid.name, patched(grid.rows, errors) if errors else grid.rows, merges, grid.hidden)
            for grid, (errors, merges) in zip(grids, details, strict=True)
        )
    return Workbook(grids, (*facts.warnings, *hidden_sheets(grids)), facts.properties)


def hidden_sheets(grids: Iterable[Grid]) -> tuple[Note, ...]:
    """Return the warning that names the hidden sheets, if there are any."""
    names = [grid.name for grid in grids if grid.hidden]
    return (Note("hidden-sheet", {"sheets": names}),) if names else ()


def uncached_formulas(cells: Sequence[str]) -> tuple[Note, ...]:
    """Return the warning that names the formulas never calculated (`Sheet!C7`, the first twenty), if there are any."""
    return (Note("uncached-formula", {"cells": list(cells[:NAMED]), "count": len(cells)}),) if cells else ()


def _both(package: Package, facts: PackageFacts) -> tuple[tuple[Grid, ...], tuple[Note, ...]]:
    """Read with calamine; where it fails or returns other cells than the XML holds, with openpyxl too."""
    data = package.data
    notes: list[Note] = []
    try:
        grids = grids_of(data)
    except Unreadable as fault:
        if fault.note.code != "corrupt" or len(data) > WORTH_TRYING or _declares(facts, "dtd"):
            raise
        return grids_by_openpyxl(data), (Note("recovered", {"reader": "openpyxl"}),)
    if facts.duplicate_names:
        return _all_sheets(data, grids)
    if len(facts.sheets) == len(grids):
        grids = tuple(_completed(grid, sheet) for grid, sheet in zip(grids, facts.sheets, strict=True))
        doubtful = _doubtful(grids, [sheet.filled for sheet in facts.sheets])
        doubtful = doubtful and _doubtful(grids, filled_cells(package))
        notes += uncached_formulas(
            [
                f"{grid.name}!{cell_name(*cell)}"
                for grid, sheet in zip(grids, facts.sheets, strict=True)
                for cell in sheet.uncached
            ]
        )
    else:
        doubtful = True
    if doubtful and len(data) <= WORTH_TRYING and not _declares(facts, "dtd"):
        grids, differing = _compared(data, grids)
        notes += differing
    return grids, tuple(notes)


def _declares(facts: PackageFacts, code: str) -> bool:
    return any(note.code == code for note in facts.warnings)


def _completed(grid: Grid, sheet: SheetFacts) -> Grid:
    """Put the error texts (`#N/A`) where calamine left blanks."""
    return Grid(grid.name, patched(grid.rows, sheet.errors), grid.merges, grid.hidden) if sheet.errors else grid


def _doubtful(grids: Sequence[Grid], filled: Sequence[int]) -> bool:
    """Whether of any sheet other cells were read than the XML holds; a count below 0 tells nothing."""
    return any(
        count >= 0 and sum(len(row) - row.count("") for row in grid.rows) != count
        for grid, count in zip(grids, filled, strict=True)
    )


def _all_sheets(data: bytes, grids: tuple[Grid, ...]) -> tuple[tuple[Grid, ...], tuple[Note, ...]]:
    """Two sheets of one name: calamine gives the first twice, openpyxl gives both (and renames the second)."""
    others = grids_by_openpyxl(data)
    return others, (Note("recovered", {"reader": "openpyxl", "sheets": [grid.name for grid in grids]}),)


def _compared(data: bytes, grids: tuple[Grid, ...]) -> tuple[tuple[Grid, ...], tuple[Note, ...]]:
    """Fill the cells that only openpyxl sees, and say so; where it cannot read the file there is nothing to compare."""
    try:
        others = {grid.name: grid for grid in grids_by_openpyxl(data)}
    except Unreadable:
        return grids, ()
    filled, named = [], []
    for grid in grids:
        missing = _missing(grid, others.get(grid.name))
        named += [f"{grid.name}!{cell_name(row, column)}" for row, column, _ in missing]
        filled.append(Grid(grid.name, patched(grid.rows, missing), grid.merges, grid.hidden) if missing else grid)
    note = Note("readers-disagree", {"cells": named[:NAMED], "count": len(named)})
    return tuple(filled), (note,) if named else ()


def _missing(grid: Grid, other: Grid | None) -> list[tuple[int, int, str]]:
    if other is None:
        return []
    return [
        (row, column, text)
        for row, line in enumerate(other.rows)
        for column, text in enumerate(line)
        if text and not grid.at(row, column)
    ]
