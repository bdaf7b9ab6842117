"""The JSON Schemas beside the definitions are fresh, fit the definitions that come with us, and underline slips."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, get_args

import jsonschema
import pytest
import yaml

from toolkit.definitions.bundled import schemas_folder
from toolkit.definitions.fitting import keys_of
from toolkit.findings.json_schema import files
from toolkit.findings.rules.parameters import EVERYWHERE
from toolkit.findings.rules.table import RULES
from toolkit.findings.written_page import PAGE, explained, page
from toolkit.regulations.forms import Drawing
from toolkit.regulations.own_words import OwnField
from toolkit.regulations.profile import Parameters, Regulation, Requirement, profile_ids
from toolkit.regulations.roles import Role
from toolkit.tasks.institution import skeleton

SCHEMAS = schemas_folder()
WRITTEN = {
    f"{name}/{path.name}": path.read_text(encoding="utf-8")
    for name in profile_ids()
    for path in sorted((SCHEMAS / name).glob("*.yaml"))
}
SKELETON = {name: content.decode() for name, content in skeleton("example-2027", today=dt.date(2027, 9, 1)).items()}


def plain(text: str) -> Any:
    """Return YAML as an editor sees it: a date is text there."""

    def told(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): told(one) for key, one in value.items()}
        if isinstance(value, list):
            return [told(one) for one in value]
        return value.isoformat() if isinstance(value, dt.date) else value

    return told(yaml.safe_load(text))


def underlined(file: str, text: str) -> list[str]:
    name = next((name for name in ("regulation", "fields") if file.endswith(f"{name}.yaml")), "form")
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    errors = jsonschema.Draft7Validator(schema).iter_errors(plain(text))
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in errors]


def test_they_are_what_the_code_says_today() -> None:
    stale = [name for name, text in files().items() if (SCHEMAS / name).read_text(encoding="utf-8") != text]
    assert stale == [], "stale: python dev.py refresh"


def test_the_page_in_chinese_explains_every_declaration_and_nothing_else() -> None:
    told = explained()
    declared = {
        "rules": {rule.name for rule in RULES},
        "everywhere": set(EVERYWHERE),
        "keys": set(keys_of(Regulation)),
        "requirement": set(keys_of(Requirement)),
        "parameters": set(keys_of(Parameters)),
        "own": set(keys_of(OwnField)),
        "drawing": set(keys_of(Drawing)),
        "roles": set(get_args(Role)),
    }
    assert {part: set(told[part]) for part in declared} == declared
    lines = page().splitlines()
    lacking = [name for rule in RULES for name in rule.parameters if not any(f"`{name}`" in line for line in lines)]
    assert lacking == []


def test_a_new_institution_has_the_page_beside_its_definitions() -> None:
    assert SKELETON[PAGE] == page()


@pytest.mark.parametrize("file", [*WRITTEN, "regulation.yaml", "register.yaml", "account.yaml"])
def test_nothing_is_underlined_in_our_own_definitions(file: str) -> None:
    assert underlined(file, {**WRITTEN, **SKELETON}[file]) == []


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("regulation", "rule: over-size", "rule: oversize"),
        ("regulation", "cleared_by: reason", "clear_by: reason"),
        ("regulation", "severity: error", "severity: 错误"),
        ("regulation", "needs: [previous]", "needs: [previus]"),
        ("regulation", "kind: workday", "kind: workdays"),
        ("regulation", "severities: {uncertain:", "severities: {uncertian:"),
        ("register", "layout: ledger", "layout: list of groups"),
        ("register", "offered: 15", "offered: 十五"),
        ("account", "fixed:", "fixd:"),
    ],
)
def test_a_slip_is_underlined(file: str, right: str, wrong: str) -> None:
    text = SKELETON[f"{file}.yaml"]
    assert right in text
    assert underlined(f"{file}.yaml", text.replace(right, wrong, 1)) != []


def test_a_slip_in_ones_own_fields_is_underlined() -> None:
    schema = json.loads((SCHEMAS / "fields.schema.json").read_text(encoding="utf-8"))

    def wrong(text: str) -> list[str]:
        return [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(plain(text))]

    assert wrong("fields: {campus: {zh: 校区, kind: enum, options: [东, 西]}}\nplatforms: {校园号: [校内号]}") == []
    assert wrong("fields: {campus: {zh: 校区, kind: option}}")
    assert wrong("fields: {campus: {zn: 校区, kind: text}}")
    assert wrong("platform: {校园号: []}")


def test_an_editor_is_told_what_a_field_means() -> None:
    schema = json.loads((SCHEMAS / "form.schema.json").read_text(encoding="utf-8"))
    known = schema["$defs"]["answer"]["anyOf"][0]
    assert dict(zip(known["enum"], known["enumDescriptions"], strict=True))["group_name"] == "群名称"
