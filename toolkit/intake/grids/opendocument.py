"""ods: what its manifest says of encryption, and the merges and error texts that calamine leaves out."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from toolkit.intake.grids.calamine import grids_of
from toolkit.intake.grids.locked_ods import unlocked_content
from toolkit.intake.grids.markup import contents, has_dtd
from toolkit.intake.grids.shown import authors_of_ours
from toolkit.intake.grids.spreadsheet import hidden_sheets
from toolkit.intake.grids.text import replaced
from toolkit.intake.grids.unreadable import Unreadable
from toolkit.model import Grid, Mark, Merge, Note, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.intake.grids.package import Package

MANIFEST = "META-INF/manifest.xml"
MIME = b"application/vnd.oasis.opendocument.spreadsheet"
PLAIN_MANIFEST = (
    b'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest='
    b'"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
    b'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry '
    b'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_WORTH_A_WALK = (b"-spanned=", b"office:date-value=", b"office:annotation", b"text-line-through")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"\d{4} ?[年./-] ?\d{1,2} ?月?")
_YEAR = re.compile(r"\d{4}年?")
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def is_encrypted(package: Package) -> bool:
    """Return whether the sheets of an ods are encrypted; a protected Basic library alone protects no sheet."""
    manifest = package.read(MANIFEST)
    if b"encryption-data" not in manifest:
        return False
    return "encrypted-package" in package.names or not package.read("content.xml").lstrip().startswith(b"<")


def read_ods(package: Package, passwords: tuple[str, ...]) -> Workbook:
    """Return an ods.

    Raises:
        Unreadable: `encrypted`, `corrupt`, `too-large`.
    """
    content = package.read("content.xml")
    if is_encrypted(package):
        content = unlocked_content(package.read(MANIFEST), content, passwords)
        if not content:
            raise Unreadable("encrypted", kind="ods", tried=len(passwords))
    warnings = tuple(_warnings(package, content))
    try:
        grids, notes = _grids(package, content)
    except Unreadable as fault:
        raise Unreadable(fault.note.code, warnings=warnings, **fault.note.facts) from None
    if not has_dtd(content) and any(word in content for word in _WORTH_A_WALK):
        grids = _walked(grids, content, authors_of_ours(package.read("meta.xml")))
    return Workbook(grids, (*warnings, *hidden_sheets(grids), *notes), _properties(package))


def _grids(package: Package, content: bytes) -> tuple[tuple[Grid, ...], tuple[Note, ...]]:
    """Read with calamine; a package that it refuses for its wrapping is read once more by its sheets alone."""
    if b"encryption-data" in package.read(MANIFEST):  # calamine refuses it even for its Basic library alone
        return grids_of(_sheets_alone(content)), ()
    try:
        return grids_of(package.data), ()
    except Unreadable as fault:
        if fault.note.code != "corrupt":
            raise
        return grids_of(_sheets_alone(content)), (Note("recovered", {"parts": ["content.xml"]}),)


def _sheets_alone(content: bytes) -> bytes:
    clear = io.BytesIO()
    with zipfile.ZipFile(clear, "w") as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr(MANIFEST, PLAIN_MANIFEST)
        archive.writestr("content.xml", content)
    return clear.getvalue()


def _properties(package: Package) -> Mapping[str, str]:
    found = contents(package.read("meta.xml"), "user-defined")
    return {about["name"]: text.strip() for about, text in found if "name" in about}


def _warnings(package: Package, content: bytes) -> Iterator[Note]:
    low = [name.lower() for name in package.names]
    if any(name.startswith(("basic/", "scripts/")) and not name.endswith(("-lb.xml", "-lc.xml")) for name in low):
        yield Note("macro", {"kind": "basic"})
    if b"dde-link" in content:
        yield Note("dde", {"count": content.count(b"<table:dde-link")})
    if b"<table:cell-range-source" in content or b"'file:/" in content:
        yield Note("external-link", {"count": content.count(b"<table:cell-range-source") or 1})
    if b"<draw:object-ole" in content:
        yield Note("embedded-object", {"count": content.count(b"<draw:object-ole")})
    if has_dtd(content):
        yield Note("dtd", {"parts": ["content.xml"]})


def _walked(grids: tuple[Grid, ...], content: bytes, ours: frozenset[str]) -> tuple[Grid, ...]:
    """Return the grids with what only the XML tells: merges, notes, lines through texts, dates shown without a day."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return grids
    tables = list(root.iter(f"{TABLE}table"))
    if len(tables) != len(grids):
        return grids
    struck = frozenset(_struck_styles(root))
    return tuple(_as_shown(grid, table, ours, struck) for grid, table in zip(grids, tables, strict=True))


