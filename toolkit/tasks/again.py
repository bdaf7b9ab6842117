"""A run again with nothing changed: known by a fingerprint of all it hangs on, and answered as it was answered then.

The fingerprint is of what was collected (every entry below the folder, by content, name and time), the lists, the
options, the day, the definitions and this program with its libraries. What was told then counts only while all files
of the output are byte for byte what that run wrote: an answer written into the report, or a file that is gone, is a
reason to run. So is every doubt: passwords, another engine, definitions of one's own, decisions, a folder that cannot
be read. What is remembered are the closing lines, in a folder for its user alone; `--no-cache` neither asks nor
remembers.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import stat
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.definitions.bundled import schemas_folder, templates_folder
from toolkit.publish.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.tasks.campaign import Order, Ran

_LIBRARIES = ("pandas", "numpy", "openpyxl", "python_calamine", "xlsxwriter", "docx", "lxml")
_MOST = 50_000
"""Of more entries than that a folder is not looked through twice."""
_KEPT = 200
"""So many outputs are remembered."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a run said in the end, and its exit status."""

    lines: tuple[str, ...]
    status: int


def fingerprint(order: Order, out: Path) -> str | None:
    """Return what stands for all that a run hangs on; None where that cannot be told, or is not to be remembered.

    Args:
        order: what is asked for.
        out: the folder of the results (`toolkit.tasks.campaign.target_of`).
    """
    if not _simple(order):
        return None
    digest = hashlib.sha256()
    try:
        for piece in _pieces(order, out):
            digest.update(f"{len(piece)}:{piece}".encode("utf-8", "surrogatepass"))
    except (OSError, _DoubtfulError):
        return None
    return digest.hexdigest()


def told_before(mark: str | None, out: Path) -> Told | None:
    """Return what the run with this fingerprint said, where all that it wrote still stands as it was written."""
    place = _place(out) if mark else None
    if place is None or _is_busy(out):
        return None
    try:
        said = json.loads(place.read_bytes())
        if said["fingerprint"] != mark or not _stands(said["files"], out):
            return None
        return Told(tuple(map(str, said["lines"])), int(said["status"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(mark: str | None, order: Order, ran: Ran, told: Told) -> None:
    """Remember what a run said, unless something happened meanwhile that another run would not find so again.

    Args:
        mark: the fingerprint as it was before the run.
        order: what was asked for.
        ran: what came of it.
        told: its closing lines and exit status.
    """
    from toolkit.publish.disk import replace_file

    place = _place(ran.out) if mark else None
    moved = ran.in_use or ran.kept or ran.taken_along or ran.set_aside
    answered = ran.outcome.decisions or ran.outcome.jottings
    if place is None or moved or answered or fingerprint(order, ran.out) != mark:
        return
    with suppress(OSError):
        said = {"fingerprint": mark, "files": dict(Record(ran.out).names), "lines": told.lines, "status": told.status}
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(place, json.dumps(said, ensure_ascii=True).encode("ascii"), private=True)
        _forget(place.parent)


class _DoubtfulError(Exception):
    """It cannot be told cheaply whether something changed."""


def _simple(order: Order) -> bool:
    from toolkit.findings.definition import load_profile
    from toolkit.regulations.profile import profile_ids

    profile = order.profile
    ours = profile is None or (profile.id in profile_ids() and profile is load_profile(profile.id))
    given = order.passwords or order.sources.ledger_password or order.sources.decisions or order.sources.answered
    return bool(order.remember and order.engine == "local" and ours and not given)


def _pieces(order: Order, out: Path) -> Iterator[str]:
    """Yield all that a run hangs on."""
    yield from _program()
    options = [order.as_of, order.previous_cutoff, order.with_contacts, order.jobs, order.lang, order.remember]
    yield repr([str(option) for option in options])
    yield repr([order.profile.id if order.profile else None, time.tzname, str(out), os.path.realpath(out)])
    yield repr([name for entry in fields(order.sources) if getattr(order.sources, name := entry.name)])
    for name, path in order.sources.files:
        yield repr([name, str(path), os.path.realpath(path), *_content(path)])
    yield repr([str(order.collected), os.path.realpath(order.collected)])
    if order.collected.is_dir():
        yield from _below(order.collected)
    else:
        yield repr(_content(order.collected))


def _below(folder: Path) -> Iterator[str]:
    """Yield every entry below a folder, in order: kind, name, time, and the content of a file."""
    pending, seen = [""], 0
    while pending:
        prefix = pending.pop()
        with os.scandir(folder / prefix) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        seen += len(entries)
        if seen > _MOST:
            raise _DoubtfulError
        for entry in entries:
            name, mode = prefix + entry.name, entry.stat(follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                pending.append(f"{name}/")
                yield repr(["folder", name])
            elif stat.S_ISREG(mode):
                yield repr([name, *_content(folder / name)])
            else:
                yield repr([name, mode, str(Path(entry.path).readlink()) if stat.S_ISLNK(mode) else ""])


def _content(path: Path) -> list[str | int]:
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        return [status.st_mode, status.st_size, status.st_mtime_ns, hashlib.file_digest(file, "sha256").hexdigest()]


def _program() -> Iterator[str]:
    """Yield what stands for this program: its files and definitions, its Python, the libraries beside it."""
    yield sys.version
    package = Path(__file__).resolve().parents[1]
    for folder in (package, schemas_folder(), templates_folder()):
        for place, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            for name in sorted(names):
                status = (Path(place) / name).stat()
                yield repr([place, name, status.st_size, status.st_mtime_ns])
    found = [importlib.util.find_spec(name) for name in _LIBRARIES]
    for home in sorted({Path(one.origin).parents[1] for one in found if one and one.origin}):
        yield repr(sorted(entry.name for entry in home.iterdir() if entry.suffix in {".dist-info", ".egg-info"}))


def _stands(files: object, out: Path) -> bool:
    """Tell whether an output is what was written then, byte for byte."""
    record = Record(out)
    same = bool(record.names) and dict(record.names) == files
    return same and all(record.wrote(name, out / name) for name in record.names)


def _is_busy(out: Path) -> bool:
    """Tell whether another run may be at work on an output."""
    from toolkit.publish.writing import lock_of

    return os.path.lexists(lock_of(Path(os.path.realpath(out))))


def _place(out: Path) -> Path | None:
    """Return where it is remembered what was said of an output; None for a user without a home."""
    from toolkit.intake.cache import user_folder

    folder = user_folder()
    if folder is None:
        return None
    name = hashlib.sha256(os.path.realpath(out).encode("utf-8", "surrogatepass")).hexdigest()
    return folder.with_name(f"{folder.name}-runs") / f"{name}.json"


def _forget(folder: Path) -> None:
    """Leave what was remembered last."""
    found: Sequence[Path] = sorted(folder.glob("*.json"), key=lambda path: -path.stat().st_mtime)
    for path in found[_KEPT:]:
        path.unlink(missing_ok=True)
