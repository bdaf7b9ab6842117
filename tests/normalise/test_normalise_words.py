"""Ticks, platforms, units, and cells that hold two answers: what was typed, and what it is read as."""

import unicodedata

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.normalise import FAULTS
from toolkit.normalise.compound import (
    split_count_scope,
    split_name_number,
    split_owner_admins,
    split_platform_purpose,
)
from toolkit.normalise.numbers import read_numbers
from toolkit.normalise.platforms import platform_of, read_platform
from toolkit.normalise.text import clean, fold, is_placeholder, key, simplify, simplify_ahead
from toolkit.normalise.ticks import read_boxes, read_choices, read_yes_no
from toolkit.normalise.units import UnitIndex, with_offices_of
from toolkit.normalise.words import words

TEXT = st.text(st.characters(exclude_categories=())) | st.text(
    "□☑√×☒R是否有无QQ群微信其他、（）()： \n123456789班级人名约全体群主管理员张三"
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("　计算机学院 \u200b工作群\u3000", "计算机学院 工作群"),
        ("工作\ue000群\x07", "工作群"),
        ("一_x000D_\n\n 二\r\n三", "一\n二\n三"),
        ("ＱＱ（群）", "ＱＱ（群）"),
    ],
)
def test_text_is_kept_as_typed_but_for_stray_characters(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_text_is_read_without_width_and_compared_without_spaces_case_and_old_forms() -> None:
    assert fold("ＱＱ：１２３") == "QQ:123"
    assert key("計算機　學院 MBA") == "计算机学院mba"


@pytest.mark.parametrize("typed", ["", "无", "暂无", "/", "——", "N/A", "待定", "（无）", "无。", "　", "……"])
def test_an_answer_that_is_none(typed: str) -> None:
    assert is_placeholder(typed)


@pytest.mark.parametrize("typed", ["√", "工作需要", "0", "无锡校友群"])
def test_an_answer_that_is_one(typed: str) -> None:
    assert not is_placeholder(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "√",
        "✓",
        "✔",
        "对",
        "是",
        "有",
        "已建",
        "1",
        "Y",
        "R",
        "☑",
        "■",
        "正常",
        "\uf052",
        "\uf0fe",
        "\uf0fc",
        "TRUE",
        "☑是 □否",
        "是☑否□",
        "是√ 否",
        "√是 否",
        "是 √ 否",
        "是(√) 否( )",
        "[x]是 [ ]否",
        "R是 □否",
        "þ是 ¨否",
        "\uf0fe是 \uf0a8否",
        "☒是 ☐否",
        "是，已建立",
        "有，见附件",
        "是（2018年制定）",
        "□停用 ☑正常",
        "基本正常",
        "yes",
    ],
)
def test_yes(typed: str) -> None:
    assert read_yes_no(typed) == (True, "")


@pytest.mark.parametrize(
    "typed",
    [
        "×",
        "否",
        "无",
        "未",
        "停用",
        "□",
        "N",
        "0",
        "FALSE",
        "□是 ☑否",
        "是□ 否☑",
        "( )是 (√)否",
        "£是 R否",
        "是 ☑否",
        "□有 ☑无",
        "已建立□ 未建立☑",
        "否，已停用",
        "已停止使用",
        "没有",
        "不是",
    ],
)
def test_no(typed: str) -> None:
    assert read_yes_no(typed) == (False, "")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("□是 □否", "both-or-none"),
        ("☑是 ☑否", "both-or-none"),
        ("是/否", "both-or-none"),
        ("正在建立", "unreadable-tick"),
        ("☒", "unreadable-tick"),
        ("", ""),
        ("—", ""),
    ],
)
def test_neither_yes_nor_no(typed: str, fault: str) -> None:
    assert read_yes_no(typed) == (None, fault)


