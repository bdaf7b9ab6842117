"""Classes that move up a grade every year: an equal name is last year's only where the ladder plainly stayed."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from drawing import ledger, previous

from toolkit.comparison.match.pairs import pair
from toolkit.comparison.match.suggest import suggest

if TYPE_CHECKING:
    from toolkit.model import Ledger

HEAD = "unit | group_name | platform | owner.name | created_on\n"


def register(grades: str, people: str, years: str) -> str:
    """Return a ladder of groups: one row a grade, with who leads it and the year it began ("-" where not told)."""
    told = zip(grades.split(), people.split(), years.split(), strict=True)
    rows = (
        f"附属学校 | {grade}家长群 | 微信群 | {who} | {f'{year}-09-01'}".replace("-09-01" if year == "-" else "~", "")
        for grade, who, year in told
    )
    return HEAD + "\n".join(row.replace("| -", "| ") for row in rows)


def compared(ours: Ledger, theirs: Ledger, **said: object) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Return who is joined, and the first suggestion of each other record."""
    found = pair(ours, theirs, **said)
    joined = list(found.matched[["record", "previous"]].itertuples(index=False, name=None))
    left = set(ours.frame["id"]) - set(found.matched["record"])
    right = set(theirs.frame["id"]) - set(found.matched["previous"])
    first: dict[str, str] = {}
    for one in suggest(ours, theirs, found, open_ours=left, open_theirs=right):
        first.setdefault(one.record, one.previous)
    return joined, first


LADDERS = [
    "一年级 二年级 三年级",
    "大一 大二 大三",
    "高一 高二 高三",
    "小班 中班 大班",
    "研一 研二 研三",
    "小一班 中一班 大一班",
    "小（2）班 中（2）班 大（2）班",
    "三（1）班 四（1）班 五（1）班",
    "初一（2）班 初二（2）班 初三（2）班",
]
STAYED, MOVED, ASKED = "stayed", "moved", "asked"
"""Joined by name; the grade below first; the grade below first because nothing says otherwise."""
YEARS = {
    "all new": ("丁一 甲一 乙一", "2025 2024 2023", "甲一 乙一 丙一", "2024 2023 2022", MOVED),
    "one day mistyped": ("丁一 甲一 乙一", "2025 2024 2023", "甲一 乙一 丙一", "2024 2023 2021", MOVED),
    "owners alone": ("丁一 甲一 乙一", "- - -", "甲一 乙一 丙一", "- - -", MOVED),
    "days alone": ("- - -", "2025 2024 2023", "- - -", "2024 2023 2022", MOVED),
    "one day left out": ("丁一 甲一 乙一", "2025 - 2023", "甲一 乙一 丙一", "2024 2023 2022", MOVED),
    "one owner changed": ("丁一 戊一 乙一", "2025 2024 2023", "甲一 乙一 丙一", "2024 2023 2022", MOVED),
    "names alone": ("- - -", "- - -", "- - -", "- - -", ASKED),
    "names against a full list": ("- - -", "- - -", "甲一 乙一 丙一", "2024 2023 2022", ASKED),
    "everybody new": ("丁一 戊一 己一", "- - -", "甲一 乙一 丙一", "- - -", ASKED),
    "one for all": ("甲一 甲一 甲一", "2022 2022 2022", "甲一 甲一 甲一", "2022 2022 2022", ASKED),
    "nothing moved": ("甲一 乙一 丙一", "2024 2023 2022", "甲一 乙一 丙一", "2024 2023 2022", STAYED),
    "teachers went on, the groups stayed": (
        "丁一 甲一 乙一",
        "2024 2023 2022",
        "甲一 乙一 丙一",
        "2024 2023 2022",
        STAYED,
    ),
    "one teacher new": ("甲一 乙一 丁一", "- - -", "甲一 乙一 丙一", "- - -", STAYED),
}


@pytest.fixture(scope="module")
def schools() -> tuple[set[tuple[str, str]], dict[str, str]]:
    """Every ladder in every year, each in a school of its own: what is joined, and the first suggestions."""
    now, then = [HEAD], [HEAD]
    for (grades, facts), school in zip(product(LADDERS, YEARS.values()), SCHOOLS, strict=True):
        for side, told in ((now, facts[:2]), (then, facts[2:4])):
            side.append(register(grades, *told).removeprefix(HEAD).replace("附属学校", school) + "\n")
    ours, theirs = ledger("".join(now)), previous("".join(then))
    joined, first = compared(ours, theirs)
    here, there = (
        {name: f"{unit}{group}" for name, unit, group in side.frame[["id", "unit", "group_name"]].to_numpy()}
        for side in (ours, theirs)
    )
    return {(here[one], there[other]) for one, other in joined}, {here[one]: there[to] for one, to in first.items()}


SCHOOLS = [f"{letter}{number}学校" for letter in "甲乙丙丁戊己庚辛壬" for number in range(13)]


