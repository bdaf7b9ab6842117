"""The row of labels over a ledger: found by its labels, wherever it stands, over one row or several.

    单位 | 群名称 | 群主          | 人数          a title over parts: 群主 › 姓名 is `owner.name`
         |        | 姓名 | 手机   |

A second head lower down begins a second block; labels that repeat in one row are two blocks side by side.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise, takewhile
from typing import TYPE_CHECKING

from toolkit.intake.layouts.kinds import agrees
from toolkit.intake.layouts.page_words import page_words
from toolkit.intake.layouts.row_kinds import is_note
from toolkit.intake.layouts.stacked import Column, are_parts, column_of, halves_of, person_after, stacked
from toolkit.normalise.platforms import platform_of
from toolkit.regulations.fields import label_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from toolkit.intake.layouts.labels import Lexicon, Meaning
    from toolkit.model import Grid, Merge

_NUMBER = re.compile(r"\d{5}")
FEWEST = 2
SHARE = 0.5
MOST = 0.7
DIGITS = 4
DEEPEST = 5
REMEMBERED_LINES = 500
WIDEST = 20
LONGEST_UNKNOWN = 14
HIGHEST = 4
"""So many rows a head may have."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head, its rows inclusive, and the columns from `left` to `right` (exclusive) that belong to it."""

    top: int
    bottom: int
    columns: tuple[Column, ...]
    left: int = 0
    right: int = 1 << 20

    @property
    def keys(self) -> frozenset[str]:
        """The answer keys it leads to."""
        return frozenset(column.key for column in self.columns if column.key)


