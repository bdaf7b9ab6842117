"""What we wrote, byte for byte, so that what a person put beside it or changed in it is known and kept.

A run's record stands at the end of its page (`对账报告.html`), as a comment that no reader sees: the digest of every
file of the output, and of the page without it. It moves with the folder. Single workbooks (prepare, purge, the buttons)
have no page beside them; their digests are remembered for this user, and on another computer they count as changed.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import TYPE_CHECKING

from toolkit.publish.content import OnDisk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from toolkit.publish.content import Content

PAGE = "对账报告.html"
_BEGIN, _CLOSE = b"\n<!-- reconcile-record ", b" -->"
_END = _CLOSE + b"\n"
_MOST = 20_000
"""So many digests are remembered: a hundred units, twice a year, for a century."""


def digest(content: Content) -> str:
    """Return what stands for a content in a record."""
    return content.sha256 if isinstance(content, OnDisk) else hashlib.sha256(content).hexdigest()


def sealed(files: Mapping[str, Content]) -> Mapping[str, Content]:
    """Return the files of an output, the record of all at the end of the page; without a page there is none."""
    page = files.get(PAGE)
    if not isinstance(page, bytes):
        return files
    told = json.dumps({name: digest(files[name]) for name in sorted(files)}).replace("-", "\\u002d")
    return {**files, PAGE: page + _BEGIN + told.encode("ascii") + _END}


class Record:
    """What an earlier run wrote into a folder: names, `/` between their parts, to digests."""

    def __init__(self, folder: Path) -> None:
        """Read the record of a folder; without one nothing in it is known.

        Raises:
            OSError: the page stands there and cannot be read.
        """
        self.names: Mapping[str, str] = {}
        with suppress(FileNotFoundError, IsADirectoryError, ValueError):
            _, begin, rest = (folder / PAGE).read_bytes().rpartition(_BEGIN)
            told = json.loads(rest.partition(_CLOSE)[0]) if begin else {}  # also of a page that was changed
            if isinstance(told, dict) and all(isinstance(value, str) for value in told.values()):
                self.names = told

    def wrote(self, name: str, path: Path) -> bool:
        """Tell whether a file is what we wrote under that name, byte for byte."""
        known = self.names.get(name)
        if known is None:
            return False
        content = path.read_bytes()
        if name == PAGE:
            content, _, rest = content.rpartition(_BEGIN)
            if not rest.endswith(_END) or rest.count(b"\n") != 1:
                return False
        return digest(content) == known


def remember(contents: Iterable[bytes]) -> None:
    """Remember what was written; where nothing can be remembered it counts as changed by its owner later."""
    from toolkit.publish.disk import replace_file

    place = _place()
    if place is None:
        return
    known = dict.fromkeys([*_remembered(place), *map(digest, contents)])
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(place, "\n".join([*known][-_MOST:]).encode("ascii"), private=True)


def remembered() -> frozenset[str]:
    """Return the digests of the single workbooks that were written for this user."""
    place = _place()
    return frozenset(_remembered(place) if place else ())


def _remembered(place: Path) -> list[str]:
    try:
        return place.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return []


def _place() -> Path | None:
    """Return where this user's digests stand; None for a user without a home."""
    from toolkit.intake.cache import user_folder

    folder = user_folder()
    return folder.with_name(f"{folder.name}-written") / "written.txt" if folder else None
