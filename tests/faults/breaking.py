"""Break a run at its n-th touch of the file system: by an error, or by SIGKILL in a child.

Python tells every such touch to its audit hooks; a hook that raises makes the call fail. `fsync` and the exchange of
two names are no audit events, so they are wrapped.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from toolkit.publish import disk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import pytest

TOUCHES = {
    *("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.utime", "os.link", "os.symlink"),
    *("os.scandir", "os.listdir"),
}
_on_touch: Callable[[], None] | None = None


def _hook(event: str, _arguments: tuple[Any, ...]) -> None:
    if _on_touch is not None and event in TOUCHES:
        _on_touch()


sys.addaudithook(_hook)


@contextmanager
def touches(act: Callable[[int], None]) -> Iterator[None]:
    """Call `act` with 1, 2, 3 … before each touch of the file system."""
    global _on_touch  # noqa: PLW0603 - a hook cannot be taken off again, so it looks here
    count = 0

    def touch() -> None:
        nonlocal count
        count += 1
        act(count)

    _on_touch = touch
    try:
        yield
    finally:
        _on_touch = None


def wrapped(patch: pytest.MonkeyPatch) -> None:
    """Count fsync and the exchange of names as touches too."""
    for place, name in ((os, "fsync"), (disk, "_swap_call")):
        real = getattr(place, name)

        def counted(*arguments: Any, real: Callable[..., Any] = real) -> Any:
            if _on_touch is not None:
                _on_touch()
            return real(*arguments)

        patch.setattr(place, name, counted)


def failing(at: int, error: OSError, done: list[int]) -> Callable[[int], None]:
    """Return what raises at the `at`-th touch and at no other, and then says so in `done`."""

    def act(count: int) -> None:
        if count == at:
            done.append(at)
            raise error

    return act


def killing(at: int) -> Callable[[int], None]:
    """Return what kills this very process at the `at`-th touch."""

    def act(count: int) -> None:
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)

    return act


def in_child(work: Callable[[], int | None]) -> int:
    """Do the work in a forked child; return its exit status, negative for a signal (256 when it raised)."""
    child = os.fork()
    if child == 0:
        status = 255
        try:
            status = work() or 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def tree(folder: Path) -> dict[str, str]:
    """Return everything below a folder with a digest of what it holds; {} when it is not there."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "/"
        for path in sorted(folder.rglob("*"))
    }


def tree_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the tree that these files make."""
    made = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    made |= {name.rpartition("/")[0]: "/" for name in files if "/" in name}
    return dict(sorted(made.items()))
