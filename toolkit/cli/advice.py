"""The command to use instead of the one that was refused."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PLAIN = re.compile(r"[\w./\\:=+,@%~-]+")


def command_instead(arguments: Sequence[str], code: str, facts: Mapping[str, object]) -> str:
    """Return the command line with the one option changed that was refused, fit to be copied; "" where there is none.

    Args:
        arguments: what was typed after `reconcile`.
        code: the code of the error.
        facts: its facts.
    """
    if code == "input-in-output":
        return _with(arguments, "--out", str(facts["instead"]))
    if code in {"previous-twice", "previous-folder"} and facts["instead"]:
        return _with(arguments, "--previous", str(facts["instead"]))
    if code == "previous-not-before":
        return _with(arguments, "--previous", "上一年的台账.xlsx")
    return ""


def latest_named(files: Iterable[str]) -> str:
    """Return the file whose name has the latest year, the last of equals; "" of none."""
    years = {file: max(map(int, _YEAR.findall(PurePath(file).name)), default=0) for file in files}
    return max(reversed(years), key=lambda file: years[file], default="")


def _with(arguments: Sequence[str], option: str, value: str) -> str:
    kept: list[str] = []
    given = iter(arguments)
    for argument in given:
        if argument == option:
            next(given, None)
        elif not argument.startswith(f"{option}="):
            kept.append(argument)
    return " ".join(["reconcile", *map(_quoted, [*kept, option, value])])


def _quoted(argument: str) -> str:
    """Return an argument as every shell takes it."""
    return argument if _PLAIN.fullmatch(argument) else f'"{argument}"'
