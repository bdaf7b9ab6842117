"""The cell law: it is known of every filled cell what became of it, and nothing that anybody typed vanishes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from layout_pages import grid
from layout_pages import read as read_page

from toolkit.intake.layouts import recognise
from toolkit.model import Workbook
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from toolkit.intake.layouts import Recognised

LIST = """
    微信工作群、QQ 工作群组备案登记表
    单位(部门) | 工作群名称 | 群主 | 人数 | 群功能
    教务处     | 教务通知群 | 张三 | 150  | 通知
    教务处     | 考务群     | 李四 | 20   | 考务
    统计人签字：张三 | | | 填表日期： | 2026-03-01
"""
CARD = """
    宿州学院 QQ 群、微信群备案登记表
    创建单位 | 教务处 | 创建时间 | 2018年5月
    创建人   | 张三   | 群名称   | 教务通知群
    创建类别 | QQ 群 ☑ 微信群 □
    创建目的 | 发布通知
"""
MATRIX = """
    填报部门：| 教务处 | 填报人： | 李四
    群聊类别 | 微信群 1 | QQ 群 1 | QQ 群 2
    名称     | 教务通知 | 教务值班 |
    账号     |          | 100000001 |
    现有人数 | 30       | 12 |
"""


def read(text: str, key: str = "jsut-2019/register") -> Recognised:
    return read_page(key, grid(text))


def unread(found: Recognised) -> dict[str, str]:
    assert found.cells.balanced
    return {spot.cell: spot.text for spot in found.cells.unread}


@pytest.mark.parametrize(
    ("text", "key"),
    [(LIST, "jsut-2019/register"), (CARD, "suzhou-2018/registration"), (MATRIX, "sccm-2022/register")],
)
def test_a_page_as_it_should_be_leaves_nothing_unread(text: str, key: str) -> None:
    found = read(text, key)

    assert unread(found) == {}
    assert found.cells.answers
    assert found.cells.labels


@pytest.mark.parametrize(("line", "cell"), [("以上情况属实，请审核", "A6"), ("| | 王五于三月离任", "C6")])
def test_a_remark_below_the_table_is_unread(line: str, cell: str) -> None:
    assert unread(read(LIST + f"    {line}\n")) == {cell: line.strip("| ")}


def test_a_remark_beside_a_card_is_unread() -> None:
    found = read(CARD.replace("2018年5月", "2018年5月 | 待核"), "suzhou-2018/registration")

    assert unread(found) == {"E2": "待核"}


def test_a_remark_beside_a_matrix_is_unread() -> None:
    found = read(MATRIX + "    | | | 以上属实\n", "sccm-2022/register")

    assert list(unread(found).values()) == ["以上属实"]


def test_a_row_that_names_no_group_is_told_cell_by_cell() -> None:
    found = read(LIST.replace("    统计人", "    教务处 | | 王五 | 30 | 值班\n    统计人"))

    assert {"教务处", "王五", "30", "值班"} <= set(unread(found).values())


def test_a_figure_beside_a_sum_is_understood_and_a_word_is_not() -> None:
    found = read(LIST.replace("    统计人", "    合计 | 2个 | | 170 | 另有一群未报\n    统计人"))

    assert unread(found) == {"E5": "另有一群未报"}


def test_a_word_under_the_running_number_is_unread() -> None:
    text = """
        序号 | 单位(部门) | 工作群名称 | 群主 | 人数
        1    | 教务处     | 教务通知群 | 张三 | 150
        已停 | 教务处     | 考务群     | 李四 | 20
    """

    assert unread(read(text)) == {"A3": "已停"}


def test_a_printed_text_with_a_word_behind_it_is_unread() -> None:
    title = "微信工作群、QQ 工作群组备案登记表"

    assert unread(read(LIST.replace(title, f"{title}请尽快审核"))) == {"A1": f"{title}请尽快审核"}
    assert unread(read(LIST.replace(title, f"{title}（2026年）"))) == {}


def test_a_label_without_an_answer_that_nobody_knows_is_unread() -> None:
    found = read(LIST.replace("| 群功能", "| 群功能 | 热度"))

    assert unread(found) == {"F2": "热度"}


def test_no_more_than_two_hundred_are_named_and_the_others_are_counted() -> None:
    lines = "".join(f"    | | | | | | 闲话{number}\n" for number in range(230))
    found = read(LIST.replace("    统计人签字：张三 | | | 填表日期： | 2026-03-01\n", lines))

    assert found.cells.balanced
    assert len(found.cells.unread) == 200
    assert found.cells.more == 30


def test_an_answer_in_the_head_that_every_row_gives_otherwise_is_unread() -> None:
    found = read(LIST.replace("    单位(部门) |", "    填报单位：| 后勤处龘 | | |\n    单位(部门) |"))

    assert unread(found) == {"B2": "后勤处龘"}


def test_the_office_over_the_rows_of_several_units_is_read() -> None:
    text = LIST.replace("    单位(部门) |", "    填报单位：| 学生处 | | |\n    单位(部门) |")

    assert unread(read(text.replace("教务处     | 考务群", "图书馆     | 考务群"))) == {}


def test_a_label_typed_over_on_a_blank_card_is_unread() -> None:
    blank = (
        CARD.replace("教务处 | 创建时间 | 2018年5月", "| 龘靐齉 |")
        .replace("| 张三   |", "| |")
        .replace("教务通知群", "")
    )
    found = read(blank.replace("☑", "□").replace("发布通知", ""), "suzhou-2018/registration")

    assert "龘靐齉" in unread(found).values()


def test_a_sheet_without_a_form_beside_one_with_a_form_is_told() -> None:
    book = Workbook(grids=(grid(LIST), replace(grid("我部另有教练群一个，暂不填报\n联系人：王一"), name="说明")))
    found = recognise("体育部.xlsx", book, load_profile("jsut-2019").forms)

    assert found.cells.balanced
    assert {(spot.sheet, spot.cell) for spot in found.cells.unread} == {("说明", "A1"), ("说明", "A2")}


def test_of_a_long_list_beside_the_form_the_first_cells_are_named_and_the_others_counted() -> None:
    names = "\n".join(f"学生{number} | 2024{number:03}" for number in range(100))
    found = recognise(
        "体育部.xlsx", Workbook(grids=(grid(LIST), replace(grid(names), name="名单"))), load_profile("jsut-2019").forms
    )

    assert found.cells.balanced
    assert (len(found.cells.unread), found.cells.more) == (20, 180)
