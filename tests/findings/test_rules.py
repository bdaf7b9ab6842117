"""How requirements stand to one another, what a finding tells, and 条款对照."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from campaigns import Written, run

from toolkit.findings.articles import compliance
from toolkit.findings.rules.in_force import in_force
from toolkit.findings.rules.to_findings import masked
from toolkit.regulations.profile import load_profile, profile_ids

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.model import Outcome

SAID = {"群": [{"人数": "180"}]}


def outcome(profile: str, says: dict[str, object], folder: Path) -> Outcome:
    return run(Written(profile, "", hit=False, title="", says=says), folder)


def found(profile: str, says: dict[str, object], folder: Path) -> dict[str, set[str]]:
    severities: dict[str, set[str]] = {}
    for finding in outcome(profile, says, folder).findings:
        severities.setdefault(finding.requirement, set()).add(finding.severity)
    return severities


def test_a_requirement_gives_way_to_the_more_particular(tmp_path: Path) -> None:
    staff = {"群": [{"群名称": "声乐系教职工群", "人数": 90}], "名录": [{"单位": "声乐系", "人数": 50}]}
    says = found("sccm-2022", staff, tmp_path)
    assert "CY-3.4a" in says
    assert "CY-1.3" not in says


def test_what_the_regulation_itself_asks_the_tool_does_not_ask_again() -> None:
    ids = {entry.id for entry in in_force(load_profile("sccm-2022"))}
    assert {"CY-4.1c", "CY-4.1b", "TK-unit"} <= ids
    assert {"TK-dup", "TK-active", "TK-sensitive"}.isdisjoint(ids)


def test_only_the_fields_nobody_asks_about_are_left_to_the_tool() -> None:
    phones = next(entry for entry in in_force(load_profile("suzhou-2018")) if entry.id == "TK-phone")
    assert {key.split(".")[0] for key in phones.with_["fields"]} == {"owner", "creator", "leader"}


def test_groups_that_the_regulation_covers_by_analogy_are_judged_one_level_milder(tmp_path: Path) -> None:
    strict = found("suzhou-2018", {"群": [{"用途": "交流", "管理员姓名": "", "管理员手机": ""}]}, tmp_path)
    mild = {"用途": "交流", "管理员姓名": "", "管理员手机": "", "群组类别": "学习生活"}
    milder = found("suzhou-2018", {"群": [mild]}, tmp_path)
    assert (strict["SZ-4c"], strict["SZ-A4"]) == ({"error"}, {"warning"})
    assert (milder["SZ-4c"], milder["SZ-A4"]) == ({"warning"}, {"notice"})


def test_a_question_without_its_source_is_not_asked(tmp_path: Path) -> None:
    assert "SZ-7d" not in found("suzhou-2018", {}, tmp_path)


def test_the_cell_to_click_first_is_the_one_at_fault(tmp_path: Path) -> None:
    (finding,) = [hit for hit in outcome("sccm-2022", SAID, tmp_path).findings if hit.requirement == "CY-3.2a"]
    assert finding.where[0].cell == "L4"
    assert (finding.facts["raw"], finding.facts["label"]) == ("180", "现有人数")


def test_the_same_campaign_gives_the_same_findings(tmp_path: Path) -> None:
    says: dict[str, object] = {"群": [{}, {"单位": "钢琴系"}, {"群名称": "声乐系考务群"}], "上年": [{"群主": "章九"}]}
    once, again = (outcome("sccm-2022", says, tmp_path).findings for _ in range(2))
    assert once == again


@pytest.mark.parametrize(
    ("value", "field", "shown"),
    [
        ("章三 13900000001", "owner", "章三 139****0001"),
        ("2025-09-29", "admins", "2025-09-29"),
        ("13900000001", "group_no", "13900000001"),
        ("编号 800000199003070013", "remark", "编号 ****"),
        (["13900000001"], "admins", ["139****0001"]),
        (42, "member_count", 42),
    ],
)
def test_facts_are_masked(value: object, field: str, shown: object) -> None:
    assert masked(value, field) == shown


@pytest.mark.parametrize("name", profile_ids())
def test_every_article_stands_in_the_comparison(name: str) -> None:
    profile = load_profile(name)
    rows = compliance(profile)
    assert {article.id for article in profile.regulation.articles} <= {row.article for row in rows}
    assert {row.requirement.id for row in rows} == {entry.id for entry in in_force(profile)}
    assert all(row.findings is None for row in rows)


def test_nothing_is_passed_that_was_not_checked(tmp_path: Path) -> None:
    result = outcome("sccm-2022", SAID, tmp_path)
    rows = {
        row.requirement.id: row
        for row in compliance(load_profile("sccm-2022"), given=result.given, findings=result.findings)
    }
    assert (rows["CY-3.2a"].status, rows["CY-3.2a"].findings) == ("checked", 1)
    assert (rows["CY-1.1a"].status, rows["CY-1.1a"].findings) == ("checked", 0)
    assert (rows["CY-2.1"].status, rows["CY-2.1"].findings) == ("by_hand", None)
    assert (rows["CY-3.7b"].status, rows["CY-3.7b"].needs) == ("not_compared", ("units",))
    assert (rows["CY-1.3b"].status, rows["CY-1.3b"].findings) == ("not_compared", None)
