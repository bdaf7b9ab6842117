"""One zip that installs where the network is closed: every wheel for one platform, an installer, a page in Chinese.

    python dev.py bundle --platform win_amd64 --python 3.12      makes build/bundles/reconcile-toolkit-….zip
    python dev.py bundle --check build/bundles/….zip             is it whole?

uv resolves for the other system (its markers: Windows needs pywin32, Linux does not), pip downloads wheels only, and
`bundle_check` looks at what came of it. The zip is unpacked anywhere; the installer makes an environment of its own
beside it, installs with hashes and no index, writes the control workbook and its launcher, and runs `reconcile doctor`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from bundle_check import Target, faults_of

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "bundles"
FILES = Path(__file__).resolve().parent / "bundle_files"
PYTHONS = ("3.11", "3.12", "3.13")
_LINUX = ("manylinux_2_28", "manylinux_2_27", "manylinux_2_26", "manylinux_2_24", "manylinux_2_17", "manylinux2014",
          "manylinux_2_12", "manylinux2010", "manylinux_2_5", "manylinux1")  # fmt: skip


@dataclass(frozen=True)
class Platform:
    """A system as uv, pip and the markers of packages call it."""

    uv: str
    tags: tuple[str, ...]
    sys_platform: str
    system: str
    machine: str
    os_name: str


PLATFORMS = {
    "win_amd64": Platform("x86_64-pc-windows-msvc", ("win_amd64",), "win32", "Windows", "AMD64", "nt"),
    "linux_x86_64": Platform(
        "x86_64-manylinux_2_28", tuple(f"{tag}_x86_64" for tag in _LINUX), "linux", "Linux", "x86_64", "posix"
    ),
    "macosx_arm64": Platform(
        "aarch64-apple-darwin",
        tuple(f"macosx_{version}_0_{kind}" for version in (14, 13, 12, 11) for kind in ("arm64", "universal2"))
        + tuple(f"macosx_10_{version}_universal2" for version in (16, 15, 14, 13, 12, 11, 10, 9)),
        "darwin", "Darwin", "arm64", "posix",
    ),
    "macosx_x86_64": Platform(
        "x86_64-apple-darwin",
        tuple(f"macosx_{version}_0_{kind}" for version in (14, 13, 12, 11) for kind in ("x86_64", "universal2"))
        + tuple(f"macosx_10_{v}_{kind}" for v in (16, 15, 14, 13, 12, 11, 10, 9) for kind in ("x86_64", "universal2")),
        "darwin", "Darwin", "x86_64", "posix",
    ),
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Build a bundle and look whether it is whole; 0 when it is."""
    asked = argparse.ArgumentParser(prog="dev.py bundle")
    asked.add_argument("--platform", choices=PLATFORMS, default="win_amd64")
    asked.add_argument("--python", choices=PYTHONS, default="3.12")
    asked.add_argument("--check", type=Path, help="only look at a bundle that was made before")
    given = asked.parse_args(arguments)
    target = target_of(given.platform, given.python)
    bundle = given.check or build(given.platform, given.python)
    if bundle is None:
        return 1
    faults = faults_of(bundle, target)
    print(*faults, sep="\n")
    with zipfile.ZipFile(bundle) as archive:
        wheels = sum(name.endswith(".whl") for name in archive.namelist())
    print(f"{bundle}: {wheels} wheels, {bundle.stat().st_size >> 20} MiB, {len(faults)} faults")
    return int(bool(faults))


def target_of(platform: str, python: str) -> Target:
    """Return how wheels and markers name the machine that a bundle is for."""
    told = PLATFORMS[platform]
    markers = {
        "os_name": told.os_name, "sys_platform": told.sys_platform, "platform_system": told.system,
        "platform_machine": told.machine, "python_version": python, "python_full_version": f"{python}.0",
        "implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": "",
    }  # fmt: skip
    return Target(python, told.tags, markers)


def build(platform: str, python: str) -> Path | None:
    """Return the bundle of a platform; None, and the reason on the screen, where it could not be made."""
    told = PLATFORMS[platform]
    stage = PLACE / f"stage-{platform}-{python}"
    shutil.rmtree(stage, ignore_errors=True)
    wheels = stage / "wheels"
    wheels.mkdir(parents=True)
    locked = stage / "requirements.txt"
    steps = [
        ("the wheel", [sys.executable, "-m", "build", "--wheel", "--outdir", wheels, ROOT]),
        ("uv", [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate",
                "--generate-hashes", "--only-binary", ":all:", "--python-platform", told.uv, "--python-version", python,
                "--output-file", locked, ROOT / "pyproject.toml"]),
        ("pip", [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
                 "--implementation", "cp", "--python-version", python, "--dest", wheels,
                 *(part for tag in told.tags for part in ("--platform", tag)), "--require-hashes", "-r", locked]),
    ]  # fmt: skip
    for name, command in steps:
        done = subprocess.run([str(part) for part in command], check=False, capture_output=True, text=True)
        if done.returncode:
            print(f"{name}: {(done.stdout + done.stderr)[-3000:]}")
            return None
    (own,) = wheels.glob("reconcile_toolkit-*.whl")
    _write_page(stage, platform, python, own)
    version = own.name.split("-")[1]
    return _packed(stage, PLACE / f"reconcile-toolkit-{version}-{platform}-py{python.replace('.', '')}.zip")


def _write_page(stage: Path, platform: str, python: str, own: Path) -> None:
    """Write the list with hashes, our own wheel in it, the installer of the system, and the page."""
    from bundle_check import sha256

    locked = stage / "requirements.txt"
    name, version = "reconcile-toolkit", own.name.split("-")[1]
    ours = f"{name}=={version} --hash=sha256:{sha256(own.read_bytes())}\n"
    locked.write_text(ours + locked.read_text(encoding="utf-8"), encoding="utf-8")
    windows, mac = platform.startswith("win"), platform.startswith("macosx")
    installer = "安装.bat" if windows else "安装.command" if mac else "install.sh"
    facts = {"{python}": python, "{version}": version, "{installer}": installer}
    facts["{pair}"] = python.replace(".", ", ")
    texts = {"安装说明.html": FILES / "page.html", installer: FILES / ("install.bat" if windows else "install.sh")}
    for target, source in texts.items():
        text = source.read_text(encoding="utf-8")
        for mark, fact in facts.items():
            text = text.replace(mark, fact)
        if windows:
            text = text.replace("\n", "\r\n")
        (stage / target).write_bytes(text.encode("utf-8"))


def _packed(stage: Path, target: Path) -> Path:
    """Return the folder as a zip: names in order, the installers executable, and a sum of every file."""
    from bundle_check import sha256

    files = sorted(path for path in stage.rglob("*") if path.is_file())
    sums = "".join(f"{sha256(path.read_bytes())}  {path.relative_to(stage).as_posix()}\n" for path in files)
    (stage / "SHA256SUMS").write_text(sums, encoding="utf-8")
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted([*files, stage / "SHA256SUMS"]):
            entry = zipfile.ZipInfo(f"{target.stem}/{path.relative_to(stage).as_posix()}")
            entry.external_attr = (0o100755 if path.suffix in {".sh", ".command"} else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    shutil.rmtree(stage)
    return target


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(sys.argv[1:]))
