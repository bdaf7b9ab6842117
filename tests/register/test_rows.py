"""Tables as typed become one frame of typed columns: nothing lost, everything with its address."""

from __future__ import annotations

import pandas as pd
import pytest
from drawing import cells
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.model import Sheet, Table
from toolkit.normalise import FAULTS as READING_FAULTS
from toolkit.normalise.people import Person, read_people
from toolkit.normalise.units import UnitIndex
from toolkit.register.rows import FAULTS, Assembled, assemble
from toolkit.register.rows.people import read_columns
from toolkit.regulations.fields import PERSON_PARTS, vocabulary
from toolkit.regulations.profile import load_profile

ROSTER = UnitIndex([("教务处", ("教务",), ()), ("计算机学院", ("计科院",), ())])


def table(form: str, text: str, *, file: str = "a.xlsx") -> Table:
    rows = cells(text)
    places: dict[str, tuple[int | None, int | None]] = {key: (None, place) for place, key in enumerate(rows[0])}
    columns = {key: tuple(row[key] for row in rows) for key in rows[0]}
    return Table(form, Sheet(file, "登记表", form, "row", places), tuple(range(1, len(rows) + 1)), columns)


def assembled(form: str, text: str, units: UnitIndex = ROSTER) -> Assembled:
    return assemble([table(form, text)], load_profile(form.split("/", maxsplit=1)[0]), units)


def faults(result: Assembled) -> set[tuple[int, str, str]]:
    return set(result.faults[["row", "field", "fault"]].itertuples(index=False, name=None))


def people(result: Assembled, field: str, row: int = 0) -> list[str]:
    lines = [str(result.ledger.frame[f"{field}.{part}"].iat[row]).split("\n") for part in PERSON_PARTS]
    longest = max(map(len, lines))
    assert {len(line) for line in lines} <= {1, longest}
    padded = [line if len(line) == longest else line * longest for line in lines]
    return ["|".join(one).rstrip("|") for one in zip(*padded, strict=True)]


def test_every_column_of_the_vocabulary_is_there_and_has_its_type() -> None:
    found = assembled("sccm-2022/register", "group_name\n通知群").ledger.frame
    assert set(vocabulary().columns) <= set(found.columns)
    kinds = {name: str(dtype) for name, dtype in found.dtypes.items()}
    assert kinds["member_count.low"] == kinds["member_count.high"] == kinds["followers"] == "Int64"
    assert kinds["is_active"] == kinds["planned"] == "boolean"
    texts = found[[name for name in found.columns if kinds[str(name)] in {"str", "object"}]]
    assert not texts.isna().any().any()
    empty = assemble([], load_profile("sccm-2022"), ROSTER)
    assert list(empty.ledger.frame.columns) == list(found.columns)
    assert list(empty.faults.columns) == ["row", "field", "fault", "raw"]


def test_the_values_of_a_row() -> None:
    row = assembled(
        "sccm-2022/register",
        """
        unit   | group_name       | group_no       | platform | member_count | created_on | is_active | filing_no
        计科院 | 18级1班（已满）  | QQ：123456789  | QQ群1    | 约150人      | 2018年5月  | √         | NO.xs 001
        """,
    ).ledger.frame.iloc[0]
    assert (row["unit"], row["unit_raw"]) == ("计算机学院", "计科院")
    assert (row["group_name"], row["name_status"]) == ("18级1班（已满）", "已满")
    assert (row["group_no"], row["group_nos"], row["platform"]) == ("123456789", "123456789", "QQ群")
    assert (row["member_count.low"], row["member_count.high"], row["member_count.raw"]) == (135, 165, "约150人")
    assert (row["created_on"], bool(row["is_active"]), row["filing_no"], row["kind"]) == (
        "2018-05",
        True,
        "XS001",
        "群",
    )


