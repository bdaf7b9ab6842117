"""What `reconcile check` says: file-level faults first, then one line a fault with its cell and what to write.

It speaks to the unit before it sends the file: only of what can be changed there, each cause once.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.findings.to_units import for_units, once_each, unasked, undated
from toolkit.findings.wording import sentence_to_unit
from toolkit.messages import files, word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.model import Finding, Note, Outcome, Where
    from toolkit.regulations.profile import Profile

_ORDER = {"error": 0, "warning": 1, "review": 2, "notice": 3}
_GROUP = "群"
_SHOWN = 4


def check_lines(outcome: Outcome, name: str, profile: Profile, *, lang: str) -> list[str]:
    """Return the lines about one checked file (or the members of one archive)."""
    kind_of = {form.key: form.drawing.fixed.get("kind", _GROUP) for form in profile.forms}
    kinds = {table.sheet.file: kind_of.get(table.form, _GROUP) for table in outcome.tables}
    kind = Counter(kinds.values()).most_common(1)[0][0] if kinds else _GROUP
    lines = [
        word(
            "cli",
            "check-unreadable",
            {"file": entry.path, "reason": files.sentence(entry.reason, lang=lang)},
            lang=lang,
        )
        for entry in outcome.submissions
        if entry.status == "empty" and entry.reason is not None
    ]
    findings = sorted(_of_the_file(outcome), key=lambda finding: _ORDER[finding.severity])
    said = [
        (finding, sentence_to_unit(finding, lang, kind=kinds.get(finding.where[0].file, kind))) for finding in findings
    ]
    told = [(alike[0].severity, _line(sentence, alike, lang)) for sentence, alike in once_each(said)]
    if undated(outcome):
        told.insert(0, ("error", f"  [{_severity('error', lang)}] {word('cli', 'check-undated', lang=lang)}"))
    spoken = word("cli", f"check-kind-{kind}", lang=lang)
    if told or any(entry.status in {"merged", "nil"} for entry in outcome.submissions):
        facts = {"file": name, "count": len(outcome.verdicts), "kind": spoken}
        lines.append(_head([severity for severity, _ in told], facts, lang))
    unchecked = [one._asdict() | {"clauses": list(one.clauses), "kind": spoken} for one in unasked(outcome, profile)]
    notes = (word("cli", "check-unasked", facts, lang=lang) for facts in unchecked)
    notice = _severity("notice", lang)
    return [*lines, *(line for _, line in told), *(f"  [{notice}] {note}" for note in notes)]


def _unreadable(path: str, reason: Note, lang: str) -> dict[str, str]:
    return {"file": path, "reason": files.sentence(reason, lang=lang)}


def must_change(outcome: Outcome) -> bool:
    """Tell whether something in a checked file has to be corrected before it is sent."""
    return undated(outcome) or any(finding.severity == "error" for finding in _of_the_file(outcome))


def _of_the_file(outcome: Outcome) -> list[Finding]:
    """Return what is about the file, and not about the campaign (a missing unit, say)."""
    return [finding for finding in for_units(outcome) if finding.where]


def _head(severities: Sequence[str], facts: Mapping[str, object], lang: str) -> str:
    counts = Counter(severities)
    named = [
        word("cli", "check-count", {"name": _severity(severity, lang), "count": counts[severity]}, lang=lang)
        for severity in _ORDER
        if counts[severity]
    ]
    serious = counts["error"] + counts["warning"] + counts["review"]
    code = "check-faults" if counts["error"] else "check-doubts" if serious else "check-clean"
    return word("cli", code, {**facts, "faults": len(severities), "counts": named}, lang=lang)


def _line(said: str, alike: Sequence[Finding], lang: str) -> str:
    first = alike[0].where[0]
    where = " › ".join(filter(None, (first.file, _cell(first))))
    colon = "：" if lang == "zh" else ": "
    line = f"  [{_severity(alike[0].severity, lang)}] {where}{colon}{said}"
    others = list(dict.fromkeys(cell for finding in alike if (cell := _cell(finding.where[0])) != _cell(first)))
    if not others:
        return line
    code = "check-cells" if len(others) <= _SHOWN else "check-more"
    return line + word("cli", code, {"cells": others[:_SHOWN], "count": len(others) + 1}, lang=lang)


def _cell(place: Where) -> str:
    return f"{place.sheet}!{place.cell}" if place.sheet else place.cell


def _severity(severity: str, lang: str) -> str:
    return word("report", f"severity-{severity}", lang=lang)
