"""What stands under `with` for each rule, and what is told of a requirement that is written otherwise.

`schemas/SCHEMA.md` says what each parameter means; a test compares the two. A misspelt name would be passed over in
silence, and with it what the regulation asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import DefinitionError
from toolkit.regulations.profile import REGULATION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.regulations.profile import Profile, Requirement

EVERYWHERE = ("when", "unless", "form", "severities", "claims", "extra", "yields_to", "unless_rules")
"""What any rule may have."""
PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "over-size": ("limit", "cleared_by", "clear_fields", "clear_words"),
    "exactly-limit": ("limit",),
    "oversize-route": ("limit", "expected"),
    "headcount": ("against", "words", "sides", "tolerance"),
    "class-sized": ("words", "tolerance"),
    "empty-group": ("max_members",),
    "name-prefix": ("field", "prefixes"),
    "name-only-prefix": ("field", "prefixes"),
    "name-core-word": ("field", "words_from"),
    "specific-party-org": ("fields", "generic"),
    "cites-repealed": ("numbers", "titles", "fields"),
    "filing-office": ("expected", "kinds"),
    "official-route": ("official", "other"),
    "filing-route": ("file_with", "copy_to"),
    "student-route": ("routes", "fields"),
    "filed-after-created": ("created", "filed", "after"),
    "filed-before-regulation": ("created", "filed", "until"),
    "new-needs-approval": ("fields", "approval_form", "after"),
    "refiled": ("created", "until"),
    "filing-no": ("judge",),
    "copy-kept": ("field",),
    "approval": ("fields",),
    "approval-route": ("fields", "approver", "look_in", "words", "not_words"),
    "leader-role": ("role", "words", "not_words"),
    "phone-shared": ("people",),
    "handover": ("fields", "approver", "dates"),
    "change-reported": ("changes", "deadline", "dates"),
    "dissolution-reported": ("dates",),
    "unaccounted": (),
    "transferred": (),
    "renumbered": (),
    "number-appeared": (),
    "revived": (),
    "still-active": ("fields",),
    "temporary-ended": ("grace_days", "kept", "kept_needs"),
    "temporary-large": ("max_members", "max_age_days"),
    "temporary-exempt": ("exempts",),
    "stale-account": ("field", "days"),
    "inactive": ("field", "days"),
    "planned": ("created", "confirm_days"),
    "graduated": ("years",),
    "observed-dead": ("words",),
    "duplicates": ("kinds",),
    "same-work": ("fields", "cross_platform"),
    "one-official": ("max", "scope"),
    "no-official": (),
    "clue": ("look_for",),
    "decision": (),
    "file-read": (),
    "example-row": (),
    "other-label": (),
    "unread": (),
    "source-unread": (),
    "near": (),
    "annual-window": ("start", "end", "dates"),
    "missing-return": ("start", "end"),
    "unit-returned": (),
    "known-unit": (),
    "copied-from-last-year": (),
    "earlier-return": (),
    "left-out": (),
    "stated": (),
    "unit-summary": (),
    "rollup": ("aggregators", "into"),
    "unregistered": (),
    "people-on-roster": ("fields", "own_unit"),
    "expected-groups": ("categories", "words"),
    "prior-count": ("field", "created", "until"),
    "disposition-arithmetic": ("total", "kept", "gone"),
    "too-many-groups": ("per", "percentile", "at_least"),
    "scope-kind": ("kinds", "formless"),
    "verified": ("field", "reads"),
    "reference-category": ("words", "lower_by"),
    "sensitive-content": ("kinds",),
    "plausible-date": ("field", "not_before", "future"),
    "platform-number": ("platforms", "digits"),
    "required": ("fields", "any_of", "stand_in", "once_a_file"),
    "readable": ("fields",),
    "well-formed": ("fields", "any_of", "needed_when"),
    "number-in-cell": ("field", "needed_when"),
    "one-of": ("field", "values", "blank"),
    "one-platform": ("field",),
    "too-vague": ("field", "min_chars", "phrases", "blank"),
    "real-name": ("fields", "chars", "not_names"),
    "preferred-date-style": ("field", "style"),
    "by-hand": (),
    "in-force": ("effective",),
    "member-list": ("check", "card"),
}
_LOOKED_AT = ("field", "fields", "any_of")


def refuse_faulty(profile: Profile, in_cells: tuple[str, ...]) -> None:
    """See to it that every requirement of a regulation names a rule there is, with parameters the rule knows.

    Args:
        profile: the regulation.
        in_cells: the rules that look at the cells of certain fields: without a field they would look at nothing.

    Raises:
        DefinitionError: one does not; the text tells which, and what there is.
    """
    for entry in profile.regulation.requirements:
        facts = {"file": f"{profile.id}/{REGULATION}", "id": entry.id, "rule": entry.rule}
        if entry.rule not in PARAMETERS:
            raise DefinitionError("definition-unknown-rule", **facts)
        known = (*PARAMETERS[entry.rule], *EVERYWHERE)
        for name in entry.with_:
            if name not in known:
                raise DefinitionError("definition-unknown-parameter", parameter=name, known=known, **facts)
        if entry.rule in in_cells and not any(name in entry.with_ for name in _LOOKED_AT):
            wanted = next(name for name in PARAMETERS[entry.rule] if name in _LOOKED_AT)
            raise DefinitionError("definition-parameter-missing", parameter=wanted, **facts)


def missing(profile: Profile, entry: Requirement, fault: KeyError) -> DefinitionError | KeyError:
    """Return what to raise when a rule asked for a parameter its requirement does not have; else `fault` itself."""
    name = str(fault.args[0]) if fault.args else ""
    if name in entry.with_ or name not in PARAMETERS[entry.rule]:
        return fault
    file = f"{profile.id}/{REGULATION}"
    return DefinitionError("definition-parameter-missing", file=file, id=entry.id, rule=entry.rule, parameter=name)
