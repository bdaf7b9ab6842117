"""A matrix: fields run down, groups run across; more groups than printed get columns of their own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.forms.template.page import GAP, expanded, opening, printed_from
from toolkit.forms.template.page import heading as head_lines
from toolkit.forms.template.places import Box, Canvas, Drawn, Page, joined
from toolkit.messages import word
from toolkit.regulations.fields import label_key, vocabulary
from toolkit.regulations.forms import extra_label, parse_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.forms.template.places import Role
    from toolkit.regulations.forms import Form

_HEAD_HEIGHT = 30.0
_EXTRA_HEIGHT = 24.0
_DIGITS = "0123456789 "


def matrix(form: Form, rows: Sequence[Mapping[str, str]]) -> tuple[Page, tuple[int, ...]]:
    """Return the sheet, and for each of `rows` the number of its column among the groups."""
    drawing = form.drawing
    assert drawing.across  # noqa: S101 - a matrix has a head, or its drawing would not have loaded
    heads, columns = _heads(drawing.across.values, [row.get(drawing.across.answer, "") for row in rows])
    canvas = Canvas(1 + len(heads))
    opening(canvas, form)
    head_lines(canvas, form, slot=None)
    heading = canvas.row
    canvas.boxes.append(Box(heading, 0, heading, 0, drawing.across.label, "label"))
    for slot, head in enumerate(heads):
        place = (heading, 1 + slot, heading, 1 + slot)
        canvas.boxes.append(
            Box(*place, head, "answer", drawing.across.answer, slot, 0, head, label=drawing.across.label)
        )
    canvas.skip(_HEAD_HEIGHT)
    for cells, height in expanded(drawing.down):
        answer = parse_cell(cells[1])
        key = answer.key if answer else ""
        _across(canvas, cells[0], key, height, "answer")
    for note in drawing.notes:
        canvas.line(note, "note", 20)
    canvas.rows(expanded(drawing.foot), Drawn(form, framed=False, slot=None))
    printed = (printed_from(form), 0, canvas.row - 1, canvas.width - 1)
    if drawing.extra:
        canvas.skip(GAP)
        canvas.line(word("template", "extra.title"), "extra-title", 24)
        for key in drawing.extra:
            _across(canvas, extra_label(key), key, _EXTRA_HEIGHT, "extra")
    widths = (drawing.column_widths[0], *(drawing.column_widths[1] for _ in heads))
    page = Page(drawing.sheet, "column", joined(canvas.boxes), canvas.heights, widths, printed, 1, len(heads), heading)
    return page, columns


def _across(canvas: Canvas, label: str, key: str, height: float, role: Role) -> None:
    row = canvas.row
    canvas.boxes.append(Box(row, 0, row, 0, label, "extra-label" if role == "extra" else "label"))
    for column in range(1, canvas.width):
        place = (row, column, row, column)
        canvas.boxes.append(Box(*place, "", role, key, column - 1, label=label))
    canvas.skip(height)


def _heads(printed: Sequence[str], wanted: Sequence[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the heads of the columns and the column of each group.

    A group takes the first free column of its platform; where none is left, one is added behind the others of that
    platform (微信群 4), and a platform that is not printed comes last (钉钉群 1).
    """
    heads = list(printed)
    need = Counter(_platform(value) for value in wanted)
    for platform, count in need.items():
        have = [number for number, head in enumerate(heads) if _platform(head) == platform]
        name = heads[have[0]].rstrip(_DIGITS) if have else platform or vocabulary()["platform"].zh
        at = have[-1] + 1 if have else len(heads)
        heads[at:at] = [f"{name} {number + 1}" for number in range(len(have), count)]
    taken: set[int] = set()
    columns = []
    for value in wanted:
        platform = _platform(value)
        column = next(n for n, head in enumerate(heads) if n not in taken and _platform(head) == (platform or _blank()))
        taken.add(column)
        columns.append(column)
    return tuple(heads), tuple(columns)


def _platform(head: str) -> str:
    """Return what a head says without its number: 微信群 of `微信群 1`."""
    return label_key(head.rstrip(_DIGITS))


def _blank() -> str:
    return label_key(vocabulary()["platform"].zh)
