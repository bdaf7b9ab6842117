"""The table of rules, read from top to bottom: each is one entry, and nothing else has to be told of it.

An entry says what the rule is called in `regulation.yaml`, which function carries it out, which sheet of the report
tells its findings, what may stand under `with` (and of which type), and which second sources it looks at.
"""

from __future__ import annotations

from toolkit.findings.rules.table import fields, returns_and_sources, sizes_and_names, years
from toolkit.findings.rules.table.entry import BY_HAND, IN_CELLS, Rule

__all__ = ["BY_HAND", "IN_CELLS", "RULES", "RULE_OF", "Rule"]

RULES: tuple[Rule, ...] = (
    *sizes_and_names.RULES,
    *years.RULES,
    *fields.RULES,
    *returns_and_sources.RULES,
)
RULE_OF = {rule.name: rule for rule in RULES}
"""Each rule by its name."""
