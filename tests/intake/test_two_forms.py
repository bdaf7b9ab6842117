"""Two different forms on one sheet, each under its own title."""

from __future__ import annotations

from layout_pages import grid

from toolkit.intake.layouts import recognise
from toolkit.model import Table, Workbook
from toolkit.regulations.profile import load_profile

LIST = """
    微信工作群、QQ工作群组备案登记表
    单位(部门) | 工作群名称 | 群主 | 人员范围 | 人数 | 群功能
    教务处 | 教务通知群 | 张三 | 全体教师 | 100 | 通知
    教务处 | 教务值班群 | 李四 | 值班人员 | 10 | 值班
"""
ACCOUNT = """
    二级单位（部门）官方微信公众号、QQ公众号备案登记表
    单位（部门）名称 | 教务处 | 公众号名称 | 教务处微信
    开通日期 | 2019年5月 | 关注量 | 3000
    实名认证情况 | ☑是 □否 | 认证实名或注册账号名 | 某大学
    第一责任人 | 姓名 | 王五 | 职务职称 | 处长
    ^ | 移动电话 | 13900000001 | 固定电话 | 0519-86950001
"""


def tables(page: str) -> list[Table]:
    found = recognise("教务处.xlsx", Workbook((grid(page),)), load_profile("jsut-2019").forms)
    assert found.cells.balanced
    assert found.cells.unread == ()
    return list(found.tables)


def test_a_list_and_a_card_below_it() -> None:
    groups, account = tables(LIST + "\n-\n" + ACCOUNT)
    assert (groups.form, groups.offsets) == ("jsut-2019/register", (2, 3))
    assert (account.form, account.columns["group_name"]) == ("jsut-2019/account", ("教务处微信",))
    assert account.sheet.where("followers", account.offsets[0]).cell == "D10"


def test_the_other_way_round() -> None:
    account, groups = tables(ACCOUNT + "\n-\n" + LIST)
    assert (account.form, groups.form) == ("jsut-2019/account", "jsut-2019/register")
    assert groups.columns["group_name"] == ("教务通知群", "教务值班群")
    assert account.columns["leader.mobile"] == ("13900000001",)


def test_one_title_twice_is_one_form() -> None:
    found = tables(LIST + "\n-\n" + LIST.replace("通知群", "通知二群").replace("值班群", "值班二群"))
    assert sum(len(table.offsets) for table in found) == 4
    assert {table.form for table in found} == {"jsut-2019/register"}
