"""The application and its workbooks."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import Any

import openpyxl
from xlwings import base_classes

from paperexcel.sheets import Names, Sheets

_STATE = ("screen_updating", "display_alerts", "status_bar", "visible", "calculation", "enable_events", "interactive")


class Apps(base_classes.Apps):
    def __init__(self, engine: Any) -> None:
        self.engine, self._apps = engine, []

    def keys(self) -> list[int]:
        return [app.pid for app in self._apps]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> Any:  # noqa: ARG002
        app = App(self)
        self._apps.insert(0, app)
        return app

    def cleanup(self) -> None:
        pass

    def __iter__(self) -> Any:
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> Any:
        return next(app for app in self._apps if app.pid == pid)


class FileDialog:
    """The folder dialog: it gives what the test has laid out for it."""

    def __init__(self, answers: list[str]) -> None:
        self._answers = answers

    def Show(self) -> int:  # noqa: N802 - Excel's name
        return -1 if self._answers else 0

    def SelectedItems(self, _number: int) -> str:  # noqa: N802 - Excel's name
        return self._answers.pop(0)


class App(base_classes.App):
    """`log` holds what a person would have seen: (what, value), in order."""

    _pids = itertools.count(1000)
    version, hwnd, path, startup_path, pid, engine, books = "16.0", 0, "", "", None, None, None

    def __init__(self, apps: Apps) -> None:
        self.apps, self.pid, self.engine = apps, next(self._pids), apps.engine
        self.books = Books(self)
        self.log: list[tuple[str, Any]] = []
        self.answers: list[str] = []
        self.folders: list[str] = []
        self.state = dict.fromkeys(_STATE, True) | {"status_bar": False, "calculation": "automatic"}

    @property
    def api(self) -> App:
        return self

    def FileDialog(self, _kind: int) -> FileDialog:  # noqa: N802 - Excel's name
        return FileDialog(self.folders)

    def activate(self, steal_focus: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - xlwings' signature
        self.apps._apps.remove(self)
        self.apps._apps.insert(0, self)

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: Any) -> str:  # noqa: ARG002
        self.log.append(("alert", (prompt, title, buttons or "ok", mode)))
        if buttons in (None, "ok"):
            return "ok"
        return self.answers.pop(0) if self.answers else "no"

    def quit(self) -> None:
        self.apps._apps.remove(self)


def _state(name: str) -> property:
    def read(self: App) -> Any:
        return self.state[name]

    def write(self: App, value: Any) -> None:
        self.log.append((name, value))
        self.state[name] = value

    return property(read, write)


for _name in _STATE:
    setattr(App, _name, _state(_name))


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app, self._books = app, []

    @property
    def api(self) -> Books:
        return self

    @property
    def active(self) -> Book | None:
        return self._books[0] if self._books else None

    def __call__(self, key: int | str) -> Book:
        if isinstance(key, int):
            return self._books[key - 1]
        wanted = key.casefold()
        for book in self._books:
            if wanted in (book.name.casefold(), book.fullname.casefold()):
                return book
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._books)

    def __iter__(self) -> Any:
        return iter(list(self._books))

    def add(self) -> Book:
        return self._push(Book(self, openpyxl.Workbook(), f"工作簿{len(self) + 1}"))

    def open(self, fullname: str, *_arguments: Any, **_options: Any) -> Book:
        path = Path(fullname).resolve()
        if any(book.name.casefold() == path.name.casefold() for book in self._books):
            raise RuntimeError(f"a workbook of the name {path.name} is open")
        found = openpyxl.load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm", rich_text=True)
        return self._push(Book(self, found, str(path)))

    def _push(self, book: Book) -> Book:
        self._books.insert(0, book)
        return book


class Book(base_classes.Book):
    def __init__(self, books: Books, workbook: openpyxl.Workbook, fullname: str) -> None:
        self.books, self.wb, self._fullname = books, workbook, fullname

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Book) and self.wb is other.wb

    def __hash__(self) -> int:
        return id(self.wb)

    @property
    def api(self) -> Book:
        return self

    @property
    def app(self) -> App:
        return self.books.app

    @property
    def name(self) -> str:
        return Path(self._fullname).name

    @property
    def fullname(self) -> str:
        return self._fullname

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def SaveCopyAs(self, path: str) -> None:  # noqa: N802 - Excel's name
        self.wb.save(path)
        if Path(self._fullname).suffix.lower() not in (".xlsx", ".xlsm", ""):
            shutil.copy2(self._fullname, path)

    def activate(self) -> None:
        self.books._books.remove(self)
        self.books._books.insert(0, self)

    def save(self, path: str | None = None, password: Any = None) -> None:  # noqa: ARG002 - xlwings' signature
        self._fullname = str(Path(path).resolve()) if path else self._fullname
        self.wb.save(self._fullname)

    def close(self) -> None:
        self.books._books.remove(self)
