"""What the sheet itself watches: red and yellow cells, and the live line that counts what is still to be done.

Red is what has to be filled in or changed, yellow what the sheet cannot decide or what is asked for and may be missing:
未检查 never looks like 已填齐. All three counts of the live line, the colours and the warnings of the cells come from
one `Answer` each, made of the shape of what is written (`shapes`) and of the requirements (`asked`).

Only groups that were begun count. The live line refers to whole ranges, so that pasting and cutting inside the form
does not break it; the functions are those of every spreadsheet program since Excel 2007.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from toolkit.findings.rules.in_force import in_force
from toolkit.forms.template import shapes, styles, ticks
from toolkit.forms.template.asked import Answers, demands, filled
from toolkit.forms.template.expressions import (
    NEVER,
    Blank,
    Cell,
    Has,
    Just,
    OneOf,
    Part,
    Question,
    Replaced,
    Words,
    Yes,
    either,
    every,
    no,
)
from toolkit.forms.template.lists import options
from toolkit.forms.template.places import COUNTER_ROW
from toolkit.messages import word
from toolkit.model import cell_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.forms.template.expressions import Look, Ref
    from toolkit.forms.template.places import Box, Page
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Profile

CLOSED = ("注销", "解散", "合并")
_PLAIN_LIST = 200  # letters of a list that is written into the formula itself
_LONGEST_SUM = 7_000
_HEAD_OF_QQ = Words("", (shapes.QQ,), plain=True)


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell that calculates: its formula, and the value it has now."""

    row: int
    column: int
    formula: str
    value: str | int


@dataclass(frozen=True, slots=True)
class Watched:
    """One answer: when it is missing (`must`, `should`), certainly wrong, certainly right."""

    box: Box
    must: Question
    should: Question
    wrong: Question
    clean: Question
    filled: Question
    blank: Question

    @property
    def missing(self) -> Question:
        """It has to be filled in and is not."""
        return every(self.must, self.blank)

    @property
    def open(self) -> Question:
        """It is asked for and blank, or filled in with what the sheet cannot tell to be right."""
        return either(every(self.should, no(self.must), self.blank), self.unproved)

    @property
    def unproved(self) -> Question:
        """Something stands there that is not certainly right."""
        return every(self.filled, no(self.clean))


