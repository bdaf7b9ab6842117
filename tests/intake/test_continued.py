"""A list that goes on without headings is read under those of the list before it, and asked about once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from layout_pages import book, grid, read

from toolkit.intake.layouts.continued import CONTINUED

if TYPE_CHECKING:
    from toolkit.model import Grid

FORM = "jsut-2019/register"
HEAD = "单位(部门) | 工作群名称 | 群主 | 人员范围 | 人数 | 群功能"
FIRST = f"""
    {HEAD}
    教务处 | 教务通知群 | 张三 | 全体教师 | 60 | 发布通知
    教务处 | 考务工作群 | 李四 | 考务人员 | 20 | 安排考务
"""
NUMBERED = """
    序号 | 单位(部门) | 工作群名称 | 群主 | 人数
    1 | 教务处 | 教务通知群 | 张三 | 60
    2 | 教务处 | 考务工作群 | 李四 | 20
"""


def groups(*pages: Grid) -> list[tuple[str, str, str]]:
    """Return sheet, unit and name of every group."""
    found = []
    for table in read(FORM, book(*pages)).tables:
        units = table.columns.get("unit", ("",) * len(table.offsets))
        found += [(table.sheet.name, *pair) for pair in zip(units, table.columns["group_name"], strict=True)]
    return found


def asked(*pages: Grid) -> list[tuple[str, str]]:
    tables = read(FORM, book(*pages)).tables
    return [
        (table.sheet.name, entry["cell"])
        for table in tables
        for entry in table.evidence.get("asked", ())
        if entry["key"] == CONTINUED
    ]


@pytest.mark.parametrize(
    ("name", "first", "more"),
    [
        ("续表", FIRST, "教务处 | 监考群 | 王五 | 监考教师 | 33 | 监考"),
        ("Sheet2", FIRST, "教务处 | 监考群 | 王五 | 监考教师 | 33 | 监考"),
        ("表2", FIRST, "教务处 | 监考群 | 王五 | | |\n（续）教务处 | 教材群 | 赵六 | | 12 |"),
        ("Sheet2", NUMBERED, "3 | 教务处 | 监考群 | |"),
        ("Sheet2", NUMBERED, "（续上页）\n-\n5 | 教务处 | 监考群 | 王五 |"),
    ],
)
def test_rows_without_headings_go_on_with_the_list_before(name: str, first: str, more: str) -> None:
    pages = grid(first, name="登记表"), grid(more, name=name)

    told = groups(*pages)
    assert told[:3] == [
        ("登记表", "教务处", "教务通知群"),
        ("登记表", "教务处", "考务工作群"),
        (name, "教务处", "监考群"),
    ]
    assert [sheet for sheet, _ in asked(*pages)] == [name]


def test_a_unit_and_a_signature_hold_across_the_break() -> None:
    head = f"填报单位：教务处\n{FIRST}"
    more = """
         | 监考群 | 王五 | 监考教师 | 33 | 监考
        教务处 | 教材群 | 赵六 | 任课教师 | 44 | 教材
        统计人签字： | 周一 | | | 填表日期： | 2026.3.1
    """
    result = read(FORM, book(grid(head, name="表1"), grid(more, name="表2")))

    last = result.tables[-1]
    assert last.columns["unit"] == ("教务处", "教务处")
    assert last.columns["reported_on"] == ("2026.3.1", "2026.3.1")
    assert [spot.text for spot in result.cells.unread] == []


@pytest.mark.parametrize(
    "other",
    [
        "张一 | 20240101 | 计算机学院 | 男 | 团员 | 无\n李二 | 20240102 | 计算机学院 | 女 | 团员 | 无",
        "项目 | 说明\n经费 | 无",
        "姓名 | 学号 | 班级\n张一 | 20240101 | 24软件1班",
        "我处另有一个群已停用",
    ],
)
def test_another_matter_beside_the_form_is_no_continuation(other: str) -> None:
    pages = grid(FIRST, name="登记表"), grid(other, name="附")

    assert len(groups(*pages)) == 2
    assert asked(*pages) == []
    assert read(FORM, book(*pages)).cells.unread


def test_a_guide_beside_the_form_is_no_continuation() -> None:
    guide = """
        栏目 | 怎么填 | 依据
        “工作群名称” | 请填写群的完整名称，与平台上显示的一致。 | 第四条
        “群主” | 填写姓名和手机 | 第五条
        “人数” | 整数 | 第六条
    """
    for name in ("填表说明", "怎么填"):
        assert len(groups(grid(FIRST, name="登记表"), grid(guide, name=name))) == 2
