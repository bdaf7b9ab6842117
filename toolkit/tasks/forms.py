"""Handing out: the workbooks that units fill in, prefilled with last year's groups where they are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.errors import OutputError, reason_of
from toolkit.publish.disk import replace_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from toolkit.regulations.profile import Profile


@dataclass(frozen=True, slots=True)
class HandedOut:
    """The names of the workbooks written, and the units of last year that the roster no longer has."""

    names: tuple[str, ...]
    left_out: tuple[str, ...]


def hand_out(  # noqa: PLR0913 - the options of `reconcile prepare`
    profile: Profile,
    out: Path,
    *,
    year: int,
    units: Path | None = None,
    previous: Path | None = None,
    password: str = "",
    lang: str = "zh",
) -> HandedOut:
    """Write one workbook a unit where a roster or last year's register is given, else one blank workbook a form.

    Args:
        profile: the regulation.
        out: the folder they go to.
        year: the year of the round.
        units: the roster of expected units.
        previous: last year's register.
        password: the word that opens a protected one.
        lang: the language of what surrounds the form.

    Raises:
        SourceError: the roster or the register cannot be read.
        OutputError: the folder cannot be written.
    """
    from toolkit.forms.prepare import prepare, units_left_out
    from toolkit.register import roster
    from toolkit.register.previous import load_previous
    from toolkit.register.sources import load_source

    listed = load_source("units", units, roster.unit_index(None, profile)) if units else None
    index = roster.unit_index(listed, profile)
    before = load_previous(previous, profile, index, password=password) if previous else None
    files = prepare(profile, year=year, units=listed, previous=before, lang=lang)
    write_into(out, files)
    return HandedOut(tuple(files), tuple(units_left_out(listed, before)))


def write_into(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files (name relative to the folder: content), each whole or not at all; a missing folder is made.

    Raises:
        OutputError: the folder or one of them cannot be written.
    """
    try:
        for name, content in files.items():
            replace_file(folder / name, content)
    except OSError as error:
        raise OutputError("output-not-writable", out=str(folder), detail=reason_of(error)) from None
