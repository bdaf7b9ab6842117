"""Bulk renames among the suggestions: one affix on many rows is one question, not fifty."""

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
