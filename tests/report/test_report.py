"""对账报告.xlsx: what stands where, what is never told, and what is told although nothing was found."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from report_outcome import campaign, finding, first_filing, parts, table, targets, texts

from toolkit.findings.rules.table import BY_HAND, RULES
from toolkit.messages import sentences
from toolkit.model import Where
from toolkit.regulations.profile import load_profile, profile_ids
from toolkit.report import render_report

SHEETS = [
    "总览",
    "待办",
    "未备案",
    "重复",
    "停用",
    "去向待核",
    "变更",
    "新增与补报",
    "疑似换号",
    "相似建议",
    "裁定",
    "沿革",
    "超员与命名",
    "其他问题",
    "条款对照",
    "报送情况",
    "文件清单",
    "未计入的行",
]


@pytest.fixture(scope="module")
def report() -> bytes:
    return render_report(campaign(), collected="../收回")


def test_all_sheets_are_there_in_their_order(report: bytes) -> None:
    assert openpyxl.load_workbook(io.BytesIO(report)).sheetnames == SHEETS


def test_the_same_outcome_gives_the_same_bytes(report: bytes) -> None:
    assert render_report(campaign(), collected="../收回") == report


def test_each_verdict_stands_on_its_sheet(report: bytes) -> None:
    assert [row["群名称"] for row in table(report, "未备案")] == ["教务闲聊群"]
    assert [row["群名称"] for row in table(report, "重复")] == ["教务秘书群", "读者群（新）"]
    assert [(row["证据强弱"], row["群名称"]) for row in table(report, "停用")] == [
        ("证据明确", "读者群"),
        ("需确认", "考务工作群"),
    ]
    assert [(row["结论"], row["群名称"]) for row in table(report, "去向待核")] == [
        ("去向待核", "旧读者群"),
        ("缺报单位", "后勤群"),
        ("免报沿用", "外事群"),
        ("已解散", "已撤群"),
    ]
    assert [(row["结论"], row["变更内容（上年 → 本年）"]) for row in table(report, "变更")] == [
        ("变更", "更名：馆员工作群 → 馆员群")
    ]
    assert [(row["结论"], row["群名称"]) for row in table(report, "新增与补报")] == [
        ("新增", "考务工作群"),
    ]
    assert [(row["上年群号"], row["本年群号"]) for row in table(report, "疑似换号")] == [("310000015", "310000016")]
    assert [row["群名称"] for row in table(report, "超员与命名")] == ["教务秘书群"]


def test_a_reported_change_says_when(report: bytes) -> None:
    assert [row["报备情况"] for row in table(report, "变更")] == ["2026-03-02 已报备"]


def test_every_finding_of_every_rule_is_told_on_one_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [rule.name for rule in RULES if rule.function != BY_HAND]
    told = [finding(f"X-{number}", rule, "warning", "r1") for number, rule in enumerate(rules)]
    told += [finding(f"U-{number}", rule, "error", unit="图书馆") for number, rule in enumerate(rules)]
    told += [finding(f"P-{number}", rule, "review", previous=("p3",)) for number, rule in enumerate(rules)]
    monkeypatch.setattr("toolkit.report.view.sentence", lambda one, _lang: f"<{one.requirement}>")
    report = render_report(replace(campaign(), findings=tuple(told)))
    shown = [
        (code, name)
        for name in SHEETS[2:14] + SHEETS[15:16]
        for row in table(report, name)
        for code in re.findall(r"<([XUP]-\d+)>", str(row.get("说明")))
    ]
    in_list_of_files = {f"{kind}-{rules.index('file-read')}" for kind in "XUP"}
    assert {code for code, _ in shown} == {one.requirement for one in told} - in_list_of_files
    assert len({code for code, _ in shown}) == len(set(shown))


def test_a_finding_links_to_its_file_sheet_and_cell(report: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(report))
    links = [cell.hyperlink for row in book["超员与命名"].iter_rows() for cell in row if cell.hyperlink]
    assert [(link.target.replace("\\", "/"), link.location) for link in links] == [
        ("../收回/教务处.xlsx", "'登记表'!C7")
    ]


def test_a_name_that_would_split_an_address_is_escaped(report: bytes) -> None:
    assert any(target.replace("\\", "/") == "../收回/坏%20文件%231.xlsx" for target in targets(report))


def test_without_the_way_to_the_folder_there_are_no_links_outside() -> None:
    report = render_report(campaign())
    assert targets(report) == []
    assert table(report, "超员与命名")[0]["位置"] == "教务处.xlsx › 登记表!C7"


def test_last_years_register_is_named_but_not_linked(report: bytes) -> None:
    assert table(report, "去向待核")[0]["上年台账中的位置"].startswith("上年台账.xlsx › ")
    assert not any("上年台账" in target for target in targets(report))


def test_nothing_is_counted_that_could_not_be_asked() -> None:
    report = render_report(first_filing(campaign()))
    for name in ("未备案", "去向待核", "变更", "疑似换号", "相似建议"):
        rows = texts(report, name)
        assert rows[1][0].startswith("未比对")
        assert rows[3][0] == "未比对。"
        assert len(rows) == 4
    rows = texts(report, "总览")
    label = next(number for number, row in enumerate(rows) if "在用未备案" in row)
    cards = dict(zip([*rows[label], *rows[label - 3]], [*rows[label + 1], *rows[label - 2]], strict=True))
    assert {cards[name] for name in ("在用未备案", "去向待核", "变更", "新增", "补报")} == {"未比对"}


def test_phones_and_mails_are_masked_everywhere_but_numbers_of_groups_are_not() -> None:
    outcome = campaign()
    secret = finding(
        "CY-1.2a", "required", "error", "r2", label="张三 13900000003，１３９０００００００４，a.b@example.edu.cn"
    )
    group_no = "13900000077"
    outcome.ledger.frame.loc[1, ["group_no", "group_nos"]] = group_no
    outcome.ledger.frame.loc[1, "group_name"] = "考务群13900000005"
    report = render_report(replace(outcome, findings=(secret,)), collected="../收回")
    text = "".join(parts(report).values())
    assert set(re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", text)) == {group_no}
    assert "１３９０００００００４" not in text
    assert "a.b@example" not in text
    assert "139****0005" in text


def test_a_file_whose_name_holds_a_telephone_number_gets_no_link() -> None:
    outcome = campaign()
    files = (replace(outcome.submissions[0], path="教务处13900000006.xlsx"), *outcome.submissions[1:])
    report = render_report(replace(outcome, submissions=files), collected="../收回")
    assert not any("13900000006" in text for text in parts(report).values())


def test_a_unit_that_sent_nothing_gets_a_polite_text_and_one_that_has_no_faults_none(report: bytes) -> None:
    rows = {row["单位"]: row for row in table(report, "报送情况")}
    assert rows["后勤处"]["状态"] == "未报"
    assert rows["后勤处"]["提醒文字（短，发群里）"].startswith("后勤处您好")
    assert "上年登记了 1 个群" in rows["后勤处"]["提醒文字（全文，发函）"]
    assert "处请改正或说明" in rows["教务处"]["提醒文字（全文，发函）"]
    assert not rows["音乐系"]["提醒文字（短，发群里）"]
    assert (rows["图书馆"]["本年群数"], rows["图书馆"]["上年群数"]) == (1, 3)


def test_those_to_be_reminded_stand_first_in_the_filing_sheet(report: bytes) -> None:
    rows = [(row["单位"], row["状态"]) for row in table(report, "报送情况")]
    assert rows[:4] == [("后勤处", "未报"), ("保卫处", "退回未补"), ("图书馆", "逾期报送"), ("教务处", "已报")]


def test_every_file_and_every_row_that_was_not_taken_has_a_reason(report: bytes) -> None:
    files = {row["文件"]: row for row in table(report, "文件清单")}
    assert files["坏 文件#1.xlsx"]["结果"] == "退回"
    assert files["坏 文件#1.xlsx"]["原因与办法"]
    assert (files["图书馆.xlsx"]["读到"], files["图书馆.xlsx"]["计入"], files["图书馆.xlsx"]["未计入"]) == (4, 3, 1)
    assert [(row["位置"], bool(row["原因与办法"])) for row in table(report, "未计入的行")] == [
        ("图书馆.xlsx › 登记表!B9", True)
    ]


def test_every_article_is_there_and_none_is_called_passed(report: bytes) -> None:
    rows = table(report, "条款对照")
    results = {row["编号"]: row["结果"] for row in rows}
    assert results["CY-2.1"] == "人工"
    assert results["CY-1.3b"] == "未比对"
    assert results["CY-3.4b"] == "未比对"
    assert results["CY-3.2a"] == "1 处"
    assert "第三条（七）" in {row["条款"] for row in rows}
    assert not any("通过" in str(value) or "合格" in str(value) for value in results.values())


def test_what_a_person_decides_has_a_drop_down_and_a_key_that_stays(report: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(report))
    offered = {
        "重复": {"教务处,图书馆,待定"},
        "疑似换号": {"换号,新建,填错,待定"},
        "相似建议": {"是,否,待定"},
        "去向待核": {"已解散,漏报,仍在用,并入,待定"},
        "待办": {"是,否"},
    }
    for name, lists in offered.items():
        assert {rule.formula1 for rule in book[name].data_validations.dataValidation} == {f'"{one}"' for one in lists}
    heads = [cell.value for cell in book["相似建议"][3]]
    hidden = {heads[number] for number in range(len(heads)) if _hidden(book["相似建议"], number)}
    assert hidden == {"question", "record", "previous", "bulk"}
    moved = campaign()
    frame = moved.ledger.frame
    frame.loc[1, ["sheet", "offset"]] = [0, 40]
    keys = [row["question"] for row in table(render_report(moved), "相似建议")]
    assert keys == [row["question"] for row in table(report, "相似建议")]


def test_the_head_is_frozen_filtered_and_repeated_on_paper(report: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(report))
    for name in SHEETS[1:]:
        page = book[name]
        assert page.freeze_panes.endswith("4")
        assert page.page_setup.orientation == "landscape"
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.page_setup.paperSize == 9
        assert (page.page_setup.fitToHeight == 0) == (name != "待办")  # that one is a page, as short as it is
        assert page.print_title_rows == "$3:$3"
    assert book["超员与命名"].auto_filter.ref == "A3:G4"


def test_the_charts_are_native_and_show_what_stands_in_the_tables(report: bytes) -> None:
    charts = [text for name, text in parts(report).items() if name.startswith("xl/charts/chart")]
    assert len(charts) == 4
    assert sum("doughnutChart" in text for text in charts) == 2


def test_an_archive_is_linked_as_a_whole_and_a_csv_without_a_sheet() -> None:
    from toolkit.report.links import Links

    links = Links("../收回", ["a.zip!/音乐系.xlsx", "b.csv", "c.docx", "d.xlsx"])
    assert links.url(Where("a.zip!/音乐系.xlsx", "登记表", "C7")) == "external:../收回/a.zip"
    assert links.url(Where("b.csv", "", "C7")) == "external:../收回/b.csv"
    assert links.url(Where("c.docx", "表1", "B2")) == "external:../收回/c.docx"
    assert links.url(Where("d.xlsx", "它's", "B2")) == "external:../收回/d.xlsx#'它''s'!B2"
    assert links.url(Where("elsewhere.xlsx", "登记表", "C7")) == ""


def test_in_english_the_sheets_and_headings_are_english() -> None:
    report = render_report(campaign(), lang="en")
    names = openpyxl.load_workbook(io.BytesIO(report)).sheetnames
    assert names[:3] == ["Overview", "To do", "Unregistered"]
    assert not any(re.search(r"[\u4e00-\u9fff]", name) for name in names)


def test_every_word_of_the_report_is_there_in_both_languages() -> None:
    for code, entry in sentences("report").items():
        assert set(entry) == {"zh", "en"}, code
        holes = [set(re.findall(r"{(\w+)}", text)) for text in entry.values()]
        assert holes[0] == holes[1] or code.startswith("report-regulation"), code


def test_no_word_is_missing(report: bytes) -> None:
    for workbook in (report, render_report(campaign(), lang="en"), render_report(first_filing(campaign()))):
        shared = parts(workbook)["xl/sharedStrings.xml"]
        assert not re.findall(
            r">(?:col|sheet|note|task|figure|nothing|verdict|unit|file|source|remind|change|severity)-[a-z-]+<", shared
        )


def _hidden(page: object, number: int) -> bool:
    from openpyxl.utils import get_column_letter

    dimensions = page.column_dimensions  # type: ignore[attr-defined]
    letter = get_column_letter(number + 1)
    return (
        any(entry.hidden and entry.min <= number + 1 <= entry.max for entry in dimensions.values() if entry.min)
        or dimensions[letter].hidden
    )


@pytest.mark.parametrize("profile", profile_ids())
def test_every_regulation_is_shown_article_by_article(profile: str) -> None:
    rows = table(render_report(replace(campaign(), profile=profile)), "条款对照")
    articles = load_profile(profile).regulation.articles
    titles = list(dict.fromkeys(row["条款"] for row in rows))
    assert [title for title in titles if title in {article.title for article in articles}] == [
        article.title for article in articles
    ]
    whole = {row["原文"] for row in rows}
    assert {article.text for article in articles} <= whole


def test_an_address_in_a_text_does_not_circulate() -> None:
    outcome = campaign()
    change = ("r3", "p2", "purpose", "用途", "通知", "联络（家庭住址：示例路1号）", False)
    changes = pd.DataFrame([change], columns=outcome.changes.columns)
    told = finding("CY-2.4", "sensitive-content", "error", "r3", field="purpose")
    report = render_report(replace(outcome, changes=changes, findings=(told,)))
    assert not any("示例路" in text for text in parts(report).values())


def test_a_group_with_two_changes_is_one_row_with_both_and_what_is_said_of_them_once() -> None:
    outcome = campaign()
    rows = [
        ("r3", "p2", field, kind, before, "章五", False)
        for field, kind, before in (("owner", "换群主", "章七"), ("admins", "换管理员", ""))
    ]
    told = finding("CY-1.2b", "handover", "warning", "r3", variant="not_approved", changed_fields=["owner", "admins"])
    changes = pd.DataFrame(rows, columns=outcome.changes.columns)
    outcome.ledger.frame["change_reported_on"] = ""
    (shown,) = table(render_report(replace(outcome, changes=changes, findings=(told,))), "变更")
    assert shown["变更内容（上年 → 本年）"] == "换群主：章七 → 章五\n换管理员：（空） → 章五"
    assert shown["报备情况"] == "未见批准"
    assert shown["说明"].count("未见") == 1


def test_what_is_known_of_two_changes_is_told_one_by_one_where_it_differs() -> None:
    outcome = campaign()
    rows = [
        ("r3", "p2", "owner", "换群主", "章七", "章五", False),
        ("r3", "p2", "purpose", "用途", "通知", "联络", False),
    ]
    told = finding("CY-1.2b", "handover", "warning", "r3", variant="not_approved", changed_fields=["owner"])
    changes = pd.DataFrame(rows, columns=outcome.changes.columns)
    outcome.ledger.frame["change_reported_on"] = ""
    (shown,) = table(render_report(replace(outcome, changes=changes, findings=(told,))), "变更")
    assert shown["报备情况"] == "换群主：未见批准\n用途：办法未要求"


def test_the_groups_of_the_verdict_changed_stand_together_and_page_one_leads_to_them() -> None:
    """A number filled in is no change: its group is renewed, and stands below those that the figure counts."""
    outcome = campaign()
    of = dict(zip(outcome.verdicts["verdict"], outcome.verdicts["id"], strict=True))
    rows = [
        (of["renewed"], "p1", "group_no", "number-filled", "", "310000099", False),
        (of["changed"], "p2", "owner", "换群主", "章七", "章五", False),
        (of["changed"], "p2", "purpose", "用途", "通知", "联络", False),
    ]
    changes = pd.DataFrame(rows, columns=outcome.changes.columns)
    report = render_report(replace(outcome, changes=changes, findings=()))
    assert [row["结论"] for row in table(report, "变更")] == ["变更", "续报"]
    page = openpyxl.load_workbook(io.BytesIO(report))["总览"]
    (link,) = [cell.hyperlink.location for row in page["A1:L14"] for cell in row if cell.value == "变更"]
    assert link.startswith("'变更'!A4:")
    assert link.endswith("4")


def test_what_is_to_be_done_prints_on_one_page_and_the_figures_of_the_charts_on_none(report: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(report))
    assert book["待办"].sheet_properties.pageSetUpPr.fitToPage
    assert book["待办"].page_setup.fitToHeight in (None, 1)  # 1 is what a file that does not say means
    assert book["报送情况"].page_setup.fitToHeight == 0
    page = book["总览"]
    heading = next(cell.row for row in page.iter_rows() for cell in row if cell.value == "图表数据")
    last = int(page.print_area.rpartition("$")[2])
    assert last < heading
