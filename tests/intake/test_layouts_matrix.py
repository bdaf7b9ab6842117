"""The matrix of 四川音乐学院: groups run across, and people take the licence to change the page."""

from __future__ import annotations

import pytest
from layout_pages import book, grid, only, read, values, where

FORM = "sccm-2022/register"
HEAD = """
四川音乐学院校内各级各类 QQ 群、微信群等工作社交群组备案登记表
填报部门（签字、盖章）： | 教务处 | | 部门负责人： | 张一 | |
填报人： | 李二 | | 填报日期： | 2024年3月5日 | |
"""
PRINTED = f"""{HEAD}
群聊类别 | 微信群 1 | 微信群 2 | 微信群 3 | QQ 群 1 | QQ 群 2 | QQ 群 3
名称 | 教务通知群 | | | 教务值班群 | |
账号 | 无 | | | 310000001 | |
创建者及联系方式 | 王三 13900000001 | | | 赵四⏎13900000002 | |
管理员及联系方式 | | | | | |
主要功能或用途 | 发布通知 | | | 值班 | |
创建时间 | 2019年5月 | | | 2018.3 | |
现有人数 | 120 | | | 35人 | |
是否正常运行 | 是 | | | √ | |
是否建立管理办法 | 是 | | | 否 | |
注：在填报表格时，如本单位校内工作社交群组较多，可根据实际情况微调此表格，将信息填报准确。
"""


def test_the_annex_as_printed() -> None:
    table = only(read(FORM, grid(PRINTED)))
    assert table.form == FORM
    assert table.offsets == (1, 4)
    assert (table.blank, table.rejected) == (2, ())
    assert values(table, "platform", "group_name", "group_no", "member_count") == [
        ("微信群 1", "教务通知群", "无", "120"),
        ("QQ 群 1", "教务值班群", "310000001", "35人"),
    ]
    assert values(table, "owner", "is_active", "has_rules") == [
        ("王三 13900000001", "是", "是"),
        ("赵四\n13900000002", "√", "否"),
    ]
    assert not [key for key in table.columns if key.startswith("other:")]


def test_addresses_are_those_of_the_page() -> None:
    table = only(read(FORM, grid(PRINTED)))
    assert where(table, "group_name", 0) == ("登记表", "B6")
    assert where(table, "member_count", 1) == ("登记表", "E12")
    assert where(table, "platform", 1) == ("登记表", "E5")


def test_the_head_stands_for_all_groups_with_fixed_cells() -> None:
    table = only(read(FORM, grid(PRINTED)))
    assert (
        values(table, "unit", "unit_head", "reporter", "reported_on")
        == [("教务处", "张一", "李二", "2024年3月5日")] * 2
    )
    assert [where(table, key, 1)[1] for key in ("unit", "unit_head", "reporter", "reported_on")] == [
        "B2",
        "E2",
        "B3",
        "E3",
    ]


def test_printed_heads_alone_fill_no_slot() -> None:
    blank = "\n".join(
        line if line.startswith(("四川", "填报", "群聊", "注")) else line.split("|")[0] for line in PRINTED.splitlines()
    )
    result = read(FORM, grid(blank))
    assert result.empty
    assert not result.nil
    assert [table.offsets for table in result.tables] == [()]
    assert result.tables[0].evidence["head"]["unit"] == "教务处"


@pytest.mark.parametrize("mark", ["/", "无", "——"])
def test_slots_struck_out_are_blank(mark: str) -> None:
    struck = grid(f"""
    群聊类别 | 微信群1 | 微信群2 | QQ群1
    名称 | {mark} | {mark} | 教务值班群
    账号 | {mark} | {mark} | 310000001
    创建者及联系方式 | {mark} | {mark} | 赵四
    现有人数 | {mark} | {mark} | 35
    """)
    table = only(read(FORM, struck))
    assert table.columns["group_name"] == ("教务值班群",)
    assert table.blank == 2


