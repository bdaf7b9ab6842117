"""Every figure of every output is what a recount of outcome.json gives; a link leads to as many rows as it says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document
from report_outcome import campaign, first_filing, table, texts

from toolkit.cli.commands import build
from toolkit.model import UnitStatus
from toolkit.report import render_report
from toolkit.report.figures import DEFINITIONS, figures
from toolkit.report.overview import PAGE_ONE

if TYPE_CHECKING:
    from collections.abc import Mapping

SAMPLES = next(folder for folder in Path(__file__).resolve().parents if (folder / "samples").is_dir()) / "samples"
PROFILES = ("sccm-2022", "jsut-2019")
LISTS = {
    "previous": "上年台账.xlsx",
    "units": "单位名录.xlsx",
    "observed": "在用群清单.xlsx",
    "notices": "来文登记.xlsx",
    "received": "收件登记.xlsx",
}
IN_FORCE = {"renewed", "changed", "renumbered", "new", "late", "no_history"}
DUE = {"filed", "late", "nil", "no_change", "returned", "missing"}


def recount(told: Mapping[str, Any]) -> dict[str, int]:
    """Count anew, from the lists alone, what the figures say; written without a look at their definitions."""
    units = [unit["status"] for unit in told["units"]]
    records = [record["verdict"] for record in told["records"]]
    before = [row["verdict"] for row in told["previous"]]
    findings = [finding["severity"] for finding in told["findings"]]
    came = [status for status in units if status in DUE - {"returned", "missing"}]
    due = [status for status in units if status in DUE]
    return {
        "due": len(due),
        "came": len(came),
        "missing": units.count("missing"),
        "returned": units.count("returned"),
        "rate": int(100 * len(came) / len(due)),
        "files": sum(file["status"] not in ("ignored", "opened") for file in told["files"]),
        "in-force": sum(verdict in IN_FORCE for verdict in records) + before.count("carried"),
        "before": len(before) - before.count("repeated"),
        "new": records.count("new"),
        "late": records.count("late"),
        "changed": records.count("changed"),
        "unaccounted": before.count("unaccounted"),
        "duplicates": len(told["duplicates"]),
        "errors": findings.count("error"),
        "warnings": findings.count("warning"),
        "reviews": findings.count("review"),
        "notices": findings.count("notice"),
    }


@pytest.fixture(scope="module", params=PROFILES)
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path, str]:
    """Run a sample; return its outcome, its folder and what the screen said."""
    home, out = SAMPLES / request.param, tmp_path_factory.mktemp("out") / "结果"
    given = [
        word for name, file in LISTS.items() if (home / file).is_file() for word in (f"--{name}", str(home / file))
    ]
    asked = ["run", str(home / "收回"), *given, "--profile", request.param, "--as-of", "2026-03-11", "--out", str(out)]
    done = CliRunner().invoke(build("zh"), [*asked, "--no-cache"], standalone_mode=False)
    assert done.exception is None, done.output
    return json.loads((out / "outcome.json").read_text(encoding="utf-8")), out, done.stdout


def cards(report: Path) -> dict[str, float | str]:
    """Return the figures of page one by name."""
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(report)["总览"].iter_rows(max_row=14)]
    found: dict[str, float | str] = {}
    for place in (4, 7, 10):
        found |= {name: value for name, value in zip(rows[place], rows[place + 1], strict=True) if name}
    return found


def test_page_one_totals_page_and_screen_have_the_figures_of_a_recount(ran: tuple[dict[str, Any], Path, str]) -> None:
    told, out, screen = ran
    counted = recount(told)
    assert {code: told["totals"]["figures"][code] for code in counted} == counted
    shown = cards(out / "对账报告.xlsx")
    names = {one.code: one.name() for one in figures(campaign()).values()}
    on_paper = {code: shown[names[code]] for code in PAGE_ONE if code in counted}
    on_paper["rate"] = round(float(on_paper["rate"]) * 100)
    assert on_paper == {code: counted[code] for code in on_paper}
    page = (out / "对账报告.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    of_page = {one["code"]: one["value"] for group in data["figures"].values() for one in group}
    assert {code: value for code, value in of_page.items() if code in counted} == {
        code: counted[code] for code in of_page if code in counted
    }
    assert f"本年在册 {counted['in-force']} 个群" in screen
    assert f"应报 {counted['due']} 个单位：已报 {counted['came']}，未报 {counted['missing']}" in screen
    assert f"报送率 {counted['rate']}%" in screen


def test_lists_have_as_many_rows_as_the_figures_say(ran: tuple[dict[str, Any], Path, str]) -> None:
    told, out, _ = ran
    counted, report = recount(told), (out / "对账报告.xlsx").read_bytes()
    assert sum(row["结论"] == "去向待核" for row in table(report, "去向待核")) == counted["unaccounted"]
    assert [sum(row["结论"] == word for row in table(report, "新增与补报")) for word in ("新增", "补报")] == [
        counted["new"],
        counted["late"],
    ]
    assert len({row["簇"] for row in table(report, "重复") if row["question"]}) == counted["duplicates"]
    *units, total = table(report, "报送情况")
    assert total["单位"] == "合计"
    assert [total[name] for name in ("须改正", "需说明", "待核")] == [
        counted[code] for code in ("errors", "warnings", "reviews")
    ]
    assert sum(row["状态"] == "未报" for row in units) == counted["missing"]
    assert (
        sum(row["结果"] != "不是报送件" and row["结果"] != "已展开" for row in table(report, "文件清单"))
        == counted["files"]
    )


def test_the_brief_and_the_published_list_say_the_same(ran: tuple[dict[str, Any], Path, str]) -> None:
    told, out, _ = ran
    counted = recount(told)
    said = "\n".join(line.text for line in Document(str(out / "对账简报.docx")).paragraphs)
    assert f"应报单位 {counted['due']} 个" in said
    assert f"已报 {counted['came']} 个，报送率 {counted['rate']}%" in said
    assert f"本年在册群 {counted['in-force']} 个" in said
    assert f"上年在册 {counted['before']} 个" in said
    page = openpyxl.load_workbook(out / "备案群组公示.xlsx").active
    numbers = [row[0] for row in page.iter_rows(min_row=4, values_only=True)]
    assert numbers == list(range(1, counted["in-force"] + 1))
    shown = "".join(str(cell) for row in page.iter_rows(values_only=True) for cell in row)
    assert not re.search(r"1[3-9]\d{9}|@", shown)


def test_what_was_not_asked_has_no_figure_anywhere() -> None:
    outcome = first_filing(campaign())
    told = figures(outcome)
    assert told["before"].value is None
    assert told["unaccounted"].shown() == "未比对"
    shown = [cell for row in texts(render_report(outcome), "总览") for cell in row]
    assert shown.count("未比对") >= len([code for code in PAGE_ONE if told[code].value is None])


def test_every_figure_has_a_name_of_its_own_and_says_what_it_counts() -> None:
    names = [one.name() for one in figures(campaign()).values()]
    assert len(set(names)) == len(names) == len(DEFINITIONS)


@pytest.mark.parametrize(
    ("came", "due", "rate"),
    [(11, 14, 79), (10, 13, 77), (8, 11, 73), (1, 8, 13), (399, 400, 99), (7, 7, 100), (0, 5, 0)],
)
def test_the_rate_is_rounded_as_an_office_rounds_and_100_means_all(came: int, due: int, rate: int) -> None:
    units = tuple(UnitStatus(f"第{place}系", "filed" if place < came else "missing") for place in range(due))
    assert figures(replace(campaign(), units=units))["rate"].value == rate
