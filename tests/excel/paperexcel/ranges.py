"""Cells: values as Excel takes and gives them, looks, notes."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill
from openpyxl.styles import Font as PaperFont
from openpyxl.utils import get_column_letter, range_boundaries
from xlwings import base_classes, utils

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openpyxl.cell import Cell

    from paperexcel.sheets import Sheet

_NUMBER = re.compile(r"^\s*[+-]?((\d{1,3}(,\d{3})+|\d+)(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$")
_DATE = re.compile(r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}$")


def typed(value: Any, number_format: str) -> Any:
    """Return what a cell holds after `Range.Value = value`: Excel reads text as if it were typed."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(f"{value:.15g}")
    if not isinstance(value, str) or value == "":
        return value or None
    if number_format == "@" or value.startswith("="):
        return value
    if value.isascii() and _NUMBER.match(value):
        return float(f"{float(value.strip().replace(',', '')):.15g}")
    if _DATE.match(value):
        return dt.datetime(*map(int, re.split("[-/]", value)))  # noqa: DTZ001 - a cell has no time zone
    return value


class Range(base_classes.Range):
    def __init__(self, sheet: Sheet, first: Any, second: Any = None) -> None:
        self._sheet, self.options = sheet, None
        if isinstance(first, str):
            left, top, right, bottom = range_boundaries(first.replace("$", ""))
            first, second = (top, left), (bottom, right)
        if isinstance(first, Range):
            last = second or first
            first, second = (first.r1, first.c1), (last.r2, last.c2)
        (self.r1, self.c1), (self.r2, self.c2) = first, second or first

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def api(self) -> Range:
        return self

    @property
    def row(self) -> int:
        return self.r1

    @property
    def column(self) -> int:
        return self.c1

    @property
    def shape(self) -> tuple[int, int]:
        return self.r2 - self.r1 + 1, self.c2 - self.c1 + 1

    @property
    def coords(self) -> tuple[Any, ...]:
        return (self._sheet.name, self.r1, self.c1, *self.shape)

    max_cells_per_read = max_cells_per_write = None
    has_array = False

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        return Range(self._sheet, (self.r1 + row - 1, self.c1 + column - 1))

    def get_address(self, row_absolute: Any = True, col_absolute: Any = True, external: Any = False) -> str:  # noqa: ARG002, FBT002
        def one(row: int, column: int) -> str:
            return f"{'$' * bool(col_absolute)}{get_column_letter(column)}{'$' * bool(row_absolute)}{row}"

        first = one(self.r1, self.c1)
        return first if len(self) == 1 else f"{first}:{one(self.r2, self.c2)}"

    @property
    def address(self) -> str:
        return self.get_address()

    def _cells(self) -> Iterator[Cell]:
        for row in range(self.r1, self.r2 + 1):
            for column in range(self.c1, self.c2 + 1):
                yield self._sheet.ws.cell(row, column)

    def _change(self, *, drawing: bool = False) -> None:
        """Refuse as Excel does where the sheet is locked; our forms let cells be formatted, never noted."""
        protection = self._sheet.ws.protection
        if protection.sheet and (protection.objects if drawing else protection.formatCells):
            raise RuntimeError("the sheet is locked")

    # ---- values

    @property
    def raw_value(self) -> list[list[Any]]:
        cells = self._sheet.ws._cells

        def value(place: tuple[int, int]) -> Any:
            found = cells[place].value if place in cells else None
            if isinstance(found, (int, float)) and not isinstance(found, bool):
                return float(found)
            return dt.datetime(*found.timetuple()[:3]) if type(found) is dt.date else found  # noqa: DTZ001

        columns = range(self.c1, self.c2 + 1)
        return [[value((row, column)) for column in columns] for row in range(self.r1, self.r2 + 1)]

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._sheet.book.app.log.append(
            ("write", f"{self._sheet.name}!{self.get_address(row_absolute=False, col_absolute=False)}")
        )
        rows = data if isinstance(data, (list, tuple)) else [[data] * self.shape[1]] * self.shape[0]
        for down, row in enumerate(rows):
            for right, value in enumerate(row):
                cell = self._sheet.ws.cell(self.r1 + down, self.c1 + right)
                text_cell, shown = cell.number_format == "@", cell.number_format
                cell.value = typed(value, shown)
                if text_cell and isinstance(value, str) and value:
                    cell.data_type = "s"
                cell.number_format = shown

    def clear(self) -> None:
        for cell in self._cells():
            cell.value, cell.comment, cell.style = None, None, "Normal"

    # ---- looks

    def _same(self, look: Callable[[Cell], Any]) -> Any:
        found = {look(cell) for cell in self._cells()}
        return found.pop() if len(found) == 1 else None

    @property
    def color(self) -> tuple[int, ...] | None:
        def fill(cell: Cell) -> Any:
            if cell.fill.fill_type != "solid":
                return None
            shade = cell.fill.fgColor.rgb if isinstance(cell.fill.fgColor.rgb, str) else "FFFFFFFF"
            return tuple(int(shade[-6:][at : at + 2], 16) for at in (0, 2, 4))

        return self._same(fill)

    @color.setter
    def color(self, value: Any) -> None:
        self._change()
        fill = PatternFill() if value is None else PatternFill("solid", fgColor="FF" + _hex(value))
        for cell in self._cells():
            cell.fill = fill

    @property
    def number_format(self) -> str | None:
        return self._same(lambda cell: cell.number_format)

    @number_format.setter
    def number_format(self, value: str) -> None:
        for cell in self._cells():
            cell.number_format = value

    @property
    def wrap_text(self) -> bool | None:
        return self._same(lambda cell: bool(cell.alignment.wrap_text))

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        for cell in self._cells():
            cell.alignment = Alignment(wrap_text=value, vertical=cell.alignment.vertical)

    @property
    def column_width(self) -> float:
        return self._sheet.ws.column_dimensions[get_column_letter(self.c1)].width

    @column_width.setter
    def column_width(self, value: float) -> None:
        for column in range(self.c1, self.c2 + 1):
            self._sheet.ws.column_dimensions[get_column_letter(column)].width = value

    def autofit(self, axis: str | None = None) -> None:
        """Do nothing: paper rows grow when they are opened."""

    @property
    def font(self) -> Font:
        return Font(self)

    # ---- notes

    @property
    def note(self) -> Note | None:
        return Note(self) if self._sheet.ws.cell(self.r1, self.c1).comment else None

    def add_note(self, text: str) -> Note:
        self._change(drawing=True)
        cell = self._sheet.ws.cell(self.r1, self.c1)
        if cell.comment:
            raise RuntimeError("the cell has a note already")
        cell.comment = Comment(text, "")
        return Note(self)


