"""Which sheet tells the findings of a rule. Each finding stands on one sheet, and every rule has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILIES: Mapping[str, frozenset[str]] = {
    "unregistered": frozenset({"unregistered", "expected-groups", "clue"}),
    "duplicates": frozenset({"duplicates", "same-work", "one-official"}),
    "defunct": frozenset(
        {"still-active", "temporary-ended", "stale-account", "inactive", "observed-dead", "graduated", "empty-group"}
    ),
    "unaccounted": frozenset({"unaccounted", "dissolution-reported", "refiled"}),
    "changes": frozenset({"change-reported", "handover", "transferred", "number-appeared", "stated"}),
    "new": frozenset({"new-needs-approval", "filed-after-created", "filed-before-regulation"}),
    "renumbered": frozenset({"renumbered"}),
    "size-naming": frozenset(
        {
            "over-size",
            "exactly-limit",
            "oversize-route",
            "headcount",
            "class-sized",
            "temporary-large",
            "name-prefix",
            "name-only-prefix",
            "name-core-word",
        }
    ),
    "units": frozenset(
        {
            "missing-return",
            "unit-returned",
            "annual-window",
            "unit-summary",
            "copied-from-last-year",
            "earlier-return",
            "left-out",
        }
    ),
    "files": frozenset({"file-read"}),
}
OTHER = "other"

_FAMILY_OF = {rule: name for name, rules in FAMILIES.items() for rule in rules}


def family(rule: str) -> str:
    """Return the code of the sheet that tells the findings of a rule."""
    return _FAMILY_OF.get(rule, OTHER)
