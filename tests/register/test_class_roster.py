"""One school year for evidence and rule alike: a class is there until 31 August of the year its course ends."""

from __future__ import annotations

import datetime as dt

import pytest
from drawing import returned, run

ROSTER = "班级 | 单位 | 入学年份 | 学制\n2023级1班 | 能源工程学院 | 2023 | 3\n计科2201班 | 信息学院 | 2022 | 4"


@pytest.mark.parametrize(
    ("as_of", "left"),
    [
        (dt.date(2026, 7, 15), set()),
        (dt.date(2026, 8, 31), set()),
        (dt.date(2026, 9, 1), {"2023级1班班级群", "计科2201班班级群"}),
        (dt.date(2027, 1, 5), {"2023级1班班级群", "计科2201班班级群"}),
    ],
)
def test_the_school_year_turns_on_one_day(as_of: dt.date, left: set[str]) -> None:
    rows = """unit | group_name | group_no | platform
        能源工程学院 | 2023级1班班级群 | 330000001 | QQ群
        信息学院 | 计科2201班班级群 | 330000002 | QQ群
        信息学院 | 计科2301班班级群 | 330000003 | QQ群
        艺术学院 | 计科2201班班级群 | 330000004 | QQ群"""

    outcome = run(returned("学院.xlsx", "cqny-2021/register", rows), as_of=as_of, classes=ROSTER)

    names = dict(zip(outcome.ledger.frame["id"], outcome.ledger.frame["group_name"], strict=True))
    units = dict(zip(outcome.ledger.frame["id"], outcome.ledger.frame["unit"], strict=True))
    evidence = outcome.defunct.loc[outcome.defunct["tag"] == "E6", "record"].tolist()
    told = [record for one in outcome.findings if one.rule == "graduated" for record in one.records]
    assert {names[record] for record in evidence} == left
    assert sorted(evidence) == sorted(told)
    assert all(units[record] != "艺术学院" for record in evidence)
