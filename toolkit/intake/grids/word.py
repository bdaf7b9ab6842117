"""docx: every Word table one grid (表1, 表2 …), before them the paragraphs in between as a grid of their own (正文).

Rows and columns are the table's own, so that an address can be found in Word by counting. python-docx opens the
package; the cells are walked here, because rows and cells inside content controls are invisible to its `rows`.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from toolkit.intake.grids.markup import has_dtd
from toolkit.intake.grids.ooxml import look
from toolkit.intake.grids.symbols import drawn, is_symbol_font, sign
from toolkit.intake.grids.text import grid_of
from toolkit.intake.grids.unreadable import Unreadable
from toolkit.model import Grid, Mark, Merge, Note, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.intake.grids.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
BODY_TEXT, TABLE = "正文", "表"
WIDEST = 200
_PRIVATE = range(0xE000, 0xF900)
SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}pPr", f"{W}rPr"}
STRIKES = {f"{W}strike", f"{W}dstrike"}
PICTURES = (f"{W}drawing", f"{W}pict")
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(package: Package) -> Workbook:
    """Return a Word document as its tables and its free text.

    Raises:
        Unreadable: `corrupt`, `too-large`; a document that declares a DTD is not parsed.
    """
    facts = look(package)
    if any(note.code == "dtd" for note in facts.warnings):
        raise Unreadable("corrupt", warnings=facts.warnings, kind="dtd")
    body = _body(package)
    said = _comments(package)
    tables = tuple(_grid(f"{TABLE}{number}", table, said) for number, table in enumerate(_tables(body), 1))
    prose = grid_of(BODY_TEXT, ((text,) for text in _paragraphs(body) if text.strip()))
    fields = body.iter(f"{W}instrText")
    dde = sum((field.text or "").lstrip().upper().startswith("DDE") for field in fields)
    notes = (Note("dde", {"count": dde}),) if dde else ()
    return Workbook((prose, *tables) if prose.rows else tables, (*facts.warnings, *notes), facts.properties)


def _body(package: Package) -> Any:
    from docx import Document

    data = package.data
    try:
        return Document(io.BytesIO(data)).element.body
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001 - python-docx raises whatever a damaged package makes it meet
        raise Unreadable("corrupt", kind=type(fault).__name__) from None


def _tables(body: Any) -> Iterator[Any]:
    """Yield the tables in the order of the page, a table inside a cell after the one around it."""
    return (table for table in body.iter(f"{W}tbl") if not _within(table, FALLBACK))


def _paragraphs(body: Any) -> Iterator[str]:
    """Yield the text of the paragraphs that stand in no table."""
    return (
        _text(paragraph)
        for paragraph in body.iter(f"{W}p")
        if not _within(paragraph, f"{W}tbl") and not _within(paragraph, FALLBACK) and not _within(paragraph, f"{W}p")
    )


def _within(element: Any, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _grid(name: str, table: Any, said: Mapping[str, str]) -> Grid:
    """Return one table; of merged cells the first holds the text and the range is a `Merge`."""
    rows: list[tuple[str, ...]] = []
    merges: list[Merge] = []
    marks: list[Mark] = []
    hanging: dict[int, Merge] = {}  # by its first column: the merge that the row below may carry on
    for number, row in enumerate(_children(table, f"{W}tr")):
        texts: list[str] = []
        carried: dict[int, Merge] = {}
        column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        texts.extend([""] * column)
        for cell in _children(row, f"{W}tc"):
            across = max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1))
            vertical = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = vertical is not None and vertical.get(f"{W}val", "continue") != "restart"
            above = hanging.get(column) if goes_on else None
            merge = above._replace(bottom=number) if above else Merge(number, column, number, column + across - 1)
            if vertical is not None:
                carried[column] = merge
            elif across > 1:
                merges.append(merge)
            texts.append("" if above else _cell_text(cell))
            marks += () if above else _marks(cell, number, column, texts[-1], said)
            texts.extend([""] * (across - 1))
            column += across
        merges += [merge for start, merge in hanging.items() if start not in carried or carried[start][0] != merge[0]]
        hanging = carried
        rows.append(_trimmed(texts))
    merges += hanging.values()
    spread = sorted(merge for merge in merges if merge[:2] != merge[2:])
    return replace(grid_of(name, rows, merges=spread), marks=tuple(marks))


def _marks(cell: Any, row: int, column: int, text: str, said: Mapping[str, str]) -> Iterator[Mark]:
    """Yield what is struck out in a cell, the comments on it, and a picture where it has no text."""
    struck = "".join(_text(run) for run in _runs(cell) if any(map(_is_on, run.iterfind(f"{W}rPr/*")))).strip()
    if struck:
        yield Mark(row, column, "struck", "" if struck == text.strip() else struck)
    if said:
        for reference in cell.iter(f"{W}commentReference"):
            yield Mark(row, column, "note", said.get(reference.get(f"{W}id", ""), ""))
    if not text.strip() and any(next(cell.iter(tag), None) is not None for tag in PICTURES):
        yield Mark(row, column, "picture")


def _runs(cell: Any) -> Iterator[Any]:
    return (run for run in cell.iter(f"{W}r") if next(run.iterancestors(f"{W}tc")) is cell)


def _is_on(setting: Any) -> bool:
    return setting.tag in STRIKES and setting.get(f"{W}val", "1") not in {"0", "false", "off"}


def _comments(package: Package) -> dict[str, str]:
    """Return what the comments of a document say, by their numbers."""
    xml = package.read("word/comments.xml")
    if not xml or has_dtd(xml):
        return {}
    from lxml import etree

    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        return {}
    return {comment.get(f"{W}id", ""): _text(comment).strip() for comment in root.iter(f"{W}comment")}


def _trimmed(texts: list[str]) -> tuple[str, ...]:
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _children(element: Any, tag: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, those inside content controls and tracked changes too."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"}:
            yield from _children(child, tag)


def _number(element: Any, otherwise: int) -> int:
    text = element.get(f"{W}val", "") if element is not None else ""
    return min(int(text), WIDEST) if text.isascii() and text.isdigit() else otherwise


def _cell_text(cell: Any) -> str:
    paragraphs = (
        paragraph
        for paragraph in cell.iter(f"{W}p")
        if next(paragraph.iterancestors(f"{W}tc")) is cell and not _within(paragraph, FALLBACK)
    )
    return "\n".join(map(_text, paragraphs)).strip("\n")


def _sign(font: str, code: str) -> str:
    """Return what a symbol shows: of a symbol font by its table, of any other font the character itself (2611 is ☑)."""
    try:
        number = int(code, 16)
        return sign(font, number) or ("" if is_symbol_font(font) or number in _PRIVATE else chr(number))
    except (ValueError, OverflowError):
        return ""


def _font(run: Any) -> str:
    """Return the font of a run whose letters may be signs, "" for one that says none."""
    fonts = run.find(f"{W}rPr/{W}rFonts")
    return "" if fonts is None else fonts.get(f"{W}ascii", "") or fonts.get(f"{W}hAnsi", "")


def _text(element: Any) -> str:
    return "".join(_pieces(element))


def _pieces(element: Any) -> Iterator[str]:
    """Yield the text inside an element as the page shows it: tracked deletions are left out, boxes become signs."""
    for child in element:
        tag = child.tag
        if tag == f"{W}t":
            yield drawn(_font(element), child.text or "") if element.tag == f"{W}r" else child.text or ""
        elif tag in {f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"}:
            yield {"tab": "\t", "noBreakHyphen": "-"}.get(tag.removeprefix(W), "\n")
        elif tag == f"{W}sym":
            yield _sign(child.get(f"{W}font", ""), child.get(f"{W}char", ""))
        elif tag == f"{W}checkBox":
            ticked = child.find(f"{W}checked")
            ticked = child.find(f"{W}default") if ticked is None else ticked
            yield "☐" if ticked is None or ticked.get(f"{W}val", "1") in {"0", "false"} else "☑"
        elif tag not in SKIPPED and tag != FALLBACK:
            yield from _pieces(child)
