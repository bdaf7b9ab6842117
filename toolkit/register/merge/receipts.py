"""When a file came: by the receipt log, else by its own time, else by the date written in it.

A file's own time is believed only where it can be one: not later than the day the run refers to, and not when all
files bear one and the same day, which is what copying or unpacking a folder leaves behind. Without these two a folder
copied yesterday would make every unit late.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal, NamedTuple

from toolkit.register.roster import most_named_by

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from toolkit.model import Ledger, Reading


class Receipt(NamedTuple):
    """The day a file came (ISO, of any precision), "" when unknown, how that is known, and what the form says.

    `answers` is the day of the round that a workbook of 反馈/ answers, "" for any other file.
    """

    day: str
    source: Literal["log", "file", "form", ""]
    reported_on: str = ""
    file_day: str = ""
    answers: str = ""


def receipt_days(
    readings: Sequence[Reading], frame: pd.DataFrame, received: Ledger | None, as_of: dt.date
) -> dict[str, Receipt]:
    """Return the receipt of every file."""
    logged = _logged(received)
    reported = _reported(frame)
    times = {reading.path: reading.received_on for reading in readings if reading.status in {"read", "nil", "empty"}}
    told_apart = len({time for time in times.values() if time}) > 1
    found: dict[str, Receipt] = {}
    for reading in readings:
        time = reading.received_on
        form = reported.get(reading.path, "")
        file_day = time.isoformat() if time else ""
        answers = next(
            (str(table.evidence["answers"]) for table in reading.tables if table.evidence.get("answers")), ""
        )
        if day := _in_log(reading.path, logged):
            found[reading.path] = Receipt(day, "log", form, file_day, answers)
        elif time and time <= as_of and told_apart:
            found[reading.path] = Receipt(file_day, "file", form, file_day, answers)
        else:
            found[reading.path] = Receipt(form, "form" if form else "", form, file_day, answers)
    return found


def _logged(received: Ledger | None) -> Mapping[str, str]:
    if received is None:
        return {}
    frame = received.frame
    return {_plain(name): day for name, day in zip(frame["file"], frame["received_on"], strict=True) if day}


def _in_log(path: str, logged: Mapping[str, str]) -> str:
    """Look a file up by its path, by ever shorter ends of it, at last by its name without the ending."""
    if not logged:
        return ""
    whole = _plain(path)
    steps = whole.split("/")
    ends = ["/".join(steps[start:]) for start in range(len(steps))]
    return next((logged[end] for end in (*ends, steps[-1].rpartition(".")[0]) if end in logged), "")


def _plain(path: str) -> str:
    return unicodedata.normalize("NFC", path).replace("\\", "/").replace("!/", "/").strip(" /").casefold()


def _reported(frame: pd.DataFrame) -> Mapping[str, str]:
    told = frame.loc[frame["reported_on"] != "", ["path", "reported_on"]]
    return most_named_by(told["path"].tolist(), told["reported_on"].tolist())
