"""A register's flat columns as the canonical values of `outcome.json`: each column turned once, each text once.

A register of 20,000 groups has a million values, most of them blank or said before. So a column is written as JSON
through its distinct texts, a column that says one thing in all rows is written once, and a row is put together last.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from functools import partial
from itertools import zip_longest
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from toolkit.findings.rules.to_findings import masked as masked_fact
from toolkit.normalise import map_unique
from toolkit.normalise.masking import masked
from toolkit.normalise.phones import mask_email, mask_phone
from toolkit.normalise.private import hide_in
from toolkit.regulations.fields import PERSON_PARTS, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    Shown = Callable[[str, str], str]
    Columns = Mapping[str, list[str]]


AT_ONCE = 1 << 16
"""So many rows are turned at a time: as JSON a register is several times as large as it is."""
_KNOWN_BY = frozenset({"filing_no", "unit", "platform", "group_name", "group_no", "group_nos"})
_ABSENT = frozenset({"null", "[]", "{}"})
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_PERSON = f"{{{', '.join(f'{json.dumps(part)}: %s' for part in PERSON_PARTS)}}}"
_NOBODY = _PERSON % (("null",) * len(PERSON_PARTS))


def written(value: Any) -> str:
    """Return a value as JSON, as this file and `outcome.json` write it."""
    return _ENCODER.encode(value)


def values(frame: pd.DataFrame, *, contacts: bool = False, lean: bool = False) -> Iterator[str]:
    """Yield the values of each row as a JSON object, every field of the vocabulary in order; null for what is absent.

    Telephones, e-mail, identity numbers, home addresses and dates of birth are masked, wherever they stand; group
    numbers never.

    Args:
        frame: a register.
        contacts: leave telephones and e-mail addresses as they are.
        lean: leave out fields that are absent, but for those a group is known by (`_KNOWN_BY`).
    """
    for start in range(0, len(frame), AT_ONCE):
        columns = _columns(frame.iloc[start : start + AT_ONCE], _with_contacts if contacts else _masked)
        yield from _filled(columns) if lean else _rows(columns)


def plain(value: Any) -> Any:
    """Return a fact as JSON can carry it: dates as ISO text, sets in order, numbers of numpy as Python's."""
    if hasattr(value, "items"):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(map(plain, value), key=str)
    if isinstance(value, dt.date):
        return value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    known = isinstance(value, (str, int)) or (isinstance(value, float) and math.isfinite(value))
    return value if known else None


def _columns(frame: pd.DataFrame, shown: Shown) -> Columns:
    columns: dict[str, list[str]] = {}
    for field, entry in vocabulary().fields.items():
        columns |= _TURNED.get(entry.kind, _texts)(frame, field, shown)
    others = frame["other"].tolist()
    for field in vocabulary().of_kind("enum"):
        for row, text in _unlisted(frame, field):
            columns[field][row] = "null"
            kept = json.loads(others[row]) if others[row] else {}
            others[row] = json.dumps({**kept, vocabulary()[field].zh: text}, ensure_ascii=False)
    columns["other"] = map_unique(lambda text: written(_other(text, shown)), others)
    return columns


def _unlisted(frame: pd.DataFrame, field: str) -> list[tuple[int, str]]:
    """Return the rows whose word is none of a field's options, with that word: it is kept under the heading."""
    listed = {"", *vocabulary()[field].options}
    texts = frame[field].tolist()
    return [] if listed.issuperset(texts) else [(row, text) for row, text in enumerate(texts) if text not in listed]


def _rows(columns: Columns) -> Iterator[str]:
    """Yield the columns side by side, as objects; what stands in all rows alike is put together beforehand."""
    pieces: list[Sequence[str] | str] = []
    for name, column in columns.items():
        label = ("" if pieces else "{") + written(name) + ": "
        pieces += [label, column[0] if len(set(column)) == 1 else column, ", "]
    length = max(map(len, columns.values()), default=0)
    pieces[-1:] = "}"
    return map("".join, zip(*(_each(piece, length) for piece in _joined(pieces)), strict=True))


