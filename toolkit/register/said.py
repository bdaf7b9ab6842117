"""What last year's register says in words that no answer could take whole: kept beside the group, and told once.

状态 长期不用       taken as out of use; the words stay under 其他
状态 正常（改名）   taken as in use; what was said beside it stays likewise
建群时间 2018年春   no day that can be read; the words stay
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from toolkit.normalise.text import clean
from toolkit.register.endings import is_plain
from toolkit.register.rows.distinct import MORE
from toolkit.regulations.fields import PERSON_PARTS, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.model import Table, Where
    from toolkit.register.rows import Assembled

ASKED = "asked"
"""Under which attribute of last year's frame the headings of such words are kept, each with its field."""
_IN_PART = frozenset({MORE, "near-option"})
"""Faults with which a value was read, and not all of what was typed."""
_STATES = ("is_active", "disposition")
_NEVER = frozenset({"unit", "kind"})


class Words(NamedTuple):
    """What was said in last year's register that no answer took whole.

    `other` is the column with the words added; `told` has for each cell where it is, its heading, what stands there,
    and what it was taken for: a state (`standing`, `unused`, `gone`), else `part` where some of it was read, "" where
    nothing was; `fields` has for each heading the field that it asks for.
    """

    other: pd.Series
    told: tuple[tuple[Where, str, str, str], ...]
    fields: Mapping[str, str]


def keep_words(assembled: Assembled, tables: Sequence[Table], unused: Sequence[bool]) -> Words:
    """Return the column `other` with the words that would be lost, and each of them with its cell.

    Args:
        assembled: the rows as typed.
        tables: what they were read from, in order.
        unused: which rows say that the group is out of use.
    """
    frame = assembled.ledger.frame
    others, told = frame["other"].tolist(), []
    columns: dict[str, str] = {}
    sheets, offsets = frame["sheet"].tolist(), frame["offset"].tolist()
    for row, field, raw, part in _lost(assembled):
        table = tables[sheets[row]]
        heading = _heading(table, field)
        kept: dict[str, str] = json.loads(others[row]) if others[row] else {}
        if kept.get(heading) == raw:
            continue
        columns[heading] = field
        others[row] = json.dumps({**kept, heading: raw}, ensure_ascii=False)
        taken = _taken(frame, row, out_of_use=unused[row]) if field in _STATES else part
        told.append((table.sheet.where(field, offsets[row]), heading, raw, taken))
    return Words(frame["other"].__class__(others, index=frame.index, dtype="str"), tuple(told), columns)


def _lost(assembled: Assembled) -> Iterator[tuple[int, str, str, str]]:
    """Yield row, field and text of what was typed and is nowhere in the typed columns, or not all of it.

    The last says whether part of it was read: `part` or "".
    """
    frame, faults = assembled.ledger.frame, assembled.faults
    columns: dict[str, list[object]] = {}
    rows = (faults[name].tolist() for name in ("row", "field", "fault", "raw"))
    for row, field, fault, raw in zip(*rows, strict=True):
        stem, _, part = field.partition(".")
        if stem in _NEVER or stem not in vocabulary().fields or not clean(raw) or (field in _STATES and is_plain(raw)):
            continue
        column = _column(stem, part)
        if column not in columns:
            columns[column] = frame[column].astype(object).where(frame[column].notna(), "").tolist()
        state = stem == "disposition" and fault == "unlisted-option"
        if fault in _IN_PART or state or columns[column][row] == "":
            yield row, stem, clean(raw), "part" if columns[column][row] != "" else ""


def _column(stem: str, part: str) -> str:
    kind = vocabulary()[stem].kind
    if kind == "people":
        return f"{stem}.{part or PERSON_PARTS[0]}"
    return f"{stem}.raw" if kind == "count" else stem


def _heading(table: Table, field: str) -> str:
    """Return the heading under which an answer stands in a list, as typed; else that of the vocabulary."""
    labels: Sequence[Mapping[str, str]] = table.evidence.get("labels", ())
    typed = (one["label"] for one in labels if field in {part.partition(".")[0] for part in one["key"].split("&")})
    return next(typed, "") or vocabulary().heading(field)


def _taken(frame: pd.DataFrame, row: int, *, out_of_use: bool) -> str:
    """Return what a state was taken for."""
    if frame["disposition"].iat[row]:
        return "gone" if out_of_use else "standing"
    return "unused" if out_of_use else "standing"
