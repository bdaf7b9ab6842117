"""A zero report in whatever words and on whatever form: it makes no group, and the unit that sent it is known."""

from __future__ import annotations

import pytest
from layout_pages import book, grid, read

LEDGER = """
    单位(部门) | 工作群名称 | 群主 | 人员范围 | 人数 | 群功能 | 保留依据 | 本单位(部门)原有工作群组的数量
    后勤处     | {name}     |      |          | {count} |     |          | {before}
    统计人签字： | 张三 |  | 单位（部门）负责人签字、盖章： | | 李四 | | 填表日期：2026年3月2日 |
"""
CARD = """
    宿州学院 QQ 群、微信群备案登记表
    创建单位 | 后勤处 | 创建时间 |
    创建人   |        | 群名称   | {name}
    创建类别 | QQ 群 □ 微信群 □
    创建目的 |
    主办单位意见 | 情况属实 负责人签字：李四 2026 年 3 月 2 日
"""


@pytest.mark.parametrize(
    "name",
    ["无", "零报告", "我处没有建立工作群", "本处没有工作群", "无（零报告）", "无。", "本处未建立任何QQ群、微信群"],
)
def test_the_unit_of_a_zero_report_is_that_of_its_row(name: str) -> None:
    result = read("jsut-2019/register", grid(LEDGER.format(name=name, count="", before="")))

    assert result.nil
    assert [table.evidence["head"].get("unit") for table in result.tables] == ["后勤处"]


@pytest.mark.parametrize("name", ["本处未建立任何QQ群、微信群", "无（零报告）", "无"])
def test_a_signature_makes_no_group_of_a_zero_report(name: str) -> None:
    result = read("suzhou-2018/registration", grid(CARD.format(name=name)))

    assert result.nil
    assert [table.evidence["head"].get("unit") for table in result.tables] == ["后勤处"]


def test_what_is_said_of_groups_of_before_is_told() -> None:
    result = read("jsut-2019/register", grid(LEDGER.format(name="无", count="0", before="1（已于2025年12月解散）")))

    assert result.nil
    assert "1（已于2025年12月解散）" in [spot.text for spot in result.cells.unread]


PREFILLED = """
    本单位本年度无变更 □ | | | | | | | | |
    单位(部门) | 工作群名称 | 群主 | 人员范围 | 人数 | 群功能 | 群号      | 今年状态 | 解散日期 | 备案编号
    后勤处     | {one}      | 卫一 | 教职工   | 35   | 报修   | 310000001 |          |          | JSUT-2025-0001
    后勤处     | {two}      | 卫二 | 教职工   | 20   | 值班   | 310000002 |          |          | JSUT-2025-0002
"""


@pytest.mark.parametrize(
    ("one", "two"), [("零报告", "零报告"), ("无", "无"), ("本处无工作群", "无"), ("没有", "零报告")]
)
def test_a_zero_report_over_what_was_filled_in_beforehand_makes_no_group(one: str, two: str) -> None:
    result = read("jsut-2019/register", grid(PREFILLED.format(one=one, two=two)))

    assert result.nil
    assert "卫一" in [spot.text for spot in result.cells.unread]  # told, and not as a group


@pytest.mark.parametrize("word", ["无", "零报告", "本处无工作群"])
def test_one_group_beside_a_zero_report_is_still_a_group_and_the_word_is_no_name(word: str) -> None:
    result = read("jsut-2019/register", grid(PREFILLED.format(one=word, two="后勤值班群")))

    assert not result.nil
    (table,) = result.tables
    assert (table.columns["group_name"], table.evidence["nil_row"]) == (("后勤值班群",), word)
    assert "卫一" in [spot.text for spot in result.cells.unread]
    assert result.cells.balanced


def test_a_group_with_a_word_for_nothing_in_another_column_is_no_zero_report() -> None:
    result = read("jsut-2019/register", grid(LEDGER.format(name="后勤无忧群", count="35", before="")))

    assert not result.nil
    assert [len(table.offsets) for table in result.tables] == [1]


@pytest.mark.parametrize("said", ["无其他群", "没有其它群了", "无新增群"])
def test_no_other_group_below_the_last_is_no_group(said: str) -> None:
    text = f"""
        单位   | 工作群名称 | 群主 | 人数
        后勤处 | 维修群     | 张三 | 35
               | {said}     |      |
    """
    result = read("jsut-2019/register", book(grid(text)))

    assert [table.columns["group_name"] for table in result.tables] == [("维修群",)]


def test_a_row_struck_out_cell_by_cell_is_a_zero_report() -> None:
    text = """
        单位(部门) | 工作群名称 | 群主 | 人员范围 | 人数 | 群功能
        后勤处     | /          | /    | /        | /    | /
    """
    result = read("jsut-2019/register", grid(text))

    assert result.nil
    assert [table.evidence["head"].get("unit") for table in result.tables] == ["后勤处"]
