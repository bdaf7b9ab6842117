"""A report that somebody has answered outlives the next round, also when nobody gave it to that round."""

from __future__ import annotations

import shutil
from pathlib import Path

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


def test_an_answered_report_that_was_not_given_is_kept_and_said(desk: Path) -> None:
    report = desk / "结果" / "对账报告.xlsx"
    reconciled(desk)
    answers = decided(report).read_bytes()
    again = reconciled(desk)
    kept = desk / "结果" / KEPT_FILE
    assert kept.read_bytes() == answers
    assert f"--decisions “{kept}”" in again.stderr
    assert {row["是同一个群"] for row in table(report, "相似建议")} == {None}
    taken = reconciled(desk, "--decisions", str(kept))
    assert "裁定已记入台账，用上 2 条" in taken.stdout
    assert kept.read_bytes() == answers


def test_a_second_answered_report_does_not_take_the_place_of_the_first(desk: Path) -> None:
    report = desk / "结果" / "对账报告.xlsx"
    for _ in range(2):
        reconciled(desk)
        decided(report)
    reconciled(desk)
    assert {path.name for path in (desk / "结果").glob(f"{KEPT}*")} == {KEPT_FILE, f"{KEPT}2.xlsx"}


def test_what_was_given_or_never_answered_leaves_nothing_behind(desk: Path) -> None:
    report = desk / "结果" / "对账报告.xlsx"
    reconciled(desk)
    assert reconciled(desk).stderr == ""
    decided(report)
    assert reconciled(desk, "--decisions", str(report)).stderr == ""
    assert not list((desk / "结果").glob(f"{KEPT}*"))


def test_decisions_that_were_given_once_are_kept_when_they_are_left_out_later(desk: Path) -> None:
    report = desk / "结果" / "对账报告.xlsx"
    reconciled(desk)
    reconciled(desk, "--decisions", str(decided(report)))
    assert "这次没有带上" in reconciled(desk).stderr
    assert (desk / "结果" / KEPT_FILE).is_file()
