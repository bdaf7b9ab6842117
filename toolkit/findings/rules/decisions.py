"""What people decided, where it cannot be applied: two answers to one question, or other evidence than they saw."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from toolkit.findings.case import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.findings.case import Case
    from toolkit.model import Decision
    from toolkit.regulations.profile import Requirement

_STATES = {"contradicted": "contradicting", "again": "again"}
_ANSWERS = {"yes": "是", "no": "否", "open": "待定"}
_NAMED = 5


def decisions(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Decisions that contradict each other, and decisions to be made again because their evidence changed."""
    del requirement
    for (state, records), told in _by_question(case.decisions).items():
        previous = tuple(dict.fromkeys(row for one in told for row in one.previous))
        names = dict.fromkeys(group.name or group.number for one in told for group in one.groups)
        facts = {
            "names": [name for name in names if name][:_NAMED],
            "answers": [" ".join(filter(None, (one.on, one.by, _ANSWERS[one.answer]))) for one in told],
        }
        yield Hit(records, "group_name", facts, previous, variant=_STATES[state])


def _by_question(decisions: Sequence[Decision]) -> Mapping[tuple[str, tuple[str, ...]], Sequence[Decision]]:
    """Return what cannot be applied, the answers about the same records together."""
    found: dict[tuple[str, tuple[str, ...]], list[Decision]] = defaultdict(list)
    for one in decisions:
        if one.state in _STATES and one.records:
            found[one.state, one.records].append(one)
    return found
