"""xls (BIFF5 and BIFF8) record by record: what protects, links, hides and errs, which calamine does not tell.

Numbers and layouts of the records: [MS-XLS] 2.3.1.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.intake.grids.binary12 import ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator

EOF, FORMULA, EXTERN_SHEET, FILE_PASS, BOUND_SHEET, SUP_BOOK, BOOL_OR_ERROR, BOF = (
    0x0A,
    0x06,
    0x17,
    0x2F,
    0x85,
    0x1AE,
    0x205,
    0x809,
)
BIFF8 = 0x0600
MACRO_SHEET = 1
ITSELF, ADD_IN = 0x0401, 0x3A01
DDE_MARK = 0x03
OUTSIDE = 0x01
Error = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """A Workbook stream as far as it was looked at; `errors` holds for each sheet (row, column, text)."""

    encrypted: bool = False
    macro_sheets: int = 0
    links: int = 0
    dde: int = 0
    errors: tuple[tuple[Error, ...], ...] = ()


def stream_facts(stream: bytes) -> StreamFacts:
    """Return what the records of a Workbook or Book stream tell; damage ends the look, it is no fault."""
    positions: list[int] = []
    encrypted, macros, links, dde, version = False, 0, 0, 0, 0
    for number, data in records(stream, 0):
        if number == BOF and len(data) > 1:
            version = struct.unpack_from("<H", data)[0]
        elif number == FILE_PASS:
            encrypted = True
            break
        elif number == BOUND_SHEET and len(data) > 5:  # noqa: PLR2004 - position, state, kind
            positions.append(struct.unpack_from("<I", data)[0])
            macros += data[5] == MACRO_SHEET
        elif number == SUP_BOOK:
            links += _links(data)
            dde += _is_dde(data)
        elif number == EXTERN_SHEET and version < BIFF8 and data[1:2] == bytes([OUTSIDE]):
            links += 1
    errors = () if encrypted else tuple(tuple(_errors(stream, position)) for position in positions)
    return StreamFacts(encrypted, macros, links, dde, errors)


def records(stream: bytes, spot: int) -> Iterator[tuple[int, bytes]]:
    """Yield number and content of each record from `spot` to the end of its substream."""
    end = len(stream)
    while spot + 4 <= end:
        number, length = struct.unpack_from("<HH", stream, spot)
        yield number, stream[spot + 4 : spot + 4 + length]
        if number == EOF:
            return
        spot += 4 + length


def _links(data: bytes) -> int:
    return len(data) >= 4 and struct.unpack_from("<H", data, 2)[0] not in {ITSELF, ADD_IN} and not _is_dde(data)  # noqa: PLR2004 - two numbers of two bytes


def _is_dde(data: bytes) -> bool:
    """A supporting link to no sheets whose path holds the mark between server and topic is DDE or OLE."""
    return len(data) > 5 and data[:2] == b"\0\0" and DDE_MARK in data[5:]  # noqa: PLR2004 - the path begins there


def _errors(stream: bytes, position: int) -> Iterator[Error]:
    """Yield the cells of one sheet whose value is an error; a chart drawn inside a sheet ends early and is skipped."""
    depth = 0
    spot, end = position, len(stream)
    while spot + 4 <= end:
        number, length = struct.unpack_from("<HH", stream, spot)
        spot += 4
        if number == BOF:
            depth += 1
        elif number == EOF:
            depth -= 1
            if depth <= 0:
                return
        elif number == FORMULA and length >= 14 and stream[spot + 12 : spot + 14] == b"\xff\xff":  # noqa: PLR2004 - a value that is no number
            if stream[spot + 6] == 2:  # noqa: PLR2004 - 0 text, 1 yes or no, 2 error, 3 blank
                yield (*struct.unpack_from("<HH", stream, spot), ERRORS.get(stream[spot + 8], "#N/A"))
        elif number == BOOL_OR_ERROR and length >= 8 and stream[spot + 7 : spot + 8] == b"\x01":  # noqa: PLR2004 - cell, style, value, kind
            yield (*struct.unpack_from("<HH", stream, spot), ERRORS.get(stream[spot + 6], "#N/A"))
        spot += length
