"""Where a group is filed, and whether it was filed before it was set up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.findings.case import Hit
from toolkit.findings.rules.masks import (
    at,
    by_unit,
    certainly_after,
    contains_any,
    filled,
    grouped,
    hit,
    hit_of_unit,
    in_scope,
    kinds,
    last_days,
    last_year,
    mapped,
    no,
    nothing,
    positions,
    several,
    text,
    verdicts,
    yes,
)
from toolkit.findings.rules.on_file import accompanied, granted, offices, papers
from toolkit.findings.rules.size import above
from toolkit.findings.rules.standing import standing
from toolkit.normalise.text import is_placeholder, key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.findings.case import Case
    from toolkit.regulations.profile import Requirement


_LIKELY = 0.6
"""From this likeness on a group is not treated as new before a person has said so."""


def filing_office(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Filed with another office than the clause names: `wrong`. A blank is no fault; a filing on record counts.

    Where the clause speaks of some kinds only, another kind filed with that office is `refused`.
    """
    frame, asked = case.ledger.frame, requirement.with_
    named = offices(case, "filing_office")
    scope = in_scope(case, requirement) & _answered(named)
    fits = contains_any(named, asked["expected"])
    ours = kinds(frame).isin(asked["kinds"]) if "kinds" in asked else ~nothing(frame)
    for position in positions(scope & ours & ~fits):
        yield _filed_with(frame, position, named, "wrong", asked["expected"][0])
    for position in positions(scope & ~ours & fits):
        yield _filed_with(frame, position, named, "refused", asked["expected"][0])


