"""The rules about one group: how many members, what it is called, where it is filed, who agreed."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from toolkit.findings.rules import (
    approvals,
    contacts,
    filing,
    naming,
    size,
)
from toolkit.findings.rules.parameters import (
    DATE,
    FIELD_OR_APPROVALS,
    FIELDS,
    FORM,
    PEOPLE,
    TEXT_FIELD,
    TEXT_FIELDS,
    may,
    need,
    noted,
)
from toolkit.findings.rules.table.entry import TEXTS, WHOSE, Rule

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
        reads=(("member_count",),),
    ),
    Rule(
        "exactly-limit",
        size.exactly_limit,
        "size-naming",
        {"limit": need(int)},
        variants=("exact",),
        reads=(("member_count",),),
    ),
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
        reads=(("member_count",),),
    ),
    Rule(
        "class-sized",
        size.class_sized,
        "size-naming",
        {"words": may(TEXTS), "tolerance": need(float)},
        sources=("classes",),
        variants=("no_class", "larger", "several_classes"),
    ),
    Rule(
        "empty-group",
        size.empty_group,
        "defunct",
        {"max_members": need(int)},
        variants=("empty",),
        reads=(("member_count",),),
    ),
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
        reads=(("is_official",),),
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
        reads=(("filing_no",),),
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
)
