"""Where the work runs: in processes of this machine, on a Dask cluster, on Spark. An engine is a map.

    with open_engine("dask", jobs=4) as engine:       local · dask · dask://HOST:PORT · spark · spark://HOST:PORT
        engine.isolated(read, files, limits)          untrusted files, each in a child process that may die
        engine.map(join, buckets)                     our own pure functions over parts of the data

Answers come in the order of the items, so that the outcome is the same wherever and however many at a time they ran.
Functions are a module's, or `functools.partial` of one; what goes in and comes out can be pickled. On workers of other
machines the same version of this toolkit must be installed; what they cannot open of the collected files is read here.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from toolkit.engine.isolated import Died, Limits, map_isolated
from toolkit.engine.local import Local
from toolkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["Died", "Engine", "Limits", "Local", "map_isolated", "open_engine", "spread"]

Item = TypeVar("Item")
Result = TypeVar("Result")


class Engine(Protocol):
    """What the kernel asks of the place where work runs."""

    @property
    def jobs(self) -> int:
        """How many items are worked on at a time."""
        ...

    @property
    def shares_disk(self) -> bool:
        """Whether the workers surely see the files of this machine."""
        ...

    def isolated(
        self,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        limits: Limits,
        *,
        on_done: Callable[[int], None] | None = None,
    ) -> Iterator[Result | Died]:
        """Yield what `function` makes of each item in a child process under `limits`, or `Died`."""
        ...

    def map(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield what `function` makes of each item; what it raises is raised here."""
        ...


def spread(function: Callable[[Item], Result], parts: Sequence[Item], engine: Engine | None) -> Iterator[Result]:
    """Yield what `function` makes of each part: on the engine where there are several, else here."""
    return map(function, parts) if engine is None or len(parts) <= 1 else engine.map(function, parts)


@contextmanager
def open_engine(name: str, *, jobs: int | None = None) -> Iterator[Engine]:
    """Open an engine by the name a user gives it; its workers are gone on leaving.

    Args:
        name: `local`, `dask`, `dask://HOST:PORT` (a scheduler), `spark` or `spark://HOST:PORT` (a master).
        jobs: how many processes; None for one a processor. A cluster at an address has the workers it has.

    Raises:
        UsageError: no such engine, its extra is not installed, or nobody answers at the address.
    """
    kind, _, address = name.partition("://")
    if kind == "local" and not address:
        yield Local(jobs)
    elif kind == "dask":
        from toolkit.engine.dask import opened_dask

        with opened_dask(address, jobs=jobs) as engine:
            yield engine
    elif kind == "spark":
        from toolkit.engine.spark import opened_spark

        with opened_spark(address, jobs=jobs) as engine:
            yield engine
    else:
        raise UsageError("engine-unknown", engine=name)
