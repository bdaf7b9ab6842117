"""A profile of one's own works wherever a built-in one does: run, why, purge, feedback, page, control workbook."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING

import openpyxl
import pytest
from institutions import institution, send, sheet, table

from toolkit import cli

if TYPE_CHECKING:
    from pathlib import Path

LIST = """\
    form: list
    title: 示例大学新媒体账号清单
    sheet: 清单
    layout: ledger
    offered: 6
    head:
      - {row: [填报单位：, "{unit}", "<", 填报日期：, "{reported_on}", "", ""], height: 24}
    columns:
      - {label: 名称, answer: group_name, width: 24}
      - {label: 平台, answer: platform, width: 12}
      - {label: 账号, answer: group_no, width: 14}
      - {label: 审核人, answer: checker.name, width: 12}
      - {label: 审核人手机, answer: checker.mobile, width: 14}
      - {label: 校区, answer: campus, width: 12}
      - {label: 今年状态, answer: disposition, width: 12}
"""
REVIEW = """\
    form: review
    title: 示例大学新媒体账号年审表
    sheet: 年审
    layout: card
    role: review
    widths: [14, 24, 14, 24]
    page:
      - {row: [名称, "{group_name}", 单位, "{unit}"]}
      - {row: [平台, "{platform}", 账号, "{group_no}"]}
      - {row: [校区, "{campus}", 审核人, "{checker.name}"]}
"""
FIELDS = """\
    fields:
      campus: {zh: 校区, kind: enum, options: [东校区, 西校区], change: 换校区}
      checker: {zh: 内容审核人, kind: people, change: 换审核人}
"""
NEEDS = """\
    - id: SD-2
      article: "一"
      clause: 第一条
      quote: 每个群组
      title: 校区
      rule: required
      with: {fields: [campus], form: list}
      severity: error
      fields: [campus]
"""
VOICE = {
    "unit": "宣传部",
    "group_name": "青山之声",
    "platform": "抖音",
    "group_no": "qs_voice",
    "checker.name": "赵一",
    "checker.mobile": "13900000001",
}


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    school = institution(tmp_path, {"list": LIST, "review": REVIEW}, fields=FIELDS, requirements=NEEDS)
    last = ["单位", "群名称", "平台", "群号", "校区"], ["宣传部", "青山之声", "抖音", "qs_voice", "西校区"]
    table(tmp_path / "上年.xlsx", *last, ["教务处", "教务通知", "公众号", "gh_jw01", "东校区"])
    send(school, tmp_path / "收回" / "宣传部.xlsx", "list", [{**VOICE, "campus": "东校区"}])
    send(school, tmp_path / "收回" / "宣传部-年审.xlsx", "review", [{**VOICE, "checker.name": "钱二"}])
    gone = {"unit": "教务处", "group_name": "教务通知", "platform": "公众号", "group_no": "gh_jw01"}
    blank = {**gone, "group_name": "教务快讯", "group_no": "gh_jw02"}
    send(school, tmp_path / "收回" / "教务处.xlsx", "list", [{**gone, "disposition": "注销"}, blank])
    return tmp_path


def ran(campaign: Path, *, status: int = 1) -> Path:
    command = ["run", str(campaign / "收回"), "--profile", str(campaign / "shida-2026"), "--previous"]
    out = campaign / "结果"
    command += [str(campaign / "上年.xlsx"), "--as-of", "2026-04-01", "--out", str(out), "--quiet", "--no-cache"]
    assert cli.run(command) == status
    return out


def test_why_reads_it_again_and_names_its_fields(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = ran(campaign)
    capsys.readouterr()
    assert cli.run(["why", "青山之声", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert re.search(r"校区.*F\d+.*东校区", said)
    assert "换校区" in said or "东校区" in said
    assert "内容审核人姓名" in said


def test_why_without_its_folder_still_tells(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = ran(campaign)
    (campaign / "shida-2026").rename(campaign / "另一处")
    capsys.readouterr()
    assert cli.run(["why", "qs_voice", "--out", str(out)]) == 0
    assert "青山之声" in capsys.readouterr().out


def test_purge_drops_its_people_too(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = ran(campaign) / "台账.xlsx"
    book = openpyxl.load_workbook(ledger)
    heads = [cell.value for cell in book["台账"][1]]
    row = [""] * len(heads)
    told = {"单位": "团委", "群名称": "团委快讯", "解散日期": "2020-01-01", "内容审核人姓名": "孙三"}
    book["台账"].append([told.get(head, "") for head, _ in zip(heads, row, strict=True)])
    book.save(ledger)
    after = campaign / "清理后.xlsx"
    command = ["purge", str(ledger), "--out", str(after), "--as-of", "2026-04-01"]
    assert cli.run(command) == 2
    assert "--profile" in capsys.readouterr().err
    assert cli.run([*command, "--profile", str(campaign / "shida-2026")]) == 0
    left = {row["群名称"]: row["内容审核人姓名"] for row in sheet(after.read_bytes(), "台账")}
    assert left == {"青山之声": "赵一", "教务快讯": None, "团委快讯": None}


def test_feedback_page_and_report_speak_of_its_fields(campaign: Path) -> None:
    out = ran(campaign)
    feedback = openpyxl.load_workbook(out / "反馈" / "教务处.xlsx")
    listed = " ".join(str(cell.value) for row in feedback["修改清单"].iter_rows() for cell in row if cell.value)
    assert "校区" in listed
    assert "教务快讯" in {cell.value for row in feedback["清单"].iter_rows() for cell in row}
    page = (out / "对账报告.html").read_text(encoding="utf-8")
    assert "换校区" in page or "校区" in page
    report = openpyxl.load_workbook(io.BytesIO((out / "对账报告.xlsx").read_bytes()))
    changes = " ".join(str(cell.value) for row in report["变更"].iter_rows() for cell in row if cell.value)
    assert "换校区" in changes
    assert "西校区" in changes


def test_the_corrected_feedback_is_a_return(campaign: Path) -> None:
    out = ran(campaign)
    book = openpyxl.load_workbook(out / "反馈" / "教务处.xlsx")
    page = book["清单"]
    (row,) = [row for row in page.iter_rows() if any(cell.value == "教务快讯" for cell in row)]
    row[5].value = "西校区"
    book.save(campaign / "收回" / "教务处-改.xlsx")
    told = json.loads((ran(campaign, status=0) / "outcome.json").read_text(encoding="utf-8"))
    assert {one["path"]: one["status"] for one in told["files"]}["教务处.xlsx"] == "superseded"
    assert not [one for one in told["findings"] if one["requirement"] == "SD-2"]


def test_check_and_rules_take_its_folder(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(campaign / "shida-2026")
    assert cli.run(["check", str(campaign / "收回" / "教务处.xlsx"), "--profile", folder]) == 1
    assert "校区" in capsys.readouterr().out
    assert cli.run(["rules", "--profile", folder]) == 0
    assert "看 校区" in capsys.readouterr().out


def test_prepare_hands_out_its_forms(campaign: Path) -> None:
    folder = campaign / "shida-2026"
    command = ["prepare", "--profile", str(folder), "--previous", str(campaign / "上年.xlsx"), "--out"]
    assert cli.run([*command, str(campaign / "下发")]) == 0
    book = openpyxl.load_workbook(next((campaign / "下发").glob("*宣传部*.xlsx")))
    assert {"青山之声", "西校区", "qs_voice"} <= {cell.value for row in book["清单"].iter_rows() for cell in row}
