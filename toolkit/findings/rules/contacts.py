"""Who can be reached: names, posts and numbers of the people a form asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.findings.case import Hit
from toolkit.findings.rules.in_force import in_force
from toolkit.findings.rules.masks import filled, hit, in_scope, positions, text
from toolkit.findings.rules.standing import standing
from toolkit.normalise.phones import mask_phone, read_phone
from toolkit.register.rows.stack import POST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.findings.case import Case
    from toolkit.regulations.profile import Requirement


def phone_shared(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """People without a name (`nameless`), without a number (`unreachable`), or sharing one mobile (`shared`).

    The name of an owner or administrator is asked for by a requirement of its own; here a name is missing only where a
    number stands without one, or where nobody is named as the person responsible.
    """
    frame, asked = case.ledger.frame, requirement.with_
    scope, required = in_scope(case, requirement), _required(case)
    for field in asked["people"]:
        on_form = scope & standing(case, field)
        named, reached = filled(frame, f"{field}.name"), filled(frame, f"{field}.mobile")
        reached |= filled(frame, f"{field}.office_phone")
        nameless = ~named & (reached if field != "leader" else reached | ~reached)
        posts = _posts(case, field)
        instead = ~named & frame["id"].isin(posts)
        nameless = nameless & ~instead if field in required else nameless | instead
        for position in positions(on_form & nameless):
            post = posts.get(str(frame["id"].iat[position]), "")
            yield hit(frame, position, f"{field}.name", "nameless", raw="", **({"post": post} if post else {}))
        for position in positions(on_form & named & ~reached):
            yield hit(frame, position, f"{field}.mobile", "unreachable", raw="")
    yield from _shared(case, requirement)


def _required(case: Case) -> set[str]:
    """Return the people whose names other requirements ask for: those tell of a post that stands there instead."""
    asked = (entry.with_.get("fields", ()) for entry in in_force(case.profile) if entry.rule == "required")
    return {str(field).removesuffix(".name") for fields in asked for field in fields if str(field).endswith(".name")}


def _posts(case: Case, field: str) -> dict[str, str]:
    """Return the posts that stand in the place of a name, record to post."""
    faults = case.faults
    if not len(faults):
        return {}
    own = faults.loc[(faults["fault"] == POST) & (faults["field"] == f"{field}.name")]
    return dict(zip(own["record"].astype(str).tolist(), own["raw"].tolist(), strict=True))


def _shared(case: Case, requirement: Requirement) -> Iterator[Hit]:
    frame = case.ledger.frame
    holders: dict[str, dict[str, list[tuple[str, str]]]] = {}
    rows = frame[in_scope(case, requirement)]
    for field in requirement.with_["people"]:
        columns = (rows["id"], text(rows, f"{field}.name"), text(rows, f"{field}.mobile"))
        for record, names, numbers in zip(*(column.tolist() for column in columns), strict=True):
            for name, number in zip(names.split("\n"), numbers.split("\n"), strict=False):
                if name and number and read_phone(number).kind == "mobile":
                    holders.setdefault(number, {}).setdefault(name, []).append((str(record), field))
    for number, people in holders.items():
        if len(people) > 1:
            spots = [spot for found in people.values() for spot in found]
            records = tuple(dict.fromkeys(record for record, _ in spots))
            fields = list(dict.fromkeys(f"{field}.mobile" for _, field in spots))
            facts = {"names": list(people), "phone": mask_phone(number), "raw": "", "fields": fields}
            yield Hit(records, f"{spots[0][1]}.mobile", facts, variant="shared")
