"""A matrix is a ledger on its side: the grid is turned, read by the same reader, and the places change back.

群聊类别 | 微信群 1 | QQ 群 1        fields run down, groups across; the head 微信群 1 gives the platform
名称     | 教务通知 | 教务值班
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from toolkit.intake.layouts.blocks import Block, Sheetful
from toolkit.intake.layouts.heads import FEWEST, HIGHEST, Head, Seeker, is_mostly, may_be_halves, stops_of
from toolkit.intake.layouts.ledger import read_slots
from toolkit.intake.layouts.merged import merges_of, turned
from toolkit.intake.layouts.stacked import Column
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.intake.layouts.labels import Lexicon, Meaning
    from toolkit.intake.layouts.printed import Page
    from toolkit.model import Grid

_PLATFORM = re.compile(r"\s*(?:QQ|微信|企业微信|钉钉)\s*(?:工作)?群?\s*[\d一二三四五六七八九十]*\s*", re.IGNORECASE)


def read_matrix(
    grid: Grid, columns: Mapping[int, Mapping[int, Meaning]], *, lexicon: Lexicon, page: Page, presets: frozenset[str]
) -> list[Block]:
    """Return the blocks of groups running across; their `at` is a row of the grid and their offsets are columns.

    Args:
        grid: the sheet as it stands.
        columns: for each column its rows that are labels.
        lexicon: the labels of the form.
        page: what the form prints.
        presets: answers that are printed and make no slot a filled one.
    """
    outside = lexicon.outside | ({"unit"} if lexicon.form.drawing.layout == "matrix" else frozenset[str]())
    if not may_be_matrix(grid, columns, lexicon=lexicon, outside=outside):
        return []
    side = turned(grid)
    merges = merges_of(side)
    heads = [_with_platforms(side, head, lexicon) for head in Seeker(side, merges, columns, lexicon, outside).heads()]
    sheet = Sheetful(side, merges, lexicon, page, presets)
    found = []
    for head, stop in zip(heads, stops_of(heads, len(side.rows)), strict=True):
        found.append(read_slots(sheet, head, stop))
    return found


def may_be_matrix(
    grid: Grid, columns: Mapping[int, Mapping[int, Meaning]], *, lexicon: Lexicon, outside: frozenset[str]
) -> bool:
    """Whether a column of the grid may be a head when the grid is turned; most pages are told without turning them.

    What `Seeker` asks of a head: two labels in one column, one of them naming the group, or else a column up to
    three to its right in which hardly anything but labels stands.
    """
    labels = lexicon.labels_in(chain.from_iterable(grid.rows))
    found: dict[int, list[Meaning]] = {}
    for line in grid.rows:
        if not labels.isdisjoint(line):
            for at, text in enumerate(line):
                if text in labels and (meaning := lexicon.loosely(text)) and meaning.key not in outside:
                    found.setdefault(at, []).append(meaning)
    merged = Counter[int]()
    for merge in grid.merges:
        merged[merge.right] += merge.bottom - merge.top + (merge.bottom > merge.top)
    for at in columns:
        meanings = found.get(at, ())
        if len(meanings) >= FEWEST and any(meaning.names_group for meaning in meanings):
            return True
        for last in range(at + 1, at + HIGHEST):
            beside = len(columns.get(last, ()))
            upper = chain.from_iterable(_column(grid, column) for column in range(at, last))
            if (
                beside
                and is_mostly(beside + merged[last - 1], _column(grid, last))
                and may_be_halves(tuple(upper), tuple(_column(grid, last)), lexicon)
            ):
                return True
    return False


def _column(grid: Grid, at: int) -> Iterator[str]:
    return (line[at] for line in grid.rows if at < len(line))


def _with_platforms(side: Grid, head: Head, lexicon: Lexicon) -> Head:
    """Take the heads of the columns (微信群 1 …) for the platform where their own label is lost."""
    if "platform" in head.keys or not head.columns:
        return head
    at = min(column.at for column in head.columns) - 1
    if at < head.left:
        return head
    texts = [side.at(row, at) for row in range(head.bottom + 1, len(side.rows))]
    given = [text for text in texts if text.strip()]
    if not given or not all(map(_PLATFORM.fullmatch, given)):
        return head
    across = lexicon.form.drawing.across
    label = across.label if across else vocabulary()["platform"].zh
    return replace(head, columns=(Column(at, "platform", label, "own"), *head.columns))
