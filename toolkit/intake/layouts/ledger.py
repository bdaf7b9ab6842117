"""One row a group: what the rows under a head say, and which rows are no records.

Titles, sections, totals, notes, signatures and repeated heads are passed over; an example and a row that names no group
are rejected; an empty row before the last filled one is a blank slot. Texts are as typed.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, repeat, zip_longest
from typing import TYPE_CHECKING

from toolkit.intake.layouts.blocks import PRESET, Block, Sheetful, Side
from toolkit.intake.layouts.heads import Head, is_sequence
from toolkit.intake.layouts.kinds import LOOKED_AT
from toolkit.intake.layouts.ledger_rows import Walk
from toolkit.intake.layouts.near_heads import with_near
from toolkit.intake.layouts.plain import plain_rows
from toolkit.intake.layouts.row_kinds import is_note
from toolkit.intake.layouts.stacked import Column, sums_of_counts

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_rows(sheet: Sheetful, head: Head, stop: int) -> Block:
    """Read the rows of a ledger from under its head to `stop` (exclusive)."""
    head = _asked_nearly(sheet, head, stop)
    sides = list(_sides(sheet, head, stop))
    kept = [side for side in sides if not is_sequence(*side)]
    walk = Walk(sheet, head, kept)
    rows = range(head.bottom + 1, stop)
    plain = plain_rows(sheet.grid, head, sides, walk) or repeat(False)  # noqa: FBT003 - `repeat` takes its value so
    for row, is_plain in zip(rows, plain, strict=False):
        walk.step(row, "record" if is_plain else walk.kind(row))
    return walk.block(stop, _numbering(sides, kept))


def read_slots(sheet: Sheetful, head: Head, stop: int) -> Block:
    """Read the columns of a matrix, which is a ledger on its side: only what stands at its labels counts."""
    head = _asked_nearly(sheet, head, stop)
    first, last = head.columns[0].at, head.columns[-1].at
    labelled = [side for side in _sides(sheet, head, stop) if first <= side.column.at <= last]
    sides = [side for side in labelled if not is_sequence(*side)]
    walk = Walk(sheet, head, [side for side in sides if not is_note(side.column.label)])
    offers = [column.at for column in head.columns if column.key in sheet.presets and column.key not in PRESET]
    for row in range(head.bottom + 1, stop):
        kind = walk.judged(row)
        heads_it = not offers or any(sheet.grid.at(row, at).strip() for at in offers)
        alone = sum(bool(text.strip()) for text in sheet.grid.rows[row]) == 1
        walk.step(row, "pass" if not heads_it and (kind == "slot" or (kind == "record" and alone)) else kind)
    return walk.block(stop, _numbering(labelled, sides))


def _asked_nearly(sheet: Sheetful, head: Head, stop: int) -> Head:
    """Return the head with the headings that are near a known one taken for it."""

    def under(at: int) -> list[str]:
        return [sheet.grid.at(row, at) for row in range(head.bottom + 1, min(stop, head.bottom + 1 + LOOKED_AT))]

    return with_near(replace(head, columns=tuple(sums_of_counts(head.columns))), under, sheet.lexicon)


def _numbering(sides: list[Side], kept: list[Side]) -> frozenset[int]:
    return frozenset(side.column.at for side in sides) - frozenset(side.column.at for side in kept)


def _sides(sheet: Sheetful, head: Head, stop: int) -> Iterator[Side]:
    """Yield the labelled columns of a block, and those without a label that hold something."""
    known = {column.at: column for column in head.columns}
    rows = sheet.grid.rows
    body = rows[head.bottom + 1 : stop]
    width = max(map(len, rows[max(head.top, 0) : stop]), default=0)
    cells = chain(zip_longest(*body, fillvalue=""), repeat(("",) * len(body)))
    for at, texts in zip(range(min(width, head.right)), cells, strict=False):
        if at >= head.left and (at in known or any(map(str.strip, texts))):
            yield Side(known.get(at) or Column(at, "", "", ""), texts)
