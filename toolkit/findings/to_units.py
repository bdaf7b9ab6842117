"""What the unit that sent a file is told: what it can change there itself, each cause once, in words addressed to it.

The department's report tells everything; `reconcile check` and 修改清单 take from here. Left out are what only the
department can settle, what no change of the form can mend (a group built before it was filed stays so), and what last
year's register settled: a group that has its number was filed, with all that belongs to it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from toolkit.findings.rules.in_force import in_force
from toolkit.findings.rules.to_findings import heading
from toolkit.findings.shared import parted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from toolkit.model import Finding, Outcome
    from toolkit.regulations.profile import Profile

_DEPARTMENTS = frozenset(
    {
        *("unit-summary", "unit-returned", "missing-return", "too-many-groups", "rollup", "scope-kind", "decision"),
        *("filed-before-regulation", "exactly-limit", "temporary-exempt", "reference-category", "expected-groups"),
        *("no-official", "known-unit", "copied-from-last-year", "revived", "observed-dead", "unregistered"),
    }
)
"""Rules whose findings are the department's to deal with, or ask for nothing."""
_FACTS = frozenset({"filed-after-created", "annual-window", "left-out", "earlier-return"})
"""Rules that tell what happened: nothing that is written into the form changes it."""
_UNSURE = frozenset(
    {("name-prefix", "uncertain"), ("name-core-word", "uncertain"), ("approval-route", "other_approver")}
)
"""What only a list that the department holds can tell."""
_OF_FILING = frozenset({"approval", "approval-route", "new-needs-approval", "filed-after-created"})
"""Rules about the filing of a group: settled where the department gave it a number."""
_SAID_FOR_ALL = frozenset({"stated", "sensitive-content", "example-row", "file-read"})
"""Rules that hold even where the unit said that nothing changed."""
_NO_NAME = "nameless"
_GUARDED: Mapping[str, str] = {
    "over-size": "member_count",
    "plausible-date": "created_on",
    "filed-after-created": "created_on",
    "still-active": "is_active",
}
"""Rules that stay silent without an answer that may be left blank."""


class Unasked(NamedTuple):
    """An answer left blank in some groups, and the clauses that could not be checked for want of it."""

    label: str
    groups: int
    clauses: tuple[str, ...]


def for_units(outcome: Outcome) -> tuple[Finding, ...]:
    """Return the findings that units are told, in the order of the requirements."""
    theirs = (one for one in outcome.findings if is_theirs(one.rule, str(one.facts.get("variant", ""))))
    own = list(parted(theirs, outcome))
    settled, unchanged = _settled(outcome), _unchanged(outcome)
    unsettled = (_unsettled(finding, settled) for finding in own)
    kept = (finding for finding in unsettled if finding is not None and not _is_moot(finding, unchanged))
    return tuple(_without_echoes(_for_all_told(kept, unchanged)))


def undated(outcome: Outcome) -> bool:
    """Tell whether a unit says that nothing changed and gives no date for it."""
    said = any(table.evidence.get("unchanged") for table in outcome.tables)
    return said and not any(filter(None, outcome.ledger.frame["reported_on"].tolist()))


def unasked(outcome: Outcome, profile: Profile) -> tuple[Unasked, ...]:
    """Return the answers left blank that kept an article from being checked, those of most groups first."""
    frame = outcome.ledger.frame
    if not len(frame) or _unchanged(outcome):
        return ()
    forms = {table.form for table in outcome.tables}
    own = (form for form in profile.forms if form.key in forms)
    labels = {answer.key: answer.label.strip("：: ") for form in own for answer in form.answers}
    clauses: dict[str, dict[str, None]] = {}
    for entry in in_force(profile):
        if entry.rule in _GUARDED and entry.article != "tool":
            clauses.setdefault(_GUARDED[entry.rule], {})[entry.clause] = None
    found = []
    for field, told in clauses.items():
        column = frame[f"{field}.low" if f"{field}.low" in frame else field]
        spoken = {record for one in outcome.findings if field in _about(one) for record in one.records}
        blank = int(((column.isna() | (column.astype("str") == "")) & ~frame["id"].isin(spoken)).sum())
        if blank:
            found.append(Unasked(labels.get(field) or heading(field), blank, tuple(told)))
    return tuple(sorted(found, key=lambda one: -one.groups))


def _about(finding: Finding) -> Iterable[str]:
    """Return the fields of which a finding says that what stands there could not be read."""
    return [str(finding.facts.get("field", ""))] if "fault" in finding.facts else []


def is_theirs(rule: str, variant: str) -> bool:
    """Tell whether a unit is told what a rule finds."""
    return rule not in _DEPARTMENTS | _FACTS and (rule, variant) not in _UNSURE


def _settled(outcome: Outcome) -> frozenset[str]:
    """Return the records that carry a filing number and the day it was given, in a year before this one."""
    frame = outcome.ledger.frame
    year = str(outcome.as_of.year)
    rows = zip(*(frame[name].tolist() for name in ("id", "filing_no", "filed_on")), strict=True)
    return frozenset(record for record, number, day in rows if number and day and day[:4] < year)


def _unchanged(outcome: Outcome) -> frozenset[str]:
    """Return the files that say that nothing changed this year."""
    return frozenset(table.sheet.file for table in outcome.tables if table.evidence.get("unchanged"))


def _unsettled(finding: Finding, settled: frozenset[str]) -> Finding | None:
    """Return a finding about the filing of groups without those that were filed; None when none is left."""
    if finding.rule not in _OF_FILING or settled.isdisjoint(finding.records):
        return finding
    left = tuple(record for record in finding.records if record not in settled)
    return replace(finding, records=left) if left else None


def _is_moot(finding: Finding, unchanged: frozenset[str]) -> bool:
    files = {where.file for where in finding.where}
    of_unchanged = bool(files) and unchanged.issuperset(files)
    dates = "reported_on" in finding.facts.get("fields", ())
    return of_unchanged and finding.rule not in _SAID_FOR_ALL and not dates


def _for_all_told(findings: Iterable[Finding], unchanged: frozenset[str]) -> Iterator[Finding]:
    """Ask a unit in which nothing changed for its date alone."""
    for finding in findings:
        fields = list(finding.facts.get("fields", ()))
        if len(fields) > 1 and "reported_on" in fields and unchanged.issuperset(where.file for where in finding.where):
            label = finding.facts["labels"][fields.index("reported_on")]
            yield replace(finding, facts={**finding.facts, "fields": ["reported_on"], "labels": [label]})
        else:
            yield finding


def _without_echoes(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what another finding says already: that a file was refused, beside the rows that were."""
    told = list(findings)
    rows = {where.file for finding in told if finding.facts.get("variant") == _NO_NAME for where in finding.where}
    seen: Counter[tuple[object, ...]] = Counter()
    for finding in told:
        if finding.rule == "file-read" and rows.issuperset(where.file for where in finding.where):
            continue
        facts = finding.facts
        cause = (finding.requirement, facts.get("variant"), facts.get("field"), finding.records, finding.where)
        seen[cause] += 1
        if seen[cause] == 1:
            yield finding


def once_each(said: Iterable[tuple[Finding, str]]) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Yield each sentence once, with the findings of one severity that say it."""
    alike: dict[tuple[str, str], list[Finding]] = {}
    for finding, sentence in said:
        alike.setdefault((finding.severity, sentence), []).append(finding)
    for (_, sentence), findings in alike.items():
        yield sentence, tuple(findings)
