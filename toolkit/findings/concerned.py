"""Whom a finding concerns: the units that sent the rows or files it points into, and what each of them is told.

Nothing of another unit reaches a unit: a finding that rests on rows of several units says so in words of its own,
without their names, groups or people. 修改清单 and the reminders take their items from here.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.findings import wording
from toolkit.findings.to_units import for_units
from toolkit.messages import sentences, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.model import Finding, Outcome, RejectedRow, Severity

TO_CORRECT: tuple[Severity, ...] = ("error", "warning", "review")
"""What a unit is asked to deal with, gravest first; a notice asks for nothing, but for one."""
NOW_ASKED = "no_extra_column"
"""The variant of a notice that a form had no place for an answer: the new workbook has one, and asks."""
TOLD = frozenset({NOW_ASKED, "unread", "near", "near-option"})
"""Variants of notices that a unit is told all the same: only the unit knows what it meant by what was not read."""
UNTAKEN, NAMELESS = "TK-row", "no-name-no-number"
UNNAMED = "nameless"
"""The variant of the finding about such a row."""
LEFT_OUT = frozenset({"unaccounted", "dissolution-reported"})
"""Rules about groups of last year that the unit neither filed nor reported as dissolved."""


class Sent:
    """Who sent which record and whose row of last year is whose; what nobody asks for is not looked up."""

    def __init__(self, outcome: Outcome) -> None:
        """Keep both registers, and the rows that name no group by their sender."""
        self._unit_of = unit_of = {file.path: file.unit for file in outcome.submissions}
        self._frame, self._before = outcome.ledger.frame, outcome.previous.frame
        self.nameless: dict[str, list[RejectedRow]] = {}
        for row in outcome.rejections:
            if row.reason.code == NAMELESS:
                self.nameless.setdefault(unit_of.get(row.where.file, ""), []).append(row)

    @cached_property
    def sender(self) -> Mapping[str, str]:
        """The unit that sent each record."""
        senders = (self._unit_of.get(path, "") for path in self._frame["path"].tolist())
        return dict(zip(self._frame["id"].tolist(), senders, strict=True))

    @cached_property
    def groups(self) -> Mapping[str, frozenset[str]]:
        """Name and number of each record, as far as it has them."""
        rows = zip(*(self._frame[name].tolist() for name in ("id", "group_name", "group_no")), strict=True)
        return {record: frozenset(filter(None, (name, number))) for record, name, number in rows}

    @cached_property
    def taken(self) -> Mapping[str, str]:
        """What each record has from other papers (the column `taken`), where it has anything."""
        if "taken" not in self._frame:
            return {}
        pairs = zip(self._frame["id"].tolist(), self._frame["taken"].tolist(), strict=True)
        return {record: told for record, told in pairs if told}

    @cached_property
    def owner(self) -> Mapping[str, str]:
        """The unit of each row of last year."""
        return dict(zip(self._before["id"].tolist(), self._before["unit"].tolist(), strict=True))

    @cached_property
    def before(self) -> Mapping[str, str]:
        """The name in each row of last year."""
        return dict(zip(self._before["id"].tolist(), self._before["group_name"].tolist(), strict=True))

    def findings(self, outcome: Outcome) -> dict[str, list[Finding]]:
        """Return for each unit the findings that concern its rows or files, or groups of last year it left out."""
        found: dict[str, list[Finding]] = {}
        for finding in for_units(outcome):
            if asked(finding.severity, str(finding.facts.get("variant", ""))):
                for unit in sorted(filter(None, self._concerned(finding))):
                    found.setdefault(unit, []).append(finding)
        return found

    def _concerned(self, finding: Finding) -> set[str]:
        if finding.records:
            return {self.sender[record] for record in finding.records}
        if finding.facts.get("variant") == UNNAMED:
            return set()  # told row by row, with what stood in it (`_untaken`)
        if finding.rule in LEFT_OUT:
            return {finding.unit}
        return {self._unit_of.get(where.file, "") for where in finding.where}

    def is_foreign(self, finding: Finding, unit: str) -> bool:
        """Return whether a finding rests on rows that are not the unit's own."""
        ours = all(self.sender[record] == unit for record in finding.records)
        return not ours or any(self.owner.get(row, unit) not in {unit, finding.unit} for row in finding.previous)


def asked(severity: str, variant: str) -> bool:
    """Return whether a unit is asked to deal with a finding."""
    return severity in TO_CORRECT or variant in TOLD


def said(finding: Finding, *, foreign: bool, lang: str, kind: str = "") -> str:
    """Return the sentence of a finding to a unit; one that rests on rows of others says nothing of them.

    `kind` is 公众号 where the form is one of accounts.
    """
    if finding.facts.get("variant") == NOW_ASKED:
        return word("feedback", "now-asked", finding.facts, lang=lang)
    if not foreign:
        return wording.sentence_to_unit(finding, lang, kind=kind)
    return foreign_sentence(finding.rule, str(finding.facts.get("variant", "")), finding.facts, lang=lang)


def foreign_sentence(rule: str, variant: str, facts: Mapping[str, object], *, lang: str) -> str:
    """Return what a unit is told when rows of other units are concerned as well."""
    known = sentences("feedback")
    codes = (f"foreign.{rule}.{variant}", f"foreign.{rule}", "foreign")
    return word("feedback", next(code for code in codes if code in known), facts, lang=lang)
