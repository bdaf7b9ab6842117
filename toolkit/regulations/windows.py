"""The yearly windows in which units file: one, or several a year (each term, in April and in December)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.regulations.profile import Profile

    Days = tuple[str, str]
    Span = tuple[dt.date, dt.date]

RULE = "annual-window"


def windows_of(profile: Profile) -> tuple[Days, ...]:
    """Return all windows of a year, as `MM-DD`: those of the parameters, and of each requirement that has its own."""
    told = [(window.start, window.end) for window in profile.parameters.filing_windows]
    for entry in profile.by_rule(RULE):
        start, end = entry.with_.get("start"), entry.with_.get("end")
        if start and end:
            told.append((str(start), str(end)))
    return tuple(dict.fromkeys(told))


def begun_last(windows: Iterable[Days], as_of: dt.date) -> Span | None:
    """Return the window that began last by a day; None without windows.

    >>> begun_last([("04-01", "04-30"), ("12-01", "12-31")], dt.date(2026, 2, 1))
    (datetime.date(2025, 12, 1), datetime.date(2025, 12, 31))
    """
    return max((span_of(days, as_of) for days in windows), default=None)


def span_of(days: Days, as_of: dt.date) -> Span:
    """Return when one window began last; one that ends before it begins runs over the new year."""
    start, end = days
    first = _day(as_of.year, start)
    first = first if first <= as_of else _day(as_of.year - 1, start)
    last = _day(first.year, end)
    return first, last if last >= first else _day(first.year + 1, end)


def _day(year: int, month_day: str) -> dt.date:
    month, day = map(int, month_day.split("-"))
    leap = (month, day) == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400))
    return dt.date(year, month, day - bool(leap))


def spread_of(days: Days) -> int | None:
    """Return how many days a window of a year has, both ends included; None where it cannot be counted."""
    try:
        first, last = (dt.date.fromisoformat(f"2023-{day}") for day in days)
    except ValueError:
        return None
    return ((last - first).days % 365) + 1
