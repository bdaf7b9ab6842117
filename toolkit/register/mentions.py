"""Which rows of a register a line of a second source speaks of: a notice, an approval, a group seen in use.

By filing number; else by a group number they share; else by unit and canonical name (by the name alone, where the line
names no unit), where neither platform nor number says otherwise. A group that was typed twice is spoken of in every
row; of names that differ in signs or remarks (🏀校队群, ⚽校队群) the one that has the same. What could be either of
two groups (one name on two platforms, in two units) speaks of neither, and never does a likeness decide.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from toolkit.names.asides import meant as meant_names
from toolkit.names.names import canonical_name
from toolkit.normalise.identifiers import identifier_key
from toolkit.normalise.text import is_placeholder
from toolkit.register.keys import filing_keys, number_rows, number_texts, numbers_differ, platforms_differ, unit_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from toolkit.model import Ledger


class _Line(NamedTuple):
    """A line of a source by what it can be known by; `""` where it does not say."""

    filing: str
    numbers: tuple[str, ...]
    name: str
    typed: str
    unit: str
    platform: str


def mentioned(source: pd.DataFrame, ledger: Ledger) -> list[tuple[int, ...]]:
    """Return for each row of `source` the positions of the ledger rows it speaks of: of one group, or none.

    Args:
        source: has group_name and any of filing_no, group_no (with group_nos), unit, platform; what it lacks is blank.
        ledger: a register; the frame has `name_key`.
    """
    frame = ledger.frame
    by_filing, by_number, by_name = (defaultdict[str, list[int]](list) for _ in range(3))
    for position, filing in enumerate(filing_keys(frame) if "filing_no" in frame else ()):
        if filing:
            by_filing[filing].append(position)
    for position, number in number_rows(frame).itertuples(index=False):
        by_number[number].append(position)
    for position, name in enumerate(frame["name_key"].tolist()):
        if name:
            by_name[name].append(position)
    units, numbers = unit_keys(frame), number_texts(frame)
    platforms, typed = (frame[name].tolist() for name in ("platform", "group_name"))

    def alike(one: int, other: int) -> bool:
        return (
            units[one] == units[other]
            and not platforms_differ(platforms[one], platforms[other])
            and not numbers_differ(numbers[one], numbers[other])
        )

    def named(line: _Line) -> Sequence[int]:
        could = [
            position
            for position in by_name.get(line.name, ())
            if (not line.unit or units[position] == line.unit)
            and not platforms_differ(platforms[position], line.platform)
            and not numbers_differ(numbers[position], "\n".join(line.numbers))
        ]
        could = [could[place] for place in meant_names(line.typed, [typed[position] for position in could])]
        return could if all(alike(could[0], other) for other in could[1:]) else ()

    def meant(line: _Line) -> Sequence[int]:
        if line.filing in by_filing:
            return by_filing[line.filing]
        known = next((by_number[number] for number in line.numbers if number in by_number), None)
        return named(line) if known is None else known

    return [tuple(meant(line)) for line in _lines(source)]


def refer(source: pd.DataFrame, ledger: Ledger) -> list[int | None]:
    """Return for each row of `source` the first position it speaks of, None when there is none (see `mentioned`)."""
    return [places[0] if places else None for places in mentioned(source, ledger)]


def _lines(source: pd.DataFrame) -> list[_Line]:
    blank = [""] * len(source)
    given = {
        name: source[name].tolist() if name in source else blank
        for name in ("group_name", "platform", "group_no", "group_nos")
    }
    filings = filing_keys(source) if "filing_no" in source else blank
    names = ["" if is_placeholder(name) else canonical_name(name).key for name in given["group_name"]]
    numbers = [
        tuple(identifier_key(number) for number in (several or first).split("\n") if number)
        for several, first in zip(given["group_nos"], given["group_no"], strict=True)
    ]
    units = unit_keys(source) if "unit" in source else blank
    columns = (filings, numbers, names, given["group_name"], units, given["platform"])
    return [_Line(*line) for line in zip(*columns, strict=True)]
