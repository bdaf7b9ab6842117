"""What is printed: every console can show it, and nothing typed by a unit does harm there or makes a line."""

from __future__ import annotations

import os
import re
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


def test_a_console_of_gbk_shows_a_plain_sign_for_ours(capfd: pytest.CaptureFixture[str]) -> None:
    shown = "from toolkit.cli.console import say; say(['法学院.xlsx › 登记表!C5'])"
    done = subprocess.run(  # noqa: S603 - our own function
        [sys.executable, "-c", shown],
        env={**os.environ, "PYTHONIOENCODING": "cp936"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode("cp936").strip() == "法学院.xlsx > 登记表!C5"
    assert capfd.readouterr().out == ""


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


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("run 收回 收回", "多写了“收回”，这个命令用不着；名称里有空格的，请用引号括起来。请看 reconcile run --help。"),
        ("收回 二级 学院", "多写了“二级 学院”，这个命令用不着"),
        ("rules 第三条", "多写了“第三条”"),
        ("doctor 本机 一下", "多写了“本机 一下”"),
        ("excel new 台.xlsm 账.xlsm", "请看 reconcile excel new --help。"),
        ("收回 --out", "--out 后面要写一个值"),
        ("收回 --as-of", "--as-of 后面要写一个值"),
        ("--lang", "--lang 后面要写一个值"),
        ("收回 --quiet=1", "--quiet 后面不写值，单写 --quiet 就行"),
        ("收回 --no-cache=是", "--no-cache 后面不写值"),
        ("institution 新建", "没有“新建”这个命令；请看 reconcile institution --help。"),
        ("institution new", "缺少 NAME；请看 reconcile institution new --help。"),
        ("purge 台账.xlsx", "缺少 --out；请看 reconcile purge --help。"),
        ("check", "缺少 FILE…；请看 reconcile check --help。"),
        ("收回 --jobs 零", "--jobs 的值不对（要写不小于 1 的整数）"),
        ("收回 --lang fr", "--lang 的值不对（可以写：zh、en）"),
        ("收回 --prev 去年.xlsx", "没有“--prev”这个选项"),
    ],
)
def test_a_command_typed_wrong_is_told_in_one_language(
    capfd: pytest.CaptureFixture[str], typed: str, said: str
) -> None:
    assert cli.run(typed.split(" ")) == 2
    told = capfd.readouterr().err
    assert said in told
    assert len(told.splitlines()) == 1
    assert not re.search(r"(?<![\w./-])[A-Za-z]{2,} [a-z]{2,}", re.sub(r"reconcile [a-z ]*--help", "", told))


def test_names_that_the_system_takes_for_ascii_are_written_all_the_same(tmp_path: Path) -> None:
    """LC_ALL=C with Python's own UTF-8 switched off: the program begins again with it."""
    folder = tmp_path / "收回"
    workbook(folder / "教务处.xlsx", ROWS.format("教务处", "教务处工作群"), title=TITLE)
    asked = ["run", str(folder), "--profile", "cqny-2021", "--as-of", "2026-05-01", "--no-cache", "--jobs", "1"]
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PATH": os.environ["PATH"]}
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "toolkit", *asked], env=plain, capture_output=True, check=False
    )
    assert done.returncode == 1, done.stderr.decode("utf-8", "replace")
    assert (tmp_path / "对账结果" / "对账报告.xlsx").is_file()


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1"])
def test_a_console_that_lacks_letters_is_no_error(tmp_path: Path, encoding: str) -> None:
    path = workbook(tmp_path / "教务处.xlsx", ROWS.format("教务处🙂\xa0é", "群🙂"), title=TITLE)
    command = [sys.executable, "-m", "toolkit", "check", str(path), "--profile", "cqny-2021", "--as-of", "2026-05-01"]
    shown = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, env=shown, capture_output=True, check=False)  # noqa: S603 - our own command
    assert done.returncode == 1
    assert done.stdout.decode(encoding)
    assert (b">" if encoding == "gbk" else b"?") in done.stdout
