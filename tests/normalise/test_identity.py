"""Numbers of identity cards: taken out of the cell as typed, told once, and written nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.normalise.identity import is_valid, without_identity

VALID = "800000199003070013"  # an area that does not exist, with the check digit that fits
SHOWN = " ".join((VALID[:6], VALID[6:14], VALID[14:]))


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (f"张三 {VALID} 13900000001", "张三 13900000001"),
        (f"张三（身份证号：{VALID}）", "张三"),
        (f"张三，身份证{VALID[:-1]}9，13900000001", "张三 ,13900000001"),
        (f"张三 {SHOWN}", "张三"),
        ("张三 " + VALID.translate({48 + n: 0xFF10 + n for n in range(10)}), "张三"),
        ("证件号码:800000900307001", ""),
        (f"居民身份证号码 {VALID[:-1]}X 张三", "张三"),
        (VALID, ""),
    ],
)
def test_a_number_is_taken_out_and_the_rest_is_the_answer(typed: str, left: str) -> None:
    assert without_identity(typed) == (left, True)


@pytest.mark.parametrize(
    "typed",
    [
        VALID[:-1] + "9",  # not labelled, and the check digit does not fit
        "张三 13900000001、李四 13900000002",
        "123456789012345",
        "群号 12345678901 2018年5月15日",
        "0557-2340001 13900000001",
        "身份证号见附件一",
        "",
    ],
)
def test_any_other_text_stays_letter_for_letter(typed: str) -> None:
    assert without_identity(typed) == (typed, False)


@given(st.text("0123456789Xx 身份证号张（）-\n１", max_size=60))
def test_nothing_is_left_to_take_out(text: str) -> None:
    left = without_identity(text)
    assert left.found or left.text == text
    assert not any(is_valid(piece) for piece in left.text.split())
