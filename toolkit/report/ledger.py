"""台账.xlsx: the register in force, one row a group, and next year's `--previous`. Contacts are not masked here."""

from __future__ import annotations

import io
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.fields import vocabulary
from toolkit.messages import word
from toolkit.report import OPTIONS, day_of
from toolkit.report.entries import HISTORY, LAST_NUMBER, STATE, other_text, register
from toolkit.report.page import lines_of, row_height
from toolkit.report.styles import FONT, HEAD, INK, LINE
from toolkit.report.text import RISKY, fit, masked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from toolkit.model import Ledger, Outcome
    from toolkit.report.entries import Entry

FORMAT = "reconcile-ledger/1"
SHEET, CLOSED = "台账", "已解散"
"""Sheets by which next year's run knows the file: rows of 已解散 are not in force."""

_FIRST = ("filing_no", "unit", "group_name", "platform", "group_no")
_CLOSED = ("filing_no", "unit", "group_name", "platform", "group_no", "created_on", "filed_on", "dissolved_on")
_CLOSED_MORE = ("dissolve_reported_on", "owner.name", "remark")
_ASIDE = frozenset(
    {"kind", "unit_raw", "group_nos", "member_count.low", "member_count.high", "reporter", "unit_head", "reported_on"}
)
"""Columns folded away even when filled: they repeat their neighbour, or speak of the form and not of the group."""

_FROZEN = 4
_PRINTED = 190
"""How many characters go on an A4 page across before it can no longer be read."""

_WIDTHS = {"filing_no": 17, "unit": 22, "group_name": 28, "purpose": 30, "remark": 24, "other": 26, "group_no": 14}
_WIDTH, _DATE, _NARROW = 14, 12, 9
_HISTORY_WIDTHS = {STATE: 8, "first": 13, "former": 24, "verdict": 11, "grounds": 12, "source": 44}


class _Column(NamedTuple):
    """One column of the sheet: heading, width, and the cell of an entry (text, number, or "" for blank)."""

    code: str
    heading: str
    width: float
    cell: Callable[[Entry], Any]


def render_ledger(outcome: Outcome) -> bytes:
    """Return the register as a workbook; the same outcome gives the same bytes."""
    import xlsxwriter

    entries = register(outcome)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS | {"constant_memory": True}) as workbook:
        workbook.set_properties({"title": SHEET, "created": day_of(outcome)})
        for name, value in _properties(outcome, entries.standing + entries.closed).items():
            workbook.set_custom_property(name, value, "text")
        words = vocabulary()
        rest = tuple(name for name in words.columns if name not in _FIRST)
        values = _Values(outcome)
        shown = (*_FIRST, *rest)
        columns = [values.column(name) for name in shown]
        columns.insert(1, values.state())
        columns += values.history()
        _write(workbook, SHEET, columns, entries.standing, outcome)
        closed = [values.column(name, private=True) for name in (*_CLOSED, *_CLOSED_MORE)]
        _write(workbook, CLOSED, [*closed, *values.history()], entries.closed, outcome)
    return stream.getvalue()


def _properties(outcome: Outcome, entries: Sequence[Entry]) -> dict[str, str]:
    """Return what the file says of itself; the last number keeps a dissolved group's number from being given again."""
    last = max((entry.number for entry in entries), default="")
    return {"format": FORMAT, "profile": outcome.profile, "cutoff": outcome.as_of.isoformat(), LAST_NUMBER: last}


class _Values:
    """The values of both years' registers, column by column, as they go into cells."""

    def __init__(self, outcome: Outcome) -> None:
        self._ledgers = (outcome.previous, outcome.ledger)

    def column(self, name: str, *, private: bool = False) -> _Column:
        """Return one column of the vocabulary; `private` masks what a text may hold."""
        words = vocabulary()
        heading = words.heading(name)
        if name == "filing_no":
            return _Column(name, heading, _WIDTHS[name], lambda entry: entry.number)
        before, now = (_cells(ledger, name) for ledger in self._ledgers)

        def cell(entry: Entry) -> Any:
            return (now if entry.ours else before)[entry.position]

        def closed(entry: Entry) -> Any:
            value = cell(entry)
            return masked(value) if isinstance(value, str) and name != "group_no" else value

        return _Column(name, heading, _width(name), closed if private else cell)

    def state(self) -> _Column:
        return _Column(STATE, word("report", f"ledger-{STATE}"), _HISTORY_WIDTHS[STATE], lambda entry: entry.state)

    def history(self) -> list[_Column]:
        def told(at: int) -> Callable[[Entry], Any]:
            return lambda entry: entry.history[at]

        return [
            _Column(name, word("report", f"ledger-{name}"), _HISTORY_WIDTHS[name], told(at))
            for at, name in enumerate(HISTORY)
        ]


