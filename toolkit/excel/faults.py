"""What is left of a fault of ours: one line in a message box, and a log that holds no word of what stood in a cell."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from toolkit import __version__
from toolkit.errors import BrokenPromiseError, ToolkitError
from toolkit.messages import sentences, word
from toolkit.tasks.faultlog import fault_lines

_LOG = "reconcile-excel.log"
_BUSY = {-2147418111, -2146777998}
"""HRESULTs of an Excel that cannot answer now: RPC_E_CALL_REJECTED, VBA_E_IGNORE."""


def sentence_of(error: Exception, title: str) -> str:
    """Return what to tell the person, in Chinese; a fault of ours is logged and the log named.

    Args:
        error: what came out of a button.
        title: the caption of the button.
    """
    if _is_busy(error):
        return word("errors", "excel-cell-busy")
    if isinstance(error, ToolkitError) and not isinstance(error, BrokenPromiseError):
        own = f"error-{error.code}"  # where the sentence of the command line speaks of options, ours speaks of settings
        if own in sentences("excel"):
            return word("excel", own, error.facts)
        return word("errors", error.code, error.facts)
    return word("excel", "our-fault", {"title": title, "log": str(log(error, title))})


def log(error: Exception, title: str) -> Path:
    """Append a fault to the log (UTF-8) and return its path: when, which button, where in the code; no values."""
    path = Path(tempfile.gettempdir()) / _LOG
    moment = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    lines = [f"{moment} reconcile-toolkit {__version__} {title}", *fault_lines(error)]
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\n".join(lines) + "\n\n")
    return path


def _is_busy(error: Exception) -> bool:
    return bool(error.args) and error.args[0] in _BUSY
