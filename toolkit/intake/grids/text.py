"""A cell's value as the text a person reads."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from toolkit.model import Grid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from toolkit.model import Merge

BLANK: tuple[str, ...] = ()
DEEPEST, WIDEST = 1_048_576, 16_384


def text_of(value: Any) -> str:
    """Return a cell's text: `150`, `13900000001`, `0.3`, `TRUE`, `2018-05-15`, `08:30`, `""` for None.

    Numbers show the fifteen digits that Excel keeps, never an exponent and never a trailing `.0`.
    """
    return WRITERS.get(value.__class__, str)(value)


def _number(value: float) -> str:
    if value.is_integer():
        return str(int(value))
    short = f"{value:.15g}"
    return format(Decimal(short), "f") if "e" in short else short


def _clock(hours: int, minutes: int, seconds: int) -> str:
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def _moment(value: dt.datetime) -> str:
    day, time = value.date().isoformat(), _clock(value.hour, value.minute, value.second)
    return day if time == "00:00" else f"{day} {time}"


def _span(value: dt.timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return _clock(*divmod(minutes, 60), seconds)


WRITERS: Mapping[type, Callable[[Any], str]] = {
    float: _number,
    bool: lambda value: "TRUE" if value else "FALSE",
    type(None): lambda _: "",
    dt.date: dt.date.isoformat,
    dt.datetime: _moment,
    dt.time: lambda value: _clock(value.hour, value.minute, value.second),
    dt.timedelta: _span,
}


def line_of(values: Sequence[Any]) -> tuple[str, ...]:
    """Return a row as text without its trailing blanks."""
    texts = [value if value.__class__ is str else WRITERS.get(value.__class__, str)(value) for value in values]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts) if texts else BLANK


def lines_of(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[str, ...]]:
    """Yield rows as text; the blank ones of a wide empty sheet cost next to nothing."""
    for row in rows:
        yield BLANK if row[-1:] == [""] and row.count("") == len(row) else line_of(row)


def grid_of(name: str, lines: Iterable[tuple[str, ...]], *, merges: Sequence[Merge] = (), hidden: bool = False) -> Grid:
    """Return a grid without trailing blank rows."""
    rows = list(lines)
    while rows and not rows[-1]:
        rows.pop()
    return Grid(name, tuple(rows), tuple(merges), hidden)


def patched(rows: Sequence[tuple[str, ...]], cells: Iterable[tuple[int, int, str]]) -> tuple[tuple[str, ...], ...]:
    """Return `rows` with a text put into each of `cells` (row, column, text) that is blank and can be in a sheet."""
    lines = [list(row) for row in rows]
    for row, column, text in cells:
        if row >= DEEPEST or column >= WIDEST:
            continue
        lines.extend([] for _ in range(row + 1 - len(lines)))
        lines[row].extend([""] * (column + 1 - len(lines[row])))
        lines[row][column] = lines[row][column] or text
    return tuple(tuple(line) for line in lines)


def replaced(rows: Sequence[tuple[str, ...]], cells: Mapping[tuple[int, int], str]) -> tuple[tuple[str, ...], ...]:
    """Return `rows` with other texts in those of `cells` that there are; only the rows concerned are made anew."""
    lines: dict[int, list[str]] = {}
    for (row, column), text in cells.items():
        if row < len(rows) and column < len(rows[row]):
            lines.setdefault(row, list(rows[row]))[column] = text
    return tuple(tuple(lines[row]) if row in lines else line for row, line in enumerate(rows))


def uncovered(grid: Grid) -> Grid:
    """Return a grid without the texts that lie under merged cells: nobody sees them, they are left from before."""
    hidden = {
        (row, column): ""
        for top, left, bottom, right in grid.merges
        for row in range(top, min(bottom + 1, len(grid.rows)))
        for column in range(left, min(right + 1, len(grid.rows[row])))
        if (row, column) != (top, left) and grid.rows[row][column]
    }
    return replace(grid, rows=tuple(map(line_of, replaced(grid.rows, hidden)))) if hidden else grid
