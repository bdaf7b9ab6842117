"""A number typed behind the name, on a form or list that has no column for it: 体育教工QQ群（310000011）."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.normalise.compound import split_name_number

if TYPE_CHECKING:
    from toolkit.model import Table

_NAME, _NUMBER = "group_name", "group_no"
_NUMBERED = re.compile(r"(?<!\d)[1-9]\d{5,10}(?!\d)")
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d")


def with_numbers_apart(table: Table) -> Table:
    """Return a table whose names hold no numbers; a table that has numbers of its own is returned as it is."""
    names = table.columns.get(_NAME, ())
    if any(_NUMBER in key.split("&") for key in table.columns) or not any(map(_NUMBERED.search, names)):
        return table
    parted = [split_name_number(name) if _is_numbered(name) else None for name in names]
    if not any(part and part.first and part.second for part in parted):
        return table
    told = [
        (part.first, part.second) if part and part.first else (name, "")
        for part, name in zip(parted, names, strict=True)
    ]
    columns = {**table.columns, _NAME: tuple(name for name, _ in told), _NUMBER: tuple(number for _, number in told)}
    return replace(table, columns=columns)


def _is_numbered(name: str) -> bool:
    return any(not _DAY.fullmatch(number) for number in _NUMBERED.findall(name))
