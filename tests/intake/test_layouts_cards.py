"""Cards: one group a page, as 宿州学院, 四川护理职业学院 and 江苏理工学院 print them."""

from __future__ import annotations

import pytest
from layout_pages import book, grid, only, read, values, where

from toolkit.model import Grid

SUZHOU, SCNVC = "suzhou-2018/registration", "scnvc-2019/registration"
SUZHOU_PAGE = """
宿州学院 QQ 群、微信群备案登记表 | < | < | < | <
 | | NO. | | （党委宣传部填写）
创建单位 | 教务处 | 创建时间 | 2018年5月15日 | <
创建人 | 张三 | 群名称 | 教务通知群 | <
创建类别 | QQ 群 □ 微信群 ☑ QQ 群、微信群 (包括教师、学生的微信群和 QQ 群) | < | < | <
创建目的 | 对创建 QQ 群、微信群的宗旨、用途等进行说明: 发布教务通知 | < | < | <
管理员 | 姓名 | 办公电话 | 手机号码 | 电子邮箱
^ | 李四 | 0557-2870001 | | li@example.edu.cn
^ | 王五 | | 13900000002 |
主办单位意见 | 负责人签字 (加盖单位公章): 赵六 2018 年 5 月 16 日 | < | < | <
党委宣传部意见 | 负责人签字 (加盖单位公章): 年 月 日 | < | < | <
备注: 1. 此表一式两份, 党委宣传部、主办单位各留一份备案;
2. 管理员或维护方式发生变更, 应在 5 个工作日内以书面形式报党委宣传部备案。
"""
SCNVC_PAGE = """
四川护理职业学院互联网群组备案登记表 | < | < | < | < | < | <
备案部门: | 学生工作部 | < | | | 时间: | 2024年5月6日
群组类型 | □ 微博 □ 微信 □ 微博群 □ 贴吧群 ☑ 其他 QQ群 | < | < | < | < | <
群名及群号 | 川护学生工作群（340000001） | < | 群人数 | 88 | 开通时间 | 2019年4月
第一责任人 (部门负责人) | 姓名 | 张一 | 职务 | 部长 | 手机 | 13900000001
^ | 办公电话 | 028-80000001 | 邮箱 | zhang@example.edu.cn | < | <
群主 | 姓名 | 李二 | 职务 | 干事 | 手机 | 13900000002
^ | 办公电话 | | 邮箱 | | < | <
管理员 | 姓名 | 王三 | 职务 | | 手机 | 13900000003
^ | 办公电话 | 028-80000003 | 邮箱 | | < | <
平台用途 | 学生工作部署 | < | < | < | < | <
部门意见 | 我部门知晓国家互联网有关法规和学校制度, 承诺加强管理, 切实保障该群组的网络信息安全, \
同意本群组开通运营。 | < | < | < | < | <
^ | 部门负责人签字(公章): 张一 2019年4月12日 | < | < | < | < | <
主管领导意见 | 签章: 年 月 日 | < | < | < | < | <
注: 1、本表纸质版一式两份, 宣传统战部、主办单位各留存一份。
"""
ACCOUNT_PAGE = """
二级单位（部门） 官方微信公众号、QQ 公众号备案登记表 | < | < | < | <
单位（部门）名称 | < | 商学院 | < | <
公众号名称 | < | 商院之声 | < | <
开通日期 | < | 2016年9月 | 关注量 | 1.2万
实名认证情况 | < | ☑ 是 □ 否 | 认证实名或注册账号名 | 某学院
人员信息 | < | < | < | <
第一责任人 | 姓名 | 张一 | 职务职称 | 院长
^ | 移动电话 | 13900000001 | 固定电话 | 0519-86950001
管理员 | 姓名 | 李二 | 职务职称 |
^ | 移动电话 | 13900000002 | 固定电话 |
^ | Email | li@example.edu.cn | < | <
申请单位意见: 直接责任人（签字）: _____ 单位负责人(签字): _____ 单位盖章 2019年12月3日 | < | < | < | <
备案单位意见: 单位负责人(签字): _____ 单位盖章 年 月 日 | < | < | < | <
"""
APPROVAL_PAGE = """
微信工作群、QQ 工作群组审批表
单位(部门)名称 | 商学院 | < | <
工作群名称 | 商学院教工群 | < | <
群类别(微信 或 QQ)与功能 | 微信，发布教学通知 | < | <
人员规模 与范围 | 60人，全体教工 | < | <
群主、管理员 | 张一、李二 | 联系方式 | 13900000001、13900000002
单位(部门) 负责人意见 | 同意 签字、盖章： 张一 2019年12月3日 | < | <
二级党组织 审批意见 | 签字、盖章： 年 月 日 | < | <
"""


