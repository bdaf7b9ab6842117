"""The built wheel on every supported Python, with the oldest and the newest dependencies that pyproject.toml allows.

    python dev.py matrix                    every Python found here, both ends
    python dev.py matrix --here --ends lowest

Each cell is a virtual environment of its own with the wheel and nothing of the checkout. In it the sample campaigns
must give the kept `outcome.json` byte for byte (tests/test_samples.py), and a quick part of the tests must pass. A
Python that this machine lacks is said, never passed over. uv finds the versions (`--resolution lowest-direct`): the
lower bounds are those of pyproject.toml, and what they need in turn is the newest that fits.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WANTED = ("3.11", "3.12", "3.13")
ENDS = ("lowest", "latest")
RESOLUTION = {"lowest": "lowest-direct", "latest": "highest"}
PLACE = ROOT / "build" / "matrix"
TOOLS = ("pytest", "hypothesis")
QUICK = (
    "test_samples.py",
    "cli/test_version.py",
    "cli/test_cli.py",
    "names/test_names.py",
    "normalise/test_normalise_figures.py",
    "intake/test_grids.py",
    "forms/test_templates_prefilled.py",
    "register/test_previous.py",
    "regulations/test_sixth_institution.py",
)
SHOWN = ("numpy", "pandas", "pandera", "pyarrow", "openpyxl", "python-calamine", "pydantic", "click")
_BIN = "Scripts" if os.name == "nt" else "bin"


@dataclass(frozen=True)
class Cell:
    """One Python with one end of the dependencies, and how it went: the steps that failed, seconds, versions."""

    version: str
    end: str
    failed: tuple[str, ...]
    seconds: float
    versions: str


def main(arguments: list[str]) -> int:
    """Run the matrix; 0 when every cell that could run has passed."""
    asked = argparse.ArgumentParser(prog="dev.py matrix")
    asked.add_argument("--python", action="append", choices=WANTED, help="only this Python (repeatable)")
    asked.add_argument("--here", action="store_true", help="only the running Python")
    asked.add_argument("--ends", choices=ENDS, help="only one end of the dependencies")
    asked.add_argument("--tests", type=Path, required=True, help="a copy of the checkout without the package")
    given = asked.parse_args(arguments)
    here = ["{}.{}".format(*sys.version_info[:2])] if given.here else []
    wanted = tuple(given.python or here or WANTED)
    found = {version: python for version in wanted if (python := interpreter(version))}
    wheel = _wheel()
    cells = [
        _cell(version, python, end, wheel, given.tests)
        for version, python in found.items()
        for end in ([given.ends] if given.ends else ENDS)
    ]
    _tell(cells, [version for version in wanted if version not in found])
    return int(not cells or any(cell.failed for cell in cells))


def interpreter(version: str) -> str | None:
    """Return a Python of this version: the running one, one on the PATH, or one of pyenv's; None when there is none."""
    if "{}.{}".format(*sys.version_info[:2]) == version:
        return sys.executable
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [shutil.which(f"python{version}"), *sorted(pyenv.glob(f"{version}.*/bin/python"), reverse=True)]
    return next((str(path) for path in candidates if path and _is(str(path), version)), None)


def _is(python: str, version: str) -> bool:
    """A shim of pyenv stands on the PATH for versions that are not switched on: only what answers counts."""
    asked = [python, "-c", "import ensurepip, ssl, sys; print('{}.{}'.format(*sys.version_info[:2]))"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    return answer.returncode == 0 and answer.stdout.strip() == version


def _wheel() -> Path:
    shutil.rmtree(PLACE, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(PLACE), str(ROOT)]
    subprocess.run(command, check=True)
    return next(PLACE.glob("*.whl"))


def _cell(version: str, python: str, end: str, wheel: Path, tests: Path) -> Cell:
    started = time.monotonic()
    place = PLACE / f"{version}-{end}"
    inside = place / _BIN / "python"
    uv = [sys.executable, "-m", "uv"]
    install = [*uv, "pip", "install", "--quiet", "--python", str(inside)]
    frozen = PLACE / f"{version}-{end}.txt"
    steps: list[tuple[str, list[str]]] = [
        ("venv", [*uv, "venv", "--quiet", "--python", python, str(place)]),
        # Only built packages: the oldest ones allowed must not need a compiler on the office's machine.
        # pyproject.toml is named beside the wheel, because the bounds of a wheel are none of uv's «direct» ones.
        ("install", [*install, "--resolution", RESOLUTION[end], "--only-binary", ":all:",
                     "--requirements", str(ROOT / "pyproject.toml"), "--extra", "parquet", str(wheel)]),
        ("freeze", [*uv, "pip", "freeze", "--quiet", "--python", str(inside), "--exclude-editable"]),
        ("tools", [*install, *TOOLS, "--constraints", str(frozen)]),
        # Our own warnings are errors in the whole suite; here old libraries warn about new ones, which is not ours.
        ("tests", [str(inside), "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "filterwarnings=default",
                   *(str(tests / "tests" / name) for name in QUICK)]),
    ]  # fmt: skip
    print(f"Python {version}, {end} dependencies", flush=True)
    failed = ""
    for name, command in steps:
        done = subprocess.run(command, cwd=tests, check=False, capture_output=True, text=True)
        if name == "freeze":
            frozen.write_text("\n".join(line for line in done.stdout.splitlines() if " @ " not in line) + "\n")
        if done.returncode:
            print((done.stdout + done.stderr)[-4000:])
            failed = name
            break
    pinned = dict(line.split("==") for line in (frozen.read_text().split() if frozen.exists() else ()) if "==" in line)
    versions = ", ".join(f"{name} {pinned[name]}" for name in SHOWN if name in pinned)
    return Cell(version, end, (failed,) if failed else (), time.monotonic() - started, versions)


def _tell(cells: list[Cell], lacking: list[str]) -> None:
    print("\n| Python | dependencies | result | seconds | of them |\n| --- | --- | --- | --- | --- |")
    for cell in cells:
        result = f"failed: {', '.join(cell.failed)}" if cell.failed else "passed"
        print(f"| {cell.version} | {cell.end} | {result} | {cell.seconds:.0f} | {cell.versions} |")
    for version in lacking:
        print(f"| {version} | - | NOT RUN: this machine has no Python {version} | - | - |")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
