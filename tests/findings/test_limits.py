"""So many groups a unit, two answers that differ, a filing that holds for years, a review of one season."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from institutions import files_of, institution, run, send, table, told

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.regulations.profile import Profile

LIST = """\
    form: list
    title: 示例大学账号登记清单
    sheet: 清单
    layout: ledger
    offered: 5
    columns:
      - {label: 单位, answer: unit}
      - {label: 名称, answer: group_name}
      - {label: 平台, answer: platform}
      - {label: 账号, answer: group_no}
      - {label: 责任人, answer: leader.name}
      - {label: 审核员, answer: checker.name}
      - {label: 备案日期, answer: filed_on}
      - {label: 有效期至, answer: valid_until}
      - {label: 值班手机, answer: duty}
"""
REVIEW = """\
    form: review
    title: 示例大学账号年审表
    sheet: 年审
    layout: card
    role: review
    page:
      - {row: [名称, "{group_name}", 单位, "{unit}"]}
      - {row: [平台, "{platform}", 账号, "{group_no}"]}
"""
FIELDS = """\
    fields:
      checker: {zh: 审核员, kind: people}
      valid_until: {zh: 有效期至, kind: date}
      duty: {zh: 值班手机, kind: text}
"""
ACCOUNT = {"unit": "图书馆", "platform": "公众号"}


def school(folder: Path, rule: str, with_: str, *, forms: dict[str, str] | None = None) -> Profile:
    asked = f"""\
- id: SD-2
  article: "一"
  clause: 第一条
  quote: 须填写名称
  title: 要求
  rule: {rule}
  severity: warning
  with: {with_}