def test_suzhou_as_printed() -> None:
    table = only(read(SUZHOU, grid(SUZHOU_PAGE)))
    assert table.sheet.axis == "card"
    assert values(table, "unit", "created_on", "owner", "group_name", "purpose", "filing_no") == [
        ("教务处", "2018年5月15日", "张三", "教务通知群", "发布教务通知", "")
    ]
    assert "☑" in table.columns["platform"][0]
    assert values(table, "unit_approved_on", "filed_on") == [("2018年5月16日", "")]


def test_suzhou_addresses() -> None:
    table = only(read(SUZHOU, grid(SUZHOU_PAGE)))
    cells = {key: where(table, key, 0)[1] for key in table.columns}
    assert cells["filing_no"] == "D2"
    assert cells["unit"] == "B3"
    assert cells["created_on"] == "D3"
    assert cells["group_name"] == "D4"
    assert cells["purpose"] == "B6"
    assert cells["admins.mobile"] == "D8"
    assert cells["filed_on"] == "B11"


def test_suzhou_administrators_keep_their_lines() -> None:
    table = only(read(SUZHOU, grid(SUZHOU_PAGE)))
    lines = [table.columns[f"admins.{part}"][0].split("\n") for part in ("name", "office_phone", "mobile", "email")]
    assert list(zip(*lines, strict=True)) == [
        ("李四", "0557-2870001", "", "li@example.edu.cn"),
        ("王五", "", "13900000002", ""),
    ]


def test_suzhou_without_a_row_for_the_administrator() -> None:
    """The original has labels and no cells under them: people write behind the labels."""
    page = SUZHOU_PAGE.replace(
        "管理员 | 姓名 | 办公电话 | 手机号码 | 电子邮箱",
        "管理员 | 姓名：李四 | 办公电话：2870001 | 手机号码 13900000002 | 电子邮箱",
    )
    page = "\n".join(line for line in page.splitlines() if not line.startswith("^ |"))
    table = only(read(SUZHOU, grid(page)))
    assert values(table, "admins.name", "admins.office_phone", "admins.mobile", "admins.email") == [
        ("李四", "2870001", "13900000002", "")
    ]


def test_an_untouched_page_is_empty() -> None:
    page = grid("""
     | | NO. | _____ | （党委宣传部填写）
    创建单位 | 教务处 | 创建时间 | | <
    创建人 | | 群名称 | | <
    创建类别 | QQ 群 □　微信群 □ QQ群、微信群（包括教师、学生的微信群和QQ群） | < | < | <
    创建目的 | 对创建QQ群、微信群的宗旨、用途等进行说明： | < | < | <
    ^ | | < | < | <
    管理员 | 姓名 | 办公电话 | 手机号码 | 电子邮箱
    ^ | | | |
    主办单位意见 | 负责人签字（加盖单位公章）：          年    月    日 | < | < | <
    党委宣传部意见 | 负责人签字（加盖单位公章）：          年    月    日 | < | < | <
    """)
    result = read(SUZHOU, page)
    assert result.empty
    assert result.tables[0].evidence["head"] == {"unit": "教务处"}
    page = grid(
        SCNVC_PAGE.split("群名及群号", maxsplit=1)[0].replace("☑ 其他 QQ群", "□ 其他_____")
        + """群名及群号 | | < | 群人数 | | 开通时间 | (填写已开通或拟开通时间, 格式: 20××年×月×日)
    平台用途 | | < | < | < | < | <
    部门意见 | 部门负责人签字(公章): 年 月 日 | < | < | < | < | <
    """
    )
    assert read(SCNVC, page).empty


