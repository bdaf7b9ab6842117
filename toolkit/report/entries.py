"""Which groups the new register holds: this year's records, and last year's rows that nobody has explained.

state     在册 filed this year · 沿用 the unit reported no change · 待核 kept until a person knows what became of it
closed    已解散 by a notice, or by the return itself: on a sheet of its own, without contacts
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from toolkit.fields import vocabulary
from toolkit.lifelines import Moment, parsed, prolonged, written
from toolkit.messages import word
from toolkit.normalise.private import hide, hide_in
from toolkit.report.filing import assign, last_of, prefix_of
from toolkit.report.links import place_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.model import Ledger, Outcome

STATE, FIRST, FORMER, VERDICT, GROUNDS, SOURCE = "state", "first", "former", "verdict", "grounds", "source"
LIFELINE = "lifeline"
HISTORY = (FIRST, FORMER, VERDICT, GROUNDS, SOURCE, LIFELINE)
LAST_NUMBER = "last_filing_no"

_GONE = ("解散", "注销")
_KEPT = {"carried": "carried", "unaccounted": "open", "unit_missing": "open", "renumbered": "open"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the new register: which row of which year it is, and its history."""

    ours: bool
    position: int
    unit: str
    state: str
    number: str
    history: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The new register: groups in force, groups dissolved, and the last filing number that was given."""

    standing: tuple[Entry, ...]
    closed: tuple[Entry, ...]
    last: str


def register(outcome: Outcome) -> Register:
    """Return the entries of the new register, unit by unit, filing numbers given."""
    drafts = [*_of_this_year(outcome), *_of_last_year(outcome)]
    units: dict[str, int] = {}
    for draft in drafts:
        units.setdefault(draft.unit, len(units))
    drafts.sort(key=lambda draft: units[draft.unit])
    prefix = prefix_of(outcome.profile, outcome.as_of.year)
    earlier = [*_texts(outcome.previous, "filing_no"), str(outcome.previous.frame.attrs.get(LAST_NUMBER, ""))]
    numbers = assign(
        prefix,
        [draft.kept for draft in drafts],
        [draft.claimed for draft in drafts],
        taken=earlier,
    )
    entries = [
        (draft.closed, Entry(draft.ours, draft.position, draft.unit, draft.state, number, draft.history))
        for draft, number in zip(drafts, numbers, strict=True)
    ]
    return Register(
        tuple(entry for closed, entry in entries if not closed),
        tuple(entry for closed, entry in entries if closed),
        last_of(prefix, [*numbers, *earlier]),
    )


def other_text(text: str) -> str:
    """Return unknown labels with what stood under them, one a line; what this tool wrote itself is left out."""
    own = {_say(f"ledger-{name}") for name in (STATE, *HISTORY)}
    loose = vocabulary().heading("other")
    found: dict[str, str] = json.loads(text) if text else {}
    told = {label: hide_in(f"other:{label}", value) for label, value in found.items() if label not in own}
    lines = (value if label == loose else f"{label}：{value}" for label, value in told.items())
    return "\n".join(lines)


def own_heading(history: str) -> str:
    """Return under which heading the ledger keeps a history column: `lifeline` is 沿革."""
    return _say(f"ledger-{history}")


@dataclass(frozen=True, slots=True)
class _Draft:
    ours: bool
    position: int
    unit: str
    state: str
    kept: str
    claimed: str
    history: tuple[str, ...]
    closed: bool


def _of_this_year(outcome: Outcome) -> Iterator[_Draft]:
    ledger = outcome.ledger
    before = _Before(outcome.previous)
    names = [_texts(ledger, name) for name in ("unit", "group_name", "filing_no", "dissolved_on", "disposition")]
    verdicts = zip(*(outcome.verdicts[name].tolist() for name in ("verdict", "basis", "previous")), strict=True)
    for position, (verdict, basis, previous) in enumerate(verdicts):
        if verdict == "duplicate":
            continue
        unit, name, claimed, dissolved_on, disposition = (column[position] for column in names)
        matched = previous if basis else ""
        former = before.text("group_name", previous)
        history = (
            before.first(matched, outcome) if matched else outcome.as_of.isoformat(),
            former if former != name else "",
            _say(f"verdict-{verdict}"),
            _say(f"basis-{basis}") if basis else "",
            place_text(ledger.where(position)),
            before.lifeline(matched, outcome) if matched else "",
        )
        state = _say("state-open" if verdict == "renumbered" else "state-standing")
        kept = before.text("filing_no", matched)
        closed = bool(dissolved_on) or disposition in _GONE
        yield _Draft(
            ours=True,
            position=position,
            unit=unit,
            state=state,
            kept=kept,
            claimed=claimed,
            history=history,
            closed=closed,
        )


def _of_last_year(outcome: Outcome) -> Iterator[_Draft]:
    before = _Before(outcome.previous)
    units = _texts(outcome.previous, "unit")
    matched = _matched(outcome)
    rows = zip(outcome.previous_verdicts["id"].tolist(), outcome.previous_verdicts["verdict"].tolist(), strict=True)
    for position, (name, verdict) in enumerate(rows):
        if name in matched or (verdict not in _KEPT and verdict != "dissolved"):
            continue
        source = before.own(name, SOURCE) or place_text(outcome.previous.where(position))
        history = (
            before.first(name, outcome),
            "",
            _say(f"verdict-{verdict}"),
            _say("basis-previous"),
            source,
            before.lifeline(name, outcome),
        )
        state = _say(f"state-{_KEPT.get(verdict, 'open')}")
        kept = before.text("filing_no", name)
        yield _Draft(
            ours=False,
            position=position,
            unit=units[position],
            state=state,
            kept=kept,
            claimed="",
            history=history,
            closed=verdict == "dissolved",
        )


def _matched(outcome: Outcome) -> frozenset[str]:
    """Return the rows of last year that a record continues by proof or by decision."""
    verdicts = outcome.verdicts
    return frozenset(verdicts.loc[verdicts["basis"].fillna("") != "", "previous"])


class _Before:
    """Last year's rows by id, with what this tool wrote beside them then."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._position = {name: position for position, name in enumerate(ledger.frame["id"].tolist())}
        self._columns: dict[str, list[str]] = {}
        self._others: dict[str, dict[str, str]] = {}

    def text(self, column: str, name: str) -> str:
        """Return a text of a row, "" for an unknown row."""
        if name not in self._position:
            return ""
        if column not in self._columns:
            self._columns[column] = _texts(self._ledger, column)
        return self._columns[column][self._position[name]]

    def own(self, name: str, history: str) -> str:
        """Return a history column of a row as this tool wrote it."""
        if name not in self._others:
            other = self.text("other", name)
            self._others[name] = json.loads(other) if other else {}
        return str(self._others[name].get(_say(f"ledger-{history}"), ""))

    def first(self, name: str, outcome: Outcome) -> str:
        """Return when a group was first filed; a register that does not say had it by the year before."""
        return self.own(name, FIRST) or word("report", "first-before", {"year": outcome.as_of.year - 1})

    def lifeline(self, name: str, outcome: Outcome) -> str:
        """Return what the registers up to last year's said of a row, one line a year."""
        last = Moment(
            outcome.previous_cutoff.isoformat() if outcome.previous_cutoff else "",
            self.text("group_name", name),
            self.text("group_nos", name),
            self.text("unit", name),
            hide(self.text("owner.name", name)),
            self.own(name, VERDICT),
            self.own(name, SOURCE) or place_text(self._ledger.where(self._position[name])),
        )
        return written(prolonged(parsed(self.own(name, LIFELINE)), last))


def _texts(ledger: Ledger, column: str) -> list[str]:
    values: Sequence[Any] = ledger.frame[column].tolist()
    return list(map(str, values))


@cache
def _say(code: str) -> str:
    return word("report", code)
