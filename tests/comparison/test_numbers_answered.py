"""Which number is right, answered by a person: 填错 with the right one in 备注, 同单位同名 with the one that holds."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from drawing import previous, returned, run
from two_years import answered, table

from toolkit.comparison.mistyped import right_numbers
from toolkit.model import Decision, Party
from toolkit.regulations.profile import load_profile
from toolkit.report import render_report
from toolkit.report.ledger import render_ledger
from toolkit.report.published import render_published

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.model import Outcome

FORM = "cqny-2021/register"
LAST = "unit | group_name | group_no | platform\n学生处 | 资助群 | 330000001 | QQ群"
TYPED = "unit | group_name | group_no | platform\n学生处 | 资助群 | 330000002 | QQ群"
TWICE = """
    unit   | group_name | group_no  | platform | owner.name | purpose
    学生处 | 资助群     | 330000001 | QQ群     | 卫一       | 发布通知
    学生处 | 资助群     | 330000002 | QQ群     | 卫二       | 答疑
"""


def registered(outcome: Outcome) -> list[str]:
    return [row["群号"] for row in table(render_ledger(outcome), "台账", head=1)]


def published(outcome: Outcome) -> list[str]:
    page = openpyxl.load_workbook(io.BytesIO(render_published(outcome))).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    head = next(place for place, row in enumerate(rows) if "群号" in row)
    return [row[rows[head].index("群号")] for row in rows[head + 1 :]]


@pytest.mark.parametrize(
    ("remark", "right"),
    [
        ("", "330000001"),
        ("电话核实，少写一位", "330000001"),
        ("上年的也不对，正确的是330000003", "330000003"),
        ("330000003", "330000003"),
        ("应为 330000003（3月2日电话核实，13900000001）", "330000003"),
        ("2026-03-02 问了卫一，２０２６年３月２日", "330000001"),
        ("不是330000007", "330000001"),
        ("群主330000005说应为330000006", "330000006"),
        ("330000005或330000006，待查", "330000001"),  # two, and neither is called right
    ],
)
def test_the_right_number_reaches_the_register_and_what_is_published(remark: str, right: str, tmp_path: Path) -> None:
    first = run(returned("a.xlsx", FORM, TYPED), theirs=previous(LAST))
    book = render_report(first, profile=load_profile("cqny-2021"))
    answered(book, "疑似换号", tmp_path / "答.xlsx", lambda _: {"是同一个群": "填错", "备注": remark})

    outcome = run(returned("a.xlsx", FORM, TYPED), theirs=previous(LAST), answered=tmp_path / "答.xlsx")

    assert outcome.verdicts["verdict"].tolist() == ["renewed"]
    assert outcome.ledger.frame["group_no"].tolist() == ["330000002"]  # what was returned stays what was returned
    assert registered(outcome) == [right]
    assert published(outcome) == [right]


def test_only_mistyped_has_a_right_number() -> None:
    told = {
        "groups": (Party("", number="330000002"), Party("", number="330000001")),
        "why": "330000003",
        "state": "applied",
        "records": ("r1",),
    }
    answers = [Decision("renumbered", "yes", chosen=chosen, **told) for chosen in ("renumbered", "mistyped")]
    assert [dict(right_numbers([one])) for one in answers] == [{}, {"r1": "330000003"}]


@pytest.mark.parametrize(
    ("answer", "verdicts", "left"),
    [
        ("以330000002为准", ["duplicate", "renewed"], ["330000002"]),
        ("330000002", ["duplicate", "renewed"], ["330000002"]),
        ("以330000001为准", ["renewed", "duplicate"], ["330000001"]),
        ("是", ["renewed", "duplicate"], ["330000001"]),  # the one that last year's register has
        ("否", ["renewed", "new"], ["330000001", "330000002"]),
        ("待定", ["renewed", "new"], ["330000001", "330000002"]),
    ],
)
def test_of_one_name_under_two_numbers_a_person_says_which_is_right(
    answer: str, verdicts: list[str], left: list[str], tmp_path: Path
) -> None:
    first = run(returned("a.xlsx", FORM, TWICE), theirs=previous(LAST))
    book = render_report(first, profile=load_profile("cqny-2021"))
    answered(book, "重复", tmp_path / "答.xlsx", lambda row: {"合并": answer} if row["question"] else {})

    outcome = run(returned("a.xlsx", FORM, TWICE), theirs=previous(LAST), answered=tmp_path / "答.xlsx")

    assert outcome.verdicts["verdict"].tolist() == verdicts
    assert outcome.previous_verdicts["verdict"].tolist() == ["renewed"]  # the register's group is nobody's loss
    assert registered(outcome) == left
    kept = table(render_report(outcome, profile=load_profile("cqny-2021")), "裁定")
    wanted = "以330000002为准" if answer == "330000002" else answer
    assert [row["裁定"] for row in kept if row["类型"] == "同单位同名"] == [wanted]


def test_which_number_is_right_can_be_chosen_from_the_list() -> None:
    outcome = run(returned("a.xlsx", FORM, TWICE), theirs=previous(LAST))
    book = openpyxl.load_workbook(io.BytesIO(render_report(outcome, profile=load_profile("cqny-2021"))))
    offered = {rule.formula1 for rule in book["重复"].data_validations.dataValidation}
    assert '"以330000001为准,以330000002为准,是,否,待定"' in offered


@pytest.mark.parametrize(
    ("form", "before", "approved", "told"),
    [
        ("sccm-2022/register", "148", "", ("未见超限批准", "基层党组织负责人的批准")),
        ("sccm-2022/register", "148", "党总支 卫一", ("已有超限批准", "")),
        ("scnvc-2019/registration", "98", "", ("未注明超限原因", "注明原因和必要性")),
        ("cqny-2021/register", "148", "", ("办法无例外，须减员", "减员或拆分")),
        ("jsut-2019/register", "148", "", None),  # no limit: nothing is crossed
    ],
)
def test_a_group_grown_above_the_limit_names_what_the_clause_asks_for(
    form: str, before: str, approved: str, told: tuple[str, str] | None
) -> None:
    heads = "unit | group_name | group_no | platform | member_count | oversize_approved_by"
    profile = form.partition("/")[0]
    outcome = run(
        returned("a.xlsx", form, f"{heads}\n教务处 | 教务处群 | 310000001 | QQ群 | 163 | {approved}"),
        theirs=previous(f"{heads}\n教务处 | 教务处群 | 310000001 | QQ群 | {before} |"),
        profile=profile,
    )
    rows = table(render_report(outcome, profile=load_profile(profile)), "变更")
    assert [row["报备情况"] for row in rows] == ([told[0]] if told else [])
    assert all(told is not None and told[1] in (row["说明"] or "") for row in rows)


def test_a_group_that_shrank_below_the_limit_needs_no_leave() -> None:
    heads = "unit | group_name | group_no | platform | member_count"
    outcome = run(
        returned("a.xlsx", "sccm-2022/register", f"{heads}\n教务处 | 教务处群 | 310000001 | QQ群 | 148"),
        theirs=previous(f"{heads}\n教务处 | 教务处群 | 310000001 | QQ群 | 163"),
        profile="sccm-2022",
    )
    (row,) = table(render_report(outcome, profile=load_profile("sccm-2022")), "变更")
    assert row["报备情况"] == "办法未要求"
