"""Works done side by side answer as if they were done in turn, whatever becomes of the copies."""

from __future__ import annotations

import os
import signal
from functools import partial

import pytest

from toolkit.engine import isolated
from toolkit.engine.beside import side_by_side

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
