"""Every status of a unit (contract.md, `units[].status`), each by a campaign a department would know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from campaigns import Written, run

if TYPE_CHECKING:
    from pathlib import Path

WHO = "声乐系"
ROSTER = [{"单位": WHO}, {"单位": "钢琴系"}]
ELSEWHERE = {"单位": "钢琴系", "群名称": "钢琴系工作群", "群号": "310000002"}
REJECTED = {"路径": f"{WHO}.xlsx", "状态": "rejected"}
EMPTY = {"路径": f"{WHO}（空表）.xlsx", "状态": "empty"}
NIL = {"路径": f"{WHO}零报告.xlsx", "状态": "nil"}
LATE, IN_TIME = "2026-03-12", "2026-03-09"


def received(**days: str) -> list[dict[str, str]]:
    return [{"文件": f"{name}.xlsx", "收件日期": day} for name, day in days.items()]


CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "sent its groups": ("filed", {"群": [{}], "收件": received(声乐系=IN_TIME)}),
    "sent them on the window's last day": ("filed", {"群": [{}], "收件": received(声乐系="2026-03-10")}),
    "sent them on the day after it": ("late", {"群": [{}], "收件": received(声乐系="2026-03-11")}),
    "sent them after the window": ("late", {"群": [{}], "收件": received(声乐系=LATE)}),
    "sent one file in time and one after": (
        "filed",
        {
            "群": [{}, {"群名称": "声乐系考务群", "群号": "310000003", "文件": "声乐系补充.xlsx"}],
            "收件": received(声乐系=IN_TIME, 声乐系补充=LATE),
        },
    ),
    "wrote a late date on the form, and nobody logged it": ("filed", {"群": [{"填报日期": LATE}]}),
    "says it has no group": ("nil", {"群": [ELSEWHERE], "文件": [NIL]}),
    "sent a nil notice": ("nil", {"群": [ELSEWHERE], "来文": [{"类型": "零报告", "单位": WHO}]}),
    "sent a notice of no change": ("no_change", {"群": [ELSEWHERE], "来文": [{"类型": "无变更", "单位": WHO}]}),
    "sent a notice of no change and its groups": ("filed", {"群": [{}], "来文": [{"类型": "无变更", "单位": WHO}]}),
    "sent a broken file only": ("returned", {"群": [ELSEWHERE], "文件": [REJECTED]}),
    "sent an empty form only": ("returned", {"群": [ELSEWHERE], "文件": [EMPTY]}),
    "sent a broken file, then a good one": (
        "filed",
        {"群": [{"文件": "声乐系重报.xlsx"}], "文件": [REJECTED]},
    ),
    "sent a broken file, then a nil notice": (
        "nil",
        {"群": [ELSEWHERE], "文件": [REJECTED], "来文": [{"类型": "零报告", "单位": WHO}]},
    ),
    "sent nothing": ("missing", {"群": [ELSEWHERE]}),
    "stands in last year's register and sent nothing": ("missing", {"群": [ELSEWHERE], "上年": [{}], "名录": None}),
    "need not file and did not": ("exempt", {"群": [ELSEWHERE], "名录": [{"单位": WHO, "应报": "否"}, ROSTER[1]]}),
    "need not file and did": ("filed", {"群": [{}], "名录": [{"单位": WHO, "应报": "否"}, ROSTER[1]]}),
    "filed and is not on the roster": ("unknown", {"群": [{}], "名录": [ROSTER[1]]}),
    "filed where there is no roster": ("filed", {"群": [{}], "名录": None}),
}


@pytest.mark.parametrize("title", CASES)
def test_a_unit_that(title: str, tmp_path: Path) -> None:
    status, says = CASES[title]
    told = {name: value for name, value in ({"名录": ROSTER} | says).items() if value is not None}
    outcome = run(Written("sccm-2022", "", hit=False, title="", says=told | {"今天": "2026-03-15"}), tmp_path)
    assert {unit.unit: unit.status for unit in outcome.units}[WHO] == status
    assert len({unit.unit for unit in outcome.units}) == len(outcome.units)


def test_rows_in_another_offices_ledger_make_a_unit_filed(tmp_path: Path) -> None:
    group = {"群组类别": "学生班级", "文件": "学生处汇总.xlsx"}
    roster = [{"单位": "能源工程学院"}, {"单位": "学生处"}]
    outcome = run(Written("cqny-2021", "", hit=False, title="", says={"群": [group], "名录": roster}), tmp_path)
    (unit,) = [unit for unit in outcome.units if unit.unit == "能源工程学院"]
    assert (unit.status, unit.via) == ("filed", "学生处")


def test_last_years_groups_of_a_unit_whose_return_was_rejected_are_missing_not_unaccounted(tmp_path: Path) -> None:
    says = {"群": [ELSEWHERE], "文件": [REJECTED], "上年": [{}, ELSEWHERE], "名录": ROSTER}
    outcome = run(Written("sccm-2022", "", hit=False, title="", says=says), tmp_path)
    assert outcome.previous_verdicts["verdict"].tolist() == ["unit_missing", "renewed"]
    assert {unit.unit: unit.status for unit in outcome.units}[WHO] == "returned"
