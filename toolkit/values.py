"""A register's flat columns as the canonical values of `outcome.json`: each column turned once, each text once.

A register of 20,000 groups has a million values, most of them blank or said before. So a column is written as JSON
through its distinct texts, a column that says one thing in all rows is written once, and a row is put together last.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from functools import cache
from typing import TYPE_CHECKING, Any

from toolkit.fields import PERSON_PARTS, vocabulary
from toolkit.normalise import map_unique
from toolkit.normalise.phones import mask_email, mask_phone
from toolkit.normalise.private import hide_in
from toolkit.rules.telling import masked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd

    Shown = Callable[[str, str], str]
    Columns = Mapping[str, list[str]]


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def written(value: Any) -> str:
    """Return a value as JSON, as this file and `outcome.json` write it."""
    return _ENCODER.encode(value)


def values(frame: pd.DataFrame) -> list[str]:
    """Return the values of each row as a JSON object, every field of the vocabulary in order; null for what is absent.

    Telephones, e-mail, identity numbers, home addresses and dates of birth are masked, wherever they stand; group
    numbers never.
    """
    return _values(frame, _masked)


def values_with_contacts(frame: pd.DataFrame) -> list[str]:
    """Return the values of each row as `values` does, with telephones and e-mail addresses as they are."""
    return _values(frame, _with_contacts)


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


def _values(frame: pd.DataFrame, shown: Shown) -> list[str]:
    columns: dict[str, list[str]] = {}
    for field, entry in vocabulary().fields.items():
        columns |= _TURNED.get(entry.kind, _texts)(frame, field, shown)
    columns["other"] = map_unique(lambda text: written(_other(text, shown)), frame["other"].tolist())
    return [f"{{{row}}}" for row in _rows(columns)]


def _rows(columns: Columns) -> Iterable[str]:
    """Return the columns side by side; neighbours that say one thing in all rows are put together beforehand."""
    pieces: list[Sequence[str] | str] = []
    for name, column in columns.items():
        label = ("" if not pieces else ", ") + written(name) + ": "
        if len(set(column)) > 1:
            pieces += [label, column]
        elif column:
            pieces.append(label + column[0])
    length = max((len(piece) for piece in columns.values()), default=0)
    return map("".join, zip(*(_each(piece, length) for piece in _joined(pieces)), strict=True))


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
    return {field: map_unique(lambda text: written(shown(text, field) if text else None), frame[field].tolist())}


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
    @cache
    def people(parts: tuple[str, ...]) -> str:
        return written(_persons(parts, shown) if any(parts) else [])

    return {field: list(map(people, zip(*(frame[f"{field}.{part}"].tolist() for part in PERSON_PARTS), strict=True)))}


def _persons(parts: tuple[str, ...], shown: Shown) -> list[dict[str, str | None]]:
    lines = [part.split("\n") for part in parts]
    people = []
    for place in range(max(map(len, lines))):
        told = (line[place] if place < len(line) else "" for line in lines)
        person = zip(PERSON_PARTS, told, strict=True)
        people.append({part: shown(text, part) if text else None for part, text in person})
    return people


def _masked(text: str, field: str) -> str:
    if field in {"mobile", "office_phone"}:
        return mask_phone(text)
    return mask_email(text) if field == "email" else str(masked(text, field))


def _with_contacts(text: str, field: str) -> str:
    return hide_in(field, text)


def _other(text: str, shown: Shown) -> dict[str, str]:
    told: dict[str, str] = json.loads(text) if text else {}
    return {label: shown(hide_in(f"other:{label}", value), "other") for label, value in told.items()}


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
