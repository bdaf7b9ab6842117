"""The table of rules, read from top to bottom: each is one entry, and nothing else has to be told of it.

An entry says what the rule is called in `regulation.yaml`, which function carries it out, which sheet of the report
tells its findings, what may stand under `with` (and of which type), and which second sources it looks at.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

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
    rejected_rows,
    returns,
    several_forms,
    size,
    stated,
)
from toolkit.findings.rules.parameters import Parameter, may, need, noted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from toolkit.findings.case import Case, Hit
    from toolkit.regulations.profile import Requirement

    Function = Callable[[Case, Requirement], Iterable[Hit]]

IN_CELLS: Literal["in cells"] = "in cells"
BY_HAND: Literal["by hand"] = "by hand"
TEXTS = list[str]
WHOSE = list[Literal["institution", "unit"]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, who carries it out, the sheet of its findings, its parameters, the sources it looks at."""

    name: str
    function: Function | Literal["in cells", "by hand"]
    sheet: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


RULES: tuple[Rule, ...] = (
    # how many members
    Rule(
        "over-size",
        size.over_size,
        "size-naming",
        {
            "limit": need(int),
            "cleared_by": may(Literal["approval", "reason", "none"]),
            "clear_fields": may(TEXTS),
            "clear_words": may(dict[str, TEXTS]),
        },
        sources=("approvals",),
    ),
    Rule("exactly-limit", size.exactly_limit, "size-naming", {"limit": need(int)}),
    Rule(
        "oversize-route",
        size.oversize_route,
        "size-naming",
        {"limit": need(int), "expected": need(TEXTS)},
        sources=("approvals",),
    ),
    Rule(
        "headcount",
        size.headcount,
        "size-naming",
        {
            "against": need(Literal["units", "classes"]),
            "words": may(TEXTS),
            "sides": need(TEXTS),
            "tolerance": need(float),
        },
        sources=("classes", "units"),
    ),
    Rule(
        "class-sized",
        size.class_sized,
        "size-naming",
        {"words": may(TEXTS), "tolerance": need(float)},
        sources=("classes",),
    ),
    Rule("empty-group", size.empty_group, "defunct", {"max_members": need(int)}),
    # what it is called
    Rule(
        "name-prefix",
        naming.name_prefix,
        "size-naming",
        {"field": need(str), "prefixes": may(WHOSE)},
        sources=("units",),
    ),
    Rule(
        "name-only-prefix",
        naming.name_only_prefix,
        "size-naming",
        {"field": need(str), "prefixes": may(WHOSE)},
        sources=("units",),
    ),
    Rule(
        "name-core-word",
        naming.name_core_word,
        "size-naming",
        {"field": need(str), "words_from": may(WHOSE)},
        sources=("units",),
    ),
    Rule("specific-party-org", naming.specific_party_org, "other", {"fields": need(TEXTS), "generic": need(TEXTS)}),
    Rule(
        "cites-repealed",
        naming.cites_repealed,
        "other",
        {"numbers": need(TEXTS), "titles": need(TEXTS), "fields": need(TEXTS)},
    ),
    # where and when it is filed
    Rule(
        "filing-office",
        filing.filing_office,
        "other",
        {"expected": need(TEXTS), "kinds": may(TEXTS)},
        sources=("approvals",),
    ),
    Rule(
        "official-route",
        filing.official_route,
        "other",
        {"official": need(TEXTS), "other": need(TEXTS)},
        sources=("approvals",),
    ),
    Rule(
        "filing-route",
        filing.filing_route,
        "other",
        {"file_with": need(TEXTS), "copy_to": may(TEXTS)},
        sources=("approvals",),
    ),
    Rule(
        "student-route",
        filing.student_route,
        "other",
        {"routes": need(dict[str, TEXTS]), "fields": need(TEXTS)},
        sources=("approvals",),
    ),
    Rule(
        "filed-after-created",
        filing.filed_after_created,
        "new",
        {"created": need(str), "filed": need(str), "after": need(dt.date)},
        sources=("approvals",),
    ),
    Rule(
        "filed-before-regulation",
        filing.filed_before_regulation,
        "new",
        {"created": need(str), "filed": need(str), "until": need(dt.date)},
        sources=("approvals",),
    ),
    Rule(
        "new-needs-approval",
        filing.new_needs_approval,
        "new",
        {"approval_form": noted(str), "fields": need(TEXTS), "after": need(dt.date)},
        sources=("approvals", "previous"),
    ),
    Rule(
        "refiled", filing.refiled, "unaccounted", {"created": need(str), "until": need(dt.date)}, sources=("previous",)
    ),
    Rule("filing-no", filing.filing_no, "other", {"judge": need(TEXTS)}, sources=("approvals", "previous")),
    Rule("copy-kept", filing.copy_kept, "other", {"field": need(str)}),
    # who agreed
    Rule("approval", approvals.approval, "other", {"fields": need(TEXTS)}, sources=("approvals",)),
    Rule(
        "approval-route",
        approvals.approval_route,
        "other",
        {
            "fields": need(TEXTS),
            "approver": need(str),
            "look_in": may(str),
            "words": may(TEXTS),
            "not_words": may(TEXTS),
        },
        sources=("approvals",),
    ),
    Rule(
        "leader-role",
        approvals.leader_role,
        "other",
        {"role": need(str), "words": need(TEXTS), "not_words": may(TEXTS), "of_unit": may(bool)},
    ),
    Rule("phone-shared", contacts.phone_shared, "other", {"people": need(TEXTS)}),
    # what changed since last year
    Rule(
        "handover",
        changes.handover,
        "changes",
        {"fields": need(TEXTS), "approver": need(str), "dates": need(TEXTS)},
        sources=("approvals", "notices", "people", "previous"),
    ),
    Rule(
        "change-reported",
        changes.change_reported,
        "changes",
        {"changes": need(TEXTS), "deadline": need(dict[str, int | str]), "dates": need(dict[str, str])},
        sources=("approvals", "notices", "previous"),
    ),
    Rule(
        "dissolution-reported",
        changes.dissolution_reported,
        "unaccounted",
        {"dates": noted(TEXTS)},
        sources=("previous",),
    ),
    Rule("unaccounted", changes.unaccounted, "unaccounted", sources=("previous",)),
    Rule("transferred", changes.transferred, "changes", sources=("previous",)),
    Rule("renumbered", changes.renumbered, "renumbered", sources=("previous",)),
    Rule("number-appeared", changes.number_appeared, "changes", sources=("previous",)),
    Rule("revived", changes.revived, "other", sources=("previous",)),
    Rule("stated", stated.stated, "changes", sources=("previous",)),
    # what is out of use
    Rule("still-active", dormancy.still_active, "defunct", {"fields": noted(TEXTS)}, sources=("notices",)),
    Rule(
        "temporary-ended",
        dormancy.temporary_ended,
        "defunct",
        {"grace_days": may(int | None), "kept": may(dict[str, TEXTS]), "kept_needs": may(TEXTS)},
    ),
    Rule(
        "temporary-large",
        dormancy.temporary_large,
        "size-naming",
        {"max_members": may(int), "max_age_days": may(int)},
    ),
    Rule("temporary-exempt", dormancy.temporary_exempt, "other", {"exempts": noted(TEXTS)}, sources=("approvals",)),
    Rule("stale-account", dormancy.stale, "defunct", {"field": need(str), "days": need(int)}),
    Rule("inactive", dormancy.inactive, "defunct", {"field": need(str), "days": may(int | None)}),
    Rule("planned", dormancy.planned, "other", {"created": need(str), "confirm_days": need(int)}),
    Rule("graduated", dormancy.graduated, "defunct", {"years": need(int)}, sources=("classes",)),
    Rule("observed-dead", dormancy.observed_dead, "defunct", {"words": need(TEXTS)}, sources=("observed", "previous")),
    # what exists twice
    Rule("duplicates", duplicates.duplicates, "duplicates", {"kinds": need(TEXTS)}),
    Rule("same-work", duplicates.same_work, "duplicates", {"fields": may(TEXTS), "cross_platform": may(bool)}),
    Rule(
        "one-official",
        duplicates.one_official,
        "duplicates",
        {"max": need(int), "scope": need(Literal["unit", "unit_platform"])},
    ),
    Rule("no-official", duplicates.no_official, "other"),
    Rule("clue", duplicates.clue, "unregistered", {"look_for": need(TEXTS)}),
    Rule("decision", decisions.decisions, "other"),
    # what came in
    Rule("file-read", returns.file_read, "files"),
    Rule("example-row", rejected_rows.example_row, "other"),
    Rule("other-label", returns.other_label, "other"),
    Rule("unread", returns.unread, "other"),
    Rule("near", returns.near, "other"),
    Rule("earlier-return", earlier_returns.earlier_return, "units"),
    Rule("left-out", earlier_returns.left_out, "units"),
    Rule(
        "annual-window",
        returns.annual_window,
        "units",
        {"start": may(str | None), "end": may(str | None), "dates": need(TEXTS)},
    ),
    Rule(
        "missing-return",
        returns.missing_return,
        "units",
        {"start": may(str | None), "end": may(str | None)},
        sources=("units",),
    ),
    Rule("unit-returned", returns.unit_returned, "units"),
    Rule("papers-differ", several_forms.papers_differ, "other"),
    Rule("summary-figures", several_forms.summary_figures, "units"),
    Rule("form-filed", several_forms.form_filed, "other", {"needed": need(str)}),
    Rule("known-unit", returns.known_unit, "other", sources=("units",)),
    Rule("copied-from-last-year", returns.copied_from_last_year, "units", sources=("previous",)),
    Rule("rollup", returns.rollup, "other", {"aggregators": need(TEXTS), "into": need(str)}),
    # against second sources
    Rule("source-unread", lists.source_unread, "other"),
    Rule("unregistered", comparisons.unregistered, "unregistered", sources=("observed",)),
    Rule(
        "people-on-roster",
        comparisons.people_on_roster,
        "other",
        {"fields": need(TEXTS), "own_unit": may(bool)},
        sources=("people",),
    ),
    Rule(
        "expected-groups",
        comparisons.expected_groups,
        "unregistered",
        {"categories": need(TEXTS), "words": need(TEXTS)},
        sources=("classes",),
    ),
    # figures
    Rule(
        "prior-count", arithmetic.prior_count, "other", {"field": need(str), "created": may(str), "until": may(dt.date)}
    ),
    Rule(
        "disposition-arithmetic",
        arithmetic.disposition_arithmetic,
        "other",
        {"kept": noted(TEXTS), "total": need(str), "gone": need(TEXTS)},
        sources=("notices",),
    ),
    Rule(
        "too-many-groups",
        arithmetic.too_many_groups,
        "other",
        {"per": need(TEXTS), "percentile": may(int), "at_least": may(int)},
    ),
    # what it is
    Rule("scope-kind", accounts.scope_kind, "other", {"kinds": need(TEXTS), "formless": need(TEXTS)}),
    Rule("verified", accounts.verified, "other", {"reads": noted(TEXTS), "field": need(str)}),
    Rule("reference-category", accounts.reference_category, "other", {"words": need(TEXTS), "lower_by": may(int)}),
    # how the form is filled in
    Rule("sensitive-content", privacy.sensitive_content, "other", {"kinds": need(TEXTS)}),
    Rule(
        "plausible-date",
        form.plausible_date,
        "other",
        {"field": need(str), "not_before": may(dict[str, dt.date]), "future": may(bool)},
    ),
    Rule("platform-number", form.platform_number, "other", {"platforms": need(TEXTS), "digits": need(list[int])}),
    # what one cell alone can tell: carried out in bulk by `toolkit.findings.validate`
    Rule(
        "required",
        IN_CELLS,
        "other",
        {"fields": may(TEXTS), "any_of": may(TEXTS), "stand_in": may(str), "once_a_file": may(bool)},
    ),
    Rule("readable", IN_CELLS, "other", {"fields": need(TEXTS)}),
    Rule(
        "well-formed",
        IN_CELLS,
        "other",
        {"fields": may(dict[str, str]), "any_of": may(TEXTS), "needed_when": may(dict[str, Any])},
    ),
    Rule("number-in-cell", IN_CELLS, "other", {"field": need(str), "needed_when": may(dict[str, Any])}),
    Rule("one-of", IN_CELLS, "other", {"field": need(str), "values": need(list[str | bool]), "blank": may(bool)}),
    Rule("one-platform", IN_CELLS, "other", {"field": need(str)}),
    Rule(
        "too-vague",
        IN_CELLS,
        "other",
        {"field": need(str), "min_chars": may(int), "phrases": may(TEXTS), "blank": may(bool)},
    ),
    Rule("real-name", IN_CELLS, "other", {"fields": need(TEXTS), "chars": may(list[int]), "not_names": may(TEXTS)}),
    Rule("preferred-date-style", form.preferred_date_style, "other", {"style": noted(str), "field": need(str)}),
    # what nobody carries out here: listed as 人工 or 未比对, never as passed
    Rule("by-hand", BY_HAND, "other"),
    Rule("in-force", BY_HAND, "other", {"effective": noted(dt.date | None)}),
    Rule("member-list", BY_HAND, "other", {"check": noted(str), "card": noted(str)}),
)
RULE_OF = {rule.name: rule for rule in RULES}
"""Each rule by its name."""
