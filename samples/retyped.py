"""The annex as somebody retypes it: plain cells, no protection, no lists; drawn from the form's own drawing."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import openpyxl
from openpyxl.styles import Alignment, Border, Side

from toolkit.regulations.forms import ABOVE, LEFT, Form, parse_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Grid = list[list[str]]
_LINE = Side(style="thin")


def table_of(form: Form, rows: Sequence[Mapping[str, str]]) -> Grid:
    """Return a whole sheet of text: title, head, and the groups in the form's layout (cards one under another)."""
    drawing = form.drawing
    first = rows[0] if rows else {}
    page = [[drawing.title]]
    if drawing.layout == "card":
        cards = [[*_filled(drawing.head, row), *_filled(drawing.page, row), [""]] for row in rows or [{}]]
        return page + [line for card in cards for line in card]
    page += _filled(drawing.head, first)
    if drawing.layout == "ledger":
        page.append([column.label for column in drawing.columns])
        page += [[row.get(column.answer, "") for column in drawing.columns] for row in rows]
    elif drawing.across:
        heads = [f"{row.get('platform', '')} {number}" for number, row in enumerate(rows, 1)] or list(
            drawing.across.values
        )
        page.append([drawing.across.label, *heads])
        for line in drawing.down:
            answer = parse_cell(line.row[1])
            page.append([line.row[0], *(row.get(answer.key if answer else "", "") for row in rows)])
    return page + _filled(drawing.foot, first) + [[note] for note in drawing.notes]


def draw(form: Form, rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return the retyped annex as xlsx, with borders and one merged title."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = form.drawing.sheet
    for line in table_of(form, rows):
        page.append(line)
    for line in page.iter_rows(min_row=2):
        for cell in line:
            cell.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=max(2, page.max_column))
    for column in range(1, page.max_column + 1):
        page.column_dimensions[openpyxl.utils.get_column_letter(column)].width = 18
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def draw_docx(form: Form, rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return the retyped annex as a Word document: title and head as paragraphs, the rest as one table."""
    document = docx.Document()
    document.add_paragraph(form.drawing.title)
    head = _filled(form.drawing.head, rows[0] if rows else {})
    for line in head:
        document.add_paragraph("　".join(cell for cell in line if cell))
    lines = [line for line in table_of(form, rows)[1 + len(head) :] if len(line) > 1]
    table = document.add_table(rows=len(lines), cols=max(len(line) for line in lines))
    table.style = "Table Grid"
    for number, line in enumerate(lines):
        for column, text in enumerate(line):
            table.cell(number, column).text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _filled(lines: Sequence[object], row: Mapping[str, str]) -> Grid:
    page: Grid = []
    for line in lines:
        for copy in range(line.repeat):
            page.append([_text(cell, row, copy) for cell in line.row])
    return page


def _text(cell: str, row: Mapping[str, str], copy: int) -> str:
    if cell in {LEFT, ABOVE}:
        return ""
    answer = parse_cell(cell)
    if answer is None:
        return cell
    typed = row.get(answer.key, "").split("\n")
    if answer.key == "platform" and answer.options:
        return row.get(answer.key, "")
    return typed[copy] if copy < len(typed) else answer.printed
