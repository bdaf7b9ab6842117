"""What the packages must hold and rest on, and that the tools in `release/` notice when they do not."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import toolkit

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"release_{name}", ROOT / "release" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass looks its module up
    spec.loader.exec_module(module)
    return module


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(toolkit.__file__).parent / "py.typed").is_file()


def test_the_installed_wheel_is_this_version_and_typed() -> None:
    try:
        installed = importlib.metadata.distribution("reconcile-toolkit")
    except importlib.metadata.PackageNotFoundError:
        if not (ROOT / "toolkit").is_dir():
            pytest.fail("neither a checkout nor an installed wheel")
        pytest.skip("run from a checkout: no wheel is installed")
    names = {str(path) for path in installed.files or ()}
    assert installed.version == toolkit.__version__
    assert {"toolkit/py.typed", "toolkit/bundle/CHANGELOG.md", "toolkit/bundle/schemas/fields.yaml"} <= names


def test_every_run_time_dependency_has_a_lower_bound_and_no_upper_one() -> None:
    for line in PROJECT["dependencies"]:
        assert re.fullmatch(r"[A-Za-z0-9-]+>=[0-9.]+", line), line


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("MIT", []),
        ("Apache-2.0 OR BSD-3-Clause", []),
        ("GPL-3.0-only OR MIT", []),
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", []),
        ("MIT License; GNU General Public License v3 (GPLv3)", ["GNU General Public License v3 GPLv3"]),
        ("MIT AND LGPL-3.0-or-later", ["LGPL-3.0-or-later"]),
        ("UNKNOWN", ["UNKNOWN"]),
    ],
)
def test_only_permissive_licences_pass(licence: str, refused: list[str]) -> None:
    assert tool("licences").terms_refused(licence) == refused


def test_a_wheel_without_a_definition_or_with_a_leftover_is_told() -> None:
    contents = tool("contents")
    whole = {
        "toolkit/py.typed", "toolkit/bundle/CHANGELOG.md", "reconcile_toolkit-0.3.0.dist-info/licenses/LICENSE",
        *(path.as_posix() for path in contents._kept("toolkit")),
        *(f"toolkit/bundle/{path.as_posix()}" for room in ("schemas", "templates") for path in contents._kept(room)),
    }  # fmt: skip

    assert contents.wheel_faults(whole) == []
    assert contents.wheel_faults(whole - {"toolkit/py.typed"}) == ["wheel lacks toolkit/py.typed"]
    lacking = "toolkit/bundle/schemas/sccm-2022/regulation.yaml"
    assert contents.wheel_faults(whole - {lacking}) == [f"wheel lacks {lacking}"]
    assert contents.wheel_faults(whole | {"tests/test_a.py"}) == ["wheel installs tests"]
    assert contents.wheel_faults(whole | {"toolkit/__pycache__/a.pyc"}) == ["wheel holds toolkit/__pycache__/a.pyc"]


def test_a_python_that_is_not_here_is_told_and_the_running_one_is_found() -> None:
    matrix = tool("matrix")

    assert matrix.interpreter("{}.{}".format(*sys.version_info[:2])) == sys.executable
    assert matrix.interpreter("2.99") is None


def test_the_matrix_says_what_was_not_run(capsys: pytest.CaptureFixture[str]) -> None:
    matrix = tool("matrix")
    matrix._tell([matrix.Cell("3.11", "lowest", (), 41.2, "numpy 1.26.0")], ["3.13"])

    told = capsys.readouterr().out
    assert "| 3.11 | lowest | passed | 41 | numpy 1.26.0 |" in told
    assert "| 3.13 | - | NOT RUN: this machine has no Python 3.13 |" in told


def test_every_python_the_metadata_promises_is_in_the_matrix() -> None:
    promised = {line.rpartition(" :: ")[2] for line in PROJECT["classifiers"] if " :: Python :: 3." in line}

    assert promised == set(tool("matrix").WANTED)
    assert PROJECT["requires-python"] == f">={min(promised, key=lambda text: int(text.split('.')[1]))}"
