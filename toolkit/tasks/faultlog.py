"""What is kept of a fault of ours: where in the code it happened, never what was in a cell (personal data)."""

from __future__ import annotations

import traceback
from pathlib import Path


def fault_lines(error: BaseException) -> list[str]:
    """Return the frames of `error`: file, line, function; no values. A broken promise says which law it is."""
    from toolkit.errors import BrokenPromiseError

    lines = [f"{type(error).__module__}.{type(error).__qualname__}"]
    if isinstance(error, BrokenPromiseError):
        lines.append(str(error))
    frames = traceback.extract_tb(error.__traceback__)
    return [*lines, *(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)]
