"""The rules about a group from year to year: what changed, what is out of use, what exists twice."""

from __future__ import annotations

from typing import Literal

from toolkit.findings.rules import (
    changes,
    decisions,
    dormancy,
    duplicates,
    stated,
)
from toolkit.findings.rules.parameters import (
    DATE,
    DATES,
    DEADLINE,
    FIELDS,
    PERSON_OR_NAME,
    REQUIREMENT_OR_RULE,
    TEXT_FIELD,
    TEXT_FIELDS,
    may,
    need,
    noted,
)
from toolkit.findings.rules.table.entry import TEXTS, Rule

RULES: tuple[Rule, ...] = (
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
    Rule("revived", changes.revived, "other", sources=("previous",), variants=("revived", "unused")),
    Rule(
        "stated",
        stated.stated,
        "changes",
        sources=("previous",),
        variants=("unchanged", "changed", "no_change", "blank"),
    ),
    # what is out of use
    Rule(
        "still-active",
        dormancy.still_active,
        "defunct",
        {"fields": noted(FIELDS)},
        sources=("notices",),
        variants=("stopped", "dissolved", "noticed", "undated", "remarked", "of_sheet", "laid_aside"),
        reads=(("is_active", "dissolved_on", "disposition"),),
    ),
    Rule(
        "temporary-ended",
        dormancy.temporary_ended,
        "defunct",
        {"grace_days": may(int | None), "kept": may(dict[TEXT_FIELD, TEXTS]), "kept_needs": may(FIELDS)},
        variants=("overdue", "kept_without_reason"),
        reads=(("work_end_on",),),
    ),
    Rule(
        "temporary-large",
        dormancy.temporary_large,
        "size-naming",
        {"max_members": may(int), "max_age_days": may(int)},
        variants=("large", "old"),
        reads=(("is_temporary",),),
    ),
    Rule(
        "temporary-exempt",
        dormancy.temporary_exempt,
        "other",
        {"exempts": noted(list[REQUIREMENT_OR_RULE])},
        sources=("approvals",),
        variants=("exempt",),
        reads=(("is_temporary",),),
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
        meant_by=(("is_official", "level"),),
    ),
    Rule("no-official", duplicates.no_official, "other", variants=("none",), reads=(("is_official",),)),
    Rule(
        "clue",
        duplicates.clue,
        "unregistered",
        {"look_for": need(list[Literal["group_sequence", "class_sequence"]])},
        variants=("group_sequence", "class_sequence"),
    ),
    Rule("decision", decisions.decisions, "other", variants=("contradicting", "again")),
)
