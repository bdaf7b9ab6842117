"""Set up and run this project with nothing but Python 3.11 or newer: `python3 dev.py demo`, `python3 dev.py test`.

demo    a virtual environment, the wheel in it, and the main job on `samples/`
test    the wheel with its development tools, then lint, types, import contracts and tests; the tests run in a copy
        without the `toolkit` folder, so that what is tested is what is shipped; the documentation and the packages
        are built as well
docs    the documentation, into build/docs (open build/docs/index.html); a warning is a failure
build   sdist and wheel, and whether they hold what they should
refresh  makes anew what is made from something else: JSON Schemas, templates, table of coverage, files of the samples
bundle  one zip that installs without a network (`--platform win_amd64 --python 3.12`)
matrix  the wheel on every supported Python that this machine has, with the oldest and the newest dependencies
licences  the licences of what an office installs, and its known vulnerabilities where a database can be reached
fuzz    the mutation fuzzer over the project's own returned files (`--minutes 20`)
bench   the benchmarks (`benchmarks/`), as ratios
soak    the long tests, left out of `test`
mutants  changes the judging code one place at a time, and counts which changes the tests notice (hours)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
COPIED = (
    "tests",
    "samples",
    "templates",
    "schemas",
    "benchmarks",
    "docs",
    "fuzz",
    "release",
    "pyproject.toml",
    "README.md",
    "README.zh-CN.md",
)
DEMO = ROOT / "samples" / "sccm-2022"
RELEASE = ROOT / "release"
_SITE = ("sphinx-build", "-W", "--keep-going", "-q", "-b", "html", "-d", "build/docs-trees", "docs", "build/docs")


def main() -> int:
    """Run the task named on the command line."""
    tasks = {
        "demo": demo, "test": test, "docs": docs, "build": build, "bundle": bundle, "matrix": matrix,
        "licences": licences, "fuzz": fuzz, "bench": bench, "soak": soak, "refresh": refresh,
        "mutants": mutants,
    }  # fmt: skip
    task = tasks.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if task is None:
        print(__doc__)
        return 2
    return task(sys.argv[2:])


def demo(_rest: list[str]) -> int:
    """Install the wheel and reconcile one sample campaign."""
    _install(".")
    command = [BIN / "reconcile", DEMO / "收回", "--profile", "sccm-2022", "--previous", DEMO / "上年台账.xlsx"]
    command += ["--units", DEMO / "单位名录.xlsx", "--observed", DEMO / "在用群清单.xlsx"]
    command += ["--notices", DEMO / "来文登记.xlsx", "--received", DEMO / "收件登记.xlsx"]
    command += ["--as-of", "2026-03-11", "--out", ROOT / "对账结果"]
    # 1 says that there is something to send back, and in the samples there is.
    return 0 if _run(*command) in {0, 1} else 1


def refresh(_rest: list[str]) -> int:
    """Make anew what is made from something else; the environment is the one that this runs in."""
    os.environ["PYTHONPATH"] = str(ROOT)
    return _run(sys.executable, RELEASE / "refresh.py")


def test(rest: list[str]) -> int:
    """Lint, types, contracts in the checkout; the tests against the installed wheel."""
    # Dask and Spark are half a gigabyte, atheris is for Linux: here only where a test that skips is a failure.
    _install(".[dev,docs,dask,spark,fuzz]" if os.environ.get("RECONCILE_NO_SKIP") else ".[dev,docs]")
    checks = [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("lint-imports",),
        _SITE,
        ("python", str(RELEASE / "contents.py")),
    ]
    failed = [" ".join(check) for check in checks if _run(BIN / check[0], *check[1:])]
    place = _copy_without_package()
    selection = rest or ["-m", "not soak"]
    if _run(BIN / "python", "-m", "pytest", "-n", "auto", *selection, where=place):
        failed.append("pytest")
    print("failed: " + ", ".join(failed) if failed else "all checks passed")
    return 1 if failed else 0


def docs(_rest: list[str]) -> int:
    """Build the documentation."""
    _install(".[docs]")
    return _run(BIN / _SITE[0], *_SITE[1:])


def build(_rest: list[str]) -> int:
    """Build sdist and wheel, and look inside."""
    _install(".[release]")
    return _run(BIN / "python", RELEASE / "contents.py")


def bundle(rest: list[str]) -> int:
    """Make the zip for offices whose network is closed."""
    _install(".[release]")
    return _run(BIN / "python", RELEASE / "bundle.py", *rest)


def matrix(rest: list[str]) -> int:
    """Test the wheel on the Pythons of this machine, with the oldest and the newest dependencies."""
    _install(".[release]")
    return _run(BIN / "python", RELEASE / "matrix.py", "--tests", _copy_without_package(), *rest)


def licences(_rest: list[str]) -> int:
    """Look at the licences of the run-time dependencies, and at their known vulnerabilities."""
    _install(".[release]")
    return _run(BIN / "python", RELEASE / "licences.py")


def fuzz(rest: list[str]) -> int:
    """Spoil returned files for some minutes."""
    _install(".[dev]")
    return _run(BIN / "python", ROOT / "fuzz" / "mutate.py", *(rest or ["--minutes", "20"]))


def mutants(rest: list[str]) -> int:
    """Put the tests to changes of the judging code."""
    _install(".[dev,mutants]")
    return _run(BIN / "python", RELEASE / "mutants.py", *rest)


def soak(_rest: list[str]) -> int:
    """Run the long tests."""
    return test(["-m", "soak"])


def bench(rest: list[str]) -> int:
    """Run the end-to-end benchmark with what an office installs: development tools slow the start of a library."""
    place = ROOT / "build" / "bench"
    venv.create(place, with_pip=True, clear=True)
    python = place / BIN.name / "python"
    if _run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "."):
        sys.exit("pip install failed")
    return _run(python, ROOT / "benchmarks" / "end_to_end.py", *rest)


def _install(what: str) -> None:
    if not BIN.is_dir():
        venv.create(VENV, with_pip=True)
    # An earlier wheel of the same version would stay: it is put anew each time, its dependencies are not.
    quiet = [BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if _run(*quiet, what) or _run(*quiet, "--force-reinstall", "--no-deps", "."):
        sys.exit("pip install failed")


def _copy_without_package() -> Path:
    place = ROOT / "build" / "wheel-test" / "main"
    shutil.rmtree(place.parent, ignore_errors=True)
    place.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__", "found"))
        elif source.exists():
            shutil.copy2(source, place / name)
    shared = ROOT.parent / "shared"
    if shared.is_dir():
        (place.parent / "shared").symlink_to(shared, target_is_directory=True)
    return place


def _run(*command: str | Path, where: Path = ROOT) -> int:
    return subprocess.run([str(part) for part in command], cwd=where, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
