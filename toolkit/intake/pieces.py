"""A collected file of very many rows is read in pieces, each in a child process of its own like any other file.

found 全校.parquet (1,200,000 rows)  →  cut: 24 pieces  →  each its reading  →  joined: one reading
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.engine import Died
from toolkit.intake.opening import open_regular
from toolkit.model import NO_CELLS, Note, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from toolkit.engine import Engine, Limits
    from toolkit.intake.discover import Found
    from toolkit.model import Table, Workbook

MOST = 50_000
"""So many rows are read at a time: a few seconds' work, and memory that any machine has."""

_MAGIC = b"PAR1"
_BLANK_AFTER = "blank_after"
_CELL = re.compile(r"([A-Z]+)(\d+)")


def cut(candidates: Sequence[Found], engine: Engine, limits: Limits) -> list[Found]:
    """Return the candidates, those with more rows than `MOST` in pieces (`Found.rows`) one after another."""
    large = [found for found in candidates if _is_parquet(found)]
    counted = zip(large, engine.isolated(_count, large, limits), strict=True) if large else ()
    rows = {found.path: count for found, count in counted if not isinstance(count, Died)}
    return [piece for found in candidates for piece in _pieces(found, rows.get(found.path, 0))]


def read_piece(found: Found, read: Callable[[Found, Workbook, str], Reading]) -> Reading:
    """Read one piece: its rows as a sheet of their own, and the addresses moved to where they stand in the file.

    The first piece tells the digest of the file.

    Raises:
        Unreadable: the file cannot be opened.
    """
    import hashlib

    from toolkit.intake.discover import fetch
    from toolkit.intake.grids.parquet import read_parquet

    data = fetch(found)
    start, stop = found.rows or (0, 0)
    book = read_parquet(data, start=start, stop=stop)
    reading = read(found, book, "" if start else hashlib.sha256(data).hexdigest())
    tables = [_moved(table, start) for table in reading.tables]
    if tables:
        tables[-1] = replace(tables[-1], evidence={**tables[-1].evidence, _BLANK_AFTER: _blank_after(book)})
    unread = tuple(spot._replace(cell=_moved_cell(spot.cell, start)) for spot in reading.cells.unread)
    return replace(reading, tables=tuple(tables), cells=replace(reading.cells, unread=unread))


def joined(pieces: Sequence[Reading]) -> Reading:
    """Return the readings of the pieces of one file as one; what one of them could not take, the file could not."""
    first = pieces[0]
    refused = next((piece for piece in pieces if piece.status == "rejected"), None)
    if refused is not None or len(pieces) == 1:
        return replace(refused or first, sha256=first.sha256)
    read = [piece for piece in pieces if piece.status == "read"]
    cells = sum((piece.cells for piece in pieces), NO_CELLS)
    return replace(read[0], sha256=first.sha256, tables=tuple(_tables(pieces)), cells=cells) if read else first


def _tables(pieces: Sequence[Reading]) -> Iterator[Table]:
    """Yield the tables with rows; the blank rows at the end of a piece stand before those of the next."""
    blank = 0
    for piece in pieces:
        for table in piece.tables if piece.status == "read" else ():
            yield replace(table, blank=table.blank + blank)
            blank = 0
        blank += sum(table.evidence.get(_BLANK_AFTER, 0) for table in piece.tables)


def _blank_after(book: Workbook) -> int:
    """Return how many rows at the end hold nothing."""
    rows = book.grids[-1].rows[1:]
    return next((number for number, row in enumerate(reversed(rows)) if any(map(str.strip, row))), len(rows))


def _is_parquet(found: Found) -> bool:
    if found.location is None or found.packed is not None:
        return False
    try:
        with open_regular(found.location) as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def _count(found: Found) -> int:
    from toolkit.intake.discover import fetch
    from toolkit.intake.grids import Unreadable
    from toolkit.intake.grids.parquet import row_count

    try:
        return row_count(fetch(found))
    except Unreadable:
        return 0


def _pieces(found: Found, rows: int) -> Iterable[Found]:
    if rows <= MOST:
        return (found,)
    return (replace(found, rows=(start, min(start + MOST, rows))) for start in range(0, rows, MOST))


def _moved(table: Table, rows: int) -> Table:
    """Return the table of a piece with its rows where they stand in the file."""
    return replace(
        table,
        offsets=tuple(offset + rows for offset in table.offsets),
        rejected=tuple((offset + rows, _note(note, rows)) for offset, note in table.rejected),
    )


def _note(note: Note, rows: int) -> Note:
    cell = str(note.facts.get("cell", ""))
    return Note(note.code, {**note.facts, "cell": _moved_cell(cell, rows)}) if _CELL.fullmatch(cell) else note


def _moved_cell(cell: str, rows: int) -> str:
    found = _CELL.fullmatch(cell)
    return f"{found[1]}{int(found[2]) + rows}" if found and int(found[2]) > 1 else cell
