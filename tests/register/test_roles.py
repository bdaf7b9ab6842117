"""What a form is for: a change, a cancellation and a yearly review speak of a group that the register has already."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from institutions import fates, files_of, institution, run, said, send, sheet, table, told, verdicts

from toolkit.forms.prepare import prepare
from toolkit.regulations.roles import told_role

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.regulations.profile import Profile

LIST = """\
    form: list
    title: 示例大学新媒体账号清单
    sheet: 清单
    layout: ledger
    offered: 6
    head:
      - {row: [填报单位：, "{unit}", "<", 填报日期：, "{reported_on}", ""], height: 24}
    columns:
      - {label: 名称, answer: group_name, width: 24}
      - {label: 平台, answer: platform, width: 12}
      - {label: 账号, answer: group_no, width: 14}
      - {label: 负责人, answer: leader.name, width: 12}
      - {label: 粉丝数, answer: followers, width: 10}
      - {label: 备案编号, answer: filing_no, width: 14}
"""
CHANGE = """\
    form: change
    title: 示例大学新媒体账号变更备案表
    sheet: 变更
    layout: card
    role: change
    page:
      - {row: [名称, "{group_name}", 单位, "{unit}"]}
      - {row: [平台, "{platform}", 账号, "{group_no}"]}
      - {row: [新负责人, "{leader.name}", 变更日期, "{change_on}"]}
      - {row: [变更内容, "{change_items}", 备案编号, "{filing_no}"]}
      - {row: [宣传部意见, "{filed_on: signature | （盖章）    年  月  日}", "<", "<"], height: 60}
    widths: [14, 24, 14, 24]
"""
CANCEL = """\
    form: cancel
    title: 示例大学新媒体账号注销申请表
    sheet: 注销
    layout: card
    role: cancel
    page:
      - {row: [名称, "{group_name}", 单位, "{unit}"]}
      - {row: [平台, "{platform}", 账号, "{group_no}"]}
      - {row: [停止日期, "{dissolved_on}", 注销原因, "{remark}"]}
      - {row: [宣传部意见, "{filed_on: signature | （盖章）    年  月  日}", "<", "<"], height: 60}
    widths: [14, 24, 14, 24]
"""
REVIEW = """\
    form: review
    title: 示例大学新媒体账号年审表
    sheet: 年审
    layout: card
    page:
      - {row: [名称, "{group_name}", 单位, "{unit}"]}
      - {row: [平台, "{platform}", 账号, "{group_no}"]}
      - {row: [负责人, "{leader.name}", 粉丝数, "{followers}"]}
      - {row: [最近更新, "{last_update_on}", "", ""]}
    widths: [14, 24, 14, 24]
"""
SUMMARY = """\
    form: summary
    title: 示例大学新媒体账号汇总表
    sheet: 汇总
    layout: ledger
    role: summary
    offered: 4
    columns:
      - {label: 单位, answer: unit, width: 24}
      - {label: 账号总数, answer: prior_group_count, width: 12}
      - {label: 粉丝总数, answer: followers, width: 12}
    figures: {prior_group_count: {}, followers: {sum: followers}}
"""
PLEDGE = """\
    form: pledge
    title: 示例大学新媒体安全承诺书
    sheet: 承诺书
    layout: card
    role: statement
    page:
      - {row: [承诺单位, "{unit}", 负责人, "{unit_head}"]}
      - {row: [承诺日期, "{reported_on}", "", ""]}
    widths: [14, 24, 14, 24]
"""
FORMS = {"list": LIST, "change": CHANGE, "cancel": CANCEL, "review": REVIEW, "summary": SUMMARY, "pledge": PLEDGE}
PLEDGED = """\
    - id: SD-2
      article: "一"
      clause: 第一条
      quote: 每个群组
      title: 承诺书
      rule: form-filed
      with: {needed: pledge}
      severity: warning
    - id: SD-3
      article: "一"
      clause: 第一条
      quote: 每个群组
      title: 年审表
      rule: form-filed
      with: {needed: review}
      severity: warning
