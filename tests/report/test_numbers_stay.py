"""备案编号 given in the first run of a round stay in the runs after it: the register may be on paper by then."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from drawing import returned, run
from two_years import table

from toolkit.report.given import given_before
from toolkit.report.ledger import render_ledger

if TYPE_CHECKING:
    from pathlib import Path

FORM = "cqny-2021/register"
FIRST = "unit | group_name | group_no\n教务处 | 甲群 | 310000001\n教务处 | 乙群 |\n学生处 | 丙群 | 310000003"


def numbers(workbook: bytes) -> dict[str, str]:
    return {row["群名称"]: row["备案编号"] for row in table(workbook, "台账", head=1)}


MORE = FIRST.replace("教务处 | 甲群", "教务处 | 新群 | 310000009\n教务处 | 甲群")
LESS = "unit | group_name | group_no\n教务处 | 教务甲群 | 310000001\n学生处 | 丙群 | 310000003\n学生处 | 丁群 |"


@pytest.mark.parametrize(
    ("second", "same", "new"),
    [
        (MORE, {"甲群": "甲群", "乙群": "乙群", "丙群": "丙群"}, "新群"),  # one more, in front of the others
        (LESS, {"教务甲群": "甲群", "丙群": "丙群"}, "丁群"),  # one renamed; one gone: its number goes to nobody
    ],
)
def test_a_group_keeps_its_number_from_run_to_run(tmp_path: Path, second: str, same: dict[str, str], new: str) -> None:
    path = tmp_path / "台账.xlsx"
    day = dt.date(2026, 3, 11)
    path.write_bytes(render_ledger(run(returned("a.xlsx", FORM, FIRST), as_of=day)))
    before = numbers(path.read_bytes())
    later = dt.date(2026, 3, 25)
    outcome = run(returned("a.xlsx", FORM, second), as_of=later)
    told = numbers(render_ledger(replace(outcome, numbered=given_before(path, profile="cqny-2021", as_of=later))))
    assert {now: before[then] for now, then in same.items()} == {now: told[now] for now in same}
    assert told[new] not in before.values()


def test_another_year_and_another_regulation_give_nothing(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(render_ledger(run(returned("a.xlsx", FORM, FIRST), as_of=dt.date(2026, 3, 11))))
    assert given_before(path, profile="cqny-2021", as_of=dt.date(2027, 3, 11)) == {}
    assert given_before(path, profile="jsut-2019", as_of=dt.date(2026, 3, 11)) == {}
    assert given_before(tmp_path / "没有.xlsx", profile="cqny-2021", as_of=dt.date(2026, 3, 11)) == {}
