"""A small campaign as an Outcome made by hand, and how to look into a workbook that was written."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd

from toolkit.model import (
    Closing,
    Duplicate,
    Finding,
    Ledger,
    Note,
    Outcome,
    RejectedRow,
    Sheet,
    Submission,
    Suggestion,
    UnitStatus,
    Where,
)
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

AS_OF = dt.date(2026, 3, 12)
_COUNTS = ("member_count.low", "member_count.high", "prior_group_count", "followers")


def ledger(rows: Sequence[Mapping[str, Any]], *, file: str = "", prefix: str = "r") -> Ledger:
    """Return a register whose rows stand below each other, all files on a sheet 登记表 that begins in row 2."""
    words = vocabulary()
    files = list(dict.fromkeys(row.get("path", file) for row in rows))
    columns: dict[str, Any] = {
        "id": pd.Series([f"{prefix}{number}" for number in range(1, len(rows) + 1)], dtype=str),
        "sheet": pd.Series([files.index(row.get("path", file)) for row in rows], dtype="int64"),
        "offset": pd.Series(range(1, len(rows) + 1), dtype="int64"),
        "form": pd.Series(["sccm-2022/register"] * len(rows), dtype=str),
        "path": pd.Series([row.get("path", file) for row in rows], dtype=str),
        "accompanies": pd.Series([""] * len(rows), dtype=str),
    }
    for name in words.columns:
        stem = name.partition(".")[0]
        kind = words.fields[stem].kind if stem in words.fields else "text"
        values = [_default(name, row) for row in rows]
        if name in _COUNTS:
            columns[name] = pd.Series(values, dtype="Int64")
        elif kind == "bool":
            columns[name] = pd.Series(values, dtype="boolean")
        else:
            columns[name] = pd.Series(values, dtype=str)
    sheets = tuple(
        Sheet(name, "登记表", "", "row", {"group_name": (None, 1), "member_count": (None, 6)}) for name in files
    )
    return Ledger(pd.DataFrame(columns), sheets)


def _default(name: str, row: Mapping[str, Any]) -> Any:
    if name in row:
        return row[name]
    if name == "group_nos":
        return row.get("group_no", "")
    if name == "unit_raw":
        return row.get("unit", "")
    stem = name.partition(".")[0]
    words = vocabulary()
    typed = name in _COUNTS or (stem in words.fields and words.fields[stem].kind == "bool")
    return None if typed else ""


def group(unit: str, name: str, number: str = "", **more: Any) -> dict[str, Any]:
    """Return one row: a QQ group with an owner."""
    return {
        "path": f"{unit}.xlsx",
        "unit": unit,
        "group_name": name,
        "group_no": number,
        "platform": "QQ群" if number else "微信群",
        "purpose": "工作通知",
        "owner.name": "章一",
        "owner.mobile": "13900000001",
        "is_active": True,
        **more,
    }


def verdicts(rows: Iterable[tuple[str, str, str]]) -> pd.DataFrame:
    """Return verdicts of `r1`, `r2` … from (verdict, basis, previous)."""
    told = [(f"r{number}", *row) for number, row in enumerate(rows, start=1)]
    return pd.DataFrame(told, columns=["id", "verdict", "basis", "previous"]).astype(str)


def previous_verdicts(rows: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """Return verdicts of `p1`, `p2` … from (verdict, record)."""
    told = [(f"p{number}", *row) for number, row in enumerate(rows, start=1)]
    return pd.DataFrame(told, columns=["id", "verdict", "record"]).astype(str)


def observed(rows: Iterable[tuple[str, str, str, str]] = ()) -> pd.DataFrame:
    """Return observed groups from (name, number, unit, verdict)."""
    columns = ["group_name", "group_no", "unit", "verdict"]
    frame = pd.DataFrame(list(rows), columns=columns).astype(str)
    blank = dict.fromkeys(("id", "record", "previous"), "")
    return frame.assign(platform="QQ群", origin="巡查", seen_on="2026-02-01", state="在用", **blank)


def campaign() -> Outcome:
    """Return a campaign with something on every sheet."""
    ours = ledger(
        [
            group("教务处", "教务秘书群", "310000001", **{"member_count.raw": "186", "member_count.low": 186}),
            group("教务处", "考务工作群", "310000002", filed_on="2026-03-01"),
            group("图书馆", "馆员群", "310000003", change_reported_on="2026-03-02"),
            group("图书馆", "读者群", "310000004", dissolved_on="2026-01-15"),
            group("图书馆", "读者群（新）", "310000001"),
            group("音乐系", "排练群", "310000016"),
        ]
    )
    theirs = ledger(
        [
            group("教务处", "教务秘书群", "310000001", filing_no="SCCM-2025-0001"),
            group("图书馆", "馆员工作群", "310000003", filing_no="SCCM-2025-0002"),
            group("图书馆", "旧读者群", "310000005", filing_no="SCCM-2025-0003"),
            group("后勤处", "后勤群", "310000006", filing_no="SCCM-2026-0007"),
            group("外事处", "外事群", filing_no="SCCM-2025-0005"),
            group("图书馆", "已撤群", "310000008", filing_no="SCCM-2025-0006", remark="联系 13900000002"),
            group("音乐系", "排练群", "310000015", filing_no="SCCM-2025-0009"),
        ],
        file="上年台账.xlsx",
        prefix="p",
    )
    theirs = replace(theirs, sheets=tuple(replace(sheet, file="上年台账.xlsx") for sheet in theirs.sheets))
    return Outcome(
        profile="sccm-2022",
        as_of=AS_OF,
        submissions=(
            Submission("教务处.xlsx", "00", "merged", "教务处", ("sccm-2022/register",), merged=2),
            Submission("图书馆.xlsx", "01", "merged", "图书馆", ("sccm-2022/register",), merged=3, rejected=1),
            Submission("音乐系.xlsx", "02", "merged", "音乐系", ("sccm-2022/register",), merged=1),
            Submission("坏 文件#1.xlsx", "03", "rejected", "保卫处", reason=Note("corrupt")),
        ),
        ledger=ours,
        previous=theirs,
        verdicts=verdicts(
            [
                ("renewed", "group_no", "p1"),
                ("new", "", ""),
                ("changed", "group_no", "p2"),
                ("cancelled", "", ""),
                ("duplicate", "", ""),
                ("renumbered", "", "p7"),
            ]
        ),
        previous_verdicts=previous_verdicts(
            [
                ("renewed", "r1"),
                ("changed", "r3"),
                ("unaccounted", ""),
                ("unit_missing", ""),
                ("carried", ""),
                ("dissolved", ""),
                ("renumbered", "r6"),
            ]
        ),
        changes=pd.DataFrame(
            [("r3", "p2", "group_name", "更名", "馆员工作群", "馆员群", False)],
            columns=["record", "previous", "field", "kind", "before", "after", "rolled"],
        ),
        defunct=pd.DataFrame(
            [("r4", "E1", {"dissolved_on": "2026-01-15"}), ("r2", "E5", {"state": "查无此群", "origin": "巡查"})],
            columns=["record", "tag", "facts"],
        ),
        observed=observed(
            [("教务闲聊群", "310000099", "教务处", "unregistered"), ("馆员群", "", "图书馆", "registered")]
        ),
        duplicates=(Duplicate("same-number-two-units", ("r1", "r5"), {"group_no": ["310000001"]}),),
        suggestions=(
            Suggestion("r2", "p3", 0.62, ({"field": "group_name", "ours": "考务", "theirs": "读者", "likeness": 0.4},)),
        ),
        units=(
            UnitStatus("教务处", "filed"),
            UnitStatus("图书馆", "late"),
            UnitStatus("后勤处", "missing"),
            UnitStatus("保卫处", "returned"),
        ),
        findings=(
            finding("CY-3.2a", "over-size", "warning", "r1", raw="186", limit=150),
            finding("CY-1.2a", "required", "error", "r2", label="管理员"),
            finding("TK-unaccounted", "unaccounted", "review", previous=("p3",), unit="图书馆"),
        ),
        first_filing=False,
        closing=Closing(dt.date(2025, 3, 8), known=True),
        sources=dict.fromkeys(("previous", "units", "observed"), theirs),
        rejections=(RejectedRow(Where("图书馆.xlsx", "登记表", "B9"), "", Note("no-name-no-number")),),
    )


def finding(requirement: str, rule: str, severity: Any, *records: str, unit: str = "教务处", **more: Any) -> Finding:
    """Return a finding about records, pointing at the sheet of 教务处."""
    previous = more.pop("previous", ())
    where = () if previous else (Where("教务处.xlsx", "登记表", "C7"),)
    return Finding(requirement, rule, severity, unit, where, records, previous, {"clause": "第三条", **more})


def first_filing(outcome: Outcome) -> Outcome:
    """Return the same campaign as it looks without last year's register, roster and list of groups in use."""
    return replace(
        outcome,
        previous=ledger([], prefix="p"),
        verdicts=verdicts([("no_history", "", "")] * 6),
        previous_verdicts=previous_verdicts([]),
        changes=outcome.changes.iloc[:0],
        observed=observed(),
        suggestions=(),
        units=(),
        findings=outcome.findings[:2],
        not_compared=("previous", "unregistered", "missing_units"),
        first_filing=True,
        closing=None,
        sources={},
    )


def texts(workbook: bytes, sheet: str) -> list[list[Any]]:
    """Return the values of one sheet."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]


def table(workbook: bytes, sheet: str, *, heading: int = 2) -> list[dict[str, Any]]:
    """Return the rows below the headings, by heading."""
    rows = texts(workbook, sheet)
    return [dict(zip(rows[heading], row, strict=True)) for row in rows[heading + 1 :]]


def parts(workbook: bytes) -> dict[str, str]:
    """Return the XML parts of a workbook as text."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist()}


def targets(workbook: bytes) -> list[str]:
    """Return everything outside the workbook that it points to."""
    found = re.compile(r'Target="([^"]*)" TargetMode="External"')
    return [target for text in parts(workbook).values() for target in found.findall(text)]
