"""What a regulation asks of the cells of a form, as far as the form alone shows it: from the requirements themselves.

Each rule that a sheet can follow has its function here; the others leave the sheet silent. A `Demand` is of one answer:

    must     it has to be filled in; blank it is an error of the check
    should   it is asked for; blank it is a warning of the check, or a question
    wrong    what stands there is certainly against the requirement
    doubt    it may be against it: only the check, or a person, can tell
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from toolkit.forms.template import shapes
from toolkit.forms.template.answers import Answers, Demand
from toolkit.forms.template.expressions import (
    ALWAYS,
    all_digits,
    begins,
    either,
    every,
    holds,
    length,
    more_than,
    no,
    one_of,
)
from toolkit.forms.template.texts import Cell, Question, Words, last, letters, these
from toolkit.messages import word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from toolkit.regulations.profile import Requirement


_PARTS_OF_A_UNIT = ("", "党委", "党总支", "总支", "党支部", "支部", "团委", "工会", "系", "学院", "部门", "单位")


def demands(requirements: Iterable[Requirement], answers: Answers) -> Iterator[Demand]:
    """Yield what the requirements in force ask of the answers of a sheet."""
    if answers.key("group_name"):
        yield Demand(answers.key("group_name"), "must", ALWAYS)
    if "unit" in answers.boxes:
        yield Demand("unit", "should" if answers.cards else "must", answers.without_unit)
    if answers.key("platform"):
        yield Demand(answers.key("platform"), "should", ALWAYS)
    for entry in requirements:
        ask = _RULES.get(entry.rule)
        if ask is None or not _speaks_of(entry, answers):
            continue
        scope = _scope(entry, answers)
        for found in ask(entry, answers):
            if found.key in answers.boxes:
                yield found._replace(so=every(scope, found.so))


def _speaks_of(entry: Requirement, answers: Answers) -> bool:
    asked = entry.with_
    spared = asked.get("unless", {}).get("kind", ())
    kinds = asked.get("when", {}).get("kind")
    return (
        asked.get("form", answers.form) == answers.form
        and answers.kind not in ([spared] if isinstance(spared, str) else spared)
        and (kinds is None or answers.kind in ([kinds] if isinstance(kinds, str) else kinds))
    )


def _scope(entry: Requirement, answers: Answers) -> Question:
    told = {name: values for name, values in entry.with_.get("when", {}).items() if name != "kind"}
    spared = {name: values for name, values in entry.with_.get("unless", {}).items() if name != "kind"}
    return every(
        *(answers.said(name, _listed(values)) for name, values in told.items()),
        *(no(answers.said(name, _listed(values))) for name, values in spared.items()),
    )


def _listed(values: object) -> tuple[object, ...]:
    return tuple(values) if isinstance(values, (list, tuple)) else (values,)


def _sort(entry: Requirement, variant: str = "missing") -> Literal["must", "should"]:
    severity = entry.with_.get("severities", {}).get(variant, entry.severity)
    return "must" if severity == "error" else "should"


def _required(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    asked = entry.with_
    for field in asked.get("fields", ()):
        instead = answers.blank(asked["stand_in"]) if asked.get("stand_in") else ALWAYS
        yield Demand(
            answers.key(field),
            "should" if field == "unit" and answers.cards else _sort(entry),
            every(instead, answers.without_unit) if field == "unit" else instead,
        )
    yield from _any_of(entry, answers)


def _any_of(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    """Of several answers one: the first that the form has is asked while all are blank."""
    fields = [field for field in entry.with_.get("any_of", ()) if answers.key(field)]
    if fields:
        yield Demand(answers.key(fields[0]), _sort(entry), every(*(answers.blank(field) for field in fields[1:])))


def _well_formed(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    asked = entry.with_
    if "needed_when" in asked:
        needed = every(*(answers.said(name, values) for name, values in asked["needed_when"].items()))
        for field in asked.get("fields", ()):
            yield Demand(answers.key(field), _sort(entry), needed)
    yield from _any_of(entry, answers)


def _number_in_cell(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    asked = entry.with_
    if "needed_when" in asked:
        needed = every(*(answers.said(name, values) for name, values in asked["needed_when"].items()))
        yield Demand(answers.key(asked["field"]), _sort(entry), needed)


def _one_of(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    asked = entry.with_
    key, cell = answers.key(asked["field"]), answers.cell(asked["field"])
    if asked.get("blank"):
        yield Demand(key, _sort(entry), ALWAYS)
    if cell and asked["field"] != "platform":
        yield Demand(key, "doubt", no(answers.said(asked["field"], asked["values"])))


def _too_vague(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    asked = entry.with_
    key, cell = answers.key(asked["field"]), answers.cell(asked["field"])
    if asked.get("blank"):
        yield Demand(key, _sort(entry), ALWAYS)
    if cell:
        vague = one_of(cell, these(*asked["phrases"]))
        yield Demand(key, "doubt", either(length(cell, 0, asked["min_chars"] - 1), vague))


def _verified(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    field = entry.with_["field"]
    box = answers.boxes.get(answers.key(field))
    yield Demand(answers.key(field), _sort(entry), ALWAYS)
    if box is not None:
        yield Demand(box.key, "doubt", no(holds(Cell(box), f"☑{word('template', 'yes')}")))


def _filing_route(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    asked = entry.with_
    key, office = answers.key("filing_office"), answers.cell("filing_office")
    yield Demand(key, _sort(entry), ALWAYS)
    if office is None:
        return
    there = either(*(holds(office, name) for name in asked["file_with"]))
    yield Demand(key, "wrong", no(there))
    copy, to = answers.cell("copied_to"), asked.get("copy_to", ())
    if copy and to:
        reached = either(*(holds(cell, name) for name in to for cell in (office, copy)))
        yield Demand(answers.key("copied_to"), _sort(entry), no(reached))
        yield Demand(answers.key("copied_to"), "wrong", no(reached))


def _filing_office(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    asked, office = entry.with_, answers.cell("filing_office")
    if office is None:
        return
    there = either(*(holds(office, name) for name in asked["expected"]))
    ours = "kinds" not in asked or answers.kind in asked["kinds"]
    yield Demand("filing_office", "wrong" if ours else "doubt", no(there) if ours else there)


def _official_route(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    office = answers.cell("filing_office")
    if office is not None:
        central = either(*(holds(office, name) for name in entry.with_["official"]))
        official = answers.said("is_official", [True])
        unofficial = answers.said("is_official", [False])
        yield Demand("filing_office", "doubt", either(every(official, no(central)), every(unofficial, central)))


def _oversize_route(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    office, count = answers.cell("filing_office"), answers.cell("member_count")
    if office is not None and count is not None:
        there = either(*(holds(office, name) for name in entry.with_["expected"]))
        large = more_than(shapes.bare_count(count), entry.with_["limit"])
        yield Demand("filing_office", "doubt", every(large, no(there)))


def _over_size(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    count = answers.cell("member_count")
    if count is not None:
        yield Demand("member_count", "doubt", more_than(shapes.bare_count(count), entry.with_["limit"]))


def _empty_group(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    count = answers.cell("member_count")
    if count is not None:
        more = more_than(shapes.bare_count(count), entry.with_["max_members"])
        yield Demand("member_count", "doubt", no(more))


def _naming(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    """A name with its unit's whole name, or a name of the institution, is well formed; of others the check tells."""
    key, unit = answers.key(entry.with_["field"]), answers.cell("unit")
    if key not in answers.boxes:
        return
    name = Cell(answers.boxes[key])
    if entry.rule == "name-core-word":
        words = [holds(name, word) for word in answers.school] + ([holds(name, unit)] if unit else [])
    else:
        firsts = [one_of(letters(name, 1, len(word)), these(word)) for word in answers.school]
        words = [*firsts, *([begins(name, unit)] if unit else [])]
    yield Demand(key, "doubt", no(either(*words)))


