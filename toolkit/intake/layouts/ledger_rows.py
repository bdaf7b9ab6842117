"""One pass over the rows of a block: which are records, which are rejected, which are passed over."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Literal

from toolkit.intake.layouts.blocks import FILLED, Block
from toolkit.intake.layouts.kinds import is_office, is_person
from toolkit.intake.layouts.labels import bare
from toolkit.intake.layouts.page_words import page_words
from toolkit.intake.layouts.row_kinds import (
    is_example,
    is_labelled,
    is_note,
    is_numbered_note,
    is_remark,
    is_section,
    is_sentence,
    is_sum,
    is_total,
    names_nothing,
    says_nothing,
)
from toolkit.intake.layouts.sections import Sections, answers_of
from toolkit.model import Note, cell_name
from toolkit.regulations.fields import label_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.intake.layouts.blocks import Sheetful, Side
    from toolkit.intake.layouts.heads import Head

Kind = Literal["record", "slot", "none", "example", "nameless", "pass", "caption"]
_CAPTION = re.compile(r"\s*([^:：]{2,24}?)\s*[:：]")
_SIGNING_LETTERS = frozenset("签章印")
_ACCOUNT = re.compile(r"群|号|吧|微博|qq|\d{5}", re.IGNORECASE)
"""What the name of a group or an account says of itself, or its number."""

_NAMES = frozenset({"group_name", "unit", "name", "file"})
"""What rows are about and can be no date, figure or telephone."""
_LOOKED_AT = 200
FEW, FOOT = 2, 4
"""So many cells a closing line has, and so many one that begins with a label."""


class Walk:
    """One pass over the rows of a block; `step` is called for its rows from top to bottom.

    Attributes:
        inner: where the columns that hold answers stand.
        names: what was typed into the first column that names the group, a text a row; () without one.
    """

    def __init__(self, sheet: Sheetful, head: Head, sides: Sequence[Side]) -> None:
        """Begin under the head with the columns that hold answers."""
        columns = [side.column for side in sides]
        self._sheet = sheet
        self._head = head
        self._columns = columns
        self._named = [number for number, column in enumerate(columns) if sheet.lexicon.names(column.key)]
        self._naming = [columns[number].at for number in self._named]
        self._content = [number for number, column in enumerate(columns) if column.key not in sheet.presets]
        self._count_of_columns = max(len(head.columns), 1)
        self._labels = {column.at: sheet.grid.at(head.bottom, column.at).strip() for column in head.columns}
        self.inner = {column.at for column in columns}
        self._numbers = {column.at for column in head.columns} - self.inner
        told = ((columns[number], {*columns[number].key.split("&")}) for number in self._named)
        self._names_at = {column.at for column, keys in told if _NAMES & keys}
        self._records: list[tuple[int, Sequence[str]]] = []
        self._rejected: list[tuple[int, Note]] = []
        self._slots: list[int] = []
        self._nones: list[int] = []
        self._sections: dict[int, str] = {}
        self._captions: list[int] = []
        self._further: list[int] = []
        self._section = Sections()
        self._summed = False
        self._begin_under_a_title()
        self._said: dict[int, dict[str, str]] = {}
        self._merges = sheet.merges if any(merge.top > head.bottom for merge in sheet.grid.merges) else {}
        self._places = [(column.at, column.key) for column in columns]
        typed = [sheet.page.typed_all(column.key, cells) for column, cells in sides]
        self._typed: Sequence[Sequence[str]] = list(zip(*typed, strict=True))
        naming = [typed[number] for number in self._named if number in self._content]
        self.names: Sequence[str] = naming[0] if naming else ()
        self._above = dict.fromkeys(FILLED, "")
        self._kept = sheet.lexicon.form.drawing.layout == "list"  # `repeated` tells there what a blank means
        merged = {merge.left for merge in sheet.grid.merges if merge.bottom > head.bottom}
        fills = [
            (number, column) for number, column in enumerate(columns) if not self._kept and column.at not in merged
        ]
        self._fills = [(number, column.key) for number, column in fills if column.key in FILLED]
        self._alike = bool(self._typed) and not (self._merges or self._fills)

    def _begin_under_a_title(self) -> None:
        """Take the title of a section that stands right above the head: 一、QQ群 over the heading of its own list.

        Of two lists side by side each has its own.
        """
        rows = self._sheet.grid.rows[: max(self._head.top, 0)]
        line = rows[-1][self._head.left : self._head.right] if rows else ()
        above = [text.strip() for text in line if text.strip()]
        if len(above) == 1 and "platform" in answers_of(above[0]):
            self._section.open(above[0])

    def kind(self, row: int) -> Kind:
        """Tell what a row of a ledger is."""
        head = self._head
        line = self._sheet.grid.rows[row][head.left : head.right]
        cells = [(at, text.strip()) for at, text in enumerate(line, head.left) if text.strip()]
        if not cells:
            return "slot"
        if self._repeats_head(cells) or self._opens_unit(cells) or self._is_another_head(cells):
            return "pass"
        if self._is_caption(cells):
            return "caption"
        if any(is_total(text) for _, text in cells[:2]):
            self._summed = bool(self._records)
            return "pass"
        own = sum(at in self.inner for at, _ in cells)
        special = self._alone(row, cells) if 1 in {len(cells), own} else None
        if special:
            return special
        closing: Kind = "caption" if any(is_labelled(text) for _, text in cells) else "pass"
        closes = self._closes(cells) or self._signs_off(cells) or self._is_foot(row, cells)
        return closing if closes else self.judged(row)

    def _signs_off(self, cells: Sequence[tuple[int, str]]) -> bool:
        """Whether a row holds no more than who it is from, or a day, where no answer of that kind would stand."""
        at, text = cells[0]
        answers = {*self._naming, *self._numbers}
        foreign = bool(self._naming) and at not in answers and self._key(at) not in self._sheet.presets
        return len(cells) == 1 and foreign and (is_office(text) or (names_nothing(text) and not is_sum(text)))

    def _closes(self, cells: Sequence[tuple[int, str]]) -> bool:
        """Whether a row closes the list: hardly anything in it, and what stands for a name can be none.

        联系人： | | 张三        2026年3月2日        本页 | | 3个
        """
        numbered = any(at in self._naming and at not in self._names_at and text.isdigit() for at, text in cells)
        if not self._names_at or numbered:
            return False
        first_at, first = cells[0]
        names = [text for at, text in cells if at in self._names_at]
        answers = [text for at, text in cells if at in self.inner]
        if is_labelled(first) and "群" not in first and len(cells) <= FOOT:
            return True
        if len(cells) == FEW and first_at in self._numbers and not first.strip(" .．、").isdigit():
            return True
        return len(answers) <= FEW and bool(names) and all(map(names_nothing, names))

    def _is_foot(self, row: int, cells: Sequence[tuple[int, str]]) -> bool:
        """Whether a row below full ones names no group: 经办 | 小刘, 以上属实, or behind the sum one unnumbered."""
        if len(cells) > FEW or not self._names_at or any(at in self._numbers for at, _ in cells):
            return False
        names = [text for at, text in cells if at in self._names_at]
        others = [(self._key(at), text) for at, text in cells if at not in self._names_at]
        if self._summed and self._numbers and len(cells) == 1:
            return True
        if self._usual < FOOT or len(names) != 1:
            return False
        return self._is_signed(names[0], others) if others else self._is_left_alone(names[0], row)

    def _is_signed(self, name: str, others: Sequence[tuple[str, str]]) -> bool:
        """Whether a label stands for the unit, or one that no row has and no office is called, beside somebody."""
        if any(key != "unit" for key, _ in others):
            return False
        unknown = all(not is_office(text) and text not in self._units for _, text in others)
        speaks = _ACCOUNT.search(name) is not None
        return all(self._is_label(text) for _, text in others) or (not speaks and (unknown or is_person(name)))

    def _is_left_alone(self, name: str, row: int) -> bool:
        """Whether a name that says no 群 stands alone below the last full row."""
        below = self._typed[row - self._head.bottom :]
        return not _ACCOUNT.search(name) and not any(sum(map(bool, texts)) >= FOOT for texts in below)

    def _is_label(self, text: str) -> bool:
        """Whether a text is a label, of the form or of the foot of any page."""
        return self._sheet.lexicon.is_exact(text) or is_note(f"{text}：")

    @cached_property
    def _usual(self) -> int:
        """How many answers the fullest of the first rows has."""
        return max((sum(map(bool, texts)) for texts in self._typed[:_LOOKED_AT]), default=0)

    @cached_property
    def _units(self) -> frozenset[str]:
        """The units of the rows that hold more than a name."""
        at = next((number for number, column in enumerate(self._columns) if column.key == "unit"), None)
        full = [] if at is None else [texts[at] for texts in self._typed if sum(map(bool, texts)) > FEW]
        return frozenset(full)

    def judged(self, row: int) -> Kind:
        """Tell a record from an empty slot and from what must be rejected."""
        if self._continues(row):
            return "record"
        texts = self._texts(row)
        content = [texts[number] for number in self._content if texts[number]]
        if all(map(says_nothing, content)):
            named = any(self._sheet.grid.at(row, at).strip() for at in self._naming)
            struck = len(content) > FEW  # 教务处 | / | / | / says it cell by cell
            return "none" if named and (struck or self._says_none(row)) else "slot"
        line = self._sheet.grid.rows[row][self._head.left : self._head.right]
        if any(map(is_example, islice(filter(None, line), 3))):
            return "example"
        if self._is_none_with_a_remark(row, texts):
            return "none"
        return "record" if any(self._names_it(texts[number], number) for number in self._named) else "nameless"

    def _is_none_with_a_remark(self, row: int, texts: Sequence[str]) -> bool:
        """Whether a row says 无 for a name and no more than a remark: no group, and something to be told."""
        keys = {self._columns[number].key for number in self._content if not says_nothing(texts[number])}
        return keys == {"remark"} and self._says_none(row)

    def _names_it(self, text: str, number: int) -> bool:
        """Whether a text says which group it is: of the column of numbers only what has a figure or a letter in it."""
        if not text or self._columns[number].key != "group_no":
            return bool(text) and not (self._columns[number].key == "group_name" and names_nothing(text))
        return any(map(str.isdigit, text)) or any(map(str.isascii, text))

    def step(self, row: int, kind: Kind) -> None:
        """Take a row as what it is."""
        if kind == "record":
            if self._alike and not (self._section.title or self._section.answers):
                self._records.append((row, self._typed[row - self._head.bottom - 1]))
            else:
                self._take(row)
        elif kind in {"slot", "none"}:
            self._slots.append(row)
            self._nones += [row] if kind == "none" else []
        elif kind == "example":
            self._rejected.append((row, Note("example-row", self._facts(row))))
        elif kind == "nameless":
            self._rejected.append((row, Note("no-name-no-number", self._facts(row))))
        elif kind == "caption":
            self._captions.append(row)

    def block(self, end: int, numbering: frozenset[int]) -> Block:
        """Return what was gathered; a row that says 无 counts only where no other row holds anything.

        Args:
            end: the row where the block ends (exclusive).
            numbering: the columns that only number the rows.
        """
        if self._nones and not self._records and not self._rejected:
            self._slots.remove(self._nones[0])
            self._take(self._nones[0])
        filled = [row for row, _ in self._records] + [row for row, _ in self._rejected]
        last = max(filled, default=-1)
        return Block(
            self._head,
            tuple(self._columns),
            tuple(row for row, _ in self._records),
            tuple(zip(*(texts for _, texts in self._records), strict=True)) or tuple(() for _ in self._columns),
            sum(row < last for row in self._slots),
            tuple(self._rejected),
            last,
            self._sections,
            self._said,
            frozenset(self._section.told),
            tuple(self._captions),
            frozenset((*self._further, *(row for row, _ in self._records))),
            end,
            numbering,
        )

    def _facts(self, row: int) -> dict[str, str]:
        line = self._sheet.grid.rows[row]
        at = next((at for at, text in enumerate(line) if text.strip()), 0)
        return {"cell": cell_name(row, at)}

    def _take(self, row: int) -> None:
        texts = list(self._texts(row))
        if self._continues(row) and self._records:
            above, before = self._records[-1]
            held = [*before]
            for number, text in enumerate(texts):
                if text and text not in held[number].split("\n"):
                    held[number] = f"{held[number]}\n{text}".strip("\n")
            self._records[-1] = above, held
            self._further.append(row)
            return
        if self._merges:
            self._fill_from_merges(row, texts)
        for number, key in self._fills:
            texts[number] = self._above[key] = texts[number] or self._above[key]
        if self._section.title:
            self._sections[row] = self._section.title
        if self._section.answers:
            self._said[row] = dict(self._section.answers)
        self._records.append((row, texts))

    def _fill_from_merges(self, row: int, texts: list[str]) -> None:
        """Give every row of a merged cell its text."""
        for number, (at, key) in enumerate(self._places):
            merge = self._merges.get((row, at)) if not texts[number] else None
            if merge and self._head.bottom < merge.top < row and merge.left == at:
                texts[number] = self._sheet.page.typed(key, self._sheet.grid.at(merge.top, at))

    def _texts(self, row: int) -> Sequence[str]:
        """Return what was typed into the columns of a row."""
        return self._typed[row - self._head.bottom - 1] if self._typed else ()

    def _continues(self, row: int) -> bool:
        """Whether the name's cell reaches down from the record above: the row holds more people of one group."""
        if not self._merges or not self._naming:
            return False
        merge = self._merges.get((row, self._naming[0]))
        return bool(
            merge and self._head.bottom < merge.top < row and self._records and self._records[-1][0] >= merge.top
        )

    def _says_none(self, row: int) -> bool:
        """Whether the name itself says that there is no group (kept for the nil report to find)."""
        names = [self._sheet.grid.at(row, at) for at in self._naming]
        return any(bare(name) in page_words().nil_names or ("群" in name and says_nothing(name)) for name in names)

    def _opens_unit(self, cells: Sequence[tuple[int, str]]) -> bool:
        """Take a row of a list that says nothing but 部门：财务处 as the title of the rows below it."""
        if not self._kept or len(cells) > 1 or "unit" not in answers_of(cells[0][1]):
            return False
        self._section.open(cells[0][1])
        return True

    def _repeats_head(self, cells: Sequence[tuple[int, str]]) -> bool:
        labels = self._labels
        same = sum(labels.get(at) == text for at, text in cells)
        return same >= 2 and same >= len(cells) / 2  # noqa: PLR2004 - one equal text may be chance

    def _is_another_head(self, cells: Sequence[tuple[int, str]]) -> bool:
        """Whether a row holds nothing but labels: the head of something that this list has not."""
        return len(cells) > FEW and all(self._sheet.lexicon.whole(text) is not None for _, text in cells)

    def may_be_caption(self, text: str) -> bool:
        """Whether a row that begins with this text may belong to the head or the foot of the page."""
        signed = not _SIGNING_LETTERS.isdisjoint(text)
        return signed or _CAPTION.match(text) is not None or self._sheet.lexicon.is_exact(text)

    def _is_caption(self, cells: Sequence[tuple[int, str]]) -> bool:
        """Whether a row belongs to the head or the foot of the page, as 填表人：… and 统计人签字：… do."""
        text = cells[0][1]
        label = _CAPTION.match(text)
        words = self._sheet.lexicon
        told = label[1] if label else text
        signed = not _SIGNING_LETTERS.isdisjoint(told) and page_words().signature.search(label_key(told)) is not None
        if not label and not signed and not words.is_exact(text):
            return False
        meaning = words.caption(told)
        if meaning and meaning.key in words.outside | {"unit"} and (label or meaning.key != "unit"):
            return True
        return bool(label and signed) and len(cells) <= 4  # noqa: PLR2004 - a few signatures, not a row of answers

    def _alone(self, row: int, cells: Sequence[tuple[int, str]]) -> Kind | None:
        """Tell what a row with a single text is, unless that is the name of a group."""
        at, text = cells[-1]
        merge = self._sheet.merges.get((row, at))
        wide = merge is not None and merge.right - merge.left + 1 >= max(3, self._count_of_columns // 2)
        if self._sheet.page.is_printed(text) or is_note(text) or is_numbered_note(text) or is_sentence(text):
            return "pass"
        if is_remark(text) and "&" not in self._key(at):
            return "caption"
        titled = at not in self._naming and not self._key(at) and at == self._head.columns[0].at and not text.isdigit()
        unit = self._kept and len(cells) == 1 and self._key(at) == "unit" and at not in self._naming
        if (
            wide
            or titled
            or unit
            or is_section(text)
            or (len(cells) == 1 and not self._key(at) and "platform" in answers_of(text))
        ):
            self._section.open(text, unit=unit)
            return "pass"
        return None

    def _key(self, at: int) -> str:
        return next((column.key for column in self._columns if column.at == at), "")
