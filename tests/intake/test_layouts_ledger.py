"""Ledgers: 江苏理工学院's annex 3, the suggested form of 重庆能源职业学院, and lists people make themselves."""

from __future__ import annotations

import pytest
from layout_pages import grid, only, read, values, where

from toolkit.model import Grid, Merge

JSUT, CQNY = "jsut-2019/register", "cqny-2021/register"
PRINTED = """
微信工作群、QQ 工作群组备案登记表 | < | < | < | < | < | < | < | <
单位(部门) | 工作群名称 | 群主 | 人员范围 | 人数 | 群功能 | 群信息发布规则 | 保留依据 | 本单位(部门)原有工作群组的数量
教务处 | 教务通知群 | 张三 | 全体教师 | 100 | 通知 | 只发通知 | 日常工作 | 5
^ | 教务值班群 | 李四 | 值班人员 | 10 | 值班 | 只发值班 | 日常工作 | ^
-
商学院 | 商学院教工群 | 王五 | 教工 | 60 | 通知 | 有 | 日常工作 | 7
备注：1.请各单位（部门）如实填报表格信息；
2.党的各级组织在单位（部门）栏目填写具体名称；
3.备案登记表在二级党组织留存备查。
统计人签字： | 周一 | < | | 单位（部门）负责人签字、盖章： | < | 吴二 | < |
二级党组织书记签字、盖章： | < | 郑三 | | 填表日期： | < | 2019.12.1 | < |
"""


def test_annex_3_as_printed() -> None:
    table = only(read(JSUT, grid(PRINTED)))
    assert table.form == JSUT
    assert table.sheet.axis == "row"
    assert table.offsets == (2, 3, 5)
    assert (table.blank, table.rejected) == (1, ())
    assert values(table, "group_name", "owner", "member_scope", "member_count", "purpose")[1] == (
        "教务值班群",
        "李四",
        "值班人员",
        "10",
        "值班",
    )
    assert values(table, "rules_text", "retain_basis")[0] == ("只发通知", "日常工作")


def test_merged_units_and_counts_hold_for_all_their_rows() -> None:
    table = only(read(JSUT, grid(PRINTED)))
    assert values(table, "unit", "prior_group_count") == [("教务处", "5"), ("教务处", "5"), ("商学院", "7")]


def test_the_foot_holds_for_all_rows() -> None:
    found = read(JSUT, grid(PRINTED))
    table = only(found)
    assert values(table, "reporter", "unit_head", "reported_on")[0] == ("周一", "吴二", "2019.12.1")
    # the form asks for nothing there but a signature: the name is no answer
    assert [spot.text for spot in found.cells.unread] == ["郑三"]
    assert [where(table, key, 2)[1] for key in ("reporter", "unit_head", "reported_on")] == ["B10", "G10", "G11"]


def test_every_row_has_its_own_cell() -> None:
    table = only(read(JSUT, grid(PRINTED)))
    assert [where(table, "member_count", row)[1] for row in range(3)] == ["E3", "E4", "E6"]


def test_without_merge_information_units_are_filled_downwards() -> None:
    bare = grid(PRINTED)
    unmerged = Grid(bare.name, bare.rows)
    table = only(read(JSUT, unmerged))
    assert values(table, "unit", "prior_group_count") == [("教务处", "5"), ("教务处", "5"), ("商学院", "7")]


def test_a_blank_unit_outside_a_merge_stays_blank() -> None:
    sheet = grid("""
    单位(部门) | 工作群名称 | 群主 | 人数
    教务处 | 一群 | 张三 | 1
    ^ | 二群 | 李四 | 2
    | 三群 | 王五 | 3
    """)
    assert only(read(JSUT, sheet)).columns["unit"] == ("教务处", "教务处", "")


def test_columns_in_any_order_with_titles_above_and_more_columns() -> None:
    sheet = grid("""
    江苏理工学院
    2019年度微信工作群、QQ工作群组备案登记表（汇总）
    -
    序号 | 群 主 | 联系电话 | 工作群名称 | 人数 | 单位（部门） | 群二维码 | 备注
    1 | 张三 | 13900000001 | 一群 | 10 | 教务处 | 有 | 无
    2 | 李四 | 13900000002 | 二群 | 20 | 教务处 | | 长期
    """)
    table = only(read(JSUT, sheet))
    assert values(table, "group_name", "owner", "owner.mobile", "member_count", "unit") == [
        ("一群", "张三", "13900000001", "10", "教务处"),
        ("二群", "李四", "13900000002", "20", "教务处"),
    ]
    assert values(table, "remark", "other:群二维码") == [("无", "有"), ("长期", "")]
    assert where(table, "group_name", 1) == ("登记表", "D6")
    assert not [key for key in table.columns if "序号" in key]


