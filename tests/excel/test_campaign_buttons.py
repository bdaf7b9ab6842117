"""The main job by buttons: the same outcome as on the command line, shown in the workbook, the report beside it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from institutions import institution, send

from toolkit.excel.jobs import MERGED
from toolkit.excel.tables import FILES, FINDINGS, OVERVIEW, TODO

if TYPE_CHECKING:
    from conftest import Stage

SAMPLE = Path("samples/sccm-2022")
DAY = "2026-03-11"
RETURNED = {"作曲系.xlsx", "管弦系.xlsx", "坏文件.xlsx", "食堂菜单.xlsx", "~$教务处.xlsx"}
SOURCES = {
    "previous": "上年台账.xlsx",
    "units": "单位名录.xlsx",
    "observed": "在用群清单.xlsx",
    "notices": "来文登记.xlsx",
    "received": "收件登记.xlsx",
    "classes": "班级名册.xlsx",
}


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readings are kept from test to test, and not among the person's own."""
    monkeypatch.setenv("RECONCILE_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "readings"))


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A campaign under a path with Chinese and spaces; there is a receipt log, so the files' own days do not matter."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "2026 年 备案"))


@pytest.fixture
def campaign(whole: Path) -> Path:
    """The same with a few of its returns: a good one, faulty ones, a damaged one, no form, a lock file."""
    for path in [path for path in (whole / "收回").rglob("*") if path.is_file() and path.name not in RETURNED]:
        path.unlink()
    return whole


def filled(stage: Stage, campaign: Path) -> Path:
    stage.set(collected=campaign / "收回", as_of=DAY, profile="sccm-2022 四川音乐学院")
    stage.set(**{name: campaign / file for name, file in SOURCES.items()})
    return campaign / "对账结果"


def rows(stage: Stage, sheet: str) -> list[list[object]]:
    return stage.control.sheets[sheet].used_range.options(ndim=2).value


def test_buttons_and_command_line_give_the_same_outcome(stage: Stage, whole: Path, tmp_path: Path) -> None:
    campaign = whole
    out = filled(stage, campaign)
    text, mode = stage.press("对账")
    assert mode == "info", text
    command = [sys.executable, "-m", "toolkit", "run", str(campaign / "收回"), "--profile", "sccm-2022", "--quiet"]
    for name, file in SOURCES.items():
        command += [f"--{name}", str(campaign / file)]
    subprocess.run([*command, "--as-of", DAY, "--out", str(tmp_path / "另一处")], check=False)  # noqa: S603 - our own command
    assert (out / "outcome.json").read_bytes() == (tmp_path / "另一处" / "outcome.json").read_bytes()
    by_buttons, by_command = (
        [[cell.value for cell in row] for row in openpyxl.load_workbook(place / "对账报告.xlsx")["待办"].rows]
        for place in (out, tmp_path / "另一处")
    )
    assert by_buttons == by_command


def test_decisions_typed_into_the_open_report_are_applied_and_kept(stage: Stage, campaign: Path) -> None:
    out = filled(stage, campaign)
    assert stage.press("应用裁定") == (f"没有找到“{out / '对账报告.xlsx'}”；请先按“对账”。", "critical")
    stage.press("对账")
    stage.press("打开报告")
    report = stage.app.books["对账报告.xlsx"]
    sheet = report.sheets["疑似换号"]
    table = sheet.used_range.options(ndim=2).value
    heading = next(number for number, row in enumerate(table) if "是同一个群" in row)
    name = table[heading + 1][table[heading].index("群名称")]
    sheet.range((heading + 2, table[heading].index("是同一个群") + 1)).value = "是"  # typed, and not saved
    stage.control.activate()
    text, mode = stage.press("应用裁定")
    assert mode == "info", text
    assert "用上 1 条" in text
    assert decided(out) == [name]
    assert "对账报告.xlsx" in [book.name for book in stage.app.books]
    stage.press("对账")  # and pressing the main button later does not lose it
    assert decided(out) == [name]


def test_the_answers_that_the_page_saved_are_applied_by_the_button(stage: Stage, campaign: Path) -> None:
    out = filled(stage, campaign)
    stage.press("对账")
    page = (out / "对账报告.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    asked = data["questions"]["renumbered"][0]["ask"]
    answer = {"question": asked["question"], asked["field"]: "换号", "remark": "电话问过", **asked["told"]}
    told = {"format": "reconcile-answers/1", "saved": DAY, "answers": [answer]}
    told |= {"profile": data["profile"], "institution": data["institution"], "asOf": data["asOf"]}
    saved = campaign / "下载" / f"裁定-{DAY}.json"
    saved.parent.mkdir()
    saved.write_text(f"{json.dumps(told, ensure_ascii=False, indent=1)}\n", encoding="utf-8")
    stage.set(decisions=saved)
    text, mode = stage.press("应用裁定")
    assert mode == "info", text
    assert "用上 1 条" in text
    assert decided(out) == [asked["told"]["group"]]
    saved.unlink()
    stage.set(decisions="")
    text, mode = stage.press("应用裁定")  # it stands in the report from now on
    assert mode == "info", text
    assert decided(out) == [asked["told"]["group"]]
    shown = openpyxl.load_workbook(out / "对账报告.xlsx")["裁定"].iter_rows(values_only=True)
    assert any("电话问过" in map(str, row) for row in shown)


def decided(out: Path) -> list[str]:
    told = json.loads((out / "outcome.json").read_text(encoding="utf-8"))
    return [record["values"]["group_name"] for record in told["records"] if record["basis"] == "decision"]


def test_the_result_sheets_tell_what_the_outcome_holds(stage: Stage, campaign: Path) -> None:
    out = filled(stage, campaign)
    stage.press("对账")
    told = json.loads((out / "outcome.json").read_text(encoding="utf-8"))
    overview = {(row[0], row[1]): row[2] for row in rows(stage, OVERVIEW)[3:]}
    assert overview["问题", "须改正"] == told["totals"]["findings"]["error"]
    assert overview["本年的群", "续报"] == told["totals"]["records"]["renewed"]
    assert overview["单位", "应报"] == told["totals"]["figures"]["due"]
    assert overview["本年的群", "本年在册"] == told["totals"]["figures"]["in-force"]
    assert len(rows(stage, FINDINGS)) - 3 == len(told["findings"])
    assert len(rows(stage, TODO)) > 3
    shown = stage.control.names["recon_last"].refers_to_range.value
    assert "对账" in shown
    for sheet in stage.control.sheets:  # what circulates holds no telephone numbers
        assert not any("1390000" in str(cell) for row in rows(stage, sheet.name) for cell in row)


def test_merging_tells_what_became_of_every_file(stage: Stage, campaign: Path) -> None:
    filled(stage, campaign)
    text, mode = stage.press("合并收回")
    assert mode == "info", text
    listed = {str(row[0]) for row in rows(stage, FILES)[3:]}
    there = {
        path.relative_to(campaign / "收回").as_posix() for path in (campaign / "收回").rglob("*") if path.is_file()
    }
    assert there <= listed
    assert (campaign / MERGED).is_file()
    assert not (campaign / "对账结果").exists()


def test_merging_asks_for_a_folder_where_none_is_set(stage: Stage, campaign: Path) -> None:
    if stage.real:
        pytest.skip("a dialog waits for a person")
    stage.set(as_of=DAY, profile="sccm-2022")
    stage.app.impl.folders.append(str(campaign / "收回"))
    text, mode = stage.press("合并收回")
    assert mode == "info", text
    assert (campaign / MERGED).is_file()


def test_a_second_run_renews_the_sheets_and_opens_the_report_again(stage: Stage, campaign: Path) -> None:
    filled(stage, campaign)
    stage.press("对账")
    first = {name: rows(stage, name) for name in (OVERVIEW, TODO, FINDINGS)}
    text, _mode = stage.press("打开报告")
    assert "对账报告.xlsx" in text
    assert stage.app.books.active.name == "对账报告.xlsx"
    stage.control.activate()
    stage.press("对账")
    assert {name: rows(stage, name) for name in first} == first
    assert len([sheet for sheet in stage.control.sheets if sheet.name.startswith("结果")]) == 3
    assert sorted(book.name for book in stage.app.books) == ["对账报告.xlsx", "对账控制台.xlsm"]


def test_the_forms_are_written_beside_the_workbook(stage: Stage) -> None:
    text, mode = stage.press("生成下发表格")
    assert (mode, "选好“适用办法”" in text) == ("critical", True)
    stage.set(profile="sccm-2022 四川音乐学院")
    text, mode = stage.press("生成下发表格")
    assert mode == "info"
    written = sorted(path.name for path in (stage.path.parent / "下发表格").glob("*.xlsx"))
    assert written == sorted(path.name for path in Path("templates/sccm-2022").glob("*.xlsx"))


def test_with_a_roster_every_unit_gets_its_own_workbook(stage: Stage, campaign: Path) -> None:
    filled(stage, campaign)
    stage.set(forms=campaign / "发 下去")
    text, mode = stage.press("生成下发表格")
    assert mode == "info", text
    command = [sys.executable, "-m", "toolkit", "prepare", "--profile", "sccm-2022"]
    command += ["--units", str(campaign / "单位名录.xlsx"), "--previous", str(campaign / "上年台账.xlsx")]
    command += ["--out", str(campaign / "命令行")]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own command
    by_command = {path.name.partition("_")[2] for path in (campaign / "命令行").glob("*.xlsx")}
    assert {path.name.partition("_")[2] for path in (campaign / "发 下去").glob("*.xlsx")} == by_command
    assert len(by_command) > 3


def test_progress_is_told_while_files_are_read(stage: Stage, campaign: Path) -> None:
    if stage.real:
        pytest.skip("Excel keeps no log of what it is told")
    filled(stage, campaign)
    stage.press("对账")
    told = [value for what, value in stage.log if what == "status_bar"]
    assert told[0] == "对账：正在处理，请稍候…"
    assert any("正在读取" in str(value) for value in told)
    assert told[-1] is False


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "还没有选收回文件夹"),
        ({"collected": "/没有 这个文件夹"}, "找不到“"),
        ({"collected": "https://example.sharepoint.com/收回"}, "是网址"),
        ({"collected": SAMPLE / "收回", "as_of": "三月十一"}, "不是日期"),
        ({"collected": SAMPLE / "收回", "units": "名录.xlsx"}, "找不到“单位名录”的文件"),
        ({"collected": SAMPLE / "收回", "out": SAMPLE / "收回" / "结果"}, "在收回文件夹里面"),
        ({"collected": SAMPLE / "收回", "out": SAMPLE}, "已有别的文件"),
        ({"collected": SAMPLE / "expected"}, "没有认出任何一所学校的表格"),
    ],
)
def test_a_mistake_in_the_settings_is_one_sentence(stage: Stage, settings: dict[str, str | Path], told: str) -> None:
    stage.set(**{name: value.resolve() if isinstance(value, Path) else value for name, value in settings.items()})
    text, mode = stage.press("对账")
    assert mode == "critical"
    assert told in text
    assert "--" not in text
    assert "Traceback" not in text


