"""What is seen to before a run begins: no input of it, and no protection, goes with the output that it replaces."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import OutputError, UsageError

if TYPE_CHECKING:
    import datetime as dt

    from toolkit.model import Outcome
    from toolkit.model.sources import Sources

_PROTECTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a workbook begins that only a password opens (and an xls, which we never write)."""


def see_that_nothing_is_lost(out: Path, sources: Sources, as_of: dt.date) -> None:
    """Refuse a run that would replace one of its own inputs, or a protected register by an open one.

    The report of the same round is an input that may be replaced: what was answered in it stands in the new one.

    Raises:
        UsageError: an input would be replaced; `instead` is a folder to use.
        OutputError: the register that stands there is protected, and no word was given for the new one.
    """
    from toolkit.publish.deliver import LEDGER

    for option, path in sources.files:
        if _would_go(path, out) and not (option == "decisions" and _is_report_of_this_round(path, out, as_of)):
            facts = {"option": f"--{option}", "path": str(path), "out": str(out), "instead": str(_beside(out, as_of))}
            raise UsageError("input-in-output", command="", **facts)
    if not sources.ledger_password and _is_protected(out / LEDGER):
        raise OutputError("ledger-protected", out=str(out), name=LEDGER)


def _would_go(path: Path, out: Path) -> bool:
    from toolkit.publish.earlier import OURS
    from toolkit.publish.record import Record

    real, folder = Path(os.path.realpath(path)), Path(os.path.realpath(out))
    if folder not in real.parents:
        return _is_one_of(path, [folder / name for name in OURS])
    name = real.relative_to(folder)
    return name.parts[0] in OURS or name.as_posix() in Record(folder).names


def _is_one_of(path: Path, others: list[Path]) -> bool:
    """Tell whether a file is one of others under another name (another case of letters, a second way to the folder)."""
    return any(other.is_file() and other.samefile(path) for other in others)


def _is_report_of_this_round(path: Path, out: Path, as_of: dt.date) -> bool:
    from toolkit.publish.deliver import REPORT
    from toolkit.publish.earlier import day_of, same_round

    before = day_of(out)
    report = out / REPORT
    return report.is_file() and report.samefile(path) and (before is None or same_round(before, as_of))


def _beside(out: Path, as_of: dt.date) -> Path:
    """Return a folder beside the one that was asked for that does not stand yet: `对账结果-2026`."""
    names = (f"{out.name}-{as_of.year}{'' if number == 1 else f'-{number}'}" for number in itertools.count(1))
    return next(place for place in map(out.with_name, names) if not os.path.lexists(place))


def is_under_another_word(path: Path, word: str) -> bool:
    """Tell whether a register is protected, and not by this word."""
    from toolkit.intake.grids.locked import unlocked
    from toolkit.intake.grids.unreadable import Unreadable

    if not word or not _is_protected(path):
        return False
    try:
        unlocked(path.read_bytes(), (word,))
    except (Unreadable, OSError):
        return True
    return False


def _is_protected(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_PROTECTED)) == _PROTECTED
    except OSError:
        return False


def units_gone(out: Path, outcome: Outcome, *, collected: Path) -> tuple[str, ...]:
    """Return the units that had filed in the output that is about to be replaced, and have not in the new one.

    Raises:
        UsageError: nothing at all was collected, and that output has returns of the same round.
    """
    from toolkit.publish.earlier import FILED, filed_before

    before = filed_before(out, outcome.as_of)
    if before and all(paper.status in {"ignored", "opened"} for paper in outcome.submissions):
        raise UsageError("nothing-collected-now", collected=str(collected), out=str(out), count=len(before))
    now = {unit.unit for unit in outcome.units if unit.status in FILED}
    return tuple(unit for unit in before if unit not in now)
