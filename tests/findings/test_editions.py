"""Two editions of one regulation side by side: the day chooses, the screen says which, and the ledger runs through."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from institutions import institution, send

from toolkit import cli
from toolkit.findings.editions import choose, editions

if TYPE_CHECKING:
    from pathlib import Path

LIST = """\
    form: list
    title: 示例大学群组登记清单（{year}）
    sheet: 清单
    layout: ledger
    offered: 5
    columns:
      - {{label: 单位, answer: unit}}
      - {{label: 群名称, answer: group_name}}
      - {{label: 平台, answer: platform}}
      - {{label: 群号, answer: group_no}}
      - {{label: 人数, answer: member_count}}
"""
LIMIT = """\
- id: SD-2
  article: "一"
  clause: 第一条
  quote: 须填写名称
  title: 人数
  rule: over-size
  with: {{limit: {limit}}}
  severity: warning
  fields: [member_count]
"""
ROW = {
    "unit": "教务处",
    "group_name": "教务处工作群",
    "platform": "QQ群",
    "group_no": "100000001",
    "member_count": "150",
}


@pytest.fixture
def both(tmp_path: Path) -> Path:
    """A folder with an edition of 2024, which ends with 2025, and one of 2026, which halves the limit."""
    folder = tmp_path / "示例大学"
    for year, limit, days in (
        (2024, 200, "effective: 2024-01-01, until: 2025-12-31"),
        (2026, 100, "effective: 2026-01-01"),
    ):
        school = institution(
            folder, {"list": LIST.format(year=year)}, name=f"shida-{year}", requirements=LIMIT.format(limit=limit)
        )
        path = folder / school.id / "regulation.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("effective: 2026-01-01", days), encoding="utf-8")
    from toolkit.findings.definition import _load
    from toolkit.regulations.profile import _load as bare

    _load.cache_clear()  # they were written anew
    bare.cache_clear()
    return folder


@pytest.mark.parametrize(
    ("day", "chosen"),
    [
        ("2024-01-01", "shida-2024"),
        ("2025-12-31", "shida-2024"),
        ("2026-01-01", "shida-2026"),
        ("2031-05-01", "shida-2026"),
    ],
)
def test_the_day_chooses(both: Path, day: str, chosen: str) -> None:
    assert choose(both, dt.date.fromisoformat(day)).profile.id == chosen


def test_an_edition_that_is_named_itself_is_taken_whatever_the_day(both: Path) -> None:
    found = choose(both / "shida-2024", dt.date(2030, 1, 1))
    assert (found.profile.id, found.among) == ("shida-2024", ())


def test_a_built_in_name_without_its_year_is_its_edition() -> None:
    assert [one.folder.name for one in editions("suzhou")] == ["suzhou-2018"]
    assert editions("suzhou-2018") == ()
    assert editions("nowhere") == ()


def test_the_ledger_runs_through_both(
    both: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for year in (2024, 2026):
        profile = choose(both, dt.date(year, 6, 1)).profile
        send(profile, tmp_path / f"收回{year}" / "教务处.xlsx", "list", [ROW])

    assert cli.run(["run", "收回2024", "--profile", "示例大学", "--as-of", "2025-03-01", "--out", "一"]) == 0
    assert (
        "适用 shida-2024（2024-01-01 起施行）：判定日是 2025-03-01。另有：shida-2026（2026-01-01—）"
        in capsys.readouterr().err
    )
    run = [
        "run",
        "收回2026",
        "--profile",
        "示例大学",
        "--previous",
        "一/台账.xlsx",
        "--as-of",
        "2026-03-01",
        "--out",
        "二",
    ]
    assert cli.run(run) == 0
    assert "适用 shida-2026" in capsys.readouterr().err

    first, second = (json.loads((tmp_path / out / "outcome.json").read_text(encoding="utf-8")) for out in ("一", "二"))
    assert [entry["requirement"] for entry in first["findings"] if entry["rule"] == "over-size"] == []
    assert [entry["requirement"] for entry in second["findings"] if entry["rule"] == "over-size"] == ["SD-2"]
    assert (second["profile"], [record["verdict"] for record in second["records"]]) == ("shida-2026", ["renewed"])


def test_a_day_on_which_none_holds_is_told_with_all_of_them(
    both: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "收回").mkdir()
    assert cli.run(["run", str(tmp_path / "收回"), "--profile", str(both), "--as-of", "2023-12-31"]) == 2
    said = capsys.readouterr().err
    assert [
        word for word in ("2023-12-31", "shida-2024（2024-01-01—2025-12-31）", "shida-2026") if word not in said
    ] == []


def test_a_mistake_in_the_edition_that_is_taken_is_told(both: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = both / "shida-2026" / "regulation.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("limit: 100", "limt: 100"), encoding="utf-8")
    assert cli.run(["rules", "--profile", str(both)]) == 2
    assert "limt" in capsys.readouterr().err


def test_an_end_before_the_beginning_is_told(both: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = both / "shida-2024" / "regulation.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2025-12-31", "2023-12-31"), encoding="utf-8")
    assert cli.run(["rules", "--profile", str(path.parent)]) == 2
    assert "2023-12-31" in capsys.readouterr().err
