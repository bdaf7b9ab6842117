"""What `reconcile check` says: file-level faults first, then one line a fault with its cell and what to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.findings.wording import sentence
from toolkit.messages import files, word

if TYPE_CHECKING:
    from toolkit.model import Finding, Outcome

_ORDER = {"error": 0, "warning": 1, "review": 2, "notice": 3}


def check_lines(outcome: Outcome, name: str, *, lang: str) -> list[str]:
    """Return the lines about one checked file (or the members of one archive)."""
    lines: list[str] = []
    for entry in outcome.submissions:
        if entry.status == "empty" and entry.reason is not None:
            reason = files.sentence(entry.reason, lang=lang)
            lines.append(word("cli", "check-unreadable", {"file": entry.path, "reason": reason}, lang=lang))
    findings = [finding for finding in outcome.findings if _about_the_file(finding)]
    count = len(outcome.verdicts)
    if findings:
        facts = {"file": name, "count": count, "faults": len(findings)}
        lines.append(word("cli", "check-faults", facts, lang=lang))
    elif any(entry.status in {"merged", "nil"} for entry in outcome.submissions):
        lines.append(word("cli", "check-clean", {"file": name, "count": count}, lang=lang))
    findings.sort(key=lambda finding: _ORDER[finding.severity])
    lines += [_line(finding, lang) for finding in findings]
    return lines


def _about_the_file(finding: Finding) -> bool:
    """Tell whether a finding is about what stands in the file, and not about the campaign (a missing unit, say)."""
    return bool(finding.where)


def _line(finding: Finding, lang: str) -> str:
    place = finding.where[0]
    where = " › ".join(
        part for part in (place.file, f"{place.sheet}!{place.cell}" if place.sheet else place.cell) if part
    )
    severity = word("report", f"severity-{finding.severity}", lang=lang)
    colon = "：" if lang == "zh" else ": "
    return f"  [{severity}] {where}{colon}{sentence(finding, lang=lang)}"
