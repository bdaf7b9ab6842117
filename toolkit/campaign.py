"""The steps of `pipeline.reconcile`: what was known before, this year's register, the two compared, the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.comparison.changes import changes
from toolkit.comparison.decisions import asks, read_decisions, weigh_clusters, weigh_pairs
from toolkit.comparison.duplicates import further_rows, same_numbers, same_works
from toolkit.comparison.match.pairs import pair
from toolkit.comparison.match.suggest import suggest
from toolkit.comparison.observed import compare_observed, nothing_observed
from toolkit.comparison.verdicts import closing_day, judge_previous, judge_records
from toolkit.errors import SourceError
from toolkit.findings.case import Case
from toolkit.findings.defunct import dated, declared_gone, defunct
from toolkit.findings.rules import judge
from toolkit.findings.validate import validate
from toolkit.model import Outcome, RejectedRow
from toolkit.register import roster
from toolkit.register.mentions import refer
from toolkit.register.merge import merge
from toolkit.register.previous import load_closed, load_previous, open_previous
from toolkit.register.returns import returns, unit_statuses, with_confirmed
from toolkit.register.rows import assemble
from toolkit.register.sources import load_source
from toolkit.register.sources.opening import open_workbook
from toolkit.regulations.calendar import calendar

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from toolkit.comparison.match.pairs import Pairs
    from toolkit.engine import Engine
    from toolkit.model import Decision, Duplicate, Finding, Ledger, Reading, Suggestion, UnitStatus
    from toolkit.normalise.units import UnitIndex
    from toolkit.pipeline import Sources
    from toolkit.register.merge import Merged
    from toolkit.regulations.profile import Profile

LISTS = ("observed", "notices", "approvals", "people", "classes", "received")
_ANSWERLESS = ("observed", "people", "classes")
"""Lists that say nothing when they have no row: they are taken as not given. A log of what came in (`notices`,
`approvals`, `received`) may well be empty: nothing came."""
_UNASKED = {"previous": "previous", "observed": "unregistered", "units": "missing_units"}
_SEVERITIES = ("error", "warning", "review", "notice")
_WITHOUT = ("new", "late", "no_history")
_NOT_HERE = ("unaccounted", "unit_missing", "carried")
_DISSOLUTION = "解散"


@dataclass(frozen=True, slots=True)
class Known:
    """What was known before a file was opened; at a first filing last year's register is empty.

    `closed` are the groups that our own ledger of last year keeps as dissolved: they are not in force. `blank` names
    the second sources that were given without a row, and are therefore not among `sources`.
    """

    units: UnitIndex
    previous: Ledger
    sources: Mapping[str, Ledger]
    first_filing: bool
    closed: Ledger
    decisions: tuple[Decision, ...] = ()
    blank: tuple[str, ...] = ()

    @property
    def roster_units(self) -> tuple[str, ...]:
        """The units of the roster; none without one."""
        found = self.sources.get("units")
        return () if found is None else tuple(found.frame["unit"].unique().tolist())


@dataclass(frozen=True, slots=True)
class Compared:
    """This year against last year and against the second sources, before any rule."""

    pairs: Pairs
    closed: dt.date | None
    verdicts: pd.DataFrame
    previous_verdicts: pd.DataFrame
    changes: pd.DataFrame
    observed: pd.DataFrame
    duplicates: tuple[Duplicate, ...]
    suggestions: tuple[Suggestion, ...]
    units: tuple[UnitStatus, ...]
    decisions: tuple[Decision, ...] = ()


def known_before(sources: Sources, profile: Profile, *, engine: Engine | None = None) -> Known:
    """Read the second sources.

    Raises:
        SourceError: one cannot be read.
    """
    found: dict[str, Ledger] = {}
    if sources.units:
        found["units"] = load_source("units", sources.units, roster.unit_index(None, profile))
    blank = _without_rows(found)
    units = roster.unit_index(found.get("units"), profile)
    for name in LISTS:
        if path := getattr(sources, name):
            found[name] = load_source(name, path, units)
    blank += _without_rows(found)
    told = _decided(sources, units)
    if sources.previous is None:
        nothing = assemble((), profile, units).ledger
        return Known(units, nothing, found, first_filing=True, closed=nothing, decisions=told, blank=blank)
    book = open_previous(sources.previous, password=sources.ledger_password)
    previous = load_previous(sources.previous, profile, units, book=book, engine=engine)
    told += read_decisions(book, sources.previous.name, units)
    closed = load_closed(sources.previous, profile, units, book=book)
    found["previous"] = previous
    return Known(units, previous, found, first_filing=False, closed=closed, decisions=told, blank=blank)


def register(
    readings: Sequence[Reading], known: Known, *, profile: Profile, as_of: dt.date, engine: Engine | None = None
) -> Merged:
    """Put the tables of all files into this year's register."""
    tables = [table for reading in readings for table in reading.tables]
    return merge(
        readings,
        assemble(tables, profile, known.units, engine=engine),
        profile,
        known.units,
        as_of=as_of,
        roster=known.sources.get("units"),
        previous=None if known.first_filing else known.previous,
        received=known.sources.get("received"),
    )


