"""Sheets of one file that are named alike but for the year (2025年, 2026年): the later year counts.

A group that stands only on the earlier sheet is not taken either: whether it still exists a person must say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.model import Note
from toolkit.normalise.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from toolkit.model import Sheet
    from toolkit.register.merge.fates import Fates

EARLIER_YEAR = "earlier-year"
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)(?!\s*[级届])")


def year_named(name: str) -> str:
    """Return the year that a sheet or a file is named for, "" when none or several; 2025级 is a cohort and no year."""
    years = _YEAR.findall(clean(name))
    return years[0] if len(set(years)) == 1 else ""


def drop_earlier_years(frame: pd.DataFrame, fates: Fates, sheets: Sequence[Sheet]) -> None:
    """Reject the rows of sheets of which the same file has one of a later year."""
    last: dict[tuple[str, str, str], str] = {}
    marks = [_mark(sheet) for sheet in sheets]
    for mark, year in marks:
        if year:
            last[mark] = max(last.get(mark, ""), year)
    earlier = {
        number: next(
            sheet.name for sheet, (other, at) in zip(sheets, marks, strict=True) if (other, at) == (mark, last[mark])
        )
        for number, (mark, year) in enumerate(marks)
        if year and year < last[mark]
    }
    numbers = frame["sheet"].to_numpy()
    for number, later in earlier.items():
        note = Note(EARLIER_YEAR, {"sheet": sheets[number].name, "later": later})
        fates.reject([int(row) for row in (numbers == number).nonzero()[0]], note)


def _mark(sheet: Sheet) -> tuple[tuple[str, str, str], str]:
    """Return what sheets of one series have in common, and the year of this one."""
    year = year_named(sheet.name)
    return (sheet.file, sheet.form, clean(sheet.name).replace(year, "#", 1) if year else ""), year
