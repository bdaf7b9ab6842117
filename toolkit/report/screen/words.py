"""The words of the page: its own catalogue, and what it shares with the workbook, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.messages import sentences, word
from toolkit.model import SEVERITIES
from toolkit.report.families import FAMILIES, OTHER
from toolkit.report.fates import GONE_BEFORE
from toolkit.report.units import TONES as UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.report.view import View

VERDICTS = ("renewed", "changed", "renumbered", "new", "late", "no_history", "cancelled", "duplicate")
GONE = ("unaccounted", "unit_missing", "carried", "dissolved", GONE_BEFORE, "repeated")
SEEN = ("unregistered", "exempt")
STATES = (*VERDICTS, *GONE, *SEEN)
"""What a group of the page is: this year's verdicts, last year's that did not come back, and what was seen in use."""

KINDS = (*FAMILIES, OTHER)
_ANSWERS = {
    "suggestions": "same-group",
    "renumbered": "same-group",
    "duplicates": "merge",
    "unaccounted": "whereabouts",
    "todo": "done",
}


def say(view: View, code: str, **facts: object) -> str:
    """Return a sentence of the page's own catalogue."""
    return word("screen", code, facts, lang=view.lang)


def words(view: View) -> dict[str, str]:
    """Return every sentence of the page's catalogue, by code."""
    return {code: entry[view.lang] for code, entry in sentences("screen").items()}


def names(view: View) -> Mapping[str, Mapping[str, Any]]:
    """Return what codes are called: severities, kinds of finding, verdicts, statuses of units, where to answer."""
    return {
        "severity": {name: view.say(f"severity-{name}") for name in SEVERITIES},
        "kind": {name: view.say(f"sheet-{name}") for name in KINDS},
        "state": {name: _state(view, name) for name in STATES},
        "status": {name: view.say(f"unit-{name}") for name in UNITS},
        "answer": {
            sheet: [view.say(f"sheet-{sheet}"), view.say(f"col-{column}")] for sheet, column in _ANSWERS.items()
        },
    }


def _state(view: View, name: str) -> str:
    return view.say(f"observed-{name}") if name in SEEN else view.verdict(name)