def test_a_name_and_a_number_in_one_cell_are_parted_and_keep_their_address() -> None:
    found = assembled("scnvc-2019/registration", "unit | group_name&group_no\n教务处 | 川护教职工群（123456789）")
    assert found.ledger.frame[["group_name", "group_no"]].iloc[0].tolist() == ["川护教职工群", "123456789"]
    assert {found.ledger.where(0, name).cell for name in ("group_name", "group_no")} == {"B2"}


def test_several_numbers_are_all_kept_and_told() -> None:
    found = assembled(
        "scnvc-2019/registration", "group_name&group_no | group_no\n甲群 123456789、223456789 | 323456789"
    )
    assert found.ledger.frame["group_nos"].tolist() == ["123456789\n223456789\n323456789"]
    assert (0, "group_no", "several-numbers") in faults(found)


def test_the_three_compound_cells_of_the_approval_form() -> None:
    found = assembled(
        "jsut-2019/approval",
        "group_name | platform&purpose | member_count&member_scope | owner&admins | owner.mobile&admins.mobile\n"
        "教师群 | 微信群，用于工作通知 | 约50人，全体教职工 | 群主：张三；管理员：李四、王五"
        " | 13900000001、13900000002、13900000003",
    )
    row = found.ledger.frame.iloc[0]
    assert (row["platform"], row["purpose"]) == ("微信群", "用于工作通知")
    assert (row["member_count.low"], row["member_scope"]) == (45, "全体教职工")
    assert people(found, "owner") == ["张三||13900000001"]
    assert people(found, "admins") == ["李四||13900000002", "王五||13900000003"]
    assert not faults(found)


@pytest.mark.parametrize(
    ("names", "contacts", "owner", "admins", "fault"),
    [
        ("群主、管理员：张三", "13900000001", ["张三||13900000001"], ["张三||13900000001"], ""),
        ("群主张三，管理员李四", "张三13900000001\\n李四13900000002", ["张三||13900000001"], ["李四||13900000002"], ""),
        (
            "群主：张三\\n管理员：李四",
            "群主：13900000001；管理员：13900000002",
            ["张三||13900000001"],
            ["李四||13900000002"],
            "",
        ),
        ("张三 13900000001", "", ["张三||13900000001"], [""], ""),
        ("群主：张三；管理员：李四", "13900000001", ["张三||13900000001"], ["李四"], ""),
        ("张三、李四", "13900000001、13900000002", ["张三||13900000001"], ["李四||13900000002"], "unmarked-roles"),
        (
            "群主：张三；管理员：李四、王五",
            "13900000001、13900000002",
            ["张三||13900000001"],
            ["李四||13900000002", "王五"],
            "unaligned-people",
        ),
    ],
)
def test_owner_and_administrators_in_one_cell(
    names: str, contacts: str, owner: list[str], admins: list[str], fault: str
) -> None:
    found = assembled(
        "jsut-2019/approval", f"group_name | owner&admins | owner.mobile&admins.mobile\n甲群 | {names} | {contacts}"
    )
    assert people(found, "owner") == owner
    assert people(found, "admins") == admins
    assert {code for _, _, code in faults(found)} == ({fault} if fault else set())


def test_parts_in_cells_of_their_own_stay_aligned() -> None:
    found = assembled(
        "suzhou-2018/registration",
        "group_name | admins.name | admins.office_phone | admins.mobile | admins.email\n"
        "甲群 | 张三\\n李四\\n王五 | \\n0557-2340001\\n | 13900000001\\n\\n13900000003 | \\n\\nww@example.edu.cn",
    )
    assert people(found, "admins") == [
        "张三||13900000001",
        "李四|||0557-2340001",
        "王五||13900000003||ww@example.edu.cn",
    ]


def test_a_phone_beside_a_mixed_cell_goes_to_its_person() -> None:
    found = assembled("cqny-2021/register", "group_name | owner | owner.mobile\n甲群 | 张三（主任） | 13900000001")
    assert people(found, "owner") == ["张三|主任|13900000001"]