@pytest.mark.parametrize(
    ("printed", "ticked"),
    [
        ("QQ 群 □ 微信群 ☑", "微信群"),
        ("QQ群☑  微信群 □", "QQ群"),
        ("QQ 群 √  微信群 □ QQ群、微信群（包括教师、学生的微信群和QQ群）", "QQ群"),
        ("QQ 群 □  微信群 □ QQ群、微信群（包括教师、学生的微信群和QQ群）√", "QQ群 微信群"),
        ("QQ群□√微信群□", "QQ群"),
        ("QQ 群 √     微信群 √", "QQ群 微信群"),
        ("QQ 群      微信群 √", "微信群"),
        ("QQ群 微信群√", "微信群"),
        ("√QQ群  微信群", "QQ群"),
        ("☑QQ群 □微信群", "QQ群"),  # printed anew, with the boxes in front
        ("QQ 群 □ 微信群 □", ""),
        ("QQ 群 ☑ 微信群 ☑", "QQ群 微信群"),
        ("QQ群", "QQ群"),
    ],
)
def test_a_box_behind_its_option(printed: str, ticked: str) -> None:
    assert read_choices(printed, ["QQ群", "微信群"], "after") == tuple(ticked.split())


@pytest.mark.parametrize(
    ("printed", "ticked"),
    [
        ("□微博 ☑微信 □微博群 □贴吧群 □其他_____", "微信"),
        ("□微博 □微信 ☑微博群 □贴吧群 □其他", "微博群"),
        ("□微博□微信□微博群☑贴吧群□其他", "贴吧群"),
        ("□微博 √微信 □微博群", "微信"),
        ("□微博 R微信 □微博群", "微信"),
        ("微博 微信√ 微博群", "微信"),
        ("( )微博 (√)微信 ( )微博群", "微信"),
        ("□微博\n☑微信\n□微博群", "微信"),
    ],
)
def test_a_box_before_its_option(printed: str, ticked: str) -> None:
    assert read_choices(printed, ["微博", "微信", "微博群", "贴吧群", "其他"], "before") == tuple(ticked.split())


@pytest.mark.parametrize(
    ("typed", "platforms", "other", "fault"),
    [
        ("微信群", "微信群", "", ""),
        ("微信", "微信群", "", ""),
        ("QQ", "QQ群", "", ""),
        ("ｑｑ群", "QQ群", "", ""),
        ("微信群3", "微信群", "", ""),
        ("企业微信", "企业微信群", "", ""),
        ("微信公众号", "公众号", "", ""),
        ("QQ公众号", "QQ公众号", "", ""),
        ("QQ群、微信群", "QQ群 微信群", "", ""),
        ("微信工作交流群", "微信群", "", ""),
        ("易班", "其他", "易班", ""),
        ("其他：QQ", "QQ群", "", ""),
        ("其他（QQ群）", "QQ群", "", ""),
        ("其它", "其他", "", "unnamed-other"),
        ("□微博 ☑微信 □微博群 □贴吧群 □其他_____", "微信群", "", ""),
        ("□微博 □微信 □微博群 □贴吧群 ☑其他 QQ群", "QQ群", "", ""),
        ("□微博 □微信 □微博群 □贴吧群 □其他 QQ群", "QQ群", "", ""),
        ("□微博 □微信 □微博群 □贴吧群 ☑其他（易班）", "其他", "易班", ""),
        ("□微博 □微信 □微博群 □贴吧群 ☑其他_____", "其他", "", "unnamed-other"),
        ("□微博 □微信 □微博群 □贴吧群 □其他_____", "", "", "none-ticked"),
        ("", "", "", ""),
        ("无", "", "", ""),
    ],
)
def test_a_platform_has_one_name(typed: str, platforms: str, other: str, fault: str) -> None:
    assert read_platform(typed, "before") == (tuple(platforms.split()), other, fault)


def test_the_box_of_suzhou_follows_its_label() -> None:
    assert read_platform("QQ 群 □　微信群 ☑", "after").platforms == ("微信群",)
    assert read_platform("QQ 群 □　微信群 □", "after").fault == "none-ticked"
    assert platform_of("飞书") == ""


