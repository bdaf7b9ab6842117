"""重复: clusters of records that say the same group or the same work, one row a record, for a person to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.register.decisions.sheet import offered
from toolkit.report.figures import CLUSTERS, DISPUTES, cluster_state
from toolkit.report.page import Choice, Column, Mark, Sheet
from toolkit.report.styles import SEVERITY_COLOURS
from toolkit.report.view import Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.model import Duplicate, Finding
    from toolkit.report.page import Cell
    from toolkit.report.view import View

_TONES = {"same-number-two-units": "error", "same-number-two-names": "error", "same-number-same-unit": "warning"}
_KEEPERS = 2
"""A dispute is between two units at least: beside them 待定 is offered."""

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
    Column("merge", 7, "choice", ()),
    Column("keeper", 14, "choice", ()),
    Column("remark", 12, "remark"),
    Column("question", 8, "hidden"),
    Column("record", 8, "hidden"),
)


def duplicate_sheet(view: View) -> Sheet:
    """Return the clusters, disputes first, then findings about duplicates that belong to no cluster."""
    told = Told(view.families.get("duplicates", ()))
    rows: list[tuple[Cell, ...]] = []
    tags: list[str] = []
    order = ordered(view)
    for number, cluster in enumerate(order, start=1):
        rows += _cluster(view, number, cluster, told.about(cluster.records))
        tags += [cluster_state(cluster)] * len(cluster.records)
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
        tags=tags,
    )


def ordered(view: View) -> list[Duplicate]:
    """Return the clusters as they are listed: open disputes, what else is open, what is decided; by number first."""
    return sorted(view.outcome.duplicates, key=lambda one: (CLUSTERS.index(cluster_state(one)), one.kind not in _TONES))


def _cluster(view: View, number: int, cluster: Duplicate, findings: list[Finding]) -> list[tuple[Cell, ...]]:
    kind = Mark(view.say(f"duplicate-{cluster.kind}"), _TONES.get(cluster.kind, "review"))
    message = view.sentences(findings) or view.say(f"duplicate-{cluster.kind}-do")
    message = "\n".join([*view.questions.told(*cluster.records), message])
    return _members(view, (number, kind, view.questions.cluster(cluster)), cluster.records, message, cluster.kind)


def _alone(view: View, number: int, finding: Finding) -> list[tuple[Cell, ...]]:
    kind = Mark(view.say(f"severity-{finding.severity}"), finding.severity)
    message = view.sentence(finding)
    if not finding.records:
        return [(number, kind, finding.unit, "", "", "", "", message, view.where(finding), "", "", "", "", "")]
    return _members(view, (number, kind, ""), finding.records, message)


def _members(
    view: View, head: tuple[int, Mark, str], records: Sequence[str], message: str, kind: str = ""
) -> list[tuple[Cell, ...]]:
    """Return one row a record; what is said and was answered of them all stands on the first."""
    written = view.jotted(head[2])
    units = offered(kind, (view.records[record].unit for record in records), lang=view.lang) if kind else ()
    dispute = kind in DISPUTES and len(units) > _KEEPERS
    numbers = (view.records[record].number for record in records)
    plain = offered(kind, numbers=numbers, lang=view.lang) if kind and not dispute else ()
    rows = []
    for place, record in enumerate(records):
        told = written if place == 0 else {}
        answers = (
            Choice(told.get("merge", ""), plain),
            Choice(told.get("keeper", ""), units if dispute else ()),
            told.get("remark", ""),
        )
        rows.append(_row(view, head, record, message if place == 0 else "", answers))
    return rows


def _row(
    view: View, head: tuple[int, Mark, str], record: str, message: str, answers: tuple[Cell, ...]
) -> tuple[Cell, ...]:
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
        *answers,
        question,
        record,
    )