def _leader_role(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    asked, post = entry.with_, answers.cell("leader.title")
    if post is not None:
        yield Demand("leader.title", _sort(entry), ALWAYS)
        yield Demand("leader.title", "doubt", no(_is_post(post, asked)))


def _is_post(post: Cell, asked: Mapping[str, Any]) -> Question:
    """Return whether a post is certainly one of those asked for: of a unit by the words for any unit before it."""
    if not asked.get("of_unit"):
        ends = (one_of(last(post, len(name)), these(name)) for name in asked["words"])
        return every(either(*ends), *(no(holds(post, name)) for name in asked.get("not_words", ())))
    listed = (f"{part}{name}" for name in asked["words"] for part in _PARTS_OF_A_UNIT)
    return one_of(post, Words("words_head", tuple(dict.fromkeys(listed))))


def _approval(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    for field in entry.with_["fields"]:
        if answers.key(field):
            yield Demand(answers.key(field), _sort(entry), ALWAYS)


def _still_active(_: Requirement, answers: Answers) -> Iterator[Demand]:
    if answers.key("is_active"):
        yield Demand("is_active", "doubt", answers.said("is_active", [False]))


def _plausible_date(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    asked = entry.with_
    cell = answers.cell(asked["field"])
    if cell is not None:
        year = letters(cell, 1, 4)
        since = {platform: day.year for platform, day in asked["not_before"].items()}
        early = [
            every(no(more_than(year, year_ - 1)), answers.qq if name == shapes.QQ else no(answers.qq))
            for name, year_ in since.items()
        ]
        yield Demand(cell.box.key, "doubt", every(all_digits(year), either(*early)))


def _stale(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    cell = answers.cell(entry.with_["field"])
    if cell is not None:
        yield Demand(cell.box.key, "doubt", no(shapes.recent_date(cell, entry.with_["days"])))


def _temporary(_: Requirement, answers: Answers) -> Iterator[Demand]:
    """How long a temporary group may go on, only the check tells."""
    if answers.key("is_temporary"):
        yield Demand("is_temporary", "doubt", every(answers.said("is_temporary", [True]), answers.blank("work_end_on")))


def _temporary_ended(_: Requirement, answers: Answers) -> Iterator[Demand]:
    """So it is of the day on which the work ends."""
    if answers.key("work_end_on"):
        yield Demand("work_end_on", "doubt", answers.said("is_temporary", [True]))


def _platform_number(_: Requirement, answers: Answers) -> Iterator[Demand]:
    if answers.key("group_no"):
        yield Demand(answers.key("group_no"), "doubt", no(answers.qq))


def _real_name(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    for field in entry.with_["fields"]:
        cell = answers.cell(f"{field}.name")
        if cell is not None:
            named = either(*(holds(cell, name) for name in entry.with_["not_names"]))
            yield Demand(answers.key(f"{field}.name"), "doubt", named)


def _phone_shared(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    """People of the form are named and can be reached."""
    for person in entry.with_["people"]:
        ways = [field for field in (f"{person}.mobile", f"{person}.office_phone") if answers.key(field)]
        if ways and answers.key(f"{person}.name"):
            given = no(answers.blank(f"{person}.name"))
            reached = every(given, *(answers.blank(field) for field in ways[1:]))
            yield Demand(answers.key(ways[0]), _sort(entry, "unreachable"), reached)
            # a number without a name, and nobody named as the person responsible
            nameless = ALWAYS if person == "leader" else either(*(no(answers.blank(field)) for field in ways))
            yield Demand(answers.key(f"{person}.name"), _sort(entry, "nameless"), nameless)


_RULES: Mapping[str, Callable[[Requirement, Answers], Iterable[Demand]]] = {
    "required": _required,
    "well-formed": _well_formed,
    "number-in-cell": _number_in_cell,
    "one-of": _one_of,
    "too-vague": _too_vague,
    "verified": _verified,
    "filing-route": _filing_route,
    "filing-office": _filing_office,
    "official-route": _official_route,
    "oversize-route": _oversize_route,
    "over-size": _over_size,
    "empty-group": _empty_group,
    "name-core-word": _naming,
    "name-prefix": _naming,
    "leader-role": _leader_role,
    "approval": _approval,
    "approval-route": _approval,
    "still-active": _still_active,
    "plausible-date": _plausible_date,
    "stale-account": _stale,
    "temporary-large": _temporary,
    "temporary-ended": _temporary_ended,
    "platform-number": _platform_number,
    "real-name": _real_name,
    "phone-shared": _phone_shared,
}