ROSTER = UnitIndex(
    [
        ("党委宣传部", [], ["宣传统战部"]),
        ("马克思主义学院", ["马院"], []),
        ("继续教育学院　远程教育学院(合署)", ["继教院"], []),
        ("动物科学学院", [], ["动科系"]),
        ("计算机学院", ["计科院"], ["信息工程学院"]),
        ("商学院", [], ["信息工程学院"]),
        ("教务处", [], []),
        ("科研处", [], []),
        ("MBA中心", [], []),
    ],
    institutions=["宿州学院"],
)


@pytest.mark.parametrize(
    ("typed", "unit", "how"),
    [
        ("党委宣传部", "党委宣传部", "exact"),
        ("党委宣传部 | 宣传策划部", "党委宣传部", "alias"),
        ("党委宣传部｜宣传策划部", "党委宣传部", "alias"),
        ("马克思主义.学院", "马克思主义学院", "exact"),
        ("马克思主义·学院", "马克思主义学院", "exact"),
        ("教 务　处", "教务处", "exact"),
        ("ＭＢＡ 中心", "MBA中心", "exact"),
        ("計算機學院", "计算机学院", "exact"),
        ("教务处（盖章）", "教务处", "exact"),
        ("宿州学院教务处", "教务处", "exact"),
        ("中共宿州学院委员会宣传部", "党委宣传部", "exact"),
        ("继续教育学院　远程教育学院(合署)", "继续教育学院 远程教育学院(合署)", "exact"),
        ("远程教育学院", "继续教育学院 远程教育学院(合署)", "alias"),
        ("远程教育学院、继续教育学院", "继续教育学院 远程教育学院(合署)", "alias"),
        ("动物科学学院（蜂学学院）", "动物科学学院", "alias"),
        ("马院", "马克思主义学院", "alias"),
        ("宣传统战部", "党委宣传部", "former"),
        ("", "", "blank"),
    ],
)
def test_a_unit_is_the_one_the_roster_names(typed: str, unit: str, how: str) -> None:
    assert ROSTER.resolve(typed) == (unit, how, "")


@pytest.mark.parametrize(
    ("typed", "how"),
    [
        ("商字院", "unlisted"),  # an OCR slip: likeness does not decide
        ("宿州学院", "unlisted"),
        ("信息工程学院", "ambiguous"),  # split into two
        ("教务处、科研处", "ambiguous"),
        ("教务处（科研处）", "ambiguous"),
    ],
)
def test_a_unit_that_is_not_certain_is_left_to_a_person(typed: str, how: str) -> None:
    reading = ROSTER.resolve(typed)
    assert (reading.how, reading.fault) == (how, f"{how}-unit")
    assert reading.unit == fold(typed)


@pytest.mark.parametrize("typed", ["同上", " 同 上", "〃", "见上", "同前"])
@pytest.mark.parametrize("roster", [(), (("教务处", (), ()),)])
def test_a_word_for_the_cell_above_is_no_unit(typed: str, roster: tuple[tuple[str, tuple[()], tuple[()]], ...]) -> None:
    assert tuple(UnitIndex(roster).resolve(typed)) == ("", "blank", "")


@pytest.mark.parametrize("typed", ["同济学院", "同一健康研究院", "见习管理科"])
def test_a_unit_may_begin_as_that_word_does(typed: str) -> None:
    assert UnitIndex().resolve(typed).unit == typed


def test_without_a_roster_a_unit_is_its_cleaned_name_whatever_its_spelling() -> None:
    index = UnitIndex()
    spellings = [
        "党委宣传部 | 宣传策划部",
        "党委宣传部｜宣传策划部",
        "黨委宣傳部|宣传策划部",
        "党委宣传部 |宣传策划部（盖章）",
    ]
    assert {index.resolve(spelling) for spelling in spellings} == {("党委宣传部|宣传策划部", "unlisted", "")}


