"""Word documents as units send them: cards in tables of any width, and lines without a table."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from toolkit.intake.grids import read_workbook
from toolkit.intake.layouts import recognise
from toolkit.model import Mark
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.intake.layouts import Recognised


def read(profile: str, lines: Sequence[str] = (), tables: Sequence[str] = ()) -> Recognised:
    """Return what a document of lines and tables (rows of cells parted by `|`) turns out to be."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    for drawn in tables:
        rows = [[cell.strip() for cell in row.split("|")] for row in drawn.strip().splitlines()]
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text
        document.add_paragraph("")
    data = io.BytesIO()
    document.save(data)
    return recognise("教务处.docx", read_workbook("教务处.docx", data.getvalue()), load_profile(profile).forms)


def records(found: Recognised, *keys: str) -> list[tuple[str, ...]]:
    return [
        tuple(table.columns.get(key, ("",) * len(table.offsets))[row] for key in keys)
        for table in found.tables
        for row in range(len(table.offsets))
    ]


FOUR = """
    填报部门 | 教务处 | 群聊类别 | 微信群
    名称 | 教务处工作群 | 账号 | 无
    创建者及联系方式 | 张三 13900000001 | 管理员及联系方式 | 李四 13900000002
    主要功能或用途 | 工作通知 | 创建时间 | 2020年6月
    现有人数 | 36 | 是否正常运行 | 是
"""
SIX = """
    填报部门 | 教务处 | 群聊类别 | 微信群 | 名称 | 教务处工作群
    创建者及联系方式 | 张三 13900000001 | 管理员及联系方式 | 李四 13900000002 | 账号 | 无
    主要功能或用途 | 工作通知 | 创建时间 | 2020年6月 | 现有人数 | 36
    是否正常运行 | 是 | 是否建立管理办法 | 是 | 填报日期 | 2026年3月9日
"""
TWO = """
    填报部门 | 教务处
    群聊类别 | 微信群
    名称 | 教务处工作群
    账号 | 无
    创建者及联系方式 | 张三 13900000001
    管理员及联系方式 | 李四 13900000002
    主要功能或用途 | 工作通知
    创建时间 | 2020年6月
    现有人数 | 36
    是否正常运行 | 是
"""
KEYS = ("unit", "platform", "group_name", "owner", "admins", "purpose", "created_on", "member_count", "is_active")
GROUP = (
    "教务处",
    "微信群",
    "教务处工作群",
    "张三 13900000001",
    "李四 13900000002",
    "工作通知",
    "2020年6月",
    "36",
    "是",
)


@pytest.mark.parametrize("card", [TWO, FOUR, SIX], ids=["two columns", "four columns", "six columns"])
def test_a_card_of_any_width_is_one_group(card: str) -> None:
    found = read("sccm-2022", tables=[card])
    assert records(found, *KEYS) == [GROUP]
    assert found.cells.unread == ()
    assert sum(len(table.rejected) for table in found.tables) == 0


def test_two_cards_in_two_tables_are_two_groups() -> None:
    found = read("sccm-2022", tables=[FOUR, FOUR.replace("教务处工作群", "教务处值班群")])
    assert records(found, "unit", "group_name") == [("教务处", "教务处工作群"), ("教务处", "教务处值班群")]


@pytest.mark.parametrize("profile", ["sccm-2022", "jsut-2019", "cqny-2021"])
def test_lines_without_a_table_are_a_card(profile: str) -> None:
    found = read(
        profile,
        lines=[
            "网络群组登记表",
            "单位：教务处",
            "群名称：教务处工作群",
            "群号：600000001",
            "群主：张三",
            "人数：36人",
            "用途：工作通知",
        ],
    )
    assert records(found, "unit", "group_name", "member_count", "purpose") == [
        ("教务处", "教务处工作群", "36人", "工作通知")
    ]


def test_two_labels_in_one_line_and_decorations() -> None:
    found = read(
        "cqny-2021",
        lines=[
            "1、单位：教务处",
            "2、群名称：教务处工作群    平台：QQ群",
            "3、群主：张三；联系电话：13900000001",
            "4、人数：36",
            "以上情况属实。",
        ],
    )
    assert records(found, "unit", "group_name", "platform", "owner.name", "owner.mobile", "member_count") == [
        ("教务处", "教务处工作群", "QQ群", "张三", "13900000001", "36")
    ]
    assert [spot.text for spot in found.cells.unread] == ["以上情况属实。"]


def test_the_lines_of_two_groups_below_each_other_are_two_groups() -> None:
    lines = ["单位：教务处"]
    for name, number in (("甲群", "600000001"), ("乙群", "600000002")):
        lines += [f"群名称：{name}", "平台：QQ群", f"群号：{number}", "群主：张三", "人数：36", "用途：通知"]
    assert records(read("cqny-2021", lines=lines), "unit", "group_name", "group_no") == [
        ("教务处", "甲群", "600000001"),
        ("教务处", "乙群", "600000002"),
    ]


def test_a_letter_is_no_card() -> None:
    found = read("cqny-2021", lines=["关于报送的说明", "各位老师：", "请于3月1日前报送。", "联系人：张三"])
    assert found.tables == ()


def test_struck_runs_and_symbols_are_seen_in_word() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    paragraph = table.cell(0, 0).paragraphs[0]
    paragraph.add_run("旧名群").font.strike = True
    paragraph.add_run("通知群")
    whole = table.cell(0, 1).paragraphs[0].add_run("作废")
    whole.font.double_strike = True
    ticked = table.cell(0, 2).paragraphs[0]
    for code in ("00FE", "F0A8"):
        sign = OxmlElement("w:sym")
        sign.set(qn("w:font"), "Wingdings")
        sign.set(qn("w:char"), code)
        ticked.add_run("微信群 ")._r.append(sign)
    letter = ticked.add_run("R")
    letter.font.name = "Wingdings 2"
    letter.add_break(WD_BREAK.LINE)
    data = io.BytesIO()
    document.save(data)
    grid = read_workbook("a.docx", data.getvalue()).grids[0]
    assert grid.rows == (("旧名群通知群", "作废", "微信群 ☑微信群 □☑\n"),) or grid.at(0, 2).startswith(
        "微信群 ☑微信群 □☑"
    )
    assert grid.marks == (Mark(0, 0, "struck", "旧名群"), Mark(0, 1, "struck", ""))