def test_rows_that_are_no_records() -> None:
    sheet = grid("""
    序号 | 单位(部门) | 工作群名称 | 群主 | 人数
    示例 | 某学院 | 某学院工作群 | 张某 | 50
    一、QQ群 | < | < | < | <
    1 | 教务处 | 一群 | 张三 | 10
    2 | 教务处 | 二群 | 李四 | 20
    小计 | | 2个 | | 30
    序号 | 单位(部门) | 工作群名称 | 群主 | 人数
    二、微信群 | < | < | < | <
    3 | | | |
    4 | 教务处 | | 王五 | 30
    5 | 教务处 | 三群 | 王五 | 40
    6 | 教务处 | | |
    合计 | | | | 70
    共3个群
    填表人：赵六 | | | 填表日期：2024年3月5日
    """)
    table = only(read(JSUT, sheet))
    assert table.columns["group_name"] == ("一群", "二群", "三群")
    assert [(row, note.code, note.facts["cell"]) for row, note in table.rejected] == [
        (1, "example-row", "A2"),
        (9, "no-name-no-number", "A10"),
    ]
    assert table.blank == 1
    assert values(table, "reporter", "reported_on")[0] == ("赵六", "2024年3月5日")
    assert table.columns["platform"] == ("QQ群", "QQ群", "微信群")


def test_a_two_row_head() -> None:
    sheet = grid("""
    单位(部门) | 工作群名称 | 群主 | < | 管理员 | < | 人数
    ^ | ^ | 姓名 | 联系电话 | 姓名 | 联系电话 | ^
    教务处 | 一群 | 张三 | 13900000001 | 李四 | 13900000002 | 10
    """)
    for page in (sheet, Grid(sheet.name, sheet.rows)):
        table = only(read(JSUT, page))
        assert values(
            table, "unit", "group_name", "owner.name", "owner.mobile", "admins.name", "admins.mobile", "member_count"
        ) == [("教务处", "一群", "张三", "13900000001", "李四", "13900000002", "10")]
        assert where(table, "admins.mobile", 0) == ("登记表", "F3")


def test_a_two_row_head_whose_lower_row_names_the_group() -> None:
    sheet = grid("""
    单位 | 群组信息 | < | < | 第一责任人 | <
    ^ | 群名称 | 群号 | 人数 | 姓名 | 职务
    教务处 | 一群 | 310000001 | 10 | 张三 | 处长
    """)
    table = only(read(CQNY, sheet))
    assert values(table, "unit", "group_name", "group_no", "member_count", "leader.name", "leader.title") == [
        ("教务处", "一群", "310000001", "10", "张三", "处长")
    ]


def test_a_second_block_lower_down_with_other_columns() -> None:
    sheet = grid("""
    QQ群
    群名称 | 群号 | 群主 | 人数
    一群 | 310000001 | 张三 | 10
    -
    微信群
    群名称 | 群主 | 人数 | 用途
    二群 | 李四 | 20 | 通知
    """)
    first, second = read(CQNY, sheet).tables
    assert values(first, "group_name", "group_no", "owner.name") == [("一群", "310000001", "张三")]
    assert values(second, "group_name", "owner.name", "purpose") == [("二群", "李四", "通知")]
    assert where(second, "purpose", 0) == ("登记表", "D7")


