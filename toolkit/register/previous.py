"""Last year's register: the 台账.xlsx of this tool, or any sheet a department has kept with labels we know.

The headings are those of `Vocabulary.heading` and the words of `schemas/fields.yaml`; title rows, two rows of headings
(群主 over 姓名 and 手机), several sheets and merged cells are taken as they come. The rows go through
`toolkit.register.rows` like those of a return, so that both years are typed alike.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import cache
from typing import TYPE_CHECKING

from toolkit.errors import SourceError
from toolkit.model import Grid, Ledger, Sheet, Table, Workbook
from toolkit.normalise import map_unique
from toolkit.normalise.dates import latest
from toolkit.normalise.text import clean, is_placeholder, simplify_ahead
from toolkit.register.roster import names_of, unit_in_path
from toolkit.register.rows import assemble
from toolkit.register.sources.sheets import column_at, find_heading, open_workbook, records_below, visible
from toolkit.regulations.fields import PERSON_PARTS, label_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from toolkit.engine import Engine
    from toolkit.normalise.units import UnitIndex
    from toolkit.register.sources.sheets import Heading
    from toolkit.regulations.profile import Profile

    Places = dict[str, tuple[int | None, int | None]]

LEDGER_SHEET, CLOSED_SHEET = "台账", "已解散"
CUTOFF = "cutoff"
"""The workbook's property, and the frame's attribute, that says when the register was closed."""

_IDENTITY = ("group_name", "group_no", "group_name&group_no", "filing_no")
_PARQUET = b"PAR1"
OTHERS = "other"
_WRITTEN: Mapping[str, tuple[str, ...]] = {
    "member_count": ("member_count.raw", "member_count", "member_count.low"),
    "group_no": ("group_nos", "group_no"),
    "unit": ("unit", "unit_raw"),
}
_OWN = frozenset({"id", "sheet", "offset", "form", "path", "name_key", "name_status", "name_rest", "member_count.high"})
_KNOWN = ("exact", "alias", "former")
_ENDED = re.compile("已?(解散|注销)(?:群|群组|的群|名单|台账)?")
_RUNNING = frozenset(map(label_key, ("序号", "编次", "行号")))


def open_previous(path: Path, *, password: str = "") -> Workbook:
    """Open last year's register: xlsx, xls, xlsb, ods, csv, docx or parquet.

    Raises:
        SourceError: it cannot be opened.
    """
    if not _is_parquet(path):
        return open_workbook(path, password=password)
    from toolkit.intake.grids import Unreadable
    from toolkit.intake.grids.parquet import read_register

    try:
        return read_register(path.read_bytes())
    except (Unreadable, OSError):
        raise SourceError("source-unreadable", file=path.name) from None


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
        (`cutoff`: the day it was closed, `last_filing_no`).

    Raises:
        SourceError: it cannot be opened, or has no headings that are known.
    """
    import pandas as pd

    book = book or open_previous(path, password=password)
    tables = [
        table for grid, heading in _headed(book, path) if (table := _table(path.name, grid, heading, units)) is not None
    ]
    assembled = assemble(tables, profile, units, engine=engine)
    frame = assembled.ledger.frame
    frame = frame.assign(id=pd.Series([f"p{number}" for number in range(1, len(frame) + 1)], dtype="str"))
    _same_person(frame, profile)
    frame.attrs |= dict(book.properties)
    return Ledger(frame, assembled.ledger.sheets)


def load_closed(path: Path, profile: Profile, units: UnitIndex, *, book: Workbook) -> Ledger:
    """Return the groups that a ledger of this tool keeps as dissolved, `c1`, `c2` …; they are not in force.

    Any other register has none: its rows that say so of themselves are rows of last year.
    """
    import pandas as pd

    own = any(clean(grid.name) == LEDGER_SHEET for grid in book.grids)
    grids = [grid for grid in book.grids if own and clean(grid.name) == CLOSED_SHEET]
    headed = [(grid, heading) for grid in grids if (heading := _heading(grid)) is not None]
    tables = [table for grid, heading in headed if (table := _table(path.name, grid, heading, units)) is not None]
    assembled = assemble(tables, profile, units)
    frame = assembled.ledger.frame
    ids = pd.Series([f"c{number}" for number in range(1, len(frame) + 1)], dtype="str")
    return Ledger(frame.assign(id=ids), assembled.ledger.sheets)


def cutoff(ledger: Ledger) -> dt.date | None:
    """Return the day the register was closed: what it says of itself, else its latest 备案 or 填报 date, else None."""
    said = str(ledger.frame.attrs.get(CUTOFF, ""))
    if said:
        try:
            return dt.date.fromisoformat(said)
        except ValueError:
            pass
    days = [latest(text) for name in ("filed_on", "reported_on") for text in ledger.frame[name].unique() if text]
    return max(days, default=None)


def _same_person(frame: pd.DataFrame, profile: Profile) -> None:
    """Fill in a person whom the forms ask for once under two roles, whichever the register has (创建人, 群主)."""
    pairs = {pair for form in profile.forms for pair in form.drawing.same.items()}
    for one, other in sorted(pairs | {(second, first) for first, second in pairs}):
        columns = [f"{one}.{part}" for part in PERSON_PARTS]
        blank = (frame[columns] == "").all(axis=1)
        for column, part in zip(columns, PERSON_PARTS, strict=True):
            frame[column] = frame[column].mask(blank, frame[f"{other}.{part}"])


