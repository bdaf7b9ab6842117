"""What is suggested for two drawn registers, every row open that no proof joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.comparison.match.pairs import pair
from toolkit.comparison.match.suggest import suggest

if TYPE_CHECKING:
    from toolkit.model import Ledger, Suggestion


def suggestions(ours: Ledger, theirs: Ledger, **more: object) -> tuple[Suggestion, ...]:
    pairs = pair(ours, theirs)
    return suggest(
        ours,
        theirs,
        pairs,
        open_ours=set(ours.frame["id"]) - set(pairs.matched["record"]),
        open_theirs=set(theirs.frame["id"]) - set(pairs.matched["previous"]),
        **more,  # type: ignore[arg-type]
    )


def told(found: tuple[Suggestion, ...]) -> list[tuple[str, str]]:
    return [(one.record, one.previous) for one in found]
