"""A form as somebody retypes it: the drawing's labels and the typed answers on a page of cells, laid out anew.

What is varied: titles and empty rows above, columns put in before or between, labels stretched, with a colon or in
other words, label and answer in one cell, several cards below or beside each other, a matrix written as a list or in
two blocks, a ledger with sequence numbers, section rows and its unit written only once.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

import docx
import xlsxwriter

from toolkit.regulations.fields import label_key, vocabulary
from toolkit.regulations.forms import ABOVE, LEFT, Answer, Form, extra_label, parse_cell

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from accuracy_values import Group, Typed

Page = list[list["Typed"]]
_STRETCHED = re.compile(r"[\u4e00-\u9fff]{2,5}")


class Typist:
    """Somebody with habits: every page of one typist is made in the same way."""

    def __init__(self, form: Form, rng: random.Random) -> None:
        """Draw the habits."""
        self.form = form
        self.rng = rng
        self.labels = rng.choice(("plain", "reworded", "stretched", "colon", "starred"))
        self.gap = rng.choice((None, None, 1, 2))
        self.kind = rng.choice(_KINDS[form.drawing.layout])
        self.left = rng.choice((0, 0, 1))
        self.title = rng.choice((form.drawing.title, form.drawing.title, form.drawing.title.replace(" ", "")))
        self.above: Page = [["附件"]] if rng.random() < 0.3 else []
        self.below: Page = [[""]] if rng.random() < 0.3 else []
        self.shape = rng.choice(_SHAPES[form.drawing.layout])
        self.extra = rng.sample([key for key in form.drawing.extra if "_on" not in key or key[:2] != "un"], k=2)

    @property
    def answers(self) -> list[Answer]:
        """The answers that stand on the page, each once."""
        drawn = {answer.key: answer for answer in self.form.answers if not answer.extra}
        more = {answer.key: answer for answer in self.form.answers if answer.extra and answer.key in self.extra}
        held = {part.partition(".")[0] for key in drawn for part in key.split("&")}
        return [*drawn.values(), *(answer for key, answer in more.items() if key not in held)]

    def page(self, groups: Sequence[Group]) -> Page:
        """Return a page with all groups."""
        layout = self.form.drawing.layout
        lines = {"card": self._cards, "ledger": self._ledger, "matrix": self._matrix}[layout](groups)
        lines = [["" for _ in range(self.left)] + line for line in lines]
        if self.gap is None or self.shape == "beside":
            return lines
        at = self.left + self.gap
        return [[*line[:at], "", *line[at:]] if len(line) > at else line for line in lines]

    def file(self, groups: Sequence[Group]) -> tuple[str, bytes]:
        """Return a file with all groups: its ending and its bytes."""
        sheet = self.form.drawing.sheet
        if self.kind == "sheets":
            return "xlsx", xlsx({f"{sheet}{number}": self.page([group]) for number, group in enumerate(groups, 1)})
        if self.kind == "docx":
            each = [[group] for group in groups] if self.form.drawing.layout == "card" else [groups]
            return "docx", docx_of([self.page(own) for own in each], alone=self.left + 1)
        page = self.page(groups)
        return self.kind, csv_of(page) if self.kind == "csv" else xlsx({sheet: page})

    def _label(self, text: str) -> str:
        if self.labels == "reworded" and text in self._other_words:
            return self._other_words[text]
        if self.labels == "stretched" and _STRETCHED.fullmatch(text):
            return " ".join(text)
        if self.labels == "colon" and not text.endswith("："):
            return f"{text}："
        return f"*{text}" if self.labels == "starred" else text

    @cached_property
    def _other_words(self) -> dict[str, str]:
        """For each label one that the form or the vocabulary has for the same answer."""
        found: dict[str, str] = {}
        for answer in self.form.answers:
            one = answer.key in vocabulary().fields and not answer.signature
            words = [*answer.variants, *(vocabulary()[answer.key].labels if one else ())]
            words = [word for word in words if vocabulary().by_label.get(label_key(word), answer.key) == answer.key]
            if words and answer.label not in found:
                found[answer.label] = self.rng.choice(words)
        return found

    def _above(self) -> Page:
        return [*self.above, [self.title], *self.below]

    def _notes(self) -> Page:
        return [[note] for note in self.form.drawing.notes]

    def _cards(self, groups: Sequence[Group]) -> Page:
        cards = [[*self._above(), *self._card(group), *self._notes(), [""]] for group in groups]
        if self.shape == "beside":
            return [line for pair in range(0, len(cards), 2) for line in _beside(cards[pair : pair + 2])]
        return [line for card in cards for line in card]

    def _card(self, group: Group) -> Page:
        drawing = self.form.drawing
        rows = [
            self._line(row.row, group, copy) for row in (*drawing.head, *drawing.page) for copy in range(row.repeat)
        ]
        more = [answer for answer in self.answers if answer.extra]
        return rows + [[self._label(extra_label(answer.key)), group.typed[answer.key]] for answer in more]

    def _line(self, cells: Sequence[str], group: Group, copy: int = 0) -> list[Typed]:
        line: list[Typed] = []
        for cell in cells:
            answer = None if cell in {LEFT, ABOVE} else parse_cell(cell)
            if cell in {LEFT, ABOVE}:
                line.append("")
            elif answer is None:
                line.append(self._label(cell) if self._is_label(cell) else cell)
            else:
                value = group.typed.get(answer.key, "")
                if isinstance(value, str) and self._repeats(answer.key):
                    lines = value.split("\n")
                    value = lines[copy] if copy < len(lines) else ""
                opinion = _opinion(answer)
                line.append(f"{opinion}{_text(value)}" if opinion else value)
        if self.shape == "inline":
            line = _inline(line, cells)
        return line

    def _is_label(self, cell: str) -> bool:
        return bool(cell) and any(cell in {answer.label, answer.group} for answer in self.form.answers)

    def _repeats(self, key: str) -> bool:
        return any(row.repeat > 1 and any(f"{{{key}" in cell for cell in row.row) for row in self.form.drawing.page)

    def _ledger(self, groups: Sequence[Group]) -> Page:
        heads = {key for row in (*self.form.drawing.head, *self.form.drawing.foot) for key in _keys(row.row)}
        columns = [answer for answer in self.answers if answer.key not in heads or answer.key == "unit"]
        if self.shape == "reordered":
            self.rng.shuffle(columns)
        rows: Page = []
        for number, group in enumerate(groups, 1):
            line = [group.typed[answer.key] for answer in columns]
            if self.shape == "unit once" and number > 1:
                line = ["" if answer.key == "unit" else text for answer, text in zip(columns, line, strict=True)]
            rows.append([number, *line] if self.shape == "numbered" else line)
        if self.shape == "gaps":
            rows = [line for row in rows for line in (row, [""])][:-1]
        head: list[Typed] = [self._label(answer.label) for answer in columns]
        if self.shape == "numbered":
            head = ["序号", *head, "星座"]
            rows = [[*row, "白羊"] for row in rows]
        if self.shape == "summed":
            rows = [["一、机关"], *rows[:2], ["二、院系"], *rows[2:], ["合计", len(rows)]]
        if self.shape == "example":
            rows = [["示例", *("" for _ in columns[1:])], *rows]
        return [*self._above(), *self._around(groups), head, *rows, *self._foot(groups), *self._notes()]

    def _around(self, groups: Sequence[Group]) -> Page:
        return [self._line(row.row, groups[0]) for row in self.form.drawing.head]

    def _foot(self, groups: Sequence[Group]) -> Page:
        return [self._line(row.row, groups[0]) for row in self.form.drawing.foot]

    def _matrix(self, groups: Sequence[Group]) -> Page:
        across = self.form.drawing.across
        assert across is not None
        keys = [(row.row[0], key) for row in self.form.drawing.down for key in _keys(row.row)]
        keys += [(extra_label(answer.key), answer.key) for answer in self.answers if answer.extra]
        if self.shape == "reordered":
            self.rng.shuffle(keys)
        labels = [across.label, *(label for label, _ in keys)]
        columns = [[group.typed[across.answer], *(group.typed[key] for _, key in keys)] for group in groups]
        told: Page = [[self._label(label) for label in labels], *columns]
        if self.shape == "list":
            body = told
        elif self.shape == "two blocks":
            half = (len(columns) + 1) // 2
            body = [list(line) for line in zip(*told[: half + 1], strict=True)]
            body += [[""], *(list(line) for line in zip(told[0], *told[half + 1 :], strict=True))]
        else:
            body = [list(line) for line in zip(*told, strict=True)]
        return [*self._above(), *self._around(groups), *body, *self._notes()]


_SHAPES = {
    "card": ("below", "below", "beside", "inline"),
    "ledger": ("plain", "numbered", "reordered", "unit once", "gaps", "summed", "example"),
    "matrix": ("plain", "reordered", "two blocks", "list"),
}
_KINDS = {
    "card": ("xlsx", "xlsx", "sheets", "docx"),
    "ledger": ("xlsx", "xlsx", "csv", "docx"),
    "matrix": ("xlsx", "xlsx", "csv"),
}


def _opinion(answer: Answer) -> str:
    """Return the label that is printed inside a place for pen and seal (申请单位意见：), which people leave in."""
    head, _, rest = answer.printed.partition("\n")
    return f"{head}\n" if answer.signature and rest and head.endswith("：") else ""


def xlsx(pages: dict[str, Page]) -> bytes:
    """Return pages as a workbook: numbers and days as such, everything else as text."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, page in pages.items():
            sheet = book.add_worksheet(name)
            for row, line in enumerate(page):
                for column, value in enumerate(line):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), day)
                    elif isinstance(value, int):
                        sheet.write_number(row, column, value)
                    elif value:
                        sheet.write_string(row, column, value)
    return stream.getvalue()


