"""What a person decides: likely pairs, new numbers, duplicates, each with its evidence; the answers go into Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.normalise.masking import masked
from toolkit.report.suggestions import evidence

if TYPE_CHECKING:
    from toolkit.report.screen.groups import Rows
    from toolkit.report.view import View

_DISPUTES = ("same-number-two-units", "same-number-two-names")


def questions(view: View, rows: Rows) -> dict[str, list[dict[str, Any]]]:
    """Return the questions by the sheet on which they are answered; groups are rows of the page."""
    return {
        "suggestions": _suggestions(view, rows),
        "renumbered": _renumbered(view, rows),
        "duplicates": _duplicates(view, rows),
    }


def batches(view: View) -> list[dict[str, Any]]:
    """Return the bulk renames among the suggestions, the largest first: each is one question of the workbook."""
    found = sorted(set(view.renamed.values()), key=lambda change: (-change[2], change))
    return [{"now": masked(now), "was": masked(was), "count": count} for now, was, count in found]


def _suggestions(view: View, rows: Rows) -> list[dict[str, Any]]:
    return [
        {
            "row": rows.record(pair.record),
            "previous": rows.previous(pair.previous),
            "score": f"{pair.score:.0%}",
            "evidence": [masked(text) for text in evidence(view, pair)],
        }
        for pair in view.outcome.suggestions
    ]


def _renumbered(view: View, rows: Rows) -> list[dict[str, Any]]:
    return [
        {
            "row": rows.record(record),
            "previous": rows.previous(previous),
            "evidence": [*map(masked, view.questions.told(record, previous)), view.say("renumbered-do")],
        }
        for record, (verdict, _, previous) in view.verdicts.items()
        if verdict == "renumbered"
    ]


def _duplicates(view: View, rows: Rows) -> list[dict[str, Any]]:
    clusters = sorted(view.outcome.duplicates, key=lambda cluster: cluster.kind not in _DISPUTES)
    return [
        {
            "kind": view.say(f"duplicate-{cluster.kind}"),
            "tone": "error" if cluster.kind in _DISPUTES else "warning",
            "rows": [rows.record(record) for record in cluster.records],
            "evidence": [
                *map(masked, view.questions.told(*cluster.records)),
                view.say(f"duplicate-{cluster.kind}-do"),
            ],
        }
        for cluster in clusters
    ]
