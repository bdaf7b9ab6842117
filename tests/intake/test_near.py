"""Headings in somebody's own words: taken where one meaning is clearly nearest, asked about, never taken wrongly."""

from __future__ import annotations

import pytest
from headings import COUNTS, FURTHER, NEAR, UNRELATED, WIDE, YES
from headings_held import ASIDE, HELD
from headings_later import LATER, OTHERS
from layout_pages import grid, only, read, values

from toolkit.intake.layouts.labels import Lexicon, lexicon
from toolkit.intake.layouts.near import nearness
from toolkit.regulations.profile import load_profile

PROFILES = ("jsut-2019", "sccm-2022", "cqny-2021", "scnvc-2019", "suzhou-2018")
WANTED, OF_MANY = 0.9, 0.88
OF_OTHERS = 0.82
"""Of the near headings so many are to be taken; of the others none."""


def words(profile: str) -> Lexicon:
    return lexicon(next(form for form in load_profile(profile).forms if form.role == "register"))


def taken(profile: str, heading: str, texts: list[str]) -> tuple[str, str]:
    known = words(profile)
    found = known.loosely(heading) or nearness(known).nearest(heading, texts)
    return (found.key, found.part) if found else ("", "")


def means(found: tuple[str, str], key: str) -> bool:
    """Whether that is what is meant: a person's name is the person, a part alone that of whoever stands before."""
    told, part = found
    told = told.replace("creator", "owner") if key.startswith("owner") else told  # 创建者 is the group's owner too
    if not told:
        return bool(part) and key.endswith(f".{part}")
    return told == key or told.removesuffix(".name") == key


@pytest.mark.parametrize("profile", PROFILES)
def test_near_headings_are_taken_for_what_they_mean(profile: str) -> None:
    read_as = {heading: taken(profile, heading, texts) for heading, _, texts in NEAR}
    wrong = {heading: read_as[heading] for heading, key, _ in NEAR if not means(read_as[heading], key)}
    right = sum(means(read_as[heading], key) for heading, key, _ in NEAR)

    assert [heading for heading, found in wrong.items() if any(found)] == []
    assert right >= WANTED * len(NEAR), [*wrong]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("headings", [WIDE, FURTHER], ids=["wide", "further"])
def test_of_headings_over_every_field_most_are_taken_and_none_wrongly(
    profile: str, headings: dict[str, tuple[list[str], str]]
) -> None:
    asked = [(heading, key, texts) for key, (texts, line) in headings.items() for heading in line.split()]
    read_as = {heading: taken(profile, heading, texts) for heading, _, texts in asked}
    missed = [heading for heading, key, _ in asked if not means(read_as[heading], key)]

    assert len(missed) <= (1 - OF_MANY) * len(asked), missed
    assert [heading for heading in missed if any(read_as[heading])] == []


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("blank", [False, True])
def test_headings_of_other_matters_are_not_taken(profile: str, blank: bool) -> None:  # noqa: FBT001 - what stands below
    read_as = {heading: taken(profile, heading, [] if blank else texts) for heading, texts in UNRELATED}

    assert {heading: found for heading, found in read_as.items() if any(found)} == {}


@pytest.mark.parametrize("profile", PROFILES)
def test_headings_of_other_clerks(profile: str) -> None:
    asked = [(heading, key, texts) for key, texts, line in LATER for heading in line.split()]
    right = [heading for heading, key, texts in asked if means(taken(profile, heading, texts), key)]
    others = [(heading, texts) for texts, line in OTHERS for heading in line.split()]
    wrong = [heading for heading, texts in others for cells in (texts, []) if any(taken(profile, heading, cells))]

    assert len(right) >= OF_OTHERS * len(asked), {heading for heading, _, _ in asked} - {*right}
    assert wrong == []


LIST = """
    单位(部门) | 工作群名称 | 群主 | {heading} | 群功能
    教务处     | 教务通知群 | 张三 | {one}     | 通知
    教务处     | 考务群     | 李四 | {two}     | 考务
"""


