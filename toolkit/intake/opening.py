"""A collected file opened: a regular file and nothing else, without following a link and without waiting.

Between the look at a folder and the reading somebody may put a link or a pipe where the file stood.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)


def open_regular(path: Path) -> IO[bytes]:
    """Open a file for reading.

    Raises:
        OSError: it cannot be opened, or is a link, a pipe, a device.
    """
    handle = os.open(path, _FLAGS)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
