"""Two registers as whole numbers: each text that rows are compared by gets one, the same on both sides.

`""`, which stands for what is not given, is -1. Spelling is set aside before: one number a key, not a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.comparison.match.buckets import Keyed
from toolkit.normalise.text import key
from toolkit.normalise.units import unit_key
from toolkit.register.keys import number_column, number_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    import pandas as pd

    from toolkit.comparison.match.buckets import Codes, Mask
    from toolkit.model import Ledger


@dataclass(frozen=True, slots=True)
class Side:
    """One register, one number a row and column; `open` rows may be paired.

    `numbers` stands for all group numbers of a row together, `several` lists those of the rows that have more than one,
    and `each` is one entry a row and number.
    """

    open: Mask
    filing: Codes
    unit: Codes
    name: Codes
    platform: Codes
    numbers: Codes
    several: Mapping[int, frozenset[int]]
    each: Keyed


def sides(ours: Ledger, theirs: Ledger, *, apart: Collection[str]) -> tuple[Side, Side]:
    """Return both registers; the rows that are set apart are not open."""
    import numpy as np

    frames = ours.frame, theirs.frame
    filing = codes(*(frame["filing_no"] for frame in frames), spelled=key)
    unit = codes(*(frame["unit"] for frame in frames), spelled=unit_key)
    name = codes(*(frame["name_key"] for frame in frames))
    platform = codes(*(frame["platform"] for frame in frames))
    numbers, each = _numbers(*frames)
    left, right = (
        Side(
            open=np.ones(len(frame), dtype=np.bool_),
            filing=filing[at],
            unit=unit[at],
            name=name[at],
            platform=platform[at],
            numbers=numbers[at],
            several=_several(each[at]),
            each=each[at],
        )
        for at, frame in enumerate(frames)
    )
    for side, frame in zip((left, right), frames, strict=True) if apart else ():
        side.open[frame["id"].isin(set(apart)).to_numpy(bool)] = False
    return left, right


def _numbers(*frames: pd.DataFrame) -> tuple[list[Codes], list[Keyed]]:
    """Return for each register all numbers of a row as one, and one entry a row and number."""
    import numpy as np

    columns = [number_column(frame) for frame in frames]
    if not any("\n" in text for column in columns for text in column.tolist()):  # no row has two
        numbers = codes(*columns)
        given = [np.flatnonzero(held >= 0) for held in numbers]
        return numbers, [Keyed(places, held[places]) for places, held in zip(given, numbers, strict=True)]
    rows = [number_rows(frame) for frame in frames]
    together = codes(*columns, *(found["number"] for found in rows))
    numbers, listed = together[: len(frames)], together[len(frames) :]
    return numbers, [
        Keyed(found["position"].to_numpy(np.int64), held) for found, held in zip(rows, listed, strict=True)
    ]


def codes(*columns: pd.Series, spelled: Callable[[str], str] | None = None) -> list[Codes]:
    """Return the columns with one number for each text, or for each key that `spelled` makes of a text."""
    import numpy as np
    import pandas as pd

    whole, distinct = pd.factorize(pd.concat(columns, ignore_index=True))
    numbers = np.arange(len(distinct)) if spelled is None else _by_key(map(spelled, distinct.tolist()))
    numbers[np.flatnonzero(distinct == "")] = -1
    return np.split(numbers[whole] if len(numbers) else whole.astype(np.int64), np.cumsum([*map(len, columns)])[:-1])


def _by_key(keys: Iterable[str]) -> Codes:
    """Return one number for each distinct key, -1 for the blank one."""
    import numpy as np

    numbers: dict[str, int] = {"": -1}
    return np.array([numbers.setdefault(one, len(numbers)) for one in keys], dtype=np.int64)


def _several(each: Keyed) -> Mapping[int, frozenset[int]]:
    """Return the numbers of the rows that have more than one; the entries of a row stand together."""
    import numpy as np

    again = np.isin(each.positions, each.positions[1:][each.positions[1:] == each.positions[:-1]])
    found: dict[int, set[int]] = {}
    for position, number in zip(each.positions[again].tolist(), each.keys[again].tolist(), strict=True):
        found.setdefault(position, set()).add(number)
    return {position: frozenset(held) for position, held in found.items()}
