"""What became of each row: taken, or rejected with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.model import Ledger, Note, Reading, Where


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was not taken: where it stands, what it is called there, and why."""

    where: Where
    name: str
    note: Note


class Fates:
    """One fate a row. The first reason given stands; what was rejected once is not looked at again."""

    def __init__(self, rows: int) -> None:
        """Begin with every row taken."""
        import numpy as np

        self.live: NDArray[np.bool_] = np.ones(rows, dtype=np.bool_)
        self.notes: dict[int, Note] = {}

    def reject(self, rows: pd.Series | Iterable[int], note: Note) -> None:
        """Reject rows, given by a mask or by their positions, unless they are rejected already."""
        import pandas as pd

        positions = rows.to_numpy(dtype=bool).nonzero()[0] if isinstance(rows, pd.Series) else rows
        for position in positions:
            if self.live[position]:
                self.live[position] = False
                self.notes[int(position)] = note


def rejections(readings: Sequence[Reading], rows: Ledger, fates: Fates) -> tuple[Rejection, ...]:
    """Return all rows that were not taken, those that the reading refused included, file by file."""
    names = rows.frame["group_name"].to_numpy()
    paths = rows.frame["path"].to_numpy()
    here: dict[str, list[Rejection]] = {}
    for reading in readings:
        for table in reading.tables:
            for offset, note in table.rejected:
                where = table.sheet.where("group_name", offset)
                here.setdefault(reading.path, []).append(Rejection(where, str(note.facts.get("name", "")), note))
    for position in sorted(fates.notes):
        rejection = Rejection(rows.where(position), str(names[position]), fates.notes[position])
        here.setdefault(str(paths[position]), []).append(rejection)
    return tuple(rejection for reading in readings for rejection in here.get(reading.path, ()))