@pytest.mark.parametrize(
    ("typed", "name", "number"),
    [
        ("计算机学院工作群（123456789）", "计算机学院工作群", "123456789"),
        ("计科1班：123456789", "计科1班", "123456789"),
        ("计科1班 123456789", "计科1班", "123456789"),
        ("计科1班\n123456789", "计科1班", "123456789"),
        ("计科1班\n群号：123456789", "计科1班", "123456789"),
        ("2018级1班（123456789）", "2018级1班", "123456789"),
        ("校友群（北京）", "校友群（北京）", ""),
        ("校友群（北京）123456789", "校友群（北京）", "123456789"),
        ("计科1801-05班", "计科1801-05班", ""),
        ("计科20180101班", "计科20180101班", ""),
        ("计科20180101", "计科20180101", ""),
        ("迎新群（2018级）", "迎新群（2018级）", ""),
        ("计算机学院工作群123456789", "计算机学院工作群", "123456789"),
        ("123456789 计算机学院工作群", "计算机学院工作群", "123456789"),
        ("群名：工作群 群号：123456789", "工作群", "123456789"),
        ("A群（123456789、987654321）", "A群", "123456789\n987654321"),
        ("A群（123456789）、B群（987654321）", "A群、B群", "123456789\n987654321"),
        ("工作群（QQ群号：123456789）", "工作群", "123456789"),
        ("工作群（１２３４５６７８９）", "工作群", "１２３４５６７８９"),
        ("工作群(123 456 789)", "工作群", "123 456 789"),
        ("工作群（1.23E+09）", "工作群", "1.23E+09"),
        ("工作群\n微信群", "工作群", "微信群"),
        ("工作群：无", "工作群", "无"),
        ("工作群（微信群）", "工作群（微信群）", ""),
        ("工作群", "工作群", ""),
        ("", "", ""),
    ],
)
def test_a_name_and_a_number_in_one_cell(typed: str, name: str, number: str) -> None:
    assert split_name_number(typed) == (name, number, "")


@pytest.mark.parametrize(
    ("typed", "platform", "purpose"),
    [
        ("微信群，用于日常工作通知", "微信群", "用于日常工作通知"),
        ("微信；工作交流", "微信", "工作交流"),
        ("QQ群 用于学生管理", "QQ群", "用于学生管理"),
        ("微信群用于工作", "微信群", "用于工作"),
        ("微信群", "微信群", ""),
        ("用于教学管理的微信群", "微信群", "用于教学管理的微信群"),
        ("☑微信 □QQ 功能：工作交流", "☑微信 □QQ", "工作交流"),
        ("□微信 ☑QQ\n学生管理", "□微信 ☑QQ", "学生管理"),
        ("工作交流", "", "工作交流"),
        ("", "", ""),
    ],
)
def test_a_platform_and_a_purpose_in_one_cell(typed: str, platform: str, purpose: str) -> None:
    assert split_platform_purpose(typed) == (platform, purpose, "")


@pytest.mark.parametrize(
    ("typed", "count", "scope"),
    [
        ("约50人，全体教职工", "约50人", "全体教职工"),
        ("全体教职工，50人", "50人", "全体教职工"),
        ("全体教职工50人", "50人", "全体教职工"),
        ("全体教职工（50人）", "50人", "全体教职工"),
        ("50，全体教职工", "50", "全体教职工"),
        ("50余名教师", "50余名", "教师"),
        ("三百人；全院", "三百人", "全院"),
        ("全体教职工", "", "全体教职工"),
        ("教师10人、学生40人", "教师10人、学生40人", "教师10人、学生40人"),
        ("", "", ""),
    ],
)
def test_a_count_and_a_scope_in_one_cell(typed: str, count: str, scope: str) -> None:
    assert split_count_scope(typed) == (count, scope, "")


@pytest.mark.parametrize(
    ("typed", "owner", "admins", "fault"),
    [
        ("群主：张三；管理员：李四、王五", "张三", "李四、王五", ""),
        ("群主张三，管理员李四", "张三", "李四", ""),
        ("张三（群主）、李四（管理员）13900000002、王五（管理员）", "张三", "李四 13900000002\n王五", ""),
        ("群主:张三 13900000001\n管理员:李四 13900000002", "张三 13900000001", "李四 13900000002", ""),
        ("群主、管理员：张三", "张三", "张三", ""),
        ("张三，管理员：李四", "张三", "李四", ""),
        ("张三 13900000001", "张三 13900000001", "", ""),
        ("张三、李四", "张三", "李四", "unmarked-roles"),
        ("", "", "", ""),
    ],
)
def test_an_owner_and_administrators_in_one_cell(typed: str, owner: str, admins: str, fault: str) -> None:
    assert split_owner_admins(typed) == (owner, admins, fault)


