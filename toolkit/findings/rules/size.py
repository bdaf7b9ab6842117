"""How many members a group has, against a limit or against the people it is for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from toolkit.findings.rules.in_force import asking
from toolkit.findings.rules.masks import (
    certainly_after,
    contains_any,
    filled,
    hit,
    in_scope,
    mapped,
    matching,
    nothing,
    positions,
    several,
    text,
    yes,
)
from toolkit.findings.rules.on_file import offices, papers
from toolkit.findings.rules.rosters import classes_of, unit_sizes
from toolkit.normalise.text import fold, is_placeholder, key
from toolkit.register.class_roster import whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from toolkit.findings.case import Case, Hit
    from toolkit.regulations.profile import Requirement

_OF_ITS_SIZE = re.compile(r"超.{0,8}(?:人|员|限)|原因|必要|因为?.{0,20}(?:需|全|合|跨|面向)")
_BRACKETED = re.compile(r"\([^()]*\)")
_REFUSALS = ("否", "未批准", "未经批准", "不同意", "没有批准")
_CLASS = re.compile(r"(?:\d|[一二三四五六七八九十])\)?班(?!子|主任|车)")
_TAIL = r"(?:全体|大|总|内部|工作|交流|通知|学习|联系|沟通|微信|QQ)*群?[\d一二三四五]?群?$"


def over_size(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """More members than the limit, and neither the reason nor the approval that the clause allows.

    Exactly the limit passes (民法典 art. 1259: 以内 includes the number). An interval that only may be above the limit
    (约150人, 100+) is for a person: variant `straddles`; so is one whose remark speaks of its size, where the clause
    asks for a reason: `remarked`.
    """
    frame, limit = case.ledger.frame, requirement.with_["limit"]
    low, high = frame["member_count.low"], frame["member_count.high"]
    counted = in_scope(case, requirement) & low.notna() & ~_cleared(case, requirement.with_)
    over = (low > limit).fillna(value=False).astype("bool")
    maybe = ~over & (high.isna() | (high > limit).fillna(value=False).astype("bool"))
    for position in positions(counted & over):
        count = whole_number(low.iat[position])
        found = hit(frame, position, "member_count", "over", limit=limit, count=count, how=_how(requirement))
        remark = str(frame["remark"].iat[position]) if _how(requirement) == "reason" else ""
        said = bool(_OF_ITS_SIZE.search(remark))
        yield (
            replace(found, variant="remarked", severity="review", facts={**found.facts, "remark": remark})
            if said
            else found
        )
    for position in positions(counted & maybe):
        yield hit(frame, position, "member_count", "straddles", limit=limit, how=_how(requirement))


def exactly_limit(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Exactly as many members as the limit: told, and counted as within it."""
    frame, limit = case.ledger.frame, requirement.with_["limit"]
    exact = (frame["member_count.low"] == limit) & (frame["member_count.high"] == limit)
    for position in positions(in_scope(case, requirement) & exact.fillna(value=False).astype("bool")):
        yield hit(frame, position, "member_count", "exact", limit=limit)


