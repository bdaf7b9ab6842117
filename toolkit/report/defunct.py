"""停用: groups with evidence that they are out of use, each piece of evidence in words."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from toolkit.report.page import Column, Mark, Sheet
from toolkit.report.styles import SEVERITY_COLOURS
from toolkit.report.view import Told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.model import Finding
    from toolkit.report.page import Cell
    from toolkit.report.view import View

_CERTAIN = frozenset({"E1", "E2", "E3", "E4"})
_DETAILS = {"E3": ("happened_on",), "E5": ("state", "origin", "seen_on")}
_COLUMNS = (
    Column("evidence-strength", 10, "mark"),
    Column("unit", 14),
    Column("group", 22),
    Column("number", 12, "code"),
    Column("platform", 8, "centre"),
    Column("evidence", 28),
    Column("message", 42),
    Column("clause", 11),
    Column("place", 28, "place"),
)


def defunct_sheet(view: View) -> Sheet:
    """Return one row a group: what is proven first, then what a person has to confirm."""
    told = Told(view.families.get("defunct", ()))
    rows = [_row(view, record, pieces, told.of(record)) for record, pieces in evidence(view)]
    tags = ["evidence"] * len(rows)
    rows += [_alone(view, finding) for finding in told.left()]
    return Sheet(
        "defunct",
        _COLUMNS,
        rows,
        note=view.say("note-defunct"),
        nothing=view.say("nothing-defunct"),
        frozen=1,
        tone=SEVERITY_COLOURS["warning"],
        tags=tags,
    )


def count(view: View) -> int:
    """Return how many groups there is evidence against."""
    return int(view.outcome.defunct["record"].nunique())


def evidence(view: View) -> list[tuple[str, list[tuple[str, Any]]]]:
    """Return each record there is evidence against with that evidence as (tag, facts), what is proven first."""
    frame = view.outcome.defunct
    found: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for record, tag, facts in zip(frame["record"], frame["tag"], frame["facts"], strict=True):
        found[record].append((tag, facts))
    return sorted(found.items(), key=lambda item: not _certain(item[1]))


def _certain(pieces: list[tuple[str, Any]]) -> bool:
    return any(tag in _CERTAIN for tag, _ in pieces)


def _row(view: View, record: str, pieces: list[tuple[str, Any]], findings: list[Finding]) -> tuple[Cell, ...]:
    group = view.records[record]
    certain = _certain(pieces)
    return (
        Mark(view.say("evidence-certain" if certain else "evidence-to-confirm"), "warning" if certain else "review"),
        group.unit,
        group.name,
        group.number,
        group.platform,
        "\n".join(f"{tag} {words(view, tag, facts)}" for tag, facts in pieces),
        view.sentences(findings) or view.say("defunct-do" if certain else "defunct-confirm"),
        view.clauses(findings),
        view.where(findings[0]) if findings else group.where,
    )


def words(view: View, tag: str, facts: Mapping[str, Any] | Any) -> str:
    """Return a piece of evidence in words; E1 names everything the return says."""
    told = facts if hasattr(facts, "items") else {}
    if tag == "E1" and told:
        return view.join(view.say(f"evidence-E1-{name}", value=value) for name, value in told.items())
    said = view.say(f"evidence-{tag}", **{name: value for name, value in told.items() if name != "code"})
    detail = view.join(str(told[name]) for name in _DETAILS.get(tag, ()) if told.get(name))
    return view.say("evidence-detail", text=said, detail=detail) if detail else said


def _alone(view: View, finding: Finding) -> tuple[Cell, ...]:
    group = view.group(finding)
    return (
        view.severity(finding),
        finding.unit or group.unit,
        view.names(finding),
        group.number,
        group.platform,
        "",
        view.sentence(finding),
        view.clause(finding),
        view.where(finding),
    )