def test_blocks_side_by_side() -> None:
    sheet = grid("""
    序号 | 群名称 | 群号 | 群主 | 序号 | 群名称 | 群号 | 群主
    1 | 一群 | 310000001 | 张三 | 3 | 三群 | 310000003 | 王五
    2 | 二群 | 310000002 | 李四 | | | |
    """)
    left, right = read(CQNY, sheet).tables
    assert left.columns["group_name"] == ("一群", "二群")
    assert values(right, "group_name", "group_no", "owner.name") == [("三群", "310000003", "王五")]
    assert where(right, "group_no", 0) == ("登记表", "G2")


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("群名", "group_name"),
        ("群 名 称", "group_name"),
        ("*群名称（必填）", "group_name"),
        ("QQ群号", "group_no"),
        ("群号/账号", "group_no"),
        ("群主手机", "owner.mobile"),
        ("群主联系电话", "owner.mobile"),
        ("群主电话号码", "owner.mobile"),
        ("群主姓名", "owner.name"),
        ("群主（创建者）", "owner"),
        ("创建者及联系方式", "owner"),
        ("第一责任人职务", "leader.title"),
        ("责任人手机", "leader.mobile"),
        ("管理员姓名、电话", "admins"),
        ("现有人数（人）", "member_count"),
        ("建群时间", "created_on"),
        ("归口类别", "category"),
        ("备注", "remark"),
        ("是否在用", "is_active"),
        ("审备日期", "filed_on"),
        ("群名称及群号", "group_name&group_no"),
        ("5.用途", "purpose"),
        ("单位（部门）", "unit"),
        ("群二维码", "other:群二维码"),
        ("启用日期", "other:启用日期"),
        ("现有群组数量", "other:现有群组数量"),
    ],
)
def test_headings_people_write(heading: str, key: str) -> None:
    sheet = grid(f"群聊名称 | {heading} | 平台类型\n一群 | 答案 | 微信群\n二群 | 其他 | QQ群")
    assert key in only(read(CQNY, sheet)).columns


def test_a_csv_with_headings_of_its_own() -> None:
    sheet = grid(
        """
    部门,群名,类型,QQ号,建群人,手机号,人数,负责人,建群日期,主要用途,状态
    学生处,学生工作群,QQ群,310000001,张三,13900000001,120,李四,2020.9,通知,在用
    """.replace(",", " | "),
        name="",
    )
    table = only(read(CQNY, sheet))
    assert values(table, "unit", "group_name", "group_no", "owner", "owner.mobile", "member_count") == [
        ("学生处", "学生工作群", "310000001", "张三", "13900000001", "120")
    ]
    assert values(table, "leader", "created_on", "purpose", "is_active", "platform") == [
        ("李四", "2020.9", "通知", "在用", "QQ群")
    ]
    assert where(table, "created_on", 0) == ("", "I2")


def test_the_head_fills_what_the_rows_leave_blank() -> None:
    sheet = grid("""
    填报单位： | 学生处 | | 填报人： | 张三 | 填报日期： | 2024.3.1
    单位 | 群名称 | 平台 | 群号 | 人数
    校团委 | 一群 | QQ群 | 310000001 | 10
    | 二群 | QQ群 | 310000002 | 20
    """)
    table = only(read(CQNY, sheet))
    assert values(table, "unit", "reporter", "reported_on") == [
        ("校团委", "张三", "2024.3.1"),
        ("校团委", "张三", "2024.3.1"),
    ]
    assert table.evidence["head"]["unit"] == "学生处"


def test_the_same_answer_in_two_columns() -> None:
    sheet = grid("""
    群名称 | 群号 | 备案日期 | 审备日期 | 账号 | 管理员1 | 管理员2
    一群 | | 2024.1.1 | | 310000001 | 张三 | 李四
    二群 | 310000002 | 2024.1.2 | 2024.1.3 | 310000009 | 王五 |
    """)
    table = only(read(CQNY, sheet))
    assert table.columns["group_no"] == ("310000001", "310000002")
    assert table.columns["other:账号"] == ("", "310000009"), "a second, different number is not dropped"
    assert table.columns["filed_on"] == ("2024.1.1", "2024.1.2")
    assert table.columns["admins"] == ("张三\n李四", "王五")


def test_two_columns_of_remarks_are_one_remark() -> None:
    sheet = grid("""
    单位(部门) | 工作群名称 | 群主 | 备注 | 群号 | 备注 | 其他说明
    教务处 | 一群 | 张三 | 长期 | 310000001 | 已核对 | 待迁移
    教务处 | 二群 | 张三 | | 310000002 | 已核对 | 已核对
    教务处 | 三群 | 张三 | 长期 | 310000003 | 长期 |
    """)
    table = only(read(JSUT, sheet))
    assert table.columns["remark"] == ("长期\n已核对\n其他说明：待迁移", "已核对", "长期")
    assert [key for key in table.columns if key.startswith("other:")] == []


def test_a_name_over_several_rows_is_one_group_with_several_people() -> None:
    sheet = grid("""
    群名称 | 群号 | 管理员 | 人数
    一群 | 310000001 | 张三 | 10
    ^ | ^ | 李四 | ^
    二群 | 310000002 | 王五 | 20
    """)
    table = only(read(CQNY, sheet))
    assert table.offsets == (1, 3)
    assert values(table, "group_name", "group_no", "admins", "member_count") == [
        ("一群", "310000001", "张三\n李四", "10"),
        ("二群", "310000002", "王五", "20"),
    ]