def test_more_columns_blank_ones_between_and_a_column_before() -> None:
    wide = grid("""
    | 填报部门：教务处 | | | | | |
    | 群聊类别 | 微信群1 | | 微信群2 | QQ群1 | QQ群2 | QQ群3 | QQ群4
    | 名 称 | 一群 | | 二群 | 三群 | 四群 | | 六群
    | 账  号 | | | | 310000003 | 310000004 | | 310000006
    | 创建者及联系方式 | 王三 | | 李四 | 赵五 | 钱六 | | 孙七
    | 现有人数 | 1 | | 2 | 3 | 4 | | 6
    """)
    table = only(read(FORM, wide))
    assert table.columns["group_name"] == ("一群", "二群", "三群", "四群", "六群")
    assert table.offsets == (2, 4, 5, 6, 8)
    assert table.blank == 1, "QQ群3 is offered and empty; the column without a head is not offered"
    assert where(table, "member_count", 4) == ("登记表", "I6")
    assert table.columns["unit"] == ("教务处",) * 5


def test_rows_reordered_inserted_and_unknown() -> None:
    mixed = grid("""
    填报部门 | 教务处
    名称 | 一群 | 二群
    -
    群聊类别 | 微信群1 | QQ群1
    现有人数 | 10 | 20
    二维码有效期 | | 长期
    账号 | | 310000002
    创建者及联系方式 | 王三 | 李四
    """)
    table = only(read(FORM, mixed))
    assert values(table, "platform", "group_name", "group_no", "member_count", "other:二维码有效期") == [
        ("微信群1", "一群", "", "10", ""),
        ("QQ群1", "二群", "310000002", "20", "长期"),
    ]
    assert where(table, "group_name", 0) == ("登记表", "B2")
    assert where(table, "other:二维码有效期", 1) == ("登记表", "C6")


def test_two_blocks_one_over_the_other() -> None:
    stacked = grid("""
    填报部门：教务处
    群聊类别 | 微信群1 | 微信群2
    名称 | 一群 | 二群
    账号 | |
    创建者及联系方式 | 王三 | 李四
    -
    群聊类别 | QQ群1 | QQ群2
    名称 | 三群 |
    账号 | 310000003 |
    创建者及联系方式 | 赵五 |
    """)
    first, second = read(FORM, stacked).tables
    assert first.columns["group_name"] == ("一群", "二群")
    assert second.columns["group_name"] == ("三群",)
    assert second.columns["platform"] == ("QQ群1",)
    assert where(second, "owner", 0) == ("登记表", "B10")
    assert first.columns["unit"] + second.columns["unit"] == ("教务处",) * 3


def test_two_blocks_side_by_side_need_no_second_sheet() -> None:
    beside = grid("""
    填报部门：教务处
    群聊类别 | 微信群1 | 微信群2 | | 群聊类别 | QQ群1
    名称 | 一群 | 二群 | | 名称 | 三群
    账号 | | | | 账号 | 310000003
    创建者及联系方式 | 王三 | 李四 | | 创建者及联系方式 | 赵五
    """)
    tables = read(FORM, beside).tables
    assert [table.columns["group_name"] for table in tables] == [("一群", "二群"), ("三群",)]
    assert where(tables[1], "group_no", 0) == ("登记表", "F4")


def test_laid_out_as_a_ledger() -> None:
    upright = grid("""
    四川音乐学院校内各级各类QQ群、微信群等社交工作群组备案登记表
    填报部门：教务处 填报人：李二 填报日期：2024.3.5
    群聊类别 | 名称 | 账号 | 创建者及联系方式 | 管理员及联系方式 | 主要功能及用途 | 创建时间 | 现有人数(人)
    微信群 | 一群 | | 王三 | 王三 | 通知 | 2019 | 10
    QQ群 | | | | | | |
    QQ群 | 二群 | 310000002 | 李四 | 李四 | 值班 | 2018 | 20
    """)
    table = only(read(FORM, upright))
    assert table.sheet.axis == "row"
    assert table.offsets == (3, 5)
    assert table.blank == 1, "a platform alone is printed, not typed"
    assert values(table, "platform", "group_name", "purpose", "member_count", "unit", "reporter") == [
        ("微信群", "一群", "通知", "10", "教务处", "李二"),
        ("QQ群", "二群", "值班", "20", "教务处", "李二"),
    ]
    assert where(table, "member_count", 1) == ("登记表", "H6")


