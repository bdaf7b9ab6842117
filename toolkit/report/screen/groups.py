"""Every group as a row of columns: this year's records, then last year's rows, then groups seen in use.

A finding, a question and a link name a group by its row. Last year's rows that this year continues are there for their
沿革; the page lists only those that did not come back.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any

from toolkit.normalise.masking import masked
from toolkit.normalise.private import hide
from toolkit.register.ledger_columns import LIFELINE, SOURCE, VERDICT, own_heading
from toolkit.regulations.fields import vocabulary
from toolkit.report import defunct
from toolkit.report.screen.words import SEEN, STATES, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.model import Ledger, Outcome
    from toolkit.report.screen.texts import Texts
    from toolkit.report.view import View

_NONE = -1
_UNTOLD = ("", "", "")


class Rows:
    """Which row of the page a record, a previous row or an observed group is."""

    def __init__(self, outcome: Outcome) -> None:
        """Number the rows of the three lists one after the other."""
        self.ours: list[str] = outcome.ledger.frame["id"].tolist()
        self.theirs: list[str] = outcome.previous.frame["id"].tolist()
        seen = outcome.observed
        self.seen = seen[seen["verdict"].isin(SEEN)]
        self._ours = {name: place for place, name in enumerate(self.ours)}
        self._theirs = {name: place for place, name in enumerate(self.theirs, start=len(self.ours))}
        first = len(self.ours) + len(self.theirs)
        told = zip(_texts(self.seen, "group_name"), _texts(self.seen, "group_no"), strict=True)
        self._seen = {pair: place for place, pair in enumerate(told, start=first)}
        self.sizes = {"records": len(self.ours), "previous": len(self.theirs), "count": first + len(self.seen)}
        self._units = [*_texts(outcome.ledger.frame, "unit"), *_texts(outcome.previous.frame, "unit")]
        self._units += _texts(self.seen, "unit")

    def record(self, name: str) -> int | None:
        """Return the row of a record."""
        return self._ours.get(name)

    def previous(self, name: str) -> int | None:
        """Return the row of a row of last year's register."""
        return self._theirs.get(name)

    def observed(self, name: str, number: str) -> int | None:
        """Return the row of an observed group that is not registered."""
        return self._seen.get((name, number))

    def unit(self, row: int) -> str:
        """Return the unit of a row."""
        return self._units[row]


def group_columns(view: View, rows: Rows, texts: Texts, codes: Texts) -> dict[str, Any]:
    """Return the groups by column, and beside them what only few have: changes, and evidence of being out of use."""
    outcome = view.outcome
    ours, theirs, seen = outcome.ledger, outcome.previous, rows.seen
    earlier, said, sources = _told_before(theirs)
    verdicts = outcome.verdicts
    bases = verdicts["basis"].fillna("").tolist()
    grounds = {basis: view.say(f"basis-{basis}") if basis else "" for basis in set(bases)}
    blank, none = [0] * len(seen), [_NONE] * len(seen)
    places = {name: place for place, name in enumerate(STATES)}
    states = chain(_texts(verdicts, "verdict"), view.fates, _texts(seen, "verdict"))
    spots = [register.where(row) for register in (ours, theirs) for row in range(len(register.frame))]
    nowhere = [""] * len(seen)

    def both(column: str, table: Texts, *, other: str = "") -> list[int]:
        told = [*table.column(_texts(ours.frame, column)), *table.column(_texts(theirs.frame, column))]
        return [*told, *(table.column(_texts(seen, other)) if other else blank)]

    return {
        "name": both("group_name", texts, other="group_name"),
        "number": _numbers(both, codes),
        "platform": both("platform", texts, other="platform"),
        "unit": both("unit", texts, other="unit"),
        "owner": [*texts.column(_owners(ours)), *texts.column(_owners(theirs)), *blank],
        "members": both("member_count.raw", texts),
        "created": both("created_on", texts),
        "filing": both("filing_no", texts),
        "file": texts.column([*(spot.file for spot in spots), *nowhere]),
        "sheet": texts.column([*(spot.sheet for spot in spots), *nowhere]),
        "cell": texts.column([*(spot.cell for spot in spots), *nowhere]),
        "source": [*([0] * len(rows.ours)), *texts.column(sources), *texts.column(_seen_at(view, seen))],
        "state": [places[state] for state in states],
        "basis": texts.column(
            view.say("basis-paper") if paper else grounds[basis]
            for basis, paper in zip(bases, _texts(ours.frame, "accompanies"), strict=True)
        ),
        "mate": [
            *_mates(verdicts["previous"].tolist(), rows.previous),
            *_mates(outcome.previous_verdicts["record"].tolist(), rows.record),
            *none,
        ],
        "earlier": texts.column(earlier),
        "said": texts.column(said),
        "changes": _changes(view, rows, texts),
        "evidence": _evidence(view, rows),
        "ask": {str(rows.previous(name)): 1 for name in rows.theirs if name in view.to_ask},
    }


