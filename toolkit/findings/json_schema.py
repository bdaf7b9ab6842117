"""JSON Schemas of the YAML files, from the declarations that load and check them: editors complete by them.

`schemas/regulation.schema.json`, `form.schema.json` and `fields.schema.json` are written from here (`python dev.py
schemas`), and a test keeps them fresh. https://json-schema.org/draft-07 is what the common YAML editors read.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from toolkit.definitions import bundled
from toolkit.findings.rules.parameters import EVERYWHERE, Names
from toolkit.findings.rules.table import RULES
from toolkit.findings.written_page import PAGE, page
from toolkit.regulations.fields import PERSON_PARTS, vocabulary
from toolkit.regulations.forms import COMBINED, Drawing
from toolkit.regulations.own_words import OWN, OwnWords
from toolkit.regulations.profile import Regulation
from toolkit.regulations.written import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DRAFT = "http://json-schema.org/draft-07/schema#"
_ROW = re.compile(r"^\| ((?:`[\w-]+`(?:, )?)+) \|(?:[^|]*\|)*? ([^|]+) \|$", re.MULTILINE)
_PLAIN: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
    Any: {},
}
_SHAPES: Mapping[str, dict[str, Any]] = {
    "conditions": {"$ref": "#/$defs/conditions"},
    "plain conditions": {"$ref": "#/$defs/conditions"},
    "deadline": {"$ref": "#/$defs/deadline"},
    "parts": {"type": "array", "items": {"anyOf": [_PLAIN[str], {"type": "array", "items": _PLAIN[str]}]}},
}
_FIELD = {"$ref": "#/$defs/field"}


def files() -> dict[str, str]:
    """Return the schemas as they stand in `schemas/`, name to text."""
    made = {
        "regulation.schema.json": regulation_schema(),
        "form.schema.json": form_schema(),
        "fields.schema.json": _of_dataclass(OwnWords, OWN),
    }
    told = {name: json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for name, one in made.items()}
    return told | {PAGE: page()}


def write() -> list[str]:
    """Write the schemas into `schemas/` and return their names."""
    for name, text in files().items():
        (bundled.schemas_folder() / name).write_text(text, encoding="utf-8")
    return list(files())


def regulation_schema() -> dict[str, Any]:
    """Return the schema of `regulation.yaml`: what each rule may have under `with` depends on `rule`."""
    told = _of_dataclass(Regulation, "regulation.yaml")
    defs = told["$defs"]
    entry = defs["Requirement"]["properties"]
    names = [rule.name for rule in RULES]
    entry["rule"] = {"enum": names, "enumDescriptions": [_said().get(name, "") for name in names]}
    entry["needs"]["items"] = {"enum": list(SOURCES)}
    entry["fields"]["items"] = _FIELD
    everywhere = {name: {"$ref": f"#/$defs/with-{name}"} for name in EVERYWHERE if name != "unless_rules"}
    defs |= {f"with-{name}": _schema(one.type) for name, one in EVERYWHERE.items()}
    defs["Requirement"]["allOf"] = [
        {
            "if": {"properties": {"rule": {"const": rule.name}}, "required": ["rule"]},
            "then": {
                "properties": {
                    "with": {
                        "type": "object",
                        "properties": {name: _schema(one.type) for name, one in rule.parameters.items()}
                        | everywhere
                        | {"severities": _severities(rule.variants)},
                        "additionalProperties": False,
                    }
                }
            },
        }
        for rule in RULES
    ]
    entry["with"] = {"type": "object"}
    defs["Route"]["properties"]["when"] = {"$ref": "#/$defs/conditions"}
    defs |= _shared() | _groups()
    return told


def form_schema() -> dict[str, Any]:
    """Return the schema of a form's drawing."""
    told = _of_dataclass(Drawing, "a form")
    defs = told["$defs"]
    keys = [*_field_names(), *COMBINED]
    defs["answer"] = {"anyOf": [{"enum": keys, "enumDescriptions": [_heading(key) for key in keys]}, _PLAIN[str]]}
    defs["Column"]["properties"]["answer"] = {"$ref": "#/$defs/answer"}
    defs["Across"]["properties"]["answer"] = {"$ref": "#/$defs/answer"}
    told["properties"]["extra"]["items"] = {"$ref": "#/$defs/answer"}
    return told


