"""The way without macros, for WPS: a small file beside the control workbook on which one drags the collected folder.

It bears the workbook's name, finds it by that, and runs `reconcile excel run` with the settings of its sheet 设置.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from toolkit.excel.jobs import replace_file

# What was dropped stands in quotation marks wherever it is written, so that & ^ ( ) part no command; with delayed
# expansion off ! is a letter, and %~1 is put in once and not looked at again. A drive root (D:\) ends with the sign
# that would hide the closing mark from the program: it is doubled. Of several folders the first alone would be half.
_BAT = """\
@echo off
setlocal DisableDelayedExpansion
chcp 65001 >nul
set PYTHONUTF8=1
set "dropped=%~1"
if defined dropped if "%dropped:~-1%"=="\\" set "dropped=%dropped%\\"
if not "%~2"=="" echo 一次只能拖一个文件夹：请把要对账的文件放进一个文件夹，再拖到本文件上。
if "%~2"=="" if defined dropped "{python}" -m toolkit excel run "%~dpn0.xlsm" "%dropped%"
if not defined dropped "{python}" -m toolkit excel run "%~dpn0.xlsm"
echo.
pause
"""

_COMMAND = """\
#!/bin/sh
# Mac: double-click. Linux, and a folder of your own: in a terminal, this file's name and the folder behind it.
{python} -m toolkit excel run "${{0%.command}}.xlsm" "$@"
status=$?
if [ -t 0 ]; then printf '\\n'; read -r _; fi
exit $status
"""


def write_launcher(workbook: Path) -> Path:
    """Write the launcher of this system beside a workbook; return its path."""
    python = Path(sys.executable)
    if sys.platform == "win32":
        target = workbook.with_suffix(".bat")
        replace_file(target, bat(python))
        return target
    target = workbook.with_suffix(".command")
    replace_file(target, command(python))
    target.chmod(0o755)
    return target


def bat(python: Path) -> bytes:
    """Return the launcher of Windows. It is UTF-8, and its second line tells the command processor so."""
    path = str(python).replace("%", "%%")
    return _BAT.format(python=path).replace("\n", "\r\n").encode()


def command(python: Path) -> bytes:
    """Return the launcher of a Mac (and of Linux)."""
    return _COMMAND.format(python=shlex.quote(str(python))).encode()
