"""Work in processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from toolkit.engine import isolated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolkit.engine.isolated import Died, Limits

Item = TypeVar("Item")
Result = TypeVar("Result")


class Local:
    """Child processes for untrusted files; for our own functions too, where there is more than one part to work on."""

    shares_disk = True

    def __init__(self, jobs: int | None = None) -> None:
        """Take so many processes at a time; None for one a processor."""
        self.jobs = jobs or os.cpu_count() or 1

    def isolated(
        self,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        limits: Limits,
        *,
        on_done: Callable[[int], None] | None = None,
    ) -> Iterator[Result | Died]:
        """Yield what `function` makes of each item in a child process, even when `jobs` is 1."""
        return isolated.map_isolated(
            function,
            items,
            jobs=self.jobs,
            memory_limit=limits.memory,
            seconds=limits.seconds,
            on_done=on_done,
        )

    def map(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield what `function` makes of each item: in this very process when there is one item or one job."""
        if self.jobs == 1 or len(items) <= 1:
            yield from map(function, items)
            return
        context = multiprocessing.get_context("fork" if isolated.FORKS else "spawn")
        with ProcessPoolExecutor(min(self.jobs, len(items)), mp_context=context) as pool:
            yield from pool.map(function, items)