@dataclass(frozen=True, slots=True)
class Seeker:
    """What is needed to find heads in one grid.

    Attributes:
        hits: for each row its cells that are labels as they stand.
        outside: keys that are no columns here but stand once for the page (empty for a ledger).
    """

    grid: Grid
    merges: Mapping[tuple[int, int], Merge]
    hits: Mapping[int, Mapping[int, Meaning]]
    lexicon: Lexicon
    outside: frozenset[str]

    def heads(self) -> list[Head]:
        """Return all heads from top to bottom, those side by side from left to right."""
        found: list[Head] = []
        end = -1
        for row in sorted(self.hits):
            if row <= end:
                continue
            heads = self._at(row)
            if heads:
                found += heads
                end = max(head.bottom for head in heads)
        return _fullest(found) if self._kept else found

    @property
    def _kept(self) -> bool:
        """Whether the page is a list of somebody's own, which a single label may head, among columns nobody knows."""
        return self.lexicon.form.drawing.layout == "list"

    @property
    def _fewest(self) -> int:
        return 1 if self._kept else FEWEST

    def _at(self, row: int) -> list[Head]:
        best = one = self._single_heads(row)
        last = row
        for lower in range(row + 1, min(row + HIGHEST, len(self.grid.rows))):
            if not self._continues(row, lower):
                continue
            twice = lower > row + 1 and one and self._single_heads(lower)
            heads = [] if twice else self._stacked_heads(row, lower)
            if _count(heads) > _count(best):
                best, last = heads, lower
        if any(_count(heads) >= _count(best) for heads in self._lower(row, last)):
            return []
        return self._with_parts(row, last, best)

    def _lower(self, row: int, last: int) -> Iterator[list[Head]]:
        """Yield the heads that begin below a row and end where one from that row would end."""
        for top in range(row + 1, last):
            yield self._stacked_heads(top, last) if self._continues(top, last) else []
        if last > row:
            yield self._single_heads(last)

    def _single_heads(self, row: int) -> list[Head]:
        """Return the heads that stand in one row; the same line in a hundred files is read once."""
        line = self.grid.rows[row]
        labels = self.lexicon.labels_in(line)
        if not labels:
            return []
        meanings = [meaning for text in line if text in labels and (meaning := self.lexicon.loosely(text))]
        if sum(meaning.key not in self.outside for meaning in meanings) < self._fewest:
            return []
        if not any(self.lexicon.names(meaning.key) for meaning in meanings):
            return []
        if any(merge.top <= row <= merge.bottom for merge in self.grid.merges):
            return self._heads(row, row, self._single(row))
        known = self.lexicon.heads
        if (line, self.outside) not in known:
            if len(known) > REMEMBERED_LINES:
                known.clear()
            known[line, self.outside] = tuple(self._heads(row, row, self._single(row)))
        return [Head(row, row, head.columns, head.left, head.right) for head in known[line, self.outside]]

    def _stacked_heads(self, top: int, last: int) -> list[Head]:
        """Return the heads over several rows: none where no label names the group, alone or in two."""
        rows = range(top, last + 1)
        upper = tuple(chain.from_iterable(self.grid.rows[row] for row in rows[:-1]))
        if not may_be_halves(upper, self.grid.rows[last], self.lexicon):
            return []
        return self._heads(top, last, self._columns(rows))

    def _with_parts(self, row: int, last: int, heads: list[Head]) -> list[Head]:
        """Take the row below too where it holds nothing but parts that nobody knows, each under its title.

        Under titles that are known alone they might be answers; then a label beside them must be merged down over both.
        """
        below = last + 1
        if not heads or below + 1 >= len(self.grid.rows):
            return heads
        parts = are_parts(self.grid, self.merges, below)
        if not parts or any(text.strip() for at, text in enumerate(self.grid.rows[below]) if at not in parts):
            return heads
        columns = [column for head in heads for column in head.columns]
        down = [merge for column in columns if (merge := self.merges.get((last, column.at)))]
        known = all(column.key for column in columns if column.at in parts)
        ticked = all(platform_of(self.grid.at(below, at)) for at in parts)  # no row of answers names two platforms
        counted = [column.at for column in columns if column.at in parts and column.key == "member_count"]
        worded = bool(counted) and agrees("count", [self.grid.at(below, at) for at in counted]) is False
        if known and not (ticked or worded) and all(merge.bottom < below for merge in down):
            return heads
        deeper = self._heads(row, below, self._columns(range(row, below + 1)))
        return deeper if _count(deeper) >= _count(heads) else heads

    def _columns(self, rows: range) -> list[Column]:
        return stacked(self.grid, self.merges, rows, lexicon=self.lexicon, meaning_at=self._meaning)

    def _heads(self, top: int, bottom: int, columns: list[Column]) -> list[Head]:
        found = []
        segments = list(_segments(columns, self.lexicon.names))
        for number, segment in enumerate(segments):
            inner = _without_outer(segment, self.outside)
            head = Head(top, self._bottom(bottom, inner), tuple(inner))
            known = sum(bool(column.key) for column in inner)
            if len(head.keys) < self._fewest or not any(map(self.lexicon.names, head.keys)):
                continue
            if known < SHARE * len(inner) and not self._kept:
                continue
            if any(_NUMBER.search(column.label) for column in inner):
                continue
            if len(segments) > 1:
                right = segments[number + 1][0].at if number + 1 < len(segments) else head.right
                head = replace(head, left=segment[0].at if number else 0, right=right)
            found.append(head)
        return found

    def _bottom(self, bottom: int, columns: Sequence[Column]) -> int:
        spans = (self.merges.get((bottom, column.at)) for column in columns if column.key)
        return max([bottom, *(merge.bottom for merge in spans if merge and merge.bottom - bottom <= DEEPEST)])

    def _continues(self, row: int, last: int) -> bool:
        """Whether a row may be the first of a head to `last`: no captions in it, then only labels and titles."""
        if last not in self.hits or not all(self._is_labels(line, last) for line in range(last, row, -1)):
            return False
        upper = chain.from_iterable(self.grid.rows[row:last])
        return not any(text.rstrip().endswith((":", "：")) for text in upper)

    def _is_labels(self, row: int, last: int) -> bool:
        """Whether hardly anything but labels stands in a row; above the last row a title over a label is one."""
        line = self.grid.rows[row]
        labels = set(self.hits.get(row, ()))
        if is_mostly(len(labels), line):
            return True
        labels |= are_parts(self.grid, self.merges, row)
        if row < last:
            below = self.grid.rows[row + 1]
            labels |= {at for at, text in enumerate(line[: len(below)]) if text.strip() and below[at].strip()}
        return is_mostly(len(labels), line)

    def _meaning(self, row: int, column: int, text: str) -> Meaning | None:
        return self.hits.get(row, {}).get(column) or self.lexicon.loosely(text)

    def _single(self, row: int) -> list[Column]:
        found: list[Column] = []
        person = ""
        for at, text in enumerate(self.grid.rows[row]):
            if not text.strip():
                continue
            meaning = self._meaning(row, at, text)
            column = column_of(at, text, meaning, person)
            person = person_after(column, meaning, person)
            found.append(column)
            merge = self.merges.get((row, at))
            if merge and merge[:2] == (row, at):
                free = takewhile(lambda next_at: not self.grid.at(row, next_at).strip(), range(at + 1, merge.right + 1))
                found += [column._replace(at=next_at) for next_at in islice(free, WIDEST)]
        return found


