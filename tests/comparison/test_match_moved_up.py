"""Classes that move up a grade every year: an equal name is last year's only where nothing says that it went on."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def compared(ours: Ledger, theirs: Ledger) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Return who is joined, and the first suggestion of each other record."""
    found = pair(ours, theirs)
    joined = list(found.matched[["record", "previous"]].itertuples(index=False, name=None))
    left = set(ours.frame["id"]) - set(found.matched["record"])
    right = set(theirs.frame["id"]) - set(found.matched["previous"])
    first: dict[str, str] = {}
    for one in suggest(ours, theirs, found, open_ours=left, open_theirs=right):
        first.setdefault(one.record, one.previous)
    return joined, first


@pytest.mark.parametrize(
    "grades", ["一年级 二年级 三年级", "大一 大二 大三", "高一 高二 高三", "小班 中班 大班", "研一 研二 研三"]
)
@pytest.mark.parametrize(
    ("now", "then"),
    [
        (("丁一 甲一 乙一", "2025 2024 2023"), ("甲一 乙一 丙一", "2024 2023 2022")),
        (("丁一 甲一 乙一", "2025 2024 2023"), ("甲一 乙一 丙一", "2024 2023 2021")),
    ],
)
def test_a_ladder_that_moved_up_is_asked_about_from_the_grade_below(
    grades: str, now: tuple[str, str], then: tuple[str, str]
) -> None:
    joined, first = compared(ledger(register(grades, *now)), previous(register(grades, *then)))

    assert joined == []
    assert {record: row for record, row in first.items() if record != "r1"} == {"r2": "p1", "r3": "p2"}


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (("甲一 乙一 丙一", "2024 2023 2022"), ("甲一 乙一 丙一", "2024 2023 2022")),
        (("丁一 甲一 乙一", "2024 2023 2022"), ("甲一 乙一 丙一", "2024 2023 2022")),
        (("丁一 戊一 己一", "- - -"), ("甲一 乙一 丙一", "- - -")),
        (("丁一 甲一 乙一", "- - -"), ("甲一 乙一 丙一", "- - -")),
        (("- - -", "- - -"), ("甲一 乙一 丙一", "2024 2023 2022")),
    ],
)
def test_an_equal_name_joins_where_nothing_fits_the_grade_below_better(
    now: tuple[str, str], then: tuple[str, str]
) -> None:
    grades = "一年级 二年级 三年级"
    joined, _ = compared(ledger(register(grades, *now)), previous(register(grades, *then)))

    assert joined == [("r1", "p1"), ("r2", "p2"), ("r3", "p3")]


def test_a_year_of_entry_stays_with_its_class() -> None:
    grades = "2023级 2022级 2021级"
    ours = ledger(register(grades, "丁一 甲一 乙一", "2025 2024 2023"))
    theirs = previous(register(grades, "甲一 乙一 丙一", "2024 2023 2022"))

    assert compared(ours, theirs)[0] == [("r1", "p1"), ("r2", "p2"), ("r3", "p3")]
