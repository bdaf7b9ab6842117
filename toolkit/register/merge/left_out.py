"""Groups that a later return left out: what replaced a return whole does not have them any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.model import Note
from toolkit.register.merge.identity import Groups, identity

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.register.merge.fates import Fates

LEFT_OUT = "left_out"
"""The fact of a rejected row that no row which was taken stands for."""
_WHOLE = frozenset({"superseded", "earlier-year"})


def tell_left_out(frame: pd.DataFrame, fates: Fates) -> None:
    """Mark the rows of replaced returns whose group stands in no return of the unit that counts."""
    import numpy as np

    replaced = [row for row, note in fates.notes.items() if note.code in _WHOLE]
    if not replaced:
        return
    standing = Groups(frame, np.flatnonzero(fates.live))
    units = frame["unit"].to_numpy()
    for row, group in zip(replaced, identity(frame, replaced), strict=True):
        if standing.find(units[row], group) is None and not standing.named(units[row], group.name):
            note = fates.notes[row]
            fates.notes[row] = Note(note.code, {**note.facts, LEFT_OUT: True})
