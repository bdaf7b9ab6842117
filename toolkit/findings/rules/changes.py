"""What became different since last year, and whether the office was told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.comparison.decided import OMITTED, found_out
from toolkit.findings.case import Hit
from toolkit.findings.rules.filing import refiled
from toolkit.findings.rules.lapse import days_between
from toolkit.findings.rules.masks import (
    at,
    filled,
    hit,
    in_scope,
    last_year,
    nothing,
    people,
    positions,
    text,
    verdicts,
)
from toolkit.findings.rules.on_file import papers
from toolkit.findings.rules.rosters import staff
from toolkit.findings.rules.standing import standing, unreadable
from toolkit.normalise.dates import earliest, latest
from toolkit.normalise.text import key
from toolkit.register.cancelled import CANCELLING
from toolkit.register.mentions import refer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

    from toolkit.findings.case import Case
    from toolkit.findings.rules.on_file import Paper
    from toolkit.regulations.profile import Requirement


_OF_NUMBERS = ("number-appeared", "number-disappeared")
_SHOWN = {"number-changed": "换号"}


def handover(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Another owner or administrator than last year, and no date or record of the approval or the report.

    With a staff roster also variant `left_post`: the same owner as last year, who is no longer in post.
    """
    asked = requirement.with_
    frame = case.ledger.frame
    told = in_scope(case, requirement) & _dated(case, asked["dates"])
    on_record = set(papers(case, "approvals", ("移交", "变更"))) | set(papers(case, "notices", ("变更",)))
    silent = in_scope(case, requirement) & ~told & ~frame["id"].isin(on_record)
    changed = _changes(case, asked["fields"])
    for position in positions(silent & frame["id"].isin(changed)):
        record = str(frame["id"].iat[position])
        yield _changed(case, position, changed[record], "not_approved", approver=asked["approver"])
    yield from _left_post(case, requirement, set(changed))


