"""Matching against its peers: the same two registers, each program a process of its own, in turn; and ours as it grows.

    python benchmarks/matching/run.py --rows 40000 --runs 5 --peer-python PYTHON     one table
    python benchmarks/matching/run.py --growth                                       seconds of ours by rows, exponent

The peers are no dependencies of the toolkit: `PYTHON` is an environment with `benchmarks/matching/peers.txt` installed.
Nobody is told the truth; the pairs each program writes are compared with it afterwards. Everything is timed: the start
of the process, reading, cleaning, training, matching, writing.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow.parquet as pq
import registers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent.parent / "docs" / "matching.md"
PEERS = {
    "Splink 5, DuckDB": "splink5",
    "recordlinkage": "record_linkage",
    "dedupe": "dedupe3",
    "TF-IDF cosine": "tfidf",
    "rapidfuzz loop in units": "plain_rapidfuzz",
}
AGAINST = "Splink 5, DuckDB"
OURS, SURE = "ours, with first suggestions", "ours, automatic only"
GROWTH = (10_000, 40_000, 160_000, 1_000_000)
_STOPPED = 124


class Run(NamedTuple):
    """What one process took: wall and CPU seconds, peak memory in MiB; `ended` is its exit code."""

    wall: float
    cpu: float
    memory: float
    ended: int


class Quality(NamedTuple):
    """How right the pairs of a program are."""

    precision: float
    recall: float
    f1: float


def timed(command: Sequence[str], *, limit: float, path: str) -> Run:
    """Run a command for at most so many seconds."""
    start = time.perf_counter()
    child = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    signal.signal(signal.SIGALRM, lambda *_: child.kill())
    signal.alarm(math.ceil(limit))
    _, status, used = os.wait4(child.pid, 0)
    signal.alarm(0)
    wall = time.perf_counter() - start
    ended = os.waitstatus_to_exitcode(status)
    if ended not in {0, -signal.SIGKILL}:
        sys.exit(f"{' '.join(command)}\n{child.stderr.read() if child.stderr else ''}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, _STOPPED if ended else 0)


def quality(truth: Path, found: Path) -> Quality:
    """Compare the pairs of a program with the truth."""
    right, said = (
        set(zip(*(pq.read_table(path).column(side).to_pylist() for side in ("ours", "theirs")), strict=True))
        for path in (truth, found)
    )
    hits = len(right & said)
    precision, recall = hits / max(len(said), 1), hits / len(right)
    return Quality(precision, recall, 2 * precision * recall / max(precision + recall, 1e-9))


def compare(asked: argparse.Namespace, folder: Path) -> str:
    """Run ours and the peers in turn on one pair of registers; return the table."""
    registers.make(folder, asked.rows)
    results = {name: folder / f"{script}.parquet" for name, script in PEERS.items() if script in asked.peers}
    results |= {OURS: folder / "ours_all.parquet"}
    runs: dict[str, list[Run]] = {name: [] for name in results}
    for _ in range(asked.runs):
        for name, result in results.items():
            if runs[name] and runs[name][-1].ended:
                continue  # it did not end the first time
            if name == OURS:
                runs[name].append(_ours(folder, asked.limit))
            else:
                command = [asked.peer_python, str(HERE / "peers" / f"{PEERS[name]}.py"), str(folder), str(result)]
                runs[name].append(timed(command, limit=asked.limit, path=str(HERE)))
    qualities = {
        name: quality(folder / "truth.parquet", result) for name, result in results.items() if not runs[name][-1].ended
    }
    qualities[SURE] = quality(folder / "truth.parquet", folder / "ours_sure.parquet")
    return table(runs, qualities, asked)


def _ours(folder: Path, limit: float) -> Run:
    outputs = [str(folder / name) for name in ("ours_all.parquet", "ours_sure.parquet")]
    command = [sys.executable, str(HERE / "ours.py"), str(folder), *outputs]
    return timed(command, limit=limit, path=str(HERE.parent.parent))


def table(runs: Mapping[str, Sequence[Run]], qualities: Mapping[str, Quality], asked: argparse.Namespace) -> str:
    """Return the figures as a markdown table, medians of the runs, what does not end with its limit."""
    rows = [
        f"### {asked.rows:,} against {asked.rows:,}",
        "",
        f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}, {machine()}, medians of {asked.runs}.",
        "",
        "| program | wall s | CPU s | peak MiB | precision | recall | F1 | Splink ÷ it, CPU |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    base = statistics.median(run.cpu for run in runs[AGAINST]) if AGAINST in runs else math.nan
    for name, of_name in sorted(runs.items(), key=lambda one: (one[0] != OURS, min(run.cpu for run in one[1]))):
        wall, cpu, memory = (statistics.median(run[place] for run in of_name) for place in range(3))
        if of_name[-1].ended:
            rows.append(f"| {name} | stopped after {asked.limit:.0f} | {cpu:.1f} | {memory:.0f} | – | – | – | – |")
            continue
        shown = " | ".join(f"{value:.4f}" for value in qualities[name])
        rows.append(f"| {name} | {wall:.1f} | {cpu:.1f} | {memory:.0f} | {shown} | {base / cpu:.1f} |")
        if name == OURS:
            sure = " | ".join(f"{value:.4f}" for value in qualities[SURE])
            rows.append(f"| {SURE} (part of the same run) | | | | {sure} | |")
    return "\n".join(rows)


def growth(asked: argparse.Namespace, folder: Path) -> str:
    """Time ours on registers of growing size; return the table with the exponent between the ends."""
    rows = [
        "### Growth", "", f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}, {machine()}, least CPU of {asked.runs}.", "",
        "| rows a side | CPU s | µs a row | peak MiB |", "| --- | --- | --- | --- |",
    ]  # fmt: skip
    taken = []
    sizes = asked.growth or GROWTH
    for count in sizes:
        registers.make(folder, count)
        best = min((_ours(folder, asked.limit) for _ in range(asked.runs)), key=lambda run: run.cpu)
        taken.append(best.cpu)
        rows.append(f"| {count:,} | {best.cpu:.1f} | {best.cpu / count / 2 * 1e6:.0f} | {best.memory:.0f} |")
    from_each = [
        f"from {size:,} {math.log(taken[-1] / cpu) / math.log(sizes[-1] / size):.2f}"
        for size, cpu in zip(sizes[:-1], taken[:-1], strict=True)
    ]
    rows += ["", f"Exponent up to {sizes[-1]:,} rows, the start of the process included: {', '.join(from_each)}."]
    return "\n".join(rows)


def interval(hits: int, of: int) -> str:
    """Return a share with the interval that 95 % of such samples allow (Wilson)."""
    if not of:
        return "–"
    share, z = hits / of, 1.96
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return f"{share:.3f} ({max(middle - half, 0):.2f}–{min(middle + half, 1):.2f})"


def machine() -> str:
    """Return what the figures were taken on."""
    load = os.getloadavg()[0]
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.0f} at the end"


def write(section: str) -> None:
    """Put a section into docs/matching.md in the place of the one with its heading."""
    heading = section.partition("\n")[0]
    page = PAGE.read_text(encoding="utf-8")
    before, found, after = page.partition(f"{heading}\n")
    rest = after[after.find("\n##") :].lstrip("\n") if found and "\n##" in after else ""
    kept = before if found else page.rstrip("\n") + "\n\n"
    PAGE.write_text(f"{kept}{section}\n" + (f"\n{rest}" if rest else ""), encoding="utf-8")


def main() -> None:
    """Read the arguments, run, print the table and put it on the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=40_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--limit", type=float, default=900, help="seconds after which a program is stopped")
    parser.add_argument("--peers", nargs="*", choices=sorted(PEERS.values()), default=sorted(PEERS.values()))
    parser.add_argument("--peer-python", default=sys.executable)
    parser.add_argument("--growth", type=int, nargs="*", metavar="ROWS", help=f"ours alone at these sizes ({GROWTH})")
    parser.add_argument("--write", action="store_true", help="put the table on docs/matching.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        section = (compare if asked.growth is None else growth)(asked, Path(folder))
    print(section)
    if asked.write:
        write(section)


if __name__ == "__main__":
    main()
