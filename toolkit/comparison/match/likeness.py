"""How alike names are, from 0 to 1, for many pairs at once: added words cost little, exchanged words cost their weight.

A register's rows grow words (教务群 → 教务处教务群) more often than they change what they are about, and 群 or 学院 say
nothing where every name has them: a letter weighs what it tells apart (inverse document frequency), and a letter of the
unit's own name less. A token that both have (18级, 3班) weighs like a word, a year less. What is not written in Chinese
is compared word by word: MBA is not nearly MPA. Letters in another order count for less.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit.comparison.match.unmatched import names_apart
from toolkit.engine import spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.comparison.match.unmatched import OpenRows
    from toolkit.engine import Engine

    Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]

EXCHANGED = 1.15
ADDED = 0.35
"""What an added letter costs, of its weight; an exchanged one costs all of it."""
MANY_ADDED = 6.0
"""Of so many letters added each costs half: who spells a name out adds many."""
OWN = 0.3
"""What a letter of the unit's own name weighs, of its weight: any group of the unit may bear it."""
TOKEN, YEAR, WORD = 1.5, 0.5, 2.0
"""What a token weighs, of a letter as rare; a year, which moves; and a word or number that is no Chinese."""
IN_ORDER = 0.4
"""The part of a likeness that only letters in the same order earn."""

ALONE = 0.6
"""What a shared letter counts of its weight that has no shared letter beside it in either name: 女篮 and 少女漫画."""
CHUNK = 40_000
"""So many pairs are compared at a time: memory does not grow with the pairs."""
AT_A_TIME = 16
"""So many times `CHUNK` pairs go to the engine together."""
_COUNTED = re.compile("[\u3400-\u9fff]+")
UNSEEN = 30
_LEAST = 0.05
_LONGEST = 48
_ENOUGH = 20_000


def weights(texts: Iterable[Iterable[str]]) -> Mapping[str, float]:
    """Return the weight of every part: 1 for one that stands in a single text, less the more texts have it.

    Of few texts little is known about what is common: as many others as `UNSEEN` are thought to have none of the parts.
    """
    counts: Counter[str] = Counter()
    total = UNSEEN
    for text in texts:
        counts.update(set(text))
        total += 1
    most = math.log(1 + total) or 1.0
    return {part: max(math.log((1 + total) / count) / most, _LEAST) for part, count in counts.items()}


class Names:
    """The names of two sides as parts with weights, ready to be compared pair by pair."""

    def __init__(self, left: OpenRows, right: OpenRows, *registers: pd.DataFrame) -> None:
        """Take the names apart; how common a part is, both registers tell, and not the open rows alone."""
        self._texts = left.texts, right.texts
        names = [[*map(_parts, side.words, side.marks)] for side in (left, right)]
        weigh = weights([*names[0], *names[1], *(part for frame in registers for part in _sample(frame))])
        letters = sorted(part for part in weigh if "=" not in part)
        tokens = sorted(part for part in weigh if "=" in part)
        self._letters = len(letters)
        known = {part: number for number, part in enumerate((*letters, *tokens), start=1)}
        self._left, self._right = (
            _table(parts, side.units, weigh, known) for parts, side in zip(names, (left, right), strict=True)
        )

    def parts(self, one: Numbers, other: Numbers) -> Iterator[NamePairs]:
        """Yield so many pairs of places at a time, each with no more of the names than it needs."""
        for start in range(0, len(one), CHUNK):
            chunk = slice(start, start + CHUNK)
            rows, ours = np.unique(one[chunk], return_inverse=True)
            others, theirs = np.unique(other[chunk], return_inverse=True)
            yield NamePairs(
                _side(self._left, rows, self._texts[0]),
                _side(self._right, others, self._texts[1]),
                ours,
                theirs,
                self._letters,
            )


class _Side(NamedTuple):
    """Names of one side: their parts as numbers, the weights and the lengths of these, and the names as texts."""

    parts: Numbers
    weights: Numbers
    lengths: Numbers
    texts: list[str]


class NamePairs(NamedTuple):
    """Pairs of names to be compared, by their places in `ours` and `theirs`: what any engine compares anywhere.

    Parts up to number `letters` are letters and words, further ones tokens.
    """

    ours: _Side
    theirs: _Side
    one: Numbers
    other: Numbers
    letters: int


def _side(table: tuple[Numbers, Numbers, Numbers], rows: Numbers, texts: Sequence[str]) -> _Side:
    parts, weights, lengths = table
    return _Side(parts[rows], weights[rows], lengths[rows], [texts[at] for at in rows.tolist()])


def likenesses(pairs: Iterator[NamePairs], engine: Engine | None) -> Iterator[Numbers]:
    """Yield the likeness of each part, a few parts at a time on the engine."""
    while batch := [*islice(pairs, AT_A_TIME)]:
        yield from spread(likeness, batch, engine)


