"""Forgetting: the people of dissolved groups leave the ledger when the years of keeping are over.

The law asks that personal data go when their purpose is fulfilled (个人信息保护法 art. 19 and 47). What the register
has to remember stays: that the group existed, its name and number, when it was dissolved.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.errors import SourceError
from toolkit.messages import word
from toolkit.normalise.dates import latest, read_date
from toolkit.register.cancelled import CANCELLING
from toolkit.register.lifelines import parsed, written
from toolkit.register.previous import CLOSED_SHEET, LEDGER_SHEET
from toolkit.regulations.fields import PERSON_PARTS, vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_SIGNED = ("reporter", "unit_head")
"""Who filled in and who signed the form: people as well."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A dissolved group whose people were dropped, and under which headings there were any.

    The years were counted from `dissolved_on`: the day of the dissolution where it is known, else a day by which it was
    over.
    """

    unit: str
    name: str
    dissolved_on: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Purged:
    """The new ledger, what was dropped, and the dissolved groups that stay: `kept` in time, `undated` without a day.

    `named` are the cells where a name that was dropped still stands among other words, or as a comment: what is a
    remark of somebody is left for a person to judge.
    """

    workbook: bytes
    forgotten: tuple[Forgotten, ...]
    kept: int
    undated: tuple[str, ...]
    named: tuple[str, ...] = ()


def purge(ledger: bytes, *, years: int, as_of: dt.date, file: str = "") -> Purged:
    """Drop the people of groups dissolved for longer than the years of keeping.

    Where no day of dissolution is known, the day it was reported counts, or else a year after the last register in
    which the group was in force.

    Args:
        ledger: `台账.xlsx` as this tool wrote it, not encrypted.
        years: how long they are kept (`retention_years` of the profile).
        as_of: the day it is done.
        file: the ledger's name, for the message.

    Raises:
        SourceError: it is no ledger of this tool.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(ledger))
    except Exception:  # noqa: BLE001 - openpyxl answers damage with whatever its depths raise
        raise SourceError("source-unreadable", file=file) from None
    if LEDGER_SHEET not in book.sheetnames:
        raise SourceError("purge-no-ledger", file=file)
    forgotten: list[Forgotten] = []
    undated: list[str] = []
    names: set[str] = set()
    kept = 0
    for name in (LEDGER_SHEET, CLOSED_SHEET):
        for row in _dissolved(book[name], closed=name == CLOSED_SHEET) if name in book.sheetnames else ():
            day = row.ended()
            if day is None:
                undated += [row.text("group_name")] if row.people() else []
            elif _years_later(day, years) > as_of:
                kept += 1
            elif row.people():
                names |= row.names()
                headings = row.forget()
                forgotten.append(Forgotten(row.text("unit"), row.text("group_name"), day.isoformat(), headings))
    stream = io.BytesIO()
    book.save(stream)
    return Purged(stream.getvalue(), tuple(forgotten), kept, tuple(undated), tuple(_naming(book, names)))


def _naming(book: Any, names: Collection[str]) -> Iterator[str]:
    """Yield the cells, as 已解散!M5, whose words or comment hold one of some names; not those of people in office."""
    if not names:
        return
    wanted = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    personal = {heading for column, heading in _headings().items() if column in _personal()}
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows())
        heads = [str(cell.value or "") for cell in rows[0]] if rows else []
        for cell in (one for row in rows for one in row):
            told = (cell.value, cell.comment.text if cell.comment else "")
            of_people = heads[cell.column - 1] in personal and not told[1]
            if not of_people and any(isinstance(text, str) and wanted.search(text) for text in told):
                yield f"{sheet.title}!{cell.coordinate}"


class _Row:
    """One row of a ledger's sheet, by flat column."""

    def __init__(self, cells: Mapping[str, Any]) -> None:
        self._cells = cells

    def text(self, column: str) -> str:
        """Return what stands in a cell, "" where the sheet has no such column."""
        cell = self._cells.get(column)
        return "" if cell is None or cell.value is None else str(cell.value)

    def ended(self) -> dt.date | None:
        """Return the last day on which the group can have been dissolved, None when nothing tells."""
        for column in ("dissolved_on", "dissolve_reported_on"):
            told = read_date(self.text(column)).value if self.text(column) else ""
            if told:
                return latest(told)
        days = [moment.day for moment in parsed(self.text(_LIFELINE)) if moment.day]
        return _years_later(dt.date.fromisoformat(max(days)), 1) if days else None

    def people(self) -> list[str]:
        """Return the columns that hold people."""
        lives = parsed(self.text(_LIFELINE))
        told = [column for column in _personal() if self.text(column)]
        return [*told, _LIFELINE] if any(moment.owner for moment in lives) else told

    def names(self) -> set[str]:
        """Return who is named where people are named."""
        told = [self.text(column) for column in _personal() if column.endswith(".name") or column in _SIGNED]
        told += [moment.owner for moment in parsed(self.text(_LIFELINE))]
        return {name for text in told for name in _BETWEEN_NAMES.split(text) if len(name) >= _SHORTEST}

    def forget(self) -> tuple[str, ...]:
        """Empty what holds people, the owners in the line of life included; return the headings of what was there."""
        found = self.people()
        for column in found:
            lives = parsed(self.text(column)) if column == _LIFELINE else ()
            self._cells[column].value = written(moment._replace(owner="") for moment in lives) if lives else None
        return tuple(_headings()[column] for column in found)


_LIFELINE = "lifeline"
_BETWEEN_NAMES = re.compile(r"[\s、，,；;/]+")
_SHORTEST = 2
"""A name of one letter stands in every other word."""


def _dissolved(sheet: Any, *, closed: bool) -> Iterator[_Row]:
    """Yield the rows of dissolved groups: all of the sheet 已解散, and of the register those that say so."""
    rows: Iterator[Sequence[Any]] = sheet.iter_rows()
    heads = [str(cell.value or "") for cell in next(rows, ())]
    column_of = {heading: column for column, heading in _headings().items()}
    places = {column_of[heading]: place for place, heading in enumerate(heads) if heading in column_of}
    for cells in rows:
        row = _Row({column: cells[place] for column, place in places.items()})
        if closed or row.text("dissolved_on") or row.text("disposition") in CANCELLING:
            yield row


def _personal() -> tuple[str, ...]:
    people = vocabulary().of_kind("people")
    own = (name for name, entry in vocabulary().fields.items() if entry.personal)
    return (*(f"{field}.{part}" for field in people for part in PERSON_PARTS), *_SIGNED, *own)


def _headings() -> Mapping[str, str]:
    plain = ("unit", "group_name", "dissolved_on", "dissolve_reported_on", "disposition")
    told = {column: vocabulary().heading(column) for column in (*plain, *_personal())}
    return told | {_LIFELINE: word("report", "ledger-lifeline")}


def _years_later(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)