"""
LAST_YEAR = (
    ("单位", "群名称", "平台", "群号", "第一责任人", "关注量", "备案编号", "创建日期"),
    ("机械学院", "机械之声", "公众号", "", "赵一", "900", "SD-2025-001", "2019-05-01"),
    ("机械学院", "机械学院就业群", "QQ群", "123456712", "赵一", "", "SD-2025-002", "2020-01-01"),
    ("外语学院", "外语之窗", "公众号", "", "钱二", "700", "SD-2025-003", "2018-09-01"),
)
VOICE = {"unit": "机械学院", "group_name": "机械之声", "platform": "公众号"}
JOBS = {"unit": "机械学院", "group_name": "机械学院就业群", "platform": "QQ群", "group_no": "123456712"}


@pytest.fixture
def school(tmp_path: Path) -> Profile:
    return institution(tmp_path, FORMS, requirements=PLEDGED)


@pytest.fixture
def last(tmp_path: Path) -> Path:
    return table(tmp_path / "上年.xlsx", *LAST_YEAR)


def test_the_title_tells_the_role_where_the_drawing_does_not() -> None:
    assert told_role("示例大学新媒体账号年审表", register=None) == "review"
    assert told_role("新媒体年检登记表", register=None) == "register"
    assert told_role("账号变更与注销申请表", register=False) == "change"
    assert told_role("账号注销申请表", register=False) == "cancel"
    assert told_role("建群审批表", register=False) == "approval"
    assert told_role("群组变更登记表", register=None) == "register"


def test_a_review_is_the_same_group_again(school: Profile, last: Path, tmp_path: Path) -> None:
    there = tmp_path / "收回"
    send(school, there / "机械学院-清单.xlsx", "list", [{**VOICE, "leader.name": "赵一", "followers": "950"}, JOBS])
    card = {**VOICE, "leader.name": "赵一", "followers": "950", "last_update_on": "2026-03-20"}
    send(school, there / "机械学院-年审.xlsx", "review", [card])
    found = told(run(school, there, previous=last), school)
    assert verdicts(found) == {"机械之声": ["duplicate", "renewed"], "机械学院就业群": ["renewed"]}
    record = next(one for one in found["records"] if one["verdict"] == "renewed")
    assert record["values"]["last_update_on"] == "2026-03-20"
    assert found["totals"]["figures"]["groups"] == 2
    assert not said(found, "papers-differ")
    assert not found["duplicates"]


def test_what_two_forms_say_differently_is_told_with_both_cells(school: Profile, last: Path, tmp_path: Path) -> None:
    there = tmp_path / "收回"
    send(school, there / "清单.xlsx", "list", [{**VOICE, "leader.name": "赵一", "followers": "950"}])
    send(school, there / "年审.xlsx", "review", [{**VOICE, "leader.name": "李四", "followers": "1200"}])
    found = told(run(school, there, previous=last), school)
    (finding,) = [one for one in found["findings"] if one["rule"] == "papers-differ"]
    assert finding["severity"] == "review"
    assert "“赵一”／“李四”" in finding["message"]
    assert "“950”／“1200”" in finding["message"]
    assert {where["file"] for where in finding["where"]} == {"清单.xlsx", "年审.xlsx"}


def test_a_review_alone_confirms_last_years_row_and_files(school: Profile, last: Path, tmp_path: Path) -> None:
    send(school, tmp_path / "收回" / "年审.xlsx", "review", [{**VOICE, "leader.name": "赵一"}])
    found = told(run(school, tmp_path / "收回", previous=last), school)
    assert verdicts(found) == {"机械之声": ["renewed"]}
    assert fates(found) == {"机械之声": "renewed", "机械学院就业群": "unaccounted", "外语之窗": "unit_missing"}
    assert {one["unit"]: one["status"] for one in found["units"]} == {"机械学院": "filed", "外语学院": "missing"}


def test_a_cancellation_takes_the_group_off(school: Profile, last: Path, tmp_path: Path) -> None:
    there = tmp_path / "收回"
    send(school, there / "清单.xlsx", "list", [VOICE])
    send(school, there / "注销.xlsx", "cancel", [{**JOBS, "dissolved_on": "2026-02-01", "filed_on": "2026年2月3日"}])
    found = told(run(school, there, previous=last), school)
    assert verdicts(found) == {"机械之声": ["renewed"], "机械学院就业群": ["cancelled"]}
    assert fates(found)["机械学院就业群"] == "dissolved"
    gone = next(one for one in found["records"] if one["verdict"] == "cancelled")
    assert gone["values"]["disposition"] == "注销"
    assert gone["values"]["dissolve_reported_on"] == "2026-02-03"
    assert gone["values"]["filed_on"] is None


def test_a_cancelled_group_that_is_still_listed_is_asked_about(school: Profile, last: Path, tmp_path: Path) -> None:
    there = tmp_path / "收回"
    send(school, there / "清单.xlsx", "list", [VOICE, JOBS])
    send(school, there / "注销.xlsx", "cancel", [JOBS])
    found = told(run(school, there, previous=last), school)
    assert verdicts(found)["机械学院就业群"] == ["cancelled", "duplicate"]
    assert "登记表里仍然列着" in "".join(said(found, "papers-differ"))


def test_a_change_updates_the_register(school: Profile, last: Path, tmp_path: Path) -> None:
    there = tmp_path / "收回"
    send(school, there / "清单.xlsx", "list", [{**VOICE, "leader.name": "赵一", "followers": "950"}, JOBS])
    change = {"leader.name": "孙七", "change_on": "2026-01-10", "filed_on": "2026年1月12日", "filing_no": "SD-2025-001"}
    send(school, there / "变更.xlsx", "change", [{**VOICE, **change}])
    outcome = run(school, there, previous=last)
    found = told(outcome, school)
    record = next(one for one in found["records"] if one["verdict"] == "changed")
    assert record["values"]["leader"][0]["name"] == "孙七"
    assert record["values"]["change_reported_on"] == "2026-01-12"
    assert outcome.changes["kind"].tolist() == ["换责任人"]
    assert "台账已按变更表登记" in "".join(said(found, "papers-differ"))


def test_a_change_of_what_nobody_compares_is_a_change(school: Profile, last: Path, tmp_path: Path) -> None:
    there = tmp_path / "收回"
    send(school, there / "清单.xlsx", "list", [{**VOICE, "leader.name": "赵一"}, JOBS])
    send(school, there / "变更.xlsx", "change", [{**VOICE, "change_items": "更换头像和简介"}])
    outcome = run(school, there, previous=last)
    assert verdicts(told(outcome, school))["机械之声"] == ["changed", "duplicate"]
    assert outcome.changes[["kind", "after"]].to_numpy().tolist() == [["变更备案", "更换头像和简介"]]


def test_a_change_without_a_register_is_no_return(school: Profile, last: Path, tmp_path: Path) -> None:
    send(school, tmp_path / "收回" / "变更.xlsx", "change", [{**VOICE, "leader.name": "孙七"}])
    roster = table(tmp_path / "名录.xlsx", ["单位"], ["机械学院"], ["外语学院"])
    found = told(run(school, tmp_path / "收回", previous=last, units=roster), school)
    assert verdicts(found) == {"机械之声": ["changed"]}
    assert fates(found) == {"机械之声": "changed", "机械学院就业群": "unit_missing", "外语之窗": "unit_missing"}
    assert {one["unit"]: one["status"] for one in found["units"]} == {"机械学院": "missing", "外语学院": "missing"}
    assert "只报来“示例大学新媒体账号变更备案表”" in "".join(said(found, "missing-return"))


def test_where_only_differences_are_reported_a_change_is_a_return(last: Path, tmp_path: Path) -> None:
    school = institution(tmp_path, FORMS, parameters="delta_filing: true")
    send(school, tmp_path / "收回" / "变更.xlsx", "change", [{**VOICE, "leader.name": "孙七"}])
    found = told(run(school, tmp_path / "收回", previous=last), school)
    assert fates(found) == {"机械之声": "changed", "机械学院就业群": "carried", "外语之窗": "carried"}


def test_two_changes_of_one_group_follow_each_other(school: Profile, last: Path, tmp_path: Path) -> None:
    there = tmp_path / "收回"
    send(school, there / "清单.xlsx", "list", [{**VOICE, "leader.name": "赵一"}, JOBS])
    send(school, there / "变更1.xlsx", "change", [{**VOICE, "leader.name": "孙七", "change_on": "2025-10-01"}])
    send(school, there / "变更2.xlsx", "change", [{**VOICE, "leader.name": "周八", "change_on": "2026-03-01"}])
    found = told(run(school, there, previous=last), school)
    assert {one["path"]: one["status"] for one in found["files"]} == dict.fromkeys(
        ("变更1.xlsx", "变更2.xlsx", "清单.xlsx"), "merged"
    )
    record = next(one for one in found["records"] if one["verdict"] == "changed")
    assert (record["values"]["leader"][0]["name"], record["values"]["change_on"]) == ("周八", "2026-03-01")


def test_a_summary_is_counted_against_the_register(school: Profile, last: Path, tmp_path: Path) -> None:
    there = tmp_path / "收回"
    send(school, there / "清单.xlsx", "list", [{**VOICE, "followers": "950"}, JOBS])
    rows = [{"unit": "机械学院", "prior_group_count": "3", "followers": "950"}]
    send(school, there / "汇总.xlsx", "summary", rows)
    found = told(run(school, there, previous=last), school)
    assert [record["values"]["group_name"] for record in found["records"]] == ["机械之声", "机械学院就业群"]
    (message,) = said(found, "summary-figures")
    assert "“账号总数”填的是3，按登记表数出来是2" in message


def test_a_statement_is_filed_or_not(school: Profile, last: Path, tmp_path: Path) -> None:
    there = tmp_path / "收回"
    send(school, there / "机械学院.xlsx", "list", [VOICE])
    send(
        school, there / "外语学院.xlsx", "list", [{"unit": "外语学院", "group_name": "外语之窗", "platform": "公众号"}]
    )
    send(
        school,
        there / "承诺书.xlsx",
        "pledge",
        [{"unit": "机械学院", "unit_head": "王院长", "reported_on": "2026-03-01"}],
    )
    found = told(run(school, there, previous=last), school)
    assert {one["path"]: one["rows"] for one in found["files"]}["承诺书.xlsx"]["merged"] == 1
    messages = said(found, "form-filed")
    assert any("“外语学院”没有交“示例大学新媒体安全承诺书”" in one for one in messages)
    assert not any("“机械学院”没有交" in one for one in messages)
    assert any("机械之声" in one and "年审表" in one for one in messages)


def test_a_statement_alone_files_nothing(school: Profile, last: Path, tmp_path: Path) -> None:
    send(school, tmp_path / "收回" / "承诺书.xlsx", "pledge", [{"unit": "机械学院", "unit_head": "王院长"}])
    found = told(run(school, tmp_path / "收回", previous=last), school)
    assert {one["unit"]: one["status"] for one in found["units"]} == {"机械学院": "missing", "外语学院": "missing"}
    assert not found["records"]


def test_what_cannot_be_read_on_a_review_is_told(school: Profile, last: Path, tmp_path: Path) -> None:
    there = tmp_path / "收回"
    send(school, there / "清单.xlsx", "list", [VOICE])
    send(school, there / "年审.xlsx", "review", [{**VOICE, "last_update_on": "上个礼拜"}])
    found = told(run(school, there, previous=last), school)
    assert any("上个礼拜" in message for message in said(found, "readable"))


def test_a_figure_of_a_summary_that_is_none_is_told(school: Profile, last: Path, tmp_path: Path) -> None:
    there = tmp_path / "收回"
    send(school, there / "清单.xlsx", "list", [VOICE])
    send(school, there / "汇总.xlsx", "summary", [{"unit": "机械学院", "prior_group_count": "若干"}])
    (message,) = said(told(run(school, there, previous=last), school), "summary-figures")
    assert "“若干”读不出数" in message


def test_a_group_on_a_list_and_on_a_card_of_the_register_is_one(last: Path, tmp_path: Path) -> None:
    card = (
        REVIEW.replace("form: review", "form: card")
        .replace("年审表", "备案登记表")
        .replace("sheet: 年审", "sheet: 备案")
    )
    school = institution(tmp_path, {"list": LIST, "card": card})
    there = tmp_path / "收回"
    send(school, there / "清单.xlsx", "list", [{**VOICE, "leader.name": "赵一"}, JOBS])
    send(school, there / "备案.xlsx", "card", [{**VOICE, "leader.name": "钱二", "last_update_on": "2026-03-01"}])
    found = told(run(school, there, previous=last), school)
    assert verdicts(found) == {"机械之声": ["duplicate", "renewed"], "机械学院就业群": ["renewed"]}
    assert not found["duplicates"]
    assert "“赵一”／“钱二”" in "".join(said(found, "papers-differ"))


def test_a_change_form_finds_its_group_by_the_old_name(last: Path, tmp_path: Path) -> None:
    renamed = CHANGE.replace('[变更内容, "{change_items}"', '[原名称, "{old_name}"')
    own = "fields: {old_name: {zh: 原账号名称, kind: text, former: group_name}}"
    school = institution(tmp_path, {"list": LIST, "change": renamed}, fields=own)
    there = tmp_path / "收回"
    change = {"unit": "机械学院", "group_name": "机械青年", "platform": "公众号", "old_name": "机械之声"}
    send(school, there / "变更.xlsx", "change", [change])
    alone = told(run(school, there, previous=last), school)
    assert [(one["verdict"], one["basis"]) for one in alone["records"]] == [("changed", "unit_name")]
    send(school, there / "清单.xlsx", "list", [VOICE])
    outcome = run(school, there, previous=last)
    assert [one["verdict"] for one in told(outcome, school)["records"]] == ["duplicate", "changed"]
    assert outcome.changes[["kind", "before", "after"]].to_numpy().tolist() == [["更名", "机械之声", "机械青年"]]


def test_the_ledger_keeps_what_a_change_does_not_say(school: Profile, last: Path, tmp_path: Path) -> None:
    send(
        school,
        tmp_path / "收回" / "变更.xlsx",
        "change",
        [{**VOICE, "leader.name": "孙七", "filed_on": "2026年1月5日"}],
    )
    files = files_of(run(school, tmp_path / "收回", previous=last), school)
    row = next(one for one in sheet(files["台账.xlsx"], "台账") if one["群名称"] == "机械之声")
    assert (row["第一责任人姓名"], row["关注量"], row["创建日期"]) == ("孙七", 900, "2019-05-01")
    assert row["备案日期"] is None


def test_next_years_workbook_holds_the_reviews_too(school: Profile, last: Path, tmp_path: Path) -> None:
    send(school, tmp_path / "收回" / "清单.xlsx", "list", [VOICE])
    outcome = run(school, tmp_path / "收回", previous=last)
    books = prepare(school, year=2027, previous=outcome.ledger)
    book = openpyxl.load_workbook(io.BytesIO(next(data for name, data in books.items() if "机械学院" in name)))
    assert "机械之声" in {cell.value for row in book["年审 机械之声"].iter_rows() for cell in row}
    assert any(name.endswith("注销申请表.xlsx") for name in books)


def test_blank_cards_of_our_own_workbook_are_no_rows(school: Profile, tmp_path: Path) -> None:
    path = send(school, tmp_path / "收回" / "变更.xlsx", "change", [VOICE])
    assert [name for name in openpyxl.load_workbook(path).sheetnames if name.startswith("变更")][1:]
    (file,) = told(run(school, tmp_path / "收回"), school)["files"]
    assert file["rows"] == {"read": 1, "merged": 1, "rejected": 0, "blank": 0}
    assert file["unread"] == []


def test_the_reminder_names_what_came_and_asks_for_the_register(school: Profile, last: Path, tmp_path: Path) -> None:
    send(school, tmp_path / "收回" / "注销.xlsx", "cancel", [JOBS])
    roster = table(tmp_path / "名录.xlsx", ["单位"], ["机械学院"])
    files = files_of(run(school, tmp_path / "收回", previous=last, units=roster), school)
    page = openpyxl.load_workbook(io.BytesIO(files["对账报告.xlsx"]))["报送情况"]
    texts = " ".join(str(cell.value) for row in page.iter_rows() for cell in row if cell.value)
    assert "已收到贵单位的“示例大学新媒体账号注销申请表”。尚未收到贵单位的登记表" in texts
    assert "报来的“示例大学新媒体账号注销申请表”有 1 处请改正或说明" in texts
    assert "登记表已收到" not in texts


WITH_BOXES = CHANGE.replace('"{change_items}"', '"{change_items: 名称 | 负责人 | 注销}"')
BOXED_TEXT = CHANGE.replace('"{change_items}"', '"{matter: 更名 | 换人 | 停用账号}"')


@pytest.mark.parametrize(
    ("form", "key", "ticked", "verdict"),
    [
        (WITH_BOXES, "change_items", "注销", "cancelled"),
        (WITH_BOXES, "change_items", "负责人", "changed"),
        (CHANGE, "change_items", "账号注销", "cancelled"),
        (CHANGE, "change_items", "变更停用时间的说明", "changed"),
        (BOXED_TEXT, "matter", "停用账号", "cancelled"),
        (BOXED_TEXT, "matter", "换人", "changed"),
    ],
)
def test_a_cancellation_ticked_on_a_form_for_changes_is_one(  # noqa: PLR0913, PLR0917 - the case and two fixtures
    last: Path, tmp_path: Path, form: str, key: str, ticked: str, verdict: str
) -> None:
    fields = "fields: {matter: {zh: 事项, kind: text}}"
    school = institution(tmp_path, {"list": LIST, "change": form}, fields=fields)
    send(
        school,
        tmp_path / "收回" / "机械学院.xlsx",
        "change",
        [{"unit": "机械学院", "group_name": "机械之声", key: ticked}],
    )
    answer = told(run(school, tmp_path / "收回", previous=last), school)

    assert verdicts(answer)["机械之声"] == [verdict]
    assert fates(answer)["机械之声"] == ("dissolved" if verdict == "cancelled" else "changed")


REPORTED = """\
    - id: SD-8
      article: "一"
      clause: 第一条
      quote: 每个群组
      title: 变更报备
      rule: change-reported
      with:
        changes: [leader]
        deadline: {days: 7, kind: calendar}
        dates: {changed: change_on, reported: change_reported_on}
      severity: error
