"""Every finding as a row of columns, the gravest first: what the page searches, filters and sorts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.findings.shared import is_shared
from toolkit.model import SEVERITIES, Where
from toolkit.report.families import family
from toolkit.report.screen.words import KINDS
from toolkit.report.todo import is_of, units_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.model import Finding
    from toolkit.report.screen.groups import Rows
    from toolkit.report.screen.texts import Texts
    from toolkit.report.view import View

_NOWHERE = Where("", "", "")


def finding_columns(view: View, rows: Rows, texts: Texts) -> dict[str, Any]:
    """Return the findings by column.

    `severity`, `kind` and `requirement` count in their lists, `groups` are rows of the page's groups, `shared` has by
    row the units of what is said of several, `label` names a group that stands in no register, `asked` tells whether
    its unit has a task to correct findings as grave as it; the others are texts.
    """
    asked = {severity: set(units_with(view, severity)) for severity in ("error", "warning")}
    order = {code: place for place, code in enumerate(SEVERITIES)}
    kinds = {code: place for place, code in enumerate(KINDS)}
    numbers = {entry["id"]: place for place, entry in enumerate(requirements(view))}
    findings = sorted(view.outcome.findings, key=lambda finding: order[finding.severity])
    places = [finding.where[0] if finding.where else _NOWHERE for finding in findings]
    groups = [_groups(finding, rows) for finding in findings]
    return {
        "severity": [order[finding.severity] for finding in findings],
        "kind": [kinds[family(finding)] for finding in findings],
        "requirement": [numbers[finding.requirement] for finding in findings],
        "unit": texts.column(_unit(finding, told, rows) for finding, told in zip(findings, groups, strict=True)),
        "shared": _shared(view, findings, texts),
        "message": texts.column(map(view.sentence, findings)),
        "label": texts.column("" if told else _label(one) for one, told in zip(findings, groups, strict=True)),
        "groups": groups,
        "asked": [int(is_of(view, finding, asked.get(finding.severity, ()))) for finding in findings],
        "file": texts.column(place.file for place in places),
        "sheet": texts.column(place.sheet for place in places),
        "cell": texts.column(place.cell for place in places),
        "more": [max(len(finding.where) - 1, 0) for finding in findings],
    }


def requirements(view: View) -> list[dict[str, str]]:
    """Return the requirements that have findings, in the order of the regulation: id, title and clause."""
    found = {finding.requirement: finding for finding in view.outcome.findings}
    known = [code for code in view.profile.requirements if code in found]
    loose = [code for code in found if code not in view.profile.requirements]
    return [
        {"id": code, "title": view.requirement(found[code]), "clause": view.clause(found[code])}
        for code in (*known, *loose)
    ]


def _groups(finding: Finding, rows: Rows) -> list[int]:
    told = [rows.record(name) for name in finding.records] or [rows.previous(name) for name in finding.previous]
    if not told and finding.rule == "unregistered":
        told = [rows.observed(_label(finding), str(finding.facts.get("group_no", "")))]
    return [place for place in told if place is not None]


def _unit(finding: Finding, groups: list[int], rows: Rows) -> str:
    return finding.unit or (rows.unit(groups[0]) if groups and not is_shared(finding) else "")


def _shared(view: View, findings: Sequence[Finding], texts: Texts) -> dict[int, list[int]]:
    """Return by row the units of what is said of several."""
    return {row: texts.column(filter(None, view.units_of(one))) for row, one in enumerate(findings) if is_shared(one)}


def _label(finding: Finding) -> str:
    return str(finding.facts.get("group_name", finding.facts.get("name", "")))