def is_mostly(labels: int, line: Iterable[str]) -> bool:
    """Whether a line with so many labels holds hardly anything else."""
    texts = filter(str.strip, line)
    return bool(labels) and not next(islice(texts, int(labels / MOST), None), "")


def may_be_halves(upper: Sequence[str], lower: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether a text of two lines names the group, or one of the lower may be half a label, its other half above it."""
    return lexicon.names_group(map(str.strip, (*upper, *lower))) or any(_is_part(text, lexicon) for text in lower)


def _is_part(text: str, lexicon: Lexicon) -> bool:
    text = text.strip()
    meaning = lexicon.loosely(text)
    return bool(text) and (meaning is None or not meaning.key)


def stops_of(heads: Sequence[Head], end: int) -> list[int]:
    """Return for each head the row where the next one below it begins, `end` for the last."""
    tops = sorted({head.top for head in heads})
    tops.append(end)
    return [tops[bisect_right(tops, head.bottom, hi=len(tops) - 1)] for head in heads]


def _fullest(heads: Sequence[Head]) -> list[Head]:
    """Leave out the lines that have far fewer labels than the heading: 部门 | 宣传部 above it, 名称 as an answer."""
    most = max((len(head.keys) for head in heads), default=0)
    return [head for head in heads if 2 * len(head.keys) > most]


def _count(heads: Sequence[Head]) -> int:
    return sum(len({halves_of(column) for column in head.columns if column.key}) for head in heads)


def _segments(columns: list[Column], names: Callable[[str], bool]) -> Iterator[list[Column]]:
    """Split a head where it begins again: where the label of the group's name comes a second time."""
    start, seen = 0, dict[str, int]()
    for number, column in enumerate(columns):
        label = label_key(column.label)
        first = seen.get(label)
        if first is not None and _another_name_between(columns, first, number):
            continue
        if first is not None and label_key(columns[number - 1].label) != label and names(column.key):
            begin = number
            while begin - 1 > first and label_key(columns[begin - 1].label) in seen and begin - 1 not in seen.values():
                begin -= 1
            yield columns[start:begin]
            start = begin
            seen = {label_key(columns[k].label): k for k in range(begin, number + 1)}
        else:
            seen.setdefault(label, number)
    yield columns[start:]


def _another_name_between(columns: Sequence[Column], first: int, number: int) -> bool:
    """Whether a number is repeated because a second group stands in the row: QQ群名称 | 群号 | 微信群名称 | 群号."""
    if columns[number].key != "group_no":
        return False
    return any("group_name" in column.key.split("&") for column in columns[first + 1 : number])


def _without_outer(columns: list[Column], outside: frozenset[str]) -> list[Column]:
    """Leave out what stands before the first and behind the last label of the block itself.

    An unknown one right behind the last stays: somebody may have added it.
    """
    if not outside:
        return columns
    inner = [column.at for column in columns if column.key and column.key not in outside]
    if not inner:
        return []
    last = max(inner)
    for column in columns:
        if column.at == last + 1 and not column.key and _may_be_one_more(column.label):
            last = column.at
    return [column for column in columns if min(inner) <= column.at <= last]


def _may_be_one_more(label: str) -> bool:
    """Whether an unknown text right behind the last label of a block may be a label too: short, and no note."""
    signed = page_words().signature.search(label_key(label)) is not None
    return len(label) <= LONGEST_UNKNOWN and not (signed or _NUMBER.search(label) or is_note(label))


def is_sequence(column: Column, texts: Sequence[str]) -> bool:
    """Whether a column only numbers the rows: by its label, or a foreign 编号 that runs 1, 2, 3."""
    if label_key(column.label) in page_words().sequence:
        return True
    if (column.key != "filing_no" and column.label) or column.how in {"own", "extra"}:
        return False
    numbers = list(filter(None, map(str.strip, texts)))
    return len(numbers) > 1 and all(text.isdigit() and len(text) <= DIGITS for text in numbers) and _runs(numbers)


def _runs(numbers: Sequence[str]) -> bool:
    steps = [int(after) - int(before) for before, after in pairwise(numbers)]
    return all(step >= 1 for step in steps) and sum(step == 1 for step in steps) >= MOST * len(steps)
