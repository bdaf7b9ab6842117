"""What this year's form had no place for, kept from last year's row: 沿用上年.

A matched group keeps number, platform, dates and contacts of last year where the returned form (or the unit's own list)
has no such column. An empty cell under a column that is there stays empty: the unit was asked; but on a workbook of
反馈/ only where it had a place for it before. A telephone goes on only with the person it belongs to, and also where
one cell is for name and telephone together and has the name alone. What happened in a year (a change, a dissolution,
who filled in the form) is not kept. A number that a person called mistyped gives way to last year's. Of a group of
which only a change came, or that it is over, everything goes on that is not said there.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.comparison.decided import APPLIED, MISTYPED
from toolkit.normalise import map_unique
from toolkit.normalise.text import key
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.model import Outcome
    from toolkit.report.entries import Entry

    Rows = NDArray[np.intp]

_OF_THE_YEAR = frozenset(
    {
        "filing_no",
        "kind",
        "unit",
        "disposition",
        "dissolved_on",
        "dissolve_reported_on",
        "change_on",
        "change_reported_on",
        "change_items",
        "planned",
        "reporter",
        "unit_head",
        "reported_on",
        "received_on",
        "other",
    }
)


class CarriedOver:
    """Which entries of the new register take which columns from last year's row."""

    def __init__(self, outcome: Outcome, entries: Sequence[Entry]) -> None:
        """Take the entries that continue a row of last year."""
        import numpy as np

        self._ours, self._theirs = outcome.ledger.frame, outcome.previous.frame
        known = [at for at, entry in enumerate(entries) if entry.ours and entry.before is not None]
        self._entries = np.array(known, dtype=np.intp)
        self._here = np.array([entries[at].position for at in known], dtype=np.intp)
        self._there = np.array([entries[at].before for at in known], dtype=np.intp)
        self._slips = _mistyped(outcome, self._here)
        self._over = (outcome.verdicts["verdict"] == "cancelled").to_numpy(bool)
        self._keys = [_answers(keys) for keys in _asked(outcome)]

    def taken(self, column: str) -> tuple[Rows, Rows]:
        """Return the entries that take a column from last year, and the positions of the rows they take it from."""
        stem, _, part = column.partition(".")
        if stem.removesuffix("s") in vocabulary().fields and stem not in vocabulary().fields:
            stem = stem.removesuffix("s")  # group_nos
        if not len(self._entries) or stem in _OF_THE_YEAR or stem not in vocabulary().fields:
            return self._entries[:0], self._there[:0]
        if stem == "group_no" and self._slips.any():
            takes = self._slips | (~self._has_place(stem, part) & self._blank(self._ours[column], self._here))
            takes &= ~self._blank(self._theirs[column], self._there)
            return self._entries[takes], self._there[takes]
        takes = ~self._has_place(stem, part) & self._blank(self._ours[column], self._here)
        takes &= ~self._blank(self._theirs[column], self._there)
        if takes.any() and vocabulary()[stem].kind == "people" and part != "name":
            takes &= self._same_person(stem)
        return self._entries[takes], self._there[takes]

    def _has_place(self, stem: str, part: str) -> NDArray[np.bool_]:
        import numpy as np

        of_a_person = bool(part) and vocabulary()[stem].kind == "people"
        wanted = {f"{stem}.{part}"} | ({stem} if part == "name" else set()) if of_a_person else {stem}
        has = [not wanted.isdisjoint(keys if of_a_person else stems) for keys, stems in self._keys]
        return np.array(has, dtype=np.bool_)[self._sheets] & ~self._of_changes

    @cached_property
    def _of_changes(self) -> NDArray[np.bool_]:
        """Which entries are known by their change form alone, or are said to be over: a blank is no news of them."""
        over: NDArray[np.bool_] = self._over[self._here]
        if "papers" not in self._ours:
            return over
        first = self._ours["papers"].map(lambda roles: roles.split("\n", maxsplit=1)[0]) == "change"
        return over | first.to_numpy(bool)[self._here]

    @cached_property
    def _sheets(self) -> Rows:
        import numpy as np

        return self._ours["sheet"].to_numpy(np.intp)[self._here]

    def _same_person(self, stem: str) -> NDArray[np.bool_]:
        import numpy as np

        now, then = (
            np.array(map_unique(_names, frame[f"{stem}.name"].array.take(rows).tolist()), dtype=object)
            for frame, rows in ((self._ours, self._here), (self._theirs, self._there))
        )
        same: NDArray[np.bool_] = (now == then) | ((now == "") & ~self._has_place(stem, "name"))
        return same

    @staticmethod
    def _blank(column: pd.Series, rows: Rows) -> NDArray[np.bool_]:
        chosen = column.take(rows)
        blank: NDArray[np.bool_] = (chosen.isna() | (chosen == "").fillna(value=False)).to_numpy(bool)
        return blank


def _asked(outcome: Outcome) -> list[tuple[str, ...]]:
    """Return for each sheet of this year the answers that it asked for.

    A workbook of 反馈/ has every place of the form, left empty where what the unit had sent has none: there a blank is
    no answer. It asks for what the unit was asked before.
    """
    sender = {file.path: file.unit for file in outcome.submissions}
    first: dict[tuple[str, str], set[str]] = {}
    for table in outcome.tables:
        if not table.evidence.get("answers"):
            first.setdefault((sender.get(table.sheet.file, ""), table.form), set()).update(table.sheet.places)
    places = [tuple(sheet.places) for sheet in outcome.ledger.sheets]
    for number, table in enumerate(outcome.tables):
        if table.evidence.get("answers"):
            whole = _answers(tuple(first.get((sender.get(table.sheet.file, ""), table.form), ())))[0]
            places[number] = tuple(key for key in _answers(places[number])[0] if key in whole)
    return places


def _mistyped(outcome: Outcome, rows: Rows) -> NDArray[np.bool_]:
    """Return which rows have a number of which a person said that it was mistyped: last year's is the right one."""
    import numpy as np

    told = (one for one in outcome.decisions if one.chosen == MISTYPED and one.state == APPLIED)
    slips = {record for one in told for record in one.records}
    ids = outcome.ledger.frame["id"].tolist()
    return np.array([ids[row] in slips for row in rows.tolist()], dtype=np.bool_)


def _answers(keys: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the answers that a sheet has a place for, one by one (`group_name&group_no` is two), and their fields."""
    answers = frozenset(part for one in keys for part in one.split("&"))
    return answers, frozenset(answer.partition(".")[0] for answer in answers)


def _names(lines: str) -> str:
    return "\n".join(sorted(key(name) for name in lines.split("\n") if name))
