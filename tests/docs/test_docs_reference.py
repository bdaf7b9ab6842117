"""The reference is written from the code; what people have to add by hand is complete, and nothing in it is made up."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from toolkit.cli.commands import build
from toolkit.findings.rules.table import RULES
from toolkit.messages import sentences
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.profile import load_profile, profile_ids

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
OUTCOMES = sorted((ROOT / "samples").glob("*/expected/outcome.json"))
OPEN = ("values", "facts", "evidence", "totals.*")
"""Where the keys are data (fields, facts, statuses), the page has one line `*` for all of them."""


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def keys(value: Any, path: str = "") -> Iterator[str]:
    """Yield the key paths of a JSON value as the page writes them."""
    if path:
        yield path
    stem = path.rpartition(".")[2]
    is_open = stem in OPEN or (path.startswith("totals.") and path.count(".") == 1)
    if isinstance(value, dict):
        # `evidence` is a mapping with a duplicate, and a list of four known keys with a suggestion.
        for name, below in value.items():
            if is_open:
                yield f"{path}.*"
            else:
                yield from keys(below, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and not path.endswith("values"):
        for below in value:
            yield from keys(below, f"{path}[]")


@pytest.mark.parametrize("path", OUTCOMES, ids=lambda path: path.parents[1].name)
def test_every_key_of_an_outcome_is_on_the_page(generate: ModuleType, path: Path) -> None:
    told = set(generate.described())
    found = set(keys(json.loads(path.read_text(encoding="utf-8"))))
    plain = {key for key in found if not key.endswith("[]") or key in told}

    assert sorted(plain - told) == []


def test_no_key_on_the_page_is_made_up(generate: ModuleType) -> None:
    found = {key for path in OUTCOMES for key in keys(json.loads(path.read_text(encoding="utf-8")))}
    not_in_the_samples = {
        "files[].warnings[].code",
        "files[].warnings[].text",
        "files[].unread[].more",
        *(f"sources[].unread[].{key}" for key in ("sheet", "cell", "text", "more")),
        "not_compared[]",
    }

    assert set(generate.described()) - found <= not_in_the_samples


def test_every_value_in_an_outcome_is_one_the_page_lists(generate: ModuleType) -> None:
    for path in OUTCOMES:
        told = json.loads(path.read_text(encoding="utf-8"))
        for key, (values, _) in generate.VALUES.items():
            listed, _, name = key.partition("[]")
            entries = told[listed] if not name else [entry[name.lstrip(".")] for entry in told[listed]]
            assert set(entries) - {None} <= set(values), key


def test_every_command_and_option_is_on_both_pages(generate: ModuleType) -> None:
    for lang, page in (("zh", generate.commands_zh()), ("en", generate.commands_en())):
        for name, command in build(lang).commands.items():
            assert f"## `reconcile {name}`" in page
            for parameter in command.params:
                if parameter.opts[0].startswith("--"):
                    assert f"`{parameter.opts[0]}" in page
        assert "opt-" not in page


def test_every_rule_and_requirement_is_on_the_page(generate: ModuleType) -> None:
    page = generate.rules()
    assert [name for name in (rule.name for rule in RULES) if f"| `{name}` |" not in page] == []
    for name in profile_ids():
        own = [entry.id for entry in load_profile(name).regulation.requirements if f"| {entry.id} |" not in page]
        assert own == [], name


def test_every_sentence_and_field_is_on_its_page(generate: ModuleType) -> None:
    page = generate.messages()
    for catalogue in ("findings", "files", "errors"):
        assert [code for code in sentences(catalogue) if f"| `{code}` |" not in page] == []
    page = generate.fields()
    assert [name for name in vocabulary().fields if f"| `{name}` |" not in page] == []


def test_the_pages_are_tables_that_hold(generate: ModuleType, tmp_path: Path) -> None:
    generate.write(tmp_path)
    for path in tmp_path.glob("*.md"):
        width = 0
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("|"):
                width = 0
                continue
            cells = len(re.split(r"(?<!\\)\|", line))
            width = width or cells
            assert cells == width, f"{path.name}: {line}"


def test_a_page_that_is_as_it_was_is_not_written_again(generate: ModuleType, tmp_path: Path) -> None:
    generate.write(tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    generate.write(tmp_path)

    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