def compare(  # noqa: PLR0913 - what was filed and what was known, by whose rules, and where the work runs
    merged: Merged,
    known: Known,
    *,
    profile: Profile,
    as_of: dt.date,
    closed: dt.date | None = None,
    engine: Engine | None = None,
) -> Compared:
    """Give every row its verdict, and find what is there twice, what looks alike and who did not file."""
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
    return Compared(
        pairs,
        day,
        records,
        previous,
        changed,
        nothing_observed() if seen is None else compare_observed(seen, ours, theirs, profile=profile),
        duplicates,
        suggestions,
        with_confirmed(statuses, sent, merged, records=records, theirs=theirs, previous=previous),
        decided.decisions + about_duplicates,
    )


def conclude(merged: Merged, known: Known, compared: Compared, *, profile: Profile, as_of: dt.date) -> Outcome:
    """Put every rule of the regulation to the campaign, and everything into the outcome."""
    rejected = tuple(RejectedRow(row.where, row.name, row.note) for row in merged.rejections)
    case = Case(
        profile=profile,
        as_of=as_of,
        previous_cutoff=compared.closed,
        calendar=calendar(),
        ledger=merged.ledger,
        previous=known.previous,
        verdicts=compared.verdicts,
        previous_verdicts=compared.previous_verdicts,
        changes=compared.changes,
        faults=merged.faults,
        observed=compared.observed,
        submissions=merged.submissions,
        duplicates=compared.duplicates,
        units=compared.units,
        sources=known.sources,
        decisions=compared.decisions,
        closed=known.closed,
        rejections=rejected,
    )
    checked = validate(merged.ledger, profile, merged.faults)
    notices, fates = known.sources.get("notices"), compared.previous_verdicts
    return Outcome(
        profile=profile.id,
        as_of=as_of,
        submissions=merged.submissions,
        ledger=dated(merged.ledger, notices, gone=declared_gone(merged.ledger.frame)),
        previous=dated(known.previous, notices, gone=frozenset(fates.loc[fates["verdict"] == "dissolved", "id"])),
        verdicts=compared.verdicts,
        previous_verdicts=compared.previous_verdicts,
        changes=compared.changes,
        defunct=defunct(merged.ledger, compared.observed, known.sources, profile=profile, as_of=as_of),
        observed=compared.observed,
        duplicates=compared.duplicates,
        suggestions=compared.suggestions,
        units=compared.units,
        findings=tuple(sorted(judge(case, checked), key=_urgency)),
        not_compared=tuple(question for name, question in _UNASKED.items() if name not in known.sources),
        first_filing=known.first_filing,
        previous_cutoff=compared.closed,
        given=tuple(known.sources),
        blank=known.blank,
        rejections=rejected,
        closed=known.closed,
        tables=merged.tables,
        decisions=compared.decisions,
    )


def _without_rows(found: dict[str, Ledger]) -> tuple[str, ...]:
    """Take the lists without a row out of the sources found, and name them."""
    blank = tuple(name for name in ("units", *_ANSWERLESS) if name in found and found[name].frame.empty)
    for name in blank:
        del found[name]
    return blank


def _decided(sources: Sources, units: UnitIndex) -> tuple[Decision, ...]:
    """Return the answers in the files of `--decisions`; a ledger among them is opened with its own word."""
    found: list[Decision] = []
    for path in sources.decisions:
        book = open_workbook(path, password=sources.ledger_password)
        if not asks(book):
            raise SourceError("decisions-none", file=path.name)
        found += read_decisions(book, path.name, units)
    return tuple(found)


def _dissolved(notices: Ledger | None, theirs: Ledger) -> frozenset[int]:
    """Return the positions of the rows of last year that a notice says are dissolved."""
    if notices is None:
        return frozenset()
    told = notices.frame[notices.frame["type"] == _DISSOLUTION]
    return frozenset(position for position in refer(told, theirs) if position is not None)


def _urgency(finding: Finding) -> tuple[int, str, str, str, int, str, str]:
    """Order findings: the gravest first, then unit by unit, file by file, cell by cell."""
    where = finding.where[0] if finding.where else None
    letters = "".join(filter(str.isalpha, where.cell)) if where else ""
    digits = "".join(filter(str.isdigit, where.cell)) if where else ""
    return (
        _SEVERITIES.index(finding.severity),
        finding.unit,
        where.file if where else "",
        where.sheet if where else "",
        int(digits or 0),
        letters.rjust(3),
        finding.requirement,
    )