def test_what_cannot_be_read_is_told_once_with_what_was_typed() -> None:
    found = assembled(
        "sccm-2022/register",
        """
        group_name | group_no | created_on | member_count | is_active | owner
        甲群       | 1.23E+09 | 18.5.15    | 已满员       | 也许      | 张三 1390000001
        """,
    )
    assert faults(found) == {
        (0, "group_no", "scientific-number"),
        (0, "created_on", "two-digit-year"),
        (0, "member_count", "unreadable-count"),
        (0, "is_active", "unreadable-tick"),
        (0, "owner.mobile", "malformed-phone"),
    }
    assert dict(zip(found.faults["field"], found.faults["raw"], strict=True))["is_active"] == "也许"
    assert set(found.faults["fault"]) <= {*READING_FAULTS, *FAULTS}


def test_of_two_platforms_ticked_neither_is_taken() -> None:
    found = assembled(
        "suzhou-2018/registration", "group_name | platform\n甲群 | QQ 群 ☑　微信群 ☑\n乙群 | QQ群 □ 微信群 ☑"
    )
    assert found.ledger.frame["platform"].tolist() == ["", "微信群"]
    assert faults(found) == {(0, "platform", "both-ticked")}


def test_other_with_qq_written_behind_it_is_qq() -> None:
    found = assembled(
        "scnvc-2019/registration", "group_name&group_no | platform\n甲群 | □微博 □微信 □微博群 □贴吧群 ☑其他：QQ群"
    )
    assert found.ledger.frame["platform"].tolist() == ["QQ群"]


def test_what_the_form_says_of_all_its_groups() -> None:
    account = assembled("jsut-2019/account", "group_name | verified\n甲公众号 | □是 ☑否").ledger.frame
    assert account[["kind", "platform"]].iloc[0].tolist() == ["公众号", "公众号"]
    assert account["verified"].tolist() == [False]
    matrix = assembled("sccm-2022/register", "group_name | owner\n甲群 | 张三 13900000001")
    assert people(matrix, "creator") == people(matrix, "owner") == ["张三||13900000001"]
    assert matrix.ledger.frame["platform"].tolist() == [""]


@pytest.mark.parametrize(
    ("typed", "date", "beside"),
    [
        ("负责人签字：张三 2024年3月5日", "2024-03-05", True),
        ("负责人签字（加盖单位公章）：          年    月    日", "", False),
        ("同意 张三", "", True),
        ("2024.3.5", "2024-03-05", False),
    ],
)
def test_the_date_in_an_opinion_cell(typed: str, date: str, beside: bool) -> None:  # noqa: FBT001 - whether a name is told
    found = assembled("suzhou-2018/registration", f"group_name | unit_approved_on\n甲群 | {typed}")
    assert found.ledger.frame["unit_approved_on"].tolist() == [date]
    assert faults(found) == ({(0, "unit_approved_on", "more-words")} if beside else set())


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("created_on", "2024-08-20（补登）"),
        ("created_on", "待核：2018年5月"),
        ("created_on", "2023年秋"),
        ("has_rules", "是（2020年制定）"),
        ("is_active", "在用，暑期停"),
        ("prior_group_count", "5个（含1个公众号）"),
        ("owner", "周平，同上"),
        ("owner", "丁山，电话同上"),
        ("group_no", "wxid_syx2020"),
        ("platform", "QQ群（班主任用）"),
    ],
)
def test_words_beside_an_answer_are_told(key: str, typed: str) -> None:
    found = assembled("jsut-2019/register", f"group_name | {key}\n甲群 | {typed}")
    assert (0, key, "more-words") in faults(found)


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("created_on", "拟于2026年9月开通"),
        ("created_on", "2018年5月15日（周二）"),
        ("has_rules", "已建立"),
        ("has_rules", "☑是 □否"),
        ("is_active", "正常运行"),
        ("prior_group_count", "共5个群"),
        ("owner", "群主：张三（宣传部部长）手机13900000001"),
        ("owner", "阿不都•买买提 13900000001、李  四"),
        ("owner", "张三、李四等3人"),
        ("group_no", "QQ：123456789"),
    ],
)
def test_words_that_belong_to_an_answer_are_not(key: str, typed: str) -> None:
    found = assembled("jsut-2019/register", f"group_name | {key}\n甲群 | {typed}")
    assert (0, key, "more-words") not in faults(found)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("同第一责任人", "same-as-elsewhere"), ("见上", "same-as-elsewhere"), ("未装", "malformed-phone")],
)
def test_words_in_the_cell_of_a_telephone_are_no_telephone(typed: str, fault: str) -> None:
    found = assembled("jsut-2019/register", f"group_name | owner.name | owner.mobile\n甲群 | 张三 | {typed}")
    assert people(found, "owner") == ["张三"]
    assert (0, "owner.mobile", fault) in faults(found)


