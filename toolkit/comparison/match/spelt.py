"""Names that letters make less alike than they are: of one sound (教物 for 教务), or short for each other (计科)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.comparison.match.sound import sounds_same

if TYPE_CHECKING:
    from toolkit.comparison.match.unmatched import OpenRows

    Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]

SAME_SOUND = 0.9
"""How alike two names are that differ in letters of one sound only."""
SHORT = 0.75
"""How alike two are of one class of which one is short for the other: 计科21-1班, 计算机科学与技术2021级1班."""
LEAST = 0.15
"""Names less alike are not looked at."""
_LETTERS = 2


def raised(one: Numbers, other: Numbers, likeness: Numbers, left: OpenRows, right: OpenRows) -> Numbers:
    """Return the likeness of names, higher where only sound or shortness parts them.

    Args:
        one: places in `left`, of pairs.
        other: places in `right`.
        likeness: of the names of each pair.
        left: this year's open rows.
        right: last year's.
    """
    found = likeness.copy()
    lengths = [np.array([len(rest) for rest in side.rests], dtype=np.int64) for side in (left, right)]
    same = lengths[0][one] == lengths[1][other] if len(one) else np.zeros(0, dtype=bool)
    near = (likeness >= LEAST) & (likeness < SAME_SOUND)
    for at in np.nonzero(near & same)[0].tolist():
        if sounds_same(left.rests[one[at]], right.rests[other[at]]):
            found[at] = SAME_SOUND
    for at in np.nonzero(near & (likeness < SHORT) & ~same)[0].tolist():
        if left.marks[one[at]] == right.marks[other[at]] and _of_class(left.marks[one[at]]):
            now, then = sorted((left.rests[one[at]], right.rests[other[at]]), key=len)
            if short_for(now, then):
                found[at] = SHORT
    return found


def _of_class(marks: tuple[tuple[str, str], ...]) -> bool:
    return any(kind in ("cohort", "class_seq") for kind, _ in marks)


def short_for(shorter: str, longer: str) -> bool:
    """Return whether the letters of one text stand in another in this order, from its first letter."""
    if len(shorter) < _LETTERS or shorter[0] != longer[0]:
        return False
    letters = iter(longer)
    return all(letter in letters for letter in shorter)
