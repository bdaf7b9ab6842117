"""A page read as rows or as columns of groups: the blocks under its heads, each joined with what head and foot say."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from toolkit.intake.layouts.apart import groups_apart
from toolkit.intake.layouts.blocks import PRESET
from toolkit.intake.layouts.captions import captions_of
from toolkit.intake.layouts.cells import told_by_blocks
from toolkit.intake.layouts.heads import Seeker, stops_of
from toolkit.intake.layouts.ledger import read_rows
from toolkit.intake.layouts.matrix import read_matrix
from toolkit.intake.layouts.several import rows_apart
from toolkit.intake.layouts.tables import table_of
from toolkit.intake.layouts.ticked import with_ticks_read
from toolkit.intake.layouts.weigh import Reading
from toolkit.regulations.roles import OF_A_UNIT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.intake.layouts.blocks import Block, Sheetful
    from toolkit.intake.layouts.captions import Caption
    from toolkit.intake.layouts.heads import Head
    from toolkit.intake.layouts.labels import Lexicon, Meaning
    from toolkit.model import Axis, Grid


def presets_of(words: Lexicon) -> frozenset[str]:
    """Return the answers that stand in a row before anybody fills it in."""
    form = words.form
    if form.role in OF_A_UNIT:
        return words.naming
    across = {form.drawing.across.answer} if form.drawing.across else set()
    return frozenset() if form.drawing.layout == "list" else PRESET | words.outside | across


def ledgers(
    path: str, sheet: Sheetful, hits: Sequence[tuple[int, int, Meaning]], outside: Sequence[Caption]
) -> Reading:
    """Read a page as rows of groups under one head or several."""
    by_row = _grouped((row, column, meaning) for row, column, meaning in hits)
    heads = _distinct(Seeker(sheet.grid, sheet.merges, by_row, sheet.lexicon, frozenset()).heads(), sheet)
    blocks: list[Block] = []
    last: Block | None = None
    for head, stop in zip(heads, stops_of(heads, len(sheet.grid.rows)), strict=True):
        end = _above_titles(sheet.grid, stop, head.bottom) if stop < len(sheet.grid.rows) else stop
        block = read_rows(sheet, head, end)
        if not _is_page(block, by_row, sheet.lexicon):
            blocks += groups_of(block, sheet.lexicon)
            last = block if block.offsets else last
    inner = {row for block in blocks for row in _rows_of(block)}
    read = tables_under(path, sheet, blocks, axis="row", outside=outside, inner=inner)
    heads_at = frozenset(row for block in blocks for row in range(block.head.top, block.head.bottom + 1))
    return read._replace(heads=heads_at, last=last)


def groups_of(block: Block, words: Lexicon) -> list[Block]:
    """Return the blocks of one head, a group a row in each: several groups of a row and of a cell stand apart."""
    apart = groups_apart(with_ticks_read(block), words)
    return [*apart] if words.form.drawing.layout == "list" else [*chain.from_iterable(map(rows_apart, apart))]


def _is_page(block: Block, labels: Mapping[int, Mapping[int, Meaning]], words: Lexicon) -> bool:
    """Whether labels stand where a list has its answers: then its head is a line of a card.

    On a list a label may be an answer (管理员 in a column of posts) though not the name of a group; on a form that is
    drawn as a card hardly.
    """
    lines = {*block.offsets, *(row for row, _ in block.rejected)}
    if words.form.drawing.layout == "card":  # there a line that begins with a label closes nothing
        lines |= {row for row in labels if block.head.bottom < row <= block.last}
    labelled = [at for line, at in labels.items() if line in lines]
    names = [column.at for column in block.columns if words.names(column.key)]
    if words.form.drawing.layout == "card":
        return len(labelled) > len(lines) / 2
    return sum(any(name in at for name in names) for at in labelled) > len(lines) / 2


def _distinct(heads: Sequence[Head], sheet: Sheetful) -> list[Head]:
    """Leave out a head that only repeats the one above it, as on every printed page; one with a new 单位 stays."""
    found: list[Head] = []
    for head in heads:
        before = found[-1] if found else None
        if before and [(c.at, c.key, c.label) for c in before.columns] == [
            (c.at, c.key, c.label) for c in head.columns
        ]:
            above = range(max(before.bottom + 1, head.top - 4), head.top)
            captions = captions_of(sheet.grid, above, lexicon=sheet.lexicon, page=sheet.page, merges=sheet.merges)
            if not any(caption.key == "unit" for caption in captions):
                continue
        found.append(head)
    return found


def _above_titles(grid: Grid, top: int, bottom: int) -> int:
    """Return the row where the rows of a block end when another head stands at `top`: before its own title."""
    row = top
    while row - 1 > bottom and sum(bool(text.strip()) for text in grid.rows[row - 1]) <= 1:
        row -= 1
    blank = (line for line in range(row, top) if not any(text.strip() for text in grid.rows[line]))
    return next(blank, top)


def matrices(
    path: str, sheet: Sheetful, hits: Sequence[tuple[int, int, Meaning]], outside: Sequence[Caption]
) -> Reading:
    """Read a page as columns of groups beside a column of labels."""
    by_column = _grouped((column, row, meaning) for row, column, meaning in hits)
    if not any(len(line) > 1 and any(m.names_group for m in line.values()) for line in by_column.values()):
        return Reading("column", [])
    read = read_matrix(sheet.grid, by_column, lexicon=sheet.lexicon, page=sheet.page, presets=sheet.presets)
    blocks = [block for block in read if not _is_page(block, by_column, sheet.lexicon)]
    inner = {
        row
        for block in blocks
        for row in range(min(c.at for c in block.head.columns), max(c.at for c in block.head.columns) + 1)
    }
    return tables_under(path, sheet, blocks, axis="column", outside=outside, inner=inner)


def tables_under(  # noqa: PLR0913 - what one page gives, block by block
    path: str, sheet: Sheetful, blocks: Sequence[Block], *, axis: Axis, outside: Sequence[Caption], inner: set[int]
) -> Reading:
    """Join each block with the captions nearest to it: those above it, then those of the rest of the page."""
    if not blocks:
        return Reading(axis, [])
    rows = [row for row in range(len(sheet.grid.rows)) if row not in inner]
    captions = captions_of(sheet.grid, rows, lexicon=sheet.lexicon, page=sheet.page, merges=sheet.merges)
    form = sheet.lexicon.form
    found = []
    for block in blocks:
        start = block.head.top if axis == "row" else min(column.at for column in block.head.columns)
        above = [caption for caption in reversed(captions) if caption.row < start]
        below = [caption for caption in captions if caption.row >= start]
        near = sorted(above, key=lambda caption: -caption.row) + below + list(outside)
        found.append(table_of(path, sheet.grid.name, form=form, axis=axis, block=block, captions=near, evidence={}))
    return Reading(axis, found, partial(told_by_blocks, sheet, blocks, captions, found, axis=axis))


def _rows_of(block: Block) -> set[int]:
    rows = set(range(block.head.top, block.last + 1)) | {block.head.top, block.head.bottom}
    return rows - set(block.captions)


def _grouped(hits: Any) -> dict[int, dict[int, Meaning]]:
    found: dict[int, dict[int, Meaning]] = {}
    for line, at, meaning in hits:
        found.setdefault(line, {})[at] = meaning
    return found
