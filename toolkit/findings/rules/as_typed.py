"""What stands in the cells themselves, before it was read as a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.normalise.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.findings.case import Case


def as_typed(case: Case, answer: str) -> Sequence[str]:
    """Return the text of one answer in each row of this year's ledger; "" where its form has no such place."""
    frame = case.ledger.frame
    places = [dict(zip(table.offsets, table.columns.get(answer, ()), strict=False)) for table in case.tables]
    if not any(places):
        return [""] * len(frame)
    rows = zip(frame["sheet"].tolist(), frame["offset"].tolist(), strict=True)
    return [clean(places[sheet].get(offset, "")) for sheet, offset in rows]
