"""The vocabulary (`schemas/fields.yaml`): what every field means, what people call it, and its flat columns."""

from __future__ import annotations

import unicodedata
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass as strict

from toolkit import definitions
from toolkit.definitions import bundled

if TYPE_CHECKING:
    from collections.abc import Mapping

FieldKind = Literal["text", "date", "count", "int", "bool", "people", "platform", "number", "unit", "enum"]
PERSON_PARTS = ("name", "title", "mobile", "office_phone", "email")
_STRICT = ConfigDict(extra="forbid")
IGNORED = " \t\r\n\u3000:：*＊_﹕.。?!#★☆●◆▲◎※\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""What does not matter in a label, wherever it stands; full-width forms count as their narrow twins."""
_FOLDED = str.maketrans("（）［］【】〔〕｛｝", "()[][]()[]", IGNORED)


@strict(frozen=True, config=_STRICT)
class OnForms:
    """How a unit is asked for a field: the label, and the words to choose from (each read as one of its options)."""

    label: str
    options: tuple[str, ...]


@strict(frozen=True, config=_STRICT)
class Field:
    """One field of the vocabulary. `labels` are the words people use for it besides its heading `zh`.

    `former` names the field of which this one holds what it was before a change (原群名称 of 群名称). `on_forms` is
    there where a unit is asked in other words than the register is kept in (今年状态, not 处置). `ask_accounts` is said
    in place of `ask` under a regulation that speaks of accounts only. What is `personal` is masked wherever it
    circulates, and leaves the register with the people of a dissolved group.
    """

    zh: str
    en: str
    kind: FieldKind
    ask: str
    labels: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    change: str = ""
    former: str = ""
    on_forms: OnForms | None = None
    ask_accounts: str = ""
    personal: bool = False


@strict(frozen=True, config=_STRICT)
class Part:
    """One part of a person: name, title, mobile, office phone, e-mail."""

    zh: str
    en: str
    labels: tuple[str, ...] = ()


@strict(frozen=True, config=_STRICT)
class _File:
    fields: dict[str, Field]
    parts: dict[str, Part]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All fields in order, and how a label leads to one.

    `own` are the fields that an institution added or added to: their labels go before the others'. `platforms` are its
    own platforms, each with what else it is called. Of the fields in `closed` it lists the options itself.
    `accounts_only` says that it knows accounts and no groups, `no_remark` that none of its forms has 备注.
    """

    fields: Mapping[str, Field]
    parts: Mapping[str, Part]
    own: frozenset[str] = frozenset()
    platforms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    accounts_only: bool = False
    no_remark: bool = False

    def __getitem__(self, name: str) -> Field:
        """Return the field called `name` (KeyError when there is none)."""
        return self.fields[name]

    @cached_property
    def by_label(self) -> Mapping[str, str]:
        """Normalised label to field name; the first field that claims a label keeps it."""
        found: dict[str, str] = {}
        ordered = sorted(self.fields.items(), key=lambda pair: pair[0] not in self.own)
        for name, entry in ordered:
            found.setdefault(label_key(entry.zh), name)
        for name, entry in ordered:
            for label in entry.labels:
                found.setdefault(label_key(label), name)
        return found

    @cached_property
    def part_by_label(self) -> Mapping[str, str]:
        """Normalised label (姓名, 手机 …) to part of a person."""
        found: dict[str, str] = {}
        for name, entry in self.parts.items():
            for label in (entry.zh, *entry.labels):
                found.setdefault(label_key(label), name)
        return found

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """All flat columns of a ledger frame, in order."""
        return (*(column for name in self.fields for column in self.columns_of(name)), "other")

    def columns_of(self, name: str) -> tuple[str, ...]:
        """Return the flat columns one field takes in a ledger frame."""
        kind = self.fields[name].kind
        if kind == "people":
            return tuple(f"{name}.{part}" for part in PERSON_PARTS)
        if kind == "count":
            return (f"{name}.low", f"{name}.high", f"{name}.raw")
        if kind == "number":
            return (name, f"{name}s")
        if kind == "unit":
            return (name, f"{name}_raw")
        return (name,)

    def of_kind(self, kind: FieldKind) -> tuple[str, ...]:
        """Return the names of all fields of one kind, in order."""
        return tuple(name for name, entry in self.fields.items() if entry.kind == kind)

    def former_of(self, name: str) -> tuple[str, ...]:
        """Return the fields that hold what a field was before a change."""
        return tuple(other for other, entry in self.fields.items() if entry.former == name)

    def heading(self, column: str, *, lang: str = "zh") -> str:
        """Return the heading of a flat column: `owner.mobile` is 群主手机, `member_count.low` is 人数（下限）."""
        stem, _, part = column.partition(".")
        if stem == "group_nos":
            return "全部群号" if lang == "zh" else "All group numbers"
        if stem == "unit_raw":
            return "单位（原文）" if lang == "zh" else "Unit as typed"
        if stem == "other":
            return "其他" if lang == "zh" else "Other"
        entry = self.fields[stem]
        name = entry.zh if lang == "zh" else entry.en
        if not part:
            return name
        if part in self.parts:
            word = self.parts[part].zh if lang == "zh" else f" {self.parts[part].en}"
            return name + word
        bound = {"low": ("（下限）", " low"), "high": ("（上限）", " high"), "raw": ("（原文）", " raw")}[part]
        return name + bound[lang != "zh"]


def folded(text: str) -> str:
    """Return a text without what people vary: width, spaces, colons, asterisks, bracket shapes, case."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_FOLDED)
    return unicodedata.normalize("NFKC", plain)  # what was dropped may have parted two


@lru_cache(maxsize=1 << 16)
def label_key(text: str) -> str:
    """Return a label as it is looked up: `folded`, and remembered."""
    return folded(text)


SPOKEN: ContextVar[Vocabulary | None] = ContextVar("spoken", default=None)
"""The vocabulary of the institution that is worked for (`toolkit.regulations.own_words.speaking`)."""


def vocabulary() -> Vocabulary:
    """Return the vocabulary that is spoken: the common one, or that of the institution which is worked for."""
    return SPOKEN.get() or common()


@cache
def common() -> Vocabulary:
    """Return the vocabulary of `schemas/fields.yaml`.

    Raises:
        DefinitionError: the file cannot be read as one.
    """
    file = definitions.load(bundled.schemas_folder() / "fields.yaml", _File)
    return Vocabulary(file.fields, file.parts)
