"""`reconcile excel doctor` and the button 自检: what is missing on this machine, and what to do about it.

`gather` looks, `examine` judges, `lines` says: so that a Windows office can be judged by a test on any system.
"""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from toolkit import __version__
from toolkit.excel import windows
from toolkit.excel.manifest import VERSION
from toolkit.messages import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Grade = Literal["good", "bad", "unknown"]

XLWINGS = (0, 37, 5)
"""The oldest xlwings whose notes and sheets the macros use."""

_PYTHON = (3, 11)
_ALL_BLOCKED, _SIGNED_ONLY = 4, 3
_MARKS: Mapping[Grade, str] = {"good": "✓", "bad": "✗", "unknown": "？"}
_MAC_EXCEL = Path("/Applications/Microsoft Excel.app")
_MAC_SCRIPTS = Path("Library/Application Scripts/com.microsoft.Excel")


@dataclass(frozen=True, slots=True)
class Facts:
    """What was seen. None: it could not be seen, or nobody asked.

    Attributes:
        system: `Windows`, `Darwin` or `Linux`.
        python: its version.
        executable: its path.
        xlwings: its version, "" where it is not installed.
        excel: whether Microsoft Excel is there; `wps` where WPS answers in its name.
        macros: VBAWarnings of the Trust Center: 1 all run, 2 Excel asks, 3 signed ones only, 4 none.
        runpython: whether xlwings' script for Excel on a Mac is installed.
        workbook: the version of the toolkit that wrote the workbook.
        interpreter: the Python that the workbook is bound to.
        blocked: whether Windows holds the workbook back because it came from elsewhere.
        inside: whether this runs because a button was pressed: then Excel and its macros work.
    """

    system: str
    python: tuple[int, ...]
    executable: str
    xlwings: str
    excel: Literal["yes", "no", "wps"] | None = None
    macros: int | None = None
    runpython: bool | None = None
    workbook: str | None = None
    interpreter: str | None = None
    blocked: bool | None = None
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the result: `doctor-<code>` of the catalogue says it."""

    grade: Grade
    code: str
    facts: Mapping[str, Any]


def gather(*, inside_excel: bool = False, workbook_version: str | None = None, workbook: Path | None = None) -> Facts:
    """Look at this machine, and at a control workbook when one is named."""
    system = platform.system()
    conf = {} if workbook is None else conf_of(workbook)
    bound = conf.get("Interpreter_Win" if system == "Windows" else "Interpreter_Mac")
    return Facts(
        system=system,
        python=sys.version_info[:3],
        executable=sys.executable,
        xlwings=_installed("xlwings"),
        excel=_excel(system),
        macros=windows.macro_setting() if system == "Windows" else None,
        runpython=_runpython() if system == "Darwin" else None,
        workbook=conf.get(VERSION, "") if workbook else workbook_version,
        interpreter=bound,
        blocked=windows.is_blocked(workbook) if workbook is not None and system == "Windows" else None,
        inside=inside_excel,
    )


def examine(facts: Facts) -> tuple[Check, ...]:
    """Judge what was seen; what could not be seen and does not matter has no line."""
    return (*_of_python(facts), *_of_excel(facts), *_of_workbook(facts))


def lines(checks: Sequence[Check], lang: str = "zh") -> list[str]:
    """Return the result, one line a check, and a closing line."""
    told = [
        f"{_MARKS[check.grade]} {word('excel', f'doctor-{check.code}', check.facts, lang=lang)}" for check in checks
    ]
    bad = sum(check.grade == "bad" for check in checks)
    return [*told, word("excel", "doctor-to-do" if bad else "doctor-all-good", {"count": bad}, lang=lang)]


def conf_of(workbook: Path) -> dict[str, str]:
    """Return the hidden settings of a control workbook: the Python it is bound to, the version that wrote it."""
    from toolkit.excel.manifest import CONF
    from toolkit.intake.grids import Unreadable, read_workbook

    try:
        grids = read_workbook(workbook.name, workbook.read_bytes()).grids
    except (OSError, Unreadable):
        return {}
    rows = next((grid.rows for grid in grids if grid.name == CONF), ())
    return {row[0]: row[1] if len(row) > 1 else "" for row in rows if row}


def _of_python(facts: Facts) -> Iterator[Check]:
    version = ".".join(map(str, facts.python))
    fine = facts.python >= _PYTHON
    yield Check("good" if fine else "bad", "python" if fine else "python-old", {"version": version})
    if "WindowsApps" in facts.executable:
        yield Check("bad", "python-store", {"path": facts.executable})
    if not facts.xlwings:
        yield Check("bad", "xlwings-missing", {})
        return
    fine = _numbers(facts.xlwings) >= XLWINGS
    told = {"version": facts.xlwings, "wanted": ".".join(map(str, XLWINGS))}
    yield Check("good" if fine else "bad", "xlwings" if fine else "xlwings-old", told)


def _of_excel(facts: Facts) -> Iterator[Check]:
    if facts.inside:
        yield Check("good", "inside", {})
        return
    if facts.system not in {"Windows", "Darwin"}:
        yield Check("bad", "no-excel-here", {"system": facts.system})
        return
    grades: Mapping[str | None, Grade] = {"yes": "good", "no": "bad", "wps": "bad"}
    yield Check(grades.get(facts.excel, "unknown"), f"excel-{facts.excel or 'unknown'}", {})
    if facts.system == "Darwin" and facts.runpython is not None:
        yield Check("good" if facts.runpython else "bad", "runpython" if facts.runpython else "runpython-missing", {})
    if facts.macros in {_ALL_BLOCKED, _SIGNED_ONLY}:
        yield Check("bad", "macros-off", {})
    elif facts.system == "Windows":
        yield Check("good" if facts.macros else "unknown", "macros" if facts.macros else "macros-unknown", {})


def _of_workbook(facts: Facts) -> Iterator[Check]:
    if facts.workbook is not None:
        fine = facts.workbook == __version__
        told = {"version": facts.workbook or "?", "wanted": __version__}
        yield Check("good" if fine else "bad", "workbook" if fine else "workbook-other", told)
    if facts.interpreter is not None:
        there = bool(facts.interpreter) and Path(facts.interpreter).is_file()
        yield Check("good" if there else "bad", "bound" if there else "bound-lost", {"path": facts.interpreter})
    if facts.blocked:
        yield Check("bad", "blocked", {})


def _excel(system: str) -> Literal["yes", "no", "wps"] | None:
    if system == "Windows":
        return windows.excel()
    return ("yes" if _MAC_EXCEL.exists() else "no") if system == "Darwin" else None


def _runpython() -> bool:
    return any((Path.home() / _MAC_SCRIPTS).glob("xlwings-*.applescript"))


def _installed(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:3] if part.isdigit())