def test_a_near_column_is_read_and_asked_about() -> None:
    table = only(read("jsut-2019/register", grid(LIST.format(heading="目前成员数", one="150", two="20"))))

    assert values(table, "member_count") == [("150",), ("20",)]
    assert table.evidence["asked"] == [{"label": "目前成员数", "cell": "D1", "key": "member_count"}]


def test_what_stands_under_it_has_a_say() -> None:
    table = only(read("jsut-2019/register", grid(LIST.format(heading="目前成员数", one="见附件名单", two="同上一群"))))

    assert "member_count" not in table.columns
    assert values(table, "other:目前成员数") == [("见附件名单",), ("同上一群",)]


def test_a_heading_that_the_form_has_already_is_left_as_it_is() -> None:
    text = """
        单位(部门) | 工作群名称 | 人数 | 实际人数
        教务处     | 教务通知群 | 150  | 148
    """
    table = only(read("jsut-2019/register", grid(text)))

    assert values(table, "member_count", "other:实际人数") == [("150", "148")]


@pytest.mark.parametrize(
    "around",
    [
        "{}（必填）",
        "*{}",
        "1、{}",
        "①{}",
        "【{}】",
        "{}？",
        "{}（QQ群填5-11位数字，微信群填“无”，不得填写个人号码，如有疑问请致电宣传部）",
        "\u200b{}\u00a0",
        "★{}",
        "Q1.{}",
        "【必填】{}",
    ],
)
def test_decorations_fall_off_every_heading(around: str) -> None:
    labels = ["单位(部门)", "工作群名称", "群主", "人数", "是否在用"]
    head = " | ".join(around.format(label) for label in labels)
    row = f"教务处 | 教务通知群 | 张三 | {COUNTS[0]} | {YES[0]}"
    table = only(read("jsut-2019/register", grid(f"{head}\n{row}")))

    assert values(table, "unit", "group_name", "owner", "member_count", "is_active") == [
        ("教务处", "教务通知群", "张三", "150", "是")
    ]


def test_a_hint_in_brackets_is_asked_about_and_required_is_not() -> None:
    text = """
        单位(部门)（必填） | 工作群名称（必填） | 人数（上限）
        教务处             | 教务通知群         | 150
    """
    table = only(read("jsut-2019/register", grid(text)))

    assert [entry["label"] for entry in table.evidence["asked"]] == ["人数（上限）"]


def test_a_row_that_somebody_added_at_the_end_of_a_matrix_is_kept() -> None:
    text = """
        群聊类别 | 微信群 1 | QQ 群 1
        名称     | 教务通知 | 教务值班
        账号     | 无       | 100000001
        现有人数 | 30       | 12
        群热度   | 高       | 低
    """
    table = only(read("sccm-2022/register", grid(text)))

    assert values(table, "other:群热度") == [("高",), ("低",)]


def test_a_list_without_a_single_plain_heading_is_read() -> None:
    text = """
        群所属单位 | 群聊全称   | 群聊号码  | 目前成员数 | 是否还在用
        教务处     | 教务通知群 | 723456789 | 150        | 是
        教务处     | 考务群     | 812345670 | 20         | 否
    """
    table = only(read("jsut-2019/register", grid(text)))

    assert values(table, "unit", "group_name", "group_no", "member_count", "is_active") == [
        ("教务处", "教务通知群", "723456789", "150", "是"),
        ("教务处", "考务群", "812345670", "20", "否"),
    ]
    assert len(table.evidence["asked"]) == 5


def test_a_list_of_another_matter_is_not_read_by_nearness() -> None:
    text = """
        设备名称 | 设备编号 | 领用人 | 领用日期   | 存放地点
        投影仪   | SB-001   | 张三   | 2024-03-01 | 一教101
        打印机   | SB-002   | 李四   | 2024-03-02 | 行政楼
    """
    assert read("jsut-2019/register", grid(text)).tables == ()


def test_a_label_on_a_card_in_other_words() -> None:
    text = """
        宿州学院 QQ 群、微信群备案登记表
        创建单位 | 教务处 | 群建立时间 | 2018年5月
        创建人   | 张三   | 群聊全称   | 教务通知群
        创建类别 | QQ 群 ☑ 微信群 □
        创建目的 | 发布通知
    """
    table = only(read("suzhou-2018/registration", grid(text)))

    assert values(table, "created_on", "group_name", "owner") == [("2018年5月", "教务通知群", "张三")]


