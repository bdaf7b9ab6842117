"""Every finding has words in both languages, and they fit the house form."""

from __future__ import annotations

import re

import pytest

from toolkit.findings.rules.table import BY_HAND, RULES
from toolkit.findings.wording import sentence
from toolkit.messages import sentences
from toolkit.model import Finding
from toolkit.normalise import FAULTS
from toolkit.register.rows import FAULTS as ROW_FAULTS
from toolkit.register.rows.stack import WITHHELD, WITHHELD_ALONE

TOLD_ELSEWHERE = {"several-numbers", WITHHELD, WITHHELD_ALONE}
"""Faults with a rule of their own: number-in-cell, sensitive-content."""

CATALOGUE = {code: entry for code, entry in sentences("findings").items() if not code.startswith("note.")}
FIELDS = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("code", CATALOGUE)
def test_both_languages_say_the_same_things_and_end_as_sentences(code: str) -> None:
    entry = CATALOGUE[code]
    assert set(entry) == {"zh", "en"}
    assert "{clause}" in entry["zh"]
    assert "{clause}" in entry["en"]
    if code != "file-read.rejected":
        assert entry["zh"].endswith("。")
        assert re.search(r"[.?]$", entry["en"])
    assert set(FIELDS.findall(entry["en"])) <= set(FIELDS.findall(entry["zh"]))


@pytest.mark.parametrize("fault", [*FAULTS, *(fault for fault in ROW_FAULTS if fault not in TOLD_ELSEWHERE)])
def test_every_reader_fault_has_words(fault: str) -> None:
    assert f"fault.{fault}" in CATALOGUE


@pytest.mark.parametrize("rule", [rule.name for rule in RULES if rule.function != BY_HAND])
def test_every_rule_has_words(rule: str) -> None:
    by_fault = {"readable", "one-platform"}
    assert rule in by_fault or any(code == rule or code.startswith(f"{rule}.") for code in CATALOGUE)


def test_the_most_particular_sentence_wins() -> None:
    facts = {"clause": "第三条（二）", "variant": "over", "limit": 150, "raw": "约180人"}
    finding = Finding("CY-3.2a", "over-size", "warning", facts=facts)
    assert sentence(finding).startswith("现有人数“约180人”超过150人（第三条（二））。请减员，或在“超限批准人”")
    elsewhere = Finding("XX-1", "over-size", "warning", facts=facts | {"quote": "150人以内"})
    assert "党组织" not in sentence(elsewhere)


def test_an_unreadable_value_is_worded_as_such_whoever_claims_it() -> None:
    facts = {"clause": "附件·创建时间", "variant": "two-digit-year", "fault": "two-digit-year"}
    finding = Finding("CY-A4", "plausible-date", "review", facts=facts | {"label": "创建时间", "raw": "18.5.15"})
    assert "两位" in sentence(finding)
    assert "two digits" in sentence(finding, "en")


def test_days_counted_without_a_calendar_are_said_to_be() -> None:
    facts = {
        "clause": "备注2",
        "variant": "late",
        "counted": 7,
        "days": 5,
        "what": ["换管理员"],
        "holidays_known": False,
    }
    finding = Finding("SZ-N2", "change-reported", "warning", facts=facts)
    assert sentence(finding).endswith("（该年的放假安排未收录，按周一至周五计算。）")
    known = Finding("SZ-N2", "change-reported", "warning", facts=facts | {"holidays_known": True})
    assert sentence(known).endswith("说明原因。")


def test_a_requirement_of_the_tool_quotes_nothing() -> None:
    facts = {"clause": "本工具", "quote": "", "variant": "missing", "label": "单位"}
    assert sentence(Finding("TK-no-unit", "required", "error", facts=facts)) == "“单位”未填写（本工具）。请补填。"


def test_english_uses_english_headings() -> None:
    facts = {"clause": "第一条（二）", "variant": "missing", "field": "admins.name", "label": "管理员及联系方式"}
    assert "Administrators" in sentence(Finding("XX-1", "required", "error", facts=facts), "en")
