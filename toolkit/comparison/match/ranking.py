"""One to one at the first rank: no row of last year is the first choice of two records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]

AT_MOST = 3


def ranked(one: Numbers, other: Numbers, score: Numbers) -> list[tuple[int, float]]:
    """Return which pairs are shown and their scores, those of one record together, best first.

    The best pair of all is taken first, then the best of those whose two rows are free, and so on; of equal ones that
    which leaves the next best of its rows further behind. A record whose every likely row is taken shows none. What is
    the first choice of another record cannot be better here than the record's own first.

    Args:
        one: the place of the record of each pair.
        other: the place of the previous row.
        score: of the pair.
    """
    if not len(score):
        return []
    margins = score - np.maximum(_next_best(one, score), _next_best(other, score))
    order = np.lexsort((other, one, -margins.round(6), -score.round(6)))
    first: dict[int, int] = {}
    taken: set[int] = set()
    ours, theirs = one.tolist(), other.tolist()
    for place in order.tolist():
        if ours[place] not in first and theirs[place] not in taken:
            first[ours[place]] = place
            taken.add(theirs[place])
    others: dict[int, list[int]] = {record: [place] for record, place in first.items()}
    for place in order.tolist():
        shown = others.get(ours[place])
        if shown is not None and len(shown) < AT_MOST and place != shown[0]:
            shown.append(place)
    told = score.tolist()
    return [
        (place, min(told[place], told[shown[0]]))
        for _, shown in sorted(others.items())
        for place in shown
    ]  # fmt: skip


def _next_best(rows: Numbers, score: Numbers) -> Numbers:
    """Return for each pair the best score of the other pairs of its row, 0 where it is the only one."""
    order = np.lexsort((-score, rows))
    starts = np.append(True, rows[order][1:] != rows[order][:-1])
    group = np.cumsum(starts) - 1
    heads = np.nonzero(starts)[0]
    sizes = np.diff(np.append(heads, len(rows)))
    best = score[order][heads]
    second = np.where(sizes > 1, score[order][np.minimum(heads + 1, max(len(rows) - 1, 0))], 0.0)
    found = np.empty(len(rows))
    found[order] = np.where(starts, second[group], best[group])
    return found
