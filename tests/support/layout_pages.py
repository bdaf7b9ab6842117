"""Pages drawn as text: a `|`-table becomes a Grid, so that a test shows its input the way the user sees it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from toolkit.definitions import bundled
from toolkit.intake.layouts import recognise
from toolkit.model import Grid, Merge, Workbook
from toolkit.regulations.forms import load_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.intake.layouts import Recognised
    from toolkit.model import Table
    from toolkit.regulations.forms import Form


def grid(
    text: str, *, name: str = "登记表", merges: Sequence[tuple[int, int, int, int]] = (), hidden: bool = False
) -> Grid:
    """Draw a grid: one line a row, `|` between cells, `\\n` inside a cell as ⏎; a line of `-` is a blank row.

    `<` continues the cell to the left and `^` the cell above, as merged cells do.
    """
    lines = [line.strip() for line in text.strip("\n").splitlines()]
    cells = [[] if line == "-" else [cell.strip() for cell in line.split("|")] for line in lines]
    return Grid(name, _texts(cells), (*_drawn_merges(cells), *(Merge(*merge) for merge in merges)), hidden)


def book(*grids: Grid, **properties: str) -> Workbook:
    return Workbook(tuple(grids), properties=properties)


def _texts(cells: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    rows = []
    for line in cells:
        row = ["" if cell in {"<", "^"} else cell.replace("⏎", "\n") for cell in line]
        while row and not row[-1]:
            row.pop()
        rows.append(tuple(row))
    return tuple(rows)


def _drawn_merges(cells: list[list[str]]) -> list[Merge]:
    def at(row: int, column: int) -> str:
        return cells[row][column] if row < len(cells) and column < len(cells[row]) else ""

    found = []
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            if cell in {"<", "^"}:
                continue
            right, bottom = column, row
            while at(row, right + 1) == "<":
                right += 1
            while at(bottom + 1, column) == "^":
                bottom += 1
            if (right, bottom) != (column, row):
                found.append(Merge(row, column, bottom, right))
    return found


def read(form: str, *sheets: Grid | Workbook, path: str = "教务处.xlsx") -> Recognised:
    """Read a page by the forms of one profile: `form` names one of them, or the profile."""
    workbook = sheets[0] if isinstance(sheets[0], Workbook) else book(*sheets)
    return recognise(path, workbook, forms_of(form.split("/", maxsplit=1)[0]))


@cache
def forms_of(profile: str) -> tuple[Form, ...]:
    folder = bundled.schemas_folder() / profile
    return tuple(load_form(path, profile) for path in sorted(folder.glob("*.yaml")) if path.stem != "regulation")


@cache
def all_forms() -> tuple[Form, ...]:
    folders = sorted(path.parent.name for path in bundled.schemas_folder().glob("*/regulation.yaml"))
    return tuple(form for profile in folders for form in forms_of(profile))


def only(result: Recognised) -> Table:
    """Return the one table of a result."""
    (table,) = result.tables
    return table


def values(table: Table, *keys: str) -> list[tuple[str, ...]]:
    """Return the texts of some answers, one tuple a row; a key that was not found gives blanks."""
    none = ("",) * len(table.offsets)
    return list(zip(*(table.columns.get(key, none) for key in keys), strict=True))


def where(table: Table, key: str, row: int) -> tuple[str, str]:
    """Return sheet and cell of one answer."""
    place = table.sheet.where(key, table.offsets[row])
    return place.sheet, place.cell
