"""备案编号: kept from year to year, and never given twice. `SCCM-2026-0001` is profile, year of issue, sequence."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DIGITS = 4
_SEQUENCE = re.compile(r"\d{1,9}")


def assign(prefix: str, kept: Sequence[str], claimed: Sequence[str], *, taken: Iterable[str] = ()) -> list[str]:
    """Return one number a row, in the order of the rows.

    Args:
        prefix: what stands before the sequence, `SCCM-2026-`.
        kept: the number the register gave the row before, "" for none: it stays.
        claimed: the number a return shows, "" for none: it stays when no other row has it.
        taken: numbers that exist elsewhere (dissolved groups, numbers given in an earlier run).
    """
    used = {spelled(number) for number in (*kept, *taken) if number}
    last = _last(prefix, used)
    numbers = list(kept)
    for row, number in enumerate(claimed):
        if number and not numbers[row] and spelled(number) not in used:
            numbers[row] = number
            used.add(spelled(number))
    fresh = (number for place in count(last + 1) if (number := f"{prefix}{place:0{_DIGITS}}") not in used)
    return [number or next(fresh) for number in numbers]


def last_of(prefix: str, numbers: Iterable[str]) -> str:
    """Return the last number of a sequence that was ever given, "" when there is none."""
    last = _last(prefix, map(spelled, filter(None, numbers)))
    return f"{prefix}{last:0{_DIGITS}}" if last else ""


def prefix_of(profile: str, year: int) -> str:
    """Return what stands before the sequence: of `sccm-2022` in 2026 `SCCM-2026-`."""
    return f"{profile.partition('-')[0].upper()}-{year}-"


def spelled(number: str) -> str:
    """Return a number in the spelling by which two are compared."""
    return "".join(number.split()).upper()


def _last(prefix: str, numbers: Iterable[str]) -> int:
    ends = (number.removeprefix(prefix) for number in numbers if number.startswith(prefix))
    return max((int(end) for end in ends if _SEQUENCE.fullmatch(end)), default=0)
