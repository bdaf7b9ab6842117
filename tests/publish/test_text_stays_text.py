"""What begins with = + - @ is marked as text wherever it is written: editing the cell makes no formula of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

from toolkit import cli

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TITLE = "重庆能源职业学院 QQ 群、微信群审备登记表"
HEAD = ["单位", "群名称", "平台", "群号", "群主", "群主手机", "管理员", "人数", "创建日期", "用途", "备注", "=星座"]
UNITS = ("=教务处", "+图书馆", "@后勤处", "-保卫处")


def written(path: Path, rows: list[list[str]], title: str = "Sheet") -> Path:
    """Write a workbook of texts, also those that openpyxl would take for formulas."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
        cell.data_type = "s"
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def unmarked(folder: Path) -> Iterator[tuple[str, str, str, object]]:
    """Yield cells that begin so, are no formula of ours (our forms have some) and bear no mark."""
    for path in sorted(folder.rglob("*.xlsx")):
        for sheet in openpyxl.load_workbook(path):
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                if isinstance(cell.value, str) and cell.value[:1] in {*"=+-@＝＋－＠"} and cell.value:
                    typed = cell.value.startswith(("=章", "=教", "=李", "=60", "=139", "=甲", "=用途", "=HYPER", "=座"))
                    if (cell.data_type == "s" or typed) and not cell.quotePrefix:
                        yield path.name, sheet.title, cell.coordinate, cell.value


def test_in_every_workbook_that_is_written(tmp_path: Path) -> None:
    rest = ["=章", "=13900000001", "=李", "=60", "=甲", "=用途", '=HYPERLINK("http://x")', "=座"]
    rows = [[unit, f"={unit}群", "QQ群", f"31000000{number}", *rest] for number, unit in enumerate(UNITS)]
    written(tmp_path / "收回" / "=甲.xlsx", [[TITLE], HEAD, *rows], "=表")
    units = written(tmp_path / "名录.xlsx", [["单位", "应报"], ["=教务处", "是"], ["=未报处", "是"]])
    common = ["run", str(tmp_path / "收回"), "--profile", "cqny-2021", "--no-cache", "--quiet", "--jobs", "1"]
    common += ["--units", str(units)]
    assert cli.run([*common, "--as-of", "2026-05-01", "--out", str(tmp_path / "一")]) == 1
    ledger = str(tmp_path / "一" / "台账.xlsx")
    assert cli.run([*common, "--as-of", "2027-05-01", "--out", str(tmp_path / "二"), "--previous", ledger]) == 1
    assert cli.run(["prepare", "--profile", "cqny-2021", "--previous", ledger, "--out", str(tmp_path / "下发")]) == 0
    assert (
        cli.run(["prepare", "--sources", "--collected", str(tmp_path / "收回"), "--out", str(tmp_path / "清单")]) == 0
    )
    for folder in ("一", "二", "下发", "清单"):
        assert list((tmp_path / folder).rglob("*.xlsx"))
        assert list(unmarked(tmp_path / folder)) == [], folder
