"""The sample campaigns as their makers describe them: where each lies, its day, its lists, and its outcome."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from toolkit import Sources, reconcile

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
sys.path.insert(0, str(SAMPLES))

import make  # noqa: E402 - the samples are no package: their folder has to be named first
import meant  # noqa: E402 - likewise

if TYPE_CHECKING:
    import datetime as dt

    from toolkit.engine import Engine
    from toolkit.model import Outcome

PROFILES: tuple[str, ...] = tuple(meant.PROFILES)


def collected(name: str) -> Path:
    """Return the folder of what the units sent."""
    return SAMPLES / name / "收回"


def day_of(name: str) -> dt.date:
    """Return the day for which the campaign is judged."""
    return cast("dt.date", meant.campaign(name)["as_of"])


def lists_of(name: str) -> dict[str, Path]:
    """Return the lists of the department by the name of their option."""
    folder = SAMPLES / name
    return {source: folder / file for source, file in make.SOURCES.items() if (folder / file).exists()}


def reconciled(name: str, *, engine: Engine | None = None) -> Outcome:
    """Return the campaign, read and judged anew."""
    how: dict[str, Any] = {"jobs": 1} if engine is None else {"engine": engine}
    sources = Sources(**lists_of(name))
    return reconcile(collected(name), as_of=day_of(name), profile=name, sources=sources, **how)


@cache
def outcome_of(name: str) -> Outcome:
    """Return the campaign as it comes out; judged once, and not to be changed."""
    return reconciled(name)
