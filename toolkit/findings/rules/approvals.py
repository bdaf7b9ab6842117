"""Who has to agree to a group, and whether the form shows that they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.findings.rules.masks import contains_any, filled, hit, in_scope, nothing, positions, text
from toolkit.findings.rules.on_file import approvers, granted
from toolkit.findings.rules.posts import holds
from toolkit.findings.rules.standing import standing, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from toolkit.findings.case import Case, Hit
    from toolkit.regulations.profile import Requirement


def approval(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """An opinion on the form that nobody dated; the signature itself is on paper. One finding a group."""
    frame, asked = case.ledger.frame, requirement.with_
    scope = in_scope(case, requirement)
    missing = {field: scope & _missing(case, field) for field in asked["fields"]}
    wanting = nothing(frame)
    for mask in missing.values():
        wanting |= mask
    for position in positions(wanting):
        fields = [field for field, mask in missing.items() if mask.iat[position]]
        yield hit(frame, position, fields[0], "missing", fields=fields)


def approval_route(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A group of a certain level without the approval of the person the clause names, or approved by another.

    `look_in` tells where the approver is named: `leader.title` on the form, or the `approvals` on record. Variant
    `other_approver` when the post that is named there is not the one the clause asks for.
    """
    frame, asked = case.ledger.frame, requirement.with_
    scope = in_scope(case, requirement)
    field = asked["fields"][0]
    for position in positions(scope & _missing(case, field, anyhow=True)):
        yield hit(frame, position, field, "missing", approver=asked["approver"])
    look_in = asked.get("look_in", "")
    if not look_in:
        return
    named = approvers(case) if look_in == "approvals" else text(frame, look_in)
    fits = contains_any(named, asked["words"])
    if asked.get("not_words"):
        fits &= ~contains_any(named, asked["not_words"])
    for position in positions(scope & ~_missing(case, field, anyhow=True) & (named != "") & ~fits):
        answer = field if look_in == "approvals" else look_in
        yield hit(frame, position, answer, "other_approver", approver=asked["approver"], named=named.iat[position])


def leader_role(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """The person responsible holds another post than the clause asks for (`other_role`), or gives none (`missing`).

    With `of_unit` it must be a post of the unit, and not of a part of it (`posts`).
    """
    frame, asked = case.ledger.frame, requirement.with_
    scope = in_scope(case, requirement) & ~unreadable(case, "leader")
    titled = filled(frame, "leader.title")
    fits = nothing(frame)
    posts, but = tuple(asked["words"]), tuple(asked.get("not_words", ()))
    of_unit = bool(asked.get("of_unit"))
    for position in positions(scope & titled):
        unit = str(frame["unit"].iat[position]) if of_unit else ""
        fits.iat[position] = holds(str(frame["leader.title"].iat[position]), posts, but=but, head_of=unit)
    for position in positions(scope & titled & ~fits):
        yield hit(frame, position, "leader.title", "other_role", role=asked["role"])
    for position in positions(scope & ~titled & standing(case, "leader")):
        yield hit(frame, position, "leader.title", "missing", role=asked["role"])


def _missing(case: Case, field: str, *, anyhow: bool = False) -> pd.Series:
    """Return the rows without the date; a table without a place for it is not asked, unless the clause insists."""
    missing = (granted(case, field) == "") & ~unreadable(case, field)
    return missing if anyhow else missing & standing(case, field)
