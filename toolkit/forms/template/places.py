"""Where everything of a form stands on its sheets: drawn as rectangles first, written into a workbook afterwards.

A `Page` is one sheet. Its boxes are rectangles of cells with a text; those with a `key` are answers. The writer, the
checks, the prefill and the round-trip test all ask the same boxes, so they cannot disagree about a cell. Rows and
columns count from 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from toolkit.forms.template import ticks
from toolkit.model import cell_name
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.forms import ABOVE, LEFT, parse_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.model import Axis
    from toolkit.regulations.fields import FieldKind
    from toolkit.regulations.forms import Form

Role = Literal[
    "counter",  # the live line above the form
    "confirm",  # 本单位本年度无变更 □, for the whole unit
    "annex",  # 附件 1
    "title",
    "mark",  # 本工具建议表
    "plain",  # text without a frame, in the head or foot
    "line",  # an answer without a frame, underlined
    "empty",  # an empty framed cell
    "pen",  # an empty place after a label in the head or foot, to be signed on paper
    "label",
    "prompt",  # printed text in one frame with the answer below or left of it
    "answer",
    "signature",
    "note",
    "extra-title",
    "extra-label",
    "extra",
]
Side = Literal["top", "bottom", "left", "right"]
ANSWER_ROLES = frozenset({"line", "answer", "signature", "extra"})
COUNTER_ROW = 0
_COLONS = ("：", ":")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells, all four numbers inclusive.

    `text` is what stands in it now, `printed` what the blank form shows there (untouched, it counts as no answer).
    `slot` is the group's number on its sheet, counting from 0, or None where an answer stands once for the sheet;
    `line` counts the printed rows offered to several people of one answer. `open` names the sides without a border.
    """

    top: int
    left: int
    bottom: int
    right: int
    text: str
    role: Role
    key: str = ""
    slot: int | None = None
    line: int = 0
    printed: str = ""
    options: tuple[str, ...] = ()
    label: str = ""
    open: frozenset[Side] = frozenset()

    @property
    def cell(self) -> str:
        """The name of its first cell, `C7`."""
        return cell_name(self.top, self.left)

    @property
    def filled(self) -> bool:
        """Whether it holds more than the blank form does."""
        return bool(self.text) and self.text != self.printed

    @property
    def stems(self) -> tuple[str, ...]:
        """The vocabulary fields it asks for."""
        return asked(self.key)[0]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of these fields."""
        return asked(self.key)[1]


@lru_cache(maxsize=1 << 10)
def asked(key: str) -> tuple[tuple[str, ...], frozenset[FieldKind]]:
    """Return the vocabulary fields that an answer key asks for, and their kinds."""
    stems = tuple(part.split(".")[0] for part in key.split("&") if part)
    return stems, frozenset(vocabulary()[stem].kind for stem in stems)


@dataclass(frozen=True)
class Page:
    """One sheet of a form, with `slots` groups along `axis`; the first stands at row or column `start`."""

    name: str
    axis: Axis
    boxes: tuple[Box, ...]
    heights: Mapping[int, float]
    widths: tuple[float, ...]
    printed: tuple[int, int, int, int]
    start: int = 0
    slots: int = 1
    heading: int | None = None

    def answers(self) -> Iterator[Box]:
        """Yield the boxes people write in, places for pen and seal included, in reading order."""
        return (box for box in self.boxes if box.role in ANSWER_ROLES and box.key)

    @property
    def confirm(self) -> Box | None:
        """The line for the whole unit, where the sheet has it."""
        return next((box for box in self.boxes if box.role == "confirm"), None)

    def find(self, key: str, slot: int | None) -> Box | None:
        """Return the first line of an answer of a group, a place for pen and seal only as the last resort."""
        found = [box for box in self.lines.get((key, slot), ()) if box.line == 0]
        return min(found, key=lambda box: box.role == "signature", default=None)

    @cached_property
    def at(self) -> Mapping[tuple[int, int], Box]:
        """The box at each place, by its first cell."""
        return {(box.top, box.left): box for box in self.boxes}

    @cached_property
    def lines(self) -> Mapping[tuple[str, int | None], Sequence[Box]]:
        """The boxes of each answer of each group, in reading order."""
        found: dict[tuple[str, int | None], list[Box]] = {}
        for box in self.answers():
            found.setdefault((box.key, box.slot), []).append(box)
        return found


@dataclass(slots=True)
class Canvas:
    """A sheet being drawn from top to bottom; `row` is the next free row."""

    width: int
    row: int = 0
    boxes: list[Box] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)

    def line(self, text: str, role: Role, height: float) -> None:
        """Draw one text across the whole width."""
        self.boxes.append(Box(self.row, 0, self.row, self.width - 1, text, role))
        self.skip(height)

    def skip(self, height: float) -> None:
        """Leave the row and go to the next."""
        self.heights[self.row] = height
        self.row += 1

    def rows(self, rows: Sequence[tuple[tuple[str, ...], float]], drawn: Drawn) -> None:
        """Draw rows of cells as the form's drawing gives them, `<` and `^` joined to what they belong to."""
        for number, (cells, height) in enumerate(rows):
            drawn.signs = False
            for column, cell in enumerate(cells):
                if cell in (LEFT, ABOVE):
                    continue
                right, bottom = _extent([entry for entry, _ in rows], number, column)
                base = self.row - number
                self.boxes.append(drawn.box(cell, (base + number, column, base + bottom, right)))
            self.skip(height)


