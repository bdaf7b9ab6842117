"""One group filed twice, one work with two groups: what is found, as what, and what is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from drawing import ledger, previous

from toolkit.comparison.copies import further_rows, kept_rows
from toolkit.comparison.duplicates import same_numbers
from toolkit.comparison.works import same_works
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from toolkit.model import Duplicate


NOTHING = previous("unit | group_name")


def told(clusters: tuple[Duplicate, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(cluster.kind, cluster.records) for cluster in clusters]


def works(drawn: str, profile: str) -> list[tuple[str, tuple[str, ...]]]:
    return told(same_works(ledger(drawn), profile=load_profile(profile)))


@pytest.mark.parametrize(
    ("second", "kind"),
    [
        ("教务处 | 通知 群", "same-number-same-unit"),
        ("教务处 | 考务群", "same-number-two-names"),
        ("学生处 | 通知群", "same-number-two-units"),
        ("学生处 | 考务群", "same-number-two-units"),
        ("       | 通知群", "same-number-same-unit"),
    ],
)
def test_of_the_kinds_of_number_the_first_that_fits(second: str, kind: str) -> None:
    drawn = ledger(f"unit | group_name | group_no\n教务处 | 通知群 | 100000001\n{second} | 100000001")

    clusters = same_numbers(drawn)

    assert told(clusters) == [(kind, ("r1", "r2"))]
    assert clusters[0].evidence["group_no"] == ["100000001"]
    assert further_rows(kept_rows(clusters, drawn, NOTHING)) == {"r2"}


def test_rows_joined_by_several_numbers_are_one_cluster_of_which_the_first_stays() -> None:
    drawn = ledger("""
        unit | group_name | group_no
        甲   | 甲群       | 100000001
        甲   | 乙群       | 100000009
        甲   | 丙群       | 100000001、100000002
        甲   | 丁群       | 100000002
    """)

    clusters = same_numbers(drawn)

    assert told(clusters) == [("same-number-two-names", ("r1", "r3", "r4"))]
    assert clusters[0].evidence["group_no"] == ["100000001", "100000002"]
    assert further_rows(kept_rows(clusters, drawn, NOTHING)) == {"r3", "r4"}


def test_a_blank_number_is_shared_with_nobody() -> None:
    assert same_numbers(ledger("unit | group_name | group_no\n甲 | 甲群 | \n甲 | 甲群 | ")) == ()


def test_one_work_one_group_where_the_regulation_says_so() -> None:
    drawn = """
        unit | group_name     | platform | purpose  | work_item
        甲   | 考务通知群     | 微信群   | 考务安排 |
        甲   | 监考老师群     | 微信群   | 考务 安排。 |
        甲   | 监考群         | QQ群     | 考试     | 考务安排
        乙   | 考务群         | 微信群   | 考务安排 |
        甲   | 闲聊群         | 微信群   | 交流     |
        甲   | 茶话群         | 微信群   | 交流     |
    """

    assert works(drawn, "jsut-2019") == [("same-work", ("r1", "r2", "r3"))]
    assert works(drawn, "cqny-2021") == []


def test_what_tells_two_groups_apart_tells_two_works_apart() -> None:
    drawn = """
        unit | group_name       | platform | purpose
        甲   | 计科1班群        | QQ群     | 班级管理
        甲   | 计科2班群        | QQ群     | 班级管理
        甲   | 会计1班群        | QQ群     | 班级管理
        甲   | 迎新1群          | QQ群     | 迎新
        甲   | 迎新2群          | QQ群     | 迎新
        甲   | 9栋楼长群        | QQ群     | 宿舍管理
        甲   | 29栋楼长群       | QQ群     | 宿舍管理
    """

    assert works(drawn, "jsut-2019") == []


def test_the_same_on_two_platforms_is_cross_platform_where_the_regulation_asks() -> None:
    drawn = """
        unit | group_name | platform | purpose
        甲   | 教职工QQ群 | QQ群     | 教职工联络
        甲   | 教职工微信群 | 微信群 | 教职工联络
    """

    assert works(drawn, "jsut-2019") == [("cross-platform", ("r1", "r2"))]
    assert works(drawn, "sccm-2022") == [("cross-platform", ("r1", "r2"))]
    assert works(drawn, "suzhou-2018") == []


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("甲 | 通知 群 | QQ群   | 100000002", [("same-name", ("r1", "r2"))]),
        ("甲 | 通知群  |        |", [("same-name", ("r1", "r2"))]),
        ("甲 | 通知群  | 微信群 |", []),
        ("甲 | 通知2群 | QQ群   | 100000002", []),
        ("乙 | 通知群  | QQ群   | 100000002", []),
    ],
)
def test_one_unit_one_name_two_numbers(second: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    drawn = f"unit | group_name | platform | group_no\n甲 | 通知群 | QQ群 | 100000001\n{second}"

    assert works(drawn, "cqny-2021") == expected


def test_official_groups_count_by_unit_and_platform() -> None:
    drawn = """
        unit | group_name | platform | is_official | is_active
        甲   | 甲一       | QQ群     | 是          |
        甲   | 甲二       | 微信群   | 是          |
        甲   | 甲三       | QQ群     | 否          |
        乙   | 乙一       | QQ群     | 是          |
        乙   | 乙二       | QQ群     | 是          |
        丙   | 丙一       | QQ群     | 是          | 否
        丙   | 丙二       | QQ群     | 是          |
    """

    assert works(drawn, "sccm-2022") == [("several-official", ("r4", "r5"))]
    assert works(drawn, "jsut-2019") == []


def test_rows_set_apart_accounts_and_dissolved_groups_are_not_compared() -> None:
    drawn = ledger("""
        unit | group_name | kind   | dissolved_on | purpose
        甲   | 通知群     |        |              | 考务
        甲   | 通知群     | 公众号 |              | 考务
        甲   | 通知群     |        | 2024-05      | 考务
        甲   | 通知群     |        |              | 考务
    """)

    assert same_works(drawn, profile=load_profile("jsut-2019"), apart={"r3", "r4"}) == ()


def test_a_purpose_that_names_no_work_joins_nothing() -> None:
    drawn = """
        unit   | group_name | platform | purpose
        教务处 | 考务群     | 微信群   | 工作通知
        教务处 | 教材群     | QQ群     | 工作通知
        教务处 | 督导群     | QQ群     | 通知
        教务处 | 竞赛群     | QQ群     | 数学建模竞赛组织
        教务处 | 建模组     | 微信群   | 数学建模竞赛组织
    """

    assert works(drawn, "jsut-2019") == [("cross-platform", ("r4", "r5"))]
