"""待办: what the department has to do, most urgent first; the first of it stands on 总览."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from toolkit.register.decisions.jottings import todo_question
from toolkit.report.figures import TAGS, cluster_state
from toolkit.report.page import Column, Jump, Mark, Sheet
from toolkit.report.styles import SEVERITY_COLOURS
from toolkit.report.units import counted_as

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from toolkit.model import Duplicate, Finding
    from toolkit.report.figures import Figure
    from toolkit.report.page import Cell
    from toolkit.report.view import View

NOW, SOON, DECIDE, WATCH = "now", "soon", "decide", "watch"
_TONES = {NOW: "error", SOON: "warning", DECIDE: "review", WATCH: "notice"}
_MARKED = {
    "units": "unit",
    "files": "file",
    "unaccounted": "verdict",
    "new": "verdict",
    "changes": "verdict",
    "unregistered": "observed",
}
"""Under which words the sheets mark their rows (`unit-missing`: 未报)."""
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
    """One thing to do: how urgent, what (`task-<code>`), for whom, how many; the sheet and its rows."""

    urgency: str
    code: str
    units: tuple[str, ...]
    number: int
    sheet: str
    marks: tuple[str, ...] = ()


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
        one_page=True,
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
        marks = (view.say(f"unit-{status}"),)
        yield Task(NOW, f"unit-{counted_as(view, status)}", units, len(units), "units", marks)
    yield _of(view, NOW, "files", "files-refused")


def _of(view: View, urgency: str, code: str, figure: str, units: tuple[str, ...] = ()) -> Task:
    """Return a task that is a figure: it leads to the rows that the figure counts."""
    told = view.figures[figure]
    return Task(urgency, code, units, told.value or 0, told.sheet, marks_of(view, told))


def _of_findings(view: View) -> Iterator[Task]:
    waiting: dict[str, list[Duplicate]] = {"disputes": [], "clusters": [], "decided": []}
    for cluster in view.outcome.duplicates:
        waiting[cluster_state(cluster)].append(cluster)
    yield _of(view, NOW, "disputes", "disputes", _of_records(view, waiting["disputes"]))
    yield _of(view, SOON, "duplicates", "clusters", _of_records(view, waiting["clusters"]))
    for severity, urgency in (("error", NOW), ("warning", SOON)):
        units = units_with(view, severity)
        number = sum(one.severity == severity and is_of(view, one, units) for one in view.outcome.findings)
        yield Task(urgency, f"findings-{severity}", tuple(units), number, "units", tuple(units))
    yield _of(view, NOW, "unregistered", "unregistered")
    yield _of(view, SOON, "defunct", "defunct")


def _of_groups(view: View) -> Iterator[Task]:
    units = _units(view.previous[name].unit for name in view.previous_verdicts if name in view.to_ask)
    yield _of(view, SOON, "unaccounted", "to-ask", units)
    again = [name for name, (verdict, *_) in view.verdicts.items() if verdict == "renumbered"]
    yield _of(view, DECIDE, "renumbered", "renumbered", _units(view.records[name].unit for name in again))
    yield _of(view, DECIDE, "suggestions", "suggestions")
    for code, sheet in (("reviews", "other"), ("reviews-named", "size-naming")):
        reviews = sum(finding.severity == "review" for finding in view.families.get(sheet, ()))
        yield Task(DECIDE, code, (), reviews, sheet, (view.say("severity-review"),))
    yield Task(WATCH, "not-compared", (), len(view.outcome.not_compared), "articles")


def _rows(view: View, task: Task) -> list[tuple[Cell, ...]]:
    mark = Mark(view.say(f"urgency-{task.urgency}"), _TONES[task.urgency])
    name, how = view.say(f"task-{task.code}-short"), view.say(f"task-{task.code}-how")
    if task.code.startswith("findings-") and len(task.units) <= _ROW_A_UNIT:
        counts = units_with(view, task.code.removeprefix("findings-"))
        return [
            (mark, name, unit, count, how, Jump(task.sheet, (unit,)), *_written(view, task.code, unit))
            for unit, count in counts.most_common()
        ]
    jump = Jump(task.sheet, task.marks)
    return [(mark, name, _names(view, task.units), task.number, how, jump, *_written(view, task.code))]


def _written(view: View, code: str, unit: str = "") -> tuple[str, str, str]:
    """Return 已办 and 备注 as they were found in the last report, and by what the row is known."""
    asked = todo_question(code, unit)
    written = view.jotted(asked)
    return written.get("done", ""), written.get("remark", ""), asked


def units_with(view: View, severity: str) -> Counter[str]:
    """Return the units that have something of a severity to correct, with how many such findings 报送情况 gives each.

    A unit all of whose findings have a task of their own (未备案, 重复 …) is left out.
    """
    own = {"units", "files", "unregistered", "duplicates", "unaccounted", "renumbered"}
    own |= {"defunct"} if view.figures["defunct"].value else set()
    counts, asked = Counter[str](), set[str]()
    for name, findings in view.families.items():
        for finding in findings:
            if finding.severity == severity:
                units = [unit for unit in view.units_of(finding) if unit]
                counts.update(units)
                if name not in own:
                    asked.update(units)
    return Counter({unit: count for unit, count in counts.items() if unit in asked})


def is_of(view: View, finding: Finding, units: Container[str]) -> bool:
    """Tell whether a finding is counted with one of these units."""
    return any(unit in units for unit in view.units_of(finding))


def marks_of(view: View, figure: Figure) -> tuple[str, ...]:
    """Return the marks of the rows that a figure counts, as they stand on its sheet; ("",) for all of its rows."""
    told = _MARKED.get(figure.sheet, "")
    return tuple(view.say(f"{told}-{code}") if told and code not in TAGS else code for code in figure.marked) or ("",)


def _of_records(view: View, clusters: Iterable[Duplicate]) -> tuple[str, ...]:
    return _units(view.records[record].unit for cluster in clusters for record in cluster.records)


def _units(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _names(view: View, units: tuple[str, ...]) -> str:
    shown = view.join(units[:_NAMED])
    return shown if len(units) <= _NAMED else view.say("and-more", units=shown, count=len(units))
