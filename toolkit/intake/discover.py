"""Which files were collected: every directory entry once, with what stands against reading it.

Nothing is parsed here beyond a zip file's directory, no link is followed and nothing but a regular file is opened.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import re
import stat
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from toolkit.errors import UsageError
from toolkit.intake.grids.archive import Packed, archive_entries, member_name, place_of, read_member
from toolkit.intake.grids.package import is_folder
from toolkit.intake.grids.unreadable import UNPACKED, Unreadable
from toolkit.intake.opening import open_regular
from toolkit.model import Note
from toolkit.model.formats import READ

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Iterator
    from pathlib import Path

JUNCTION = 0xA0000003
_LOCKED = "|".join(map(re.escape, (*READ, ".doc")))
LOCK_FILE = re.compile(rf"(?:~\$.*|\.~lock\..*#|\.~.*(?:{_LOCKED}))", re.IGNORECASE | re.DOTALL)
SYSTEM_FILES = {
    ".ds_store",
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    ".localized",
    "icon\r",
    ".gitkeep",
    ".gitignore",
}
SYSTEM_FOLDERS = {"__macosx", ".git", ".svn", "$recycle.bin", "system volume information", "@eadir", ".spotlight-v100"}
OUTPUT_KNOWN_BY = frozenset({"outcome.json", "对账报告.html"})
OUTPUT = OUTPUT_KNOWN_BY | {
    "对账报告.xlsx",
    "对账简报.docx",
    "备案群组公示.xlsx",
    "台账.xlsx",
    "台账.parquet",
}
"""The files of an earlier run, where its folder lies among the returns, and the two by which that folder is known."""
NESTED = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")


@dataclass(frozen=True, slots=True)
class Found:
    """One entry below the collected folder.

    Attributes:
        path: relative to the folder, `/` between its parts, a member as `a.zip!/b.xlsx`; never a lone surrogate.
        location: the file to open (the archive, for a member), None where nothing may be opened.
        member: a member's own name, None for a file.
        status: `candidate` is to be read; the others are final.
        reason: why it is not to be read; None for a candidate and an opened archive.
        received_on: the day of the file's own time stamp (for a member the archive's).
        packed: where a member stands in its archive.
        rows: the first row and the one after the last, where only a piece of a file is meant (`toolkit.intake.pieces`).
    """

    path: str
    location: Path | None
    member: str | None = None
    status: Literal["candidate", "ignored", "rejected", "opened"] = "candidate"
    reason: Note | None = None
    received_on: dt.date | None = None
    packed: Packed | None = None
    rows: tuple[int, int] | None = None


def discover(collected: Path) -> tuple[Found, ...]:
    """Return every entry below a folder (or one file, or the members of one archive), sorted by path.

    Args:
        collected: a folder, a file or a zip; a link here is followed, since the user named it.

    Raises:
        UsageError: when there is no such folder or file.
    """
    if collected.is_dir():
        listed = list(_walk(collected))
        ours = _of_an_output(path for path, _ in listed)
        found = [one for path, status in listed for one in _entries(collected, path, status, ours=path in ours)]
    elif collected.exists():
        found = list(_entries(collected.parent, collected.name, collected.stat(), real=collected.resolve()))
    else:
        raise UsageError("collected-missing", path=_shown(str(collected)))
    return tuple(sorted(found, key=lambda entry: entry.path))


def fetch(found: Found, *, passwords: tuple[str, ...] = ()) -> bytes:
    """Return the bytes of a candidate. Untrusted data are inflated: call it where it is read, in a worker.

    Args:
        found: a candidate, a file or a member of an archive.
        passwords: words to try on an encrypted member.

    Raises:
        Unreadable: `corrupt`, `too-large`, `encrypted`, or `archive-limits` for a member that unpacks to too much.
    """
    if found.location is None:
        raise Unreadable("corrupt", kind="unopened")
    try:
        with open_regular(found.location) as file:
            if found.packed:
                return read_member(file, found.packed, passwords)
            size = os.fstat(file.fileno()).st_size or UNPACKED  # room for the most would be made for each small file
            return file.read(min(size, UNPACKED) + 1)
    except OSError as fault:
        raise Unreadable("corrupt", kind="unopened", problem=type(fault).__name__) from None


def _walk(top: Path) -> Iterator[tuple[str, os.stat_result | Note]]:
    """Yield the path of everything below a folder that is no folder, with its status or why there is none."""
    folders = [""]
    while folders:
        prefix = folders.pop()
        try:
            entries = list(os.scandir(top / prefix))
        except OSError as fault:
            yield prefix.rstrip("/") or ".", Note("corrupt", {"kind": "folder", "problem": type(fault).__name__})
            continue
        for entry in entries:
            path = prefix + entry.name
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError as fault:
                yield path, Note("corrupt", {"kind": "unopened", "problem": type(fault).__name__})
                continue
            if stat.S_ISDIR(status.st_mode) and not _is_junction(status):
                folders.append(path + "/")
            else:
                yield path, status


def _is_junction(status: os.stat_result) -> bool:
    """Whether a folder of Windows is a link to another, which may be the one it stands in."""
    return getattr(status, "st_reparse_tag", 0) == JUNCTION


def _of_an_output(paths: Iterable[str]) -> frozenset[str]:
    """Return which paths are what this tool wrote of an earlier run: reports stand beside their outcome and page.

    The feedback to the units is not among them: corrected, it is a return.
    """
    names: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        folder, _, name = path.rpartition("/")
        names[folder].add(name)
    return frozenset(
        f"{folder}/{name}".lstrip("/")
        for folder, held in names.items()
        if held >= OUTPUT_KNOWN_BY
        for name in held & OUTPUT
    )


def _entries(
    folder: Path, path: str, status: os.stat_result | Note, *, real: Path | None = None, ours: bool = False
) -> Iterator[Found]:
    """Yield what one entry stands for: itself, and the members of an archive; `real` is where a named link leads.

    `ours` tells that this tool wrote it as the result of an earlier run.
    """
    shown = _shown(path)
    if isinstance(status, Note):
        yield Found(shown, None, status="rejected", reason=status)
        return
    received = _day(status.st_mtime)
    location = real or folder / path
    ignored = Note("system-file", {"kind": "output"}) if ours else _ignored(path)
    reason = _against(status)
    if ignored:
        opens = location if stat.S_ISREG(status.st_mode) else None
        yield Found(shown, opens, status="ignored", reason=ignored, received_on=received)
    elif reason:
        yield Found(shown, None, status="rejected", reason=reason, received_on=received)
    else:
        yield from _opened(Found(shown, location, received_on=received))


def _day(seconds: float) -> dt.date | None:
    """Return the local day of a time stamp, None for one that no calendar holds."""
    try:
        return dt.datetime.fromtimestamp(seconds).date()  # noqa: DTZ006 - the day on the wall where the file arrived
    except (ValueError, OverflowError, OSError):
        return None


def _ignored(path: str) -> Note | None:
    """Return why an entry is none of ours: an editor's lock or the operating system's own file."""
    *folders, name = path.split("/")
    if LOCK_FILE.fullmatch(name):
        return Note("lock-file", {})
    system = name.lower() in SYSTEM_FILES or name.startswith("._")
    if system or any(step.lower() in SYSTEM_FOLDERS for step in folders):
        return Note("system-file", {})
    return None


def _against(status: os.stat_result) -> Note | None:
    """Return why an entry must not even be opened."""
    mode = status.st_mode
    if stat.S_ISLNK(mode) or _is_junction(status):
        return Note("unsafe-path", {"kind": "link"})
    if not stat.S_ISREG(mode):
        return Note("not-a-workbook", {"kind": "device", "ending": ""})
    if status.st_size == 0:
        return Note("corrupt", {"kind": "empty"})
    if status.st_size > UNPACKED:
        return Note("too-large", {"limit": "bytes", "most": UNPACKED, "bytes": status.st_size})
    return None


def _opened(file: Found) -> Iterator[Found]:
    """Yield a file; where it is an archive, as opened and followed by its members."""
    assert file.location is not None  # noqa: S101 - made by `_entries` a line above
    try:
        with open_regular(file.location) as data:
            entries = archive_entries(data)
    except OSError as fault:
        reason = Note("corrupt", {"kind": "unopened", "problem": type(fault).__name__})
        yield _final(file, "rejected", reason)
        return
    except Unreadable as fault:
        yield _final(file, "rejected", fault.note)
        return
    if entries is None:
        yield file
        return
    yield _final(file, "opened", None)
    yield from _members(file, entries)


def _final(file: Found, status: Literal["rejected", "opened"], reason: Note | None) -> Found:
    return Found(file.path, file.location, status=status, reason=reason, received_on=file.received_on)


def _members(archive: Found, entries: tuple[zipfile.ZipInfo, ...]) -> Iterator[Found]:
    taken: set[str] = set()
    for index, entry in enumerate(entries):
        if is_folder(entry):
            continue
        name = member_name(entry)
        path = _shown(f"{archive.path}!/{name.lstrip('/')}")
        twins = itertools.chain([path], (f"{path}#{number}" for number in itertools.count(2)))
        path = next(twin for twin in twins if twin not in taken)
        taken.add(path)
        ignored = _ignored(name)
        reason = ignored or _against_member(name, entry)
        yield Found(
            path,
            None if reason else archive.location,
            name,
            "ignored" if ignored else "rejected" if reason else "candidate",
            reason,
            archive.received_on,
            None if reason else place_of(index, entry),
        )


def _against_member(name: str, entry: zipfile.ZipInfo) -> Note | None:
    if not name or name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/") or "\0" in name:
        return Note("unsafe-path", {"kind": "path"})
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Note("unsafe-path", {"kind": "link"})
    if name.lower().endswith(NESTED):
        return Note("archive-limits", {"limit": "depth", "most": 1})
    if entry.file_size == 0:
        return Note("corrupt", {"kind": "empty"})
    return None


def _shown(path: str) -> str:
    """Return a path that any output can carry: a byte that is no UTF-8 is written as backslash, `udc`, its code."""
    return path.replace(os.sep, "/").encode("utf-8", "backslashreplace").decode("utf-8")
