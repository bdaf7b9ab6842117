"""A reading as dicts, lists and texts, and back: what is kept of a file, and what a worker hands over.

    reading_of(plain(reading), path=reading.path, received_on=reading.received_on) == reading

Built from plain values alone, so that who takes one in need not trust who gave it. A text that stands in many cells of
a file, and a list of labels that stands in many files, are handed over and held once.
"""

from __future__ import annotations

import marshal
from sys import intern
from typing import TYPE_CHECKING, Any

from toolkit.model import Cells, Note, Reading, Sheet, Table, Unread

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


def plain(reading: Reading) -> dict[str, Any]:
    """Return all of a reading but its path and its day, which are known where the file was found."""
    return {
        "sha256": reading.sha256,
        "status": reading.status,
        "reason": _note(reading.reason),
        "warnings": [_note(note) for note in reading.warnings],
        "tables": [_table(table) for table in reading.tables],
        "cells": _cells(reading.cells),
    }


def reading_of(
    told: Mapping[str, Any], *, path: str, received_on: dt.date | None, known: dict[bytes, Any] | None = None
) -> Reading:
    """Return the reading that `plain` was made of.

    Args:
        told: as `plain` made it; it may have been JSON in between.
        path: of the file.
        received_on: when it came.
        known: what was built before and may be shared, filled here; None shares nothing but texts.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it was made of no reading.
    """
    return Reading(
        path,
        told["sha256"],
        told["status"],
        received_on,
        Note(*told["reason"]) if told["reason"] else None,
        tuple(Note(*note) for note in told["warnings"]),
        tuple(_table_of(table, path, {} if known is None else known) for table in told["tables"]),
        _cells_of(told["cells"]),
    )


def _cells(cells: Cells) -> list[Any]:
    named = [list(spot) for spot in cells.unread]
    return [cells.filled, cells.answers, cells.labels, cells.printed, named, cells.more]


def _cells_of(told: list[Any]) -> Cells:
    filled, answers, labels, printed, named, more = told
    return Cells(filled, answers, labels, printed, tuple(Unread(*spot) for spot in named), more)


def _table(table: Table) -> dict[str, Any]:
    sheet = table.sheet
    return {
        "form": table.form,
        "sheet": {"name": sheet.name, "form": sheet.form, "axis": sheet.axis, "places": sheet.places},
        "offsets": table.offsets,
        "columns": {key: tuple(map(intern, texts)) for key, texts in table.columns.items()},
        "blank": table.blank,
        "rejected": [[offset, _note(note)] for offset, note in table.rejected],
        "evidence": table.evidence,
    }


def _note(note: Note | None) -> list[Any] | None:
    return None if note is None else [note.code, note.facts]


def _table_of(told: Mapping[str, Any], path: str, known: dict[bytes, Any]) -> Table:
    sheet = told["sheet"]
    places = {key: (row, column) for key, (row, column) in sheet["places"].items()}
    return Table(
        intern(told["form"]),
        Sheet(path, intern(sheet["name"]), intern(sheet["form"]), sheet["axis"], _held_once(places, known)),
        _held_once(tuple(told["offsets"]), known),
        {intern(key): tuple(texts) for key, texts in told["columns"].items()},
        told["blank"],
        tuple((offset, Note(*note)) for offset, note in told["rejected"]),
        {
            intern(key): _held_once(value, known) if value.__class__ in {list, dict} else value
            for key, value in told["evidence"].items()
        },
    )


def _held_once(value: Any, known: dict[bytes, Any]) -> Any:
    """Return an equal value that was seen before, with its items in the same order, else this one."""
    return known.setdefault(marshal.dumps(value, 2), value)  # version 2: without references, equal for equal values
