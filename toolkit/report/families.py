"""Which sheet tells the findings of a rule: what its entry in the table of rules says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.findings.rules.table import RULE_OF, RULES

if TYPE_CHECKING:
    from toolkit.model import Finding

OTHER = "other"
_SEEN_GONE, _GONE = "observed-dead", "unaccounted"
"""What the observed list says of a group that nobody filed this year belongs to the question where it went."""

FAMILIES = {
    sheet: frozenset(rule.name for rule in RULES if rule.sheet == sheet)
    for sheet in dict.fromkeys(rule.sheet for rule in RULES)
    if sheet != OTHER
}


def family(finding: Finding) -> str:
    """Return the code of the sheet that tells a finding: its rule's, or where the group stands that it is about."""
    if finding.rule == _SEEN_GONE and not finding.records:
        return _GONE
    return RULE_OF[finding.rule].sheet if finding.rule in RULE_OF else OTHER
