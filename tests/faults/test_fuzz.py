"""A short run of the fuzzers (docs/reliability.md has the long ones), and that a seed gives the same files again."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

FUZZ = Path(__file__).resolve().parents[2] / "fuzz"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it stops a hang by a signal")


@pytest.fixture(scope="module")
def mutate() -> ModuleType:
    sys.path.insert(0, str(FUZZ))
    try:
        return importlib.import_module("mutate")
    finally:
        sys.path.remove(str(FUZZ))


def test_spoilt_returns_do_no_harm_to_the_run_and_to_their_neighbours(mutate: ModuleType) -> None:
    seen = mutate.fuzz(20_261_121, batches=range(3), jobs=2, per=14)
    assert seen.found == []
    assert seen.files == 3 * 14
    assert len(seen.outcomes) > 10


@pytest.mark.soak
def test_spoilt_returns_for_ten_minutes(mutate: ModuleType) -> None:
    assert mutate.fuzz(20_261_122, batches=range(250), jobs=2).found == []


def test_a_seed_gives_the_same_files_again(mutate: ModuleType, tmp_path: Path) -> None:
    made = []
    for name in ("一", "二"):
        ways, profile = mutate.make_batch(tmp_path / name, 7, 4, per=30)
        made.append((ways, profile, {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}))
    assert made[0] == made[1]
    assert mutate.make_batch(tmp_path / "三", 8, 4, per=30)[0] != made[0][0]


def test_a_promise_that_is_broken_is_found(mutate: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "一.xlsx").write_bytes(b"x")
    rows = {"read": 3, "merged": 1, "rejected": 0, "blank": 0}
    files = [{"path": "二.xlsx", "status": "odd", "reason": None, "warnings": [], "rows": rows}]
    told = " ".join(mutate.broken_promises(tmp_path, {"files": files, "records": []}))
    for fault in ("named otherwise", "status odd", "rows", "the good neighbour"):
        assert fault in told


def test_the_coverage_guided_fuzzer_runs(tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris is not installed: pip install atheris")
    asked = ["--minutes", "0.1", "--seed", "1", "--keep", str(tmp_path)]
    command = [sys.executable, str(FUZZ / "atheris_reader.py"), *asked]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - this very Python
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["found"] == []
