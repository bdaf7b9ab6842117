"""Rows that are surely records, told a column at a time: only the others must be looked at one by one.

The first three cells of a plain row are filled and say nothing that a caption, a total or an example would; its group
is named; the columns below the labels do not repeat them. A row that is not plain may be a record all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.intake.layouts.row_kinds import is_example, is_total, names_nothing, says_nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.intake.layouts.blocks import Side
    from toolkit.intake.layouts.heads import Head
    from toolkit.intake.layouts.ledger_rows import Walk
    from toolkit.model import Grid

LEADING = 3
REPEATED = 2


def plain_rows(grid: Grid, head: Head, sides: Sequence[Side], walk: Walk) -> list[bool]:
    """Return for each row of a block whether `Walk.kind` would surely call it a record, [] where none is sure.

    Args:
        grid: the sheet.
        head: over the rows.
        sides: all columns of the block that are labelled or hold something, those that number the rows too.
        walk: for what it knows of its columns.
    """
    leading = [side for side in sides if side.column.at < head.left + LEADING <= head.right]
    answers = sum(side.column.at in walk.inner for side in leading)
    if len(leading) < LEADING or answers < REPEATED or not walk.names or _repeats(grid, head, sides):
        return []
    first, second, third = ([cell.strip() for cell in side.cells] for side in leading)
    odd_first = {text for text in set(first) if not text or _is_aside(text) or walk.may_be_caption(text)}
    odd_second = {text for text in set(second) if not text or _is_aside(text)}
    odd_third = {text for text in set(third) if not text or is_example(text)}
    nameless = {name for name in set(walk.names) if says_nothing(name) or names_nothing(name)}
    return [
        name not in nameless and one not in odd_first and two not in odd_second and three not in odd_third
        for name, one, two, three in zip(walk.names, first, second, third, strict=True)
    ]


def _is_aside(text: str) -> bool:
    return is_total(text) or is_example(text)


def _repeats(grid: Grid, head: Head, sides: Sequence[Side]) -> bool:
    """Whether so many columns say their label again that a row may be the head of another printed page."""
    again = 0
    for column, cells in sides:
        label = grid.at(head.bottom, column.at).strip()
        again += bool(label) and label in "\n".join(cells)
    return again >= REPEATED
