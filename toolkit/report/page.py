"""A sheet of the report as a value, and the one writer that puts it on the page.

A module a sheet says what stands there (`Sheet`); how it looks, is frozen, filtered and printed is decided once, here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain, repeat
from typing import TYPE_CHECKING, Literal, NamedTuple

from toolkit.messages import word
from toolkit.model import Where
from toolkit.normalise.masking import masked_number
from toolkit.report.links import Links, place_text, rows_url, sheet_url
from toolkit.report.text import RISKY, fit, risky, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from toolkit.report.styles import Styles

Kind = Literal[
    "text",
    "centre",
    "code",
    "number",
    "mark",
    "place",
    "jump",
    "choice",
    "remark",
    "hidden",
    "filing",
    "letter",
]
MOST_LINKS = 60_000
"""Excel takes 65,530 hyperlinks a sheet; later places are text."""

MOST_ROWS = 1_048_576 - 3
"""Excel takes 1,048,576 rows a sheet; title, note and headings are three of them."""

_FREE = frozenset({"whereabouts", "done"})
"""Columns whose drop-down only helps: what somebody writes instead is taken as a remark."""

_LIST = 255
"""So many letters a drop-down may have in all; a longer one is left out, and the note says what to write."""

_HEADING_ROW, _WIDE, _ON_ONE_PAGE = 2, 9, 32
_LETTER = 4
"""So many lines of a letter are seen in its cell: it is there to be copied whole, and is not printed."""
_LINE_HEIGHT, _TALLEST, _PADDING = 14.5, 409.0, 2.5
_ONE_LINE = frozenset({"number", "choice", "remark", "hidden", "jump"})
_ROLES = {"place": "link", "jump": "link", "hidden": "code", "filing": "code", "letter": "text"}


class Mark(NamedTuple):
    """A word on a coloured ground: `tone` is error, warning, review, notice or good."""

    text: str
    tone: str = ""


class Jump(NamedTuple):
    """A link to another sheet of the report, by its code: to the rows of these marks or tags, to all of () ."""

    sheet: str
    marks: tuple[str, ...] = ()


class Choice(NamedTuple):
    """A cell to answer in: what stands in it, and what its drop-down offers where that is not what its column does."""

    text: str = ""
    offered: tuple[str, ...] = ()


Cell = str | int | Mark | Jump | Where | Choice | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `col-<code>` of the catalogue heads it; its width is in characters.

    `code` cells hold group numbers: one run of digits is that, whatever else looks like a telephone is masked, and keys
    (`hidden`) are not. `offered` are the answers of a
    drop-down (`choice-<code>`), () where each cell has its own.
    """

    code: str
    width: float
    kind: Kind = "text"
    offered: tuple[str, ...] = ("yes", "no", "open")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: what it is for (`note`), its columns and rows; `nothing` stands there when it has no rows.

    `banded` shades the rows by turns wherever the first cell changes, so that a cluster is seen as one. `tags` say row
    by row as what it is counted, where its marks do not say so; there may be fewer than rows. `one_page` prints it on
    one page where that can be read.
    """

    code: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    note: str
    nothing: str
    banded: bool = False
    frozen: int = 0
    tone: str = ""
    tags: Sequence[str] = ()
    one_page: bool = False


class Span(NamedTuple):
    """Rows of a sheet, from the first to the last counted from 0, and how many of them there are."""

    first: int
    last: int
    number: int

    @property
    def whole(self) -> bool:
        """Whether no other row stands between them."""
        return self.last - self.first + 1 == self.number

    def with_(self, other: Span) -> Span:
        """Return the rows of both."""
        return Span(min(self.first, other.first), max(self.last, other.last), self.number + other.number)


class Book:
    """The workbook under way: its formats, links and language; `spans` are the rows written, by sheet and by mark."""

    def __init__(  # noqa: PLR0913 - what every sheet needs
        self, workbook: Workbook, styles: Styles, links: Links, *, lang: str, header: str, most: int = MOST_ROWS
    ) -> None:
        """Keep what every sheet needs; `header` stands on every printed page, `most` is how many rows a sheet takes."""
        self.workbook, self.styles, self.links, self.lang, self.header = workbook, styles, links, lang, header
        self.most = most
        self.spans: dict[str, dict[str, Span]] = {}

    def say(self, code: str, **facts: object) -> str:
        """Return a sentence of the report's catalogue."""
        return word("report", code, facts, lang=self.lang)

    def name(self, code: str) -> str:
        """Return the name of the sheet with this code."""
        return name_of(code, lang=self.lang)

    def rows_of(self, code: str, marks: Sequence[str]) -> str:
        """Return the link to the rows of a sheet that bear one of these marks or tags.

        It leads to the top of the sheet where the sheet has none of them, or others stand between them.
        """
        found = [self.spans[code][mark] for mark in marks if mark in self.spans.get(code, {})]
        rows = reduce(Span.with_, found) if found else None
        name = self.name(code)
        return rows_url(name, rows.first, rows.last, _WIDE) if rows and rows.whole else sheet_url(name)

    def add(self, code: str) -> Worksheet:
        """Add a sheet with the print set-up that all have: A4 across, one page wide, numbered."""
        page = self.workbook.add_worksheet(self.name(code))
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        page.set_header(f"&L&9 {_printed(self.header)}&R&9 {_printed(self.name(code))}")  # a digit would join the size
        page.set_footer("&C&9&P / &N")
        return page


