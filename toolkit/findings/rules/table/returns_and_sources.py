"""The rules about returns and second sources, about what is registered at all, and what nobody carries out."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from toolkit.findings.rules import (
    accounts,
    arithmetic,
    comparisons,
    earlier_returns,
    lists,
    rejected_rows,
    returns,
    several_forms,
)
from toolkit.findings.rules.parameters import (
    DATE,
    DATES,
    DAY,
    FIELDS,
    FIGURE,
    FORM,
    PERSON_OR_NAME,
    YES_NO,
    may,
    need,
    noted,
)
from toolkit.findings.rules.table.entry import BY_HAND, TEXTS, Rule

RULES: tuple[Rule, ...] = (
    # what came in
    Rule("file-read", returns.file_read, "files", variants=("rejected",)),
    Rule("example-row", rejected_rows.example_row, "other", variants=("example",)),
    Rule("other-label", returns.other_label, "other", variants=("label",)),
    Rule("unread", returns.unread, "other", variants=("unread", "older")),
    Rule("near", returns.near, "other", variants=("near", "parted", "whole", "continued")),
    Rule("earlier-return", earlier_returns.earlier_return, "units", variants=("dated", "named", "reckoned")),
    Rule(
        "left-out", earlier_returns.left_out, "units", variants=("left_out", "earlier_year", "added", "nil", "nil_row")
    ),
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
    Rule(
        "source-unread",
        lists.source_unread,
        "other",
        variants=("heading", "near", "cells", "older", "marked", "words", "of_no_group", "continued"),
    ),
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
    # what nobody carries out here: listed as 人工 or 未比对, never as passed
    Rule("by-hand", BY_HAND, "other"),
    Rule("in-force", BY_HAND, "other", {"effective": noted(dt.date | None)}, variants=("not_yet",)),
    Rule("member-list", BY_HAND, "other", {"check": noted(Literal["real-name", "card"]), "card": noted(str)}),
)
