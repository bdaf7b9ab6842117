"""Coverage-guided fuzzing of what a reading worker does with the bytes of one file.

    pip install atheris            # Linux; it brings libFuzzer
    python fuzz/atheris_reader.py -max_total_time=1200 [FOLDER OF INPUTS]

The inputs begin with the returned files of `samples/`. Packages are spoilt member by member (`mutations.py`), else half
of what is tried ends at a broken zip. A finding is any exception that leaves the reader, a `Reading` that does not fit
together, or one that comes out otherwise the second time. A panic inside a Rust or C library is counted and is no
finding: in a run the worker dies of it and the file is named (`toolkit.engine`). libFuzzer keeps a finding as
`crash-*` in the folder that it was started from; `python fuzz/atheris_reader.py crash-…` shows it again.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "fuzz")]

import atheris  # noqa: E402 - found where it is installed

with atheris.instrument_imports(include=["toolkit"]):
    from toolkit.discover import Found
    from toolkit.grids import Unreadable, read_workbook
    from toolkit.layouts import recognise  # noqa: F401 - imported here to be instrumented
    from toolkit.reading import recognised_reading
    from toolkit.regulations import load_profile, profile_ids

from mutations import mutated  # noqa: E402

LARGEST = 60_000
"""Bytes of an input: larger ones only make it slower."""
FORMS = tuple(form for name in profile_ids() for form in load_profile(name).forms)
SEEN: Counter[str] = Counter()
TIMES = Counter[str]()


def one_file(data: bytes) -> None:
    """Read one file as a worker does."""
    TIMES["executions"] += 1
    if TIMES["executions"] % 250 == 0:
        figures()
    first = _read(data)
    if TIMES["executions"] % 16 == 0 and (again := _read(data)) != first:
        message = f"read twice, two readings: {first} {again}"
        raise AssertionError(message)


def _read(data: bytes) -> object:
    found = Found("表.xlsx", None)
    try:
        book = read_workbook(found.path, data)
    except Unreadable as fault:
        SEEN[f"rejected {fault.note.code} {sorted(note.code for note in fault.warnings)}"] += 1
        return (fault.note, fault.warnings)
    except Exception:
        raise
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":
            raise
        SEEN["panic of a library"] += 1
        return "panic"
    reading = recognised_reading(found, "", workbook=book, forms=FORMS)
    forms = sorted({table.form for table in reading.tables})
    SEEN[f"{reading.status} {forms} {sorted(note.code for note in reading.warnings)}"] += 1
    for table in reading.tables:
        lengths = {len(texts) for texts in table.columns.values()} | {len(table.offsets)}
        if len(lengths) != 1 or list(table.offsets) != sorted(set(table.offsets)):
            message = f"a table that does not fit together: {table}"
            raise AssertionError(message)
    return reading


def spoil(data: bytes, most: int, seed: int) -> bytes:
    """Spoil an input: mostly in our ways, else in libFuzzer's."""
    random = Random(seed)  # noqa: S311 - not for secrets
    if random.random() < 0.2:
        return atheris.Mutate(data, most)
    for _ in range(4):
        _, spoilt = mutated(data, random)
        if len(spoilt) <= most:
            return spoilt
    return data[:most]


def inputs(folder: Path) -> Path:
    """Write the returned files of the samples where libFuzzer takes them."""
    for number, path in enumerate(sorted((ROOT / "samples").glob("*/收回/**/*"))):
        if path.is_file() and path.stat().st_size <= LARGEST:
            (folder / f"{number}{path.suffix}").write_bytes(path.read_bytes())
    return folder


def figures() -> None:
    """Print what was seen so far, as one line of JSON: libFuzzer leaves without a chance to say it at the end."""
    told = {**TIMES, "distinct outcomes": len(SEEN), "most": dict(SEEN.most_common(12))}
    print(json.dumps(told, ensure_ascii=False), file=sys.stderr, flush=True)


def main() -> None:
    """Fuzz until libFuzzer is done with its time."""
    arguments = sys.argv
    place = tempfile.TemporaryDirectory(prefix="reconcile-atheris-")
    if not any(not argument.startswith("-") for argument in arguments[1:]):
        arguments = [*arguments, str(inputs(Path(place.name)))]
    options = [f"-max_len={LARGEST}", "-timeout=60", "-rss_limit_mb=4096"]
    atheris.Setup([*arguments, *options], one_file, custom_mutator=spoil)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
