"""Excel as the macros see it. Only this module and `marks` touch a workbook; a sheet is read and written once."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import UsageError
from toolkit.excel.jobs import MERGED
from toolkit.excel.manifest import LAST, SETTINGS, VERSION
from toolkit.excel.settings import Settings, home_of, settings_of
from toolkit.messages import word
from toolkit.publish.deliver import LEDGER, REPORT
from toolkit.report.styles import ACCENT, FONT, HEAD, LINK, MUTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import xlwings as xw

    from toolkit.excel.tables import Table

_OWN = (REPORT, LEDGER, MERGED)
_HIDDEN = "PERSONAL."
_HEADING_ROW = 3
_MOST_CALLS = 50
_FOLDER_DIALOG = 4
_TONES = {
    "error": "#F7DEDC",
    "warning": "#FBEFD3",
    "review": "#E7E6F3",
    "notice": "#EDF1F4",
    "good": "#E2F0E6",
}


class Desk:
    """The control workbook that a button was pressed in."""

    def __init__(self, book: xw.Book, title: str) -> None:
        """Keep the workbook, its Excel and the caption of the button, which heads every message box."""
        self.book, self.app, self.title = book, book.app, title

    # ---- what the person is told and asked

    def tell(self, text: str) -> None:
        """Show a message."""
        self.app.alert(text, self.title, mode="info")

    def warn(self, text: str) -> None:
        """Show what went wrong."""
        self.app.alert(text, self.title, mode="critical")

    def ask(self, text: str) -> bool:
        """Ask a question to be answered with yes or no."""
        return self.app.alert(text, self.title, buttons="yes_no", mode="info") == "yes"

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Keep the screen still and say on the status bar what is going on; put both back, whatever happens."""
        told = word("excel", "working", {"title": self.title})
        with self.app.properties(screen_updating=False, display_alerts=False, status_bar=told):
            yield

    def progress(self, done: int, total: int) -> None:
        """Say on the status bar how far the reading is; a long campaign in so many steps and no more."""
        step = max(1, total // _MOST_CALLS)
        if done % step == 0 or done == total:
            facts = {"title": self.title, "done": done, "total": total}
            self.app.status_bar = word("excel", "progress", facts)

    # ---- what the control workbook says and shows

    def settings(self) -> Settings:
        """Return the settings: one read of the sheet."""
        sheet = _sheet(self.book, SETTINGS)
        if sheet is None:
            raise UsageError("excel-no-settings", path=self.book.name)
        rows: Sequence[Sequence[Any]] = sheet.used_range.options(ndim=2).value
        return settings_of(rows, home_of(self.book.fullname))

    def version(self) -> str:
        """Return the version of the toolkit that wrote the workbook, "" where it does not say."""
        if VERSION not in [name.name for name in self.book.names]:
            return ""
        return str(self.book.names[VERSION].refers_to_range.value or "")

    def note_last(self, text: str) -> None:
        """Write the last result on the sheet 控制台."""
        if LAST in [name.name for name in self.book.names]:
            self.book.names[LAST].refers_to_range.value = text

    def choose_folder(self) -> Path | None:
        """Let the person choose a folder where Excel has a dialog for it; None when nothing was chosen."""
        try:
            dialog = self.app.api.FileDialog(_FOLDER_DIALOG)
            chosen = dialog.Show() == -1
        except Exception:  # noqa: BLE001 - Excel on a Mac has no such dialog: the setting says what to do instead
            return None
        return Path(dialog.SelectedItems(1)) if chosen else None

    def show(self, tables: Sequence[Table]) -> None:
        """Write result sheets into the control workbook and turn to the first."""
        for table in tables:
            write_table(self.book, table)
        _sheet(self.book, tables[0].name).activate()  # type: ignore[union-attr]  # just written

    # ---- the other workbooks that are open

    def form_book(self) -> xw.Book:
        """Return the workbook to check: the active one, or the one that is open beside the control workbook.

        Raises:
            UsageError: there is none, or none of several was meant.
        """
        active = self.app.books.active
        if active is not None and active.name != self.book.name:
            return active
        others = [book for book in self.app.books if self._is_form(book.name)]
        if len(others) == 1:
            return others[0]
        for book in others:
            if self.ask(word("excel", "ask-which", {"name": book.name})):
                return book
        raise UsageError("excel-no-form-open")

    def _is_form(self, name: str) -> bool:
        return name != self.book.name and name not in _OWN and not name.upper().startswith(_HIDDEN)

    def open_book(self, path: Path) -> xw.Book | None:
        """Return the open workbook of a file, None where it is not open here."""
        wanted = str(path.resolve()).casefold()
        for book in self.app.books:
            if str(book.fullname).casefold() in {wanted, str(path).casefold()}:
                return book
        return None

    def open(self, path: Path) -> None:
        """Open a workbook, or turn to it when it is open."""
        found = self.open_book(path)
        if found is None:
            self.app.books.open(str(path))
        else:
            found.activate()

    @contextmanager
    def closed(self, *paths: Path) -> Iterator[None]:
        """Save and close these workbooks while their files are replaced, and open them again afterwards.

        Windows lets nobody replace a file that is open.
        """
        books = [(path, self.open_book(path)) for path in paths]
        opened = [(path, book) for path, book in books if book is not None]
        for _path, book in opened:
            book.save()
            book.close()
        try:
            yield
        finally:
            for path, _book in opened:
                if path.is_file():
                    self.app.books.open(str(path))
            self.book.activate()


def copy_of(book: xw.Book, folder: Path, desk: Desk) -> Path:
    """Write what an open workbook holds now, saved or not, into a folder; its own file is left alone.

    Raises:
        UsageError: Excel cannot write a copy, and the person would not have it saved first.
    """
    name = book.name if "." in book.name else f"{book.name}.xlsx"
    target = folder / name
    try:
        book.api.SaveCopyAs(str(target))
    except Exception as error:  # Excel on a Mac writes no copies: then the file itself has to be up to date
        kept = Path(book.fullname)
        if not kept.is_file() or not desk.ask(word("excel", "ask-save", {"name": book.name})):
            raise UsageError("excel-not-copied", name=book.name) from error
        book.save()
        shutil.copy2(kept, target)
    return target


def write_table(book: xw.Book, table: Table, *, links: Sequence[str] = ()) -> None:
    """Write one sheet anew: values in one stroke, then the looks by whole columns and runs of rows.

    Text is written into cells of the format Text, so that nothing typed by a unit becomes a formula. `links` puts a
    column of formulas in front (links inside the workbook, made by `link`).
    """
    sheet = _sheet(book, table.name)
    if sheet is None:
        before = book.sheets.active
        sheet = book.sheets.add(table.name, after=book.sheets[-1])
        before.activate()
    sheet.clear()
    width, first = len(table.headings), _HEADING_ROW + 1
    last = _HEADING_ROW + len(table.rows)
    body = sheet.range((1, 1), (last, width))
    body.number_format = "@"
    for column, cells in enumerate(zip(*table.rows, strict=True), start=1):
        if any(isinstance(cell, int) for cell in cells) or (links and column == 1):
            sheet.range((first, column), (last, column)).number_format = "General"
    blank = ("",) * (width - 1)
    rows = [(linked, *row[1:]) for linked, row in zip(links, table.rows, strict=True)] if links else table.rows
    body.value = [(table.name, *blank), (table.note, *blank), table.headings, *rows]
    _dress(sheet, table, last)
    if links:
        sheet.range((first, 1), (last, 1)).font.color = LINK


def link(sheet: str, cell: str) -> str:
    """Return the formula of a link to a cell of the same workbook; what the unit called its sheet is quoted twice."""
    place = "'" + sheet.replace("'", "''") + f"'!{cell}"
    return '=HYPERLINK("#{}","{}")'.format(place.replace('"', '""'), f"{sheet}!{cell}".replace('"', '""'))


def _dress(sheet: xw.Sheet, table: Table, last: int) -> None:
    width = len(table.headings)
    body = sheet.range((1, 1), (last, width))
    body.font.name, body.font.size = FONT, 10
    title, note = sheet.range((1, 1)), sheet.range((2, 1))
    title.font.size, title.font.bold, title.font.color = 16, True, ACCENT
    note.font.color = MUTED
    head = sheet.range((_HEADING_ROW, 1), (_HEADING_ROW, width))
    head.color, head.font.bold = HEAD, True
    for column, columns in enumerate(table.widths, start=1):
        sheet.range((1, column)).column_width = columns
    sheet.range((_HEADING_ROW + 1, 1), (last, width)).wrap_text = True
    for tone, start, end in _runs(table.tones):
        if tone in _TONES:
            sheet.range((_HEADING_ROW + 1 + start, 1), (_HEADING_ROW + 1 + end, 1)).color = _TONES[tone]
    sheet.range((_HEADING_ROW, 1), (last, width)).rows.autofit()


def _runs(tones: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the runs of equal tones with their first and last place: one call to Excel colours a run."""
    start = 0
    for at in range(1, len(tones) + 1):
        if at == len(tones) or tones[at] != tones[start]:
            yield tones[start], start, at - 1
            start = at


def _sheet(book: xw.Book, name: str) -> xw.Sheet | None:
    return next((sheet for sheet in book.sheets if sheet.name == name), None)
