"""What may stand under `with` of a requirement, and what is told of one that is written otherwise.

`schemas/SCHEMA.md` says what each parameter means; a test compares the two, and another that code reads every one. A
misspelt name would be passed over in silence, and with it what the regulation asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.definitions import nearest
from toolkit.errors import DefinitionError
from toolkit.regulations.profile import REGULATION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.regulations.profile import Profile, Requirement


class Parameter(NamedTuple):
    """The type of a parameter as an annotation that pydantic checks, and whether a requirement must give it.

    What is `noted` stands there for the reader of the regulation (`reconcile rules`); no check counts with it.
    """

    type: Any
    needed: bool
    noted: bool = False


def need(kind: Any) -> Parameter:
    """Return a parameter that must be there."""
    return Parameter(kind, needed=True)


def may(kind: Any) -> Parameter:
    """Return a parameter that may be left out."""
    return Parameter(kind, needed=False)


def noted(kind: Any) -> Parameter:
    """Return a parameter that tells the reader more of the clause, and changes nothing."""
    return Parameter(kind, needed=False, noted=True)


EVERYWHERE: Mapping[str, Parameter] = {
    "when": may(dict[str, Any]),
    "unless": may(dict[str, Any]),
    "form": may(str),
    "severities": may(dict[str, str]),
    "claims": may(list[str]),
    "extra": may(bool),
    "yields_to": may(list[str]),
    "unless_rules": may(list[str]),
}
"""What any rule may have."""
OF_PROFILE: Mapping[tuple[str, str], str] = {
    ("temporary-large", "max_members"): "temporary_max_members",
    ("temporary-large", "max_age_days"): "temporary_max_age_days",
    ("too-many-groups", "percentile"): "many_groups_percentile",
}
"""Numbers of this tool's own that stand among the `parameters` of a regulation; a requirement need not repeat them."""
_LOOKED_AT = ("field", "fields", "any_of")


def refuse_faulty(profile: Profile, rules: Mapping[str, Mapping[str, Parameter]]) -> None:
    """See to it that every requirement of a regulation names a rule there is, with parameters the rule knows.

    Args:
        profile: the regulation.
        rules: the parameters of each rule by its name.

    Raises:
        DefinitionError: one does not; the text tells which, what was likely meant, and what there is.
    """
    for entry in profile.regulation.requirements:
        facts = {"file": f"{profile.id}/{REGULATION}", "id": entry.id, "rule": entry.rule}
        if entry.rule not in rules:
            raise DefinitionError("definition-unknown-rule", likely=nearest(entry.rule, rules), **facts)
        known = {**rules[entry.rule], **EVERYWHERE}
        for name in entry.with_:
            if name not in known:
                likely = nearest(name, known)
                raise DefinitionError(
                    "definition-unknown-parameter", parameter=name, likely=likely, known=list(known), **facts
                )
        for name in _missing(entry, rules[entry.rule]):
            raise DefinitionError("definition-parameter-missing", parameter=name, **facts)
        for name, value in entry.with_.items():
            if detail := _misfit(value, known[name].type):
                raise DefinitionError("definition-parameter-type", parameter=name, detail=detail, **facts)
            own = OF_PROFILE.get((entry.rule, name), "")
            other = getattr(profile.parameters, own) if own else value
            if other != value:
                raise DefinitionError(
                    "definition-two-values", parameter=name, value=value, own=own, other=other, **facts
                )


def completed(entry: Requirement, profile: Profile) -> dict[str, Any]:
    """Return the parameters of a requirement, with those that the regulation gives for all of it."""
    given = {name: getattr(profile.parameters, own) for (rule, name), own in OF_PROFILE.items() if rule == entry.rule}
    return {**given, **entry.with_}


def _missing(entry: Requirement, parameters: Mapping[str, Parameter]) -> list[str]:
    """Return the parameters that are needed and not given; a rule that looks at fields needs one of its own to."""
    missing = [name for name, parameter in parameters.items() if parameter.needed and name not in entry.with_]
    fields = [name for name in parameters if name in _LOOKED_AT]
    if not missing and fields and not any(name in entry.with_ for name in fields):
        missing = fields[:1]
    return missing


def _misfit(value: Any, kind: Any) -> str:
    """Return what is wrong with a value, in pydantic's words; "" when it is of its kind."""
    from pydantic import TypeAdapter, ValidationError

    try:
        TypeAdapter(kind).validate_python(value, strict=True)
    except ValidationError as error:
        return str(error.errors(include_url=False, include_context=False)[0]["msg"])
    return ""