def official_route(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """An official group filed with the unit, or any other with the publicity department.

    A group above the size limit is filed with the publicity department whatever it is, and so is none of these.
    """
    frame, asked = case.ledger.frame, requirement.with_
    named = offices(case, "filing_office", ("建群",))
    scope = in_scope(case, requirement) & _answered(named)
    central = contains_any(named, asked["official"])
    for position in positions(scope & yes(frame, "is_official") & ~central):
        yield _filed_with(frame, position, named, "official", asked["official"][0])
    limit = case.profile.parameters.size_limit
    large = above(frame, limit) if limit else nothing(frame)
    for position in positions(scope & no(frame, "is_official") & central & ~large):
        yield _filed_with(frame, position, named, "other", asked["other"][0])


def filing_route(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Filed with another office than the category's (`wrong_office`, `missing`), or the second did not get it.

    The second is variant `not_copied`; a filing on record (`--approvals`) counts. Groups without a category are told
    once a unit, `unknown`, where `severities` lists that; once a file, `no_column`, where nobody asked for it.
    """
    frame, asked = case.ledger.frame, requirement.with_
    scope = in_scope(case, requirement)
    on_record = papers(case, "approvals")
    filed_with = _with_record(text(frame, "filing_office"), frame["id"], on_record)
    copies = _with_record(text(frame, "copied_to"), frame["id"], on_record)
    filed, named = contains_any(filed_with, asked["file_with"]), mapped(filed_with, lambda value: bool(value.strip()))
    for position in positions(scope & ~filed):
        variant = "wrong_office" if named.iat[position] else "missing"
        told = "、".join(dict.fromkeys(filter(None, at(filed_with, position).split("\n"))))
        yield hit(frame, position, "filing_office", variant, expected=asked["file_with"], raw=told)
    if asked.get("copy_to"):
        reached = contains_any(filed_with, asked["copy_to"]) | contains_any(copies, asked["copy_to"])
        for position in positions(scope & ~reached):
            yield hit(frame, position, "copied_to", "not_copied", expected=asked["copy_to"][0])
    if "unknown" in asked.get("severities", {}):
        uncategorised = (text(frame, "category") == "") & (text(frame, "accompanies") == "")
        asked_for = standing(case, "category")
        for _, rows in by_unit(frame, uncategorised & asked_for):
            yield hit_of_unit(frame, rows, "category", "unknown", count=len(rows))
        for _, rows in grouped(text(frame, "path"), uncategorised & ~asked_for):
            level = asked["severities"]["unknown"]
            yield replace(hit_of_unit(frame, rows, "category", "no_column", count=len(rows), raw=""), severity=level)


def student_route(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A student group that went to another office than the one for its category."""
    frame, asked = case.ledger.frame, requirement.with_
    answers = [offices(case, field) for field in asked["fields"]]
    named = nothing(frame)
    for answer in answers:
        named |= _answered(answer)
    for category, expected in asked["routes"].items():
        scope = in_scope(case, requirement) & (text(frame, "category") == category)
        reached = nothing(frame)
        for answer in answers:
            reached |= contains_any(answer, expected)
        for position in positions(scope & named & ~reached):
            yield hit(frame, position, "filing_office", "other", category=category, expected=expected[0])
        for _, rows in by_unit(frame, scope & ~named):
            yield hit_of_unit(frame, rows, "category", "none", category=category, expected=expected[0], count=len(rows))


def filed_after_created(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Set up under the regulation, and filed (or approved) only afterwards: needs both dates, and certain ones."""
    frame, asked = case.ledger.frame, requirement.with_
    created, filed = text(frame, asked["created"]), granted(case, asked["filed"])
    under = certainly_after(created, str(asked["after"]))
    for position in positions(in_scope(case, requirement) & under & certainly_after(filed, created)):
        yield _dated(frame, position, asked, filed, "built_first")


def filed_before_regulation(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Older than the regulation and filed afterwards: what the clause asks for, told as a notice."""
    frame, asked = case.ledger.frame, requirement.with_
    created, filed = text(frame, asked["created"]), granted(case, asked["filed"])
    before = (created != "") & (last_days(created) <= str(asked["until"]))
    for position in positions(in_scope(case, requirement) & before & certainly_after(filed, created)):
        yield _dated(frame, position, asked, filed, "made_up")


def new_needs_approval(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A group that was not in last year's register, without an approval form, date or record.

    While it is still asked whether it is a group of last year (相似建议), it is not said to be new.
    """
    frame, asked = case.ledger.frame, requirement.with_
    newly = verdicts(case).isin(["new", "late"]) & ~frame["id"].isin(_likely_known(case))
    approved = frame["id"].isin(accompanied(frame) | set(papers(case, "approvals", ("建群",))))
    for field in asked["fields"]:
        approved |= filled(frame, field)
    created = text(frame, "created_on")
    older = (created != "") & (last_days(created) <= str(asked["after"]))
    for position in positions(in_scope(case, requirement) & newly & ~approved & ~older):
        yield hit(frame, position, asked["fields"][0], "missing")


def _likely_known(case: Case) -> frozenset[str]:
    """Return the records that are likely to be a row of last year, about which nobody has decided yet."""
    return frozenset(one.record for one in case.suggestions if one.score >= _LIKELY)


def refiled(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Set up before the regulation and filed last year, but not among the groups filed anew."""
    asked = requirement.with_
    frame, told = case.previous.frame, case.previous_verdicts
    if not len(frame):
        return
    gone = set(told.loc[told["verdict"] == "unaccounted", "id"])
    created = text(frame, asked["created"])
    before = (created != "") & (last_days(created) <= str(asked["until"]))
    for position in positions(before & frame["id"].isin(gone)):
        name, unit = str(frame["group_name"].iat[position]), str(frame["unit"].iat[position])
        facts = {"name": name, "created": created.iat[position]}
        yield Hit(previous=(str(frame["id"].iat[position]),), unit=unit, facts=facts, variant="not_refiled")


def filing_no(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Filing numbers are issued by the office, belong to one group, and stay with it.

    Variants `repeated` (one finding a number), `changed` (another number than last year), `self_issued` (a number that
    last year's register does not know, on a group without a filing date).
    """
    judged = requirement.with_["judge"]
    frame = case.ledger.frame
    numbers = mapped(text(frame, "filing_no"), key, "str")
    own = in_scope(case, requirement) & filled(frame, "filing_no")
    if "repeated" in judged:
        yield from _repeated(frame, numbers, own & (verdicts(case) != "duplicate"))
    if "changed" in judged:
        yield from _changed(case, numbers, own)
    if "self_issued" in judged and "previous" in case.sources:
        known = {key(number) for number in text(case.previous.frame, "filing_no").unique().tolist()}
        issued = numbers.isin(known) | (granted(case, "filed_on") != "") | frame["id"].isin(papers(case, "approvals"))
        for position in positions(own & ~issued & verdicts(case).isin(["new", "late", "no_history"])):
            yield hit(frame, position, "filing_no", "self_issued")


def _repeated(frame: pd.DataFrame, numbers: pd.Series, own: pd.Series) -> Iterator[Hit]:
    for _, rows in grouped(numbers, own):
        if len(rows) > 1:
            names = list(several(frame, "group_name", rows))[:5]
            yield hit_of_unit(frame, rows, "filing_no", "repeated", count=len(rows), names=names)


def _changed(case: Case, numbers: pd.Series, own: pd.Series) -> Iterator[Hit]:
    frame = case.ledger.frame
    held, rows = last_year(case, "filing_no"), last_year(case, "id")
    other = own & (held != "") & (mapped(held, key, "str") != numbers)
    for position in positions(other):
        found = hit(frame, position, "filing_no", "changed", before=at(held, position))
        yield replace(found, previous=(at(rows, position),))


def copy_kept(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Nobody can tell which party organisation keeps the original: the answer is blank in every row of the unit."""
    frame, field = case.ledger.frame, requirement.with_["field"]
    scope = in_scope(case, requirement) & standing(case, field)
    told = filled(frame, field)
    for _, rows in by_unit(frame, scope):
        if not told.take(rows).any():
            yield hit_of_unit(frame, rows, field, "unknown")


def _answered(named: pd.Series) -> pd.Series:
    """Return which rows name an office at all: 无 and / name none."""
    return ~mapped(named, lambda value: all(map(is_placeholder, value.split("\n"))))


def _filed_with(frame: pd.DataFrame, position: int, named: pd.Series, variant: str, expected: str) -> Hit:
    told = at(named, position).replace("\n", "、")
    return hit(frame, position, "filing_office", variant, expected=expected, raw=told)


def _dated(frame: pd.DataFrame, position: int, asked: Mapping[str, str], filed: pd.Series, variant: str) -> Hit:
    created = str(frame[asked["created"]].iat[position])
    return hit(frame, position, asked["created"], variant, created=created, filed=at(filed, position))


def _with_record(own: pd.Series, ids: pd.Series, on_record: Mapping[str, Sequence[Mapping[str, str]]]) -> pd.Series:
    if not on_record:
        return own
    told = {
        record: "\n".join(f"{paper.get('filing_office', '')}\n{paper.get('approved_by', '')}" for paper in rows)
        for record, rows in on_record.items()
    }
    values = [f"{value}\n{told.get(record, '')}" for value, record in zip(own, ids, strict=True)]
    return own.__class__(values, index=own.index, dtype="str")
