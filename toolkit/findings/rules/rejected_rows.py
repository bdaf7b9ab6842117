"""Rows that were offered and not taken: each is told with its cell, so that nothing a unit typed is lost in silence.

Rows of copies, of replaced returns and of roll-ups are no fault of anybody and are not told here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.findings.case import Hit
from toolkit.findings.rules.in_force import in_force

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.findings.case import Case
    from toolkit.regulations.profile import Requirement

_EXAMPLE, _NAMELESS = "example-row", "no-name-no-number"
_NAME = "group_name"


def example_row(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """An example that was left in the form: it was not counted."""
    del requirement
    yield from _rejected(case, _EXAMPLE, "example")


def nameless(case: Case) -> Iterator[tuple[Requirement, Hit]]:
    """Return the rows without name and number, with the requirement of the regulation that asks for the name."""
    asking = (entry for entry in in_force(case.profile) if entry.rule == "required")
    requirement = next((entry for entry in asking if _NAME in entry.with_.get("fields", ())), None)
    if requirement is not None:
        for found in _rejected(case, _NAMELESS, "nameless"):
            yield requirement, found


def _rejected(case: Case, code: str, variant: str) -> Iterator[Hit]:
    units = {file.path: file.unit for file in case.submissions}
    for row in case.rejections:
        if row.reason.code == code:
            unit = units.get(row.where.file, "")
            yield Hit(answer=_NAME, facts={"raw": row.name}, unit=unit, where=(row.where,), variant=variant)
