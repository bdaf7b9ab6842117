"""What a year at an office brought up: a remark that ends a group, a number corrected, who is asked again."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import openpyxl
import pytest
from drawing import previous, returned, run, workbook
from two_years import FIRST, SECOND, THIRD, answered, campaign, group, ledger, report, sheet, table

from toolkit.findings.concerned import Sent
from toolkit.findings.wording import sentence
from toolkit.forms.feedback import feedback
from toolkit.normalise.units import UnitIndex
from toolkit.register.previous import load_previous
from toolkit.regulations.profile import load_profile
from toolkit.report import render_report
from toolkit.report.figures import figures
from toolkit.report.ledger import render_ledger

if TYPE_CHECKING:
    from toolkit.model import Outcome

FORM = "cqny-2021/register"
HEADS = "unit | group_name | group_no"
UNCHANGED = {"unchanged": "☑本单位本年度无变更"}
CARD = "suzhou-2018/registration"


def fates(outcome: Outcome) -> tuple[list[str], list[str]]:
    return outcome.verdicts["verdict"].tolist(), outcome.previous_verdicts["verdict"].tolist()


def variants(outcome: Outcome, rule: str) -> list[tuple[str, str]]:
    return [(str(one.facts.get("variant", "")), one.severity) for one in outcome.findings if one.rule == rule]


@pytest.mark.parametrize(
    ("remark", "day"),
    [
        ("2026.3.1已解散，并入上群", "2026-03-01"),
        ("已解散", ""),
        ("已注销（2026年2月）", "2026-02"),
        ("本群于2025年12月20日解散", "2025-12-20"),
        ("2025年12月1日开会议定，2026年1月5日已解散", ""),  # two days: which is it
    ],
)
def test_a_group_that_its_remark_ends_is_cancelled_and_asked_about(remark: str, day: str) -> None:
    now = (
        f"unit | group_name | group_no | remark\n教务处 | 通知群 | 310000001 | \n教务处 | 考务群 | 310000002 | {remark}"
    )
    outcome = run(returned("a.xlsx", FORM, now), theirs=previous(now.replace("remark", "purpose")))

    assert fates(outcome) == (["renewed", "cancelled"], ["renewed", "dissolved"])
    assert outcome.ledger.frame["dissolved_on"].tolist() == ["", day]
    assert ("remarked", "review") in variants(outcome, "still-active")
    assert [row["群名称"] for row in table(render_ledger(outcome), "台账", head=1)] == ["通知群"]


@pytest.mark.parametrize("remark", ["拟解散", "原群已解散，重建", "未解散", "由原教务群更名", "2027年3月1日解散", ""])
def test_other_remarks_end_nothing(remark: str) -> None:
    now = f"unit | group_name | remark\n教务处 | 通知群 | {remark}"
    outcome = run(returned("a.xlsx", FORM, now), theirs=previous("unit | group_name\n教务处 | 通知群"))

    if remark.startswith("2027"):
        assert outcome.ledger.frame["dissolved_on"].tolist() == [""]
    else:
        assert fates(outcome) == (["renewed"], ["renewed"])


def test_what_the_unit_says_under_a_heading_stands_against_its_remark() -> None:
    now = "unit | group_name | disposition | remark\n教务处 | 通知群 | 继续 | 已解散过一次"
    outcome = run(returned("a.xlsx", FORM, now), theirs=previous("unit | group_name\n教务处 | 通知群"))

    assert fates(outcome) == (["renewed"], ["renewed"])


def card(number: str, filing_no: str, name: str = "资助群") -> str:
    return f"unit | group_name | group_no | platform | filing_no\n学生处 | {name} | {number} | QQ群 | {filing_no}"


@pytest.mark.parametrize(
    ("filing_no", "name", "left"),
    [
        ("2025-010", "资助群", ["630000002"]),  # one filing number and name: the number was corrected
        ("", "资助群", ["630000001", "630000002"]),
        ("2025-011", "资助群", ["630000001", "630000002"]),
        ("2025-010", "迎新群", ["630000001", "630000002"]),  # a card copied from another: to be asked
    ],
)
def test_a_later_card_of_one_filing_number_corrects_the_group_number(
    filing_no: str, name: str, left: list[str]
) -> None:
    outcome = run(
        returned("1.xlsx", CARD, card("630000001", "2025-010")),
        returned("2更正.xlsx", CARD, card("630000002", filing_no, name)),
        profile="suzhou-2018",
    )
    assert outcome.ledger.frame["group_no"].tolist() == left


@pytest.mark.parametrize(("answer", "left"), [("是", 1), ("否", 2), ("待定", 2)])
def test_two_numbers_of_one_name_are_one_group_once_a_person_says_so(answer: str, left: int, tmp_path: Path) -> None:
    text = """
        unit   | group_name | group_no  | platform | owner.name | purpose
        学生处 | 资助群     | 330000001 | QQ群     | 卫一       | 发布通知
        学生处 | 资助群     | 330000002 | QQ群     | 卫二       | 答疑
    """
    first = run(returned("a.xlsx", FORM, text))
    assert [one.kind for one in first.duplicates] == ["same-name"]
    book = render_report(first, profile=load_profile("cqny-2021"))
    answered(book, "重复", tmp_path / "答.xlsx", lambda row: {"合并": answer} if row["question"] else {})

    outcome = run(returned("a.xlsx", FORM, text), answered=tmp_path / "答.xlsx")

    assert outcome.verdicts["verdict"].tolist().count("no_history") == left
    assert len(table(render_ledger(outcome), "台账", head=1)) == left


@pytest.mark.parametrize(
    ("seen", "ended", "told"),
    [
        ("2025-12-20", "2026-01-05", []),  # seen before its end: nothing contradicts
        ("2026-01-05", "2026-01-05", []),
        ("2026-01-06", "2026-01-05", ["alive_cancelled"]),
        ("2026-01", "2026-01-20", ["alive_cancelled"]),  # some day of that month
        ("", "2026-01-05", ["alive_cancelled"]),
        ("2025-12-20", "", ["alive_cancelled"]),
    ],
)
def test_a_group_seen_before_its_end_contradicts_nobody(seen: str, ended: str, told: list[str]) -> None:
    now = f"unit | group_name | group_no | disposition | dissolved_on\n教务处 | 通知群 | 310000001 | 注销 | {ended}"
    outcome = run(
        returned("a.xlsx", FORM, now),
        theirs=previous("unit | group_name | group_no\n教务处 | 通知群 | 310000001"),
        observed=f"群名称 | 群号 | 单位 | 状态 | 日期\n通知群 | 310000001 | 教务处 | 正常 | {seen}",
    )
    assert [variant for variant, _ in variants(outcome, "observed-dead")] == told


def test_a_group_dissolved_by_a_notice_was_seen_before() -> None:
    outcome = run(
        returned("a.xlsx", FORM, "unit | group_name\n教务处 | 考务群"),
        theirs=previous("unit | group_name | group_no\n教务处 | 通知群 | 310000001\n教务处 | 考务群 |"),
        observed="群名称 | 群号 | 单位 | 状态 | 日期\n通知群 | 310000001 | 教务处 | 正常 | 2025-11-01",
        notices="类型 | 单位 | 群名称 | 群号 | 发生日期\n解散 | 教务处 | 通知群 | 310000001 | 2025-12-30",
    )
    assert variants(outcome, "observed-dead") == []


def test_who_keeps_a_group_is_asked_no_more_once_it_is_decided(tmp_path: Path) -> None:
    files = [
        returned("a.xlsx", FORM, "unit | group_name | group_no | platform\n教务处 | 通知群 | 310000001 | QQ群"),
        returned("b.xlsx", FORM, "unit | group_name | group_no | platform\n学生处 | 通知群 | 310000001 | QQ群"),
    ]
    first = run(*files)
    book = render_report(first, profile=load_profile("cqny-2021"))
    keeper = "由哪个单位保留"
    answered(book, "重复", tmp_path / "答.xlsx", lambda row: {keeper: "学生处"} if row["question"] else {})

    outcome = run(*files, answered=tmp_path / "答.xlsx")

    for told, asked in ((first, {"教务处", "学生处"}), (outcome, {"教务处"})):
        findings = Sent(told).findings(told)
        assert {unit for unit, own in findings.items() for one in own if one.rule == "duplicates"} == asked


def test_the_tab_of_a_card_names_no_year_of_its_own() -> None:
    from toolkit.findings.rules.earlier_returns import _own_year

    groups = ["2024招生咨询群", "就业群"]
    assert _own_year("登记表3 2024招生咨询群", groups) == ""
    assert _own_year("登记表 就业群", groups) == ""
    assert _own_year("2024年", groups) == "2024"
    assert _own_year("登记表2024 就业群", groups) == "2024"


def test_an_exempt_unit_is_not_said_to_have_reported() -> None:
    outcome = run(
        returned("a.xlsx", FORM, "unit | group_name\n教务处 | 考务群"),
        theirs=previous("unit | group_name\n工会 | 职工群\n团委 | 团务群\n教务处 | 考务群"),
        roster="单位 | 应报\n教务处 | 是\n工会 | 否\n团委 | 是",
        notices="类型 | 单位\n无变更 | 团委",
    )
    book = render_report(outcome, profile=load_profile("cqny-2021"))
    rows = {row["群名称"]: row["说明"] for row in table(book, "去向待核")}
    assert rows["职工群"] == "名录里不须报送的单位，沿用上年登记。"
    assert rows["团务群"] == "单位报告无变更，沿用上年登记。"


def test_what_was_decided_is_kept_as_it_was_decided(tmp_path: Path) -> None:
    before = sheet(tmp_path / "上年.csv", [group("商学院通知群", 平台="QQ群", 群号="330000001")])
    rows = [group("商学院通知群", 平台="QQ群", 群号="330000002")]
    asked = campaign(tmp_path, rows, as_of=FIRST, previous=before)
    said = answered(report(asked), "疑似换号", tmp_path / "答.xlsx", lambda _: {"是同一个群": "换号"})
    first = campaign(tmp_path, rows, as_of=FIRST, previous=before, decisions=(said,))
    book = ledger(first, tmp_path / "一.xlsx")
    assert first.verdicts["basis"].tolist() == ["decision"]
    for day in (SECOND, THIRD):
        outcome = campaign(tmp_path, rows, as_of=day, previous=book)
        (row,) = table(report(outcome), "裁定")
        assert (row["群号"], row["上年群号"]) == ("330000002", "330000001")
        book = ledger(outcome, tmp_path / f"{day.year}.xlsx")


def test_groups_that_their_units_took_off_stand_among_the_lifelines() -> None:
    outcome = run(
        returned("a.xlsx", FORM, "unit | group_name | disposition\n教务处 | 通知群 | 注销\n教务处 | 考务群 | 继续"),
        theirs=previous("unit | group_name\n教务处 | 通知群\n教务处 | 考务群"),
    )
    book = openpyxl.load_workbook(io.BytesIO(render_report(outcome, profile=load_profile("cqny-2021"))))
    names = [cell.value for row in book["沿革"].iter_rows(min_row=4) for cell in row]
    assert "通知群" in names
    assert "考务群" not in names
    assert "另有 1 个群各年一致" in str([cell.value for row in book["沿革"].iter_rows(max_row=2) for cell in row])


@pytest.mark.parametrize(
    ("said", "name", "severities"),
    [
        (UNCHANGED, "甲群", ["notice"]),  # as it stood: the department is told once
        ({}, "甲群", ["warning", "warning"]),
        (UNCHANGED, "甲新群", ["notice", "warning"]),  # one did change, whatever was ticked
    ],
)
def test_what_stood_so_last_year_is_asked_of_no_unit_that_reports_no_change(
    said: dict[str, str], name: str, severities: list[str]
) -> None:
    heads = "unit | group_name | group_no | platform | member_count\n"
    rows = "教务处 | {} | 310000001 | QQ群 | 163\n教务处 | 乙群 | 310000002 | QQ群 | 210"
    reading = returned("a.xlsx", "sccm-2022/register", heads + rows.format(name))
    (sheet_of,) = reading.tables
    told = replace(sheet_of, evidence=said)
    outcome = run(replace(reading, tables=(told,)), theirs=previous(heads + rows.format("甲群")), profile="sccm-2022")
    found = [one for one in outcome.findings if one.requirement == "CY-3.2a"]
    assert sorted(one.severity for one in found) == severities
    assert {record for one in found for record in one.records} == {"r1", "r2"}
    stood = [sentence(one) for one in found if one.severity == "notice"]
    assert all("单位报告无变更，上年登记即如此" in text for text in stood)


def test_groups_that_last_years_list_calls_dissolved_were_in_force_no_more() -> None:
    last = """
        单位   | 群名称 | 群号      | 状态   | 备注
        教务处 | 通知群 | 310000001 | 在用   |
        教务处 | 考务群 | 310000002 | 已解散 |
        教务处 | 迎新群 | 310000003 |        | 2025年6月已注销
        教务处 | 复活群 | 310000004 | 已解散 |
        教务处 | 停用群 | 310000006 | 停用   |
        学生处 | 学工群 | 310000005 |        |
    """
    outcome = run(
        returned(
            "教务处.xlsx",
            FORM,
            f"{HEADS}\n教务处 | 通知群 | 310000001\n教务处 | 复活群 | 310000004",
        ),
        returned("学生处.xlsx", FORM, f"{HEADS}\n学生处 | 值班群 | 310000009"),
        previous=last,
        notices="类型 | 单位 | 群名称 | 群号 | 发生日期\n解散 | 学生处 | 学工群 | 310000005 | 2026-01-30",
    )
    assert fates(outcome)[1] == ["renewed", "dissolved", "dissolved", "renewed", "dissolved", "dissolved"]
    told = {code: figure.value for code, figure in figures(outcome).items()}
    assert (told["before"], told["continued"], told["dissolved"]) == (3, 2, 1)
    book = render_report(outcome, profile=load_profile("cqny-2021"))
    gone = {row["群名称"]: row["结论"] for row in table(book, "去向待核")}
    assert gone == {"学工群": "已解散", "考务群": "上年已不用", "迎新群": "上年已不用", "停用群": "上年已不用"}
    assert {row["单位"]: row["上年群数"] for row in table(book, "报送情况")} == {"教务处": 2, "学生处": 1, "合计": 3}


@pytest.mark.parametrize(
    ("remark", "verdict"),
    [
        ("由原思政部教职工群更名", "changed"),
        ("2025年9月由“思政部教职工群”更名而来", "changed"),
        ("原名：思政部教职工群", "changed"),
        ("思政部教职工群，2025.9更名", "new"),  # which of the two names is the old one is not said
        ("思政部教职工群改名", "changed"),
        ("曾用名思政部教职工群", "changed"),
        ("由思政部党员群更名", "new"),  # no such row
        ("原思政部教职工群，学院更名", "changed"),
        ("原思政部教职工群，随机构更名", "changed"),
        ("面向思政部教职工", "new"),
        ("", "new"),
    ],
)
def test_a_remark_that_tells_the_old_name_proves_the_renaming(remark: str, verdict: str) -> None:
    now = f"unit | group_name | remark\n基础部 | 公共基础教学交流群 | {remark}\n基础部 | 值班群 |"
    outcome = run(
        returned("a.xlsx", FORM, now), theirs=previous("unit | group_name\n基础部 | 思政部教职工群\n基础部 | 值班群")
    )
    gone = "changed" if verdict == "changed" else "unaccounted"
    assert fates(outcome) == ([verdict, "renewed"], [gone, "renewed"])


@pytest.mark.parametrize(
    ("seen", "variant"),
    [
        ("数理工作群 | | 数理学院党总支", "like_filed"),  # a unit spelt otherwise: a question, no accusation
        ("数理工作群 | | 数学系", "like_filed"),
        ("数理旧群 | | 数学系", "like_before"),
        ("数理工作群 | 310000099 | 数学系", "unregistered"),  # another number is another group
        ("值班群 | | 数学系", "without_number"),  # two units have one of that name
    ],
)
def test_a_name_seen_under_another_unit_is_asked_about(seen: str, variant: str) -> None:
    now = f"{HEADS}\n数理学院 | 数理工作群 | 310000001\n数理学院 | 值班群 |"
    outcome = run(
        returned("a.xlsx", FORM, now),
        returned("b.xlsx", FORM, f"{HEADS}\n外语学院 | 值班群 |"),
        theirs=previous(f"{HEADS}\n数理学院 | 数理工作群 | 310000001\n数理学院 | 数理旧群 |"),
        observed=f"群名称 | 群号 | 单位\n{seen}",
    )
    told = [(one.facts["variant"], one.severity) for one in outcome.findings if one.rule == "unregistered"]
    assert told == [(variant, "review" if variant.startswith("like") else "error")]


@pytest.mark.parametrize(
    ("file", "name", "told"),
    [
        ("商学院（更正）.xlsx", "商学院教职工群", ["added"]),  # the name itself was corrected: nobody can know
        ("商学院（更正）.xlsx", "商学院教工群", []),  # it takes the place of the first
        ("商学院（补充）.xlsx", "商学院教职工群", []),
    ],
)
def test_a_correction_that_corrects_nothing_is_asked_about(file: str, name: str, told: list[str]) -> None:
    outcome = run(
        returned("商学院.xlsx", FORM, f"{HEADS}\n商学院 | 商学院教工群 |"),
        returned(file, FORM, f"{HEADS}\n商学院 | {name} |"),
    )
    found = [one for one in outcome.findings if one.rule == "left-out"]
    assert [one.facts["variant"] for one in found] == told
    assert all(one.severity == "review" and "按补充处理" in sentence(one) for one in found)


def test_a_remark_of_last_years_list_is_heeded_under_any_title() -> None:
    last = """
        创建单位 | 群名称 | 创建类别 | 创建人 | 备注
        教务处   | 通知群 | QQ群     | 卫一   |
        教务处   | 考务群 | QQ群     | 卫一   | 2024.9解散
        教务处   | 迎新群 | QQ群     | 卫一   | 已解散
    """
    with TemporaryDirectory() as folder:
        book = workbook(Path(folder) / "上年.xlsx", last, title="宿州学院QQ群、微信群备案登记表（截至2024年12月）")
        told = load_profile("suzhou-2018")
        known = load_previous(book, told, UnitIndex())
    assert known.frame["disposition"].tolist() == ["", "解散", "解散"]


def test_units_off_the_roster_are_not_due() -> None:
    approval = returned("甲.xlsx", "jsut-2019/approval", "unit | group_name\n甲学院 | 甲学院教工群")
    listed = run(approval, profile="jsut-2019", roster="单位\n乙学院")
    assert {one.unit: one.status for one in listed.units} == {"乙学院": "missing", "甲学院": "unknown"}
    assert figures(listed)["due"].value == 1
    alone = render_report(run(approval, profile="jsut-2019"), profile=load_profile("jsut-2019"))
    assert next(row["事项"] for row in table(alone, "待办")) == "催报没有交登记表的单位"


def test_a_change_that_was_not_reported_leads_to_the_cell_for_its_day() -> None:
    rows = "unit | group_name&group_no | purpose\n教务处 | {}（310000001） | 发布通知"
    outcome = run(
        returned("a.xlsx", "scnvc-2019/registration", rows.format("教务处通知群")),
        theirs=previous("unit | group_name | group_no | purpose\n教务处 | 教务处旧通知群 | 310000001 | 发布通知"),
        profile="scnvc-2019",
    )
    (content,) = feedback(outcome).values()
    lines = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=5, values_only=True)
    (told,) = [line for line in lines if line[5] and "与上年不同" in line[5]]
    assert "变更报备日期" in told[3] or "变更日期" in told[3], told


def test_a_dissolved_group_keeps_its_purpose_and_remark() -> None:
    now = "unit | group_name | disposition | purpose | remark\n教务处 | 通知群 | 注销 | 已并入考务群 | 三月开会定的"
    outcome = run(returned("a.xlsx", FORM, now), theirs=previous("unit | group_name\n教务处 | 通知群"))
    (row,) = table(render_ledger(outcome), "已解散", head=1)
    assert (row["用途"], row["备注"]) == ("已并入考务群", "三月开会定的")


@pytest.mark.parametrize(
    ("said", "status", "verdicts"),
    [
        (UNCHANGED, "", ["cancelled", "renewed"]),  # the notice is about this group, the tick about all
        (UNCHANGED, "继续", ["renewed", "renewed"]),  # said of the group itself: asked about
        ({}, "", ["renewed", "renewed"]),
    ],
)
def test_a_notice_about_a_group_counts_more_than_a_tick(said: dict[str, str], status: str, verdicts: list[str]) -> None:
    now = f"{HEADS} | disposition\n后勤处 | 值班群 | 310000001 | {status}\n后勤处 | 报修群 | 310000002 |"
    reading = returned("a.xlsx", FORM, now)
    outcome = run(
        replace(reading, tables=(replace(reading.tables[0], evidence=said),)),
        theirs=previous(f"{HEADS}\n后勤处 | 值班群 | 310000001\n后勤处 | 报修群 | 310000002"),
        notices="类型 | 单位 | 群名称 | 群号 | 发生日期\n解散 | 后勤处 | 值班群 | 310000001 | 2025-05-10",
    )
    assert outcome.verdicts["verdict"].tolist() == verdicts
    assert outcome.previous_verdicts["verdict"].tolist()[0] == ("dissolved" if "cancelled" in verdicts else "renewed")
    kept = {row["群名称"]: row["解散日期"] for row in table(render_ledger(outcome), "已解散", head=1)}
    assert kept == ({"值班群": "2025-05-10"} if "cancelled" in verdicts else {})


@pytest.mark.parametrize(
    ("sheet", "status", "verdict"),
    [
        ("已解散", "", "cancelled"),
        ("已注销群组", "", "cancelled"),
        ("已解散", "继续", "renewed"),  # the unit's word under a heading stands
        ("在用", "", "renewed"),
        ("拟解散", "", "renewed"),
        ("作废", "", "renewed"),
        ("旧表（不用）", "", "renewed"),
    ],
)
def test_a_sheet_of_dissolved_groups_is_one(sheet: str, status: str, verdict: str) -> None:
    reading = returned("a.xlsx", FORM, f"{HEADS} | disposition\n教务处 | 通知群 | 310000001 | {status}")
    named = replace(reading.tables[0], sheet=replace(reading.tables[0].sheet, name=sheet))
    outcome = run(replace(reading, tables=(named,)), theirs=previous(f"{HEADS}\n教务处 | 通知群 | 310000001"))
    assert outcome.verdicts["verdict"].tolist() == [verdict]
    found = [variant for variant, severity in variants(outcome, "still-active") if severity == "review"]
    aside = ["laid_aside"] if sheet in {"作废", "旧表（不用）"} else []
    assert found == (["of_sheet"] if verdict == "cancelled" else aside)
