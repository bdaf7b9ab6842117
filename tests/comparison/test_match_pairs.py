"""Who is who: proof only, each row once, and what is ambiguous is left to a person."""

from __future__ import annotations

import pandas as pd
import pytest
from drawing import ledger, previous

from toolkit.comparison.match.pairs import Pairs, pair


def matched(pairs: Pairs) -> list[tuple[str, str, str]]:
    return list(pairs.matched[["record", "previous", "basis"]].itertuples(index=False, name=None))


def renumbered(pairs: Pairs) -> list[tuple[str, str]]:
    return list(pairs.renumbered[["record", "previous"]].itertuples(index=False, name=None))


def test_a_filing_number_outranks_the_group_number_and_the_group_number_outranks_the_name() -> None:
    ours = ledger("""
        unit   | group_name | group_no  | filing_no
        教务处 | 新名字     | 100000009 | XC-01
        教务处 | 排课群     | 100000002 |
        教务处 | 考务群     |           |
    """)
    theirs = previous("""
        unit   | group_name | group_no  | filing_no
        教务处 | 考务群     |           |
        学生处 | 迎新群     | 100000002 |
        教务处 | 通知群     | 100000001 | xc-01
    """)

    assert matched(pair(ours, theirs)) == [
        ("r1", "p3", "filing_no"),
        ("r2", "p2", "group_no"),
        ("r3", "p1", "unit_name"),
    ]


def test_a_filing_number_borne_twice_proves_nothing() -> None:
    ours = ledger("""
        unit   | group_name | group_no  | filing_no
        教务处 | 甲群       | 100000001 | 7
        教务处 | 乙群       | 100000002 | 7
    """)
    theirs = previous("""
        unit   | group_name | group_no  | filing_no
        教务处 | 乙群       | 100000002 | 7
    """)

    assert matched(pair(ours, theirs)) == [("r2", "p1", "group_no")]


def test_any_number_of_a_cell_matches() -> None:
    ours = ledger("unit | group_name | group_no\n甲 | 一群 | 100000001、100000002")
    theirs = previous("unit | group_name | group_no\n乙 | 别的 | 100000002、100000003")

    assert matched(pair(ours, theirs)) == [("r1", "p1", "group_no")]


def test_where_last_year_has_a_number_twice_unit_and_name_choose() -> None:
    ours = ledger("unit | group_name | group_no\n学生处 | 迎新群 | 100000001")
    theirs = previous("""
        unit   | group_name | group_no
        教务处 | 迎新群     | 100000001
        学生处 | 迎新群     | 100000001
    """)

    assert matched(pair(ours, theirs)) == [("r1", "p2", "group_no")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("教务处 | 通知群 |           | 微信群", [("r1", "p1", "unit_name")]),
        ("教务处 | 通知 群|           |      ", [("r1", "p1", "unit_name")]),
        ("教务处 | 通知群 |           | QQ群", []),
        ("学生处 | 通知群 |           | 微信群", []),
        ("教务处 | 通知1群|           | 微信群", []),
        ("       | 通知群 |           | 微信群", []),
    ],
)
def test_unit_and_name_match_when_nothing_given_says_otherwise(row: str, expected: list[tuple[str, str, str]]) -> None:
    ours = ledger("unit | group_name | group_no | platform\n" + row)
    theirs = previous("unit | group_name | group_no | platform\n教务处 | 通知群 | | 微信群\n | 通知2群 | | 微信群")

    assert matched(pair(ours, theirs)) == expected


def test_a_name_that_two_rows_of_the_unit_could_bear_matches_neither() -> None:
    ours = ledger("unit | group_name | group_no\n教务处 | 通知群 | \n教务处 | 通知群 | ")
    theirs = previous("unit | group_name | group_no\n教务处 | 通知群 | ")

    assert matched(pair(ours, theirs)) == []
    assert matched(pair(theirs, ours)) == []


def test_one_name_on_two_platforms_is_two_groups() -> None:
    drawn = "unit | group_name | platform\n教务处 | 通知群 | QQ群\n教务处 | 通知群 | 微信群"

    assert matched(pair(ledger(drawn), previous(drawn))) == [("r1", "p1", "unit_name"), ("r2", "p2", "unit_name")]


def test_a_row_matched_by_number_still_makes_its_name_ambiguous() -> None:
    ours = ledger("unit | group_name | group_no\n甲 | 通知群 | 100000001\n甲 | 通知群 | ")
    theirs = previous("unit | group_name | group_no\n甲 | 通知群 | 100000001\n甲 | 通知群 | ")

    assert matched(pair(ours, theirs)) == [("r1", "p1", "group_no")]


def test_same_unit_and_name_under_another_number_is_renumbered_and_no_match() -> None:
    ours = ledger("unit | group_name | group_no | platform\n甲 | 通知群 | 100000001 | QQ群")
    theirs = previous("""
        unit | group_name | group_no  | platform
        甲   | 通知群     | 100000002 |
        乙   | 通知群     | 100000003 | QQ群
    """)

    found = pair(ours, theirs)

    assert matched(found) == []
    assert renumbered(found) == [("r1", "p1")]


def test_another_platform_is_another_group_and_not_renumbered() -> None:
    ours = ledger("unit | group_name | group_no | platform\n甲 | 通知群 | 100000001 | QQ群")
    theirs = previous("unit | group_name | group_no | platform\n甲 | 通知群 | 100000002 | 微信群")

    assert renumbered(pair(ours, theirs)) == []


def test_a_record_set_apart_is_no_candidate() -> None:
    drawn = "unit | group_name | group_no\n甲 | 通知群 | 100000001"

    assert matched(pair(ledger(drawn), previous(drawn), apart={"r1"})) == []


def test_a_person_joins_what_no_proof_joins_and_parts_what_a_name_would_join() -> None:
    ours = ledger("unit | group_name\n甲 | 教学群\n甲 | 通知群")
    theirs = previous("unit | group_name\n甲 | 教务群\n甲 | 通知群")
    decisions = pd.DataFrame({"record": ["r1", "r2"], "previous": ["p1", "p2"], "same": [True, False]})

    assert matched(pair(ours, theirs, decisions=decisions)) == [("r1", "p1", "decision")]


def test_nothing_matches_nothing() -> None:
    empty = ledger()

    assert matched(pair(empty, previous())) == []
    assert renumbered(pair(empty, previous())) == []
