"""Figures that have to add up, and figures that stand out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.case import Hit
from toolkit.rules.ask import by_unit, hit_of_unit, in_scope, last_days, text, verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from toolkit.case import Case
    from toolkit.regulations import Requirement


def prior_count(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """How many groups a unit says it had before, against the rows it lists.

    Variants `differs` (its rows disagree) and `too_few` (it lists more than it says it had). Groups set up after the
    regulation, or new this year, were not there before and do not count.
    """
    frame, field = case.ledger.frame, requirement.with_["field"]
    scope = in_scope(case, requirement)
    before = _existed(case, requirement)
    for _, rows in by_unit(frame, scope & frame[field].notna()):
        said = sorted({int(value) for value in rows[field]})
        if len(said) > 1:
            yield hit_of_unit(rows, field, "differs", said=said)
            continue
        unit = rows["unit"].iat[0]
        listed = int((scope & before & (frame["unit"] == unit)).sum())
        if said[0] < listed:
            yield hit_of_unit(rows, field, "too_few", said=said[0], listed=listed)


def disposition_arithmetic(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Groups before = kept + merged + dissolved; what is missing has to be explained."""
    frame, asked = case.ledger.frame, requirement.with_
    total = asked["total"]
    notices = case.sources.get("notices")
    for unit, rows in by_unit(frame, in_scope(case, requirement)):
        said = {int(value) for value in rows[total].dropna()}
        if len(said) != 1:
            continue
        before = rows[_existed(case, requirement)[rows.index]]
        gone = int(text(before, "disposition").isin(asked["gone"]).sum())
        kept = len(before) - gone
        if notices is not None:
            told = notices.frame
            gone += int(((text(told, "unit") == unit) & (text(told, "type") == "解散")).sum())
        missing = said.pop() - kept - gone
        if missing > 0:
            yield hit_of_unit(
                rows, total, "unexplained", missing=missing, kept=kept, gone=gone, said=missing + kept + gone
            )


def too_many_groups(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Units, or owners, with more groups than nearly all others (`percentile`); told, no fault in itself."""
    frame, asked = case.ledger.frame, requirement.with_
    rows = frame[in_scope(case, requirement)]
    for per in asked["per"]:
        column = "unit" if per == "unit" else f"{per}.name"
        names = text(rows, column)
        counts = names[names != ""].value_counts(sort=False)
        least = asked.get("at_least", 2)
        if not len(counts):
            continue
        bar = max(float(counts.quantile(asked["percentile"] / 100)), least - 1)
        for name, count in counts[counts > bar].items():
            of = rows[names == name]
            facts = {"name": str(name).replace("\n", "、"), "count": int(count), "percentile": asked["percentile"]}
            yield Hit(tuple(of["id"]), column, facts, unit=str(of["unit"].iat[0]), variant=per)


def _existed(case: Case, requirement: Requirement) -> pd.Series:
    """Return which groups were there before: not new this year, and not certainly set up after the day given."""
    frame, asked = case.ledger.frame, requirement.with_
    there = verdicts(case) != "new"
    if asked.get("until"):
        created = text(frame, asked.get("created", "created_on"))
        there &= (created == "") | (last_days(created) <= str(asked["until"]))
    return there