def _numbers(both: Any, codes: Texts) -> list[int]:
    """Return all the numbers of a cell, as they are shown: several are joined."""
    found: list[int] = both("group_nos", codes, other="group_no")
    several = [text for text in codes.numbers() if "\n" in text]
    joined = {codes.add(text): codes.add(text.replace("\n", "、")) for text in several}
    return [joined.get(place, place) for place in found] if joined else found


def _told_before(theirs: Ledger) -> tuple[list[str], list[str], list[str]]:
    """Return what last year's register said of the years before it, of its own verdict, and of its source."""
    headings = [own_heading(name) for name in (LIFELINE, VERDICT, SOURCE)]
    found = []
    for text in _texts(theirs.frame, "other"):
        other = json.loads(text) if text else {}
        found.append(tuple(str(other.get(heading, "")) for heading in headings) if other else _UNTOLD)
    earlier, said, sources = ([told[place] for told in found] for place in range(3))
    return earlier, said, sources


def _mates(names: Iterable[Any], row: Any) -> list[int]:
    found = (row(name) if isinstance(name, str) and name else None for name in names)
    return [_NONE if place is None else place for place in found]


def _changes(view: View, rows: Rows, texts: Texts) -> dict[str, list[int]]:
    frame, words = view.outcome.changes, vocabulary()
    told = list(zip(*(frame[name].tolist() for name in ("record", "field", "before", "after")), strict=True))
    hidden = view.say("withheld")
    sides = [(hidden, hidden) if (record, field) in view.private else (old, new) for record, field, old, new in told]
    return {
        "row": [rows.record(record) or 0 for record, *_ in told],
        "field": texts.column(words.heading(field, lang=view.lang) for _, field, *_ in told),
        "before": texts.column(str(old) for old, _ in sides),
        "after": texts.column(str(new) for _, new in sides),
    }


def _evidence(view: View, rows: Rows) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for record, pieces in defunct.evidence(view):
        place = rows.record(record)
        if place is not None:
            found[str(place)] = [defunct.words(view, tag, facts) for tag, facts in pieces]
    return found


def _owners(ledger: Ledger) -> list[str]:
    told = _texts(ledger.frame, "owner.name")
    known = {text: _people(text) for text in set(told)}
    return [known[text] for text in told]


def _people(lines: str) -> str:
    """Return the names of a cell beside each other; the pieces of a telephone that was taken for names are hidden."""
    whole = lines.replace("\n", "")
    return hide(lines.replace("\n", "、")) if masked(whole) == whole else masked(whole)


def _seen_at(view: View, seen: Any) -> list[str]:
    told = zip(*(_texts(seen, name) for name in ("origin", "seen_on", "state")), strict=True)
    return ["　".join(filter(None, (say(view, "seen-in-use"), *parts))) for parts in told]


def _texts(frame: Any, column: str) -> Sequence[str]:
    if column not in frame:
        return [""] * len(frame)
    texts: list[str] = frame[column].tolist()
    return texts