def _struck_styles(root: Any) -> Iterator[str]:
    """Yield the names of the styles that draw a line through a text."""
    for style in root.iter(f"{STYLE}style"):
        for about in style.iter(f"{STYLE}text-properties"):
            kinds = (about.get(f"{STYLE}text-line-through-{part}", "none") for part in ("style", "type"))
            if any(kind != "none" for kind in kinds):
                yield style.get(f"{STYLE}name", "")


def _lines_through(cell: Any, struck: frozenset[str]) -> Iterator[str]:
    """Yield what is struck out in a cell: "" for the whole of it, else each piece."""
    if cell.get(f"{TABLE}style-name") in struck:
        yield ""
        return
    for span in cell.iter(f"{TEXT}span"):
        if span.get(f"{TEXT}style-name") in struck and (text := "".join(span.itertext()).strip()):
            yield text


def _as_shown(grid: Grid, table: Any, ours: frozenset[str], struck: frozenset[str]) -> Grid:
    merges: list[Merge] = []
    marks: list[Mark] = []
    shorter: dict[tuple[int, int], str] = {}
    for row, column, cell in _cells(table):
        down, across = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            merges.append(Merge(row, column, row + down - 1, column + across - 1))
        text = grid.at(row, column)
        if cell.get(f"{OFFICE}value-type") == "date" and _DAY.fullmatch(text):
            shorter[row, column] = text[: _precision("".join(line.text or "" for line in cell.findall(f"{TEXT}p")))]
        marks += [Mark(row, column, "struck", piece) for piece in _lines_through(cell, struck)] if text.strip() else []
        for note in cell.findall(f"{OFFICE}annotation") if text.strip() else ():
            told = "\n".join("".join(line.itertext()) for line in note.findall(f"{TEXT}p")).strip()
            if told and (note.findtext(CREATOR) or "").strip() not in ours:
                marks.append(Mark(row, column, "note", told))
    rows = replaced(grid.rows, shorter) if shorter else grid.rows
    return replace(grid, rows=rows, merges=tuple(merges), marks=tuple(marks))


def _precision(shown: str) -> int:
    """Return how many letters of an ISO date a cell shows: of 2018年5月 the first seven."""
    if _YEAR.fullmatch(shown.strip()):
        return len("2018")
    return len("2018-05") if _MONTH.fullmatch(shown.strip()) else len("2018-05-15")


def _cells(table: Any) -> Iterator[tuple[int, int, Any]]:
    """Yield row, column and element of every cell that stands once; what is repeated holds nothing of its own."""
    top = 0
    for row in table.iter(f"{TABLE}table-row"):
        left = 0
        for cell in row:
            if (isinstance(cell.tag, str) and len(cell)) or (
                isinstance(cell.tag, str) and cell.get(f"{TABLE}number-columns-spanned")
            ):
                yield top, left, cell
            left += _number(cell, "number-columns-repeated")
        top += _number(row, "number-rows-repeated")


def _number(element: Any, name: str) -> int:
    text = element.get(TABLE + name, "1") if isinstance(element.tag, str) else "0"
    return int(text) if text.isascii() and text.isdigit() else 1
