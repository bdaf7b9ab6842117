"""Rules that any regulation may ask of any field: so many, within so many days, of all these parts, of this pattern.

They know no field of their own; the requirement names it, one of the institution's own included.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from toolkit.findings.rules.lapse import WORKDAY, days_between
from toolkit.findings.rules.masks import (
    at,
    cell,
    filled,
    hit,
    in_scope,
    in_scope_over_too,
    mapped,
    matching,
    positions,
    text,
)
from toolkit.findings.rules.naming import UnitWords, bare
from toolkit.findings.rules.on_file import approvers, offices
from toolkit.normalise.dates import earliest, latest
from toolkit.normalise.masking import masked
from toolkit.register.cancelled import CLOSING
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from toolkit.findings.case import Case, Hit
    from toolkit.regulations.profile import Requirement, Route

OWN_UNIT, PARTY = "本单位", "二级党组织"
_BETWEEN = re.compile(r"[\s、，,；;/和及]+")
_SHORTEST = 3
"""So many characters of an office are its name for short; 部 and 团委 of 校团委 say nothing more."""
_WHOSE = ("institution", "unit")


def count_between(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """So many people are named, or a figure lies so: variants `too_few`, `too_many`. A blank is for `required`."""
    frame, asked = case.ledger.frame, requirement.with_
    field, least, most = asked["field"], asked.get("at_least"), asked.get("at_most")
    low, high = counted(frame, field)
    scope = in_scope(case, requirement) & filled(frame, field)
    for position in positions(scope):
        few, many = low[position], high[position]
        bounds = {"at_least": "" if least is None else least, "at_most": "" if most is None else most}
        if least is not None and many is not None and many < least:
            yield hit(frame, position, field, "too_few", count=many, **bounds)
        elif most is not None and few is not None and few > most:
            yield hit(frame, position, field, "too_many", count=few, **bounds)


def counted(frame: pd.DataFrame, field: str) -> tuple[Sequence[int | None], Sequence[int | None]]:
    """Return how many there are at least and at most in each row: people that are named, or a figure."""
    kind = vocabulary()[field.partition(".")[0]].kind
    if kind == "people":
        stem = field.partition(".")[0]
        names = [len([name for name in value.split("\n") if name.strip()]) for value in text(frame, f"{stem}.name")]
        return names, names
    columns = (f"{field}.low", f"{field}.high") if kind == "count" else (field, field)
    low, high = (_figures(frame, column) for column in columns)
    return low, high


def _figures(frame: pd.DataFrame, column: str) -> list[int | None]:
    import pandas as pd

    if column not in frame:
        return [None] * len(frame)
    return [None if pd.isna(value) else int(value) for value in frame[column].tolist()]


def within_days(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """What follows an event came too late (`late`), or has not come though its time is over (`missing`).

    Days are counted as the requirement says; a date that leaves the day open counts in favour of the unit.
    """
    frame, asked = case.ledger.frame, requirement.with_
    scope = in_scope_over_too(case, requirement) if asked["event"] in CLOSING else in_scope(case, requirement)
    events, reports = text(frame, asked["event"]), text(frame, asked["reported"])
    since, kind = asked.get("since"), str(asked.get("kind", WORKDAY))
    for position in positions(scope & (events != "")):
        event, reported = latest(at(events, position)), at(reports, position)
        if since is not None and event < since:
            continue
        end = earliest(reported) if reported else case.as_of
        days, covered = days_between(case, kind, event, end)
        if days > asked["days"]:
            facts: dict[str, Any] = {"event": at(events, position), "reported": reported, "counted": days}
            told = {
                "days": asked["days"],
                "day_kind": kind,
                "holidays_known": covered,
                "of": vocabulary().heading(asked["event"]),
            }
            yield hit(frame, position, asked["reported"], "late" if reported else "missing", **facts, **told)


def name_parts(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A name has to hold all of several parts: `missing`, with the parts that are not in it.

    A part is the short name of the institution or the unit, what stands in another field, or one of some words. Where
    no roster gives the unit's short names and only that part is not found, variant `uncertain`.
    """
    frame, asked = case.ledger.frame, requirement.with_
    field = asked["field"]
    known = {whose: UnitWords(case, [whose]) for whose in _WHOSE}
    for position in positions(in_scope(case, requirement) & filled(frame, field)):
        name, unit = bare(cell(frame, field, position)), cell(frame, "unit", position)
        lacking: list[str] = []
        doubtful = True
        for part in asked["parts"]:
            if isinstance(part, str) and part in _WHOSE:
                words = known[part]
                if not any(word in name for word in words.prefixes(unit)):
                    lacking.append("或".join(words.shown(unit)[:2]))
                    doubtful &= not words.sure(unit)
            elif told := _lacks(frame, part, position, name):
                lacking.append(told)
                doubtful = False
        if lacking:
            yield hit(frame, position, field, "uncertain" if doubtful else "missing", lacking=lacking)


