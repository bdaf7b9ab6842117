"""Faulty cells in a unit's open workbook: coloured and noted, and put back as they were.

A mark is known by its note and by nothing else, so that rows may move between two presses. A note that the unit wrote
itself keeps its text, and a colour that a cell had before is written down at the end of ours.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.messages import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import xlwings as xw

TAG = "【校验】"
COLOURS = {"error": "#FFC7CE", "warning": "#FFE699", "review": "#D9D2E9", "notice": "#DDEBF7"}
_ORDER = tuple(COLOURS)
_BEFORE = re.compile(r"#([0-9A-F]{6})")
_ALLOWED = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)


class Fault(NamedTuple):
    """One thing to say about one cell."""

    sheet: str
    cell: str
    severity: str
    text: str


def clear_marks(book: xw.Book) -> int:
    """Take away the marks of an earlier check; return how many cells had one."""
    count = 0
    for sheet in book.sheets:
        noted = [(note, note.text or "") for note in sheet.notes]
        ours = [(note, text) for note, text in noted if TAG in text]
        if not ours:
            continue
        with _unlocked(sheet):
            for note, text in ours:
                theirs, _, told = text.partition(TAG)
                before = _BEFORE.search(told.rpartition("\n")[2])
                cell = note.location
                cell.color = f"#{before[1]}" if before else None
                if theirs.strip():
                    note.text = theirs.rstrip("\n")
                else:
                    note.delete()
                count += 1
    return count


def mark_cells(book: xw.Book, faults: Iterable[Fault]) -> int:
    """Colour and note the cells; return how many could not be marked (a sheet locked with a password, say)."""
    cells: dict[str, dict[str, list[Fault]]] = {}
    for fault in faults:
        cells.setdefault(fault.sheet, {}).setdefault(fault.cell, []).append(fault)
    names = {sheet.name: sheet for sheet in book.sheets}
    missed = 0
    for name, found in cells.items():
        sheet = names.get(name)
        try:
            if sheet is None:
                missed += len(found)
                continue
            with _unlocked(sheet):
                missed += sum(not _mark(sheet, cell, told) for cell, told in found.items())
        except Exception:  # noqa: BLE001 - Excel says "locked" in as many ways as it has versions; the list tells all
            missed += len(found)
    return missed


def _mark(sheet: xw.Sheet, cell: str, faults: list[Fault]) -> bool:
    """Mark one cell; tell whether it could be done."""
    told = list(dict.fromkeys(fault.text for fault in faults))
    gravest = min((fault.severity for fault in faults), key=_ORDER.index)
    try:
        place = sheet.range(cell)
        before = place.color
        text = TAG + ("\n" if len(told) > 1 else "") + "\n".join(told)
        if before is not None and before != (255, 255, 255):
            text += "\n" + word("excel", "colour-before", {"colour": "#{:02X}{:02X}{:02X}".format(*before)})
        place.color = COLOURS[gravest]
        note = place.note
        if note is None:
            place.add_note(text)
        else:
            note.text = f"{note.text}\n{text}"
    except Exception:  # noqa: BLE001 - a cell inside a merged range, a threaded comment …: the list still tells the fault
        return False
    return True


@contextmanager
def _unlocked(sheet: xw.Sheet) -> Iterator[None]:
    """Lift the protection of a sheet that has no password (all of our forms), and put it back as it was."""
    api: Any = sheet.api
    if not getattr(api, "ProtectContents", False):
        yield
        return
    options = {name: bool(getattr(api.Protection, name)) for name in _ALLOWED}
    drawings, scenarios = bool(api.ProtectDrawingObjects), bool(api.ProtectScenarios)
    api.Unprotect("")
    try:
        yield
    finally:
        api.Protect(DrawingObjects=drawings, Contents=True, Scenarios=scenarios, **options)
