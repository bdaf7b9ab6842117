"""The log of a fault of ours, in a private temporary file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_fault_log(error: BaseException) -> Path:
    """Write where `error` happened to a private temporary file and return its path."""
    from toolkit import __version__
    from toolkit.tasks.faultlog import fault_lines

    handle, name = tempfile.mkstemp(prefix="reconcile-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write("\n".join([f"reconcile-toolkit {__version__}", *fault_lines(error)]) + "\n")
    return Path(name)
