"""A unit that ticks 无变更 and that sent word of a dissolution: the word about the one group counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.register.mentions import refer

if TYPE_CHECKING:
    from collections.abc import Collection

    from toolkit.model import Ledger

_DISSOLUTION = "解散"


def without_noticed(ours: Ledger, notices: Ledger | None, unchanged: Collection[str]) -> Ledger:
    """Return this year's records; a group that a notice says is dissolved is so, where its form only says 无变更.

    What a form says of the group itself (继续) stands against the notice, and is asked about.

    Args:
        ours: this year's records.
        notices: the department's list of notices, None where there is none.
        unchanged: the files in which the unit ticked that nothing changed.
    """
    import pandas as pd

    if notices is None or not unchanged:
        return ours
    frame = ours.frame
    told = notices.frame[notices.frame["type"] == _DISSOLUTION]
    days = told["happened_on"].tolist()
    silent = (frame["path"].isin(list(unchanged)) & (frame["disposition"] == "")).tolist()
    gone = {row: day for row, day in zip(refer(told, ours), days, strict=True) if row is not None and silent[row]}
    if not gone:
        return ours
    ended = pd.Series([row in gone for row in range(len(frame))], index=frame.index)
    dates = pd.Series([gone.get(row, "") for row in range(len(frame))], index=frame.index, dtype=str)
    return replace(
        ours,
        frame=frame.assign(
            disposition=frame["disposition"].mask(ended, _DISSOLUTION),
            dissolved_on=frame["dissolved_on"].mask(ended & (frame["dissolved_on"] == ""), dates),
        ),
    )
