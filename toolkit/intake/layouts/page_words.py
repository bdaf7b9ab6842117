"""The words of the page that are no answers (`words.yaml`), folded as labels are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass as strict

from toolkit import definitions
from toolkit.regulations.fields import label_key


@strict(frozen=True, config=ConfigDict(extra="forbid"))
class _File:
    signature: tuple[str, ...]
    captions: dict[str, str]
    sequence: tuple[str, ...]
    examples: tuple[str, ...]
    totals: tuple[str, ...]
    notes: tuple[str, ...]
    skipped_sheets: tuple[str, ...]
    nil_names: tuple[str, ...]
    weak: tuple[str, ...]
    printed_options: tuple[str, ...]
    titles: tuple[str, ...]
    light: tuple[str, ...]
    vague: tuple[str, ...]
    alike: tuple[tuple[str, ...], ...]
    page_titles: tuple[str, ...]
    parts: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class PageWords:
    """What `words.yaml` holds, ready to compare with `label_key` texts."""

    signature: re.Pattern[str]
    captions: dict[str, str]
    sequence: frozenset[str]
    examples: tuple[str, ...]
    totals: re.Pattern[str]
    notes: tuple[str, ...]
    skipped_sheets: frozenset[str]
    nil_names: frozenset[str]
    weak: frozenset[str]
    printed_options: tuple[str, ...]
    titles: re.Pattern[str]
    light: tuple[str, ...]
    vague: re.Pattern[str]
    alike: tuple[tuple[str, ...], ...]
    page_titles: re.Pattern[str]
    parts: dict[str, str]


@cache
def page_words() -> PageWords:
    """Return the words.

    Raises:
        DefinitionError: the file cannot be read as one.
    """
    file = definitions.load(Path(__file__).with_name("words.yaml"), _File)
    signs = "|".join(sorted(map(re.escape, file.signature), key=len, reverse=True))
    totals = "|".join(map(re.escape, file.totals))
    titles = "|".join(map(re.escape, file.titles))
    return PageWords(
        signature=re.compile(rf"\(?(?:(?:{signs})[、,，和及与并/]*)+\)?"),
        captions={label_key(label): key for label, key in file.captions.items()},
        sequence=frozenset(map(label_key, file.sequence)),
        examples=tuple(dict.fromkeys(map(_start, file.examples))),
        totals=re.compile(rf"[^\d:]{{0,4}}(?:{totals})(?:[:(\d].*)?|共\d+个.{{0,12}}"),
        notes=tuple(map(_start, file.notes)),
        skipped_sheets=frozenset(map(label_key, file.skipped_sheets)),
        nil_names=frozenset(map(label_key, file.nil_names)),
        weak=frozenset(map(label_key, file.weak)),
        printed_options=file.printed_options,
        titles=re.compile(rf"(?:{titles})+$"),
        light=file.light,
        vague=re.compile(rf"(?:{'|'.join(map(re.escape, file.vague))}){{2,}}"),
        alike=file.alike,
        page_titles=re.compile(rf".{{2,40}}(?:{'|'.join(map(re.escape, file.page_titles))})(?:\([^()]{{1,20}}\))?"),
        parts={label_key(label): part for part, labels in file.parts.items() for label in labels},
    )


def folded_start(text: str) -> str:
    """Return the beginning of a text as `examples` and `notes` are kept: one width, no white space, colons kept."""
    return _start(text[:24])


def _start(text: str) -> str:
    from unicodedata import normalize

    return "".join(normalize("NFKC", text).split()).replace("【", "[").replace("】", "]")
