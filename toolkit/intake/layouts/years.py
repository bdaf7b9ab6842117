"""Two sheets of one file that are named for two years: the later counts, the earlier is asked about.

sheets 2025年, 2026年        2026年 counts; what stands only on 2025年 is told, for a person
sheets 2024级, 2025级        years of entry: both count
sheets 2025年新建, 2026年新建  no group in common: one adds to the other, both count
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.model import Note, cell_name
from toolkit.regulations.fields import label_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.model import Table

OLDER = "older-sheet"
_YEAR = re.compile(r"(?<!\d)(?:(?P<long>(?:19|20)\d\d)|(?P<short>\d\d)(?=年))(?!\d)(?![级届])")
_WORDS = {"今年": 9999, "本年": 9999, "去年": 9998, "上年": 9998, "上一年": 9998, "前年": 9997}


def year_of(sheet: str) -> int:
    """Return the year that the name of a sheet names, the later of two (2024-2025学年), 0 when none."""
    years = [int(found["long"] or f"20{found['short']}") for found in _YEAR.finditer(sheet)]
    return max(years, default=0) or max((year for word, year in _WORDS.items() if word in sheet), default=0)


def of_latest_year(tables: Sequence[Table]) -> list[Table]:
    """Return the tables; the rows of a sheet of an earlier year that repeats groups of the later are not taken.

    Its rows are rejected as `older-sheet`, with what the later sheet is called and whether the group stands there too
    (`again`) and its `name`.
    """
    years = {table.sheet.name: year_of(table.sheet.name) for table in tables if table.offsets}
    last = max(years.values(), default=0)
    if len({year for year in years.values() if year}) < 2:  # noqa: PLR2004 - two years
        return list(tables)
    names = {name for table in tables if years.get(table.sheet.name) == last for name in _names(table) if name}
    later = next(name for name, year in years.items() if year == last)
    return [_refused(table, names, later) if 0 < years.get(table.sheet.name, 0) < last else table for table in tables]


def _refused(table: Table, names: set[str], later: str) -> Table:
    own = _names(table)
    if names.isdisjoint(own):
        return table
    shown = table.columns.get("group_name") or table.columns.get("group_name&group_no") or own
    notes = [
        (offset, Note(OLDER, {"cell": _cell(table, offset), "later": later, "again": name in names, "name": text}))
        for offset, name, text in zip(table.offsets, own, shown, strict=True)
    ]
    columns = dict.fromkeys(table.columns, ())
    return replace(table, offsets=(), columns=columns, rejected=(*table.rejected, *notes))


def _cell(table: Table, offset: int) -> str:
    return table.sheet.where("group_name", offset).cell or cell_name(offset, 0)


def _names(table: Table) -> list[str]:
    """Return what each row is about: the number where there is one, else the name."""
    parts = [table.columns.get(key, ("",) * len(table.offsets)) for key in ("group_no", "group_name")]
    joined = table.columns.get("group_name&group_no")
    rows = zip(*parts, strict=True)
    named = [label_key(number) if any(map(str.isdigit, number)) else label_key(name) for number, name in rows]
    return [label_key(text) for text in joined] if joined and not any(named) else named
