"""`reconcile check --explain` tells as which form a workbook was read, why, and which labels were seen where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drawing import workbook

from toolkit import load_profile
from toolkit.cli import run
from toolkit.forms.template import render

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TITLE = "重庆能源职业学院 QQ 群、微信群审备登记表"
ROWS = """
    单位   | 群 名 称     | 平台 | 群号      | 群主 | 群主联系电话 | 群内人数 | 星座
    教务处 | 教务处通知群 | QQ群 | 100000001 | 张三 | 13900000001  | 120      | 白羊
           | 教务处考务群 | QQ群 | 100000002 | 张三 | 13900000001  | 90       |
"""


def said(capfd: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    run(["check", *arguments])
    return [line.strip() for line in capfd.readouterr().out.splitlines()]


def test_a_retyped_ledger_is_explained(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = workbook(tmp_path / "教务处.xlsx", ROWS, title=TITLE)
    lines = said(capfd, str(file), "--profile", "cqny-2021", "--as-of", "2026-03-11", "--explain")
    start = lines.index("怎样认出来的：教务处.xlsx（已读入，单位：教务处）")
    told = "\n".join(lines[start:])
    assert f"工作表“Sheet1”：认作 cqny-2021/register《{TITLE}》，一行一群，1 块，2 个群。" in told
    assert "标题相符、写有校名、本表栏目找到" in told
    assert "单位（A2）→ 单位" in told
    assert "群 名 称（B2）→ 群名称" in told
    assert "群内人数（G2）→ 人数" in told
    assert "不认识的栏目（内容原样保留在“其他”）：星座 (H2)" in told
    assert "空着的由上一行补足：单位" in told
    assert "没有其他表单说得通" in told
    assert "13900000001" not in told


def test_without_the_option_nothing_is_explained(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = workbook(tmp_path / "教务处.xlsx", ROWS, title=TITLE)
    lines = said(capfd, str(file), "--profile", "cqny-2021", "--as-of", "2026-03-11")
    assert not any("认出" in line for line in lines)


def test_a_card_names_the_runners_up_and_its_own_properties(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    profile = load_profile("jsut-2019")
    file = tmp_path / "approval.xlsx"
    row = {"unit": "教务处", "group_name": "考务群", "platform&purpose": "微信 考务", "owner&admins": "张三"}
    file.write_bytes(render(profile.form("approval"), profile, rows=[row, {**row, "group_name": "监考群"}]))
    lines = said(capfd, str(file), "--profile", "jsut-2019", "--lang", "en", "--explain")
    told = "\n".join(lines)
    assert "read as jsut-2019/approval《微信工作群、QQ 工作群组审批表》, a page a group" in told
    assert told.count("read as") == 1
    assert "blocks 2, groups 2" in told
    assert "the workbook's properties name the form" in told
    assert "(score" in told


def test_a_strange_table_names_the_nearest_form(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = workbook(tmp_path / "设备.xlsx", "单位 | 设备 | 数量\n教务处 | 打印机 | 3")
    lines = said(capfd, str(file), "--profile", "sccm-2022", "--explain")
    assert "怎样认出来的：设备.xlsx（退回，单位：—）" in lines
    assert "没有认出表单，也没有看到任何登记表的栏目。" in lines
    file = workbook(tmp_path / "设备2.xlsx", "创建时间 | 现有人数 | 数量\n2020 | 3 | 3")
    lines = said(capfd, str(file), "--profile", "sccm-2022", "--explain")
    assert any(
        line.startswith("没有认出表单；最接近的是 sccm-2022/register《") and "现有人数" in line for line in lines
    )
