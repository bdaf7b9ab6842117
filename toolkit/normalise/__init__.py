"""From what people type to values: one pure reader per kind, and nothing about files or frames.

A reader takes the text of one cell and answers with a small frozen result. Any text goes in, no exception
comes out; what a reader wrote, it reads again as the same. It never guesses and never drops: what cannot be
told for certain gives no value and a *fault*, one of `FAULTS`, and the caller keeps the text as typed.

    dates    2018年5月 → 2018-05              numbers   QQ：123 456 789 → 123456789
    counts   约150人 → 135 to 165             people    张三（主任）13900000001 → name, title, mobile
    ticks    □是 ☑否 → no                     units     宿州学院 教务处 → the roster's 教务处
    text     white space and stray characters compound  two answers in one cell, taken apart

A column repeats itself, so it is read through its distinct texts: `map_unique`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

FAULTS = (
    "ambiguous-date",
    "ambiguous-unit",
    "both-or-none",
    "impossible-date",
    "malformed-email",
    "malformed-number",
    "malformed-phone",
    "none-ticked",
    "same-as-elsewhere",
    "scientific-number",
    "two-digit-year",
    "unaligned-people",
    "unlisted-unit",
    "unmarked-roles",
    "unnamed-other",
    "unnamed-people",
    "unreadable-count",
    "unreadable-date",
    "unreadable-tick",
)
"""Every fault a reader can give; the messages have words for each."""


def map_unique(function: Callable[[str], T], texts: Sequence[str]) -> list[T]:
    """Return `function` of every text, in order, working out each distinct text once."""
    answers = {text: function(text) for text in dict.fromkeys(texts)}
    return list(map(answers.__getitem__, texts))
