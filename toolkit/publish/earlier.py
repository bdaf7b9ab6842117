"""An earlier output, as far as it tells of itself: which names are ours, and of which day and round it is."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING

from toolkit.publish.record import Record

if TYPE_CHECKING:
    from pathlib import Path

OUTCOME = "outcome.json"
LEDGERS = ("台账.xlsx", "台账.parquet")
OURS = ("对账报告.xlsx", "对账报告.html", *LEDGERS, "反馈", "对账简报.docx", "备案群组公示.xlsx", OUTCOME)
"""The names at the top of an output (contract.md)."""

FILED = frozenset({"filed", "late", "nil", "no_change"})
"""What a unit is that has sent something which was taken (`units[].status`, contract.md)."""
COMPARED = 1 << 28
"""Bytes of an earlier outcome that is read again whole."""
_ROUND = 183
_BEGINNING = re.compile(rb'\{\s*"format":\s*"reconcile-outcome/\d+",.*?"as_of":\s*"(\d{4}-\d\d-\d\d)"', re.DOTALL)
_HEAD = 400


def day_of(folder: Path) -> dt.date | None:
    """Return the day that an output of ours refers to; None for any other folder."""
    try:
        with (folder / OUTCOME).open("rb") as file:
            found = _BEGINNING.match(file.read(_HEAD))
        return dt.date.fromisoformat(found[1].decode("ascii")) if found else None
    except (OSError, ValueError):
        return None


def is_output(folder: Path) -> bool:
    """Tell whether a folder is an output of ours: its record says so, or its outcome does."""
    return bool((folder / OUTCOME).is_file() and (Record(folder).names or day_of(folder)))


def same_round(one: dt.date, other: dt.date) -> bool:
    """Tell whether two days belong to one round of filing: it lasts months, and the next is a year off."""
    return abs(one - other).days <= _ROUND


def filed_before(folder: Path, as_of: dt.date) -> tuple[str, ...]:
    """Return the units that had filed in an earlier output of the same round; () where there is none that is read."""
    before = day_of(folder)
    if before is None or not same_round(before, as_of) or (folder / OUTCOME).stat().st_size > COMPARED:
        return ()
    try:
        units = json.loads((folder / OUTCOME).read_bytes())["units"]
        return tuple(unit["unit"] for unit in units if unit["status"] in FILED)
    except (OSError, ValueError, KeyError, TypeError):  # somebody changed it
        return ()