def test_headings_that_a_questionnaire_numbers_are_read_by_nearness_too() -> None:
    text = """
        1、您所在的单位 | 2、工作群名称 | 3.群账号（可不填） | 4.群主姓名及联系方式 | 5.管理员姓名、电话 | 6. 现有成员数
        教务处 | 教务群 | 123456789 | 张三13900000001 | 李四 13900000002 | 35
    """
    table = only(read("jsut-2019/register", grid(text)))

    assert values(table, "unit", "group_no", "owner", "admins", "member_count") == [
        ("教务处", "123456789", "张三13900000001", "李四 13900000002", "35")
    ]


def test_what_stands_under_a_heading_tells_which_of_two_it_means() -> None:
    text = """
        单位   | 工作群名称 | 类别     | 群主
        教务处 | 教务群     | {first}  | 张三
        教务处 | 考务群     | {second} | 张三
    """
    platforms = only(read("jsut-2019/register", grid(text.format(first="微信群", second="QQ群"))))
    kinds = only(read("jsut-2019/register", grid(text.format(first="教工", second="学生班级"))))
    other = text.replace("类别    ", "群类别  ")
    categories = only(read("jsut-2019/register", grid(other.format(first="教工", second="社团"))))

    assert values(platforms, "platform") == [("微信群",), ("QQ群",)]
    assert [entry["label"] for entry in platforms.evidence["asked"]] == ["类别"]
    assert values(kinds, "category") == [("教工",), ("学生班级",)]
    assert values(categories, "category") == [("教工",), ("社团",)]


@pytest.mark.parametrize("heading", ["QQ群名称", "QQ群名"])
def test_the_heading_of_the_names_tells_the_platform(heading: str) -> None:
    table = only(
        read("jsut-2019/register", grid(f"单位 | {heading} | 群主\n教务处 | 教务群 | 张三\n教务处 | 考务群 | 李四"))
    )

    assert values(table, "platform") == [("QQ群",), ("QQ群",)]


def test_a_heading_that_asks_the_opposite() -> None:
    text = """
        单位   | 工作群名称 | 群主 | 是否停用
        教务处 | 教务群     | 张三 | 否
        教务处 | 考务群     | 张三 | 是
        教务处 | 招生群     | 张三 |
    """
    table = only(read("jsut-2019/register", grid(text)))

    assert values(table, "is_active") == [("在用",), ("停用",), ("",)]
    assert [entry["label"] for entry in table.evidence["asked"]] == ["是否停用"]


def test_numbers_typed_behind_the_name_where_the_form_has_no_column_for_them() -> None:
    text = """
        单位   | 工作群名称                 | 群主
        教务处 | 体育教工QQ群（310000011）  | 张三
        教务处 | 体育训练群 QQ310000012     | 张三
        教务处 | 体育竞赛群/310000013       | 张三
        教务处 | 体育2024级新生群           | 张三
        教务处 | 运动会20240901群           | 张三
    """
    table = only(read("jsut-2019/register", grid(text)))

    assert values(table, "group_name", "group_no") == [
        ("体育教工QQ群", "310000011"),
        ("体育训练群", "310000012"),
        ("体育竞赛群", "310000013"),
        ("体育2024级新生群", ""),
        ("运动会20240901群", ""),
    ]


def test_cells_that_are_options_tell_what_a_heading_asks_for() -> None:
    text = """
        单位   | 工作群名称 | 群主 | 拟采取措施 | 近况
        教务处 | 教务群     | 张三 | 保留       | 使用中
        教务处 | 考务群     | 张三 | 合并       | 已停用
    """
    table = only(read("jsut-2019/register", grid(text)))

    assert values(table, "disposition", "is_active") == [("保留", "使用中"), ("合并", "已停用")]
    assert {entry["label"] for entry in table.evidence["asked"]} == {"拟采取措施", "近况"}


