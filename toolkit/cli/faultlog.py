"""The log of a fault of ours: where in the code it happened, never what was in a cell (personal data)."""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path


def write_fault_log(error: BaseException) -> Path:
    """Write the frames of `error` (file, line, function; no values) to a private temporary file and return its path."""
    from toolkit import __version__
    from toolkit.errors import BrokenPromiseError

    lines = [f"reconcile-toolkit {__version__}", f"{type(error).__module__}.{type(error).__qualname__}"]
    if isinstance(error, BrokenPromiseError):
        lines.append(str(error))
    lines += [
        f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    handle, name = tempfile.mkstemp(prefix="reconcile-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write("\n".join(lines) + "\n")
    return Path(name)
