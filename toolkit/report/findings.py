"""The sheets that list findings one by one: 超员与命名, and 其他问题 for what no other sheet tells."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from toolkit.report.later import Later
from toolkit.report.page import Column, Sheet
from toolkit.report.styles import SEVERITY_COLOURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.model import Finding
    from toolkit.report.page import Cell
    from toolkit.report.view import View

COLUMNS = (
    Column("severity", 8, "mark"),
    Column("unit", 15),
    Column("group", 22),
    Column("number", 12, "code"),
    Column("message", 52),
    Column("clause", 12),
    Column("place", 30, "place"),
)
_TONES = {"size-naming": SEVERITY_COLOURS["warning"], "other": SEVERITY_COLOURS["notice"]}


def finding_sheet(view: View, code: str) -> Sheet:
    """Return the sheet of one family of findings, the gravest first, then unit by unit."""
    return Sheet(
        code,
        COLUMNS,
        rows_of(view, view.families.get(code, ())),
        note=view.say(f"note-{code}"),
        nothing=view.say("nothing"),
        frozen=1,
        tone=_TONES[code],
    )


def rows_of(view: View, findings: Sequence[Finding]) -> Sequence[tuple[Cell, ...]]:
    """Return one row a finding under `COLUMNS`, each made when it is looked at."""
    return Later(partial(finding_row, view), findings)


def finding_row(view: View, finding: Finding) -> tuple[Cell, ...]:
    """Return the cells of one finding under `COLUMNS`."""
    group = view.group(finding)
    return (
        view.severity(finding),
        view.unit_named(finding),
        view.names(finding),
        group.number if len(finding.records) < 2 else "",  # noqa: PLR2004 - several groups have no one number
        view.sentence(finding),
        view.clause(finding),
        view.where(finding),
    )
