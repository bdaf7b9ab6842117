"""This year's register against last year's and against the second sources, before any rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.comparison.changes import changes, with_papers
from toolkit.comparison.copies import further_rows, further_rows_then, kept_rows, repeated_rows, with_corrected
from toolkit.comparison.decided import (
    GONE,
    IN_USE,
    found_out,
    weigh_clusters,
    weigh_pairs,
    weigh_whereabouts,
)
from toolkit.comparison.duplicates import SAME_NAME, same_copies, same_numbers
from toolkit.comparison.match.former import with_former
from toolkit.comparison.match.pairs import pair
from toolkit.comparison.match.suggest import suggest
from toolkit.comparison.mistyped import without_slips
from toolkit.comparison.noticed import without_noticed
from toolkit.comparison.observed import compare_observed, nothing_observed, with_likeness
from toolkit.comparison.verdicts import judge_previous, judge_records
from toolkit.comparison.works import same_works
from toolkit.model import Campaign, RejectedRow
from toolkit.register.cancelled import cancelled
from toolkit.register.closing import closing_day
from toolkit.register.mentions import refer
from toolkit.register.returns import exempt_units, returns, silent_units, split_units, unit_statuses, with_confirmed
from toolkit.regulations.own_words import in_its_words

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from toolkit.engine import Engine
    from toolkit.model import Decision, Duplicate, Ledger
    from toolkit.register.known import Known
    from toolkit.register.merge import Merged
    from toolkit.regulations.profile import Profile

_WITHOUT = ("new", "late", "no_history", "cancelled")
_NOT_HERE = ("unaccounted", "unit_missing", "carried")
_DISSOLUTION = "解散"


@in_its_words
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
        engine: where large registers are paired, compared and looked through.
    """
    notices, seen, roster = (known.sources.get(name) for name in ("notices", "observed", "units"))
    ours, theirs = without_noticed(merged.ledger, notices, merged.unchanged), known.previous
    off = frozenset(ours.frame.loc[cancelled(ours.frame, as_of), "id"])
    copies, further = _copies(known.decisions, ours, theirs, off, profile)
    cards = ours.frame.loc[ours.frame["accompanies"] != "", "id"]
    apart, then = further | frozenset(cards), further_rows_then(theirs)
    pairs = pair(ours, theirs, apart=apart | then, engine=engine)
    decided = weigh_pairs(known.decisions, ours, theirs, pairs, apart=apart)
    said = with_corrected(decided.pairs, copies, pairs, ours, theirs)
    if len(said):
        pairs = pair(ours, theirs, apart=apart | then, decisions=said, engine=engine)
    pairs = with_former(pairs, ours, theirs, apart=apart | then)
    changed = with_papers(changes(ours, theirs, pairs.matched, profile=profile), ours, pairs.matched)
    closing = None if known.first_filing else closing_day(theirs, as_of=as_of, told=closed)
    records = judge_records(
        ours,
        theirs,
        pairs,
        changed,
        apart=apart,
        cancelled=off,
        closed=closing.day if closing else None,
        dissolved=known.closed,
    )
    changed = without_slips(changed, decided.decisions)
    sent = returns(merged, notices, profile=profile)
    paired = frozenset(records["previous"]) - {""}
    inquired = weigh_whereabouts(known.decisions, theirs, closing=closing, paired=paired)
    previous = judge_previous(
        theirs,
        records,
        filed=sent.filed | split_units(roster),
        unchanged=sent.unchanged | sent.delta_only | silent_units(theirs, sent, profile=profile),
        exempt=exempt_units(roster, sent),
        dissolved=_dissolved(notices, theirs) | found_out(inquired, *GONE),
        in_use=found_out(inquired, IN_USE),
        repeated=repeated_rows(theirs, paired, then),
        as_of=as_of,
    )
    suggestions = suggest(
        ours,
        theirs,
        pairs,
        open_ours=set(records.loc[_without(records), "id"].tolist()),
        open_theirs=set(previous.loc[previous["verdict"].isin(_NOT_HERE), "id"].tolist()),
        floor=profile.parameters.suggestion_floor,
        refused=decided.refused,
        engine=engine,
    )
    clusters = copies + same_works(ours, profile=profile, apart=apart | off, engine=engine)
    duplicates, about_duplicates = weigh_clusters(known.decisions, ours, clusters)
    statuses = unit_statuses(sent, merged, theirs, roster, profile=profile, as_of=as_of)
    return Campaign(
        as_of=as_of,
        ledger=ours,
        previous=theirs,
        verdicts=records,
        previous_verdicts=previous,
        changes=changed,
        observed=_observed(seen, ours, theirs, profile, known.closed),
        closing=closing,
        submissions=merged.submissions,
        duplicates=duplicates,
        suggestions=suggestions,
        units=with_confirmed(statuses, sent, merged, records=records, theirs=theirs, previous=previous),
        decisions=decided.decisions + about_duplicates + inquired,
        rejections=tuple(RejectedRow(row.where, row.name, row.note) for row in merged.rejections),
        sources=known.sources,
        taken=known.taken,
        blank=known.blank,
        closed=known.closed,
        first_filing=known.first_filing,
        jottings=known.jottings,
        tables=merged.tables,
        differing=merged.differing,
        unit_papers=merged.unit_papers,
    )


def _observed(
    seen: Ledger | None, ours: Ledger, theirs: Ledger, profile: Profile, closed: Ledger | None
) -> pd.DataFrame:
    """Return the groups seen in use with what each is, or is likely to be."""
    if seen is None:
        return nothing_observed()
    return with_likeness(compare_observed(seen, ours, theirs, profile=profile, closed=closed), ours, theirs)


def _copies(
    decisions: tuple[Decision, ...], ours: Ledger, theirs: Ledger, off: frozenset[str], profile: Profile
) -> tuple[tuple[Duplicate, ...], frozenset[str]]:
    """Return the clusters of rows that are one group, each with the row kept, and the ids of the other rows.

    Of one name under several numbers a person may say that it is one group.
    """
    clusters, _ = weigh_clusters(decisions, ours, same_numbers(ours) + same_copies(ours))
    if any(one.kind == SAME_NAME and one.answer == "yes" for one in decisions):
        further = further_rows(kept_rows(clusters, ours, theirs, cancelled=off))
        alike, _ = weigh_clusters(decisions, ours, same_works(ours, profile=profile, apart=further | off))
        clusters += tuple(one for one in alike if one.kind == SAME_NAME and one.evidence.get("decision") == "yes")
    kept = kept_rows(clusters, ours, theirs, cancelled=off)
    told = tuple(replace(one, evidence={**one.evidence, "kept": kept[one.records]}) for one in clusters)
    return told, further_rows(kept)


def _without(records: pd.DataFrame) -> pd.Series:
    """Return which records no row of last year is known for, though one could be."""
    return records["verdict"].isin(_WITHOUT) & (records["previous"] == "")


def _dissolved(notices: Ledger | None, theirs: Ledger) -> frozenset[str]:
    """Return the rows of last year that a notice says are dissolved."""
    if notices is None:
        return frozenset()
    told = notices.frame[notices.frame["type"] == _DISSOLUTION]
    ids = theirs.frame["id"].tolist()
    return frozenset(ids[position] for position in refer(told, theirs) if position is not None)