def csv_of(page: Page) -> bytes:
    """Return a page as Excel's own csv on a Chinese system; what GB18030 cannot say it writes as a question mark."""
    stream = io.StringIO()
    csv.writer(stream).writerows([_text(value) for value in line] for line in page)
    return stream.getvalue().encode("gb18030", "replace")


def docx_of(pages: Sequence[Page], *, alone: int) -> bytes:
    """Return pages in Word: lines of one cell above and below (`alone`: how wide) are paragraphs, the rest a table."""
    document = docx.Document()
    for page in pages:
        wide = [row for row, line in enumerate(page) if len(line) > alone]
        first, last = wide[0], wide[-1] + 1
        for line in page[:first]:
            document.add_paragraph("".join(map(_text, line)))
        _write_table(document, page[first:last])
        for line in page[last:]:
            document.add_paragraph("".join(map(_text, line)))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _write_table(document: Any, lines: Page) -> None:
    table = document.add_table(rows=len(lines), cols=max(map(len, lines)))
    for row, line in zip(table.rows, lines, strict=True):
        for cell, value in zip(row.cells, line, strict=False):
            cell.text = _text(value)


def _text(value: Typed) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _keys(cells: Sequence[str]) -> list[str]:
    return [answer.key for cell in cells if cell not in {LEFT, ABOVE} and (answer := parse_cell(cell))]


def _beside(cards: Sequence[Page]) -> Page:
    """Return two cards side by side with an empty column between them."""
    width = max(len(line) for line in cards[0])
    height = max(map(len, cards))
    rows: Page = []
    for number in range(height):
        line: list[Typed] = []
        for card in cards:
            own = card[number] if number < len(card) else []
            line += [*own, *("" for _ in range(width - len(own))), ""]
        rows.append(line)
    return rows


def _inline(line: list[Typed], cells: Sequence[str]) -> list[Typed]:
    """Write the answer behind its label where a row is one label and one answer: 创建单位：教务处."""
    answers = [place for place, cell in enumerate(cells) if cell not in {LEFT, ABOVE} and parse_cell(cell)]
    if len(answers) == 1 and answers[0] == 1 and cells[0] not in {"", LEFT, ABOVE} and isinstance(line[1], str):
        answer = parse_cell(cells[1])
        if answer and not answer.options and not answer.signature and "\n" not in line[1] and line[1]:
            return [f"{str(line[0]).rstrip('：')}：{line[1]}", *("" for _ in line[1:])]
    return line
