"""修改清单: the first sheet of a unit's feedback. What, where, how to write it, and a box to tick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.forms.template.styles import TONES
from toolkit.messages import word
from toolkit.model import SEVERITIES
from toolkit.normalise.masking import without_identity_numbers
from toolkit.report.links import place_text
from toolkit.report.page import lines_of
from toolkit.report.text import RISKY, fit, risky

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from toolkit.forms.feedback.items import Item
    from toolkit.forms.template import Ink

SHEET = "修改清单"
"""Its name in every language: the reader of returns passes over a sheet of this name."""
EMPTY, TICKED = "□", "☑"
_HEAD_ROW = 3
_FONT, _HEADING, _GREY, _LINE = "微软雅黑", "黑体", "#6B7A88", "#C8D0D8"
_TONES: Mapping[str, Mapping[str, Any]] = {
    **{severity: {**tone, "bold": severity != "notice"} for severity, tone in TONES.items()},
    "open": {"font_color": "#8C2B27", "bold": True},
    "done": {"font_color": "#2E6B43", "bold": True},
    "first": {},
}


class Place(NamedTuple):
    """Where to correct: the cell of the new workbook, what the form calls it, and what stands there now."""

    sheet: str
    cell: str
    label: str
    text: str
    more: int = 0


class Entry(NamedTuple):
    """One line: an item, its place in the new workbook (None when there is none), and how it stood in the last round.

    `state` is "" (there was no last round), `first`, `open` (未改) or `done` (已改).
    """

    item: Item
    place: Place | None
    state: str = ""


class _Column(NamedTuple):
    code: str
    width: float
    centred: bool = False


_COLUMNS = (
    _Column("number", 5, centred=True),
    _Column("severity", 8, centred=True),
    _Column("group", 18),
    _Column("place", 19),
    _Column("now", 19),
    _Column("what", 38),
    _Column("how", 36),
    _Column("original", 22),
    _Column("state", 9, centred=True),
    _Column("done", 7, centred=True),
)


@dataclass(slots=True)
class Listing:
    """Writes the sheet, which was added before the forms so that it stands first."""

    ink: Ink
    sheet: Worksheet
    lang: str

    def write(self, unit: str, entries: Sequence[Entry]) -> None:
        """Write title, how to go about it, and one line an entry."""
        columns = [column for column in _COLUMNS if column.code != "state" or any(entry.state for entry in entries)]
        self._set_up(columns)
        last = len(columns) - 1
        self._across(
            0, last, self._say("title", unit=without_identity_numbers(unit)), 30, font_name=_HEADING, font_size=16
        )
        self._across(1, last, self._counts(entries), 20, bold=True)
        guide = self._say("guide")
        width = sum(column.width for column in columns)
        self._across(2, last, guide, 16 * lines_of(guide, width) + 4, font_color=_GREY, valign="top")
        heading = self._format(bg_color="#DDEBF7", border=1, border_color=_LINE, bold=True, align="center")
        for number, column in enumerate(columns):
            self.sheet.write_string(_HEAD_ROW, number, self._say(f"col-{column.code}"), heading)
        self.sheet.set_row(_HEAD_ROW, 24)
        for row, entry in enumerate(entries, start=_HEAD_ROW + 1):
            self._row(row, entry, columns)
        bottom = _HEAD_ROW + len(entries)
        self.sheet.autofilter(_HEAD_ROW, 0, bottom, last)
        self.sheet.data_validation(
            _HEAD_ROW + 1, last, bottom, last, {"validate": "list", "source": [EMPTY, TICKED], "error_type": "warning"}
        )

    def _set_up(self, columns: Sequence[_Column]) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&9&P / &N")
        sheet.hide_gridlines(2)
        sheet.freeze_panes(_HEAD_ROW + 1, 0)
        sheet.repeat_rows(_HEAD_ROW)
        sheet.set_tab_color("#B5524F")
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)

    def _row(self, row: int, entry: Entry, columns: Sequence[_Column]) -> None:
        item, place = entry.item, entry.place
        texts = {
            "number": str(row - _HEAD_ROW),
            "severity": self._say(f"severity-{item.severity}"),
            "group": item.name,
            "place": self._place(place) if place else self._say("no-place"),
            "now": place.text if place else "",
            "what": item.what,
            "how": item.how,
            "original": place_text(item.original) if item.original else "",
            "state": self._say(f"state-{entry.state}") if entry.state else "",
            "done": TICKED if entry.state == "done" else EMPTY,
        }
        tall = 1
        for number, column in enumerate(columns):
            text = fit(texts[column.code])
            tall = max(tall, lines_of(text, column.width - 2))
            looks = self._looks(entry, column, text)
            if column.code == "number":
                self.sheet.write_number(row, number, row - _HEAD_ROW, looks)
            elif column.code == "place" and place:
                self.sheet.write_url(row, number, f"internal:'{place.sheet}'!{place.cell}", looks, text)
            elif text:
                self.sheet.write_string(row, number, text, looks)
            else:
                self.sheet.write_blank(row, number, None, looks)
        self.sheet.set_row(row, min(15.5 * tall + 6, 400))

    def _looks(self, entry: Entry, column: _Column, text: str) -> Format:
        looks: dict[str, Any] = {"border": 1, "border_color": _LINE, "valign": "vcenter", "text_wrap": True}
        if column.centred:
            looks["align"] = "center"
        if text[:1] in RISKY and text:
            looks["quote_prefix"] = True
        if entry.state == "done":
            looks["font_color"] = _GREY
        if column.code == "severity" and entry.state != "done":
            looks |= _TONES[entry.item.severity]
        if column.code == "state":
            looks |= _TONES.get(entry.state, {})
        if column.code == "place" and entry.place:
            looks |= {"font_color": "#1F5C99", "underline": 1}
        if column.code == "done":
            looks["font_size"] = 14
        return self._format(**looks)

    def _place(self, place: Place) -> str:
        facts = {"sheet": place.sheet, "cell": place.cell, "label": place.label, "count": place.more + 1}
        return self._say("place-more" if place.more else "place", **facts)

    def _counts(self, entries: Sequence[Entry]) -> str:
        counts = []
        for severity in SEVERITIES:
            count = sum(entry.item.severity == severity and entry.state != "done" for entry in entries)
            if count:
                counts.append(self._say("count", name=self._say(f"severity-{severity}"), count=count))
        done = sum(entry.state == "done" for entry in entries)
        facts = {"count": len(entries) - done, "counts": counts, "done": done}
        return self._say("counts-again" if any(entry.state for entry in entries) else "counts", **facts)

    def _across(self, row: int, last: int, text: str, height: float, **looks: Any) -> None:
        marked = {"quote_prefix": True} if risky(text) else {}
        chosen = self._format(**{"valign": "vcenter", "text_wrap": True, **looks, **marked})
        self.sheet.merge_range(row, 0, row, last, "", chosen)
        self.sheet.write_string(row, 0, fit(text), chosen)
        self.sheet.set_row(row, height)

    def _format(self, **looks: Any) -> Format:
        return self.ink.format({"font_name": _FONT, "font_size": 10, **looks})

    def _say(self, code: str, **facts: object) -> str:
        return word("feedback", code, facts, lang=self.lang)
