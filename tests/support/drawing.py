"""Ledgers drawn as tables of text, in the user's shape: columns parted by `|`, one row a group.

    ledger('''
        id | unit   | group_name | group_no  | platform | member_count | created_on
        r1 | 教务处 | 通知群     | 100000001 | QQ群     | 120          | 2024-05
    ''')

Headings are flat columns of a ledger (`owner.mobile`), or shorter: `member_count` sets low, high and raw (`120`,
`135-165`), `owner`, `admins`, `leader` and `creator` set the names (`张三、李四`), `group_no` sets `group_nos` as well
(`1、2`), yes/no is 是, 否 or blank. Whatever is not drawn is blank. `\n` is a line break.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.comparison.compare import compare
from toolkit.findings import laws
from toolkit.findings.conclude import conclude
from toolkit.model import Ledger, Reading, Sheet, Sources, Table
from toolkit.names.names import canonical_name
from toolkit.normalise.units import UnitIndex
from toolkit.register.compile import compile_register
from toolkit.register.known import known_before
from toolkit.register.sources import load_source
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from toolkit.model import Outcome


def cells(text: str) -> list[dict[str, str]]:
    """Return the rows of a drawn table, heading to text."""
    lines = [line for line in dedent(text).strip().splitlines() if line.strip()]
    head, *rows = ([cell.strip().replace("\\n", "\n") for cell in line.split("|")] for line in lines)
    return [dict(zip(head, row, strict=True)) for row in rows]


def frame(text: str, prefix: str = "r") -> pd.DataFrame:
    """Return the flat columns of a ledger for a drawn table."""
    words = vocabulary()
    rows = [_row(row, number, prefix) for number, row in enumerate(cells(text), start=1)] if text.strip() else []
    columns: dict[str, Any] = {}
    for name in ("id", "form", "path", "name_key", "name_status", "name_rest"):
        columns[name] = pd.Series([row.get(name, "") for row in rows], dtype=str)
    for name in ("sheet", "offset"):
        columns[name] = pd.Series([int(row[name]) for row in rows], dtype="int64")
    for name, field in words.fields.items():
        for column in words.columns_of(name):
            texts = [row.get(column, "") for row in rows]
            columns[column] = _series(texts, field.kind, column)
    for column in ("other", "accompanies"):
        columns[column] = pd.Series([row.get(column, "") for row in rows], dtype=str)
    return pd.DataFrame(columns)


def ledger(text: str = "", prefix: str = "r") -> Ledger:
    """Return a drawn table as this year's ledger (ids r1, r2 …), or with `prefix="p"` as last year's."""
    drawn = frame(text, prefix)
    places = {column: (None, number) for number, column in enumerate(vocabulary().columns)}
    sheets = tuple(Sheet(path, "Sheet1", "sccm-2022/register", "row", places) for path in dict.fromkeys(drawn["path"]))
    order = {sheet.file: number for number, sheet in enumerate(sheets)}
    return Ledger(drawn.assign(sheet=drawn["path"].map(order).astype("int64")), sheets)


def previous(text: str = "") -> Ledger:
    """Return a drawn table as last year's ledger, ids p1, p2 …"""
    return ledger(text, "p")


def _row(row: dict[str, str], number: int, prefix: str) -> dict[str, str]:
    row = {"id": f"{prefix}{number}", "path": "台账.xlsx", "sheet": "0", "offset": str(number), **row}
    for heading in [name for name in row if name in {"owner", "admins", "leader", "creator"}]:
        row[f"{heading}.name"] = re.sub("[、,，]", "\n", row.pop(heading))
    if "member_count" in row:
        raw = row.pop("member_count")
        low, _, high = raw.partition("-")
        row |= {"member_count.low": low, "member_count.high": high or low, "member_count.raw": raw}
    if "group_no" in row:
        numbers = [part for part in re.split("[、\n]", row["group_no"]) if part]
        row |= {"group_no": numbers[0] if numbers else "", "group_nos": "\n".join(numbers)}
    name = canonical_name(row.get("group_name", ""))
    told = {"name_key": name.key, "name_status": name.status, "name_rest": name.rest, "kind": "群"}
    return {"unit_raw": row.get("unit", ""), **told, **row}


def _series(texts: list[str], kind: str, column: str) -> pd.Series:
    if kind == "bool":
        told = {"是": True, "否": False, "": pd.NA}
        return pd.Series([told[text] for text in texts], dtype="boolean")
    if kind == "int" or column.endswith((".low", ".high")):
        return pd.Series([int(text) if text else pd.NA for text in texts], dtype="Int64")
    return pd.Series(texts, dtype=str)


def returned(path: str, form: str, text: str, *, blank: int = 0) -> Reading:
    """Return a drawn table as one file with a ledger of `form` (`cqny-2021/register`), answers still as typed.

    Headings are answer keys of the form; the first drawn row stands in row 2 of the sheet.
    """
    rows = cells(text)
    places: dict[str, tuple[int | None, int | None]] = {key: (None, place) for place, key in enumerate(rows[0])}
    sheet = Sheet(path, "登记表", form, "row", places)
    columns = {key: tuple(row[key] for row in rows) for key in rows[0]}
    table = Table(form, sheet, tuple(range(1, len(rows) + 1)), columns, blank=blank)
    return Reading(path, hashlib.sha256(path.encode() + text.encode()).hexdigest(), "read", tables=(table,))


def workbook(path: Path, text: str, *, title: str = "") -> Path:
    """Write a drawn table to an xlsx file, headings as drawn, a title row above when given."""
    import xlsxwriter

    rows = cells(text)
    lines = [[title]] if title else []
    lines += [list(rows[0]), *([*row.values()] for row in rows)]
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            for place, cell in enumerate(line):
                sheet.write_string(number, place, cell)
    return path


def source(name: str, text: str) -> Ledger:
    """Return a drawn table as a second source (`observed`, `notices` …), headings as people write them."""
    with TemporaryDirectory() as folder:
        return load_source(name, workbook(Path(folder) / f"{name}.xlsx", text), UnitIndex())


def run(  # noqa: PLR0913 - a campaign as it is drawn, each part with its default
    *readings: Reading,
    profile: str = "cqny-2021",
    theirs: Ledger | None = None,
    roster: str = "",
    as_of: dt.date = dt.date(2026, 3, 11),
    closed: dt.date | None = None,
    answered: Path | None = None,
    **lists: str,
) -> Outcome:
    """Return the outcome of drawn returns: the steps of `pipeline.reconcile` after reading, laws and all.

    `theirs` is last year's register, `roster` and `lists` (`notices`, `observed`, `decisions` …) are drawn tables,
    `answered` is a report that somebody wrote in.
    """
    told = load_profile(profile)
    with TemporaryDirectory() as folder:
        drawn = {name: workbook(Path(folder) / f"{name}.xlsx", text) for name, text in lists.items()}
        if roster:
            drawn["units"] = workbook(Path(folder) / "units.xlsx", roster)
        answers = (drawn.pop("decisions"),) if "decisions" in drawn else ()
        answers += (answered,) if answered else ()
        known = known_before(Sources(**drawn, decisions=answers), told)  # type: ignore[arg-type]
    if theirs is not None:
        known = replace(known, previous=theirs, sources={**known.sources, "previous": theirs}, first_filing=False)
    register = compile_register(readings, known, profile=told, as_of=as_of)
    campaign = compare(register, known, profile=told, as_of=as_of, closed=closed)
    outcome = conclude(campaign, register.faults, profile=told)
    laws.check(outcome, offered={one.path: one.offered for one in readings}, roster=known.roster_units)
    return outcome
