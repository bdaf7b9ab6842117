"""Another institution is a folder of YAML: no Python is written for it, and the whole main job works."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from toolkit import Sources, load_profile, reconcile
from toolkit.forms.template import render
from toolkit.publish.deliver import deliver

if TYPE_CHECKING:
    from pathlib import Path

FORM = """\
form: register
title: 示例大学网络群组登记表
sheet: 登记表
annex: 附件
layout: ledger
offered: 10
widths: [16, 24, 12, 14, 12, 10]
head:
  - {row: [填表部门：, "{unit}", "<", 填表日期：, "{reported_on}", ""], height: 24}
columns:
  - {label: 群组名称, answer: group_name, width: 24}
  - {label: 平台, answer: platform, width: 12}
  - {label: 群号, answer: group_no, width: 14}
  - {label: 群主, answer: owner, width: 12}
  - {label: 人数, answer: member_count, width: 10}
  - {label: 用途, answer: purpose, width: 16}
labels: {unit: [填表部门]}
"""

REGULATION = """\
profile: example-2026
version: "2026-01-01/1"
institution: {name: 示例大学, short_names: [示大]}
document: {title: 示例大学网络群组管理办法, number: 示大〔2026〕1号, effective: 2026-01-01}
parameters: {size_limit: 200, size_over_action: warn}
articles:
  - {id: "一", title: 第一条, text: 群组人数不超过200人。}
requirements:
  - id: EX-1
    article: "一"
    clause: 第一条
    quote: 群组人数不超过200人
    title: 人数上限
    rule: over-size
    with: {limit: 200}
    severity: warning
    fields: [member_count]
    english: size limit of 200
"""


@pytest.fixture
def profile_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "example-2026"
    folder.mkdir()
    (folder / "register.yaml").write_text(FORM, encoding="utf-8")
    (folder / "regulation.yaml").write_text(REGULATION, encoding="utf-8")
    return folder


def group(name: str, number: str, count: str) -> dict[str, str]:
    return {
        "unit": "教务处",
        "reported_on": "2026-03-01",
        "group_name": name,
        "platform": "QQ群",
        "group_no": number,
        "owner": "张三",
        "member_count": count,
        "purpose": "工作通知",
    }


def test_a_folder_of_yaml_is_enough(profile_folder: Path, tmp_path: Path) -> None:
    profile = load_profile(profile_folder)
    collected = tmp_path / "收回"
    collected.mkdir()
    rows = [group("教务处工作群", "100000001", "35"), group("教务处大群", "100000002", "260")]
    (collected / "教务处.xlsx").write_bytes(render(profile.form("register"), profile, rows=rows))
    book = openpyxl.Workbook()
    for line in (["单位", "群名称", "平台", "群号", "群主"], ["教务处", "教务处工作群", "QQ群", "100000001", "李四"]):
        book.active.append(line)
    book.save(tmp_path / "上年.xlsx")

    outcome = reconcile(
        collected, profile=profile, as_of=dt.date(2026, 3, 11), sources=Sources(previous=tmp_path / "上年.xlsx")
    )
    files = deliver(outcome, profile)
    told = json.loads(files["outcome.json"])

    assert told["profile"] == "example-2026"
    assert [record["verdict"] for record in told["records"]] == ["changed", "new"]
    assert [f["requirement"] for f in told["findings"] if f["rule"] == "over-size"] == ["EX-1"]
    ledger = openpyxl.load_workbook(io.BytesIO(files["台账.xlsx"]))
    assert ledger.sheetnames[0] == "台账"
