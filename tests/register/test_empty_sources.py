"""Without the source that answers a question it is 未比对, never a count; a list without a row is no source."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import openpyxl
import pytest
from click.testing import CliRunner

from toolkit.cli import run as main_status
from toolkit.cli.commands import build
from toolkit.findings.articles import compliance
from toolkit.model import Sources
from toolkit.pipeline import reconcile
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEADS = ("单位(部门)", "工作群名称", "群主", "人员范围", "人数", "群功能", "群信息发布规则", "保留依据", "平台", "群号")
OBSERVED = ("群名称", "群号", "平台", "单位", "来源", "日期", "状态")
LIST = Path("名单.csv")
ROSTER = ("单位", "简称", "曾用名", "类别", "应报", "人数")


class Told(NamedTuple):
    """What a run said on the screen, how it ended, its outcome.json and the words of 总览."""

    status: int
    screen: str
    outcome: dict[str, Any]
    overview: str


def group(unit: str, name: str, number: str) -> tuple[str, ...]:
    return (unit, name, "张三 13900000001", "全体教职工", "30", f"用于{name}的通知", "只发通知", "需要", "QQ群", number)


def book(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    path.parent.mkdir(exist_ok=True)
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.append(["微信工作群、QQ 工作群组备案登记表"])
    for row in (HEADS, *rows):
        sheet.append(list(row))
    made.save(path)
    return path


def headings_only(path: Path, heads: Sequence[str]) -> str:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerow(heads)
    return str(path)


def told(folder: Path, *more: str) -> Told:
    book(folder / "收回" / "理学院.xlsx", [group("理学院", "在用群", "370000001")])
    out = folder / "出"
    command = ["run", str(folder / "收回"), "--profile", "jsut-2019", "--as-of", "2026-03-11", "--out", str(out)]
    result = CliRunner().invoke(build("zh"), [*command, "--no-progress", *more], standalone_mode=False)
    assert result.exception is None, result.exception
    page = openpyxl.load_workbook(out / "对账报告.xlsx")["总览"]
    words = "\n".join(str(cell) for row in page.iter_rows(values_only=True) for cell in row if cell is not None)
    outcome = json.loads((out / "outcome.json").read_text(encoding="utf-8"))
    return Told(result.return_value, result.output, outcome, words)


def last_year(folder: Path) -> str:
    rows = [group("理学院", "在用群", "370000001"), group("哲学院", "哲学院群", "370000002")]
    return str(book(folder / "上年.xlsx", rows))


def test_an_observed_list_with_headings_only_is_not_compared(tmp_path: Path) -> None:
    found = told(tmp_path, "--observed", headings_only(tmp_path / "观.csv", OBSERVED))
    assert "unregistered" in found.outcome["not_compared"]
    assert "unregistered" not in found.outcome["totals"]
    assert "未备案（需 --observed）" in found.screen
    assert "只有标题" in found.screen
    assert "只有标题" in found.overview


@pytest.mark.parametrize(
    ("sources", "heads"),
    [
        (Sources(observed=LIST), OBSERVED),
        (Sources(people=LIST), ("姓名", "单位", "在岗")),
        (Sources(classes=LIST), ("班级", "人数")),
    ],
)
def test_the_articles_that_need_an_empty_list_are_not_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sources: Sources, heads: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    collected = book(tmp_path / "收回" / "理学院.xlsx", [group("理学院", "在用群", "370000001")])
    headings_only(tmp_path / LIST, heads)
    (name,) = sources.given
    profile = load_profile("jsut-2019")
    outcome = reconcile(
        collected,
        as_of=dt.date(2026, 3, 11),
        profile=profile,
        sources=sources,
        jobs=1,
    )
    asking = [row for row in compliance(profile, outcome.given, outcome.findings) if name in row.requirement.needs]
    assert name not in outcome.given
    assert outcome.blank == (name,)
    assert {row.status for row in asking} <= {"not_compared", "by_hand"}


def test_an_empty_list_of_notices_says_that_none_came(tmp_path: Path) -> None:
    heads = ("类型", "单位", "群名称", "群号", "发生日期", "报备日期", "内容")
    assert "只有标题" not in told(tmp_path, "--notices", headings_only(tmp_path / "来文.csv", heads)).screen


def test_a_roster_with_headings_only_tells_no_missing_unit(tmp_path: Path) -> None:
    roster = headings_only(tmp_path / "名录.csv", ROSTER)
    found = told(tmp_path, "--units", roster, "--previous", last_year(tmp_path))
    assert "missing_units" in found.outcome["not_compared"]
    assert "missing" not in found.outcome["totals"]["units"]


def test_without_a_roster_the_units_of_last_year_are_told_as_such(tmp_path: Path) -> None:
    found = told(tmp_path, "--previous", last_year(tmp_path))
    assert {"unit": "哲学院", "status": "missing"} in found.outcome["units"]
    assert [row["verdict"] for row in found.outcome["previous"]] == ["renewed", "unit_missing"]
    assert "missing" not in found.outcome["totals"]["units"]
    assert "上年有、今年没有报来的单位 1 个：哲学院" in found.screen
    assert "未报单位 1" not in found.screen
    assert "上年有、今年没有报来的单位 1 个" in found.overview
    assert found.status == 1


def test_with_a_roster_they_are_missing(tmp_path: Path) -> None:
    roster = tmp_path / "名录.csv"
    roster.write_text("单位\n理学院\n哲学院\n", encoding="utf-8")
    found = told(tmp_path, "--units", str(roster), "--previous", last_year(tmp_path))
    assert found.outcome["totals"]["units"]["missing"] == 1
    assert "未报单位 1 个：哲学院" in found.screen


def test_a_register_with_headings_only_has_no_line_of_its_groups(tmp_path: Path) -> None:
    screen = told(tmp_path, "--previous", str(book(tmp_path / "上年.xlsx", []))).screen
    assert "上年 0 个群" not in screen
    assert "：。" not in screen


def test_a_register_closed_after_the_day_of_the_verdicts_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book(tmp_path / "收回" / "理学院.xlsx", [group("理学院", "在用群", "370000001")])
    days = ["--as-of", "2026-03-11", "--previous-cutoff", "2026-03-12"]
    command = ["run", str(tmp_path / "收回"), "--profile", "jsut-2019", "--previous", last_year(tmp_path), *days]
    assert main_status([*command, "--out", str(tmp_path / "出")]) == 2
    assert "2026-03-12" in capsys.readouterr().err
    assert not (tmp_path / "出").exists()
