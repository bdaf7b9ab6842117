"""Decisions about duplicates: likeness is silenced by 否, a number is a fact and only marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from two_years import FIRST, SECOND, answered, campaign, group, ledger, report, table, told

from toolkit.findings.wording import sentence, sentence_to_unit

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.model import Outcome

SAME_WORK = [
    group("商学院教学通知群", 用途="发布教学安排"),
    group("商学院教务信息群", 用途="发布教学安排", 群主="卫二"),
]
ONE_NUMBER = [
    group("商学院教学通知群", 平台="QQ群", 群号="330000001"),
    group("商学院考研互助群", 平台="QQ群", 群号="330000001"),
]


def kinds(outcome: Outcome) -> list[str]:
    return [cluster.kind for cluster in outcome.duplicates]


def say(outcome: Outcome, answer: str, path: Path) -> Path:
    return answered(report(outcome), "重复", path, lambda row: {"合并": answer} if row["question"] else {})


@pytest.mark.parametrize("answer", ["是", "否", "待定"])
def test_each_answer_to_one_work(tmp_path: Path, answer: str) -> None:
    first = campaign(tmp_path, SAME_WORK, as_of=FIRST)
    assert kinds(first) == ["same-work"]
    assert told(first, "JS-4a")
    outcome = campaign(tmp_path, SAME_WORK, as_of=FIRST, decisions=(say(first, answer, tmp_path / "填好.xlsx"),))
    gone = answer == "否"
    assert kinds(outcome) == ([] if gone else ["same-work"])
    assert bool(told(outcome, "JS-4a")) is not gone
    (decision,) = outcome.decisions
    assert decision.state == ("open" if answer == "待定" else "applied")
    if answer == "是":
        assert "已确认是重复" in table(report(outcome), "重复")[0]["说明"]


@pytest.mark.parametrize("answer", ["是", "否"])
def test_a_number_is_a_fact(tmp_path: Path, answer: str) -> None:
    first = campaign(tmp_path, ONE_NUMBER, as_of=FIRST)
    outcome = campaign(tmp_path, ONE_NUMBER, as_of=FIRST, decisions=(say(first, answer, tmp_path / "填好.xlsx"),))
    assert kinds(outcome) == kinds(first) == ["same-number-two-names"]
    assert outcome.verdicts["verdict"].tolist() == first.verdicts["verdict"].tolist()
    assert outcome.duplicates[0].evidence["decision"] == {"是": "yes", "否": "no"}[answer]
    assert [one.requirement for one in outcome.findings] == [one.requirement for one in first.findings]


def test_rows_of_one_cluster_answered_differently_contradict_each_other(tmp_path: Path) -> None:
    first = campaign(tmp_path, SAME_WORK, as_of=FIRST)
    answers = iter(["是", "否"])
    edited = answered(report(first), "重复", tmp_path / "填好.xlsx", lambda _row: {"合并": next(answers)})
    outcome = campaign(tmp_path, SAME_WORK, as_of=FIRST, decisions=(edited,))
    assert kinds(outcome) == ["same-work"]
    assert told(outcome, "TK-decision") == ["contradicting"]


def test_another_member_is_another_question(tmp_path: Path) -> None:
    first = campaign(tmp_path, SAME_WORK, as_of=FIRST)
    edited = say(first, "否", tmp_path / "填好.xlsx")
    more = [*SAME_WORK, group("商学院教学值班群", 用途="发布教学安排", 群主="卫三")]
    outcome = campaign(tmp_path, more, as_of=FIRST, decisions=(edited,))
    assert kinds(outcome) == ["same-work"]
    assert [one.state for one in outcome.decisions] == ["again"]
    assert "需重新确认" in table(report(outcome), "重复")[0]["说明"]


def test_no_holds_in_the_next_year_by_the_ledger_alone(tmp_path: Path) -> None:
    first = campaign(tmp_path, SAME_WORK, as_of=FIRST)
    edited = say(first, "否", tmp_path / "填好.xlsx")
    decided = campaign(tmp_path, SAME_WORK, as_of=FIRST, decisions=(edited,))
    outcome = campaign(tmp_path, SAME_WORK, as_of=SECOND, previous=ledger(decided, tmp_path / "台账.xlsx"))
    assert kinds(outcome) == []
    (decision,) = outcome.decisions
    assert (decision.state, decision.by) == ("applied", "宣传部 卫九")


def test_once_it_is_decided_who_keeps_a_group_only_the_others_are_asked_and_to_take_it_off(tmp_path: Path) -> None:
    rows = [
        group("商学院建模群", 平台="QQ群", 群号="330000013"),
        group("文学院建模群", 平台="QQ群", 群号="330000013", 单位="文学院"),
    ]
    first = campaign(tmp_path, rows, as_of=FIRST)
    cluster = next(one for one in first.duplicates if one.kind == "same-number-two-units")
    edited = answered(
        report(first),
        "重复",
        tmp_path / "填好.xlsx",
        lambda row: {"由哪个单位保留": "文学院"} if row["question"].startswith(cluster.kind) else {},
    )
    again = campaign(tmp_path, rows, as_of=FIRST, decisions=(edited,))
    found = [one for one in again.findings if one.facts.get("number") == "330000013"]
    assert [(one.unit, one.facts["variant"], len(one.records)) for one in found] == [("商学院", "given_up", 1)]
    assert "已裁定由“文学院”保留" in sentence(found[0])
    assert "文学院" not in sentence_to_unit(found[0])
    reminded = {row["单位"]: row["提醒文字（短，发群里）"] or "" for row in table(report(again), "报送情况")}
    assert "改正" in reminded["商学院"]
    assert not reminded.get("文学院")
