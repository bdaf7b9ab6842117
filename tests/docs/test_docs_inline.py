"""Commands and options that pages name in passing exist: each `reconcile …`, `--option` and `dev.py task` in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
import pytest
from test_docs import PAGES, ROOT

from toolkit.cli.commands import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CODE = re.compile(r"`([^`\n]+)`|^ *\$? ?((?:py|python3?) .+|reconcile .+)$", re.MULTILINE)
_OURS = re.compile(r"^(?:reconcile|(?:py|python3?) -m toolkit)(?= |$)(.*)$")
_TASK = re.compile(r"\bdev\.py ([a-z]+)")
_OPTION = re.compile(r"--[a-z][a-z-]*")


def spans(page: Path) -> Iterator[str]:
    for found in _CODE.finditer(page.read_text(encoding="utf-8")):
        yield (found[1] or found[2]).strip()


def options(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts}


def of_scripts() -> set[str]:
    """Return the options of the programs beside the toolkit: benchmarks, fuzzers, the tools of a release."""
    folders = ("benchmarks", "fuzz", "release", "samples")
    texts = (path.read_text(encoding="utf-8") for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return {name for text in texts for name in re.findall(r'"(--[a-z][a-z-]*)"', text)}


def every_option(command: click.Command) -> set[str]:
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return options(command).union(*(every_option(one) for one in below))


def named(words: list[str]) -> click.Command:
    """Return the command that the words of a command line lead to; a folder in its place is `run`."""
    command: click.Command = build("zh")
    for word in words:
        if not isinstance(command, click.Group):
            break
        if word in command.commands:
            command = command.commands[word]
        elif not word.startswith("-") and command.name == "reconcile":
            return command.commands["run"]
    return command


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_is_there(page: Path) -> None:
    ours, wrong = every_option(build("zh")) | of_scripts(), []
    for span in spans(page):
        if found := _OURS.match(span):
            known = options(named(found[1].split())) | options(build("zh"))
            wrong += [f"{span}: {name}" for name in _OPTION.findall(span) if name not in known]
        elif span.startswith("--"):
            wrong += [span for name in _OPTION.findall(span)[:1] if name not in ours]
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_task_a_page_names_is_one_of_dev_py(page: Path) -> None:
    program = ROOT / "dev.py"
    if not program.exists():  # the copy that the wheel is tested in has the pages and not the program
        program = ROOT.parents[2] / "dev.py"
    tasks = set(re.findall(r'"([a-z]+)": \1\b', program.read_text(encoding="utf-8")))

    assert tasks >= {"demo", "test", "docs"}
    assert {task for span in spans(page) for task in _TASK.findall(span)} <= tasks


def test_a_slip_in_a_page_is_seen() -> None:
    assert named(["收回", "--previous", "上年台账.xlsx"]).name == "run"
    assert named(["excel", "new"]).name == "new"
    assert "--previous" in options(named(["收回"]))
    assert "--previuos" not in every_option(build("zh"))
