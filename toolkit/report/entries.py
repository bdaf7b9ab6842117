"""Which groups the new register holds: this year's records, and last year's rows that nobody has explained.

state     在册 filed this year · 沿用 the unit reported no change · 待核 kept until a person knows what became of it
          争议 two claim one number: every row is kept until a person says who keeps the group
closed    已解散 by a notice, or by the return itself: on a sheet of its own, without contacts
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.comparison.duplicates import disputed_records
from toolkit.messages import word
from toolkit.normalise import map_unique
from toolkit.normalise.masking import masked
from toolkit.normalise.private import hide, hide_in
from toolkit.normalise.text import key
from toolkit.register.keys import number_texts, unit_keys
from toolkit.register.ledger_columns import FIRST, HISTORY, LIFELINE, SOURCE, STATE, VERDICT, own_heading
from toolkit.register.lifelines import Moment, parsed, prolonged, written
from toolkit.regulations.fields import vocabulary
from toolkit.report.filing import assign, last_of, style_of
from toolkit.report.given import with_given
from toolkit.report.links import place_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.model import Ledger, Outcome

LAST_NUMBER = "last_filing_no"

_KEPT = {"carried": "carried", "unaccounted": "open", "unit_missing": "open", "renumbered": "open"}


class Entry(NamedTuple):
    """One row of the new register: which row of which year it is, and its history.

    `before` is the row of last year (by position) that a row of this year continues, None where there is none. What is
    carried over from it is worked out with the columns (`toolkit.report.carried`).
    """

    ours: bool
    position: int
    unit: str
    state: str
    number: str
    history: tuple[str, ...]
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The new register: groups in force, groups dissolved, and the last filing number that was given."""

    standing: tuple[Entry, ...]
    closed: tuple[Entry, ...]
    last: str


def register(outcome: Outcome, *, numbering: str = "") -> Register:
    """Return the entries of the new register, unit by unit, filing numbers given (as `numbering` writes them)."""
    before = _Before(outcome)
    drafts = [*_of_this_year(outcome, before), *_of_last_year(outcome, before)]
    units = {unit.unit: place for place, unit in enumerate(outcome.units)}  # the order of the roster
    for draft in drafts:
        units.setdefault(draft.unit, len(units))
    drafts.sort(key=lambda draft: units[draft.unit])
    earlier = [*before.texts("filing_no"), str(outcome.previous.frame.attrs.get(LAST_NUMBER, ""))]
    kept, claimed = [draft.kept for draft in drafts], [draft.claimed for draft in drafts]
    if outcome.numbered:
        kept = with_given(kept, claimed, _known_by(outcome, before, drafts), outcome.numbered)
        earlier += outcome.numbered.values()
    style = style_of(outcome.profile, outcome.as_of.year, earlier, numbering=numbering)
    numbers = assign(
        style,
        kept,
        claimed,
        taken=earlier,
    )
    standing: list[Entry] = []
    closed: list[Entry] = []
    for draft, number in zip(drafts, numbers, strict=True):
        entry = Entry(draft.ours, draft.position, draft.unit, draft.state, number, draft.history, draft.before)
        (closed if draft.closed else standing).append(entry)
    return Register(tuple(standing), tuple(closed), last_of(style, {*numbers, *earlier}))


def other_text(text: str) -> str:
    """Return unknown labels with what stood under them, one a line; what this tool wrote itself is left out."""
    own = set(map(own_heading, (STATE, *HISTORY)))
    loose = vocabulary().heading("other")
    found: dict[str, str] = json.loads(text) if text else {}
    told = {label: hide_in(f"other:{label}", value) for label, value in found.items() if label not in own}
    lines = (value if label == loose else f"{label}：{value}" for label, value in told.items())
    return "\n".join(lines)


def labelled(text: str) -> dict[str, str]:
    """Return what last year's list has under labels of its own, one by one: of 其他 each line that names one."""
    own, loose = set(map(own_heading, (STATE, *HISTORY))), vocabulary().heading("other")
    found: dict[str, str] = {}
    for label, value in (json.loads(text) if text else {}).items():
        lines = value.split("\n") if label == loose else [f"{label}：{value}"]
        told = (line.partition("：") for line in lines if label not in own)
        found |= {name: said for name, _, said in told if said}
    return found


class _Draft(NamedTuple):
    ours: bool
    position: int
    unit: str
    state: str
    kept: str
    claimed: str
    history: tuple[str, ...]
    closed: bool
    before: int | None = None


def _known_by(outcome: Outcome, before: _Before, drafts: Sequence[_Draft]) -> Iterator[tuple[str, str, str]]:
    """Yield unit, name and numbers of each draft."""
    ours = [_texts(outcome.ledger, name) for name in ("unit", "group_name", "group_nos")]
    theirs = [before.texts(name) for name in ("unit", "group_name", "group_nos")]
    for draft in drafts:
        unit, name, numbers = (column[draft.position] for column in (ours if draft.ours else theirs))
        yield unit, name, numbers