def _hex(colour: Any) -> str:
    if isinstance(colour, int):
        colour = utils.int_to_rgb(colour)
    return colour.lstrip("#").upper() if isinstance(colour, str) else "{:02X}{:02X}{:02X}".format(*colour)


class Font(base_classes.Font):
    def __init__(self, place: Range) -> None:
        self.place = place

    def _set(self, **look: Any) -> None:
        for cell in self.place._cells():
            kept = {name: getattr(cell.font, name) for name in ("name", "size", "bold", "italic", "color")}
            cell.font = PaperFont(**{**kept, **look})

    @property
    def name(self) -> str | None:
        return self.place._same(lambda cell: cell.font.name)

    @name.setter
    def name(self, value: str) -> None:
        self._set(name=value)

    @property
    def size(self) -> float | None:
        return self.place._same(lambda cell: cell.font.sz)

    @size.setter
    def size(self, value: float) -> None:
        self._set(size=value)

    @property
    def bold(self) -> bool | None:
        return self.place._same(lambda cell: bool(cell.font.b))

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set(bold=value)

    @property
    def color(self) -> Any:
        return self.place._same(lambda cell: cell.font.color)

    @color.setter
    def color(self, value: Any) -> None:
        self._set(color="FF" + _hex(value))


class Note(base_classes.Note):
    def __init__(self, place: Range) -> None:
        self.place = place

    @property
    def _cell(self) -> Cell:
        return self.place._sheet.ws.cell(self.place.r1, self.place.c1)

    @property
    def api(self) -> Any:
        return self._cell.comment

    @property
    def location(self) -> Range:
        return self.place

    @property
    def text(self) -> str:
        return self._cell.comment.text

    @text.setter
    def text(self, value: str) -> None:
        self.place._change(drawing=True)
        self._cell.comment = Comment(value, "")

    def delete(self) -> None:
        self.place._change(drawing=True)
        self._cell.comment = None
