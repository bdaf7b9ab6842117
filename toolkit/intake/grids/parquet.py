"""Parquet: a table of more rows than a sheet of Excel takes, with its headings as the names of its columns.

As a sheet it has the headings in row 1. A ledger that this tool wrote holds several sheets in one file: `SHEET_COLUMN`
says which a row belongs to, and what is no register (`裁定`) stands as rows of text in the file's own properties.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import TYPE_CHECKING, Any

from toolkit.intake.grids.unreadable import CELLS, Unreadable
from toolkit.model import Grid, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Rows = tuple[tuple[str, ...], ...]

MAGIC = b"PAR1"
SHEET_COLUMN = "工作表"
"""The column of our own file that says on which sheet a row would stand in a workbook."""
_SHEETS, _PROPERTIES = b"reconcile-sheets", b"reconcile-properties"
_AT_ONCE = 10_000


def is_at_hand() -> bool:
    """Tell whether parquet can be read and written here: pyarrow is an extra (`reconcile-toolkit[parquet]`)."""
    try:
        import pyarrow.parquet  # noqa: F401 - only whether it is there
    except ImportError:
        return False
    return True


def row_count(data: bytes) -> int:
    """Return how many rows a file has, its headings not counted.

    Raises:
        Unreadable: `corrupt`, or `not-a-workbook` (`parquet`) where nothing here reads parquet.
    """
    return int(_opened(data).metadata.num_rows)


def read_parquet(data: bytes, *, start: int = 0, stop: int | None = None) -> Workbook:
    """Return a file, or its rows from `start` to `stop`, as text: one grid, or those that our own ledger holds.

    Raises:
        Unreadable: `corrupt`, or `too-large` when the rows asked for have more cells than a file may have.
    """
    file = _opened(data)
    rows = min(file.metadata.num_rows, stop if stop is not None else file.metadata.num_rows) - start
    if rows * file.metadata.num_columns > CELLS:
        raise Unreadable("too-large", limit="cells", most=CELLS)
    return _workbook(file, start, start + max(rows, 0))


def read_register(data: bytes) -> Workbook:
    """Return a file of the department's own, however large.

    Raises:
        Unreadable: `corrupt`.
    """
    file = _opened(data)
    return _workbook(file, 0, file.metadata.num_rows)


def write_parquet(
    sheets: Mapping[str, Mapping[str, Sequence[str | int]]],
    *,
    beside: Mapping[str, Sequence[Sequence[str]]],
    properties: Mapping[str, str],
) -> bytes:
    """Return sheets as one file that `read_parquet` and `read_register` take apart again.

    Args:
        sheets: name to columns, heading to cells; those of all sheets are put side by side.
        beside: sheets that are no rows of the register, as rows of text.
        properties: what the file says of itself.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    headings = dict.fromkeys(heading for columns in sheets.values() for heading in columns)
    parts = []
    for name, columns in sheets.items():
        length = len(next(iter(columns.values()), ()))
        texts = {heading: pa.array(map(str, columns.get(heading, [""] * length)), pa.string()) for heading in headings}
        parts.append(pa.table({SHEET_COLUMN: pa.array([name] * length, pa.string()), **texts}))
    told = {_SHEETS: _json(beside), _PROPERTIES: _json(properties)}
    stream = io.BytesIO()
    pq.write_table(pa.concat_tables(parts).replace_schema_metadata(told), stream, compression="zstd")
    return stream.getvalue()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _opened(data: bytes) -> Any:
    if not is_at_hand():
        raise Unreadable("not-a-workbook", kind="parquet")
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(io.BytesIO(data), memory_map=False)
    except (pa.ArrowException, OSError, ValueError):
        raise Unreadable("corrupt") from None


def _workbook(file: Any, start: int, stop: int) -> Workbook:
    import pyarrow as pa

    headings = tuple(map(str, file.schema_arrow.names))
    try:
        rows = [row for batch in _batches(file, start, stop) for row in _rows(batch)]
    except (pa.ArrowException, OSError, ValueError):
        raise Unreadable("corrupt") from None
    told = file.schema_arrow.metadata or {}
    properties = _said(told.get(_PROPERTIES), dict)
    if not properties:
        return Workbook((Grid("", (headings, *rows)),))
    beside = {
        str(name): tuple(tuple(map(str, row)) for row in lines)
        for name, lines in _said(told.get(_SHEETS), dict).items()
    }
    return Workbook((*_sheets(headings, rows), *(Grid(*sheet) for sheet in beside.items())), properties=properties)


def _said(written: bytes | None, kind: type[dict[str, Any]]) -> dict[str, Any]:
    try:
        found = json.loads(written or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, kind) else {}


def _sheets(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[Grid]:
    """Yield the sheets that a file of ours holds, in the order in which they stand there."""
    at = headings.index(SHEET_COLUMN) if SHEET_COLUMN in headings else len(headings)
    held: dict[str, list[tuple[str, ...]]] = {}
    for row in rows:
        held.setdefault(row[at] if at < len(row) else "", []).append(row[:at] + row[at + 1 :])
    heads = headings[:at] + headings[at + 1 :]
    for name, lines in held.items():
        yield Grid(name, (heads, *lines))


def _batches(file: Any, start: int, stop: int) -> Iterator[Any]:
    """Yield the rows from `start` to `stop`, a part at a time."""
    seen = 0
    for batch in file.iter_batches(batch_size=_AT_ONCE, use_threads=False):
        first, last = max(start - seen, 0), min(stop - seen, batch.num_rows)
        if first < last:
            yield batch.slice(first, last - first)
        seen += batch.num_rows
        if seen >= stop:
            return


def _rows(batch: Any) -> Iterator[tuple[str, ...]]:
    return zip(*(_texts(column) for column in batch.columns), strict=True)


def _texts(column: Any) -> list[str]:
    """Return a column as text, each distinct value turned and kept once."""
    import pyarrow as pa

    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return [_text(value) for value in column.to_pylist()]
    found = column.dictionary_encode()
    values = [text or "" for text in found.dictionary.to_pylist()]
    return (
        [values[code] for code in found.indices.fill_null(0).to_pylist()]
        if not column.null_count
        else ["" if code is None else values[code] for code in found.indices.to_pylist()]
    )


def _text(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN alone differs from itself
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "\n".join(map(_text, value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
