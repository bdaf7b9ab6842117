"""先做什么 and the figures on top: the same tasks and counts as in the workbook, each with its way into the page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.normalise.masking import masked
from toolkit.report import defunct, todo, unregistered
from toolkit.report.screen.words import say
from toolkit.report.units import missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.report.view import View

CAME = ("filed", "late", "nil", "no_change")
_UNASKED = ("exempt", "unknown")
_TONES = {todo.NOW: "error", todo.SOON: "warning", todo.DECIDE: "review", todo.WATCH: "notice"}
_TO_CORRECT = "changes.new.size-naming.other"
WAYS = {
    "unit-missing": "/units?status=missing",
    "unit-absent": "/units?status=missing",
    "unit-returned": "/units?status=returned",
    "files": "/files",
    "disputes": "/decide?part=duplicates",
    "duplicates": "/decide?part=duplicates",
    "findings-error": f"/findings?severity=error&kind={_TO_CORRECT}",
    "findings-warning": f"/findings?severity=warning&kind={_TO_CORRECT}",
    "unregistered": "/groups?state=unregistered",
    "defunct": "/groups?flag=defunct",
    "unaccounted": "/groups?state=unaccounted",
    "renumbered": "/decide?part=renumbered",
    "suggestions": "/decide?part=suggestions",
    "reviews": "/findings?severity=review&kind=other",
    "not-compared": "/articles",
}


class Figure(NamedTuple):
    """One figure: `value` None is 未比对, and then `note` says what it needs."""

    code: str
    value: int | None
    note: str = ""
    way: str = ""
    tone: str = ""


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


def figures(view: View) -> dict[str, list[dict[str, Any]]]:
    """Return the figures in four groups; what could not be asked for want of a source has none."""
    groups = {
        "returns": _returns(view),
        "register": _register(view),
        "matters": _matters(view),
        "findings": _findings(view),
    }
    return {name: [figure._asdict() for figure in found] for name, found in groups.items()}


def _returns(view: View) -> Iterator[Figure]:
    statuses = Counter(unit.status for unit in view.outcome.units)
    given, absent = "units" in view.outcome.given, missing(view)
    came = sum(statuses[name] for name in CAME)
    due = sum(statuses.values()) - sum(statuses[name] for name in _UNASKED)
    wanted = view.say("figure-needs-units")
    exempt = say(view, "note-exempt", count=statuses["exempt"]) if statuses["exempt"] else ""
    late = say(view, "note-came-late", count=statuses["late"]) if statuses["late"] else ""
    unlisted = say(view, "note-unknown", count=statuses["unknown"]) if statuses["unknown"] else ""
    yield Figure("due", due if given else None, exempt if given else wanted, "/units")
    yield Figure("came", came, late or unlisted, f"/units?status={'.'.join(CAME)}", "good")
    note = "" if absent is not None else wanted
    yield Figure("missing", None if absent is None else len(absent), note, "/units?status=missing", "error")
    yield Figure("returned", statuses["returned"], "", "/units?status=returned", "error")


def _register(view: View) -> Iterator[Figure]:
    outcome, first = view.outcome, view.outcome.first_filing
    verdicts = Counter(outcome.verdicts["verdict"].tolist())
    wanted = view.say("figure-needs-previous")
    units = outcome.ledger.frame["unit"].replace("", None).nunique()
    late = say(view, "note-late", count=verdicts["late"]) if verdicts["late"] else ""
    closed = outcome.previous_cutoff
    before = say(view, "note-cutoff", day=closed.isoformat()) if closed else ""
    standing = ".".join(name for name in verdicts if name != "duplicate")
    count, units_said = len(outcome.verdicts) - verdicts["duplicate"], say(view, "note-units", count=units)
    fresh = None if first else verdicts["new"] + verdicts["late"]
    yield Figure("groups", count, units_said, f"/groups?state={standing}")
    yield Figure("before", None if first else len(outcome.previous_verdicts), wanted if first else before)
    yield Figure("new", fresh, wanted if first else late, "/groups?state=new.late")
    yield Figure("changed", None if first else verdicts["changed"], wanted if first else "", "/groups?state=changed")


def _matters(view: View) -> Iterator[Figure]:
    outcome, first = view.outcome, view.outcome.first_filing
    unlisted = unregistered.count(view)
    lost = None if first else int((outcome.previous_verdicts["verdict"] == "unaccounted").sum())
    wanted = view.say("figure-needs-observed") if unlisted is None else ""
    yield Figure("unregistered", unlisted, wanted, "/groups?state=unregistered", "error")
    clusters = len(outcome.duplicates)
    yield Figure(
        "duplicates", clusters, say(view, "note-clusters") if clusters else "", "/decide?part=duplicates", "warning"
    )
    yield Figure("defunct", defunct.count(view), "", "/groups?flag=defunct", "warning")
    note = view.say("figure-needs-previous") if first else ""
    yield Figure("unaccounted", lost, note, "/groups?state=unaccounted", "review")


def _findings(view: View) -> Iterator[Figure]:
    severities = Counter(finding.severity for finding in view.outcome.findings)
    for severity in ("error", "warning", "review", "notice"):
        yield Figure(f"{severity}s", severities[severity], "", f"/findings?severity={severity}", severity)
