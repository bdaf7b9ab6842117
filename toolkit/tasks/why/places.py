"""Where in the report a group stands: sheet and cell of every row that is about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.model import Where, cell_name
from toolkit.register.decisions.sheet import QUESTION
from toolkit.report.links import place_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.model import Grid

_IDS = ("record", "previous")
_HEAD = 2


def places(sheets: Sequence[Grid], names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return `sheet!cell` of the report's rows about records and previous rows.

    Args:
        sheets: the sheets of the report.
        names: the ids of the group.
        rows: its rows in outcome.json, for the places they were read from.
    """
    spoken = {place_text(Where(**row["source"])) for row in rows}
    return [f"{grid.name}!{cell_name(row, 0)}" for grid in sheets for row in _about(grid, frozenset(names), spoken)]


def decided(sheets: Sequence[Grid], wanted: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return kind, answer, state, who, when and why of the decisions that name one of these units and names."""
    from toolkit.register.decisions.sheet import COLUMNS

    asked = {(unit, name) for unit, name in wanted if name}
    shown = [COLUMNS.index(name) for name in ("decision-kind", "answer", "state", "decided-by", "decided-on", "remark")]
    found = []
    for grid in sheets:
        head = grid.rows[_HEAD] if len(grid.rows) > _HEAD else ()
        if len(head) <= len(COLUMNS) or head[len(COLUMNS)] != QUESTION:
            continue
        for row in range(_HEAD + 1, len(grid.rows)):
            named = {
                pair
                for side in ("", "previous-")
                for pair in zip(
                    grid.at(row, COLUMNS.index(f"{side}unit")).split("\n"),
                    grid.at(row, COLUMNS.index(f"{side}group")).split("\n"),
                    strict=False,
                )
            }
            if named & asked:
                found.append(tuple(grid.at(row, column) for column in shown))
    return found


def _about(grid: Grid, names: frozenset[str], spoken: set[str]) -> Iterator[int]:
    head = grid.rows[_HEAD] if len(grid.rows) > _HEAD else ()
    ids = [column for column, text in enumerate(head) if text in _IDS]
    for row in range(_HEAD + 1, len(grid.rows)):
        if any(grid.at(row, column) in names for column in ids) or not spoken.isdisjoint(grid.rows[row]):
            yield row
