"""What is checked, and nothing else: the table of rules, read from top to bottom.

A rule is a function of one `Case` and one requirement (its parameters stand under `with`) that gives hits. What a cell
alone can tell is checked by `toolkit.findings.validate` with pandera; those rules are named in `IN_CELLS`. `BY_HAND`
are rules that nobody carries out here: they are listed as 人工 or 未比对 and never as passed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.findings.rules import (
    accounts,
    approvals,
    arithmetic,
    changes,
    comparisons,
    contacts,
    decisions,
    dormancy,
    duplicates,
    earlier_returns,
    filing,
    form,
    lists,
    naming,
    privacy,
    returns,
    size,
    stated,
)
from toolkit.findings.rules import rejected_rows as untaken
from toolkit.findings.rules.in_force import in_force
from toolkit.findings.rules.parameters import missing, refuse_faulty
from toolkit.findings.rules.to_findings import Teller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from toolkit.findings.case import Case, Hit
    from toolkit.model import Finding, Severity
    from toolkit.regulations.profile import Profile, Requirement


@dataclass(frozen=True, slots=True)
class Rule:
    """A name that requirements use, and the function that carries it out."""

    name: str
    function: Callable[[Case, Requirement], Iterable[Hit]]


RULES: tuple[Rule, ...] = (
    # how many members
    Rule("over-size", size.over_size),
    Rule("exactly-limit", size.exactly_limit),
    Rule("oversize-route", size.oversize_route),
    Rule("headcount", size.headcount),
    Rule("class-sized", size.class_sized),
    Rule("empty-group", size.empty_group),
    # what it is called
    Rule("name-prefix", naming.name_prefix),
    Rule("name-only-prefix", naming.name_only_prefix),
    Rule("name-core-word", naming.name_core_word),
    Rule("specific-party-org", naming.specific_party_org),
    Rule("cites-repealed", naming.cites_repealed),
    # where and when it is filed
    Rule("filing-office", filing.filing_office),
    Rule("official-route", filing.official_route),
    Rule("filing-route", filing.filing_route),
    Rule("student-route", filing.student_route),
    Rule("filed-after-created", filing.filed_after_created),
    Rule("filed-before-regulation", filing.filed_before_regulation),
    Rule("new-needs-approval", filing.new_needs_approval),
    Rule("refiled", filing.refiled),
    Rule("filing-no", filing.filing_no),
    Rule("copy-kept", filing.copy_kept),
    # who agreed
    Rule("approval", approvals.approval),
    Rule("approval-route", approvals.approval_route),
    Rule("leader-role", approvals.leader_role),
    Rule("phone-shared", contacts.phone_shared),
    # what changed since last year
    Rule("handover", changes.handover),
    Rule("change-reported", changes.change_reported),
    Rule("dissolution-reported", changes.dissolution_reported),
    Rule("unaccounted", changes.unaccounted),
    Rule("transferred", changes.transferred),
    Rule("renumbered", changes.renumbered),
    Rule("number-appeared", changes.number_appeared),
    Rule("revived", changes.revived),
    Rule("stated", stated.stated),
    # what is out of use
    Rule("still-active", dormancy.still_active),
    Rule("temporary-ended", dormancy.temporary_ended),
    Rule("temporary-large", dormancy.temporary_large),
    Rule("temporary-exempt", dormancy.temporary_exempt),
    Rule("stale-account", dormancy.stale),
    Rule("inactive", dormancy.inactive),
    Rule("planned", dormancy.planned),
    Rule("graduated", dormancy.graduated),
    Rule("observed-dead", dormancy.observed_dead),
    # what exists twice
    Rule("duplicates", duplicates.duplicates),
    Rule("same-work", duplicates.same_work),
    Rule("one-official", duplicates.one_official),
    Rule("no-official", duplicates.no_official),
    Rule("clue", duplicates.clue),
    Rule("decision", decisions.decisions),
    # what came in
    Rule("file-read", returns.file_read),
    Rule("example-row", untaken.example_row),
    Rule("other-label", returns.other_label),
    Rule("unread", returns.unread),
    Rule("near", returns.near),
    Rule("annual-window", returns.annual_window),
    Rule("missing-return", returns.missing_return),
    Rule("unit-returned", returns.unit_returned),
    Rule("known-unit", returns.known_unit),
    Rule("copied-from-last-year", returns.copied_from_last_year),
    Rule("earlier-return", earlier_returns.earlier_return),
    Rule("left-out", earlier_returns.left_out),
    Rule("unit-summary", returns.unit_summary),
    Rule("rollup", returns.rollup),
    # against second sources
    Rule("unregistered", comparisons.unregistered),
    Rule("source-unread", lists.source_unread),
    Rule("people-on-roster", comparisons.people_on_roster),
    Rule("expected-groups", comparisons.expected_groups),
    # figures
    Rule("prior-count", arithmetic.prior_count),
    Rule("disposition-arithmetic", arithmetic.disposition_arithmetic),
    Rule("too-many-groups", arithmetic.too_many_groups),
    # what it is
    Rule("scope-kind", accounts.scope_kind),
    Rule("verified", accounts.verified),
    Rule("reference-category", accounts.reference_category),
    # how the form is filled in
    Rule("sensitive-content", privacy.sensitive_content),
    Rule("plausible-date", form.plausible_date),
    Rule("platform-number", form.platform_number),
)

IN_CELLS = (
    "required",
    "readable",
    "well-formed",
    "number-in-cell",
    "one-of",
    "one-platform",
    "too-vague",
    "real-name",
    "preferred-date-style",
)
BY_HAND = ("by-hand", "in-force", "member-list")

_WEAKER: dict[Severity, Severity] = {"error": "warning", "warning": "notice", "notice": "notice", "review": "review"}


def judge(case: Case, checked: Sequence[Finding] = ()) -> tuple[Finding, ...]:
    """Carry out every rule of the profile whose sources were given.

    Args:
        case: the campaign after matching and verdicts.
        checked: findings of `toolkit.findings.validate`, to be settled together with those made here.

    Returns:
        `checked` and the findings of the rules, in the order of the requirements, then of the rows.
    """
    refuse_unknown(case.profile)
    functions = {rule.name: rule.function for rule in RULES}
    teller = Teller(case.profile, case.ledger, case.previous)
    found = list(checked)
    found += (teller.finding(requirement, hit) for requirement, hit in untaken.nameless(case))
    for requirement in in_force(case.profile):
        if requirement.rule in functions and not unmet(requirement, case):
            try:
                hits = functions[requirement.rule](case, requirement)
                found += (teller.finding(requirement, hit) for hit in hits)
            except KeyError as fault:
                raise missing(case.profile, requirement, fault) from fault
    return settle(case, found)


def refuse_unknown(profile: Profile) -> None:
    """See to it that nothing in a regulation would go unchecked, in silence, for a slip of the pen.

    Raises:
        DefinitionError: a requirement names a rule that does not exist, or a parameter that its rule does not know.
    """
    refuse_faulty(profile, IN_CELLS)


def unmet(requirement: Requirement, case: Case) -> tuple[str, ...]:
    """Return the second sources that a requirement needs and that were not given: the question is 未比对."""
    return tuple(source for source in requirement.needs if source not in case.sources)


def settle(case: Case, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings with what one requirement says of another's: who gives way, and what counts one level less."""
    order = {entry.id: (number, entry) for number, entry in enumerate(in_force(case.profile))}
    said = {(finding.requirement, record) for finding in found for record in finding.records}
    kept = [finding for finding in found if not _gives_way(finding, order[finding.requirement][1], said)]
    kept.sort(key=lambda finding: order[finding.requirement][0])
    lowered = _by_analogy(case)
    if not lowered:
        return tuple(kept)
    return tuple(_lowered(finding, lowered) for finding in kept)


def _gives_way(finding: Finding, entry: Requirement, said: set[tuple[str, str]]) -> bool:
    rivals = entry.with_.get("yields_to", ())
    return bool(finding.records) and any((rival, record) in said for rival in rivals for record in finding.records)


def _by_analogy(case: Case) -> frozenset[str]:
    """Return the records to which the regulation applies by analogy only."""
    rules = (entry for entry in in_force(case.profile) if entry.rule == "reference-category")
    frame = case.ledger.frame
    return frozenset(str(record) for entry in rules for record in frame.loc[accounts.by_analogy(case, entry), "id"])


def _lowered(finding: Finding, by_analogy: frozenset[str]) -> Finding:
    if finding.records and by_analogy.issuperset(finding.records):
        return replace(finding, severity=_WEAKER[finding.severity])
    return finding