def _lacks(frame: pd.DataFrame, part: str | list[str], position: int, name: str) -> str:
    """Return how a part is called that a name does not hold; "" when it does, or when there is nothing to look for."""
    if isinstance(part, list):
        return "" if any(bare(word) in name for word in part) else "或".join(part)
    value = cell(frame, part, position)
    return "" if not value or bare(value) in name else f"{vocabulary().heading(part)}“{value}”"


def preferred(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Something else than what the regulation would rather have, and no reason is given: `other`."""
    frame, asked = case.ledger.frame, requirement.with_
    values = text(frame, asked["field"])
    scope = in_scope(case, requirement) & (values != "") & ~values.isin([str(one) for one in asked["values"]])
    if asked.get("reason"):
        scope &= ~filled(frame, asked["reason"])
    for position in positions(scope):
        yield hit(frame, position, asked["field"], "other", values=list(asked["values"]))


def pattern(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """An answer that is not written as the regulation has it: `other`, with an example of the right form.

    An example that reads like a telephone is told by its figures: masked it would be a wrong one.
    """
    frame, asked = case.ledger.frame, requirement.with_
    form = re.compile(asked["pattern"])
    answers = text(frame, asked["field"])
    example = str(asked.get("example", ""))
    private = masked(example) != example
    figures = len(example) if example.isdecimal() else ""
    shown = {"example": "" if private else example, "figures": figures if private else ""}
    wrong = mapped(answers, lambda value: bool(value) and form.fullmatch(value.strip()) is None)
    for position in positions(in_scope(case, requirement) & wrong):
        yield hit(frame, position, asked["field"], "other", **shown)


def route(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Filed elsewhere than the `routes` of the regulation say for such a group.

    The first route whose `when` fits holds. Variants `wrong_office`, `not_copied`, `other_approver` (an approval is on
    record, and none of `approve_by` gave it); a filing on record counts, and a blank is no fault.
    """
    frame = case.ledger.frame
    filed, copied = offices(case, "filing_office"), text(frame, "copied_to")
    agreed = approvers(case)
    left = in_scope(case, requirement)
    for one in case.profile.regulation.routes:
        here = left.copy()
        for met in matching(frame, {name: told for name, told in one.when.items() if told != "over_limit"}):
            here &= met
        left &= ~here
        for position in positions(here):
            yield from _astray(frame, position, one, filed=at(filed, position), copied=at(copied, position))
            asked = [_office(frame, position, office) for office in one.approve_by]
            named = at(agreed, position)
            if named and any(asked) and not any(office and _names(named, office) for office in asked):
                expected = [office for office in asked if office]
                yield hit(frame, position, "filing_office", "other_approver", expected=expected, named=named, raw="")


def _astray(frame: pd.DataFrame, position: int, one: Route, *, filed: str, copied: str) -> Iterator[Hit]:
    meant = _office(frame, position, one.file_with)
    if filed.strip() and meant and not _names(filed, meant):
        yield hit(frame, position, "filing_office", "wrong_office", expected=meant, raw=filed)
    lacking = [_office(frame, position, office) for office in one.copy_to]
    lacking = [office for office in lacking if office and not _names(f"{filed}\n{copied}", office)]
    if filed.strip() and lacking:
        yield hit(frame, position, "copied_to", "not_copied", expected=lacking[0])


def _names(written: str, office: str) -> bool:
    """Tell whether an office is named: in full, or as people call it for short (宣传部 is 党委宣传部)."""
    pieces = (bare(piece) for piece in _BETWEEN.split(written))
    return office in written or any(len(one) >= _SHORTEST and office.endswith(one) for one in pieces)


def _office(frame: pd.DataFrame, position: int, office: str) -> str:
    """Return an office by its name; 本单位 and 二级党组织 are the record's own."""
    column = {OWN_UNIT: "unit", PARTY: "parent_party_org"}.get(office, "")
    return cell(frame, column, position) if column else office