"""
    return institution(folder, forms or {"list": LIST}, fields=FIELDS, requirements=asked)


def found(profile: Profile, folder: Path, rows: list[dict[str, str]], **options: Any) -> list[dict[str, Any]]:
    """Return the findings of the requirement when the library sends these accounts."""
    send(profile, folder / "收回" / "图书馆.xlsx", "list", [{**ACCOUNT, **row} for row in rows])
    answer = told(run(profile, folder / "收回", **options), profile)
    return [one for one in answer["findings"] if one["requirement"] == "SD-2"]


def accounts(*names: str, platform: str = "公众号") -> list[dict[str, str]]:
    return [{"group_name": name, "platform": platform, "group_no": f"gh_{name}"} for name in names]


@pytest.mark.parametrize(
    ("with_", "rows", "variants"),
    [
        ("{at_most: 2}", accounts("甲", "乙"), []),
        ("{at_most: 2}", accounts("甲", "乙", "丙"), ["too_many"]),
        ("{at_most: 2}", [*accounts("甲", "乙"), accounts("乙")[0]], []),  # a copy is no third
        ("{at_most: 1, when: {platform: 抖音}}", accounts("甲", "乙"), []),
        ("{at_most: 1, per: [platform]}", [*accounts("甲"), *accounts("乙", platform="抖音")], []),
        ("{at_most: 1, per: [platform]}", [*accounts("甲", "丙"), *accounts("乙", platform="抖音")], ["too_many"]),
        ("{at_least: 2}", accounts("甲"), ["too_few"]),
        ("{at_least: 1, when: {platform: 抖音}}", accounts("甲"), ["too_few"]),
        ("{at_least: 1, at_most: 3}", accounts("甲", "乙", "丙"), []),
    ],
)
def test_so_many_accounts_of_a_unit(
    tmp_path: Path, with_: str, rows: list[dict[str, str]], variants: list[str]
) -> None:
    told_of = found(school(tmp_path, "groups-per-unit", with_), tmp_path, rows)
    assert [one["facts"]["variant"] for one in told_of] == variants
    assert all("图书馆" in one["message"] and one["unit"] == "图书馆" for one in told_of)


def test_a_platform_with_too_many_is_named(tmp_path: Path) -> None:
    rows = [*accounts("甲", "丙"), *accounts("乙", platform="抖音")]
    (one,) = found(school(tmp_path, "groups-per-unit", "{at_most: 1, per: [platform]}"), tmp_path, rows)
    assert "“图书馆”的公众号有2个（甲、丙），最多1个" in one["message"]
    assert len(one["records"]) == 2


@pytest.mark.parametrize(
    ("with_", "row", "variants"),
    [
        ("{fields: [leader, checker]}", {"leader.name": "张三", "checker.name": "李四"}, []),
        ("{fields: [leader, checker]}", {"leader.name": "张三", "checker.name": "张三"}, ["same"]),
        ("{fields: [leader, checker]}", {"leader.name": "张 三", "checker.name": "李四、张三"}, ["same"]),
        ("{fields: [leader, checker]}", {"leader.name": "张三"}, []),
        ("{fields: [leader.name, checker.name]}", {"leader.name": "张三", "checker.name": "张三"}, ["same"]),
        ("{fields: [group_name, duty]}", {"duty": "图书馆之声"}, ["same"]),
    ],
)
def test_two_answers_that_have_to_differ(tmp_path: Path, with_: str, row: dict[str, str], variants: list[str]) -> None:
    told_of = found(school(tmp_path, "differ", with_), tmp_path, [{"group_name": "图书馆之声", **row}])
    assert [one["facts"]["variant"] for one in told_of] == variants


def test_who_is_in_both_posts_is_named_and_the_later_cell_clicked(tmp_path: Path) -> None:
    row = {"group_name": "图书馆之声", "leader.name": "张三", "checker.name": "李四、张三"}
    (one,) = found(school(tmp_path, "differ", "{fields: [leader, checker]}"), tmp_path, [row])
    assert "“第一责任人、审核员”填的都是“张三”，不能相同" in one["message"]
    assert one["where"][0]["cell"].startswith("F")


YEARS = "{since: filed_on, years: 2, until: valid_until, soon_days: 30}"


@pytest.mark.parametrize(
    ("row", "as_of", "variants"),
    [
        ({"filed_on": "2024-04-02"}, "2026-04-01", ["soon"]),  # its last day
        ({"filed_on": "2024-04-01"}, "2026-04-01", ["expired"]),
        ({"filed_on": "2024-06-01"}, "2026-04-01", []),
        ({"filed_on": "2024"}, "2026-04-01", []),  # any day of that year
        ({"filed_on": "2020-01-01", "valid_until": "2027-01-01"}, "2026-04-01", []),
        ({"filed_on": "2025-01-01", "valid_until": "2026-03-31"}, "2026-04-01", ["expired"]),
        ({"filed_on": "2024-02-29"}, "2026-03-01", ["expired"]),
        ({}, "2026-04-01", []),
    ],
)
def test_a_filing_holds_for_some_years(tmp_path: Path, row: dict[str, str], as_of: str, variants: list[str]) -> None:
    rows = [{"group_name": "图书馆之声", **row}]
    told_of = found(school(tmp_path, "valid-for", YEARS), tmp_path, rows, as_of=as_of)
    assert [one["facts"]["variant"] for one in told_of] == variants


def test_last_years_register_tells_since_when(tmp_path: Path) -> None:
    last = table(
        tmp_path / "上年.xlsx",
        ("单位", "群名称", "平台", "群号", "备案日期"),
        ("图书馆", "图书馆之声", "公众号", "gh_x", "2023-01-10"),
    )
    row = {"group_name": "图书馆之声", "group_no": "gh_x"}
    (one,) = found(school(tmp_path, "valid-for", YEARS), tmp_path, [row], previous=last)
    assert "自2023-01-10起，有效期2年，到2025-01-09为止，已经过期447天" in one["message"]


SEASON = '{needed: review, season: {start: "10-01", end: "01-31"}}'


@pytest.mark.parametrize(
    ("as_of", "asked"), [("2026-04-20", 0), ("2026-10-01", 1), ("2027-01-31", 1), ("2027-02-01", 0)]
)
def test_a_review_is_asked_for_in_its_season_only(tmp_path: Path, as_of: str, asked: int) -> None:
    profile = school(tmp_path, "form-filed", SEASON, forms={"list": LIST, "review": REVIEW})
    send(profile, tmp_path / "收回" / "图书馆.xlsx", "list", [{**ACCOUNT, "group_name": "图书馆之声"}])
    outcome = run(profile, tmp_path / "收回", as_of=as_of)
    entries = [one for one in outcome.findings if one.requirement == "SD-2"]
    report = openpyxl.load_workbook(io.BytesIO(files_of(outcome, profile)["对账报告.xlsx"]))
    (row,) = [line for line in report["条款对照"].iter_rows(values_only=True) if "SD-2" in line]

    assert len(entries) == asked
    assert ("未到时间" in row) == (not asked)


def test_a_cell_rule_has_its_season_too(tmp_path: Path) -> None:
    profile = school(tmp_path, "required", '{fields: [duty], season: {start: "05-01"}}')
    assert found(profile, tmp_path, [{"group_name": "图书馆之声"}], as_of="2026-04-01") == []
    assert len(found(profile, tmp_path, [{"group_name": "图书馆之声"}], as_of="2026-06-01")) == 1


def test_a_value_that_fits_no_pattern_is_shown_to_who_wrote_it(tmp_path: Path) -> None:
    """Masked it could not be corrected: the department sees stars, the unit what it typed."""
    with_ = "{field: duty, pattern: '1[0-9]{10}', example: '13900000001'}"
    profile = school(tmp_path, "pattern", with_)
    row = {"group_name": "图书馆之声", "duty": "13900000001（晚）"}
    send(profile, tmp_path / "收回" / "图书馆.xlsx", "list", [{**ACCOUNT, **row}])
    outcome = run(profile, tmp_path / "收回")
    files = files_of(outcome, profile)
    book = openpyxl.load_workbook(io.BytesIO(files["反馈/图书馆.xlsx"]))
    texts = [str(cell) for line in book.worksheets[0].iter_rows(values_only=True) for cell in line if cell]

    assert any("填的“13900000001（晚）”不合规定的写法" in text for text in texts)
    assert any("应是11位数字" in text for text in texts)
    assert not any("****" in text for text in texts)
    (one,) = [entry for entry in outcome.findings if entry.requirement == "SD-2"]
    assert "13900000001" not in str(one.facts)
