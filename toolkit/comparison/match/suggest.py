"""What looks alike among the rows that no proof joined: shown with its evidence, and decided by a person.

Only rows with something in common are compared (`candidates`). A token that forbids (1班 and 2班, 9栋 and 29栋,
18级 and 19级) and another platform rule a pair out, whatever else is alike. The evidence that is there is weighed
(`evidence`); what a form does not ask weighs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.comparison.match.ranking import ranked
from toolkit.comparison.match.unmatched import open_rows
from toolkit.comparison.match.weighing import likely_pairs
from toolkit.model import Suggestion

if TYPE_CHECKING:
    from collections.abc import Collection

    from toolkit.comparison.match.pairs import Pairs
    from toolkit.engine import Engine
    from toolkit.model import Ledger


def suggest(  # noqa: PLR0913 - two registers, and what is known of their rows
    ours: Ledger,
    theirs: Ledger,
    pairs: Pairs,
    *,
    open_ours: Collection[str],
    open_theirs: Collection[str],
    floor: float = 0.30,
    refused: Collection[tuple[str, str]] = (),
    engine: Engine | None = None,
) -> tuple[Suggestion, ...]:
    """Return at most three suggestions a record, best first, in the order of the records.

    No previous row is the first suggestion of two records.

    Args:
        ours: this year's records.
        theirs: last year's register.
        pairs: who is who already: rows between matched neighbours are expected at their place.
        open_ours: ids of the records still without a partner.
        open_theirs: ids of the rows of last year still without one.
        floor: no score below it is shown (profile parameter `suggestion_floor`).
        refused: pairs of ids (record, previous) that a person said no to.
        engine: where the names are compared; None compares them here.
    """
    left, right = open_rows(ours.frame, open_ours), open_rows(theirs.frame, open_theirs)
    if not left or not right:
        return ()
    likely = likely_pairs(ours, theirs, pairs, left, right, floor=floor, refused=refused, engine=engine)
    shown = ranked(likely.one, likely.other, likely.score)
    return tuple(
        Suggestion(left.ids[likely.one[at]], right.ids[likely.other[at]], round(told, 3), evidence)
        for (at, told), evidence in zip(shown, likely.evidence([at for at, _ in shown]), strict=True)
    )
