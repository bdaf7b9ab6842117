"""How alike names are, from 0 to 1, for many pairs at once: added words cost little, exchanged words cost their weight.

A register's rows grow words (教务群 → 教务处教务群) more often than they change what they are about, and 群 or 学院 say
nothing where every name has them: a letter weighs what it tells apart (inverse document frequency), and a letter of the
unit's own name less. A token that both have (18级, 3班) weighs like a word. Letters in another order count for less.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.comparison.match.unmatched import OpenRows

    Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]

ADDED = 0.35
"""What an added letter costs, of its weight; an exchanged one costs all of it."""
OWN = 0.3
"""What a letter of the unit's own name weighs, of its weight: any group of the unit may bear it."""
TOKEN = 1.5
"""What a token weighs, of a letter as rare."""
IN_ORDER = 0.4
"""The part of a likeness that only letters in the same order earn."""

_LEAST = 0.05
_LONGEST = 48


def weights(texts: Iterable[Iterable[str]]) -> Mapping[str, float]:
    """Return the weight of every part: 1 for one that stands in a single text, less the more texts have it."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        counts.update(set(text))
        total += 1
    most = math.log(1 + total) or 1.0
    return {part: max(math.log((1 + total) / count) / most, _LEAST) for part, count in counts.items()}


class Names:
    """The names of two sides as parts with weights, ready to be compared pair by pair."""

    def __init__(self, left: OpenRows, right: OpenRows) -> None:
        """Take the names apart and weigh their letters and tokens over both sides."""
        self._rests = left.rests, right.rests
        names = [[_parts(*name) for name in zip(side.rests, side.marks, strict=True)] for side in (left, right)]
        weigh = weights([*names[0], *names[1]])
        letters = sorted(part for part in weigh if "=" not in part)
        tokens = sorted(part for part in weigh if "=" in part)
        self._letters = len(letters)
        known = {part: number for number, part in enumerate((*letters, *tokens), start=1)}
        self._left, self._right = (
            _table(parts, side.units, weigh, known) for parts, side in zip(names, (left, right), strict=True)
        )

    def likeness(self, one: Numbers, other: Numbers) -> Numbers:
        """Return how alike the names of each pair of places are; two blanks are not alike."""
        from rapidfuzz.distance import LCSseq
        from rapidfuzz.process import cpdist

        ours, theirs = self._rests
        (all_parts, all_weights), (all_others, all_other_weights) = self._left, self._right
        parts, weigh, others = all_parts[one], all_weights[one], all_others[other]
        shared = (parts[:, :, None] == others[:, None, :]).any(axis=2) & (parts > 0)
        held = (weigh * shared).sum(axis=1)
        letters = (shared & (parts <= self._letters)).sum(axis=1)
        texts = [ours[place] for place in one.tolist()], [theirs[place] for place in other.tolist()]
        ordered = cpdist(*texts, scorer=LCSseq.similarity, dtype=np.int32) if len(one) else np.zeros(0)
        held *= 1 - IN_ORDER * (1 - np.minimum(ordered / np.maximum(letters, 1), 1)) * (letters > 0)
        left = np.maximum(weigh.sum(axis=1) - held, 0)
        right = np.maximum(all_other_weights[other].sum(axis=1) - held, 0)
        cost = np.minimum(left, right) + ADDED * np.abs(left - right)
        found: Numbers = held / np.maximum(held + cost, _LEAST / 100)
        return found


def _parts(rest: str, marks: Sequence[tuple[str, str]]) -> list[str]:
    """Return the letters of a name, a repeated one with its number, and its tokens."""
    tokens = [f"{kind}={value}" for kind, value in marks]
    if len(rest) <= _LONGEST and len(set(rest)) == len(rest):
        return [*rest, *tokens]
    seen: Counter[str] = Counter()
    parts = []
    for letter in rest[:_LONGEST]:
        seen[letter] += 1
        parts.append(letter if seen[letter] == 1 else f"{letter}{seen[letter]}")
    return [*parts, *tokens]


def _table(
    names: Sequence[Sequence[str]], units: Sequence[str], weigh: Mapping[str, float], known: Mapping[str, int]
) -> tuple[Numbers, Numbers]:
    """Return the parts of each name as numbers and their weights, one row a name, filled up with 0."""
    width = max(map(len, names), default=1) or 1
    parts = np.zeros((len(names), width), dtype=np.int32)
    weighed = np.zeros((len(names), width), dtype=np.float32)
    given = np.arange(width) < np.array([len(name) for name in names], dtype=np.int64)[:, None]
    numbers = np.array([known[part] for name in names for part in name], dtype=np.int32)
    by_number = np.zeros(len(known) + 1)
    for part, number in known.items():
        by_number[number] = weigh[part]
    is_token = np.zeros(len(known) + 1, dtype=bool)
    is_token[[number for part, number in known.items() if "=" in part]] = True
    own = np.array([part[0] in unit for name, unit in zip(names, units, strict=True) for part in name], dtype=bool)
    parts[given] = numbers
    weighed[given] = by_number[numbers] * np.where(is_token[numbers], TOKEN, np.where(own, OWN, 1.0))
    return parts, weighed
