"""What stands beside the words of a name: when it tells two groups apart, and when it makes two years a question."""

from __future__ import annotations

import pytest

from toolkit.names.asides import exchanged, told_apart


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("🏀校队群", "⚽校队群"),
        ("🇫🇷留学生", "🇩🇪留学生"),
        ("♂辅导员", "♀辅导员"),
        ("💛三队", "💚三队"),
        ("答疑群（原群已满）", "答疑群"),
        ("答疑群", "答疑群（旧答疑群解散）"),
        ("答疑群（原答疑群已满）", "答疑群"),
        ("导师群（筹备中）", "导师群"),
        ("导师群（未启用）", "导师群"),
        ("报名群", "报名群（已注销）"),
    ],
)
def test_another_sign_or_a_remark_about_another_group_is_a_question_between_two_years(now: str, then: str) -> None:
    assert exchanged(now, then)
    assert told_apart(now, then)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("校队群🎉", "校队群"),
        ("校队群", "🏀校队群🎉"),
        ("工作群👍🎉", "工作群🎉"),
        ("工作群👍🏻", "工作群👍"),
        ("答疑群（已满，请加二群）", "答疑群"),
        ("答疑群", "答疑群（已满）"),
        ("答疑群（已解散）", "答疑群"),
        ("答疑群（原群主已离职）", "答疑群"),
        ("答疑群（已停用）", "答疑群（停用）"),
    ],
)
def test_an_added_sign_and_a_remark_about_the_group_itself_join_as_before(now: str, then: str) -> None:
    assert not exchanged(now, then)


@pytest.mark.parametrize(
    ("one", "other"),
    [("读者群（满）", "读者群（已满）"), ("读者群👍🏻", "读者群👍"), ("读者群。", "“读者群”"), ("2群", "２群")],
)
def test_spelling_tells_nothing_apart(one: str, other: str) -> None:
    assert not told_apart(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("读者群", "读者群（已满）"), ("读者群（已满）", "读者群（未满）"), ("队群🎉", "队群")],
)
def test_two_names_of_one_list_are_told_apart_beside_their_words(one: str, other: str) -> None:
    assert told_apart(one, other)
