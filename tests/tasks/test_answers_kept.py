"""What was written into a report goes on to the next, whatever stands beside it; what is no answer is named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from toolkit import cli

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

YEAR = Path(__file__).resolve().parents[2] / "samples" / "two-years"


def run(out: Path) -> int:
    asked = ["run", str(YEAR / "2025" / "收回"), "--profile", "jsut-2019", "--previous", str(YEAR / "2024台账.csv")]
    told = ["--as-of", "2025-04-10", "--out", str(out), "--no-progress", "--no-cache", "--jobs", "1"]
    return cli.run([*asked, *told])


def place(page: Worksheet, heading: str, row: int = 4) -> str:
    """Return the address of a cell below a heading."""
    return next(f"{cell.column_letter}{row}" for cell in page[3] if cell.value == heading)


def write(report: Path, *told: tuple[str, str, int, str]) -> list[str]:
    """Write into cells of the report, each by sheet, heading and row; return their addresses."""
    book = openpyxl.load_workbook(report)
    cells = [place(book[sheet], heading, row) for sheet, heading, row, _ in told]
    for (sheet, *_, text), cell in zip(told, cells, strict=True):
        book[sheet][cell] = text
    book.properties.lastModifiedBy = "宣传部 卫九"
    book.save(report)
    return cells


def said(report: Path, sheet: str, heading: str, row: int = 4) -> object:
    page = openpyxl.load_workbook(report)[sheet]
    return page[place(page, heading, row)].value


@pytest.mark.parametrize("slip", ["大概是吧", "？"])
def test_one_cell_that_is_no_answer_costs_none_of_the_others(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], slip: str
) -> None:
    out = tmp_path / "结果"
    report = out / "对账报告.xlsx"
    run(out)
    asked = openpyxl.load_workbook(report)["相似建议"].max_row - 3
    assert asked > 1
    _, cell, *_ = write(
        report,
        ("相似建议", "是同一个群", 4, "是"),
        ("相似建议", "是同一个群", 5, slip),
        ("待办", "已办", 4, "是"),
        ("待办", "备注", 4, "已打电话催过"),
    )
    for _ in range(2):  # and as long as it stands there, every run says so
        capfd.readouterr()
        run(out)
        told = capfd.readouterr()
        assert f"相似建议!{cell}" in told.out + told.err
        decided = openpyxl.load_workbook(report)["裁定"]
        assert [row[1] for row in decided.iter_rows(min_row=4, values_only=True)] == ["是"]
        assert (said(report, "待办", "已办"), said(report, "待办", "备注")) == ("是", "已打电话催过")
        page = openpyxl.load_workbook(report)["相似建议"]
        (cell,) = [one.coordinate for row in page.iter_rows(min_row=4) for one in row if one.value == slip]


@pytest.mark.parametrize(("typed", "meant"), [("不是", "否"), ("是的", "是"), ("√", "是"), ("否。", "否")])
def test_an_answer_in_other_words_is_an_answer(tmp_path: Path, typed: str, meant: str) -> None:
    out = tmp_path / "结果"
    run(out)
    write(out / "对账报告.xlsx", ("相似建议", "是同一个群", 4, typed))
    run(out)
    decided = openpyxl.load_workbook(out / "对账报告.xlsx")["裁定"]
    assert [row[1] for row in decided.iter_rows(min_row=4, values_only=True)] == [meant]


def test_decisions_outlive_the_report_they_were_written_in(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The report is mailed away or deleted: the register of that round knows what was decided."""
    out = tmp_path / "结果"
    run(out)
    write(out / "对账报告.xlsx", ("相似建议", "是同一个群", 4, "是"))
    run(out)
    (out / "对账报告.xlsx").unlink()
    capfd.readouterr()
    for _ in range(2):
        run(out)
        decided = openpyxl.load_workbook(out / "对账报告.xlsx")["裁定"]
        assert [row[1] for row in decided.iter_rows(min_row=4, values_only=True)] == ["是"]
    told = capfd.readouterr()
    assert "裁定 1 条" in told.out + told.err


@pytest.mark.parametrize("stays", ["beside it", ""])
def test_a_filled_report_saved_under_another_name_is_named_and_not_taken(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], stays: str
) -> None:
    out = tmp_path / "结果"
    run(out)
    filled = out / "对账报告-已填.xlsx"
    filled.write_bytes((out / "对账报告.xlsx").read_bytes())
    write(filled, ("相似建议", "是同一个群", 4, "是"))
    if not stays:
        (out / "对账报告.xlsx").unlink()
    for _ in range(2):
        capfd.readouterr()
        run(out)
        told = capfd.readouterr()
        assert filled.name in told.err
        assert "--decisions" in told.err
    assert filled.is_file()
