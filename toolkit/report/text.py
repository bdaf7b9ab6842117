"""Text fit for a cell: nothing that XML forbids, not longer than Excel takes, and no private number to circulate."""

from __future__ import annotations

import re

from toolkit.normalise.harmless import harmless, may_be_a_group
from toolkit.normalise.masking import masked

LONGEST = 32_767
"""Excel's limit of a cell, in UTF-16 units."""

RISKY = frozenset("=+-@\t\r\n＝＋－＠")
"""A text that begins so is marked as text (Excel's leading apostrophe): editing the cell makes no formula of it."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def fit(text: str) -> str:
    """Return the text without what no workbook can hold (each such character shows as U+FFFD), cut to Excel's limit."""
    clean = _ILLEGAL.sub("\ufffd", text)
    if len(clean) * 2 <= LONGEST:
        return clean
    units = clean.encode("utf-16-le")
    return clean if len(units) <= LONGEST * 2 else units[: LONGEST * 2].decode("utf-16-le", "ignore")


def risky(text: str) -> bool:
    """Tell whether a text has to be marked as text."""
    return text[:1] in RISKY and text != ""


def shown(text: str) -> str:
    """Return what a cell shows of a text: `masked`, and `fit`."""
    if len(text) * 2 <= LONGEST and (harmless(text) or may_be_a_group(text)):
        return text
    return fit(masked(text))
