"""A report that people have written in is not thrown away with the round: what they wrote goes on to the next.

Its answers count as if the report were given by `--decisions`, its remarks are written beside the same groups again.
One that cannot be used is kept under another name, and the run says so.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

KEPT = "对账报告（上次，有裁定）"


def answered_before(folder: Path, *, given: Iterable[Path] = ()) -> tuple[Path | None, Mapping[str, bytes]]:
    """Return the report of the round before if somebody wrote in it, else none.

    Args:
        folder: the output of the round before; it need not be there.
        given: the files of `--decisions`; a report that is among them is read as one of them.

    Returns:
        Its path where what was written can be read; else, by the name under which it is kept, the report itself.
    """
    from toolkit.publish.deliver import REPORT

    report = folder / REPORT
    if not report.is_file() or report.resolve() in {path.resolve() for path in given}:
        return None, {}
    used = _written_in(report)
    if used is None:
        return None, {}
    if used:
        return report, {}
    names = (f"{KEPT}{'' if number == 1 else number}{report.suffix}" for number in itertools.count(1))
    return None, {next(name for name in names if not (folder / name).exists()): report.read_bytes()}


def _written_in(report: Path) -> bool | None:
    """Tell whether what people wrote in a report can be taken along; None where nobody wrote anything.

    One as it was written, and without decisions and remarks of earlier rounds, is not opened.
    """
    from toolkit.intake.grids import Unreadable, said_of
    from toolkit.normalise.units import UnitIndex
    from toolkit.register.decisions import read_decisions
    from toolkit.register.decisions.jottings import read_jottings
    from toolkit.register.sources.opening import open_workbook
    from toolkit.report import DECIDED

    try:
        said = said_of(report.read_bytes())
        if said.get("core:created") == said.get("core:modified") and not said.get(DECIDED):
            return None
        book = open_workbook(report)
        answers = read_decisions(book, report.name, UnitIndex())
        return True if answers or read_jottings(book) else None
    except (Unreadable, OSError):
        return None
    except ToolkitError:
        return False
