"""Every requirement that is carried out: what must be found, and what tempts but must not be (tests/cases/*.yaml)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from campaigns import Written, run, written

from toolkit.findings.rules.in_force import in_force
from toolkit.findings.rules.table import BY_HAND, RULE_OF, RULES
from toolkit.findings.wording import sentence
from toolkit.regulations.profile import load_profile, profile_ids

if TYPE_CHECKING:
    from pathlib import Path

CASES = tuple(written())
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_WITHOUT_A_CELL = {"missing-return", "rollup"}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Written, tmp_path: Path) -> None:
    findings = run(case, tmp_path).findings
    found = [finding for finding in findings if finding.requirement == case.requirement]
    if not case.hit:
        assert not found, [sentence(finding) for finding in found]
        return
    assert found, sorted({(finding.requirement, finding.severity) for finding in findings})
    if "级别" in case.says:
        assert {finding.severity for finding in found} == {case.says["级别"]}
    if "说法" in case.says:
        assert case.says["说法"] in " ".join(map(sentence, found))
    for finding in found:
        assert finding.where or finding.rule in _WITHOUT_A_CELL
        assert "?" not in sentence(finding)
        assert "?" not in sentence(finding, "en").rstrip("?").replace("? ", "").replace("?)", "")
        if finding.facts.get("field") != "group_no":
            assert not _PHONE.search(str(finding.facts))


@pytest.mark.parametrize("name", profile_ids())
def test_every_requirement_names_a_rule_that_is_there(name: str) -> None:
    assert {entry.rule for entry in load_profile(name).requirements.values()} <= set(RULE_OF)


def test_no_rule_is_there_twice() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", profile_ids())
def test_every_requirement_has_a_case_that_hits_and_one_that_does_not(name: str) -> None:
    asked = {entry.id for entry in in_force(load_profile(name)) if RULE_OF[entry.rule].function != BY_HAND}
    assert asked - {case.requirement for case in CASES if case.hit} == set()
    assert asked - {case.requirement for case in CASES if not case.hit} == set()


@pytest.mark.parametrize("name", profile_ids())
def test_a_group_with_nothing_wrong_has_no_fault(name: str, tmp_path: Path) -> None:
    outcome = run(Written(name, "", hit=False, title="as it should be", says={}), tmp_path)
    assert [sentence(finding) for finding in outcome.findings if finding.severity != "notice"] == []
