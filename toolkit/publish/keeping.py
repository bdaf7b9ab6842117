"""What a person put into an output folder, or changed in it, goes into the new one; nothing of it is overwritten.

A file that is not ours keeps its place; where the new output has a file of that name, and for a file of ours that was
changed since, it is set aside beside it: `台账（原有）.xlsx`. What we wrote and nobody touched is left behind.
"""

from __future__ import annotations

import filecmp
import itertools
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from toolkit.publish.record import Record, digest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

ASIDE = "（原有）"
_OPEN = ("~$", ".~lock.")
"""The marks that Excel and LibreOffice set beside an open workbook."""


class SetAside(NamedTuple):
    """A file that was kept under another name: both names relative to the output, `/` between their parts.

    `sealed` tells that it was open, and is now protected as the new one is.
    """

    name: str
    kept: str
    sealed: bool = False


def carry_over(  # noqa: PLR0913 - keyword-only: what is whose
    earlier: Path,
    new: Path,
    *,
    fresh: Collection[str],
    ours: Collection[str] = (),
    apart: Mapping[str, str],
    done: Collection[str] = (),
) -> list[SetAside]:
    """Copy into a new output what in an earlier one is a person's; links stay links. Done twice it is done once.

    Args:
        earlier: the earlier output; it is only read.
        new: the new output, its own files in it.
        fresh: the names of those, `/` between their parts.
        ours: names at the top that are ours although no record says so (an output of an older version): what bears
            them is set aside even where the new output has nothing of that name.
        apart: files of ours that are set aside although nobody changed them: name to the words added to it.
        done: digests of what was set aside in an earlier go and is no longer the same, because it was protected.

    Returns:
        What was set aside.
    """
    record = Record(earlier)
    unknown = () if record.names else ours
    kept: list[SetAside] = []
    aside: list[tuple[str, Path, Path, str]] = []
    for name, path in _entries(earlier, ""):
        place = _way(earlier, new, name)
        untouched = path.is_file() and not path.is_symlink() and record.wrote(name, path)
        if (untouched and name not in apart) or (done and path.is_file() and digest(path.read_bytes()) in done):
            continue
        if path.is_dir() and not path.is_symlink():
            place.mkdir(exist_ok=True)
        elif name not in fresh and name not in record.names and not _may_be_ours(name, unknown) and not place.is_dir():
            _copy(path, place)
        elif not any(_same(path, new / fellow) for fellow in fresh if fellow.endswith(path.suffix)):
            aside.append((name, path, place, apart[name] if untouched else ASIDE))
    for name, path, place, words in aside:  # when what keeps its name stands there: `台账（原有）.xlsx` of a run before
        found = _aside(path, place, words)
        if found is not None:
            kept.append(SetAside(name, found.relative_to(new).as_posix()))
    return kept


def _may_be_ours(name: str, unknown: Collection[str]) -> bool:
    """Tell whether a file may be one of ours that no record knows: of a folder of ours a workbook right in it."""
    top, _, below = name.partition("/")
    return top in unknown and (not below or ("/" not in below and below.endswith(".xlsx")))


def aside_name(path: Path, words: str = ASIDE) -> Iterator[Path]:
    """Yield the names under which a file may be set aside: `台账（原有）.xlsx`, `台账（原有）2.xlsx` and so on."""
    for number in itertools.count(1):
        yield path.with_name(f"{path.stem}{words}{'' if number == 1 else number}{path.suffix}")


def is_set_aside(name: str) -> bool:
    """Tell whether a file bears a name under which we set one aside."""
    return ASIDE in name


def _entries(folder: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    """Yield every file and link below a folder, and every folder in which there is nothing."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        path, name = Path(entry.path), f"{prefix}{entry.name}"
        if entry.name.startswith(_OPEN):
            continue
        if entry.is_dir(follow_symlinks=False):
            inside = list(_entries(path, f"{name}/"))
            yield from inside or [(name, path)]
        elif entry.is_file(follow_symlinks=False) or entry.is_symlink():
            yield name, path


def _way(earlier: Path, new: Path, name: str) -> Path:
    """Return where a file goes, the folders on the way made; one whose name a file of ours has gets another name."""
    *folders, last = name.split("/")
    there, here = earlier, new
    for folder in folders:
        there = there / folder
        here = next(
            path for path in (here / folder, *itertools.islice(aside_name(here / folder), 99)) if not _is_file(path)
        )
        if not here.exists():
            here.mkdir()
            shutil.copystat(there, here)
    return here / last


def _is_file(path: Path) -> bool:
    return os.path.lexists(path) and (path.is_symlink() or not path.is_dir())


def _aside(path: Path, place: Path, words: str) -> Path | None:
    """Set a file aside beside `place`; None where it has been done already."""
    for name in aside_name(place, words):
        if _same(path, name):
            return None
        if not os.path.lexists(name):
            _copy(path, name)
            return name
    raise AssertionError  # there is always a next number


def _copy(path: Path, place: Path) -> None:
    """Copy a file or a link, in place of an older edition of it; nothing is done where it stands there already."""
    if not _same(path, place):
        place.unlink(missing_ok=True)
        shutil.copy2(path, place, follow_symlinks=False)


def _same(one: Path, other: Path) -> bool:
    """Tell whether two names stand for the same content, or for links to the same place."""
    if one.is_symlink() or other.is_symlink():
        return one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()
    return other.is_file() and filecmp.cmp(one, other, shallow=False)
