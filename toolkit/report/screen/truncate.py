"""A campaign too large for one page: its lists are cut, its figures are not.

A browser holds a hundred thousand rows with ease and a million badly. The gravest findings are kept, and of the groups
those first that a finding or a question is about; all the rest is in outcome.json and in the ledger.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from toolkit.model import SEVERITIES
from toolkit.report.screen.words import GONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from toolkit.model import Ledger, Outcome

MOST = 100_000
"""So many rows each list of the page has at most."""


def cut(outcome: Outcome, most: int = MOST) -> Outcome:
    """Return the outcome with at most so many findings, records and previous rows; a smaller one as it is."""
    sizes = (len(outcome.findings), len(outcome.ledger.frame), len(outcome.previous.frame))
    if max(sizes) <= most:
        return outcome
    findings = tuple(sorted(outcome.findings, key=lambda one: SEVERITIES.index(one.severity))[:most])
    asked = outcome.suggestions
    clusters = chain.from_iterable(cluster.records for cluster in outcome.duplicates)
    named = chain(chain.from_iterable(one.records for one in findings), (pair.record for pair in asked), clusters)
    ours = _kept(outcome.verdicts, named, most)
    mates = outcome.verdicts.loc[outcome.verdicts["id"].isin(ours), "previous"].fillna("")
    gone = outcome.previous_verdicts.loc[outcome.previous_verdicts["verdict"].isin(GONE), "id"]
    named = chain(chain.from_iterable(one.previous for one in findings), (pair.previous for pair in asked), mates, gone)
    theirs = _kept(outcome.previous_verdicts, named, most)
    return replace(
        outcome,
        findings=findings,
        ledger=_only(outcome.ledger, ours),
        previous=_only(outcome.previous, theirs),
        verdicts=_rows(outcome.verdicts, "id", ours),
        previous_verdicts=_rows(outcome.previous_verdicts, "id", theirs),
        changes=_rows(outcome.changes, "record", ours),
        defunct=_rows(outcome.defunct, "record", ours),
        suggestions=tuple(pair for pair in asked if pair.record in ours and pair.previous in theirs),
        duplicates=tuple(cluster for cluster in outcome.duplicates if ours.issuperset(cluster.records)),
    )


def _kept(verdicts: pd.DataFrame, named: Iterable[str], most: int) -> frozenset[str]:
    known = dict.fromkeys(verdicts["id"].tolist())
    wanted = dict.fromkeys(name for name in named if name in known)
    return frozenset([*wanted, *(name for name in known if name not in wanted)][:most])


def _only(ledger: Ledger, names: frozenset[str]) -> Ledger:
    return replace(ledger, frame=_rows(ledger.frame, "id", names))


def _rows(frame: pd.DataFrame, column: str, names: frozenset[str]) -> pd.DataFrame:
    return frame[frame[column].isin(names)].reset_index(drop=True)
