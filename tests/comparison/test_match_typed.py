"""Of several rows of one canonical name the one that is typed alike, and two names of one list are two groups."""

from __future__ import annotations

import pytest
from drawing import ledger, previous
from suggesting import suggestions

from toolkit.comparison.copies import further_rows_then
from toolkit.comparison.duplicates import same_copies
from toolkit.comparison.match.pairs import pair


def joined(now: str, then: str) -> list[tuple[str, str]]:
    """Return the rows of two lists of names, one line a name, that are joined without a person."""
    ours, theirs = ledger(_drawn(now)), previous(_drawn(then))
    found = pair(ours, theirs, apart=further_rows_then(theirs)).matched
    here, there = (dict(zip(side.frame["id"], side.frame["group_name"], strict=True)) for side in (ours, theirs))
    return [(here[one], there[other]) for one, other in zip(found["record"], found["previous"], strict=True)]


def _drawn(names: str) -> str:
    return "\n".join(["unit | group_name | platform", *(f"甲院 | {name} | 微信群" for name in names.split())])


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("⚽校队群", "🏀校队群 ⚽校队群"),
        ("🇰🇷交换生 🇲🇾交换生", "🇯🇵交换生 🇲🇾交换生 🇰🇷交换生"),
        ("读者群（未满）", "读者群（满） 读者群（未满）"),
        ("志愿者群", "志愿者群（停用） 志愿者群"),
        ("志愿者群 志愿者群（停用）", "志愿者群（停用） 志愿者群"),
        ("排练群🎉", "排练群 排练群🎉"),
        (
            " ".join(f"{sign}社" for sign in "🎸🎹🎺🎻🥁🎷🪕🪗🪘🎤🎧🎼"),
            " ".join(f"{sign}社" for sign in "🎼🎧🎤🪘🪗🪕🎷🥁🎻🎺🎹🎸"),
        ),
        ("🏀校队群（限本校加入）", "⚽校队群（限本校加入） 🏀校队群（限本校加入）"),
    ],
)
def test_a_row_that_stands_letter_for_letter_in_last_years_list_is_that_one(now: str, then: str) -> None:
    assert joined(now, then) == [(name, name) for name in now.split()]


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("⚽校队群", "🏀校队群"),
        ("辅导员群（原群已满）", "辅导员群"),
        ("导师群（筹建中）", "导师群"),
        ("报修群", "报修群（已解散）"),
        ("读者群（请先实名）", "读者群 读者群（已满）"),
    ],
)
def test_what_may_be_another_group_is_joined_by_nobody(now: str, then: str) -> None:
    assert joined(now, then) == []


@pytest.mark.parametrize(
    ("now", "then"), [("校队群🎉", "校队群"), ("读者群（已满）", "读者群"), ("读者群", "读者群（已满）")]
)
def test_the_only_row_of_a_name_is_joined_whatever_was_added(now: str, then: str) -> None:
    assert joined(now, then) == [(now, then)]


@pytest.mark.parametrize(
    ("rows", "copies"),
    [
        ("🏀校队群 ⚽校队群", []),
        ("家长群（已满） 家长群（未满）", []),
        ("家长群（已满） 家长群", []),
        ("家长群（已满） 家长群(满)", [("r1", "r2")]),
        ("家长群 ⚽家长群 家长群。 ⚽家长群", [("r1", "r3"), ("r2", "r4")]),
    ],
)
def test_two_names_of_one_list_are_no_copies(rows: str, copies: list[tuple[str, ...]]) -> None:
    assert [one.records for one in same_copies(ledger(_drawn(rows)))] == copies


def test_last_years_rows_that_differ_beside_their_words_speak_each_for_itself() -> None:
    assert further_rows_then(previous(_drawn("🏀校队群 ⚽校队群 读者群 读者群（已满） 读者群。"))) == {"p5"}


@pytest.mark.parametrize(
    ("told", "joined"),
    [
        (("李一 2019-03-01", "李二 2021-03-01"), 0),  # two groups: which of them, a person says
        (("李一 2019-03-01", "李二 2019-03-01"), 1),
        (("李一 2019-03-01", "李二 "), 1),
        (("李一 ", "李一 "), 1),
    ],
)
def test_two_rows_of_one_name_are_two_groups_where_owner_and_day_both_differ(
    told: tuple[str, str], joined: int
) -> None:
    head = "unit | group_name | platform | owner.name | created_on\n"
    rows = ("甲院 | 教工群 | 微信群 | " + said.replace(" ", " | ") for said in told)
    theirs = previous(head + "\n".join(rows))
    ours = ledger(head + "甲院 | 教工群 | 微信群 | 李二 | 2021-03-01")

    pairs = pair(ours, theirs, apart=further_rows_then(theirs))
    first = suggestions(ours, theirs)

    assert len(pairs.matched) == joined
    assert joined or first[0].previous == "p2"
