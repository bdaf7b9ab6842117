"""What is called harmless is what every mask leaves as it is, letter for letter."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit.findings.rules import to_findings as telling
from toolkit.normalise import masking, private
from toolkit.normalise.harmless import harmless, may_be_a_group
from toolkit.normalise.private import hide, hide_in
from toolkit.report import text as report_text

_PIECES = [
    *"0123456789-.年月日路街道巷弄村号室址生出于 \n:：（)张@ａ０①⽣家",
    "出生",
    "地址",
    "住址：某地甲乙丙",
    "139",
    "0557",
    "2340",
]
TEXTS = st.lists(st.sampled_from(_PIECES), max_size=14).map("".join)


@settings(max_examples=600, deadline=None)
@given(TEXTS | st.text(max_size=20))
@example("家住某路1号2栋3室")
@example("生于90.3")
@example("1-----2")
@example("家庭住址某地甲乙丙")
def test_no_mask_finds_anything_in_a_harmless_text(text: str) -> None:
    if not harmless(text):
        return
    with (
        mock.patch.object(telling, "harmless", return_value=False),
        mock.patch.object(report_text, "harmless", return_value=False),
    ):
        assert report_text.masked(text) == text
        for field in ("", "owner", "purpose", "group_name", "other:联络"):
            assert telling.masked(text, field) == text
            assert hide_in(field, text) == text
    assert hide(text) == text


@settings(max_examples=400, deadline=None)
@given(st.from_regex(r"\A[1-9][0-9]{0,9}\Z") | st.from_regex(r"\A[A-HJKMNP-Z]{2,8}-(?:19|20)[0-9]{2}-[0-9]{1,6}\Z"))
@example("JSUT-2026-00012")
@example("AT-2013-900000")
@example("EE-1990-010112")
@example("2340001")
@example("4008001234")
@example("8621234567")
@example("1990010112")
def test_one_number_that_may_be_a_group_is_kept_where_it_stands_alone(text: str) -> None:
    assert may_be_a_group(text)
    with (
        mock.patch.object(masking, "may_be_a_group", return_value=False),
        mock.patch.object(private, "may_be_a_group", return_value=False),
    ):
        assert masking.masked.__wrapped__(text) == text
        assert masking.masked_number(text) == text
        assert masking.without_identity_numbers.__wrapped__(text) == text
        assert hide_in("group_no", text) == hide_in("purpose", text) == text


@pytest.mark.parametrize(
    "text", ["13900000001", "0212345678", "123456 789", "１２３４５６７", "23400012345x", "CALL-2026-00001", ""]
)
def test_what_is_more_than_one_short_number_is_looked_at(text: str) -> None:
    assert not may_be_a_group(text)


@pytest.mark.parametrize(
    "text",
    ["", "招生办公室", "第12学院21级（1）班工作群", "学生工作通知", "教务处.xlsx › 登记表!C7", "QQ群", "张三、李四"],
)
def test_what_registers_are_full_of_needs_no_second_look(text: str) -> None:
    assert harmless(text)


@pytest.mark.parametrize(
    "text", ["13900000001", "2340001", "zhang@example.edu.cn", "家庭住址：某地", "生于1990.3", "１３９００００００００"]
)
def test_what_could_be_private_is_looked_at(text: str) -> None:
    assert not harmless(text)
