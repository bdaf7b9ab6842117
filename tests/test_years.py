"""Three years of one institution, one after the other: what each row, unit and line of the register is meant to be."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "samples"))

import years  # noqa: E402 - the samples are no package: their folder has to be named first

from toolkit.report.figures import figures  # noqa: E402 - likewise

if TYPE_CHECKING:
    from toolkit.model import Outcome

PAGE = ROOT / "docs" / "三年走一遍.md"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Outcome, Outcome]]:
    """Each year before anything was answered, and after."""
    return {year: (first, last) for year, first, last in years.rounds(tmp_path_factory.mktemp("years"))}


@pytest.fixture(scope="module")
def asked(both: dict[str, tuple[Outcome, Outcome]]) -> dict[str, Outcome]:
    return {year: first for year, (first, _) in both.items()}


@pytest.fixture(scope="module")
def played(both: dict[str, tuple[Outcome, Outcome]]) -> dict[str, Outcome]:
    return {year: last for year, (_, last) in both.items()}


@pytest.mark.parametrize("year", years.YEARS)
def test_every_row_unit_and_line_of_the_register_is_as_meant(year: str, played: dict[str, Outcome]) -> None:
    assert years.differences(years.page_of(year), played[year]) == []


def test_together_they_play_the_answers_and_the_ends(played: dict[str, Outcome]) -> None:
    told = {one.chosen or one.answer for outcome in played.values() for one in outcome.decisions}
    assert {"renumbered", "mistyped", "new", "in-use", "dissolved", "yes"} <= told
    verdicts = {name for outcome in played.values() for name in outcome.verdicts["verdict"]}
    assert {"renewed", "changed", "new", "duplicate", "cancelled", "no_history"} <= verdicts
    fates = {name for outcome in played.values() for name in outcome.previous_verdicts["verdict"]}
    assert {"renewed", "changed", "dissolved", "carried", "unit_missing", "unaccounted", "repeated"} <= fates


def test_what_is_committed_is_what_the_pages_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {path.relative_to(years.HERE): path.read_bytes() for path in years.HERE.rglob("*") if path.is_file()}
    for name, content in kept.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(years, "HERE", tmp_path)
    years.write()
    assert {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == kept


def told_on_the_page() -> dict[str, str]:
    """Return the part of the page about each year."""
    parts = PAGE.read_text(encoding="utf-8").split("\n## ")[1:]
    return {part[:4]: part for part in parts}


@pytest.mark.parametrize("year", years.YEARS)
def test_every_figure_on_the_page_is_the_one_that_came_out(year: str, played: dict[str, Outcome]) -> None:
    (line,) = re.findall("^数：(.+)。$", told_on_the_page()[year], re.MULTILINE)
    told = dict(pair.split(" ") for pair in re.split("[、；]", line))
    found = figures(played[year]).values()
    assert {one.name(): one.shown() for one in found if one.name() in told} == told
    sums = {one.code: one.value or 0 for one in found}
    # counted by hand: what last year held went somewhere, and what is in force came from somewhere
    assert sums["before"] == sum(
        sums[code] for code in ("continued", "carried", "dissolved", "unaccounted", "of-missing")
    )
    assert sums["in-force"] == sums["groups"] + sums["carried"]


@pytest.mark.parametrize(
    ("year", "group", "said"),
    [
        ("2025", "教学通知群", "上年重复行"),
        ("2025", "辅导员工作群", "重复填报"),
        ("2025", "资助工作群", "疑似换号"),
        ("2025", "商学院党务群", "疑似换号"),
        ("2025", "数学建模群", "相似建议"),
        ("2025", "商学院校友群", "重复：两个单位一个号"),
        ("2025", "商学院教工群", "注销"),
        ("2025", "教材征订群", "去向待核"),
        ("2026", "招生咨询群", "按解散处理"),
        ("2026", "数学建模竞赛群", "群号照旧沿用"),
        ("2026", "项目申报群", "去向待核"),
        ("2027", "资助工作群", "注销"),
        ("2027", "招生咨询群", "复活"),
        ("2027", "理学院教工群", "新群“新增”，旧群“去向待核”"),
        ("2027", "读者服务群", "旧群“已解散”，新群“新增”"),
        ("2027", "商学院党务群", "缺报单位"),
    ],
)
def test_what_the_page_says_of_a_group_is_what_the_report_asked(
    year: str, group: str, said: str, asked: dict[str, Outcome]
) -> None:
    rows = [line for line in told_on_the_page()[year].splitlines() if f"“{group}”" in line]
    assert any(said in line for line in rows), rows
    assert of_group(asked[year], group) & SHOWN[said], of_group(asked[year], group)


SHOWN = {
    "上年重复行": {"repeated"},
    "重复填报": {"duplicate"},
    "疑似换号": {"renumbered"},
    "相似建议": {"suggested"},
    "重复：两个单位一个号": {"same-number-two-units"},
    "注销": {"cancelled"},
    "按解散处理": {"cancelled"},
    "去向待核": {"unaccounted"},
    "群号照旧沿用": {"renewed"},
    "复活": {"revived"},
    "新群“新增”，旧群“去向待核”": {"renumbered"},
    "旧群“已解散”，新群“新增”": {"dissolved"},
    "缺报单位": {"unit_missing"},
}
"""What a sentence of the page means in the outcome before anybody answered."""


def of_group(outcome: Outcome, group: str) -> set[str]:
    """Return all that an outcome says of the groups of a name: verdicts, questions, findings."""
    found = set()
    named: dict[str, str] = {}
    for ledger, verdicts in ((outcome.ledger, outcome.verdicts), (outcome.previous, outcome.previous_verdicts)):
        named |= dict(zip(ledger.frame["id"], ledger.frame["group_name"], strict=True))
        found |= {
            verdict for name, verdict in zip(verdicts["id"], verdicts["verdict"], strict=True) if named[name] == group
        }
    found |= {"suggested" for one in outcome.suggestions if group in (named[one.record], named[one.previous])}
    found |= {one.kind for one in outcome.duplicates if group in [named[record] for record in one.records]}
    return found | {one.rule for one in outcome.findings if group in [named[name] for name in one.records]}


def test_a_workbook_of_corrections_that_came_back_takes_the_place_of_what_it_answers(
    played: dict[str, Outcome], asked: dict[str, Outcome]
) -> None:
    before, after = asked["2026"], played["2026"]
    assert [one.requirement for one in before.findings if one.unit == "图书馆" and one.rule == "over-size"] == [
        "CY-3.2a"
    ]
    assert not [one for one in after.findings if one.unit == "图书馆" and one.rule == "over-size"]
    status = {file.path: file.status for file in after.submissions}
    assert (status["图书馆.csv"], status["反馈改回/图书馆.xlsx"]) == ("superseded", "merged")
    assert next(one.status for one in after.units if one.unit == "图书馆") == "filed"


def test_the_page_speaks_of_groups_that_are_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    here = {row[1] for year in years.YEARS for entry in years.page_of(year)["returns"] for row in entry["rows"]}
    here |= {row[2] for row in years.page_of("2025")["previous"]["rows"]}
    assert set(re.findall("“([^“”]+群)”", text)) <= here
