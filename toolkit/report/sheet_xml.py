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
from typing import TYPE_CHECKING

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
SAMPLES = ("text", "quoted", "number")
_SAMPLE_ROW = re.compile(r'<row r="2".*?</row>|<row r="2"[^>]*/>', re.DOTALL)
_STYLE = re.compile(r'<c r="[A-Z]+2" s="(\d+)"')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_CONTROL = re.compile(r"[\x0d]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_PLAIN = re.compile("[A-Za-z0-9\u4e00-\u9fff][!-%'-;=?-^`-~\u4e00-\u9fff（）｜、，。：；“”《》› ]{0,2000}(?<! )")
"""Text that stands in XML as it is: nothing to escape, no space at its ends, no sign at its beginning, not too long."""


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one sheet below its headings: one list of cells a column (text, a number, "" for blank)."""

    columns: Sequence[Sequence[str | int]]
    widths: Sequence[float]


def write_samples(page: Worksheet, formats: Sequence[Format]) -> None:
    """Write the row of samples, one cell a format of `SAMPLES`, in row 2."""
    for place, shape in enumerate(formats):
        page.write_blank(1, place, None, shape)


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
    sample = _SAMPLE_ROW.search(xml)
    if sample is None:
        raise ValueError("the row of samples is missing")
    styles = dict(zip(SAMPLES, _STYLE.findall(sample[0]), strict=True))
    count = len(block.columns[0]) if block.columns else 0
    last = cell_name(max(count, 1), len(block.columns) - 1)
    yield _DIMENSION.sub(f'<dimension ref="A1:{last}"/>', xml[: sample.start()]).encode()
    columns = [
        _Column(cell_name(0, place)[:-1], column, width, styles)
        for place, (column, width) in enumerate(zip(block.columns, block.widths, strict=True))
    ]
    columns = [column for column in columns if any(column.made.values())]
    for start in range(0, count, _CHUNK):
        yield _rows(columns, range(start, min(start + _CHUNK, count))).encode()
    yield xml[sample.end() :].encode()


class _Column:
    """One column: each distinct value is turned into XML, and measured, once."""

    def __init__(self, letters: str, values: Sequence[str | int], width: float, styles: Mapping[str, str]) -> None:
        self.letters, self.values = letters, values
        self.made = {value: _cell(value, styles) for value in set(values)}
        self.tall = {value: taken for value in self.made if (taken := _taken(value, width)) > 1}


def _rows(columns: Sequence[_Column], places: range) -> str:
    """Return the rows as XML; those whose text takes several lines are as high as it needs."""
    numbers = [str(place + 2) for place in places]
    lines = [1] * len(places)
    cells: list[list[str]] = []
    for column in columns:
        values, letters, made, tall = (
            column.values[places.start : places.stop],
            column.letters,
            column.made,
            column.tall,
        )
        cells.append(
            [
                f'<c r="{letters}{row}"{made[value]}' if value != "" else ""
                for row, value in zip(numbers, values, strict=True)
            ]
        )
        if tall:
            lines = [max(known, tall.get(value, 1)) for known, value in zip(lines, values, strict=True)]
    heights = [f' ht="{row_height(taken)}" customHeight="1"' if taken > 1 else "" for taken in lines]
    inside = map("".join, zip(*cells, strict=True)) if cells else [""] * len(numbers)
    rows = zip(numbers, heights, inside, strict=True)
    return "".join(f'<row r="{row}"{height}>{inner}</row>' for row, height, inner in rows)


def _cell(value: str | int, styles: Mapping[str, str]) -> str:
    """Return what follows the address of a cell: always a number or text, never a formula."""
    if isinstance(value, int):
        return f' s="{styles["number"]}"><v>{value}</v></c>'
    if not value:
        return ""
    if _PLAIN.fullmatch(value):
        return f' s="{styles["text"]}" t="inlineStr"><is><t>{value}</t></is></c>'
    text = fit(value)
    style = styles["quoted" if text[0] in RISKY else "text"]
    spaces = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    escaped = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text).translate(_ESCAPES)
    return f' s="{style}" t="inlineStr"><is><t{spaces}>{escaped}</t></is></c>'


def _taken(value: str | int, width: float) -> int:
    if isinstance(value, int) or (len(value) * 2 <= width and "\n" not in value):
        return 1
    return lines_of(value, width)
