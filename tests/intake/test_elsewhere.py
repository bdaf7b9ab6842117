"""Answers that only say where they stand: they are taken from there, and what is taken from a person is asked about."""

from __future__ import annotations

import pytest
from layout_pages import book, grid, only, read, values

CARD = """
    宿州学院 QQ 群、微信群备案登记表
    创建单位 | {unit} | 创建时间 | {created}
    创建人   | 张三   | 群名称   | {name}
    创建类别 | QQ 群 ☑ 微信群 □
    创建目的 | {purpose}
    管理员   | 姓名   | 办公电话 | 手机号码 | 电子邮箱
             | 李四   | 2871001  | 13900000001 | a@example.cn
             | 王五   | 同上     | 13900000002 | 同上
"""
FIRST = CARD.format(unit="商学院", created="2018年5月", name="商学院教工群", purpose="发布通知")
SECOND = CARD.format(unit="同上", created="同上", name="商学院学生群", purpose="〃")


def test_a_second_card_repeats_the_first() -> None:
    result = read("suzhou-2018/registration", grid(FIRST + "-\n" + SECOND))

    assert [values(table, "unit", "created_on", "group_name") for table in result.tables] == [
        [("商学院", "2018年5月", "商学院教工群")],
        [("商学院", "2018年5月", "商学院学生群")],
    ]


def test_a_line_repeats_the_line_above_it() -> None:
    table = only(read("suzhou-2018/registration", grid(FIRST)))

    assert values(table, "admins.office_phone", "admins.email") == [("2871001\n2871001", "a@example.cn\na@example.cn")]


@pytest.mark.parametrize("words", ["同第一责任人", "（同第一责任人）", "同上第一责任人电话"])
def test_a_part_of_a_person_is_that_of_the_person_named(words: str) -> None:
    text = f"""
        单位   | 工作群名称 | 第一责任人 | 第一责任人手机 | 群主 | 群主手机
        教务处 | 教务群     | 张三       | 13900000001    | 李四 | {words}
    """
    said = words.strip("（）")
    assert values(only(read("jsut-2019/register", grid(text))), "owner.mobile") == [(f"13900000001（{said}）",)]


def test_the_person_himself_may_be_named_so() -> None:
    text = """
        单位   | 工作群名称 | 责任人 | 群主     | 管理员
        教务处 | 教务群     | 张三   | 同责任人 | 同部门领导
    """
    table = only(read("jsut-2019/register", grid(text)))

    assert values(table, "owner", "admins") == [("张三（同责任人）", "同部门领导")]


def test_a_date_behind_a_signature_is_no_person() -> None:
    card = """
        创建单位 | 美术学院 | 创建时间 | 2018年5月
        创建人   | 张三     | 群名称   | 美术学院教工群
        创建类别 | QQ 群 ☑ 微信群 □
        创建目的 | 发布通知
    """
    prose = grid("负责人签字：范三    2025年3月8日", name="正文")
    table = only(read("suzhou-2018/registration", book(grid(card, name="表1"), prose)))

    assert "范三" in {text for texts in table.columns.values() for text in texts}
    assert table.columns["unit_approved_on"] == ("2025年3月8日",)


def test_a_line_of_signature_and_date_on_a_page_of_lines() -> None:
    lines = """
        创建单位：美术学院
        创建时间：2019年4月
        创建人：葛一
        群名称：美术学院教师群
        创建类别：微信群
        创建目的：发布通知
        管理员：奚二
        手机号码：13900000026
        办公电话：2871014
        负责人签字：范三    2025年3月8日
    """
    table = only(read("suzhou-2018/registration", grid(lines, name="正文")))

    assert values(table, "admins", "admins.mobile", "admins.office_phone") == [("奚二", "13900000026", "2871014")]
    assert values(table, "leader", "unit_approved_on") == [("范三", "2025年3月8日")]
