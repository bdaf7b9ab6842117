"""Which answers of a table are struck out, carry a note, or have a picture in place of text: for a person to decide.

The text counts as typed. A record of which most is struck out is told once. Notes on labels are the form's own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.normalise.identity import without_identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.model import Grid, Mark, Table

EVIDENCE = "marked"
MOST_OF_IT = 2 / 3
_NAME = "group_name"
_WHOLE = "row"


def with_marks(tables: Iterable[Table], grids: Iterable[Grid]) -> list[Table]:
    """Return tables with the marks on their answers as evidence (`marked`: offset, key, kind, text)."""
    marked = {grid.name: grid.marks for grid in grids if grid.marks}
    return [_marked(table, marked[table.sheet.name]) if table.sheet.name in marked else table for table in tables]


def _marked(table: Table, marks: Iterable[Mark]) -> Table:
    known = _answers(table)
    found = [(*spot, mark.kind, mark.text) for mark in marks if (spot := _spot(table, known, mark))]
    struck = Counter(offset for offset, _, kind, text in found if kind == "struck" and not text)
    whole = {offset for offset, count in struck.items() if count >= MOST_OF_IT * _filled(table, offset)}
    rest = [mark for mark in found if not (mark[2] == "struck" and mark[0] in whole)]
    told = [(offset, _NAME, _WHOLE, "") for offset in sorted(whole)] + [(*mark[:3], mark[3]) for mark in rest]
    texts = [[*mark[:3], without_identity(mark[3]).text or _text(table, mark[0], mark[1])] for mark in told]
    return replace(table, evidence={**table.evidence, EVIDENCE: texts}) if texts else table


def _answers(table: Table) -> Mapping[tuple[int | None, int | None], str]:
    return {table.sheet.places[key]: key for key in reversed(list(table.sheet.places))}


def _spot(table: Table, known: Mapping[tuple[int | None, int | None], str], mark: Mark) -> tuple[int, str] | None:
    """Return the record and the answer of a marked cell; of a cell in a record's row without a label, the record."""
    if not table.offsets:
        return None
    if fixed := known.get((mark.row, mark.column)):
        return table.offsets[0], fixed
    if table.sheet.axis == "row" and mark.row in table.offsets:
        return mark.row, known.get((None, mark.column), _NAME)
    if table.sheet.axis == "column" and mark.column in table.offsets:
        return mark.column, known.get((mark.row, None), _NAME)
    return None


def _filled(table: Table, offset: int) -> int:
    at = table.offsets.index(offset)
    keys = [key for key, place in table.sheet.places.items() if None in place or table.sheet.axis == "card"]
    return max(1, sum(bool(table.columns[key][at].strip()) for key in keys if key in table.columns))


def _text(table: Table, offset: int, key: str) -> str:
    texts = table.columns.get(key)
    return texts[table.offsets.index(offset)] if texts else ""
