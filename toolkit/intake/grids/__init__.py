"""Any file as a workbook of grids. Untrusted bytes are parsed here: call it in a worker of `toolkit.engine`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.intake.grids.markup import has_dtd
from toolkit.intake.grids.sniff import kind_of_bytes, kind_of_package
from toolkit.intake.grids.text import uncovered
from toolkit.intake.grids.unreadable import UNPACKED, Unreadable
from toolkit.model import Note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.intake.grids.package import Package
    from toolkit.model import Workbook

__all__ = ["Unreadable", "read_workbook", "said_of"]


def read_workbook(name: str, data: bytes, *, passwords: tuple[str, ...] = ()) -> Workbook:
    """Return a file's sheets as text, told by its content and never by its name.

    Args:
        name: the file's path; only its ending is used, and only to word a refusal.
        data: its bytes.
        passwords: words to try where the file is encrypted, beside the one that Excel tries itself.

    Raises:
        Unreadable: with the contract's reason (`corrupt`, `encrypted`, `not-a-workbook` with its `kind`, `too-large`)
            and the warnings that hold anyway.
    """
    workbook = _read(name, data, passwords)
    return replace(workbook, grids=tuple(map(uncovered, workbook.grids)))


def _read(name: str, data: bytes, passwords: tuple[str, ...]) -> Workbook:
    if len(data) > UNPACKED:
        raise Unreadable("too-large", limit="bytes", most=UNPACKED, bytes=len(data))
    if not data:
        raise Unreadable("corrupt", kind="empty")
    kind = kind_of_bytes(data)
    if kind == "ole":
        from toolkit.intake.grids.compound import is_encrypted_package, read_xls
        from toolkit.intake.grids.locked import unlocked

        if is_encrypted_package(data):
            return _read_package(unlocked(data, passwords), name, passwords)
        return read_xls(data, passwords)
    if kind == "zip":
        return _read_package(data, name, passwords)
    if kind == "html":
        from toolkit.intake.grids.webpage import read_html

        return read_html(data)
    if kind == "text":
        from toolkit.intake.grids.delimited import read_csv

        return read_csv(data)
    if kind == "parquet":
        from toolkit.intake.grids.parquet import read_parquet

        return read_parquet(data)
    if kind == "xml" and has_dtd(data):
        raise _no_workbook(kind, name, Note("dtd", {"parts": []}))
    raise _no_workbook(kind, name)


def said_of(data: bytes) -> Mapping[str, str]:
    """Return what an xlsx says of itself, without its cells: its properties, and `core:created`, `core:modified` ….

    Raises:
        Unreadable: it is no package, or a damaged one.
    """
    from toolkit.intake.grids.ooxml import properties
    from toolkit.intake.grids.package import Package

    return properties(Package(data))


def _read_package(data: bytes, name: str, passwords: tuple[str, ...]) -> Workbook:
    from toolkit.intake.grids.package import Package

    package = Package(data)
    kind = _kind(package)
    if kind in {"xlsx", "xlsb"}:
        from toolkit.intake.grids.spreadsheet import read_xlsb, read_xlsx

        return read_xlsx(package) if kind == "xlsx" else read_xlsb(package)
    if kind == "ods":
        from toolkit.intake.grids.opendocument import read_ods

        return read_ods(package, passwords)
    if kind == "docx":
        from toolkit.intake.grids.word import read_docx

        return read_docx(package)
    raise _no_workbook(kind, name)


def _kind(package: Package) -> str:
    """Tell a package; one whose own description cannot be unpacked is told by the names of its parts."""
    names = {name.lower(): name for name in package.names}
    try:
        described = package.read(names.get("[content_types].xml", ""))
        mimetype = package.read(names.get("mimetype", ""))
    except Unreadable as fault:
        if fault.note.code != "corrupt":
            raise
        described = mimetype = b""
    return kind_of_package(names, described, mimetype)


def _no_workbook(kind: str, name: str, *warnings: Note) -> Unreadable:
    """Return the refusal that says what the file is, so that its message can say what to send instead."""
    ending = name.rpartition(".")[2].lower() if "." in name.rpartition("/")[2] else ""
    return Unreadable("not-a-workbook", warnings=warnings, kind=kind, ending=ending)
