"""Groups that are out of use, past their end, or silent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from toolkit.findings.case import Hit
from toolkit.findings.defunct import dated, says_dead, temporary
from toolkit.findings.rules.as_typed import as_typed
from toolkit.findings.rules.masks import (
    at,
    certainly_after,
    contains_any,
    filled,
    hit,
    hit_of_unit,
    in_scope,
    in_scope_over_too,
    last_days,
    mapped,
    no,
    nothing,
    over,
    positions,
    several,
    text,
    verdicts,
    yes,
)
from toolkit.findings.rules.on_file import granted, papers
from toolkit.findings.rules.rosters import classes_of
from toolkit.findings.rules.standing import standing, unreadable
from toolkit.normalise.dates import earliest, latest
from toolkit.register.cancelled import CANCELLING, OUT_OF_USE
from toolkit.register.class_roster import graduation
from toolkit.register.endings import is_laid_aside, remark_end, sheet_end
from toolkit.register.mentions import refer

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from toolkit.findings.case import Case
    from toolkit.model import Ledger
    from toolkit.regulations.profile import Requirement

_OPEN = ("unaccounted", "unit_missing", "carried")

UNDATED = "—"
"""Shown for a day that the observed list does not give."""


def still_active(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Out of use by its own words, and filed as if it were not: nothing says that it was dissolved.

    Variants: `stopped` (正常运行 = 否), `dissolved` (the name says 已解散), `noticed` (a notice of dissolution came),
    `remarked`, `of_sheet` (its remark or its sheet says that it is gone: taken so, and asked about), `undated` (the
    unit takes it off, and neither its form, which has a place for it, nor a notice tells the day).
    """
    frame = case.ledger.frame
    gone = in_scope_over_too(case, requirement) & over(case) & ~filled(frame, "dissolved_on")
    gone &= standing(case, "dissolved_on") & ~unreadable(case, "dissolved_on") & (verdicts(case) != "duplicate")
    alive = in_scope(case, requirement) & ~_closed(frame)
    stopped = no(frame, "is_active")
    named = mapped(text(frame, "name_status"), lambda value: bool(OUT_OF_USE.search(value)))
    noticed = frame["id"].isin(set(papers(case, "notices", ("解散",))))
    yield from _by_remark(case, requirement)
    yield from _laid_aside(case, requirement)
    for position in positions(gone & ~noticed):
        yield hit(frame, position, "dissolved_on", "undated", word=at(text(frame, "disposition"), position))
    for position in positions(alive & stopped):
        yield hit(frame, position, "is_active", "stopped")
    for position in positions(alive & ~stopped & named):
        yield hit(frame, position, "group_name", "dissolved", status=frame["name_status"].iat[position])
    for position in positions(alive & ~stopped & ~named & noticed):
        yield hit(frame, position, "group_name", "noticed")