"""


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"change_on": "2026-02-20", "filed_on": "2026-03-02"}, "用了10天，超过7天"),
        ({"change_on": "2026-02-20"}, "变更表已收到"),
        ({}, "变更表已收到"),
        ({"change_on": "2026-02-24", "filed_on": "2026-03-02"}, ""),
    ],
)
def test_calendar_days_are_called_so_and_a_form_that_came_is_not_asked_for(
    last: Path, tmp_path: Path, days: dict[str, str], words: str
) -> None:
    school = institution(tmp_path, {"list": LIST, "change": CHANGE}, requirements=REPORTED)
    row = {"unit": "机械学院", "group_name": "机械之声", "leader.name": "周八", **days}
    send(school, tmp_path / "收回" / "机械学院.xlsx", "change", [row])
    found = said(told(run(school, tmp_path / "收回", previous=last), school), "change-reported")

    assert len(found) == bool(words)
    assert all(words in one and "工作日" not in one for one in found)


def test_an_answer_that_stands_on_the_review_is_clicked_there(last: Path, tmp_path: Path) -> None:
    asked = """\
    - id: SD-9
      article: "一"
      clause: 第一条
      quote: 每个群组
      title: 更新
      rule: stale-account
      with: {field: last_update_on, days: 30}
      severity: warning
