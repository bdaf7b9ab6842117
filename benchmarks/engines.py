"""The same work on every engine of this machine: one campaign and one pair of registers, the results compared.

    python benchmarks/engines.py [--workbooks 200] [--rows 200000] [--jobs 2] [--runs 3] [local dask spark]

Start-up stands by itself: a cluster is started once and used for long. Wall time, since the work is done elsewhere; the
engines take turns, so that a busy machine is as busy for each. Needs `reconcile-toolkit[dask,spark]` and Java 17.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import campaign as invented
import pandas as pd

from toolkit import Sources, reconcile
from toolkit.comparison.match.pairs import pair
from toolkit.engine import open_engine
from toolkit.model import Ledger
from toolkit.register.rows.defaults import name_columns
from toolkit.report.outcome import to_json

sys.path.insert(0, str(Path(__file__).parent / "matching"))
import registers

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.engine import Engine

DAY = dt.date(2026, 3, 11)


def main() -> None:
    """Print for each engine and work: seconds (median), ratio to local, and whether the result is local's."""
    given = _arguments()
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        collected, previous = invented.make(place, given.workbooks, 20)
        registers.make(place, given.rows)
        works: dict[str, Callable[[Engine], bytes]] = {
            "campaign": lambda engine: _campaign(collected, previous, engine),
            "registers": lambda engine: _registers(place, engine),
        }
        engines = {}
        for name in given.engines:
            begun = time.perf_counter()
            engines[name] = stack.enter_context(open_engine(name, jobs=given.jobs))
            print(f"{name:6} start-up {time.perf_counter() - begun:6.1f} s")
        for work, function in works.items():
            _compared(work, function, engines, given.runs)


def _compared(work: str, function: Callable[[Engine], bytes], engines: dict[str, Engine], runs: int) -> None:
    taken: dict[str, list[float]] = {name: [] for name in engines}
    told: dict[str, set[str]] = {name: set() for name in engines}
    for run in range(runs + 1):
        for name, engine in engines.items():
            begun = time.perf_counter()
            result = function(engine)
            if run:  # the first warms the workers
                taken[name].append(time.perf_counter() - begun)
            told[name].add(hashlib.sha256(result).hexdigest())
    first = next(iter(engines))
    for name in engines:
        ratios = [mine / theirs for mine, theirs in zip(taken[name], taken[first], strict=True)]
        same = "the same result" if told[name] == told[first] and len(told[name]) == 1 else "ANOTHER RESULT"
        middle, ratio = statistics.median(taken[name]), statistics.median(ratios)
        print(f"{work:9} {name:6} {middle:7.1f} s  {ratio:5.2f} x {first}  {same}")


def _campaign(collected: Path, previous: Path, engine: Engine) -> bytes:
    sources = Sources(previous=previous)
    return to_json(reconcile(collected, as_of=DAY, profile="cqny-2021", sources=sources, engine=engine))


def _registers(place: Path, engine: Engine) -> bytes:
    ours, theirs = (_register(place / f"{side}.parquet", engine) for side in ("ours", "theirs"))
    return pair(ours, theirs, engine=engine).matched.to_csv().encode()


def _register(path: Path, engine: Engine) -> Ledger:
    frame = pd.read_parquet(path)
    told = name_columns(frame["group_name"], engine=engine)
    return Ledger(frame.assign(**told, filing_no="", group_nos=frame["group_no"]), ())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engines", nargs="*", default=["local", "dask", "spark"])
    for name, default in (("workbooks", 200), ("rows", 200_000), ("jobs", 2), ("runs", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    return parser.parse_args()


if __name__ == "__main__":
    main()
