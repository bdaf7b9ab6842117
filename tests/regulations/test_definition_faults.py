"""A mistake in an office's own regulation is told with its file and its place, never passed over in silence."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from test_regulations_cover import SCHEMAS
from test_sixth_institution import FORM, REGULATION, group

from toolkit import cli, findings, load_profile
from toolkit.findings.rules.parameters import EVERYWHERE
from toolkit.findings.rules.table import RULES
from toolkit.forms.template import render
from toolkit.regulations.profile import Parameters

_ROW = re.compile(r"^\| `([a-z-]+)` \|([^|]*)\|([^|]*)\|", re.MULTILINE)


def written(folder: Path, regulation: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "register.yaml").write_text(FORM, encoding="utf-8")
    (folder / "regulation.yaml").write_text(regulation, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("rule: over-size", "rule: oversize", ["EX-1", "oversize", "定义的写法"]),
        ("with: {limit: 200}", "with: {limt: 200}", ["EX-1", "limt", "limit", "over-size"]),
        ("rule: over-size\n    with: {limit: 200}", "rule: required", ["EX-1", "fields"]),
        ("english: size", "englsh: size", ["regulation.yaml", "{line}", "englsh"]),
        ("severity: warning", "severity: wrong", ["regulation.yaml", "{line}", "severity", "warning"]),
    ],
)
def test_reconcile_rules_tells_a_slip(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], right: str, wrong: str, said: list[str]
) -> None:
    slipped = REGULATION.replace(right, wrong, 1)
    folder = written(tmp_path / "example-2026", slipped)
    line = slipped[: slipped.index(wrong)].count("\n") + 1

    assert cli.run(["rules", "--profile", str(folder)]) == 2

    told = capsys.readouterr().err
    assert [word for word in said if word.format(line=line) not in told] == []
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("over-size", "oversize", "oversize"),
        ("rule: over-size\n    with: {limit: 200}", "rule: required", "fields"),
        ("limit: 200}", "limt: 200}", "limt"),
    ],
)
def test_a_run_with_a_slip_in_the_regulation_says_so_and_is_no_fault_of_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], right: str, wrong: str, said: str
) -> None:
    good = load_profile(written(tmp_path / "right" / "example-2026", REGULATION))
    returned = tmp_path / "教务处.xlsx"
    returned.write_bytes(render(good.form("register"), good, rows=[group("教务处工作群", "100000001", "260")]))
    slipped = written(tmp_path / "example-2026", REGULATION.replace(right, wrong, 1))

    assert cli.run(["check", str(returned), "--profile", str(slipped)]) == 2
    told = capsys.readouterr().err
    assert "EX-1" in told
    assert said in told


def test_the_parameters_of_every_rule_are_those_of_the_page() -> None:
    page = (SCHEMAS / "SCHEMA.md").read_text(encoding="utf-8")
    listed = {rule: tuple(re.findall(r"`([^`]+)`", names)) for rule, names, _ in _ROW.findall(page)}
    says = {rule: set(re.findall(r"`([^`]+)`", variants)) for rule, _, variants in _ROW.findall(page)}

    assert {rule.name: says[rule.name] for rule in RULES} == {rule.name: set(rule.variants) for rule in RULES}
    assert {rule.name: set(listed[rule.name]) for rule in RULES} == {rule.name: set(rule.parameters) for rule in RULES}
    (everywhere,) = re.findall(r"^\| any rule \|([^|]*)\|", page, re.MULTILINE)
    assert set(re.findall(r"`([^`]+)`", everywhere)) == set(EVERYWHERE)


def test_code_reads_every_parameter() -> None:
    """A parameter that nobody reads would promise what is not done."""
    folder = Path(findings.__file__).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py") if path.name != "table.py")
    read = set(re.findall(r"""(?:\[|\.get\()["'](\w+)["']""", code))

    declared = {(rule.name, name): one for rule in RULES for name, one in rule.parameters.items()}
    assert {place for place, one in declared.items() if not one.noted and place[1] not in read} == set()


def test_code_reads_every_parameter_of_a_regulation() -> None:
    """A parameter that changes nothing and is shown nowhere does not exist."""
    package = Path(findings.__file__).parents[1]
    code = "\n".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py") if path.name != "profile.py")
    asked = [field.name for field in dataclasses.fields(Parameters)]
    assert [name for name in asked if not re.search(rf"\b{name}\b", code)] == []
    assert "parameters.filing_windows" in code  # the windows of a year, one or several


@pytest.mark.parametrize(
    ("written_as", "meant"),
    [
        ("{field: group_name, prefixs: [institution]}", "prefixes"),
        ("{feild: group_name}", "field"),
        ("{field: group_name, severites: {missing: notice}}", "severities"),
        ("{field: group_name, prefixes: institution}", "[institution]"),
        ("{field: [group_name]}", "应写文字"),
        ("{field: group_name, prefixes: [school]}", "institution"),
        ("{prefixes: [institution]}", "field"),
    ],
)
def test_a_parameter_written_otherwise_is_refused_with_what_was_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written_as: str, meant: str
) -> None:
    entry = REGULATION.replace("rule: over-size", "rule: name-prefix").replace(
        "with: {limit: 200}", f"with: {written_as}"
    )
    assert cli.run(["rules", "--profile", str(written(tmp_path / "example-2026", entry))]) == 2
    assert meant in capsys.readouterr().err
