"""`reconcile excel new`: a control workbook bound to the Python that writes it, and the launcher without macros.

A workbook written here comes from nowhere else, so Windows puts no mark of the web on it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from toolkit.errors import OutputError, UsageError, reason_of
from toolkit.excel.build import Binding, build
from toolkit.excel.jobs import replace_file
from toolkit.excel.launcher import write_launcher

_ENDING = ".xlsm"


def write_new(path: Path) -> tuple[Path, Path]:
    """Write the workbook and its launcher; return both paths.

    Raises:
        UsageError: the name is not that of a macro workbook.
        OutputError: there is such a file already, or it cannot be written.
    """
    if path.suffix.lower() != _ENDING:
        raise UsageError("excel-not-xlsm", path=str(path))
    if os.path.lexists(path):
        raise OutputError("excel-exists", path=str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError("excel-file-not-written", path=str(path), detail=reason_of(error)) from None
    replace_file(path, build(binding_of(Path(sys.executable), windows=sys.platform == "win32")))
    return path, write_launcher(path)


def binding_of(executable: Path, *, windows: bool) -> Binding:
    """Return the binding to a Python; on Windows to the one beside it that opens no black window."""
    if not windows:
        return Binding(mac=str(executable))
    silent = executable.with_name("pythonw.exe")
    return Binding(windows=str(silent if silent.is_file() else executable))
