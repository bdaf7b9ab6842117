"""The whole run against two yardsticks on the same generated files, side by side, as ratios of medians.

`python3 dev.py bench [--workbooks 1000] [--rows 20] [--runs 5]`. The commands run in turn (A B C A B C …), each as a
process of its own, so that a drift of the machine's speed touches all three alike; the first round is not counted.
"""

from __future__ import annotations

import argparse
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from campaign import make

HERE = Path(__file__).resolve().parent
KERNEL = """
import datetime, pathlib, sys
from toolkit import Sources, load_profile, reconcile
outcome = reconcile(pathlib.Path(sys.argv[1]), profile=load_profile("cqny-2021"), as_of=datetime.date(2026, 3, 11),
                    sources=Sources(previous=pathlib.Path(sys.argv[2])))
print(len(outcome.verdicts))
"""


def timed(command: list[str]) -> tuple[float, float]:
    """Run a command; return its wall and CPU seconds (children included)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in {0, 1}:
        sys.exit(f"{command}: {done.stderr}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Make the files, time the commands in turn, print medians and ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--workbooks", type=int, default=1000)
    parser.add_argument("--rows", type=int, default=20)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        collected, previous = make(Path(folder), asked.workbooks, asked.rows)
        python = sys.executable
        whole = [python, "-m", "toolkit", "run", str(collected), "--profile", "cqny-2021", "--previous", str(previous)]
        whole += ["--as-of", "2026-03-11", "--out", str(Path(folder) / "out"), "--quiet"]
        commands = {
            "bare calamine, parsing only": [python, str(HERE / "bare_calamine.py"), str(collected)],
            "plain pandas script": [
                python, str(HERE / "plain_script.py"), str(collected), str(previous), str(Path(folder) / "plain.xlsx"),
            ],
            "ours, nothing written": [python, "-c", KERNEL, str(collected), str(previous)],
            "ours, whole run": whole,
        }  # fmt: skip
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for turn in range(asked.runs + 1):
            for name, command in commands.items():
                result = timed(command)
                if turn:
                    times[name].append(result)
    print(f"{asked.workbooks} workbooks of {asked.rows} rows, {asked.runs} runs, Python {platform.python_version()}")
    wall = {name: statistics.median(run[0] for run in runs) for name, runs in times.items()}
    cpu = {name: statistics.median(run[1] for run in runs) for name, runs in times.items()}
    print(f"{'':32}{'wall s':>9}{'CPU s':>9}{'CPU ÷ calamine':>17}{'plain ÷ it (wall)':>20}")
    base, plain = cpu["bare calamine, parsing only"], wall["plain pandas script"]
    for name in commands:
        print(f"{name:32}{wall[name]:9.2f}{cpu[name]:9.2f}{cpu[name] / base:17.2f}{plain / wall[name]:20.2f}")


if __name__ == "__main__":
    main()
