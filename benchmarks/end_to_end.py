"""Whole runs against two yardsticks on the same generated files, side by side, as ratios of medians.

`python3 dev.py bench [--workbooks 1000] [--rows 20] [--runs 5] [--write]`. The commands run in turn (A B C A B C …),
each as a process of its own, so that a drift of the machine's speed touches all alike; the first round is not counted.
`--write` puts the tables into `docs/benchmarks.md`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from campaign import make

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
START, END = "<!-- figures: written by benchmarks/end_to_end.py -->", "<!-- end of the figures -->"
KERNEL = """
import datetime, pathlib, sys
from toolkit import Sources, load_profile, reconcile
outcome = reconcile(pathlib.Path(sys.argv[1]), profile=load_profile("cqny-2021"), as_of=datetime.date(2026, 3, 11),
                    sources=Sources(previous=pathlib.Path(sys.argv[2])))
print(len(outcome.verdicts))
"""
CALAMINE, PLAIN, KERNEL_ONLY, WHOLE, AGAIN = (
    "bare calamine, parsing only",
    "plain pandas script",
    "ours, nothing written",
    "ours, whole run",
    "ours, run again with nothing changed",
)
SMALL_PLAIN, SMALL, HELP = "plain pandas script, a tenth", "ours, whole run, a tenth", "reconcile --help"


class Cost(NamedTuple):
    """What one run of a command took."""

    wall: float
    cpu: float
    mib: float


def main() -> None:
    """Make the files, time the commands in turn, print medians and ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--workbooks", type=int, default=1000)
    parser.add_argument("--rows", type=int, default=20)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        commands = _commands(Path(folder), asked.workbooks, asked.rows)
        costs: dict[str, list[Cost]] = {name: [] for name in commands}
        for turn in range(asked.runs + 1):
            for name, command in commands.items():
                cost = timed(command, {**os.environ, "XDG_CACHE_HOME": str(Path(folder) / "cache")})
                costs[name] += [cost] if turn else []
    median = {
        name: Cost(*(statistics.median(kind) for kind in zip(*runs, strict=True))) for name, runs in costs.items()
    }
    told = (
        f"{asked.workbooks} workbooks of {asked.rows} rows, medians of {asked.runs} runs after one not counted; "
        f"{dt.datetime.now().astimezone().date()}, Python {platform.python_version()}, {os.cpu_count()} processors, "
        f"load {os.getloadavg()[0]:.1f} at the end."
    )
    text = "\n".join([told, "", *_table(median), "", *_targets(median)])
    print(text)
    if asked.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
        PAGE.write_text(f"{before}{START}\n\n{text}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def timed(command: list[str], environment: dict[str, str]) -> Cost:
    """Run a command; return its wall and CPU seconds and its peak memory, those of its own children included."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in {0, 1}:
            said.seek(0)
            sys.exit(f"{command}: {said.read().decode(errors='replace')}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _commands(folder: Path, workbooks: int, rows: int) -> dict[str, list[str]]:
    collected, previous = make(folder / "a", workbooks, rows)
    few, few_before = make(folder / "b", max(1, workbooks // 10), rows)
    python = sys.executable
    return {
        CALAMINE: [python, str(HERE / "bare_calamine.py"), str(collected)],
        PLAIN: [python, str(HERE / "plain_script.py"), str(collected), str(previous), str(folder / "plain.xlsx")],
        KERNEL_ONLY: [python, "-c", KERNEL, str(collected), str(previous)],
        WHOLE: [*_whole(collected, previous, folder / "out"), "--no-cache"],
        AGAIN: _whole(collected, previous, folder / "out"),
        SMALL_PLAIN: [python, str(HERE / "plain_script.py"), str(few), str(few_before), str(folder / "few.xlsx")],
        SMALL: [*_whole(few, few_before, folder / "few"), "--no-cache"],
        HELP: [python, "-m", "toolkit", "--help"],
    }


def _whole(collected: Path, previous: Path, out: Path) -> list[str]:
    run = [
        sys.executable,
        "-m",
        "toolkit",
        "run",
        str(collected),
        "--profile",
        "cqny-2021",
        "--previous",
        str(previous),
    ]
    return [*run, "--as-of", "2026-03-11", "--out", str(out), "--quiet"]


def _table(median: dict[str, Cost]) -> list[str]:
    lines = ["| program | wall s | CPU s | peak MiB |", "| --- | --- | --- | --- |"]
    return [
        *lines,
        *(f"| {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.mib:.0f} |" for name, cost in median.items()),
    ]


def _targets(median: dict[str, Cost]) -> list[str]:
    kernel = median[KERNEL_ONLY].cpu / median[CALAMINE].cpu
    whole = median[PLAIN].wall / median[WHOLE].wall
    small = median[SMALL_PLAIN].wall / median[SMALL].wall
    again = median[AGAIN].wall / median[WHOLE].wall
    memory = median[WHOLE].mib
    rows = [
        ("nothing written ÷ bare calamine (CPU)", f"{kernel:.1f} ×", "≤ 4 ×", kernel <= 4),
        ("plain script ÷ whole run (wall)", f"{whole:.1f} ×", "≥ 10 ×", whole >= 10),
        (
            "a tenth of the workbooks, whole run (wall)",
            f"{median[SMALL].wall:.2f} s",
            "≤ 2.5 s",
            median[SMALL].wall <= 2.5,
        ),
        ("plain script ÷ it, a tenth of the workbooks", f"{small:.1f} ×", "≥ 2.5 ×", small >= 2.5),
        ("run again ÷ whole run (wall)", f"{again:.2f} ×", "≤ 0.5 ×", again <= 0.5),
        ("peak memory of the whole run, parent", f"{memory:.0f} MiB", "≤ 400 MiB", memory <= 400),
        ("`reconcile --help` (wall)", f"{median[HELP].wall:.2f} s", "≤ 0.3 s", median[HELP].wall <= 0.3),
    ]
    lines = ["| target | figure | asked | |", "| --- | --- | --- | --- |"]
    return [
        *lines,
        *(f"| {what} | {figure} | {asked} | {'met' if met else '**missed**'} |" for what, figure, asked, met in rows),
    ]


if __name__ == "__main__":
    main()
