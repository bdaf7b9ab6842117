"""What is handed out: prefilled with last year's groups, and sent back as it is, everything is renewed."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from click.testing import CliRunner
from drawing import source, workbook
from openpyxl.cell.cell import MergedCell

from toolkit import Sources, load_profile, reconcile
from toolkit.cli.commands import build
from toolkit.forms.prepare import prepare, units_left_out
from toolkit.normalise.units import UnitIndex
from toolkit.publish.deliver import encrypt
from toolkit.register.previous import load_previous

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from toolkit.model import Outcome

TODAY = dt.date(2026, 3, 8)
LEDGER = """
    单位   | 群名称         | 平台   | 群号      | 群主 | 群主手机    | 管理员    | 人数   | 创建日期   | 用途     | 成员范围 | 备案编号 | 处置 | 对象类型 | 群组类别
    教务处 | 教务处通知群   | QQ群   | 310000001 | 张三 | 13900000001 | 李四、王五 | 约86人 | 2018-05    | 教学通知 | 全体教师 | A-0001   |      | 群       | 教工
    教务处 | 教务处教学群   | 微信群 |           | 张三 | 13900000001 | 李四      | 40     | 2019-09-01 | 教学     | 秘书     | A-0002   |      | 群       | 教工
    教务处 | 教务处旧群     | QQ群   | 310000003 | 张三 |             | 李四      | 3      | 2015-09-01 | 旧       | 旧       | A-0003   | 解散 | 群       | 教工
    学生处 | 学生处辅导员群 | QQ群   | 310000004 | 赵六 |             | 赵六      | 45     | 2020-09-01 | 工作部署 | 辅导员   | A-0004   |      | 群       | 教工
    校工会 | 校工会群       | 微信群 |           | 孙七 |             | 孙七      | 20     | 2020-09-01 | 通知     | 会员     | A-0005   |      | 群       | 教工
"""  # noqa: E501 - a table is read by its columns
ROSTER = """
    单位   | 应报
    教务处 | 是
    学生处 | 是
    后勤处 | 是
    档案馆 | 否
