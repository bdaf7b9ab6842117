"""Every rule of `table` put to a campaign, and what one requirement says of another's findings.

A rule is a function of one `Case` and one requirement (its parameters stand under `with`) that gives hits. What a cell
alone can tell is checked by `toolkit.findings.validate` with pandera.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.findings.explained import with_explanations
from toolkit.findings.rules import accounts, rejected_rows
from toolkit.findings.rules.in_force import due, in_force, speaks_of_a_paper
from toolkit.findings.rules.masks import nothing
from toolkit.findings.rules.table import RULE_OF
from toolkit.findings.rules.to_findings import Teller
from toolkit.register.merge.papers import as_on_paper

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.findings.case import Case
    from toolkit.model import Finding, Severity
    from toolkit.regulations.profile import Requirement


_WEAKER: dict[Severity, Severity] = {"error": "warning", "warning": "notice", "notice": "notice", "review": "review"}


def judge(case: Case, checked: Sequence[Finding] = ()) -> tuple[Finding, ...]:
    """Carry out every rule of the profile whose sources were given.

    Args:
        case: the campaign after matching and verdicts.
        checked: findings of `toolkit.findings.validate`, to be settled together with those made here.

    Returns:
        `checked` and the findings of the rules, in the order of the requirements, then of the rows.
    """
    teller = Teller(case.profile, case.ledger, case.previous)
    found = list(checked)
    found += (teller.finding(requirement, hit) for requirement, hit in rejected_rows.nameless(case))
    for requirement in in_force(case.profile):
        function = RULE_OF[requirement.rule].function
        if callable(function) and not unmet(requirement, case) and due(requirement, case.as_of):
            asked = _on_paper(case) if speaks_of_a_paper(case.profile, requirement) else case
            found += (teller.finding(requirement, hit) for hit in function(asked, requirement))
    return settle(case, found)


def _on_paper(case: Case) -> Case:
    """Return the case with the days on each paper as they stand there, those of cancelled groups asked as well."""
    if "on_paper" not in case.memory:
        ledger = replace(case.ledger, frame=as_on_paper(case.ledger.frame))
        case.memory["on_paper"] = replace(case, ledger=ledger, memory={"over": nothing(ledger.frame)})
    found: Case = case.memory["on_paper"]
    return found


def unmet(requirement: Requirement, case: Case) -> tuple[str, ...]:
    """Return the second sources that a requirement needs and that were not given: the question is 未比对."""
    return tuple(source for source in requirement.needs if source not in case.sources)


def settle(case: Case, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings with what one requirement says of another's: who gives way, and what counts one level less."""
    order = {entry.id: (number, entry) for number, entry in enumerate(in_force(case.profile))}
    said = {(finding.requirement, record) for finding in found for record in finding.records}
    kept = [finding for finding in found if not _gives_way(finding, order[finding.requirement][1], said)]
    kept.sort(key=lambda finding: order[finding.requirement][0])
    lowered = _by_analogy(case)
    found = kept if not lowered else [_lowered(finding, lowered) for finding in kept]
    return tuple(with_explanations(case, found))


def _gives_way(finding: Finding, entry: Requirement, said: set[tuple[str, str]]) -> bool:
    rivals = entry.with_.get("yields_to", ())
    return bool(finding.records) and any((rival, record) in said for rival in rivals for record in finding.records)


def _by_analogy(case: Case) -> Mapping[str, int]:
    """Return the records to which the regulation applies by analogy only, and by how many steps they are milder."""
    rules = (entry for entry in in_force(case.profile) if entry.rule == "reference-category")
    frame = case.ledger.frame
    return {
        str(record): entry.with_.get("lower_by", 1)
        for entry in rules
        for record in frame.loc[accounts.by_analogy(case, entry), "id"]
    }


def _lowered(finding: Finding, by_analogy: Mapping[str, int]) -> Finding:
    if not finding.records or not all(record in by_analogy for record in finding.records):
        return finding
    severity = finding.severity
    for _ in range(min(by_analogy[record] for record in finding.records)):
        severity = _WEAKER[severity]
    return replace(finding, severity=severity)
