"""Single workbooks (prepare, purge, the buttons): each whole or not at all, and over nothing that is a person's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from toolkit.publish.disk import move, replace_file
from toolkit.publish.keeping import SetAside, aside_name
from toolkit.publish.record import digest, remember, remembered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def put(folder: Path, files: Mapping[str, bytes], *, private: bool = False) -> tuple[SetAside, ...]:
    """Write files into a folder, which is made where it is missing.

    What stands there under one of the names and is not, byte for byte, what we wrote or are about to write is a
    person's: it is set aside first (`教务处（原有）.xlsx`).

    Args:
        folder: where they go to.
        files: name (`/` between its parts) to content.
        private: for their owner alone (0600): there are people's numbers in them.

    Returns:
        What was set aside.

    Raises:
        OSError: the folder or one of them cannot be written.
    """
    kept: list[SetAside] = []
    ours = remembered()
    for name, content in files.items():
        path = folder / name
        if os.path.lexists(path) and not _is_ours(path, content, ours):
            aside = next(place for place in aside_name(path) if not os.path.lexists(place))
            move(path, aside)
            kept.append(SetAside(name, aside.relative_to(folder).as_posix()))
        replace_file(path, content, private=private)
    remember(files.values())
    return tuple(kept)


def _is_ours(path: Path, content: bytes, ours: frozenset[str]) -> bool:
    """Tell whether what stands there may be overwritten; a folder may not, and is no file to set aside either."""
    if path.is_symlink() or not path.is_file():
        return path.is_dir() and not path.is_symlink()  # the writing says so
    there = path.read_bytes()
    return there == content or digest(there) in ours
