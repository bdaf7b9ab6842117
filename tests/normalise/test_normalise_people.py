"""People and how to reach them: what was typed, and who is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.normalise import FAULTS
from toolkit.normalise.masking import masked
from toolkit.normalise.people import PARTS, Person, align_people, read_people, show_people
from toolkit.normalise.persons import is_personal_name
from toolkit.normalise.phones import mask_email, mask_phone, read_email, read_phone

TEXT = st.text(st.characters(exclude_categories=())) | st.text(
    "张三李四主任群主管理员（）()、，；：/\n 1390000157-+转E.@abcQ"
)


def lines(text: str) -> list[str]:
    """One person a line, name title mobile office email parted by |, as far as there is something."""
    return ["|".join(getattr(person, part) for part in PARTS).rstrip("|") for person in read_people(text).people]


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("张三 13900000001", ["张三||13900000001"]),
        ("张三：13900000001", ["张三||13900000001"]),
        ("张三（13900000001）", ["张三||13900000001"]),
        ("张三13900000001", ["张三||13900000001"]),
        ("张三、李四", ["张三", "李四"]),
        ("张三\n李四", ["张三", "李四"]),
        ("张三 李四", ["张三", "李四"]),
        ("张三 13900000001、李四 13900000002", ["张三||13900000001", "李四||13900000002"]),
        ("张三，13900000001；李四，13900000002", ["张三||13900000001", "李四||13900000002"]),
        ("张三13900000001李四13900000002", ["张三||13900000001", "李四||13900000002"]),
        ("张三、李四\n13900000001\n13900000002", ["张三||13900000001", "李四||13900000002"]),
        ("张三、李四 13900000002", ["张三", "李四||13900000002"]),
        ("13900000001 张三", ["张三||13900000001"]),
        ("13900000001 张三、13900000002 李四", ["张三||13900000001", "李四||13900000002"]),
        ("13900000001", ["||13900000001"]),
        ("13900000001 13900000002", ["||13900000001", "||13900000002"]),
        ("张三 139 0000 0001", ["张三||13900000001"]),
        ("张三 +86-139-0000-0001", ["张三||13900000001"]),
        ("张三　１３９０００００００１", ["张三||13900000001"]),
        ("张三 0557-2340001", ["张三|||0557-2340001"]),
        ("张三（0557）2340001", ["张三|||0557-2340001"]),
        ("张三 0557-2340001转8001", ["张三|||0557-2340001-8001"]),
        ("张三 2340001 13900000001", ["张三||13900000001|2340001"]),
        ("张三 13900000001/6001", ["张三||13900000001|6001"]),
        ("张三 13900000001 13900000002", ["张三||13900000001|13900000002"]),
        ("张三（主任）13900000001", ["张三|主任|13900000001"]),
        ("张三（宣传部部长）", ["张三|宣传部部长"]),
        ("主任张三", ["张三|主任"]),
        ("张三主任", ["张三|主任"]),
        ("党委书记 张三", ["张三|党委书记"]),
        ("张三，教务处处长，13900000001", ["张三|教务处处长|13900000001"]),
        ("2018级辅导员 张三", ["张三|2018级辅导员"]),
        ("班长", ["|班长"]),
        ("张主任 13900000001", ["张主任||13900000001"]),
        ("办公室", ["办公室"]),
        ("张  三 13900000001", ["张三||13900000001"]),
        ("欧阳 娜娜 6001", ["欧阳娜娜|||6001"]),
        ("张三 8600转123", ["张三|||8600转123"]),
        ("张三（主任）8600 转 123、李四 8601 分机：12", ["张三|主任||8600转123", "李四|||8601转12"]),
        ("张三 400-800-1234转5", ["张三|||4008001234转5"]),
        ("阿不都•买买提", ["阿不都·买买提"]),
        ("John Smith 13900000001", ["John Smith||13900000001"]),
        ("张三，办公室主任，13900000001", ["张三|办公室主任|13900000001"]),
        ("13900000001 张三 办公室主任", ["张三|办公室主任|13900000001"]),
        ("办公室主任，13900000001，张三", ["张三|办公室主任|13900000001"]),
        ("党办 张三 13900000001", ["张三|党办|13900000001"]),
        ("党委办公室：张三（13900000001）", ["张三|党委办公室|13900000001"]),
        ("宣传部张三 13900000001", ["张三|宣传部|13900000001"]),
        ("张三 教务处、李四 学生处", ["张三|教务处", "李四|学生处"]),
        ("教务处：张三 13900000001；学生处：李四 13900000002", ["张三|教务处|13900000001", "李四|学生处|13900000002"]),
        ("主任 13900000001 张三；副主任 13900000002 李四", ["张三|主任|13900000001", "李四|副主任|13900000002"]),
        ("李登科、王建社 13900000001", ["李登科", "王建社||13900000001"]),
        ("张三（同管理员）", ["张三"]),
        ("张三、李四、王五（共3人）", ["张三", "李四", "王五"]),
        ("张三 8613900000001", ["张三||13900000001"]),
        ("张三 (86)139-0000-0001", ["张三||13900000001"]),
        ("张三 0086 139 0000 0001", ["张三||13900000001"]),
        ("张三 013900000001", ["张三||13900000001"]),
        ("张三（139）00000001", ["张三||13900000001"]),
        ("张三 139.0000.0001", ["张三||13900000001"]),
        ("张三 139—0000—0001 0557—2340001", ["张三||13900000001|0557-2340001"]),
        ("张三 工号2018001 13900000001", ["张三||13900000001"]),
        ("1、张三 2、李四", ["张三", "李四"]),
        ("①张三13900000001②李四13900000002", ["张三||13900000001", "李四||13900000002"]),
        ("管理员1：李四；管理员2：王五", ["李四", "王五"]),
        ("网管：张三 13900000001", ["张三|网管|13900000001"]),
        ("张三 秘书长 13900000001", ["张三|秘书长|13900000001"]),
        ("宣传委员 李四", ["李四|宣传委员"]),
        ("李和平、王及人", ["李和平", "王及人"]),
        ("姓名：张三 电话：13900000001 邮箱：ZS@example.edu.cn", ["张三||13900000001||zs@example.edu.cn"]),
        ("群主：张三", ["张三"]),
        ("管理员张三 13900000001（同微信）", ["张三||13900000001"]),
        ("张三（群主）、李四（管理员）", ["张三", "李四"]),
        ("张三 QQ:123456789", ["张三"]),
        ("无", []),
        ("/", []),
        ("", []),
    ],
)
def test_names_and_numbers_in_one_cell(typed: str, people: list[str]) -> None:
    assert lines(typed) == people
    assert read_people(typed).fault == ""


@pytest.mark.parametrize(
    ("typed", "people", "fault"),
    [
        ("张三 1.39E+10", ["张三||1.39E+10"], "scientific-number"),
        ("张三 1390000001", ["张三||1390000001"], "malformed-phone"),
        ("张三 139000000011", ["张三||139000000011"], "malformed-phone"),
        (
            "张三、李四、王五 13900000001 13900000002",
            ["张三", "李四", "王五||13900000001|13900000002"],
            "unaligned-people",
        ),
        ("张三 1390000", ["张三||1390000"], "malformed-phone"),
        ("张三 510000000000000000 13900000001", ["张三||13900000001/510000000000000000"], "malformed-phone"),
        ("张三等3人", ["张三"], "unnamed-people"),
        ("张三、李四等五位老师", ["张三", "李四"], "unnamed-people"),
        ("张三（共4人）", ["张三"], "unnamed-people"),
        ("同上", [], "same-as-elsewhere"),
        ("同群主", [], "same-as-elsewhere"),
        ("〃", [], "same-as-elsewhere"),
    ],
)
def test_what_cannot_be_told_is_kept_as_typed_and_named(typed: str, people: list[str], fault: str) -> None:
    assert (lines(typed), read_people(typed).fault) == (people, fault)


@pytest.mark.parametrize(
    ("cells", "people"),
    [
        ({"name": "张三", "mobile": "13900000001"}, [Person("张三", mobile="13900000001")]),
        (
            {"name": "张三\n李四", "mobile": "13900000001\n13900000002"},
            [Person("张三", mobile="13900000001"), Person("李四", mobile="13900000002")],
        ),
        ({"name": "张三、李四", "mobile": "13900000001"}, [Person("张三", mobile="13900000001"), Person("李四")]),
        ({"name": "张三\n李四", "mobile": "\n13900000002"}, [Person("张三"), Person("李四", mobile="13900000002")]),
        (
            {"name": "张三、李四", "title": "主任、书记", "office_phone": "2340001 2871002", "email": "a@b.cn\nc@d.cn"},
            [
                Person("张三", "主任", office_phone="2340001", email="a@b.cn"),
                Person("李四", "书记", office_phone="2871002", email="c@d.cn"),
            ],
        ),
        ({"name": "张三", "title": "主任、书记"}, [Person("张三", "主任、书记")]),
        ({"name": "张三", "mobile": "13900000001、13900000002"}, [Person("张三", "", "13900000001", "13900000002")]),
        ({"name": "张三", "mobile": "0557-2340001"}, [Person("张三", office_phone="0557-2340001")]),
        ({"name": "13900000001张三", "mobile": "13900000001"}, [Person("张三", mobile="13900000001")]),
        ({"name": "张三", "mobile": "1390000001"}, [Person("张三", mobile="1390000001")]),
        ({"name": "张三 13900000001"}, [Person("张三", mobile="13900000001")]),
        ({"mobile": "13900000001、13900000002"}, [Person(mobile="13900000001"), Person(mobile="13900000002")]),
        ({"name": "张三", "mobile": "无", "email": "/"}, [Person("张三")]),
        ({"name": "无", "mobile": ""}, []),
        ({}, []),
    ],
)
def test_names_and_numbers_in_cells_of_their_own(cells: dict[str, str], people: list[Person]) -> None:
    assert align_people(cells) == tuple(people)


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("13900000001", "mobile", "13900000001"),
        ("'13900000001", "mobile", "13900000001"),
        ("13900000001.0", "mobile", "13900000001"),
        ("139-0000-0001", "mobile", "13900000001"),
        ("+86 13900000001", "mobile", "13900000001"),
        ("86-13900000001", "mobile", "13900000001"),
        ("008613900000001", "mobile", "13900000001"),
        ("(+86)13900000001", "mobile", "13900000001"),
        ("013900000001", "mobile", "13900000001"),
        ("(139)0000-0001", "mobile", "13900000001"),
        ("139 - 0000 - 0001", "mobile", "13900000001"),
        ("139 0000 0001（微信同号）", "mobile", "13900000001"),
        ("13900000001 同微信", "mobile", "13900000001"),
        ("手机：13900000001", "mobile", "13900000001"),
        ("0557-2340001", "office", "0557-2340001"),
        ("（0557）2340001", "office", "0557-2340001"),
        ("05572340001", "office", "0557-2340001"),
        ("0557 2340001转8001", "office", "0557-2340001-8001"),
        ("028-85430000", "office", "028-85430000"),
        ("02885430000", "office", "028-85430000"),
        ("2340001", "office", "2340001"),
        ("6001", "office", "6001"),
        ("无", "", ""),
        ("", "", ""),
    ],
)
def test_a_telephone_number_has_one_spelling(typed: str, kind: str, value: str) -> None:
    assert read_phone(typed) == (kind, value, "")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("1.39E+10", "scientific-number"),
        ("1390000001", "malformed-phone"),
        ("139000000011", "malformed-phone"),
        ("12", "malformed-phone"),
    ],
)
def test_a_telephone_number_that_is_none(typed: str, fault: str) -> None:
    assert read_phone(typed) == ("", "", fault)


def test_an_e_mail_address_has_one_spelling() -> None:
    assert read_email("ZhangSan＠Example.edu.cn") == ("zhangsan@example.edu.cn", "")
    assert read_email("zhang@qq") == ("", "malformed-email")
    assert read_email("无") == ("", "")


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13900000001", "139****0001"),
        ("139 0000 0001", "139****0001"),
        ("0557-2340001", "0557-****001"),
        ("028-85430000-8001", "028-****0000-8001"),
        ("2340001", "****001"),
        ("6001", "****"),
        ("1390000001", "****"),
        ("1.39E+10", "****"),
        ("", ""),
    ],
)
def test_a_telephone_number_is_masked_and_stays_so(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked == mask_phone(masked)


def test_an_address_is_masked_and_stays_so() -> None:
    assert mask_email("zhangsan@example.edu.cn") == "z****@example.edu.cn" == mask_email("z****@example.edu.cn")


def test_telephone_numbers_in_a_text_are_masked_and_group_numbers_stay() -> None:
    text = "请联系张三13900000001或（0557）2340001，群号123456789，已满"
    assert masked(text) == "请联系张三139****0001或0557-****001，群号123456789，已满"
    assert masked(masked(text)) == masked(text)
    assert masked("电话１３９００００００１ １３９０００００００１") == "电话**** 139****0001"


@pytest.mark.parametrize(
    ("typed", "shape"),
    [
        ("张三", "name"),
        ("欧阳娜娜", "name"),
        ("阿不都·买买提", "name"),
        ("办公室", "none"),
        ("班委", "none"),
        ("张主任", "none"),
        ("张三丰李四光", "none"),
        ("Zhang", "none"),
        ("欧阳", "name"),
        ("李老师", "none"),
        ("", "none"),
    ],
)
def test_what_is_shaped_like_a_personal_name(typed: str, shape: str) -> None:
    assert is_personal_name(typed) is (shape == "name")


@given(
    st.lists(
        st.builds(
            Person,
            name=st.sampled_from(["张三", "李四", "王小五", "欧阳娜娜", "阿不都·买买提", "John Smith"]),
            title=st.sampled_from(["", "主任", "宣传部部长"]),
            mobile=st.sampled_from(["", "13900000001", "13900000002"]),
            office_phone=st.sampled_from(["", "0557-2340001", "028-85430000-8001", "6001"]),
            email=st.sampled_from(["", "zs@example.edu.cn"]),
        ),
        max_size=4,
    )
)
def test_people_shown_in_a_cell_are_read_as_the_same(people: list[Person]) -> None:
    assert read_people(show_people(people)) == (tuple(people), "")


@given(TEXT)
def test_any_text_is_read(text: str) -> None:
    reading = read_people(text)
    assert reading.fault in {"", *FAULTS}
    assert all(person != Person() for person in reading.people)
    assert all("\n" not in getattr(person, part) for person in reading.people for part in PARTS)
    assert read_phone(read_phone(text).value) == (*read_phone(text)[:2], "")
    assert read_email(read_email(text).value) == (read_email(text).value, "")
    assert masked(masked(text)) == masked(text)
    assert mask_phone(mask_phone(text)) == mask_phone(text)


@given(st.dictionaries(st.sampled_from(PARTS), TEXT))
def test_any_cells_are_put_together(cells: dict[str, str]) -> None:
    people = align_people(cells)
    assert all(person != Person() for person in people)
    assert all("\n" not in getattr(person, part) for person in people for part in PARTS)


@given(st.permutations(["13900000001", "13900000002", "13900000003"]), st.sampled_from(["、", "\n", "，", "；", " "]))
def test_no_number_is_lost_whatever_parts_them(numbers: list[str], sign: str) -> None:
    text = f"张三{sign}" + sign.join(numbers)
    said = "/".join(f"{person.mobile}/{person.office_phone}" for person in read_people(text).people)
    assert set(said.split("/")) - {""} == set(numbers)


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("冯一兼 13900000001", ["冯一||13900000001"]),
        ("冯小一代", ["冯小一"]),
        ("冯一暂代", ["冯一"]),
        ("王代", ["王代"]),
        ("李四 139000000 lisi@@example", ["李四||139000000"]),
        ("李四 lisi@example", ["李四"]),
        ("管理员", ["管理员"]),
    ],
)
def test_what_is_no_part_of_a_name(typed: str, people: list[str]) -> None:
    assert lines(typed) == people


@pytest.mark.parametrize("number", ["139 0000 0001（短号6001）", "13900000001 短号：6001", "13900000001，内线6001"])
def test_a_short_number_beside_a_mobile_is_the_same_persons(number: str) -> None:
    assert align_people({"name": "张三", "mobile": number}) == (
        Person("张三", mobile="13900000001", office_phone="6001"),
    )
