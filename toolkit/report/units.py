"""报送情况: unit by unit, what it sent, how much is to be corrected, and a polite reminder ready to paste."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from toolkit.comparison.verdicts import UNCOUNTED
from toolkit.report.page import Column, Mark, Sheet
from toolkit.report.styles import SEVERITY_COLOURS

if TYPE_CHECKING:
    from toolkit.model import Finding, UnitStatus
    from toolkit.report.page import Cell
    from toolkit.report.view import View

TONES = {
    "missing": "error",
    "returned": "error",
    "late": "warning",
    "unknown": "review",
    "filed": "good",
    "nil": "good",
    "no_change": "good",
    "exempt": "notice",
}
QUESTION = "missing_units"
_SHOWN = 3
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
)


def unit_sheet(view: View) -> Sheet:
    """Return one row a unit: those to be reminded first."""
    facts = _Facts(view)
    order = list(TONES)
    units = sorted(view.outcome.units, key=lambda unit: order.index(unit.status))
    rows = [_row(view, unit, facts) for unit in units]
    listed = {unit.unit for unit in units}
    rows += [_row_without_status(view, unit, facts) for unit in facts.now if unit not in listed]
    return Sheet(
        "units",
        _COLUMNS,
        rows,
        note=view.say("note-units" if view.asked(QUESTION) else "not-compared-units"),
        nothing=view.say("nothing-units"),
        frozen=1,
        tone=SEVERITY_COLOURS["error"],
    )


def missing(view: View) -> list[str] | None:
    """Return the units that sent nothing; None without a roster: nobody knows then who should have."""
    return [unit.unit for unit in view.outcome.units if unit.status == "missing"] if view.asked(QUESTION) else None


def counted_as(view: View, status: str) -> str:
    """Return as what units of a status are counted: without a roster `missing` are `absent`, last year's that are gone.

    That is no answer to the question which units are missing: it was not asked.
    """
    return "absent" if status == "missing" and not view.asked(QUESTION) else status


class _Facts:
    """Figures by unit: rows of both years, findings by severity, the findings that only speak of the return."""

    def __init__(self, view: View) -> None:
        outcome = view.outcome
        counted = [verdict not in UNCOUNTED for verdict in outcome.verdicts["verdict"].tolist()]
        units = zip(outcome.ledger.frame["unit"].tolist(), counted, strict=True)
        self.now = Counter(unit for unit, counts in units if counts and unit)
        self.before = Counter(outcome.previous.frame["unit"].tolist())
        self.severities: dict[str, Counter[str]] = defaultdict(Counter)
        self.faults: dict[str, list[Finding]] = defaultdict(list)
        for finding in outcome.findings:
            self.severities[finding.unit][finding.severity] += 1
            if finding.severity == "error":
                self.faults[finding.unit].append(finding)
        self.told: dict[str, list[Finding]] = defaultdict(list)
        for finding in view.families.get("units", ()):
            self.told[finding.unit].append(finding)
        self.files: dict[str, list[str]] = defaultdict(list)
        for file in outcome.submissions:
            self.files[file.unit].append(file.path)


def _row(view: View, unit: UnitStatus, facts: _Facts) -> tuple[Cell, ...]:
    mark = Mark(view.say(f"unit-{unit.status}"), TONES[unit.status])
    said = [view.say("unit-via", via=view.join(unit.via.split("\n")))] if unit.via else []
    said += [view.sentences(facts.told.get(unit.unit, ()))]
    return _cells(view, unit.unit, mark, "\n".join(filter(None, said)), facts, reminder=_reminder(view, unit, facts))


def _row_without_status(view: View, unit: str, facts: _Facts) -> tuple[Cell, ...]:
    told = view.sentences(facts.told.get(unit, ()))
    reminder = _corrections(view, unit, facts) if facts.faults.get(unit) else ""
    return _cells(view, unit, Mark(""), told, facts, reminder=reminder)


def _cells(view: View, unit: str, mark: Mark, told: str, facts: _Facts, *, reminder: str) -> tuple[Cell, ...]:  # noqa: PLR0913 - one a column
    severities = facts.severities.get(unit, Counter())
    before: Cell = "" if view.outcome.first_filing else facts.before[unit]
    figures = (severities["error"], severities["warning"], severities["review"])
    return (unit, mark, facts.now[unit], before, *figures, told, reminder)


def _reminder(view: View, unit: UnitStatus, facts: _Facts) -> str:
    """Return a text to paste into a message; "" when there is nothing to ask the unit for."""
    day = _day(view)
    if unit.status == "missing":
        count = facts.before[unit.unit]
        code = "remind-missing-before" if count else "remind-missing"
        return view.say(code, unit=unit.unit, day=day, count=count, office=_office(view), **_matter(view))
    if unit.status == "returned":
        files = view.join(facts.files.get(unit.unit, ()))
        return view.say("remind-returned", unit=unit.unit, files=files, office=_office(view), **_matter(view))
    return _corrections(view, unit.unit, facts) if facts.faults.get(unit.unit) else ""


def _corrections(view: View, unit: str, facts: _Facts) -> str:
    from toolkit.report.links import place_text

    faults = facts.faults[unit]
    shown = [
        view.say(
            "remind-fault", place=place_text(finding.where[0]) if finding.where else "", text=view.sentence(finding)
        )
        for finding in faults[:_SHOWN]
    ]
    more = [view.say("remind-more", count=len(faults) - _SHOWN)] if len(faults) > _SHOWN else []
    facts_said = {"count": len(faults), "faults": "\n".join([*shown, *more])}
    return view.say("remind-errors", unit=unit, office=_office(view), **facts_said, **_matter(view))


def _day(view: View) -> str:
    day = view.outcome.as_of
    return f"{day.year}年{day.month}月{day.day}日" if view.lang == "zh" else day.isoformat()


def _matter(view: View) -> dict[str, str]:
    return {"institution": view.profile.regulation.institution.name}


def _office(view: View) -> str:
    return view.profile.parameters.filing_office or view.say("office")