def test_what_stands_in_unlabelled_columns_is_kept() -> None:
    sheet = grid("群名称 | 群号 | 人数\n一群 | 310000001 | 10 | 请核对\n二群 | 310000002 | 20")
    assert only(read(CQNY, sheet)).columns["other:D"] == ("请核对", "")


def test_a_heading_over_two_columns() -> None:
    sheet = grid("群名称 | < | 群号 | 人数\n一群 | < | 310000001 | 10\n | 二群 | 310000002 | 20")
    table = only(read(CQNY, sheet))
    assert table.columns["group_name"] == ("一群", "二群")
    assert table.columns["group_no"] == ("310000001", "310000002")


def test_numbers_that_only_count_the_rows_are_no_filing_numbers() -> None:
    sheet = grid("编号 | 群名称 | 群号\n1 | 一群 | 310000001\n2 | 二群 | 310000002\n3 | 三群 | 310000003")
    assert "filing_no" not in only(read(CQNY, sheet)).columns
    sheet = grid("编号 | 群名称 | 群号\nCN-7 | 一群 | 310000001\nCN-2 | 二群 | 310000002")
    assert only(read(CQNY, sheet)).columns["filing_no"] == ("CN-7", "CN-2")


def test_rows_offered_read_and_rejected_add_up() -> None:
    sheet = grid("""
    群名称 | 群号 | 人数
    一群 | 310000001 | 10
    -
    | | 30
    例：二群 | 310000002 | 20
    | |
    三群 | | 30
    | |
    """)
    table = only(read(CQNY, sheet))
    assert (len(table.offsets), len(table.rejected), table.blank) == (2, 2, 2)
    assert sum((len(table.offsets), len(table.rejected), table.blank)) == 6


def test_a_number_without_a_name_is_a_record() -> None:
    table = only(read(CQNY, grid("群名称 | 群号 | 人数\n | 310000001 | 10")))
    assert table.columns["group_no"] == ("310000001",)


def test_a_huge_merge_does_not_hurt() -> None:
    sheet = Grid("表", (("群名称", "群号", "人数"), ("一群", "310000001", "10")), (Merge(0, 0, 1_048_575, 16_383),))
    assert only(read(CQNY, sheet)).columns["group_name"] == ("一群",)


def test_name_and_number_under_one_heading_in_a_ledger() -> None:
    table = only(read(CQNY, grid("序号 | 群名称（群号） | 群主\n1 | 一群（310000001） | 张三")))
    assert table.columns["group_name&group_no"] == ("一群（310000001）",)


def test_a_contact_under_the_table_is_no_group() -> None:
    table = only(read(CQNY, grid("群名称 | 群号 | 人数\n一群\n二群 | 310000002\n联系人：张三 13900000001")))
    assert table.columns["group_name"] == ("一群", "二群")
    assert table.columns["other:联系人"] == ("张三 13900000001",) * 2


def test_an_answer_may_be_a_word_that_is_a_label_elsewhere() -> None:
    sheet = grid("群名称 | 群号 | 填表人身份 | 备注\n一群 | 310000001 | 管理员 | 群主\n二群 | 310000002 | 群主 | 名称")
    table = only(read(CQNY, sheet))
    assert values(table, "group_name", "other:填表人身份", "remark") == [
        ("一群", "管理员", "群主"),
        ("二群", "群主", "名称"),
    ]


THREE_ROWS = """
登记表 | < | < | < | < | < | < | <
单位(部门) | 工作群信息 | < | 人员情况 | < | < | 平台 | 群号
^ | 工作群名称 | 群功能 | 群主信息 | < | 人数 | ^ | ^
^ | ^ | ^ | 姓名 | 手机 | ^ | ^ | ^
文学院 | 文一通知群 | 通知 | 李四 | 13900000002 | 55 | QQ群 | 330000011
"""


