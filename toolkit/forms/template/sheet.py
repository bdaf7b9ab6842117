"""Write one page into a workbook: boxes, print set-up, protection, drop-downs, prompts, red cells, the live line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.forms.template import styles, ticks
from toolkit.forms.template.checks import Watch
from toolkit.forms.template.formulas import form_sheet
from toolkit.forms.template.lists import Lists, options
from toolkit.forms.template.live import Live
from toolkit.intake.grids.shown import OURS
from toolkit.messages import sentences, word
from toolkit.regulations.fields import common, vocabulary
from toolkit.report.text import risky

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from toolkit.forms.template.places import Box, Page
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Profile

    Drawn = tuple[object, ...]

_A4 = 9

_COLUMNS_A_PAGE = 9  # columns of a matrix that stay legible on one landscape page
_NOTE_COLUMNS = 40
_TITLE_LIMIT, _MESSAGE_LIMIT, _CELL_LIMIT = 32, 255, 32767
_ALLOWED = (
    "format_cells",
    "format_columns",
    "format_rows",
    "insert_columns",
    "insert_rows",
    "delete_columns",
    "delete_rows",
    "sort",
    "autofilter",
)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Ink:
    """What is shared by all sheets of one workbook: its formats, its lists, and which forms are explained in it.

    `alike` is shared by all workbooks that are written for one regulation in one go: the sheets whose formulas are
    those of others drawn alike.
    """

    workbook: Workbook
    alike: dict[Drawn, Live] = field(default_factory=dict)
    explained: set[str] = field(default_factory=set)
    lists: Lists = field(default_factory=Lists)
    formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)
    shapes: dict[tuple[styles.Shape, tuple[tuple[str, Any], ...]], Format] = field(default_factory=dict)

    def of(self, box: Box, page: Page, marked: Mapping[str, Any] = MappingProxyType({})) -> Format:
        """Return the format of a box; `marked` are the properties that set a faulty one apart."""
        seen = (styles.shape(box, page), tuple(sorted(marked.items())))
        if seen not in self.shapes:
            self.shapes[seen] = self.format({**styles.looks(seen[0]), **marked})
        return self.shapes[seen]

    def format(self, properties: Mapping[str, Any]) -> Format:
        """Return the format with these properties, one for all cells alike."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format(dict(properties))
        return self.formats[key]


