"""The cells of a source as typed columns. Its keeper is the department: what cannot be read is told at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.normalise.counts import read_count
from toolkit.normalise.dates import read_date
from toolkit.normalise.identifiers import at_sight, read_identifiers
from toolkit.normalise.numbers import read_numbers
from toolkit.normalise.platforms import read_platform
from toolkit.normalise.text import clean, fold, is_placeholder
from toolkit.normalise.ticks import read_yes_no
from toolkit.register.rows.distinct import each
from toolkit.regulations.fields import label_key

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from toolkit.normalise.units import UnitIndex
    from toolkit.register.rows.distinct import Spread, Texts
    from toolkit.register.sources.shapes import Column

_BETWEEN = re.compile(r"[、,，;；/|\n]+")
_DENIED = re.compile(r"[未不非拟]|没有|暂缓|取消")
_YEAR = re.compile(r"((?:19|20)\d\d)(?:\D.*)?", re.DOTALL)


class Value(NamedTuple):
    """What a cell says, and whether it could be read."""

    value: Any
    readable: bool = True


def read_column(name: str, column: Column, texts: Texts, units: UnitIndex) -> tuple[dict[str, pd.Series], list[int]]:
    """Return the typed columns of one column of a source, and the positions of the cells that cannot be read.

    A `number` gives two columns (`group_no`, `group_nos`), a `unit` gives two (`unit`, `unit_raw`).
    """
    if column.kind == "unit":
        found = each(texts, units.resolve)
        return {name: found.column(lambda unit: unit.unit), f"{name}_raw": each(texts, clean).column(str)}, []
    if column.kind == "number":
        numbers = each(texts, _numbers)
        return {
            name: numbers.column(lambda found: found[0] if found else ""),
            f"{name}s": numbers.column("\n".join),
        }, []
    spread = each(texts, lambda text: _read(column, text))
    return {name: _typed(column, spread)}, _unreadable(spread)


def _numbers(text: str) -> tuple[str, ...]:
    """Return the group numbers of a cell, or what an account is known by in place of one."""
    return at_sight(text) or read_numbers(text).numbers or read_identifiers(text)


def _read(column: Column, text: str) -> Value:
    blank = not clean(text) or (column.kind != "text" and is_placeholder(text) and column.kind != "bool")
    if blank:
        text = column.default
    return _READERS[column.kind](column, text)


def _text(_column: Column, text: str) -> Value:
    return Value("" if is_placeholder(text) else clean(text))


def _lines(_column: Column, text: str) -> Value:
    return Value("\n".join(filter(None, (clean(piece) for piece in _BETWEEN.split(text)))))


def _date(_column: Column, text: str) -> Value:
    found = read_date(text)
    return Value(found.value, not found.fault)


def _year(_column: Column, text: str) -> Value:
    found = _YEAR.fullmatch(fold(text))
    return Value(int(found[1]) if found else None, bool(found) or not clean(text))


def _int(_column: Column, text: str) -> Value:
    found = read_count(fold(text).removesuffix("年"))
    exact = found.low == found.high
    return Value(found.low if exact else None, exact and not found.fault)


def _bool(column: Column, text: str) -> Value:
    chosen = _option(column, text) if column.options else Value("", readable=False)
    found = read_yes_no(chosen.value if chosen.readable else text)
    return Value(found.value, not found.fault)


def _options(column: Column, text: str) -> Value:
    return _option(column, text) if clean(text) else Value("")


def _option(column: Column, text: str) -> Value:
    bare = label_key(text)
    for option, words in column.options.items():
        if bare in {label_key(option), *map(label_key, words)}:
            return Value(option)
    within = _within(column, bare)
    if within and not _DENIED.search(bare.replace(within, "")):
        return Value(within)
    return Value(clean(text), readable=False)


def _within(column: Column, text: str) -> str:
    """Return the one option of which a text holds a word: 解散报告 is 解散, 关于无变更的说明 not 变更; "" else."""
    told = {
        label_key(word): option
        for option, words in column.options.items()
        for word in (option, *words)
        if len(word) > 1 and label_key(word) in text
    }
    whole = {option for word, option in told.items() if not any(word != other and word in other for other in told)}
    return whole.pop() if len(whole) == 1 else ""


def _platform(_column: Column, text: str) -> Value:
    found = read_platform(text).platforms
    return Value(found[0] if len(found) == 1 else "")


def _typed(column: Column, spread: Spread[Value]) -> pd.Series:
    if column.kind in {"int", "year"}:
        return spread.typed(lambda found: found.value, "Int64")
    if column.kind == "bool":
        return spread.typed(lambda found: found.value, "boolean")
    return spread.column(lambda found: found.value)


def _unreadable(spread: Spread[Value]) -> list[int]:
    wrong = {number for number, found in enumerate(spread.answers) if not found.readable}
    return [row for row, number in enumerate(spread.codes) if int(number) in wrong] if wrong else []


_READERS: dict[str, Callable[[Column, str], Value]] = {
    "text": _text,
    "lines": _lines,
    "date": _date,
    "year": _year,
    "int": _int,
    "bool": _bool,
    "options": _options,
    "platform": _platform,
}
