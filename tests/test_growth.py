"""It ends: no stage of a run grows faster than the rows. Work is counted, not timed (`counting`).

Each shape has once been a square: a list without columns that the regulation asks for filled a column anew for every
row that lacks it, and so did each hit of a rule. Where no two names are alike all is put to the matcher.
"""

from __future__ import annotations

import datetime as dt
import importlib
from typing import TYPE_CHECKING, Any

import pytest
from counting import Counted, growth
from growth import make
from stages import WRAPPED

from toolkit.engine import Local
from toolkit.model import Sources
from toolkit.regulations.profile import load_profile
from toolkit.tasks.campaign import Order, carry_out

if TYPE_CHECKING:
    from pathlib import Path

WARM, FEW, MANY = 40, 150, 450
TIMES = MANY / FEW * 1.25
"""Three times the rows may be so many times the work: something is sorted, and a page has a beginning and an end."""
SMALL = 30_000
"""A stage with less to do says nothing: what it does once and for all weighs as much."""


@pytest.mark.parametrize("shape", ["lacking unlike", "faulty"])
def test_three_times_the_rows_are_three_times_the_work(shape: str, tmp_path: Path, monkeypatch: Any) -> None:
    counted = Counted()
    monkeypatch.setattr(Local, "isolated", lambda _, read, items, *__, **___: map(read, items))  # counted here, too
    for stage, place in WRAPPED.items():
        module, _, name = place.partition(":")
        *owners, name = name.split(".")
        holder: Any = importlib.import_module(module)
        for owner in owners:
            holder = getattr(holder, owner)
        monkeypatch.setattr(holder, name, counted.staged(stage, getattr(holder, name)))
    runs = [_work(counted, tmp_path, shape, rows) for rows in (WARM, FEW, MANY)]
    told = growth(runs[1], runs[2])  # the first brought modules and vocabulary along
    assert {stage: times for stage, times in told.items() if times > TIMES and runs[2][stage] > SMALL} == {}
    assert {stage for stage in WRAPPED if runs[2][stage] < SMALL} <= {"put in place"}


def _work(counted: Counted, place: Path, shape: str, rows: int) -> dict[str, int]:
    folder = place / str(rows)
    collected, previous = make(folder, rows, shape, "csv")
    order = Order(
        collected=collected,
        profile=load_profile("cqny-2021"),
        as_of=dt.date(2026, 3, 11),
        out=folder / "out",
        sources=Sources(previous=previous),
        remember=False,
        jobs=1,
    )
    counted.clear()
    with counted:
        ran = carry_out(order)
    assert len(ran.outcome.ledger.frame) == rows
    return dict(counted)
