"""备案编号: kept from year to year, and never given twice.

Where last year's list has a numbering of its own, 川音群备〔2025〕07号, it goes on: 川音群备〔2026〕01号. Else it is
profile, year of issue and sequence: `SCCM-2026-0001`.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from toolkit.regulations.written import SEQUENCE, YEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DIGITS = 4
_SEQUENCE = re.compile(r"\d{1,9}")
_PLAIN = re.compile(r"(?P<head>.*?\D)(?P<sequence>\d{1,6})(?P<tail>\D{0,4})")
_ALIKE = 2
_OWN = re.compile(r"(?P<head>.*?)(?P<year>20\d\d)(?P<middle>\D{1,6})(?P<sequence>\d{1,6})(?P<tail>\D{0,4})")


class Style(NamedTuple):
    """How numbers of a year are written: what stands before and after the sequence, and its digits."""

    before: str
    after: str = ""
    digits: int = _DIGITS

    def number(self, place: int) -> str:
        """Return the number at a place of the sequence."""
        return f"{self.before}{place:0{self.digits}}{self.after}"

    def place(self, number: str) -> int:
        """Return the place of a number in the sequence, 0 for one that is not of this style."""
        before, after = spelled(self.before), spelled(self.after)
        if not number.startswith(before) or not number.endswith(after):
            return 0
        sequence = number[len(before) : len(number) - len(after)]
        return int(sequence) if _SEQUENCE.fullmatch(sequence) else 0


def style_of(profile: str, year: int, earlier: Iterable[str] = (), *, numbering: str = "") -> Style:
    """Return how numbers are written in a year: as the regulation has it, else as most of the earlier ones are.

    Without either by profile and year: `SCCM-2026-` stands before those of `sccm-2022` in 2026. `numbering` is the
    regulation's (`Parameters.numbering`): 川音群备〔{year}〕{001}号.
    """
    if place := SEQUENCE.search(numbering):
        before, after = numbering[: place.start()], numbering[place.end() :]
        return Style(before.replace(YEAR, str(year)), after.replace(YEAR, str(year)), len(place[1]))
    earlier = [number.strip() for number in earlier if number]
    own = Style(f"{profile.partition('-')[0].upper()}-{year}-")
    found = [match for number in earlier if (match := _OWN.fullmatch(number))]
    styles = Counter((match["head"], match["middle"], match["tail"]) for match in found)
    if not styles:
        return _counted_on(earlier) or own
    (head, middle, tail), _ = styles.most_common(1)[0]
    widths = [len(match["sequence"]) for match in found if (match["head"], match["middle"]) == (head, middle)]
    return Style(f"{head}{year}{middle}", tail, min(widths))


def _counted_on(earlier: Sequence[str]) -> Style | None:
    """Return the style of numbers without a year that are all written alike: YL-001, YL-002."""
    found = [match for number in earlier if (match := _PLAIN.fullmatch(number))]
    styles = {(match["head"], match["tail"]) for match in found}
    if len(found) < _ALIKE or len(found) < len(earlier) or len(styles) != 1:
        return None
    return Style(found[0]["head"], found[0]["tail"], min(len(match["sequence"]) for match in found))


def assign(style: Style, kept: Sequence[str], claimed: Sequence[str], *, taken: Iterable[str] = ()) -> list[str]:
    """Return one number a row, in the order of the rows.

    Args:
        style: how numbers of this year are written.
        kept: the number the register gave the row before, "" for none: it stays.
        claimed: the number a return shows, "" for none: it stays when no other row has it.
        taken: numbers that exist elsewhere (dissolved groups, numbers given in an earlier run).
    """
    used = {spelled(number) for number in (*kept, *taken) if number}
    numbers = list(kept)
    for row, number in enumerate(claimed):
        if number and not numbers[row] and spelled(number) not in used:
            numbers[row] = number
            used.add(spelled(number))
    last = _last(style, used)
    fresh = (number for place in count(last + 1) if spelled(number := style.number(place)) not in used)
    return [number or next(fresh) for number in numbers]


def last_of(style: Style, numbers: Iterable[str]) -> str:
    """Return the last number of a sequence that was ever given, "" when there is none."""
    last = _last(style, map(spelled, filter(None, numbers)))
    return style.number(last) if last else ""


def spelled(number: str) -> str:
    """Return a number in the spelling by which two are compared."""
    return "".join(number.split()).upper()


def _last(style: Style, numbers: Iterable[str]) -> int:
    return max((style.place(number) for number in numbers), default=0)
