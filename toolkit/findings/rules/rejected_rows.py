"""Rows that were offered and not taken: each is told with its cell, so that nothing a unit typed is lost in silence.

Rows of copies, of replaced returns and of roll-ups are no fault of anybody and are not told here.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from toolkit.findings.case import Hit
from toolkit.findings.rules.in_force import in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from toolkit.findings.case import Case
    from toolkit.model import RejectedRow
    from toolkit.regulations.profile import Requirement

_EXAMPLE, _NAMELESS = "example-row", "no-name-no-number"
_NAME = "group_name"
OLDER = "older-sheet"


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


def older_sheets(rejections: Iterable[RejectedRow], units: Mapping[str, str] = MappingProxyType({})) -> Iterator[Hit]:
    """A sheet of an earlier year whose rows were not taken: one finding a sheet, with the groups that only it has."""
    sheets: dict[tuple[str, str], list[RejectedRow]] = {}
    for row in rejections:
        if row.reason.code == OLDER:
            sheets.setdefault((row.where.file, row.where.sheet), []).append(row)
    for (file, sheet), rows in sheets.items():
        alone = [row for row in rows if not row.reason.facts["again"]]
        facts = {"sheet": sheet, "later": rows[0].reason.facts["later"], "names": [row.name for row in alone] or ""}
        where = tuple(row.where for row in alone or rows[:1])
        yield Hit(answer=_NAME, unit=units.get(file, ""), facts=facts, where=where, variant="older", severity="review")


def _rejected(case: Case, code: str, variant: str) -> Iterator[Hit]:
    units = {file.path: file.unit for file in case.submissions}
    for row in case.rejections:
        if row.reason.code == code:
            unit = units.get(row.where.file, "")
            yield Hit(answer=_NAME, facts={"raw": row.name}, unit=unit, where=(row.where,), variant=variant)
