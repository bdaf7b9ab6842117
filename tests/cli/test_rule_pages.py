"""The pages about rules say what the program does: SCHEMA.md, `reconcile rules`, docs/coverage.md."""

from __future__ import annotations

import re

import pytest
from coverage_table import PAGE, table

from toolkit.cli.ruletext import rule_lines
from toolkit.definitions.bundled import schemas_folder
from toolkit.findings.articles import compliance
from toolkit.findings.rules.table import BY_HAND, RULES
from toolkit.messages import sentences
from toolkit.regulations.profile import load_profile, profile_ids

_ROW = re.compile(r"^\| `([a-z-]+)` \|([^|]*)\|([^|]*)\|", re.MULTILINE)
_READING = {"readable"}
"""A rule whose variants are the faults of reading, one sentence each under `fault.`."""


def test_every_variant_with_a_sentence_is_on_the_page() -> None:
    page = (schemas_folder() / "SCHEMA.md").read_text(encoding="utf-8")
    listed = {rule: set(re.findall(r"`([^`]+)`", variants)) for rule, _, variants in _ROW.findall(page)}
    known = {rule.name for rule in RULES if rule.function != BY_HAND} - _READING
    assert known <= set(listed)
    told = [code.partition(".") for code in sentences("findings")]
    spoken = {(rule, variant) for rule, _, variant in told if rule in known and variant}
    lacking = {(rule, variant) for rule, variant in spoken if variant not in listed[rule]}
    assert lacking == set()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", profile_ids())
def test_reconcile_rules_tells_what_the_report_tells(name: str, lang: str) -> None:
    profile = load_profile(name)
    lines = rule_lines(profile, lang=lang)
    named = [found[1] for line in lines if (found := re.match(r" {4}([A-Z]+-\S+) \[", line))]
    assert named == [row.requirement.id for row in compliance(profile)]
    assert not [line for line in lines if "{" in line or re.search(r"看 ?。|看 ?；|looks at ?[.;]", line)]


def test_the_table_of_coverage_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == table(), "stale: python dev.py refresh"
