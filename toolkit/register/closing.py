"""The day a register was closed, from what it says of itself, and whether anybody said it at all.

更新日期：2025-06-30 · 更新日期 | 2025-06-30 · （截至2025年6月30日）      above or below the list, on a sheet of notes,
台账（截至20250630）.xlsx · 宣传部 2025年6月30日                        in the name of the sheet or of the file
更新日期 over a column, 备案日期, 填报日期                              the latest of its rows
根据2022年3月1日印发的办法                                             says nothing of the register
"""

from __future__ import annotations

import datetime as dt
import json
import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from toolkit.intake.layouts.years import year_of
from toolkit.model import Closing, cell_name
from toolkit.normalise.dates import earliest, in_digits, latest, read_date
from toolkit.normalise.text import clean
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.model import Grid, Ledger, Table

CUTOFF = "cutoff"
"""The property of our own workbook, and the attribute of its frame, that says when the register was closed."""
STATED, YEAR = "stated", "year"
"""Attributes of the frame: the days that a list of somebody else's states, and the year that it is named for."""

_DATE = (
    r"(?<!\d)(?:(?:19|20)\d\d\s*[年./—-]\s*\d{1,2}\s*[月./—-]\s*\d{1,2}(?!\d)\s*[日号]?"
    r"|(?:19|20)\d\d\s*年\s*\d{1,2}\s*月(?!\s*\d)(?:底|末|初|份)?|(?:19|20)\d{6}(?!\d))"
)
_WORDS = r"更新|修订|修改|截至|截止|统计|编制|制表|填表|填报|造册|归档|定稿|整理|汇总|维护|上报|报送"
_SAID = re.compile(
    rf"(?:{_WORDS})[^\d，。；;]{{0,8}}(?P<after>{_DATE})|(?P<before>{_DATE})\s*(?:为?止|{_WORDS}|[制填编](?!\w))"
)
_UNTIL = re.compile(rf"(?:截至|截止)[^\d，。；;]{{0,8}}(?P<after>{_DATE})|(?P<before>{_DATE})\s*为?止")
_SIGNED = re.compile(rf"[^\d《〔\[]{{0,30}}(?P<day>{_DATE})\s*[)）\]】]*")
_RULES = re.compile(r"根据|依据|按照?|自|从|起|印发|发布|施行|文件|规定|办法|通知|创建|建群|成立")
_STAMPED = ("filed_on", "reported_on")
_OWN = re.compile(rf"(?:最近|最后|上次)?(?:{_WORDS})(?:日期|时间|日)")
_DATED = ("created_on", "changed_on", "dissolved_on")
_FEBRUARY = 2


class Statement(NamedTuple):
    """What the pages of a list say of when it was closed: ISO dates of the precision given, and the cells that do."""

    days: tuple[str, ...]
    cells: frozenset[tuple[str, str]]
    year: int


def stated(file: str, grids: Iterable[Grid], tables: Iterable[Table]) -> Statement:
    """Return what a list states beside its rows, in the names of its sheets and in its own.

    Args:
        file: its name.
        grids: its sheets.
        tables: what was read of them; the rows of a list state nothing.
    """
    taken: dict[str, set[int]] = {}
    drawn = set[str]()
    for table in tables:
        if table.sheet.axis == "row":
            taken.setdefault(table.sheet.name, set()).update(table.offsets)
        else:
            drawn.add(table.sheet.name)
    days = list(_days(file.rpartition(".")[0], whole=True))
    until = [*_until(file)]
    cells = set[tuple[str, str]]()
    years = [year_of(file)]
    for grid in grids:
        days += _days(grid.name, whole=True)
        until += _until(grid.name)
        years.append(year_of(grid.name))
        if grid.name in drawn:  # a form asks for its dates
            continue
        rows = taken.get(grid.name, set())
        last = max(rows, default=-1)
        for number, row in enumerate(grid.rows):
            if number in rows or min(rows, default=last) < number < last:
                continue
            found = list(_of_line(row, signed=bool(rows)))
            until += [day for text in row for day in _until(text)]
            if found:
                days += found
                cells |= {(grid.name, cell_name(number, column)) for column, text in enumerate(row) if _tells(text)}
            elif rows and number < min(rows):
                years.append(max((year_of(text) for text in row if "台账" in text), default=0))
    return Statement(tuple(dict.fromkeys(until or days)), frozenset(cells), max(years, default=0))


