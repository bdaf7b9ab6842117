"""The launcher beside the control workbook: what is dropped on it arrives, whatever signs are in its path."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_processor import Processor, arguments, commands, explorer

from toolkit.cli import run
from toolkit.excel.dropped import dropped
from toolkit.excel.launcher import bat, command

SAMPLE = Path("samples/sccm-2022")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "宣传 部" / "对账控制台.xlsm"
    assert run(["excel", "new", str(path)]) == 0
    return path


def test_the_windows_launcher_knows_utf_8_before_the_first_path() -> None:
    lines = bat(Path(r"C:\Users\某 人\100%\python.exe")).decode().split("\r\n")
    assert lines[2:4] == ["chcp 65001 >nul", "set PYTHONUTF8=1"]
    assert all(line.isascii() for line in lines[:4])
    assert "\n" not in "".join(lines)


def test_the_launcher_quotes_the_path_of_python() -> None:
    assert "'/opt/my python/bin/python3' -m toolkit" in command(Path("/opt/my python/bin/python3")).decode()


PLACES = [
    ["D:\\收回"],
    ["D:\\a&b"],
    ["D:\\a&b c"],
    ["D:\\100%"],
    ["D:\\%PATH%\\收回"],
    ["D:\\a^b!"],
    ["D:\\a^^&!x!"],
    ["D:\\"],
    ["D:\\(一) 二", "D:\\（三）"],
    ["D:\\a,b;c=d", "E:\\"],
    ["\\\\服务器\\共享\\收回 2026", "D:\\教务处.xlsx", "D:\\人事处 (1).xlsx"],
    ["D:\\张三's"],
    [],
]


@pytest.mark.parametrize("items", PLACES)
@pytest.mark.parametrize("folder", ["C:\\对账", "C:\\a&b (1)", "C:\\100% ^!x!"])
def test_what_is_dropped_on_the_windows_launcher_arrives_to_the_letter(items: list[str], folder: str) -> None:
    """No Windows is to be had here: the text is carried out by its command processor's rules of quoting."""
    processor = Processor(explorer(f"{folder}\\控制台.bat", items))
    processor.open(bat(Path("C:\\某 人\\100%!a!\\python.exe")).decode())
    ((argv, variables),) = processor.started
    assert argv == ["C:\\某 人\\100%!a!\\python.exe", "-m", "toolkit", "excel", "run", f"{folder}\\控制台.xlsm"]
    assert dropped(variables) == items
    assert processor.ended
    assert processor.unknown == []  # what stands behind an & in a path was never carried out


def test_a_path_typed_behind_the_windows_launcher_is_taken() -> None:
    processor = Processor("C:\\Windows\\system32\\cmd.exe")
    processor.run(bat(Path("C:\\python.exe")).decode(), ['"C:\\对账\\控制台.bat"', '"D:\\收 回 & 100%"'])
    ((_, variables),) = processor.started
    assert dropped(variables) == ["D:\\收 回 & 100%"]


def test_the_rules_by_which_the_launcher_is_read() -> None:
    assert commands('a b&c "d&e" ^& f') == ["a b", 'c "d&e" & f']
    assert arguments('"a b" c\\d "e\\\\" \\"f') == ["a b", "c\\d", "e\\", '"f']
    processor = Processor("x")
    processor.run('set "a=1"\r\nsetlocal EnableDelayedExpansion\r\n"p" "!a!" 5%% "%~1" "!no!"', ["b", '"c d"'])
    assert processor.started[0][0] == ["p", "1", "5%", "c d", ""]


def test_several_files_are_reconciled_together(
    written: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    one, two = tmp_path / "一", tmp_path / "二"
    returned = sorted((SAMPLE / "收回").glob("*.xlsx"))[:3]
    for folder, path in ((one, returned[0]), (two, returned[0]), (two, returned[1])):
        folder.mkdir(exist_ok=True)
        shutil.copy(path, folder / path.name)
    given = [str(one / returned[0].name), str(two / returned[0].name), str(two)]
    assert run(["excel", "run", str(written), *given]) in {0, 1}
    (folder,) = written.parent.glob("收回（拖入）*")
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.xlsx"))
    stem = returned[0].stem
    assert names == sorted([f"{stem}.xlsx", f"{stem} (2).xlsx", f"二/{returned[0].name}", f"二/{returned[1].name}"])
    assert "拖入了3项" in capfd.readouterr().out
