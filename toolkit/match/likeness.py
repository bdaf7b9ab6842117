"""How alike two texts are, from 0 to 1: added words cost little, exchanged words cost their weight.

A register's rows grow words (教务群 → 教务处教务群) more often than they change what they are about, and 群 or 学院 say
nothing where every name has them: a letter weighs what it tells apart (inverse document frequency).
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ADDED = 0.35
"""What an added letter costs, of its weight; an exchanged one costs all of it."""


def weights(texts: Iterable[str]) -> Mapping[str, float]:
    """Return the weight of every letter: 1 for one that stands in a single text, less the more texts have it."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        counts.update(set(text))
        total += 1
    most = math.log(1 + total) or 1.0
    return {letter: max(math.log((1 + total) / count) / most, 0.05) for letter, count in counts.items()}


def likeness(one: str, other: str, weight: Mapping[str, float]) -> float:
    """Return how alike two texts are; two blanks are not alike."""
    from rapidfuzz.distance import LCSseq

    if not one or not other:
        return 0.0
    held = sum(
        weight.get(letter, 1.0)
        for block in LCSseq.opcodes(one, other)
        if block.tag == "equal"
        for letter in one[block.src_start : block.src_end]
    )
    left, right = (sum(weight.get(letter, 1.0) for letter in text) - held for text in (one, other))
    cost = min(left, right) + ADDED * abs(left - right)
    return held / (held + cost) if held else 0.0
