"""Each answer against this year's registers: is it about rows that are here, open, and as the person saw them?

applied        the answer holds and was used               open    待定: asked again every time
again          it was given on other evidence: not used    idle    nothing to decide: proved otherwise, or not here
contradicted   one question, two answers: neither is used

An answer on other evidence gives way to one on this year's. Proof comes first: what a number or a filing number joins
is never asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.model import Party
from toolkit.normalise.units import unit_key
from toolkit.register.decisions.identity import (
    Index,
    Sides,
    cluster_evidence,
    joined,
    pair_evidence,
    whereabouts_evidence,
)
from toolkit.register.decisions.sheet import PAIRS, WHEREABOUTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import pandas as pd

    from toolkit.comparison.match.pairs import Pairs
    from toolkit.model import Closing, Decision, Duplicate, Ledger

APPLIED, OPEN, AGAIN, CONTRADICTED, IDLE = STATES = ("applied", "open", "again", "contradicted", "idle")
FACTS = frozenset({"same-number-two-units", "same-number-two-names", "same-number-same-unit"})
"""Kinds that a number proves: an answer marks them and silences nothing."""

GONE, IN_USE, OMITTED, MISTYPED = ("dissolved", "merged-into"), "in-use", "omitted", "mistyped"
"""What people find out of a group of last year, and of a number that differs (`toolkit.register.decisions`)."""

_PROOF = ("filing_no", "group_no")
_SAME_NAME = "same-name"


@dataclass(frozen=True, slots=True)
class Weighed:
    """Decisions about pairs with their states; `pairs` is one row an answer to use: record, previous (ids), same."""

    decisions: tuple[Decision, ...]
    pairs: pd.DataFrame
    refused: frozenset[tuple[str, str]]


def weigh_pairs(
    decisions: Iterable[Decision], ours: Ledger, theirs: Ledger, pairs: Pairs, *, apart: Collection[str] = ()
) -> Weighed:
    """Weigh the answers about this year's records and last year's rows.

    Args:
        decisions: as they were read; those about duplicates are left out.
        ours: this year's records; the frame has `name_key`.
        theirs: last year's register; likewise.
        pairs: who is who by proof alone, before any decision.
        apart: ids of records that are no candidates.
    """
    import pandas as pd

    asked = [decision for decision in decisions if decision.kind in PAIRS]
    found: list[Decision] = []
    if asked:
        weighing = _Pairs(ours, theirs, pairs, apart)
        by_couple: dict[tuple[str, str], list[Decision]] = defaultdict(list)
        for decision in asked:
            by_couple[weighing.couple(decision)].append(decision)
        for couple, answers in by_couple.items():
            found += weighing.weigh(couple, answers) if all(couple) else answers
    found = _each_row_once(_told_once(found))
    used = [one for one in found if one.state == APPLIED]
    rows = [(one.records[0], one.previous[0], one.answer == "yes") for one in used]
    frame = pd.DataFrame(rows, columns=["record", "previous", "same"])
    refused = frozenset((record, previous) for record, previous, same in rows if not same)
    return Weighed(tuple(found), frame, refused)


def weigh_clusters(
    decisions: Iterable[Decision], ours: Ledger, clusters: Sequence[Duplicate]
) -> tuple[tuple[Duplicate, ...], tuple[Decision, ...]]:
    """Weigh the answers about duplicates; return the clusters that are left, marked, and the decisions.

    否 takes a cluster away that only likeness found; one that a number proves is marked. 是 marks it as confirmed.
    """
    asked = [decision for decision in decisions if decision.kind not in (*PAIRS, WHEREABOUTS)]
    if not asked:
        return tuple(clusters), ()
    sides = Sides(ours)
    members = [[sides.party(record) for record in cluster.records] for cluster in clusters]
    meant = _meant(asked, clusters, members)
    left: list[Duplicate] = []
    here = {place for places in meant.values() for place in places}
    found = [decision for place, decision in enumerate(asked) if place not in here]
    for number, cluster in enumerate(clusters):
        answers = [asked[place] for place in meant.get(number, ())]
        evidence = cluster_evidence(cluster.kind, map(sides.said, cluster.records))
        weighed = [
            replace(one, groups=_refreshed(one, members[number]), records=cluster.records)
            for one in _weigh(answers, evidence)
        ]
        found += weighed
        used = next((one for one in weighed if one.state == APPLIED), None)
        if used is None:
            left.append(cluster)
        elif used.answer != "no" or cluster.kind in FACTS:
            told = {"decision": used.answer, **_keeper(used, cluster, members[number])}
            left.append(replace(cluster, evidence={**cluster.evidence, **told}))
    return tuple(left), tuple(_told_once(found))


def _keeper(decision: Decision, cluster: Duplicate, members: Sequence[Party]) -> Mapping[str, str]:
    """Return the record that keeps a disputed group, where a person chose its unit, or said which number is right."""
    if not decision.chosen:
        return {}
    if decision.kind == _SAME_NAME:
        numbered = zip(cluster.records, members, strict=True)
        record = next((name for name, party in numbered if decision.chosen in party.number.split("、")), "")
        return {"kept": record} if record else {}
    wanted = unit_key(decision.chosen)
    found = (record for record, party in zip(cluster.records, members, strict=True) if unit_key(party.unit) == wanted)
    record = next(found, "")
    return {"kept": record, "keeper": decision.chosen} if record else {}


def weigh_whereabouts(
    decisions: Iterable[Decision], theirs: Ledger, *, closing: Closing | None = None, paired: Collection[str] = ()
) -> tuple[Decision, ...]:
    """Weigh the answers about what became of groups of last year; `previous` of each is the row that is meant.

    Args:
        decisions: as they were read.
        theirs: last year's register.
        closing: the day it was closed: what was found out in one year is asked again in the next.
        paired: ids of the rows that a record continues: there is nothing to find out about them.
    """
    asked = [decision for decision in decisions if decision.kind == WHEREABOUTS]
    if not asked:
        return ()
    sides = Sides(theirs)
    index = Index(sides)
    by_row: dict[str, list[Decision]] = defaultdict(list)
    for one in asked:
        by_row[index.find(one.groups[0].key)].append(one)
    found = by_row.pop("", [])
    for row, answers in by_row.items():
        party = sides.party(row)
        found += [
            replace(one, groups=(party,), previous=(row,), state=IDLE if row in paired else one.state)
            for one in _weigh(answers, whereabouts_evidence(sides.said(row), closing))
        ]
    return tuple(_told_once(found))


def found_out(decisions: Iterable[Decision], *answers: str) -> frozenset[str]:
    """Return the rows of last year of which a person found out one of some things (`CHOSEN`)."""
    told = (one for one in decisions if one.kind == WHEREABOUTS and one.state == APPLIED and one.chosen in answers)
    return frozenset(row for one in told for row in one.previous)


class _Pairs:
    """What is known of both registers while pairs are weighed."""

    def __init__(self, ours: Ledger, theirs: Ledger, pairs: Pairs, apart: Collection[str]) -> None:
        self._ours, self._theirs = Sides(ours), Sides(theirs)
        self._records, self._rows = Index(self._ours, apart=apart), Index(self._theirs)
        matched = pairs.matched
        self._previous_of = dict(zip(matched["record"], matched["previous"], strict=True))
        self._basis_of = dict(zip(matched["record"], matched["basis"], strict=True))
        self._taken = set(matched["previous"])

    def couple(self, decision: Decision) -> tuple[str, str]:
        """Return record and previous row that a decision is about, either way round; a blank for what is not here."""
        one, other = (party.key for party in decision.groups)
        for first, second in ((one, other), (other, one)):
            record, previous = self._records.find(first), self._rows.find(second)
            if record and previous:
                return record, previous
        return "", ""

    def weigh(self, couple: tuple[str, str], answers: Sequence[Decision]) -> list[Decision]:
        """Return the answers about one pair with their states."""
        record, previous = couple
        evidence = pair_evidence(self._ours.said(record), self._theirs.said(previous))
        parties = self._ours.party(record), self._theirs.party(previous)
        settled = self._settled(record, previous)
        weighed = [
            replace(
                one,
                state=one.state if one.state == CONTRADICTED else settled.get(one.answer, one.state),
                records=(record,),
                previous=(previous,),
            )
            for one in _weigh(answers, evidence)
        ]
        return [replace(one, groups=_turned(one, parties)) for one in weighed]

    def _settled(self, record: str, previous: str) -> Mapping[str, str]:
        """Return what becomes of each answer where there is nothing left to decide."""
        if self._previous_of.get(record) == previous:
            nothing = {"yes": IDLE, "open": IDLE}
            return {**nothing, "no": AGAIN} if self._basis_of[record] in _PROOF else nothing
        if record in self._previous_of or previous in self._taken:
            return {"yes": IDLE, "open": IDLE, "no": IDLE}
        return {}


def _weigh(answers: Sequence[Decision], evidence: str) -> list[Decision]:
    """Return the answers to one question with their states; what is replaced by a later answer falls away."""
    fresh = [one for one in answers if one.evidence in ("", evidence)]
    given = {one.answer for one in fresh} - {"open"}
    chosen = {one.chosen for one in fresh if one.answer != "open"} - {""}
    if not given:
        return [replace(one, state=OPEN if one.answer == "open" else AGAIN) for one in answers]
    state = CONTRADICTED if len(given) > 1 or len(chosen) > 1 else APPLIED
    return [replace(one, state=state, evidence=evidence) for one in fresh if one.answer != "open"]


def _each_row_once(decisions: Sequence[Decision]) -> list[Decision]:
    """Return the decisions; who says that one row is two rows contradicts himself."""
    rows = Counter(row for one in decisions if _joins(one) for row in (*one.records, *one.previous))
    return [
        replace(one, state=CONTRADICTED)
        if _joins(one) and any(rows[row] > 1 for row in (*one.records, *one.previous))
        else one
        for one in decisions
    ]


def _joins(decision: Decision) -> bool:
    return decision.state == APPLIED and decision.answer == "yes"


def _told_once(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions without those that came in twice, from a report and from a ledger say."""
    found: dict[tuple[object, ...], Decision] = {}
    for one in decisions:
        where = (one.records, one.previous) if one.records else frozenset(group.key for group in one.groups)
        about = one.kind if one.kind not in PAIRS else ""
        known = found.setdefault((about, where, one.answer, one.evidence, one.state), one)
        if known is not one:
            found[about, where, one.answer, one.evidence, one.state] = _earlier(known, one)
    return list(found.values())


