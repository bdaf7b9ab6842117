"""csv and tsv as one grid without a name: UTF-8, UTF-16 by its mark, GB18030; comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from toolkit.intake.grids.sniff import encoding_by_mark
from toolkit.intake.grids.text import BLANK, grid_of
from toolkit.intake.grids.unreadable import CELLS, UNPACKED, Unreadable
from toolkit.model import Note, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS = ("\t", ";", ",")  # where two explain a text equally well: commas stand inside names too
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
AS_TEXT = re.compile(r'="([^"]*)"')
DDE = re.compile(r"^[\"'\s,;]*[=+\-@].{0,100}\|.{0,300}!", re.MULTILINE)
LOOKED_AT = 200


def read_csv(data: bytes) -> Workbook:
    """Return a text file as a workbook of one grid.

    Raises:
        Unreadable: `too-large`, or `not-a-workbook` when the text is in no encoding we know.
    """
    text, notes = _text(data)
    declared = SEPARATOR_LINE.match(text)
    if declared:  # Excel obeys this line and does not show it
        text = text[declared.end() :]
    delimiter = declared[1] if declared else _delimiter(text)
    if text.count(delimiter) > CELLS:
        raise Unreadable("too-large", limit="cells", most=CELLS)
    rows, whole = _rows(text, delimiter)
    if not whole:
        notes.append(Note("recovered", {"problem": "quotes"}))
    if DDE.search(text):
        notes.append(Note("dde", {"count": len(DDE.findall(text))}))
    return Workbook((grid_of("", rows),), tuple(notes))


def _text(data: bytes) -> tuple[str, list[Note]]:
    """Decode, strictly where that works; what no encoding explains is replaced and told."""
    for encoding in (encoding_by_mark(data) or "utf-8", "gb18030"):
        try:
            return data.decode(encoding), []
        except UnicodeError:
            continue
    text = data.decode(encoding_by_mark(data) or _likelier(data), errors="replace")
    return text, [Note("recovered", {"problem": "encoding", "count": text.count("\ufffd")})]


def _likelier(data: bytes) -> str:
    return min(("utf-8", "gb18030"), key=lambda encoding: data.decode(encoding, errors="replace").count("\ufffd"))


def _delimiter(text: str) -> str:
    """Return the delimiter by which most lines fall into equally many pieces; a comma for a text without any."""

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in islice(_lenient(text, delimiter), LOOKED_AT) if len(row) > 1)
        width, lines = max(widths.items(), key=lambda found: (found[1], found[0]), default=(0, 0))
        return lines, width

    return max(DELIMITERS, key=evenness)


def _lenient(text: str, delimiter: str) -> Iterator[list[str]]:
    lines = (line[:UNPACKED] for line in io.StringIO(text, newline=""))
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return


def _rows(text: str, delimiter: str) -> tuple[list[tuple[str, ...]], bool]:
    """Return the rows, and whether the quotes in the text were all in order.

    A stray quote would swallow all lines behind it into one cell; then quotes are taken as they stand.
    """
    csv.field_size_limit(UNPACKED)
    text = text.replace("\0", "").rstrip("\x1a")
    try:
        return [_line(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)], True
    except csv.Error:
        pass
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE)
        return [_line(row) for row in reader], False
    except csv.Error:  # a carriage return alone in the middle of a line
        return [_line(line.split(delimiter)) for line in text.splitlines()], False


def _line(row: list[str]) -> tuple[str, ...]:
    """Return a row as Excel shows it (`="0139"` is a number kept as text), without its trailing blanks."""
    texts = [found[1] if (found := AS_TEXT.fullmatch(text)) else text for text in row]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts) if texts else BLANK
