"""What a person wrote into a report beside its questions: 已办, 备注, 核实结果, an answer that was not used.

A row is known by its hidden question. Answers come back only where the question is letter for letter what it was, its
evidence included; remarks come back to the same groups whatever else changed.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from toolkit.messages import word
from toolkit.normalise.masking import masked
from toolkit.normalise.text import clean
from toolkit.register.decisions.identity import asked
from toolkit.regulations.fields import label_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.model import Grid, Workbook

QUESTION = "question"
ANSWERS = ("same-group", "merge", "keeper", "whereabouts")
REMARKS = frozenset({"done", "remark"})
_DECIDED = "answer"
"""The column by which 裁定 is known: what stands there are decisions already."""

_WITHIN = 8
_TODO = "todo"


def read_jottings(book: Workbook) -> dict[str, dict[str, str]]:
    """Return what stands in the cells that a report offers for writing: question to column to text; blanks left out."""
    found: dict[str, dict[str, str]] = {}
    for grid in book.grids:
        heading = _heading(grid)
        if heading is None:
            continue
        row, columns = heading
        for number in range(row + 1, len(grid.rows)):
            question = clean(grid.at(number, columns[QUESTION]))
            written = {code: clean(grid.at(number, at)) for code, at in columns.items() if code != QUESTION}
            told = {code: text for code, text in written.items() if text}
            if question and told:
                found.setdefault(question, {}).update(told)
    return found


def todo_question(code: str, unit: str = "") -> str:
    """Return by what a row of 待办 is known: the task, and the unit where each has a row of its own."""
    return f"{_TODO};{code};{masked(unit)}"  # it stands in the workbook, hidden and not masked once more


class Jottings:
    """Finds what was written beside a question."""

    def __init__(self, written: Mapping[str, Mapping[str, str]]) -> None:
        """Index what was written by question, and remarks also by the groups they are about."""
        self._exact = written
        self._near: dict[tuple[str, int, str], set[str]] = defaultdict(set)
        for question in written:
            if not question.startswith(f"{_TODO};"):
                kind, _, keys = asked(question)
                for place, key in enumerate(keys):
                    for mark in key.split():
                        self._near[kind, place, mark].add(question)

    def of(self, question: str) -> Mapping[str, str]:
        """Return what was written beside a question, column to text."""
        found = self._exact.get(question)
        if found is not None or not question or question.startswith(f"{_TODO};"):
            return found or {}
        kind, _, keys = asked(question)
        near: set[str] | None = None
        for place, key in enumerate(keys):
            here = set[str]().union(*(self._near.get((kind, place, mark), ()) for mark in key.split()))
            near = here if near is None else near & here
        if near is None or len(near) != 1:
            return {}
        return {code: text for code, text in self._exact[near.pop()].items() if code in REMARKS}


def _heading(grid: Grid) -> tuple[int, Mapping[str, int]] | None:
    for row in range(min(_WITHIN, len(grid.rows))):
        columns: dict[str, int] = {}
        for column, text in enumerate(grid.rows[row]):
            if code := _by_label().get(label_key(text), ""):
                columns.setdefault(code, column)
        if QUESTION in columns and len(columns) > 1 and _DECIDED not in columns:
            return row, columns
    return None


@cache
def _by_label() -> Mapping[str, str]:
    codes = (*ANSWERS, *REMARKS, _DECIDED)
    found = {label_key(word("report", f"col-{code}", lang=lang)): code for lang in ("zh", "en") for code in codes}
    return {**found, label_key(QUESTION): QUESTION}
