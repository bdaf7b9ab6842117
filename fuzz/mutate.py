"""Spoil the project's own returned files in every way and see that a run survives each of them.

    python fuzz/mutate.py --minutes 20 [--seed 1] [--jobs 2]
    python fuzz/mutate.py --seed 1 --batch 173          # one batch again

A batch is a collected folder of one campaign: two good returns that no mutation touches, and spoilt copies of the
files in `samples/*/收回`. The whole run is made on it, up to outcome.json, now and then up to the workbooks. What must
hold is in `broken_promises`. A batch that breaks one is kept in `fuzz/found/<seed>-<batch>/`. The same seed gives the
same batches; the summary is one line of JSON.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "fuzz")]

from mutations import mutated  # noqa: E402 - found by the line above

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FrameType

FOUND = ROOT / "fuzz" / "found"
AS_OF = dt.date(2026, 3, 11)
PROFILES = ("cqny-2021", "jsut-2019", "sccm-2022", "scnvc-2019", "suzhou-2018")
PER_BATCH = 60
SECONDS = 240
"""Wall-clock time a batch may take before it counts as a hang; a single file may take 60."""
GOOD = {"好邻居甲处": ("守望群", "相助群"), "好邻居乙处": ("值守群",)}
STATUSES = {"merged", "superseded", "rejected", "empty", "nil", "ignored", "opened"}


@dataclass
class Seen:
    """What a run of the fuzzer has seen."""

    batches: int = 0
    files: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """Return the figures for the documentation."""
        statuses = Counter[str]()
        for name, count in self.outcomes.items():
            statuses[name.split(" ")[1]] += count
        return {
            "batches": self.batches,
            "files": self.files,
            "distinct outcomes": len(self.outcomes),
            "statuses": dict(statuses.most_common()),
            "found": self.found,
        }


class HangError(Exception):
    """A batch took longer than SECONDS."""


def fuzz(seed: int, *, batches: Iterable[int], until: float | None = None, jobs: int = 2, per: int = PER_BATCH) -> Seen:
    """Run batches until the list or the time (`time.monotonic`) is over; return what was seen."""
    seen = Seen()
    for batch in batches:
        if until is not None and time.monotonic() > until:
            break
        with tempfile.TemporaryDirectory(prefix="reconcile-fuzz-") as place:
            folder = Path(place) / "收回"
            ways, profile = make_batch(folder, seed, batch, per=per)
            faults = run_batch(folder, profile, ways, seen, jobs=jobs, write=batch % 8 == 0)
            seen.batches += 1
            if faults:
                keep = FOUND / f"{seed}-{batch}"
                shutil.rmtree(keep, ignore_errors=True)
                shutil.copytree(folder, keep / "收回")
                (keep / "faults.txt").write_text("\n".join([profile, *faults]), encoding="utf-8")
                seen.found.append(f"{seed}-{batch}: {faults[0][:200]}")
                print(f"{seed}-{batch}", *faults, sep="\n  ", file=sys.stderr, flush=True)
    return seen


def seeds(profile: str) -> list[Path]:
    """Return the returned files of a sample campaign, in one order."""
    return sorted(path for path in (ROOT / "samples" / profile / "收回").rglob("*") if path.is_file())


def make_batch(folder: Path, seed: int, batch: int, *, per: int = PER_BATCH) -> tuple[dict[str, str], str]:
    """Fill a collected folder; return how each spoilt file was spoilt, by its name, and the profile."""
    random = Random(f"{seed} {batch}")  # noqa: S311 - not for secrets
    profile = PROFILES[batch % len(PROFILES)]
    folder.mkdir(parents=True)
    for unit, content in good_files(profile).items():
        (folder / f"{unit}.xlsx").write_bytes(content)
    sources = seeds(profile)
    contents = tuple(path.read_bytes() for path in sources)
    ways: dict[str, str] = {}
    for number in range(per):
        at = random.randrange(len(sources))
        way, data = mutated(contents[at], random, contents)
        name = f"{number:02}{sources[at].suffix}"
        (folder / name).write_bytes(data)
        ways[name] = way
    return ways, profile


@cache
def good_files(profile: str) -> dict[str, bytes]:
    """Return by unit a return of the profile's first form that reads without a fault."""
    from toolkit.forms.template import render
    from toolkit.regulations.profile import load_profile

    chosen = load_profile(profile)
    form = chosen.forms[0]
    return {
        unit: render(
            form, chosen, rows=[_row(unit, unit + name, f"31{number}{place}000077") for place, name in enumerate(names)]
        )
        for number, (unit, names) in enumerate(GOOD.items())
    }


def _row(unit: str, name: str, number: str) -> dict[str, str]:
    """Return a row for any form: one of them asks for name and number in one cell."""
    return {"unit": unit, "group_name": name, "group_no": number, "group_name&group_no": f"{name}（{number}）"}


def run_batch(  # noqa: PLR0913 - a batch, where it is counted, and how it is run
    folder: Path, profile: str, ways: dict[str, str], seen: Seen, *, jobs: int, write: bool
) -> list[str]:
    """Make the whole run; return what did not hold."""
    from toolkit import load_profile, reconcile
    from toolkit.publish.deliver import deliver
    from toolkit.report.outcome import to_json

    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(SECONDS)
    try:
        outcome = reconcile(folder, profile=profile, as_of=AS_OF, jobs=jobs)
        told = json.loads(to_json(outcome))
        if write:
            deliver(outcome, load_profile(profile))
    except Exception:  # noqa: BLE001 - whatever it is, it is what we are looking for
        return [traceback.format_exc()]
    finally:
        signal.alarm(0)
    seen.files += len(ways)
    for file in told["files"]:
        if way := ways.get(file["path"]):
            reason = file["reason"]["code"] if file["reason"] else "-"
            warned = ",".join(sorted({note["code"] for note in file["warnings"]}))
            seen.outcomes[
                f"{Path(file['path']).suffix} {file['status']} {reason} {warned} {way.partition('+')[0]}"
            ] += 1
    return broken_promises(folder, told)


def broken_promises(folder: Path, told: dict[str, Any]) -> list[str]:
    """Return what does not hold of an outcome: every file named once, rows add up, good neighbours whole."""
    faults: list[str] = []
    named = Counter(file["path"] for file in told["files"] if "!/" not in file["path"])
    there = Counter(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    if named != there:
        faults.append(f"named otherwise than there: {(named - there) + (there - named)}")
    for file in told["files"]:
        rows = file["rows"]
        if file["status"] not in STATUSES:
            faults.append(f"{file['path']}: status {file['status']}")
        if rows["read"] != rows["merged"] + rows["rejected"] + rows["blank"]:
            faults.append(f"{file['path']}: rows {rows}")
        if (file["status"] == "rejected") != bool(file["reason"]) and file["status"] not in {
            "superseded",
            "empty",
            "ignored",
        }:
            faults.append(f"{file['path']}: {file['status']} with reason {file['reason']}")
    merged = Counter(record["source"]["file"] for record in told["records"])
    faults += [
        f"{file['path']}: {file['rows']['merged']} merged, {merged[file['path']]} records"
        for file in told["files"]
        if file["rows"]["merged"] != merged[file["path"]] and file["status"] == "merged"
    ]
    for unit, names in GOOD.items():
        groups = sorted(
            record["values"]["group_name"] for record in told["records"] if record["source"]["file"] == f"{unit}.xlsx"
        )
        if groups != sorted(unit + name for name in names):
            faults.append(f"the good neighbour {unit} has {groups}")
    return faults


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise HangError


def main() -> int:
    """Read the command line, fuzz, print the figures; 1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, help="only this batch")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    started = time.monotonic()
    batches: Iterable[int] = range(1_000_000_000) if given.batch is None else [given.batch]
    seen = fuzz(given.seed, batches=batches, until=started + given.minutes * 60, jobs=given.jobs)
    figures = {"seed": given.seed, "minutes": round((time.monotonic() - started) / 60, 1), **seen.figures()}
    print(json.dumps(figures, ensure_ascii=False))
    return 1 if seen.found else 0


if __name__ == "__main__":
    sys.exit(main())
