"""The rows that no proof joined, as columns: what two of them are compared by, each text looked at once."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit.names.names import KINDS, place_of, plain, with_place, without_status
from toolkit.normalise import map_unique
from toolkit.normalise.text import key, keys
from toolkit.register.keys import number_texts, unit_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd

    Numbers = np.ndarray[tuple[int, ...], np.dtype[Any]]

_OTHER_WORD = re.compile(r"[a-z\u00c0-\u04ff]+|\d+")
PLATFORM_OF_ROW = "platform of the row"


@dataclass(frozen=True, slots=True)
class OpenRows:
    """The open rows of one register, each column in their order.

    `positions` are the places in the register's frame, from 0; `units` the keys of their units, `rests` the names
    without tokens (`Name.rest`), `marks` their tokens as (kind, value), `words` what they consist of (`words_of`),
    `texts` the whole names without spelling and without what was said of the group. `people` are the keys of owners and
    of administrators.
    """

    frame: pd.DataFrame
    positions: Numbers
    ids: Sequence[str]
    units: Sequence[str]
    rests: Sequence[str]
    marks: Sequence[tuple[tuple[str, str], ...]]
    words: Sequence[tuple[str, ...]]
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
        frame: of a ledger; has `name_key`, `name_rest` and `name_status`.
        names: ids.
    """
    positions = frame["id"].isin(set(names)).to_numpy(bool).nonzero()[0]
    part = frame.iloc[positions]
    rests, marks, words = names_apart(part)
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
        _with_places(part, marks),
        words,
        spelled(part),
        number_texts(part),
        people,
    )


def names_apart(
    frame: pd.DataFrame,
) -> tuple[list[str], list[tuple[tuple[str, str], ...]], list[tuple[str, ...]]]:
    """Return rest, tokens and words of each name of a register."""
    rests, known_as = frame["name_rest"].tolist(), frame["name_key"].tolist()
    marks = map_unique(_marks, [text[len(rest) :] for text, rest in zip(known_as, rests, strict=True)])
    texts = frame["group_name"].tolist()
    return rests, marks, [words_of(text, rest) for text, rest in zip(texts, rests, strict=True)]


def _with_places(
    frame: pd.DataFrame, marks: Sequence[tuple[tuple[str, str], ...]]
) -> list[tuple[tuple[str, str], ...]]:
    """Return the tokens with the campus that a place in brackets is."""
    return [
        tuple(sorted(with_place(tokens, place).items())) if (place := _place(name)) else tokens
        for name, tokens in zip(frame["group_name"].tolist(), marks, strict=True)
    ]


def _place(name: str) -> str:
    return place_of(plain(name)) if any(sign in name for sign in "(（[【") else ""


def words_of(text: str, rest: str) -> tuple[str, ...]:
    """Return what a name without its tokens consists of: Chinese letters one by one, other words and numbers whole.

    Python makes a text of its own of each letter taken out of another one; here every letter is one, however many
    names have it.

    Args:
        text: the name as typed, where other words stand apart.
        rest: `Name.rest`, where they run together.
    """
    if not _OTHER_WORD.search(rest):
        return tuple(map(intern, rest))
    apart, together = ([*filter(rest.__contains__, _OTHER_WORD.findall(said))] for said in (text.casefold(), rest))
    words = apart if len("".join(apart)) == len("".join(together)) else together  # C++ is not C
    return (*map(intern, _OTHER_WORD.sub("", rest)), *words)


def spelled(frame: pd.DataFrame) -> list[str]:
    """Return the names of a register without spelling and without what was said of the groups (已满)."""
    names, said = frame["group_name"].tolist(), frame["name_status"].tolist()
    return keys([
        without_status(plain(name))[0] if status else name for name, status in zip(names, said, strict=True)
    ])  # fmt: skip


class Token(NamedTuple):
    """One kind of token on both sides: the values of each row as one number (0: none), and what the numbers say."""

    ours: Numbers
    theirs: Numbers
    values: Sequence[str]


def tokens(left: OpenRows, right: OpenRows) -> Mapping[str, Token]:
    """Return one column a kind of token, and one of the platforms."""
    number: dict[tuple[tuple[str, str], ...], int] = {}
    rows = [
        np.array([number.setdefault(marks, len(number)) for marks in s.marks], dtype=np.int64) for s in (left, right)
    ]
    borne = [dict(marks) for marks in number]
    platforms = left.column("platform"), right.column("platform")
    found = {PLATFORM_OF_ROW: Token(*codes(*platforms), list(dict.fromkeys(["", *platforms[0], *platforms[1]])))}
    for kind in KINDS:
        values = [marks.get(kind, "") for marks in borne]
        of_marks, _ = codes(values, ())
        found[kind] = Token(of_marks[rows[0]], of_marks[rows[1]], list(dict.fromkeys(["", *values])))
    return found


def codes(one: Sequence[str], other: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Return two columns of text as numbers, the same text the same number; blank is 0."""
    known: defaultdict[str, int] = defaultdict()
    known.default_factory = known.__len__
    known[""] = 0
    left, right = (np.fromiter(map(known.__getitem__, side), dtype=np.int32, count=len(side)) for side in (one, other))
    return left, right


def _marks(text: str) -> tuple[tuple[str, str], ...]:
    """Return the tokens from what stands behind the rest in a `Name.key`."""
    pairs = (part.partition("=") for part in text.split("|") if part)
    return tuple((kind, value) for kind, _, value in pairs)


def _people(text: str) -> frozenset[str]:
    return frozenset(key(name) for name in text.split("\n") if name)
