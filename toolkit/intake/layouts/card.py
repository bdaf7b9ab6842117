"""One group a page: labels beside or over their answers, several cards on a sheet in one or two columns.

创建单位 | 宣传部 | 创建时间 | 2018年5月          the answer stands right of its label
第一责任人 | 姓名 | 张三 | 手机 | 13900000001     姓名 and 手机 belong to the block they stand in
           | 邮箱 |                              also in the rows below it
管理员 | 姓名 | 手机                              a small table: answers under the labels, a line a person
       | 张三 | 13900000001
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from toolkit.intake.layouts.areas import Area, Label, areas_of, is_list
from toolkit.intake.layouts.captions import leading_labels
from toolkit.intake.layouts.labels import bare
from toolkit.intake.layouts.near import nearness
from toolkit.intake.layouts.page_words import folded_start, page_words
from toolkit.intake.layouts.positions import by_position
from toolkit.intake.layouts.stacked import one_line
from toolkit.regulations.fields import label_key, vocabulary
from toolkit.regulations.forms import ABOVE, parse_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.intake.layouts.labels import Lexicon
    from toolkit.intake.layouts.printed import Page
    from toolkit.model import Grid, Merge

LONGEST_UNKNOWN = 14


class Spot(NamedTuple):
    """An answer with its cell, and the label it was found by."""

    key: str
    text: str
    row: int
    column: int
    label: Label


@dataclass(slots=True)
class Card:
    """One card: its answers in reading order, and texts at labels nobody knows.

    `labels` are those that were told apart in it, `claimed` the cells whose texts went into the answers; `kind` says
    what it turned out to be (`pages`): a record, an offered slot, or why it is rejected.
    """

    area: Area
    spots: list[Spot] = field(default_factory=list)
    unknown: list[tuple[str, str, int, int]] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    claimed: set[tuple[int, int]] = field(default_factory=set)
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """What is needed to read the cards of one grid."""

    grid: Grid
    merges: Mapping[tuple[int, int], Merge]
    lexicon: Lexicon
    page: Page

    def cards(self) -> list[Card]:
        """Return all cards, left before right, from top to bottom."""
        labels = _with_persons(by_position(self.grid, list(self._labels())))
        found = []
        for area, inside in areas_of(self.grid, labels, self.lexicon.naming):
            if not is_list(inside):
                found.append(self._read(area, inside))
        return sorted(found, key=lambda card: (card.area.top, card.area.left))

    def _labels(self) -> Iterator[Label]:
        for row, line in enumerate(self.grid.rows):
            for column, cell in enumerate(line):
                text = cell.strip()
                if text and not self.page.is_printed(text):
                    yield from self._labels_in(row, column, text)

    def _labels_in(self, row: int, column: int, text: str) -> Iterator[Label]:
        merge = self.merges.get((row, column))
        right, bottom = (merge.right, merge.bottom) if merge else (column, row)
        meaning = self.lexicon.whole(text) or self.lexicon.loosely(text)
        if meaning:
            yield Label(row, column, right, bottom, meaning, None, text)
            return
        if folded_start(text).startswith(page_words().notes):
            return
        for found, label, answer in leading_labels(text, self.lexicon):
            yield Label(row, column, right, bottom, found, answer, label)

    def _read(self, area: Area, labels: list[Label]) -> Card:
        card = Card(area, labels=labels)
        at = {(label.row, label.column): label for label in labels if label.inline is None}
        claimed = card.claimed
        for label in labels:
            if (label.row, label.column) in claimed and label.inline is not None:
                continue
            card.spots += self._answers(label, area, at, claimed)
        for text, answer, row, column in self._unknown(area, at, claimed):
            near = self._near(card, at, (text, answer, row, column))
            if near:
                card.spots.append(near)
                card.labels.append(near.label)
                claimed.add((row, column))
            else:
                card.unknown.append((text, answer, row, column))
        return card

    def _near(self, card: Card, at: Mapping[tuple[int, int], Label], beside: tuple[str, str, int, int]) -> Spot | None:
        """Return an answer at a label that is near a known one, unless the card has that answer already."""
        text, answer, row, column = beside
        meaning = nearness(self.lexicon).nearest(text, [answer])
        if meaning is None:
            return None
        left = next((place for place in range(column - 1, -1, -1) if self.grid.at(row, place).strip()), column)
        label = Label(row, left, column - 1, row, meaning, None, text)
        key = self._key(label, card.area, at)
        if not key or any(spot.key == key and spot.text for spot in card.spots):
            return None
        return Spot(key, self.page.typed(key, answer), row, column, label)

    def _answers(
        self, label: Label, area: Area, at: Mapping[tuple[int, int], Label], claimed: set[tuple[int, int]]
    ) -> list[Spot]:
        key = self._key(label, area, at)
        if not key or self._heads_parts(label, area, at):
            return []
        if label.inline:
            return self._spots(key, [(label.inline, label.row, label.column)], label)
        beside = (label.row, label.right + 1)
        if self._in_small_table(label, area, at):
            cells = self._below(label, area, at)
        else:
            cells = [] if beside in at else self._beside(label, area, at)
        claimed.update((row, column) for _, row, column in cells)
        spots = self._spots(key, cells, label)
        if spots:
            return spots
        blank = (label.row + 1, label.column) if self._in_small_table(label, area, at) else beside
        return [Spot(key, "", *blank, label)]

    def _spots(self, key: str, cells: list[tuple[str, int, int]], label: Label) -> list[Spot]:
        """Return the answer in its cells: what is printed there taken away, a signature as its date."""
        if key in self.page.signatures and label.meaning.how == "own":
            signed = self.page.signed(key, "\n".join(text for text, _, _ in cells))
            if not cells:
                return []
            _, row, column = cells[-1]
            spots = [Spot(key, signed.date, row, column, label)]
            other = f"other:{one_line(label.text)}"
            beside = next((cell[1:] for cell in cells if self.page.signed(key, cell[0]).rest), (row, column))
            return [*spots, Spot(other, signed.rest, *beside, label)] if signed.rest else spots
        if len(cells) == 1:
            who, place, date = self.page.dated(key, label.text, cells[0][0])
            spot = Spot(key, who, *cells[0][1:], label)
            if date:
                return [spot, spot._replace(key=place or f"other:{one_line(label.text)}日期", text=date)]
        typed = [(self.page.typed(key, text), row, column) for text, row, column in cells]
        kept = [cell for cell in typed if cell[0]]
        if label.meaning.part and len(typed) > 1:
            return [Spot(key, "\n".join(text for text, _, _ in typed), *typed[0][1:], label)] if kept else []
        if not kept:
            return [Spot(key, "", *typed[-1][1:], label)] if typed else []
        return [Spot(key, "\n".join(text for text, _, _ in kept), *kept[0][1:], label)]

    def _beside(self, label: Label, area: Area, at: Mapping[tuple[int, int], Label]) -> list[tuple[str, int, int]]:
        """Return the texts right of a label, in all the rows that it spans."""
        found = []
        for row in range(label.row, self._last_row(label, area, at) + 1):
            for column in range(label.right + 1, area.right):
                text = self.grid.at(row, column).strip()
                other = at.get((row, column))
                if other or self._begins_label(row, column, label):
                    break
                if text and not (self._only_printed(text) and label.meaning.how != "own"):
                    if self._only_printed(text) and _plain(text):
                        continue
                    found.append((text, row, column))
                    break
        return found

    def _only_printed(self, text: str) -> bool:
        """Whether the form prints a text that is no label: a label where an answer stands is the answer."""
        return self.page.is_printed(text) and self.lexicon.whole(text) is None

    def _begins_label(self, row: int, column: int, label: Label) -> bool:
        """Whether a cell begins with another label of the form: 时间：2024年 right of 备案部门：."""
        text = self.grid.at(row, column).strip()
        if not text or label.meaning.key in self.page.signatures:
            return False
        return any(found.how == "own" and found.key for found, _, _ in leading_labels(text, self.lexicon))

    def _last_row(self, label: Label, area: Area, at: Mapping[tuple[int, int], Label]) -> int:
        if label.bottom > label.row:
            return min(label.bottom, area.bottom - 1)
        last = label.row
        if _tall(self.lexicon).isdisjoint({label.meaning.label, label.meaning.key}):
            return last
        labelled = min((row for row, _ in at if row > label.row), default=area.bottom)
        for row in range(label.row + 1, min(labelled, area.bottom, len(self.grid.rows))):
            if self.grid.at(row, label.column).strip():
                break
            if any(text.strip() for text in self.grid.rows[row][label.right + 1 : area.right]):
                last = row
        return last

    def _below(self, label: Label, area: Area, at: Mapping[tuple[int, int], Label]) -> list[tuple[str, int, int]]:
        """Return the texts under a label of a small table, a blank where a line leaves it out."""
        rows_with_labels = {row for row, column in at if area.left <= column < area.right}
        last = label.row + 1
        while last < area.bottom and last not in rows_with_labels:
            last += 1
        rows = [row for row in range(label.row + 1, last) if any(self._small_row(row, label, at))]
        return [(self.grid.at(row, label.column).strip(), row, label.column) for row in rows]

    def _small_row(self, row: int, label: Label, at: Mapping[tuple[int, int], Label]) -> Iterator[str]:
        """Yield what stands in one line of a small table."""
        columns = [other.column for spot, other in at.items() if spot[0] == label.row and other.meaning.part]
        texts = (self.grid.at(row, column).strip() for column in columns)
        return (text for text in texts if text)

    def _in_small_table(self, label: Label, area: Area, at: Mapping[tuple[int, int], Label]) -> bool:
        """Whether a part's row is the head of a small table: no text between its parts, and no label below them."""
        if not label.meaning.part:
            return False
        parts = [other for other in at.values() if other.row == label.row and other.meaning.part]
        if any(abs(other.column - label.right) == 1 or abs(label.column - other.right) == 1 for other in parts):
            return not self._text_beside(label, area, at)
        drawn = label.meaning.label in _over_their_answers(self.lexicon)
        return drawn and len(parts) > 1 and not any(self._text_beside(other, area, at) for other in parts)

    def _text_beside(self, label: Label, area: Area, at: Mapping[tuple[int, int], Label]) -> bool:
        """Whether the next text right of a label is an answer."""
        spot = self._next_text(label, area)
        return spot is not None and spot not in at

    def _next_text(self, label: Label, area: Area) -> tuple[int, int] | None:
        columns = range(label.right + 1, area.right)
        return next(((label.row, at) for at in columns if self.grid.at(label.row, at).strip()), None)

    def _heads_parts(self, label: Label, area: Area, at: Mapping[tuple[int, int], Label]) -> bool:
        """Whether a label is the title of a block: the next text beside it is a part, alone or with its answer."""
        spot = self._next_text(label, area) if label.meaning.heads and label.inline is None else None
        if spot is None:
            return False
        if spot in at:
            return bool(at[spot].meaning.part)
        return any(found.part for found, _, _ in leading_labels(self.grid.at(*spot).strip(), self.lexicon))

    def _key(self, label: Label, area: Area, at: Mapping[tuple[int, int], Label]) -> str:
        """Return the answer key; a bare part (姓名) belongs to the block left of it, or above that."""
        if not label.meaning.part:
            return label.meaning.key
        above = at.get((self._above_the_parts(label, at), label.column))
        if above and _names_a_person(above) and above.inline is None:
            return f"{above.meaning.key.partition('.')[0]}.{label.meaning.part}"
        for row in range(label.row, area.top - 1, -1):
            for column in range(label.column - 1, area.left - 1, -1):
                other = at.get((row, column))
                if other and _names_a_person(other):
                    return f"{other.meaning.key.partition('.')[0]}.{label.meaning.part}"
                if other and not other.meaning.part and row < label.row and column == self._block_column(label, at):
                    return ""
        return ""

    def _above_the_parts(self, label: Label, at: Mapping[tuple[int, int], Label]) -> int:
        """Return the row above a run of parts in one column: 管理员 over 办公电话 and 手机号码, a line each."""
        row = label.row - 1
        while (other := at.get((row, label.column))) and other.meaning.part:
            row -= 1
        return row

    def _block_column(self, label: Label, at: Mapping[tuple[int, int], Label]) -> int:
        return min((column for _, column in at), default=label.column)

    def _unknown(
        self, area: Area, at: Mapping[tuple[int, int], Label], claimed: set[tuple[int, int]]
    ) -> Iterator[tuple[str, str, int, int]]:
        """Yield texts beside labels that nobody knows: in a column of labels, short, with an answer at the right."""
        columns = {column for _, column in at}
        for row in range(area.top, min(area.bottom, len(self.grid.rows))):
            for column in columns:
                text = self.grid.at(row, column).strip()
                merge = self.merges.get((row, column))
                right = merge.right if merge else column
                answer = self.grid.at(row, right + 1).strip()
                spots = {(row, column), (row, right + 1)}
                if not text or not answer or spots & claimed or not spots.isdisjoint(at) or right + 1 >= area.right:
                    continue
                if (
                    len(text) <= LONGEST_UNKNOWN
                    and not _plain_fact(text)
                    and not self.page.is_printed(text)
                    and not (self.page.is_printed(answer) or leading_labels(text, self.lexicon))
                ):
                    yield one_line(text), answer, row, right + 1


