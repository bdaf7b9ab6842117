"""The unit of rows that do not name it themselves: once for a block, in the title of a section, in the sheet's name.

二、学生处                    the title of a section
财务处 | 报账群                written once, and meant for the rows below
| 税务群
sheet 基建处                   the whole sheet is one unit's
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from toolkit.intake.layouts.repeated import written_once
from toolkit.intake.layouts.sections import title_of
from toolkit.intake.layouts.tables import SECTION
from toolkit.normalise import map_unique
from toolkit.normalise.text import clean
from toolkit.register.roster import names_of, unit_in_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.model import Table
    from toolkit.normalise.units import UnitIndex

UNIT = "unit"
_KNOWN = ("exact", "alias", "former")
_UNIT = re.compile(
    r"[\u4e00-\u9fff()（）、]{1,16}(?:处|部|院|系|室|中心|馆|办|团委|工会|公司|集团|所|委员会|党总支|支部|附中|医院|站|社|校区)"
)


def with_units(table: Table, units: UnitIndex, *, once: bool = True) -> Table:
    """Return a table of a list with the units that its sections, its blocks and its sheet name for the rows below.

    Args:
        table: the rows as typed.
        units: the roster's names; without a roster a title is a unit's name by its end (处, 学院 …).
        once: a blank may mean the unit above it; where the list does not begin with its units it means none.
    """
    rows = len(table.offsets)
    if not rows:
        return table
    own = table.columns.get(UNIT, ("",) * rows)
    told = [text if clean(text) else "" for text in own]
    if SECTION in table.columns:
        named = map_unique(partial(_unit_of, units=units), table.columns[SECTION])
        told = [text or section for text, section in zip(told, named, strict=True)]
    told = [*written_once(told)] if once else told
    if not any(told) and (unit := unit_of_sheet(table.sheet.name, units)):
        told = [unit] * rows
    return replace(table, columns={**table.columns, UNIT: tuple(told)}) if any(told) else table


def unit_of_sheet(name: str, units: UnitIndex) -> str:
    """Return the unit a sheet is named after, "" when it is none of the roster's."""
    found = units.resolve(name)
    return found.unit if found.how in _KNOWN else unit_in_path(name, names_of(None, units.units))


def _unit_of(section: str, units: UnitIndex) -> str:
    title = title_of(section) if section else ""
    if not title:
        return ""
    found = units.resolve(title)
    if found.how in _KNOWN:
        return found.unit
    return title if not units.units and _UNIT.fullmatch(title) else ""


def stands_before(table: Table, others: Sequence[str]) -> bool:
    """Whether the units stand left of what the rows are about, as where a block is headed by its unit."""
    at = table.sheet.places.get(UNIT, (None, None))[1]
    beside = [place for name in others if (place := table.sheet.places.get(name, (None, None))[1]) is not None]
    return at is not None and bool(beside) and at < min(beside)
