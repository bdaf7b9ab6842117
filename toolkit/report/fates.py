"""What became of last year's groups as it is counted: what last year's list calls 已解散 or 停用 was in force no more.

Its verdict is `dissolved` all the same, and it keeps its place in the register of groups that are gone; but it is
neither 上年在册 nor one that this year lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.normalise.dates import earliest
from toolkit.register.cancelled import CANCELLING

if TYPE_CHECKING:
    from toolkit.model import Outcome

GONE_BEFORE = "gone_before"
UNCOUNTED = ("repeated", GONE_BEFORE)
"""Fates of rows that are no group of last year's register in force."""


def fates(outcome: Outcome) -> list[str]:
    """Return what became of each row of last year, in order: its verdict, or `gone_before`."""
    told, frame = outcome.previous_verdicts, outcome.previous.frame
    verdicts: list[str] = told["verdict"].tolist()
    if "dissolved" not in verdicts:
        return verdicts
    closed = outcome.closing.day if outcome.closing else outcome.as_of
    unused = frame["unused"].tolist() if "unused" in frame else [False] * len(frame)
    said = [out or word in CANCELLING for out, word in zip(unused, frame["disposition"].tolist(), strict=True)]
    rows = zip(verdicts, told["record"].tolist(), said, frame["dissolved_on"].tolist(), strict=True)
    return [
        GONE_BEFORE
        if verdict == "dissolved" and not record and over and not (day and earliest(day) > closed)
        else verdict
        for verdict, record, over, day in rows
    ]
