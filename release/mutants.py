"""Would a test notice? The judging rooms changed one place at a time, and the tests of their rooms put to each change.

    python dev.py mutants                     a sample of 200, drawn by the seed 1
    python dev.py mutants --sample 400 --seed 7 --rooms findings comparison

mutmut (https://mutmut.readthedocs.io) makes the changes, one a copy of a function: a boundary moved, a word altered, a
condition turned round, and runs for each the tests that enter the function, until one fails. Which room is changed and
which tests are asked stands in pyproject.toml (`[tool.mutmut]`). A change that no test notices is a survivor, as is one
in a function that no test enters; each is printed as a difference, to be judged: a test is missing, or the code is not
needed, or the change means the same.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "mutants" / "main"
ROOMS = ("findings", "comparison", "register", "intake.layouts")
KILLED = {1, 3, 24, -24, 36, 152, 255}
"""Exit codes of a noticed change: a test failed, pytest broke, or it never ended (mutmut's `stats.py`)."""
COPIED = (
    "toolkit", "tests", "samples", "templates", "schemas", "docs", "release", "benchmarks", "fuzz", "dev.py",
    "pyproject.toml", "README.md", "README.zh-CN.md",
)  # fmt: skip


def main() -> int:
    """Draw the sample, put the tests to it, print the survivors; 1 when fewer than `--least` per cent were noticed."""
    asked = _options()
    _copy()
    # One change first: mutmut finds out only while it runs which tests enter which function.
    everything = _mutants(asked.rooms) or (_run(f"toolkit.{asked.rooms[0]}.*__mutmut_1"), _mutants(asked.rooms))[1]
    drawn = sorted(random.Random(asked.seed).sample(everything, min(asked.sample, len(everything))))  # noqa: S311 - no secret
    _run(*drawn)
    results = _results()
    if not any(results.get(name) is not None for name in drawn):
        print("No change was put to the tests: they do not run on the tree as it stands (see above).")
        return 2
    survivors = [name for name in drawn if results.get(name) not in KILLED]
    for name in survivors:
        print(f"\n## {name} ({'no test enters it' if results.get(name) in {5, 33} else 'not noticed'})")
        subprocess.run([sys.executable, "-m", "mutmut", "show", name], cwd=PLACE, check=False)
    noticed = len(drawn) - len(survivors)
    share = 100 * noticed / len(drawn)
    print(f"\n{len(everything)} changes in {', '.join(asked.rooms)}; {len(drawn)} drawn (seed {asked.seed}): ", end="")
    print(f"{noticed} noticed, {len(survivors)} not ({share:.1f} %)")
    return int(share < asked.least)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py mutants")
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rooms", nargs="+", default=ROOMS)
    parser.add_argument("--least", type=float, default=85)
    return parser.parse_args()


def _copy() -> None:
    PLACE.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "found")
            shutil.rmtree(PLACE / name, ignore_errors=True)
            shutil.copytree(source, PLACE / name, ignore=ignored)
        else:
            shutil.copy2(source, PLACE / name)
    # mutmut makes changed code anew, and leaves what lies beside the code as it was at the first run.
    for path in (ROOT / "toolkit").rglob("*.*"):
        beside = PLACE / "mutants" / path.relative_to(ROOT)
        if path.suffix not in {".py", ".pyc"} and beside.parent.is_dir():
            shutil.copy2(path, beside)


def _run(*names: str) -> int:
    return subprocess.run([sys.executable, "-m", "mutmut", "run", *names], cwd=PLACE, check=False).returncode


def _results() -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for path in (PLACE / "mutants").rglob("*.meta"):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def _mutants(rooms: tuple[str, ...]) -> list[str]:
    wanted = tuple(f"toolkit.{room}." for room in rooms)
    return sorted(name for name in _results() if name.startswith(wanted))


if __name__ == "__main__":
    sys.exit(main())
