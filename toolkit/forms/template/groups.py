"""Which groups of a sheet count: begun, not dissolved, not said to be none, and not all of them unchanged.

Here stands, too, how a formula refers to an answer: of one group, or of all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.forms.template import shapes, styles, ticks
from toolkit.forms.template.expressions import ALWAYS, NEVER, either, every, holds, is_blank, just, no, one_of
from toolkit.forms.template.places import COUNTER_ROW
from toolkit.forms.template.texts import Cell, Question, Seen, these
from toolkit.model import cell_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.forms.template.places import Box, Page
    from toolkit.forms.template.texts import Look, Ref
    from toolkit.regulations.forms import Form


STATUS = "disposition"
CLOSED = ("注销", "解散", "合并")
GOING = 4
"""Place behind the number of groups begun: whether the unit files group by group."""


@dataclass(frozen=True, eq=False)
class Groups:
    """The groups of one sheet; 今年状态 begins none.

    `cards` are all sheets of a form of cards: the first one says once for all that nothing changed.
    """

    page: Page
    form: Form
    cards: tuple[Page, ...] = ()

    @cached_property
    def firsts(self) -> Sequence[Box]:
        """The answers of the first group and those that stand once: each stands for its whole range."""
        found = [box for box in self.page.answers() if box.role != "signature" and box.slot in (None, 0)]
        keys_of_groups = {box.key for box in found if box.slot == 0}
        return [box for box in found if box.slot == 0 or box.key not in keys_of_groups]

    # the formulas

    def range(self, box: Box) -> str:
        """Return the reference to an answer of all groups, or to its one cell, such that pasting does not break it."""
        page = self.page
        if box.slot is not None and page.axis == "row":
            return f"{fixed(page.start, box.left)}:{fixed(page.start + page.slots, box.left)}"
        if box.slot is not None and page.axis == "column":
            return f"{fixed(box.top, page.start)}:{fixed(box.top, page.start + page.slots)}"
        if page.axis != "card":
            return fixed(box.top, box.left)  # it follows when rows or columns are inserted
        row = f"{fixed(box.top, 0)}:{fixed(box.top, len(page.widths) - 1)}"
        return f"INDEX({row},{box.left + 1})"

    def here(self, box: Box) -> str:
        """Return the reference to an answer of the group that a coloured cell belongs to."""
        name = cell_name(box.top, box.left)
        column, digits = name.rstrip("0123456789"), name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if box.slot is not None and self.page.axis == "row":
            return f"${column}{digits}"
        if box.slot is not None and self.page.axis == "column":
            return f"{column}${digits}"
        return f"${column}${digits}"

    def begun(self, ref: Ref) -> str:
        """Return the formula that tells whether a group was begun: something beside its unit is filled in."""
        if ref not in self._formulas:
            told = [_not_blank(box).formula(ref) for box in self.firsts if self.tells(box)]
            self._formulas[ref] = f"(({'+'.join(told)})>0)"
        return self._formulas[ref]

    @cached_property
    def _formulas(self) -> dict[Ref, str]:
        return {}

    def counts(self, ref: Ref, *, once: bool) -> str:
        """Return the formula that tells whether answers count: their group was begun and goes on, the unit files."""
        going = f"({fixed(COUNTER_ROW, self.first + GOING)}=1)"
        any_begun = f"({fixed(COUNTER_ROW, self.first)}>0)"
        begun = any_begun if once or self.page.axis == "card" else self.begun(ref)
        return f"{going}*{begun}" if once else f"{going}*{begun}*{self.goes_on.formula(ref)}"

    @property
    def first(self) -> int:
        """The column of the first cell that counts, out of sight right of the form."""
        return len(self.page.widths) + 1

    @property
    def confirm(self) -> Box | None:
        """The line for the whole unit, on the first card for all."""
        return self.cards[0].confirm if self.cards else self.page.confirm

    @property
    def going(self) -> Question:
        """Whether the unit fills in its groups one by one: it has not ticked that nothing changed."""
        return no(holds(Cell(self.confirm), ticks.TICKED)) if self.confirm is not None else ALWAYS

    @property
    def goes(self) -> bool:
        """Whether it does now."""
        return self.going.value(lambda box: box.text)

    @cached_property
    def nil(self) -> Question:
        """Whether a group is none: in the place of its name stands 无, and nothing else that was not handed out."""
        name = next((box for box in self.firsts if "group_name" in box.key.split("&")), None)
        told = tuple(_not_blank(box) for box in self.firsts if self.tells(box))
        alone = ALWAYS if self.confirm is not None else just(told, 1)  # groups stood in the form when it was handed out
        return every(one_of(Cell(name), shapes.nil_words()), alone) if name is not None else NEVER

    @cached_property
    def goes_on(self) -> Question:
        """Whether a group goes on: it was not said to be dissolved, and is one at all."""
        box = next((one for one in self.firsts if one.key == STATUS), None)
        closed = one_of(Cell(box), these(*CLOSED)) if box is not None else NEVER
        return no(either(closed, self.nil))

    def tells(self, box: Box) -> bool:
        """Tell whether a group is begun when something stands in an answer."""
        return box.slot == 0 and box.key not in {"unit", STATUS} and not self.is_head(box)

    def is_head(self, box: Box) -> bool:
        """Tell whether a box is the head of a column of a matrix."""
        return self.form.drawing.across is not None and box.key == self.form.drawing.across.answer

    # the same, now

    def looks(self, *, once: bool) -> Mapping[int | None, Look]:
        """Return how to look at each group that counts now, by its number; None for what stands once."""
        if not self.goes:
            return {}
        if once:
            return {None: self.look(None)} if self.begun_now else {}
        return self._going_on

    @cached_property
    def _going_on(self) -> Mapping[int | None, Look]:
        looks = {slot: self.look(slot) for slot in sorted(self.begun_now)}
        return {slot: look for slot, look in looks.items() if self.goes_on.value(look)}

    def look(self, slot: int | None) -> Look:
        """Return how to look at the answers of one group; what was worked out for it is kept."""
        if slot not in self._looks:
            self._looks[slot] = _Group(self.page, slot)
        return self._looks[slot]

    @cached_property
    def _looks(self) -> dict[int | None, Look]:
        return {}

    @cached_property
    def begun_now(self) -> frozenset[int]:
        """The groups that are begun."""
        told = [_not_blank(box) for box in self.firsts if self.tells(box)]
        return frozenset(slot for slot in self.slots if any(one.value(self.look(slot)) for one in told))

    @property
    def slots(self) -> frozenset[int]:
        """The numbers of the groups."""
        return frozenset(box.slot for box in self.page.answers() if box.slot is not None)


class _Group(Seen):
    """The answers of one group, looked at; None for what stands once."""

    def __init__(self, page: Page, slot: int | None) -> None:
        super().__init__()
        self._page, self._slot = page, slot
        self._found: dict[int, str | float] = {}

    def __call__(self, box: Box) -> str | float:
        found = self._found.get(id(box))
        if found is None:
            found = self._found[id(box)] = self._stands(box)
        return found

    def _stands(self, box: Box) -> str | float:
        slot = self._slot
        if self._page.axis == "card":
            box = self._here(box)
        else:  # of another group, or of a sheet drawn alike
            own = slot if box.slot is not None and slot is not None else box.slot
            box = next(one for one in self._page.lines[box.key, own] if one.line == box.line)
        if styles.as_number(box.key) and box.text.isdecimal() and len(box.text) <= styles.DIGITS_OF_A_NUMBER:
            return int(box.text)
        return box.text

    def _here(self, box: Box) -> Box:
        """Return the answer on this card: cards are asked alike, and one with more people has more lines."""
        found = self._page.at.get((box.top, box.left))
        if found is not None and found.key == box.key:
            return found
        lines = self._page.lines.get((box.key, box.slot), ())
        return next((one for one in lines if one.line == box.line), replace(box, text=""))


def _not_blank(box: Box) -> Question:
    cell = Cell(box)
    given = no(is_blank(cell))
    return every(given, no(one_of(cell, these(box.printed)))) if box.printed else given


def sheet_name(name: str) -> str:
    """Return a sheet's name as a formula writes it."""
    return "'" + name.replace("'", "''") + "'"


def fixed(row: int, column: int) -> str:
    """Return the reference to a cell that stays where it is."""
    name = cell_name(row, column)
    of_column = name.rstrip("0123456789")
    return f"${of_column}${name[len(of_column) :]}"
