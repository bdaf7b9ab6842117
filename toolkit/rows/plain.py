"""The commonest rows of people, read by column: one person, and each part in a cell of its own that says only that.

    张三 | 13900000001 | 主任      a name that is nothing but a name · a mobile of eleven digits · a post read as itself
    (all cells blank)              nobody

What such a row means is the same whatever stands beside it, so each cell is read once for all rows. Every other row
(several people, two answers in a cell, anything with a fault) is left to `toolkit.rows.people.read_columns`; that both
say the same of a plain row is tested.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.fields import PERSON_PARTS
from toolkit.normalise.people import PeopleReading, Person
from toolkit.rows.people import PeopleColumns, read_columns, read_name
from toolkit.rows.spread import BETWEEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from toolkit.rows.spread import Mask, Texts

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_EMAIL = re.compile(r"[a-z0-9][a-z0-9.%+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_AREA_AND_NUMBER = re.compile(r"0[3-9][0-9]{2}-[2-8][0-9]{6,7}")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}")
_ANYBODY = "张三"
_SHAPES = {"mobile": _MOBILE, "email": _EMAIL, "office_phone": _AREA_AND_NUMBER}


class Plain(NamedTuple):
    """The lines of each part that has any, and which rows are plain; the lines of other rows mean nothing."""

    lines: Mapping[str, list[str]]
    rows: Mask


def plain_rows(cells: Mapping[str, Texts]) -> Plain:
    """Read the rows that are plain.

    Args:
        cells: `name` and any other part of a person, one text a row.
    """
    import numpy as np

    lines: dict[str, list[str]] = {}
    known = np.ones(len(cells["name"]), dtype=np.bool_)
    beside = ~known
    for part, texts in cells.items():
        listed = texts.tolist()
        told = _told(listed, _readers(part))
        known &= np.fromiter((line is not None for line in told), np.bool_, len(told))
        if part == "name":
            named = np.fromiter(map(bool, listed), np.bool_, len(listed))
        else:
            beside |= np.fromiter(map(bool, listed), np.bool_, len(listed))
        lines[part] = [line or "" for line in told]
    return Plain(lines, known & (named | ~beside))


def _told(texts: Sequence[str], read: Callable[[str], str | None]) -> list[str | None]:
    told = {text: read(text) for text in dict.fromkeys(texts)}
    return list(map(told.__getitem__, texts))


def _readers(part: str) -> Callable[[str], str | None]:
    """Return what reads a cell of a part: its line, None when it takes more to tell."""
    if part == "name":
        return _named
    shape = _SHAPES.get(part)

    def read(text: str) -> str | None:
        if not text or (shape and shape.fullmatch(text)):
            return text
        return _beside(part, text)

    return read


def _named(text: str) -> str | None:
    """Return the name of a cell that holds one name and nothing else."""
    if not text:
        return ""
    if not _HAN.fullmatch(text):
        return None
    return text if read_name(text) == PeopleReading((Person(text),)) else None


@lru_cache(maxsize=1 << 14)
def _beside(part: str, text: str) -> str | None:
    """Return the line of a part's cell beside anybody's name, None when it says more than that."""
    if "\n" in text or BETWEEN in text:
        return None
    found = read_columns({"name": _ANYBODY, part: text})
    line = found.lines[PERSON_PARTS.index(part)]
    alone = tuple({"name": _ANYBODY, part: line}.get(each, "") for each in PERSON_PARTS)
    return line if found == PeopleColumns(alone, ("",) * len(PERSON_PARTS)) else None
