"""Two consecutive years: decisions carried by the ledger alone, one asked again because its evidence changed."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from two_years import FIRST, SECOND, answered, campaign, group, ledger, report, sheet, suggested, table, told, verdict

from toolkit.report.outcome import to_json

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.model import Outcome

TEACHING, RUNNING = "商学院教学通知群", "商学院教学工作通知群"
CAREERS, ALUMNI = "商学院就业信息群", "商学院就业服务联络群"
SHIFT, DUTY = "商学院值班群", "商学院安全值守群"
EXAM, MARKS = "商学院考务群", "商学院阅卷群"
PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


class Years:
    """What came of both years, with the files that a department keeps between them."""

    def __init__(self, folder: Path) -> None:
        register = sheet(folder / "上年.csv", [group(TEACHING), group(CAREERS, 群主="卫二", 用途="发布就业信息")])
        self.first_rows = [
            group(RUNNING),
            group(ALUMNI, 群主="卫二", 用途="发布就业信息"),
            group(SHIFT, 群主="卫三", 用途="安排值班"),
            group(DUTY, 群主="卫四", 用途="安排值班"),
            group(EXAM, 群主="卫五", 用途="组织考试"),
            group(MARKS, 群主="卫六", 用途="组织考试"),
        ]
        self.asked = campaign(folder, self.first_rows, as_of=FIRST, previous=register)
        answers = {RUNNING: "是", ALUMNI: "否"}
        edited = answered(
            report(self.asked), "相似建议", folder / "一.xlsx", lambda row: {"是同一个群": answers[row["群名称"]]}
        )
        edited = answered(edited, "重复", folder / "二.xlsx", lambda row: {"合并": "否"} if row["question"] else {})
        self.first = campaign(folder, self.first_rows, as_of=FIRST, previous=register, decisions=(edited,))
        self.ledger = ledger(self.first, folder / "台账.xlsx")
        # a year later: renamed back; the duty groups as they were; the groups of the examinations do something else now
        self.second_rows = [
            group(TEACHING),
            *self.first_rows[1:4],
            group(EXAM, 群主="卫五", 用途="组织考试和阅卷", 创建日期="2020-03-11"),
            group(MARKS, 群主="卫六", 用途="组织考试和阅卷"),
        ]
        self.second = campaign(folder, self.second_rows, as_of=SECOND, previous=self.ledger)


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Years:
    return Years(tmp_path_factory.mktemp("years"))


def clusters(outcome: Outcome) -> set[tuple[str, ...]]:
    names = dict(zip(outcome.ledger.frame["id"], outcome.ledger.frame["group_name"], strict=True))
    return {tuple(sorted(names[record] for record in cluster.records)) for cluster in outcome.duplicates}


def test_in_the_first_year_everything_is_asked_and_answered(years: Years) -> None:
    assert (RUNNING, TEACHING) in suggested(years.asked)
    assert (ALUMNI, CAREERS) in suggested(years.asked)
    assert clusters(years.asked) == {tuple(sorted((SHIFT, DUTY))), tuple(sorted((EXAM, MARKS)))}
    assert verdict(years.first, RUNNING) == ("changed", "decision", TEACHING)
    assert (ALUMNI, CAREERS) not in suggested(years.first)
    assert clusters(years.first) == set()


def test_a_group_renamed_back_is_known_by_last_years_decision(years: Years) -> None:
    (decision,) = [one for one in years.second.decisions if one.kind == "suggestion" and one.answer == "yes"]
    assert decision.state == "applied"
    assert verdict(years.second, TEACHING) == ("changed", "decision", RUNNING)
    numbers = {row["群名称"]: row["备案编号"] for row in table(years.ledger, "台账", head=1)}
    assert years.second.previous.frame.set_index("group_name")["filing_no"][RUNNING] == numbers[RUNNING]


def test_what_is_no_duplicate_stays_none_and_what_changed_is_asked_again(years: Years) -> None:
    assert clusters(years.second) == {tuple(sorted((EXAM, MARKS)))}
    states = Counter(one.state for one in years.second.decisions if one.kind == "same-work")
    assert states == {"applied": 1, "again": 1}
    assert told(years.second, "TK-decision") == ["again"]
    shown = {row["群名称"]: row["说明"] for row in table(report(years.second), "重复")}
    assert "需重新确认" in (shown[EXAM] or "") + (shown[MARKS] or "")


def test_no_decision_is_lost_on_the_way(years: Years, tmp_path: Path) -> None:
    kept = table(ledger(years.second, tmp_path / "台账.xlsx"), "裁定")
    assert Counter((row["类型"], row["裁定"]) for row in kept) == Counter(
        (row["类型"], row["裁定"]) for row in table(years.ledger, "裁定")
    )
    assert {row["裁定人"] for row in kept} == {"宣传部 卫九"}


# --- the ten invariants (requirements.md 3.3), after two years of decisions -------------------------------------------


def test_1_every_finding_names_clause_file_sheet_and_cell(years: Years) -> None:
    for finding in (*years.first.findings, *years.second.findings):
        assert finding.facts["clause"]
        assert all(where.file and where.cell for where in finding.where)
        assert finding.where


def test_2_no_row_is_dropped(years: Years) -> None:
    for outcome, rows in ((years.first, years.first_rows), (years.second, years.second_rows)):
        assert sum(file.read for file in outcome.submissions) == len(rows) == len(outcome.ledger.frame)


def test_3_every_unit_has_one_status(years: Years) -> None:
    for outcome in (years.first, years.second):
        assert [unit.unit for unit in outcome.units] == ["商学院"]
        assert outcome.units[0].status in {"filed", "unknown"}


def test_4_and_5_every_row_of_both_years_has_one_verdict(years: Years) -> None:
    for outcome in (years.asked, years.first, years.second):
        assert outcome.verdicts["id"].tolist() == outcome.ledger.frame["id"].tolist()
        assert outcome.previous_verdicts["id"].tolist() == outcome.previous.frame["id"].tolist()
        assert (outcome.verdicts["verdict"] != "").all()
        assert (outcome.previous_verdicts["verdict"] != "").all()


def test_6_without_observed_groups_none_is_counted(years: Years) -> None:
    assert "unregistered" not in json.loads(to_json(years.second))["totals"]


def test_7_spelling_alone_reopens_no_decision(years: Years, tmp_path: Path) -> None:
    spelled = [{**row, "工作群名称": f"　{row['工作群名称']} ", "单位": "商 学 院"} for row in years.second_rows]
    outcome = campaign(tmp_path, spelled, as_of=SECOND, previous=years.ledger)
    assert outcome.verdicts["verdict"].tolist() == years.second.verdicts["verdict"].tolist()
    assert Counter(one.state for one in outcome.decisions) == Counter(one.state for one in years.second.decisions)


def test_8_the_same_inputs_give_the_same_bytes(years: Years, tmp_path: Path) -> None:
    again = campaign(tmp_path, years.second_rows, as_of=SECOND, previous=years.ledger)
    assert to_json(again) == to_json(years.second)
    assert ledger(again, tmp_path / "a.xlsx").read_bytes() == ledger(years.second, tmp_path / "b.xlsx").read_bytes()


def test_9_no_telephone_circulates(tmp_path: Path) -> None:
    with_phones = [group(RUNNING, 群主="卫一 13900000001"), group(f"{ALUMNI}13900000002", 群主="卫二")]
    register = sheet(tmp_path / "上年.csv", [group(TEACHING, 群主="卫一 13900000001")])
    first = campaign(tmp_path, with_phones, as_of=FIRST, previous=register)
    edited = answered(
        report(first), "相似建议", tmp_path / "填.xlsx", lambda _row: {"是同一个群": "是", "备注": "问 13900000001"}
    )
    outcome = campaign(tmp_path, with_phones, as_of=FIRST, previous=register, decisions=(edited,))
    shown = report(outcome)
    cells: list[Any] = [
        cell for name in ("相似建议", "裁定", "沿革") for row in table(shown, name) for cell in row.values()
    ]
    assert cells
    assert not [cell for cell in cells if PHONE.search(str(cell))]


def test_10_no_similarity_alters_the_ledger_without_a_recorded_decision(years: Years) -> None:
    for outcome in (years.asked, years.first, years.second):
        decided = {
            (one.records[0], one.previous[0])
            for one in outcome.decisions
            if one.previous and (one.answer, one.state) == ("yes", "applied") and one.by and one.on and one.evidence
        }
        verdicts = outcome.verdicts
        by_decision = verdicts[verdicts["basis"] == "decision"]
        assert set(zip(by_decision["id"], by_decision["previous"], strict=True)) == decided
        proved = verdicts[verdicts["verdict"].isin(["renewed", "changed"])]
        assert set(proved["basis"]) <= {"filing_no", "group_no", "unit_name", "decision"}
        pairs = {(one.record, one.previous) for one in outcome.suggestions}
        assert pairs.isdisjoint(zip(verdicts["id"], verdicts["previous"], strict=True))
    assert not (years.asked.verdicts["basis"] == "decision").any()
