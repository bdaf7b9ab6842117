"""Which rows could have answered a question at all: those whose table has a place for it, and could be read there."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.findings.rules.masks import nothing
from toolkit.register.rows.stack import BESIDE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd

    from toolkit.findings.case import Case
    from toolkit.model import Ledger


def unreadable(case: Case, field: str) -> pd.Series:
    """Return which rows have something in a field that could not be read: it is told once, and not as missing."""
    return unreadable_in(case.ledger.frame, case.faults, field)


def unreadable_in(frame: pd.DataFrame, faults: pd.DataFrame, field: str) -> pd.Series:
    """Return which rows of a frame have a fault in a field.

    Of a person each part stands for itself: a bad e-mail address hides neither that the telephone is missing nor that
    nobody is named. Only what could not be told of the people as such (`owner`, `owner.name`) is about every part.
    """
    if not len(faults):
        return nothing(frame)
    stem = field.split(".", maxsplit=1)[0]
    there = faults["field"].isin([field, stem, f"{stem}.name"]) & ~faults["fault"].isin(BESIDE)
    return frame["id"].isin(set(faults.loc[there, "record"]))


def standing(case: Case, field: str) -> pd.Series:
    """Return which rows come from a table that has a place for the field at all."""
    if "standing" not in case.memory:
        case.memory["standing"] = fields_of_sheets(case.ledger)
    return standing_in(case.ledger, field, case.memory["standing"])


def standing_in(ledger: Ledger, field: str, of_sheets: Sequence[Collection[str]]) -> pd.Series:
    """Return which rows of a ledger come from a table that has a place for the field (`fields_of_sheets`)."""
    import numpy as np
    import pandas as pd

    stem = field.split(".", maxsplit=1)[0]
    has = np.fromiter((stem in fields for fields in of_sheets), np.bool_, len(of_sheets))
    return pd.Series(has[ledger.frame["sheet"].to_numpy()], index=ledger.frame.index)


def fields_of_sheets(ledger: Ledger) -> list[frozenset[str]]:
    """Return for each sheet of a ledger the fields it has a place for."""
    return [_fields_of(tuple(sheet.places)) for sheet in ledger.sheets]


@lru_cache(maxsize=4096)
def _fields_of(keys: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem for key in keys for stem in stems(key))


def stems(key: str) -> tuple[str, ...]:
    """Return the fields an answer key gives: `owner.name` gives owner, `group_name&group_no` both."""
    return tuple(part.split(".", maxsplit=1)[0] for part in key.split("&"))
