"""What reading costs, stage by stage, against bare python-calamine parsing the same files: CPU, medians, ratios.

`PYTHONPATH=. python3 benchmarks/reading.py [--workbooks 1000] [--rows 20] [--runs 5] [FOLDER]`

Every figure is a process of its own; the processes run in turn (A B C A B C …), so that a drift of the machine's speed
touches all alike, and the first round is not counted. A stage is timed inside its process, from when its modules are
loaded: `grids` opens and parses, `layouts` finds the forms in what was parsed, `in process` is all of `read_found`;
`isolated` is `read_all` in worker processes (parent and children together), `cached` the same when nothing changed.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from campaign import make

PROFILE = "cqny-2021"
BARE, ISOLATED, CACHED, HERE = "bare calamine", "isolated", "cached", "in process"
STAGES = (BARE, "grids", "layouts", HERE, ISOLATED, CACHED)


def main() -> None:
    """Make the files, time the stages in turn, print medians and ratios; or be one of the stages."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", help="collected workbooks; made when left out")
    parser.add_argument("--workbooks", type=int, default=1000)
    parser.add_argument("--rows", type=int, default=20)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--stage", choices=STAGES, help="be this stage and print its CPU seconds")
    parser.add_argument("--cache", help="where `cached` keeps its readings")
    asked = parser.parse_args()
    if asked.stage:
        print(_stage(asked.stage, Path(asked.folder), Path(asked.cache or "")))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.folder or str(make(Path(scratch), asked.workbooks, asked.rows)[0])
        files = sum(path.is_file() for path in Path(folder).rglob("*"))
        command = [sys.executable, __file__, folder, "--cache", str(Path(scratch) / "cache"), "--stage"]
        found = {stage: list[tuple[float, float, float]]() for stage in STAGES}
        for turn in range(asked.runs + 1):
            for stage in STAGES:
                told = subprocess.run([*command, stage], capture_output=True, text=True, check=True).stdout.split()
                found[stage] += [(float(told[0]), float(told[1]), float(told[2]))] if turn else []
    print(f"{files} files, medians of {asked.runs} runs")
    print(f"{'':16}{'CPU s':>8}{'ms/file':>9}{'÷ bare':>8}{'wall s':>8}{'MiB':>6}")
    median = {stage: [statistics.median(kind) for kind in zip(*runs, strict=True)] for stage, runs in found.items()}
    for stage, (cpu, wall, memory) in median.items():
        print(f"{stage:16}{cpu:8.2f}{cpu / files * 1e3:9.3f}{cpu / median[BARE][0]:8.2f}{wall:8.2f}{memory:6.0f}")
    print(f"isolated ÷ in process {median[ISOLATED][0] / median[HERE][0]:.2f} (target ≤ 1.3, moonshot ≤ 1.1)")
    print(f"cached ÷ isolated {median[CACHED][0] / median[ISOLATED][0]:.2f} (reading only; moonshot of a run ≤ 0.3)")


def _stage(stage: str, folder: Path, cache: Path) -> str:
    """Return CPU seconds, wall seconds and the peak memory of this process in MiB."""
    work = _bare(folder) if stage == BARE else _ours(stage, folder, cache)
    start, before = time.perf_counter(), _cpu()
    work()
    after, wall = _cpu(), time.perf_counter() - start
    return f"{after - before} {wall} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}"


def _cpu() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _bare(folder: Path):  # noqa: ANN202 - a function without arguments
    from python_calamine import CalamineWorkbook

    def work() -> None:
        for path in sorted(folder.rglob("*.xlsx")):
            book = CalamineWorkbook.from_path(str(path))
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()

    return work


def _ours(stage: str, folder: Path, cache: Path):  # noqa: ANN202 - a function without arguments
    from toolkit import load_profile
    from toolkit.engine import Local
    from toolkit.intake.discover import discover, fetch
    from toolkit.intake.grids import read_workbook
    from toolkit.intake.read import read_all, read_found, recognised_reading

    forms = load_profile(PROFILE).forms
    founds = [found for found in discover(folder) if found.status == "candidate"]
    books = [(found, read_workbook(found.path, fetch(found))) for found in founds] if stage == "layouts" else []
    kept = cache if stage == CACHED else None

    def work() -> None:
        if stage in {ISOLATED, CACHED}:
            read_all(discover(folder), forms=forms, engine=Local(), cache=kept)
        for found in founds if stage == "grids" else ():
            read_workbook(found.path, fetch(found))
        for found, book in books:
            recognised_reading(found, "", workbook=book, forms=forms)
        for found in founds if stage == HERE else ():
            read_found(found, forms=forms)

    return work


if __name__ == "__main__":
    main()