def test_who_is_named_only_in_the_cell_of_his_telephone_has_a_name() -> None:
    found = assembled("jsut-2019/register", "group_name | owner.mobile\n甲群 | 王一13900000001")
    assert people(found, "owner") == ["王一||13900000001"]
    assert not faults(found)


@pytest.mark.parametrize(
    ("typed", "category", "fault"),
    [
        ("教工", "教工", ""),
        ("教工群", "教工", ""),
        ("学生班级类", "学生班级", ""),
        ("校级学生社团", "社团", "near-option"),
        ("□教工 ☑团学", "团学", ""),
        ("□教工 √□学生班级", "学生班级", ""),
        ("教工 学生班级√ 团学", "学生班级", ""),
        ("☑班群 □教工", "班群", "unlisted-option"),
        ("☑教工 ☑团学", "☑教工 ☑团学", "both-ticked"),
        ("别的", "别的", "unlisted-option"),
        ("教工、学生班级", "教工、学生班级", "unlisted-option"),
        ("无", "", ""),
    ],
)
def test_an_enumerated_answer(typed: str, category: str, fault: str) -> None:
    found = assembled("cqny-2021/register", f"group_name | category\n甲群 | {typed}")
    assert found.ledger.frame["category"].tolist() == [category]
    assert {code for _, _, code in faults(found)} == ({fault} if fault else set())


def test_a_unit_that_is_not_on_the_roster_stays_as_typed_and_is_told() -> None:
    found = assembled("jsut-2019/register", "unit | group_name\n商字院 | 甲群\n教 务 处 | 乙群")
    assert found.ledger.frame["unit"].tolist() == ["商字院", "教务处"]
    assert faults(found) == {(0, "unit", "unlisted-unit")}


def test_the_number_of_groups_before_is_filled_down_within_a_unit_only() -> None:
    found = assembled(
        "jsut-2019/register",
        "unit | group_name | prior_group_count\n教务处 | 甲群 | 5\n教务处 | 乙群 |\n计算机学院 | 丙群 |",
    )
    assert found.ledger.frame["prior_group_count"].astype("object").tolist() == [5, 5, pd.NA]


def test_labels_no_form_knows_are_kept_under_their_label() -> None:
    found = assembled("jsut-2019/register", "group_name | other:群二维码\n甲群 | 见附件\n乙群 |")
    assert found.ledger.frame["other"].tolist() == ['{"群二维码": "见附件"}', ""]


def test_names_that_are_none_are_no_names() -> None:
    found = assembled("jsut-2019/register", "group_name | group_no\n无 | 123456789\n／ | 223456789").ledger.frame
    assert found["group_name"].tolist() == ["无", "／"]
    assert found["name_key"].tolist() == ["", ""]


