"""What the new register keeps from last year for groups whose return had no place for it, as their row would say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.register.rows.distinct import as_texts
from toolkit.regulations.fields import vocabulary
from toolkit.report.carried import CarriedOver
from toolkit.report.entries import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.model import Outcome

_GO_ON = frozenset({"renewed", "changed"})


def kept_from_last_year(outcome: Outcome) -> Mapping[int, Mapping[str, str]]:
    """Return for each record (by position) the flat columns that the register takes from last year's row, as text."""
    before = {row: at for at, row in enumerate(outcome.previous.frame["id"].tolist())}
    ours = {record: at for at, record in enumerate(outcome.ledger.frame["id"].tolist())}
    told = zip(*(outcome.verdicts[name].tolist() for name in ("id", "verdict", "previous")), strict=True)
    entries = [
        Entry(ours=True, position=ours[record], unit="", state="", number="", history=(), before=before[row])
        for record, verdict, row in told
        if verdict in _GO_ON and row in before
    ]
    carried = CarriedOver(outcome, entries)
    found: dict[int, dict[str, str]] = {}
    for column in vocabulary().columns if entries else ():
        takes, there = carried.taken(column)
        if len(takes):
            said = as_texts(outcome.previous.frame[column].take(there))
            for entry, text in zip(takes.tolist(), said, strict=True):
                found.setdefault(entries[entry].position, {})[column] = text
    return found
