"""The columns that our own ledger has beside those of the vocabulary: a row's state, and its history."""

from __future__ import annotations

from functools import cache

from toolkit.messages import word

STATE, FIRST, FORMER, VERDICT, GROUNDS, SOURCE = "state", "first", "former", "verdict", "grounds", "source"
LIFELINE, CARRIED = "lifeline", "carried"
HISTORY = (FIRST, FORMER, VERDICT, GROUNDS, SOURCE, LIFELINE, CARRIED)


@cache
def own_heading(column: str) -> str:
    """Return under which heading the ledger keeps such a column: `lifeline` is 沿革."""
    return word("report", f"ledger-{column}")
