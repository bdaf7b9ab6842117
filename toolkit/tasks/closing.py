"""The lines a run ends with, on the screen and in the message box: what came in, what it is, what to do first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.messages import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.tasks.campaign import Ran

_SHOWN = 8
_SEVERITIES = ("error", "warning", "review", "notice")


def files_line(ran: Ran, *, lang: str = "zh") -> str:
    """Return what came in: files and records."""
    facts = {
        "institution": ran.profile.regulation.institution.name,
        "files": len(ran.outcome.submissions),
        "records": len(ran.outcome.verdicts),
    }
    return word("cli", "done-files", facts, lang=lang)


def verdict_lines(ran: Ran, *, lang: str = "zh") -> list[str]:
    """Return what this year's records are against last year's, and what became of last year's."""
    outcome = ran.outcome
    if outcome.first_filing:
        return [word("cli", "done-first", lang=lang)]
    ours = _counted("verdict", outcome.verdicts["verdict"], lang)
    theirs = _counted("verdict", outcome.previous_verdicts["verdict"], lang)
    before: dict[str, object] = {"count": len(outcome.previous_verdicts), "verdicts": theirs}
    return [
        *([word("cli", "done-verdicts", {"verdicts": ours}, lang=lang)] if ours else []),
        *([word("cli", "done-previous", before, lang=lang)] if theirs else []),
    ]


def findings_line(ran: Ran, *, lang: str = "zh") -> str:
    """Return how many findings there are of each severity."""
    counts = Counter[str](finding.severity for finding in ran.outcome.findings)
    found = [
        count_of(word("cli", f"severity-{name}", lang=lang), counts[name], lang) for name in _SEVERITIES if counts[name]
    ]
    if not found:
        return word("cli", "done-no-findings", lang=lang)
    return word("cli", "done-findings", {"findings": found}, lang=lang)


def missing_lines(ran: Ran, *, lang: str = "zh") -> list[str]:
    """Return which units sent nothing, and which sent nothing that could be taken.

    Without a roster nobody knows who should have filed: those of last year's register are told as what they are.
    """
    told = {"missing": "absent"} if "missing_units" in ran.outcome.not_compared else {}
    lines = []
    for status in ("missing", "returned"):
        named = [unit.unit for unit in ran.outcome.units if unit.status == status]
        if named:
            facts: dict[str, object] = {"count": len(named), "units": _first(named)}
            lines.append(word("cli", f"done-{told.get(status, status)}", facts, lang=lang))
    return lines


def not_compared_lines(ran: Ran, *, lang: str = "zh") -> list[str]:
    """Return which questions could not be asked for want of a source, and which lists had headings only."""
    items = [word("cli", f"question-{name}", lang=lang) for name in ran.outcome.not_compared]
    lines = [word("cli", "done-not-compared", {"items": items}, lang=lang)] if items else []
    blank = [word("report", f"source-{name}", lang=lang) for name in ran.outcome.blank]
    return [*lines, word("cli", "done-blank", {"items": blank}, lang=lang)] if blank else lines


def decisions_lines(ran: Ran, *, lang: str = "zh") -> list[str]:
    """Return what became of the decisions: how many hold, and how many wait for the person again."""
    states = Counter(decision.state for decision in ran.outcome.decisions)
    if not states:
        return []
    lines = [word("cli", "decided-applied", {"count": states["applied"]}, lang=lang)]
    waiting = [
        count_of(word("cli", f"decided-{state}", lang=lang), states[state], lang)
        for state in ("open", "again", "contradicted", "idle")
        if states[state]
    ]
    return [*lines, word("cli", "decided-waiting", {"states": waiting}, lang=lang)] if waiting else lines


def kept_lines(ran: Ran, *, lang: str = "zh") -> list[str]:
    """Return that an answered report was not taken along, and under which name it is kept."""
    if ran.kept is None:
        return []
    return [word("cli", "done-kept", {"kept": ran.kept.name, "path": str(ran.kept)}, lang=lang)]


def in_use_lines(ran: Ran, *, lang: str = "zh") -> list[str]:
    """Return that the output stands under another name, where a file of the earlier one was open."""
    if ran.in_use is None:
        return []
    return [word("cli", "done-in-use", {"asked": ran.in_use.name, "out": ran.out.name}, lang=lang)]


def count_of(name: str, count: int, lang: str = "zh") -> str:
    """Return a count with its name."""
    return word("cli", "count-of", {"name": name, "count": count}, lang=lang)


def _first(names: Sequence[str]) -> list[str]:
    return [*names[:_SHOWN], *(["…"] if len(names) > _SHOWN else [])]


def _counted(kind: str, values: Iterable[str], lang: str) -> list[str]:
    return [
        count_of(word("cli", f"{kind}-{name}", lang=lang), count, lang) for name, count in Counter(values).most_common()
    ]
