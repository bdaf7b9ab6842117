"""A workbook of 反馈/ that came back: it answers the round it names, and outranks the return that it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.normalise.text import clean

if TYPE_CHECKING:
    from toolkit.model import Workbook

LISTING = "修改清单"
ROUND = "reconcile-round"
"""The workbook's property that names the round (its day); older workbooks have the sheet and no property."""
SOME_ROUND = "0001-01-01"


def answered_round(workbook: Workbook) -> str:
    """Return the day of the round that a workbook answers, `SOME_ROUND` where it does not say, "" for any other file.

    It is told by its first sheet, which stays whatever program saved the file.
    """
    for grid in workbook.grids:
        if clean(grid.name) == LISTING and any(clean(text).endswith(LISTING) for text in grid.rows[0] if text):
            return workbook.properties.get(ROUND, "") or SOME_ROUND
    return ""
