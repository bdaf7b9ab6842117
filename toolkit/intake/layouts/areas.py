"""Where each card of a sheet stands: beside one another, under one another, under one head or each with its own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from toolkit.intake.layouts.labels import Meaning
    from toolkit.model import Grid


class Label(NamedTuple):
    """A label on the page; `inline` is the answer behind it in the same cell, None where it fills its cell."""

    row: int
    column: int
    right: int
    bottom: int
    meaning: Meaning
    inline: str | None
    text: str


class Area(NamedTuple):
    """Where one card stands; bottom and right are exclusive."""

    top: int
    left: int
    bottom: int
    right: int


def areas_of(grid: Grid, labels: list[Label], naming: Collection[str]) -> list[tuple[Area, list[Label]]]:
    """Cut a sheet into cards, each with its labels.

    A card begins beside another where a row names two groups, and under another where the first labels come again.
    `naming` are the answers that say what a card is about.
    """
    plain = {"own", "vocabulary", "near"}
    about = [
        label
        for label in labels
        if label.meaning.how in plain and not set(naming).isdisjoint(label.meaning.key.split("&"))
    ]
    names = _most_common(about)
    if not names:
        return []
    starts = _starts(labels, names)
    width = max(map(len, grid.rows)) + 1
    edges = [0, *starts, width]
    found: list[tuple[Area, list[Label]]] = []
    for left, right in pairwise(edges):
        inside = [label for label in labels if left <= label.column < right]
        rows = sorted({label.row for label in names if left <= label.column < right})
        tops = _tops(inside, rows)
        spots = [label.row for label in inside]
        for top, bottom in pairwise([*tops, len(grid.rows)]):
            its_own = inside[bisect_left(spots, top) : bisect_left(spots, bottom)]
            found.append((Area(top, left, bottom, right), its_own))
    return found


def _most_common(naming: list[Label]) -> list[Label]:
    """Return the labels that name the groups: of 群名称 and 群号 the one that the form draws, or the first."""
    named = [label for label in naming if "group_name" in label.meaning.key.split("&")] or naming
    own = [label for label in named if label.meaning.how == "own"]
    return own or named


def _starts(labels: list[Label], names: list[Label]) -> list[int]:
    """Return the columns where a second or third card begins beside the first."""
    rows: dict[int, list[Label]] = {}
    for label in names:
        rows.setdefault(label.row, []).append(label)
    crowded = next((row for row, found in rows.items() if len(found) > 1), None)
    if crowded is None:
        return []
    line = sorted((label for label in labels if label.row == crowded), key=lambda label: label.column)
    starts = []
    seen: set[str] = set()
    for label in line:
        if label.meaning.label in seen and label.meaning.key:
            starts.append(label.column)
            seen = set()
        seen.add(label.meaning.label)
    first: dict[tuple[int, str, bool], int] = {}
    for label in labels:
        first.setdefault(_told(label), label.column)
    again = [label.column for label in labels if _repeats(label, first)]
    return sorted(
        {
            min((column for column in again if before < column <= start), default=start)
            for before, start in zip([0, *starts], starts, strict=False)
        }
    )


def _told(label: Label) -> tuple[int, str, bool]:
    """Return what a label has in common with its like on the next card; `群号:123` beside 群号 is its answer."""
    return label.row, label.meaning.label, label.inline is None


def _repeats(label: Label, first: Mapping[tuple[int, str, bool], int]) -> bool:
    """Whether the same label stands in the same row, further left."""
    return not label.meaning.part and first[_told(label)] < label.column


def _tops(labels: list[Label], rows: list[int]) -> list[int]:
    """Return the first row of each card: where a label comes again that stands at or before the first group's name."""
    if not rows:
        return []
    first = {label.meaning.label for label in labels if label.row <= rows[0] and not label.meaning.part}
    again = [label.row for label in labels if label.meaning.label in first]
    return [0, *(again[bisect_right(again, before)] for before in rows[:-1])]


def is_list(labels: list[Label]) -> bool:
    """Whether the labels stand shoulder to shoulder, as over the columns of a list and never on a card."""
    starts = {(label.row, label.column) for label in labels}
    asking = [label for label in labels if not label.meaning.part and label.inline is None]
    crowded = [label for label in asking if (label.row, label.right + 1) in starts and not label.meaning.heads]
    return len(asking) > 2 and len(crowded) >= len(asking) / 2  # noqa: PLR2004 - two labels tell nothing
