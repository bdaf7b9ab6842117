"""xls (BIFF5 and BIFF8) record by record: what protects, links, errs, is struck or noted, which calamine does not tell.

Numbers and layouts of the records: [MS-XLS] 2.3.1.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.intake.grids.binary12 import ERRORS
from toolkit.intake.grids.shown import MONTH_FORMATS, OURS, Shown, formats_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
NOTE, OBJECT, BOX_TEXT, CONTINUE = 0x1C, 0x5D, 0x1B6, 0x3C
FONT, FORMAT, XF, MANY_NUMBERS = 0x31, 0x41E, 0xE0, 0xBD
CELLS = frozenset({FORMULA, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E})
"""Records of one cell: a formula, text with runs, shared text, a number, a text, yes or no, a short number."""
STRUCK, NO_FONT = 0x08, 4
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
    shown: tuple[Shown | None, ...] = ()


@dataclass(slots=True)
class _Styles:
    """The cell styles of a workbook as they are passed: which show a month, a year only, or a line through the text."""

    struck_fonts: list[bool] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    cells: list[tuple[int, int]] = field(default_factory=list)

    def take(self, number: int, data: bytes, version: int) -> None:
        """Take a record of the workbook's globals."""
        if number == FONT and len(data) >= 4:  # noqa: PLR2004 - height and flags
            self.struck_fonts.append(bool(data[2] & STRUCK))
        elif number == XF and len(data) >= 4:  # noqa: PLR2004 - font and format
            self.cells.append(struct.unpack_from("<HH", data))
        elif number == FORMAT and len(data) > 5 and version >= BIFF8:  # noqa: PLR2004 - number, length, kind of text
            wide = data[4] & 1
            self.formats[struct.unpack_from("<H", data)[0]] = data[5:].decode(
                "utf-16-le" if wide else "latin-1", "replace"
            )

    def wanted(self) -> Mapping[int, list[str]]:
        """Return the styles of interest by their number, with what each shows."""
        months, years = formats_of((number, code) for number, code in self.formats.items())
        found: dict[int, list[str]] = {}
        for number, (font, shape) in enumerate(self.cells):
            place = font - (font > NO_FONT)  # the fonts are counted without a fourth
            if place < len(self.struck_fonts) and self.struck_fonts[place]:
                found.setdefault(number, []).append("struck")
            if shape in months or shape in MONTH_FORMATS:
                found.setdefault(number, []).append("months")
            elif shape in years:
                found.setdefault(number, []).append("years")
        return found


@dataclass(slots=True)
class _Notes:
    """The notes on the cells of a sheet: where each stands, and the text of the drawn box that shows it.

    Those of the authors in `ours` are the form's own.
    """

    ours: frozenset[str]
    cells: list[tuple[int, int, int]] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    _box: int = -1
    _length: int = 0

    def take(self, number: int, data: bytes) -> None:
        """Take a record of the sheet: OBJ numbers a box, TXO says how long its text is, which CONTINUE holds."""
        if number == OBJECT and len(data) >= 8:  # noqa: PLR2004 - two of its kind, two of the object
            self._box = struct.unpack_from("<H", data, 6)[0]
        elif number == BOX_TEXT and len(data) >= 12:  # noqa: PLR2004 - the length stands there
            self._length = struct.unpack_from("<H", data, 10)[0]
        elif number == CONTINUE and self._length and data:
            wide = data[0] & 1
            text = data[1 : 1 + self._length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")
            self.texts[self._box] = self.texts.get(self._box, "") + text
            self._length -= min(self._length, len(text))
        elif number == NOTE and len(data) >= 8:  # noqa: PLR2004 - row, column, flags, object
            row, column, _, box = struct.unpack_from("<4H", data)
            if _author(data[8:]) not in self.ours:
                self.cells.append((row, column, box))

    def read(self) -> tuple[tuple[int, int, str], ...]:
        """Return row, column and text of each note."""
        return tuple((row, column, self.texts.get(box, "").strip()) for row, column, box in self.cells)


def _author(data: bytes) -> str:
    """Return the text at the beginning of some bytes: its length, whether its letters are wide, its letters."""
    length, wide = int.from_bytes(data[:2], "little"), data[2:3] == b"\x01"
    return data[3 : 3 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace").strip()


def stream_facts(stream: bytes, *, authors: frozenset[str] = frozenset((OURS,))) -> StreamFacts:
    """Return what the records of a Workbook or Book stream tell; damage ends the look, it is no fault.

    Notes of `authors` are ours, and are not told.
    """
    positions: list[int] = []
    encrypted, macros, links, dde, version = False, 0, 0, 0, 0
    styles = _Styles()
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
        else:
            styles.take(number, data, version)
    if encrypted:
        return StreamFacts(encrypted, macros, links, dde)
    errors = tuple(tuple(_errors(stream, position)) for position in positions)
    wanted = styles.wanted()
    noted = NOTE.to_bytes(2, "little") in stream
    shown = tuple(_shown(stream, position, wanted, authors) for position in positions) if wanted or noted else ()
    return StreamFacts(encrypted, macros, links, dde, errors, shown)


def _shown(stream: bytes, position: int, wanted: Mapping[int, list[str]], authors: frozenset[str]) -> Shown | None:
    """Return what the cells of one sheet show by their style; None for a sheet without such cells."""
    found: dict[str, list[tuple[int, int]]] = {"struck": [], "months": [], "years": []}
    notes = _Notes(authors)
    for number, data in records(stream, position):
        notes.take(number, data)
        if number in CELLS and len(data) >= 6:  # noqa: PLR2004 - row, column, style
            row, column, style = struct.unpack_from("<HHH", data)
            for told in wanted.get(style, ()):
                found[told].append((row, column))
        elif number == MANY_NUMBERS and len(data) >= 6:  # noqa: PLR2004 - row, first column, last column
            row, column = struct.unpack_from("<HH", data)
            for at in range((len(data) - 6) // 6):
                for told in wanted.get(struct.unpack_from("<H", data, 4 + 6 * at)[0], ()):
                    found[told].append((row, column + at))
    if not (any(found.values()) or notes.cells):
        return None
    struck = tuple((row, column, "") for row, column in found["struck"])
    return Shown(tuple(found["months"]), tuple(found["years"]), struck, notes=notes.read())


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