def _earlier(one: Decision, other: Decision) -> Decision:
    """Return the decision that says who and when; of two that do, the earlier."""
    return min((one, other), key=lambda told: (not told.on, told.on, not told.by, not told.why))


def _turned(decision: Decision, parties: tuple[Party, Party]) -> tuple[Party, ...]:
    """Return the groups as the person saw them, this year's first, known by what they are known by now as well.

    What was carried over in a year before (idle) keeps its sides: last year's row is now what this year's was then.
    """
    if decision.state == IDLE:
        return decision.groups
    one, other = decision.groups
    now = [set(party.key.split()) for party in parties]
    straight = len(now[0] & set(one.key.split())) + len(now[1] & set(other.key.split()))
    crossed = len(now[0] & set(other.key.split())) + len(now[1] & set(one.key.split()))
    before = (other, one) if crossed > straight else (one, other)
    return tuple(_seen(then, party) for party, then in zip(parties, before, strict=True))


def _seen(then: Party, now: Party) -> Party:
    """Return a group as it was called when it was decided; what a list did not say of it as it is now."""
    shown = (old or new for old, new in zip(then[1:], now[1:], strict=True))
    return Party(joined(now.key, then.key), *shown)


def _refreshed(decision: Decision, members: Sequence[Party]) -> tuple[Party, ...]:
    return decision.groups if decision.state == AGAIN else tuple(members)


