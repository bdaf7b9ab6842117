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
from functools import cache, cached_property, lru_cache
from itertools import permutations
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import LCSseq

from toolkit.intake.layouts.concepts import (
    TELLING,
    core_of,
    ends_with_group,
    in_any_order,
    is_understood,
    names_a_person,
    speaks,
    spelt_core,
)
from toolkit.intake.layouts.kinds import OBJECT, agrees, are_groups, told_by_cells
from toolkit.intake.layouts.labels import COMPOSITES, NAMED, REMEMBERED, Meaning, bare, undecorated
from toolkit.intake.layouts.page_words import page_words
from toolkit.normalise.platforms import platform_of
from toolkit.normalise.text import simplify
from toolkit.regulations.fields import label_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.intake.layouts.labels import Lexicon

LONGEST = 16
LIKE = 0.76
LIKE_UNPROVED = 0.86
"""Where the cells are blank, or say nothing about their kind."""
LIKE_CHOSEN = 0.95
"""Where an answer is chosen from a list, which any word might stand on."""
LIKE_UNDERSTOOD = 0.7
"""Where every word of the heading is known, if nothing else."""
LIKE_BY_KIND = {"platform": 0.55, "part.mobile": 0.7, "part.email": 0.6, "number": 0.7}
"""Where the cells say more than any heading can: under 依托载体 stands 微信群."""
EQUAL = 0.99
CREATORS = {"owner", "creator"}
_CHOSEN = "enum."
FIRST_BY, FIRST_BY_PROOF = 0.08, 0.03
WORTH = 0.5
"""No label less like it comes into question, not even as a rival."""
LIKE_WHOLE = 0.7
"""Where the heading says all that the label says, and ends as it does: 承担的工作任务 is 工作任务."""
FEWEST_WHOLE = 2
IN_PLACE = 0.2
"""What it counts that the form has the label right there, between the columns that stand beside the heading.

Not for numbers: 工号 in the place of 账号 is a number too.
"""
ALIKE, FEW = 0.3, 120
"""Labels with fewer letters in common are not weighed, nor more than so many."""
LIKE_TAIL = 0.8
"""Where words nobody knows stand before a label of two known words: enough where the cells prove it."""
LONGEST_TURN, SHORTEST_ALIKE, TURNED = 3, 2, 0.2
"""What one meaning calls by two words costs a fifth."""
SAID_MORE = 2.5
"""What a word that is known costs where only one of two says it: 解散上报时间 is no 上报时间."""
OUT_OF_ORDER = 0.94
"""人员范围 is as good as 范围人员, but for a trifle."""
_UNSEEN = ""
_REMARK, _NUMBER = "remark", "number"
_UNPROVED = frozenset({"text", "unit"})
_BRACKETS = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?")
_JOINTS = re.compile(r"[()\[\]、/]")
"""所在院（系、部） is one word for all three."""
_AND = re.compile(r"[、和与及/&]")
_TWO = 2
_ANOTHER = re.compile(r"[并转拟改换入]")
_BETWEEN = re.compile(r"[/、或]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label that is known, without the words that say nothing, and what it asks for."""

    label: str
    core: str
    meaning: Meaning
    kind: str


_Ranked = tuple[float, Candidate, bool]
"""How near, to what, and whether the cells are surely of its kind."""


class Nearness:
    """The labels of one form and of the vocabulary, to be compared with a heading that is none of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the labels as they are known; nothing is compared yet."""
        self._lexicon = lexicon
        self._scored: dict[str, list[tuple[float, Candidate]]] = {}

    @cached_property
    def _candidates(self) -> tuple[Candidate, ...]:
        found = (
            Candidate(label, core_of(label), meaning, kind_of(meaning))
            for label, meaning in self._lexicon.exact.items()
            if "&" not in meaning.key and len(label) > 1 and meaning.key != OBJECT
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
                    if alike >= SHORTEST_ALIKE and not TELLING.search("".join(differing[0])):
                        found.setdefault(differing[0], set()).add(key)
        return {turn: frozenset(keys) for turn, keys in found.items()}

    @cached_property
    def _cores(self) -> list[str]:
        return [candidate.core for candidate in self._candidates]

    def ranked(self, core: str, texts: Sequence[str], drawn: str = "") -> list[tuple[float, Candidate]]:
        """Return the nearest label of each meaning whose kind the texts under the heading may be of, best first.

        `drawn` is the answer that the form has in the heading's place, "" where that cannot be told.
        """
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
                key = candidate.meaning.key or candidate.meaning.part
                placed = key == drawn and candidate.kind != _NUMBER
                best.setdefault(key, (min(1.0, score + IN_PLACE) if placed else score, candidate))
        return sorted((pair for pair in best.values() if pair[0] >= WORTH), key=lambda pair: -pair[0])

    def _scores(self, core: str) -> list[tuple[float, Candidate]]:
        """Return how near a heading is to the labels that have something in common with it, best first."""
        near = process.extract(core, self._cores, scorer=LCSseq.normalized_similarity, score_cutoff=ALIKE, limit=FEW)
        found = [(self._likeness(core, self._candidates[place]), self._candidates[place]) for _, _, place in near]
        return sorted((pair for pair in found if pair[0] >= WORTH - IN_PLACE), key=lambda pair: -pair[0])

    def nearest(self, heading: str, texts: Sequence[str], drawn: str = "") -> Meaning | None:
        """Return what a heading asks for that is near one label and clearly nearer than to any of another meaning.

        A heading that the form itself has, without a meaning, is near nothing.

        Args:
            heading: as typed.
            texts: what stands under or beside it.
            drawn: the answer that the form has in its place, between the columns beside it; "" where nobody can tell.
        """
        if label_key(heading) in self._lexicon.form.kept:
            return None
        label = simplify(bare(heading))
        for plain in dict.fromkeys(
            (label, _BRACKETS.sub("", label), *map(simplify, undecorated(heading)), _JOINTS.sub("", label))
        ):
            if plain and len(plain) <= LONGEST:
                found = self._named(plain, texts, drawn) or self._of_pieces(plain, texts)
                if found:
                    return Meaning(found.key, "near", found.label, found.part, found.heads)
        if TELLING.search(_without_light(label)):
            return None
        if joint := self._joint(label):
            return joint
        return self._told_by_cells(texts) or self._vague(label, texts) or self._of_group_names(label, texts)

    def _joint(self, label: str) -> Meaning | None:
        """Return two fields in one cell for 人员规模与范围: the first known, of the second a word of its labels."""
        pieces = [piece for piece in _AND.split(label) if piece]
        first = self._lexicon.exact.get(pieces[0]) if len(pieces) == _TWO else None
        said = core_of(pieces[-1]) if first else ""
        for key in COMPOSITES if said and is_understood(said) else ():
            one, _, other = key.partition("&")
            if (
                first
                and first.key == one
                and any(
                    candidate.meaning.key == other and candidate.core.startswith(said) for candidate in self._candidates
                )
            ):
                return Meaning(key, "near", label)
        return None

    def _told_by_cells(self, texts: Sequence[str]) -> Meaning | None:
        """Return what the cells answer by themselves: every one a platform, or an option of one field and no other."""
        field = told_by_cells(texts)
        found = self._lexicon.exact.get(label_key(vocabulary()[field].zh)) if field else None
        return replace(found, how="near") if found else None

    def _of_group_names(self, label: str, texts: Sequence[str]) -> Meaning | None:
        """Return the group's name for 班级群名称 over names of groups."""
        found = self._lexicon.exact.get(label_key(vocabulary()["group_name"].zh))
        other = _ANOTHER.search(label)  # 合并到哪个群
        return (
            replace(found, how="near") if found and not other and ends_with_group(label) and are_groups(texts) else None
        )

    def _vague(self, label: str, texts: Sequence[str]) -> Meaning | None:
        """Return the remark for a heading that asks for nothing of its own: 其他需要说明的情况."""
        found = self._lexicon.exact.get(label_key(vocabulary()[_REMARK].zh))
        if not found or not page_words().vague.fullmatch(label) or agrees("text", texts) is False:
            return None
        return replace(found, how="near")

    def _named(self, plain: str, texts: Sequence[str], drawn: str = "") -> Meaning | None:
        found = self._lexicon.exact.get(plain)
        if found and agrees(kind_of(found), texts) is not False:
            return found
        core, spelt = core_of(plain), spelt_core(plain)
        found = _clearly_first(self.ranked(core, texts, drawn), core, texts)
        if found or spelt == core:
            return found
        return _clearly_first(self.ranked(spelt, texts, drawn), spelt, texts, proved_only=True)

    def _of_pieces(self, plain: str, texts: Sequence[str]) -> Meaning | None:
        """Read 微信/QQ群名称, QQ群号/微信群号 and QQ/微信: every piece means the same, or is only a platform."""
        every = [piece for piece in _BETWEEN.split(plain) if piece]
        pieces = [piece for piece in every if not platform_of(piece)]
        if not pieces and len(every) > 1 and agrees("platform", texts):
            return self._lexicon.exact.get(label_key(vocabulary()["platform"].zh))
        if pieces == [plain] or not pieces:
            return None
        found = [self._named(piece, texts) for piece in pieces]
        told = [meaning for meaning in found if meaning]
        if len({(meaning.key, meaning.part) for meaning in told}) != 1:
            return None
        return told[0] if len(told) == len(found) or agrees(kind_of(told[0]), texts) else None

    def _likeness(self, core: str, candidate: Candidate) -> float:
        """Return how much of what two labels say they say alike, 0 to 1; 0 where they differ in a telling letter.

        What one meaning calls by two words may stand for one another there, and everywhere if several meanings do so.
        """
        if candidate.kind == _NUMBER and names_a_person(core):  # 群主微信号 is no group's
            return 0.0
        ordered = self._alike(core, candidate.core, candidate)
        if ordered < LIKE_TAIL and candidate.kind not in _UNPROVED and _is_tail(core, candidate.core):
            return LIKE_TAIL
        turned = (in_any_order(core), in_any_order(candidate.core))
        if turned == (core, candidate.core) or ordered == 1.0:
            return ordered
        return max(ordered, OUT_OF_ORDER * self._alike(*turned, candidate))

    def _alike(self, one: str, other: str, candidate: Candidate) -> float:
        key = candidate.meaning.key.partition(".")[0] or candidate.meaning.part
        weights, turns = self._weights, self._turns
        unseen = weights[_UNSEEN]
        same = differing = 0.0
        for a, b in _steps(one, other):
            if a == b:
                same += sum(weights.get(letter, unseen) for letter in a)
            elif TELLING.search(a + b):
                return 0.0
            else:
                worth = sum(
                    sum(weights.get(letter, unseen) for letter in said) * (SAID_MORE if is_understood(said) else 1.0)
                    for said in (a, b)
                )
                learnt = turns.get((a, b), frozenset())
                differing += worth * (TURNED if key in learnt or (a and b and len(learnt) > 1) else 1.0)
        return 2 * same / (2 * same + differing) if same else 0.0


def _without_light(label: str) -> str:
    """Return a heading without the words that say nothing: 目前情况 is no 前情."""
    return _light().sub("", label)


@cache
def _light() -> re.Pattern[str]:
    words = sorted((word for word in page_words().light if TELLING.search(word)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


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


def _clearly_first(
    ranked: Sequence[tuple[float, Candidate]], core: str, texts: Sequence[str], *, proved_only: bool = False
) -> Meaning | None:
    """Return what is near enough and nearer than anything else; cells of its kind speak for it against the others.

    Of two as near as each other the only one of whose kind the cells surely are is meant: under 群种类 stands 微信群.
    """
    if not ranked:
        return None
    told = [(score, candidate, bool(agrees(candidate.kind, texts))) for score, candidate in ranked]
    best = told[0][0]
    near = [one for one in told if one[2] and one[0] > best - FIRST_BY]
    first = _whole_person(near) if near else told[0]
    score, candidate, proved = first
    if score < _least(candidate, core, proved=proved) or (proved_only and not proved):
        return None
    for rival, other, other_proved in told:
        apart = FIRST_BY_PROOF if score >= EQUAL or (proved and not other_proved) else FIRST_BY
        beaten = score - rival >= apart or (proved and not other_proved and best - score < FIRST_BY_PROOF)
        if other is not candidate and not beaten and not _are_one_person(candidate, other, score - rival):
            return None
    return candidate.meaning


def _least(candidate: Candidate, core: str, *, proved: bool) -> float:
    """Return how near a heading must be: less where the cells prove it, or where every word of it is understood."""
    if proved:
        return LIKE_BY_KIND.get(candidate.kind, LIKE)
    if candidate.kind.startswith(_CHOSEN):
        return LIKE_CHOSEN
    if is_understood(core):
        return LIKE_UNDERSTOOD
    whole = len(candidate.core) >= FEWEST_WHOLE and core[-1] == candidate.core[-1] and _has_all(core, candidate.core)
    return LIKE_WHOLE if whole and candidate.kind == "text" else LIKE_UNPROVED


def _is_tail(core: str, label: str) -> bool:
    """Whether a heading is a label of two words or more, and before it words nobody knows: 最早的建群时间."""
    rest = core.removesuffix(label)
    if rest == core or len(label) < FEWEST_WHOLE or not is_understood(label):
        return False
    return len(rest) <= LONGEST_TURN + 1 and not (TELLING.search(rest) or speaks(rest))


def _has_all(core: str, label: str) -> bool:
    return LCSseq.similarity(core, label) == len(label)


def _whole_person(near: Sequence[_Ranked]) -> _Ranked:
    """Return the first, or of those as near the person whom the first is a part of: 群管及电话 is name and number."""
    first = near[0]
    stem, _, part = first[1].meaning.key.partition(".")
    whole = (one for one in near if part and one[1].meaning.key == stem and one[0] >= first[0])
    return next(whole, first)


def _are_one_person(one: Candidate, other: Candidate, apart: float) -> bool:
    """Whether two answers need no telling apart: a person and a part of him, or 创建者, who is the owner too."""
    stems = {one.meaning.key.partition(".")[0], other.meaning.key.partition(".")[0]}
    whole = "." not in one.meaning.key
    return apart >= 0 and (
        stems == CREATORS or (len(stems) == 1 and stems != {""} and (whole or apart >= FIRST_BY_PROOF))
    )


def kind_of(meaning: Meaning) -> str:
    """Return the kind of what a label asks for: that of the field, or the part of a person."""
    stem, _, part = meaning.key.partition(".")
    if meaning.part or part:
        return f"part.{meaning.part or part}"
    if stem in NAMED:
        return "people"
    kind = vocabulary()[stem].kind if stem in vocabulary().fields else "text"
    return f"{_CHOSEN}{stem}" if kind == "enum" else kind


@lru_cache(maxsize=128)
def nearness(lexicon: Lexicon) -> Nearness:
    """Return what is near the labels of a form; made once for each."""
    return Nearness(lexicon)
