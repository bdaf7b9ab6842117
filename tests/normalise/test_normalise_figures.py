"""Dates, counts and group numbers: what was typed, and what it is read as."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.normalise import FAULTS, map_unique
from toolkit.normalise.counts import read_count
from toolkit.normalise.dates import certainly_after, earliest, latest, read_date, read_signature
from toolkit.normalise.numbers import read_numbers
from toolkit.normalise.numerals import read_numeral

ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.text(
    "0123456789年月日.-/×约人+万余QQ群号:：、 \n一二十百〇E"
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2018年5月15日", "2018-05-15"),
        ("2018.5.15", "2018-05-15"),
        ("2018-05", "2018-05"),
        ("20180515", "2018-05-15"),
        ("2018/5", "2018-05"),
        ("2018年", "2018"),
        ("43235", "2018-05-15"),
        ("43235.0", "2018-05-15"),
        ("2018-05-15 00:00:00", "2018-05-15"),
        ("2018-05-15T08:00:00Z", "2018-05-15"),
        ("2018年5月15日 上午9点30分", "2018-05-15"),
        ("2018年5月15日（星期二）", "2018-05-15"),
        ("二〇一八年五月", "2018-05"),
        ("二零一八年五月十五日", "2018-05-15"),
        ("二O一八年十月二十一日", "2018-10-21"),
        ("２０１８年５月", "2018-05"),
        ("2018。5。15", "2018-05-15"),
        ("2018 5 15", "2018-05-15"),
        ("2018年05月15号", "2018-05-15"),
        ("2018年9月初", "2018-09"),
        ("2018年秋", "2018"),
        ("2018年5月 日", "2018-05"),
        ("2018年×月×日", "2018"),
        ("拟2019年5月1日开通", "2019-05-01"),
        ("时间：2018年5月", "2018-05"),
        ("2018.10", "2018-10"),
        ("201805", "2018-05"),
        ("15/5/2018", "2018-05-15"),
        ("20××年×月×日", ""),
        ("(填写已开通或拟开通时间，格式：20××年×月×日)", ""),
        ("   年   月   日", ""),
        ("无", ""),
        ("", ""),
    ],
)
def test_a_date_keeps_the_precision_it_was_given(typed: str, read: str) -> None:
    assert read_date(typed) == (read, "")


@pytest.mark.parametrize(
    ("typed", "certain", "fault"),
    [
        ("18.5.15", "", "two-digit-year"),
        ("18年5月", "", "two-digit-year"),
        ("180515", "", "two-digit-year"),
        ("一八年五月", "", "two-digit-year"),
        ("2018-02-30", "", "impossible-date"),
        ("2018年13月", "", "impossible-date"),
        ("2018-00-00", "", "impossible-date"),
        ("2018.1", "2018", "ambiguous-date"),
        ("5/6/2018", "2018", "ambiguous-date"),
        ("201009", "", "ambiguous-date"),
        ("5月15日", "", "unreadable-date"),
        ("2018-2019", "", "unreadable-date"),
        ("约2018年", "", "unreadable-date"),
        ("99999", "", "unreadable-date"),
        ("去年国庆前后", "", "unreadable-date"),
    ],
)
def test_a_date_that_is_not_certain_is_a_fault_and_no_guess(typed: str, certain: str, fault: str) -> None:
    assert read_date(typed) == (certain, fault)


@pytest.mark.parametrize(
    ("typed", "read", "fault"),
    [
        ("负责人签字（加盖单位公章）：  年 月 日", "", ""),
        ("负责人签字（加盖单位公章）：张三   2018年5月21日", "2018-05-21", ""),
        ("同意。张三\n2018.5.21", "2018-05-21", ""),
        ("同意", "", ""),
        ("同意 2018.2.30", "", "impossible-date"),
        ("经办 2018.5.21 审核 2018.5.22", "", "ambiguous-date"),
        ("18.5.21", "", "two-digit-year"),
        ("二〇一八年五月二十一日", "2018-05-21", ""),
    ],
)
def test_the_date_of_an_opinion_is_found_beside_the_signature(typed: str, read: str, fault: str) -> None:
    assert read_signature(typed) == (read, fault)


def test_a_date_of_low_precision_stands_for_an_interval() -> None:
    assert (earliest("2018"), latest("2018")) == (dt.date(2018, 1, 1), dt.date(2018, 12, 31))
    assert (earliest("2020-02"), latest("2020-02")) == (dt.date(2020, 2, 1), dt.date(2020, 2, 29))
    assert earliest("2018-12-31") == latest("2018-12-31") == dt.date(2018, 12, 31)


@pytest.mark.parametrize(
    ("a", "b", "later"),
    [
        ("2019", "2018-12-31", "yes"),
        ("2018-05", "2018", "open"),
        ("2018-05-22", "2018-05-21", "yes"),
        ("2018-05-21", "2018-05-21", "no"),
        ("2018-06", "2018-05-31", "yes"),
        ("", "2018", "blank"),
        ("2018", "", "blank"),
    ],
)
def test_later_only_when_no_open_day_can_say_otherwise(a: str, b: str, later: str) -> None:
    assert certainly_after(a, b) is (later == "yes")


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("150", 150, 150),
        ("150人", 150, 150),
        ("500人", 500, 500),
        ("１５０", 150, 150),
        ("150.0", 150, 150),
        ("1,200", 1200, 1200),
        ("三百", 300, 300),
        ("一百五", 150, 150),
        ("1.2万", 12000, 12000),
        ("共150人", 150, 150),
        ("150（含教师5人）", 150, 150),
        ("50名学生", 50, 50),
        ("0", 0, 0),
        ("150人左右", 135, 165),
        ("约150人", 135, 165),
        ("约155", 139, 171),
        ("大概三百人", 270, 330),
        ("100+", 100, None),
        ("100人+", 100, None),
        ("100人以上", 100, None),
        ("超过150人", 151, None),
        ("＞200", 201, None),
        ("150余人", 151, 159),
        ("180多人", 181, 189),
        ("现有二百多人", 201, 299),
        ("百余人", 101, 199),
        ("十几人", 11, 19),
        ("180-200人", 180, 200),
        ("180～200", 180, 200),
        ("人数：90人至100人", 90, 100),
        ("三十至四十人", 30, 40),
        ("约30-40人", 30, 40),
        ("①80", 80, 80),
        ("150人以内", 1, 150),
        ("不超过150人", 1, 150),
        ("不到100人", 1, 99),
        ("近百", 90, 100),
        ("将近200", 180, 200),
        ("100来人", 90, 110),
        ("一百来人", 90, 110),
        ("三十多人", 31, 39),
        ("二百", 200, 200),
        ("百人以上", 100, None),
        ("几十人", 20, 99),
        ("数百人", 200, 999),
        ("上百人", 100, None),
        ("约1,560", 1404, 1716),
        ("20人整", 20, 20),
        ("全体86人", 86, 86),
        ("群成员66人", 66, 66),
        ("", None, None),
        ("无", None, None),
    ],
)
def test_a_count_is_an_interval_as_stated(typed: str, low: int | None, high: int | None) -> None:
    assert read_count(typed) == (low, high, typed, "")


@pytest.mark.parametrize(
    "typed",
    [
        "近",
        "153余人",
        "200-180人",
        "已满员",
        "(2000人快满)",
        "-5",
        "150.5",
        "150/200",
        "13900000001",
        "全体",
        "35\n420",
        "35 420",
        "①500②321",
        "（1）500人（2）321人",
        "接近满员",
        "不到0人",
        "约100+",
        "教师10人，学生40人",
    ],
)
def test_a_count_that_is_not_stated_is_kept_as_typed(typed: str) -> None:
    assert read_count(typed) == (None, None, typed, "unreadable-count")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("十", 10),
        ("二十一", 21),
        ("一百零五", 105),
        ("三千零二十", 3020),
        ("一万五", 15000),
        ("零", 0),
        ("五四", None),
        ("三八", None),
        ("百", None),
        ("十百", None),
        ("", None),
    ],
)
def test_chinese_numerals_are_read_strictly(typed: str, value: int | None) -> None:
    assert read_numeral(typed) == value


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("123456789", ["123456789"]),
        ("１２３４５６７８９", ["123456789"]),
        ("123 456 789", ["123456789"]),
        ("123-456-789", ["123456789"]),
        ("123,456,789", ["123456789"]),
        ("QQ：123456789", ["123456789"]),
        ("群号:123456789", ["123456789"]),
        ("QQ123456789", ["123456789"]),
        ("'123456789", ["123456789"]),
        ("`123456789`", ["123456789"]),
        ("123456789.0", ["123456789"]),
        ("13900000001", ["13900000001"]),  # the column decides
        ("12345", ["12345"]),
        ("123456789、987654321", ["123456789", "987654321"]),
        ("123456789 987654321", ["123456789", "987654321"]),
        ("123456789\n987654321\n123456789", ["123456789", "987654321"]),
        ("1群：123456789 2群：987654321", ["123456789", "987654321"]),
        ("①123456789②987654321", ["123456789", "987654321"]),
        ("1、123456789\n2、987654321", ["123456789", "987654321"]),
        ("2018级迎新群 123456789", ["123456789"]),
        ("https://example.edu.cn/q/555555555 群号123456789", ["123456789"]),
        ("微信群", []),
        ("微信群：无", []),
        ("无", []),
        ("邀请制", []),
        ("—", []),
        ("", []),
        ("wxid_abc123", []),
        ("微信号：zhang_san88", []),
        ("abc123456789", []),
        ("微信群仅邀请入群", []),
        ("微信群，需邀请", []),
        ("企业微信群扫码进群", []),
        ("123456789（加群密码 24680）", ["123456789"]),
        ("123456789\n验证口令：31415", ["123456789"]),
        ("123456789 987654321（教师）", ["123456789", "987654321"]),
        ("123456789 \n987654321（交流群）", ["123456789", "987654321"]),
    ],
)
def test_a_number_cell_gives_every_number_or_none(typed: str, numbers: list[str]) -> None:
    assert read_numbers(typed) == (tuple(numbers), "")


@pytest.mark.parametrize(
    ("typed", "numbers", "fault"),
    [
        ("1.23E+09", [], "scientific-number"),
        ("1.23456789E9", [], "scientific-number"),
        ("1234", [], "malformed-number"),
        ("123456789012", [], "malformed-number"),
        ("0123456789", [], "malformed-number"),
        ("12345 67890", [], "malformed-number"),  # one number or two
        ("二群", [], "malformed-number"),
        ("电话13900000001", [], "malformed-number"),
        ("微信群（群主13900000001）", [], "malformed-number"),
        ("联系人 张三 13900000001", [], "malformed-number"),
        ("https://example.edu.cn/q/123456789", [], "malformed-number"),
        ("123456789、1234567890123", ["123456789"], "malformed-number"),
        ("123456789 1.38E+10", ["123456789"], "scientific-number"),
    ],
)
def test_a_number_that_is_none_is_a_fault(typed: str, numbers: list[str], fault: str) -> None:
    assert read_numbers(typed) == (tuple(numbers), fault)


@given(ANY_TEXT)
def test_any_text_is_read_and_read_again_as_the_same(text: str) -> None:
    date, count, numbers = read_date(text), read_count(text), read_numbers(text)
    assert {date.fault, count.fault, numbers.fault} <= {"", *FAULTS}
    assert read_date(date.value) == (date.value, "")
    assert read_count(count.raw) == count
    assert read_numbers("\n".join(numbers.numbers)) == (numbers.numbers, "")
    assert read_signature(text).fault in {"", *FAULTS}


@given(st.dates(dt.date(1990, 1, 1), dt.date(2049, 12, 31)))
def test_every_way_to_write_a_day_is_the_same_day(day: dt.date) -> None:
    serial = str((day - dt.date(1899, 12, 30)).days)
    ways = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        serial,
        f"{day.isoformat()} 00:00:00",
    ]
    assert {read_date(way) for way in ways if way} == {(day.isoformat(), "")}


def test_a_column_is_worked_out_once_for_each_distinct_text() -> None:
    asked: list[str] = []

    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    assert map_unique(length, ["a", "bb", "a", "a"]) == [1, 2, 1, 1]
    assert asked == ["a", "bb"]