def test_rows_of_several_forms_keep_their_order_and_their_addresses() -> None:
    one = table("jsut-2019/register", "unit | group_name\n教务处 | 甲群\n教务处 | 乙群", file="x.xlsx")
    two = table("jsut-2019/account", "group_name | followers\n丙号 | 1.2万", file="y.xlsx")
    found = assemble([one, two], load_profile("jsut-2019"), ROSTER).ledger
    assert found.frame["group_name"].tolist() == ["甲群", "乙群", "丙号"]
    assert found.frame["path"].tolist() == ["x.xlsx", "x.xlsx", "y.xlsx"]
    assert found.where(1, "group_name") == ("x.xlsx", "登记表", "B3")
    assert found.where(2, "followers") == ("y.xlsx", "登记表", "B2")
    assert found.frame["followers"].astype("object").tolist() == [pd.NA, pd.NA, 12000]


NAMES = ["张三", "欧阳小三", "张主任", "王老师", "群主", "手机", "办公室", "班长", "张三李四", "", "姓名"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "more", ["", "13900000001", " 13900000001", "：13900000001", "、李四", " 13900000001、李四", "\n李四"]
)
def test_the_short_way_to_names_with_mobiles_is_the_same_as_the_long(name: str, more: str) -> None:
    for typed in (f"{name}{more}", f"王五、{name}{more}"):
        told = read_people(typed)
        columns = read_columns({"name": typed})
        lines = [line.split("\n") if line else [""] * len(told.people) for line in columns.lines]
        assert [Person(*line) for line in zip(*lines, strict=True)] == [*told.people], typed
        assert next(filter(None, columns.faults), "") == told.fault


KEYS = st.sampled_from(
    [
        "group_name",
        "group_no",
        "owner",
        "owner.mobile",
        "admins",
        "member_count",
        "created_on",
        "platform",
        "unit",
        "is_active",
        "category",
        "other:甲",
        "group_name&group_no",
        "owner&admins",
        "owner.mobile&admins.mobile",
        "platform&purpose",
        "member_count&member_scope",
    ]
)


ANY = st.text(st.characters(exclude_categories=()) | st.sampled_from("张三 13900000001、群主：□☑\n\x1f"), max_size=12)


@settings(deadline=None, max_examples=40)  # the first example loads pandas
@given(st.dictionaries(KEYS, st.lists(ANY, min_size=3, max_size=3), min_size=1))
def test_any_text_gives_one_row_a_row(columns: dict[str, list[str]]) -> None:
    sheet = Sheet("a.xlsx", "S", "jsut-2019/register", "row", dict.fromkeys(columns, (None, 0)))
    drawn = Table(sheet.form, sheet, (1, 2, 3), {key: tuple(texts) for key, texts in columns.items()})
    found = assemble([drawn], load_profile("jsut-2019"), ROSTER)
    assert len(found.ledger.frame) == 3
    assert set(found.faults["row"]) <= {0, 1, 2}
    for field in vocabulary().of_kind("people"):
        for row in range(3):
            people(found, field, row)


@pytest.mark.parametrize("typed", ["同群主", "群主兼任", "同创建者", "（同群主）", "与群主一致"])
def test_an_administrator_who_is_the_owner_has_all_that_is_said_of_one(typed: str) -> None:
    found = assembled(
        "cqny-2021/register",
        f"group_name | owner.name | owner.mobile | admins\n甲群 | 张三 | 13900000001 | {typed}\n乙群 | 李四 | | 王五",
    )
    assert people(found, "admins") == ["张三||13900000001"]
    assert not faults(found)


def test_a_few_digits_under_a_mobile_are_no_mobile() -> None:
    drawn = "group_name | owner.name | owner.mobile\n甲群 | 张三 | 12345\n乙群 | 李四 | 139\n丙群 | 王五 | 13900000001"
    assert faults(assembled("cqny-2021/register", drawn)) == {
        (0, "owner.mobile", "malformed-phone"),
        (1, "owner.mobile", "malformed-phone"),
    }
