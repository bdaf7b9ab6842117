"""待办: what the department has to do, most urgent first; the first of it stands on 总览."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from toolkit.register.decisions.jottings import todo_question
from toolkit.report.figures import DISPUTES, undecided
from toolkit.report.page import Column, Jump, Mark, Sheet
from toolkit.report.styles import SEVERITY_COLOURS
from toolkit.report.units import counted_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.report.page import Cell
    from toolkit.report.view import View

NOW, SOON, DECIDE, WATCH = "now", "soon", "decide", "watch"
_TONES = {NOW: "error", SOON: "warning", DECIDE: "review", WATCH: "notice"}
_NAMED = 6
_ROW_A_UNIT = 8
"""So many units have a row each for what they correct; more are named together, and 报送情况 lists them: one page."""
_COLUMNS = (
    Column("urgency", 9, "mark"),
    Column("task", 20),
    Column("unit", 22),
    Column("count", 6, "number"),
    Column("how", 54),
    Column("look", 14, "jump"),
    Column("done", 7, "choice", ("yes", "no")),
    Column("remark", 18, "remark"),
    Column("question", 8, "hidden"),
)


class Task(NamedTuple):
    """One thing to do: how urgent, what (`task-<code>`), for whom, how many, and the sheet that has the details."""

    urgency: str
    code: str
    units: tuple[str, ...]
    number: int
    sheet: str


def todo_sheet(view: View) -> Sheet:
    """Return all tasks on a page; corrections stand unit by unit where the units are few."""
    rows: list[tuple[Cell, ...]] = []
    for task in tasks(view):
        rows += _rows(view, task)
    return Sheet(
        "todo",
        _COLUMNS,
        rows,
        note=view.say("note-todo"),
        nothing=view.say("nothing-todo"),
        frozen=2,
        tone=SEVERITY_COLOURS["error"],
    )


def tasks(view: View) -> list[Task]:
    """Return what is to be done, most urgent first; nothing that has a count of none."""
    order = list(_TONES)
    found = [task for task in (*_of_returns(view), *_of_findings(view), *_of_groups(view)) if task.number]
    return sorted(found, key=lambda task: order.index(task.urgency))


def headline(view: View, task: Task) -> str:
    """Return a task in one line, as 总览 shows it."""
    how = view.say(f"task-{task.code}", count=task.number)
    return view.say("headline", task=how, units=_names(view, task.units)) if task.units else how


def _of_returns(view: View) -> Iterator[Task]:
    for status in ("missing", "returned"):
        units = tuple(unit.unit for unit in view.outcome.units if unit.status == status)
        yield Task(NOW, f"unit-{counted_as(view, status)}", units, len(units), "units")
    yield Task(NOW, "files", (), view.figures["files-refused"].value or 0, "files")


def _of_findings(view: View) -> Iterator[Task]:
    told = view.figures
    open_ones = [cluster for cluster in view.outcome.duplicates if undecided(cluster)]
    disputes = [cluster for cluster in open_ones if cluster.kind in DISPUTES]
    yield Task(NOW, "disputes", _of_records(view, disputes), told["disputes"].value or 0, "duplicates")
    others = [cluster for cluster in open_ones if cluster.kind not in DISPUTES]
    yield Task(SOON, "duplicates", _of_records(view, others), told["clusters"].value or 0, "duplicates")
    for severity, urgency, sheet in (("error", NOW, "units"), ("warning", SOON, "other")):
        units = _units_with(view, severity)
        yield Task(urgency, f"findings-{severity}", tuple(units), sum(units.values()), sheet)
    yield Task(NOW, "unregistered", (), told["unregistered"].value or 0, "unregistered")
    yield Task(SOON, "defunct", (), told["defunct"].value or 0, "defunct")


def _of_groups(view: View) -> Iterator[Task]:
    told = {row for one in view.outcome.decisions if one.state == "applied" for row in one.previous}
    gone = [name for name, (verdict, _) in view.previous_verdicts.items() if verdict == "unaccounted"]
    units = _units(view.previous[name].unit for name in gone if name not in told)
    yield Task(SOON, "unaccounted", units, view.figures["to-ask"].value or 0, "unaccounted")
    again = [name for name, (verdict, *_) in view.verdicts.items() if verdict == "renumbered"]
    yield Task(DECIDE, "renumbered", _units(view.records[name].unit for name in again), len(again), "renumbered")
    yield Task(DECIDE, "suggestions", (), view.figures["suggestions"].value or 0, "suggestions")
    reviews = sum(finding.severity == "review" for finding in view.families.get("other", ()))
    yield Task(DECIDE, "reviews", (), reviews, "other")
    yield Task(WATCH, "not-compared", (), len(view.outcome.not_compared), "articles")


def _rows(view: View, task: Task) -> list[tuple[Cell, ...]]:
    mark = Mark(view.say(f"urgency-{task.urgency}"), _TONES[task.urgency])
    name, how = view.say(f"task-{task.code}-short"), view.say(f"task-{task.code}-how")
    if task.code.startswith("findings-") and len(task.units) <= _ROW_A_UNIT:
        counts = _units_with(view, task.code.removeprefix("findings-"))
        return [
            (mark, name, unit, count, how, Jump(task.sheet), *_written(view, task.code, unit))
            for unit, count in counts.most_common()
        ]
    return [(mark, name, _names(view, task.units), task.number, how, Jump(task.sheet), *_written(view, task.code))]


def _written(view: View, code: str, unit: str = "") -> tuple[str, str, str]:
    """Return 已办 and 备注 as they were found in the last report, and by what the row is known."""
    asked = todo_question(code, unit)
    written = view.jotted(asked)
    return written.get("done", ""), written.get("remark", ""), asked


def _units_with(view: View, severity: str) -> Counter[str]:
    """Return how many findings of one severity each unit has to correct; what has a task of its own is left out."""
    own = {"units", "files", "unregistered", "duplicates", "unaccounted", "renumbered", "defunct"}
    return Counter(
        finding.unit
        for name, findings in view.families.items()
        if name not in own
        for finding in findings
        if finding.severity == severity and finding.unit
    )


def _of_records(view: View, clusters: Iterable[object]) -> tuple[str, ...]:
    return _units(view.records[record].unit for cluster in clusters for record in getattr(cluster, "records", ()))


def _units(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _names(view: View, units: tuple[str, ...]) -> str:
    shown = view.join(units[:_NAMED])
    return shown if len(units) <= _NAMED else view.say("and-more", units=shown, count=len(units))