def _by_remark(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Yield the groups that only their remark or sheet takes off (`toolkit.register.endings.told_by_remark`)."""
    frame, typed = case.ledger.frame, as_typed(case, "disposition")
    sheets = [case.ledger.sheets[number].name for number in frame["sheet"].tolist()]
    told = in_scope_over_too(case, requirement) & over(case) & (text(frame, "disposition") != "")
    for position in positions(told & (verdicts(case) != "duplicate")):
        if typed[position]:
            continue
        remark, sheet = at(text(frame, "remark"), position), sheets[position]
        facts = {"remark": remark, "sheet": sheet, "word": at(text(frame, "disposition"), position)}
        if remark_end(remark):
            yield replace(hit(frame, position, "remark", "remarked", **facts), severity="review")
        elif sheet_end(sheet):
            yield replace(hit(frame, position, "group_name", "of_sheet", **facts), severity="review")


def _laid_aside(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Yield the sheets whose name says that they are no longer meant (作废, 旧表): they count, and are asked about."""
    frame = case.ledger.frame
    aside = [is_laid_aside(sheet.name) for sheet in case.ledger.sheets]
    if not any(aside):
        return
    meant = in_scope_over_too(case, requirement) & ~over(case) & (verdicts(case) != "duplicate")
    rows: dict[int, list[int]] = {}
    numbers = frame["sheet"].tolist()
    for position in positions(meant):
        rows.setdefault(numbers[position], []).append(position)
    for number, found in rows.items():
        if aside[number]:
            facts = {"sheet": case.ledger.sheets[number].name, "count": len(found)}
            yield replace(hit_of_unit(frame, found, "group_name", "laid_aside", **facts), severity="review")


def temporary_ended(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A temporary group whose work ended, days of grace included, and which is still there.

    Which are temporary is told by `when`, else by `defunct.temporary`. Kept on purpose (处置 = 保留) with all that
    `kept_needs` names, it is allowed; variant `kept_without_reason` when some of it is missing. Without a number of
    days in the text the day after the end counts, and the age is told.
    """
    frame, asked = case.ledger.frame, requirement.with_
    grace = dt.timedelta(days=asked.get("grace_days") or 0)
    ended = text(frame, "work_end_on")
    over = (ended != "") & (last_days(ended) < (case.as_of - grace).isoformat())
    alive = ~_closed(frame) & ~no(frame, "is_active")
    kept = nothing(frame)
    for field, values in asked.get("kept", {}).items():
        kept |= text(frame, field).isin(values)
    temporary_ones = ~no(frame, "is_temporary") if asked.get("when") else temporary(frame, case.profile)
    for position in positions(in_scope(case, requirement) & temporary_ones & over & alive):
        facts: dict[str, Any] = {
            "ended": at(ended, position),
            "days": (case.as_of - latest(str(ended.iat[position]))).days,
        }
        if not kept.iat[position]:
            yield hit(frame, position, "work_end_on", "overdue", **facts)
            continue
        missing = [name for name in asked.get("kept_needs", ()) if not filled(frame.iloc[[position]], name).iat[0]]
        if missing:
            yield hit(frame, position, missing[0], "kept_without_reason", fields=missing, **facts)


def temporary_large(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Filed as temporary, but with many members (`large`) or long in use (`old`); asked of whether it is temporary.

    Where the form says when the work will end, that is the answer.
    """
    frame, asked = case.ledger.frame, requirement.with_
    ends = last_days(text(frame, "work_end_on")) >= case.as_of.isoformat()
    ours = in_scope(case, requirement) & yes(frame, "is_temporary") & ~_closed(frame) & ~ends
    large = (frame["member_count.low"] > asked["max_members"]).fillna(value=False).astype("bool")
    since = (case.as_of - dt.timedelta(days=asked["max_age_days"])).isoformat()
    created = text(frame, "created_on")
    old = (created != "") & (last_days(created) < since)
    for position in positions(ours & large):
        told = at(text(frame, "member_count.raw"), position)
        yield hit(frame, position, "is_temporary", "large", most=asked["max_members"], raw=told)
    for position in positions(ours & old & ~large):
        age = (case.as_of - latest(str(created.iat[position]))).days
        yield hit(
            frame, position, "is_temporary", "old", days=age, most=asked["max_age_days"], raw=at(created, position)
        )


def temporary_exempt(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A temporary group that used its exemption from approval: told, so that nobody looks for the form."""
    frame = case.ledger.frame
    ours = in_scope(case, requirement) & yes(frame, "is_temporary")
    for position in positions(ours & (granted(case, "party_approved_on") == "")):
        yield hit(frame, position, "is_temporary", "exempt")


def stale(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """An account that certainly was not updated for longer than the clause allows."""
    frame, asked = case.ledger.frame, requirement.with_
    last = text(frame, asked["field"])
    since = (case.as_of - dt.timedelta(days=asked["days"])).isoformat()
    silent = (last != "") & (last_days(last) < since)
    for position in positions(in_scope(case, requirement) & silent & ~_closed(frame)):
        age = (case.as_of - latest(str(last.iat[position]))).days
        yield hit(frame, position, asked["field"], "stale", days=age, most=asked["days"])


def inactive(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A group nobody wrote in for longer than the days given; where nobody gives any, its age is told as a notice."""
    frame, asked = case.ledger.frame, requirement.with_
    days = asked.get("days") or case.profile.parameters.inactive_days
    last = text(frame, asked["field"])
    silent = (last != "") & (last_days(last) < (case.as_of - dt.timedelta(days=days or 0)).isoformat())
    for position in positions(in_scope(case, requirement) & silent & ~_closed(frame) & ~no(frame, "is_active")):
        age = (case.as_of - latest(at(last, position))).days
        if days:
            yield hit(frame, position, asked["field"], "inactive", days=age, most=days)
        else:
            yield replace(hit(frame, position, asked["field"], "age", days=age), severity="notice")


def planned(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Not open yet; variant `unconfirmed` when the planned day is long past and nobody said whether it opened."""
    frame, asked = case.ledger.frame, requirement.with_
    created = text(frame, asked["created"])
    ahead = certainly_after(created, case.as_of.isoformat())
    scope = in_scope(case, requirement)
    for position in positions(scope & ahead):
        yield hit(frame, position, asked["created"], "planned", created=at(created, position))
    since = (case.as_of - dt.timedelta(days=asked["confirm_days"])).isoformat()
    past = (created != "") & (last_days(created) < since)
    for position in positions(scope & yes(frame, "planned") & past):
        yield hit(
            frame, position, "created_on", "unconfirmed", created=created.iat[position], days=asked["confirm_days"]
        )


def graduated(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A class that has left: entry year and length of study of the class roster, else the longest common course."""
    frame, common_years = case.ledger.frame, requirement.with_["years"]
    look_up = classes_of(case)
    classes = contains_any(text(frame, "group_name"), ("班", "级"))
    places = positions(in_scope(case, requirement) & classes & ~_closed(frame))
    units, names = several(frame, "unit", places), several(frame, "group_name", places)
    for position, unit, name in zip(places, units, names, strict=True):
        left = graduation(unit, name, look_up, case.as_of, common_years=common_years)
        if left is not None:
            yield hit(frame, position, "group_name", "graduated", entered=left.entered, years=left.years)


def observed_dead(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Somebody looked for a group that is filed as in use and did not find it.

    Variant `dead_before`: only last year's register has it, and nobody reported that it was dissolved. The other way
    round, seen in use: `alive_cancelled` (its unit takes it off), `alive_before` (unaccounted for), `alive_closed`
    (last year's register, a notice or a person says that it is dissolved).
    """
    frame, seen = case.ledger.frame, case.observed
    if not len(seen) or "record" not in seen:
        return
    gone = says_dead(requirement.with_["words"])
    found_dead = mapped(text(seen, "state"), lambda value: bool(gone.search(value)))
    yield from _seen_alive(case, seen[~found_dead])
    dead = seen[found_dead]
    states = dict(zip(dead["record"], dead["state"], strict=True))
    days = dict(zip(dead["record"], text(dead, "seen_on"), strict=True))
    for position in positions(frame["id"].isin(set(states) - {""}) & ~_closed(frame) & ~no(frame, "is_active")):
        record = str(frame["id"].iat[position])
        yield hit(frame, position, "group_name", "dead", state=states[record], seen_on=days[record])
    yield from _dead_before(case, dead[text(dead, "record") == ""])


def _seen_alive(case: Case, alive: pd.DataFrame) -> Iterator[Hit]:
    frame, before, told = case.ledger.frame, case.previous.frame, case.previous_verdicts
    days = _last_seen(alive, "record")
    ended = _ended(case.ledger, case)
    for position in positions(over(case) & frame["id"].isin(set(days))):
        record = str(frame["id"].iat[position])
        if not _before_its_end(days[record], ended[record]):
            yield hit(frame, position, "group_name", "alive_cancelled", seen_on=days[record] or UNDATED)
    open_rows = told[told["verdict"].isin(["unaccounted", "dissolved"]) & (told["record"] == "")]
    gone = dict(zip(open_rows["id"].tolist(), open_rows["verdict"].tolist(), strict=True))
    rows, ended = _last_seen(alive, "previous"), _ended(case.previous, case)
    columns = (before[name].tolist() for name in ("id", "unit", "group_name", "group_no")) if len(before) else ([],) * 4
    for row, unit, name, number in zip(*columns, strict=True):
        if row in rows and row in gone and not _before_its_end(rows[row], ended[row]):
            facts = {"name": name, "number": number, "seen_on": rows[row] or UNDATED}
            variant = "alive_closed" if gone[row] == "dissolved" else "alive_before"
            yield Hit(previous=(row,), unit=unit, facts=facts, variant=variant)
    yield from _closed_and_alive(case, alive)


def _closed_and_alive(case: Case, alive: pd.DataFrame) -> Iterator[Hit]:
    """Tell the groups seen in use that our own ledger keeps as dissolved, on its sheet 已解散."""
    if case.closed is None or not len(case.closed.frame):
        return
    others = alive[(text(alive, "record") == "") & (text(alive, "previous") == "")]
    frame = case.closed.frame
    for row, day in zip(refer(others, case.closed), text(others, "seen_on").tolist(), strict=True):
        if row is None or _before_its_end(day, str(frame["dissolved_on"].iat[row])):
            continue
        unit, name, number = (str(frame[column].iat[row]) for column in ("unit", "group_name", "group_no"))
        facts = {"name": name, "number": number, "seen_on": day or UNDATED}
        yield Hit(unit=unit, where=(case.closed.where(row),), facts=facts, variant="alive_closed")


def _last_seen(alive: pd.DataFrame, side: str) -> dict[str, str]:
    """Return the latest day on which each group was seen in use, "" where one sighting has none."""
    found: dict[str, str] = {}
    for row, day in zip(text(alive, side).tolist(), text(alive, "seen_on").tolist(), strict=True):
        if row:
            found[row] = "" if not day or found.get(row) == "" else max(found.get(row, day), day)
    return found


def _ended(register: Ledger, case: Case) -> dict[str, str]:
    """Return by id the day a group was dissolved, as its row or a notice tells; "" where neither does."""
    frame = dated(register, case.sources.get("notices"), gone=frozenset(register.frame["id"])).frame
    return dict(zip(frame["id"].tolist(), text(frame, "dissolved_on").tolist(), strict=True))


def _before_its_end(seen: str, ended: str) -> bool:
    """Return whether a group was certainly seen no later than on the day it was dissolved: then nothing contradicts."""
    return bool(seen and ended) and latest(seen) <= earliest(ended)


def _dead_before(case: Case, dead: pd.DataFrame) -> Iterator[Hit]:
    before, told = case.previous.frame, case.previous_verdicts
    if not len(before):
        return
    open_rows = set(told.loc[told["verdict"].isin(_OPEN), "id"])
    found = dict(zip(dead["previous"], zip(dead["state"], text(dead, "seen_on"), strict=True), strict=True))
    columns = (before[name].tolist() for name in ("id", "unit", "group_name", "group_no"))
    for row, unit, name, number in zip(*columns, strict=True):
        if row in found and row in open_rows:
            state, day = found[row]
            facts = {"name": name, "number": number, "state": state, "seen_on": day}
            yield Hit(previous=(row,), unit=unit, facts=facts, variant="dead_before")


def _closed(frame: pd.DataFrame) -> pd.Series:
    return filled(frame, "dissolved_on") | text(frame, "disposition").isin(CANCELLING)
