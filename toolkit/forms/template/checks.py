"""What the sheet itself watches: red cells, and the live line that counts what is still to be done.

Both come from one table of formulas, and both look only at groups that were begun. The live line refers to whole
ranges, so that pasting and cutting inside the form does not break it; the functions are those of every spreadsheet
program since Excel 2007. What counts is the check on reading; this is a courtesy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.forms.template import ticks
from toolkit.forms.template.places import COUNTER_ROW
from toolkit.messages import word
from toolkit.model import cell_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from toolkit.forms.template.places import Box, Page
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Profile, Requirement

_QQ = "QQ群"
_NUMBER_LENGTHS = range(5, 12)
_CENTURIES = "20 19 二〇 二○ 二零 一九"
_MOBILE_LENGTH = 11  # longer: several people in one cell
_PEOPLE = "人"  # 150人 is a number of members
_ALWAYS = ("group_name", "unit", "platform")
# {x} is the cell (or the range of all groups), {filled} whether something stands there, {qq} whether it is a QQ group.
_FORMULAS: Mapping[str, str] = {
    "number": "{filled}*{qq}*(((LEN({x})<5)+(LEN({x})>11)+ISERROR(VALUE({x})))>0)",
    "count": '{filled}*ISERROR(VALUE(SUBSTITUTE({x},"人","")))',
    "date": '{filled}*ISTEXT({x})*ISERROR(FIND(LEFT({x},2),"{centuries}"))',
    "mobile": "{filled}*(((LEN({x})<11)+(LEN({x})=11)*ISERROR(VALUE({x})))>0)",
}


def faulty(kind: str, text: str) -> bool:
    """Tell what `_FORMULAS` tell, for a text that is written now: the value a program shows before it calculates."""
    if not text:
        return False
    if kind == "number":
        return not (len(text) in _NUMBER_LENGTHS and text.isdecimal())
    if kind == "count":
        return not text.replace(_PEOPLE, "").isdecimal()
    if kind == "date":
        return text[:2] not in _CENTURIES
    return len(text) < _MOBILE_LENGTH or (len(text) == _MOBILE_LENGTH and not text.isdecimal())


def fault_kind(box: Box) -> str:
    """Return which test of form an answer takes: number, count, date, mobile, or "" for none."""
    if len(box.stems) != 1 or box.role == "signature":
        return ""
    if box.key.endswith(".mobile"):
        return "mobile"
    kind = next(iter(box.kinds))
    return {"number": "number", "count": "count", "int": "count", "date": "date"}.get(kind, "")


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell that calculates: its formula, and the value it has now."""

    row: int
    column: int
    formula: str
    value: str | int


