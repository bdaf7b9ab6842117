"""Facts to sentences, in Chinese and English: one catalogue a topic, `<topic>.yaml` beside this file.

A catalogue maps a code to `{zh: …, en: …}`; `{name}` in a sentence is filled from the facts. A missing fact shows as
`?` and never stops a report; a missing code shows the code itself. What stands in `[[…]]` is left out when a fact in it
is blank. Tests see to it that neither happens.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.messages.nouns import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

CATALOGUES = (
    "brief",
    "definitions",
    "errors",
    "files",
    "figures",
    "findings",
    "lists",
    "report",
    "screen",
    "template",
    "cli",
    "excel",
)
_BLANK: tuple[object, ...] = ("", [], ())
_PART = re.compile(r"\[\[(.*?)\]\]")
_NAMED = re.compile(r"\{(\w+)")
_HERE = Path(__file__).resolve().parent


class Spoken(NamedTuple):
    """A fact that is itself worded in the reader's language; `otherwise` where the catalogue has no such code."""

    catalogue: str
    code: str
    otherwise: str = ""


class Sentence(NamedTuple):
    """A fact that is a sentence of its own, worded in the reader's language; several of them are lines."""

    catalogue: str
    code: str
    facts: Mapping[str, Any]


def word(catalogue: str, code: str, facts: Mapping[str, Any] | None = None, *, lang: str = "zh") -> str:
    """Return the sentence for `code` with `facts` filled in, in Chinese (`zh`) or English (`en`)."""
    entry = sentences(catalogue).get(code)
    if entry is None:
        return code
    told = spoken(catalogue, code, entry[lang], lang)
    return _with_parts(told, facts or {}).format_map(_Facts(facts or {}, lang))


def _with_parts(sentence: str, facts: Mapping[str, Any]) -> str:
    """Return a sentence with the parts in double brackets whose facts are all there: a csv has no sheet to name."""
    if "[[" not in sentence:
        return sentence
    return _PART.sub(
        lambda part: "" if any(facts.get(name) in _BLANK for name in _NAMED.findall(part[1])) else part[1], sentence
    )


@cache
def sentences(catalogue: str) -> Mapping[str, Mapping[str, str]]:
    """Return one catalogue: code to `{zh, en}`; empty when there is none of that name."""
    import yaml

    path = _HERE / f"{catalogue}.yaml"
    if not path.is_file():
        return {}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: Mapping[str, Mapping[str, str]] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader) or {}  # noqa: S506 - a safe loader
    return found


class _Facts(dict[str, Any]):
    """Facts as `str.format_map` wants them: lists are joined, yes and no are worded, what is missing shows as `?`."""

    def __init__(self, facts: Mapping[str, Any], lang: str) -> None:
        super().__init__(facts)
        self._lang = lang

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if isinstance(value, Spoken):
            entry = sentences(value.catalogue).get(value.code)
            return entry[self._lang] if entry else value.otherwise
        if isinstance(value, Sentence):
            return word(value.catalogue, value.code, value.facts, lang=self._lang)
        if isinstance(value, list) and value and all(isinstance(item, Sentence) for item in value):
            return "\n".join(word(item.catalogue, item.code, item.facts, lang=self._lang) for item in value)
        if isinstance(value, (list, tuple, set, frozenset)):
            return ("、" if self._lang == "zh" else ", ").join(str(item) for item in value)
        if isinstance(value, bool):
            words = {"zh": ("是", "否"), "en": ("yes", "no")}[self._lang]
            return words[not value]
        return value

    def __missing__(self, key: str) -> str:
        return "?"
