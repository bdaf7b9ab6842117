"""The four soaks, each one command with a limit of time; each writes its figures as one line of JSON.

    python fuzz/soaks.py kills   [--minutes 60] [--seed 2]     # 100 runs killed at random moments
    python fuzz/soaks.py batches [--minutes 60] [--seed 3]     # 250 batches of spoilt returns
    python fuzz/soaks.py mutate  [--minutes 60] [--seed 4]     # spoilt returns until the time is over
    python fuzz/soaks.py atheris [--minutes 60]                # libFuzzer on the reader (pip install atheris)

The line goes to the screen and to the end of `fuzz/soaks.jsonl` (`--into FILE`): what was tried, how often, in how many
minutes, under what load, and what was found. The status is 1 when something was found. To be run on a machine that does
nothing else: under load the moments of the kills and the minutes say little.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import platform
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "fuzz")]

if TYPE_CHECKING:
    from collections.abc import Callable

KILLS, BATCHES = 100, 250
SAMPLE = ROOT / "samples" / "cqny-2021"
DAYS = ("2025-05-08", "2026-05-08")
"""An output of last year stands there; this year's run is killed."""

HANGS = 600
"""Seconds after which a run that nobody kills counts as hanging."""


def kills(until: float, seed: int) -> dict[str, Any]:
    """Kill runs with SIGKILL at random moments: the folder is the older one or the new one, byte for byte.

    What a person put there and changed stands in both. In the end the last run is repeated and nobody interrupts it.
    """
    chance = random.Random(seed)  # noqa: S311 - moments, no secrets
    seen: Counter[str] = Counter()
    found: list[str] = []
    with tempfile.TemporaryDirectory(prefix="reconcile-kills-") as place:
        home = Path(place)
        collected, older, out = home / "收回", home / "旧" / "结果", home / "结果"
        shutil.copytree(SAMPLE / "收回", collected)
        _run(collected, older, DAYS[0])
        (older / "批注.txt").write_bytes("人放的".encode())
        (older / "台账.xlsx").write_bytes((older / "台账.xlsx").read_bytes() + b"changed")
        before = tree(older)
        shutil.copytree(older, out)
        begun = time.monotonic()
        _run(collected, out, DAYS[1])
        lasts, whole = time.monotonic() - begun, tree(out)
        for _ in range(KILLS):
            if time.monotonic() > until:
                break
            shutil.rmtree(out, ignore_errors=True)
            shutil.copytree(older, out)
            ended = _killed(_command(collected, out, DAYS[1]), chance.uniform(0, lasts * 1.1))
            there = tree(out)
            state = "older" if there == before else "new" if there == whole else "neither"
            seen[f"{'ran to its end' if ended else 'killed'}, {state}"] += 1
            if state == "neither":
                found.append(min(name for name, _ in set(there.items()) ^ set(whole.items())))
        _run(collected, out, DAYS[1])
        if tree(out) != whole and not found:
            found.append("the run after the last kill gives something else")
        left = {entry.name for entry in home.iterdir()} - {"收回", "旧", "结果"}
        found += [f"left behind: {name}" for name in sorted(left)]
    return {"kills": sum(seen.values()), "seconds of a run": round(lasts, 1), "states": dict(seen), "found": found}


def batches(until: float, seed: int) -> dict[str, Any]:
    """Run 250 batches of spoilt returns."""
    import mutate

    return mutate.fuzz(seed, batches=range(BATCHES), until=until, jobs=2).figures()


def mutations(until: float, seed: int) -> dict[str, Any]:
    """Run batches of spoilt returns until the time is over."""
    import mutate

    return mutate.fuzz(seed, batches=range(1_000_000_000), until=until, jobs=2).figures()


def libfuzzer(until: float, seed: int) -> dict[str, Any]:
    """Fuzz the reader with the coverage of our own code."""
    import atheris_reader

    del seed
    with tempfile.TemporaryDirectory(prefix="reconcile-atheris-") as place:
        return atheris_reader.fuzz(until - time.monotonic(), Path(place))


SOAKS: dict[str, Callable[[float, int], dict[str, Any]]] = {
    "kills": kills,
    "batches": batches,
    "mutate": mutations,
    "atheris": libfuzzer,
}


def tree(folder: Path) -> dict[str, str]:
    """Return the files below a folder: name to digest."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _command(collected: Path, out: Path, day: str) -> list[str]:
    told = ["run", str(collected), "--profile", SAMPLE.name, "--as-of", day, "--out", str(out)]
    return [sys.executable, "-m", "toolkit", *told, "--no-progress", "--no-cache", "--jobs", "2"]


def _run(collected: Path, out: Path, day: str) -> None:
    done = subprocess.run(_command(collected, out, day), capture_output=True, check=False, timeout=HANGS, cwd=ROOT)  # noqa: S603 - our own command
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode("utf-8", "replace"))


def _killed(command: list[str], seconds: float) -> bool:
    """Start a run and kill it after some seconds; return whether it had come to its end by then."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)  # noqa: S603 - our own command
    try:
        child.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        return False
    return True


def main() -> int:
    """Read the command line, soak, write the figures; 1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("soak", choices=SOAKS)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--into", type=Path, default=ROOT / "fuzz" / "soaks.jsonl")
    given = parser.parse_args()
    begun = time.monotonic()
    told = SOAKS[given.soak](begun + 60 * given.minutes, given.seed)
    head = {
        "soak": given.soak,
        "day": dt.datetime.now(dt.UTC).date().isoformat(),
        "python": platform.python_version(),
        "load": [round(one, 1) for one in os.getloadavg()],
        "seed": given.seed,
        "minutes": round((time.monotonic() - begun) / 60, 1),
    }
    line = json.dumps({**head, **told}, ensure_ascii=False)
    with given.into.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    print(line)
    return 1 if told["found"] else 0


if __name__ == "__main__":
    sys.exit(main())
