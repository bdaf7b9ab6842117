"""Two forms on one sheet, each under its own title: the sheet is read once for each, with the rest of it blank.

Addresses stay those of the sheet. A title that stands twice is one form in two blocks, which the readers know.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.regulations.fields import label_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.model import Grid
    from toolkit.regulations.forms import Form

SHORTEST_TITLE = 6
AROUND = 14
"""So many letters may stand around a title (the institution, the year); a longer text only mentions it."""


def parts_of(grid: Grid, titles: str, forms: Sequence[Form]) -> list[Grid]:
    """Return the sheet, or a copy of it for each form whose title stands on it.

    Args:
        grid: the sheet.
        titles: its long texts, folded: most sheets have no second title, which is told here at once.
        forms: those that may stand on it.
    """
    known = {label_key(title): form.key for form in forms for title in (form.drawing.title, *form.drawing.titles)}
    there = {title for title in known if len(title) >= SHORTEST_TITLE and title in titles}
    if len(there) < 2:  # noqa: PLR2004 - two titles
        return [grid]
    starts: list[tuple[int, str]] = []
    for row, line in enumerate(grid.rows):
        found = next(filter(None, (_titled(text, there) for text in line)), "")
        if found and (not starts or known[found] != known[starts[-1][1]]):
            starts.append((row, found))
    if len(starts) < 2 or len({known[title] for _, title in starts}) < len(starts):  # noqa: PLR2004 - two forms
        return [grid]
    edges = [0, *(row for row, _ in starts[1:]), len(grid.rows)]
    return [_only(grid, top, bottom) for top, bottom in pairwise(edges)]


def _titled(text: str, titles: set[str]) -> str:
    """Return the title that a cell holds; the longest where one is part of another, "" when it holds none."""
    if len(text) < SHORTEST_TITLE:
        return ""
    label = label_key(text)
    there = (title for title in titles if title in label and len(label) <= len(title) + AROUND)
    return max(there, key=len, default="")


def _only(grid: Grid, top: int, bottom: int) -> Grid:
    rows: Iterator[tuple[str, ...]] = (line if top <= row < bottom else () for row, line in enumerate(grid.rows))
    return replace(
        grid,
        rows=tuple(rows),
        merges=tuple(merge for merge in grid.merges if top <= merge.top and merge.bottom < bottom),
    )
