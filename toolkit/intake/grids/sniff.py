"""What a file is, told from its bytes and never from its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF", "pdf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"RIFF", "media"),
    (b"{\\rtf", "rtf"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3", "database"),
    (b"PAR1", "parquet"),
    (b"ID;P", "sylk"),
    (b"\x00\x00\x02\x00", "lotus"),
    (b"\x00\x00\x1a\x00", "lotus"),
)
WRITTEN = {"pdf", "rtf", "sylk"}  # kinds that are text; a table of text may begin with BM or MZ too
OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
MARKUP = re.compile(r"\s*(?:<!--.*?-->\s*)*<(\??!?[a-z:]+)", re.DOTALL | re.IGNORECASE)
HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|table|tr|meta|style)\b", re.IGNORECASE)
ODF = "application/vnd.oasis.opendocument."
ODF_KINDS = {"spreadsheet": "ods", "spreadsheet-template": "ods", "text": "odt", "presentation": "odp"}


def kind_of_bytes(data: bytes) -> str:
    """Return the kind: `zip`, `ole`, `html`, `xml`, `text`, or the name of something that is no workbook.

    A `zip` may be an archive or a workbook (`kind_of_package`), an `ole` file an old or an encrypted workbook.
    """
    if data.startswith(MAGIC[0][0]):  # most files by far; with its control characters it is no text
        return MAGIC[0][1]
    text = _is_text(data)
    for magic, kind in MAGIC:
        if data.startswith(magic) and (kind in WRITTEN or not text):
            return kind
    if text:
        return _kind_of_text(data)
    if data[:4] in OLD_BIFF:
        return "old-xls"
    return "media" if data[4:8] == b"ftyp" else "binary"


def _kind_of_text(data: bytes) -> str:
    head = data[:4096].decode(encoding_by_mark(data) or "latin-1", errors="replace")
    found = MARKUP.match(head.lstrip("\ufeff"))
    if found is None:
        return "text"
    if HTML.search(head) and "<workbook" not in head.lower():
        return "html"
    markup = found[1].startswith(("?", "!")) or "xmlns" in head or data.rstrip()[-1:] == b">"
    return "xml" if markup else "text"


def encoding_by_mark(data: bytes) -> str:
    """Return the encoding that a byte order mark tells, `""` without one."""
    return next((name for mark, name in BOMS if data.startswith(mark)), "")


def _is_text(data: bytes) -> bool:
    return bool(encoding_by_mark(data)) or CONTROL.search(data) is None


def kind_of_package(names: Iterable[str], content_types: bytes = b"", mimetype: bytes = b"") -> str:
    """Return what a zip file is: `xlsx`, `xlsb`, `docx`, `ods` …, and `zip` for an archive.

    Args:
        names: its parts.
        content_types: its `[Content_Types].xml`, empty when not at hand (then the names alone decide).
        mimetype: its `mimetype` part, likewise.
    """
    low = {name.replace("\\", "/").lower() for name in names}
    if b"spreadsheetml" in content_types or b"ms-excel.sheet" in content_types:
        return "xlsb" if b"sheet.binary" in content_types or "xl/workbook.bin" in low else "xlsx"
    for part, kind in (
        ("xl/workbook.bin", "xlsb"),
        ("xl/workbook.xml", "xlsx"),
        ("word/document.xml", "docx"),
        ("ppt/presentation.xml", "pptx"),
        ("index/document.iwa", "numbers"),
    ):
        if part in low:
            return kind
    if b"wordprocessingml" in content_types:
        return "docx"
    if mimetype.startswith(ODF.encode()):
        kind_of_document = mimetype.decode("latin-1").removeprefix(ODF).strip()
        return ODF_KINDS.get(kind_of_document, "odf")
    if "content.xml" in low and "meta-inf/manifest.xml" in low:
        return "ods"
    return "opc" if "[content_types].xml" in low else "zip"
