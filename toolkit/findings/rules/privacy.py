"""What must not stand in a return: identity numbers, home addresses, dates of birth. The content is never repeated."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from toolkit.findings.rules.masks import hit, in_scope, text
from toolkit.normalise.private import LABELS, SEES, those_worth_a_look
from toolkit.register.rows.stack import WITHHELD, WITHHELD_ALONE
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.findings.case import Case, Hit
    from toolkit.regulations.profile import Requirement

ID_NUMBER = "id_number"
_UNSEARCHED = ("date", "bool", "int", "number")
_PLACES = ("group_name", "unit")
"""Groups of a dormitory, and units, are named after houses: an address there is nobody's home."""


def sensitive_content(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Cells that hold an identity number, a home address or a date of birth; `variant` says which.

    Telephone numbers that the form asks for are none of these, and no group number is as long as an identity number.
    """
    frame, asked = case.ledger.frame, tuple(requirement.with_["kinds"])
    scope = in_scope(case, requirement).tolist()
    if ID_NUMBER in asked:
        yield from _withheld(case, scope)
    words = vocabulary()
    fields = [name for name, entry in words.fields.items() if entry.kind not in _UNSEARCHED]
    for column in (column for field in fields for column in _text_columns(field)):
        kinds = tuple(kind for kind in asked if kind != "address" or column not in _PLACES)
        for kind, rows in _seen(text(frame, column).tolist(), kinds).items():
            for position in (row for row in rows if scope[row]):
                yield hit(frame, position, column.removesuffix(".raw"), kind, raw="")
    for position, written in enumerate(text(frame, "other").tolist()):
        if written and scope[position]:
            for label, value in json.loads(written).items():
                for kind in asked:
                    if value and (LABELS[kind].search(label) or kind in _kinds_in(value)):
                        yield hit(frame, position, f"other:{label}", kind, raw="")


def _withheld(case: Case, scope: list[bool]) -> Iterator[Hit]:
    """Cells from which the number of an identity card was taken out while they were read."""
    frame, faults = case.ledger.frame, case.faults
    place = {str(record): number for number, record in enumerate(frame["id"].tolist())}
    told = faults.loc[faults["fault"].isin([WITHHELD, WITHHELD_ALONE])]
    for record, field in zip(told["record"].tolist(), told["field"].tolist(), strict=True):
        position = place.get(str(record))
        if position is not None and scope[position]:
            yield hit(frame, position, str(field), ID_NUMBER, raw="")


def _seen(texts: list[str], kinds: tuple[str, ...]) -> dict[str, list[int]]:
    """Return for each kind the places of the texts that hold it."""
    found = {value: there for value in those_worth_a_look(set(texts)) if (there := _kinds_in(value))}
    places = [(place, found[value]) for place, value in enumerate(texts) if value in found] if found else []
    return {kind: [place for place, there in places if kind in there] for kind in kinds}


def _kinds_in(value: str) -> frozenset[str]:
    return frozenset(kind for kind, sees in SEES.items() if sees(value))


def _text_columns(field: str) -> tuple[str, ...]:
    words = vocabulary()
    if words[field].kind == "count":
        return (f"{field}.raw",)
    return tuple(column for column in words.columns_of(field) if not column.endswith("_raw"))