class Mark(NamedTuple):
    """What sets a faulty cell apart: the note it carries, and how grave it is (`error` …)."""

    note: str
    severity: str = "warning"


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for beside the page: whose form it is, a roster for the drop-down, the guide's language.

    `chosen` are the answers of 本工具增列 that are to be chosen for every group.
    """

    form: Form
    profile: Profile
    units: tuple[str, ...] = ()
    lang: str = "zh"
    chosen: frozenset[str] = frozenset()


def lives(pages: Sequence[Page], order: Order, alike: dict[Drawn, Live] | None = None) -> Sequence[Live]:
    """Return what calculates on each of the pages; what is drawn alike is checked alike, worked out once for all.

    A card with the line for the whole unit stands one row lower, and one with more people has more rows.

    Args:
        pages: the sheets of one form.
        order: whose form it is.
        alike: the lists and matrices of other workbooks for the same regulation, and then these as well.
    """
    if pages[0].axis != "card":
        return [_as_before(page, order, {} if alike is None else alike) for page in pages]
    leads: dict[Drawn, Watch] = {}
    found: list[Live] = []
    for page in pages:
        drawn = tuple((box.key, box.line, box.top, box.left) for box in page.answers())
        lead = leads.get(drawn)
        watch = lead.of(page) if lead else _watched(page, order, tuple(pages))
        leads.setdefault(drawn, watch)
        found.append(Live(watch, found))
    return found


def _as_before(page: Page, order: Order, alike: dict[Drawn, Live]) -> Live:
    """Return what calculates on a list or a matrix, by the formulas of one that is drawn alike if there was one."""
    drawing, confirm = order.form.drawing, page.confirm
    drawn = (
        *(order.form.key, drawing.extra, order.units, order.chosen),
        *(page.axis, page.start, page.slots, len(page.widths), confirm and confirm.cell),
        any(box.text for box in page.answers() if box.key == "unit"),  # it need not be asked for group by group
        tuple((box.key, box.slot, box.line, box.role, box.cell, box.printed) for box in page.answers()),
    )
    lead = alike.get(drawn)
    if lead is None:
        alike[drawn] = lead = Live(_watched(page, order))
        return lead
    return Live(lead.watch.of(page), lead=lead)


def _watched(page: Page, order: Order, cards: tuple[Page, ...] = ()) -> Watch:
    return Watch(page, order.form, order.profile, order.units, order.chosen, cards)


def write(ink: Ink, live: Live, order: Order, marks: Mapping[tuple[int | None, str], Mark]) -> Worksheet:
    """Add the sheet of one page; `marks` maps (slot, answer key) of it to the mark of a faulty cell."""
    watch, page = live.watch, live.watch.page
    sheet = ink.workbook.add_worksheet(page.name, form_sheet())
    _set_up(sheet, page, order.form)
    heights = dict(page.heights)
    notes = {page.find(key, slot): note for (slot, key), note in marks.items()}
    for box in page.boxes:
        _write_box(ink, sheet, box, page, notes.get(box))
        if box.text and box.role not in {"counter", "title"} and box.top == box.bottom:
            heights[box.top] = max(heights.get(box.top, 0), min(styles.height(box, page), 400))
    opened = ink.format({"locked": False})
    for row, points in heights.items():
        whole = page.axis == "row" and page.start <= row < page.start + page.slots  # Excel deletes rows that are open
        sheet.set_row(row, points, opened if whole else None)
    for box in page.answers():
        if page.axis == "card" or not box.slot:
            _validate(ink, sheet, box, order, _last(box, page), watch)
    _confirm(ink, sheet, page)
    _watch(ink, sheet, page, live)
    sheet.protect("", dict.fromkeys(_ALLOWED, True))
    return sheet


def _set_up(sheet: Worksheet, page: Page, form: Form) -> None:
    sheet.set_paper(_A4)
    if form.drawing.landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.7)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width)
    sheet.print_area(*page.printed)
    if page.axis == "card":
        sheet.fit_to_pages(1, 1)
        sheet.freeze_panes(1, 0)
        return
    wide = -(-(page.slots + 1) // _COLUMNS_A_PAGE) if page.axis == "column" else 1
    tall = 1 if page.axis == "column" or page.slots <= form.drawing.offered else 0
    sheet.fit_to_pages(wide, tall)
    if wide > 1 or not tall:
        sheet.set_footer("&C" + word("template", "footer"))
    assert page.heading is not None  # noqa: S101 - matrices and ledgers have a heading
    if page.axis == "row":
        sheet.repeat_rows(page.heading)
        sheet.freeze_panes(page.heading + 1, 2)
    else:
        sheet.repeat_columns(0)
        sheet.freeze_panes(page.heading + 1, 1)


def _write_box(ink: Ink, sheet: Worksheet, box: Box, page: Page, mark: Mark | None) -> None:
    text = safe(box.text)
    apart: dict[str, Any] = {"bg_color": styles.TONES[mark.severity]["bg_color"]} if mark else {}
    ink_format = ink.of(box, page, apart | ({"quote_prefix": True} if risky(text) else {}))
    if (box.top, box.left) != (box.bottom, box.right):
        sheet.merge_range(box.top, box.left, box.bottom, box.right, "", ink_format)
    if not text:
        sheet.write_blank(box.top, box.left, None, ink_format)
    elif styles.as_number(box.key) and text.isdecimal() and len(text) <= styles.DIGITS_OF_A_NUMBER:
        sheet.write_number(box.top, box.left, int(text), ink_format)
    else:
        sheet.write_string(box.top, box.left, text, ink_format)
    if mark:
        sheet.write_comment(box.top, box.left, safe(mark.note), _note(safe(mark.note)))


def _note(text: str) -> dict[str, Any]:
    """Return how a note is shown: as wide as a sentence, as high as its lines."""
    lines = sum(-(-styles.text_width(line) // _NOTE_COLUMNS) or 1 for line in text.split("\n"))
    shape = {"width": 300, "height": min(16 * lines + 12, 400), "font_name": styles.BODY, "font_size": 10}
    return {**shape, "author": OURS}


def _last(box: Box, page: Page) -> tuple[int, int]:
    """Return the last cell that asks what `box` asks: its own, or that of the last group; formulas move along."""
    end = page.start + page.slots - (page.axis != "row")  # the narrow row below a list is part of it: a full list grows
    if box.slot is None or page.axis == "card":
        return box.top, box.left
    return (end, box.left) if page.axis == "row" else (box.top, end)


def _validate(  # noqa: PLR0913, PLR0917 - what is written, where, and what is known of it
    ink: Ink, sheet: Worksheet, box: Box, order: Order, last: tuple[int, int], watch: Watch
) -> None:
    """Give an answer its prompt, its drop-down, and the warning for what is certainly wrong.

    A drop-down refuses nothing: what is not in it may be meant all the same (QQ for QQ群), and is coloured.
    """
    rule: dict[str, Any] = {
        "validate": "any",
        "input_title": _cut(box.label.rstrip("：:").replace("\n", ""), _TITLE_LIMIT),
        "input_message": _cut(ask(box), _MESSAGE_LIMIT),
        "error_type": "warning",
    }
    listed = options(box, order.form, order.profile, order.units)
    refused = watch.refused(box)
    if listed:
        rule |= {"validate": "list", "source": "=" + ink.lists.name(*listed), "error_type": "information"}
        rule |= _error("error.list")
    elif refused:
        rule |= {"validate": "custom", "value": refused}
        rule |= _error(f"error.{error_of(box)}")
    sheet.data_validation(box.top, box.left, *last, rule)


def error_of(box: Box) -> str:
    """Return which sentence tells what is wrong with an answer."""
    if "&" in box.key:
        return "any"
    part = box.key.partition(".")[2]
    return part or {"number": "number", "count": "count", "int": "count", "date": "date", "people": "name"}.get(
        vocabulary()[box.key].kind, "any"
    )


def _error(code: str) -> dict[str, str]:
    return {"error_title": word("template", "error.title"), "error_message": word("template", code)}


def _confirm(ink: Ink, sheet: Worksheet, page: Page) -> None:
    """Give the line for the whole unit its drop-down: the box empty or ticked."""
    for box in page.boxes:
        if box.role == "confirm":
            lines = (box.text, box.text.replace(ticks.EMPTY, ticks.TICKED))
            rule = {"validate": "list", "source": "=" + ink.lists.name("confirm", lines), "error_type": "warning"}
            told = {"input_title": word("template", "confirm.title"), "input_message": word("template", "confirm.ask")}
            sheet.data_validation(box.top, box.left, box.top, box.left, rule | told | _error("error.list"))


def ask(box: Box) -> str:
    """Return what a person is told beside an answer."""
    spoken = vocabulary()
    first = spoken[box.stems[0]]
    if box.options and first.on_forms:  # the boxes are this form's, and the words of the list are not among them
        return word("template", "guide.tick", {"options": list(box.options)})
    known = common().fields.get(box.stems[0])
    if len(box.stems) == 1 and "." not in box.key and known is not None and first.ask != known.ask:
        return first.ask  # the institution asks in words of its own
    own = f"ask.{box.key}" if box.role != "signature" else "ask.signature"
    if own in sentences("template"):
        return word("template", own)
    part = box.key.partition(".")[2]
    if part and "&" not in box.key:
        return word("template", f"ask.part.{part}")
    return "".join(vocabulary()[stem].ask for stem in dict.fromkeys(box.stems))


def _watch(ink: Ink, sheet: Worksheet, page: Page, live: Live) -> None:
    watch = live.watch
    for colour, coloured in ((styles.RED, watch.red), (styles.YELLOW, watch.yellow)):
        looks = ink.format(colour)
        for box, formula in coloured:
            rule = {"type": "formula", "criteria": formula, "format": looks}
            bottom, right = _last(box, page)
            sheet.conditional_format(box.top, box.left, max(bottom, box.bottom), max(right, box.right), rule)
    ink.lists.need(watch.needed)
    counter = next(box for box in page.boxes if box.role == "counter")
    unseen = ink.format({"num_format": ";;;"})
    for entry in live.cells():
        looks = ink.of(counter, page) if entry.column == counter.left else unseen
        sheet.write_formula(entry.row, entry.column, entry.formula, looks, entry.value)


def safe(text: str) -> str:
    """Return text that every spreadsheet file can hold: no half characters, no illegal ones, not too long."""
    return _ILLEGAL.sub("\ufffd", text)[:_CELL_LIMIT]


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
