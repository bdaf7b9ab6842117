"""Work on Dask: a cluster of processes on this machine, or the one whose scheduler stands at an address."""

from __future__ import annotations

import logging
import os
import tempfile
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from toolkit.engine.shares import ByShares, version
from toolkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

PATIENCE = "20s"
"""How long a scheduler may take to answer."""


class Dask(ByShares):
    """A map over a Dask cluster; `opened_dask` makes it."""

    def __init__(self, client: Any, *, jobs: int, shares_disk: bool) -> None:
        """Keep the client of a cluster with so many threads."""
        self._client, self.jobs, self.shares_disk = client, jobs, shares_disk

    def map(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield what `function` makes of each item; what kills several workers one after another ends the run."""
        from distributed import CancelledError, KilledWorker

        # one at a time: several buckets in one message are a "large graph", of which Dask complains
        futures = [self._client.submit(function, item, pure=False) for item in items]
        try:
            for future in futures:
                yield future.result()
        except (CancelledError, KilledWorker, OSError) as error:
            raise UsageError("engine-lost", engine="dask", detail=type(error).__name__) from error


@contextmanager
def opened_dask(address: str, *, jobs: int | None) -> Iterator[Dask]:
    """Open a cluster on this machine, or a client of the scheduler at HOST:PORT.

    Raises:
        UsageError: distributed is not installed, nobody answers, or the workers have another version of this toolkit.
    """
    try:
        from distributed import Client
    except ImportError:
        raise UsageError("engine-extra", engine="dask", extra="dask") from None
    with ExitStack() as stack:
        if not address:
            count = jobs or os.cpu_count() or 1
            client = stack.enter_context(Client(stack.enter_context(_cluster(stack, count)), set_as_default=False))
            yield Dask(client, jobs=count, shares_disk=True)
            return
        try:
            client = stack.enter_context(Client(f"tcp://{address}", timeout=PATIENCE, set_as_default=False))
            client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, TimeoutError, ValueError):
            raise UsageError("engine-unreachable", engine="dask", address=address) from None
        _same_version(client)
        yield Dask(client, jobs=sum(client.nthreads().values()), shares_disk=False)


def _cluster(stack: ExitStack, count: int) -> Any:
    """Return a cluster of processes, encrypted since others on this machine could listen, with no limit of memory.

    Dask's own limit would stop and restart workers; the child processes that read files have theirs.
    """
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=count,
        threads_per_worker=1,
        processes=True,
        memory_limit=0,
        dashboard_address="127.0.0.1:0",  # its page of figures is off; the port it is served on is any that is free
        scheduler_kwargs={"dashboard": False},
        security=True,
        silence_logs=logging.CRITICAL,
        local_directory=stack.enter_context(tempfile.TemporaryDirectory()),
    )


def _same_version(client: Any) -> None:
    ours = version()
    try:
        theirs = client.submit(version, pure=False).result()
    except ImportError:
        theirs = ""
    if theirs != ours:
        raise UsageError("engine-other-version", engine="dask", ours=ours, theirs=theirs)
