"""HTML that calls itself .xls, as many office systems export it: every table one grid."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from toolkit.intake.grids.sniff import encoding_by_mark
from toolkit.intake.grids.text import grid_of
from toolkit.intake.grids.unreadable import CELLS, Unreadable
from toolkit.model import Grid, Merge, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = "表"
WIDEST, DEEPEST = 1_000, 65_536
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
SHEET_NAME = re.compile(rb"<x:Name>\s*([^<]{1,31}?)\s*</x:Name>")
SHORTENED = re.compile(r"\s*-?\d(?:\.\d+)?[eE]\+?\d+\s*")
SPACES = re.compile(r"[ \t\r\n\f]+")


def read_html(data: bytes) -> Workbook:
    """Return the tables of a web page, named 表1, 表2 …, or as the sheet when Excel wrote one sheet.

    Raises:
        Unreadable: `not-a-workbook` without a table, `corrupt`, `too-large`.
    """
    from lxml import etree, html

    encoding = _encoding(data)
    try:
        page = html.document_fromstring(data.decode(encoding, "replace").encode(), html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise Unreadable("not-a-workbook", kind="html") from None
    tables = list(page.iter("table"))
    if not tables:
        raise Unreadable("not-a-workbook", kind="html")
    names = [name.decode(encoding, "replace") for name in SHEET_NAME.findall(data)]
    if len(names) != len(tables):
        names = [f"{TABLE}{number}" for number in range(1, len(tables) + 1)]
    return Workbook(tuple(_grid(name, table) for name, table in zip(names, tables, strict=True)))


def _encoding(data: bytes) -> str:
    """Return the encoding: its mark, else what the page says if Python knows it, else UTF-8 or GB18030."""
    marked = encoding_by_mark(data)
    if marked:
        return marked
    told = CHARSET.search(data, 0, 4096)
    name = told[1].decode("ascii") if told else ""
    for encoding in ("gb18030" if name.lower() in {"gb2312", "gbk"} else name, "utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except (LookupError, UnicodeError):
            continue
        return encoding
    return "utf-8"


def _grid(name: str, table: Any) -> Grid:
    rows: list[dict[int, str]] = []
    merges: list[Merge] = []
    taken: set[tuple[int, int]] = set()
    lines = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
    for number, line in enumerate(lines):
        texts: dict[int, str] = {}
        column = 0
        for cell in line.iterchildren("td", "th"):
            while (number, column) in taken:
                column += 1
            down, across = _span(cell, "rowspan", DEEPEST), _span(cell, "colspan", WIDEST)
            texts[column] = _text(cell)
            if down * across > 1:
                merges.append(Merge(number, column, number + down - 1, column + across - 1))
                taken.update((number + below, column + beyond) for below in range(1, down) for beyond in range(across))
                if len(taken) > CELLS // 10:
                    raise Unreadable("too-large", limit="cells", most=CELLS)
            column += across
        rows.append(texts)
    return grid_of(name, (_line(texts) for texts in rows), merges=_inside(merges, len(rows)))


def _inside(merges: list[Merge], rows: int) -> list[Merge]:
    """Return the merges cut at the last row: `rowspan=65536` is a way to say "to the end"."""
    cut = (merge._replace(bottom=min(merge.bottom, rows - 1)) for merge in merges)
    return [merge for merge in cut if merge[:2] != merge[2:]]


def _span(cell: Any, name: str, most: int) -> int:
    text = cell.get(name, "1").strip()
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() and len(text) < 10 else 1  # noqa: PLR2004 - more digits are no number of cells


def _line(texts: dict[int, str]) -> tuple[str, ...]:
    width = max((column for column, text in texts.items() if text), default=-1) + 1
    return tuple(texts.get(column, "") for column in range(width))


def _text(cell: Any) -> str:
    """Return a cell's text with its line breaks; `x:num` has the digits where the page shows `1.39E+10`."""
    text = "\n".join(SPACES.sub(" ", piece).strip() for piece in "".join(_pieces(cell)).split("\v")).strip()
    exact = cell.get("x:num", "")
    return exact if exact and SHORTENED.fullmatch(text) else text


def _pieces(element: Any) -> Iterator[str]:
    """Yield the text inside an element, a vertical tab for a line break; inner tables are grids of their own."""
    yield element.text or ""
    for child in element:
        if child.tag in {"br", "p", "div"}:
            yield "\v"
        if isinstance(child.tag, str) and child.tag not in {"table", "script", "style"}:
            yield from _pieces(child)
        yield child.tail or ""
