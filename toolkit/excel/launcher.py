"""The way without macros, for WPS: a small file beside the control workbook on which one drags the collected folder.

It bears the workbook's name, finds it by that, and runs `reconcile excel run` with the settings of its sheet 设置.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from toolkit.excel.jobs import replace_file

# The command line stands in a variable before anything looks at it, and from there no sign in it parts or changes a
# command: a variable with delayed expansion (!name!) is put in last of all, and not looked at again. Paths that are
# put in at once (%~dpn0, %~1) stand in quotation marks while delayed expansion is off, in which ! is a letter. What
# stands behind an & in a path is no command either: `exit` ends the processor before it comes to it.
_BAT = """\
@echo off
setlocal DisableDelayedExpansion
chcp 65001 >nul
set PYTHONUTF8=1
set "RECONCILE_PYTHON={python}"
set "RECONCILE_BOOK=%~dpn0.xlsm"
set "RECONCILE_LAUNCHER=%~f0"
set "RECONCILE_TYPED=%~1"
setlocal EnableDelayedExpansion
set "RECONCILE_DROPPED=!cmdcmdline!"
"!RECONCILE_PYTHON!" -m toolkit excel run "!RECONCILE_BOOK!"
echo.
pause
exit
"""

_COMMAND = """\
#!/bin/sh
# Mac: double-click this file, then drag what was collected into its window and press Enter (Finder does not let one
# drop folders onto it). Linux: in a terminal, this file's name and the files or folders behind it.
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
