"""What a message box says at the end of a button; the same lines end `reconcile excel run`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.messages import files, word
from toolkit.tasks.closing import (
    aside_lines,
    decisions_lines,
    files_line,
    findings_line,
    gone_lines,
    in_use_lines,
    missing_lines,
    return_lines,
    set_aside_lines,
    verdict_lines,
)

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.tasks.campaign import Ran
    from toolkit.tasks.forms import HandedOut


def campaign_lines(ran: Ran) -> list[str]:
    """Return what the main job found."""
    lines = [files_line(ran), *return_lines(ran), *verdict_lines(ran), findings_line(ran), *missing_lines(ran)]
    return [
        *lines,
        *in_use_lines(ran),
        *gone_lines(ran),
        *set_aside_lines(ran),
        word("excel", "done-out", {"out": str(ran.out)}),
    ]


def decision_lines(ran: Ran) -> list[str]:
    """Return what became of the decisions: how many hold, and how many wait for the person again."""
    return decisions_lines(ran) or [word("excel", "decided-none")]


def merge_lines(ran: Ran) -> list[str]:
    """Return what the merging took and what it did not."""
    statuses = Counter(file.status for file in ran.outcome.submissions)
    lines = [files_line(ran)]
    refused = statuses["rejected"] + statuses["empty"]
    if refused:
        lines.append(word("excel", "merge-refused", {"count": refused}))
    lines += missing_lines(ran)
    return [*lines, *set_aside_lines(ran), word("excel", "merge-out", {"out": str(ran.out)})]


def forms_lines(folder: Path, handed: HandedOut) -> list[str]:
    """Return how many workbooks were written, where, and what stood there and is kept under another name."""
    facts = {"count": len(handed.names), "folder": str(folder)}
    return [word("excel", "prepared", facts), *aside_lines(handed.set_aside)]


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
    lines = [word("excel", "check-faults", facts), findings_line(ran)]
    return [*lines, word("excel", "check-missed", {"count": missed})] if missed else lines