def test_scnvc_as_printed() -> None:
    table = only(read(SCNVC, grid(SCNVC_PAGE)))
    assert values(table, "unit", "reported_on", "group_name&group_no", "member_count", "created_on", "purpose") == [
        ("学生工作部", "2024年5月6日", "川护学生工作群（340000001）", "88", "2019年4月", "学生工作部署")
    ]
    people = ["name", "title", "mobile", "office_phone", "email"]
    assert values(table, *(f"leader.{part}" for part in people)) == [
        ("张一", "部长", "13900000001", "028-80000001", "zhang@example.edu.cn")
    ]
    assert values(table, *(f"owner.{part}" for part in people)) == [("李二", "干事", "13900000002", "", "")]
    assert values(table, *(f"admins.{part}" for part in people)) == [("王三", "", "13900000003", "028-80000003", "")]
    assert values(table, "unit_approved_on", "leader_approved_on", "other:部门意见") == [("2019年4月12日", "", "张一")]


def test_scnvc_addresses() -> None:
    table = only(read(SCNVC, grid(SCNVC_PAGE)))
    cells = {key: where(table, key, 0)[1] for key in table.columns}
    assert (cells["unit"], cells["reported_on"], cells["platform"]) == ("B2", "G2", "B3")
    assert (cells["group_name&group_no"], cells["member_count"], cells["created_on"]) == ("B4", "E4", "G4")
    assert (cells["leader.mobile"], cells["leader.email"]) == ("G5", "E6")
    assert (cells["owner.name"], cells["admins.office_phone"]) == ("C7", "C10")
    assert cells["unit_approved_on"] == "B13"


def test_the_head_in_one_cell() -> None:
    page = SCNVC_PAGE.replace(
        "备案部门: | 学生工作部 | < | | | 时间: | 2024年5月6日", "备案部门：学生工作部              时间：2024年5月6日"
    )
    table = only(read(SCNVC, grid(page)))
    assert values(table, "unit", "reported_on") == [("学生工作部", "2024年5月6日")]
    assert where(table, "unit", 0)[1] == "A2"


def test_a_prompt_typed_over_and_one_typed_after() -> None:
    page = SCNVC_PAGE.replace("2019年4月 ", "").replace(
        "开通时间 | 2019年4月", "开通时间 | (填写已开通或拟开通时间, 格式: 20××年×月×日) 2019年4月1日"
    )
    assert only(read(SCNVC, grid(page))).columns["created_on"] == ("2019年4月1日",)


def test_account_form() -> None:
    table = only(read("jsut-2019/account", grid(ACCOUNT_PAGE)))
    assert table.form == "jsut-2019/account"
    assert values(table, "unit", "group_name", "created_on", "followers", "verified_name") == [
        ("商学院", "商院之声", "2016年9月", "1.2万", "某学院")
    ]
    assert values(table, "leader.name", "leader.title", "leader.mobile", "leader.office_phone") == [
        ("张一", "院长", "13900000001", "0519-86950001")
    ]
    assert values(table, "admins.name", "admins.mobile", "admins.email") == [
        ("李二", "13900000002", "li@example.edu.cn")
    ]
    assert values(table, "unit_approved_on", "filed_on") == [("2019年12月3日", "")]
    assert where(table, "followers", 0)[1] == "E4"


def test_approval_form() -> None:
    table = only(read("jsut-2019/approval", grid(APPROVAL_PAGE)))
    assert table.form == "jsut-2019/approval"
    assert values(table, "platform&purpose", "member_count&member_scope", "owner&admins", "unit_approved_on") == [
        ("微信，发布教学通知", "60人，全体教工", "张一、李二", "2019年12月3日")
    ]
    assert table.columns["owner.mobile&admins.mobile"] == ("13900000001、13900000002",)
    assert where(table, "party_approved_on", 0)[1] == "B8"


def test_cards_under_one_another() -> None:
    second = SCNVC_PAGE.replace("川护学生工作群（340000001）", "川护辅导员群").replace("学生工作部 |", "校团委 |")
    tables = read(SCNVC, grid(SCNVC_PAGE + "\n-\n" + second)).tables
    assert [table.columns["group_name&group_no"][0] for table in tables] == [
        "川护学生工作群（340000001）",
        "川护辅导员群",
    ]
    assert [table.columns["unit"][0] for table in tables] == ["学生工作部", "校团委"]
    assert where(tables[1], "member_count", 0)[1] == "E22"


