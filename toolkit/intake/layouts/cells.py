"""What became of every filled cell of a page: an answer, a label, printed by the form, or unread.

    通知群 | 150 | 备注请看附件      under 群名称, 人数 and no label at all:   answer · answer · answer (other)
    以上情况属实，张三                beside, below or between the rows:         unread

A reader notes what it takes while it takes it; what is left and is not printed by the form is unread. Nothing that
anybody typed is passed over in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from toolkit.intake.layouts.captions import ELSEWHERE
from toolkit.intake.layouts.page_words import page_words
from toolkit.intake.layouts.row_kinds import is_sum, is_total, says_nothing
from toolkit.intake.layouts.stacked import one_line
from toolkit.model import MOST_UNREAD, Cells, Unread, cell_name
from toolkit.regulations.fields import label_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.intake.layouts.blocks import Block, Sheetful
    from toolkit.intake.layouts.captions import Caption
    from toolkit.intake.layouts.card import Card, Spot
    from toolkit.intake.layouts.printed import Page
    from toolkit.model import Axis, Grid, Table

_SPACE = re.compile(r"\s+")
_REPEATED = 2


class Told:
    """What the cells of one page were taken for, noted while it is read."""

    def __init__(self, grid: Grid) -> None:
        """Begin with nothing taken."""
        self.grid = grid
        self._answers: dict[int, set[int] | frozenset[int]] = {}
        self._labels: dict[int, set[int]] = {}

    def answer(self, row: int, column: int) -> None:
        """Note that what was typed into a cell went into an answer."""
        self._answers[row] = {*self._answers.get(row, ()), column}

    def answers(self, row: int, columns: frozenset[int]) -> None:
        """Note the same of several cells of a row."""
        held = self._answers.get(row)
        self._answers[row] = columns if held is None else held | columns

    def label(self, row: int, column: int) -> None:
        """Note that a cell holds a label, or another text that is understood as it stands."""
        self._labels.setdefault(row, set()).add(column)

    def cells(self, page: Page, *, most: int = MOST_UNREAD) -> Cells:
        """Return what became of every filled cell; what was not noted is printed by the form, or unread."""
        answers = labels = printed = filled = more = 0
        unread: list[Unread] = []
        for row, line in enumerate(self.grid.rows):
            typed = {at for at, text in enumerate(line) if text and not text.isspace()}
            filled += len(typed)
            answered = typed & self._answers.get(row, frozenset())
            answers += len(answered)
            typed -= answered
            labelled = typed & self._labels.get(row, frozenset()) if typed else typed
            labels += len(labelled)
            for at in sorted(typed - labelled):
                if page.prints(line[at]) or (row == 0 and self._counts(line, page)) or self._is_title(row, line[at]):
                    printed += 1
                elif len(unread) < most:
                    unread.append(Unread(self.grid.name, cell_name(row, at), line[at].strip()))
                else:
                    more += 1
        return Cells(filled, answers, labels, printed, tuple(unread), more)

    def _counts(self, line: Sequence[str], page: Page) -> bool:
        """Whether a first line holds only what our own sheets count there, as they show it or as the bare figures."""
        return all(text.strip().isdigit() or page.prints(text) for text in line if text.strip())

    def _is_title(self, row: int, text: str) -> bool:
        """Whether a text stands alone above the labels and ends as the title of a list does: …群统计表（2026年4月）."""
        first = min((line for line, columns in self._labels.items() if len(columns) > 1), default=len(self.grid.rows))
        alone = sum(bool(cell.strip()) for cell in self.grid.rows[row]) == 1
        return row < first and alone and page_words().page_titles.fullmatch(label_key(text)) is not None


def told_by_blocks(
    sheet: Sheetful, blocks: Sequence[Block], captions: Sequence[Caption], tables: Sequence[Table], *, axis: Axis
) -> Told:
    """Return what the cells of a page were taken for that was read as a ledger (`row`) or a matrix (`column`).

    Args:
        sheet: the page as it stands, never on its side.
        blocks: its blocks; those of a matrix stand on their side.
        captions: what its head and foot say.
        tables: what came of the blocks: a caption counts where its text is in them.
        axis: how the blocks stand.
    """
    told = Told(sheet.grid)
    for block in blocks:
        _OfBlock(told, sheet, block, axis).note()
    _captions(told, sheet.page, captions, tables)
    return told


def told_by_cards(grid: Grid, cards: Sequence[Card], *, presets: frozenset[str]) -> Told:
    """Return what the cells of a page were taken for that was read as cards.

    A card that was refused or is blank was not read: only what is written in beforehand, the unit right beside its
    label, needs no telling.
    """
    told = Told(grid)
    for card in cards:
        for label in card.labels:
            answered = any((spot.row, spot.column) == (label.row, label.column) for spot in card.spots)
            if label.inline is None or (card.kind == "record" and (answered or not label.inline)):
                told.label(label.row, label.column)
        if card.kind == "record":
            for row, column in card.claimed:
                told.answer(row, column)
            for _, _, row, column in card.unknown:
                told.answer(row, column)
                _label_left_of(told, row, column)
        else:
            typed = {spot[2:4] for spot in card.spots if not says_nothing(spot.text) and not _is_preset(spot, presets)}
            for row, column in card.claimed - typed:
                told.answer(row, column)
    return told


def _is_preset(spot: Spot, presets: frozenset[str]) -> bool:
    return spot.key in presets and (spot.row, spot.column) == (spot.label.row, spot.label.right + 1)


def told_by_prose(grid: Grid, captions: Sequence[Caption], tables: Sequence[Table], *, page: Page) -> Told:
    """Return what the paragraphs of a Word document were taken for."""
    told = Told(grid)
    _captions(told, page, captions, tables)
    return told


def _label_left_of(told: Told, row: int, column: int) -> None:
    at = next((at for at in range(column - 1, -1, -1) if told.grid.at(row, at).strip()), -1)
    if at >= 0:
        told.label(row, at)


class _OfBlock:
    """What the cells of one block are, the block standing as the page does or on its side."""

    def __init__(self, told: Told, sheet: Sheetful, block: Block, axis: Axis) -> None:
        self._told, self._sheet, self._block, self._upright = told, sheet, block, axis == "row"
        self._columns = frozenset(column.at for column in block.columns)
        height, width = len(told.grid.rows), max(map(len, told.grid.rows), default=0)
        self._right = min(block.head.right, width if self._upright else height)

    def note(self) -> None:
        """Note the head, the records, and what is understood in the rows between."""
        block = self._block
        self._head()
        repeated, shown = self._presets(), {*block.sections.values(), *block.titles}
        refused = {row for row, _ in block.rejected}
        for row in range(block.head.bottom + 1, block.end):
            if row in block.lines:
                self._record(row)
            elif row not in refused:
                self._aside(row, repeated, shown)
            self._numbered(row)

    def _at(self, row: int, column: int) -> str:
        grid = self._told.grid
        return (grid.at(row, column) if self._upright else grid.at(column, row)).strip()

    def _understood(self, row: int, column: int) -> None:
        self._told.label(*((row, column) if self._upright else (column, row)))

    def _record(self, row: int) -> None:
        if self._upright:
            self._told.answers(row, self._columns)
            return
        for column in self._columns:
            self._told.answer(column, row)

    def _aside(self, row: int, repeated: frozenset[tuple[int, str]], shown: set[str]) -> None:
        """Note what is understood in a row that is no record: a repeated head, a sum, a slot, a section's title."""
        head = self._block.head
        cells = [(at, text) for at in range(head.left, self._right) if (text := self._at(row, at))]
        sums = any(is_total(text) for _, text in cells[:2])
        for at, text in cells:
            preset = at in self._columns and ((at, text) in repeated or says_nothing(text))
            known = text == self._at(head.bottom, at) or text in shown
            if preset or known or (sums and (is_total(text) or is_sum(text))):
                self._understood(row, at)

    def _numbered(self, row: int) -> None:
        """Note the running number of a row: a figure under 序号, and nothing else that may stand there."""
        for at in self._block.numbering:
            if self._at(row, at).strip(" .．、").isdigit():
                self._understood(row, at)

    def _presets(self) -> frozenset[tuple[int, str]]:
        """Return the texts that stand in offered slots as they do in other rows: a unit written in beforehand."""
        block = self._block
        seen = Counter(
            (column.at, self._at(row, column.at))
            for column in block.columns
            if column.key in self._sheet.presets
            for row in range(block.head.bottom + 1, block.end)
        )
        return frozenset(spot for spot, count in seen.items() if count >= _REPEATED)

    def _head(self) -> None:
        """Note the labels of the head: those that are known, and those whose answers are kept under them."""
        block = self._block
        head, lexicon = block.head, self._sheet.lexicon
        filled = {column.at for column, texts in zip(block.columns, block.texts, strict=True) if any(texts)}
        shown = {column.at: column.label for column in head.columns if column.key or column.at in filled}
        for at in range(head.left, self._right) if head.top else ():
            if self._at(head.top - 1, at) in block.titles:
                self._understood(head.top - 1, at)
        for row in range(head.top, head.bottom + 1):
            for at in range(head.left, self._right):
                text = self._at(row, at)
                title = one_line(text)
                if not text:
                    continue
                own = at in shown and title in shown[at]
                over = row < head.bottom and (lexicon.loosely(text) or any(title in label for label in shown.values()))
                numbers = at in block.numbering and label_key(text) in page_words().sequence
                if own or over or numbers:
                    self._understood(row, at)