def test_extra_answers_below_the_form() -> None:
    extended = grid(
        PRINTED
        + """
        -
        本工具增列（非原表内容）
        成员范围 | 全体教职工 | | | |
        官方属性 | 是 | | | 否 |
        备案编号 | CY-1 | | | |
        """
    )
    table = only(read(FORM, extended))
    assert values(table, "member_scope", "is_official", "filing_no") == [("全体教职工", "是", "CY-1"), ("", "否", "")]
    assert where(table, "is_official", 1) == ("登记表", "E20")


def test_the_label_over_the_heads_is_lost() -> None:
    lost = grid("""
     | 微信群 1 | QQ 群 1
    名称 | 一群 | 二群
    账号 | | 310000002
    创建者及联系方式 | 王三 | 李四
    """)
    assert only(read(FORM, lost)).columns["platform"] == ("微信群 1", "QQ 群 1")


def test_a_column_without_a_name_is_rejected_and_an_example_too() -> None:
    faulty = grid("""
    群聊类别 | 微信群1 | 微信群2 | QQ群1
    名称 | 示例：教务通知群 | | 二群
    账号 | | | 310000002
    创建者及联系方式 | 张三 | 王三 | 李四
    现有人数 | 50 | 20 | 30
    """)
    table = only(read(FORM, faulty))
    assert table.offsets == (3,)
    assert [(slot, note.code, note.facts["cell"]) for slot, note in table.rejected] == [
        (1, "example-row", "B1"),
        (2, "no-name-no-number", "C1"),
    ]


def test_people_in_rows_of_their_own() -> None:
    split = grid("""
    群聊类别 | < | 微信群1 | QQ群1
    名称 | < | 一群 | 二群
    创建者 | 姓名 | 王三 | 李四
    ^ | 手机 | 13900000003 | 13900000004
    管理员 | 姓名 | 王三 | 赵五
    ^ | 手机 | | 13900000005
    现有人数 | < | 10 | 20
    """)
    table = only(read(FORM, split))
    assert values(table, "group_name", "owner.name", "owner.mobile", "admins.name", "admins.mobile") == [
        ("一群", "王三", "13900000003", "王三", ""),
        ("二群", "李四", "13900000004", "赵五", "13900000005"),
    ]
    assert where(table, "owner.mobile", 1) == ("登记表", "D4")


def test_a_name_no_one_knows_is_not_lost_and_nothing_is_counted_twice() -> None:
    table = only(read(FORM, grid(PRINTED)))
    everything = [text for texts in table.columns.values() for text in texts if text]
    for text in ("教务通知群", "310000001", "赵四\n13900000002", "发布通知", "2018.3", "35人"):
        assert everything.count(text) == 1


def test_in_word_the_head_stands_in_the_text_above_the_table() -> None:
    prose = grid(
        """
        四川音乐学院校内各级各类 QQ 群、微信群等工作社交群组备案登记表
        填报部门（签字、盖章）：　学生工作部　部门负责人：　沈一
        填报人：沈二填报日期：2026-03-09
        """,
        name="正文",
    )
    page = grid("群聊类别 | QQ群 1\n名称 | 辅导员群\n账号 | 310000061\n创建者及联系方式 | 沈二", name="表1")
    table = only(read(FORM, book(prose, page)))
    assert values(table, "unit", "unit_head", "reporter", "reported_on", "group_name") == [
        ("学生工作部", "沈一", "沈二", "2026-03-09", "辅导员群")
    ]
    assert where(table, "group_name", 0) == ("表1", "B2")
    assert "unit" not in table.sheet.places, "the text has no cell to point at"


def test_a_remark_beside_the_columns_and_a_word_that_there_is_none_are_no_groups() -> None:
    text = """
        群聊类别     | 微信群1 | 微信群2   | QQ群1        |            |
        名称         | 教务群  | 教务2群   | 本系没有QQ群 |            | 此群拟更名
        账号         | 无      | 100000001 |              | ←个人账号  |
        现有人数     | 30      | 12        |              |            |
    """
    found = read("sccm-2022/register", grid(text))

    assert [name for table in found.tables for name in table.columns["group_name"]] == ["教务群", "教务2群"]
    assert {"←个人账号", "此群拟更名"} <= {spot.text for spot in found.cells.unread}