def _filled(columns: Columns) -> Iterator[str]:
    """Yield the columns side by side, as objects without what is absent."""
    told: list[list[str]] = []
    for name, column in columns.items():
        label = written(name) + ": "
        if name in _KNOWN_BY or not _ABSENT.issuperset(column):
            kept = name in _KNOWN_BY
            told.append([f", {label}{text}" if kept or text not in _ABSENT else "" for text in column])
    return (f"{{{''.join(pieces)[2:]}}}" for pieces in zip(*told, strict=True))


def _joined(pieces: Iterable[Sequence[str] | str]) -> list[Sequence[str] | str]:
    joined: list[Sequence[str] | str] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, str) and isinstance(last, str):
            joined[-1] = last + piece
        else:
            joined.append(piece)
    return joined


def _each(piece: Sequence[str] | str, length: int) -> Sequence[str]:
    return [piece] * length if isinstance(piece, str) else piece


def _texts(frame: pd.DataFrame, field: str, shown: Shown) -> Columns:
    return {field: map_unique(lambda text: _told(text, field, shown), frame[field].tolist())}


def _told(text: str, field: str, shown: Shown) -> str:
    return encode_basestring(shown(text, field)) if text else "null"


def _numbers(frame: pd.DataFrame, field: str, _: Shown) -> Columns:
    return {
        field: map_unique(lambda text: written(text or None), frame[field].tolist()),
        f"{field}s": map_unique(lambda text: written(text.split("\n") if text else []), frame[f"{field}s"].tolist()),
    }


def _units(frame: pd.DataFrame, field: str, shown: Shown) -> Columns:
    return {**_texts(frame, field, shown), **_texts(frame, f"{field}_raw", shown)}


def _figures(frame: pd.DataFrame, field: str, _: Shown) -> Columns:
    return {field: map_unique(written, _nulled(frame[field]))}


def _counts(frame: pd.DataFrame, field: str, shown: Shown) -> Columns:
    raw = _texts(frame, f"{field}.raw", shown)[f"{field}.raw"]
    lows, highs = (_figures(frame, f"{field}.{bound}", shown)[f"{field}.{bound}"] for bound in ("low", "high"))
    return {
        field: [
            "null" if low == high == text == "null" else f'{{"low": {low}, "high": {high}, "raw": {text}}}'
            for low, high, text in zip(lows, highs, raw, strict=True)
        ]
    }


def _people(frame: pd.DataFrame, field: str, shown: Shown) -> Columns:
    columns = [frame[f"{field}.{part}"].tolist() for part in PERSON_PARTS]
    if not any(map(any, columns)):
        return {field: ["[]"] * len(frame)}
    told = [
        map_unique(partial(_lines, part, shown), column) for part, column in zip(PERSON_PARTS, columns, strict=True)
    ]
    return {field: list(map(_persons, *told))}


def _lines(part: str, shown: Shown, text: str) -> str:
    """Return one part of the people of a cell as JSON, one a line (in JSON a line break within a text is escaped)."""
    return "\n".join(_told(line, part, shown) for line in text.split("\n"))


def _persons(*parts: str) -> str:
    """Return the people of a cell as JSON, from the lines of their parts."""
    person = _PERSON % parts
    if "\n" not in person:
        return "[]" if person == _NOBODY else f"[{person}]"
    people = zip_longest(*(part.split("\n") for part in parts), fillvalue="null")
    return f"[{', '.join(_PERSON % told for told in people)}]"


def _masked(text: str, field: str) -> str:
    if field in {"mobile", "office_phone"}:
        told = mask_phone(text)
        return told if told != text else masked(text)  # written in a way that no reader of telephones knows
    return mask_email(text) if field == "email" else str(masked_fact(text, field))


def _with_contacts(text: str, field: str) -> str:
    return hide_in(field, text)


def _other(text: str, shown: Shown) -> dict[str, str]:
    told: dict[str, str] = json.loads(text) if text else {}
    return {masked(label): shown(hide_in(f"other:{label}", value), "other") for label, value in told.items()}


def _nulled(column: pd.Series) -> list[Any]:
    return [None if missing else value for value, missing in zip(column.tolist(), column.isna().tolist(), strict=True)]


_TURNED: Mapping[str, Callable[[pd.DataFrame, str, Shown], Columns]] = {
    "people": _people,
    "count": _counts,
    "number": _numbers,
    "unit": _units,
    "int": _figures,
    "bool": _figures,
}