"""
    school = institution(tmp_path, {"list": LIST, "review": REVIEW}, requirements=asked)
    row = {"unit": "机械学院", "group_name": "机械之声", "platform": "公众号"}
    send(school, tmp_path / "收回" / "机械学院.xlsx", "list", [row])
    send(school, tmp_path / "收回" / "机械学院年审.xlsx", "review", [{**row, "last_update_on": "2025-05-01"}])
    outcome = run(school, tmp_path / "收回", previous=last)
    (one,) = [entry for entry in outcome.findings if entry.requirement == "SD-9"]

    assert [(where.file, where.sheet) for where in one.where] == [("机械学院年审.xlsx", "年审 机械之声")]
    book = openpyxl.load_workbook(io.BytesIO(files_of(outcome, school)["反馈/机械学院.xlsx"]))
    noted = [cell for page in book for line in page.iter_rows() for cell in line if cell.comment]
    assert [("2025-05-01" in cell.comment.text, cell.value) for cell in noted] == [
        (True, None)
    ]  # where to answer: 备注


APPROVED = CHANGE.replace('"{filed_on: signature', '"{party_approved_on: signature')


@pytest.mark.parametrize(("day", "missing"), [("2026-03-02", 0), ("", 1)])
def test_the_day_of_an_opinion_on_a_lone_change_is_there_for_who_asks(
    last: Path, tmp_path: Path, day: str, missing: int
) -> None:
    asked = """\
    - id: SD-7
      article: "一"
      clause: 第一条
      quote: 每个群组
      title: 变更审批
      rule: approval
      with: {fields: [party_approved_on], form: change}
      severity: error
