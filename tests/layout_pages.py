"""Pages drawn as text: a `|`-table becomes a Grid, so that a test shows its input the way the user sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.model import Grid, Merge, Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence


def grid(text: str, *, name: str = "登记表", merges: Sequence[tuple[int, int, int, int]] = (), hidden: bool = False) -> Grid:
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
