"""A heading in somebody's own words: the nearest label of the form or the vocabulary, if one is clearly first.

目前人数 over 150, 48, 213       人数 in every letter that tells; 目前 says nothing; and the cells are counts
是否仍在使用 over 是, 是, 否      是否使用
出生日期 over 1980-01-02         what it shares with 创建日期 it shares with every date: not taken

A letter weighs the more the fewer meanings have it in their labels, among those of the kind that the cells are of. What
is taken so is asked about; what is not stays an unknown heading, and is told.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import LCSseq

from toolkit.intake.layouts.kinds import LOOKED_AT, agrees
from toolkit.intake.layouts.labels import REMEMBERED, Meaning, bare
from toolkit.intake.layouts.merged import turned
from toolkit.intake.layouts.page_words import page_words
from toolkit.normalise.platforms import platform_of
from toolkit.normalise.text import simplify
from toolkit.regulations.fields import label_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from toolkit.intake.layouts.heads import Head
    from toolkit.intake.layouts.labels import Lexicon
    from toolkit.intake.layouts.stacked import Column
    from toolkit.model import Grid

LONGEST = 16
LIKE = 0.76
LIKE_UNPROVED = 0.86
"""Where the cells are blank, or say nothing about their kind."""
LIKE_CHOSEN = 0.95
"""Where an answer is chosen from a list, which any word might stand on."""
FIRST_BY, FIRST_BY_PROOF = 0.08, 0.03
WORTH = 0.5
"""No label less like it comes into question, not even as a rival."""
ALIKE, FEW = 0.3, 120
"""Labels with fewer letters in common are not weighed, nor more than so many."""
DEEP, FEWEST, MOST = 30, 3, 0.6
"""How far down a heading is sought, how many labels it has, and how many of its texts they must be."""
LONGEST_TURN, SHORTEST_ALIKE, TURNED = 3, 2, 0.2
"""What one meaning calls by two words costs a fifth."""
_UNSEEN = ""
_BRACKETS = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?")
_RUN = re.compile(r"\d{4}")
_BETWEEN = re.compile(r"[/、或]")
_TELLING = re.compile(r"[原前旧曾副未非不新上下去起止]|\d")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label that is known, without the words that say nothing, and what it asks for."""

    label: str
    core: str
    meaning: Meaning
    kind: str


