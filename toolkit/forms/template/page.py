"""A card: one group a page, as many sheets as groups are offered."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.forms.template import ticks
from toolkit.forms.template.places import Box, Canvas, Drawn, Page, joined
from toolkit.messages import word
from toolkit.regulations.forms import extra_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.regulations.forms import Form, Row

GAP = 12.0
_NOT_IN_A_TAB = re.compile(r"[\[\]:*?/\\'\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LONGEST_TAB = 31
_AIR = 5.0
SPARE = 2  # blank cards added to prefilled ones
_EXTRA_HEIGHT = 26.0

_TWO_PAIRS = 4  # label, answer, label, answer


def cards(form: Form, names: Sequence[str]) -> tuple[Page, ...]:
    """Return one page a group, its tab with the group's name, and blank ones after them; at least what is offered."""
    count = max(form.drawing.offered, len(names) + SPARE if names else 0)
    further = replace(form, drawing=replace(form.drawing, confirm=""))
    named = [*names, *([""] * (count - len(names)))]
    return tuple(_card(further if number else form, _tab(form, number, name)) for number, name in enumerate(named))


def _tab(form: Form, number: int, name: str) -> str:
    """Return the name of a card's sheet: 登记表2 教工群. What no program allows in one is left out."""
    tab = f"{form.drawing.sheet}{number + 1 if number else ''}"
    bare = " ".join(_NOT_IN_A_TAB.sub(" ", name).split())
    return f"{tab} {bare}"[:_LONGEST_TAB].rstrip() if bare else tab


def _card(form: Form, name: str) -> Page:
    drawing = form.drawing
    canvas = Canvas(len(drawing.column_widths))
    opening(canvas, form)
    heading(canvas, form, slot=0)
    start = canvas.row
    canvas.rows(expanded(drawing.page), Drawn(form, framed=True, slot=0))
    for note in drawing.notes:
        canvas.line(note, "note", 18)
    last = canvas.row - 1
    if drawing.extra:
        _extras(canvas, form)
    printed = (printed_from(form), 0, last, canvas.width - 1)
    return Page(name, "card", joined(canvas.boxes), canvas.heights, drawing.column_widths, printed, start)


def printed_from(form: Form) -> int:
    """Return the first row that is printed: the live line and the line for the whole unit are none of the form."""
    return 2 if form.drawing.confirm else 1


def opening(canvas: Canvas, form: Form) -> None:
    """Draw what stands above every form: the live line, the number of the annex, the title."""
    canvas.line("", "counter", 21)
    if form.drawing.confirm:
        canvas.line(f"{form.drawing.confirm} {ticks.EMPTY}", "confirm", 26)
    if form.drawing.suggested:
        canvas.line(word("template", "suggested"), "mark", 20)
    elif form.drawing.annex:
        canvas.line(form.drawing.annex, "annex", 20)
    canvas.line(form.drawing.title, "title", 40)


def heading(canvas: Canvas, form: Form, *, slot: int | None) -> None:
    """Draw the lines between the title and the table (填报部门：____), and a little air below them."""
    if form.drawing.head:
        canvas.rows(expanded(form.drawing.head), Drawn(form, framed=False, slot=slot))
        canvas.skip(_AIR)


def expanded(rows: tuple[Row, ...]) -> list[tuple[tuple[str, ...], float]]:
    """Return drawn rows as (cells, height), each as often as it is offered."""
    return [(row.row, row.height) for row in rows for _ in range(row.repeat)]


def _extras(canvas: Canvas, form: Form) -> None:
    """Draw 本工具增列 below the card, two answers a row, outside the printed page."""
    canvas.skip(GAP)
    canvas.line(word("template", "extra.title"), "extra-title", 24)
    halves = _halves(form.drawing.column_widths)
    for number in range(0, len(form.drawing.extra), len(halves)):
        for key, (left, right) in zip(form.drawing.extra[number : number + len(halves)], halves, strict=False):
            label = extra_label(key)
            canvas.boxes.append(Box(canvas.row, left, canvas.row, left, label, "extra-label"))
            place = (canvas.row, left + 1, canvas.row, right)
            canvas.boxes.append(Box(*place, "", "extra", key, 0, label=label))
        canvas.skip(_EXTRA_HEIGHT)


def _halves(widths: tuple[float, ...]) -> tuple[tuple[int, int], ...]:
    """Return the first and last column of each answer of a row: two side by side, one where the card is too narrow."""
    if len(widths) < _TWO_PAIRS:
        return ((0, len(widths) - 1),)
    middle = _middle(widths)
    return (0, middle - 1), (middle, len(widths) - 1)


def _middle(widths: tuple[float, ...]) -> int:
    """Return the column that begins the right half: where both halves come out most alike in width."""
    return min(range(2, len(widths) - 1), key=lambda column: abs(sum(widths[:column]) - sum(widths[column:])))
