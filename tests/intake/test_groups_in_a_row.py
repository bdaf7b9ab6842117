"""Several groups in one row, and columns that are ticked: as people draw lists of their own."""

from __future__ import annotations

import pytest
from layout_pages import grid, read, values

CQNY, JSUT = "cqny-2021/register", "jsut-2019/register"


def records(page: str, *keys: str) -> list[tuple[str, ...]]:
    """Return the answers of all tables of a page, one a record."""
    tables = read(CQNY, grid(page)).tables
    return [row for table in tables for row in values(table, *keys)]


def test_a_qq_group_and_a_wechat_group_beside_each_other() -> None:
    page = """
    序号 | 单位 | QQ群名称 | QQ群号 | 微信群名称 | 群主 | 联系电话
    1 | 财务处 | 报账通知群 | 600000001 | 财务处工作群 | 甘一 | 13900004001
    2 | 财务处 | 税务咨询群 | 600000002 | | 甘二 | 13900004002
    3 | 财务处 | | | 预算微信群 | 甘三 | 13900004003
    """
    found = read(CQNY, grid(page))
    assert records(page, "group_name", "platform", "owner.mobile") == [
        ("报账通知群", "QQ群", "13900004001"),
        ("税务咨询群", "QQ群", "13900004002"),
        ("财务处工作群", "微信群", "13900004001"),
        ("预算微信群", "微信群", "13900004003"),
    ]
    assert [table.columns.get("group_no") for table in found.tables] == [("600000001", "600000002"), None]
    assert [len(table.rejected) + table.blank for table in found.tables] == [0, 0]
    assert found.cells.unread == ()
    assert found.cells.balanced


@pytest.mark.parametrize(
    "head",
    [
        "单位 | 群名称1 | 群号1 | 人数1 | 群名称2 | 群号2 | 人数2 | 群主",
        "单位 | 群1名称 | 群1群号 | 群1人数 | 群2名称 | 群2群号 | 群2人数 | 群主",
        "单位 | 群名称（1） | 群号（1） | 人数（1） | 群名称（2） | 群号（2） | 人数（2） | 群主",
        "单位 | 群名称一 | 群号一 | 人数一 | 群名称二 | 群号二 | 人数二 | 群主",
        "单位 | QQ群名称 | 群号 | 人数 | 微信群名称 | 群号 | 人数 | 群主",
    ],
)
def test_numbered_groups(head: str) -> None:
    page = f"""
    {head}
    财务处 | 甲群 | 600000001 | 20 | 乙群 | 600000002 | 30 | 甘一
    学生处 | 丙群 | 600000003 | 40 | | | | 甘二
    """
    assert sorted(records(page, "group_name", "group_no", "member_count", "owner.name")) == [
        ("丙群", "600000003", "40", "甘二"),
        ("乙群", "600000002", "30", "甘一"),
        ("甲群", "600000001", "20", "甘一"),
    ]


def test_a_title_over_two_platforms_names_two_groups() -> None:
    page = """
    单位 | 群名称 | < | 群主
    ^ | QQ群 | 微信群 | ^
    财务处 | 甲群 | 乙群 | 甘一
    学生处 | 丙群 | | 甘二
    """
    assert sorted(records(page, "group_name", "platform", "owner.name")) == [
        ("丙群", "QQ群", "甘二"),
        ("乙群", "微信群", "甘一"),
        ("甲群", "QQ群", "甘一"),
    ]


def test_two_names_of_one_group_stay_one_group() -> None:
    page = """
    单位 | 群名称 | 群全称 | 群主
    财务处 | 甲群 | 财务处甲群 | 甘一
    """
    assert records(page, "group_name") == [("甲群",)]


@pytest.mark.parametrize(("yes", "no"), [("√", ""), ("☑", "□"), ("✔", "×"), ("■", "□"), ("1", "0"), ("是", "否")])
def test_a_tick_under_a_platform_is_the_platform(yes: str, no: str) -> None:
    page = f"""
    序号 | 单位 | 群名称 | 群类型 | < | 群号
    ^ | ^ | ^ | QQ群 | 微信群 | ^
    1 | 财务处 | 甲群 | {yes} | {no} | 600000001
    2 | 财务处 | 乙群 | {no} | {yes} |
    """
    assert records(page, "group_name", "platform") == [("甲群", "QQ群"), ("乙群", "微信群")]


def test_platforms_without_a_title_are_ticked_too_and_two_ticks_are_kept() -> None:
    page = """
    单位 | 群名称 | QQ群 | 微信群 | 群主
    财务处 | 甲群 | √ | | 甘一
    财务处 | 乙群 | | √ | 甘二
    财务处 | 丙群 | √ | √ | 甘三
    """
    assert records(page, "platform") == [("QQ群",), ("微信群",), ("QQ群\n微信群",)]


def test_yes_and_no_in_columns_of_their_own() -> None:
    page = """
    单位 | 群名称 | 是否在用 | < | 群主
    ^ | ^ | 是 | 否 | ^
    财务处 | 甲群 | √ | | 甘一
    财务处 | 乙群 | | √ | 甘二
    """
    assert records(page, "group_name", "is_active") == [("甲群", "是"), ("乙群", "否")]


def test_a_platform_over_names_is_the_heading_of_that_platforms_groups() -> None:
    text = """
        单位   | QQ群   | QQ群号    | 微信群     | 负责人
        教务处 | 教务群 | 123456789 | 教务微信群 | 张三
        财务处 |        |           | 财务微信群 | 李四
    """
    found = read("jsut-2019/register", grid(text))

    assert [pair for table in found.tables for pair in values(table, "group_name", "platform")] == [
        ("教务群", "QQ群"),
        ("教务微信群", "微信群"),
        ("财务微信群", "微信群"),
    ]
