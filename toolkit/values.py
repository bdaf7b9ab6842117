"""A register's flat columns as the canonical values of `outcome.json`, row by row: each column turned once."""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import TYPE_CHECKING, Any

from toolkit.fields import PERSON_PARTS, vocabulary
from toolkit.normalise import map_unique
from toolkit.normalise.phones import mask_email, mask_phone
from toolkit.rules.telling import masked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

    Shown = Callable[[str, str], str]
    Columns = Mapping[str, list[Any]]


def values(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the values of each row, every field of the vocabulary in order; null for what is absent.

    Telephones, e-mail and identity numbers are masked, wherever they stand; group numbers never.
    """
    return _values(frame, _masked)


def values_with_contacts(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the values of each row as `values` does, with telephones and e-mail addresses as they are."""
    return _values(frame, lambda text, _: text)


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


def _values(frame: pd.DataFrame, shown: Shown) -> Iterator[dict[str, Any]]:
    columns: dict[str, list[Any]] = {}
    for field, entry in vocabulary().fields.items():
        columns |= _TURNED.get(entry.kind, _texts)(frame, field, shown)
    columns["other"] = map_unique(lambda text: _other(text, shown), frame["other"].tolist())
    for row in zip(*columns.values(), strict=True):
        yield dict(zip(columns, row, strict=True))


def _texts(frame: pd.DataFrame, field: str, shown: Shown) -> Columns:
    return {field: map_unique(lambda text: shown(text, field) if text else None, frame[field].tolist())}


def _numbers(frame: pd.DataFrame, field: str, _: Shown) -> Columns:
    several = map_unique(lambda text: text.split("\n") if text else [], frame[f"{field}s"].tolist())
    return {field: [text or None for text in frame[field].tolist()], f"{field}s": several}


def _units(frame: pd.DataFrame, field: str, shown: Shown) -> Columns:
    return {**_texts(frame, field, shown), **_texts(frame, f"{field}_raw", shown)}


def _figures(frame: pd.DataFrame, field: str, _: Shown) -> Columns:
    return {field: _nulled(frame[field])}


def _counts(frame: pd.DataFrame, field: str, shown: Shown) -> Columns:
    raw = _texts(frame, f"{field}.raw", shown)[f"{field}.raw"]
    rows = zip(_nulled(frame[f"{field}.low"]), _nulled(frame[f"{field}.high"]), raw, strict=True)
    return {field: [dict(zip(("low", "high", "raw"), row, strict=True)) if any(_told(row)) else None for row in rows]}


def _told(row: tuple[Any, ...]) -> Iterator[bool]:
    return (value is not None for value in row)


def _people(frame: pd.DataFrame, field: str, shown: Shown) -> Columns:
    cells = zip(*(frame[f"{field}.{part}"].tolist() for part in PERSON_PARTS), strict=True)
    return {field: [_persons(parts, shown) if any(parts) else [] for parts in cells]}


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


def _other(text: str, shown: Shown) -> dict[str, str]:
    told: dict[str, str] = json.loads(text) if text else {}
    return {label: shown(value, "other") for label, value in told.items()}


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