def _of_dataclass(shape: type, title: str) -> dict[str, Any]:
    from pydantic import TypeAdapter

    told = TypeAdapter(shape).json_schema(by_alias=True)
    said = _said()
    for one in (told, *told["$defs"].values()):
        one.pop("description", None)  # a docstring of ours, for developers
        for name, entry in one.get("properties", {}).items():
            entry.pop("title", None)
            entry.pop("default", None)
            if name in said:
                entry["description"] = said[name]
    return {"$schema": DRAFT, **told, "title": title}


def _schema(kind: Any) -> dict[str, Any]:
    """Return the schema of a parameter's type."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _named(inner[1])
    if origin is Literal:
        return {"enum": list(inner)}
    if origin is list:
        return {"type": "array", "items": _schema(inner[0])}
    if origin is dict:
        keys = inner[0]
        named = {"propertyNames": _schema(keys)} if keys is not str else {}
        return {"type": "object", "additionalProperties": _schema(inner[1]), **named}
    return {"anyOf": [_schema(one) for one in inner]} if inner else dict(_PLAIN[kind])


def _named(told: Any) -> dict[str, Any]:
    """Return the schema of what a parameter names, or of a shape that has a name."""
    if not isinstance(told, Names):
        return dict(_SHAPES.get(told, _PLAIN[str]))
    if told.what == "field":
        whole = not told.kinds and not told.also
        return dict(_FIELD) if whole else {"$ref": f"#/$defs/{_group(told)}"}
    return {"type": "string", "pattern": r"^\d{2}-\d{2}$"} if told.what == "day" else dict(_PLAIN[str])


def _group(told: Names) -> str:
    """Return the name under which the fields of some kinds stand among the definitions."""
    return "-".join(("field", *told.kinds, *(word.replace("*", "all") for word in told.also)))


def _groups() -> dict[str, Any]:
    """Return the fields of the kinds that parameters ask for."""
    words, found = vocabulary(), {}
    for told in _names_in([one.type for rule in RULES for one in rule.parameters.values()]):
        if told.what == "field" and (told.kinds or told.also):
            names = [name for name, field in words.fields.items() if not told.kinds or field.kind in told.kinds]
            found[_group(told)] = {"anyOf": [{"enum": [*names, *told.also]}, _PLAIN[str]]}
    return found


def _names_in(kinds: Iterable[Any]) -> Iterator[Names]:
    for kind in kinds:
        if get_origin(kind) is Annotated and isinstance(kind.__metadata__[0], Names):
            yield kind.__metadata__[0]
        elif get_origin(kind) is not Literal:
            yield from _names_in(get_args(kind))


def _severities(variants: tuple[str, ...]) -> dict[str, Any]:
    severity = {"enum": ["error", "warning", "notice", "review"]}
    return {
        "type": "object",
        "properties": dict.fromkeys((*variants, "unreadable"), severity),
        "additionalProperties": False,
    }


def _shared() -> dict[str, Any]:
    """Return what several places refer to. An institution may add fields of its own, so that any name may stand."""
    names = _field_names()
    conditions: dict[str, Any] = {name: {} for name in vocabulary().fields}
    return {
        "field": {"anyOf": [{"enum": names, "enumDescriptions": [_heading(name) for name in names]}, _PLAIN[str]]},
        "conditions": {"type": "object", "properties": conditions},
        "deadline": {
            "type": "object",
            "properties": {"days": _PLAIN[int], "kind": {"enum": ["workday", "calendar", "promptly"]}},
            "required": ["kind"],
            "additionalProperties": False,
        },
    }


def _field_names() -> list[str]:
    words = vocabulary()
    people = words.of_kind("people")
    return [*words.fields, *(f"{name}.{part}" for name in people for part in PERSON_PARTS)]


def _heading(key: str) -> str:
    return "、".join(vocabulary().heading(part) for part in key.split("&"))


def _said() -> dict[str, str]:
    """Return what the page `SCHEMA.md` says of each key, rule and parameter that has a row of its own."""
    page = (bundled.schemas_folder() / "SCHEMA.md").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for names, told in _ROW.findall(page):
        for name in re.findall(r"`([\w-]+)`", names):
            found.setdefault(name, told.strip())
    return found