def _cells(ledger: Ledger, name: str) -> list[Any]:
    """Return a column as cells: text, numbers, 是 and 否; all group numbers stand in the column of the number."""
    words = vocabulary()
    stem, _, part = name.partition(".")
    column = ledger.frame["group_nos" if name == "group_no" else name]
    kind = words.fields[stem].kind if stem in words.fields else ""
    if kind == "bool":
        return ["" if value is None else "是" if value else "否" for value in _known(column)]
    if kind == "int" or part in ("low", "high"):
        return ["" if value is None else int(value) for value in _known(column)]
    texts = list(map(str, column.tolist()))
    return [other_text(text) if text else "" for text in texts] if name == "other" else texts


def _known(column: Any) -> list[Any]:
    return column.astype(object).where(column.notna(), None).tolist()  # type: ignore[no-any-return]


def _width(name: str) -> float:
    words = vocabulary()
    stem, _, part = name.partition(".")
    kind = words.fields[stem].kind if stem in words.fields else ""
    if name in _WIDTHS:
        return _WIDTHS[name]
    if kind in ("bool", "int", "platform") or part in ("low", "high", "name"):
        return _NARROW
    return _DATE if kind == "date" else _WIDTH


def _write(
    workbook: Workbook, name: str, columns: Sequence[_Column], entries: Sequence[Entry], outcome: Outcome
) -> None:
    page = workbook.add_worksheet(name)
    text, quoted, number, heading = _formats(workbook)
    page.set_row(0, 32)
    for place, column in enumerate(columns):
        page.write_string(0, place, column.heading, heading)
    filled = [False] * len(columns)
    cells = [(place, column.cell, column.width) for place, column in enumerate(columns)]
    for row, entry in enumerate(entries, start=1):
        lines = 1
        for place, cell, width in cells:
            value = cell(entry)
            if value == "":
                continue
            filled[place] = True
            if isinstance(value, int):
                page.write_number(row, place, value, number)
            else:
                fitted = fit(value)
                page.write_string(row, place, fitted, quoted if fitted[0] in RISKY else text)
                if len(fitted) * 2 > width or "\n" in fitted:
                    lines = max(lines, lines_of(fitted, width))
        if lines > 1:
            page.set_row(row, row_height(lines))
    _set_up(workbook, page, columns, filled, last=max(len(entries), 1), outcome=outcome)


def _set_up(  # noqa: PLR0913 - the page and what stands on it
    workbook: Workbook,
    page: Worksheet,
    columns: Sequence[_Column],
    filled: Sequence[bool],
    *,
    last: int,
    outcome: Outcome,
) -> None:
    """Set widths, filter, frozen head and print; columns nobody filled are folded away, one click from being seen."""
    folded = [
        column.code in _ASIDE or not (filled[place] or column.code in (*_FIRST, *_HISTORY_WIDTHS))
        for place, column in enumerate(columns)
    ]
    shown = sum(column.width for place, column in enumerate(columns) if not folded[place])
    for place, column in enumerate(columns):
        options: dict[str, Any] = {"level": 1, "hidden": True} if folded[place] else {}
        if place and folded[place - 1] and not folded[place]:
            options["collapsed"] = True
        page.set_column(place, place, column.width, None, options)
    page.conditional_format(1, 0, last, len(columns) - 1, {"type": "no_errors", "format": _lined(workbook)})
    page.autofilter(0, 0, last, len(columns) - 1)
    page.freeze_panes(1, _FROZEN)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(max(1, ceil(shown / _PRINTED)), 0)
    page.repeat_rows(0)
    page.repeat_columns(0, _FROZEN - 1)
    page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    page.set_header(f"&L&9 {page.name}&R&9 {outcome.as_of.isoformat()}")
    page.set_footer("&C&9&P / &N")


def _formats(workbook: Workbook) -> tuple[Format, Format, Format, Format]:
    base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"}
    text = {**base, "text_wrap": True, "num_format": "@"}
    return (
        workbook.add_format(text),
        workbook.add_format({**text, "quote_prefix": True}),
        workbook.add_format({**base, "num_format": "0", "align": "right"}),
        workbook.add_format(
            {
                **base,
                "bold": True,
                "bg_color": HEAD,
                "text_wrap": True,
                "valign": "vcenter",
                "align": "center",
                "border": 1,
                "border_color": LINE,
            }
        ),
    )


def _lined(workbook: Workbook) -> Format:
    return workbook.add_format({"bottom": 1, "bottom_color": LINE})