"""
HEADS = 8  # the row of 微信群 1, QQ 群 1 …
PROFILES = ("sccm-2022", "suzhou-2018", "jsut-2019", "scnvc-2019", "cqny-2021")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return workbook(tmp_path / "上年台账.xlsx", LEDGER)


def handed_out(ledger: Path, profile: str = "sccm-2022", roster: str = "") -> dict[str, bytes]:
    told = load_profile(profile)
    units = source("units", roster) if roster else None
    return prepare(told, year=2026, units=units, previous=load_previous(ledger, told, UnitIndex()))


def sent_back(tmp_path: Path, files: Mapping[str, bytes], ledger: Path, profile: str = "sccm-2022") -> Outcome:
    folder = tmp_path / "收回"
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return reconcile(folder, as_of=TODAY, profile=profile, sources=Sources(previous=ledger), jobs=1)


def edited(content: bytes, **cells: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for cell, text in cells.items():
        book.worksheets[1][cell] = text
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def place(content: bytes, text: str) -> Any:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


@pytest.mark.parametrize("profile", PROFILES)
def test_sent_back_as_it_is_everything_is_renewed(ledger: Path, tmp_path: Path, profile: str) -> None:
    files = {name: content for name, content in handed_out(ledger, profile).items() if "/" not in name}
    assert len(files) == 3
    outcome = sent_back(tmp_path, files, ledger, profile)
    assert outcome.verdicts["verdict"].tolist() == ["renewed"] * 4
    assert sorted(outcome.previous_verdicts["verdict"]) == ["dissolved", *["renewed"] * 4]
    frame = outcome.ledger.frame.set_index("group_name")
    assert frame.loc["教务处通知群", "filing_no"] == "A-0001"
    asks_for_admins = profile != "jsut-2019"  # its register has no such column
    assert frame.loc["教务处通知群", "admins.name"] == ("李四\n王五" if asks_for_admins else "")
    assert frame.loc["教务处通知群", "owner.name"] == "张三"
    assert frame.loc["教务处通知群", "created_on"] == "2018-05"
    assert set(frame["disposition"]) == {""}  # what holds this year only the unit can say


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_saved_by_libreoffice_everything_is_renewed(ledger: Path, tmp_path: Path, kind: str) -> None:
    name, content = next(iter(handed_out(ledger).items()))
    (tmp_path / name).write_bytes(content)
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "收回"), name]
    subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=tmp_path)  # noqa: S603 - our own file
    outcome = sent_back(tmp_path, {}, ledger)
    assert outcome.verdicts["verdict"].tolist() == ["renewed"] * 2


def test_a_workbook_a_unit_named_by_year_unit_and_form(ledger: Path) -> None:
    assert list(handed_out(ledger)) == [f"2026_{unit}_登记表.xlsx" for unit in ("教务处", "学生处", "校工会")]
    with_roster = handed_out(ledger, roster=ROSTER)
    assert list(with_roster) == [f"2026_{unit}_登记表.xlsx" for unit in ("教务处", "学生处", "后勤处")]
    told = load_profile("sccm-2022")
    before = load_previous(ledger, told, UnitIndex())
    assert units_left_out(source("units", ROSTER), before) == ("校工会",)
    assert handed_out(ledger) == handed_out(ledger)


def test_only_groups_in_force_and_only_the_units_own_are_in_it(ledger: Path) -> None:
    content = handed_out(ledger)["2026_教务处_登记表.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(content))
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    assert {"教务处通知群", "教务处教学群", "A-0001", "张三 13900000001", "本单位本年度无变更 □"} <= texts
    assert not any(word in text for text in texts for word in ("旧群", "学生处", "校工会", "孙七"))


def test_this_years_status_is_chosen_from_a_list(ledger: Path) -> None:
    content = handed_out(ledger)["2026_教务处_登记表.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(content))
    label = place(content, "今年状态")
    rules = {str(rule.sqref): rule for rule in book.worksheets[1].data_validations.dataValidation}
    rule = rules[f"B{label.row}:G{label.row}"]
    name, cells = next((sheet, cells) for sheet, cells in book.defined_names[rule.formula1].destinations)
    assert [cell.value for (cell,) in book[name][cells.replace("$", "")]] == ["继续", "变更", "合并", "解散", "注销"]


def test_a_group_marked_as_dissolved_is_an_answer_and_no_fault(ledger: Path, tmp_path: Path) -> None:
    files = handed_out(ledger)
    name = "2026_教务处_登记表.xlsx"
    group, status = place(files[name], "教务处通知群"), place(files[name], "今年状态")
    files[name] = edited(files[name], **{f"{group.column_letter}{status.row}": "注销"})
    outcome = sent_back(tmp_path, files, ledger)
    record = outcome.ledger.frame.set_index("group_name").loc["教务处通知群"]
    assert record["disposition"] == "注销"
    verdicts = outcome.verdicts.set_index("id")["verdict"]
    assert verdicts[record["id"]] == "cancelled"
    assert record["id"] not in set(outcome.defunct["record"])
    assert not [
        finding
        for finding in outcome.findings
        if record["id"] in finding.records and finding.severity == "error" and "disposition" in finding.facts["field"]
    ]


def test_a_change_is_told_from_the_cells(ledger: Path, tmp_path: Path) -> None:
    files = handed_out(ledger)
    name = "2026_教务处_登记表.xlsx"
    group, status = place(files[name], "教务处通知群"), place(files[name], "今年状态")
    owner = place(files[name], "张三 13900000001")
    files[name] = edited(
        files[name],
        **{f"{group.column_letter}{status.row}": "变更", f"{group.column_letter}{owner.row}": "钱八 13900000008"},
    )
    outcome = sent_back(tmp_path, files, ledger)
    verdicts = dict(zip(outcome.ledger.frame["group_name"], outcome.verdicts["verdict"], strict=True))
    assert verdicts["教务处通知群"] == "changed"
    assert verdicts["教务处教学群"] == "renewed"
    asked = [one.facts for one in outcome.findings if one.facts.get("field") == "disposition"]
    assert {(one["variant"], one["label"]) for one in asked} == {("blank", "今年状态")}
    assert sorted(one["names"] for one in asked) == [
        ["学生处辅导员群"],
        ["教务处教学群"],
        ["校工会群"],
    ]  # what was left blank goes on, and is asked once a workbook


def statuses(outcome: Outcome) -> dict[str, str]:
    return {unit.unit: unit.status for unit in outcome.units}


@pytest.mark.parametrize(
    "tick", ["本单位本年度无变更 ☑", "本单位本年度无变更 √", "☑ 本单位本年度无变更", "本单位本年度无变更"]
)
def test_one_tick_answers_for_the_whole_unit(ledger: Path, tmp_path: Path, tick: str) -> None:
    files = handed_out(ledger)
    name = "2026_教务处_登记表.xlsx"
    files[name] = edited(files[name], A2=tick)
    outcome = sent_back(tmp_path, files, ledger)
    assert statuses(outcome) == {"教务处": "no_change", "学生处": "filed", "校工会": "filed"}
    assert outcome.verdicts["verdict"].tolist() == ["renewed"] * 4


def test_a_tick_does_not_hide_a_difference(ledger: Path, tmp_path: Path) -> None:
    files = handed_out(ledger)
    name = "2026_教务处_登记表.xlsx"
    owner = place(files[name], "张三 13900000001")
    files[name] = edited(files[name], A2="本单位本年度无变更 ☑", **{owner.coordinate: "钱八"})
    outcome = sent_back(tmp_path, files, ledger)
    assert statuses(outcome)["教务处"] == "filed"
    assert "changed" in outcome.verdicts["verdict"].tolist()


def test_a_tick_on_a_form_without_rows_is_a_notice_of_no_change(ledger: Path, tmp_path: Path) -> None:
    name = "2026_教务处_登记表.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(handed_out(ledger)[name]))
    for row in book.worksheets[1].iter_rows(min_col=2, max_col=7):
        for cell in row:
            if cell.row > HEADS and not isinstance(cell, MergedCell):
                cell.value = None
    book.worksheets[1]["A2"] = "本单位本年度无变更 ☑"
    saved = io.BytesIO()
    book.save(saved)
    outcome = sent_back(tmp_path, {name: saved.getvalue()}, ledger)
    assert [file.status for file in outcome.submissions] == ["nil"]
    assert statuses(outcome)["教务处"] == "no_change"
    verdicts = dict(zip(outcome.previous.frame["group_name"], outcome.previous_verdicts["verdict"], strict=True))
    assert verdicts["教务处通知群"] == "carried"
    assert verdicts["学生处辅导员群"] == "unit_missing"


@pytest.mark.parametrize(
    ("profile", "word"), zip(PROFILES, ("零报告", "无", "本部门无工作群", "零报告", "无"), strict=True)
)
def test_a_zero_report_over_the_names_that_were_filled_in_is_one(
    profile: str, word: str, ledger: Path, tmp_path: Path
) -> None:
    name, content = next((name, text) for name, text in handed_out(ledger, profile).items() if "教务处" in name)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
    names = [cell for cell in cells if cell.value.startswith(("教务处通知群", "教务处教学群"))]
    assert len(names) == 2
    for cell in names:
        cell.value = word
    saved = io.BytesIO()
    book.save(saved)
    outcome = sent_back(tmp_path, {name: saved.getvalue()}, ledger, profile)
    assert [file.status for file in outcome.submissions] == ["nil"]
    assert statuses(outcome)["教务处"] == "nil"
    assert outcome.ledger.frame.empty


def test_a_zero_report_over_one_of_two_names_is_none(ledger: Path, tmp_path: Path) -> None:
    name = "2026_教务处_登记表.xlsx"
    content = handed_out(ledger)[name]
    outcome = sent_back(
        tmp_path, {name: edited(content, **{place(content, "教务处通知群").coordinate: "零报告"})}, ledger
    )
    assert [file.status for file in outcome.submissions] == ["merged"]
    assert "教务处教学群" in outcome.ledger.frame["group_name"].tolist()


def test_each_group_stands_on_the_form_for_its_kind(tmp_path: Path) -> None:
    before = workbook(
        tmp_path / "上年台账.xlsx",
        """
        单位   | 群名称       | 平台   | 群主 | 第一责任人 | 对象类型 | 备案编号
        教务处 | 教务处通知群 | QQ群   | 张三 |            | 群       | A-0001
        教务处 | 教务处公众号 | 公众号 |      | 李四       | 公众号   | A-0002
        """,
    )
    files = handed_out(before, "jsut-2019")
    assert list(files) == ["2026_教务处_备案登记表.xlsx", "空白表/微信工作群QQ工作群组审批表.xlsx"]
    sheets = openpyxl.load_workbook(io.BytesIO(files["2026_教务处_备案登记表.xlsx"])).sheetnames
    assert [name for name in sheets if "登记表" in name][:2] == ["备案登记表", "公众号登记表 教务处公众号"]
    outcome = sent_back(
        tmp_path, {"2026_教务处_备案登记表.xlsx": files["2026_教务处_备案登记表.xlsx"]}, before, "jsut-2019"
    )
    assert outcome.verdicts["verdict"].tolist() == ["renewed"] * 2
    assert outcome.ledger.frame["filing_no"].tolist() == ["A-0001", "A-0002"]


def test_the_command_writes_them_and_says_who_is_left_out(ledger: Path, tmp_path: Path) -> None:
    roster = workbook(tmp_path / "名录.xlsx", ROSTER)
    options = ["--profile", "sccm-2022", "--units", str(roster), "--previous", str(ledger), "--out"]
    result = CliRunner().invoke(build("zh"), ["prepare", *options, str(tmp_path / "下发")], standalone_mode=False)
    assert result.exception is None
    assert len(list((tmp_path / "下发").glob("*_登记表.xlsx"))) == 3
    assert "校工会" in result.output


def test_a_protected_register_is_opened_by_its_word(ledger: Path, tmp_path: Path) -> None:
    ledger.write_bytes(encrypt(ledger.read_bytes(), "开门"))
    word = tmp_path / "密码.txt"
    word.write_text("开门\n", encoding="utf-8")
    asked = ["prepare", "--profile", "sccm-2022", "--previous", str(ledger), "--out", str(tmp_path / "下发")]
    assert CliRunner().invoke(build("zh"), asked).exit_code != 0
    assert CliRunner().invoke(build("zh"), [*asked, "--ledger-password-file", str(word)]).exit_code == 0
    assert sorted(path.name.split("_")[1] for path in (tmp_path / "下发").iterdir()) == ["学生处", "教务处", "校工会"]
