"""The zip for offices whose network is closed: it is whole for its platform, and installs with the network refused."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "release"))

from bundle import PLATFORMS, build, target_of  # noqa: E402 - it stands in release/
from bundle_check import faults_of  # noqa: E402

WINDOWS = target_of("win_amd64", "3.12")


def wheel(*needs: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        told = ["Metadata-Version: 2.1", "Name: x", "Version: 1", *(f"Requires-Dist: {need}" for need in needs)]
        archive.writestr("x-1.dist-info/METADATA", "\n".join(told))
    return made.getvalue()


GOOD = {
    "one-1.0-py3-none-any.whl": wheel("two>=2", "pywin32; sys_platform == 'win32'", "colour; extra == 'nice'"),
    "two-2.1-cp312-cp312-win_amd64.whl": wheel("three; sys_platform == 'linux'"),
    "pywin32-306-cp312-cp312-win_amd64.whl": wheel(),
}


def bundle(folder: Path, wheels: dict[str, bytes], *, pins: str | None = None, leave: str = "") -> Path:
    told = "".join(
        f"{name.split('-')[0]}=={name.split('-')[1]} \\\n    --hash=sha256:{hashlib.sha256(data).hexdigest()}\n"
        for name, data in wheels.items()
    )
    files = {f"wheels/{name}": data for name, data in wheels.items()}
    files |= {"requirements.txt": (told if pins is None else pins).encode(), "安装.bat": b"x", "安装说明.html": b"y"}
    files.pop(leave, None)
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        for name, data in {**files, "SHA256SUMS": sums.encode()}.items():
            archive.writestr(f"b/{name}", data)
    return folder / "b.zip"


def test_a_whole_bundle_has_no_fault(tmp_path: Path) -> None:
    assert faults_of(bundle(tmp_path, GOOD), WINDOWS) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"pywin32-306-cp312-cp312-win_amd64.whl": None}, "needs pywin32, which is not there"),
        (
            {"two-2.1-cp312-cp312-win_amd64.whl": None, "two-1.9-py3-none-any.whl": wheel()},
            "needs two >=2, and two-1.9",
        ),
        ({"four-1-cp312-cp312-manylinux_2_17_x86_64.whl": wheel()}, "is for another system"),
        ({"four-1-cp311-cp311-win_amd64.whl": wheel()}, "is for another system"),
        ({"one-1.1-py3-none-any.whl": wheel()}, "a package is there twice"),
    ],
)
def test_what_a_bundle_lacks_is_told(tmp_path: Path, change: dict[str, bytes | None], fault: str) -> None:
    wheels = {name: data for name, data in {**GOOD, **change}.items() if data is not None}
    assert any(fault in told for told in faults_of(bundle(tmp_path, wheels), WINDOWS))


@pytest.mark.parametrize(
    ("pins", "fault"),
    [
        ("one==1.0 --hash=sha256:" + "0" * 64, "has not the hash that is asked"),
        ("one==2.0", "is not one 2.0"),
        ("five==1.0", "five is asked and has no wheel"),
        ("", "is not asked"),
    ],
)
def test_a_list_that_does_not_fit_its_wheels_is_told(tmp_path: Path, pins: str, fault: str) -> None:
    assert any(fault in told for told in faults_of(bundle(tmp_path, GOOD, pins=pins), WINDOWS))


@pytest.mark.parametrize("name", ["安装.bat", "安装说明.html", "requirements.txt"])
def test_a_file_that_is_missing_is_told(tmp_path: Path, name: str) -> None:
    assert faults_of(bundle(tmp_path, GOOD, leave=name), WINDOWS)


@pytest.mark.soak
@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_has_a_wheel_of_everything(platform: str) -> None:
    _needs_the_checkout()
    made = build(platform, "3.12")
    assert made is not None
    assert faults_of(made, target_of(platform, "3.12")) == []


@pytest.mark.soak
def test_the_one_for_linux_installs_and_works_with_the_network_refused(tmp_path: Path) -> None:
    _needs_the_checkout()
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode:  # noqa: S603
        pytest.skip("a network of one's own (unshare -rn) is not allowed here")
    made = build("linux_x86_64", "{}.{}".format(*sys.version_info[:2]))
    assert made is not None
    with zipfile.ZipFile(made) as archive:
        archive.extractall(tmp_path)
    place = tmp_path / made.stem
    home = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    base = str(Path(sys.base_prefix) / "bin" / "python3")
    done = subprocess.run(  # noqa: S603 - our own installer
        [unshare, "-rn", "sh", "install.sh", base], cwd=place, env=home, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "一切正常" in done.stdout.decode()
    assert {"群组对账.xlsm", "群组对账.command", "env"} <= {path.name for path in place.iterdir()}
    run = [unshare, "-rn", str(place / "env" / "bin" / "reconcile"), "rules", "--profile", "cqny-2021"]
    assert subprocess.run(run, cwd=tmp_path, env=home, capture_output=True, check=False).returncode == 0  # noqa: S603


def _needs_the_checkout() -> None:
    if not (ROOT / "toolkit").is_dir():
        pytest.skip("a bundle is built from the checkout, and this is a copy without the package")
