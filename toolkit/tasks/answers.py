"""A report that people have answered is not thrown away with the round: what was decided is decided once."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from toolkit.model import Decision, Outcome

KEPT = "对账报告（上次，有裁定）"


def answered_before(folder: Path, outcome: Outcome) -> Mapping[str, bytes]:
    """Return the report of the round before by the name it is kept under, where an answer in it was not taken along.

    Args:
        folder: the output of the round before; it need not be there.
        outcome: this round's, with the decisions that it was given by files or by last year's register.

    Returns:
        One file, or none: nobody answered anything, or every answer was given.
    """
    from toolkit.publish.deliver import REPORT

    report = folder / REPORT
    if not report.is_file() or not _answers_beside(report, outcome.decisions):
        return {}
    names = (f"{KEPT}{'' if number == 1 else number}{report.suffix}" for number in itertools.count(1))
    return {next(name for name in names if not (folder / name).exists()): report.read_bytes()}


def _answers_beside(report: Path, known: Iterable[Decision]) -> bool:
    """Tell whether somebody decided in a report what is not known; one as it was written, undecided, is not opened.

    An answer that cannot be read is one too: it is not ours to throw away.
    """
    from toolkit.intake.grids import Unreadable, said_of
    from toolkit.normalise.units import UnitIndex
    from toolkit.register.decisions import read_decisions
    from toolkit.register.sources.opening import open_workbook
    from toolkit.report import DECIDED

    try:
        said = said_of(report.read_bytes())
        if said.get("core:created") == said.get("core:modified") and not said.get(DECIDED):
            return False
        answers = read_decisions(open_workbook(report), report.name, UnitIndex())
    except (Unreadable, OSError):
        return False
    except ToolkitError:
        return True
    return not {_told(answer) for answer in answers} <= {_told(decision) for decision in known}


def _told(decision: Decision) -> tuple[str, str, frozenset[str]]:
    return decision.kind, decision.answer, frozenset(f"{party.unit} {party.name}" for party in decision.groups)
