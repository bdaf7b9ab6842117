"""重复: clusters of records that say the same group or the same work, one row a record, for a person to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.report.page import Column, Mark, Sheet
from toolkit.report.styles import SEVERITY_COLOURS
from toolkit.report.view import Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.model import Duplicate, Finding
    from toolkit.report.page import Cell
    from toolkit.report.view import View

_TONES = {"same-number-two-units": "error", "same-number-two-names": "error", "same-number-same-unit": "warning"}
_COLUMNS = (
    Column("cluster", 5, "centre"),
    Column("duplicate-kind", 12, "mark"),
    Column("unit", 14),
    Column("group", 22),
    Column("number", 12, "code"),
    Column("platform", 8, "centre"),
    Column("verdict", 9, "centre"),
    Column("message", 40),
    Column("place", 30, "place"),
    Column("merge", 7, "choice"),
    Column("remark", 12, "remark"),
    Column("question", 8, "hidden"),
    Column("record", 8, "hidden"),
)


def duplicate_sheet(view: View) -> Sheet:
    """Return the clusters, disputes first, then findings about duplicates that belong to no cluster."""
    told = Told(view.families.get("duplicates", ()))
    rows: list[tuple[Cell, ...]] = []
    order = sorted(view.outcome.duplicates, key=lambda cluster: cluster.kind not in _TONES)
    for number, cluster in enumerate(order, start=1):
        rows += _cluster(view, number, cluster, told.about(cluster.records))
    for number, finding in enumerate(told.left(), start=len(order) + 1):
        rows += _alone(view, number, finding)
    return Sheet(
        "duplicates",
        _COLUMNS,
        rows,
        note=view.say("note-duplicates"),
        nothing=view.say("nothing-duplicates"),
        banded=True,
        frozen=2,
        tone=SEVERITY_COLOURS["warning"],
    )


def _cluster(view: View, number: int, cluster: Duplicate, findings: list[Finding]) -> list[tuple[Cell, ...]]:
    kind = Mark(view.say(f"duplicate-{cluster.kind}"), _TONES.get(cluster.kind, "review"))
    message = view.sentences(findings) or view.say(f"duplicate-{cluster.kind}-do")
    message = "\n".join([*view.questions.told(*cluster.records), message])
    return _members(view, (number, kind, view.questions.cluster(cluster)), cluster.records, message)


def _alone(view: View, number: int, finding: Finding) -> list[tuple[Cell, ...]]:
    kind = Mark(view.say(f"severity-{finding.severity}"), finding.severity)
    message = view.sentence(finding)
    if not finding.records:
        return [(number, kind, finding.unit, "", "", "", "", message, view.where(finding), "", "", "", "")]
    return _members(view, (number, kind, ""), finding.records, message)


def _members(view: View, head: tuple[int, Mark, str], records: Sequence[str], message: str) -> list[tuple[Cell, ...]]:
    """Return one row a record; what is said of them all stands on the first."""
    return [_row(view, head, record, message=message if place == 0 else "") for place, record in enumerate(records)]


def _row(view: View, head: tuple[int, Mark, str], record: str, *, message: str) -> tuple[Cell, ...]:
    number, kind, question = head
    group = view.records[record]
    verdict = view.verdicts.get(record, ("", "", ""))[0]
    word = view.verdict(verdict) if verdict else ""
    return (
        number,
        kind,
        group.unit,
        group.name,
        group.number,
        group.platform,
        word,
        message,
        group.where,
        "",
        "",
        question,
        record,
    )
