"""Untrusted files on the workers of an engine: a share of them at a time, each still in a child process of its own."""

from __future__ import annotations

import multiprocessing
import sys
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from toolkit.engine.isolated import Died, Limits, Start, map_isolated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

AT_LEAST = 64
"""A share begins with a new child process, whose start takes about as long as so many items."""
A_JOB = 2
"""Shares a worker: enough that none waits long for the last."""


class ByShares:
    """An engine that has a map over its workers reads untrusted files by it, share by share."""

    jobs: int

    def isolated(
        self,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        limits: Limits,
        *,
        on_done: Callable[[int], None] | None = None,
    ) -> Iterator[Result | Died]:
        """Yield what `function` makes of each item in a child process of a worker."""
        return told(self.map(share_reader(function, limits), shares(items, jobs=self.jobs)), on_done)

    def map(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield what `function` makes of each item: what each engine does its own way."""
        raise NotImplementedError


def shares(items: Sequence[Item], *, jobs: int) -> list[list[Item]]:
    """Return the items in shares, in order."""
    size = max(AT_LEAST, -(-len(items) // (jobs * A_JOB)))
    return [list(items[start : start + size]) for start in range(0, len(items), size)]


def share_reader(function: Callable[[Item], Result], limits: Limits) -> Callable[[list[Item]], list[Result | Died]]:
    """Return the function that a worker calls with a share."""
    return partial(_read_share, function, limits)


def told(answers: Iterable[list[Result]], on_done: Callable[[int], None] | None) -> Iterator[Result]:
    """Yield the answers of all shares one by one, and say after each share how many there were."""
    count = 0
    for share in answers:
        for number in range(count + 1, count + len(share) + 1):
            if on_done is not None:
                on_done(number)
        count += len(share)
        yield from share


def _read_share(function: Callable[[Any], Any], limits: Limits, share: list[Any]) -> list[Any]:
    """Read a share in a child process of this worker.

    A worker has threads, so it must not fork itself: on Linux a server of its own does, which has imported what the
    function needs; elsewhere the child starts afresh. Dask's workers are daemons, and those have no children until they
    are told that they may.
    """
    multiprocessing.current_process().daemon = False
    multiprocessing.set_forkserver_preload([getattr(function, "func", function).__module__])
    start: Start = "forkserver" if sys.platform.startswith("linux") else "spawn"
    return list(map_isolated(function, share, jobs=1, memory_limit=limits.memory, seconds=limits.seconds, start=start))


def version() -> str:
    """Return the version of this toolkit, on the worker that is asked."""
    from toolkit import __version__

    return __version__
