"""The sheet 设置 as values: what stands in its cells becomes paths, days and words, or a sentence that says why not."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import UsageError
from toolkit.excel.manifest import manifest
from toolkit.tasks.campaign import target_of
from toolkit.tasks.passwords import password_in, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.model import Sources
    from toolkit.regulations.profile import Profile

_QUOTES = "\"'“”"
_DEFAULT_FORMS = "下发表格"
_REMOTE = "://"
_OTHERWISE = frozenset({"decisions", "ledger_password", "answered"})
"""What of the sources no cell of its own names as a file."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the sheet says, by the names of the manifest; `home` is the workbook's folder, where relative paths begin.

    `home` is None for a workbook in OneDrive or SharePoint, which has an address and no folder.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    home: Path | None = None

    def text(self, name: str) -> str:
        """Return what stands in a cell, "" where it is blank."""
        return self.texts.get(name, "")

    def with_text(self, name: str, text: str) -> Settings:
        """Return the same settings with one cell filled in."""
        return Settings({**self.texts, name: text}, self.home)

    def path(self, name: str) -> Path | None:
        """Return a path; None where the cell is blank.

        Raises:
            UsageError: it is relative and the workbook stands in no folder, or it is an address of the web.
        """
        text = self.text(name)
        if not text:
            return None
        if _REMOTE in text:
            raise UsageError("excel-path-remote", label=_label(name), path=text)
        path = Path(os.path.expandvars(text)).expanduser()
        if path.is_absolute():
            return path
        return self._home(name, text) / path

    def file(self, name: str) -> Path | None:
        """Return a file that is there; None where the cell is blank."""
        path = self.path(name)
        if path is not None and not path.is_file():
            raise UsageError("excel-file-missing", label=_label(name), path=str(path))
        return path

    def day(self, name: str) -> dt.date | None:
        """Return a day; None where the cell is blank."""
        text = self.text(name)
        if not text:
            return None
        try:
            return dt.date.fromisoformat(text.replace("/", "-"))
        except ValueError:
            raise UsageError("excel-bad-day", label=_label(name), value=text) from None

    def words(self, name: str) -> tuple[str, ...]:
        """Return the lines of a text file of passwords; none where the cell is blank."""
        path = self.file(name)
        return words_in(path) if path is not None else ()

    def collected(self) -> Path:
        """Return the collected folder (or single file, or zip), which must be there."""
        path = self.path("collected")
        if path is None:
            raise UsageError("excel-no-collected")
        if not path.exists():
            raise UsageError("collected-missing", path=str(path))
        return path

    def out(self) -> Path:
        """Return the folder of the results: never inside the collected one.

        Raises:
            UsageError: it lies inside, where next time it would be taken for what units have sent.
        """
        return target_of(self.collected(), self.path("out"))

    def forms(self) -> Path:
        """Return the folder of the forms to hand out."""
        return self.path("forms") or self._home("forms", _DEFAULT_FORMS) / _DEFAULT_FORMS

    def profile(self) -> Profile | None:
        """Return the chosen regulation; None where it is to be told from the forms."""
        from toolkit.findings.definition import load_profile
        from toolkit.regulations.profile import profile_ids

        text = self.text("profile")
        if not text:
            return None
        first = text.split()[0]  # the drop-down says `sccm-2022 四川音乐学院`
        return load_profile(first if first in profile_ids() else self.path("profile") or text)

    def sources(self) -> Sources:
        """Return the second sources that are named."""
        from toolkit.model import Sources

        names = [entry.name for entry in fields(Sources) if entry.name not in _OTHERWISE]
        decided = self.file("decisions")
        given: dict[str, Any] = {name: self.file(name) for name in names}
        protected = self.file("ledger-password-file")
        return Sources(
            **given,
            decisions=(decided,) if decided else (),
            ledger_password=password_in(protected) if protected else "",
        )

    def _home(self, name: str, path: str) -> Path:
        if self.home is None:
            raise UsageError("excel-no-home", label=_label(name), path=path)
        return self.home


def settings_of(rows: Iterable[Sequence[Any]], home: Path | None) -> Settings:
    """Return the settings from the cells of the sheet, as Excel or a grid gives them: label, value beside it."""
    names = {setting.label: setting.name for setting in manifest().settings}
    texts: dict[str, str] = {}
    for row in rows:
        for at, cell in enumerate(row[:-1]):
            name = names.get(_text(cell))
            if name is not None:
                texts[name] = _text(row[at + 1]).strip(_QUOTES)  # Explorer copies a path in quotation marks
    return Settings(texts, home)


def home_of(fullname: str) -> Path | None:
    """Return the folder of a workbook from its full name; one in the cloud or never saved has none."""
    return Path(fullname).parent if _REMOTE not in fullname and Path(fullname).is_absolute() else None


def _text(cell: Any) -> str:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell).strip()


def _label(name: str) -> str:
    return next(setting.label for setting in manifest().settings if setting.name == name)
