"""Handing out: the workbooks that units fill in, prefilled with last year's groups where they are known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.errors import OutputError, UsageError, reason_of
from toolkit.publish.single import put
from toolkit.regulations.own_words import in_its_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from toolkit.forms.template.own_lists import Received
    from toolkit.publish.keeping import SetAside
    from toolkit.regulations.profile import Profile


@dataclass(frozen=True, slots=True)
class HandedOut:
    """The names of the workbooks written, the units of last year that the roster no longer has, what was set aside."""

    names: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


@in_its_words
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
        UsageError: the folder lies among returns.
        OutputError: the folder cannot be written.
    """
    from toolkit.forms.prepare import prepare, units_left_out
    from toolkit.register import roster
    from toolkit.register.previous import load_previous
    from toolkit.register.sources import load_source
    from toolkit.tasks.returned import see_that_forms_go_elsewhere

    listed = load_source("units", units, roster.unit_index(None, profile)) if units else None
    index = roster.unit_index(listed, profile)
    before = load_previous(previous, profile, index, password=password) if previous else None
    files = prepare(profile, year=year, units=listed, previous=before, lang=lang)
    named = [path for path in (units, previous) if path is not None]
    see_that_forms_go_elsewhere(out, profile, named=named, names=files)
    kept = write_into(out, files, private=before is not None)
    return HandedOut(tuple(files), tuple(units_left_out(listed, before)), kept)


@in_its_words
def hand_out_lists(
    out: Path, *, profile: Profile | None = None, collected: Path | None = None, lang: str = "zh"
) -> HandedOut:
    """Write the blank lists for what the department holds itself.

    Args:
        out: the folder they go to.
        profile: the regulation: its institution stands in the title.
        collected: a folder of returns; 收件登记 then names its files with the day each was last changed.
        lang: the language of the explanations.

    Raises:
        UsageError: there is no such folder of returns, or the lists would go into it.
        OutputError: the folder cannot be written.
    """
    from toolkit.forms.template.own_lists import blank_lists

    files = blank_lists(
        institution=profile.regulation.institution.name if profile else "",
        received=_received(collected) if collected else (),
        lang=lang,
    )
    if collected is not None and collected.resolve() in (out.resolve(), *out.resolve().parents):
        raise UsageError("forms-among-returns", out=str(out), folder=str(collected))
    return HandedOut(tuple(files), set_aside=write_into(out, files))


def _received(collected: Path) -> list[Received]:
    """Return the files of a folder that are returns, with the day each was last changed."""
    from toolkit.forms.template.own_lists import Received
    from toolkit.intake.discover import discover

    if not collected.exists():
        raise UsageError("collected-missing", path=str(collected))
    folder = collected if collected.is_dir() else collected.parent
    found: list[Received] = []
    for entry in discover(collected):
        path = folder / entry.path
        if entry.status != "ignored" and path.is_file():
            day = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).astimezone().date()
            found.append(Received(entry.path, day))
    return found


def write_into(folder: Path, files: Mapping[str, bytes], *, private: bool = False) -> tuple[SetAside, ...]:
    """Write files (name relative to the folder: content), each whole or not at all, as `publish.single.put` does.

    Raises:
        OutputError: the folder or one of them cannot be written.
    """
    try:
        return put(folder, files, private=private)
    except OSError as error:
        raise OutputError("output-not-writable", out=str(folder), detail=reason_of(error)) from None
