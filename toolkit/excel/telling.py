"""What a message box says at the end of a button; the same lines end `reconcile excel run`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.messages import files, word

if TYPE_CHECKING:
    from toolkit.excel.jobs import Ran

_SHOWN = 8
_SEVERITIES = ("error", "warning", "review", "notice")


def campaign_lines(ran: Ran) -> list[str]:
    """Return what the main job found."""
    outcome = ran.outcome
    lines = [_files_line(ran)]
    if outcome.first_filing:
        lines.append(word("cli", "done-first"))
    else:
        verdicts = Counter(outcome.verdicts["verdict"])
        named = [_count(word("cli", f"verdict-{name}"), count) for name, count in verdicts.most_common()]
        lines.append(word("cli", "done-verdicts", {"verdicts": named}))
    lines += [_findings_line(ran), *_missing_line(ran)]
    return [*lines, word("excel", "done-out", {"out": str(ran.out)})]


def decision_lines(ran: Ran) -> list[str]:
    """Return what became of the decisions: how many hold, and how many wait for the person again."""
    states = Counter(decision.state for decision in ran.outcome.decisions)
    if not states:
        return [word("excel", "decided-none")]
    waiting = [
        _count(word("excel", f"decided-{state}"), states[state])
        for state in ("open", "again", "contradicted", "idle")
        if states[state]
    ]
    lines = [word("excel", "decided-applied", {"count": states["applied"]})]
    return [*lines, word("excel", "decided-waiting", {"states": waiting})] if waiting else lines


def merge_lines(ran: Ran) -> list[str]:
    """Return what the merging took and what it did not."""
    statuses = Counter(file.status for file in ran.outcome.submissions)
    lines = [_files_line(ran)]
    refused = statuses["rejected"] + statuses["empty"]
    if refused:
        lines.append(word("excel", "merge-refused", {"count": refused}))
    lines += _missing_line(ran)
    return [*lines, word("excel", "merge-out", {"out": str(ran.out)})]


def check_lines(ran: Ran, name: str, *, faults: int, missed: int) -> list[str]:
    """Return what the check of one workbook found.

    Args:
        ran: the check.
        name: the workbook's name.
        faults: how many places are listed.
        missed: how many of their cells could not be coloured.
    """
    refused = [file for file in ran.outcome.submissions if file.status in {"rejected", "empty"}]
    if refused:
        reasons = "".join(files.sentence(file.reason) for file in refused if file.reason)
        return [word("excel", "check-refused", {"name": name, "reason": reasons})]
    facts = {"name": name, "groups": len(ran.outcome.verdicts), "faults": faults}
    if not faults:
        return [word("excel", "check-clean", facts)]
    lines = [word("excel", "check-faults", facts), _findings_line(ran)]
    return [*lines, word("excel", "check-missed", {"count": missed})] if missed else lines


def _files_line(ran: Ran) -> str:
    facts = {
        "institution": ran.profile.regulation.institution.name,
        "files": len(ran.outcome.submissions),
        "records": len(ran.outcome.verdicts),
    }
    return word("cli", "done-files", facts)


def _findings_line(ran: Ran) -> str:
    counted = Counter[str](finding.severity for finding in ran.outcome.findings)
    found = [_count(word("report", f"severity-{name}"), counted[name]) for name in _SEVERITIES if counted[name]]
    return word("cli", "done-findings", {"findings": found}) if found else word("cli", "done-no-findings")


def _missing_line(ran: Ran) -> list[str]:
    missing = [unit.unit for unit in ran.outcome.units if unit.status in {"missing", "returned"}]
    if not missing:
        return []
    names = [*missing[:_SHOWN], *(["…"] if len(missing) > _SHOWN else [])]
    return [word("cli", "done-missing", {"count": len(missing), "units": names})]


def _count(name: str, count: int) -> str:
    return word("cli", "count-of", {"name": name, "count": count})
