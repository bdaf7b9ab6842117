"""xlsb sheets record by record, for what calamine leaves out: error cells and merged ranges.

Numbers and layouts of the records: [MS-XLSB] 2.3.1 (BrtRowHdr 0, BrtCellError 3, BrtFmlaError 11, BrtMergeCell 176).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from toolkit.intake.grids.markup import beside, elements
from toolkit.model import Merge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.intake.grids.package import Package

ROW, CELL_ERROR, FORMULA_ERROR, MERGE, SHEET = 0, 3, 11, 176, 156
ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}
Details = tuple[list[tuple[int, int, str]], tuple[Merge, ...]]


def sheet_details(package: Package) -> list[Details]:
    """Return for every sheet, in the workbook's order, its error cells (row, column, text) and its merges.

    Raises:
        Unreadable: `corrupt` or `too-large` when a part cannot be unpacked.
    """
    targets = {
        relation.get("Id", ""): beside("xl/workbook.bin", relation.get("Target", ""))
        for relation in elements(package.read("xl/_rels/workbook.bin.rels"), "Relationship")
    }
    book = package.read("xl/workbook.bin")
    sheets = [_relation_id(data) for number, data in records(book) if number == SHEET]
    return [_details(package.read(targets.get(key, ""))) for key in sheets]


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and content of each record of a part, as far as it is whole."""
    spot, end = 0, len(data)
    while spot < end:
        number, spot = _variable(data, spot, 2)
        length, spot = _variable(data, spot, 4)
        if spot + length > end:
            return
        yield number, data[spot : spot + length]
        spot += length


def _variable(data: bytes, spot: int, most: int) -> tuple[int, int]:
    """Read a number of at most `most` bytes; a record number keeps its high bit as [MS-XLSB] counts them."""
    value = 0
    for place in range(most):
        if spot >= len(data):
            break
        byte = data[spot]
        spot += 1
        value |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            break
    return value, spot


def _relation_id(data: bytes) -> str:
    if len(data) < 12:  # noqa: PLR2004 - state, id and the length of the relation's name come first
        return ""
    length = struct.unpack_from("<I", data, 8)[0]
    return data[12 : 12 + 2 * min(length, 255)].decode("utf-16-le", "replace")


def _details(sheet: bytes) -> Details:
    errors: list[tuple[int, int, str]] = []
    merges: list[Merge] = []
    row = 0
    for number, data in records(sheet):
        if number == ROW and len(data) >= 4:  # noqa: PLR2004 - a row number is four bytes
            row = struct.unpack_from("<I", data)[0]
        elif number in {CELL_ERROR, FORMULA_ERROR} and len(data) >= 9:  # noqa: PLR2004 - column, style, code
            column = struct.unpack_from("<I", data)[0]
            errors.append((row, column, ERRORS.get(data[8], "#N/A")))
        elif number == MERGE and len(data) >= 16:  # noqa: PLR2004 - four numbers of four bytes
            top, bottom, left, right = struct.unpack_from("<4I", data)
            merges.append(Merge(top, left, bottom, right))
    return errors, tuple(merges)
