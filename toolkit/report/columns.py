"""The columns of 台账.xlsx: which there are, what heads them, and the cell of every entry."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.comparison.mistyped import right_numbers
from toolkit.messages import word
from toolkit.normalise import map_unique
from toolkit.normalise.private import hide_in
from toolkit.normalise.text import key
from toolkit.register.ledger_columns import CARRIED, HISTORY, STATE
from toolkit.register.said import ASKED
from toolkit.regulations.fields import vocabulary
from toolkit.report.carried import CarriedOver
from toolkit.report.entries import labelled, other_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from toolkit.model import Ledger, Outcome
    from toolkit.report.entries import Entry

FIRST = ("filing_no", "unit", "group_name", "platform", "group_no")
ALWAYS = frozenset({*FIRST, STATE, *HISTORY})
CLOSED = (*FIRST, "created_on", "filed_on", "dissolved_on", "dissolve_reported_on", "purpose", "retain_basis", "remark")
PEOPLE = ("owner", "admins", "creator", "leader")
"""Of a group that is dissolved its people stay as well, until the years of keeping are over (`reconcile purge`)."""
_WIDTHS = {
    "filing_no": 17,
    "unit": 22,
    "group_name": 28,
    "group_no": 14,
    "purpose": 30,
    "remark": 24,
    "other": 26,
    STATE: 8,
    "first": 13,
    "former": 24,
    "verdict": 11,
    "grounds": 12,
    "source": 44,
    "lifeline": 60,
    "carried": 24,
}
_WIDTH, _DATE, _NARROW = 14, 12, 9


class Column(NamedTuple):
    """One column: its code, heading and width, and a cell an entry (text, a number, or "" for blank)."""

    code: str
    heading: str
    width: float
    cells: Sequence[str | int]


class Columns:
    """Makes the columns of one sheet from the registers of both years."""

    def __init__(self, outcome: Outcome, entries: Sequence[Entry]) -> None:
        """Take the entries whose cells are wanted, in the order of the rows."""
        first = len(outcome.previous.frame)
        self._ledgers = (outcome.previous, outcome.ledger)
        self._places = [entry.position + first if entry.ours else entry.position for entry in entries]
        self._entries = entries
        self._earlier = outcome.closed
        self._carried = CarriedOver(outcome, entries)
        right = right_numbers(outcome.decisions)
        names = outcome.ledger.frame["id"].tolist() if right else []
        self._right = {
            at: right[names[entry.position]]
            for at, entry in enumerate(entries)
            if right and entry.ours and names[entry.position] in right
        }
        self._first = first
        self._noted: dict[int, dict[str, None]] = {}

    def standing(self) -> list[Column]:
        """Return all columns of the vocabulary, what tells a group first, and the history."""
        rest = (name for name in vocabulary().columns if name not in FIRST)
        first, *others = [self._of(name) for name in (*FIRST, *rest)]
        return [first, self._state(), *others, *self._history()]

    def closed(self) -> list[Column]:
        """Return the columns kept of a dissolved group: what it was, and who was in charge of it.

        Groups that were dissolved in earlier years follow, as last year's ledger has them.
        """
        people = (name for field in PEOPLE for name in vocabulary().columns_of(field))
        told = [self._of(name) for name in (*CLOSED, *people, "other")]
        told += self._history()
        if self._earlier is None:
            return told
        again = {entry.number for entry in self._entries}
        rows = [
            row for row, number in enumerate(_kept(self._earlier, "filing_no")) if number not in again or not number
        ]
        return [_with(column, _kept(self._earlier, column.code), rows) for column in told]

    def _of(self, name: str) -> Column:
        heading = vocabulary().heading(name)
        if name == "filing_no":
            return Column(name, heading, _width(name), [entry.number for entry in self._entries])
        return Column(name, heading, _width(name), _cells(name, self.values(name)))

    def values(self, name: str) -> list[Any]:
        """Return what the new register holds of a column, an entry each: of one year's register or the other's."""
        if not self._places:
            return []
        source = "group_nos" if name == "group_no" else name
        both = [value for ledger in self._ledgers for value in _values(ledger.frame[source])]
        found = [both[place] for place in self._places]
        numbers = self._right if source in ("group_no", "group_nos") else {}
        for entry, number in numbers.items():
            found[entry] = number
        for entry, before in zip(*map(list, self._carried.taken(source)), strict=True):
            if entry in numbers:
                continue
            found[entry] = both[before]
            self._noted.setdefault(entry, {})[_shown_as(name)] = None
        if name == "other":
            self._keep_labels(found, both)
        return found

    def _keep_labels(self, found: list[Any], both: Sequence[Any]) -> None:
        """Add what last year's list has of a group under labels of its own that this year's return does not have.

        A column that an office put into its register (处长批示) is asked of no unit, and goes on with the group; so
        does a remark that this year's form has a place for, and does not repeat: the office may have written it.
        """
        before, ours = self._ledgers
        remarks = [frame["remark"].tolist() for frame in (before.frame, ours.frame)]
        again = {*map(int, self._carried.taken("remark")[0])}
        for at, entry in enumerate(self._entries):
            if not entry.ours or entry.before is None:
                continue
            now = json.loads(found[at]) if found[at] else {}
            kept = {label: text for label, text in labelled(both[entry.before]).items() if label not in now}
            kept = {label: text for label, text in kept.items() if not self._answered(label, entry.position)}
            said, says = (texts[place] for texts, place in zip(remarks, (entry.before, entry.position), strict=True))
            if said and at not in again and key(said) not in key(says):
                earlier = kept.get(_say("remark-before"), "")
                lines = [earlier, said] if said not in earlier else [earlier]
                kept[_say("remark-before")] = "；".join(filter(None, lines)).replace("\n", "；")
            if kept:
                found[at] = json.dumps({**kept, **now}, ensure_ascii=False)
                self._noted.setdefault(at, {}).update(dict.fromkeys(kept))

    def _answered(self, label: str, position: int) -> bool:
        """Return whether what was said under a heading of last year's list is answered on this year's return."""
        field = self._ledgers[0].frame.attrs.get(ASKED, {}).get(label, "")
        column = next((name for name in (field, f"{field}.raw", f"{field}.name") if name in self._ledgers[1].frame), "")
        return bool(column) and str(self._ledgers[1].frame[column].iat[position]) not in ("", "<NA>")

    def _state(self) -> Column:
        return Column(STATE, _say(STATE), _width(STATE), [entry.state for entry in self._entries])

    def _history(self) -> list[Column]:
        """Return the columns of the history, when all others are made: the last says what was carried over."""
        found = [
            Column(name, _say(name), _width(name), [entry.history[at] for entry in self._entries])
            for at, name in enumerate(HISTORY[:-1])
        ]
        kept = ["、".join(self._noted.get(at, ())) for at in range(len(self._entries))]
        return [*found, Column(CARRIED, _say(CARRIED), _width(CARRIED), kept)]


def _shown_as(name: str) -> str:
    """Return what a carried column is called: the several columns of a count or a number are one."""
    stem = name.partition(".")[0]
    whole = stem.removesuffix("s") if stem not in vocabulary().fields else stem
    kind = vocabulary()[whole].kind
    return vocabulary().heading(name) if kind == "people" else vocabulary()[whole].zh


def _with(column: Column, earlier: Sequence[str | int], rows: Sequence[int]) -> Column:
    return column._replace(cells=[*column.cells, *(earlier[row] for row in rows)])


def _kept(earlier: Ledger, code: str) -> Sequence[str | int]:
    """Return a column as the ledger that we wrote last year has it, its history included."""
    if code not in HISTORY:
        return _cells(code, _values(earlier.frame["group_nos" if code == "group_no" else code]))
    heading = _say(code)
    return [json.loads(text).get(heading, "") if text else "" for text in earlier.frame["other"].tolist()]


def _values(column: pd.Series) -> list[Any]:
    """Return a column as Python's values, None for what is missing."""
    missing = column.isna()
    if not missing.any():
        return column.tolist()
    return [None] * len(column) if missing.all() else column.astype(object).where(~missing, None).tolist()


def _cells(name: str, raw: Sequence[Any]) -> list[str | int]:
    """Return values as cells: text, numbers, 是 and 否; all group numbers stand in the column of the number."""
    if set(raw) <= {"", None}:
        return [""] * len(raw)
    words = vocabulary()
    stem, _, part = name.partition(".")
    kind = words.fields[stem].kind if stem in words.fields else ""
    if kind == "bool":
        return ["" if value is None else "是" if value else "否" for value in raw]
    if kind == "int" or part in ("low", "high"):
        return ["" if value is None else int(value) for value in raw]
    texts = list(map(str, raw))
    return map_unique(other_text if name == "other" else partial(hide_in, name), texts)


def _width(name: str) -> float:
    words = vocabulary()
    stem, _, part = name.partition(".")
    kind = words.fields[stem].kind if stem in words.fields else ""
    if name in _WIDTHS:
        return _WIDTHS[name]
    if kind in ("bool", "int", "platform") or part in ("low", "high", "name"):
        return _NARROW
    return _DATE if kind == "date" else _WIDTH


def _say(name: str) -> str:
    return word("report", f"ledger-{name}")