def _headed(book: Workbook, path: Path) -> list[tuple[Grid, Heading]]:
    own = [grid for grid in book.grids if clean(grid.name) == LEDGER_SHEET]
    for grids in (own, visible(book.grids), list(book.grids)):
        found = [(grid, heading) for grid in grids if (heading := _heading(grid)) is not None]
        if found:
            return found
    raise SourceError("previous-no-heading", file=path.name)


def _heading(grid: Grid) -> Heading | None:
    heading = find_heading(grid, _answer, at_least=2)
    return heading if heading and any(name in heading.columns for name in _IDENTITY) else None


def _table(file: str, grid: Grid, heading: Heading, units: UnitIndex) -> Table | None:
    """Return the rows that name a group; a row with neither name nor number is a sum, a note or a signature."""
    below = records_below(grid, heading)
    simplify_ahead(below.answers.get("group_name", ()))
    told = [below.answers[name] for name in _IDENTITY if name in below.answers]
    kept = [at for at, texts in enumerate(zip(*told, strict=True)) if not all(map(is_placeholder, texts))]
    if not kept:
        return None
    rows = [below.rows[at] for at in kept]
    places: Places = {name: (None, place) for name, place in heading.columns.items()}
    columns = {name: tuple(map(texts.__getitem__, kept)) for name, texts in below.answers.items()}
    columns |= _unknown(grid, heading, rows, places)
    if "unit" not in columns and (unit := _unit_of_sheet(grid.name, units)):
        columns["unit"] = (unit,) * len(rows)
    columns["disposition"] = _dissolved(grid.name, columns, len(rows))
    sheet = Sheet(file, grid.name, "", "row", places)
    return Table("", sheet, tuple(rows), _gathered(columns))


def _dissolved(sheet: str, columns: Mapping[str, tuple[str, ...]], rows: int) -> tuple[str, ...]:
    """Return 处置, filled with 解散 or 注销 where the sheet is called so, or the row's 状态 says so."""
    whole = _ENDED.fullmatch(clean(sheet))
    said = columns.get("is_active", ("",) * rows)
    ends = [whole] * rows if whole else map_unique(lambda text: _ENDED.fullmatch(clean(text)), said)
    kept = columns.get("disposition", ("",) * rows)
    return tuple(text if clean(text) or not end else end[1] for text, end in zip(kept, ends, strict=True))


def _unit_of_sheet(name: str, units: UnitIndex) -> str:
    """Return the unit a sheet is named after, "" when it is none of the roster's."""
    found = units.resolve(name)
    return found.unit if found.how in _KNOWN else unit_in_path(name, names_of(None, units.units))


def _unknown(grid: Grid, heading: Heading, rows: list[int], places: Places) -> dict[str, tuple[str, ...]]:
    """Return the columns whose label no field has; a running number (序号) is none of the register's."""
    known = set(heading.columns.values())
    found: dict[str, tuple[str, ...]] = {}
    for column, label in enumerate(grid.rows[heading.row]):
        name = f"other:{clean(label)}"
        if column in known or not clean(label) or label_key(label) in _RUNNING or name in found:
            continue
        if any(texts := column_at(grid, column, rows)):
            found[name] = tuple(texts)
            places[name] = (None, column)
    return found


def _gathered(columns: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Put what this tool writes in several columns (a count, all numbers, the unit as typed) back into one answer."""
    columns = dict(columns)
    for name, sources in _WRITTEN.items():
        given = [columns.pop(source) for source in sources if source in columns]
        if given:
            columns[name] = _first_said(given)
    for name in _OWN & columns.keys():
        del columns[name]
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


@cache
def _by_label() -> Mapping[str, str]:
    """Every label that may head a column: our own flat columns, fields, and the parts of people (群主联系电话)."""
    words = vocabulary()
    found: dict[str, str] = {}
    for column in words.columns:
        found.setdefault(label_key(words.heading(column)), column)
        found.setdefault(label_key(column), column)
    found |= {label_key(name): name for name in _OWN}
    for name in words.of_kind("people"):
        found[label_key(words[name].zh)] = name
        for label in (words[name].zh, *words[name].labels):
            for part in PERSON_PARTS:
                for word in (words.parts[part].zh, *words.parts[part].labels):
                    found.setdefault(label_key(label + word), f"{name}.{part}")
                found.setdefault(label_key(f"{name}.{part}"), f"{name}.{part}")
    found |= {label: name for label, name in words.by_label.items() if label not in found}
    for label in ("群名及群号", "群名称及群号", "群名称（群号）", "群名（群号）", "群名和群号"):
        found.setdefault(label_key(label), "group_name&group_no")
    return found


def _answer(label: str, above: str) -> str:
    bare = label_key(label)
    group = _by_label().get(label_key(above), "") if above else ""
    part = vocabulary().part_by_label.get(bare, "")
    if part and group.partition(".")[0] in vocabulary().of_kind("people"):
        return f"{group.partition('.')[0]}.{part}"
    return _by_label().get(bare, "") or (_by_label().get(label_key(above + label), "") if above else "")


def _is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_PARQUET)) == _PARQUET
    except OSError:
        return False
