"""Which sheet tells the findings of a rule: what its entry in the table of rules says."""

from __future__ import annotations

from toolkit.findings.rules.table import RULE_OF, RULES

OTHER = "other"
FAMILIES = {
    sheet: frozenset(rule.name for rule in RULES if rule.sheet == sheet)
    for sheet in dict.fromkeys(rule.sheet for rule in RULES)
    if sheet != OTHER
}


def family(rule: str) -> str:
    """Return the code of the sheet that tells the findings of a rule."""
    return RULE_OF[rule].sheet if rule in RULE_OF else OTHER
