"""`prepare --sources`: blank lists that come back as they are, and say on a second sheet how they are filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner

from toolkit.cli.commands import build
from toolkit.forms.template.own_lists import LISTS, blank_lists
from toolkit.normalise.units import UnitIndex
from toolkit.register.sources import load_source, sources

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {
    "units": "单位名录.xlsx",
    "observed": "在用群清单.xlsx",
    "notices": "来文登记.xlsx",
    "received": "收件登记.xlsx",
    "approvals": "审批登记.xlsx",
    "people": "人员名单.xlsx",
    "classes": "班级名册.xlsx",
}
ROWS = {
    "units": ("教务处", "教务", "教学管理处", "行政部门", "是", 32),
    "observed": ("迎新咨询群", "310000001", "QQ群", "教务处", "巡查", "2026-03-01", "在用"),
    "notices": ("解散", "教务处", "筹备群", "310000002", "2025-12-20", "2025-12-22", "会议结束"),
    "received": ("教务处.xlsx", "2026-03-02"),
    "approvals": ("教务处", "考务群", "310000003", "3号", "建群", "支部", "2026-01-08", "宣传部", "2026-01-10"),
    "people": ("章一", "教务处", "是"),
    "classes": ("2024级1班", "教务处", 46, 2024, 4),
}


def prepared(out: Path, *more: str) -> str:
    done = CliRunner().invoke(build("zh"), ["prepare", "--sources", "--out", str(out), *more], standalone_mode=False)
    assert done.exception is None, done.output
    return done.stdout


def test_the_seven_lists_are_there_by_name(tmp_path: Path) -> None:
    assert "7 份空白表" in prepared(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(NAMES.values())
    assert blank_lists() == blank_lists()


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_blank_as_handed_out_and_read_once_filled_in(name: str, tmp_path: Path) -> None:
    prepared(tmp_path, "--profile", "sccm-2022")
    path = tmp_path / NAMES[name]
    assert load_source(name, path, UnitIndex()).frame.empty  # the example beside it is no row
    book = openpyxl.load_workbook(path)
    page, guide = book.worksheets
    assert [cell.value for cell in page[1]] == [column.zh for column in sources()[name].columns.values()]
    assert page.freeze_panes == "A2"
    said = "\n".join(str(row[0]) for row in guide.iter_rows(values_only=True))
    assert all(word in said for word in ("四川音乐学院", "用处：", "从哪里来：", "示例（不要填进表里）"))
    for place, value in enumerate(ROWS[name], start=1):
        page.cell(2, place, value)
    book.save(path)
    assert len(load_source(name, path, UnitIndex()).frame) == 1


@pytest.mark.parametrize(
    ("file", "offered"),
    [
        ("单位名录.xlsx", "是,否"),
        ("来文登记.xlsx", "解散,变更,无变更,零报告"),
        ("审批登记.xlsx", "建群,超限,移交,变更"),
    ],
)
def test_what_is_one_of_few_has_a_drop_down(file: str, offered: str, tmp_path: Path) -> None:
    prepared(tmp_path)
    rules = openpyxl.load_workbook(tmp_path / file).worksheets[0].data_validations.dataValidation
    assert f'"{offered}"' in {rule.formula1 for rule in rules}


def test_the_receipt_log_is_filled_in_from_the_folder(tmp_path: Path) -> None:
    collected = tmp_path / "收回"
    (collected / "二级").mkdir(parents=True)
    (collected / "教务处.csv").write_text("群名称,群号\n考务群,310000001\n", encoding="utf-8")
    (collected / "二级" / "图书馆.csv").write_text("群名称,群号\n馆员群,310000002\n", encoding="utf-8")
    (collected / "~$教务处.xlsx").write_bytes(b"lock")
    prepared(tmp_path / "表", "--collected", str(collected))
    told = load_source("received", tmp_path / "表" / "收件登记.xlsx", UnitIndex()).frame
    assert sorted(told["file"]) == ["二级/图书馆.csv", "教务处.csv"]
    assert told["received_on"].str.fullmatch(r"20\d\d-\d\d-\d\d").all()


@pytest.mark.parametrize("more", [("--units", "x.xlsx"), ("--previous", "x.xlsx")])
def test_lists_and_forms_are_two_things(more: tuple[str, str], tmp_path: Path) -> None:
    asked = ["prepare", "--sources", "--out", str(tmp_path / "表"), *more]
    done = CliRunner().invoke(build("zh"), asked, standalone_mode=False)
    assert done.exception is not None or done.exit_code
    assert not (tmp_path / "表").exists()
