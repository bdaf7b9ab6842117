"""A report that people have written in is not thrown away with the round: what they wrote goes on to the next.

Its answers count as if the report were given by `--decisions`, its remarks are written beside the same groups again.
What is no answer stays in its cell and is named by the run. A report that cannot be opened is kept under another name.
"""

from __future__ import annotations

import itertools
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from toolkit.register.decisions import Misread

KEPT = "对账报告（上次，有裁定）"


class Before(NamedTuple):
    """The report of the round before: its path if what people wrote in it goes on, what of it is no answer.

    `unused` is the report itself by the name under which it is kept, where it could not be opened.
    """

    report: Path | None = None
    misread: tuple[Misread, ...] = ()
    unused: Mapping[str, bytes] = MappingProxyType({})


def answered_before(folder: Path, *, given: Iterable[Path] = ()) -> Before:
    """Return the report of the round before if somebody wrote in it, else none.

    Args:
        folder: the output of the round before; it need not be there.
        given: the files of `--decisions`; a report that is among them is read as one of them.
    """
    from toolkit.publish.deliver import REPORT

    report = folder / REPORT
    if not report.is_file() or report.resolve() in {path.resolve() for path in given}:
        return Before()
    try:
        return _written_in(report)
    except ToolkitError:
        names = (f"{KEPT}{'' if number == 1 else number}{report.suffix}" for number in itertools.count(1))
        free = next(name for name in names if not (folder / name).exists())
        return Before(unused={free: report.read_bytes()})


def _written_in(report: Path) -> Before:
    """Return what people wrote in a report; nothing where nobody wrote anything.

    One as it was written, and without decisions and remarks of earlier rounds, is not opened.
    """
    from toolkit.intake.grids import Unreadable, said_of
    from toolkit.normalise.units import UnitIndex
    from toolkit.register.decisions import read_answers
    from toolkit.register.decisions.jottings import read_jottings
    from toolkit.register.sources.opening import open_workbook
    from toolkit.report import DECIDED

    try:
        said = said_of(report.read_bytes())
        if said.get("core:created") == said.get("core:modified") and not said.get(DECIDED):
            return Before()
        book = open_workbook(report)
    except (Unreadable, OSError):
        return Before()
    answers, misread = read_answers(book, UnitIndex())
    return Before(report, misread) if answers or misread or read_jottings(book) else Before()
