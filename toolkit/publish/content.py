"""What a file of the output holds: bytes, or what went to a disk piece by piece because it is too long to be held."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A content that stands in a private file, for its owner alone: where, and the SHA-256 of its bytes."""

    path: Path
    sha256: str


Content = bytes | OnDisk


def on_disk(path: Path, write: Callable[[Callable[[bytes], object]], None]) -> OnDisk:
    """Write a content piece by piece into a private file, and see it on the disk.

    Args:
        path: a file that is not there yet.
        write: called with the function that takes the next bytes.

    Raises:
        OSError: it cannot be written.
    """
    told = hashlib.sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:

        def take(piece: bytes) -> None:
            told.update(piece)
            file.write(piece)

        write(take)
        file.flush()
        os.fsync(file.fileno())
    return OnDisk(path, told.hexdigest())
