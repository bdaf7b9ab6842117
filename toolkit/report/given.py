"""备案编号 that an earlier run of the same round gave: the register may have been printed since, and they stay.

A group is known again by its number, else by unit and name. A number that was given in this round goes to no other
group, also when its own is gone from the returns.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from toolkit.errors import ToolkitError
from toolkit.normalise.text import clean, key
from toolkit.normalise.units import unit_key
from toolkit.register.closing import CUTOFF
from toolkit.register.previous import CLOSED_SHEET, LEDGER_SHEET
from toolkit.register.sources.opening import open_workbook
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_READ = ("filing_no", "unit", "group_name", "group_no")


def given_before(register: Path, *, profile: str, as_of: dt.date, password: str = "") -> dict[str, str]:
    """Return the numbers that a register of the same regulation and year gave, by what its groups are known by.

    Args:
        register: `台账.xlsx` in the folder of the results; it need not be there, or be ours.
        profile: the regulation of this run.
        as_of: the day of this run.
        password: the word that opens the register.
    """
    if not register.is_file():
        return {}
    with suppress(ToolkitError, OSError):
        book = open_workbook(register, password=password)
        said = book.properties
        if said.get("profile") != profile or said.get(CUTOFF, "")[:4] != str(as_of.year):
            return {}
        pages = (grid.rows for grid in book.grids if clean(grid.name) in (LEDGER_SHEET, CLOSED_SHEET))
        rows = [row for page in pages for row in _rows(page)]
        return {mark: number for number, *told in reversed(rows) if number for mark in marks(*told)}
    return {}


def marks(unit: str, name: str, numbers: str) -> Iterator[str]:
    """Yield what a group is known by, the surest first: each of its numbers, else unit and name."""
    several = [number for number in numbers.split("\n") if number]
    yield from (f"number {number}" for number in several)
    if not several:
        yield f"name {unit_key(unit)} {key(name)}"


def with_given(
    kept: Sequence[str], claimed: Sequence[str], known: Iterable[tuple[str, str, str]], given: Mapping[str, str]
) -> list[str]:
    """Return the numbers that are kept, and for a row without one that it was given before; each goes to one row."""
    used = {number for number in (*kept, *claimed) if number}
    found = []
    for number, claim, told in zip(kept, claimed, known, strict=True):
        before = "" if number or claim else next((given[mark] for mark in marks(*told) if mark in given), "")
        before = "" if before in used else before
        used.add(before)
        found.append(number or before)
    return found


def _rows(page: Sequence[Sequence[str]]) -> Iterator[tuple[str, str, str, str]]:
    head = [clean(text) for text in page[0]] if page else []
    wanted = [vocabulary().heading(name) for name in _READ]
    if not set(wanted) <= set(head):
        return
    places = [head.index(heading) for heading in wanted]
    for row in page[1:]:
        number, unit, name, numbers = ((row[place] if place < len(row) else "").strip() for place in places)
        yield number, unit, name, numbers
