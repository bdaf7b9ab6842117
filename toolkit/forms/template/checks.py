"""What the sheet itself watches: red and yellow cells, and the live line that counts what is still to be done.

Red is what has to be filled in or changed, yellow what the sheet cannot decide or what is asked for and may be missing:
未检查 never looks like 已填齐. All three counts of the live line, the colours and the warnings of the cells come from
one `Answer` each, made of the shape of what is written (`shapes`) and of the requirements (`asked`).

Only groups that were begun count. The live line refers to whole ranges, so that pasting and cutting inside the form
does not break it; the functions are those of every spreadsheet program since Excel 2007.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.findings.rules.in_force import in_force
from toolkit.forms.template import shapes, ticks
from toolkit.forms.template.answers import Answers, filled
from toolkit.forms.template.asked import demands
from toolkit.forms.template.expressions import ALWAYS, NEVER, either, every, is_blank, known, no, one_of
from toolkit.forms.template.groups import Groups
from toolkit.forms.template.lists import options, spoken
from toolkit.forms.template.texts import Cell, Question, Words, letters, replaced, these
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.forms.template.places import Box, Page
    from toolkit.forms.template.texts import Ref
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Profile

_WARNING = 255  # letters of a warning's formula
_PLAIN_LIST = 200  # letters of a list that is written into the formula itself
_HEAD_OF_QQ = these(shapes.QQ)


@dataclass(frozen=True, slots=True)
class Watched:
    """One answer: when it is missing (`must`, `should`), certainly wrong, certainly right."""

    box: Box
    must: Question
    should: Question
    wrong: Question
    refused: Question
    clean: Question
    filled: Question
    blank: Question

    @property
    def missing(self) -> Question:
        """It has to be filled in and is not."""
        return every(self.must, self.blank)

    @property
    def reddens(self) -> bool:
        """Whether it can be missing or wrong at all."""
        return either(self.missing, self.wrong) is not NEVER

    @property
    def open(self) -> Question:
        """It is asked for and blank, or filled in with what the sheet cannot tell to be right."""
        return either(every(self.should, no(self.must), self.blank), self.unproved)

    @property
    def unproved(self) -> Question:
        """Something stands there that is not certainly right."""
        return every(self.filled, no(self.clean))


@dataclass(frozen=True, eq=False)
class Watch:
    """The checks of one sheet. `units` is the roster, `chosen` what every group is asked to choose (今年状态).

    `cards` are all sheets of a form of cards; `lead` are the checks of the first that is drawn alike: those of this
    one, too.
    """

    page: Page
    form: Form
    profile: Profile
    units: tuple[str, ...] = ()
    chosen: frozenset[str] = frozenset()
    cards: tuple[Page, ...] = ()
    lead: Watch | None = None

    @cached_property
    def groups(self) -> Groups:
        """The groups of the sheet, and which of them count."""
        return Groups(self.page, self.form, self.cards)

    def of(self, page: Page) -> Watch:
        """Return the checks of another card of the same form."""
        return replace(self, page=page, lead=self)

    @cached_property
    def watched(self) -> Sequence[Watched]:
        """The answers that are watched, in reading order."""
        if self.lead is not None:
            return self.lead.watched
        answers = self._answers
        asked = list(demands(in_force(self.profile), answers))
        return [
            self._watched(box, [one for one in asked if one.key == box.key])
            for box in self.groups.firsts
            if not self.groups.is_head(box)
        ]

    def words(self, box: Box) -> Words | None:
        """Return the entries of the drop-down of an answer, its blank line apart; None when it has none."""
        listed = options(box, self.form, self.profile, self.units)
        if not listed:
            return None
        name, entries = listed
        kept = tuple(entry for entry in entries if entry != box.printed and not entry.endswith(ticks.OPEN_END))
        if box.key not in self.chosen and vocabulary()[box.stems[0]].kind == "enum":
            kept = tuple(dict.fromkeys([*kept, *spoken(self.profile, box.stems[0])]))
        return Words(f"words_{name}", kept, plain=len("".join(kept)) + len(kept) < _PLAIN_LIST)

    @property
    def needed(self) -> Iterator[Words]:
        """The lists of words that the formulas of the sheet name."""
        for one in self.watched:
            for question in (one.must, one.should, one.wrong, one.clean, one.filled, one.blank):
                yield from question.needs()
        yield from self.groups.goes_on.needs()

    @cached_property
    def red(self) -> Sequence[tuple[Box, str]]:
        """Each watched answer of the first group with the formula that makes its range red."""
        if self.lead is not None:
            return self.lead.red
        return [(one.box, self._coloured(one, either(one.missing, one.wrong))) for one in self.watched if one.reddens]

    @cached_property
    def yellow(self) -> Sequence[tuple[Box, str]]:
        """Each watched answer of the first group with the formula that makes its range yellow where not red."""
        if self.lead is not None:
            return self.lead.yellow
        return [(one.box, self._coloured(one, one.open)) for one in self.watched if one.open is not NEVER]

    def _coloured(self, one: Watched, question: Question) -> str:
        here = self.groups.here
        return f"={self.groups.counts(here, once=one.box.slot is None)}*{question.formula(here)}>0"

    def refused(self, box: Box) -> str:
        """Return the formula that allows what is written into a cell; "" when nothing is certainly wrong there."""
        if self.lead is not None:
            return self.lead.refused(box)
        if box.cell not in self._refusals:
            self._refusals[box.cell] = self._refused(box)
        return self._refusals[box.cell]

    @cached_property
    def _refusals(self) -> dict[str, str]:
        return {}

    def _refused(self, box: Box) -> str:
        one = next((one for one in self.watched if one.box.cell == box.cell), None)
        if one is None:
            return ""
        formulas = [
            f"=NOT({question.formula(self._cell_of(box))}>0)"
            for question in (one.wrong, one.refused)
            if question is not NEVER
        ]
        return next((formula for formula in formulas if len(formula) <= _WARNING), "")

    def _cell_of(self, box: Box) -> Ref:
        return lambda other: other.cell if other.cell == box.cell else self.groups.here(other)

    def state(self, box: Box) -> str:
        """Return how a cell looks now: `missing`, `wrong`, `open` or ""."""
        first = next(one for one in self.groups.firsts if (one.key, one.line) == (box.key, box.line))
        one = next((one for one in self.watched if one.box.cell == first.cell), None)
        seen = self.groups.looks(once=box.slot is None)
        look = seen.get(box.slot)
        if one is None or look is None:
            return ""
        return next((sort for sort in ("missing", "wrong", "open") if getattr(one, sort).value(look)), "")

    # one answer

    def _watched(self, box: Box, asked: Sequence[object]) -> Watched:
        cell = Cell(box)
        sorts = {sort: [one.so for one in asked if one.sort == sort] for sort in ("must", "should", "wrong", "doubt")}  # type: ignore[attr-defined]
        if box.line:
            sorts["must"] = sorts["should"] = []
        if box.key in self.chosen:  # 今年状态: nobody chooses it beforehand; a return without it is read all the same
            sorts["should"] = [ALWAYS]
        full = filled(cell)
        shape = shapes.shape_of(box, listed=self.words(box), qq=self._answers.qq, account=self._is_account)
        wrong = shape.wrong
        if not sorts["must"] and box.key.partition(".")[2] in {"", "name"} and "people" in box.kinds:
            wrong = NEVER  # a post in place of a name is told where a name is asked for
        if box.key in self._signed:
            wrong = NEVER  # “同意”, a name: what may stand in a place for pen and seal is no wrong date
        against = either(*sorts["wrong"])
        spoken_against = every(shapes.undecorated(cell), against)
        repeats = no(one_of(cell, shapes.ditto_words())) if self.page.axis == "row" else ALWAYS
        clean = every(shape.clean, repeats, no(against), *map(no, sorts["doubt"]))
        every_line = [Cell(line) for line in self.page.lines[box.key, box.slot]]
        blank = every(*(no(filled(line)) for line in every_line))
        return Watched(
            box,
            must=either(*sorts["must"]),
            should=either(*sorts["should"]),
            refused=every(full, repeats, shape.refused) if wrong is not NEVER else NEVER,
            wrong=every(full, repeats, either(wrong, spoken_against)),
            clean=clean,
            filled=full,
            blank=blank,
        )

    @cached_property
    def _answers(self) -> Answers:
        boxes = {box.key: box for box in reversed(self.groups.firsts)}
        drawing = self.form.drawing
        kind = drawing.fixed.get("kind", "群")
        return Answers(
            boxes,
            kind=kind,
            form=self.form.id,
            school=self._school,
            qq=self._qq(boxes),
            nowhere=self._nowhere,
            cards=drawing.layout == "card",
            same=drawing.same,
        )

    @cached_property
    def _signed(self) -> frozenset[str]:
        return frozenset(answer.key for answer in self.form.answers if answer.signature)

    @property
    def _school(self) -> tuple[str, ...]:
        institution = self.profile.regulation.institution
        return (institution.name, *institution.short_names)

    @property
    def _nowhere(self) -> Question:
        """Return whether the unit stands nowhere on the sheet: written once, it holds for the groups below."""
        boxes = [box for box in self.page.answers() if box.key == "unit"]
        if self.page.axis == "card" and boxes:
            return is_blank(Cell(boxes[0]))
        places = dict.fromkeys(self.groups.range(box) for box in boxes)
        return known(f"(COUNTA({','.join(places)})=0)", so=not any(box.text for box in boxes))

    def _qq(self, boxes: Mapping[str, Box]) -> Question:
        platform = boxes.get("platform")
        if platform is None:
            both = boxes.get("platform&purpose")
            return one_of(letters(Cell(both), 1, len(shapes.QQ)), _HEAD_OF_QQ) if both else NEVER
        if self.groups.is_head(platform):
            return one_of(letters(replaced(Cell(platform), " "), 1, len(shapes.QQ)), _HEAD_OF_QQ)
        lines = [ticks.ticked(shapes.QQ, platform.options, self.form.drawing)] if platform.options else []
        return shapes.is_qq(platform, lines)

    @property
    def _is_account(self) -> bool:
        return self.form.drawing.fixed.get("kind", "") != ""