@pytest.mark.parametrize("year", YEARS)
def test_a_ladder_is_joined_by_name_only_where_it_stayed(
    schools: tuple[set[tuple[str, str]], dict[str, str]], year: str
) -> None:
    joined, first = schools
    for number, grades in enumerate(LADDERS):
        school = SCHOOLS[number * len(YEARS) + [*YEARS].index(year)]
        lowest, middle, highest = (f"{school}{grade}家长群" for grade in grades.split())
        if YEARS[year][-1] == STAYED:
            assert {(name, name) for name in (lowest, middle, highest)} <= joined
        else:
            assert joined.isdisjoint(product((lowest, middle, highest), repeat=2))
            assert (first.get(middle), first.get(highest)) == (lowest, middle), grades


def test_both_rows_are_suggested_and_the_ladder_is_one_question() -> None:
    ours, theirs = (side(register("大一 大二 大三", "- - -", "- - -")) for side in (ledger, previous))
    found = pair(ours, theirs)

    told = suggest(ours, theirs, found, open_ours=set(ours.frame["id"]), open_theirs=set(theirs.frame["id"]))

    asked = [one for one in told if any(row["field"] == "moved_up" for row in one.evidence)]
    assert [(one.record, one.previous) for one in asked] == [("r2", "p1"), ("r3", "p2")]
    assert {(row["ours"], row["theirs"]) for one in asked for row in one.evidence if row["field"] == "moved_up"} == {
        ("大二家长群（附属学校）", "大一家长群（附属学校）")
    }
    assert {("r2", "p2"), ("r3", "p3")} <= {(one.record, one.previous) for one in told}


def said(*answers: tuple[str, str, bool]) -> pd.DataFrame:
    return pd.DataFrame(answers, columns=["record", "previous", "same"])


@pytest.mark.parametrize(
    ("answers", "joined"),
    [
        ((("r2", "p1", False), ("r3", "p2", False)), [("r1", "p1"), ("r2", "p2"), ("r3", "p3")]),
        ((("r2", "p1", True), ("r3", "p2", True)), [("r2", "p1"), ("r3", "p2")]),
        ((("r2", "p1", True),), [("r2", "p1")]),
        ((("r3", "p2", False),), [("r3", "p3")]),
    ],
)
def test_an_answer_settles_the_ladder(
    answers: tuple[tuple[str, str, bool], ...], joined: list[tuple[str, str]]
) -> None:
    ours, theirs = (side(register("一年级 二年级 三年级", "- - -", "- - -")) for side in (ledger, previous))

    assert compared(ours, theirs, decisions=said(*answers))[0] == joined


@pytest.mark.parametrize(
    ("now", "then", "joined"),
    [
        ("2023级 2022级 2021级", "2023级 2022级 2021级", 3),  # a year of entry stays with its class
        ("大一 校友", "大一 校友", 2),  # nothing stands a grade below
        ("小班教学 大班教学", "小班教学 大班教学", 2),
        ("电大班 夜大班", "电大班 夜大班", 2),
        ("1班 2班 3班", "1班 2班 3班", 3),
        ("第一期 第二期", "第一期 第二期", 2),
    ],
)
def test_what_is_no_ladder_goes_on_being_joined_by_name(now: str, then: str, joined: int) -> None:
    blank = [" ".join("-" for _ in names.split()) for names in (now, then)]
    ours, theirs = ledger(register(now, blank[0], blank[0])), previous(register(then, blank[1], blank[1]))

    assert len(compared(ours, theirs)[0]) == joined


def test_a_group_number_tells_for_the_whole_ladder() -> None:
    rows = "".join(f"附中 | 高{n}（1）班家长群 | {{}} | QQ群\n" for n in "一二三")
    head = "unit | group_name | group_no | platform\n"
    then = previous(head + rows.format("100000001", "", "100000003"))

    stayed = pair(ledger(head + rows.format("100000001", "", "100000003")), then)
    moved = pair(ledger(head + rows.format("", "100000001", "")), then)

    assert stayed.matched["previous"].tolist() == ["p1", "p2", "p3"]
    assert moved.matched[["record", "previous"]].to_numpy().tolist() == [["r2", "p1"]]


def test_a_ladder_whose_names_lost_a_word_is_the_same_ladder() -> None:
    head = "unit | group_name | platform\n"
    then = previous(head + "".join(f"附中 | 高{n}（{c}）班家长群 | 微信群\n" for n in "一二三" for c in (1, 2)))
    now = ledger(head + "".join(f"附中 | 高{n}（{c}）班家长 | 微信群\n" for n in "一二三" for c in (1, 2)))

    joined, first = compared(now, then)

    assert joined == []
    assert {record: row for record, row in first.items() if record not in ("r1", "r2")} == {
        "r3": "p1",
        "r4": "p2",
        "r5": "p3",
        "r6": "p4",
    }