@dataclass(frozen=True)
class Watch:
    """The checks of one sheet. `own` are drop-downs in words of their own (今年状态), `units` the roster.

    `cards` are all sheets of a form of cards: the first one's line counts them all, and says once for all that nothing
    changed.
    """

    page: Page
    form: Form
    profile: Profile
    units: tuple[str, ...] = ()
    own: Mapping[str, tuple[str, ...]] | None = None
    cards: tuple[Page, ...] = ()

    @cached_property
    def firsts(self) -> Sequence[Box]:
        """The answers of the first group and those that stand once: each stands for its whole range."""
        found = [box for box in self.page.answers() if box.role != "signature" and box.slot in (None, 0)]
        keys_of_groups = {box.key for box in found if box.slot == 0}
        return [box for box in found if box.slot == 0 or box.key not in keys_of_groups]

    @cached_property
    def watched(self) -> Sequence[Watched]:
        """The answers that are watched, in reading order."""
        answers = self._answers
        asked = list(demands(in_force(self.profile), answers))
        return [
            self._watched(box, [one for one in asked if one.key == box.key])
            for box in self.firsts
            if not self._is_head(box)
        ]

    def words(self, box: Box) -> Words | None:
        """Return the entries of the drop-down of an answer, its blank line apart; None when it has none."""
        own = (self.own or {}).get(box.key)
        listed = (f"{box.key}_own", own) if own else options(box, self.form, self.profile, self.units)
        if not listed:
            return None
        name, entries = listed
        kept = tuple(entry for entry in entries if entry != box.printed and not entry.endswith(ticks.OPEN_END))
        return Words(f"words_{name}", kept, plain=len("".join(kept)) + len(kept) < _PLAIN_LIST)

    # what calculates

    def live(self) -> tuple[Sum, ...]:
        """Return the cells that calculate: the line, groups begun, what is missing, wrong and open, parts of sums."""
        first = self._first
        begun = Sum(COUNTER_ROW, first, f"=SUMPRODUCT({self._begun(self.range)}*1)", len(self._begun_now()))
        going = f"={self._going.formula(self.range)}"
        if self.cards and self.page is not self.cards[0]:
            going = f"={_sheet(self.cards[0].name)}!{_fixed(COUNTER_ROW, first + _GOING)}"
        found = [begun, Sum(COUNTER_ROW, first + _GOING, going, int(self._goes))]
        at = first + _PARTS
        for number, sort in enumerate(_SORTS, start=1):
            cells = []
            for once, questions in self._chunks(sort):
                found.append(Sum(COUNTER_ROW, at, f"={self._sum(once, questions)}", self._value(once, questions)))
                cells.append(_fixed(COUNTER_ROW, at))
                at += 1
            less = (
                f"-{_fixed(COUNTER_ROW, first + number - 1)}" if sort == "open" else ""
            )  # what is wrong is unproved too
            counted = self.counts()[number - 1]
            found.append(Sum(COUNTER_ROW, first + number, f"={'+'.join(cells) or '0'}{less}", counted))
        if len(self.cards) > 1 and self.page is self.cards[0]:
            found += self._totals(at)
            return (self._line(at), *found)
        return (self._line(first), *found)

    def _totals(self, at: int) -> Iterator[Sum]:
        """Yield what all cards come to: sheets that are copied in between count as well."""
        sheets = _sheet(f"{self.cards[0].name}:{self.cards[-1].name}")
        others = [replace(self, page=page) for page in self.cards]
        values = zip(*((len(one._begun_now()), *one.counts()) for one in others), strict=True)  # noqa: SLF001 - our own
        for number, value in enumerate(values):
            yield Sum(
                COUNTER_ROW, at + number, f"=SUM({sheets}!{_fixed(COUNTER_ROW, self._first + number)})", sum(value)
            )

    def red(self) -> Iterator[tuple[Box, str]]:
        """Yield each watched answer of the first group with the formula that makes its range red."""
        for one in self.watched:
            found = either(one.missing, one.wrong)
            if found != NEVER:
                yield one.box, f"={self._counts(self.here, once=one.box.slot is None)}*{found.formula(self.here)}>0"

    def yellow(self) -> Iterator[tuple[Box, str]]:
        """Yield each watched answer of the first group with the formula that makes its range yellow, unless it is red."""
        for one in self.watched:
            if one.open != NEVER:
                yield one.box, f"={self._counts(self.here, once=one.box.slot is None)}*{one.open.formula(self.here)}>0"

    def refused(self, box: Box) -> str:
        """Return the formula that allows what is written into a cell; "" when nothing is certainly wrong there."""
        one = next((one for one in self.watched if one.box == box), None)
        if one is None or one.wrong == NEVER:
            return ""
        return f"=NOT({one.wrong.formula(lambda other: other.cell if other == box else self.here(other))}>0)"

    # what holds now

    def counts(self) -> tuple[int, int, int]:
        """Return how many cells are missing, wrong and open now."""
        sums = {sort: sum(self._value(*chunk) for chunk in self._chunks(sort)) for sort in _SORTS}
        return sums["missing"], sums["wrong"], sums["open"] - sums["wrong"]

    def state(self, box: Box) -> str:
        """Return how a cell looks now: `missing`, `wrong`, `open` or ""."""
        first = next(one for one in self.firsts if (one.key, one.line) == (box.key, box.line))
        one = next((one for one in self.watched if one.box == first), None)
        seen = self._looks(once=box.slot is None)
        look = seen.get(box.slot)
        if one is None or look is None:
            return ""
        return next((sort for sort in _SORTS if getattr(one, sort).value(look)), "")

    # one answer

    def _watched(self, box: Box, asked: Sequence[object]) -> Watched:
        cell = Cell(box)
        sorts = {sort: [one.so for one in asked if one.sort == sort] for sort in ("must", "should", "wrong", "doubt")}  # type: ignore[attr-defined]
        if box.line:
            sorts["must"] = sorts["should"] = []
        if box.key in (self.own or {}):
            sorts["must"] = [Yes()]
        is_number = box.key == "group_no"
        full = filled(cell, number=is_number)
        shape = shapes.shape_of(box, listed=self.words(box), qq=self._answers.qq, account=self._is_account)
        wrong = shape.wrong
        if not sorts["must"] and box.key.partition(".")[2] in {"", "name"} and "people" in box.kinds:
            wrong = NEVER  # a post in place of a name is told where a name is asked for
        against = either(*sorts["wrong"])
        repeats = no(OneOf(cell, shapes.ditto_words())) if self.page.axis == "row" else Yes()
        clean = every(shape.clean, repeats, no(against), *map(no, sorts["doubt"]))
        every_line = [Cell(line) for line in self.page.lines[box.key, box.slot]]
        blank = every(*(no(filled(line, number=is_number)) for line in every_line))
        return Watched(
            box,
            must=either(*sorts["must"]),
            should=either(*sorts["should"]),
            wrong=every(full, repeats, either(wrong, against)) if either(wrong, against) != NEVER else NEVER,
            clean=clean,
            filled=full,
            blank=blank,
        )

    @cached_property
    def _answers(self) -> Answers:
        boxes = {box.key: box for box in reversed(self.firsts)}
        drawing = self.form.drawing
        kind = drawing.fixed.get("kind", "群")
        return Answers(boxes, kind=kind, form=self.form.id, qq=self._qq(boxes), same=drawing.same)

    def _qq(self, boxes: Mapping[str, Box]) -> Question:
        platform = boxes.get("platform")
        if platform is None:
            both = boxes.get("platform&purpose")
            return OneOf(Part(Cell(both), 1, len(shapes.QQ)), _HEAD_OF_QQ) if both else NEVER
        if self._is_head(platform):
            return OneOf(Part(Replaced(Cell(platform), " "), 1, len(shapes.QQ)), _HEAD_OF_QQ)
        lines = [ticks.ticked(shapes.QQ, platform.options, self.form.drawing)] if platform.options else []
        return shapes.is_qq(platform, lines)

    @property
    def _is_account(self) -> bool:
        return self.form.drawing.fixed.get("kind", "") != ""

    # the formulas

    def range(self, box: Box) -> str:
        """Return the reference to an answer of all groups, or to its one cell, such that pasting does not break it."""
        page = self.page
        if box.slot is not None and page.axis == "row":
            return f"{_fixed(page.start, box.left)}:{_fixed(page.start + page.slots, box.left)}"
        if box.slot is not None and page.axis == "column":
            return f"{_fixed(box.top, page.start)}:{_fixed(box.top, page.start + page.slots)}"
        if page.axis != "card":
            return _fixed(box.top, box.left)  # it follows when rows or columns are inserted
        row = f"{_fixed(box.top, 0)}:{_fixed(box.top, len(page.widths) - 1)}"
        return f"INDEX({row},{box.left + 1})"

    def here(self, box: Box) -> str:
        """Return the reference to an answer of the group that a coloured cell belongs to."""
        name = cell_name(box.top, box.left)
        letters, digits = name.rstrip("0123456789"), name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if box.slot is not None and self.page.axis == "row":
            return f"${letters}{digits}"
        if box.slot is not None and self.page.axis == "column":
            return f"{letters}${digits}"
        return f"${letters}${digits}"

    def _begun(self, ref: Ref) -> str:
        """Return the formula that tells whether a group was begun: something beside its unit is filled in."""
        told = [_not_blank(box).formula(ref) for box in self.firsts if self._tells(box)]
        return f"(({'+'.join(told)})>0)"

    def _counts(self, ref: Ref, *, once: bool) -> str:
        """Return the formula that tells whether answers count: their group was begun and goes on, the unit files."""
        going = f"({_fixed(COUNTER_ROW, self._first + _GOING)}=1)"
        if once or self.page.axis == "card":
            begun = f"({_fixed(COUNTER_ROW, self._first)}>0)"
        else:
            begun = self._begun(ref)
        return f"{going}*{begun}" if once else f"{going}*{begun}*{self._goes_on.formula(ref)}"

    @lru_cache(maxsize=8)  # noqa: B019 - as long as the sheet is written
    def _chunks(self, sort: str) -> list[tuple[bool, list[Question]]]:
        """Return the questions of one sort in groups whose sums each fit a cell, those of groups before the others."""
        found: list[tuple[bool, list[Question]]] = []
        for once in (False, True):
            length = _LONGEST_SUM
            for one in self.watched:
                question: Question = getattr(one, sort)
                if question == NEVER or (one.box.slot is None) != once:
                    continue
                size = len(question.formula(self.range))
                if length + size > _LONGEST_SUM:
                    found.append((once, []))
                    length = 0
                found[-1][1].append(question)
                length += size
        return found

    def _sum(self, once: bool, questions: Sequence[Question]) -> str:  # noqa: FBT001 - a pair of `_chunks`
        counts = self._counts(self.range, once=once)
        inner = "+".join(question.formula(self.range) for question in questions)
        in_rows = not once and self.page.axis != "card"
        return f"SUMPRODUCT({counts}*({inner}))" if in_rows else f"{counts}*({inner})"

    def _value(self, once: bool, questions: Sequence[Question]) -> int:  # noqa: FBT001 - a pair of `_chunks`
        return sum(question.value(look) for question in questions for look in self._looks(once=once).values())

    def _looks(self, *, once: bool) -> Mapping[int | None, Look]:
        """Return how to look at each group that counts now, by its number; None for what stands once."""
        if not self._goes:
            return {}
        if once:
            return {None: self._look(None)} if self._begun_now() else {}
        looks = {slot: self._look(slot) for slot in sorted(self._begun_now())}
        return {slot: look for slot, look in looks.items() if self._goes_on.value(look)}

    def _line(self, at: int) -> Sum:
        """Return the live line, made of the four counts that begin at a column."""
        begun, *counted = (_fixed(COUNTER_ROW, at + number) for number in range(4))
        said = {name: word("template", f"counter.{name}") for name in ("none", "done", "nil", "unchanged", "undated")}
        some = word("template", "counter.some", {sort: f"{{{sort}}}" for sort in _SORTS})
        formula = f'"{some}"'
        for sort, cell in zip(_SORTS, counted, strict=True):
            formula = formula.replace(f"{{{sort}}}", f'"&{cell}&"')
        formula = f'IF({begun}=0,"{said["none"]}",IF({"+".join(counted)}=0,"{said["done"]}",{formula}))'
        if self.page.confirm is not None:
            ticked = f'IF({self._dated},"{said["unchanged"]}","{said["undated"]}")'
            formula = f"IF({_fixed(COUNTER_ROW, self._first + _GOING)}=1,{formula},{ticked})"
        formula = f'IF({begun}*SUMPRODUCT(1*{self._nil.formula(self.range)})=1,"{said["nil"]}",{formula})'
        return Sum(
            COUNTER_ROW, 0, f"={formula}", said.get(self._said, "") or word("template", "counter.some", self._told)
        )

    @property
    def _pages(self) -> Sequence[Watch]:
        """The sheets that the line of this one counts."""
        several = self.cards and self.page is self.cards[0]
        return [replace(self, page=page) for page in self.cards] if several else [self]

    @cached_property
    def _told(self) -> Mapping[str, int]:
        counts = zip(*(page.counts() for page in self._pages), strict=True)
        return dict(zip(_SORTS, map(sum, counts), strict=True))

    @property
    def _said(self) -> str:
        begun = sum(len(page._begun_now()) for page in self._pages)  # noqa: SLF001 - our own
        if begun == 1 and any(self._nil.value(self._look(slot)) for slot in self._slots):
            return "nil"
        if self.page.confirm is not None and not self._goes:
            return "unchanged" if self._dated_now else "undated"
        return "none" if not begun else "some" if any(self._told.values()) else "done"

    @property
    def _first(self) -> int:
        return len(self.page.widths) + 1

    @property
    def _confirm(self) -> Box | None:
        return self.cards[0].confirm if self.cards else self.page.confirm

    @property
    def _going(self) -> Question:
        """Return whether the unit fills in its groups one by one: it has not ticked that nothing changed."""
        return no(Has(Cell(self._confirm), ticks.TICKED)) if self._confirm is not None else Yes()

    @property
    def _goes(self) -> bool:
        return self._going.value(lambda box: box.text)

    @property
    def _date_boxes(self) -> Sequence[Box]:
        return [box for box in self.firsts if box.key == "reported_on"]

    @property
    def _dated(self) -> str:
        """Return the formula that tells whether the date of the return stands somewhere on the sheet."""
        filled_in = "+".join(filled(Cell(box)).formula(self.range) for box in self._date_boxes)
        return f"SUMPRODUCT(1*({filled_in}))>0" if filled_in else "1=1"

    @property
    def _dated_now(self) -> bool:
        dates = [box for box in self.page.answers() if box.key == "reported_on"]
        return not self._date_boxes or any(filled(Cell(box)).value(self._look(box.slot)) for box in dates)

    @cached_property
    def _nil(self) -> Question:
        """Return whether a group is none: in the place of its name stands 无, and nothing else."""
        name = next((box for box in self.firsts if "group_name" in box.key.split("&")), None)
        told = tuple(_not_blank(box) for box in self.firsts if self._tells(box))
        return every(OneOf(Cell(name), shapes.nil_words()), Just(told, 1)) if name is not None else NEVER

    @cached_property
    def _goes_on(self) -> Question:
        """Return whether a group goes on: it was not said to be dissolved, and is one at all."""
        box = self._answers.boxes.get("disposition")
        closed = OneOf(Cell(box), Words("", CLOSED, plain=True)) if box is not None else NEVER
        return no(either(closed, self._nil))

    def _tells(self, box: Box) -> bool:
        asks_itself = box.key in (self.own or {})
        return box.slot == 0 and box.key != "unit" and not self._is_head(box) and not asks_itself

    def _is_head(self, box: Box) -> bool:
        return self.form.drawing.across is not None and box.key == self.form.drawing.across.answer

    # the same, now

    def _look(self, slot: int | None) -> Look:
        def look(box: Box) -> str | float:
            if box.slot is not None and slot is not None and slot != box.slot:
                box = next(one for one in self.page.lines[box.key, slot] if one.line == box.line)
            if styles.as_number(box.key) and box.text.isdecimal() and len(box.text) <= styles.DIGITS_OF_A_NUMBER:
                return int(box.text)
            return box.text

        return look

    @cache  # noqa: B019 - as long as the sheet is written
    def _begun_now(self) -> frozenset[int]:
        told = [_not_blank(box) for box in self.firsts if self._tells(box)]
        return frozenset(slot for slot in self._slots if any(one.value(self._look(slot)) for one in told))

    @property
    def _slots(self) -> frozenset[int]:
        return frozenset(box.slot for box in self.page.answers() if box.slot is not None)


_SORTS = ("missing", "wrong", "open")
_GOING, _PARTS = 4, 5
"""Places behind the number of groups begun: whether the unit files group by group, and the parts of the sums."""


def _not_blank(box: Box) -> Question:
    cell = Cell(box)
    given = no(Blank(cell))
    return every(given, no(OneOf(cell, Words("", (box.printed,), plain=True)))) if box.printed else given


def _sheet(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _fixed(row: int, column: int) -> str:
    name = cell_name(row, column)
    letters = name.rstrip("0123456789")
    return f"${letters}${name[len(letters) :]}"