def change_reported(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A key field differs from last year: was it reported, and within the days the clause gives?

    Variants: `undated` (no date at all, so nobody can tell), `unreported` (the days are over and nothing was reported),
    `late` (reported after the deadline), `undated_form` (the change form came, and no day is on it). A deadline of 及时
    has no days: then no report is `unreported` at once.
    """
    asked = requirement.with_
    deadline, dates = asked["deadline"], asked["dates"]
    frame = case.ledger.frame
    changed = _changes(case, asked["changes"])
    notices, approvals = papers(case, "notices", ("变更",)), papers(case, "approvals", ("变更", "移交"))
    for position in positions(in_scope(case, requirement) & frame["id"].isin(changed)):
        record = str(frame["id"].iat[position])
        told, agreed = notices.get(record, ()), approvals.get(record, ())
        happened = str(frame[dates["changed"]].iat[position]) or _noticed(told, "happened_on")
        reported = str(frame[dates["reported"]].iat[position]) or _noticed(told, "reported_on")
        reported = reported or _noticed(agreed, "filed_on") or _noticed(agreed, "approved_on")
        variant, facts = _judge_dates(case, deadline, happened, reported)
        if variant == "unreported" and (told or agreed):
            variant = None if deadline.get("kind") == "promptly" else "undated"
            facts = {"days": deadline.get("days", ""), "day_kind": str(deadline.get("kind"))}
        if variant in {"unreported", "undated"} and not reported and _on_a_form(frame, position):
            variant = None if deadline.get("kind") == "promptly" else "undated_form"
            facts = {"days": deadline.get("days", ""), "day_kind": str(deadline.get("kind"))}
        if variant is not None:
            yield _changed(case, position, changed[record], variant, changed_on=happened, reported_on=reported, **facts)


def _on_a_form(frame: pd.DataFrame, position: int) -> bool:
    """Tell whether the change of a group came on a form for changes, which is the report."""
    return "papers" in frame and "change" in str(frame["papers"].iat[position]).split("\n")


def dissolution_reported(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """In last year's register, not returned, and nobody reported that it was dissolved.

    Variant `omitted`: a person found out that it is in use and was forgotten.
    """
    del requirement
    yield from _gone(case, "unreported")


def unaccounted(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Filed last year, neither returned this year nor known to be dissolved, although the unit did file.

    A row that the regulation's own requirement (`refiled`) speaks of is left to it.
    """
    del requirement
    told = {row for entry in case.profile.by_rule("refiled") for hit in refiled(case, entry) for row in hit.previous}
    for found in _gone(case, "unaccounted"):
        if told.isdisjoint(found.previous):
            yield found


def _gone(case: Case, variant: str) -> Iterator[Hit]:
    frame, told = case.previous.frame, case.previous_verdicts
    if not len(frame):
        return
    gone = set(told.loc[told["verdict"] == "unaccounted", "id"])
    omitted = found_out(case.decisions, OMITTED)
    for position in positions(frame["id"].isin(gone)):
        known = frame["id"].iat[position] in omitted
        found = _of_previous(frame, position, "omitted" if known else variant)
        yield replace(found, severity="warning") if known else found


def transferred(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """The same group number as last year, in the return of another unit."""
    changed = _changes(case, ["unit"])
    for position in positions(in_scope(case, requirement) & case.ledger.frame["id"].isin(changed)):
        yield _changed(case, position, changed[str(case.ledger.frame["id"].iat[position])], "transferred")


def renumbered(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """The same unit and name as last year, with another number: perhaps a new group under an old name."""
    numbers, rows = last_year(case, "group_no"), last_year(case, "id")
    for position in positions(in_scope(case, requirement) & (verdicts(case) == "renumbered")):
        found = hit(case.ledger.frame, position, "group_no", "renumbered", before=at(numbers, position))
        yield replace(found, previous=(at(rows, position),))


def number_appeared(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Matched with last year, and a number came or went: variants `appeared`, `disappeared`."""
    numbers, rows = last_year(case, "group_no"), last_year(case, "id")
    ours = text(case.ledger.frame, "group_no")
    matched = in_scope(case, requirement) & verdicts(case).isin(["renewed", "changed"]) & (rows != "")
    asked = standing(case, "group_no") | (ours != "")  # a list without such a column says nothing of the number
    asked &= ~unreadable(case, "group_no")  # a number that could not be read is told as such: it did not disappear
    for position in positions(matched & asked & ((ours == "") != (numbers == ""))):
        variant = "appeared" if at(ours, position) else "disappeared"
        found = hit(case.ledger.frame, position, "group_no", variant, before=at(numbers, position))
        yield replace(found, previous=(at(rows, position),))


def revived(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Dissolved according to last year's register, and filed again this year; out of use: variant `unused`.

    The register's own row may say so, or the group stands among those that our ledger keeps as dissolved.
    """
    frame, closings = case.ledger.frame, list(CANCELLING)
    days, rows = last_year(case, "dissolved_on"), last_year(case, "id")
    ended = (days != "") | last_year(case, "disposition").isin(closings)
    alive = in_scope(case, requirement) & ~filled(frame, "dissolved_on") & ~text(frame, "disposition").isin(closings)
    for position in positions(alive & ended):
        found = hit(frame, position, "group_name", "revived", dissolved_on=at(days, position))
        yield replace(found, previous=(at(rows, position),))
    before = case.previous.frame
    unused = set(before.loc[before["unused"], "id"]) if "unused" in before else set()
    for position in positions(alive & ~ended & rows.isin(unused)):
        yield replace(hit(frame, position, "group_name", "unused"), previous=(at(rows, position),))
    if case.closed is None or not len(case.closed.frame):
        return
    unmatched = (alive & (rows == "") & (verdicts(case) != "duplicate")).tolist()
    days_then = case.closed.frame["dissolved_on"].tolist()
    again = dict(zip(refer(case.closed.frame, case.ledger), days_then, strict=True))
    for position in sorted(place for place in again if place is not None and unmatched[place]):
        yield hit(frame, position, "group_name", "revived", dissolved_on=again[position])


def _changes(case: Case, fields: Iterable[str]) -> Mapping[str, list[Mapping[str, str]]]:
    """Return what changed by record; where only a year rolled on (23-24学年 to 24-25学年) nothing did."""
    frame = case.changes
    found: dict[str, list[Mapping[str, str]]] = {}
    if not len(frame):
        return found
    wanted = frame["field"].map(lambda name: name.split(".")[0]).isin(list(fields))
    rolled = frame["rolled"].fillna(value=False).astype("bool") if "rolled" in frame else ~wanted
    counted = ~frame["kind"].isin(_OF_NUMBERS)
    for row in frame[wanted & ~rolled & counted].to_dict("records"):
        found.setdefault(str(row["record"]), []).append({str(name): str(value) for name, value in row.items()})
    return found


def _changed(case: Case, position: int, changed: list[Mapping[str, str]], variant: str = "", **facts: object) -> Hit:
    first = changed[0]
    told = {
        "what": list(dict.fromkeys(_SHOWN.get(row["kind"], row["kind"]) for row in changed)),
        "before": first["before"],
        "after": first["after"],
    }
    told["differences"] = [
        f"{_SHOWN.get(row['kind'], row['kind'])}“{row['before'] or '—'}”→“{row['after'] or '—'}”" for row in changed
    ]
    told["changed_fields"] = [row["field"] for row in changed]
    record = str(case.ledger.frame["id"].iat[position])
    return Hit((record,), first["field"], told | facts, (first["previous"],), variant=variant)


def _dated(case: Case, columns: Iterable[str]) -> pd.Series:
    frame = case.ledger.frame
    found = nothing(frame)
    for column in columns:
        found |= filled(frame, column)
    return found


def _noticed(rows: Iterable[Paper], column: str) -> str:
    return next((paper[column] for paper in rows if paper.get(column)), "")


def _judge_dates(
    case: Case, deadline: Mapping[str, object], happened: str, reported: str
) -> tuple[str | None, dict[str, object]]:
    kind = str(deadline.get("kind"))
    if kind == "promptly":
        return (None, {}) if reported else ("unreported", {})
    if not happened and not reported:
        return "undated", {"days": deadline["days"], "day_kind": kind}
    if not happened:
        return None, {}
    until = earliest(reported) if reported else case.as_of
    days, covered = days_between(case, kind, latest(happened), until)
    if days <= int(str(deadline["days"])):
        return None, {}
    facts = {"counted": days, "days": deadline["days"], "day_kind": kind, "holidays_known": covered}
    return ("late" if reported else "unreported"), facts


def _left_post(case: Case, requirement: Requirement, changed: set[str]) -> Iterator[Hit]:
    roster = staff(case)
    frame = case.ledger.frame
    asked = case.profile.by_rule("people-on-roster")
    if not roster or "owner" not in requirement.with_["fields"] or any("owner" in entry.fields for entry in asked):
        return
    kept = verdicts(case).isin(["renewed", "changed"]) & ~frame["id"].isin(changed)
    for position in positions(in_scope(case, requirement) & kept & filled(frame, "owner.name")):
        gone = [
            name
            for name in people(str(frame["owner.name"].iat[position]))
            if (known := roster.get(key(name))) is not None and not known.in_post
        ]
        if gone:
            yield hit(frame, position, "owner.name", "left_post", names=gone, approver=requirement.with_["approver"])


def _of_previous(frame: pd.DataFrame, position: int, variant: str) -> Hit:
    facts = {name: str(frame[name].iat[position]) for name in ("group_name", "group_no")}
    row, unit = str(frame["id"].iat[position]), str(frame["unit"].iat[position])
    told = {"name": facts["group_name"], "number": facts["group_no"]}
    return Hit(previous=(row,), unit=unit, facts=told, variant=variant)