def oversize_route(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Above the limit and approved, but filed elsewhere than the clause says."""
    frame, asked = case.ledger.frame, requirement.with_
    over = above(frame, asked["limit"]) & approved(case)
    named = offices(case, "filing_office", ("超限",))
    wrong = ~mapped(named, lambda value: all(map(is_placeholder, value.split("\n"))))
    wrong &= ~contains_any(named, asked["expected"])
    for position in positions(in_scope(case, requirement) & over & wrong):
        told = str(named.iat[position]).replace("\n", "、")
        facts = {"limit": asked["limit"], "expected": asked["expected"][0], "raw": told}
        yield hit(frame, position, "filing_office", "wrong", **facts)


def headcount(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A group for the whole staff (or a class) with more or fewer members than the roster counts.

    Variants `over` and `under`; how far is allowed says `tolerance`, a share of the roster's number.
    """
    frame, asked = case.ledger.frame, requirement.with_
    low, high = frame["member_count.low"], frame["member_count.high"]
    sizes, classes = unit_sizes(case), classes_of(case)
    places = positions(in_scope_of_all(case, requirement) & low.notna())
    units, names = several(frame, "unit", places), several(frame, "group_name", places)
    for position, unit, name in zip(places, units, names, strict=True):
        if asked["against"] == "units":
            size, of = sizes.get(unit), unit
        else:
            found = classes(unit, name)
            size, of = (found[0].headcount, found[0].name) if len(found) == 1 else (None, "")
        side = _side(low.iat[position], high.iat[position], size, asked["tolerance"]) if size else ""
        if side in asked["sides"]:
            yield hit(frame, position, "member_count", side, headcount=size, roster=of)


def class_sized(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A student group that is not one class: no class of the roster, several, or more members than the class has.

    Variants `no_class`, `several_classes`, `larger`.
    """
    frame, tolerance = case.ledger.frame, requirement.with_["tolerance"]
    low, high, classes = frame["member_count.low"], frame["member_count.high"], classes_of(case)
    places = positions(in_scope_of_all(case, requirement))
    units, names = several(frame, "unit", places), several(frame, "group_name", places)
    for position, unit, name in zip(places, units, names, strict=True):
        found = classes(unit, name)
        if len(found) != 1:
            variant = "several_classes" if found else "no_class"
            yield hit(frame, position, "group_name", variant, classes=[entry.name for entry in found[:5]])
        elif found[0].headcount and not is_missing(low.iat[position]):
            size = found[0].headcount
            if _side(low.iat[position], high.iat[position], size, tolerance) == "over":
                yield hit(frame, position, "member_count", "larger", headcount=size, roster=found[0].name)


def empty_group(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A group of next to nobody; one that is only planned has no members yet."""
    frame, most = case.ledger.frame, requirement.with_["max_members"]
    few = (frame["member_count.high"] <= most).fillna(value=False).astype("bool")
    ahead = yes(frame, "planned") | certainly_after(text(frame, "created_on"), case.as_of.isoformat())
    for position in positions(in_scope(case, requirement) & few & ~ahead):
        yield hit(frame, position, "member_count", "empty", most=most)


def above(frame: pd.DataFrame, limit: int) -> pd.Series:
    """Return which rows certainly have more members than the limit."""
    over: pd.Series = (frame["member_count.low"] > limit).fillna(value=False).astype("bool")
    return over


def approved(case: Case) -> pd.Series:
    """Return which rows have an approval of their size, in the return or on record."""
    frame = case.ledger.frame
    by = text(frame, "oversize_approved_by")
    named = filled(frame, "oversize_approved_by") & ~mapped(by, lambda value: key(value) in _REFUSALS)
    on_record = frame["id"].isin(set(papers(case, "approvals", ("超限",))))
    return named | filled(frame, "oversize_approved_on") | on_record


def in_scope_of_all(case: Case, requirement: Requirement) -> pd.Series:
    """Return the rows whose category is asked for; without a category, those whose name says the same.

    教职工工作群 is a group for the whole staff, 教职工合唱团群 is not; 1班 is a class, 领导班子 is not.
    """
    frame, asked = case.ledger.frame, requirement.with_
    scope = in_scope(case, _without_when(requirement))
    told = next(matching(frame, asked.get("when") or {}))
    uncategorised = text(frame, "category") == ""
    named = mapped(text(frame, "group_name"), lambda name: _names_all(name, tuple(asked.get("words", ()))))
    return scope & (told | (uncategorised & named))


def is_missing(value: Any) -> bool:
    """Return whether a number of a nullable column is not there."""
    import pandas as pd

    return value is pd.NA or value != value  # noqa: PLR0124 - NaN is the one value unlike itself


def _without_when(requirement: Requirement) -> Requirement:
    return asking(requirement, {name: value for name, value in requirement.with_.items() if name != "when"})


def _names_all(name: str, words: tuple[str, ...]) -> bool:
    bare = _BRACKETED.sub("", fold(name))
    if "班" in words:
        return bool(_CLASS.search(bare))
    return any(re.search(re.escape(word) + _TAIL, bare) for word in words)


def _cleared(case: Case, asked: Mapping[str, Any]) -> pd.Series:
    frame = case.ledger.frame
    if asked.get("cleared_by") == "approval":
        cleared = approved(case)
    else:
        cleared = nothing(frame)
        for field in asked.get("clear_fields", ()):
            cleared |= filled(frame, field)
        if asked.get("cleared_by") == "reason":
            cleared |= frame["id"].isin(set(papers(case, "approvals", ("超限",))))
    for field, words in asked.get("clear_words", {}).items():
        cleared |= contains_any(text(frame, field), words)
    return cleared


def _how(requirement: Requirement) -> str:
    """Return what clears a group of this size: `approval`, `reason` or `none`."""
    return str(requirement.with_.get("cleared_by") or "none")


def _side(low: Any, high: Any, size: int, tolerance: float) -> str:
    if low > size * (1 + tolerance):
        return "over"
    return "under" if not is_missing(high) and high < size * (1 - tolerance) else ""
