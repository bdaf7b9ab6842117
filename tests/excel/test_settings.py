"""The sheet 设置: what people paste into it, and that it offers what the command line offers."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import TYPE_CHECKING

import click
import pytest

from toolkit.cli.commands import build
from toolkit.errors import ToolkitError
from toolkit.excel.manifest import manifest
from toolkit.excel.settings import Settings, home_of, settings_of
from toolkit.model import Sources

if TYPE_CHECKING:
    from pathlib import Path

NOT_FOR_EXCEL = {"no-cache", "with-contacts", "engine", "jobs", "quiet", "no-progress", "lang", "help"}


def test_every_option_of_the_main_job_has_a_setting() -> None:
    run = build("zh").commands["run"]
    options = {
        option.opts[-1].removeprefix("--") for option in run.params if isinstance(option, click.Option)
    } - NOT_FOR_EXCEL
    assert options <= {setting.option.removeprefix("--") for setting in manifest().settings}


def test_every_second_source_is_a_file_of_the_sheet() -> None:
    wanted = {entry.name for entry in fields(Sources)} - {"ledger_password", "answered"}
    assert wanted <= {setting.name for setting in manifest().settings if setting.kind == "file"}


def test_labels_are_found_wherever_they_stand(tmp_path: Path) -> None:
    rows = [
        ["设置", None, None],
        [None, "收回文件夹", f'"{tmp_path}"', None],
        [None, "对账日期", dt.datetime(2026, 3, 11, tzinfo=dt.UTC)],
    ]
    found = settings_of(rows, None)
    assert found.collected() == tmp_path
    assert found.day("as-of") == dt.date(2026, 3, 11)


def test_a_relative_path_begins_at_the_workbook(tmp_path: Path) -> None:
    (tmp_path / "收 回").mkdir()
    found = Settings({"collected": "收 回"}, home_of(str(tmp_path / "对账控制台.xlsm")))
    assert found.collected() == tmp_path / "收 回"
    assert found.out() == tmp_path / "对账结果"


@pytest.mark.parametrize("fullname", ["https://x.sharepoint.com/对账控制台.xlsm", "工作簿1"])
def test_a_workbook_in_the_cloud_has_no_folder(fullname: str) -> None:
    assert home_of(fullname) is None
    with pytest.raises(ToolkitError) as told:
        Settings({"collected": "收回"}, home_of(fullname)).collected()
    assert told.value.code == "excel-no-home"


def test_the_regulation_is_told_by_the_first_word_of_the_drop_down() -> None:
    assert Settings({"profile": "sccm-2022 四川音乐学院"}).profile().id == "sccm-2022"
    assert Settings({}).profile() is None


def test_passwords_are_lines(tmp_path: Path) -> None:
    path = tmp_path / "密码.txt"
    path.write_bytes("\ufeff一\r\n\r\n二\r\n".encode())
    assert Settings({"passwords": str(path)}).words("passwords") == ("一", "二")
    assert Settings({"ledger-password-file": str(path)}).sources().ledger_password == "一"  # noqa: S105 - invented
