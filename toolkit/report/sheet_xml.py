"""Thousands of rows into a workbook at once: the rows are put into the sheet's XML as text, column by column.

XlsxWriter makes the workbook (formats, widths, filter, print set-up) with its headings and one row of samples, which
shows the number of each format. That row is then replaced by the real ones. The way is the file format's own (ECMA-376
part 1, 18.3.1), so nothing here depends on the inside of a library, and it takes a third of the time.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from toolkit.model import cell_name
from toolkit.report.page import lines_of, row_height
from toolkit.report.text import RISKY, fit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_CHUNK = 1_000
_LEVEL = 2
"""Of zlib's levels, a third of the time of the usual one (6) for a file a sixth larger."""
_STYLE = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_CONTROL = re.compile(r"[\x0d]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_PLAIN = re.compile("[A-Za-z0-9\u4e00-\u9fff][!-%'-;=?-^`-~\u4e00-\u9fff（）｜、，。：；“”《》› ]{0,2000}(?<! )")
"""Text that stands in XML as it is: nothing to escape, no space at its ends, no sign at its beginning, not too long."""


class Look(NamedTuple):
    """Which of the samples the cells of a column look like: text, text marked as text, numbers; blank ones if framed.

    A blank cell that is not `framed` is not written at all.
    """

    text: int = 0
    quoted: int = 1
    number: int = 2
    framed: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one sheet below its headings: one list of cells a column (text, a number, "" for blank).

    Attributes:
        columns: the cells.
        widths: of the columns, in characters.
        looks: one a column; () where all have the first three samples.
        first: the row of the samples and of the first cells, counted from 1.
        heights: of the rows, in points; None where each is as high as its text needs.
    """

    columns: Sequence[Sequence[str | int]]
    widths: Sequence[float]
    looks: Sequence[Look] = ()
    first: int = 2
    heights: Sequence[float] | None = None


def write_samples(page: Worksheet, formats: Sequence[Format], *, first: int = 2) -> None:
    """Write the row of samples, one cell a format, in the row that `Block.first` says."""
    for place, shape in enumerate(formats):
        page.write_blank(first - 1, place, None, shape)


def lines_taken(columns: Sequence[Sequence[str | int]], widths: Sequence[float]) -> list[int]:
    """Return how many lines each row needs; each distinct text is measured once."""
    lines = [1] * (len(columns[0]) if columns else 0)
    for values, width in zip(columns, widths, strict=True):
        tall = {value: taken for value in set(values) if (taken := _taken(value, width)) > 1}
        if tall:
            lines = [max(known, tall.get(value, 1)) for known, value in zip(lines, values, strict=True)]
    return lines


def insert(workbook: bytes, blocks: Sequence[Block]) -> bytes:
    """Return the workbook with the samples of its sheets replaced, one block a sheet in their order."""
    parts = {f"xl/worksheets/sheet{number}.xml": block for number, block in enumerate(blocks, start=1)}
    written = io.BytesIO()
    packed = zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
    with zipfile.ZipFile(io.BytesIO(workbook)) as package, packed:
        for name in package.namelist():
            content = package.read(name)
            block = parts.get(name)
            with packed.open(name, "w") as part:
                for piece in [content] if block is None else _sheet(content.decode("utf-8"), block):
                    part.write(piece)
    return written.getvalue()


def _sheet(xml: str, block: Block) -> Iterator[bytes]:
    sample = re.search(rf'<row r="{block.first}".*?</row>|<row r="{block.first}"[^>]*/>', xml, re.DOTALL)
    if sample is None:
        raise ValueError("the row of samples is missing")
    styles = _STYLE.findall(sample[0])
    count = len(block.columns[0]) if block.columns else 0
    last = cell_name(block.first - 2 + max(count, 1), max(len(block.columns), 1) - 1)
    yield _DIMENSION.sub(f'<dimension ref="A1:{last}"/>', xml[: sample.start()]).encode()
    columns = [
        _Column(cell_name(0, place)[:-1], column, width, look, styles)
        for place, (column, width, look) in enumerate(
            zip(block.columns, block.widths, block.looks or [Look()] * len(block.columns), strict=True)
        )
    ]
    columns = [column for column in columns if any(column.made.values())]
    for start in range(0, count, _CHUNK):
        yield _rows(columns, range(start, min(start + _CHUNK, count)), block).encode()
    yield xml[sample.end() :].encode()


class _Column:
    """One column: each distinct value is turned into XML, and measured, once."""

    def __init__(
        self, letters: str, values: Sequence[str | int], width: float, look: Look, styles: Sequence[str]
    ) -> None:
        self.letters, self.values, self.width = letters, values, width
        self.made = {value: _cell(value, look, styles) for value in set(values)}

    @cached_property
    def tall(self) -> Mapping[str | int, int]:
        """The lines of the values that take several."""
        return {value: taken for value in self.made if (taken := _taken(value, self.width)) > 1}


def _rows(columns: Sequence[_Column], places: range, block: Block) -> str:
    """Return the rows as XML."""
    numbers = [str(place + block.first) for place in places]
    cells: list[list[str]] = []
    for column in columns:
        values, letters, made = column.values[places.start : places.stop], column.letters, column.made
        cells.append(
            [
                f'<c r="{letters}{row}"{cell}' if (cell := made[value]) else ""
                for row, value in zip(numbers, values, strict=True)
            ]
        )
    inside = map("".join, zip(*cells, strict=True)) if cells else [""] * len(numbers)
    rows = zip(numbers, _heights(columns, places, block), inside, strict=True)
    return "".join(f'<row r="{row}"{height}>{inner}</row>' for row, height, inner in rows)


def _heights(columns: Sequence[_Column], places: range, block: Block) -> list[str]:
    """Return what says how high the rows are: as asked for, else those of several lines what they need."""
    if block.heights is not None:
        return [
            f' ht="{_in_pixels(height):g}" customHeight="1"' for height in block.heights[places.start : places.stop]
        ]
    lines = [1] * len(places)
    for column in columns:
        if column.tall:
            values = column.values[places.start : places.stop]
            lines = [max(known, column.tall.get(value, 1)) for known, value in zip(lines, values, strict=True)]
    return [f' ht="{row_height(taken)}" customHeight="1"' if taken > 1 else "" for taken in lines]


def _cell(value: str | int, look: Look, styles: Sequence[str]) -> str:
    """Return what follows the address of a cell: always a number or text, never a formula."""
    if isinstance(value, int):
        return f' s="{styles[look.number]}"><v>{value}</v></c>'
    if not value:
        return f' s="{styles[look.text]}"/>' if look.framed else ""
    if _PLAIN.fullmatch(value):
        return f' s="{styles[look.text]}" t="inlineStr"><is><t>{value}</t></is></c>'
    text = fit(value)
    style = styles[look.quoted if text[0] in RISKY else look.text]
    spaces = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    escaped = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text).translate(_ESCAPES)
    return f' s="{style}" t="inlineStr"><is><t{spaces}>{escaped}</t></is></c>'


def _in_pixels(height: float) -> float:
    """Return a height as a whole number of pixels, which is what Excel and XlsxWriter make of it."""
    return int(height * 4 / 3 + 0.5) * 0.75


def _taken(value: str | int, width: float) -> int:
    if isinstance(value, int) or (len(value) * 2 <= width and "\n" not in value):
        return 1
    return lines_of(value, width)
