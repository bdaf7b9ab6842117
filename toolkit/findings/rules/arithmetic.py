"""Figures that have to add up, and figures that stand out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.findings.rules.masks import (
    by_unit,
    grouped,
    hit_of_unit,
    in_scope,
    in_scope_over_too,
    last_days,
    over,
    text,
    verdicts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from toolkit.findings.case import Case, Hit
    from toolkit.regulations.profile import Requirement

_TWICE, _MORE = 2, 2
"""So many times what is usual is many, and so many more."""


def prior_count(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """How many groups a unit says it had before, against the rows it lists.

    Variants `differs` (its rows disagree) and `too_few` (it lists more than it says it had). Groups set up after the
    regulation, or new this year, were not there before and do not count.
    """
    frame, field = case.ledger.frame, requirement.with_["field"]
    created = requirement.with_.get("created", "created_on")
    scope = in_scope_over_too(case, requirement) & (verdicts(case) != "duplicate")
    before = dict(by_unit(frame, scope & _existed(case, requirement)))
    for unit, rows in by_unit(frame, scope & frame[field].notna()):
        said = sorted({int(value) for value in frame[field].take(rows)})
        listed = len(before.get(unit, ()))
        if len(said) > 1:
            yield hit_of_unit(frame, rows, field, "differs", said=said)
        elif said[0] < listed:
            undated = int((text(frame, created).take(before[unit]) == "").sum())
            yield hit_of_unit(frame, rows, field, "too_few", said=said[0], listed=listed, undated=undated)


def disposition_arithmetic(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Groups before = kept + merged + dissolved; what is missing has to be explained."""
    frame, asked = case.ledger.frame, requirement.with_
    total = asked["total"]
    there, ended = _existed(case, requirement), text(frame, "disposition").isin(asked["gone"]) | over(case)
    noticed = _dissolutions(case)
    for unit, rows in by_unit(frame, in_scope_over_too(case, requirement) & _said_anywhere(frame, total)):
        said = {int(value) for value in frame[total].take(rows).dropna()}
        if len(said) != 1:
            continue
        before = int(there.take(rows).sum())
        gone = int((there & ended).take(rows).sum())
        kept, gone = before - gone, gone + noticed.get(unit, 0)
        missing = min(said) - kept - gone
        if missing > 0:
            facts = {"missing": missing, "kept": kept, "gone": gone, "said": min(said)}
            yield hit_of_unit(frame, rows, total, "unexplained", **facts)


def too_many_groups(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Units, or owners, with more groups than nearly all others (`percentile`); told, no fault in itself.

    Somebody always stands first: five groups where the others have four are not many, nor two where they have one.
    """
    import pandas as pd

    frame, asked = case.ledger.frame, requirement.with_
    scope = in_scope(case, requirement)
    for per in asked["per"]:
        column = "unit" if per == "unit" else f"{per}.name"
        names = text(frame, column)
        held = dict(grouped(names, scope & (names != "")))
        if not held:
            continue
        counts = pd.Series([len(rows) for rows in held.values()])
        bar = max(float(counts.quantile(asked["percentile"] / 100)), asked.get("at_least", 2) - 1)
        usual = 0.0 if "at_least" in asked else float(counts.median())
        for name, rows in held.items():
            if len(rows) > bar and len(rows) >= max(_TWICE * usual, usual + _MORE if usual else 0):
                fewer = int((counts < len(rows)).sum())
                facts = {"name": name.replace("\n", "、"), "count": len(rows), "fewer": fewer, "of": len(held)}
                yield hit_of_unit(frame, rows, column, per, **facts)


def _said_anywhere(frame: pd.DataFrame, total: str) -> pd.Series:
    """Return the rows of the units that give a total at all."""
    return text(frame, "unit").isin(set(text(frame, "unit")[frame[total].notna()]))


def _dissolutions(case: Case) -> Mapping[str, int]:
    """Return how many dissolutions each unit has reported."""
    notices = case.sources.get("notices")
    if notices is None:
        return {}
    told = notices.frame
    return Counter(text(told, "unit")[text(told, "type") == "解散"].tolist())


def _existed(case: Case, requirement: Requirement) -> pd.Series:
    """Return which groups were there before: not new this year, and not certainly set up after the day given."""
    frame, asked = case.ledger.frame, requirement.with_
    there = verdicts(case) != "new"
    if asked.get("until"):
        created = text(frame, asked.get("created", "created_on"))
        there &= (created == "") | (last_days(created) <= str(asked["until"]))
    return there
