"""Working days and filing windows, as the regulations count them (requirements.md, section 2).

"Within 5 working days" does not count the day of the change itself, and follows the State Council's holidays
and the weekends worked in return (`schemas/calendar/cn.csv`). For a year the file does not cover, Monday to
Friday are counted, and the answer says so: a report must not claim a precision the data does not give.

    >>> count = calendar().workdays_between(dt.date(2026, 2, 13), dt.date(2026, 2, 25))   # 春节 2-15 to 2-23
    >>> count.days, count.covered                                                         # 2-14, 2-24, 2-25
    (3, True)
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit import definitions
from toolkit.definitions import bundled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from toolkit.errors import DefinitionError

_SATURDAY = 5
_KINDS = ("holiday", "workday")


class WorkdayCount(NamedTuple):
    """How many working days, and whether the holidays of all the years in between are known."""

    days: int
    covered: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that are not what their weekday says: True is a weekend worked, False is a holiday."""

    exceptions: Mapping[dt.date, bool]
    years: frozenset[int]

    def covers(self, year: int) -> bool:
        """Return whether the holidays of `year` are known."""
        return year in self.years

    def is_workday(self, day: dt.date) -> bool:
        """Return whether `day` is worked; outside the covered years Monday to Friday are."""
        return self.exceptions.get(day, day.weekday() < _SATURDAY)

    def workdays_between(self, start: dt.date, end: dt.date) -> WorkdayCount:
        """Count the working days after `start` up to and including `end`; none when `end` is not later."""
        span = max((end - start).days, 0)
        days = sum(self.is_workday(start + dt.timedelta(days=ahead)) for ahead in range(1, span + 1))
        first, last = sorted((start.year, end.year))
        return WorkdayCount(days, covered=all(self.covers(year) for year in range(first, last + 1)))


def load_calendar(path: Path) -> Calendar:
    """Read a csv with the columns `date` (ISO), `kind` (`holiday` or `workday`), `festival` and `source`.

    A year is covered when its 1 May is a holiday: every State Council notice names that day, while that of the
    year after may reach back into the last days of this one.

    Raises:
        DefinitionError: the file is missing, or a line is not of that shape.
    """
    exceptions: dict[dt.date, bool] = {}
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.DictReader(lines), start=2):
                exceptions[_date(row, path.name, number)] = row["kind"] == "workday"
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise definitions.refused(
            [definitions.Mistake("yaml-not-opened", path.name, facts=(("detail", detail),))]
        ) from None
    labour_days = {day for day, worked in exceptions.items() if (day.month, day.day) == (5, 1) and not worked}
    years = frozenset(day.year for day in labour_days)
    return Calendar(exceptions, years)


@cache
def calendar() -> Calendar:
    """Return the calendar that comes with the toolkit (State Council notices, 2018 onwards)."""
    return load_calendar(bundled.schemas_folder() / "calendar" / "cn.csv")


def _date(row: Mapping[str, str], file: str, line: int) -> dt.date:
    if row.get("kind") not in _KINDS:
        raise _misfit(file, line, "kind", row.get("kind"), "holiday / workday")
    try:
        return dt.date.fromisoformat(row.get("date") or "")
    except ValueError:
        raise _misfit(file, line, "date", row.get("date"), "2026-05-01") from None


def _misfit(file: str, line: int, column: str, value: str | None, wanted: str) -> DefinitionError:
    facts = (("value", value or ""), ("detail", wanted))
    return definitions.refused([definitions.Mistake("does-not-fit", file, line, column, facts)])
