"""What is in the packages: build sdist and wheel as a release would, and look inside.

    python dev.py build

The wheel is built from the sdist, so that what an archive of the source lacks is noticed here.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "packages"
MOST_BYTES = 8 * 1024 * 1024
"""No package is larger: what is larger has something in it that does not belong there."""
NOT_OURS = ("__pycache__", ".pyc", ".venv", "对账结果", ".git/", ".mypy_cache", ".hypothesis", "docs/reference/")


def main() -> int:
    """Build both packages; print what is wrong with them, and return 1 when something is."""
    shutil.rmtree(PLACE, ignore_errors=True)
    built = subprocess.run([sys.executable, "-m", "build", "--outdir", str(PLACE), str(ROOT)], check=False,
                           capture_output=True, text=True)  # fmt: skip
    if built.returncode:
        print(built.stdout[-2000:] + built.stderr[-2000:])
        return 1
    (wheel,) = PLACE.glob("*.whl")
    (sdist,) = PLACE.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = set(archive.namelist())
    with tarfile.open(sdist) as archive:
        in_sdist = {name.partition("/")[2] for name in archive.getnames()}
    wrong = [*wheel_faults(in_wheel), *sdist_faults(in_sdist)]
    wrong += [
        f"{path.name}: {path.stat().st_size} bytes" for path in (wheel, sdist) if path.stat().st_size > MOST_BYTES
    ]
    print(*wrong, sep="\n")
    print(f"{wheel.name}: {len(in_wheel)} files; {sdist.name}: {len(in_sdist)} files; {len(wrong)} faults")
    return int(bool(wrong))


def wheel_faults(names: set[str]) -> list[str]:
    """Return what a wheel lacks of the checkout (package, definitions, templates, changelog), or has too much."""
    wanted = {path.as_posix() for path in _kept("toolkit")}
    wanted |= {f"toolkit/bundle/{path.as_posix()}" for folder in ("schemas", "templates") for path in _kept(folder)}
    wanted |= {"toolkit/py.typed", "toolkit/bundle/CHANGELOG.md"}
    faults = [f"wheel lacks {name}" for name in sorted(wanted - names)]
    faults += [f"wheel holds {name}" for name in sorted(names) if _foreign(name)]
    beside = {name.partition("/")[0] for name in names} - {"toolkit"}
    faults += [f"wheel installs {name}" for name in sorted(beside) if not name.endswith(".dist-info")]
    if not any(name.endswith("/LICENSE") for name in names):
        faults.append("wheel lacks the licence")
    return faults


def sdist_faults(names: set[str]) -> list[str]:
    """Return what the archive of the source lacks to be built, tested and read, or has too much."""
    folders = ("toolkit", "schemas", "templates", "samples", "tests", "docs", "release", "benchmarks")
    wanted = {path.as_posix() for folder in folders for path in _kept(folder)}
    wanted |= {"pyproject.toml", "LICENSE", "README.md", "README.zh-CN.md", "CHANGELOG.md", "CONTRIBUTING.md", "dev.py"}
    faults = [f"sdist lacks {name}" for name in sorted(wanted - names)]
    return faults + [f"sdist holds {name}" for name in sorted(names) if _foreign(name)]


def _kept(folder: str) -> list[Path]:
    """Return the files of a folder that git keeps, where there is git; else all that are not made by running."""
    command = ["git", "-c", "core.quotepath=false", "ls-files", "-z", folder]
    asked = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    found = [Path(name) for name in asked.stdout.split("\0") if name and (ROOT / name).is_file()]
    if found:
        return found
    paths = (path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file())
    return [path for path in paths if not _foreign(path.as_posix())]


def _foreign(name: str) -> bool:
    return name.startswith(("build/", "dist/")) or any(mark in name for mark in NOT_OURS)


if __name__ == "__main__":
    sys.exit(main())
