"""What is wrong with what a requirement asks of its rule, told with its line when a definition is loaded.

Unknown rules and parameters, values of another type, names of fields, forms, platforms or requirements that are not
there, and a number that stands in two places and differs.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from toolkit.definitions import nearest
from toolkit.definitions.mistakes import CATALOGUE
from toolkit.findings.rules.parameters import EVERYWHERE, OF_PROFILE, Names, of_profile
from toolkit.findings.rules.table import RULE_OF
from toolkit.messages import Spoken
from toolkit.regulations.fields import PERSON_PARTS, vocabulary
from toolkit.regulations.named import check_conditions, likely_field
from toolkit.regulations.written import check_day, check_deadline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.definitions import Source
    from toolkit.findings.rules.parameters import Parameter
    from toolkit.findings.rules.table import Rule
    from toolkit.regulations.profile import Profile, Requirement

    Place = tuple[int | str, ...]

_LOOKED_AT = ("field", "fields", "any_of")
_ONE_CASE = ("when", "unless", "form")


def check_asked(profile: Profile, source: Source) -> None:
    """Tell every mistake under `rule` and `with` of the requirements of a regulation."""
    for number, entry in enumerate(profile.regulation.requirements):
        place: Place = ("requirements", number)
        rule = RULE_OF.get(entry.rule)
        if rule is None:
            likely = nearest(entry.rule, RULE_OF)
            source.tell("unknown-rule", *place, "rule", rule=entry.rule, likely=likely, id=entry.id)
            rule = RULE_OF.get(likely)
        if rule is not None:
            _Asked(profile, source, entry, rule, place).all()


class _Asked:
    def __init__(self, profile: Profile, source: Source, entry: Requirement, rule: Rule, place: Place) -> None:
        self.profile = profile
        self.source = source
        self.entry = entry
        self.rule = rule
        self.place: Place = (*place, "with")
        self.known = {**rule.parameters, **EVERYWHERE}

    def all(self) -> None:
        given = dict(self.entry.with_)
        for name in [one for one in given if one not in self.known]:
            likely = nearest(name, self.known)
            facts = {"name": name, "rule": self.rule.name, "likely": likely, "known": list(self.known)}
            self.source.tell("unknown-parameter", *self.place, name, **facts)
            value = given.pop(name)
            given.setdefault(likely, value)
        given.pop("", None)
        for name in self._missing(given):
            self.source.tell("parameter-missing", *self._owner(), name=name, rule=self.rule.name, id=self.entry.id)
        for name, value in given.items():
            kind = self.known[name].type
            detail, within = misfit(value, kind)
            if detail:
                self._misfit(name, value, self.known[name], within)
            else:
                for place, part, told in _named(value, kind, (*self.place, name)):
                    self._check(place, part, told)
                self._two_values(name, value)

    def _owner(self) -> Place:
        return self.place if self.source.at(self.place) is not None else self.place[:-1]

    def _missing(self, given: dict[str, Any]) -> list[str]:
        """Return the parameters that are needed and not given; a rule that looks at fields needs one of its own to."""
        of_rule = ((name, of_all) for (rule, name), of_all in OF_PROFILE.items() if rule == self.rule.name)
        own = {
            name for name, of_all in of_rule if self._of_all(of_all) or self.source.is_mended(("parameters", of_all))
        }
        missing = [name for name, one in self.rule.parameters.items() if one.needed and name not in {*given, *own}]
        fields = [name for name, one in self.rule.parameters.items() if name in _LOOKED_AT and not one.noted]
        if not missing and fields and not any(name in given for name in fields):
            missing = fields[:1]
        return missing

    def _of_all(self, name: str) -> Any:
        return of_profile(self.profile, name)

    def _misfit(self, name: str, value: Any, parameter: Parameter, within: Place) -> None:
        kind, place = parameter.type, (*self.place, name)
        for part in within:
            inside = self.source.at((*place, part))
            if inside is None or not get_args(kind):
                break
            value, kind, place = inside, get_args(kind)[-1], (*place, part)
        options = [str(one) for one in _options(kind)]
        shown = self.source.raw(place) or _shown(value)
        likely = next((nearest(str(one), options) for one in (value if isinstance(value, list) else [value])), "")
        if get_origin(kind) is list and not isinstance(value, list):
            likely = f"[{likely or shown}]"
        shape = Spoken(CATALOGUE, written(kind))
        facts = {"name": name, "rule": self.rule.name, "value": shown, "shape": shape, "options": options or ""}
        self.source.tell("parameter-type", *place, likely=likely, **facts)

    def _two_values(self, name: str, value: Any) -> None:
        """Tell a number that the regulation gives twice; a requirement for one case alone may differ."""
        own = OF_PROFILE.get((self.rule.name, name), "")
        written_there = own and self.source.at(("parameters", own)) not in (None, [])
        wrong_there = any(one.key.startswith(f"parameters › {own}") for one in self.source.mistakes)
        if not written_there or wrong_there or any(one in self.entry.with_ for one in _ONE_CASE):
            return
        other = self._of_all(own)
        if other != value:
            facts = {"value": _shown(value), "own": own, "other": _shown(other), "id": self.entry.id}
            self.source.tell("two-values", *self.place, name, name=name, **facts)

    def _check(self, place: Place, value: Any, told: Any) -> None:
        """Check one named thing where it stands."""
        if told == "conditions":
            check_conditions(value, place, self.source, vocabulary())
        elif told == "plain conditions":
            check_conditions(value, place, self.source, vocabulary(), comparing=False)
        elif told == "parts":
            self._parts(place, value)
        elif told == "pattern":
            self._pattern(place, value)
        elif told == "deadline":
            check_deadline(value, place, self.source)
        elif isinstance(told, Names):
            getattr(self, f"_{told.what.replace('-', '_')}")(place, str(value), told)

    def _field(self, place: Place, name: str, told: Names) -> None:
        words = vocabulary()
        stem, dot, part = name.partition(".")
        entry = words.fields.get(stem)
        if name in told.also:
            return
        if entry is None:
            self.source.tell("unknown-field", *place, name=name, likely=likely_field(name, words))
        elif dot and (entry.kind != "people" or part not in PERSON_PARTS):
            likely = f"{stem}.{nearest(part, PERSON_PARTS)}".rstrip(".") if entry.kind == "people" else stem
            self.source.tell("unknown-part", *place, name=name, likely=likely, known=list(PERSON_PARTS))
        elif told.kinds and entry.kind not in told.kinds and not dot:
            fitting = [one for one, field in words.fields.items() if field.kind in told.kinds]
            self.source.tell("field-of-other-kind", *place, name=name, field=entry.zh, known=fitting)

    def _parts(self, place: Place, parts: list[str | list[str]]) -> None:
        for number, part in enumerate(parts):
            if isinstance(part, str) and part not in {"institution", "unit"}:
                self._field((*place, number), part, Names("field", ("text", "enum", "platform", "unit")))

    def _pattern(self, place: Place, pattern: str) -> None:
        try:
            form = re.compile(pattern)
        except re.error as error:
            self.source.tell("pattern-wrong", *place, value=pattern, detail=str(error))
            return
        example = self.entry.with_.get("example")
        if isinstance(example, str) and form.fullmatch(example) is None:
            self.source.tell("pattern-example", *self.place, "example")

    def _platform(self, place: Place, name: str, _told: Names) -> None:
        self._listed("unknown-platform", place, name, list(vocabulary()["platform"].options))

    def _form(self, place: Place, name: str, _told: Names) -> None:
        meant = [
            form.id for form in self.profile.forms if name and name in f"{form.drawing.sheet}\n{form.drawing.title}"
        ]
        known = [form.id for form in self.profile.forms]
        likely = meant[0] if len(meant) == 1 else nearest(name, known)
        if name not in known:
            self.source.tell("unknown-form", *place, name=name, likely=likely, known=known)

    def _requirement(self, place: Place, name: str, _told: Names) -> None:
        self._listed("unknown-requirement", place, name, list(self.profile.requirements))

    def _requirement_or_rule(self, place: Place, name: str, _told: Names) -> None:
        self._listed("unknown-requirement", place, name, [*self.profile.requirements, *RULE_OF])

    def _rule(self, place: Place, name: str, _told: Names) -> None:
        self._listed("unknown-rule", place, name, list(RULE_OF), rule=name, id=self.entry.id)

    def _variant(self, place: Place, name: str, _told: Names) -> None:
        claimed = ("unreadable",) if "claims" in self.entry.with_ or self.rule.name == "readable" else ()
        self._listed("unknown-variant", place, name, [*self.rule.variants, *claimed], rule=self.rule.name)

    def _day(self, place: Place, day: str, _told: Names) -> None:
        check_day(day, place, self.source)

    def _listed(self, code: str, place: Place, name: str, known: list[str], **facts: Any) -> None:
        if name not in known:
            self.source.tell(code, *place, name=name, likely=nearest(name, known), known=known, **facts)


def fields_named(value: Any, kind: Any) -> Iterator[str]:
    """Yield the fields that a parameter of a type names, without parts; words that are no field are left out."""
    for _, one, what in _named(value, kind, ()):
        stem = str(one).partition(".")[0]
        if isinstance(what, Names) and what.what == "field" and stem in vocabulary().fields:
            yield stem


def misfit(value: Any, kind: Any) -> tuple[str, Place]:
    """Return what is wrong with a value, in pydantic's words, and the way to it within; "" when it is of its kind."""
    from pydantic import TypeAdapter, ValidationError

    try:
        TypeAdapter(kind).validate_python(value, strict=True)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_context=False)[0]
        return str(fault["msg"]), fault["loc"]
    return "", ()


