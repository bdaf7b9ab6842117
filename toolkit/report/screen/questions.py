"""What a person decides, as the workbook asks it and in its order; the page takes the answers and saves them as a file.

Of each question the page holds the hidden text by which it is known, what may be answered, what was written before,
and the names that stand beside the answer in the file, so that a person can read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.normalise.masking import masked
from toolkit.register.decisions.sheet import RENUMBERED, SUGGESTION, WHEREABOUTS, offered
from toolkit.report.duplicates import ordered as ordered_clusters
from toolkit.report.figures import DISPUTES, cluster_state
from toolkit.report.history import came_of, gone
from toolkit.report.page import Mark
from toolkit.report.renames import points
from toolkit.report.suggestions import evidence
from toolkit.report.suggestions import ordered as ordered_pairs
from toolkit.report.todo import todo_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.model import Duplicate
    from toolkit.report.renames import Block
    from toolkit.report.screen.groups import Rows
    from toolkit.report.view import Group, View

_COLUMNS = {SUGGESTION: "same-group", RENUMBERED: "same-group", WHEREABOUTS: "whereabouts", "todo": "done"}
_KEEPERS = 2


def questions(view: View, rows: Rows) -> dict[str, list[dict[str, Any]]]:
    """Return the questions by the sheet on which they are answered; groups are rows of the page."""
    return {
        "suggestions": _suggestions(view, rows),
        "renumbered": _renumbered(view, rows),
        "duplicates": _duplicates(view, rows),
        "unaccounted": _unaccounted(view, rows),
    }


def batches(view: View) -> list[dict[str, Any]]:
    """Return the blocks among the suggestions, the largest first: one answer does for all rows of each."""
    found = sorted(set(view.renamed.values()), key=lambda block: (-block.rows, block))
    pairs, seen = ordered_pairs(view), set[str]()
    places: dict[Block, list[int]] = {}
    for place, pair in enumerate(pairs):
        if pair.record in view.renamed and pair.record not in seen:
            places.setdefault(view.renamed[pair.record], []).append(place)
        seen.add(pair.record)
    return [
        {
            "kind": block.kind,
            "now": masked(block.now),
            "was": masked(block.was),
            "count": block.rows,
            "places": places.get(block, []),
        }
        for block in found
    ]


def _suggestions(view: View, rows: Rows) -> list[dict[str, Any]]:
    return [
        {
            "row": rows.record(pair.record),
            "previous": rows.previous(pair.previous),
            "score": f"{points(pair.score)}%",
            "evidence": [masked(text) for text in evidence(view, pair)],
            "ask": _pair(view, SUGGESTION, pair.record, pair.previous),
        }
        for pair in ordered_pairs(view)
    ]


def _renumbered(view: View, rows: Rows) -> list[dict[str, Any]]:
    return [
        {
            "row": rows.record(record),
            "previous": rows.previous(previous),
            "evidence": [*map(masked, view.questions.told(record, previous)), view.say("renumbered-do")],
            "ask": _pair(view, RENUMBERED, record, previous),
        }
        for record, (verdict, _, previous) in view.verdicts.items()
        if verdict == "renumbered"
    ]


def _duplicates(view: View, rows: Rows) -> list[dict[str, Any]]:
    return [
        {
            "kind": view.say(f"duplicate-{cluster.kind}"),
            "tone": "error" if cluster.kind in DISPUTES else "warning",
            "of": cluster_state(cluster),
            "rows": [rows.record(record) for record in cluster.records],
            "evidence": [
                *map(masked, view.questions.told(*cluster.records)),
                view.say(f"duplicate-{cluster.kind}-do"),
            ],
            "ask": _cluster(view, cluster),
        }
        for cluster in ordered_clusters(view)
    ]


def _unaccounted(view: View, rows: Rows) -> list[dict[str, Any]]:
    found = []
    for name, verdict in gone(view):
        answered = view.questions.answered(name)
        if verdict not in ("unaccounted", "unit_missing") and not answered:
            continue
        question = view.questions.whereabouts(name)
        ask = _ask(view, question, WHEREABOUTS, offered(WHEREABOUTS, lang=view.lang), [view.previous[name]])
        ask["answer"] = ask["answer"] or answered
        found.append(
            {
                "row": rows.previous(name),
                "kind": view.verdict(verdict),
                "tone": "review" if verdict == "unaccounted" else "error",
                "evidence": [came_of(view, name, verdict)],
                "ask": ask,
            }
        )
    return found


def todo(view: View) -> list[dict[str, Any]]:
    """Return the rows of 待办: what was done of each, and a remark."""
    found = []
    for mark, task, unit, count, how, _, done, remark, question in todo_sheet(view).rows:
        urgency = mark if isinstance(mark, Mark) else Mark("")
        found.append(
            {
                "kind": urgency.text,
                "tone": urgency.tone,
                "task": masked(str(task)),
                "unit": masked(str(unit)),
                "count": count,
                "evidence": [masked(str(how))],
                "ask": {
                    "question": str(question),
                    "field": "done",
                    "offered": [view.say(f"choice-{name}") for name in ("yes", "no")],
                    "answer": masked(str(done)),
                    "remark": masked(str(remark)),
                    "told": {"unit": masked(str(unit)), "group": masked(str(task))},
                },
            }
        )
    return found


def _pair(view: View, kind: str, record: str, previous: str) -> dict[str, Any]:
    now, then = view.records[record], view.previous[previous]
    ask = _ask(view, view.questions.pair(kind, record, previous), kind, offered(kind, lang=view.lang), [now])
    ask["told"] |= {"previous-unit": masked(then.unit), "previous-group": masked(then.name)}
    return ask


def _cluster(view: View, cluster: Duplicate) -> dict[str, Any]:
    members = [view.records[name] for name in cluster.records]
    question, kind = view.questions.cluster(cluster), cluster.kind
    units, numbers = (member.unit for member in members), (member.number for member in members)
    words = offered(kind, units, numbers=numbers, lang=view.lang)
    keeper = kind in DISPUTES and len(words) > _KEEPERS
    ask = _ask(view, question, kind, words, members)
    ask["answer"] = masked(view.jotted(question).get("keeper" if keeper else "merge", ""))
    return ask


def _ask(view: View, question: str, kind: str, words: Iterable[str], groups: list[Group]) -> dict[str, Any]:
    written = view.jotted(question)
    return {
        "question": question,
        "field": "answer",
        "offered": [masked(word) for word in words],
        "answer": masked(written.get(_COLUMNS.get(kind, ""), "")),
        "remark": masked(written.get("remark", "")),
        "told": {
            "unit": masked("\n".join(group.unit for group in groups)),
            "group": masked("\n".join(group.name for group in groups)),
        },
    }
