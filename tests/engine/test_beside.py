"""Works done side by side answer as if they were done in turn, whatever becomes of the copies."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

from toolkit.engine import isolated
from toolkit.engine.beside import side_by_side

if TYPE_CHECKING:
    from pathlib import Path

HERE = os.getpid()
ANSWERS = [f"{number}".encode() * 200_000 for number in range(7)]


def answer(number: int) -> bytes:
    return ANSWERS[number]


def dies_in_a_copy(number: int) -> bytes:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return ANSWERS[number]


def fails(number: int) -> bytes:
    raise ValueError(f"work {number}")


@pytest.mark.parametrize("jobs", [1, 2, 3, 20, None])
def test_answers_come_in_the_order_of_the_works(jobs: int | None) -> None:
    assert side_by_side([partial(answer, number) for number in range(7)], jobs=jobs) == ANSWERS
    assert side_by_side([], jobs=jobs) == []


def test_a_copy_that_is_killed_loses_nothing() -> None:
    assert side_by_side([partial(dies_in_a_copy, number) for number in range(7)], jobs=3) == ANSWERS


@pytest.mark.parametrize("wrong", [0, 1, 6])
def test_what_goes_wrong_is_raised_here(wrong: int) -> None:
    works = [partial(fails if number == wrong else answer, number) for number in range(7)]
    with pytest.raises(ValueError, match=f"work {wrong}"):
        side_by_side(works, jobs=2)


def test_without_fork_the_works_are_done_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "FORKS", False)
    assert side_by_side([partial(dies_in_a_copy, number) for number in range(7)], jobs=3) == ANSWERS


@pytest.mark.skipif(not isolated.FORKS, reason="no copies where there is no fork")
def test_a_copy_does_not_outlive_the_first_process(tmp_path: Path) -> None:
    """What a copy has to tell is longer than a pipe holds; when nobody is left to read it, it ends."""
    script = tmp_path / "killed.py"
    script.write_text(
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from toolkit.engine.beside import side_by_side\n"
        "first = os.getpid()\n"
        "def long():\n"
        "    Path(sys.argv[1]).write_text(str(os.getpid()))\n"
        "    os.kill(first, signal.SIGKILL)\n"
        "    return b'x' * (1 << 22)\n"
        "def wait():\n"
        "    signal.pause()\n"
        "    return b''\n"
        "side_by_side([wait, long], jobs=2)\n",
        encoding="utf-8",
    )
    told = tmp_path / "copy"
    listening, copied = os.pipe()
    with subprocess.Popen([sys.executable, str(script), str(told)], pass_fds=[copied]) as process:  # noqa: S603 - ours
        os.close(copied)
        process.wait()
        # The copy inherited the other end: it is closed when the copy is gone.
        assert select.select([listening], [], [], 20)[0]
        os.close(listening)
    assert process.returncode == -signal.SIGKILL
    assert told.read_text() != str(process.pid)
