"""The answers of a sheet that a requirement may speak of, and what may be asked of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from toolkit.forms.template import shapes
from toolkit.forms.template.expressions import (
    ALWAYS,
    NEVER,
    either,
    every,
    is_blank,
    no,
    one_of,
)
from toolkit.forms.template.texts import Cell, Question, these
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.forms.template.places import Box


class Demand(NamedTuple):
    """What is asked of one answer, and in which groups (`so`); of `wrong` and `doubt`, when it is so."""

    key: str
    sort: Literal["must", "should", "wrong", "doubt"]
    so: Question


class Answers:
    """The answers of a sheet that a requirement may speak of, each by its first box."""

    def __init__(  # noqa: PLR0913 - keyword-only
        self,
        boxes: Mapping[str, Box],
        *,
        kind: str,
        form: str,
        school: tuple[str, ...],
        qq: Question,
        nowhere: Question,
        cards: bool,
        same: Mapping[str, str],
    ) -> None:
        """Keep what is known of the sheet.

        Args:
            boxes: the boxes by answer key.
            kind: what the form is for, 群 or 公众号.
            form: its name.
            school: the names of the institution, short ones too.
            qq: whether a group is certainly one of QQ.
            nowhere: whether the unit stands nowhere on the sheet; written once it holds for all.
            cards: whether other sheets of the workbook may name the unit, which a formula here does not look at.
            same: fields that the form asks as another one (creator: owner).
        """
        self.boxes, self.kind, self.form, self.school = boxes, kind, form, school
        self.qq, self.nowhere, self.cards, self._same = qq, nowhere, cards, same

    @property
    def without_unit(self) -> Question:
        """Whether a blank unit, or 无 in its place, leaves a group without one."""
        box = self.boxes.get("unit")
        return either(self.nowhere, no(is_blank(Cell(box)))) if box is not None else self.nowhere

    def key(self, field: str) -> str:
        """Return the answer that holds a field: itself, the people cell of a name, a cell of two; "" without one."""
        stem, dot, part = field.partition(".")
        stem = self._same.get(stem, stem)
        field = stem + dot + part
        if field in self.boxes or stem in self.boxes:
            return field if field in self.boxes else stem
        return next((key for key in sorted(self.boxes) if {field, stem} & set(key.split("&"))), "")

    def cell(self, field: str) -> Cell | None:
        """Return the cell of a field that has one of its own."""
        box = self.boxes.get(self.key(field))
        return Cell(box) if box is not None and "&" not in box.key else None

    def said(self, field: str, values: Iterable[object]) -> Question:
        """Return whether a field holds one of some values; the printed platform counts as QQ群."""
        wanted = tuple(values)
        if field == "platform":
            return self.qq if shapes.QQ in wanted else NEVER
        cell = self.cell(field)
        if cell is None:
            return NEVER
        if wanted and isinstance(wanted[0], bool):
            return one_of(cell, shapes.yes_words() if wanted[0] else shapes.no_words())
        return one_of(cell, these(*map(str, wanted)))

    def blank(self, field: str) -> Question:
        """Return whether a field says nothing; a field without a cell says nothing."""
        cell = self.cell(field)
        return no(filled(cell)) if cell else ALWAYS


def filled(cell: Cell) -> Question:
    """Return whether something stands in a cell: more than the form prints there, and more than 无 or a dash."""
    kind = vocabulary()[cell.box.key].kind if cell.box.key in vocabulary().fields else ""
    parts = [no(is_blank(cell)), no(one_of(cell, shapes.blank_ticks() if kind == "bool" else shapes.blank_words()))]
    if cell.box.printed:
        parts.append(no(one_of(cell, these(cell.box.printed))))
    if kind == "number":
        parts.append(no(one_of(cell, shapes.no_number_words())))
    return every(*parts)
