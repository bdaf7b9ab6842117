"""A table somebody keeps, found on its sheet by its headings; last year's register is found the same way.

The heading is the row with most labels that are known, title rows above it are passed over; where labels stand in
two rows (群主 over 姓名 and 手机), both are read together. Merged cells below the heading say the same in each row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from toolkit.errors import SourceError, reason_of
from toolkit.normalise.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from toolkit.model import Grid, Workbook

    Lookup = Callable[[str, str], str]

HEADING_WITHIN = 30
"""The heading is looked for in so many rows; who puts more above a table does not keep a table."""

_NOT_A_ROW = re.compile(
    r"(?:注|备注|说明|填表说明|合计|总计|共计|小计|填表人|制表人|统计人|填报人|审核人)\s*(?:[:：].*)?", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the labels stand: the last row of the heading, and the column of each answer."""

    row: int
    columns: Mapping[str, int]


class Records(NamedTuple):
    """The rows that hold a record, by their numbers on the sheet, and their answers column by column."""

    rows: list[int]
    answers: dict[str, list[str]]


def open_workbook(path: Path, *, password: str = "") -> Workbook:
    """Read a file of the department's own.

    Raises:
        SourceError: it is missing, not a table, damaged, or locked with another word.
    """
    from toolkit.intake.grids import Unreadable, read_workbook

    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError("source-not-opened", file=path.name, detail=reason_of(error)) from None
    try:
        return read_workbook(path.name, data, passwords=(password,) if password else ())
    except Unreadable as fault:
        code = "source-locked" if fault.note.code == "encrypted" else "source-unreadable"
        raise SourceError(code, file=path.name) from None


def find_heading(grid: Grid, lookup: Lookup, *, at_least: int) -> Heading | None:
    """Return the heading of a grid, None when no row has `at_least` known labels.

    Args:
        grid: the sheet.
        lookup: label, and the label above it or "", to an answer's name, "" for one it does not know.
        at_least: how many different answers make a heading.
    """
    best: Heading | None = None
    for row in range(min(HEADING_WITHIN, len(grid.rows))):
        for columns in (_columns(grid, row, lookup), _columns_in_two_rows(grid, row, lookup)):
            if len(columns) >= at_least and (best is None or len(columns) > len(best.columns)):
                best = Heading(row, columns)
    return best


def records_below(grid: Grid, heading: Heading) -> Records:
    """Return the rows below the heading that hold a record, with their answers.

    Blank rows, repeated headings, sums and notes under the table hold none.
    """
    top = heading.row + 1
    merged = _merged(grid)
    answers = {name: _cells(grid, top, column, merged) for name, column in heading.columns.items()}
    labels = {name: clean(grid.at(heading.row, column)) for name, column in heading.columns.items()}
    asked = frozenset(heading.columns.values())
    name, label = next(iter(labels.items()))
    kept: list[int] = []
    for at, row in enumerate(grid.rows[top:]):
        place, lead = _lead(row)
        if not lead or _NOT_A_ROW.fullmatch(lead):
            continue
        answered = place in asked and not (merged and (top + at, place) in merged)
        if not answered and not any(clean(texts[at]) for texts in answers.values()):
            continue
        if clean(answers[name][at]) == label and all(clean(answers[one][at]) == labels[one] for one in labels):
            continue
        kept.append(at)
    if len(kept) < len(grid.rows) - top:
        answers = {name: [texts[at] for at in kept] for name, texts in answers.items()}
    return Records([top + at for at in kept], answers)


def column_at(grid: Grid, column: int, rows: Iterable[int]) -> list[str]:
    """Return the texts of one column in the rows given, "" outside the grid."""
    chosen = list(map(grid.rows.__getitem__, rows))
    if column < min(map(len, chosen), default=0):
        return list(map(itemgetter(column), chosen))
    return [row[column] if column < len(row) else "" for row in chosen]


def visible(grids: Sequence[Grid]) -> list[Grid]:
    """Return the sheets in sight; the hidden ones only when there are no others."""
    return [grid for grid in grids if not grid.hidden] or [*grids]


def _cells(grid: Grid, top: int, column: int, merged: Mapping[tuple[int, int], tuple[int, int]]) -> list[str]:
    """Return a column from a row on down, each merged cell with the text of its range."""
    texts = column_at(grid, column, range(top, len(grid.rows)))
    for (row, left), source in merged.items():
        if left == column and top <= row < len(grid.rows):
            texts[row - top] = grid.at(*source)
    return texts


def _lead(row: Sequence[str]) -> tuple[int, str]:
    """Return the place and the text of the first cell of a row that says something; "" when none does."""
    for place, text in enumerate(row):
        if text and (lead := clean(text)):
            return place, lead
    return 0, ""


def _columns(grid: Grid, row: int, lookup: Lookup) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, text in enumerate(grid.rows[row]):
        name = lookup(text, "") if text else ""
        if name:
            found.setdefault(name, column)
    return found


def _columns_in_two_rows(grid: Grid, row: int, lookup: Lookup) -> dict[str, int]:
    if row == 0:
        return {}
    found: dict[str, int] = {}
    block = ""
    for column in range(max(len(grid.rows[row - 1]), len(grid.rows[row]))):
        above, text = grid.at(row - 1, column), grid.at(row, column)
        block = above or (block if text else "")
        name = lookup(text, block) if text else lookup(above, "") if above else ""
        if name:
            found.setdefault(name, column)
    return found


def _merged(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for the cells merged downwards in one column the cell that has their text."""
    return {
        (row, merge.left): (merge.top, merge.left)
        for merge in grid.merges
        if merge.left == merge.right
        for row in range(merge.top + 1, merge.bottom + 1)
    }
