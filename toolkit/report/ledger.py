"""台账.xlsx: the register in force, one row a group, and next year's `--previous`. Contacts are not masked here."""

from __future__ import annotations

import io
from math import ceil
from typing import TYPE_CHECKING, Any

from toolkit.report.columns import ALWAYS, Columns
from toolkit.report.decisions import decision_sheet
from toolkit.report.entries import LAST_NUMBER, register
from toolkit.report.ledger_print import write_print
from toolkit.report.links import Links
from toolkit.report.page import Book, write_sheet
from toolkit.report.sheet_xml import Block, insert, write_samples
from toolkit.report.styles import FONT, HEAD, INK, LINE, Styles
from toolkit.report.workbooks import OPTIONS, day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from toolkit.model import Outcome
    from toolkit.report.columns import Column
    from toolkit.report.entries import Register

FORMAT = "reconcile-ledger/1"
SHEET, CLOSED = "台账", "已解散"
"""Sheets by which next year's run knows the file: rows of 已解散 are not in force."""

_ASIDE = frozenset(
    {"kind", "unit_raw", "group_nos", "member_count.low", "member_count.high", "reporter", "unit_head", "reported_on"}
)
"""Columns folded away even when filled: they repeat their neighbour, or speak of the form and not of the group."""

_FROZEN = 4
_PRINTED = 190
"""How many characters go on an A4 page across before it can no longer be read."""


def render_ledger(outcome: Outcome, *, entries: Register | None = None, named: str | None = None) -> bytes:
    """Return the register as a workbook; the same outcome gives the same bytes.

    Args:
        outcome: a finished run.
        entries: what it holds, where it is known already (`toolkit.report.entries.register`).
        named: the institution, for the title of the sheet to print; None asks the regulation of the run.
    """
    import xlsxwriter

    from toolkit.regulations.profile import load_profile

    entries = entries or register(outcome)
    pages = {
        SHEET: Columns(outcome, entries.standing).standing(),
        CLOSED: Columns(outcome, entries.closed).closed(),
    }
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as workbook:
        workbook.set_properties({"title": SHEET, "created": day_of(outcome)})
        for name, value in told_of(outcome, entries).items():
            workbook.set_custom_property(name, value, "text")
        *formats, heading = _formats(workbook)
        for name, columns in pages.items():
            page = workbook.add_worksheet(name)
            page.set_row(0, 32)
            for place, column in enumerate(columns):
                page.write_string(0, place, column.heading, heading)
            write_samples(page, formats)
            _set_up(workbook, page, columns, day=outcome.as_of.isoformat())
        institution = load_profile(outcome.profile).regulation.institution.name if named is None else named
        printed = write_print(workbook, outcome, entries, pages[SHEET], institution)
        _write_decisions(workbook, outcome, entries)
    blocks = [
        Block([column.cells for column in columns], [column.width for column in columns]) for columns in pages.values()
    ]
    blocks += [printed] if printed else []
    return insert(stream.getvalue(), blocks)


def told_of(outcome: Outcome, entries: Register) -> dict[str, str]:
    """Return what the file says of itself: next year's run reads it."""
    return {
        "format": FORMAT,
        "profile": outcome.profile,
        "cutoff": outcome.as_of.isoformat(),
        LAST_NUMBER: entries.last,
    }


def filed_numbers(outcome: Outcome, entries: Register) -> dict[str, str]:
    """Return the filing number that the register has given each record."""
    names = outcome.ledger.frame["id"].tolist()
    return {names[entry.position]: entry.number for entry in (*entries.standing, *entries.closed) if entry.ours}


def _write_decisions(workbook: Workbook, outcome: Outcome, entries: Register) -> None:
    """Write what people decided on a sheet of its own, from which next year's run reads it."""
    filed = filed_numbers(outcome, entries)
    book = Book(workbook, Styles(workbook), Links("", ()), lang="zh", header=SHEET)
    decided = decision_sheet(outcome.decisions, lang="zh", filed=filed)
    write_sheet(book, book.add(decided.code), decided)


def _set_up(workbook: Workbook, page: Worksheet, columns: Sequence[Column], *, day: str) -> None:
    """Set widths, filter, frozen head and print; columns nobody filled are folded away, one click from being seen."""
    folded = [column.code in _ASIDE or not (column.code in ALWAYS or set(column.cells) - {""}) for column in columns]
    shown = sum(column.width for column, aside in zip(columns, folded, strict=True) if not aside)
    for place, column in enumerate(columns):
        options: dict[str, Any] = {"level": 1, "hidden": True} if folded[place] else {}
        if place and folded[place - 1] and not folded[place]:
            options["collapsed"] = True
        page.set_column(place, place, column.width, None, options)
    last = max(len(columns[0].cells), 1)
    line = workbook.add_format({"bottom": 1, "bottom_color": LINE})
    page.conditional_format(1, 0, last, len(columns) - 1, {"type": "no_errors", "format": line})
    page.autofilter(0, 0, last, len(columns) - 1)
    page.freeze_panes(1, _FROZEN)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(max(1, ceil(shown / _PRINTED)), 0)
    page.repeat_rows(0)
    page.repeat_columns(0, _FROZEN - 1)
    page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    page.set_header(f"&L&9 {page.name}&R&9 {day}")  # without the space a digit would join the size
    page.set_footer("&C&9&P / &N")


def _formats(workbook: Workbook) -> list[Format]:
    """Return the formats of text, of text marked as text and of numbers and, last, that of the headings."""
    base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"}
    text = {**base, "text_wrap": True, "num_format": "@"}
    middle = {"valign": "vcenter", "align": "center", "text_wrap": True}
    head = {**base, **middle, "bold": True, "bg_color": HEAD, "border": 1, "border_color": LINE}
    number = {**base, "num_format": "0", "align": "right"}
    return [workbook.add_format(looks) for looks in (text, {**text, "quote_prefix": True}, number, head)]
