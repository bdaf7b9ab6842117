"""A department at its desk: units send a list, the report is opened, answered and given back, and a year goes by."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import openpyxl

from toolkit import Sources, load_profile, reconcile
from toolkit.report import render_report
from toolkit.report.ledger import render_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from toolkit.model import Outcome

PROFILE = "jsut-2019"
UNIT = "商学院"
FIRST, SECOND, THIRD = dt.date(2025, 4, 10), dt.date(2026, 4, 10), dt.date(2027, 4, 10)
ROW = {
    "单位": UNIT,
    "工作群名称": "",
    "群主": "卫一",
    "成员范围": "全院教师",
    "人数": "60",
    "用途": "",
    "群信息发布规则": "只发通知",
    "保留依据": "工作需要",
    "平台": "微信群",
    "群号": "",
    "创建日期": "2020-03-10",
}


def group(name: str, **more: str) -> dict[str, str]:
    """Return a group as its unit writes it down; what is not said is as in `ROW`."""
    return {**ROW, "工作群名称": name, "用途": f"用于{name}", **more}


def campaign(
    folder: Path,
    groups: Iterable[Mapping[str, str]],
    *,
    as_of: dt.date,
    previous: Path | None = None,
    decisions: tuple[Path, ...] = (),
) -> Outcome:
    """Run one campaign of one unit's list."""
    collected = folder / f"收回{as_of.year}"
    collected.mkdir(parents=True, exist_ok=True)
    sheet(collected / "商学院.csv", groups)
    return reconcile(
        collected, as_of=as_of, profile=PROFILE, sources=Sources(previous=previous, decisions=decisions), jobs=1
    )


def sheet(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write rows under their headings."""
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def ledger(outcome: Outcome, path: Path) -> Path:
    """Keep the year's 台账.xlsx."""
    path.write_bytes(render_ledger(outcome))
    return path


def report(outcome: Outcome, *, lang: str = "zh") -> bytes:
    """Return the year's 对账报告.xlsx."""
    return render_report(outcome, lang=lang, profile=load_profile(PROFILE))


def table(workbook: bytes | Path, name: str, *, head: int = 3) -> list[dict[str, Any]]:
    """Return the rows of a sheet by heading."""
    page = _opened(workbook)[name]
    rows = list(page.iter_rows(min_row=head, values_only=True))
    found = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    return [row for row in found if sum(value is not None for value in row.values()) > 1]


def answered(workbook: bytes | Path, name: str, path: Path, answer: Callable[[dict[str, Any]], dict[str, str]]) -> Path:
    """Save a workbook in which somebody has filled in cells of a sheet: `answer` gives them for a row, by heading."""
    book = _opened(workbook)
    page = book[name]
    heads = [cell.value for cell in page[3]]
    for row in page.iter_rows(min_row=4):
        told = {head: cell.value for head, cell in zip(heads, row, strict=True)}
        for head, value in answer(told).items():
            row[heads.index(head)].value = value
    book.properties.lastModifiedBy = "宣传部 卫九"
    book.save(path)
    return path


def without_rows(workbook: bytes | Path, name: str, path: Path) -> Path:
    """Save a workbook whose sheet has lost all its rows."""
    book = _opened(workbook)
    page = book[name]
    page.delete_rows(4, page.max_row)
    book.save(path)
    return path


def verdict(outcome: Outcome, name: str) -> tuple[str, str, str]:
    """Return verdict, basis and the name of the row of last year of the group with a name."""
    frame = outcome.ledger.frame
    row = outcome.verdicts[(frame["group_name"] == name).to_numpy()].iloc[0]
    before = dict(zip(outcome.previous.frame["id"], outcome.previous.frame["group_name"], strict=True))
    return row["verdict"], row["basis"], before.get(row["previous"], "")


def suggested(outcome: Outcome) -> set[tuple[str, str]]:
    """Return the pairs of names that are suggested."""
    ours = dict(zip(outcome.ledger.frame["id"], outcome.ledger.frame["group_name"], strict=True))
    theirs = dict(zip(outcome.previous.frame["id"], outcome.previous.frame["group_name"], strict=True))
    return {(ours[one.record], theirs[one.previous]) for one in outcome.suggestions}


def told(outcome: Outcome, requirement: str) -> list[str]:
    """Return the variants of the findings of a requirement."""
    return [str(one.facts.get("variant", "")) for one in outcome.findings if one.requirement == requirement]


def _opened(workbook: bytes | Path) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook) if isinstance(workbook, bytes) else workbook)
