"""The life of a group over the years: what each year's register said of it, one line a year.

A ledger keeps the earlier years of every group in one cell (沿革) and this year in the row itself, so that next year's
run, which has only that file, knows them all. A line is `day｜name｜number｜unit｜owner｜verdict｜source`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BAR, _PLAIN_BAR, _PARTS = "｜", "|", 7


class Moment(NamedTuple):
    """What one year's register said of a group; "" is unknown. `day` is the day the register was closed."""

    day: str
    name: str = ""
    number: str = ""
    unit: str = ""
    owner: str = ""
    verdict: str = ""
    source: str = ""


def written(moments: Iterable[Moment]) -> str:
    """Return moments as the text of one cell, one line each."""
    return "\n".join(_BAR.join(map(_one_line, moment)) for moment in moments)


def parsed(text: str) -> tuple[Moment, ...]:
    """Return the moments of a cell as `written` made it; another line is kept as a name without a day."""
    found: list[Moment] = []
    if not text:
        return ()
    for line in text.split("\n"):
        parts = line.split(_BAR)
        if len(parts) == _PARTS:
            found.append(Moment(*parts))
        elif line.strip():
            found.append(Moment("", name=line.strip()))
    return tuple(found)


def prolonged(earlier: Sequence[Moment], last: Moment) -> tuple[Moment, ...]:
    """Return a line of life with one more year; the same day said again replaces what was said."""
    return (*(moment for moment in earlier if not moment.day or moment.day != last.day), last)


def moved(moments: Sequence[Moment]) -> bool:
    """Return whether name, number, unit or owner ever became another; what a year does not say is no change."""
    told = {moment[1:5] for moment in moments}
    return len(told) > 1 and any(len(set(column) - {""}) > 1 for column in zip(*told, strict=True))


def _one_line(text: str) -> str:
    return text if text.isalnum() else text.replace(_BAR, _PLAIN_BAR).replace("\n", "、").strip()
