"""OLE compound files: xls (and et), encrypted OOXML, and the Word or PowerPoint file that is no workbook."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from toolkit.intake.grids.binary8 import StreamFacts, stream_facts
from toolkit.intake.grids.calamine import grids_of
from toolkit.intake.grids.locked import unlocked
from toolkit.intake.grids.shown import authors_of_ours
from toolkit.intake.grids.spreadsheet import as_shown, hidden_sheets
from toolkit.intake.grids.text import patched
from toolkit.intake.grids.unreadable import Unreadable
from toolkit.model import Grid, Note, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PROPERTIES = "\x05DocumentSummaryInformation"
"""The stream in which a workbook's own properties stand ([MS-OLEPS])."""
KINDS = (("worddocument", "doc"), ("powerpoint document", "ppt"), ("__properties_version1.0", "msg"))


def is_encrypted_package(data: bytes) -> bool:
    """Return whether an OLE file holds an encrypted xlsx, xlsb or docx.

    Raises:
        Unreadable: `corrupt` when the file's own directory is damaged.
    """
    return "encryptedpackage" in {name.lower() for name, *_ in _streams(data)[0]}


def read_xls(data: bytes, passwords: tuple[str, ...]) -> Workbook:
    """Return an xls, xlt or et.

    Raises:
        Unreadable: `corrupt`, `encrypted`, `too-large`, or `not-a-workbook` with its kind.
    """
    names, book, authors = _streams(data)
    if book is None:
        tops = {path[0].lower() for path in names}
        raise Unreadable("not-a-workbook", kind=next((kind for stream, kind in KINDS if stream in tops), "ole"))
    facts = stream_facts(book, authors=authors)
    if facts.encrypted:
        return read_xls_clear(unlocked(data, passwords))
    return _read(data, names, facts)


def read_xls_clear(data: bytes) -> Workbook:
    """Return an xls that has just been unlocked; one that still calls itself protected is not unlocked again.

    Raises:
        Unreadable: `corrupt`, `too-large`.
    """
    names, book, authors = _streams(data)
    facts = stream_facts(book or b"", authors=authors)
    if facts.encrypted:
        raise Unreadable("encrypted", kind="twice")
    return _read(data, names, facts)


def _read(data: bytes, names: Sequence[list[str]], facts: StreamFacts) -> Workbook:
    warnings = tuple(_warnings(names, facts))
    try:
        grids = grids_of(data)
    except Unreadable as fault:
        raise Unreadable(fault.note.code, warnings=warnings, **fault.note.facts) from None
    if len(grids) == len(facts.errors):
        grids = tuple(
            Grid(grid.name, patched(grid.rows, errors), grid.merges, grid.hidden) if errors else grid
            for grid, errors in zip(grids, facts.errors, strict=True)
        )
    if len(grids) == len(facts.shown):
        grids = tuple(as_shown(grid, shown) if shown else grid for grid, shown in zip(grids, facts.shown, strict=True))
    return Workbook(grids, (*warnings, *hidden_sheets(grids)))


def _streams(data: bytes) -> tuple[list[list[str]], bytes | None, frozenset[str]]:
    """Return the paths of all streams, the workbook's content (None when there is none), and whose notes are ours."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            names: list[list[str]] = ole.listdir()
            book = next((path for path in names if [step.lower() for step in path] in (["workbook"], ["book"])), None)
            own = ole.openstream(PROPERTIES).read() if ole.exists(PROPERTIES) else b""
            return names, ole.openstream(book).read() if book else None, authors_of_ours(own)
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001 - a damaged directory raises whatever it meets
        raise Unreadable("corrupt", kind=type(fault).__name__) from None


def _warnings(names: Sequence[list[str]], facts: StreamFacts) -> Iterator[Note]:
    steps = {step.lower() for path in names for step in path}
    if facts.macro_sheets:
        yield Note("macro", {"kind": "xlm"})
    elif steps & {"_vba_project_cur", "_vba_project", "vba"}:
        yield Note("macro", {"kind": "vba"})
    if facts.dde:
        yield Note("dde", {"count": facts.dde})
    if facts.links:
        yield Note("external-link", {"count": facts.links})
    objects = {path[0] for path in names if path[0].upper().startswith(("MBD", "CTLS", "OBJECTPOOL"))}
    if objects:
        yield Note("embedded-object", {"count": len(objects)})
