"""How the form is filled in, where one look at the cell is not enough."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.findings.rules.as_typed import as_typed
from toolkit.findings.rules.masks import at, certainly_after, hit, in_scope, last_days, mapped, positions, text
from toolkit.findings.rules.standing import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.findings.case import Case, Hit
    from toolkit.regulations.profile import Requirement


_DAY = len("2018-05-15")
_AS_ASKED = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日|20\d\d-\d\d-\d\d(?:[T ]?00:00:00)?")
"""As the form asks; and what a cell that holds a date gives."""
_SPACES = re.compile(r"\s+")


def plausible_date(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A date before the platform existed (`before_platform`), or after the day of the run (`future`)."""
    frame, asked = case.ledger.frame, requirement.with_
    field = asked["field"]
    dates, scope = text(frame, field), in_scope(case, requirement)
    for platform, since in asked.get("not_before", {}).items():
        early = (dates != "") & (last_days(dates) < str(since)) & (text(frame, "platform") == platform)
        for position in positions(scope & early):
            facts = {"value": dates.iat[position], "platform": platform, "since": str(since)}
            yield hit(frame, position, field, "before_platform", **facts)
    if asked.get("future"):
        for position in positions(scope & certainly_after(dates, case.as_of.isoformat())):
            yield hit(frame, position, field, "future", value=dates.iat[position], as_of=case.as_of.isoformat())


def preferred_date_style(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A date that is not written as the form asks: judged by what was typed; a cell that holds a date shows it itself.

    Variants: `style` (the day is missing), `written` (all is there, in another way).
    """
    frame, field = case.ledger.frame, requirement.with_["field"]
    dates, typed = text(frame, field), as_typed(case, field)
    for position in positions(in_scope(case, requirement) & (dates != "") & ~unreadable(case, field)):
        if len(at(dates, position)) < _DAY:
            yield hit(frame, position, field, "style")
        elif typed[position] and not _AS_ASKED.fullmatch(_SPACES.sub("", typed[position])):
            yield hit(frame, position, field, "written", raw=typed[position])


def platform_number(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A number that looks like a QQ group's, in a column for groups that have no number."""
    frame, asked = case.ledger.frame, requirement.with_
    shortest, longest = asked["digits"]
    looks = re.compile(rf"[1-9]\d{{{shortest - 1},{longest - 1}}}")
    numbered = mapped(text(frame, "group_no"), lambda value: bool(looks.fullmatch(value)))
    for position in positions(
        in_scope(case, requirement) & text(frame, "platform").isin(asked["platforms"]) & numbered
    ):
        yield hit(frame, position, "group_no", "digits", platform=frame["platform"].iat[position])
