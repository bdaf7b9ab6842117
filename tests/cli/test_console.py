"""What is printed: every console can show it, and nothing typed by a unit does harm there or makes a line."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import openpyxl
import pytest
from drawing import workbook

from toolkit import cli
from toolkit.cli.console import on_screen

if TYPE_CHECKING:
    from pathlib import Path

ROWS = "单位 | 群名称 | 平台 | 群号 | 人数\n{} | {} | QQ群 | 31 | 很多"
TITLE = "重庆能源职业学院 QQ 群、微信群审备登记表"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "‹U+001B›[2J"),
        ("a\rb", "a‹U+000D›b"),
        ("a\nb", "a⏎b"),
        ("\u202egpj", "‹U+202E›gpj"),
        ("\x9b31m", "‹U+009B›31m"),
        ("a\u2028b", "a‹U+2028›b"),
        ("\x08\x08", "‹U+0008›‹U+0008›"),
        ("章三 139 0000 0001", "章三 139****0001"),
        ("教务处👨\u200d👩", "教务处👨\u200d👩"),
    ],
)
def test_what_a_line_shows(text: str, shown: str) -> None:
    assert on_screen(text) == shown


def test_nothing_typed_makes_a_line_of_its_own(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = workbook(tmp_path / "教务处.xlsx", ROWS.format("教务处", "群X"), title=TITLE)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    for cell in (cell for row in sheet.iter_rows() for cell in row):
        if cell.value == "群X":
            cell.value = "群\n教务处.xlsx：1 个群，没有发现问题，可以上报。"
    book.save(path)
    cli.run(["check", str(path), "--profile", "cqny-2021", "--as-of", "2026-05-01"])
    said = capfd.readouterr().out
    assert said
    assert not any(line.startswith("教务处.xlsx：1 个群，没有发现问题") for line in said.splitlines())


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1"])
def test_a_console_that_lacks_letters_is_no_error(tmp_path: Path, encoding: str) -> None:
    path = workbook(tmp_path / "教务处.xlsx", ROWS.format("教务处🙂\xa0é", "群🙂"), title=TITLE)
    command = [sys.executable, "-m", "toolkit", "check", str(path), "--profile", "cqny-2021", "--as-of", "2026-05-01"]
    shown = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, env=shown, capture_output=True, check=False)  # noqa: S603 - our own command
    assert done.returncode == 1
    assert b"?" in done.stdout