def test_cards_under_one_head() -> None:
    body = SCNVC_PAGE.split("时间: | 2024年5月6日\n")[1]
    second = body.replace("川护学生工作群（340000001）", "川护辅导员群")
    tables = read(SCNVC, grid(SCNVC_PAGE + "\n-\n" + second)).tables
    assert [table.columns["unit"][0] for table in tables] == ["学生工作部", "学生工作部"]
    assert [table.columns["reported_on"][0] for table in tables] == ["2024年5月6日"] * 2


@pytest.mark.parametrize("page", [SUZHOU_PAGE, SCNVC_PAGE])
def test_cards_in_two_columns(page: str) -> None:
    left = grid(page)
    width = max(map(len, left.rows))
    rows = tuple((*row, *[""] * (width + 1 - len(row)), *row) for row in left.rows)
    shifted = tuple(m._replace(left=m.left + width + 1, right=m.right + width + 1) for m in left.merges)
    form = SUZHOU if page is SUZHOU_PAGE else SCNVC
    one = only(read(form, left))
    tables = read(form, Grid("表", rows, (*left.merges, *shifted))).tables
    assert len(tables) == 2
    for table in tables:
        assert dict(table.columns) == dict(one.columns)
    assert where(tables[1], "unit", 0) != where(tables[0], "unit", 0)


def test_four_cards_in_two_columns() -> None:
    block = grid(SUZHOU_PAGE.replace("备注", "-\n备注").split("备注")[0])
    width = max(map(len, block.rows))
    line = tuple((*row, *[""] * (width + 1 - len(row)), *row) for row in block.rows)
    tables = read(SUZHOU, Grid("表", (*line, (), *line))).tables
    assert len(tables) == 4
    assert {table.columns["group_name"][0] for table in tables} == {"教务通知群"}
    assert {table.columns["admins.name"][0] for table in tables} == {"李四\n王五"}


def test_rows_and_columns_inserted() -> None:
    page = grid(SCNVC_PAGE)
    rows = [("", "", *row) for row in page.rows]
    rows[5:5] = [(), ("", "", "备案级别", "院级"), ()]
    table = only(read(SCNVC, Grid("表", tuple(rows))))
    assert values(table, "leader.mobile", "leader.email", "owner.name", "other:备案级别") == [
        ("13900000001", "zhang@example.edu.cn", "李二", "院级")
    ]
    assert where(table, "leader.name", 0)[1] == "E5"


def test_a_second_administrator_in_a_block_of_its_own() -> None:
    block = "\n管理员 | 姓名 | 赵四 | 职务 | | 手机 | 13900000004\n^ | 办公电话 | | 邮箱 | | < | <\n平台用途"
    table = only(read(SCNVC, grid(SCNVC_PAGE.replace("\n平台用途", block))))
    assert values(table, "admins.name", "admins.mobile") == [("王三\n赵四", "13900000003\n13900000004")]
    assert table.columns["admins.office_phone"][0].split("\n") == ["028-80000003", ""]


def test_one_card_a_sheet_and_an_empty_one_between() -> None:
    empty = SUZHOU_PAGE.replace("张三", "").replace("教务通知群", "").replace("☑", "□").replace("发布教务通知", "")
    empty = empty.replace("2018年5月15日", "").replace("赵六 2018 年 5 月 16 日", "年 月 日")
    for text in ("李四", "0557-2870001", "li@example.edu.cn", "王五", "13900000002"):
        empty = empty.replace(text, "")
    result = read(SUZHOU, book(grid(SUZHOU_PAGE, name="表1"), grid(empty, name="表2"), grid(SUZHOU_PAGE, name="表3")))
    assert [(table.sheet.name, table.blank) for table in result.tables] == [("表1", 0), ("表3", 1)]


def test_a_card_that_names_no_group() -> None:
    table = only(read(SUZHOU, grid(SUZHOU_PAGE.replace("教务通知群", ""))))
    assert table.offsets == ()
    assert [note.code for _, note in table.rejected] == ["no-name-no-number"]


def test_an_example_card() -> None:
    table = only(read(SUZHOU, grid(SUZHOU_PAGE.replace("教务通知群", "（示例）教务通知群"))))
    assert [note.code for _, note in table.rejected] == ["example-row"]


