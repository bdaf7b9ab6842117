"""Work in child processes that may die: every item gets its answer, in order, whatever its neighbours do."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading

import pytest

from toolkit.engine import Died, isolated, map_isolated, patience

LIMITS = {"memory_limit": 256 << 20, "seconds": 20.0}
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="signals and limits of Linux")


def wait_for_ever() -> None:
    threading.Event().wait()


def toil_for_ever() -> None:
    while True:
        pass


def fail() -> None:
    raise ValueError("13900000001")


def panic() -> None:
    raise BaseException("no Exception")  # noqa: TRY002 - as pyo3's PanicException is none


class Call:
    """What a file that has taken over its worker may answer: a pickle that calls something where it is taken in."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __reduce__(self) -> tuple[object, ...]:
        return os.putenv, (self.name, "called")


DEEDS = {
    "abort": os.abort,
    "segfault": lambda: ctypes.string_at(0),
    "exit": lambda: os._exit(3),
    "hang": wait_for_ever,
    "toil": toil_for_ever,
    "memory": lambda: bytearray(1 << 30),
    "raise": fail,
    "panic": panic,
    "unpicklable": threading.Lock,
    "pid": os.getpid,
    "class": lambda: Call("class"),
    "big": lambda: "群" * 1_000_000,
}


def act(item: object) -> object:
    """Do what the item says, as hostile files do it to a parser."""
    return DEEDS[item]() if isinstance(item, str) else item


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_answers_come_in_order_whatever_the_number_of_workers(jobs: int) -> None:
    assert list(map_isolated(act, range(100), jobs=jobs, **LIMITS)) == list(range(100))


def test_even_one_job_runs_in_a_child() -> None:
    assert list(map_isolated(act, ["pid"], jobs=1, **LIMITS)) != [os.getpid()]


def test_no_items_no_workers() -> None:
    assert list(map_isolated(act, [], jobs=2, **LIMITS)) == []


@linux
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ("abort", "memory"),
        ("segfault", "crash"),
        ("exit", "crash"),
        ("memory", "memory"),
        ("raise", "crash"),
        ("panic", "crash"),
        ("unpicklable", "crash"),
        ("class", "crash"),
    ],
)
def test_what_dies_is_named_and_its_neighbours_are_not_lost(item: str, kind: str, jobs: int) -> None:
    items: list[object] = list(range(60))
    items[20] = items[21] = items[59] = item
    answers = list(map_isolated(act, items, jobs=jobs, **LIMITS))
    assert [answer.kind if isinstance(answer, Died) else answer for answer in answers] == [
        kind if wanted == item else wanted for wanted in items
    ]


def test_what_overruns_its_time_is_stopped_and_its_neighbours_are_not_lost() -> None:
    items = [*range(10), "hang", *range(10)]
    answers = list(map_isolated(act, items, jobs=2, memory_limit=256 << 20, seconds=0.5))
    assert [answer.kind if isinstance(answer, Died) else answer for answer in answers] == [
        "time" if item == "hang" else item for item in items
    ]


def test_what_works_for_longer_than_its_time_is_stopped_however_busy_the_machine_is() -> None:
    assert list(map_isolated(act, ["toil", 1], jobs=1, memory_limit=256 << 20, seconds=0.2)) == [
        Died("time", "0.2 s"),
        1,
    ]


@pytest.mark.parametrize("looks", [[False], [True, True, True, False]])
def test_what_waits_for_a_processor_is_given_the_time_it_did_not_get(
    looks: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "used", lambda _: 0.0)
    monkeypatch.setattr(patience, "wants_a_processor", lambda _: looks.pop(0))
    (died,) = map_isolated(act, ["hang"], jobs=1, memory_limit=256 << 20, seconds=0.1)
    assert (died, looks) == (Died("time", "0.1 s"), [])


def test_what_never_gets_a_processor_is_given_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "used", lambda _: 0.0)
    monkeypatch.setattr(patience, "wants_a_processor", lambda _: True)
    assert list(map_isolated(act, ["hang"], jobs=1, memory_limit=256 << 20, seconds=0.05)) == [Died("time", "0.05 s")]


@linux
def test_a_process_at_work_wants_a_processor_and_one_that_waits_does_not() -> None:
    assert patience.wants_a_processor(os.getpid())
    begun = patience.used(os.getpid())
    while patience.used(os.getpid()) < begun + 0.02:
        pass
    assert patience.used(os.getpid()) > begun
    assert (patience.used(0), patience.wants_a_processor(0)) == (0.0, False)


def test_what_is_told_of_a_fault_quotes_nothing_of_the_file() -> None:
    (died,) = map_isolated(act, ["raise"], jobs=1, **LIMITS)
    assert isinstance(died, Died)
    assert died.detail.startswith("ValueError test_engine.py:")
    assert "13900000001" not in repr(died)


def test_large_answers_pass() -> None:
    answers = list(map_isolated(act, ["big"] * 20, jobs=2, **LIMITS))
    assert {len(str(answer)) for answer in answers} == {1_000_000}


def test_progress_counts_every_item_once() -> None:
    seen: list[int] = []
    answers = list(map_isolated(act, [*range(30), "raise"], jobs=2, on_done=seen.append, **LIMITS))
    assert (len(answers), seen) == (31, list(range(1, 32)))


@linux
def test_no_child_stays_when_the_caller_stops_early() -> None:
    answers = map_isolated(act, ["pid", *["hang"] * 5], jobs=2, **LIMITS)
    child = next(answers)
    answers.close()  # type: ignore[attr-defined] - a generator
    with pytest.raises(ProcessLookupError):
        os.kill(int(str(child)), 0)


@linux
def test_workers_go_when_the_parent_is_killed() -> None:
    read, write = os.pipe()
    parent = os.fork()
    if not parent:
        os.close(read)
        answers = map_isolated(act, ["pid"] * 4, jobs=2, **LIMITS)
        next(answers)
        os.kill(os.getpid(), signal.SIGKILL)
    os.close(write)
    os.waitpid(parent, 0)
    assert os.read(read, 1) == b""  # the pipe ends when the last process that inherited it is gone


def test_what_a_library_prints_of_a_broken_file_is_not_shown(capfd: pytest.CaptureFixture[str]) -> None:
    list(map_isolated(shout, [1], jobs=1, **LIMITS))
    assert capfd.readouterr() == ("", "")


def shout(_item: int) -> None:
    os.write(1, b"out")
    os.write(2, b"thread panicked")


def test_the_same_where_processes_cannot_be_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "FORKS", False)
    answers = list(map_isolated(act, [1, "exit", 2], jobs=1, **LIMITS))
    assert [answer.kind if isinstance(answer, Died) else answer for answer in answers] == [1, "crash", 2]
