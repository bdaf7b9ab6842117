"""The line 本单位本年度无变更 with a box to tick: an answer for the whole unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.normalise.ticks import has_marks, marked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.model import Grid

_STATEMENT = re.compile(
    r"(?:我|本|该)(?:单位|部门|院|系|处|学院|中心|所|馆)(?:本年度?|今年)?(?:各群|群组|登记|备案)?(?:信息|情况)?(?:均|全部)?无(?:任何)?变更"
)
_MARKS = re.compile(r"[☑√□\s。.!！:：()（）]")
_TICKED = re.compile("[☑√]")
_YES = frozenset({"是", "对", "√", "☑"})
LONGEST = 40


def states_unchanged(grids: Iterable[Grid]) -> str:
    """Return the text that says the unit has nothing to change, "" when none does or its box is left empty.

    The line says so by itself, too, where somebody took the box away; a tick may stand in the cell beside it.
    """
    for grid in grids:
        for row, line in enumerate(grid.rows):
            if "变更" not in "\n".join(line):
                continue
            for column, text in enumerate(line):
                if "无" in text and "变更" in text and len(text) <= LONGEST:
                    beside = marked(grid.at(row, column + 1)).strip()
                    if _says_so(marked(text), beside):
                        return text.strip()
    return ""


def offers_it(grids: Iterable[Grid]) -> bool:
    """Return whether the line stands on a sheet, ticked or not: a form that was handed out with last year's groups."""
    lines = (text for grid in grids for line in grid.rows for text in line if "无" in text and "变更" in text)
    return any(_STATEMENT.fullmatch(_MARKS.sub("", marked(text))) for text in lines if len(text) <= LONGEST)


def _says_so(line: str, beside: str) -> bool:
    if not _STATEMENT.fullmatch(_MARKS.sub("", line)):
        return False
    return bool(_TICKED.search(line)) or beside in _YES or not (has_marks(line) or has_marks(beside) or beside)
