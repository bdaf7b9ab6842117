"""It ends: no stage of a run grows faster than the rows. Work is counted, not timed (`counting`).

Each shape has once been a square: a list without columns that the regulation asks for filled a column anew for every
row that lacks it, and so did each hit of a rule. Where no two names are alike all is put to the matcher.
"""

from __future__ import annotations

import datetime as dt
import importlib
from typing import TYPE_CHECKING, Any

import pytest
from counting import Counted, squares
from growth import make
from stages import WRAPPED

from toolkit.engine import Local
from toolkit.model import Sources
from toolkit.regulations.profile import load_profile
from toolkit.tasks.campaign import Order, carry_out

if TYPE_CHECKING:
    from pathlib import Path

SIZES = (80, 160, 320)
A_PAIR = 1.5
"""So much work a pair of rows is none: a loop within a loop that does nothing at all is two lines.

What begins only at some number of units (more than five that are told the same are told once) looks like less.
"""
LITTLE = 20_000
"""A stage with less work than that is not seen to grow: it is none of those that go through the rows."""


@pytest.mark.parametrize("shape", ["lacking unlike", "faulty"])
def test_no_stage_has_work_for_every_pair_of_rows(shape: str, tmp_path: Path, monkeypatch: Any) -> None:
    counted = Counted()
    monkeypatch.setattr(Local, "isolated", lambda _, read, items, *__, **___: map(read, items))  # counted here, too
    for stage, place in WRAPPED.items():
        module, _, name = place.partition(":")
        *owners, name = name.split(".")
        holder: Any = importlib.import_module(module)
        for owner in owners:
            holder = getattr(holder, owner)
        monkeypatch.setattr(holder, name, counted.staged(stage, getattr(holder, name)))
    _work(counted, tmp_path / "before", shape, SIZES[-1])  # brings modules, vocabulary and texts read before along
    works = [(rows, _work(counted, tmp_path, shape, rows)) for rows in SIZES]
    assert {stage: most for stage, most in squares(works).items() if most > A_PAIR} == {}
    assert {stage for stage in WRAPPED if works[-1][1].get(stage, 0) < LITTLE} <= {"put in place"}


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
