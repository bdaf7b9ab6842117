"""Text fit for a cell: nothing that XML forbids, not longer than Excel takes, and no private number to circulate."""

from __future__ import annotations

import re

from toolkit.normalise.harmless import harmless
from toolkit.normalise.phones import EMAIL, mask_email, mask_phone, mask_phones_in
from toolkit.normalise.private import hide_numbers

LONGEST = 32_767
"""Excel's limit of a cell, in UTF-16 units."""

RISKY = frozenset("=+-@\t\r\n＝＋－＠")
"""A text that begins so is marked as text (Excel's leading apostrophe): editing the cell makes no formula of it."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９＠．－　", "0123456789@.- ")
_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)?86[ -]?)?(?P<mobile>1[3-9](?:[ -]?\d){9})(?!\d)", re.ASCII)
_ADDRESS = re.compile(EMAIL, re.ASCII)


def fit(text: str) -> str:
    """Return the text without what no workbook can hold (each such character shows as U+FFFD), cut to Excel's limit."""
    clean = _ILLEGAL.sub("\ufffd", text)
    if len(clean) * 2 <= LONGEST:
        return clean
    units = clean.encode("utf-16-le")
    return clean if len(units) <= LONGEST * 2 else units[: LONGEST * 2].decode("utf-16-le", "ignore")


def shown(text: str) -> str:
    """Return what a cell shows of a text: `masked`, and `fit`."""
    if len(text) * 2 <= LONGEST and harmless(text):
        return text
    return fit(masked(text))


def masked(text: str) -> str:
    """Return the text with telephone numbers, e-mail addresses and identity numbers masked: 139****0001.

    Full-width digits are seen as well. Numbers without an area code may be groups and stay.
    """
    if harmless(text):
        return text
    plain = text.translate(_FULL_WIDTH)
    if not any("0" <= letter <= "9" or letter == "@" for letter in plain):
        return text
    hidden = _MOBILE.sub(lambda found: mask_phone(re.sub(r"\D", "", found["mobile"])), plain)
    hidden = hide_numbers(hidden)
    hidden = mask_phones_in(_ADDRESS.sub(lambda found: mask_email(found[0]), hidden))
    return text if hidden == plain else hidden
