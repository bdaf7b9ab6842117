"""What may stand under `with` of a requirement: of which type, and what it names.

`schemas/SCHEMA.md` says what each parameter means; a test compares the two, and another that code reads every one. What
is written otherwise is told when the definition is loaded (`toolkit.findings.rules.asked`), and never passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeAlias

from toolkit.model import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.regulations.fields import FieldKind
    from toolkit.regulations.profile import Profile, Requirement


class Parameter(NamedTuple):
    """The type of a parameter as an annotation that pydantic checks, and whether a requirement must give it.

    What is `noted` stands there for the reader of the regulation (`reconcile rules`); no check counts with it.
    """

    type: Any
    needed: bool
    noted: bool = False


class Names(NamedTuple):
    """What a text names: a `field` (of one of `kinds`, where it matters), a platform, a form, a requirement, a day.

    `also` are columns and words that may stand there and are no fields of the vocabulary.
    """

    what: Literal["field", "platform", "form", "requirement", "requirement-or-rule", "rule", "day", "variant"]
    kinds: tuple[FieldKind, ...] = ()
    also: tuple[str, ...] = ()


def need(kind: Any) -> Parameter:
    """Return a parameter that must be there."""
    return Parameter(kind, needed=True)


def may(kind: Any) -> Parameter:
    """Return a parameter that may be left out."""
    return Parameter(kind, needed=False)


def noted(kind: Any) -> Parameter:
    """Return a parameter that tells the reader more of the clause, and changes nothing."""
    return Parameter(kind, needed=False, noted=True)


FIELD: TypeAlias = Annotated[str, Names("field")]
FIELDS = list[FIELD]
TEXT_FIELD: TypeAlias = Annotated[str, Names("field", ("text", "unit", "number", "enum", "platform"), ("unit_raw",))]
TEXT_FIELDS = list[TEXT_FIELD]
DATE: TypeAlias = Annotated[str, Names("field", ("date",))]
DATES = list[DATE]
PEOPLE: TypeAlias = Annotated[str, Names("field", ("people",))]
PERSON_OR_NAME: TypeAlias = Annotated[str, Names("field", ("people", "text"))]
FIGURE: TypeAlias = Annotated[str, Names("field", ("int", "count"))]
YES_NO: TypeAlias = Annotated[str, Names("field", ("bool",))]
COUNTED: TypeAlias = Annotated[str, Names("field", ("people", "int", "count"))]
NUMBER: TypeAlias = Annotated[str, Names("field", ("number",))]
PLATFORM_FIELD: TypeAlias = Annotated[str, Names("field", ("platform",))]
FIELD_OR_APPROVALS: TypeAlias = Annotated[str, Names("field", (), ("approvals",))]
FIELD_OR_ALL: TypeAlias = Annotated[str, Names("field", (), ("*",))]
PLATFORM: TypeAlias = Annotated[str, Names("platform")]
FORM: TypeAlias = Annotated[str, Names("form")]
DAY: TypeAlias = Annotated[str, Names("day")]
VARIANT: TypeAlias = Annotated[str, Names("variant")]
REQUIREMENT: TypeAlias = Annotated[str, Names("requirement")]
REQUIREMENT_OR_RULE: TypeAlias = Annotated[str, Names("requirement-or-rule")]
RULE: TypeAlias = Annotated[str, Names("rule")]
NEEDED_WHEN: TypeAlias = Annotated[dict[str, Any], "plain conditions"]
PARTS: TypeAlias = Annotated[list[str | list[str]], "parts"]
PATTERN: TypeAlias = Annotated[str, "pattern"]
CONDITIONS: TypeAlias = Annotated[dict[str, Any], "conditions"]
DEADLINE: TypeAlias = Annotated[dict[str, int | str], "deadline"]
SEASON: TypeAlias = dict[Literal["start", "end"], DAY]
EVERYWHERE: Mapping[str, Parameter] = {
    "when": may(CONDITIONS),
    "unless": may(CONDITIONS),
    "form": may(FORM),
    "season": may(SEASON),
    "severities": may(dict[VARIANT, Severity]),
    "claims": may(FIELDS),
    "extra": may(bool),
    "yields_to": may(list[REQUIREMENT]),
    "unless_rules": may(list[RULE]),
}
"""What any rule may have."""
OF_PROFILE: Mapping[tuple[str, str], str] = {
    ("over-size", "limit"): "size_limit",
    ("over-size", "cleared_by"): "size_over_action",
    ("exactly-limit", "limit"): "size_limit",
    ("oversize-route", "limit"): "size_limit",
    ("one-official", "max"): "official_max_per_unit",
    ("one-official", "scope"): "official_scope",
    ("scope-kind", "kinds"): "scope_kinds",
    ("temporary-ended", "grace_days"): "temp_grace_days",
    ("change-reported", "deadline"): "change_deadline",
    ("stale-account", "days"): "account_stale_days",
    ("inactive", "days"): "inactive_days",
    ("empty-group", "max_members"): "empty_threshold",
    ("rollup", "aggregators"): "aggregators",
    ("member-list", "card"): "member_card",
    ("temporary-large", "max_members"): "temporary_max_members",
    ("temporary-large", "max_age_days"): "temporary_max_age_days",
    ("too-many-groups", "percentile"): "many_groups_percentile",
}
"""What a regulation may say once among its `parameters`; a requirement of that rule need not repeat it."""


_CLEARED_BY = {"approve": "approval", "reason": "reason", "warn": "none"}
"""What clears a group that is too large, by what the regulation does then (`size_over_action`)."""


def of_profile(profile: Profile, own: str) -> Any:
    """Return what a regulation says once for all, as a rule has it; None where it says nothing."""
    value = getattr(profile.parameters, own)
    if own == "size_over_action":
        return _CLEARED_BY.get(value)
    return list(value) if isinstance(value, tuple) else value


def completed(entry: Requirement, profile: Profile) -> dict[str, Any]:
    """Return the parameters of a requirement, with those that the regulation gives for all of it."""
    given = {name: of_profile(profile, own) for (rule, name), own in OF_PROFILE.items() if rule == entry.rule}
    return {name: value for name, value in given.items() if value is not None and value != []} | entry.with_
