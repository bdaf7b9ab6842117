"""The table of rules, read from top to bottom: each is one entry, and nothing else has to be told of it.

An entry says what the rule is called in `regulation.yaml`, which function carries it out, which sheet of the report
tells its findings, what may stand under `with` (and of which type), and which second sources it looks at.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

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
    general,
    limits,
    lists,
    naming,
    privacy,
    rejected_rows,
    returns,
    several_forms,
    size,
    stated,
)
from toolkit.findings.rules.parameters import (
    COUNTED,
    DATE,
    DATES,
    DAY,
    DEADLINE,
    FIELD,
    FIELD_OR_ALL,
    FIELD_OR_APPROVALS,
    FIELDS,
    FIGURE,
    FORM,
    NEEDED_WHEN,
    NUMBER,
    PARTS,
    PATTERN,
    PEOPLE,
    PERSON_OR_NAME,
    PLATFORM,
    PLATFORM_FIELD,
    REQUIREMENT_OR_RULE,
    TEXT_FIELD,
    TEXT_FIELDS,
    YES_NO,
    Parameter,
    may,
    need,
    noted,
)

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
    """One rule: its name, who carries it out, the sheet of its findings, its parameters, the sources it looks at.

    `variants` are the different things it can say; `severities` of a requirement gives one of them its own severity.
    """

    name: str
    function: Function | Literal["in cells", "by hand"]
    sheet: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()


RULES: tuple[Rule, ...] = (
    # how many members
    Rule(
        "over-size",
        size.over_size,
        "size-naming",
        {
            "limit": need(int),
            "cleared_by": may(Literal["approval", "reason", "none"]),
            "clear_fields": may(FIELDS),
            "clear_words": may(dict[TEXT_FIELD, TEXTS]),
        },
        sources=("approvals",),
        variants=("over", "remarked", "straddles"),
    ),
    Rule("exactly-limit", size.exactly_limit, "size-naming", {"limit": need(int)}, variants=("exact",)),
    Rule(
        "oversize-route",
        size.oversize_route,
        "size-naming",
        {"limit": need(int), "expected": need(TEXTS)},
        sources=("approvals",),
        variants=("wrong",),
    ),
    Rule(
        "headcount",
        size.headcount,
        "size-naming",
        {
            "against": need(Literal["units", "classes"]),
            "words": may(TEXTS),
            "sides": need(list[Literal["over", "under"]]),
            "tolerance": need(float),
        },
        sources=("classes", "units"),
        variants=("over", "under"),
    ),
    Rule(
        "class-sized",
        size.class_sized,
        "size-naming",
        {"words": may(TEXTS), "tolerance": need(float)},
        sources=("classes",),
        variants=("no_class", "larger", "several_classes"),
    ),
    Rule("empty-group", size.empty_group, "defunct", {"max_members": need(int)}, variants=("empty",)),
    # what it is called
    Rule(
        "name-prefix",
        naming.name_prefix,
        "size-naming",
        {"field": need(TEXT_FIELD), "prefixes": may(WHOSE)},
        sources=("units",),
        variants=("missing", "uncertain"),
    ),
    Rule(
        "name-only-prefix",
        naming.name_only_prefix,
        "size-naming",
        {"field": need(TEXT_FIELD), "prefixes": may(WHOSE)},
        sources=("units",),
        variants=("bare", "other_unit"),
    ),
    Rule(
        "name-core-word",
        naming.name_core_word,
        "size-naming",
        {"field": need(TEXT_FIELD), "words_from": may(WHOSE)},
        sources=("units",),
        variants=("missing", "uncertain"),
    ),
    Rule(
        "specific-party-org",
        naming.specific_party_org,
        "other",
        {"fields": need(TEXT_FIELDS), "generic": need(TEXTS)},
        variants=("generic",),
    ),
    Rule(
        "cites-repealed",
        naming.cites_repealed,
        "other",
        {"numbers": need(TEXTS), "titles": need(TEXTS), "fields": need(TEXT_FIELDS)},
        variants=("cited",),
    ),
    # where and when it is filed
    Rule(
        "filing-office",
        filing.filing_office,
        "other",
        {"expected": need(TEXTS), "kinds": may(TEXTS)},
        sources=("approvals",),
        variants=("wrong", "refused"),
    ),
    Rule(
        "official-route",
        filing.official_route,
        "other",
        {"official": need(TEXTS), "other": need(TEXTS)},
        sources=("approvals",),
        variants=("official", "other"),
    ),
    Rule(
        "filing-route",
        filing.filing_route,
        "other",
        {"file_with": need(TEXTS), "copy_to": may(TEXTS)},
        sources=("approvals",),
        variants=("wrong_office", "not_copied", "missing", "unknown", "no_column"),
    ),
    Rule(
        "student-route",
        filing.student_route,
        "other",
        {"routes": need(dict[str, TEXTS]), "fields": need(TEXT_FIELDS)},
        sources=("approvals",),
        variants=("other", "none"),
    ),
    Rule(
        "filed-after-created",
        filing.filed_after_created,
        "new",
        {"created": need(DATE), "filed": need(DATE), "after": need(dt.date)},
        sources=("approvals",),
        variants=("built_first",),
    ),
    Rule(
        "filed-before-regulation",
        filing.filed_before_regulation,
        "new",
        {"created": need(DATE), "filed": need(DATE), "until": need(dt.date)},
        sources=("approvals",),
        variants=("made_up",),
    ),
    Rule(
        "new-needs-approval",
        filing.new_needs_approval,
        "new",
        {"approval_form": noted(FORM), "fields": need(FIELDS), "after": need(dt.date)},
        sources=("approvals", "previous"),
        variants=("missing",),
    ),
    Rule(
        "refiled",
        filing.refiled,
        "unaccounted",
        {"created": need(DATE), "until": need(dt.date)},
        sources=("previous",),
        variants=("not_refiled",),
    ),
    Rule(
        "filing-no",
        filing.filing_no,
        "other",
        {"judge": need(list[Literal["self_issued", "repeated", "changed"]])},
        sources=("approvals", "previous"),
        variants=("self_issued", "repeated", "changed"),
    ),
    Rule("copy-kept", filing.copy_kept, "other", {"field": need(TEXT_FIELD)}, variants=("unknown",)),
    # who agreed
    Rule(
        "approval", approvals.approval, "other", {"fields": need(FIELDS)}, sources=("approvals",), variants=("missing",)
    ),
    Rule(
        "approval-route",
        approvals.approval_route,
        "other",
        {
            "fields": need(FIELDS),
            "approver": need(str),
            "look_in": may(FIELD_OR_APPROVALS),
            "words": may(TEXTS),
            "not_words": may(TEXTS),
        },
        sources=("approvals",),
        variants=("missing", "other_approver"),
    ),
    Rule(
        "leader-role",
        approvals.leader_role,
        "other",
        {"role": need(str), "words": need(TEXTS), "not_words": may(TEXTS), "of_unit": may(bool)},
        variants=("missing", "other_role"),
    ),
    Rule(
        "phone-shared",
        contacts.phone_shared,
        "other",
        {"people": need(list[PEOPLE])},
        variants=("nameless", "unreachable", "malformed", "shared"),
    ),
    # what changed since last year
    Rule(
        "handover",
        changes.handover,
        "changes",
        {"fields": need(list[PERSON_OR_NAME]), "approver": need(str), "dates": need(DATES)},
        sources=("approvals", "notices", "people", "previous"),
        variants=("not_approved", "left_post"),
    ),
    Rule(
        "change-reported",
        changes.change_reported,
        "changes",
        {
            "changes": need(FIELDS),
            "deadline": need(DEADLINE),
            "dates": need(dict[Literal["changed", "reported"], DATE]),
        },
        sources=("approvals", "notices", "previous"),
        variants=("late", "undated", "undated_form", "unreported"),
    ),
    Rule(
        "dissolution-reported",
        changes.dissolution_reported,
        "unaccounted",
        {"dates": noted(DATES)},
        sources=("previous",),
        variants=("unreported", "omitted"),
    ),
    Rule("unaccounted", changes.unaccounted, "unaccounted", sources=("previous",), variants=("unaccounted", "omitted")),
    Rule("transferred", changes.transferred, "changes", sources=("previous",), variants=("transferred",)),
    Rule("renumbered", changes.renumbered, "renumbered", sources=("previous",), variants=("renumbered",)),
    Rule(
        "number-appeared",
        changes.number_appeared,
        "changes",
        sources=("previous",),
        variants=("appeared", "disappeared"),
    ),
    Rule("revived", changes.revived, "other", sources=("previous",), variants=("revived",)),
    Rule("stated", stated.stated, "changes", sources=("previous",), variants=("unchanged", "changed", "no_change")),
    # what is out of use
    Rule(
        "still-active",
        dormancy.still_active,
        "defunct",
        {"fields": noted(FIELDS)},
        sources=("notices",),
        variants=("stopped", "dissolved", "noticed", "undated", "remarked", "of_sheet"),
    ),
    Rule(
        "temporary-ended",
        dormancy.temporary_ended,
        "defunct",
        {"grace_days": may(int | None), "kept": may(dict[TEXT_FIELD, TEXTS]), "kept_needs": may(FIELDS)},
        variants=("overdue", "kept_without_reason"),
    ),
    Rule(
        "temporary-large",
        dormancy.temporary_large,
        "size-naming",
        {"max_members": may(int), "max_age_days": may(int)},
        variants=("large", "old"),
    ),
    Rule(
        "temporary-exempt",
        dormancy.temporary_exempt,
        "other",
        {"exempts": noted(list[REQUIREMENT_OR_RULE])},
        sources=("approvals",),
        variants=("exempt",),
    ),
    Rule("stale-account", dormancy.stale, "defunct", {"field": need(DATE), "days": need(int)}, variants=("stale",)),
    Rule(
        "inactive",
        dormancy.inactive,
        "defunct",
        {"field": need(DATE), "days": may(int | None)},
        variants=("inactive", "age"),
    ),
    Rule(
        "planned",
        dormancy.planned,
        "other",
        {"created": need(DATE), "confirm_days": need(int)},
        variants=("planned", "unconfirmed"),
    ),
    Rule(
        "graduated", dormancy.graduated, "defunct", {"years": need(int)}, sources=("classes",), variants=("graduated",)
    ),
    Rule(
        "observed-dead",
        dormancy.observed_dead,
        "defunct",
        {"words": need(TEXTS)},
        sources=("observed", "previous"),
        variants=("dead", "dead_before", "alive_cancelled", "alive_before", "alive_closed"),
    ),
    # what any field may be asked
    Rule(
        "count-between",
        general.count_between,
        "other",
        {"field": need(COUNTED), "at_least": may(int), "at_most": may(int)},
        variants=("too_few", "too_many"),
    ),
    Rule(
        "within-days",
        general.within_days,
        "other",
        {
            "event": need(DATE),
            "reported": need(DATE),
            "days": need(int),
            "kind": may(Literal["workday", "calendar"]),
            "since": may(dt.date),
        },
        variants=("late", "missing"),
    ),
    Rule(
        "name-parts",
        general.name_parts,
        "size-naming",
        {"field": need(TEXT_FIELD), "parts": need(PARTS)},
        sources=("units",),
        variants=("missing", "uncertain"),
    ),
    Rule(
        "preferred",
        general.preferred,
        "other",
        {"field": need(TEXT_FIELD), "values": need(TEXTS), "reason": may(TEXT_FIELD)},
        variants=("other",),
    ),
    Rule(
        "pattern",
        general.pattern,
        "other",
        {"field": need(TEXT_FIELD), "pattern": need(PATTERN), "example": may(str)},
        variants=("other",),
    ),
    Rule(
        "route",
        general.route,
        "other",
        sources=("approvals",),
        variants=("wrong_office", "not_copied", "other_approver"),
    ),
    Rule(
        "groups-per-unit",
        limits.groups_per_unit,
        "units",
        {"at_least": may(int), "at_most": may(int), "per": may(TEXT_FIELDS)},
        variants=("too_many", "too_few"),
    ),
    Rule("differ", limits.differ, "other", {"fields": need(FIELDS)}, variants=("same",)),
    Rule(
        "valid-for",
        limits.valid_for,
        "other",
        {"since": need(DATE), "years": need(int), "until": may(DATE), "soon_days": may(int)},
        sources=("previous",),
        variants=("expired", "soon"),
    ),
    # what exists twice
    Rule(
        "duplicates",
        duplicates.duplicates,
        "duplicates",
        {
            "kinds": need(
                list[
                    Literal[
                        "same-number-two-units",
                        "same-number-two-names",
                        "same-number-same-unit",
                        "same-work",
                        "several-official",
                        "cross-platform",
                        "same-name",
                    ]
                ]
            )
        },
        variants=(
            "same-number-two-units",
            "same-number-two-names",
            "same-number-same-unit",
            "same-work",
            "cross-platform",
            "same-name",
            "given_up",
        ),
    ),
    Rule(
        "same-work",
        duplicates.same_work,
        "duplicates",
        {"fields": may(TEXT_FIELDS), "cross_platform": may(bool)},
        variants=("same_work",),
    ),
    Rule(
        "one-official",
        duplicates.one_official,
        "duplicates",
        {"max": need(int), "scope": need(Literal["unit", "unit_platform"])},
        variants=("several",),
    ),
    Rule("no-official", duplicates.no_official, "other", variants=("none",)),
    Rule(
        "clue",
        duplicates.clue,
        "unregistered",
        {"look_for": need(list[Literal["group_sequence", "class_sequence"]])},
        variants=("group_sequence", "class_sequence"),
    ),
    Rule("decision", decisions.decisions, "other", variants=("contradicting", "again")),
    # what came in
    Rule("file-read", returns.file_read, "files", variants=("rejected",)),
    Rule("example-row", rejected_rows.example_row, "other", variants=("example",)),
    Rule("other-label", returns.other_label, "other", variants=("label",)),
    Rule("unread", returns.unread, "other", variants=("unread", "older")),
    Rule("near", returns.near, "other", variants=("near", "parted", "whole")),
    Rule("earlier-return", earlier_returns.earlier_return, "units", variants=("dated", "named", "reckoned")),
    Rule("left-out", earlier_returns.left_out, "units", variants=("left_out", "earlier_year", "added")),
    Rule(
        "annual-window",
        returns.annual_window,
        "units",
        {"start": may(DAY | None), "end": may(DAY | None), "dates": need(DATES)},
        variants=("early", "late"),
    ),
    Rule(
        "missing-return",
        returns.missing_return,
        "units",
        {"start": may(DAY | None), "end": may(DAY | None)},
        sources=("units",),
        variants=("missing", "open", "approval_only"),
    ),
    Rule("unit-returned", returns.unit_returned, "units", variants=("returned",)),
    Rule("known-unit", returns.known_unit, "other", sources=("units",), variants=("unknown",)),
    Rule(
        "copied-from-last-year", returns.copied_from_last_year, "units", sources=("previous",), variants=("identical",)
    ),
    Rule(
        "rollup",
        returns.rollup,
        "other",
        {"aggregators": need(TEXTS), "into": need(str)},
        variants=("missing_ledger", "in_two", "only_there", "not_rolled_up"),
    ),
    Rule(
        "papers-differ",
        several_forms.papers_differ,
        "other",
        variants=("differs", "changed", "still_listed", "only_there"),
    ),
    Rule("summary-figures", several_forms.summary_figures, "units", variants=("differs", "unreadable")),
    Rule(
        "form-filed",
        several_forms.form_filed,
        "other",
        {"needed": need(FORM)},
        variants=("missing", "missing_of_unit"),
    ),
    # against second sources
    Rule("source-unread", lists.source_unread, "other", variants=("heading", "near", "cells", "older", "marked")),
    Rule(
        "unregistered",
        comparisons.unregistered,
        "unregistered",
        sources=("observed",),
        variants=("unregistered", "without_number", "without_name", "like_filed", "like_before"),
    ),
    Rule(
        "people-on-roster",
        comparisons.people_on_roster,
        "other",
        {"fields": need(list[PERSON_OR_NAME]), "own_unit": may(bool)},
        sources=("people",),
        variants=("not_found", "other_unit", "left"),
    ),
    Rule(
        "expected-groups",
        comparisons.expected_groups,
        "unregistered",
        {"categories": need(TEXTS), "words": need(TEXTS)},
        sources=("classes",),
        variants=("none",),
    ),
    # figures
    Rule(
        "prior-count",
        arithmetic.prior_count,
        "other",
        {"field": need(FIGURE), "created": may(DATE), "until": may(dt.date)},
        variants=("unreadable", "differs", "too_few"),
    ),
    Rule(
        "disposition-arithmetic",
        arithmetic.disposition_arithmetic,
        "other",
        {"kept": noted(TEXTS), "total": need(FIGURE), "gone": need(TEXTS)},
        sources=("notices",),
        variants=("unexplained",),
    ),
    Rule(
        "too-many-groups",
        arithmetic.too_many_groups,
        "other",
        {"per": need(list[Literal["unit", "owner"]]), "percentile": may(int), "at_least": may(int)},
        variants=("unit", "owner"),
    ),
    # what it is
    Rule(
        "scope-kind",
        accounts.scope_kind,
        "other",
        {"kinds": need(TEXTS), "formless": need(TEXTS)},
        variants=("unknown", "formless"),
    ),
    Rule(
        "verified",
        accounts.verified,
        "other",
        {"reads": noted(FIELDS), "field": need(YES_NO)},
        variants=("not_answered", "not_verified", "unreadable"),
    ),
    Rule(
        "reference-category",
        accounts.reference_category,
        "other",
        {"words": need(TEXTS), "lower_by": may(int)},
        variants=("reference",),
    ),
    # how the form is filled in
    Rule(
        "sensitive-content",
        privacy.sensitive_content,
        "other",
        {"kinds": need(list[Literal["id_number", "address", "birth_date"]])},
        variants=("id_number", "address", "birth_date"),
    ),
    Rule(
        "plausible-date",
        form.plausible_date,
        "other",
        {"field": need(DATE), "not_before": may(dict[PLATFORM, dt.date]), "future": may(bool)},
        variants=("unreadable", "before_platform", "future"),
    ),
    Rule(
        "platform-number",
        form.platform_number,
        "other",
        {"platforms": need(list[PLATFORM]), "digits": need(list[int])},
        variants=("digits",),
    ),
    # what one cell alone can tell: carried out in bulk by `toolkit.findings.validate`
    Rule(
        "required",
        IN_CELLS,
        "other",
        {"fields": may(FIELDS), "any_of": may(FIELDS), "stand_in": may(FIELD), "once_a_file": may(bool)},
        variants=("missing", "substituted", "no_column", "no_extra_column", "nameless"),
    ),
    Rule("readable", IN_CELLS, "other", {"fields": need(list[FIELD_OR_ALL])}, variants=("unreadable",)),
    Rule(
        "well-formed",
        IN_CELLS,
        "other",
        {
            "fields": may(dict[FIELD, Literal["mobile", "office_phone", "email", "group_no", "unit", "filing_no"]]),
            "any_of": may(FIELDS),
            "needed_when": may(NEEDED_WHEN),
        },
        variants=("malformed", "missing", "other_platform"),
    ),
    Rule(
        "number-in-cell",
        IN_CELLS,
        "other",
        {"field": need(NUMBER), "needed_when": may(NEEDED_WHEN)},
        variants=("none", "several"),
    ),
    Rule(
        "one-of",
        IN_CELLS,
        "other",
        {"field": need(FIELD), "values": need(list[str | bool]), "blank": may(bool)},
        variants=("not_listed", "missing", "other_unspecified"),
    ),
    Rule("one-platform", IN_CELLS, "other", {"field": need(PLATFORM_FIELD)}, variants=("several",)),
    Rule(
        "too-vague",
        IN_CELLS,
        "other",
        {"field": need(TEXT_FIELD), "min_chars": may(int), "phrases": may(TEXTS), "blank": may(bool)},
        variants=("missing", "vague"),
    ),
    Rule(
        "real-name",
        IN_CELLS,
        "other",
        {"fields": need(list[PEOPLE]), "chars": may(list[int]), "not_names": may(TEXTS)},
        variants=("not_a_name",),
    ),
    Rule(
        "preferred-date-style",
        form.preferred_date_style,
        "other",
        {"style": noted(str), "field": need(DATE)},
        variants=("style", "written", "two_digit_year", "unreadable"),
    ),
    # what nobody carries out here: listed as 人工 or 未比对, never as passed
    Rule("by-hand", BY_HAND, "other"),
    Rule("in-force", BY_HAND, "other", {"effective": noted(dt.date | None)}, variants=("not_yet",)),
    Rule("member-list", BY_HAND, "other", {"check": noted(Literal["real-name", "card"]), "card": noted(str)}),
)
RULE_OF = {rule.name: rule for rule in RULES}
"""Each rule by its name."""
