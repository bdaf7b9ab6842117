"""What a long report costs, counted: rows that are cut off are never made, and nothing is looked for pair by pair."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from report_outcome import campaign, finding, texts

from toolkit import load_profile
from toolkit.model import Suggestion
from toolkit.report import findings as finding_sheets
from toolkit.report import render_report
from toolkit.report import suggestions as suggestion_sheets
from toolkit.report.later import Later
from toolkit.report.ledger import render_ledger
from toolkit.report.published import render_published
from toolkit.report.renames import Block as Renaming
from toolkit.report.sheet_xml import Block, Look, insert, write_samples
from toolkit.report.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MANY, MOST = 40, 5


def _counted(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> Counter[str]:
    calls = Counter[str]()
    real: Callable[..., Any] = getattr(module, name)

    def counting(*given: Any, **named: Any) -> Any:
        calls[name] += 1
        return real(*given, **named)

    monkeypatch.setattr(module, name, counting)
    return calls


def _renamed(count: int) -> tuple[Suggestion, ...]:
    """Return pairs of the campaign's first groups, each part of one bulk rename (工作群 → 交流群)."""
    row = {"field": "bulk_rename", "ours": "交流群", "theirs": "工作群", "likeness": 1.0}
    return tuple(Suggestion(f"r{number + 1}", "p1", 0.9, (row,)) for number in range(count))


def test_rows_are_made_when_they_are_looked_at() -> None:
    made: list[int] = []

    def make(number: int) -> str:
        made.append(number)
        return f"行{number}"

    rows = Later(make, range(1000))
    shown = rows[:3]
    assert (len(rows), len(shown), made) == (1000, 3, [])
    assert [*shown] == ["行0", "行1", "行2"]
    assert rows[-1] == "行999"
    assert made == [0, 1, 2, 999]


def test_of_a_list_that_is_cut_no_more_is_worded_than_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    told = tuple(finding("SC-11", "required", "notice", "r1", facts={"field": "purpose"}) for _ in range(MANY))
    outcome = replace(campaign(), findings=told, suggestions=_renamed(MANY))
    worded = _counted(monkeypatch, finding_sheets, "finding_row")
    explained = _counted(monkeypatch, suggestion_sheets, "evidence")
    book = render_report(outcome, most=MOST)
    assert worded["finding_row"] == MOST
    assert explained["evidence"] <= MOST
    assert len(texts(book, "其他问题")) == 3 + MOST
    assert str(MANY) in texts(book, "其他问题")[1][0]


def test_how_many_rows_a_bulk_rename_has_is_counted_once_for_all_pairs() -> None:
    class Watched(dict[str, Renaming]):
        looks = 0

        def values(self) -> Any:
            self.looks += 1
            return super().values()

    outcome = replace(campaign(), suggestions=_renamed(MANY))
    view = View(outcome, load_profile(outcome.profile), lang="zh")
    watched = Watched({f"r{number + 1}": Renaming("交流群", "工作群", MANY, "") for number in range(MANY)})
    view.__dict__["renamed"] = watched
    lines = [line for pair in outcome.suggestions for line in suggestion_sheets.evidence(view, pair)]
    assert watched.looks == 1
    assert sum(str(MANY) in line for line in lines) == MANY


@pytest.mark.parametrize("render", [render_published, render_ledger])
def test_a_list_of_groups_is_written_without_a_call_a_cell(
    render: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from xlsxwriter.worksheet import Worksheet

    outcome = campaign()
    few = _calls_of_writing(monkeypatch, Worksheet, render, outcome)
    ours = outcome.ledger.frame
    many = replace(
        outcome,
        ledger=replace(outcome.ledger, frame=_repeated(ours, 10)),
        verdicts=_repeated(outcome.verdicts, 10),
    )
    assert _calls_of_writing(monkeypatch, Worksheet, render, many) == few


def _repeated(frame: Any, times: int) -> Any:
    import pandas as pd

    parts = [frame.assign(id=[f"{name}-{number}" for name in frame["id"]]) for number in range(1, times)]
    return pd.concat([frame, *parts], ignore_index=True)


def _calls_of_writing(monkeypatch: pytest.MonkeyPatch, kind: Any, render: Callable[..., bytes], outcome: Any) -> int:
    with monkeypatch.context() as patch:
        calls = _counted(patch, kind, "write_string")
        render(outcome)
    return calls["write_string"]


def _book(rows: Block, formats: int) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet("名单")
        page.write_string(0, 0, "标题")
        page.write_string(2, 0, "名称")
        shapes = [workbook.add_format({"font_size": 8 + number, "border": 1}) for number in range(formats)]
        write_samples(page, shapes, first=rows.first)
    return insert(stream.getvalue(), [rows])


def _cells(book: bytes) -> Iterator[tuple[str, Any, float, float | None]]:
    page = openpyxl.load_workbook(io.BytesIO(book)).active
    assert page is not None
    for line in page.iter_rows(min_row=4):
        for cell in line:
            yield cell.coordinate, cell.value, cell.font.sz, page.row_dimensions[cell.row].height


def test_rows_go_below_a_head_of_several_lines_each_column_with_its_look() -> None:
    rows = Block(
        [[1, 2], ["教务处", ""], ["123", "-1+1"]],
        [5, 10, 10],
        looks=[Look(framed=True), Look(framed=True), Look(3, 4, framed=True)],
        first=4,
        heights=[20, 34],
    )
    assert [*_cells(_book(rows, 5))] == [
        ("A4", 1, 10, 20.25),
        ("B4", "教务处", 8, 20.25),
        ("C4", "123", 11, 20.25),
        ("A5", 2, 10, 33.75),
        ("B5", None, 8, 33.75),
        ("C5", "-1+1", 12, 33.75),
    ]


def test_a_head_without_rows_stays_as_it_is() -> None:
    page = openpyxl.load_workbook(io.BytesIO(_book(Block([[], []], [5, 5], first=4), 3))).active
    assert page is not None
    assert [page["A1"].value, page["A3"].value, page["A4"].value] == ["标题", "名称", None]
