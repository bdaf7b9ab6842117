"""The live line above a form: how many cells are still to be filled in, to be changed, to be looked at.

The sums stand out of sight in the first row, right of the form. They refer to whole ranges, so that pasting and cutting
inside the form does not break them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from toolkit.forms.template.answers import filled
from toolkit.forms.template.expressions import NEVER
from toolkit.forms.template.groups import GOING, fixed, sheet_name
from toolkit.forms.template.places import COUNTER_ROW
from toolkit.forms.template.texts import Cell, Question
from toolkit.messages import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.forms.template.checks import Watch
    from toolkit.forms.template.groups import Groups
    from toolkit.forms.template.places import Box
    from toolkit.forms.template.texts import Look

    Said = tuple[str | float, ...]


SORTS: tuple[Literal["missing"], Literal["wrong"], Literal["open"]] = ("missing", "wrong", "open")
_LONGEST_SUM = 6_400
_PARTS = GOING + 1
_SUMMED = 30  # what Excel 2003 and WPS sum in one call


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell that calculates: its formula, and the value it has now."""

    row: int
    column: int
    formula: str
    value: str | int


@dataclass(frozen=True, eq=False)
class Live:
    """The cells of one sheet that calculate.

    `cards` are those of all sheets of a form of cards, in order; `lead` are those of a sheet of another workbook that
    is drawn alike: its formulas are the same.
    """

    watch: Watch
    cards: Sequence[Live] = ()
    lead: Live | None = None

    @cached_property
    def groups(self) -> Groups:
        """The groups of the sheet."""
        return self.watch.groups

    def cells(self) -> tuple[Sum, ...]:
        """Return the cells that calculate: the line, groups begun, what is missing, wrong and open, parts of sums."""
        first = self.groups.first
        begun = Sum(
            COUNTER_ROW, first, f"=SUMPRODUCT({self.groups.begun(self.groups.range)}*1)", len(self.groups.begun_now)
        )
        going = f"={self.groups.going.formula(self.groups.range)}"
        if self.groups.cards and self.groups.page is not self.groups.cards[0]:
            going = f"={sheet_name(self.groups.cards[0].name)}!{fixed(COUNTER_ROW, first + GOING)}"
        found = [begun, Sum(COUNTER_ROW, first + GOING, going, int(self.groups.goes))]
        at = first + _PARTS
        for number, sort in enumerate(SORTS, start=1):
            cells = []
            for formula, value in zip(self._lead.sums[sort], self._values[sort], strict=True):
                found.append(Sum(COUNTER_ROW, at, formula, value))
                cells.append(fixed(COUNTER_ROW, at))
                at += 1
            less = f"-{fixed(COUNTER_ROW, first + number - 1)}" if sort == "open" else ""  # what is wrong is open, too
            counted = self.counts[number - 1]
            found.append(Sum(COUNTER_ROW, first + number, f"={'+'.join(cells) or '0'}{less}", counted))
        if len(self.groups.cards) > 1 and self.groups.page is self.groups.cards[0]:
            found += self._totals(at)
            return (self._line(at), *found)
        return (self._line(first), *found)

    def _totals(self, at: int) -> Iterator[Sum]:
        """Yield what all cards come to: of sheets with plain names, those that are copied in between as well."""
        names = [card.name for card in self.groups.cards]
        plain = all(name.isidentifier() for name in names)
        values = zip(*((len(one.groups.begun_now), *one.counts) for one in self._pages), strict=True)
        for number, value in enumerate(values):
            cell = fixed(COUNTER_ROW, self.groups.first + number)
            each = [f"{names[0]}:{names[-1]}!{cell}"] if plain else [f"{sheet_name(name)}!{cell}" for name in names]
            formulas = [f"SUM({','.join(each[start : start + _SUMMED])})" for start in range(0, len(each), _SUMMED)]
            yield Sum(COUNTER_ROW, at + number, f"={'+'.join(formulas)}", sum(value))

    @cached_property
    def counts(self) -> tuple[int, int, int]:
        """How many cells are missing, wrong and open now."""
        told = {sort: sum(values) for sort, values in self._values.items()}
        return told["missing"], told["wrong"], told["open"] - told["wrong"]

    @property
    def _lead(self) -> Live:
        """The sheet whose formulas are those of this one: the first that is drawn alike."""
        return self.lead or next((one for one in self.cards if one.watch is self.watch.lead), self)

    @cached_property
    def chunks(self) -> Mapping[str, Sequence[tuple[bool, Sequence[Question]]]]:
        """The questions of each sort in groups whose sums each fit a cell, those of groups before the others."""
        return {sort: self._chunks(sort) for sort in SORTS}

    def _chunks(self, sort: str) -> list[tuple[bool, list[Question]]]:
        found: list[tuple[bool, list[Question]]] = []
        for once in (False, True):
            letters = _LONGEST_SUM
            for one in self.watch.watched:
                question: Question = getattr(one, sort)
                if question is NEVER or (one.box.slot is None) != once:
                    continue
                size = len(question.formula(self.groups.range))
                if letters + size > _LONGEST_SUM:
                    found.append((once, []))
                    letters = 0
                found[-1][1].append(question)
                letters += size
        return found

    @cached_property
    def sums(self) -> Mapping[str, Sequence[str]]:
        """The formulas of the parts of each sum."""
        return {sort: [f"={self._sum(*chunk)}" for chunk in chunks] for sort, chunks in self.chunks.items()}

    def _sum(self, once: bool, questions: Sequence[Question]) -> str:  # noqa: FBT001 - a pair of `_chunks`
        counts = self.groups.counts(self.groups.range, once=once)
        inner = "+".join(question.formula(self.groups.range) for question in questions)
        in_rows = not once and self.groups.page.axis != "card"
        return f"SUMPRODUCT({counts}*({inner}))" if in_rows else f"{counts}*({inner})"

    @cached_property
    def _values(self) -> Mapping[str, Sequence[int]]:
        """What the groups of questions of each sort come to now."""
        known = self._lead.known
        return {
            sort: [
                sum(
                    _times(question, list(self.groups.looks(once=once).values()), known[sort, part, place])
                    for place, question in enumerate(questions)
                )
                for part, (once, questions) in enumerate(chunks)
            ]
            for sort, chunks in self._lead.chunks.items()
        }

    @cached_property
    def known(self) -> Mapping[tuple[str, int, int], dict[Said, bool]]:
        """Whether each question holds of what was said in the cells it looks at, here or on a sheet drawn alike."""
        return defaultdict(dict)

    def _line(self, at: int) -> Sum:
        """Return the live line, made of the four counts that begin at a column."""
        begun, *counted = (fixed(COUNTER_ROW, at + number) for number in range(4))
        said = {name: word("template", f"counter.{name}") for name in ("none", "done", "nil", "unchanged", "undated")}
        some = word("template", "counter.some", {sort: f"{{{sort}}}" for sort in SORTS})
        formula = f'"{some}"'
        for sort, cell in zip(SORTS, counted, strict=True):
            formula = formula.replace(f"{{{sort}}}", f'"&{cell}&"')
        formula = f'IF({begun}=0,"{said["none"]}",IF({"+".join(counted)}=0,"{said["done"]}",{formula}))'
        if self.groups.page.confirm is not None:
            ticked = f'IF({self._dated},"{said["unchanged"]}","{said["undated"]}")'
            formula = f"IF({fixed(COUNTER_ROW, self.groups.first + GOING)}=1,{formula},{ticked})"
        none = f"SUMPRODUCT(1*{self.groups.nil.formula(self.groups.range)})"
        # one 无 on a blank form; over the names of a form that was handed out as many as there are
        so = f"{begun}*{none}=1" if self.groups.confirm is None else f"({begun}>0)*({begun}={none})"
        formula = f'IF({so},"{said["nil"]}",{formula})'
        return Sum(
            COUNTER_ROW, 0, f"={formula}", said.get(self._said, "") or word("template", "counter.some", self._told)
        )

    @cached_property
    def _pages(self) -> Sequence[Live]:
        """The sheets that the line of this one counts."""
        several = self.groups.cards and self.groups.page is self.groups.cards[0]
        return self.cards if several else [self]

    @cached_property
    def _told(self) -> Mapping[str, int]:
        counts = zip(*(page.counts for page in self._pages), strict=True)
        return dict(zip(SORTS, map(sum, counts), strict=True))

    @property
    def _said(self) -> str:
        begun = sum(len(page.groups.begun_now) for page in self._pages)
        none = sum(self.groups.nil.value(self.groups.look(slot)) for slot in self.groups.slots)
        if 0 < begun == none and (begun == 1 or self.groups.confirm is not None):
            return "nil"
        if self.groups.page.confirm is not None and not self.groups.goes:
            return "unchanged" if self._dated_now else "undated"
        return "none" if not begun else "some" if any(self._told.values()) else "done"

    @property
    def _date_boxes(self) -> Sequence[Box]:
        return [box for box in self.groups.firsts if box.key == "reported_on"]

    @property
    def _dated(self) -> str:
        """Return the formula that tells whether the date of the return stands somewhere on the sheet."""
        filled_in = "+".join(filled(Cell(box)).formula(self.groups.range) for box in self._date_boxes)
        return f"SUMPRODUCT(1*({filled_in}))>0" if filled_in else "1=1"

    @property
    def _dated_now(self) -> bool:
        dates = [box for box in self.groups.page.answers() if box.key == "reported_on"]
        return not self._date_boxes or any(filled(Cell(box)).value(self.groups.look(box.slot)) for box in dates)


def _times(question: Question, looks: Sequence[Look], known: dict[Said, bool]) -> int:
    """Return of how many groups a question holds; groups that say the same where it looks are asked once."""
    boxes = list({id(box): box for box in question.boxes()}.values())
    count = 0
    for look in looks:
        said = tuple(map(look, boxes))
        if said not in known:
            known[said] = question.value(look)
        count += known[said]
    return count
