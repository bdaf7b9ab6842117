"""What a process has had of the processors: on a busy machine a clock on the wall measures the others.

A file that takes a second of work may take a minute beside twenty other programs. It is not to be refused for that:
what is read must not hang on what else the machine does. Who waits for anything but a processor waits in vain.
"""

from __future__ import annotations

import os
from pathlib import Path

_STATE, _USER, _SYSTEM = 0, 11, 12
"""Where they stand in `/proc/…/stat` behind the name, which is in brackets and may hold anything."""
_RUNNABLE = "R"


def used(process: int) -> float:
    """Return the seconds of processor time of a process and all its threads; 0 where the system does not tell."""
    told = _told(Path(f"/proc/{process}/stat"))
    return (int(told[_USER]) + int(told[_SYSTEM])) / os.sysconf("SC_CLK_TCK") if told else 0.0


def wants_a_processor(process: int) -> bool:
    """Tell whether one of its threads could go on at once if there were a processor for it."""
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
    except OSError:
        return False
    return any(told[_STATE] == _RUNNABLE for told in (_told(one / "stat") for one in threads) if told)


def _told(place: Path) -> list[str]:
    try:
        return place.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
