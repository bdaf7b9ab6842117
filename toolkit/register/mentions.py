"""Which row of a register a line of a second source speaks of: a notice, an approval, a group seen in use.

By a group number they share; else by unit and canonical name (by the name alone, where the line names no unit), if no
other row could be meant and neither platform nor number says otherwise. Never by likeness.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from toolkit.names.names import canonical_name
from toolkit.normalise.text import is_placeholder
from toolkit.register.keys import number_rows, number_texts, numbers_differ, platforms_differ, unit_keys

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.model import Ledger


def refer(source: pd.DataFrame, ledger: Ledger) -> list[int | None]:
    """Return for each row of `source` the position of the ledger row it speaks of, None when there is none.

    Args:
        source: has group_name and any of group_no (with group_nos), unit, platform; what it lacks is blank.
        ledger: a register; the frame has `name_key`.
    """
    frame = ledger.frame
    by_number: dict[str, int] = {}
    for position, number in number_rows(frame).itertuples(index=False):
        by_number.setdefault(number, position)
    by_name: dict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(frame["name_key"].tolist()):
        if name:
            by_name[name].append(position)
    units, platforms, numbers = unit_keys(frame), frame["platform"].tolist(), number_texts(frame)

    def named(name: str, unit: str, platform: str, number: str) -> int | None:
        could = [
            position
            for position in by_name.get(name, ())
            if (not unit or units[position] == unit)
            and not platforms_differ(platforms[position], platform)
            and not numbers_differ(numbers[position], number)
        ]
        return could[0] if len(could) == 1 else None

    asked = _asked(source)
    return [
        next((by_number[one] for one in number.split("\n") if one in by_number), None)
        if any(one in by_number for one in number.split("\n"))
        else named(name, unit, platform, number)
        for name, unit, platform, number in asked
    ]


def _asked(source: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """Return name key, unit key, platform and numbers of each line."""
    blank = [""] * len(source)
    given = {
        name: source[name].tolist() if name in source else blank
        for name in ("group_name", "platform", "group_no", "group_nos")
    }
    names = ["" if is_placeholder(name) else canonical_name(name).key for name in given["group_name"]]
    numbers = [several or first for several, first in zip(given["group_nos"], given["group_no"], strict=True)]
    units = unit_keys(source) if "unit" in source else blank
    return list(zip(names, units, given["platform"], numbers, strict=True))