def _named(value: Any, kind: Any, place: Place) -> Iterator[tuple[Place, Any, Any]]:
    """Yield what a value names, piece by piece: where it stands, what it is, and of what it must be one."""
    if get_origin(kind) is Annotated:
        yield place, value, kind.__metadata__[0]
        return
    inner = get_args(kind)
    if isinstance(value, list) and get_origin(kind) is list:
        for number, item in enumerate(value):
            yield from _named(item, inner[0], (*place, number))
    elif isinstance(value, dict) and get_origin(kind) is dict:
        for key, item in value.items():
            yield from _named(key, inner[0], (*place, key))
            yield from _named(item, inner[1], (*place, key))
    elif value is not None:
        for one in inner:
            if get_origin(one) is Annotated:
                yield from _named(value, one, place)


def _options(kind: Any) -> Iterator[Any]:
    """Yield the words of a type that is a choice among words."""
    if get_origin(kind) is Literal:
        yield from get_args(kind)
    else:
        for one in get_args(kind):
            yield from _options(one)


def written(kind: Any) -> str:
    """Return which sentence says how a value of a type is written: `shape-text`, `shape-texts` and so on."""
    core = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    origin = get_origin(core)
    if origin is list:
        return f"{written(get_args(core)[0])}s"
    if origin is dict:
        return "shape-mapping"
    names = {str: "text", int: "int", float: "float", bool: "bool", dt.date: "date"}
    told = next((name for one, name in names.items() if core is one or one in get_args(core)), "text")
    return f"shape-{told}"


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(str, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {one}" for name, one in value.items()) + "}"
    return str(value)
