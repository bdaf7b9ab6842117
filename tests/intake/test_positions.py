"""The cell beside or under a label is its answer, whatever it says, also when it says the name of another label."""

from __future__ import annotations

import pytest
from layout_pages import grid, only, read, values

SCNVC = "scnvc-2019/registration"
CARD = """
    四川护理职业学院互联网群组备案登记表
    备案部门：护理系 | | | | 时间：2025年9月18日
    群组类型 | □微博 ☑微信 □微博群 □贴吧群 □其他
    群名及群号 | 护理系工作群 | < | 群人数 | 40 | 开通时间 | 2020年3月1日
    第一责任人（部门负责人） | 姓名 | 姜明 | 职务 | {post} | 手机 | 13900000010
    ^ | 办公电话 | 028-84701001 | 邮箱 | | < | <
    群主 | 姓名 | 周明 | 职务 | 干事 | 手机 | 13900000011
    ^ | 办公电话 | 028-84701001 | 邮箱 | | < | <
    管理员 | 姓名 | 吴清 | 职务 | {other} | 手机 | 13900000012
    ^ | 办公电话 | 028-84701001 | 邮箱 | | < | <
    群成员范围 | {scope}
    平台用途 | {purpose}
"""


@pytest.mark.parametrize("post", ["部门负责人", "负责人", "管理员", "群主", "单位负责人"])
def test_a_post_that_is_the_name_of_a_label(post: str) -> None:
    text = CARD.format(post=post, other="管理员", scope="单位", purpose="平台用途")
    table = only(read(SCNVC, grid(text)))

    assert values(table, "leader.title", "leader.mobile", "admins.title", "admins.mobile") == [
        (post, "13900000010", "管理员", "13900000012")
    ]
    assert values(table, "owner.name", "owner.title", "owner.mobile") == [("周明", "干事", "13900000011")]
    assert values(table, "member_scope", "purpose") == [("单位", "平台用途")]


@pytest.mark.parametrize("name", ["备注", "管理员", "说明", "功能"])
def test_a_group_that_is_called_as_a_label_is(name: str) -> None:
    text = f"""
        宿州学院 QQ 群、微信群备案登记表
        创建单位 | 教务处 | 创建时间 | 2018年5月
        创建人   | 张三   | 群名称   | {name}
        创建类别 | QQ 群 ☑ 微信群 □
        创建目的 | 用途
    """
    table = only(read("suzhou-2018/registration", grid(text)))

    assert values(table, "group_name", "purpose", "owner") == [(name, "用途", "张三")]


def test_an_answer_in_the_head_that_is_the_name_of_a_label() -> None:
    text = """
        填报部门：| 教务处 | 部门负责人：| 管理员
        填报人：| 李四 | 填报日期：| 2026-03-01
        群聊类别 | 微信群 1 | QQ 群 1
        名称     | 教务通知 | 管理员
        账号     | 无       | 100000001
        创建者及联系方式 | 张三 | 群主
        现有人数 | 30       | 12
    """
    table = only(read("sccm-2022/register", grid(text)))

    assert values(table, "unit_head", "reporter", "group_name", "owner") == [
        ("管理员", "李四", "教务通知", "张三"),
        ("管理员", "李四", "管理员", "群主"),
    ]


def test_labels_as_answers_in_a_list() -> None:
    text = """
        单位(部门) | 工作群名称 | 群主   | 人员范围 | 人数 | 群功能
        部门       | 管理员     | 群主   | 单位     | 15   | 用途
        教务处     | 考务群     | 张三   | 部门     | 20   | 功能
        教务处     | 排课群     | 管理员 | 部门     | 20   | 备注
    """
    table = only(read("jsut-2019/register", grid(text)))

    assert values(table, "unit", "group_name", "owner", "member_scope", "purpose") == [
        ("部门", "管理员", "群主", "单位", "用途"),
        ("教务处", "考务群", "张三", "部门", "功能"),
        ("教务处", "排课群", "管理员", "部门", "备注"),
    ]


