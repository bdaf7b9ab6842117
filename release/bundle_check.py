"""Whether a bundle is whole for the machine it is for: every requirement a wheel, every wheel its hash and its tags."""

from __future__ import annotations

import email
import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WANTED = ("安装说明.html", "requirements.txt", "SHA256SUMS")
INSTALLERS = ("安装.bat", "安装.command", "install.sh")
_PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<rest>(?:.*\\\n)*.*)$", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Target:
    """The machine: its Python, the platform tags of wheels it takes, and its values of the markers."""

    python: str
    platforms: tuple[str, ...]
    markers: Mapping[str, str]

    def tags(self) -> frozenset[Tag]:
        """Return every tag of a wheel that installs there."""
        version = tuple(map(int, self.python.split(".")))
        given = list(self.platforms)
        interpreter = f"cp{version[0]}{version[1]}"
        return frozenset([*cpython_tags(version, platforms=given), *compatible_tags(version, interpreter, given)])


def faults_of(bundle: Path, target: Target) -> list[str]:
    """Return what is wrong with a bundle, a sentence each; [] for one that is whole."""
    with zipfile.ZipFile(bundle) as archive:
        files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    faults = [f"{name} is missing" for name in WANTED if name not in files]
    if not set(INSTALLERS) & set(files):
        faults.append("there is no installer")
    wheels = {name.removeprefix("wheels/"): data for name, data in files.items() if name.endswith(".whl")}
    by_name = {canonicalize_name(parse_wheel_filename(name)[0]): name for name in wheels}
    if len(by_name) != len(wheels):
        faults.append("a package is there twice")
    faults += _of_sums(files)
    faults += _of_pins(files.get("requirements.txt", b"").decode(), wheels, by_name)
    good = target.tags()
    faults += [f"{name} is for another system" for name in wheels if not parse_wheel_filename(name)[3] & good]
    for name, data in wheels.items():
        faults += _of_needs(name, data, by_name, target)
    return faults


def _of_sums(files: Mapping[str, bytes]) -> list[str]:
    told = dict(line.split("  ", 1)[::-1] for line in files.get("SHA256SUMS", b"").decode().splitlines())
    listed = {name for name in files if name != "SHA256SUMS"}
    faults = [f"{name} has no sum" for name in sorted(listed - set(told))]
    return faults + [
        f"{name} is not what its sum says" for name in sorted(listed & set(told)) if sha256(files[name]) != told[name]
    ]


def _of_pins(text: str, wheels: Mapping[str, bytes], by_name: Mapping[str, str]) -> list[str]:
    faults, pinned = [], set()
    for pin in _PINNED.finditer(text):
        name = canonicalize_name(pin["name"])
        pinned.add(name)
        wheel = by_name.get(name)
        if wheel is None:
            faults.append(f"{name} is asked and has no wheel")
        elif str(parse_wheel_filename(wheel)[1]) != pin["version"]:
            faults.append(f"{wheel} is not {name} {pin['version']}")
        elif sha256(wheels[wheel]) not in _HASH.findall(pin["rest"]):
            faults.append(f"{wheel} has not the hash that is asked")
    return faults + [f"{wheel} is not asked" for name, wheel in by_name.items() if name not in pinned]


def _of_needs(name: str, data: bytes, by_name: Mapping[str, str], target: Target) -> list[str]:
    """Return what a wheel needs there and does not find in the bundle."""
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        (meta,) = (entry for entry in wheel.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", entry))
        told = email.message_from_bytes(wheel.read(meta))
    faults = []
    for text in told.get_all("Requires-Dist") or ():
        need = Requirement(text)
        if need.marker is not None and not need.marker.evaluate(dict(target.markers)):
            continue
        found = by_name.get(canonicalize_name(need.name))
        if found is None:
            faults.append(f"{name} needs {need.name}, which is not there")
        elif not need.specifier.contains(parse_wheel_filename(found)[1], prereleases=True):
            faults.append(f"{name} needs {need.name} {need.specifier}, and {found} is there")
    return faults


def sha256(data: bytes) -> str:
    """Return the digest in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
