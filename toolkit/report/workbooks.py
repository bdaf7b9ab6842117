"""What every workbook of ours is written with, so that the same outcome gives the same bytes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.model import Outcome

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""What keeps typed text text: XlsxWriter guesses nothing."""


def day_of(outcome: Outcome) -> dt.datetime:
    """Return the moment the workbooks say they were made: the day of the verdicts, never the clock."""
    return dt.datetime.combine(outcome.as_of, dt.time(), dt.UTC)
