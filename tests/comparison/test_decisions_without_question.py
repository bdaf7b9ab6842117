"""The odd hidden column of a report was deleted: an answer is found by what its row shows of the groups."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
from two_years import FIRST, SECOND, answered, campaign, group, ledger, report, verdict

if TYPE_CHECKING:
    from pathlib import Path

OLD = [group("商学院教务通知群"), group("商学院考务群"), group("商学院值班群"), group("商学院实验群")]
NEW = [group("商学院教务通知工作群"), group("商学院值班群")]


def without(workbook: bytes, sheets: tuple[str, ...], column: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    for name in sheets:
        heads = [cell.value for cell in book[name][3]]
        book[name].delete_cols(heads.index(column) + 1)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_answers_count_though_the_hidden_column_is_gone(tmp_path: Path) -> None:
    before = campaign(tmp_path / "一", OLD, as_of=FIRST)
    kept = ledger(before, tmp_path / "台账2025.xlsx")
    asked = campaign(tmp_path / "二", NEW, as_of=SECOND, previous=kept)
    assert verdict(asked, "商学院教务通知工作群")[0] != "renewed"
    workbook = without(report(asked), ("相似建议", "去向待核"), "question")

    def same(row: dict[str, Any]) -> dict[str, str]:
        right = (row["群名称"], row["上年群名称"]) == ("商学院教务通知工作群", "商学院教务通知群")
        return {"是同一个群": "是"} if right else {}

    def gone(row: dict[str, Any]) -> dict[str, str]:
        return {"核实结果": "已解散", "备注": "卫一来电"} if row["群名称"] == "商学院考务群" else {}

    first = answered(workbook, "相似建议", tmp_path / "报告.xlsx", same)
    second = answered(first, "去向待核", tmp_path / "报告.xlsx", gone)
    outcome = campaign(tmp_path / "三", NEW, as_of=SECOND, previous=kept, decisions=(second,))
    assert verdict(outcome, "商学院教务通知工作群")[1:] == ("decision", "商学院教务通知群")
    fates = dict(zip(outcome.previous.frame["group_name"], outcome.previous_verdicts["verdict"], strict=True))
    assert fates["商学院考务群"] == "dissolved"
    assert fates["商学院实验群"] == "unaccounted"  # nobody answered for it
    assert {one.why for one in outcome.decisions if one.kind == "unaccounted"} == {"卫一来电"}
