"""Coverage-guided fuzzing of what a reading worker does with the bytes of one file.

    pip install atheris            # Linux; it brings libFuzzer
    python fuzz/atheris_reader.py --minutes 20 [--keep FOLDER]
    python fuzz/atheris_reader.py fuzz/found/crash-…       # one finding again

The inputs begin with the returned files of `samples/`. Packages are spoilt member by member (`mutations.py`), else half
of what is tried ends at a broken zip. A finding is any exception that leaves the reader, a `Reading` that does not fit
together, or one that comes out otherwise the second time. Where a Rust or C library panics or aborts, that is counted,
the fuzzer starts anew, and it is no finding: in a run the worker dies of it and the file is named (`toolkit.engine`).
`--keep` keeps the inputs that reached new code, to begin there the next time. The last line is the figures, as JSON.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "fuzz")]

from mutations import mutated  # noqa: E402 - found by the line above

if TYPE_CHECKING:
    from collections.abc import Callable

FOUND = ROOT / "fuzz" / "found"
LARGEST = 60_000
"""Bytes of an input: larger ones only make it slower."""
ABORTED = re.compile(r"memory allocation of \d+ bytes failed|thread .* panicked at")
"""What Rust says before it takes the process with it."""


class Reader:
    """Reads one file as a worker does, and counts what came of it."""

    def __init__(self, modules: Any) -> None:
        """Take the modules of the toolkit, instrumented."""
        self.modules = modules
        names = modules.profile_ids()
        self.forms = tuple(form for name in names for form in modules.load_profile(name).forms)
        self.seen: Counter[str] = Counter()
        self.times = 0

    def __call__(self, data: bytes) -> None:
        """Read one input; libFuzzer leaves without a word, so the figures are told on the way."""
        self.times += 1
        first = self._read(data)
        if self.times % 16 == 0 and (again := self._read(data)) != first:
            message = f"read twice, two readings: {first} {again}"
            raise AssertionError(message)
        if self.times % 50 == 0:
            print("SEEN", json.dumps([self.times, self.seen], ensure_ascii=False), file=sys.stderr, flush=True)

    def _read(self, data: bytes) -> object:
        found = self.modules.Found("表.xlsx", None)
        try:
            book = self.modules.read_workbook(found.path, data)
        except self.modules.Unreadable as fault:
            self.seen[f"rejected {fault.note.code} {sorted(note.code for note in fault.warnings)}"] += 1
            return (fault.note, fault.warnings)
        except BaseException as fault:
            if type(fault).__name__ != "PanicException":
                raise
            self.seen["panic of a library"] += 1
            return "panic"
        reading = self.modules.recognised_reading(found, "", workbook=book, forms=self.forms)
        forms = sorted({table.form for table in reading.tables})
        self.seen[f"{reading.status} {forms} {sorted(note.code for note in reading.warnings)}"] += 1
        for table in reading.tables:
            lengths = {len(texts) for texts in table.columns.values()} | {len(table.offsets)}
            if len(lengths) != 1 or list(table.offsets) != sorted(set(table.offsets)):
                message = f"a table that does not fit together: {table}"
                raise AssertionError(message)
        return reading


def one_process(arguments: list[str]) -> None:
    """Be the process that libFuzzer runs in."""
    import atheris

    with atheris.instrument_imports(include=["toolkit"]):
        import fuzzed_modules

    atheris.Setup(arguments, Reader(fuzzed_modules), custom_mutator=spoiler(atheris))
    atheris.Fuzz()


def spoiler(atheris: Any) -> Callable[[bytes, int, int], bytes]:
    """Return what spoils an input: mostly in our ways, else in libFuzzer's (its `Mutate` is another after `Setup`)."""

    def spoil(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)  # noqa: S311 - not for secrets
        if random.random() < 0.2:
            return bytes(atheris.Mutate(data, most))
        for _ in range(4):
            _, spoilt = mutated(data, random)
            if len(spoilt) <= most:
                return spoilt
        return data[:most]

    return spoil


def inputs(folder: Path) -> None:
    """Write the returned files of the samples where libFuzzer takes them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(sorted((ROOT / "samples").glob("*/收回/**/*"))):
        if path.is_file() and path.stat().st_size <= LARGEST:
            (folder / f"{number}{path.suffix}").write_bytes(path.read_bytes())


def fuzz(seconds: float, keep: Path, *, seed: int = 0) -> dict[str, Any]:
    """Run libFuzzer again and again until the time is over or something is found; return the figures.

    With a `seed` other than 0 it begins the same way each time: in CI nothing is to be left to chance.
    """
    until = time.monotonic() + seconds
    inputs(keep)
    FOUND.mkdir(exist_ok=True)
    told: dict[str, Any] = {"executions": 0, "aborts of a library": 0, "found": []}
    seen: Counter[str] = Counter()
    while (left := int(until - time.monotonic())) > 0:
        options = [
            f"-max_total_time={left}",
            f"-max_len={LARGEST}",
            "-timeout=60",
            "-rss_limit_mb=4096",
            f"-seed={seed}",
        ]
        command = [sys.executable, __file__, "--one", *options, f"-artifact_prefix={FOUND}/", str(keep)]
        before = set(FOUND.iterdir())
        done = subprocess.run(command, stderr=subprocess.PIPE, check=False)  # noqa: S603 - this very script
        said = done.stderr.decode("utf-8", "replace")
        if lines := re.findall(r"^SEEN (.*)$", said, re.MULTILINE):
            times, outcomes = json.loads(lines[-1])
            told["executions"] += times
            seen.update(outcomes)
        new = [path for path in set(FOUND.iterdir()) - before if not path.name.startswith("slow-")]
        if done.returncode == 0:
            break
        if not ABORTED.search(said):
            told["found"] = [path.name for path in new] or [said[-2_000:]]
            (FOUND / "last.txt").write_text(said[-20_000:], encoding="utf-8")
            break
        told["aborts of a library"] += 1
        for path in new:
            path.unlink()
    return {**told, "distinct outcomes": len(seen), "most": dict(seen.most_common(12))}


def main() -> int:
    """Fuzz for some minutes, or read one finding again."""
    rest = sys.argv[1:]
    if rest[:1] == ["--one"]:
        one_process([sys.argv[0], *rest[1:]])
        return 0
    if rest and not rest[0].startswith("-"):
        one_process([sys.argv[0], *rest])
        return 0
    given = dict(zip(rest[::2], rest[1::2], strict=True))
    with tempfile.TemporaryDirectory(prefix="reconcile-atheris-") as place:
        figures = fuzz(
            60 * float(given.get("--minutes", "1")),
            Path(given.get("--keep", place)),
            seed=int(given.get("--seed", "0")),
        )
    print(json.dumps(figures, ensure_ascii=False))
    return 1 if figures["found"] else 0


if __name__ == "__main__":
    sys.exit(main())
