"""Findings to sentences: what was found, why (with the clause), and what to do. The place goes in front of it.

The most particular sentence wins: `<requirement>.<variant>`, `<rule>.<variant>`, `fault.<variant>` (a value that could
not be read), `<requirement>`, `<rule>`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from toolkit.findings.rules.to_findings import heading
from toolkit.messages import files, sentences, word
from toolkit.model import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.model import Finding

_CATALOGUE = "findings"
_QUOTED = re.compile("(“[^”]*”)")
_COUNTED = "prior-count"
_NO_QUOTE = "：“”"
"""What is left of a quotation where the requirement is the tool's own and there is no text to quote."""


def sentence(finding: Finding, lang: str = "zh") -> str:
    """Return what a finding says, in Chinese (`zh`) or English (`en`), without its place."""
    return _said(finding, lang, list(codes(finding)))


def sentence_to_unit(finding: Finding, lang: str = "zh", *, kind: str = "") -> str:
    """Return what the unit that sent the file is told: in words addressed to it, of accounts where `kind` is 公众号."""
    own = [said for code in codes(finding) for said in (f"unit.{code}", code)]
    pairs = sentences("feedback").get(f"kind.{kind}", {}).get(lang, "").split("|")
    said = _said(_labelled(finding, pairs), lang, own)
    pieces = _QUOTED.split(said)  # what was typed stands in quotation marks, and every other piece is ours
    for ours, theirs in zip(pairs[::2], pairs[1::2], strict=False):
        pieces[::2] = [piece.replace(ours, theirs) for piece in pieces[::2]]
    return "".join(pieces)


def _labelled(finding: Finding, pairs: list[str]) -> Finding:
    """Return a finding with what an account calls the field (微信号) where its form has no label of its own."""
    label = str(finding.facts.get("label", ""))
    theirs = dict(zip(pairs[::2], pairs[1::2], strict=False)).get(label)
    return replace(finding, facts={**finding.facts, "label": theirs}) if theirs else finding


def _said(finding: Finding, lang: str, wanted: list[str]) -> str:
    known = sentences(_CATALOGUE)
    code = next((code for code in wanted if code in known), finding.rule)
    said = word(_CATALOGUE, code, _spoken(finding, lang), lang=lang).replace(_NO_QUOTE, "")
    if finding.facts.get("holidays_known") is False:
        said += word(_CATALOGUE, "note.holidays", lang=lang)
    if finding.facts.get("explained"):
        said += word(_CATALOGUE, "note.explained", {"explained": finding.facts["explained"]}, lang=lang)
    if finding.facts.get("undated") and finding.rule == _COUNTED:
        said += word(_CATALOGUE, "note.undated", {"undated": finding.facts["undated"]}, lang=lang)
    if finding.facts.get("stood"):
        said += word(_CATALOGUE, "note.stood", lang=lang)
    if "units_alike" in finding.facts:
        return said + of_how_many(finding.facts, lang)
    count = finding.facts.get("together", 1)
    return said + word(_CATALOGUE, "note.together", {"count": count}, lang=lang) if count > 1 else said


def of_how_many(facts: Mapping[str, Any], lang: str) -> str:
    """Return of how many units, and of how many files without a unit, the same holds (`toolkit.findings.shared`)."""
    units, files_ = facts["units_alike"], facts.get("files_alike", 0)
    code = "note.units-files" if units and files_ else "note.units" if units else "note.files"
    return word(_CATALOGUE, code, {"count": units, "files": files_}, lang=lang)


def codes(finding: Finding) -> Iterator[str]:
    """Return the codes under which a sentence for a finding is looked for, the most particular first."""
    variant = finding.facts.get("variant", "")
    if finding.facts.get("post"):
        yield "note.post"
    if variant:
        yield f"{finding.requirement}.{variant}"
        if "fault" not in finding.facts:
            yield f"{finding.rule}.{variant}"
        else:
            yield f"fault.{variant}"
            yield "fault"
    yield finding.requirement
    yield finding.rule


def _spoken(finding: Finding, lang: str) -> dict[str, Any]:
    facts = dict(finding.facts)
    if lang != "zh":
        facts["label"] = heading(str(facts.get("field", "")), lang=lang) or facts.get("label", "")
        if "fields" in facts:
            facts["labels"] = [heading(field, lang=lang) for field in facts["fields"]]
    if "day_kind" in facts:
        facts["day_kind"] = word(_CATALOGUE, f"note.days.{facts['day_kind']}", lang=lang)
    if "source" in facts:
        facts["source"] = word(_CATALOGUE, f"note.source.{facts['source']}", lang=lang)
    if "reason_code" in facts:
        note = Note(str(facts["reason_code"]), facts.get("reason_facts", {}))
        facts["reason"] = files.sentence(note, lang=lang)
    return facts
