"""What the pages tell people to type works as they say: every command of the documentation and of both READMEs is run.

In a page, a block ```` ```console ```` is a session: `$ command`, then what it prints (`…` stands for anything). The
READMEs may indent their commands instead. Comments before a block, which nobody sees, say how it ends and set the
scene:

    <!-- exit: 1 -->                 the exit status; 0 when nothing is said
    <!-- file: 收回/教务处.csv -->     the next block is this file
    <!-- start: empty -->            the page begins in an empty folder, else among the material of samples/sccm-2022

The commands of a page are run in their order, in one folder.
"""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "README.zh-CN.md"]
PAGES = [page for page in PAGES if "reference" not in page.parts]
NOT_HERE = re.compile(
    r"^(pip install \S+\.whl"  # the wheel under test is installed already
    r"|py -m .*"  # the launcher of Windows
    r"|python3? dev\.py .*"  # sets up a virtual environment of its own: CI runs `demo` and `test` themselves
    r"|pytest tests/excel .*"  # needs Excel
    r"|python3? benchmarks/.*|python3? fuzz/.*)$"  # long runs whose figures the pages give
)
_PART = re.compile(
    r"^[ ]*<!--\s*(?P<word>exit|file|start):\s*(?P<value>.+?)\s*-->\n"
    r"|^```(?P<kind>\w*)[^\n]*\n(?P<body>.*?)^```$"
    r"|(?P<indented>(?:^(?: {4}|\t)[^\n]+\n)+)",
    re.MULTILINE | re.DOTALL,
)
_STARTS = ("reconcile ", "python3 ", "python ", "pip ", "py ")


@dataclass(frozen=True)
class Step:
    """One command of a page, what it prints (None: not shown), how it ends, and the files written before it."""

    command: str
    shown: str | None
    status: int
    files: tuple[tuple[str, str], ...]


def steps(text: str) -> Iterator[Step]:
    status, name, files = 0, "", []
    for part in _PART.finditer(text):
        if part["word"] == "exit":
            status = int(part["value"])
        elif part["word"] == "file":
            name = part["value"]
        elif part["word"] != "start":
            body = part["body"] if part["body"] is not None else _outdented(part["indented"])
            if name:
                files.append((name, body))
                name = ""
                continue
            if part["kind"] in {"console", None}:
                for command, shown in sessions(body, marked=part["kind"] == "console"):
                    yield Step(command, shown, status, tuple(files))
                    files = []
            status = 0


def sessions(body: str, *, marked: bool) -> Iterator[tuple[str, str | None]]:
    """Yield (command, output) of one block; `marked`: commands begin with `$`, other lines are output."""
    joined = re.sub(r" \\\n\s*", " ", body)
    command, shown = "", []
    for line in joined.splitlines():
        starts = line.startswith("$ ") or (not marked and line.startswith(_STARTS))
        if starts and command:
            yield command, "\n".join(shown).strip("\n") or None
        if starts:
            command, shown = re.sub(r"\s+#\s.*$", "", line.removeprefix("$ ")), []
        elif command:
            shown.append(line)
    if command:
        yield command, "\n".join(shown).strip("\n") or None


def _outdented(text: str) -> str:
    return re.sub(r"^(?: {4}|\t)", "", text, flags=re.MULTILINE)


def as_shown(shown: str, told: str) -> bool:
    """Return whether output is as a page shows it; a line `…` stands for any lines, `…` in a line for any text."""
    pattern = ""
    for line in shown.splitlines():
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(re.escape(piece.rstrip()) for piece in line.split("…")) + r"[ ]*\n"
    return re.fullmatch(pattern, told.rstrip("\n") + "\n") is not None


