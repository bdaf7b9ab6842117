"""A list of the department's as tables: found by its labels and read by the intake, as a returned form is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.intake.layouts import recognise
from toolkit.intake.layouts.continued import CONTINUED
from toolkit.intake.layouts.known_labels import shelf
from toolkit.intake.layouts.labels import lexicon
from toolkit.intake.layouts.years import OLDER
from toolkit.model import MOST_UNREAD, Cells, Heading, RejectedRow, SourceFile, Unread, Where, Workbook, cell_name
from toolkit.normalise.compound import split_name_number
from toolkit.normalise.platforms import platform_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from toolkit.model import Grid, Table
    from toolkit.regulations.forms import Form


_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NAME, _NUMBER, _BOTH = "group_name", "group_no", "group_name&group_no"
_STATE, _STATES = "state", ("is_active", "disposition", "remark")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_NO_YEAR = re.compile(r"\d{1,2}月\d{1,2}[日号]?")
_NEAR = frozenset({"near"})
_MADE_BY = re.compile(r"[填制报送上呈]")


@dataclass(frozen=True, slots=True)
class Listed:
    """The tables of a list that hold rows or a heading, and what was taken of the file."""

    tables: tuple[Table, ...]
    taken: SourceFile


def read_list(name: str, file: str, book: Workbook, forms: tuple[Form, ...]) -> Listed:
    """Read a list by the forms it may have.

    Args:
        name: of the source.
        file: its name, with which every address begins.
        book: the sheets to read, and what the file says of itself.
        forms: the source's own, and for last year's register those of the institution.
    """
    found = recognise(file, book, forms)
    return Listed(found.tables, SourceFile(name, file, 0, cells=found.cells))


def taken_of(listed: Listed, tables: Sequence[Table], known: Callable[[str], str]) -> SourceFile:
    """Return what was taken of the tables of a list: each heading once, with the first cell where it stands.

    Args:
        listed: the list as it was read.
        tables: those of it that count.
        known: the answer key of a heading ("" for one that nobody knows) to the column it is taken for, "" for none.
    """
    headings: dict[tuple[str, str], Heading] = {}
    for table in tables:
        for entry in _headings(table):
            label, key = str(entry["label"]), str(entry["key"])
            where = Where(listed.taken.file, table.sheet.name, entry["cell"])
            filled = any(table.columns.get(key or f"other:{label}", ()))
            ticked = not key and not filled and bool(platform_of(label)) and "platform" in table.columns
            before = headings.get((label, key))
            heading = before or Heading(label, where, known("platform" if ticked else key), near=entry["how"] in _NEAR)
            headings[label, key] = heading._replace(filled=filled or (before is not None and before.filled))
        for where in _unlabelled(table):
            headings.setdefault(("", where.cell), Heading("", where, known("")))
    rows = sum(len(table.offsets) for table in tables)
    aside = [] if known("") else [spot for table in tables for spot in _without_a_heading(table)]
    older = tuple(
        RejectedRow(table.sheet.where("group_name", offset), str(note.facts["name"]), note)
        for table in listed.tables
        for offset, note in table.rejected
        if note.code == OLDER
    )
    marked = tuple(
        (_where_of(table, offset, key), kind, text)
        for table in tables
        for offset, key, kind, text in table.evidence.get("marked", ())
    )
    continued = tuple(
        Where(listed.taken.file, table.sheet.name, entry["cell"])
        for table in tables
        for entry in table.evidence.get("asked", ())
        if entry["key"] == CONTINUED
    )
    cells = listed.taken.cells
    told = replace(cells, unread=(*cells.unread, *aside), answers=cells.answers - len(aside))
    columns = tuple(headings.values())
    taken = replace(listed.taken, rows=rows, columns=columns, older=older, marked=marked, continued=continued)
    return replace(taken, cells=told if len(told.unread) <= MOST_UNREAD else _shortened(told))


def _shortened(cells: Cells) -> Cells:
    return replace(cells, unread=cells.unread[:MOST_UNREAD], more=cells.more + len(cells.unread) - MOST_UNREAD)


def _where_of(table: Table, offset: int, key: str) -> Where:
    return table.sheet.where(key if key in table.sheet.places else next(iter(table.sheet.places), key), offset)


def _headings(table: Table) -> list[Mapping[str, str]]:
    """Return the labels over the columns of a list, without those in the head and the foot of its page."""
    labels: list[Mapping[str, str]] = table.evidence["labels"]
    if table.sheet.axis != "row" or not labels:
        return labels
    line = labels[0]["cell"].lstrip(_LETTERS)
    return [entry for entry in labels if entry["cell"].lstrip(_LETTERS) == line]


def _unlabelled(table: Table) -> Iterator[Where]:
    """Yield the head of each column that holds something and has no label."""
    labels = table.evidence["labels"]
    line = labels[0]["cell"].lstrip(_LETTERS) if labels else ""
    for column in dict.fromkeys(spot.cell.rstrip(_DIGITS) for spot in _without_a_heading(table) if line):
        yield Where(table.sheet.file, table.sheet.name, f"{column}{line}")


def _without_a_heading(table: Table) -> Iterator[Unread]:
    """Yield the cells of each column that holds something and has no label."""
    if table.sheet.axis != "row":
        return
    for key, (row, at) in table.sheet.places.items():
        if row is None and at is not None and key == f"other:{cell_name(0, at)[:-1]}":
            for offset, text in zip(table.offsets, table.columns.get(key, ()), strict=True):
                if text:
                    yield Unread(table.sheet.name, cell_name(offset, at), text)


def names_and_numbers_apart(table: Table) -> Table:
    """Return a table in which 群名及群号 is a name and a number, as a source has them."""
    both = table.columns.get(_BOTH)
    if both is None or _NAME in table.columns or _NUMBER in table.columns:
        return table
    parted = [split_name_number(text) for text in both]
    told = {_NAME: tuple(part.first for part in parted), _NUMBER: tuple(part.second for part in parted)}
    place = table.sheet.places[_BOTH]
    sheet = replace(table.sheet, places={**table.sheet.places, _NAME: place, _NUMBER: place})
    return replace(table, columns={**table.columns, **told}, sheet=sheet)


def states_as_told(table: Table, columns: Collection[str]) -> Table:
    """Return a table of a list with one column for how things stand, whatever form's answer its heading was taken for.

    是否仍在使用 is near a form's 是否正常运行; on such a list it is 状态.
    """
    told = next((key for key in _STATES if any(table.columns.get(key, ()))), "")
    if _STATE not in columns or _STATE in table.columns or not told or told in columns:
        return table
    places = {**table.sheet.places, _STATE: table.sheet.places[told]}
    labels = [{**one, "key": _STATE} if one["key"] == told else one for one in table.evidence["labels"]]
    return replace(
        table,
        columns={**table.columns, _STATE: table.columns[told]},
        sheet=replace(table.sheet, places=places),
        evidence={**table.evidence, "labels": labels},
    )


def with_years(table: Table, days: Collection[str]) -> tuple[Table, dict[str, str]]:
    """Return a table whose days without a year (3月1日) have the one year that its title, sheet or file names.

    Args:
        table: of a source.
        days: its columns of dates.

    Returns:
        the table, and for each column that was completed its year.
    """
    named = (*map(str, table.evidence.get("titles", ())), table.sheet.name, table.sheet.file)
    years = {year for text in named for year in _YEAR.findall(text)}
    if len(years) != 1:
        return table, {}
    year = years.pop()
    found = {
        key: tuple(
            f"{year}年{text.strip()}" if _NO_YEAR.fullmatch(text.strip()) else text for text in table.columns[key]
        )
        for key in days
        if key in table.columns
    }
    changed = {key: texts for key, texts in found.items() if texts != table.columns[key]}
    return replace(table, columns={**table.columns, **changed}) if changed else table, dict.fromkeys(changed, year)


def own_columns(table: Table) -> Table:
    """Leave out what the head or the foot of the page says: 填报日期：… over a list is no answer of its rows.

    单位：… over a list without units is one, unless it says who made the list (填报单位：…).
    """
    standing = {key for key, (row, column) in table.sheet.places.items() if row is not None and column is not None}
    labels = (entry["label"] for entry in table.evidence["labels"] if entry["key"] == "unit")
    if not any(map(_MADE_BY.match, labels)):
        standing -= {"unit"}
    columns = {key: texts for key, texts in table.columns.items() if key not in standing}
    return replace(table, columns=columns)


def labels_of_rows(grid: Grid, form: Form) -> dict[int, list[str]]:
    """Return for each row of a grid the answers that its labels ask for, to say what a heading lacks."""
    exact = lexicon(form).exact
    found: dict[int, list[str]] = {}
    known = shelf((form,))
    for row, line in enumerate(grid.rows):
        keys = [exact[label].key for text in line if text and (label := known.label(text))]
        if any(keys):
            found[row] = keys
    return found
