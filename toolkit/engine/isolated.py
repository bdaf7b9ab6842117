"""Untrusted files are parsed in child processes that may die without loss: `map_isolated`.

A small pool of our own, because the pools at hand either lose everything when one worker dies (`ProcessPoolExecutor`,
loky) or are under another licence (pebble). The parent hands each worker a few items at a time and gets every answer by
itself; when a worker dies, the item it was at is named and the rest of its share goes to another.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import io
import multiprocessing
import os
import pickle
import signal
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from toolkit.engine import patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")
Start = Literal["fork", "spawn", "forkserver"]

FORKS = sys.platform.startswith("linux")
"""Fork where that is safe (a fork of macOS's own libraries is not), else start afresh."""

GARBAGE = (50_000, 10, 10)
"""A worker looks for garbage that seldom: a workbook is thousands of small objects, and hardly one is in a circle."""

_A_WHILE = 0.05
"""So many seconds at least pass between two looks at a worker that is kept waiting."""
_AT_MOST = 10
"""So many times the time of an item may pass by the clock, however busy the machine is."""

SHARE = 16
"""At most so many items are handed over in one message: enough to make the message cheap."""


@dataclass(frozen=True, slots=True)
class Died:
    """What stands in the place of a result: the item was too much for its worker.

    Attributes:
        kind: `memory` and `time` are the limits, `crash` is anything else.
        detail: the type of the exception and the line it came from, or the signal; never text out of a file.
    """

    kind: Literal["memory", "time", "crash"]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may take.

    Attributes:
        memory: bytes of address space a worker may add to what it starts with, where the system can limit it.
        seconds: of work; on a system that does not tell what a process has had of the processors, by the clock.
    """

    memory: int
    seconds: float


def map_isolated(  # noqa: PLR0913 - a function, its items, its three limits and who is told
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    jobs: int,
    memory_limit: int,
    seconds: float,
    on_done: Callable[[int], None] | None = None,
    start: Start | None = None,
) -> Iterator[Result | Died]:
    """Yield in the order of `items` what `function` makes of each, computed in `jobs` child processes.

    Args:
        function: a module's function (it is pickled where processes cannot be forked); its results are of
            builtin types only (texts, numbers, tuples, lists, dicts …): nothing else is taken in.
        items: small things that can be pickled: a path, not the bytes of a file.
        jobs: how many workers, at least one child process even when 1.
        memory_limit: bytes of address space a worker may add to what it starts with, where the system can limit it.
        seconds: what an item may take (`Limits`).
        on_done: called after each item with the number of items done so far, not in the order of `items`.
        start: how a child begins; None forks where `FORKS`, else starts afresh. A process with threads must not fork.

    Yields:
        The result, or `Died` for an item that raised, overran a limit or killed its worker. What dies in a worker that
        has served others is tried once more in a fresh one, so that the answer does not hang on the neighbours.
    """
    pool: _Pool[Item, Result] = _Pool(function, list(items), memory_limit, seconds)
    try:
        yield from pool.run(max(1, jobs), start or ("fork" if FORKS else "spawn"), on_done)
    finally:
        pool.close()


@dataclass(slots=True, eq=False)
class _Worker:
    """A child process and what it was given and has not answered yet."""

    process: BaseProcess
    pipe: Connection
    share: deque[int] = field(default_factory=deque)
    begun: float = 0.0
    until: float = 0.0
    used: float = 0.0
    served: int = 0

    def begins(self, seconds: float) -> None:
        """Give it so many seconds for its next item."""
        self.begun = time.monotonic()
        self.until = self.begun + seconds
        self.used = patience.used(self.process.pid or 0)

    def is_kept_waiting(self, seconds: float) -> bool:
        """Give it more time where it did not get a processor for so many seconds yet; tell whether it did not."""
        now, left = time.monotonic(), seconds - (patience.used(self.process.pid or 0) - self.used)
        kept = left > 0 and now - self.begun < seconds * _AT_MOST and patience.wants_a_processor(self.process.pid or 0)
        self.until = now + max(left, _A_WHILE) if kept else self.until
        return kept


class _Pool(Generic[Item, Result]):
    def __init__(
        self, function: Callable[[Item], Result], items: Sequence[Item], memory_limit: int, seconds: float
    ) -> None:
        self._function = function
        self._items = items
        self._memory_limit = memory_limit
        self._seconds = seconds
        self._waiting: deque[int] = deque(range(len(items)))
        self._again: set[int] = set()
        self._workers: list[_Worker] = []
        self._done: dict[int, Result | Died] = {}
        self._start: Start = "spawn"

    def run(self, jobs: int, start: Start, on_done: Callable[[int], None] | None) -> Iterator[Result | Died]:
        self._start = start
        count = 0
        for position in range(len(self._items)):
            while position not in self._done:
                self._serve(jobs)
                count = self._tell(count, position, on_done)
            yield self._done.pop(position)

    def _tell(self, count: int, given: int, on_done: Callable[[int], None] | None) -> int:
        for number in range(count + 1, given + len(self._done) + 1):
            count = number
            if on_done is not None:
                on_done(number)
        return count

    def close(self) -> None:
        for worker in self._workers:
            _stop(worker)
        self._workers.clear()

    def _serve(self, jobs: int) -> None:
        """Hand out what is waiting, take in what is answered, replace who died or overran."""
        self._hand_out(jobs)
        busy = {worker.pipe: worker for worker in self._workers if worker.share}
        now = time.monotonic()
        first = min((worker.until - now for worker in busy.values()), default=0.0)
        answered = wait(list(busy), timeout=max(0.0, first))
        now = time.monotonic()
        for pipe, worker in busy.items():
            if pipe in answered:
                self._take_in(worker)
            elif now >= worker.until and not worker.is_kept_waiting(self._seconds):
                self._bury(worker, Died("time", f"{self._seconds:g} s"))

    def _hand_out(self, jobs: int) -> None:
        for worker in [worker for worker in self._workers if not worker.share]:
            if self._waiting:
                self._give(worker, jobs)
        while self._waiting and len(self._workers) < jobs:
            worker = self._hire()
            self._workers.append(worker)
            self._give(worker, jobs)

    def _hire(self) -> _Worker:
        context: Any = multiprocessing.get_context(self._start)
        ours, theirs = context.Pipe()
        copied = [ours, *(worker.pipe for worker in self._workers)] if self._start == "fork" else []
        process = context.Process(target=_work, args=(theirs, copied, self._function, self._memory_limit), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _give(self, worker: _Worker, jobs: int) -> None:
        """Send an idle worker its share; near the end shares become small, and a second trial comes alone."""
        size = max(1, min(SHARE, len(self._waiting) // (2 * jobs)))
        if self._waiting[0] in self._again:
            size = 1
            if worker.served:
                self._retire(worker)
                return
        share = [self._waiting.popleft()]
        while len(share) < size and self._waiting[0] not in self._again:
            share.append(self._waiting.popleft())
        worker.share.extend(share)
        worker.begins(self._seconds)
        try:
            worker.pipe.send([self._items[position] for position in share])
        except OSError:
            self._bury(worker, _cause(worker.process))

    def _take_in(self, worker: _Worker) -> None:
        """Take one answer; its worker now begins the next item of its share."""
        try:
            result = _taken(worker.pipe.recv_bytes())
        except (EOFError, OSError):
            self._bury(worker, _cause(worker.process))
            return
        if isinstance(result, Died):
            self._bury(worker, result)
            return
        self._done[worker.share.popleft()] = result
        worker.served += 1
        worker.begins(self._seconds)

    def _bury(self, worker: _Worker, cause: Died) -> None:
        """Put `cause` in the place of the item the worker was at, and its other items back into the queue.

        A worker that was idle when it died has a first item too: it is tried again, or in a fresh worker named, so
        that workers which cannot start at all come to an end.
        """
        self._retire(worker)
        share = list(worker.share)
        worker.share.clear()
        position = share[0]
        if cause.kind != "time" and worker.served and position not in self._again:
            self._again.add(position)
        else:
            self._done[position] = cause
            share.pop(0)
        self._waiting.extendleft(reversed(share))

    def _retire(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        _stop(worker)


def _stop(worker: _Worker) -> None:
    worker.pipe.close()
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join()


def _cause(process: BaseProcess) -> Died:
    """Tell from a dead process what it died of: Rust and C++ abort when they get no memory, Linux kills."""
    process.join(1)
    code = process.exitcode or 0
    if code >= 0:
        return Died("crash", f"exit {code}")
    name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
    return Died("memory" if name in {"SIGABRT", "SIGKILL"} else "crash", name)


def _work(pipe: Connection, copied: Sequence[Connection], function: Callable[[Any], Any], memory_limit: int) -> None:
    """Be a worker: answer every item of every share until the pipe closes.

    The parent's ends that came along with the fork (`copied`) are closed first: otherwise they would keep our pipe open
    after the parent is gone.
    """
    for end in copied:
        end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    _silence()
    _limit_memory(memory_limit)
    gc.freeze()  # what came with the fork is never garbage, and to look at it would copy it
    gc.enable()
    gc.set_threshold(*GARBAGE)
    with contextlib.suppress(EOFError, OSError):
        while True:
            for item in pipe.recv():
                answer = _answer(function, item)
                died = isinstance(answer, Died)
                told = ((answer.kind, answer.detail), None) if died else (None, answer)
                pipe.send_bytes(pickle.dumps(told, pickle.HIGHEST_PROTOCOL))
                if died:
                    return


class _Plain(pickle.Unpickler):
    """Takes in builtin values only: a file that has taken over its worker can make the parent call nothing."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name}")


def _taken(message: bytes) -> Any:
    """Return what a worker tells; a message that is none is that of a worker which its item has spoilt."""
    try:
        died, result = _Plain(io.BytesIO(message)).load()
        return Died(*died) if died else result
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001 - bytes that are no pickle lead it to errors of every type
        return Died("crash", type(fault).__name__)


def _answer(function: Callable[[Any], Any], item: Any) -> Any:
    try:
        return function(item)
    except MemoryError:
        return Died("memory", "MemoryError")
    except BaseException as fault:  # noqa: BLE001 - a panic of a Rust library is no Exception
        return Died("crash", _place(fault))


def _place(fault: BaseException) -> str:
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    line = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(fault).__name__} {line}".strip()


def _silence() -> None:
    """Send what C and Rust libraries print about broken files to nowhere; the parent tells it in our own words."""
    faulthandler.disable()  # a caller's own may write to a copy of stderr
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _limit_memory(beyond: int) -> None:
    """Limit the address space to what it is now and `beyond` bytes; Windows has no such limit."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _address_space() + beyond
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _address_space() -> int:
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 1 << 30