def said_cutoff(ledger: Ledger) -> dt.date | None:
    """Return the day that a register of this tool says it was closed; None for any other."""
    try:
        return dt.date.fromisoformat(str(ledger.frame.attrs.get(CUTOFF, "")))
    except ValueError:
        return None


def cutoff(ledger: Ledger, *, as_of: dt.date = dt.date.max) -> dt.date | None:
    """Return the day the register was closed by what it says of itself, or by its latest 备案 or 填报 date.

    None where it says nothing. A date after `as_of` is no day on which it was closed.
    """
    said = said_cutoff(ledger)
    if said and said <= as_of:
        return said
    frame = ledger.frame
    texts = chain(frame.attrs.get(STATED, ()), *(frame[name].unique() for name in _STAMPED), _own_columns(ledger))
    days = (latest(text) for text in texts if text)
    return max((day for day in days if day <= as_of), default=None)


def closing_day(ledger: Ledger, *, as_of: dt.date, told: dt.date | None = None) -> Closing:
    """Return the day last year's register was closed.

    What the caller says; else what the register says (`cutoff`); else one year before `as_of`, in the year the register
    is named for where that is earlier, and not before the latest day that one of its rows tells.
    """
    day = told or cutoff(ledger, as_of=as_of)
    if day:
        return Closing(day, known=True)
    reckoned = _in_year(as_of, as_of.year - 1)
    year = int(ledger.frame.attrs.get(YEAR, 0))
    if 0 < year < reckoned.year:
        reckoned = _in_year(as_of, year)
    texts = chain.from_iterable(ledger.frame[name].unique() for name in _DATED if name in ledger.frame)
    days = (earliest(text) for text in texts if text)
    return Closing(max(reckoned, max((one for one in days if one < as_of), default=reckoned)), known=False)


def _own_columns(ledger: Ledger) -> Iterator[str]:
    """Yield the dates in columns of a list's own that say when a row was last written (更新日期)."""
    frame = ledger.frame
    for heading in ledger.taken.columns if ledger.taken else ():
        if heading.field in vocabulary().of_kind("date") and _OWN.fullmatch(clean(heading.heading)):
            yield from frame[heading.field].unique()
    for text in frame["other"].unique() if "other" in frame else ():
        if not _OWN.search(text):
            continue
        row: Mapping[str, object] = json.loads(text)
        yield from (read_date(str(value)).value for label, value in row.items() if _OWN.fullmatch(clean(label)))


def _of_line(row: Sequence[str], *, signed: bool) -> Iterator[str]:
    """Yield the days that a line of a page states; a plain date signs the page of a list only."""
    filled = [text for text in row if text]
    if not any(map(_tells, filled)):
        return
    said = [day for text in filled for day in _days(text, whole=signed)]
    yield from said or _days(" ".join(filled), whole=False)


def _days(text: str, *, whole: bool) -> Iterator[str]:
    line = in_digits(text)
    spots = [found["after"] or found["before"] for found in _SAID.finditer(line)]
    if not spots and whole and not _RULES.search(line) and (alone := _SIGNED.fullmatch(line.strip())):
        spots = [alone["day"]]
    yield from filter(None, (read_date(spot).value for spot in spots))


def _until(text: str) -> Iterator[str]:
    """Yield the days up to which a text says that a list holds (截至…): it may have been written later."""
    if "截" in text or "止" in text:
        spots = (found["after"] or found["before"] for found in _UNTIL.finditer(in_digits(text)))
        yield from filter(None, (read_date(spot).value for spot in spots))


def _tells(text: str) -> bool:
    return bool(re.search(_DATE, in_digits(text))) or bool(_OWN.search(text))


def _in_year(day: dt.date, year: int) -> dt.date:
    return day.replace(year=year, day=min(day.day, 28) if day.month == _FEBRUARY else day.day)