def name_of(code: str, *, lang: str) -> str:
    """Return the name of the sheet with this code."""
    return word("report", f"sheet-{code}", lang=lang)


def heading_of(column: Column, *, lang: str) -> str:
    """Return what heads a column; a hidden one, which only this tool reads, has its code."""
    return column.code if column.kind == "hidden" else word("report", f"col-{column.code}", lang=lang)


def write_sheet(book: Book, page: Worksheet, sheet: Sheet) -> None:
    """Write one sheet: title, note, headings, rows; filter, frozen head, widths."""
    sheet = _shortened(book, sheet)
    styles, last = book.styles, len(sheet.columns) - 1
    if sheet.tone:
        page.set_tab_color(sheet.tone)
    page.set_row(0, 30)
    page.write_string(0, 0, book.name(sheet.code), styles.get("title"))
    page.merge_range(1, 0, 1, last, "", styles.get("note"))
    page.write_string(1, 0, sheet.note, styles.get("note"))
    page.set_row(
        1, 4 + 15 * lines_of(sheet.note, sum(column.width for column in sheet.columns if column.kind != "hidden"))
    )
    _columns(book, page, sheet)
    if not sheet.rows:
        page.set_row(_HEADING_ROW + 1, 26)
        page.write_string(_HEADING_ROW + 1, 0, sheet.nothing, styles.get("nothing"))
    else:
        _Rows(book, page, sheet).write()
        page.autofilter(_HEADING_ROW, 0, _HEADING_ROW + len(sheet.rows), last)
    page.freeze_panes(_HEADING_ROW + 1, sheet.frozen)
    _on_paper(page, sheet)


def _on_paper(page: Worksheet, sheet: Sheet) -> None:
    """Print the heading on every page, letters on none, and what is to be on one page on one where that can be read."""
    page.repeat_rows(_HEADING_ROW)
    printed = [place for place, column in enumerate(sheet.columns) if column.kind not in ("letter", "hidden")]
    if any(column.kind == "letter" for column in sheet.columns):
        page.print_area(0, 0, _HEADING_ROW + max(len(sheet.rows), 1), printed[-1])
    if sheet.one_page and len(sheet.rows) <= _ON_ONE_PAGE:
        page.fit_to_pages(1, 1)


def _shortened(book: Book, sheet: Sheet) -> Sheet:
    """Return a sheet with no more rows than the book takes on one; its note then says where all of them are."""
    if len(sheet.rows) <= book.most:
        return sheet
    note = book.say("note-shortened", rows=len(sheet.rows), shown=book.most)
    return replace(sheet, rows=sheet.rows[: book.most], note=f"{note}{sheet.note}")


def _columns(book: Book, page: Worksheet, sheet: Sheet) -> None:
    heading = book.styles.get("heading")
    page.set_row(_HEADING_ROW, 28)
    for number, column in enumerate(sheet.columns):
        hidden = {"hidden": True} if column.kind == "hidden" else {}
        page.set_column(number, number, column.width, book.styles.get("plain"), hidden)
        page.write_string(_HEADING_ROW, number, heading_of(column, lang=book.lang), heading)
        if column.kind == "choice" and column.offered and sheet.rows:
            page.data_validation(
                _HEADING_ROW + 1,
                number,
                _HEADING_ROW + len(sheet.rows),
                number,
                {
                    "validate": "list",
                    "source": [book.say(f"choice-{name}") for name in column.offered],
                    "error_type": "warning" if column.code in _FREE else "stop",
                },
            )


