"""Whole runs against yardsticks on the same generated files, side by side: medians, and every target with its verdict.

`python3 dev.py bench [--parts whole small …] [--runs 5] [--write]`. The commands of a part run in turn (A B C A B …),
each as a process of its own, so that a drift of the machine's speed touches all alike; the first round is not counted,
it measures the memory. What is measured is kept in `benchmarks/figures.json`, part by part, so that parts may be run
one at a time; `--write` puts all of them into `docs/benchmarks.md`. All parts take about twenty minutes on two quiet
cores.

whole   1,000 workbooks: bare calamine, two plain scripts, ours with and without writing, again, one file changed
small   100 workbooks, 100 with ten faults each, and one
start   `reconcile --help`, and the size of the installation
reading what isolation adds to a file
growth  10,000 to 100,000 rows through the whole command, its exponent by stage
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import growth
from campaign import make, unit_names, unit_rows, write_return
from stages import memory_of_tree
from targets import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).resolve().parent
KEPT = HERE / "figures.json"
PAGE = HERE.parent / "docs" / "benchmarks.md"
START, END = "<!-- figures: written by benchmarks/end_to_end.py -->", "<!-- end of the figures -->"
KERNEL = """
import datetime, pathlib, sys
from toolkit import Sources, load_profile, reconcile
outcome = reconcile(pathlib.Path(sys.argv[1]), profile=load_profile("cqny-2021"), as_of=datetime.date(2026, 3, 11),
                    sources=Sources(previous=pathlib.Path(sys.argv[2])))
print(len(outcome.verdicts))
"""
SIZES = (10_000, 100_000)


class Cost(NamedTuple):
    """What one run of a command took; its memory is that of the whole tree of processes."""

    wall: float
    cpu: float
    mib: float


@dataclass(frozen=True)
class Command:
    """A program to time: what is run, what is done before every run and not timed."""

    name: str
    words: list[str]
    before: Callable[[], object] = lambda: None


def main() -> None:
    """Make the files, time the parts that are asked for, print and keep what came of it."""
    parts = {"whole": _whole, "small": _small, "start": _start}
    parser = argparse.ArgumentParser()
    parser.add_argument("--parts", nargs="+", choices=(*parts, "reading", "growth"), default=None)
    parser.add_argument("--workbooks", type=int, default=1000)
    parser.add_argument("--rows", type=int, default=20)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    asked = parser.parse_args()
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    for part in asked.parts or [*parts, "reading", "growth"]:
        with tempfile.TemporaryDirectory() as folder:
            if part in parts:
                told = _timed_in_turn(list(parts[part](Path(folder), asked.workbooks, asked.rows)), asked.runs, folder)
            else:
                told = _reading(Path(folder), asked) if part == "reading" else _growth()
        if part == "start":
            told["installation"] = {"mib": _size_of_installation()}
        kept[part] = {"when": _when(asked.runs), "figures": told}
        KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    text = "\n".join(_page(kept))
    print(text)
    if asked.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
        PAGE.write_text(f"{before}{START}\n\n{text}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def _timed_in_turn(commands: list[Command], runs: int, folder: str) -> dict[str, dict[str, float]]:
    costs: dict[str, list[Cost]] = {command.name: [] for command in commands}
    mib: dict[str, float] = {}
    for turn in range(runs + 1):
        for command in commands:
            command.before()
            cost = timed(command.words, _environment(folder), memory=not turn)
            if turn:
                costs[command.name].append(cost)
            else:
                mib[command.name] = cost.mib
    return {
        name: {
            "wall": statistics.median(one.wall for one in found),
            "cpu": statistics.median(one.cpu for one in found),
            "mib": mib[name],
        }
        for name, found in costs.items()
    }


def _environment(folder: str) -> dict[str, str]:
    return {**os.environ, "RECONCILE_CACHE_DIR": str(Path(folder) / "memory" / "readings")}


def timed(command: list[str], environment: dict[str, str], *, memory: bool = False) -> Cost:
    """Run a command; return its wall and CPU seconds, children included, and where asked its peak memory."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=said)
        peak, done = [0.0], threading.Event()
        if memory:
            threading.Thread(target=_watch, args=(process.pid, peak, done), daemon=True).start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        done.set()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in {0, 1}:
            said.seek(0)
            sys.exit(f"{command}: {said.read().decode(errors='replace')}")
    return Cost(wall, used.ru_utime + used.ru_stime, max(peak[0], used.ru_maxrss / 1024 if not memory else 0))


def _watch(process: int, peak: list[float], done: threading.Event) -> None:
    while not done.wait(0.05):
        peak[0] = max(peak[0], memory_of_tree(process))


def _whole(folder: Path, workbooks: int, rows: int) -> Iterator[Command]:
    collected, previous = make(folder / "a", workbooks, rows)
    script = [sys.executable, str(HERE / "plain_script.py"), str(collected), str(previous), str(folder / "plain.xlsx")]
    yield Command(
        "bare calamine, the same inputs",
        [sys.executable, str(HERE / "bare_calamine.py"), str(collected), str(previous)],
    )
    yield Command("plain script, openpyxl", script)
    yield Command("plain script, calamine and XlsxWriter", [*script, "calamine", "xlsxwriter"])
    yield Command("ours, nothing written", [sys.executable, "-c", KERNEL, str(collected), str(previous)])
    yield Command("ours, whole run", [*_run(collected, previous, folder / "out"), "--no-cache"])
    yield Command("ours, again with nothing changed", _run(collected, previous, folder / "again"))
    another = Path(
        shutil.copytree(collected, folder / "b" / collected.name)
    )  # the other runs must find nothing changed
    yield Command("ours, one file changed", _run(another, previous, folder / "changed"), _changing(another, rows))


