"""What a regulation asks of the cells of a form, as far as the form alone shows it: from the requirements themselves.

Each rule that a sheet can follow has its function here; the others leave the sheet silent. A `Demand` is of one answer:

    must     it has to be filled in; blank it is an error of the check
    should   it is asked for; blank it is a warning of the check, or a question
    wrong    what stands there is certainly against the requirement
    doubt    it may be against it: only the check, or a person, can tell
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from toolkit.forms.template import shapes
from toolkit.forms.template.expressions import (
    Cell,
    Has,
    Length,
    MoreThan,
    OneOf,
    Question,
    Words,
    Yes,
    either,
    every,
    no,
)
from toolkit.messages import word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from toolkit.forms.template.places import Box
    from toolkit.regulations.profile import Requirement

ALWAYS = ("group_name", "unit", "platform")
_YES_NO = {True: "yes", False: "no"}


class Demand(NamedTuple):
    """What is asked of one answer, and in which groups (`so`); of `wrong` and `doubt`, when it is so."""

    key: str
    sort: Literal["must", "should", "wrong", "doubt"]
    so: Question


class Answers:
    """The answers of a sheet that a requirement may speak of, each by its first box."""

    def __init__(
        self, boxes: Mapping[str, Box], *, kind: str, form: str, qq: Question, same: Mapping[str, str]
    ) -> None:
        """Keep the boxes by answer key; `same` are fields that the form asks as another one (creator: owner)."""
        self.boxes, self.kind, self.form, self.qq, self._same = boxes, kind, form, qq, same

    def key(self, field: str) -> str:
        """Return the answer that holds a field: itself, the people cell of a name, a cell of two; "" without one."""
        stem, dot, part = field.partition(".")
        stem = self._same.get(stem, stem)
        field = stem + dot + part
        if field in self.boxes or stem in self.boxes:
            return field if field in self.boxes else stem
        return next((key for key in sorted(self.boxes) if {field, stem} & set(key.split("&"))), "")

    def cell(self, field: str) -> Cell | None:
        """Return the cell of a field that has one of its own."""
        box = self.boxes.get(self.key(field))
        return Cell(box) if box is not None and "&" not in box.key else None

    def said(self, field: str, values: Iterable[object]) -> Question:
        """Return whether a field holds one of some values; the printed platform counts as QQ群."""
        wanted = [word("template", _YES_NO[value]) if isinstance(value, bool) else str(value) for value in values]
        if field == "platform":
            return self.qq if shapes.QQ in wanted else Yes(so=False)
        cell = self.cell(field)
        return OneOf(cell, Words("", tuple(wanted), plain=True)) if cell else Yes(so=False)

    def blank(self, field: str) -> Question:
        """Return whether a field says nothing; a field without a cell says nothing."""
        cell = self.cell(field)
        return no(filled(cell)) if cell else Yes()


def filled(cell: Cell, *, number: bool = False) -> Question:
    """Return whether something stands in a cell: more than the form prints there, and more than 无 or a dash."""
    parts = [no(OneOf(cell, shapes.blank_words())), no(_blank(cell))]
    if cell.box.printed:
        parts.append(no(OneOf(cell, Words("", (cell.box.printed,), plain=True))))
    if number:
        parts.append(no(OneOf(cell, shapes.no_number_words())))
    return every(*parts)


def _blank(cell: Cell) -> Question:
    from toolkit.forms.template.expressions import Blank

    return Blank(cell)


def demands(requirements: Iterable[Requirement], answers: Answers) -> Iterator[Demand]:
    """Yield what the requirements in force ask of the answers of a sheet."""
    for key in ALWAYS:
        if answers.key(key):
            yield Demand(answers.key(key), "must", Yes())
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
        instead = answers.blank(asked["stand_in"]) if asked.get("stand_in") else Yes()
        if field not in ALWAYS or not answers.key(field):
            yield Demand(answers.key(field), _sort(entry), instead)
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


def _one_of(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    asked = entry.with_
    key, cell = answers.key(asked["field"]), answers.cell(asked["field"])
    if asked.get("blank"):
        yield Demand(key, _sort(entry), Yes())
    if cell and asked["field"] != "platform":
        yield Demand(key, "doubt", no(answers.said(asked["field"], asked["values"])))


def _too_vague(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    asked = entry.with_
    key, cell = answers.key(asked["field"]), answers.cell(asked["field"])
    if asked.get("blank"):
        yield Demand(key, _sort(entry), Yes())
    if cell:
        vague = OneOf(cell, Words("", tuple(asked["phrases"]), plain=True))
        yield Demand(key, "doubt", either(Length(cell, 0, asked["min_chars"] - 1), vague))


def _verified(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    field = entry.with_["field"]
    box = answers.boxes.get(answers.key(field))
    yield Demand(answers.key(field), _sort(entry), Yes())
    if box is not None:
        yield Demand(box.key, "doubt", no(Has(Cell(box), f"☑{word('template', 'yes')}")))


def _filing_route(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    asked = entry.with_
    key, office = answers.key("filing_office"), answers.cell("filing_office")
    yield Demand(key, _sort(entry), Yes())
    if office is None:
        return
    there = either(*(Has(office, name) for name in asked["file_with"]))
    yield Demand(key, "wrong", no(there))
    copy, to = answers.cell("copied_to"), asked.get("copy_to", ())
    if copy and to:
        reached = either(*(Has(cell, name) for name in to for cell in (office, copy)))
        yield Demand(answers.key("copied_to"), _sort(entry), every(there, no(reached)))
        yield Demand(answers.key("copied_to"), "wrong", every(there, no(reached)))


def _filing_office(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    asked, office = entry.with_, answers.cell("filing_office")
    if office is None:
        return
    there = either(*(Has(office, name) for name in asked["expected"]))
    ours = "kinds" not in asked or answers.kind in asked["kinds"]
    yield Demand("filing_office", "wrong" if ours else "doubt", no(there) if ours else there)


def _official_route(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    office = answers.cell("filing_office")
    if office is not None:
        central = either(*(Has(office, name) for name in entry.with_["official"]))
        official = answers.said("is_official", [True])
        unofficial = answers.said("is_official", [False])
        yield Demand("filing_office", "doubt", either(every(official, no(central)), every(unofficial, central)))


def _oversize_route(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    office, count = answers.cell("filing_office"), answers.cell("member_count")
    if office is not None and count is not None:
        there = either(*(Has(office, name) for name in entry.with_["expected"]))
        large = MoreThan(shapes.bare_count(count), entry.with_["limit"])
        yield Demand("filing_office", "doubt", every(large, no(there)))


def _over_size(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    count = answers.cell("member_count")
    if count is not None:
        yield Demand("member_count", "doubt", MoreThan(shapes.bare_count(count), entry.with_["limit"]))


def _empty_group(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    count = answers.cell("member_count")
    if count is not None:
        more = MoreThan(shapes.bare_count(count), entry.with_["max_members"])
        yield Demand("member_count", "doubt", no(more))


def _naming(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    """A name that holds the unit's own, whole, is certainly well formed; of others the check knows more."""
    key, unit = answers.key(entry.with_["field"]), answers.cell("unit")
    box = answers.boxes.get(key)
    if box is None:
        return
    if entry.rule == "name-core-word" and unit is not None:
        yield Demand(key, "doubt", no(Has(Cell(box), unit)))
        return
    yield Demand(key, "doubt", Yes())


