"""What the report asks of a person: each question as a hidden text that survives the years, and earlier answers."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.messages import word
from toolkit.register.decisions import Sides, question
from toolkit.register.decisions.identity import cluster_evidence, pair_evidence, whereabouts_evidence
from toolkit.register.decisions.sheet import WHEREABOUTS, answer_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.model import Decision, Duplicate, Outcome


class Questions:
    """The questions of one outcome; the registers are looked into only when something is asked."""

    def __init__(self, outcome: Outcome, *, lang: str) -> None:
        """Keep the outcome and the language in which earlier answers are told."""
        self._outcome, self._lang = outcome, lang

    def pair(self, kind: str, record: str, previous: str) -> str:
        """Return the question whether a record is a row of last year."""
        evidence = pair_evidence(self._ours.said(record), self._theirs.said(previous))
        return question(kind, evidence, (self._ours.party(record), self._theirs.party(previous)))

    def cluster(self, cluster: Duplicate) -> str:
        """Return the question whether the records of a cluster are one group or one work."""
        evidence = cluster_evidence(cluster.kind, map(self._ours.said, cluster.records))
        return question(cluster.kind, evidence, map(self._ours.party, cluster.records))

    def whereabouts(self, previous: str) -> str:
        """Return the question what became of a row of last year."""
        evidence = whereabouts_evidence(self._theirs.said(previous), self._outcome.closing)
        return question(WHEREABOUTS, evidence, (self._theirs.party(previous),))

    def answered(self, previous: str) -> str:
        """Return what was answered to that, in words; "" where nothing was or it has to be asked again."""
        known = self._earlier.get(frozenset((previous,)), ())
        found = (one for one in known if one.kind == WHEREABOUTS and one.state in ("applied", "open"))
        return next((answer_word(one, lang=self._lang) for one in found), "")

    def told(self, *names: str) -> list[str]:
        """Return what people said before about these records and previous rows, one sentence an answer."""
        return [self._sentence(one) for one in self._earlier.get(frozenset(names), ())]

    @cached_property
    def _ours(self) -> Sides:
        return Sides(self._outcome.ledger)

    @cached_property
    def _theirs(self) -> Sides:
        return Sides(self._outcome.previous)

    @cached_property
    def _earlier(self) -> Mapping[frozenset[str], Sequence[Decision]]:
        found: dict[frozenset[str], list[Decision]] = defaultdict(list)
        for one in self._outcome.decisions:
            if (one.records or one.kind == WHEREABOUTS) and one.state != "idle":
                found[frozenset((*one.records, *one.previous))].append(one)
        return found

    def _sentence(self, one: Decision) -> str:
        code = f"decided-applied-{one.answer}" if one.state == "applied" else f"decided-{one.state}"
        signed = " ".join(filter(None, (one.on, one.by, one.why)))
        facts = {
            "signed": f"{signed} " if signed else "",
            "answer": answer_word(one, lang=self._lang),
        }
        return word("report", code, facts, lang=self._lang)