def test_a_fault_of_ours_is_one_sentence_and_a_log(
    stage: Stage, campaign: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("13900000001")

    monkeypatch.setattr("toolkit.excel.jobs.reconcile_campaign", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    filled(stage, campaign)
    text, mode = stage.press("对账")
    assert mode == "critical"
    assert "不是您的材料有问题" in text
    log = (tmp_path / "reconcile-excel.log").read_text(encoding="utf-8")
    assert str(tmp_path / "reconcile-excel.log") in text
    assert "KeyError" in log
    assert "13900000001" not in log + text


def test_an_excel_that_is_busy_is_told_as_such(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def rejected(_self: object) -> None:
        raise OSError(-2147418111, "Call was rejected by callee.")

    monkeypatch.setattr("toolkit.excel.adapter.Desk.settings", rejected)
    text, mode = stage.press("打开报告")
    assert (mode, "Excel 正忙" in text) == ("critical", True)


def test_the_report_must_be_there_to_be_opened(stage: Stage, campaign: Path) -> None:
    filled(stage, campaign)
    assert stage.press("打开报告") == (
        f"没有找到“{campaign / '对账结果' / '对账报告.xlsx'}”；请先按“对账”。",
        "critical",
    )


def test_self_check_says_that_excel_works(stage: Stage) -> None:
    text, mode = stage.press("自检")
    assert mode == "info"
    assert "✓ Excel 和宏工作正常" in text
    assert "✗" not in text


def test_the_buttons_work_with_a_regulation_of_ones_own(stage: Stage, tmp_path: Path) -> None:
    form = """\
        form: list
        title: 示例大学账号清单
        sheet: 清单
        layout: ledger
        columns:
          - {label: 单位, answer: unit, width: 20}
          - {label: 名称, answer: group_name, width: 20}
          - {label: 校区, answer: campus, width: 12}
    """
    own = "fields: {campus: {zh: 校区, kind: enum, options: [东校区, 西校区]}}"
    school = institution(tmp_path, {"list": form}, fields=own)
    send(
        school, tmp_path / "收回" / "宣传部.xlsx", "list", [{"unit": "宣传部", "group_name": "声", "campus": "东校区"}]
    )
    stage.set(collected=tmp_path / "收回", as_of=DAY, profile=tmp_path / school.id)
    for button in ("对账", "合并收回"):
        text, mode = stage.press(button)
        assert mode == "info", text
    for name in ("对账结果/台账.xlsx", "合并台账.xlsx"):
        book = openpyxl.load_workbook(tmp_path / name)
        assert "东校区" in {cell.value for row in book["台账"].iter_rows() for cell in row}