def test_blank_answers_leave_their_labels_labels() -> None:
    table = only(read(SCNVC, grid(CARD.format(post="", other="", scope="", purpose="通知"))))

    assert values(table, "leader.title", "leader.mobile", "admins.title", "purpose") == [
        ("", "13900000010", "", "通知")
    ]


def test_answers_of_a_matrix_that_are_the_names_of_labels() -> None:
    text = """
        群聊类别       | 微信群   | QQ群
        名称           | 教务通知 | 教务值班
        账号           | 无       | 100000001
        现有人数       | 30       | 12
        主要功能或用途 | 用途     | 名称
        备注           | 管理员   | 群主
    """
    table = only(read("sccm-2022/register", grid(text)))

    assert values(table, "group_name", "member_count", "purpose", "remark") == [
        ("教务通知", "30", "用途", "管理员"),
        ("教务值班", "12", "名称", "群主"),
    ]


def test_answers_of_a_list_that_are_the_names_of_labels() -> None:
    text = """
        单位   | 工作群名称 | 群主 | 职务   | 人数 | 群功能
        教务处 | 备注       | 张三 | 管理员 | 35   | 用途
        教务处 | 单位       | 李四 | 群主   | 36   | 群功能
        学院   | 通知群     | 李四 | 负责人 | 37   | 备注
    """
    table = only(read("jsut-2019/register", grid(text)))

    assert values(table, "unit", "group_name", "owner.title", "member_count", "purpose") == [
        ("教务处", "备注", "管理员", "35", "用途"),
        ("教务处", "单位", "群主", "36", "群功能"),
        ("学院", "通知群", "负责人", "37", "备注"),
    ]


@pytest.mark.parametrize("head", ["群名称 | 群主 | 群人数", "序号 | 群名称 | 群主 | 群人数 | 备注"])
def test_a_list_of_one_row_of_an_institution_whose_form_is_a_card(head: str) -> None:
    row = {"群名称": "护理群", "群主": "张三", "群人数": "180", "序号": "1", "备注": ""}
    line = " | ".join(row[label] for label in head.split(" | "))
    table = only(read("scnvc-2019/registration", grid(f"{head}\n{line}")))

    assert values(table, "group_name", "owner", "member_count") == [("护理群", "张三", "180")]


@pytest.mark.parametrize(("who", "name"), [("群名称", "管理员"), ("创建人", "创建时间"), ("张三", "创建单位")])
def test_a_row_in_which_every_cell_reads_like_a_label(who: str, name: str) -> None:
    text = f"""
        宿州学院 QQ 群、微信群备案登记表
        创建单位 | 教务处 | 创建时间 | 2018年5月
        创建人   | {who} | 群名称   | {name}
        创建类别 | QQ 群 ☑ 微信群 □
        创建目的 | 对创建QQ群、微信群的宗旨、用途等进行说明：
                 | 创建单位
        管理员   | 姓名   | 办公电话 | 手机号码 | 电子邮箱
                 | 李四   | 2871001  | 13900000001 | a@example.cn
    """
    table = only(read("suzhou-2018/registration", grid(text)))

    assert values(table, "owner", "group_name", "purpose") == [(who, name, "创建单位")]


def test_parts_of_a_person_behind_and_below_his_name() -> None:
    lines = """
        创建单位：教务处
        创建人姓名：张三  联系电话：13900000001
        群 名 称：教务通知群
        创建类别：微信群
        创建目的：通知
        管理员姓名：李四
        办公电话：2871001
        手机号码：13900000002
    """
    table = only(read("suzhou-2018/registration", grid(lines, name="正文")))

    assert values(table, "group_name", "owner.mobile", "admins.office_phone", "admins.mobile") == [
        ("教务通知群", "13900000001", "2871001", "13900000002")
    ]