class Nearness:
    """The labels of one form and of the vocabulary, to be compared with a heading that is none of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the labels as they are known; nothing is compared yet."""
        self._lexicon = lexicon
        self._scored: dict[str, list[tuple[float, Candidate]]] = {}

    @cached_property
    def _candidates(self) -> tuple[Candidate, ...]:
        found = (
            Candidate(label, _core(label), meaning, _kind(meaning))
            for label, meaning in self._lexicon.exact.items()
            if "&" not in meaning.key and len(label) > 1
        )
        return tuple(candidate for candidate in found if candidate.core)

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        """How much a letter tells: the logarithm of how few meanings have it."""
        meanings: dict[str, set[str]] = {}
        for candidate in self._candidates:
            for letter in candidate.core:
                meanings.setdefault(letter, set()).add(candidate.meaning.key or candidate.meaning.part)
        every = len({candidate.meaning.key or candidate.meaning.part for candidate in self._candidates})
        told = {letter: math.log(1 + every / len(keys)) for letter, keys in meanings.items()}
        return told | {_UNSEEN: math.log(1 + 2 * every)}

    @cached_property
    def _turns(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """What may stand for what, and for which meanings that was learnt.

        Labels of one meaning that differ in one place teach it: 创建日期 and 创建时间.
        """
        by_key: dict[str, list[str]] = {}
        for candidate in self._candidates:
            if candidate.meaning.how != "compound":
                by_key.setdefault(candidate.meaning.key or candidate.meaning.part, []).append(candidate.core)
        found: dict[tuple[str, str], set[str]] = {}
        for key, labels in by_key.items():
            for one, other in permutations(labels, 2):
                steps = [*_steps(one, other)]
                differing = [(a, b) for a, b in steps if a != b]
                if len(differing) == 1 and max(map(len, differing[0])) <= LONGEST_TURN:
                    alike = sum(len(a) for a, b in steps if a == b)
                    if alike >= SHORTEST_ALIKE and not _TELLING.search("".join(differing[0])):
                        found.setdefault(differing[0], set()).add(key)
        return {turn: frozenset(keys) for turn, keys in found.items()}

    @cached_property
    def _cores(self) -> list[str]:
        return [candidate.core for candidate in self._candidates]

    def ranked(self, heading: str, texts: Sequence[str]) -> list[tuple[float, Candidate]]:
        """Return the nearest label of each meaning whose kind the texts under the heading may be of, best first."""
        core = _core(heading)
        if core not in self._scored:
            if len(self._scored) > REMEMBERED:
                self._scored.clear()
            self._scored[core] = self._scores(core)
        best: dict[str, tuple[float, Candidate]] = {}
        proofs: dict[str, bool | None] = {}
        for score, candidate in self._scored[core]:
            if candidate.kind not in proofs:
                proofs[candidate.kind] = agrees(candidate.kind, texts)
            if proofs[candidate.kind] is not False:
                best.setdefault(candidate.meaning.key or candidate.meaning.part, (score, candidate))
        return list(best.values())

    def _scores(self, core: str) -> list[tuple[float, Candidate]]:
        """Return how near a heading is to the labels that have something in common with it, best first."""
        near = process.extract(core, self._cores, scorer=LCSseq.normalized_similarity, score_cutoff=ALIKE, limit=FEW)
        found = [(self._likeness(core, self._candidates[place]), self._candidates[place]) for _, _, place in near]
        return sorted((pair for pair in found if pair[0] >= WORTH), key=lambda pair: -pair[0])

    def nearest(self, heading: str, texts: Sequence[str]) -> Meaning | None:
        """Return what a heading asks for that is near one label and clearly nearer than to any of another meaning.

        Args:
            heading: as typed.
            texts: what stands under or beside it.
        """
        label = simplify(bare(heading))
        for plain in dict.fromkeys((label, _BRACKETS.sub("", label))):
            if plain and len(plain) <= LONGEST:
                found = self._named(plain, texts) or self._of_pieces(plain, texts)
                if found:
                    return Meaning(found.key, "near", found.label, found.part, found.heads)
        return None

    def _named(self, plain: str, texts: Sequence[str]) -> Meaning | None:
        found = self._lexicon.exact.get(plain)
        if found and agrees(_kind(found), texts) is not False:
            return found
        ranked = self.ranked(plain, texts)
        return ranked[0][1].meaning if ranked and _is_clear(ranked, texts) else None

    def _of_pieces(self, plain: str, texts: Sequence[str]) -> Meaning | None:
        """Read 微信/QQ群名称 and QQ群号/微信群号: every piece means the same, or is only a platform."""
        pieces = [piece for piece in _BETWEEN.split(plain) if piece and not platform_of(piece)]
        if pieces == [plain] or not pieces:
            return None
        found = [self._named(piece, texts) for piece in pieces]
        keys = {(meaning.key, meaning.part) if meaning else None for meaning in found}
        return found[0] if len(keys) == 1 else None

    def _likeness(self, core: str, candidate: Candidate) -> float:
        """Return how much of what two labels say they say alike, 0 to 1; 0 where they differ in a telling letter.

        What one meaning calls by two words may stand for one another there, and everywhere if several meanings do so.
        """
        key = candidate.meaning.key.partition(".")[0] or candidate.meaning.part
        weights, turns = self._weights, self._turns
        unseen = weights[_UNSEEN]
        same = differing = 0.0
        for a, b in _steps(core, candidate.core):
            if a == b:
                same += sum(weights.get(letter, unseen) for letter in a)
            elif _TELLING.search(a + b):
                return 0.0
            else:
                worth = sum(weights.get(letter, unseen) for letter in a + b)
                learnt = turns.get((a, b), frozenset())
                differing += worth * (TURNED if key in learnt or len(learnt) > 1 else 1.0)
        return 2 * same / (2 * same + differing) if same else 0.0


def _steps(one: str, other: str) -> Iterator[tuple[str, str]]:
    """Yield two texts side by side: what is equal, and what stands in one where something else stands in the other."""
    a = b = ""
    for step in LCSseq.opcodes(one, other):
        if step.tag == "equal":
            if a or b:
                yield a, b
                a = b = ""
            yield one[step.src_start : step.src_end], other[step.dest_start : step.dest_end]
        else:
            a += one[step.src_start : step.src_end]
            b += other[step.dest_start : step.dest_end]
    if a or b:
        yield a, b


def _is_clear(ranked: Sequence[tuple[float, Candidate]], texts: Sequence[str]) -> bool:
    """Whether the first is near enough and nearer than the others; cells of its kind speak for it against them."""
    score, first = ranked[0]
    proved = bool(agrees(first.kind, texts))
    least = LIKE if proved else LIKE_CHOSEN if first.kind == "enum" else LIKE_UNPROVED
    if score < least:
        return False
    stem = first.meaning.key.partition(".")[0]
    for rival, other in ranked[1:]:
        same_person = stem and other.meaning.key.partition(".")[0] == stem
        alone = proved and agrees(other.kind, texts) is None
        if score - rival < (FIRST_BY_PROOF if same_person or alone else FIRST_BY):
            return False
    return True


@cache
def _light() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(page_words().light, key=len, reverse=True))))


