"""未备案: groups seen in use that neither year's register has, and clues to others; without a list of groups 未比对."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from toolkit.report.page import Column, Mark, Sheet
from toolkit.report.styles import SEVERITY_COLOURS

if TYPE_CHECKING:
    from toolkit.model import Finding
    from toolkit.report.page import Cell
    from toolkit.report.view import View

QUESTION = "unregistered"
_SHOWN = ("unregistered", "exempt")
_COLUMNS = (
    Column("what", 11, "mark"),
    Column("unit", 14),
    Column("group", 20),
    Column("number", 12, "code"),
    Column("platform", 8, "centre"),
    Column("origin", 12),
    Column("seen-on", 11, "centre"),
    Column("message", 40),
    Column("clause", 11),
    Column("place", 28, "place"),
)


def unregistered_sheet(view: View) -> Sheet:
    """Return the observed groups without a filing, then the clues."""
    asked = view.asked(QUESTION)
    return Sheet(
        "unregistered",
        _COLUMNS,
        _rows(view, with_observed=asked),
        note=view.say("note-unregistered" if asked else "not-compared-unregistered"),
        nothing=view.say("nothing-unregistered" if asked else "not-compared"),
        frozen=1,
        tone=SEVERITY_COLOURS["error"],
    )


def count(view: View) -> int | None:
    """Return how many observed groups are not registered; None when the question could not be asked."""
    if not view.asked(QUESTION):
        return None
    return int((view.outcome.observed["verdict"] == "unregistered").sum())


def _rows(view: View, *, with_observed: bool) -> list[tuple[Cell, ...]]:
    findings = list(view.families.get("unregistered", ()))
    rows: list[tuple[Cell, ...]] = []
    if with_observed:
        told = _by_group(findings)
        for seen in _observed(view):
            own = told.pop((seen["group_name"], seen["group_no"]), [])
            findings = [finding for finding in findings if finding not in own]
            rows.append(_seen(view, seen, own))
    rows += [_clue(view, finding) for finding in findings]
    return rows


def _observed(view: View) -> list[dict[str, str]]:
    frame = view.outcome.observed
    shown = frame[frame["verdict"].isin(_SHOWN)]
    names = {"group_name": "name", "origin": "source"}
    wanted = ("group_name", "group_no", "platform", "unit", "origin", "seen_on", "state", "verdict")
    columns = {name: name if name in shown else names.get(name, "") for name in wanted}
    texts = {name: shown[found].tolist() if found in shown else [""] * len(shown) for name, found in columns.items()}
    rows = [dict(zip(texts, map(str, row), strict=True)) for row in zip(*texts.values(), strict=True)]
    return sorted(rows, key=lambda row: _SHOWN.index(row["verdict"]))


def _by_group(findings: list[Finding]) -> dict[tuple[str, str], list[Finding]]:
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.rule == "unregistered":
            facts = finding.facts
            name = facts.get("group_name", facts.get("name", ""))
            found[str(name), str(facts.get("group_no", ""))].append(finding)
    return found


def _seen(view: View, seen: dict[str, str], findings: list[Finding]) -> tuple[Cell, ...]:
    verdict = seen["verdict"]
    return (
        Mark(view.say(f"observed-{verdict}"), "error" if verdict == "unregistered" else "notice"),
        seen["unit"],
        seen["group_name"],
        seen["group_no"],
        seen["platform"],
        seen["origin"],
        seen["seen_on"],
        view.sentences(findings) or view.say(f"observed-{verdict}-do", state=seen["state"]),
        view.clauses(findings),
        findings[0].where[0] if findings and findings[0].where else None,
    )


def _clue(view: View, finding: Finding) -> tuple[Cell, ...]:
    group = view.group(finding)
    facts = finding.facts
    name = view.names(finding) or str(facts.get("group_name", facts.get("name", "")))
    return (
        Mark(view.say("observed-clue"), "review"),
        finding.unit or group.unit,
        name,
        str(facts.get("group_no", "")),
        group.platform,
        str(facts.get("origin", "")),
        str(facts.get("seen_on", "")),
        view.sentence(finding),
        view.clause(finding),
        view.where(finding),
    )
