"""What no form has a place for is 未检查, told when the definition is examined, and never 未发现问题."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from institutions import institution, run, send

from toolkit.findings.articles import compliance
from toolkit.findings.rules.unplaced import Unplaced
from toolkit.regulations.own_words import speaking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.findings.articles import ArticleRow
    from toolkit.model import Outcome
    from toolkit.regulations.profile import Profile

LIST = """\
    form: list
    title: 示例大学群组登记清单
    sheet: 清单
    layout: ledger
    offered: 6
    columns:
      - {label: 单位, answer: unit}
      - {label: 群名称, answer: group_name}
      - {label: 平台, answer: platform}
      - {label: 层级, answer: level}
      - {label: 任务结束日期, answer: work_end_on}
      - {label: 群主, answer: owner.name}
"""
FIELDS = "fields: {level: {options: [校级, 二级, 三级]}, tutor: {zh: 指导教师, kind: people}}"
ASKED = {
    "whole": "rule: required, with: {fields: [remark]}",
    "partly": "rule: required, with: {fields: [owner.name, purpose, tutor]}",
    "there": "rule: required, with: {fields: [owner.name]}",
    "condition": "rule: required, with: {fields: [owner.name], when: {campus: 东区}}",
    "size": "rule: over-size, with: {limit: 200, cleared_by: none}",
    "event": "rule: within-days, with: {event: created_on, reported: filed_on, days: 7}",
    "official": "rule: one-official, with: {max: 1, scope: unit_platform, when: {level: 二级}}",
    "none-official": "rule: no-official",
    "ended": "rule: temporary-ended, with: {grace_days: 15}",
    "temporary": "rule: temporary-large, with: {max_members: 10, max_age_days: 30}",
    "window": "rule: annual-window, with: {start: '03-01', end: '04-30', dates: [received_on, reported_on]}",
    "approved": "rule: approval, with: {fields: [unit_approved_on]}, needs: [approvals]",
    "class": "rule: headcount, with: {against: classes, when: {category: 班级}, words: [班], sides: [over], "
    "tolerance: 0.1}",
}
LACKING = {
    "whole": ("remark",),
    "condition": ("campus",),
    "size": ("member_count",),
    "event": ("created_on", "filed_on"),
    "none-official": ("is_official",),
    "temporary": ("is_temporary",),
    "class": ("member_count",),
}


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    head = 'article: "一", clause: 第一条, quote: 须填写名称, title: 要求, severity: warning'
    asked = "".join(f"- {{id: {name}, {head}, {told}}}\n" for name, told in ASKED.items())
    fields = FIELDS.replace("tutor:", "campus: {zh: 校区, kind: enum, options: [东区, 西区]}, tutor:")
    return institution(tmp_path_factory.mktemp("school"), {"list": LIST}, fields=fields, requirements=asked)


@pytest.fixture(scope="module")
def outcome(school: Profile, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("round") / "收回"
    rows = [
        {"unit": "文学院", "group_name": "示大文学院", "platform": "公众号", "level": "二级"},
        {"unit": "文学院", "group_name": "示大文学院青年", "platform": "公众号", "level": "二级"},
        {"unit": "文学院", "group_name": "示大文学院团委", "platform": "公众号", "level": "三级"},
        {"unit": "文学院", "group_name": "迎新群", "platform": "QQ群", "level": "三级", "work_end_on": "2026-02-20"},
        {"unit": "文学院", "group_name": "评估群", "platform": "QQ群", "level": "三级", "work_end_on": "2026-03-30"},
    ]
    send(school, folder / "文学院.xlsx", "list", rows)
    return run(school, folder, as_of="2026-04-01")


def by_id(rows: tuple[ArticleRow, ...]) -> Mapping[str, ArticleRow]:
    return {row.requirement.id: row for row in rows if row.requirement.id in ASKED}


def test_each_rule_says_what_it_cannot_do_without(school: Profile) -> None:
    places = Unplaced(school)
    with speaking(school.own):
        asked = {entry.id: entry for entry in school.regulation.requirements if entry.id in ASKED}
        assert {name: told for name, entry in asked.items() if (told := places.of(entry))} == LACKING
        assert places.partly(asked["partly"]) == ("purpose", "tutor")
        assert places.partly(asked["there"]) == ()


def test_it_is_no_clean_result(school: Profile, outcome: Outcome) -> None:
    with speaking(school.own):
        rows = by_id(compliance(school, outcome.given, outcome.findings, frame=outcome.ledger.frame))

    left = {name: row.unplaced for name, row in rows.items() if row.status == "no_place"}
    assert left == LACKING
    assert [row.findings for row in rows.values() if row.status == "no_place"] == [None] * len(left)
    assert rows["partly"].findings is not None
    assert rows["partly"].unplaced == ("purpose", "tutor")  # it found what it could, and says what it could not
    assert rows["approved"].status == "not_compared"


def test_an_answer_that_came_all_the_same_is_a_place(school: Profile, outcome: Outcome) -> None:
    frame = outcome.ledger.frame.assign(remark=["见附件", *[""] * (len(outcome.ledger.frame) - 1)])
    with speaking(school.own):
        rows = by_id(compliance(school, outcome.given, (), frame=frame))
    assert rows["whole"].status == "checked"


def test_a_condition_tells_which_accounts_are_official(outcome: Outcome) -> None:
    """Two of the second level on one platform; the one of the third is none of them."""
    found = [one for one in outcome.findings if one.requirement == "official"]
    assert [len(one.records) for one in found] == [2]


def test_a_group_whose_work_ended_is_temporary_though_nobody_said_so(outcome: Outcome) -> None:
    names = dict(zip(outcome.ledger.frame["id"], outcome.ledger.frame["group_name"], strict=True))
    found = [names[record] for one in outcome.findings if one.requirement == "ended" for record in one.records]
    assert found == ["迎新群"]