def _leader_role(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    asked, post = entry.with_, answers.cell("leader.title")
    if post is not None:
        yield Demand("leader.title", _sort(entry), Yes())
        fits = either(*(Has(post, name) for name in asked["words"]))
        spoilt = either(*(Has(post, name) for name in asked.get("not_words", ())))
        yield Demand("leader.title", "doubt", either(no(fits), spoilt))


def _approval(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    for field in entry.with_["fields"]:
        if answers.key(field):
            yield Demand(answers.key(field), _sort(entry), Yes())


def _still_active(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    if answers.key("is_active"):
        yield Demand("is_active", "doubt", answers.said("is_active", [False]))


def _platform_number(_: Requirement, answers: Answers) -> Iterator[Demand]:
    if answers.key("group_no"):
        yield Demand(answers.key("group_no"), "doubt", no(answers.qq))


def _real_name(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    for field in entry.with_["fields"]:
        cell = answers.cell(f"{field}.name")
        if cell is not None:
            named = either(*(Has(cell, name) for name in entry.with_["not_names"]))
            yield Demand(answers.key(f"{field}.name"), "doubt", named)


def _phone_shared(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    """People of the form are named and can be reached."""
    for person in entry.with_["people"]:
        ways = [field for field in (f"{person}.mobile", f"{person}.office_phone") if answers.key(field)]
        if ways and answers.key(f"{person}.name"):
            given = no(answers.blank(f"{person}.name"))
            reached = every(given, *(answers.blank(field) for field in ways[1:]))
            yield Demand(answers.key(ways[0]), _sort(entry, "unreachable"), reached)


_RULES: Mapping[str, Callable[[Requirement, Answers], Iterable[Demand]]] = {
    "required": _required,
    "well-formed": _well_formed,
    "number-in-cell": lambda entry, answers: _well_formed_number(entry, answers),
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
    "platform-number": _platform_number,
    "real-name": _real_name,
    "phone-shared": _phone_shared,
}


def _well_formed_number(entry: Requirement, answers: Answers) -> Iterator[Demand]:
    asked = entry.with_
    if "needed_when" in asked:
        needed = every(*(answers.said(name, values) for name, values in asked["needed_when"].items()))
        yield Demand(answers.key(asked["field"]), _sort(entry), needed)
