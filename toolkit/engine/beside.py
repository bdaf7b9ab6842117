"""Several pure works at the same time, done by copies of this process: nothing is handed over but what they return.

    report, ledger = side_by_side([partial(render_report, outcome), partial(render_ledger, outcome)])

A forked copy sees all that we see, so that an outcome of a million values is not sent anywhere. The copies take one
work after another, as we do; where there is no fork (`isolated.FORKS`), only one processor, or threads that a copy
would lack, the works are done here in turn. The answers are the same and in the order of the works either way.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from toolkit.engine import isolated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection

    Work = Callable[[], Any]

Told = TypeVar("Told")
_THREADS = 2
"""This thread and that of a progress bar, which a copy does well without."""


def side_by_side(works: Sequence[Callable[[], Told]], *, jobs: int | None = None) -> list[Told]:
    """Return what each work returns, in their order; this process begins with the first.

    Args:
        works: functions that read what is there and change nothing.
        jobs: how many processes, this one included; None for one a processor.

    Raises:
        Exception: what a work raises. One that failed in a copy, or whose copy was killed, is done again here.
    """
    processes = min(jobs or os.cpu_count() or 1, len(works))
    if processes < 2 or not isolated.FORKS or threading.active_count() > _THREADS:  # noqa: PLR2004 - one is ourselves
        return [work() for work in works]
    context = multiprocessing.get_context("fork")
    turn = context.Value("i", 1)
    done: dict[int, Told] = {}
    with contextlib.ExitStack() as stack:
        pipes = [stack.enter_context(_copy(context, works, turn)) for _ in range(processes - 1)]
        done[0] = works[0]()
        done |= _taken(works, turn)
        for pipe in pipes:
            with contextlib.suppress(EOFError, OSError):
                done |= pipe.recv()
    return [done[number] if number in done else work() for number, work in enumerate(works)]


@contextlib.contextmanager
def _copy(context: Any, works: Sequence[Work], turn: Any) -> Iterator[Connection]:
    """Start a copy; it is gone on leaving, whatever happened."""
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, ours, works, turn), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.kill()
        process.join()
        process.close()


def _answer(pipe: Connection, copied: Connection, works: Sequence[Work], turn: Any) -> None:
    """Be a copy: tell all answers at the end, since nobody listens before.

    The reading end that came along with the fork (`copied`) is closed: it would keep our pipe open after the first
    process is gone, and us waiting for ever for somebody to read.
    """
    copied.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process, which ends us
    gc.freeze()  # what we came with stays: the collector need not walk it
    with contextlib.suppress(Exception):  # it is done again where it can be told
        pipe.send(_taken(works, turn))


def _taken(works: Sequence[Work], turn: Any) -> dict[int, Any]:
    """Do works until none is left; `turn` is the number of the next one, shared by all processes."""
    done: dict[int, Any] = {}
    while True:
        with turn.get_lock():
            number = turn.value
            turn.value += 1
        if number >= len(works):
            return done
        done[number] = works[number]()
