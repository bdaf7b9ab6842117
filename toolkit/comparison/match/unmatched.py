"""The rows that no proof joined, as columns: what two of them are compared by, each text looked at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.names.names import FIRST, VETOES
from toolkit.names.tokens import NAMED
from toolkit.normalise import map_unique
from toolkit.normalise.text import key, keys
from toolkit.register.keys import number_texts, unit_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd

    Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]

_PLATFORM_OF_ROW = "platform of the row"
_GROUP_AS_SAID = "number of the group as it is said"


@dataclass(frozen=True, slots=True)
class OpenRows:
    """The open rows of one register, each column in their order.

    `positions` are the places in the register's frame, from 0; `units` the keys of their units, `rests` the names
    without tokens (`Name.rest`), `marks` their tokens as (kind, value), `texts` the whole names without spelling.
    `people` are the keys of owners and of administrators.
    """

    frame: pd.DataFrame
    positions: Numbers
    ids: Sequence[str]
    units: Sequence[str]
    rests: Sequence[str]
    marks: Sequence[tuple[tuple[str, str], ...]]
    texts: Sequence[str]
    numbers: Sequence[str]
    people: Mapping[str, Sequence[frozenset[str]]]

    def __len__(self) -> int:
        """Return how many rows are open."""
        return len(self.ids)

    def column(self, name: str) -> list[Any]:
        """Return a column of the register; blanks where it has none of this name."""
        return self.frame[name].tolist() if name in self.frame else [""] * len(self)


def open_rows(frame: pd.DataFrame, names: Collection[str]) -> OpenRows:
    """Return the rows of a register with these ids.

    Args:
        frame: of a ledger; has `name_key` and `name_rest`.
        names: ids.
    """
    positions = frame["id"].isin(set(names)).to_numpy(bool).nonzero()[0]
    part = frame.iloc[positions]
    rests, known_as = part["name_rest"].tolist(), part["name_key"].tolist()
    people = {
        field: map_unique(_people, part[f"{field}.name"].tolist())
        for field in ("owner", "admins")
        if f"{field}.name" in part
    }
    return OpenRows(
        part,
        positions,
        part["id"].tolist(),
        unit_keys(part),
        rests,
        map_unique(_marks, [text[len(rest) :] for text, rest in zip(known_as, rests, strict=True)]),
        keys(part["group_name"].tolist()),
        number_texts(part),
        people,
    )


def tokens(left: OpenRows, right: OpenRows) -> Mapping[str, tuple[Numbers, Numbers]]:
    """Return a pair of columns a kind of token, and one of the platforms: rows with two different ones are two groups.

    The same token is the same number, none is 0.
    """
    number: dict[tuple[tuple[str, str], ...], int] = {}
    rows = [
        np.array([number.setdefault(marks, len(number)) for marks in s.marks], dtype=np.int64) for s in (left, right)
    ]
    borne = [dict(marks) for marks in number]
    columns = {_PLATFORM_OF_ROW: codes(left.column("platform"), right.column("platform"))}
    said = {kind: [marks.get(kind, "") for marks in borne] for kind in VETOES}
    said[_GROUP_AS_SAID] = said["group_seq"]
    said["group_seq"] = ["" if one in NAMED else one or FIRST for one in said["group_seq"]]
    for kind, values in said.items():
        of_marks, _ = codes(values, ())
        columns[kind] = of_marks[rows[0]], of_marks[rows[1]]
    return columns


def codes(one: Sequence[str], other: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Return two columns of text as numbers, the same text the same number; blank is 0."""
    known: dict[str, int] = {"": 0}
    left, right = ([known.setdefault(text, len(known)) for text in side] for side in (one, other))
    return np.array(left, dtype=np.int32), np.array(right, dtype=np.int32)


def _marks(text: str) -> tuple[tuple[str, str], ...]:
    """Return the tokens from what stands behind the rest in a `Name.key`."""
    pairs = (part.partition("=") for part in text.split("|") if part)
    return tuple((kind, value) for kind, _, value in pairs)


def _people(text: str) -> frozenset[str]:
    return frozenset(key(name) for name in text.split("\n") if name)
