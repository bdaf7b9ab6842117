"""What a requirement looks at, and no form of the institution has a place for: it cannot be asked, and is not "fine".

What nobody could fill in is told when a definition is examined (`reconcile institution check`), by `reconcile rules`,
and in 条款对照, where such a requirement is 未检查 and never 未发现问题. An answer that came all the same (a list with
columns of its own) counts as a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_origin

from toolkit.findings.rules.asked import fields_named
from toolkit.findings.rules.masks import filled
from toolkit.findings.rules.table import RULE_OF
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import pandas as pd

    from toolkit.findings.rules.table import Rule
    from toolkit.regulations.profile import Profile, Requirement

ALWAYS = frozenset({"kind", "unit", "received_on", "group_name", "parent_party_org"})
"""Fields that every record has, or that come from elsewhere than a form."""
_LISTS_TOO = frozenset({"approvals", "notices", "observed"})
"""Second sources that answer what a form might have asked."""
_ASKED = ("fields", "any_of", "changes", "people", "dates")
"""Parameters that list what a rule asks for; other lists only say more of it."""
_NAMED_TOO = ("headcount", "class-sized")
"""Rules whose `words` tell their groups by name where `when` cannot."""


class Unplaced:
    """The places of an institution's forms, and of what came back on them."""

    def __init__(  # noqa: D107 - told above
        self, profile: Profile, *, given: Collection[str] = (), frame: pd.DataFrame | None = None
    ) -> None:
        self._given, self._frame = frozenset(given), frame
        drawn = {name for form in profile.forms for name in form.fields}
        told = {key.partition(".")[0] for form in profile.forms for key in (*form.drawing.fixed, *form.drawing.same)}
        self._placed = drawn | told | ALWAYS
        self._seen: dict[str, bool] = {}

    def of(self, entry: Requirement) -> tuple[str, ...]:
        """Return the fields without a place for want of which a requirement can find nothing; none where it can."""
        rule = RULE_OF.get(entry.rule)
        if rule is None or self._told_by_a_list(rule, entry):
            return ()
        otherwise = rule.name in _NAMED_TOO and entry.with_.get("words")
        conditions = [] if otherwise else self._lacking(entry.with_.get("when") or {})
        return tuple(dict.fromkeys((*self._needed(entry, rule), *conditions)))

    def partly(self, entry: Requirement) -> tuple[str, ...]:
        """Return the fields without a place among those that a requirement lists; it is asked of the others."""
        rule = RULE_OF.get(entry.rule)
        if rule is None or self._told_by_a_list(rule, entry) or self.of(entry):
            return ()
        listed = [name for names, several in _looked_at(entry, rule) if several for name in names]
        return tuple(self._lacking(listed))

    def _told_by_a_list(self, rule: Rule, entry: Requirement) -> bool:
        return bool(_LISTS_TOO & (self._given | set(entry.needs)) & set(rule.sources))

    def _needed(self, entry: Requirement, rule: Rule) -> Iterable[str]:
        for names, _ in _looked_at(entry, rule):
            yield from self._all_lacking(names)
        means = rule.reads if entry.with_.get("when") else (*rule.reads, *rule.meant_by)
        for one_of in means:
            yield from self._all_lacking(one_of)

    def _all_lacking(self, names: tuple[str, ...]) -> list[str]:
        lacking = self._lacking(names)
        return lacking if len(lacking) == len(set(names)) else []

    def _lacking(self, names: Iterable[str]) -> list[str]:
        stems = dict.fromkeys(name.partition(".")[0] for name in names)
        known = vocabulary().fields
        return [name for name in stems if name in known and name not in self._placed and not self._answered(name)]

    def _answered(self, name: str) -> bool:
        if self._frame is None:
            return False
        if name not in self._seen:
            self._seen[name] = bool(filled(self._frame, name).any())
        return self._seen[name]


def _looked_at(entry: Requirement, rule: Rule) -> Iterable[tuple[tuple[str, ...], bool]]:
    """Yield the fields that a rule is given: each that it cannot do without, and the lists of which one must be there.

    What may be given beside a field (a reason, what stands in for it) is no reason not to ask.
    """
    for name, parameter in rule.parameters.items():
        if name not in entry.with_ or parameter.noted:
            continue
        several = get_origin(parameter.type) in {list, dict}
        named = tuple(fields_named(entry.with_[name], parameter.type))
        if named and (name in _ASKED if several else parameter.needed):
            yield named, several
