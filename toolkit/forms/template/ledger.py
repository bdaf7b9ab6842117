"""A ledger: one row a group, 本工具增列 right of the printed columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.forms.template.page import expanded, opening, printed_from
from toolkit.forms.template.page import heading as head_lines
from toolkit.forms.template.places import Box, Canvas, Drawn, Page, joined
from toolkit.messages import word
from toolkit.regulations.forms import extra_label

if TYPE_CHECKING:
    from toolkit.forms.template.places import Role
    from toolkit.regulations.forms import Form

SPARE = 10  # blank rows added to prefilled ones
_HEADING_HEIGHT = 40.0
_ROW_HEIGHT = 22.0
_SPACER = 6.0
_EXTRA_WIDTH = 15.0


def ledger(form: Form, groups: int) -> Page:
    """Return the sheet with rows for `groups` groups and blank ones after them; at least what the form offers."""
    drawing = form.drawing
    count = max(drawing.offered, groups + SPARE if groups else 0)
    canvas = Canvas(len(drawing.columns))
    opening(canvas, form)
    head_lines(canvas, form, slot=None)
    heading = canvas.row
    _heading(canvas, form)
    start = canvas.row
    for slot in range(count):
        _group(canvas, form, slot)
    canvas.skip(_SPACER)
    for note in drawing.notes:
        canvas.line(note, "note", 18)
    canvas.rows(expanded(drawing.foot), Drawn(form, framed=False, slot=None))
    printed = (printed_from(form), 0, canvas.row - 1, canvas.width - 1)
    widths = (*(column.width for column in drawing.columns), *(_EXTRA_WIDTH for _ in drawing.extra))
    boxes = joined(canvas.boxes)
    return Page(drawing.sheet, "row", boxes, canvas.heights, widths, printed, start, count, heading)


def _heading(canvas: Canvas, form: Form) -> None:
    row, width = canvas.row, canvas.width
    for column, entry in enumerate(form.drawing.columns):
        canvas.boxes.append(Box(row, column, row, column, entry.label, "label"))
    if form.drawing.extra:
        last = width + len(form.drawing.extra) - 1
        canvas.boxes.append(Box(row - 1, width, row - 1, last, word("template", "extra.title"), "extra-title"))
    for column, key in enumerate(form.drawing.extra, width):
        canvas.boxes.append(Box(row, column, row, column, extra_label(key), "extra-label"))
    canvas.skip(_HEADING_HEIGHT)


def _group(canvas: Canvas, form: Form, slot: int) -> None:
    row, width = canvas.row, canvas.width
    for column, entry in enumerate(form.drawing.columns):
        role: Role = "answer" if entry.answer else "empty"
        canvas.boxes.append(Box(row, column, row, column, "", role, entry.answer, slot, label=entry.label))
    for column, key in enumerate(form.drawing.extra, width):
        canvas.boxes.append(Box(row, column, row, column, "", "extra", key, slot, label=extra_label(key)))
    canvas.skip(_ROW_HEIGHT)
