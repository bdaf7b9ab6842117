"""Nothing that a unit typed becomes a formula, a link or a path, whatever it is; and it comes back as typed."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from report_outcome import campaign, finding, parts, table, targets

from toolkit.model import Where
from toolkit.normalise.masking import masked
from toolkit.report import render_report
from toolkit.report.ledger import render_ledger
from toolkit.report.text import LONGEST, fit

if TYPE_CHECKING:
    from toolkit.model import Outcome

DANGEROUS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'", "{", "http://", "=HYPERLINK(", "|"]


def typed(text: str) -> Outcome:
    outcome = campaign()
    outcome.previous.frame["purpose"] = ""  # nothing to carry over from last year
    frame = outcome.ledger.frame
    frame.loc[0, ["group_name", "purpose", "remark", "group_no", "group_nos", "owner.name", "filing_no"]] = text
    return outcome


def purpose(ledger: bytes) -> object:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(ledger)).get_sheet_by_name("台账").to_python()
    return rows[1][rows[0].index("用途")]


@pytest.mark.parametrize("start", DANGEROUS)
def test_a_text_that_begins_dangerously_stays_text(start: str) -> None:
    text = f"{start}cmd|' /C calc'!A0"
    outcome = typed(text)
    ledger, report = render_ledger(outcome), render_report(outcome, collected="../收回")
    assert purpose(ledger) == text
    for workbook in (ledger, report):
        assert not any(re.search(r"<f[ >]", part) for part in parts(workbook).values())
        assert all(target.replace("\\", "/").startswith("../收回/") for target in targets(workbook))


def test_a_cell_that_would_run_when_edited_is_marked_as_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_ledger(typed("=1+1"))))
    cell = next(cell for cell in book["台账"][2] if cell.value == "=1+1")
    assert cell.data_type == "s"
    assert cell.quotePrefix


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_any_text_can_be_written_and_comes_back(text: str) -> None:
    outcome = typed(text)
    assert purpose(render_ledger(outcome)) == fit(text)
    assert render_report(outcome, collected="../收回")


@pytest.mark.parametrize("character", ["\ud800", "\x0b", "\x00", "\ufffe"])
def test_what_no_workbook_can_hold_is_replaced_in_names_of_files_too(character: str) -> None:
    outcome = campaign()
    path = f"教务处{character}.xlsx"
    told = finding("CY-1.2a", "required", "error", "r2", label=f"管{character}理员")
    told = replace(told, where=(Where(path, f"登记{character}表", "C7"),))
    files = (replace(outcome.submissions[0], path=path), *outcome.submissions[1:])
    report = render_report(replace(outcome, submissions=files, findings=(told,)), collected="../收回")
    assert table(report, "其他问题")[0]["位置"] == "教务处\ufffd.xlsx › 登记\ufffd表!C7"


def test_a_very_long_text_is_cut_at_the_limit_of_a_cell() -> None:
    assert purpose(render_ledger(typed("群" * 40_000))) == "群" * LONGEST
    assert len(fit("😀" * 20_000)) == LONGEST // 2


def test_a_sentence_of_a_finding_is_text_too() -> None:
    outcome = replace(
        campaign(), findings=(finding("CY-1.2a", "required", "error", "r2", label='=HYPERLINK("http://x")'),)
    )
    report = render_report(outcome)
    assert targets(report) == []
    assert not any(re.search(r"<f[ >]", part) for part in parts(report).values())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张三13900000001", "张三139****0001"),
        ("张三 139-0000-0001", "张三 139****0001"),
        ("１３９０００００００１", "139****0001"),
        ("+86 13900000001", "139****0001"),
        ("电话.13900000001。", "电话.139****0001。"),
        ("a.b@example.edu.cn", "a****@example.edu.cn"),
        ("群号310000001", "群号310000001"),
        ("2026-03-12", "2026-03-12"),
        ("第三条", "第三条"),
    ],
)
def test_what_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown
