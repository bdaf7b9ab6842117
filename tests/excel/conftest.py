"""An Excel to press buttons in: made of paper, or with `--engine=excel` the one of this machine (Windows, macOS)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import paperexcel
import pressing
import xlwings as xw

from toolkit.excel.build import NAME, build
from toolkit.excel.manifest import manifest

if TYPE_CHECKING:
    from collections.abc import Iterator


class Stage:
    """An Excel with a control workbook open in it."""

    def __init__(self, app: xw.App, path: Path, monkeypatch: pytest.MonkeyPatch, *, real: bool) -> None:
        self.app, self.path, self._patch, self.real = app, path, monkeypatch, real
        self.boxes: list[tuple[str, str, str]] = []
        self.answers: list[str] = []
        self.control = app.books.open(path)
        if real:
            monkeypatch.setattr(xw.App, "alert", self._box)
            monkeypatch.setattr(xw.Book, "_mock_caller", self.control, raising=False)

    def set(self, **values: str | Path) -> None:
        """Type into the sheet 设置."""
        for setting in manifest().settings:
            if setting.name.replace("-", "_") in values:
                cell = self.control.names[setting.cell_name].refers_to_range
                cell.value = str(values[setting.name.replace("-", "_")])

    def press(self, caption: str) -> tuple[str, str]:
        """Press a button; return text and kind (info, critical) of the message box it ends with."""
        if not self.real:
            self.app.impl.answers[:] = self.answers
        pressing.press(self.path, caption, self._patch)
        if not self.real:
            self.boxes = [(told[0], told[1], told[3]) for what, told in self.log if what == "alert"]
        text, title, mode = self.boxes[-1]
        assert title == caption
        return text, mode

    @property
    def log(self) -> list[tuple[str, Any]]:
        return self.app.impl.log

    def open(self, path: Path) -> xw.Book:
        """Open a workbook and go back to the control workbook, as a person does to press a button."""
        book = self.app.books.open(path)
        self.control.activate()
        return book

    def _box(self, _app: xw.App, prompt: str, title: str, buttons: str = "ok", mode: str = "info", **_: Any) -> str:
        self.boxes.append((prompt, title, mode))
        return "ok" if buttons == "ok" else self.answers.pop(0) if self.answers else "no"


@pytest.fixture
def excel(request: pytest.FixtureRequest) -> Iterator[xw.App]:
    if request.config.getoption("--engine") == "excel":
        app = xw.App(visible=False, add_book=False)
        yield app
        app.quit()
        return
    before = xw.engines.active, list(xw.engines.engines), dict(xw.engines.engines_by_name)
    paperexcel.install()
    yield xw.App(add_book=False)
    xw.engines.active, xw.engines.engines, xw.engines.engines_by_name = before


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The control workbook as it is built now."""
    path = tmp_path_factory.mktemp("控制台 一") / NAME
    path.write_bytes(build())
    return path


@pytest.fixture
def stage(excel: xw.App, built: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Stage:
    path = tmp_path / "宣传 部" / NAME
    path.parent.mkdir()
    path.write_bytes(built.read_bytes())
    patch = request.getfixturevalue("monkeypatch")
    return Stage(excel, path, patch, real=request.config.getoption("--engine") == "excel")