def _of_this_year(outcome: Outcome, before: _Before) -> Iterator[_Draft]:
    columns = [outcome.verdicts[name].tolist() for name in ("verdict", "basis", "previous")]
    columns += [_texts(outcome.ledger, name) for name in ("unit", "group_name", "filing_no")]
    rows = zip(*columns, map(place_text, outcome.ledger.places), strict=True)
    today, standing, undecided = outcome.as_of.isoformat(), _say("state-standing"), _say("state-open")
    contested = _say("state-disputed")
    names, numbers = before.texts("group_name"), before.texts("filing_no")
    claims, marks = before.claims(outcome), _marks(outcome.ledger)
    disputed, names_of = disputed_records(outcome.duplicates), outcome.ledger.frame["id"].tolist()
    for position, row in enumerate(rows):
        verdict, basis, previous, unit, name, claimed, place = row
        if verdict == "duplicate" and names_of[position] not in disputed:
            continue
        if verdict == "duplicate":
            previous = claims.get(marks[position], "")
            basis = "group_no" if previous else ""
        known = before.position.get(previous)
        former = names[known] if known is not None else ""
        matched = known if basis else None
        yield _Draft(
            ours=True,
            position=position,
            unit=unit,
            state=contested if names_of[position] in disputed else undecided if verdict == "renumbered" else standing,
            kept=_of_an_office(numbers[matched]) if matched is not None else "",
            claimed=_of_an_office(claimed),
            history=(
                before.first(matched) if matched is not None else today,
                former if former != name else "",
                _say(f"verdict-{verdict}"),
                _say(f"basis-{basis}") if basis else "",
                place,
                before.lifeline(matched) if matched is not None else "",
            ),
            closed=verdict == "cancelled",
            before=matched,
        )


def _of_last_year(outcome: Outcome, before: _Before) -> Iterator[_Draft]:
    units, numbers, places = before.texts("unit"), before.texts("filing_no"), outcome.previous.places
    matched = _matched(outcome)
    rows = zip(outcome.previous_verdicts["id"].tolist(), outcome.previous_verdicts["verdict"].tolist(), strict=True)
    for position, (name, verdict) in enumerate(rows):
        if name in matched or (verdict not in _KEPT and verdict != "dissolved"):
            continue
        yield _Draft(
            ours=False,
            position=position,
            unit=units[position],
            state=_say(f"state-{_KEPT.get(verdict, 'open')}"),
            kept=_of_an_office(numbers[position]),
            claimed="",
            history=(
                before.first(position),
                "",
                _say(f"verdict-{verdict}"),
                _say("basis-previous"),
                before.own(position, SOURCE) or place_text(places[position]),
                before.lifeline(position),
            ),
            closed=verdict == "dissolved",
        )


def _matched(outcome: Outcome) -> frozenset[str]:
    """Return the rows of last year that a record continues by proof or by decision."""
    verdicts = outcome.verdicts
    return frozenset(verdicts.loc[verdicts["basis"].fillna("") != "", "previous"])


class _Before:
    """Last year's rows by position, with what this tool wrote beside them then."""

    def __init__(self, outcome: Outcome) -> None:
        self._ledger = ledger = outcome.previous
        self._columns: dict[str, list[str]] = {}
        self.position = {name: position for position, name in enumerate(ledger.frame["id"].tolist())}
        self._own = [json.loads(text) if text else {} for text in self.texts("other")]
        years = [outcome.as_of.year - 1, *([outcome.closing.day.year] if outcome.closing else [])]
        self._first = word("report", "first-before", {"year": max(years)})
        self._closed_on = outcome.closed_on.isoformat() if outcome.closed_on else ""
        owners = map(hide, self.texts("owner.name"))
        told = (self.texts("group_name"), self.texts("group_nos"), self.texts("unit"), owners, ledger.places)
        self._told = list(zip(*told, strict=True))

    def texts(self, column: str) -> list[str]:
        """Return a column as texts."""
        if column not in self._columns:
            self._columns[column] = _texts(self._ledger, column)
        return self._columns[column]

    def own(self, position: int, history: str) -> str:
        """Return a history column of a row as this tool wrote it."""
        return str(self._own[position].get(own_heading(history), ""))

    def claims(self, outcome: Outcome) -> dict[tuple[str, str, str], str]:
        """Return by unit, name and numbers the rows that only repeat another: a dispute goes on as it was."""
        told = outcome.previous_verdicts
        names = told.loc[told["verdict"] == "repeated", "id"].tolist()
        marks = _marks(self._ledger) if names else []
        return {marks[self.position[name]]: name for name in names}

    def first(self, position: int) -> str:
        """Return when a group was first filed; a register that does not say had it by the year before."""
        return self.own(position, FIRST) or self._first

    def lifeline(self, position: int) -> str:
        """Return what the registers up to last year's said of a row, one line a year."""
        name, number, unit, owner, place = self._told[position]
        source = self.own(position, SOURCE) or place_text(place)
        last = Moment(self._closed_on, name, number, unit, owner, self.own(position, VERDICT), source)
        return written(prolonged(parsed(self.own(position, LIFELINE)), last))


def _of_an_office(number: str) -> str:
    """Return a filing number; "" for a telephone, an address or an identity number that stands in its place."""
    return number if masked(number) == number else ""


def _marks(ledger: Ledger) -> list[tuple[str, str, str]]:
    """Return unit, name and numbers of each row, spelling set aside."""
    names = map_unique(key, _texts(ledger, "group_name"))
    return list(zip(unit_keys(ledger.frame), names, number_texts(ledger.frame), strict=True))


def _texts(ledger: Ledger, column: str) -> list[str]:
    values: Sequence[Any] = ledger.frame[column].tolist()
    return list(map(str, values))


@cache
def _say(code: str) -> str:
    return word("report", code)
