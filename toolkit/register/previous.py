"""Last year's register: the 台账.xlsx of this tool, any list a department has kept, or the institution's own forms.

All are read by the intake as returns are (`sources.lists`): our own ledger and a department's list by the headings of
`Vocabulary.heading` and the words of `schemas/fields.yaml`, the institution's annexes as they are drawn. The rows go
through `toolkit.register.rows` like those of a return, so that both years are typed alike.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.errors import SourceError
from toolkit.messages import word
from toolkit.model import Cells, Ledger, Table, Unread, Workbook, cell_name
from toolkit.model.files import MOST_UNREAD
from toolkit.normalise.text import clean, simplify_ahead
from toolkit.register.closing import STATED, YEAR, stated
from toolkit.register.endings import endings
from toolkit.register.ledger_columns import HISTORY, STATE, own_heading
from toolkit.register.rows import assemble
from toolkit.register.said import ASKED, keep_words
from toolkit.register.sources.lists import read_list, taken_of
from toolkit.register.sources.opening import open_workbook, visible
from toolkit.register.sources.shapes import ASIDE, PREVIOUS, ledger_form, register_form
from toolkit.register.unit_blocks import with_units
from toolkit.regulations.fields import PERSON_PARTS, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from toolkit.engine import Engine
    from toolkit.model import Grid
    from toolkit.normalise.units import UnitIndex
    from toolkit.register.sources.lists import Listed
    from toolkit.regulations.profile import Profile

LEDGER_SHEET, CLOSED_SHEET = "台账", "已解散"
_OUR_SHEETS = ("ledger-print", "sheet-decisions")
_ONLY_OURS, _DEEP = ("unit_raw", "group_nos"), 5

OTHERS = "other"
_WRITTEN: Mapping[str, tuple[str, ...]] = {
    "member_count": ("member_count.raw", "member_count", "member_count.low"),
    "group_no": ("group_nos", "group_no"),
    "unit": ("unit", "unit_raw"),
}


def open_previous(path: Path, *, password: str = "") -> Workbook:
    """Open last year's register: xlsx, xls, xlsb, ods, csv, docx or parquet.

    Raises:
        SourceError: it cannot be opened.
    """
    return open_workbook(path, password=password)


def load_previous(  # noqa: PLR0913 - a file, how it is typed, how it is opened, and where the work runs
    path: Path,
    profile: Profile,
    units: UnitIndex,
    *,
    password: str = "",
    book: Workbook | None = None,
    engine: Engine | None = None,
) -> Ledger:
    """Read last year's register.

    Args:
        path: xlsx, xls, xlsb, ods, csv, docx or parquet.
        profile: typed by its vocabulary like the returned forms.
        units: resolves the names of units as for the returned forms.
        password: opens a protected workbook.
        book: the file as `open_previous` gave it; None opens it here.
        engine: where very many names are taken apart; None does it here.

    Returns:
        One row a group, `p1`, `p2` … in the order of the file. `frame.attrs` keeps what the workbook says of itself
        (`cutoff`: the day it was closed, `last_filing_no`; `toolkit.register.closing` for a list of somebody else's);
        `unused` is a column of its own: the list says that the group is out of use.

    Raises:
        SourceError: it cannot be opened, or has no headings that are known.
    """
    import pandas as pd

    book = book or open_previous(path, password=password)
    own = _ours(book)
    forms = (ledger_form(profile.id),) if own else (*profile.forms, register_form(profile.id))
    listed = read_list(PREVIOUS, path.name, replace(book, grids=own or visible(book.grids)), forms)
    if not listed.tables:
        raise SourceError("previous-no-heading", file=path.name)
    tables, unused = _tables(listed, units, own=bool(own))
    assembled = assemble(tables, profile, units, engine=engine)
    frame = assembled.ledger.frame
    ids = pd.Series([f"p{number}" for number in range(1, len(frame) + 1)], dtype="str")
    words = keep_words(assembled, tables, unused)
    frame = frame.assign(id=ids, unused=pd.Series(unused, dtype=bool), other=words.other)
    _same_person(frame, profile)
    frame.attrs |= dict(book.properties) | {ASKED: words.fields}
    taken = replace(taken_of(listed, tables, lambda key: key or OTHERS), words=words.told)
    if own:
        taken = replace(taken, cells=_with_our_headings(taken.cells) + _added_sheets(book))
    else:
        said = stated(path.name, visible(book.grids), listed.tables)
        frame.attrs |= {STATED: said.days, YEAR: said.year}
        taken = replace(taken, cells=_understood(taken.cells, said.cells))
    return Ledger(frame, assembled.ledger.sheets, taken)


def load_closed(path: Path, profile: Profile, units: UnitIndex, *, book: Workbook) -> Ledger:
    """Return the groups that a ledger of this tool keeps as dissolved, `c1`, `c2` …; they are not in force.

    Any other register has none: its rows that say so of themselves are rows of last year.
    """
    import pandas as pd

    grids = _sheets(book, CLOSED_SHEET) if _ours(book) else ()
    listed = read_list(PREVIOUS, path.name, replace(book, grids=grids), (ledger_form(profile.id),))
    assembled = assemble(_tables(listed, units, own=True)[0], profile, units)
    frame = assembled.ledger.frame
    ids = pd.Series([f"c{number}" for number in range(1, len(frame) + 1)], dtype="str")
    return Ledger(frame.assign(id=ids), assembled.ledger.sheets)


def _with_our_headings(cells: Cells) -> Cells:
    """Return what became of the cells where the headings of our own columns are labels, also over an empty column."""
    ours = {own_heading(name) for name in (STATE, *HISTORY)}
    unread = tuple(spot for spot in cells.unread if clean(spot.text) not in ours)
    return replace(cells, unread=unread, labels=cells.labels + len(cells.unread) - len(unread))


def _added_sheets(book: Workbook) -> Cells:
    """Return what stands on sheets of our own ledger that we did not write: somebody put them there."""
    ours = {LEDGER_SHEET, CLOSED_SHEET, *(word("report", name) for name in _OUR_SHEETS)}
    added = tuple(
        Unread(grid.name, cell_name(row, column), text)
        for grid in visible(book.grids)
        if clean(grid.name) not in ours
        for row, line in enumerate(grid.rows)
        for column, text in enumerate(line)
        if clean(text)
    )
    return Cells(filled=len(added), unread=added[:MOST_UNREAD], more=len(added[MOST_UNREAD:]))


def _understood(cells: Cells, said: frozenset[tuple[str, str]]) -> Cells:
    """Return what became of the cells where those that state the day of the register are answers."""
    unread = tuple(spot for spot in cells.unread if (spot.sheet, spot.cell) not in said)
    return replace(cells, unread=unread, answers=cells.answers + len(cells.unread) - len(unread))


def _ours(book: Workbook) -> tuple[Grid, ...]:
    """Return the sheets 台账 with the headings that only our ledger has; 台账 is what most offices call theirs."""
    ours = {vocabulary().heading(column) for column in _ONLY_OURS}
    sheets = _sheets(book, LEDGER_SHEET)
    return tuple(grid for grid in sheets if any(ours <= set(map(clean, row)) for row in grid.rows[:_DEEP]))


def _sheets(book: Workbook, name: str) -> tuple[Grid, ...]:
    return tuple(grid for grid in book.grids if clean(grid.name) == name)


def _tables(listed: Listed, units: UnitIndex, *, own: bool) -> tuple[list[Table], list[bool]]:
    """Return the tables that hold groups, with what sheet and rows say of themselves, and which rows are out of use."""
    found: list[Table] = []
    unused: list[bool] = []
    for table in listed.tables:
        if not table.offsets:
            continue
        columns = {key: texts for key, texts in table.columns.items() if key not in ASIDE}
        simplify_ahead(columns.get("group_name", ()))
        kept = table.form.endswith(f"/{PREVIOUS}") and not own
        ends = endings(table.sheet.name, columns, len(table.offsets), kept=kept, ours=own)
        columns |= {"disposition": ends.disposition, "dissolved_on": ends.dissolved_on}
        unused += ends.unused
        whole = replace(table, columns=_gathered(columns))
        found.append(whole if own else with_units(whole, units))
    return found, unused


def _same_person(frame: pd.DataFrame, profile: Profile) -> None:
    """Fill in a person whom the forms ask for once under two roles, whichever the register has (创建人, 群主)."""
    pairs = {pair for form in profile.forms for pair in form.drawing.same.items()}
    for one, other in sorted(pairs | {(second, first) for first, second in pairs}):
        columns = [f"{one}.{part}" for part in PERSON_PARTS]
        blank = (frame[columns] == "").all(axis=1)
        for column, part in zip(columns, PERSON_PARTS, strict=True):
            frame[column] = frame[column].mask(blank, frame[f"{other}.{part}"])


def _gathered(columns: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Put what this tool writes in several columns (a count, all numbers, the unit as typed) back into one answer."""
    columns = dict(columns)
    for name, sources in _WRITTEN.items():
        given = [columns.pop(source) for source in sources if source in columns]
        if given:
            columns[name] = _first_said(given)
    if OTHERS in columns:
        columns |= _others(columns.pop(OTHERS))
    return columns


def _first_said(columns: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return for each row the first of its texts that says anything."""
    told = [text if clean(text) else "" for text in columns[0]]
    for more in columns[1:]:
        told = [one or (other if clean(other) else "") for one, other in zip(told, more, strict=True)]
    return tuple(told)


def _others(texts: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Take the column 其他 apart again where it holds {label: text}; what anybody else wrote there stays whole."""
    rows: list[dict[str, str]] = []
    for text in texts:
        try:
            found = json.loads(text) if text.startswith("{") else text
        except ValueError:
            found = text
        whole = {vocabulary().heading(OTHERS): str(found)} if found else {}
        rows.append({str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else whole)
    labels = dict.fromkeys(label for row in rows for label in row)
    return {f"other:{label}": tuple(row.get(label, "") for row in rows) for label in labels}