def test_a_single_word_under_a_heading_tells_nothing() -> None:
    text = """
        单位   | 工作群名称 | 群主 | 领导批示
        教务处 | 教务群     | 张三 | 保留
    """
    assert values(only(read("jsut-2019/register", grid(text))), "other:领导批示") == [("保留",)]


def test_the_place_on_the_form_speaks_for_a_heading_and_does_not_decide_alone() -> None:
    text = """
        单位(部门) | 工作群名称 | 群主 | 人员范围 | 人数 | {heading} | 本单位(部门)原有工作群组的数量
        教务处     | 教务群     | 张三 | 教职工   | 35   | {cell}    | 2
        教务处     | 考务群     | 张三 | 教职工   | 36   | {cell}    | 2
    """
    assert values(
        only(read("jsut-2019/register", grid(text.format(heading="会议地点", cell="一教101")))), "other:会议地点"
    )


@pytest.mark.parametrize(
    ("heading", "cells", "key"),
    [
        ("关停日期", ["2023年6月", "2024-07-01"], "dissolved_on"),
        ("牵头部门", ["教务处", "后勤处"], "unit"),
        ("群识别码", ["723456789", "812345670"], "group_no"),
        ("群成员类别", ["全体教职工", "各系秘书"], "member_scope"),
        ("班级群名称", ["软件1班群", "护理2班群"], "group_name"),
        ("其他需要说明的问题", ["暑期停用", ""], "remark"),
    ],
)
def test_words_nobody_listed_are_read_by_what_they_are_made_of(heading: str, cells: list[str], key: str) -> None:
    assert {taken(profile, heading, cells) for profile in PROFILES} == {(key, "")}


@pytest.mark.parametrize(
    "profile",
    ["scnvc-2019", *(pytest.param(name, marks=pytest.mark.soak) for name in PROFILES if name != "scnvc-2019")],
)
def test_headings_of_a_hundred_secretaries(profile: str) -> None:
    asked = [(heading, key, texts) for key, texts, line in HELD for heading in line.split()]
    read_as = {heading: taken(profile, heading, texts) for heading, _, texts in asked}
    missed = [heading for heading, key, _ in asked if not means(read_as[heading], key)]
    others = [(heading, texts) for texts, line in ASIDE for heading in line.split()]
    wrong = [heading for heading, texts in others for cells in (texts, []) if any(taken(profile, heading, cells))]

    assert len(missed) <= (1 - OF_OTHERS) * len(asked), missed
    assert [heading for heading in missed if any(read_as[heading])] == []
    assert wrong == []


@pytest.mark.parametrize(
    ("around", "label"),
    [
        ("*1.{}（必填）", "人数"),
        ("②【{}】（必填）", "工作群名称"),
        ("6-{}※", "群功能"),
        ("第5项：{}", "人数"),
        ("Q3：{}", "群主"),
        ("■{}", "人数"),
        ("{}/人", "人数"),
        ("（四）、{}（如：全体教师）", "人员范围"),
        ("→{}↓", "保留依据"),
    ],
)
def test_whatever_stands_around_a_label_falls_off(around: str, label: str) -> None:
    known = words("jsut-2019")
    plain, found = known.loosely(label), known.loosely(around.format(label))

    assert plain
    assert found
    assert found.key == plain.key


@pytest.mark.parametrize("name", ["关联群", "备用群", "合并到哪个群"])
def test_a_column_of_other_groups_is_not_the_name(name: str) -> None:
    assert taken("jsut-2019", name, ["教务处通知群", "2024级新生群", "实验室安全群"]) == ("", "")


@pytest.mark.parametrize("label", ["\ue42a负责", "部门\ue000甲乙", "群\uf8ff部", "人数\ue42a"])
def test_letters_that_only_one_machine_has_stop_no_reading(label: str) -> None:
    """Words of a private area (a school's own rare characters) look like nothing we know, and like no sign of ours."""
    drawn = grid(f"单位 | 群名称 | {label}\n教务处 | 教务处考务群 | 甲")
    assert values(only(read("jsut-2019/register", drawn)), "group_name") == [("教务处考务群",)]
