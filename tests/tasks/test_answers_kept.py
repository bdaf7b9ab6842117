"""A report that somebody has answered outlives the next round, also when nobody gave it to that round."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from two_years import answered, table

from toolkit.cli.commands import build
from toolkit.tasks.answers import KEPT

YEARS = Path(__file__).resolve().parents[2] / "samples" / "two-years"
KEPT_FILE = f"{KEPT}.xlsx"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    shutil.copytree(YEARS, tmp_path / "示例")
    return tmp_path / "示例"


def reconciled(desk: Path, *more: str) -> Result:
    asked = ["run", str(desk / "2025" / "收回"), "--profile", "jsut-2019", "--previous", str(desk / "2024台账.csv")]
    asked += ["--as-of", "2025-04-10", "--out", str(desk / "结果"), "--no-cache", *more]
    done = CliRunner().invoke(build("zh"), asked, standalone_mode=False)
    assert done.exception is None, done.output
    return done


def decided(report: Path) -> Path:
    return answered(report, "相似建议", report, lambda _row: {"是同一个群": "是"})


def put(report: Path, sheet: str, cells: dict[str, str], *, group: str = "") -> None:
    """Write into the row of a group, else the first, each text under its heading, as a person does in Excel."""
    book = openpyxl.load_workbook(report)
    page = book[sheet]
    at = {cell.value: cell.column for cell in page[3]}
    row = next(n for n in range(4, 99) if not group or page.cell(n, at["群名称"]).value == group)
    for heading, text in cells.items():
        page.cell(row, at[heading], text)
    book.save(report)


def test_what_was_answered_goes_on_to_the_next_run_by_itself(desk: Path) -> None:
    report = desk / "结果" / "对账报告.xlsx"
    reconciled(desk)
    decided(report)
    for _ in range(3):  # the second and third time nobody touched the report
        again = reconciled(desk)
        assert "已带上：裁定 2 条" in again.stderr
        assert "用上 2 条" in again.stdout
        assert "相似建议" not in {row["去哪里看"] for row in table(report, "待办")}
        assert {row["采用情况"] for row in table(report, "裁定")} == {"已采用"}
    assert not list((desk / "结果").glob(f"{KEPT}*"))


def test_done_remarks_and_what_was_heard_stand_there_again(desk: Path) -> None:
    report = desk / "结果" / "对账报告.xlsx"
    reconciled(desk)
    put(report, "待办", {"已办": "是", "备注": "3月5日已电话催报"})
    put(report, "相似建议", {"备注": "等群主回电"})
    first = table(report, "相似建议")[0]
    for _ in range(2):
        again = reconciled(desk)
        assert "已办和备注 2 处" in again.stderr
        todo = table(report, "待办")[0]
        assert (todo["已办"], todo["备注"]) == ("是", "3月5日已电话催报")
        asked = next(row for row in table(report, "相似建议") if row["question"] == first["question"])
        assert (asked["备注"], asked["是同一个群"]) == ("等群主回电", None)


@pytest.mark.parametrize(
    ("written", "decided_as"),
    [
        ("已解散", "已解散"),
        ("漏报", "漏报"),
        ("并入", "并入"),
        ("已解散，群主3月2日来电", "已解散"),
        ("还没问到", None),
    ],
)
def test_what_became_of_a_group_is_a_decision_in_one_word_or_with_more(
    desk: Path, written: str, decided_as: str | None
) -> None:
    report = desk / "结果" / "对账报告.xlsx"
    reconciled(desk)
    group = table(report, "去向待核")[0]["群名称"]
    put(report, "去向待核", {"核实结果": written}, group=group)
    reconciled(desk)
    told = [(row["类型"], row["裁定"], row["采用情况"]) for row in table(report, "裁定")]
    assert told == ([("去向待核", decided_as, "已采用")] if decided_as else [])
    assert [row["核实结果"] for row in table(report, "去向待核") if row["群名称"] == group] == [written]


def test_a_changed_mind_is_no_contradiction(desk: Path) -> None:
    report = desk / "结果" / "对账报告.xlsx"
    reconciled(desk)
    group = table(report, "去向待核")[0]["群名称"]
    for answer in ("仍在用", "已解散"):
        put(report, "去向待核", {"核实结果": answer}, group=group)
        reconciled(desk)
        assert [(row["裁定"], row["采用情况"]) for row in table(report, "裁定")] == [(answer, "已采用")]


def test_an_answer_that_cannot_be_read_keeps_the_report_and_says_so(desk: Path) -> None:
    report = desk / "结果" / "对账报告.xlsx"
    for _ in range(2):
        reconciled(desk)
        put(report, "相似建议", {"是同一个群": "大概吧"})
    answers = report.read_bytes()
    again = reconciled(desk)
    kept = {path.name: path.read_bytes() for path in (desk / "结果").glob(f"{KEPT}*")}
    assert set(kept) == {KEPT_FILE, f"{KEPT}2.xlsx"}
    assert kept[f"{KEPT}2.xlsx"] == answers
    assert "有一处读不懂" in again.stderr


def test_what_was_given_or_never_answered_is_not_called_forgotten(desk: Path) -> None:
    report = desk / "结果" / "对账报告.xlsx"
    reconciled(desk)
    assert reconciled(desk).stderr == ""
    decided(report)
    assert reconciled(desk, "--decisions", str(report)).stderr == ""
    assert not list((desk / "结果").glob(f"{KEPT}*"))
    assert "用上 2 条" in reconciled(desk).stdout  # and what was given once is known from then on
