"""The lines a run ends with, on the screen and in the message box: what came in, what it is, what to do first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.messages import word
from toolkit.register.decisions.jottings import REMARKS
from toolkit.report.figures import figures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.publish.keeping import SetAside
    from toolkit.report.figures import Figure
    from toolkit.tasks.campaign import Ran

_SHOWN, _MISREAD = 8, 5
_LAST = "台账（上次）"
"""The register that is kept because units are gone: the line about them tells of it."""
_SEVERITIES = ("errors", "warnings", "reviews", "notices")
_OURS = ("renewed", "changed", "renumbered", "new", "late", "no-history", "cancelled", "copies")
_THEIRS = ("continued", "dissolved", "carried", "unaccounted", "of-missing")


def files_line(ran: Ran, *, lang: str = "zh") -> str:
    """Return what came in and how many groups the register now has."""
    told = figures(ran.outcome)
    facts = {
        "institution": ran.profile.regulation.institution.name,
        "files": told["files"].value,
        "records": told["in-force"].value,
        "units": told["filing-units"].value,
    }
    return word("cli", "done-files", facts, lang=lang)


def return_lines(ran: Ran, *, lang: str = "zh") -> list[str]:
    """Return how many units filed of those due; without a roster nobody knows who was due."""
    told = figures(ran.outcome)
    if not told["due"].asked:
        return []
    named = {code: told[code].value for code in ("due", "came", "missing", "returned")}
    return [word("cli", "done-returns", {**named, "rate": told["rate"].shown(lang)}, lang=lang)]


def verdict_lines(ran: Ran, *, lang: str = "zh") -> list[str]:
    """Return what this year's records are against last year's, and what became of last year's."""
    if ran.outcome.first_filing:
        return [word("cli", "done-first", lang=lang)]
    told = figures(ran.outcome)
    ours, theirs = _named(told, _OURS, lang), _named(told, _THEIRS, lang)
    before: dict[str, object] = {"count": told["before"].value, "verdicts": theirs}
    return [
        *([word("cli", "done-verdicts", {"verdicts": ours}, lang=lang)] if ours else []),
        *([word("cli", "done-previous", before, lang=lang)] if theirs else []),
    ]


def findings_line(ran: Ran, *, lang: str = "zh") -> str:
    """Return how many findings there are of each severity."""
    found = _named(figures(ran.outcome), _SEVERITIES, lang)
    if not found:
        return word("cli", "done-no-findings", lang=lang)
    return word("cli", "done-findings", {"findings": found}, lang=lang)


def missing_lines(ran: Ran, *, lang: str = "zh") -> list[str]:
    """Return which units sent nothing, and which sent nothing that could be taken.

    Without a roster nobody knows who should have filed: those of last year's register are told as what they are.
    """
    unlisted = "beside" if ran.outcome.first_filing else "absent"
    told = {"missing": unlisted} if "missing_units" in ran.outcome.not_compared else {}
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
    """Return that what was written in the last report was taken along, or under which name the report is kept."""
    filled = [word("cli", "done-filled", {"names": list(ran.filled)}, lang=lang)] if ran.filled else []
    if ran.taken_along:
        answers = sum(one.state != "idle" for one in ran.outcome.decisions)
        facts = {"answers": answers, "remarks": remarks_of(ran.outcome.jottings)}
        lines = [word("cli", "done-taken-along", facts, lang=lang)]
        if ran.misread:
            cells = [word("cli", "done-misread-cell", one._asdict(), lang=lang) for one in ran.misread[:_MISREAD]]
            lines.append(word("cli", "done-misread", {"count": len(ran.misread), "cells": cells}, lang=lang))
        return lines + filled
    if ran.kept is None:
        return filled
    return [*filled, word("cli", "done-kept", {"kept": ran.kept.name, "path": str(ran.kept)}, lang=lang)]


def gone_lines(ran: Ran, *, lang: str = "zh") -> list[str]:
    """Return which units had filed in the result that this one replaced, and have not in this one."""
    facts = {"count": len(ran.gone), "units": _first(ran.gone)}
    return [word("cli", "done-gone", facts, lang=lang)] if ran.gone else []


def remarks_of(jottings: Mapping[str, Mapping[str, str]]) -> int:
    """Return beside how many questions somebody noted something."""
    return sum(not REMARKS.isdisjoint(told) for told in jottings.values())


def set_aside_lines(ran: Ran, *, lang: str = "zh") -> list[str]:
    """Return what was found changed or put among our files, and under which name it is kept."""
    told = [one for one in ran.set_aside if not (ran.gone and one.kept.partition(".")[0] == _LAST)]
    return aside_lines(told, lang=lang)


def aside_lines(set_aside: Sequence[SetAside], *, lang: str = "zh") -> list[str]:
    """Return which files were kept under another name."""
    if not set_aside:
        return []
    told = [
        word("cli", "set-aside-sealed" if one.sealed else "set-aside", one._asdict(), lang=lang) for one in set_aside
    ]
    return [word("cli", "done-set-aside", {"count": len(told), "names": _first(told)}, lang=lang)]


def in_use_lines(ran: Ran, *, lang: str = "zh") -> list[str]:
    """Return what is told whatever else is not: that the output stands under another name, under another password."""
    lines = [word("cli", "done-reworded", lang=lang)] if ran.reworded else []
    if ran.in_use is not None:
        lines.append(word("cli", "done-in-use", {"asked": ran.in_use.name, "out": ran.out.name}, lang=lang))
    return lines


def count_of(name: str, count: int, lang: str = "zh") -> str:
    """Return a count with its name."""
    return word("cli", "count-of", {"name": name, "count": count}, lang=lang)


def _first(names: Sequence[str]) -> list[str]:
    return [*names[:_SHOWN], *(["…"] if len(names) > _SHOWN else [])]


def _named(told: Mapping[str, Figure], codes: Sequence[str], lang: str) -> list[str]:
    """Return figures with their names, those that are nought left out."""
    return [count_of(told[code].name(lang), told[code].value or 0, lang) for code in codes if told[code].value]
