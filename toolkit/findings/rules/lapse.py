"""How many days lie between an event and what has to follow it, counted as a regulation counts them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.findings.case import Case

WORKDAY = "workday"


def days_between(case: Case, kind: str, start: dt.date, end: dt.date) -> tuple[int, bool]:
    """Return the days after `start` up to `end`, and whether all holidays among them are known.

    Args:
        case: its calendar knows the days off.
        kind: `workday` leaves these out; any other counts every day.
        start: the day of the event.
        end: the day of what followed.
    """
    if kind == WORKDAY:
        count = case.calendar.workdays_between(start, end)
        return count.days, count.covered
    return (end - start) // dt.timedelta(days=1), True
