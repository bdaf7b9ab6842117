"""Whether a folder is one of returns: what is handed out must not lie among what came back."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.model.formats import READ

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from toolkit.model import Table
    from toolkit.regulations.profile import Profile

_LEVELS, _MOST = 3, 12


def see_that_forms_go_elsewhere(
    out: Path, profile: Profile, *, named: Collection[Path], names: Collection[str]
) -> None:
    """Refuse a place for the forms to hand out that lies in a folder of returns.

    Nobody says which folder that is, so it is told by what is in it: filled-in forms of this regulation.

    Args:
        out: where the forms are to go.
        profile: whose forms they are.
        named: files that were named as something else (last year's register may be on one of these forms).
        names: what is about to be written: forms that were handed out before are no returns.

    Raises:
        UsageError: the folder, or one above it, holds returns.
    """
    place = out.absolute()
    own = {(place / name).resolve() for name in names} | {path.resolve() for path in named}
    for folder in (place, *place.parents[:_LEVELS]):
        if folder != place and folder.resolve() in _everybodys():
            return
        books = _books(folder)
        strange = [path for path in books if path.resolve() not in own]
        returns = sum(_is_filled_in(path, profile) for path in strange[:_MOST])
        # beside the folder of returns a department keeps lists of its own, one of them perhaps on such a form
        most = returns == len(books) or 1 < returns > len(books) / 2
        if returns and (folder == place or most):
            raise UsageError("forms-among-returns", out=str(out), folder=str(folder))


def _everybodys() -> set[Path]:
    """Return the folders in which anything may lie about: of temporary files, of a user, of the screen."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises for a user without one
    return {Path(tempfile.gettempdir()).resolve(), home.resolve(), *(home / name for name in ("Desktop", "桌面"))}


def _books(folder: Path) -> list[Path]:
    from toolkit.publish.record import digest, remembered

    try:
        found = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in READ and path.is_file()]
        ours = remembered() if found else frozenset()
        return [path for path in found if digest(path.read_bytes()) not in ours]
    except OSError:
        return []


def _is_filled_in(path: Path, profile: Profile) -> bool:
    from toolkit.engine import Local
    from toolkit.intake.discover import discover
    from toolkit.intake.grids import Unreadable, said_of
    from toolkit.intake.read import read_all
    from toolkit.register.closing import CUTOFF

    try:
        with suppress(Unreadable):  # no workbook of ours: a list as csv, an old xls
            if CUTOFF in said_of(path.read_bytes()):  # a register of ours
                return False
    except OSError:
        return False
    readings = read_all(list(discover(path)), forms=profile.forms, engine=Local(1))
    return any(reading.status == "nil" or (reading.offered and _is_of_one_unit(reading.tables)) for reading in readings)


def _is_of_one_unit(tables: Iterable[Table]) -> bool:
    """Tell whether rows are of one unit, as a unit sends them; a list of many units is the department's own."""
    units = {unit for table in tables for unit in table.columns.get("unit", ()) if unit.strip()}
    return len(units) <= 1