@pytest.fixture(scope="module")
def reconcile_here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the PATH in which `reconcile` is the one under test."""
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "reconcile"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m toolkit "$@"\n')
    script.chmod(0o755)
    return folder


@pytest.fixture
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Return the folder a page begins in."""
    place = tmp_path / "材料"
    if "<!-- start: empty -->" in request.param.read_text(encoding="utf-8"):
        place.mkdir()
        return place
    sample = ROOT / "samples" / "sccm-2022"
    shutil.copytree(sample, place, ignore=shutil.ignore_patterns("expected", "campaign.yaml", "made.json"))
    shutil.copytree(sample, place / "samples" / "sccm-2022")
    for returned in (place / "收回").iterdir():  # a unit has its own file beside it, not in the department's folder
        if returned.is_file():
            shutil.copy2(returned, place)
    return place


def with_commands() -> list[Path]:
    return [page for page in PAGES if any(_runs_here(step) for step in steps(page.read_text(encoding="utf-8")))]


def _runs_here(step: Step) -> bool:
    return not NOT_HERE.match(step.command)


@pytest.mark.parametrize(
    ("page", "folder"), [(page, page) for page in with_commands()], indirect=["folder"], ids=lambda page: page.name
)
def test_every_command_of_a_page_does_what_the_page_says(page: Path, folder: Path, reconcile_here: Path) -> None:
    environment = os.environ | {
        "PATH": f"{reconcile_here}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join(filter(None, [_importable(), os.environ.get("PYTHONPATH", "")])),
        "COLUMNS": "200",
    }
    wrong = []
    for step in steps(page.read_text(encoding="utf-8")):
        for name, content in step.files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")
        if not _runs_here(step):
            continue
        done = subprocess.run(  # noqa: S603 - the commands are those of our own pages
            shlex.split(step.command), cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        told = (done.stdout + done.stderr).replace(f"{folder}/", "")
        if done.returncode != step.status:
            wrong.append(f"$ {step.command}\nended with {done.returncode}, not {step.status}:\n{told}")
        elif step.shown is not None and not as_shown(step.shown, told):
            wrong.append(f"$ {step.command}\nsaid:\n{told}\nand the page shows:\n{step.shown}")
    assert not wrong, "\n\n".join(wrong)


def _importable() -> str:
    """Return where the package under test is, so that it is found from another folder."""
    import toolkit

    return str(Path(toolkit.__file__).resolve().parents[1])


def test_the_python_of_the_pages_compiles_and_imports_what_there_is() -> None:
    import toolkit

    for page in PAGES:
        for part in _PART.finditer(page.read_text(encoding="utf-8")):
            if part["kind"] != "python":
                continue
            tree = ast.parse(part["body"])
            asked = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "toolkit"]
            assert {alias.name for node in asked for alias in node.names} <= set(toolkit.__all__), page.name


def test_a_session_is_read_as_a_person_reads_it() -> None:
    page = """\
<!-- exit: 1 -->
```console
$ reconcile 收回 --previous 上年台账.xlsx \\
    --as-of 2026-03-11
收到 1 个文件
$ reconcile rules
```

<!-- file: 密码.txt -->
```text
一个词
```

    reconcile check 声乐系.xlsx
    声乐系.xlsx：2 个群

Elsewhere.

    python3 dev.py demo     # sets up

```text
$ nothing that is run
```
"""
    assert list(steps(page)) == [
        Step("reconcile 收回 --previous 上年台账.xlsx --as-of 2026-03-11", "收到 1 个文件", 1, ()),
        Step("reconcile rules", None, 1, ()),
        Step("reconcile check 声乐系.xlsx", "声乐系.xlsx：2 个群", 0, (("密码.txt", "一个词\n"),)),
        Step("python3 dev.py demo", None, 0, ()),
    ]


@pytest.mark.parametrize(
    ("shown", "told", "same"),
    [
        ("一\n…\n四", "一\n二\n三\n四\n", True),
        ("…\n四", "一\n四", True),
        ("版本 …", "版本 0.3.0\n", True),
        ("一", "一\n二\n", False),
        ("…\n五\n…", "一\n四\n", False),
    ],
)
def test_dots_stand_for_anything_and_nothing_else_does(shown: str, told: str, same: bool) -> None:  # noqa: FBT001 - a case
    assert as_shown(shown, told) is same