class _Rows:
    """Writes the cells of one sheet, each by the typed call of its kind."""

    def __init__(self, book: Book, page: Worksheet, sheet: Sheet) -> None:
        self._book, self._page, self._sheet = book, page, sheet
        self._links = 0

    def write(self) -> None:
        band, before = False, None
        spans = self._book.spans.setdefault(self._sheet.code, {})
        tagged = zip(self._sheet.rows, chain(self._sheet.tags, repeat("")), strict=False)
        for number, (cells, tag) in enumerate(tagged, start=_HEADING_ROW + 1):
            for mark in {"", tag, *(cell.text for cell in cells if isinstance(cell, Mark))}:
                here = Span(number, number, 1)
                spans[mark] = spans[mark].with_(here) if mark in spans else here
            if self._sheet.banded and cells[0] != before:
                band, before = not band, cells[0]
            self._page.set_row(number, self._height(cells))
            for column, (shape, cell) in enumerate(zip(self._sheet.columns, cells, strict=True)):
                self._cell(number, column, shape.kind, cell, shaded=self._sheet.banded and not band)

    def _height(self, cells: tuple[Cell, ...]) -> float:
        """Return the height the longest text needs: not every office program fits rows when it opens a file."""
        lines = 1
        for column, cell in zip(self._sheet.columns, cells, strict=True):
            if column.kind not in _ONE_LINE and cell:
                text = cell if isinstance(cell, str) else _shown(cell)
                if len(text) * 2 > column.width - _PADDING:
                    needed = lines_of(text, column.width - _PADDING)
                    lines = max(lines, min(needed, _LETTER) if column.kind == "letter" else needed)
        return row_height(lines)

    def _cell(self, row: int, column: int, kind: Kind, cell: Cell, *, shaded: bool) -> None:
        styles, page = self._book.styles, self._page
        role = _ROLES.get(kind, kind)
        if isinstance(cell, Where):
            self._link(row, column, self._book.links.url(cell), place_text(cell), shaded=shaded)
        elif isinstance(cell, Jump):
            url = self._book.rows_of(cell.sheet, cell.marks)
            self._link(row, column, url, self._book.name(cell.sheet), shaded=shaded)
        elif isinstance(cell, Mark):
            looks = styles.get(role, tone=cell.tone, band=shaded, quoted=risky(cell.text))
            page.write_string(row, column, shown(cell.text), looks)
        elif isinstance(cell, Choice):
            self._choice(row, column, cell, shaded=shaded)
        elif isinstance(cell, int):
            page.write_number(row, column, cell, styles.get(role, band=shaded))
        elif cell:
            text = fit(cell) if kind == "hidden" else fit(masked_number(cell)) if kind == "code" else shown(cell)
            role = "text" if role == "link" else role
            page.write_string(row, column, text, styles.get(role, band=shaded, quoted=text[0] in RISKY))
        else:
            page.write_blank(row, column, None, styles.get("text" if role == "link" else role, band=shaded))

    def _choice(self, row: int, column: int, cell: Choice, *, shaded: bool) -> None:
        """Write a cell to answer in, with a drop-down of its own where its column has none for all."""
        text = shown(cell.text)
        looks = self._book.styles.get("choice", band=shaded, quoted=text != "" and text[0] in RISKY)
        self._page.write_string(row, column, text, looks)
        fits = sum(map(len, cell.offered)) + len(cell.offered) <= _LIST
        if cell.offered and fits and not any("," in name for name in cell.offered):
            told = {"validate": "list", "source": [shown(name) for name in cell.offered]}
            self._page.data_validation(row, column, row, column, told)

    def _link(self, row: int, column: int, url: str, text: str, *, shaded: bool) -> None:
        text = fit(text)
        self._links += bool(url)
        if url and self._links <= MOST_LINKS:
            looks = self._book.styles.get("link", band=shaded, quoted=risky(text))
            self._page.write_url(row, column, url, looks, text)
        else:
            quoted = risky(text)
            self._page.write_string(row, column, text, self._book.styles.get("text", band=shaded, quoted=quoted))


def _shown(cell: Cell) -> str:
    if isinstance(cell, Where):
        return place_text(cell)
    return cell.text if isinstance(cell, (Mark, Choice)) else ""


def row_height(lines: int) -> float:
    """Return the height in points of a row of so many lines."""
    return min(_LINE_HEIGHT * lines + 5, _TALLEST)


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column; a Chinese character is as wide as two digits."""
    room = max(int(width), 1)
    if "\n" not in text:
        return -(-len(text.encode("gbk", "replace")) // room) or 1
    return sum(-(-len(line.encode("gbk", "replace")) // room) or 1 for line in text.split("\n"))


def _printed(text: str) -> str:
    """Return a text for a page header: `&` begins a command there, and there is room for little."""
    return text[:60].replace("&", "&&")
