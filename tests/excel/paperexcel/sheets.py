"""Sheets, their protection, and defined names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xlwings import NoSuchObjectError, base_classes

from paperexcel.ranges import Note, Range

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from paperexcel.app import Book

_OPTIONS = {  # Excel's name of a permission, openpyxl's; openpyxl keeps what is forbidden
    "AllowFormattingCells": "formatCells",
    "AllowFormattingColumns": "formatColumns",
    "AllowFormattingRows": "formatRows",
    "AllowInsertingColumns": "insertColumns",
    "AllowInsertingRows": "insertRows",
    "AllowInsertingHyperlinks": "insertHyperlinks",
    "AllowDeletingColumns": "deleteColumns",
    "AllowDeletingRows": "deleteRows",
    "AllowSorting": "sort",
    "AllowFiltering": "autoFilter",
    "AllowUsingPivotTables": "pivotTables",
}


class Names(base_classes.Names):
    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.wb.defined_names

    def contains(self, key: str) -> bool:
        return key in self.api

    def __len__(self) -> int:
        return len(self.api)

    def __iter__(self) -> Any:
        return (Name(self.book, key) for key in self.api)

    def __call__(self, key: int | str) -> Name:
        return Name(self.book, list(self.api)[key - 1] if isinstance(key, int) else key)


class Name(base_classes.Name):
    def __init__(self, book: Book, key: str) -> None:
        self.book, self.key = book, key

    @property
    def api(self) -> Any:
        return self.book.wb.defined_names[self.key]

    @property
    def name(self) -> str:
        return self.key

    @property
    def refers_to_range(self) -> Range:
        title, place = next(iter(self.api.destinations))
        return Sheet(self.book, self.book.wb[title]).range(place.replace("$", ""))


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.wb.worksheets

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.wb.active)

    def __call__(self, key: int | str) -> Sheet:
        if isinstance(key, int):
            return Sheet(self.book, self.api[key - 1])
        for sheet in self.api:
            if sheet.title.casefold() == key.casefold():
                return Sheet(self.book, sheet)
        raise NoSuchObjectError(f"Sheet {key} doesn't exist.")

    def __len__(self) -> int:
        return len(self.api)

    def __iter__(self) -> Any:
        return (Sheet(self.book, sheet) for sheet in self.api)

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> Sheet:
        at = before.index - 1 if before else after.index if after else 0
        sheet = self.book.wb.create_sheet(title=name, index=at)
        self.book.wb.active = sheet
        return Sheet(self.book, sheet)


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self._book, self.ws = book, sheet

    @property
    def api(self) -> Sheet:
        return self

    @property
    def book(self) -> Book:
        return self._book

    @property
    def index(self) -> int:
        return self.ws.parent.index(self.ws) + 1

    @property
    def name(self) -> str:
        return self.ws.title

    @name.setter
    def name(self, value: str) -> None:
        if len(value) > 31 or re.search(r"[\\/*?:\[\]]", value):
            raise ValueError("invalid sheet name")
        self.ws.title = value

    @property
    def visible(self) -> bool:
        return self.ws.sheet_state == "visible"

    def range(self, first: Any, second: Any = None) -> Range:
        return Range(self, first, second)

    @property
    def used_range(self) -> Range:
        used = [place for place, cell in self.ws._cells.items() if cell.value is not None or cell.has_style]
        if not used:
            return self.range((1, 1))
        rows, columns = zip(*used, strict=True)
        return self.range((min(rows), min(columns)), (max(rows), max(columns)))

    @property
    def notes(self) -> list[Note]:
        return [Note(self.range(place)) for place, cell in sorted(self.ws._cells.items()) if cell.comment]

    def activate(self) -> None:
        self.ws.parent.active = self.ws

    def clear(self) -> None:
        self.used_range.clear()

    # ---- protection, as VBA names it

    @property
    def ProtectContents(self) -> bool:  # noqa: N802 - Excel's name
        return bool(self.ws.protection.sheet)

    @property
    def ProtectDrawingObjects(self) -> bool:  # noqa: N802 - Excel's name
        return bool(self.ws.protection.objects)

    @property
    def ProtectScenarios(self) -> bool:  # noqa: N802 - Excel's name
        return bool(self.ws.protection.scenarios)

    @property
    def Protection(self) -> Protection:  # noqa: N802 - Excel's name
        return Protection(self.ws)

    def Unprotect(self, _password: str = "") -> None:  # noqa: N802 - Excel's name
        if self.ws.protection.password:
            raise RuntimeError("the password is not right")
        self.ws.protection.sheet = False

    def Protect(self, **options: bool) -> None:  # noqa: N802 - Excel's name
        protection = self.ws.protection
        protection.sheet = options.pop("Contents")
        protection.objects, protection.scenarios = options.pop("DrawingObjects"), options.pop("Scenarios")
        for name, allowed in options.items():
            setattr(protection, _OPTIONS[name], not allowed)


class Protection:
    """What a locked sheet allows all the same."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet

    def __getattr__(self, name: str) -> bool:
        return not getattr(self._sheet.protection, _OPTIONS[name])
