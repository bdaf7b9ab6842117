"""先做什么 and the figures on top: the same tasks and counts as in the workbook, each with its way into the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.normalise.masking import masked
from toolkit.report import todo
from toolkit.report.figures import NEEDED
from toolkit.report.screen.words import say

if TYPE_CHECKING:
    from toolkit.report.figures import Figure
    from toolkit.report.view import View

_TONES = {todo.NOW: "error", todo.SOON: "warning", todo.DECIDE: "review", todo.WATCH: "notice"}
WAYS = {
    "unit-missing": "/units?status=missing",
    "unit-absent": "/units?status=missing",
    "unit-beside": "/units?status=missing",
    "unit-returned": "/units?status=returned",
    "files": "/files?tone=error.warning",
    "disputes": "/decide?part=duplicates&of=disputes",
    "duplicates": "/decide?part=duplicates&of=clusters",
    "findings-error": "/findings?severity=error&asked=error",
    "findings-warning": "/findings?severity=warning&asked=warning",
    "unregistered": "/groups?state=unregistered",
    "defunct": "/groups?flag=defunct",
    "unaccounted": "/groups?flag=to-ask",
    "renumbered": "/decide?part=renumbered",
    "suggestions": "/decide?part=suggestions",
    "reviews": "/findings?severity=review&kind=other",
    "reviews-named": "/findings?severity=review&kind=size-naming",
    "not-compared": "/articles",
}


def steps(view: View) -> list[dict[str, Any]]:
    """Return what is to be done, most urgent first, each with the part of the page that has the details."""
    return [
        {
            "urgency": view.say(f"urgency-{task.urgency}"),
            "tone": _TONES[task.urgency],
            "task": view.say(f"task-{task.code}", count=task.number),
            "units": [masked(unit) for unit in task.units],
            "how": say(view, f"how-{task.code}"),
            "way": WAYS.get(task.code, "/findings"),
        }
        for task in todo.tasks(view)
    ]


GROUPS = {
    "returns": ("due", "came", "missing", "returned", "rate"),
    "register": ("in-force", "before", "new", "late", "changed"),
    "matters": ("unregistered", "duplicates", "defunct", "unaccounted"),
    "findings": ("errors", "warnings", "reviews", "notices"),
}
"""The figures on top of the page, in four groups."""

_ALSO = {
    "due": ("exempt",),
    "came": ("overdue", "unlisted"),
    "in-force": ("groups", "carried"),
    "duplicates": ("disputes",),
    "changed": ("renumbered",),
    "unaccounted": ("of-missing",),
}


def figures(view: View) -> dict[str, list[dict[str, Any]]]:
    """Return the figures in four groups; what could not be asked for want of a source has none."""
    return {name: [_figure(view, view.figures[code]) for code in codes] for name, codes in GROUPS.items()}


def _figure(view: View, figure: Figure) -> dict[str, Any]:
    also = (view.figures[code] for code in _ALSO.get(figure.code, ()))
    note = "　".join(f"{one.name(view.lang)} {one.shown(view.lang)}" for one in also if one.value)
    if figure.code == "before" and view.outcome.closing:
        code = "note-cutoff" if view.outcome.closing.known else "note-reckoned"
        note = say(view, code, day=view.outcome.closing.day.isoformat())
    if figure.value is None:
        note = view.say(f"figure-needs-{NEEDED[figure.code]}")
    return {
        "code": figure.code,
        "name": figure.name(view.lang),
        "value": figure.value,
        "text": figure.shown(view.lang),
        "note": note,
        "way": figure.way,
        "tone": figure.tone,
    }
