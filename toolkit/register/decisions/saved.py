"""The answers that 对账报告.html saved (`裁定-2026-03-11.json`), read as if they stood on a sheet of the report.

    {"format": "reconcile-answers/1", "profile": "…", "saved": "2026-03-11",
     "answers": [{"question": "…", "answer": "是", "done": "…", "remark": "…", "unit": "…", "group": "…", …}]}

`answer` and `remark` are what a person chose and wrote; the names beside them are for whoever reads the file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from toolkit.errors import SourceError, reason_of
from toolkit.messages import word
from toolkit.model import Grid, Workbook
from toolkit.register.sources.opening import open_workbook

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = "reconcile-answers/1"
COLUMNS = (
    *("whereabouts", "keeper", "done", "remark", "unit", "group", "number"),
    *("previous-unit", "previous-group", "previous-number"),
)
_ANSWER, _QUESTION = "same-group", "question"
_FREE = "whereabouts"


def open_answers(path: Path, *, password: str = "") -> Workbook:
    """Read a file of `--decisions`: a workbook, or what the page saved.

    Raises:
        SourceError: it cannot be opened, or is no such file.
    """
    if path.suffix.lower() != ".json":
        return open_workbook(path, password=password)
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SourceError("source-not-opened", file=path.name, detail=reason_of(error)) from None
    except ValueError:
        raise SourceError("source-unreadable", file=path.name) from None
    if not isinstance(told, dict) or told.get("format") != FORMAT or not isinstance(told.get("answers"), list):
        raise SourceError("decisions-none", file=path.name)
    rows = [row for row in told["answers"] if isinstance(row, dict) and row.get(_QUESTION)]
    asks = tuple(word("report", f"col-{code}") for code in (_ANSWER, *COLUMNS))
    grid = Grid(path.stem, ((*asks, _QUESTION), *map(_cells, rows)))
    return Workbook((grid,), properties={"core:modified": str(told.get("saved", ""))})


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    """Return one answer as a row of a sheet; what is said of last year's group may be free text."""
    free = str(row[_QUESTION]).startswith("unaccounted;")
    answer = str(row.get("answer", ""))
    told = {**row, _ANSWER: "" if free else answer, _FREE: answer if free else ""}
    return tuple(str(told.get(code, "") or "") for code in (_ANSWER, *COLUMNS, _QUESTION))