def likeness(pairs: NamePairs) -> Numbers:
    """Return how alike the names of each pair are; two blanks are not alike."""
    from rapidfuzz.distance import LCSseq
    from rapidfuzz.process import cpdist

    ours, theirs, one, other, last = pairs
    parts, weigh, others, there = ours.parts[one], ours.weights[one], theirs.parts[other], theirs.weights[other]
    same = parts[:, :, None] == others[:, None, :]
    shared = same.any(axis=2) & (parts > 0)
    shared_there = same.any(axis=1) & (others > 0)
    held = np.maximum(
        (weigh * shared * _joined(shared)).sum(axis=1), (there * shared_there * _joined(shared_there)).sum(axis=1)
    )
    letters = (ours.lengths[one] * (shared & (parts <= last))).sum(axis=1)
    texts = [ours.texts[place] for place in one.tolist()], [theirs.texts[place] for place in other.tolist()]
    ordered = cpdist(*texts, scorer=LCSseq.similarity, dtype=np.int32)
    held *= 1 - IN_ORDER * (1 - np.minimum(ordered / np.maximum(letters, 1), 1)) * (letters > 0)
    left, right = np.maximum(weigh.sum(axis=1) - held, 0), np.maximum(there.sum(axis=1) - held, 0)
    added = np.abs(left - right)
    cost = EXCHANGED * np.minimum(left, right) + ADDED * added / (1 + added / MANY_ADDED)
    found: Numbers = held / np.maximum(held + cost, _LEAST / 100)
    return found


def _joined(shared: Numbers) -> Numbers:
    """Return what each part counts: less where neither of its neighbours is shared."""
    beside = np.zeros_like(shared)
    beside[:, 1:] |= shared[:, :-1]
    beside[:, :-1] |= shared[:, 1:]
    counts: Numbers = np.where(beside, 1.0, ALONE)
    return counts


def _sample(frame: pd.DataFrame) -> Iterator[list[str]]:
    """Yield the parts of the names of a register, of a very large one of every so-manieth row."""
    rows = frame.iloc[:: max(1, len(frame) // _ENOUGH)]
    _, marks, words = names_apart(rows)
    yield from map(_parts, words, marks)


def _parts(words: Sequence[str], marks: Sequence[tuple[str, str]]) -> list[str]:
    """Return the words of a name, a repeated one with its number, and its tokens.

    A campus and the number of a group are spelt out: in another name they may stand where no token is seen.
    """
    tokens = [_token(kind, value) for kind, value in marks if not (kind == "campus" or _in_words(kind, value))]
    words = [*words[:_LONGEST], *(word for mark in marks for word in _as_word(*mark, words))]
    if len(set(words)) == len(words):
        return [*words, *tokens]
    seen: Counter[str] = Counter()
    parts = []
    for word in words:
        seen[word] += 1
        parts.append(word if seen[word] == 1 else f"{word}{seen[word]}")
    return [*parts, *tokens]


def _in_words(kind: str, value: str) -> bool:
    return kind == "group_seq" and value.isascii()


def _token(kind: str, value: str) -> str:
    """Return a token as a part of a name; what it counts is spelt out."""
    return f"{kind}={_COUNTED.sub('', value) or value}" if kind == "class_seq" else f"{kind}={value}"


def _as_word(kind: str, value: str, words: Sequence[str] = ()) -> Sequence[str]:
    """Return the words of a token that are spelt out (of 1党支部 what it counts), but for a place the name has."""
    if _in_words(kind, value):
        return value.split(",")
    if kind == "class_seq":
        return "" if value.isascii() else "".join(_COUNTED.findall(value))
    return value if kind == "campus" and value not in "".join(words) else ()


def _table(
    names: Sequence[Sequence[str]], units: Sequence[str], weigh: Mapping[str, float], known: Mapping[str, int]
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the parts of each name as numbers, their weights and their lengths, one row a name, filled up with 0."""
    width = max(map(len, names), default=1) or 1
    parts = np.zeros((len(names), width), dtype=np.int32)
    weighed = np.zeros((len(names), width), dtype=np.float32)
    lengths = np.zeros((len(names), width), dtype=np.uint8)
    given = np.arange(width) < np.array([len(name) for name in names], dtype=np.int64)[:, None]
    numbers = np.array([known[part] for name in names for part in name], dtype=np.int32)
    by_number, of_kind, length = np.zeros(len(known) + 1), np.ones(len(known) + 1), np.ones(len(known) + 1)
    for part, number in known.items():
        by_number[number] = weigh[part]
        of_kind[number] = _of_kind(part)
        length[number] = min(len(part), 255) if part.isascii() and part.isalnum() else 1
    own = np.array([part[0] in unit for name, unit in zip(names, units, strict=True) for part in name], dtype=bool)
    own &= of_kind[numbers] == 1
    parts[given] = numbers
    weighed[given] = by_number[numbers] * of_kind[numbers] * np.where(own, OWN, 1.0)
    lengths[given] = length[numbers]
    return parts, weighed, lengths


def _of_kind(part: str) -> float:
    """Return what a part weighs of a letter as rare."""
    if "=" in part:
        return YEAR if part.startswith("year=") else TOKEN
    return WORD if part[0].isascii() else 1.0