@given(TEXT)
def test_any_text_is_read_and_read_again_as_the_same(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)
    assert read_yes_no(text).fault in {"", *FAULTS}
    for box in ("before", "after"):
        reading = read_platform(text, box)
        assert reading.fault in {"", *FAULTS}
        assert read_platform("、".join(reading.platforms), box).platforms == reading.platforms
        read_choices(text, ["QQ群", "微信群"], box)
    for index in (ROSTER, UnitIndex()):
        unit = index.resolve(text)
        assert index.resolve(unit.unit).unit == unit.unit
    for split in (split_count_scope, split_owner_admins, split_platform_purpose):
        assert split(text).fault in {"", *FAULTS}


@given(
    st.sampled_from(["2018级1班", "校友群（北京）", "计科1801-05班", "A群"]),
    st.integers(10**8, 10**10),
    st.sampled_from("（：\n "),
)
def test_whatever_parts_them_name_and_number_come_back(name: str, number: int, sign: str) -> None:
    parted = split_name_number(f"{name}{sign}{number}" + "）" * (sign == "（"))
    assert (parted.first, read_numbers(parted.second).numbers) == (name, (str(number),))
    assert split_name_number(parted.first) == (name, "", "")


@given(TEXT)
def test_no_letter_of_a_name_is_lost(text: str) -> None:
    parted = split_name_number(text)
    told = {letter for letter in clean(text) if letter.isalpha()}
    labels = set("QQ微信钉群号码账帐ID为是qid名称全")
    assert told - labels <= set(parted.first) | set(parted.second)


def test_a_cell_filled_to_its_limit_is_left_whole() -> None:
    cell = "群主" * 16_000
    assert split_owner_admins(cell).first == cell
    assert split_count_scope("一" * 32_000) == ("", "一" * 32_000, "")


@given(st.lists(st.text("群組計算機学院發髮乾坤著作後台裡里嚮嚐abc12、（）", max_size=8), max_size=6))
def test_texts_simplified_together_are_simplified_as_alone(texts: list[str]) -> None:
    simplify_ahead(texts)
    assert [simplify(text) for text in texts] == [opencc.OpenCC("t2s").convert(text) for text in texts]


@given(st.text("无暂沒没有填写N/A-—×群學院Ａa1 。.()（）_\n", max_size=16))
def test_a_text_longer_than_any_placeholder_is_none(text: str) -> None:
    bare = key(text).strip("()[]{}<>.。")
    meant = bare in {key(word) for word in words().placeholders} or (
        not any(map(str.isalnum, bare))
        and all(letter in "×_~|^=+`" or unicodedata.category(letter).startswith("P") for letter in bare)
    )
    assert is_placeholder(text) == meant


@pytest.mark.parametrize(
    ("typed", "boxes"),
    [
        ("☑变更  □注销", (("变更", True), ("注销", False))),
        ("变更 □　注销 ☑", (("变更", False), ("注销", True))),
        ("□校级 ■二级 □其他____", (("校级", False), ("二级", True), ("其他", False))),
        ("( )保留 (√)解散", (("保留", False), ("解散", True))),
        ("√", ()),
        ("变更", ()),
    ],
)
def test_printed_boxes_are_read_whatever_the_options_are(typed: str, boxes: tuple[tuple[str, bool], ...]) -> None:
    assert read_boxes(typed) == boxes


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        (["丙学院", "丙学院\n（学工办）", "丙学院（团委）"], ["丙学院"] * 3),
        (["后勤处", "后勤处（东校区）"], ["后勤处", "后勤处(东校区)"]),
        (["丙学院（学工办）"], ["丙学院(学工办)"]),
    ],
)
def test_an_office_of_a_unit_beside_the_unit_is_the_unit(typed: list[str], units: list[str]) -> None:
    nobody = UnitIndex()

    assert [one.unit for one in with_offices_of([nobody.resolve(text) for text in typed])] == units