def _core(label: str) -> str:
    """Return a label without the words that say nothing about what is asked: 目前, 具体, 的."""
    return _light().sub("", label) or label


def _kind(meaning: Meaning) -> str:
    """Return the kind of what a label asks for: that of the field, or the part of a person."""
    stem, _, part = meaning.key.partition(".")
    if meaning.part or part:
        return f"part.{meaning.part or part}"
    return vocabulary()[stem].kind if stem in vocabulary().fields else "text"


_KNOWN: dict[int, tuple[Lexicon, Nearness]] = {}


def nearness(lexicon: Lexicon) -> Nearness:
    """Return what is near the labels of a form; made once for each."""
    found = _KNOWN.get(id(lexicon.form))
    if found is None or found[0].form is not lexicon.form:
        found = _KNOWN[id(lexicon.form)] = (lexicon, Nearness(lexicon))
    return found[1]


def with_near(head: Head, texts_at: Callable[[int], Sequence[str]], lexicon: Lexicon) -> Head:
    """Return a head in which columns nobody knew are taken for what they are nearest to.

    A column of the head that asks for the same already keeps it alone; a part of a person (联系方式) is that of the
    person told last before it.

    Args:
        head: as it was found.
        texts_at: gives for a column what stands under it.
        lexicon: the labels of the form.
    """
    if all(column.key or not column.label for column in head.columns):
        return head
    taken = set(head.keys)
    people = frozenset(vocabulary().of_kind("people"))
    columns, person = [], ""
    for column in head.columns:
        found = None if column.key or not column.label else _taken(column, texts_at(column.at), lexicon)
        if found:
            key = f"{person}.{found.part}" if found.part and person else found.key
            if key and key not in taken:
                taken.add(key)
                columns.append(column._replace(key=key, how="near"))
                person = key.partition(".")[0] if key.partition(".")[0] in people else person
                continue
        stem = column.key.partition(".")[0]
        person = stem if stem in people else person
        columns.append(column)
    return replace(head, columns=tuple(columns))


def _taken(column: Column, texts: Sequence[str], lexicon: Lexicon) -> Meaning | None:
    if label_key(column.label) in page_words().sequence:
        return None
    known = lexicon.loosely(column.label)
    if known and known.part:
        return known if agrees(_kind(known), texts) is not False else None
    return None if known else nearness(lexicon).nearest(column.label, texts)


def near_labels(grid: Grid, lexicon: Lexicon) -> dict[str, Meaning]:
    """Return the texts of lines of short texts of which most are labels or near one, for a page with no plain heading.

    Args:
        grid: the page, upright; one on its side is looked at too.
        lexicon: the labels of the form.
    """
    found: dict[str, Meaning] = {}
    for page in (grid, turned(grid)):
        for row, line in enumerate(page.rows[:DEEP]):
            texts = [(at, text) for at, text in enumerate(line) if _may_head(text)]
            if len(texts) < FEWEST or len(texts) < sum(bool(text.strip()) for text in line) * MOST:
                continue
            read = {text: _nearest_at(page, row, at, lexicon) for at, text in texts}
            known = {text: meaning for text, meaning in read.items() if meaning}
            named = any(lexicon.names(meaning.key) for meaning in known.values())
            if named and len({meaning.key for meaning in known.values()}) >= max(FEWEST, MOST * len(texts)):
                found |= {text: meaning for text, meaning in known.items() if meaning.how == "near"}
    return found


def near_labels_of_card(grid: Grid, lexicon: Lexicon) -> dict[str, Meaning]:
    """Return the texts of a card that are near a label and have an answer of its kind right beside them."""
    known = {meaning.key for line in grid.rows for text in line if (meaning := lexicon.loosely(text))}
    found: dict[str, Meaning] = {}
    for line in grid.rows[:DEEP]:
        for text, answer in pairwise(line):
            if _may_head(text) and answer.strip() and not lexicon.loosely(text):
                meaning = nearness(lexicon).nearest(text, [answer])
                if meaning and meaning.key not in known:
                    found[text] = meaning
    return found


def _may_head(text: str) -> bool:
    return 1 < len(text.strip()) <= LONGEST * 2 and not text.strip().isascii() and not _RUN.search(text)


def _nearest_at(grid: Grid, row: int, at: int, lexicon: Lexicon) -> Meaning | None:
    text = grid.at(row, at)
    below = [grid.at(line, at) for line in range(row + 1, min(len(grid.rows), row + 1 + LOOKED_AT))]
    return lexicon.loosely(text) or nearness(lexicon).nearest(text, below)
