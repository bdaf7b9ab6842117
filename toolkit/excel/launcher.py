"""The way without macros, for WPS: a small file beside the control workbook on which one drags the collected folder.

It bears the workbook's name, finds it by that, and runs `reconcile excel run` with the settings of its sheet 设置.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from toolkit.excel.jobs import replace_file

_BAT = """\
@echo off
chcp 65001 >nul
set PYTHONUTF8=1
if "%~1"=="" (
  "{python}" -m toolkit excel run "%~dpn0.xlsm"
) else (
  "{python}" -m toolkit excel run "%~dpn0.xlsm" "%~1"
)
echo.
pause
"""

_COMMAND = """\
#!/bin/sh
# Double-click, or: drag the collected folder behind the name of this file in a terminal.
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
