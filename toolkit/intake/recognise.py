"""Which regulation a folder answers to, told from the forms in it; and the folder read by that one's forms."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.intake.read import read_all
from toolkit.regulations.profile import load_profile, profile_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from toolkit.engine import Engine
    from toolkit.intake.discover import Found
    from toolkit.model import Reading
    from toolkit.regulations.profile import Profile


def read_as(  # noqa: PLR0913 - what to read, by what, and how
    found: Sequence[Found],
    profile: Profile | None,
    *,
    folder: Path,
    passwords: tuple[str, ...] = (),
    engine: Engine,
    cache: Path | None = None,
    on_done: Callable[[int], None] | None = None,
) -> tuple[Profile, tuple[Reading, ...]]:
    """Read every entry by the forms of `profile`; without one by all forms, and then say whose they are.

    What was taken for another institution's form is read again by the forms of the one that was told: the outcome is
    the same as if it had been named.

    Raises:
        UsageError: no form was recognised, or no institution has the most of them.
    """
    if profile is not None:
        forms = profile.forms
        return profile, read_all(found, forms=forms, passwords=passwords, engine=engine, cache=cache, on_done=on_done)
    known = [load_profile(name) for name in profile_ids()]
    forms = tuple(form for entry in known for form in entry.forms)
    readings = read_all(found, forms=forms, passwords=passwords, engine=engine, cache=cache, on_done=on_done)
    told = _told(readings, folder)
    chosen = next(entry for entry in known if entry.id == told)
    strange = {reading.path for reading in readings if any(_owner(table.form) != told for table in reading.tables)}
    again = [entry for entry in found if entry.path in strange]
    if not again:
        return chosen, readings
    reread = read_all(again, forms=chosen.forms, passwords=passwords, engine=engine, cache=cache)
    by_path = {reading.path: reading for reading in reread}
    return chosen, tuple(by_path.get(reading.path, reading) for reading in readings)


def _told(readings: Sequence[Reading], folder: Path) -> str:
    """Return the profile that more than half of the files with a form belong to."""
    files = Counter(owner for reading in readings for owner in {_owner(table.form) for table in reading.tables})
    strange = Counter(filter(None, map(_stamped, readings)))
    if strange and strange.total() >= max(files.values(), default=0):
        raise UsageError("stamped-elsewhere", folder=folder.name, count=strange.total(), ids=sorted(strange))
    if not files:
        raise UsageError("no-profile-told", folder=folder.name, known=profile_ids())
    (most, count), *_ = files.most_common()
    if count * 2 <= files.total():
        found = [f"{name} × {number}" for name, number in sorted(files.items())]
        raise UsageError("several-profiles-told", folder=folder.name, found=found)
    return most


def _stamped(reading: Reading) -> str:
    """Return the regulation, none of ours, for which a file was handed out; "" where it bears no such stamp."""
    reason = reading.reason
    return str(reason.facts.get("stamped", "")) if reason is not None and reason.code == "no-form" else ""


def _owner(form: str) -> str:
    return form.partition("/")[0]