def _changing(collected: Path, rows: int) -> Callable[[], None]:
    """Return what writes one unit's workbook anew, with other people in it."""
    import random

    seeds = iter(range(1, 1 << 20))
    unit = next(unit_names())

    def change() -> None:
        write_return(collected / f"{unit}.xlsx", unit, unit_rows(random.Random(next(seeds)), unit, 0, rows))

    return change


def _small(folder: Path, workbooks: int, rows: int) -> Iterator[Command]:
    few = max(1, workbooks // 10)
    sizes = {"a tenth": (few, False), "a tenth with faults": (few, True), "one workbook": (1, False)}
    for name, (count, faults) in sizes.items():
        place = folder / name
        collected, previous = make(place, count, rows, faults=faults)
        if name == "a tenth":
            script = [str(HERE / "plain_script.py"), str(collected), str(previous), str(place / "plain.xlsx")]
            yield Command("plain script, openpyxl, a tenth", [sys.executable, *script])
        yield Command(f"ours, whole run, {name}", [*_run(collected, previous, place / "out"), "--no-cache"])


def _start(_folder: Path, _workbooks: int, _rows: int) -> Iterator[Command]:
    yield Command("reconcile --help", [sys.executable, "-m", "toolkit", "--help"])
    yield Command("python, doing nothing", [sys.executable, "-c", "pass"])


def _run(collected: Path, previous: Path, out: Path) -> list[str]:
    asked = ["run", str(collected), "--profile", "cqny-2021", "--previous", str(previous), "--as-of", "2026-03-11"]
    return [sys.executable, "-m", "toolkit", *asked, "--out", str(out), "--quiet"]


def _reading(folder: Path, asked: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Return the CPU milliseconds a file of reading in one process, and in workers."""
    collected, _ = make(folder / "a", asked.workbooks, asked.rows)
    found: dict[str, list[float]] = {"bare calamine": [], "in process": [], "isolated": []}
    for turn in range(asked.runs + 1):
        for stage, costs in found.items():
            command = [sys.executable, str(HERE / "reading.py"), str(collected), "--stage", stage]
            told = subprocess.run(command, capture_output=True, text=True, check=True, env=_environment(str(folder)))
            costs.extend([float(told.stdout.split()[0])] if turn else [])
    return {stage: {"ms": statistics.median(costs) / asked.workbooks * 1e3} for stage, costs in found.items()}


def _growth() -> dict[str, dict[str, dict[str, float]]]:
    kind = "parquet" if importlib.util.find_spec("pyarrow") else "csv"  # an extra: the office has none
    return {
        shape: {str(rows): growth.grown(rows, shape, kind) for rows in SIZES}
        for shape in ("lacking", "faulty", "unlike")
    }


def _size_of_installation() -> float:
    """Return the MiB of the environment this runs in, without what installs: `dev.py bench` makes one for it."""
    home = Path(sys.prefix)
    files = (path for path in home.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_blocks * 512 for path in files if not {"pip", "setuptools"} & set(path.parts)) / (1 << 20)


def _when(runs: int) -> str:
    return (
        f"{dt.datetime.now().astimezone().date()}, medians of {runs}, Python {platform.python_version()}, "
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end"
    )


def _page(kept: dict[str, dict[str, dict[str, dict[str, float]]]]) -> Iterator[str]:
    """Yield the tables of all parts that were measured, and that of the targets."""
    yield from ("| target | figure | asked | moonshot | verdict | what holds it back |", "| --- " * 6 + "|")
    for row in rows_of({part: one["figures"] for part, one in kept.items()}):
        yield f"| {' | '.join(row)} |"
    for part in ("whole", "small", "start"):
        if part in kept:
            yield from ("", f"*{part}*: {kept[part]['when']}.", "")
            yield from ("| program | wall s | CPU s | peak MiB, all processes |", "| --- " * 4 + "|")
            for name, cost in kept[part]["figures"].items():
                if "cpu" in cost:
                    yield f"| {name} | {cost['wall']:.2f} | {cost['cpu']:.2f} | {cost['mib']:.0f} |"
    if "reading" in kept:
        yield from ("", f"*reading*: {kept['reading']['when']}.", "", "| stage | CPU ms a file |", "| --- | --- |")
        yield from (f"| {stage} | {cost['ms']:.2f} |" for stage, cost in kept["reading"]["figures"].items())
    for shape, sizes in kept.get("growth", {}).get("figures", {}).items():
        counts = [int(rows) for rows in sizes]
        yield from (
            "",
            f"*growth, {shape}*: CPU s by rows a year, one run each; {kept['growth']['when']}.",
            "",
        )
        yield from growth.table(counts, list(sizes.values()))


if __name__ == "__main__":
    main()