@dataclass(slots=True)
class Drawn:
    """Turns drawn cells of one form into boxes: which are labels, which are answers, and what is printed in them."""

    form: Form
    framed: bool
    slot: int | None
    line_of: dict[str, int] = field(default_factory=dict)
    signs: bool = False  # the text before was a label without an answer: 二级党组织书记签字、盖章：

    def box(self, cell: str, place: tuple[int, int, int, int]) -> Box:
        """Return one cell as a box."""
        found = parse_cell(cell)
        if found is None:
            shown = self._text_role(cell)
            self.signs = cell.endswith(_COLONS) or shown == "pen"
            return Box(*place, cell, shown)
        self.signs = False
        answer = next((entry for entry in self.form.answers if entry.key == found.key and not entry.extra), found)
        role: Role = "signature" if found.signature else "answer" if self.framed else "line"
        line = self.line_of.get(found.key, 0)
        self.line_of[found.key] = line + 1
        printed = found.printed or self._printed(answer.printed) or ticks.blank_line(found.options, self.form.drawing)
        label = answer.label
        return Box(*place, printed, role, found.key, self.slot, line, printed, found.options, label)

    def _text_role(self, cell: str) -> Role:
        if not self.framed:
            return "pen" if self.signs and not cell else "plain"
        if not cell:
            return "empty"
        return "prompt" if cell in self.form.drawing.prompts.values() else "label"

    def _printed(self, prompt: str) -> str:
        """Return the prompt that stands inside the answer's own cell; one drawn above it stays there."""
        drawn = {cell for row in self.form.drawing.page for cell in row.row}
        return "" if prompt in drawn else prompt


def _extent(rows: Sequence[tuple[str, ...]], row: int, column: int) -> tuple[int, int]:
    right = column
    while right + 1 < len(rows[row]) and rows[row][right + 1] == LEFT:
        right += 1
    bottom = row
    while bottom + 1 < len(rows) and rows[bottom + 1][column] == ABOVE:
        bottom += 1
    return right, bottom


def joined(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Return the boxes with the border taken away between a printed text and the answer it belongs to.

    That is the answer right below a prompt, and the printed options left of a text that ends the row.
    """
    found = list(boxes)
    by_place = {(box.top, box.left): number for number, box in enumerate(found)}
    for number, box in enumerate(found):
        below = by_place.get((box.bottom + 1, box.left))
        if box.role == "prompt" and below is not None:
            found[number] = replace(found[number], open=frozenset({"bottom"}))
            found[below] = replace(found[below], open=frozenset({"top"}))
        beside = by_place.get((box.top, box.right + 1))
        if box.options and box.key and beside is not None and found[beside].role == "label":
            last = not any(other.top == box.top and other.left > found[beside].right for other in found)
            if last:
                found[number] = replace(found[number], open=frozenset({"right"}))
                found[beside] = replace(found[beside], role="prompt", open=frozenset({"left"}))
    return tuple(found)