def test_extra_answers_and_the_official_place() -> None:
    page = grid(
        SUZHOU_PAGE
        + """
    本工具增列（非原表内容） | < | < | < | <
    群号 | 320000001 | 成员范围 | 全体教师 | <
    人数 | 56 | 单位意见日期 | 2018-05-17 | <
    备案日期 | 2018-05-20 | 是否正常运行 | □是 □否 | <
    """
    )
    table = only(read(SUZHOU, page))
    assert values(table, "group_no", "member_scope", "member_count", "filed_on", "is_active") == [
        ("320000001", "全体教师", "56", "2018-05-20", "")
    ]
    assert where(table, "filed_on", 0)[1] == "B18"
    assert table.columns["unit_approved_on"] == ("2018年5月16日",)
    assert table.columns["other:单位意见日期"] == ("2018-05-17",), "a second, different date is not dropped"


def test_a_list_sent_in_place_of_cards() -> None:
    sheet = grid("""
    宿州学院QQ群、微信群备案登记表
    创建单位 | 群名称 | 创建类别 | 创建人 | 创建时间 | 创建目的 | 管理员 | 手机号码
    教务处 | 一群 | QQ群 | 张三 | 2018.5 | 通知 | 李四 | 13900000002
    教务处 | 二群 | 微信群 | 张三 | 2018.6 | 值班 | 王五 | 13900000003
    """)
    table = only(read(SUZHOU, sheet))
    assert table.sheet.axis == "row"
    assert values(table, "group_name", "owner", "admins", "admins.mobile") == [
        ("一群", "张三", "李四", "13900000002"),
        ("二群", "张三", "王五", "13900000003"),
    ]


def test_in_word_each_card_takes_its_own_line_above() -> None:
    prose = grid(
        """
        四川护理职业学院互联网群组备案登记表
        备案部门：甲部   时间：2024年5月6日
        备案部门：乙部   时间：2024年5月7日
        """,
        name="正文",
    )
    body = SCNVC_PAGE.split("时间: | 2024年5月6日\n")[1]
    second = grid(body.replace("学生工作群", "辅导员群"), name="表2")
    tables = read(SCNVC, book(prose, grid(body, name="表1"), second)).tables
    assert [(table.sheet.name, *values(table, "unit", "reported_on")[0]) for table in tables] == [
        ("表1", "甲部", "2024年5月6日"),
        ("表2", "乙部", "2024年5月7日"),
    ]


def test_labels_in_one_column_and_a_group_in_each_beside() -> None:
    page = grid("""
    创建单位 | 教务处 | 学生处
    创建时间 | 2018 | 2019
    创建人 | 张三 | 李四
    群名称 | 一群 | 二群
    创建类别 | QQ群 | 微信群
    """)
    table = only(read(SUZHOU, page))
    assert values(table, "unit", "group_name", "owner", "platform") == [
        ("教务处", "一群", "张三", "QQ群"),
        ("学生处", "二群", "李四", "微信群"),
    ]
    assert where(table, "owner", 1)[1] == "C3"


def test_name_and_number_in_cells_of_their_own_and_people_without_parts() -> None:
    page = grid("""
    备案部门：宣传部 时间：2024年5月
    群组类型 | □微博 ☑微信
    群名 | 川护一群 | 群号 | 340000001 | 群人数 | 12
    群主 | 张三 13900000001
    管理员 | 姓名 | 李四 | 手机 | 13900000002
    """)
    table = only(read(SCNVC, page))
    assert values(table, "group_name", "group_no", "member_count", "owner", "admins.mobile") == [
        ("川护一群", "340000001", "12", "张三 13900000001", "13900000002")
    ]


def test_answers_typed_behind_the_labels() -> None:
    page = grid("""
    微信工作群、QQ工作群组审批表
    单位(部门)名称：商学院
    工作群名称：商学院教工群
    群类别(微信或QQ)与功能：微信，通知
    """)
    table = only(read("jsut-2019/approval", page))
    assert values(table, "unit", "group_name", "platform&purpose") == [("商学院", "商学院教工群", "微信，通知")]
    assert where(table, "group_name", 0)[1] == "A3"


def test_a_printed_note_behind_an_answer_is_no_part_of_it() -> None:
    page = SUZHOU_PAGE.replace(" | | NO. | | （党委宣传部填写）", "NO. SZ-003 （党委宣传部填写） | < | < | < | <")

    assert values(only(read(SUZHOU, grid(page))), "filing_no") == [("SZ-003",)]
