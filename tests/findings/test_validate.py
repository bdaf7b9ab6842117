"""Single cells: one bulk validation a form, mapped back by row, each fault told once."""

from __future__ import annotations

import pytest

from toolkit.findings.validate import validate
from toolkit.model import Finding, Ledger, Sheet, Table
from toolkit.normalise.units import UnitIndex
from toolkit.register.rows import assemble
from toolkit.regulations.profile import load_profile

GOOD = {
    "unit": "声乐系",
    "unit_head": "章一",
    "reporter": "章二",
    "reported_on": "2026-03-05",
    "platform": "QQ群",
    "group_name": "教学通知群",
    "group_no": "310000001",
    "owner": "章三",
    "admins": "章四",
    "purpose": "发布教学通知",
    "created_on": "2023-09-01",
    "member_count": "60",
    "is_active": "是",
    "has_rules": "是",
    "member_scope": "全系教师",
}


def checked(*files: list[dict[str, str]], profile: str = "sccm-2022", form: str = "register") -> tuple[Finding, ...]:
    """Validate the rows of some files, each row as in GOOD but for what it says."""
    rules = load_profile(profile)
    tables = [_table(f"{number}.xlsx", f"{profile}/{form}", rows) for number, rows in enumerate(files)]
    assembled = assemble(tables, rules, UnitIndex())
    ids = [f"r{number}" for number in range(1, len(assembled.ledger.frame) + 1)]
    frame = assembled.ledger.frame.assign(id=ids)
    faults = assembled.faults.assign(record=[ids[row] for row in assembled.faults["row"]])
    return validate(Ledger(frame, assembled.ledger.sheets), rules, faults)


def _table(path: str, form: str, rows: list[dict[str, str]]) -> Table:
    filled = [{**GOOD, **row} for row in rows]
    keys = [key for key in filled[0] if filled[0][key] != "no such column"]
    sheet = Sheet(path, "登记表", form, "row", {key: (None, place) for place, key in enumerate(keys)})
    columns = {key: tuple(row.get(key, "") for row in filled) for key in keys}
    return Table(form, sheet, tuple(range(3, 3 + len(rows))), columns)


def told(findings: tuple[Finding, ...]) -> list[tuple[str, tuple[str, ...], str]]:
    return [(finding.requirement, finding.records, finding.where[0].cell) for finding in findings]


def test_good_rows_say_nothing() -> None:
    assert checked([{}, {"group_no": "310000002"}]) == ()


def test_every_fault_is_told_at_its_own_cell_among_many_rows() -> None:
    rows = [{"group_no": f"31000{number:04d}"} for number in range(300)]
    rows[7] |= {"purpose": ""}
    rows[211] |= {"purpose": "无", "admins": ""}
    found = told(checked(rows[:150], rows[150:]))
    assert found == [("CY-1.1a", ("r8",), "J11"), ("CY-1.1a", ("r212",), "J65"), ("CY-1.2a", ("r212",), "I65")]


def test_a_cell_that_cannot_be_read_is_not_also_missing() -> None:
    found = checked([{"created_on": "很久以前", "has_rules": "制定中", "member_count": "已满员"}])
    assert [(finding.requirement, finding.severity) for finding in found] == [
        ("CY-A3", "review"),
        ("CY-A4", "error"),
        ("TK-read", "review"),
    ]
    assert [finding.facts["raw"] for finding in found] == ["制定中", "很久以前", "已满员"]


def test_one_bad_cell_does_not_hide_the_others_of_its_column() -> None:
    found = checked([{"group_no": "abc def"}, {"group_no": "1234"}, {"group_no": ""}, {"group_no": "310000001"}])
    assert {record for finding in found for record in finding.records if finding.requirement == "CY-A1"} >= {"r2", "r3"}


def test_several_numbers_in_a_cell_are_for_a_person() -> None:
    (found,) = checked([{"group_no": "310000001、310000002"}])
    assert (found.requirement, found.severity, found.facts["count"]) == ("TK-number", "review", 2)


def test_the_head_of_the_form_is_told_once_a_file() -> None:
    (found,) = checked([{"reporter": "", "unit_head": ""}] * 3, [{}])
    assert (found.requirement, found.records) == ("CY-A2", ("r1", "r2", "r3"))
    assert found.facts["labels"] == ["部门负责人", "填报人"]


def test_a_column_that_the_own_form_lacks_is_told_once_a_file() -> None:
    gone = {"member_scope": "no such column", "purpose": "no such column"}
    found = checked([gone, gone], [{}])
    assert [(finding.requirement, finding.severity, finding.records) for finding in found] == [
        ("CY-1.1a", "error", ("r1", "r2")),
        ("CY-1.1b", "notice", ("r1", "r2")),
    ]


def test_what_a_form_does_not_ask_is_not_missing() -> None:
    account = {"verified": "是", "leader.name": "卫三", "followers": "100"}
    found = checked([account], profile="jsut-2019", form="account")
    assert {"JS-9a", "JS-4b", "JS-7b", "JS-9b"}.isdisjoint(finding.requirement for finding in found)


def test_no_telephone_is_among_the_facts() -> None:
    found = checked([{"admins": "章四 1390000000", "remark": "联系 13900000001"}])
    assert found
    assert not any("1390000000" in str(finding.facts) for finding in found)


def test_an_empty_register_has_nothing_to_say() -> None:
    assert checked() == ()


@pytest.mark.parametrize("width", [1, 40])
def test_the_findings_do_not_depend_on_how_rows_are_spread_over_files(width: int) -> None:
    rows = [{"group_no": f"31000{number:04d}", "purpose": "" if number % 7 == 0 else "通知"} for number in range(40)]
    files = [rows[start : start + width] for start in range(0, 40, width)]
    assert [finding.records for finding in checked(*files)] == [(f"r{n + 1}",) for n in range(0, 40, 7)]