"""
    school = institution(tmp_path, {"list": LIST, "change": APPROVED}, requirements=asked)
    row = {"unit": "机械学院", "group_name": "机械之声", "leader.name": "周八", "party_approved_on": day}
    send(school, tmp_path / "收回" / "机械学院.xlsx", "change", [row])
    answer = told(run(school, tmp_path / "收回", previous=last), school)

    assert len([one for one in answer["findings"] if one["requirement"] == "SD-7"]) == missing
    (record,) = answer["records"]
    assert record["values"]["party_approved_on"] == (day or None), "what was returned stands in the values"


def test_the_same_person_without_a_telephone_keeps_the_one_on_the_list(last: Path, tmp_path: Path) -> None:
    phones = LIST.replace("width: 24}\n", "width: 24}\n      - {label: 手机, answer: leader.mobile}\n", 1)
    changed = CHANGE.replace('变更日期, "{change_on}"', '新负责人手机, "{leader.mobile}"')
    for form, more, kept in ((CHANGE, {}, "13900000001"), (changed, {"leader.mobile": "13900000002"}, "13900000002")):
        there = tmp_path / kept
        school = institution(there, {"list": phones, "change": form})
        row = {"unit": "机械学院", "group_name": "机械之声", "leader.name": "周八"}
        send(school, there / "收回" / "清单.xlsx", "list", [{**row, "leader.mobile": "13900000001"}])
        send(school, there / "收回" / "变更.xlsx", "change", [{**row, **more}])
        frame = run(school, there / "收回", previous=last).ledger.frame
        assert frame["leader.mobile"].tolist()[0] == kept


def test_another_person_does_not_get_the_telephone_of_the_one_before(last: Path, tmp_path: Path) -> None:
    phones = LIST.replace("width: 24}\n", "width: 24}\n      - {label: 手机, answer: leader.mobile}\n", 1)
    school = institution(tmp_path, {"list": phones, "change": CHANGE})
    row = {"unit": "机械学院", "group_name": "机械之声"}
    listed = {**row, "leader.name": "赵一", "leader.mobile": "13900000001"}
    send(school, tmp_path / "收回" / "清单.xlsx", "list", [listed])
    send(school, tmp_path / "收回" / "变更.xlsx", "change", [{**row, "leader.name": "周八"}])
    frame = run(school, tmp_path / "收回", previous=last).ledger.frame
    assert (frame["leader.name"].tolist()[0], frame["leader.mobile"].tolist()[0]) == ("周八", "")


@pytest.mark.parametrize(("form", "status"), [("list", "nil"), ("change", "missing"), ("cancel", "missing")])
def test_nothing_to_change_is_no_nil_return(
    school: Profile, last: Path, tmp_path: Path, form: str, status: str
) -> None:
    roster = table(tmp_path / "名录.xlsx", ("单位",), ("机械学院",), ("教务处",))
    send(school, tmp_path / "收回" / "教务处.xlsx", form, [{"unit": "教务处", "group_name": "零报告"}])
    outcome = run(school, tmp_path / "收回", previous=last, units=roster)
    assert {one.unit: one.status for one in outcome.units}["教务处"] == status


FELL = (
    "fields: {fell: {zh: 落实情况, kind: enum, options: [已落实, 部分落实, 未落实]}, wiped: {zh: 已清空, kind: bool}}"
)
ASKED = CANCEL.replace('停止日期, "{dissolved_on}"', '落实, "{fell: 已落实 | 部分落实 | 未落实}"').replace(
    '注销原因, "{remark}"', '已清空, "{wiped: 是 | 否}"'
)


@pytest.mark.parametrize(("wiped", "found"), [("否", 1), ("是", 0)])
def test_boxes_of_ones_own_and_a_yes_that_is_asked_of_a_cancellation(
    last: Path, tmp_path: Path, wiped: str, found: int
) -> None:
    asked = """\
    - id: SD-9
      article: "一"
      clause: 第一条
      quote: 每个群组
      title: 清空
      rule: one-of
      with: {field: wiped, values: [是], form: cancel}
      severity: error
"""
    school = institution(tmp_path, {"list": LIST, "cancel": ASKED}, fields=FELL, requirements=asked)
    row = {"unit": "机械学院", "group_name": "机械之声", "fell": "已落实", "wiped": wiped}
    send(school, tmp_path / "收回" / "注销.xlsx", "cancel", [row])
    outcome = run(school, tmp_path / "收回", previous=last)

    assert outcome.ledger.frame["fell"].tolist() == ["已落实"]
    assert len([one for one in outcome.findings if one.requirement == "SD-9"]) == found
    assert [one for one in outcome.findings if one.facts.get("field") == "fell"] == []
