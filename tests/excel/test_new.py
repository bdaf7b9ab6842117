"""`reconcile excel new` and the way without macros."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import toolkit
from toolkit.cli import run
from toolkit.excel.manifest import manifest
from toolkit.excel.new import binding_of

SAMPLE = Path("samples/sccm-2022")
posix = pytest.mark.skipif(os.name == "nt", reason="a .command is for Mac and Linux")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "宣传 部" / "对账控制台.xlsm"
    assert run(["excel", "new", str(path)]) == 0
    return path


def test_the_copy_is_bound_to_the_python_that_wrote_it(written: Path) -> None:
    conf = dict(openpyxl.load_workbook(written)["xlwings.conf"].iter_rows(values_only=True))
    bound = conf["Interpreter_Win" if os.name == "nt" else "Interpreter_Mac"]
    assert Path(bound).parent == Path(sys.executable).parent
    assert conf["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"


def test_on_windows_no_black_window_opens(tmp_path: Path) -> None:
    python = tmp_path / "python.exe"
    assert binding_of(python, windows=True).windows == str(python)
    (tmp_path / "pythonw.exe").touch()
    assert binding_of(python, windows=True).windows == str(tmp_path / "pythonw.exe")


@pytest.mark.parametrize(("name", "told"), [("控制台.xlsx", "要以 .xlsm 结尾"), ("对账控制台.xlsm", "已经存在")])
def test_nothing_is_overwritten(written: Path, name: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["excel", "new", str(written.with_name(name))]) == 2
    assert told in capsys.readouterr().err


@posix
def test_a_folder_dragged_onto_the_launcher_is_reconciled_with_the_saved_settings(written: Path) -> None:
    campaign = written.parent / "2026 年"
    shutil.copytree(SAMPLE, campaign, ignore=lambda _folder, names: [name for name in names if "系" in name])
    workbook = openpyxl.load_workbook(written, keep_vba=True)
    texts = {"previous": "2026 年/上年台账.xlsx", "units": str(campaign / "单位名录.xlsx"), "as-of": "2026-03-11"}
    for setting in manifest().settings:
        if setting.name in texts:
            sheet, cell = next(iter(workbook.defined_names[setting.cell_name].destinations))
            workbook[sheet][cell.replace("$", "")] = texts[setting.name]
    workbook.save(written)
    launcher = written.with_suffix(".command")
    told = subprocess.run(  # noqa: S603 - our own launcher
        [launcher, campaign / "收回"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert told.returncode == 1, told.stderr
    assert "与上年相比" in told.stdout
    assert (campaign / "对账结果" / "对账报告.xlsx").is_file()


@posix
def test_the_launcher_says_what_is_missing(written: Path) -> None:
    told = subprocess.run(  # noqa: S603 - our own launcher
        [written.with_suffix(".command")], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert told.returncode == 2
    assert "还没有选收回文件夹" in told.stderr


def test_python_started_as_excel_starts_it_does_the_work(written: Path, tmp_path: Path) -> None:
    """The very command line that xlwings' VBA builds, in a process of its own, with the Excel made of paper."""
    script = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})
import paperexcel, xlwings as xw
paperexcel.install()
app = xw.App(add_book=False); app.books.open({str(written)!r})
import xlwings.utils;xlwings.utils.prepare_sys_path("False;{written};;;;;"); {manifest().macro("self_check").command}
print([told for what, told in app.impl.log if what == "alert"][0][0])
"""
    arguments = [f"--wb={written.name}", "--from_xl=1", "--app=/Excel", "--hwnd=1"]
    told = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-B", "-c", script, *arguments], capture_output=True, text=True, check=False, cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(Path(toolkit.__file__).parents[1])},
    )  # fmt: skip
    assert "✓ Excel 和宏工作正常" in told.stdout, told.stderr