def _with_persons(labels: Sequence[Label]) -> list[Label]:
    """Return labels of which 手机：139… in the cell behind or below 管理员：李四 asks for that person's number."""
    found: list[Label] = []
    for label in labels:
        person = next((one for one in reversed(found) if _names_a_person(one) and _precedes(one, label)), None)
        if person and label.meaning.part and label.inline is not None:
            key = f"{person.meaning.key.partition('.')[0]}.{label.meaning.part}"
            label = label._replace(meaning=replace(label.meaning, key=key, part=""))  # noqa: PLW2901 - it stays the same
        found.append(label)
    return found


def _precedes(one: Label, other: Label) -> bool:
    """Whether a label with its answer in its own cell is followed by another in its row, or right below it."""
    below = other.row == one.row + 1 and other.column == one.column
    return one.inline is not None and (one.row == other.row or below)


def _names_a_person(label: Label) -> bool:
    """Whether parts without a person of their own may follow: 管理员, and 管理员姓名 in a line of its own."""
    return label.meaning.heads or label.meaning.key.endswith(".name")


def _plain(text: str) -> bool:
    return len(label_key(text)) < 20  # noqa: PLR2004 - a short aside such as （党委宣传部填写）


def _plain_fact(text: str) -> bool:
    """Whether a text is a value rather than a label: it has a digit or is long."""
    return any(map(str.isdigit, text)) or not bare(text) or label_key(text) in vocabulary().by_label


def _over_their_answers(lexicon: Lexicon) -> frozenset[str]:
    """Labels of parts that the form draws above their answers, not beside them."""
    return frozenset(label_key(answer.label) for answer in lexicon.form.answers if answer.side == "above")


def _tall(lexicon: Lexicon) -> frozenset[str]:
    """Labels drawn over several rows (`^` below them), and the answers that stand below: 用途 may be its label too."""
    found = set()
    label = ""
    for row in lexicon.form.drawing.page:
        if row.row[0] == ABOVE:
            found.add(label)
            answer = parse_cell(row.row[1])
            found.update({answer.key} if answer and "." not in answer.key else ())
        elif row.row[0]:
            label = label_key(row.row[0])
    return frozenset(found)
