"""The department's own lists, where they lie among the returns: what a run is given as a list is no return."""

from __future__ import annotations

import filecmp
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.model import Note

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.intake.discover import Found
    from toolkit.model import Sources


def without_lists(found: Sequence[Found], sources: Sources) -> tuple[Found, ...]:
    """Tell of last year's register and of the lists, which lie among the collected files, that they are no returns.

    A list is known by being the very file that was given, or by its name and its bytes: a folder that was saved whole
    has a copy. A single file that was collected by its own name is what it is said to be.
    """
    lists = [path for _, path in sources.files if path.is_file()]
    if len(found) < 2 or not lists:  # noqa: PLR2004 - one file is no folder
        return tuple(found)
    told = Note("system-file", {"kind": "list"})
    return tuple(replace(one, status="ignored", reason=told) if _is_one_of(one, lists) else one for one in found)


def _is_one_of(found: Found, lists: Sequence[Path]) -> bool:
    place = found.location
    if found.status != "candidate" or found.member is not None or place is None:
        return False
    return any(_is_same(place, path) for path in lists)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other) or (one.name == other.name and filecmp.cmp(one, other, shallow=False))
    except OSError:
        return False
