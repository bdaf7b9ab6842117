"""The few lines a run ends with on the screen: what came in, what it is against last year, what to do first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.messages import word

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from toolkit.model import Outcome

_SHOWN = 8


def summary(outcome: Outcome, institution: str, out: Path, *, lang: str) -> list[str]:
    """Return the closing lines of a run."""

    def say(code: str, **facts: object) -> str:
        return word("cli", code, facts, lang=lang)

    lines = [
        say("done-files", institution=institution, files=len(outcome.submissions), records=len(outcome.verdicts)),
    ]
    if outcome.first_filing:
        lines.append(say("done-first"))
    else:
        lines.append(say("done-verdicts", verdicts=_counts(outcome.verdicts["verdict"], lang)))
        gone = _counts(outcome.previous_verdicts["verdict"], lang)
        lines.append(say("done-previous", count=len(outcome.previous_verdicts), verdicts=gone))
    severities = Counter(finding.severity for finding in outcome.findings)
    found = [
        word(
            "cli",
            "count-of",
            {"name": word("cli", f"severity-{name}", lang=lang), "count": severities[name]},
            lang=lang,
        )
        for name in ("error", "warning", "review", "notice")
        if severities[name]
    ]
    lines.append(say("done-findings", findings=found) if found else say("done-no-findings"))
    for status in ("missing", "returned"):
        named = [unit.unit for unit in outcome.units if unit.status == status]
        if named:
            shown = [*named[:_SHOWN], *(["…"] if len(named) > _SHOWN else [])]
            lines.append(say(f"done-{status}", count=len(named), units=shown))
    if outcome.not_compared:
        lines.append(say("done-not-compared", items=[say(f"question-{name}") for name in outcome.not_compared]))
    lines.append(say("done-out", out=str(out)))
    return lines


def _counts(verdicts: Iterable[str], lang: str) -> list[str]:
    counted = Counter(verdicts)
    return [
        word("cli", "count-of", {"name": word("cli", f"verdict-{name}", lang=lang), "count": count}, lang=lang)
        for name, count in counted.most_common()
    ]
