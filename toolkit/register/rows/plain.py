"""The commonest rows of people, read by column: one person, and each part in a cell of its own that says only that.

    张三 | 13900000001 | 主任      a name that is nothing but a name · a mobile of eleven digits · a post read as itself
    (all cells blank)              nobody

What such a row means is the same whatever stands beside it, so each cell is read once for all rows. Every other row
(several people, two answers in a cell, anything with a fault) is left to `toolkit.register.rows.people.read_columns`;
that both say the same of a plain row is tested.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from toolkit.normalise.people import PeopleReading, Person
from toolkit.register.rows.distinct import BETWEEN
from toolkit.register.rows.people import PeopleColumns, read_columns, read_name
from toolkit.regulations.fields import PERSON_PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from toolkit.register.rows.distinct import Mask, Texts

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

    length = len(cells["name"])
    lines: dict[str, list[str]] = {}
    known = np.ones(length, dtype=np.bool_)
    beside = np.zeros(length, dtype=np.bool_)
    for part, texts in cells.items():
        listed = texts.tolist()
        if not any(listed):
            continue
        told = _told(listed, _readers(part))
        lines[part] = [line or "" for line in told] if None in told else cast("list[str]", told)
        if None in told:
            known &= np.fromiter((line is not None for line in told), np.bool_, length)
        if part != "name" and "" in cells["name"]:
            beside |= np.fromiter(map(bool, listed), np.bool_, length)
    if beside.any():
        known &= ~beside | np.fromiter(map(bool, cells["name"].tolist()), np.bool_, length)
    return Plain(lines, known)


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
