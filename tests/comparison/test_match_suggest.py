"""What looks alike: best first, with its evidence, and never against what tells two groups apart."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest
from drawing import ledger, previous
from suggesting import suggestions, told

from toolkit.comparison.match import likeness, weighing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SPORTS = ("篮球", "足球", "排球", "网球", "羽毛球", "乒乓球", "棒球", "手球", "马拉松", "攀岩", "击剑", "射箭")


def test_a_reworded_name_of_the_unit_is_suggested_before_a_stranger() -> None:
    ours = ledger("unit | group_name\n教务处 | 教学秘书联络群")
    theirs = previous("unit | group_name\n教务处 | 考务工作群\n教务处 | 教学秘书工作联络群\n学生处 | 教学秘书联络二群")

    found = suggestions(ours, theirs)

    assert told(found)[0] == ("r1", "p2")
    assert ("r1", "p3") not in told(found)
    assert found[0].evidence[0]["field"] == "group_name"
    assert 0.3 <= found[0].score <= 1


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("计科1班学生群", "计科2班学生群联络"),
        ("9栋宿舍楼长群", "29栋宿舍楼长联络群"),
        ("迎新1群工作", "迎新2群"),
        ("2018级学生群", "2019级学生通知群"),
        ("校友会（北京）", "校友会群（保定）"),
    ],
)
def test_what_tells_two_groups_apart_is_never_suggested(ours: str, theirs: str) -> None:
    drawn = "unit | group_name | owner\n甲 | {} | 张三"

    assert suggestions(ledger(drawn.format(ours)), previous(drawn.format(theirs))) == ()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("合肥/云南", "云南"),
        ("赛艇队（北京）", "赛艇队"),
        ("赛艇队", "赛艇队（北京）"),
        ("东校区/值班", "东区/值班"),
        ("赛艇队 北京分队", "赛艇队(北京)"),
        ("迎新2群", "迎新群"),
        ("24-25学年迎新群", "23-24学年迎新群"),
        ("2025 CUPC 程序赛 南京站", "CUPC 2024 程序赛（南京）"),
        ("20XX-CUPC程序赛", "2024年CUPC程序赛"),
    ],
)
def test_what_one_side_alone_says_forbids_nothing(ours: str, theirs: str) -> None:
    others = "\n甲 | 物业报修群\n甲 | 摄影协会"
    drawn = "unit | group_name\n甲 | {}" + others

    assert told(suggestions(ledger(drawn.format(ours)), previous(drawn.format(theirs)))) == [("r1", "p1")]


def test_of_siblings_each_finds_its_own() -> None:
    ours = ledger("unit | group_name\n甲 | 新生咨询答疑群\n甲 | 新生咨询答疑2群\n甲 | 新生咨询答疑3群")
    theirs = previous("unit | group_name\n甲 | 新生咨询2群\n甲 | 新生咨询群\n甲 | 家长联络群")

    found = told(suggestions(ours, theirs))

    assert ("r1", "p2") in found
    assert ("r2", "p1") in found
    assert "r3" not in dict(found)


def test_an_exact_name_leaves_nothing_to_its_siblings() -> None:
    ours = ledger("unit | group_name\n甲 | 新生咨询①\n甲 | 新生咨询②")
    theirs = previous("unit | group_name\n甲 | 新生咨询①")

    assert suggestions(ours, theirs) == ()


def test_words_in_other_letters_are_compared_whole() -> None:
    ours = ledger("unit | group_name\n甲 | CUPC 2025 济南站\n甲 | 摄影协会")
    theirs = previous("unit | group_name\n甲 | ICUP 济南站\n甲 | CUPC 济南站\n甲 | 摄影协会")

    assert told(suggestions(ours, theirs))[0] == ("r1", "p2")


def test_one_letter_in_common_makes_no_two_names_alike() -> None:
    theirs = "unit | group_name\n甲 | 女子柔道交流群\n" + "\n".join(f"甲 | {word}交流群" for word in SPORTS)
    ours = "unit | group_name\n甲 | 美少女漫画交流群\n" + "\n".join(f"甲 | {word}交流群" for word in SPORTS)

    assert suggestions(ledger(ours), previous(theirs)) == ()


def test_another_platform_is_never_suggested() -> None:
    ours = ledger("unit | group_name | platform\n甲 | 教学秘书联络群 | QQ群")
    theirs = previous("unit | group_name | platform\n甲 | 教学秘书群 | 微信群")

    assert suggestions(ours, theirs) == ()


def test_an_owner_finds_a_group_in_another_unit_and_his_telephone_is_not_told() -> None:
    ours = ledger("unit | group_name | owner | owner.mobile\n甲 | 招生咨询群 | 张三 | 13900000001")
    theirs = previous("unit | group_name | owner | owner.mobile\n乙 | 招生咨询答疑群 | 张三 | 13900000001")

    found = suggestions(ours, theirs)

    assert told(found) == [("r1", "p1")]
    assert {row["field"] for row in found[0].evidence} >= {"group_name", "owner", "unit"}
    assert "13900000001" not in str(found)


def test_a_renaming_beyond_recognition_is_found_by_owner_and_place() -> None:
    ours = ledger("""
        unit | group_name | group_no  | owner
        甲   | 甲一       | 100000001 |
        甲   | 星辰大海   |           | 张三
        甲   | 甲三       | 100000003 |
    """)
    theirs = previous("""
        unit | group_name | group_no  | owner
        甲   | 甲一       | 100000001 |
        甲   | 团委干部   |           | 张三
        甲   | 甲三       | 100000003 |
    """)

    found = suggestions(ours, theirs)

    assert told(found) == [("r2", "p2")]
    assert {row["field"]: row["likeness"] for row in found[0].evidence}["row_order"] == 1.0


def test_at_most_three_best_first_none_below_the_floor() -> None:
    ours = ledger("unit | group_name\n甲 | 毕业论文指导群")
    theirs = previous("unit | group_name\n" + "\n".join(f"甲 | 毕业论文指导{word}群" for word in "甲乙丙丁戊"))

    found = suggestions(ours, theirs)

    assert len(found) == 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(one.score == round(one.score, 3) for one in found)
    assert suggestions(ours, theirs, floor=1.1) == ()


def test_a_pair_that_a_person_refused_is_not_asked_again() -> None:
    ours = ledger("unit | group_name\n甲 | 教学秘书联络群")
    theirs = previous("unit | group_name\n甲 | 教学秘书群")

    assert told(suggestions(ours, theirs)) == [("r1", "p1")]
    assert suggestions(ours, theirs, refused={("r1", "p1")}) == ()


class Elsewhere:
    """An engine whose workers see nothing but what is sent to them."""

    jobs, shares_disk = 2, True
    sent = 0

    def map(self, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
        for item in items:
            self.sent += 1
            sent = pickle.loads(pickle.dumps(item))  # noqa: S301 - our own
            yield pickle.loads(pickle.dumps(function(sent)))  # noqa: S301 - our own


def test_what_is_suggested_is_the_same_wherever_names_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"甲{at % 3} | {sport}" for at, sport in enumerate(SPORTS)]
    ours = ledger("unit | group_name\n" + "\n".join(f"{name}联络群" for name in names))
    theirs = previous("unit | group_name\n" + "\n".join(f"{name}队" for name in names))
    here = suggestions(ours, theirs)
    engine = Elsewhere()
    for module in (likeness, weighing):
        monkeypatch.setattr(module, "CHUNK", 7)

    assert suggestions(ours, theirs, engine=engine) == here
    assert suggestions(ours, theirs) == here
    assert engine.sent > 2
    assert len(here) > 2


def test_a_crowded_unit_is_still_searched() -> None:
    ours = ledger("unit | group_name\n" + "\n".join(f"甲 | {chr(0x4E00 + number)}联络群" for number in range(210)))
    theirs = previous(
        "unit | group_name\n"
        + "\n".join(f"甲 | {chr(0x5E00 + number)}通讯组" for number in range(210))
        + "\n甲 | 一联络总群"
    )

    assert ("r1", "p211") in told(suggestions(ours, theirs))


@pytest.mark.parametrize(
    ("now", "was"),
    [
        ("瑜珈社", "瑜伽社"),
        ("计科21-1班", "计算机科学与技术2021级1班"),
        ("软工2202", "软件工程22级2班"),
        ("退休一支部", "退休第一党支部"),
    ],
)
def test_short_names_of_one_sound_and_short_forms_of_one_class_are_found(now: str, was: str) -> None:
    others = ["话剧社", "街舞社", "魔方社", "轮滑社", "手语社", "土木21-1班", "会计2021级1班", "在职一支部"]
    ours = ledger("\n".join(["unit | group_name", f"甲 | {now}", *(f"甲 | {name}" for name in others)]))
    theirs = previous("\n".join(["unit | group_name", *(f"甲 | {name}" for name in others), f"甲 | {was}"]))

    assert told(suggestions(ours, theirs))[:1] == [("r1", "p9")]


def test_a_change_that_every_cell_contradicts_is_no_bulk_rename() -> None:
    head = "unit | group_name | owner.name | created_on\n"
    now = "\n".join(f"甲 | {work}2024秋答疑群 | 甲{work} | 2024-09-02" for work in SPORTS[:6])
    was = "\n".join(f"甲 | {work}2024春答疑群 | 乙{work} | 2024-02-26" for work in SPORTS[:6])

    found = suggestions(ledger(head + now), previous(head + was))

    assert not [row for one in found for row in one.evidence if row["field"] == "bulk_rename"]
