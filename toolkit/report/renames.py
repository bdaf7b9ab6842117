"""The suggestions among each other: bulk renames (one question, not fifty), and how far the first one leads."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.model import Suggestion


def renames(suggestions: Iterable[Suggestion]) -> Mapping[str, tuple[str, str, int]]:
    """Return for each record whose first suggestion is part of one: what stands there now, what stood, and how many.

    One that a single row is left of is no bulk any more.
    """
    first: dict[str, Suggestion] = {}
    for one in suggestions:
        first.setdefault(one.record, one)
    borne = {
        record: (str(row["ours"]), str(row["theirs"]))
        for record, one in first.items()
        for row in one.evidence
        if row["field"] == "bulk_rename"
    }
    counts = Counter(borne.values())
    return {record: (*change, counts[change]) for record, change in borne.items() if counts[change] > 1}


def leads(suggestions: Iterable[Suggestion]) -> Mapping[tuple[str, str], float]:
    """Return for each first suggestion, by record and previous row, how much higher it scores than the second."""
    by_record: dict[str, list[Suggestion]] = {}
    for one in suggestions:
        by_record.setdefault(one.record, []).append(one)
    return {
        (first.record, first.previous): first.score - others[0].score for first, *others in by_record.values() if others
    }
