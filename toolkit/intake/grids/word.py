"""docx: every Word table one grid (表1, 表2 …), before them the paragraphs in between as a grid of their own (正文).

Rows and columns are the table's own, so that an address can be found in Word by counting. python-docx opens the
package; the cells are walked here, because rows and cells inside content controls are invisible to its `rows`.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from toolkit.intake.grids.ooxml import look
from toolkit.intake.grids.text import grid_of
from toolkit.intake.grids.unreadable import Unreadable
from toolkit.model import Grid, Merge, Note, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.intake.grids.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
BODY_TEXT, TABLE = "正文", "表"
WIDEST = 200
BOXES = {  # (font, character of Word's private area) to the sign it draws
    ("wingdings", "F0FE"): "☑",
    ("wingdings", "F0FD"): "☒",
    ("wingdings", "F0FC"): "✓",
    ("wingdings", "F0FB"): "✗",
    ("wingdings", "F0A8"): "□",
    ("wingdings", "F06F"): "□",
    ("wingdings", "F06E"): "■",
    ("wingdings 2", "F052"): "☑",
    ("wingdings 2", "F053"): "☒",
    ("wingdings 2", "F050"): "✓",
    ("wingdings 2", "F0A3"): "□",
    ("wingdings 2", "F02A"): "□",
}
SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}pPr", f"{W}rPr"}
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
    tables = tuple(_grid(f"{TABLE}{number}", table) for number, table in enumerate(_tables(body), 1))
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


def _grid(name: str, table: Any) -> Grid:
    """Return one table; of merged cells the first holds the text and the range is a `Merge`."""
    rows: list[tuple[str, ...]] = []
    merges: list[Merge] = []
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
            texts.extend([""] * (across - 1))
            column += across
        merges += [merge for start, merge in hanging.items() if start not in carried or carried[start][0] != merge[0]]
        hanging = carried
        rows.append(_trimmed(texts))
    merges += hanging.values()
    spread = sorted(merge for merge in merges if merge[:2] != merge[2:])
    return grid_of(name, rows, merges=spread)


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


def _text(element: Any) -> str:
    return "".join(_pieces(element))


def _pieces(element: Any) -> Iterator[str]:
    """Yield the text inside an element as the page shows it: tracked deletions are left out, boxes become signs."""
    for child in element:
        tag = child.tag
        if tag == f"{W}t":
            yield child.text or ""
        elif tag in {f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"}:
            yield {"tab": "\t", "noBreakHyphen": "-"}.get(tag.removeprefix(W), "\n")
        elif tag == f"{W}sym":
            yield BOXES.get((child.get(f"{W}font", "").lower(), child.get(f"{W}char", "").upper()), "")
        elif tag == f"{W}checkBox":
            ticked = child.find(f"{W}checked")
            ticked = child.find(f"{W}default") if ticked is None else ticked
            yield "☐" if ticked is None or ticked.get(f"{W}val", "1") in {"0", "false"} else "☑"
        elif tag not in SKIPPED and tag != FALLBACK:
            yield from _pieces(child)
