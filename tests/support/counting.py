"""How much work something is, counted and not timed: the same on every machine, however busy it is.

    counted = work(lambda: validate(ledger, profile, faults))
    counted["validate"]     calls, and rows that pandas was asked to go through

A call of a Python function is one, a method of a Series or a frame as many as the rows it is called on: a column that
is filled anew for every row costs a square, though it is one call of a function. Of our own modules every line counts
that is come to, so that a loop within a loop is seen that calls nothing. What C does in one call is not seen.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

import toolkit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import FrameType


OURS = str(Path(toolkit.__file__).parent)
AT_ONCE = frozenset(
    {"__getitem__", "_box_func", "_values", "iat", "_get_value", "_ixs", "__finalize__", "attrs", "_get_item", "array"}
    | {"_constructor_sliced_from_mgr", "__contains__", "_info_axis", "name", "__setattr__", "dtype", "_set_axis"}
    | {"__getattr__", "_constructor_from_mgr", "view", "_constructor", "__len__", "index", "axes", "ndim", "shape"}
    | {"_validate_scalar", "values", "_get_axis", "empty", "columns", "size", "take", "_constructor_sliced", "flags"}
)
"""Methods that look at no row, at one, or at those they are given."""


def _rows(own: object) -> int:
    """Return how many rows a column or a frame has; 0 for everything else, and for one that is only being made."""
    return len(own) if isinstance(own, pd.Series | pd.DataFrame) and "_mgr" in vars(own) else 0


class Counted(Counter[str]):
    """Work by stage; `stage` names the one that is going on."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = ["rest"]

    def _note(self, frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            own = frame.f_locals.get("self")
            self[self.stage[-1]] += 1 if frame.f_code.co_name in AT_ONCE else 1 + _rows(own)
        elif event == "c_call":
            self[self.stage[-1]] += 1

    def _enter(self, frame: FrameType, _: str, __: Any) -> Callable[..., Any] | None:
        return self._line if frame.f_code.co_filename.startswith(OURS) else None

    def _line(self, _: FrameType, event: str, __: Any) -> Callable[..., Any]:
        if event == "line":
            self[self.stage[-1]] += 1
        return self._line

    def staged(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as a stage of its own."""

        def inside(*args: Any, **named: Any) -> Any:
            self.stage.append(name)
            try:
                return function(*args, **named)
            finally:
                self.stage.pop()

        return inside

    def __enter__(self) -> None:
        sys.setprofile(self._note)
        sys.settrace(self._enter)

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)
        sys.setprofile(None)


def squares(works: Sequence[tuple[int, Mapping[str, int]]]) -> dict[str, float]:
    """Return of each stage how much work there is a pair of rows, from the work at three sizes; the most first.

    That is `c` of `a + b n + c n²`, which is told exactly: 0 for what grows with the rows, however much it is.
    """
    (few, first), (some, second), (many, third) = works
    found = {
        stage: ((third[stage] - second[stage]) / (many - some) - (second[stage] - first[stage]) / (some - few))
        / (many - few)
        for stage in third
    }
    return dict(sorted(found.items(), key=lambda item: -item[1]))