@pytest.mark.parametrize("merged", [True, False])
def test_a_three_row_head(merged: bool) -> None:  # noqa: FBT001 - the two ways people draw it
    drawn = grid(THREE_ROWS)
    table = only(read(JSUT, drawn if merged else grid(THREE_ROWS.replace("<", "").replace("^", ""))))
    assert table.offsets == (4,)
    assert table.rejected == ()
    keys = ("unit", "group_name", "purpose", "owner.name", "owner.mobile", "member_count", "platform", "group_no")
    assert values(table, *keys) == [("文学院", "文一通知群", "通知", "李四", "13900000002", "55", "QQ群", "330000011")]


@pytest.mark.parametrize("between", ["负责人", "有关的人"])
@pytest.mark.parametrize("merged", [True, False])
def test_a_title_under_a_title_is_no_label_of_its_own(merged: bool, between: str) -> None:  # noqa: FBT001 - as above
    over = "<" if merged else ""
    page = f"""
    单位(部门) | 工作群名称 | 人员情况 | {over} | 群功能 | 群号
    | | {between} | {over} | |
    | | 群主 | 人数 | |
    丙学院 | 丙群 | 张三 13900000001 | 50 | 通知 | 420000009
    """
    table = only(read(JSUT, grid(page)))
    assert (table.offsets, table.rejected) == ((3,), ())
    assert values(table, "group_name", "owner", "member_count") == [("丙群", "张三 13900000001", "50")]
    assert "leader" not in table.columns


def test_parts_nobody_knows_are_no_data_row() -> None:
    page = """
    单位(部门) | 工作群名称 | 群主 | 人数 | 群号 | 经费情况 | <
    | | | | | 来源 | 金额
    理学院 | c群 | 张三 13900000001 | 30 | 420000003 | 学校 | 500
    """
    table = only(read(JSUT, grid(page)))
    assert (table.offsets, table.rejected) == ((2,), ())
    assert values(table, "other:经费情况·来源", "other:经费情况·金额") == [("学校", "500")]


def test_parts_nobody_knows_beside_parts_of_a_person() -> None:
    page = """
    单位(部门) | 工作群名称 | 群主 | < | 群号 | 经费情况 | <
    ^ | ^ | 姓名 | 电话 | ^ | 来源 | 金额
    理学院 | c群 | 张三 | 13900000001 | 420000003 | 学校 | 500
    """
    table = only(read(JSUT, grid(page)))
    assert (table.offsets, table.rejected) == ((2,), ())
    assert values(table, "owner.name", "owner.mobile") == [("张三", "13900000001")]
    assert values(table, "other:经费情况·来源", "other:经费情况·金额") == [("学校", "500")]


def test_parts_nobody_knows_of_a_person_stay_that_person() -> None:
    page = """
    单位(部门) | 工作群名称 | 群主 | < | 群号
    ^ | ^ | 校内 | 校外 | ^
    理学院 | c群 | 张三 13900000001 | 李四 13900000002 | 420000003
    """
    table = only(read(JSUT, grid(page)))
    assert (table.offsets, table.rejected) == ((2,), ())
    assert values(table, "owner") == [("张三 13900000001\n李四 13900000002",)]


def test_answers_under_a_heading_over_two_columns_are_not_lost_as_its_parts() -> None:
    page = """
    单位(部门) | 工作群名称 | 群主 | 群号 | 备注 | <
    | | | | 张三 | 李四
    理学院 | c群 | 张三 | 420000003 | 长期 |
    """
    table = only(read(JSUT, grid(page)))
    assert table.offsets == (2,)
    assert [row for row, _ in table.rejected] == [1]


def test_a_first_row_under_a_heading_over_two_columns_is_no_head() -> None:
    page = """
    单位(部门) | 工作群名称 | 群主 | < | 群号
    理学院 | c群 | 张三 | 主任 | 420000003
    理学院 | d群 | 李四 | 教师 | 420000004
    """
    assert only(read(JSUT, grid(page))).offsets == (1, 2)


@pytest.mark.parametrize("name", ["_x000D_甲群", "甲群_x000D_", "_x000d_甲群_x000D_"])
def test_a_line_break_that_a_program_left_escaped_is_one(name: str) -> None:
    sheet = grid(f"""
    单位(部门) | 工作群名称 | 群主 | 群号
    教务处 | {name} | 张三 | 310000001
    """)
    assert only(read(JSUT, sheet)).columns["group_name"] == ("甲群",)


