"""Who can be reached: names, posts and numbers of the people a form asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.findings.case import Hit
from toolkit.findings.rules.masks import filled, hit, in_scope, positions, text
from toolkit.findings.rules.standing import standing
from toolkit.normalise.phones import mask_phone, read_phone

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
    scope = in_scope(case, requirement)
    for field in asked["people"]:
        on_form = scope & standing(case, field)
        named, reached = filled(frame, f"{field}.name"), filled(frame, f"{field}.mobile")
        reached |= filled(frame, f"{field}.office_phone")
        nameless = ~named & (reached if field != "leader" else reached | ~reached)
        for position in positions(on_form & nameless):
            yield hit(frame, position, f"{field}.name", "nameless", raw="")
        for position in positions(on_form & named & ~reached):
            yield hit(frame, position, f"{field}.mobile", "unreachable", raw="")
    yield from _shared(case, requirement)


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