def _captions(told: Told, page: Page, captions: Iterable[Caption], tables: Sequence[Table]) -> None:
    """Note the labels of head and foot with their answers, where these went into a table."""
    by_cell: dict[tuple[int, int], list[Caption]] = {}
    for caption in captions:
        if caption.row != ELSEWHERE:
            by_cell.setdefault(caption.at, []).append(caption)
    for (row, column), found in by_cell.items():
        taken = [caption for caption in found if _went_in(caption, tables)]
        for caption in taken:
            if (caption.row, caption.column) != (row, column) and caption.text:
                told.answer(caption.row, caption.column)
        inside = [caption for caption in taken if (caption.row, caption.column) == (row, column)]
        if not _left_over(told.grid.at(row, column), [c.label for c in found], [c.text for c in inside], page):
            told.label(row, column)


def _went_in(caption: Caption, tables: Sequence[Table]) -> bool:
    """Whether the answer of a head went into a table; where each row says the same in another way it did not."""
    return not caption.text or any(_is_told(caption, table) for table in tables)


def _is_told(caption: Caption, table: Table) -> bool:
    own = table.columns.get(caption.key, ())
    if caption.text in own:
        return True
    of_several = caption.key == "unit" and len({*own}) > 1  # the office that sends the ledger of several units
    return table.evidence["head"].get(caption.key) == caption.text and (of_several or "" in own or not own)


def _left_over(text: str, labels: Sequence[str], texts: Sequence[str], page: Page) -> str:
    """Return what stands in a cell beside its labels and the answers that were read from it."""
    rest = _SPACE.sub("", text)
    for piece in (*sorted(texts, key=len, reverse=True), *labels):
        rest = rest.replace(_SPACE.sub("", piece), "", 1) if piece else rest
    return "" if page.prints(rest) else rest