def _meant(
    asked: Sequence[Decision], clusters: Sequence[Duplicate], members: Sequence[Sequence[Party]]
) -> Mapping[int, list[int]]:
    """Return for each cluster the decisions about it: of its kind, and with two groups at least in common."""
    by_mark: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, cluster in enumerate(clusters):
        for party in members[number]:
            for mark in party.key.split():
                by_mark[cluster.kind, mark].add(number)
    meant: dict[int, list[int]] = defaultdict(list)
    for place, decision in enumerate(asked):
        marks = {mark for party in decision.groups for mark in party.key.split()}
        near = sorted({number for mark in marks for number in by_mark.get((decision.kind, mark), ())})
        shared = [(_common(decision.groups, members[number]), number) for number in near]
        best = max(shared, default=(0, 0), key=lambda pair: (pair[0], -pair[1]))
        if best[0] > 1:
            meant[best[1]].append(place)
    return meant


def _common(one: Iterable[Party], other: Iterable[Party]) -> int:
    """Return how many groups of two clusters are the same, each counted once."""
    left = [set(party.key.split()) for party in other]
    count = 0
    for party in one:
        marks = set(party.key.split())
        found = next((place for place, known in enumerate(left) if known & marks), None)
        if found is not None:
            del left[found]
            count += 1
    return count
