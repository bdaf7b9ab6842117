"""报送情况: unit by unit, what it sent, how much is to be corrected, and a polite reminder ready to paste."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.comparison.verdicts import UNCOUNTED
from toolkit.findings.shared import is_shared
from toolkit.report.fates import UNCOUNTED as NOT_BEFORE
from toolkit.report.page import Column, Mark, Sheet
from toolkit.report.reminders import Reminders
from toolkit.report.styles import SEVERITY_COLOURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.model import Finding, UnitStatus
    from toolkit.report.page import Cell
    from toolkit.report.reminders import Reminder
    from toolkit.report.view import View

TONES = {  # in this order they stand: those due together, and among them those that came
    "missing": "error",
    "returned": "error",
    "late": "warning",
    "filed": "good",
    "nil": "good",
    "no_change": "good",
    "unknown": "review",
    "exempt": "notice",
}
QUESTION = "missing_units"
_COLUMNS = (
    Column("unit", 16),
    Column("unit-status", 10, "mark"),
    Column("rows-now", 7, "number"),
    Column("rows-before", 7, "number"),
    Column("errors", 7, "number"),
    Column("warnings", 7, "number"),
    Column("reviews", 7, "number"),
    Column("message", 34),
    Column("reminder", 58),
    Column("letter", 70, "letter"),
)
_SEVERE = {"error": "errors", "warning": "warnings", "review": "reviews"}
PLACES = {column.code: place for place, column in enumerate(_COLUMNS, start=1)}
"""Where each column stands, counted from 1."""


def unit_sheet(view: View) -> Sheet:
    """Return one row a unit, those to be reminded first, and below them the sums."""
    sheet = unit_table(view)
    if not sheet.rows:
        return sheet
    total = _total(view, sheet.rows)
    shared = any(is_shared(one) and one.severity in _SEVERE for one in view.outcome.findings)
    note = f"{sheet.note}{view.say('note-units-shared')}" if shared else sheet.note
    return replace(sheet, rows=[*sheet.rows, total], note=note)


def unit_table(view: View) -> Sheet:
    """Return one row a unit: those to be reminded first."""
    facts = _Facts(view)
    order = list(TONES)
    units = sorted(view.outcome.units, key=lambda unit: order.index(unit.status))
    rows = [_row(view, unit, facts) for unit in units]
    listed = {unit.unit for unit in units}
    rows += [_row_without_status(view, unit, facts) for unit in _others(facts) if unit not in listed]
    return Sheet(
        "units",
        _COLUMNS,
        rows,
        note=view.say("note-units" if view.asked(QUESTION) else "not-compared-units"),
        nothing=view.say("nothing-units"),
        frozen=1,
        tone=SEVERITY_COLOURS["error"],
        tags=[str(row[0]) for row in rows],
    )


def missing(view: View) -> list[str] | None:
    """Return the units that sent nothing; None without a roster: nobody knows then who should have."""
    return [unit.unit for unit in view.outcome.units if unit.status == "missing"] if view.asked(QUESTION) else None


def counted_as(view: View, status: str) -> str:
    """Return as what units of a status are counted: without a roster `missing` are `absent`, last year's that are gone.

    That is no answer to the question which units are missing: it was not asked. At a first filing they are known by
    what they sent beside (`beside`): an approval form, say.
    """
    if status != "missing" or view.asked(QUESTION):
        return status
    return "beside" if view.outcome.first_filing else "absent"


def _others(facts: _Facts) -> list[str]:
    """Return who has groups or findings without being listed; last what is of no unit in particular."""
    named = dict.fromkeys((*facts.now, *(unit for unit in facts.severities if unit)))
    return [*named, *([""] if facts.severities.get("") else [])]


def _total(view: View, rows: Sequence[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    """Return the last row as page one has it: sums; a finding of several units, which each of them counts, once."""
    numbers = {column.code for column in _COLUMNS if column.kind == "number"}
    sums: list[Cell] = [
        sum(cell for cell in cells if isinstance(cell, int)) if column.code in numbers else ""
        for column, cells in zip(_COLUMNS, zip(*rows, strict=True), strict=True)
    ]
    for code in _SEVERE.values():
        sums[PLACES[code] - 1] = view.figures[code].value or 0
    return (view.say("total"), *sums[1:])


class _Facts:
    """Figures by unit: rows of both years, findings by severity, the findings that only speak of the return."""

    def __init__(self, view: View) -> None:
        outcome = view.outcome
        counted = [verdict not in UNCOUNTED for verdict in outcome.verdicts["verdict"].tolist()]
        units = zip(outcome.ledger.frame["unit"].tolist(), counted, strict=True)
        self.now = Counter(unit for unit, counts in units if counts and unit)
        before = zip(outcome.previous.frame["unit"].tolist(), view.fates, strict=True)
        self.before = Counter(unit for unit, fate in before if fate not in NOT_BEFORE)
        self.severities: dict[str, Counter[str]] = defaultdict(Counter)
        for finding in outcome.findings:
            for unit in view.units_of(finding):
                self.severities[unit][finding.severity] += 1
        self.told: dict[str, list[Finding]] = defaultdict(list)
        for finding in view.families.get("units", ()):
            for unit in view.units_of(finding) if is_shared(finding) else (finding.unit,):
                self.told[unit].append(finding)
        self.reminders = Reminders(view)


def _row(view: View, unit: UnitStatus, facts: _Facts) -> tuple[Cell, ...]:
    mark = Mark(view.say(f"unit-{unit.status}"), TONES[unit.status])
    said = [view.say("unit-via", via=view.join(unit.via.split("\n")))] if unit.via else []
    said += [view.sentences(facts.told.get(unit.unit, ()))]
    return _cells(
        view, unit.unit, mark, "\n".join(filter(None, said)), facts, reminder=facts.reminders.of(unit.unit, unit.status)
    )


def _row_without_status(view: View, unit: str, facts: _Facts) -> tuple[Cell, ...]:
    told = view.sentences(facts.told.get(unit, ()))
    return _cells(view, unit, Mark(""), told, facts, reminder=facts.reminders.of(unit))


def _cells(view: View, unit: str, mark: Mark, told: str, facts: _Facts, *, reminder: Reminder) -> tuple[Cell, ...]:  # noqa: PLR0913 - one a column
    severities = facts.severities.get(unit, Counter())
    before: Cell = "" if view.outcome.first_filing else facts.before[unit]
    figures = (severities["error"], severities["warning"], severities["review"])
    return (unit, mark, facts.now[unit], before, *figures, told, *reminder)
