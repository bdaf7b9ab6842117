"""What a message tells a unit to fill in: the form that goes back to it has a place for each.

    temporary-ended   请解散；确需保留的，在“今年状态”栏选“继续”    dissolved_on, disposition, retain_basis
    over-size         请减员，或写明“超限批准人”“超限批准日期”      member_count, oversize_approved_by …

What a message names by `label` or `labels` is a way out as it stands; the rest is told here by rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.findings.explained import REMARK, is_open
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.model import Finding
    from toolkit.regulations.profile import Profile

_STATUS, _DISSOLVED = "disposition", "dissolved_on"
_BY_RULE: Mapping[str, tuple[str, ...]] = {
    "still-active": (_DISSOLVED, _STATUS),
    "temporary-ended": (_DISSOLVED, _STATUS, "work_end_on"),
    "temporary-large": ("is_temporary", "work_end_on"),
    "stated": (_STATUS,),
    "graduated": (_DISSOLVED,),
    "empty-group": (_DISSOLVED,),
    "filing-route": ("filing_office", "copied_to"),
    "disposition-arithmetic": (_STATUS,),
    "filing-no": ("filing_no", "filed_on"),
}
"""Fields that the messages of a rule name themselves."""
_BY_PARAMETER: Mapping[str, tuple[str, ...]] = {
    "over-size": ("clear_fields",),
    "temporary-ended": ("kept_needs",),
    "new-needs-approval": ("fields",),
    "approval": ("fields",),
    "approval-route": ("fields",),
    "handover": ("dates",),
    "change-reported": ("dates",),
}
"""Parameters of a rule that hold fields which its messages ask to fill in."""
_TO_FILL: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("change-reported", "undated"): ("changed", "reported"),
    ("change-reported", "unreported"): ("reported",),
    ("change-reported", "late"): (REMARK,),
    ("handover", "not_approved"): ("reported",),
    ("over-size", "over"): ("clear_fields",),
    ("still-active", "stopped"): (_DISSOLVED,),
    ("still-active", "dissolved"): (_DISSOLVED,),
    ("still-active", "noticed"): (_DISSOLVED,),
    ("temporary-ended", "overdue"): (_DISSOLVED,),
    ("graduated", "graduated"): (_DISSOLVED,),
    ("empty-group", "empty"): (_DISSOLVED,),
    ("inactive", "inactive"): (_DISSOLVED,),
    ("stale-account", "stale"): (REMARK,),
    ("verified", "not_verified"): (REMARK,),
    ("clue", "group_sequence"): (REMARK,),
    ("clue", "class_sequence"): (REMARK,),
    ("same-work", "same_work"): (REMARK,),
    ("duplicates", "same-work"): (REMARK,),
    ("duplicates", "cross-platform"): (REMARK,),
    ("student-route", "none"): ("filing_office",),
}
"""Where what a message asks for is written, when that is not the answer it is about: fields, or what holds them."""
_NEVER_TYPED = frozenset({"received_on", "unit", "unit_raw", "kind"})


def ways_out(finding: Finding, profile: Profile) -> tuple[str, ...]:
    """Return the fields that the message of a finding offers to fill in, the one it points at first."""
    return tuple(dict.fromkeys(field for field in _named(finding, profile) if _is_field(field)))


def to_fill(finding: Finding, profile: Profile) -> tuple[str, ...]:
    """Return the fields in which what a message asks for is written; () where that is the answer it is about."""
    entry = profile.requirements.get(finding.requirement)
    asked = entry.with_ if entry else {}
    dates = asked.get("dates", ())
    told = dates if isinstance(dates, dict) else {"reported": next(iter(dates), "")}
    known = {name: (field,) for name, field in told.items()} | {"clear_fields": tuple(asked.get("clear_fields", ()))}
    wanted = _TO_FILL.get((finding.rule, str(finding.facts.get("variant", ""))), ())
    return tuple(field for name in wanted for field in known.get(name, (name,)) if field)


def _named(finding: Finding, profile: Profile) -> Iterator[str]:
    facts = finding.facts
    yield from map(str, facts.get("fields") or [facts.get("field", "")])
    yield from _BY_RULE.get(finding.rule, ())
    if is_open(finding):
        yield REMARK
    entry = profile.requirements.get(finding.requirement)
    asked = entry.with_ if entry else {}
    for name in _BY_PARAMETER.get(finding.rule, ()):
        value = asked.get(name, ())
        yield from value.values() if isinstance(value, dict) else value


def _is_field(name: str) -> bool:
    stem, _, part = name.partition(".")
    words = vocabulary()
    return stem in words.fields and stem not in _NEVER_TYPED and (not part or part in words.parts)
