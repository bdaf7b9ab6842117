"""What tells that two rows of one unit are the same group: 备案编号, number, name, or the name it had before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.names.asides import meant
from toolkit.names.names import canonical_name
from toolkit.normalise import map_unique
from toolkit.normalise.text import clean
from toolkit.register.keys import filing_keys, number_texts
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Rows = Sequence[int] | NDArray[np.intp]

_NAME = r"[“\"‘「【《]?(%s)[”\"’」】》]?"
_WORDS = r"[^“”\"‘’「」【】《》，。；;,、：:\s]{2,40}"
_WITH = "(?:[随因]?(?:本?单位|机构|学院|院系|部门|[院系处])(?:名称)?)?"
_RENAMED = re.compile(
    rf"(?:原名称?|曾用名|前身|原群名称?)(?:是|为|叫|[：:])*\s*{_NAME % _WORDS}"
    rf"|(?:由|从|系|原)原?{_NAME % (_WORDS + '?')}[，,]?(?:于?[\d年月日./-]+)?{_WITH}已?(?:更名|改名|改称|改为|重命名)"
    rf"|^{_NAME % (_WORDS + '?')}(?:更名|改名)(?:而来)?$"
)
"""由思政部教职工群更名 · 原思政部教职工群，2026年3月更名 · 原思政部教职工群，学院更名 · 原名：思政部教职工群."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A group by its canonical name ("" when it has none), its numbers and its platform ("" when not said).

    `filing` is its 备案编号, `former` the canonical name that a paper says it had before, `typed` its name as typed.
    """

    name: str
    numbers: frozenset[str]
    platform: str
    filing: str = ""
    former: str = ""
    typed: str = ""

    def agrees(self, other: Identity) -> bool:
        """Return whether neither number nor platform speaks against taking two of one name for one group.

        Under one filing number another group number is a number that was corrected.
        """
        if self.filing and self.filing == other.filing:
            return True
        numbers = not (self.numbers and other.numbers) or not self.numbers.isdisjoint(other.numbers)
        return numbers and (not (self.platform and other.platform) or self.platform == other.platform)


class Groups:
    """The groups of some rows, found by unit and number, else by unit and name where nothing conflicts."""

    def __init__(self, frame: pd.DataFrame, rows: Rows) -> None:
        """Index the rows at the given positions; of several that are the same the first is found."""
        self._by_name: dict[tuple[str, str], list[tuple[int, Identity]]] = {}
        self._by_number: dict[tuple[str, str], int] = {}
        self._by_filing: dict[tuple[str, str], int] = {}
        self.add(frame, rows)

    def add(self, frame: pd.DataFrame, rows: Rows) -> None:
        """Index further rows; what is there already is found before them."""
        units = frame["unit"].to_numpy()
        for row, group in zip(rows, identity(frame, rows), strict=True):
            self._by_name.setdefault((units[row], group.name), []).append((int(row), group))
            if group.filing:
                self._by_filing.setdefault((units[row], group.filing), int(row))
            for number in group.numbers:
                self._by_number.setdefault((units[row], number), int(row))

    def named(self, unit: str, name: str) -> bool:
        """Return whether the unit has a row of a name, whatever its number and platform."""
        return bool(name) and (unit, name) in self._by_name

    def find(self, unit: str, group: Identity) -> int | None:
        """Return the position of the unit's row that is this group by number or name, None when there is none."""
        numbered = [self._by_number[unit, number] for number in group.numbers if (unit, number) in self._by_number]
        if numbered:
            return min(numbered)
        return self._named(unit, group.name, group)

    def find_paper(self, unit: str, group: Identity) -> int | None:
        """Return the position of the unit's row that a paper speaks of: by 备案编号, number, name, or former name."""
        filed = self._by_filing.get((unit, group.filing)) if group.filing else None
        found = self.find(unit, group) if filed is None else filed
        return self._named(unit, group.former, group) if found is None else found

    def _named(self, unit: str, name: str, group: Identity) -> int | None:
        named = self._by_name.get((unit, name), []) if name else []
        could = [(row, other) for row, other in named if group.agrees(other)]
        if name != group.name:
            return could[0][0] if could else None
        places = meant(group.typed, [other.typed for _, other in could])  # of 🏀校队群 and ⚽校队群 the one that is
        return could[places[0]][0] if places else None


def identity(frame: pd.DataFrame, rows: Rows) -> Iterator[Identity]:
    """Yield who the rows at the given positions are."""
    chosen = frame.take([int(row) for row in rows])
    columns = (chosen["name_key"].tolist(), number_texts(chosen), chosen["platform"].tolist())
    more = filing_keys(chosen), former_names(chosen), chosen["group_name"].tolist()
    for name, numbers, *told in zip(*columns, *more, strict=True):
        yield Identity(name, frozenset(numbers.split("\n")) if numbers else frozenset(), *told)


def former_names(frame: pd.DataFrame) -> list[str]:
    """Return the canonical name that each row says its group had before, under a heading or in its remark; else ""."""
    asked = [name for name in vocabulary().former_of("group_name") if name in frame]
    told = [""] * len(frame)
    for name in asked:
        told = [known or text for known, text in zip(told, frame[name].tolist(), strict=True)]
    if "remark" in frame:
        told = [known or text for known, text in zip(told, map_unique(_renamed, frame["remark"].tolist()), strict=True)]
    return map_unique(lambda text: canonical_name(text).key if text else "", told)


def _renamed(remark: str) -> str:
    """Return the name that a remark says the group had: 由原思政部教职工群更名, 原名“思政群”."""
    found = _RENAMED.search(clean(remark)) if remark else None
    return next(filter(None, found.groups()), "") if found else ""
