"""A list of the department's as tables: found by its labels and read by the intake, as a returned form is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.intake.layouts import recognise
from toolkit.intake.layouts.known_labels import shelf
from toolkit.intake.layouts.labels import lexicon
from toolkit.model import Heading, SourceFile, Where, Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.model import Grid, Table
    from toolkit.regulations.forms import Form


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
    tables = recognise(file, book, forms).tables
    return Listed(tables, taken_of(name, file, tables))


def taken_of(name: str, file: str, tables: Sequence[Table]) -> SourceFile:
    """Return what was taken of a file's tables: each heading once, with the first cell where it stands."""
    headings: dict[tuple[str, str], Heading] = {}
    for table in tables:
        for entry in table.evidence["labels"]:
            where = Where(file, table.sheet.name, entry["cell"])
            headings.setdefault((entry["label"], entry["key"]), Heading(entry["label"], where, entry["key"]))
    rows = sum(len(table.offsets) for table in tables)
    return SourceFile(name, file, rows, tuple(headings.values()))


def own_columns(table: Table) -> Table:
    """Leave out what the head or the foot of the page says: 填报日期：… over a list is no answer of its rows."""
    standing = {key for key, (row, column) in table.sheet.places.items() if row is not None and column is not None}
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
