"""The suggestions among each other: what is one question and not fifty, and how far the first of each leads."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.model import Suggestion


BULK_RENAME, MOVED_UP = KINDS = "bulk_rename", "moved_up"


class Block(NamedTuple):
    """One question about many rows: what stands there now and what stood, how many, and of which of `KINDS` it is."""

    now: str
    was: str
    rows: int
    kind: str


def renames(suggestions: Iterable[Suggestion]) -> Mapping[str, Block]:
    """Return the block of each record whose first suggestion is part of one.

    One that a single row is left of is no block any more.
    """
    first: dict[str, Suggestion] = {}
    for one in suggestions:
        first.setdefault(one.record, one)
    borne = {
        record: (str(row["ours"]), str(row["theirs"]), str(row["field"]))
        for record, one in first.items()
        for row in one.evidence
        if row["field"] in KINDS
    }
    counts = Counter(borne.values())
    return {
        record: Block(now, was, counts[now, was, kind], kind)
        for record, (now, was, kind) in borne.items()
        if counts[now, was, kind] > 1
    }


def leads(suggestions: Iterable[Suggestion]) -> Mapping[tuple[str, str], int]:
    """Return for each first suggestion, by record and previous row, how much more than the second it is shown with.

    In points of a hundred, as they stand beside each other in the list.
    """
    by_record: dict[str, list[Suggestion]] = {}
    for one in suggestions:
        by_record.setdefault(one.record, []).append(one)
    return {
        (first.record, first.previous): points(first.score) - points(others[0].score)
        for first, *others in by_record.values()
        if others
    }


def points(score: float) -> int:
    """Return a score as it is shown, in points of a hundred."""
    return int(f"{score * 100:.0f}")
