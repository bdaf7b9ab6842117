"""What the file system is asked for so that nothing is ever half there: swap, move, and see it on the disk."""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8) if sys.platform == "win32" else ()
"""Seconds between attempts to move: a virus scanner of Windows holds what was just written for a moment."""

_BINARY = getattr(os, "O_BINARY", 0)
_AT_FDCWD, _EXCHANGE = -100, 2
_NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def swap(one: Path, other: Path) -> bool:
    """Exchange the names of two folders of one file system in a single step; False where that was not done.

    A system that does not know the call, or a sandbox that forbids it, answers in many ways; two moves then tell.
    """
    call = _exchange()
    return call is not None and _swap_call(call, one, other) == 0


def _swap_call(call: Callable[[bytes, bytes], int], one: Path, other: Path) -> int:
    return call(os.fsencode(one), os.fsencode(other))


@cache
def _exchange() -> Callable[[bytes, bytes], int] | None:
    """Return the system's own exchange: `renameat2` of Linux, `renamex_np` of macOS; Windows has none."""
    if not sys.platform.startswith(("linux", "darwin")):
        return None
    library: Any = ctypes.CDLL(None)
    with suppress(AttributeError):
        if sys.platform == "darwin":
            return lambda one, other: int(library.renamex_np(one, other, ctypes.c_uint(_EXCHANGE)))
        call = library.renameat2
        return lambda one, other: int(call(_AT_FDCWD, one, _AT_FDCWD, other, ctypes.c_uint(_EXCHANGE)))
    return None


def move(source: Path, target: Path) -> None:
    """Rename, more than once where somebody may hold the file for a moment."""
    for pause in PAUSES:
        try:
            source.rename(target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    source.rename(target)


def write_synced(path: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Write a new file, its folders made where they are missing, and see it on the disk.

    Args:
        path: where it is to stand.
        content: what it is to hold.
        mode: who may read it, less what this user's mask takes away.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, mode), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def sync_tree(top: Path) -> None:
    """See the entries of a folder and of all folders below it on the disk."""
    for folder, _, _ in os.walk(top):
        sync_folder(Path(folder))


def sync_folder(folder: Path) -> None:
    """See the entries of a folder on the disk; where folders cannot be opened (Windows) the system sees to it."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:  # some network file systems know no such thing
        if error.errno not in _NOT_HERE:
            raise
    finally:
        os.close(handle)


def replace_file(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file whole or not at all; what stood there before stays until then, and so do its permissions.

    Args:
        path: where it is to stand.
        content: what it is to hold.
        private: for its owner alone (0600), whatever stood there.

    Raises:
        OSError: it cannot be written; `PermissionError` on Windows also where another program has it open.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f".{_plain(path.name)}.*.part"):
        left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{_plain(path.name)}.", suffix=".part", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if not private:  # it is made so
            beside.chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~umask())
        for pause in PAUSES:
            with suppress(PermissionError):
                beside.replace(path)
                break
            time.sleep(pause)
        else:
            beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _plain(name: str) -> str:
    """Return a name that leaves room for what is put around it and means itself in a pattern."""
    return "".join(letter if letter.isalnum() else "_" for letter in name)[:40]


def umask() -> int:
    """Return the mask of new files: it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