@dataclass(frozen=True)
class Watch:
    """The checks of one sheet."""

    page: Page
    form: Form
    needed: frozenset[str]

    @cached_property
    def firsts(self) -> Sequence[Box]:
        """The answers of the first group and those that stand once: each stands for its whole range."""
        found = [box for box in self.page.answers() if box.role != "signature" and box.slot in (None, 0)]
        keys_of_groups = {box.key for box in found if box.slot == 0}
        return [box for box in found if box.slot == 0 or box.key not in keys_of_groups]

    def live(self) -> tuple[Sum, ...]:
        """Return the cells that calculate: groups begun, cells to be done, and the line that says so."""
        row, column = COUNTER_ROW, len(self.page.widths) + 1
        begun, count = _fixed(row, column), self._count_cell
        none, done = word("template", "counter.none"), word("template", "counter.done")
        before, after = word("template", "counter.some", {"n": "{n}"}).split("{n}")
        line = f'=IF({begun}=0,"{none}",IF({count}=0,"{done}","{before}"&{count}&"{after}"))'
        now, left = len(self._begun_now()), self.count()
        text = none if not now else word("template", "counter.some", {"n": left}) if left else done
        parts = "+".join([*self._of_groups(), *self._once()]) or "0"
        return (
            Sum(row, 0, line, text),
            Sum(row, column, f"=SUMPRODUCT({self.begun(self.range)}*1)", now),
            Sum(row, column + 1, f"={parts}", left),
        )

    def red(self) -> Iterator[tuple[Box, str]]:
        """Yield each watched answer of the first group with the formula that makes its range red."""
        for box in self.firsts:
            parts = [part for part in (self._missing(box, self.here), self._faulty(box, self.here)) if part]
            if parts:
                grouped = box.slot == 0 and self.page.axis != "card"
                begun = self.begun(self.here) if grouped else self._any_begun
                yield box, f"={begun}*({'+'.join(parts)})>0"

    def count(self) -> int:
        """Return how many cells are to be filled in or changed now."""
        begun = self._begun_now()
        found = 0
        for box in self.page.answers():
            if box.role == "signature" or (box.slot is None and box.key in self._keys_of_groups):
                continue
            if box.slot in begun or (box.slot is None and begun):
                found += self._missing_now(box) + self._faulty_now(box)
        return found

    # the formulas

    def begun(self, ref: Callable[[Box], str]) -> str:
        """Return the formula that tells whether a group was begun: something beside its unit is filled in."""
        told = [box for box in self.firsts if self._tells(box)]
        return "((" + "+".join(self._filled(box, ref) for box in told) + ")>0)"

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
        """Return the reference to an answer of the group that a red cell belongs to."""
        name = cell_name(box.top, box.left)
        letters, digits = name.rstrip("0123456789"), name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if box.slot is not None and self.page.axis == "row":
            return f"${letters}{digits}"
        if box.slot is not None and self.page.axis == "column":
            return f"{letters}${digits}"
        return f"${letters}${digits}"

    def _of_groups(self) -> list[str]:
        parts = []
        for box in self.firsts:
            if box.slot == 0:
                parts += [part for part in (self._missing(box, self.range), self._faulty(box, self.range)) if part]
        if not parts:
            return []
        if self.page.axis == "card":
            return [f"{self._any_begun}*({'+'.join(parts)})"]
        return [f"SUMPRODUCT({self.begun(self.range)}*({'+'.join(parts)}))"]

    def _once(self) -> list[str]:
        parts = []
        for box in self.firsts:
            if box.slot is None:
                parts += [part for part in (self._missing(box, self.range), self._faulty(box, self.range)) if part]
        return [f"{self._any_begun}*({'+'.join(parts)})"] if parts else []

    @property
    def _any_begun(self) -> str:
        return f"({_fixed(COUNTER_ROW, len(self.page.widths) + 1)}>0)"

    @property
    def _count_cell(self) -> str:
        return _fixed(COUNTER_ROW, len(self.page.widths) + 2)

    def _missing(self, box: Box, ref: Callable[[Box], str]) -> str:
        if box.line or box.key not in self.needed:
            return ""
        lines = [other for other in self.firsts if other.key == box.key]
        return "(" + "+".join(self._filled(other, ref) for other in lines) + "=0)"

    def _faulty(self, box: Box, ref: Callable[[Box], str]) -> str:
        kind = fault_kind(box)
        platform = self._platform
        if not kind or (kind == "number" and platform is None):
            return ""
        is_qq = self._is_qq(platform, ref) if platform else ""
        return _FORMULAS[kind].format(x=ref(box), filled=self._filled(box, ref), qq=is_qq, centuries=_CENTURIES)

    def _filled(self, box: Box, ref: Callable[[Box], str]) -> str:
        untouched = f'*({ref(box)}<>"{box.printed}")' if box.printed else ""
        return f'({ref(box)}<>""){untouched}'

    def _is_qq(self, box: Box, ref: Callable[[Box], str]) -> str:
        if box.options:
            line = ticks.ticked(_QQ, box.options, self.form.drawing)
            return f'((({ref(box)}="{_QQ}")+({ref(box)}="{line}"))>0)'
        return f'(LEFT(SUBSTITUTE({ref(box)}," ",""),{len(_QQ)})="{_QQ}")'

    @cached_property
    def _platform(self) -> Box | None:
        return next((box for box in self.firsts if box.key == "platform" and box.slot == 0), None)

    @cached_property
    def _keys_of_groups(self) -> frozenset[str]:
        return frozenset(box.key for box in self.firsts if box.slot == 0)

    # the same, now

    def _tells(self, box: Box) -> bool:
        return box.slot == 0 and box.key != "unit" and not self._is_head(box)

    def _is_head(self, box: Box) -> bool:
        return self.form.drawing.across is not None and box.key == self.form.drawing.across.answer

    def _begun_now(self) -> frozenset[int]:
        told = {box.key for box in self.firsts if self._tells(box)}
        return frozenset(
            box.slot
            for box in self.page.answers()
            if box.slot is not None and box.role != "signature" and box.key in told and box.filled
        )

    def _missing_now(self, box: Box) -> bool:
        if box.line or box.key not in self.needed:
            return False
        lines = self.page.lines.get((box.key, box.slot), ())
        return not any(other.filled for other in lines if other.role != "signature")

    def _faulty_now(self, box: Box) -> bool:
        kind = fault_kind(box)
        if not kind or not box.filled:
            return False
        return (kind != "number" or self._is_qq_now(box)) and faulty(kind, box.text)

    def _is_qq_now(self, box: Box) -> bool:
        platform = self.page.find("platform", box.slot)
        if platform is None:
            return False
        if platform.options:
            return platform.text in (_QQ, ticks.ticked(_QQ, platform.options, self.form.drawing))
        return platform.text.replace(" ", "").startswith(_QQ)


def watch(page: Page, form: Form, profile: Profile) -> Watch:
    """Return the checks of a sheet: what the regulation requires of the form's own answers, and our three."""
    keys = {box.key for box in page.answers() if box.role in {"answer", "line"}}
    wanted = [name for entry in profile.by_rule("required") if _asks(entry, form) for name in _names(entry, form)]
    found = (_key_of(name, keys) for name in (*_ALWAYS, *wanted))
    across = form.drawing.across.answer if form.drawing.across else ""
    return Watch(page, form, frozenset(key for key in found if key and key != across))


def _asks(entry: Requirement, form: Form) -> bool:
    kind = form.drawing.fixed.get("kind")
    spared = entry.with_.get("unless", {}).get("kind", ())
    return (
        entry.severity == "error"
        and entry.with_.get("form", form.id) == form.id
        and "unless_rules" not in entry.with_
        and not (kind and kind in spared)
    )


def _names(entry: Requirement, form: Form) -> Iterator[str]:
    for name in entry.with_.get("fields", entry.with_.get("any_of", ())[:1]):
        stem, dot, part = name.partition(".")
        yield form.drawing.same.get(stem, stem) + dot + part


def _key_of(name: str, keys: set[str]) -> str:
    """Return the answer that holds a field: itself, the people cell of a name, or a cell of two fields."""
    stem = name.partition(".")[0]
    if name in keys or stem in keys:
        return name if name in keys else stem
    return next((key for key in sorted(keys) if {name, stem} & set(key.split("&"))), "")


def _fixed(row: int, column: int) -> str:
    name = cell_name(row, column)
    letters = name.rstrip("0123456789")
    return f"${letters}${name[len(letters) :]}"
