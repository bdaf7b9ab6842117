"""The rules about fields: what may be asked of any, how a form is filled in, what one cell alone can tell."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from toolkit.findings.rules import (
    form,
    general,
    limits,
    privacy,
)
from toolkit.findings.rules.parameters import (
    COUNTED,
    DATE,
    FIELD,
    FIELD_OR_ALL,
    FIELDS,
    NEEDED_WHEN,
    NUMBER,
    PARTS,
    PATTERN,
    PEOPLE,
    PLATFORM,
    PLATFORM_FIELD,
    TEXT_FIELD,
    TEXT_FIELDS,
    may,
    need,
    noted,
)
from toolkit.findings.rules.table.entry import IN_CELLS, TEXTS, Rule

RULES: tuple[Rule, ...] = (
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
        reads=(("filing_office", "copied_to"),),
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
)