def test_the_title_of_a_section_over_its_own_heading() -> None:
    result = read(
        CQNY,
        grid("""
        一、QQ群
        单位 | 群名称 | 群主 | 人数
        基建处 | 基建工作群 | 张三 | 40
        二、微信群
        单位 | 群名称 | 群主 | 人数
        基建处 | 工地协调群 | 李四 | 22
        """),
    )
    rows = [row for table in result.tables for row in values(table, "group_name", "platform")]
    assert rows == [("基建工作群", "QQ群"), ("工地协调群", "微信群")]
    assert result.cells.unread == ()


def test_a_sentence_alone_below_the_rows_is_no_group() -> None:
    text = """
        单位   | 工作群名称 | 群主
        教务处 | 教务群     | 张三
               | 另有学生活动群3个，均为临时群，活动结束后已解散 |
    """
    found = read("jsut-2019/register", grid(text))

    assert [name for table in found.tables for name in table.columns["group_name"]] == ["教务群"]
    assert [spot.cell for spot in found.cells.unread] == ["B3"]


def test_administrators_that_are_counted_have_each_their_telephone() -> None:
    text = """
        单位   | 工作群名称 | 管理员1 | 管理员1电话 | 管理员2 | 管理员2电话
        教务处 | 教务群     | 李四    | 13900000001 | 王五    | 13900000002
    """
    table = only(read("jsut-2019/register", grid(text)))

    assert values(table, "admins", "admins.mobile") == [("李四\n王五", "13900000001\n13900000002")]


COUNTED = """
    单位   | 工作群名称 | 群主 | 人数 | {over} | {last}
           |            |      | 教师 | 学生   | {total}
    教务处 | 教务群     | 张三 | 5    | 180    | {sum}
"""


def test_a_number_told_in_parts_is_what_the_sum_says() -> None:
    table = only(read("jsut-2019/register", grid(COUNTED.format(over="<", last="<", total="合计", sum="185"))))

    assert values(table, "member_count", "other:人数·教师", "other:人数·学生") == [("185", "5", "180")]


def test_parts_of_a_number_without_a_sum_are_kept_and_none_is_the_number() -> None:
    table = only(read("jsut-2019/register", grid(COUNTED.format(over="<", last="群功能", total="", sum="通知"))))

    assert "member_count" not in table.columns
    assert values(table, "other:人数·教师", "other:人数·学生") == [("5", "180")]


@pytest.mark.parametrize("line", [" | | | 落款学院", " | | | 2026年3月10日"])
def test_who_signs_off_below_a_list_is_no_row(line: str) -> None:
    text = f"""
        工作群名称 | 群主 | 人数 | 群功能
        教务群     | 张三 | 35   | 通知
        -
        {line}
    """
    result = read("jsut-2019/register", grid(text))

    assert only(result).rejected == ()
    assert [spot.text for spot in result.cells.unread] == [line.strip(" |")]


@pytest.mark.parametrize(
    "foot",
    [
        "经办 | 小刘",
        "审核人 | 王处长",
        "备注 | 以上均为内部群",
        " | 以上属实",
        "说明 | 另附审批表",
        "单位(部门) | 工作群名称 | 群主 | 人数",
    ],
)
def test_a_closing_line_below_full_rows_is_no_group(foot: str) -> None:
    text = f"""
        单位(部门) | 工作群名称 | 群主 | 人员范围 | 人数
        教务处 | 教务通知群 | 张三 | 全体教师 | 100
        教务处 | 考务工作群 | 李四 | 考务人员 | 20
        {foot}
    """
    found = read(JSUT, grid(text))

    assert only(found).columns["group_name"] == ("教务通知群", "考务工作群")
    assert foot.count("|") > 1 or found.cells.unread


@pytest.mark.parametrize("row", ["教务处 | 教材群", " | 实习群", "学工 | 学工干部群"])
def test_a_group_of_which_only_the_name_is_known_is_one(row: str) -> None:
    text = f"""
        单位(部门) | 工作群名称 | 群主 | 人员范围 | 人数
        教务处 | 教务通知群 | 张三 | 全体教师 | 100
        {row}
    """
    assert len(only(read(JSUT, grid(text))).offsets) == 2


def test_behind_the_sum_what_has_no_number_is_no_row() -> None:
    text = """
        序号 | 单位(部门) | 工作群名称 | 群主
        1 | 教务处 | 教务通知群 | 张三
        2 | 教务处 | 考务工作群 | 李四
          | 合计：2个群
          | | 党委宣传部群管办
    """
    table = only(read(JSUT, grid(text)))

    assert table.columns["group_name"] == ("教务通知群", "考务工作群")
    assert not any(key.startswith("other:") for key in table.columns)
