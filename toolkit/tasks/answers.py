"""A report that people have written in is not thrown away with the round: what they wrote goes on to the next.

Its answers count as if the report were given by `--decisions`, its remarks are written beside the same groups again.
What is no answer stays in its cell and is named by the run. A report that cannot be opened is kept under another name.
"""

from __future__ import annotations

import itertools
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from toolkit.register.decisions import Misread

KEPT = "对账报告（上次，有裁定）"


class Before(NamedTuple):
    """The report of the round before: its path if what people wrote in it goes on, what of it is no answer.

    `unused` is the report itself by the name under which it is kept, where it could not be opened; `filled` are the
    names of other workbooks beside it that look like reports somebody wrote in, and are not taken.
    """

    report: Path | None = None
    misread: tuple[Misread, ...] = ()
    unused: Mapping[str, bytes] = MappingProxyType({})
    filled: tuple[str, ...] = ()


def answered_before(folder: Path, *, given: Iterable[Path] = (), password: str = "") -> Before:
    """Return the report of the round before if somebody wrote in it, else none; without a report its register.

    The register holds the decisions of earlier rounds: a report that was sent away or deleted takes none of them along.

    Args:
        folder: the output of the round before; it need not be there.
        given: the files of `--decisions`; a report that is among them is read as one of them.
        password: the word that opens the register of that round.
    """
    from toolkit.publish.deliver import LEDGER, REPORT

    named = {path.resolve() for path in given}
    filled = _filled_elsewhere(folder, named)
    report = folder / REPORT
    if not report.is_file():
        register = folder / LEDGER
        kept = None if register.resolve() in named or not register.is_file() else register
        return Before(kept if kept and _holds_decisions(kept, password) else None, filled=filled)
    if report.resolve() in named:
        return Before(filled=filled)
    try:
        return _written_in(report)._replace(filled=filled)
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


def _holds_decisions(register: Path, password: str) -> bool:
    """Return whether the register of the round before holds decisions that can be read."""
    from toolkit.intake.grids import Unreadable
    from toolkit.normalise.units import UnitIndex
    from toolkit.register.decisions import read_answers
    from toolkit.register.sources.opening import open_workbook

    try:
        answers, _ = read_answers(open_workbook(register, password=password), UnitIndex())
    except (Unreadable, OSError, ToolkitError):
        return False
    return bool(answers)


def _filled_elsewhere(folder: Path, named: Collection[Path]) -> tuple[str, ...]:
    """Return the reports that somebody saved under another name beside ours after writing in them."""
    from toolkit.intake.grids import Unreadable, said_of
    from toolkit.publish.deliver import LEDGER, PUBLISHED, REPORT
    from toolkit.publish.keeping import is_set_aside
    from toolkit.report import COLLECTED

    found = []
    for path in sorted(folder.glob("*.xlsx")) if folder.is_dir() else ():
        if path.name in (REPORT, LEDGER, PUBLISHED) or is_set_aside(path.name) or path.resolve() in named:
            continue
        with suppress(Unreadable, OSError):
            said = said_of(path.read_bytes())
            if COLLECTED in said and said.get("core:created") != said.get("core:modified"):
                found.append(path.name)
    return tuple(found)
