"""This year's register against last year's and against the second sources, before any rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.comparison.changes import changes
from toolkit.comparison.decided import weigh_clusters, weigh_pairs
from toolkit.comparison.duplicates import further_rows, same_numbers, same_works
from toolkit.comparison.match.pairs import pair
from toolkit.comparison.match.suggest import suggest
from toolkit.comparison.observed import compare_observed, nothing_observed
from toolkit.comparison.verdicts import closing_day, judge_previous, judge_records
from toolkit.model import Campaign, RejectedRow
from toolkit.register.mentions import refer
from toolkit.register.returns import returns, unit_statuses, with_confirmed

if TYPE_CHECKING:
    import datetime as dt

    from toolkit.engine import Engine
    from toolkit.model import Ledger
    from toolkit.register.known import Known
    from toolkit.register.merge import Merged
    from toolkit.regulations.profile import Profile

_WITHOUT = ("new", "late", "no_history")
_NOT_HERE = ("unaccounted", "unit_missing", "carried")
_DISSOLUTION = "解散"


def compare(  # noqa: PLR0913 - what was filed and what was known, by whose rules, and where the work runs
    merged: Merged,
    known: Known,
    *,
    profile: Profile,
    as_of: dt.date,
    closed: dt.date | None = None,
    engine: Engine | None = None,
) -> Campaign:
    """Give every row its verdict, and find what is there twice, what looks alike and who did not file.

    Args:
        merged: this year's register.
        known: last year's, the second sources and earlier decisions.
        profile: the regulation.
        as_of: the day the verdicts refer to.
        closed: the day last year's register was closed; None asks the register.
        engine: where the pairing of large registers runs.
    """
    ours, theirs = merged.ledger, known.previous
    numbers = same_numbers(ours)
    cards = ours.frame.loc[ours.frame["accompanies"] != "", "id"]
    apart = further_rows(numbers) | frozenset(cards)
    pairs = pair(ours, theirs, apart=apart, engine=engine)
    decided = weigh_pairs(known.decisions, ours, theirs, pairs, apart=apart)
    if len(decided.pairs):
        pairs = pair(ours, theirs, apart=apart, decisions=decided.pairs, engine=engine)
    changed = changes(ours, theirs, pairs.matched, profile=profile)
    day = None if known.first_filing else closing_day(theirs, as_of=as_of, told=closed)
    records = judge_records(ours, theirs, pairs, changed, apart=apart, closed=day, dissolved=known.closed)
    notices, seen = known.sources.get("notices"), known.sources.get("observed")
    sent = returns(merged, notices)
    previous = judge_previous(
        theirs, ours, records, filed=sent.filed, unchanged=sent.unchanged, dissolved=_dissolved(notices, theirs)
    )
    suggestions = suggest(
        ours,
        theirs,
        pairs,
        open_ours=set(records.loc[records["verdict"].isin(_WITHOUT), "id"].tolist()),
        open_theirs=set(previous.loc[previous["verdict"].isin(_NOT_HERE), "id"].tolist()),
        floor=float(profile.parameters.get("suggestion_floor") or 0.30),
        refused=decided.refused,
    )
    clusters = numbers + same_works(ours, profile=profile, apart=apart)
    duplicates, about_duplicates = weigh_clusters(known.decisions, ours, clusters)
    statuses = unit_statuses(sent, merged, theirs, known.sources.get("units"), profile=profile, as_of=as_of)
    return Campaign(
        as_of=as_of,
        ledger=ours,
        previous=theirs,
        verdicts=records,
        previous_verdicts=previous,
        changes=changed,
        observed=nothing_observed() if seen is None else compare_observed(seen, ours, theirs, profile=profile),
        previous_cutoff=day,
        submissions=merged.submissions,
        duplicates=duplicates,
        suggestions=suggestions,
        units=with_confirmed(statuses, sent, merged, records=records, theirs=theirs, previous=previous),
        decisions=decided.decisions + about_duplicates,
        rejections=tuple(RejectedRow(row.where, row.name, row.note) for row in merged.rejections),
        sources=known.sources,
        blank=known.blank,
        closed=known.closed,
        first_filing=known.first_filing,
        tables=merged.tables,
    )


def _dissolved(notices: Ledger | None, theirs: Ledger) -> frozenset[int]:
    """Return the positions of the rows of last year that a notice says are dissolved."""
    if notices is None:
        return frozenset()
    told = notices.frame[notices.frame["type"] == _DISSOLUTION]
    return frozenset(position for position in refer(told, theirs) if position is not None)
