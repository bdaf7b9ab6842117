"""An institution's own vocabulary (`fields.yaml` in its folder): fields, platforms, levels, words.

    fields:
      campus: {zh: 校区, kind: enum, options: [东校区, 西校区], labels: [所在校区]}    a field of its own
      level: {options: [一级, 二级]}              its own list in place of the built-in one
      group_name: {labels: [账号名称]}            further words for a field that is there
    platforms:
      校园号: [校内号]                            a platform, and what else it is called

Its fields have the same rights as those of `schemas/fields.yaml`. Whoever works for an institution speaks its words:
`with speaking(profile.own)`, or a function that is `in_its_words`.
"""

from __future__ import annotations

import functools
import json
import re
from contextlib import contextmanager
from dataclasses import asdict, replace
from inspect import signature
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, ParamSpec, TypeVar

from pydantic import ConfigDict
from pydantic import Field as Default
from pydantic.dataclasses import dataclass as strict

from toolkit import definitions
from toolkit.definitions import nearest
from toolkit.messages.nouns import suiting
from toolkit.normalise.words import speaking_of, words
from toolkit.regulations.fields import SPOKEN, Field, Vocabulary, common, label_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

P = ParamSpec("P")
T = TypeVar("T")
_ACCOUNTS_ONLY, _NO_REMARK = "accounts_only", "no_remark"
OWN = "fields.yaml"
OwnKind = Literal["text", "date", "int", "count", "bool", "people", "enum"]
"""What a field of one's own may be: text, day, number, number as people write it (约50), yes or no, people, option."""
_STRICT = ConfigDict(extra="forbid")
_NAME = re.compile("[a-z][a-z0-9_]*")
_LISTED = frozenset({"enum", "platform"})
RESERVED = frozenset(
    {"id", "sheet", "offset", "form", "path", "other", "via", "papers", "accompanies", "taken", "period", "unused"}
)
"""Names of columns that say something of a row and not of its group."""


@strict(frozen=True, config=_STRICT)
class OwnField:
    """A field of the institution, or what it adds to one that is there: then `kind` is left out."""

    zh: str = ""
    en: str = ""
    kind: OwnKind | None = None
    ask: str = ""
    labels: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    change: str = ""
    former: str = ""
    personal: bool = False


@strict(frozen=True, config=_STRICT)
class OwnWords:
    """The file as written. `platforms` are platforms with other words for each; a known one gets more words."""

    fields: dict[str, OwnField] = Default(default_factory=dict)
    platforms: dict[str, tuple[str, ...]] = Default(default_factory=dict)


class Own(NamedTuple):
    """An institution's own words: `text` (`written`), "" where it has none; what is wrong; the names still unsure.

    `unsure` are the fields of which something is wrong, so that nothing else need be told of them before that is
    mended; None where the file could not be read at all, and any name may be one of its own.
    """

    text: str = ""
    mistakes: tuple[definitions.Mistake, ...] = ()
    doubts: tuple[definitions.Mistake, ...] = ()
    unsure: frozenset[str] | None = frozenset()


def read_own(folder: Path) -> Own:
    """Return the words of an institution, as far as they fit: every name that it gives is known from here on."""
    if not (folder / OWN).is_file():
        return Own()
    source = definitions.read(folder / OWN)
    own = definitions.fit(source, OwnWords) if source.data is not None else None
    if own is None:
        return Own("", tuple(source.mistakes), tuple(source.doubts), None)
    definitions.check_lists(source)
    _check(own, source)
    unsure = {place for one in source.mistakes for place in one.key.split(" › ")}
    unsure &= {*own.fields, *own.platforms, "fields", "platforms"}
    if {"fields", "platforms"} & unsure:
        unsure |= {"platform"}
    told = tuple(source.mistakes), tuple(source.doubts)
    return Own(written(_as_far_as_it_fits(own)), *told, frozenset(unsure))


def _as_far_as_it_fits(own: OwnWords) -> OwnWords:
    """Return the words with whatever is lacking made up, so that the names in them can be used elsewhere."""
    base = common()
    fields = {}
    for name, entry in own.fields.items():
        if name in base.fields:
            listed = entry.options if base[name].kind in _LISTED else ()
            fields[name] = replace(entry, kind=None, options=listed, former="")
        elif name not in RESERVED:
            former = entry.former if entry.former in base.fields else ""
            fields[name] = replace(entry, zh=entry.zh or name, kind=entry.kind or "text", former=former)
    return OwnWords(fields, own.platforms)


def _check(own: OwnWords, source: definitions.Source) -> None:
    """Tell what would go wrong with a field later: no kind, no heading, a heading that another field has."""
    base = common()
    headings = {label_key(entry.zh): name for name, entry in base.fields.items()}
    for name, entry in own.fields.items():
        place = ("fields", name)
        if name in RESERVED or not _NAME.fullmatch(name):
            source.tell("own-name", *place, name=name)
        elif name in base.fields:
            _check_added(name, entry, source)
        else:
            _check_new(name, entry, source)
        twin = headings.setdefault(label_key(entry.zh), name) if entry.zh else name
        if twin != name:
            source.tell("own-heading", *place, "zh", value=entry.zh, other=twin)
        elif name not in base.fields and (taken := base.by_label.get(label_key(entry.zh), "")):
            facts = {"value": entry.zh, "other": taken, "field": base[taken].zh}
            source.ask("own-heading-taken", *place, "zh", **facts)
        if entry.former and entry.former not in {*base.fields, *own.fields}:
            known = (*base.fields, *own.fields)
            source.tell("unknown-field", *place, "former", name=entry.former, likely=nearest(entry.former, known))
    _check_platforms(own, source)


def _check_new(name: str, entry: OwnField, source: definitions.Source) -> None:
    for needed in ("zh", "kind"):
        if not getattr(entry, needed):
            source.tell("missing-key", "fields", name, needed, name=needed, keys=["zh", "kind"])
    if entry.personal and entry.kind not in {"text", None}:
        source.tell("own-personal", "fields", name, "personal", name=name, kind=entry.kind)
    if entry.kind == "enum" and not entry.options:
        source.tell("own-options", "fields", name, "options", name=name)
    elif entry.kind not in {"enum", None} and entry.options:
        source.tell("own-no-options", "fields", name, "options", name=name, kind=entry.kind)


def _check_added(name: str, entry: OwnField, source: definitions.Source) -> None:
    kind = common()[name].kind
    if entry.kind is not None and entry.kind != kind:
        source.tell("own-kind", "fields", name, "kind", name=name, kind=kind)
    elif entry.options and kind not in _LISTED:
        source.tell("own-no-options", "fields", name, "options", name=name, kind=kind)
    if entry.personal and kind != "text":
        source.tell("own-personal", "fields", name, "personal", name=name, kind=kind)


def _check_platforms(own: OwnWords, source: definitions.Source) -> None:
    """Tell words for a platform that mean another one: every 微信 would become 学习通群."""
    taken = {label_key(word): name for name, others in words().platforms.items() for word in (name, *others)}
    taken |= {label_key(name): name for name in own.platforms}
    for name, others in own.platforms.items():
        for number, word in enumerate(others):
            other = taken.setdefault(label_key(word), name)
            if other != name and other not in own.platforms.get(name, ()):
                source.tell("platform-word-taken", "platforms", name, number, value=word, other=other, name=name)


def written(own: OwnWords) -> str:
    """Return the words of an institution as text: what its forms carry, and workers are given."""
    return json.dumps(asdict(own), ensure_ascii=False)


def own_options(own: str, added: Mapping[str, tuple[str, ...]]) -> str:
    """Return the words of an institution (`written`) with further options of fields, those that are there first."""
    base, told = vocabulary_of(own), json.loads(own) if own else asdict(OwnWords())
    lacking = {name: [one for one in options if one not in base[name].options] for name, options in added.items()}
    for name, options in lacking.items():
        if options:
            entry = told["fields"].setdefault(name, asdict(OwnField()))
            entry["options"] = [*base[name].options, *options]
    return json.dumps(told, ensure_ascii=False) if any(lacking.values()) else own


def suited(own: str, *, accounts_only: bool, no_remark: bool) -> str:
    """Return the words of an institution (`written`) with what its sentences have to suit.

    Args:
        own: its words.
        accounts_only: its regulation speaks of accounts and of no groups.
        no_remark: none of its forms has 备注.
    """
    if not accounts_only and not no_remark:
        return own
    told = json.loads(own) if own else asdict(OwnWords())
    return json.dumps({**told, _ACCOUNTS_ONLY: accounts_only, _NO_REMARK: no_remark}, ensure_ascii=False)


@functools.cache
def vocabulary_of(own: str) -> Vocabulary:
    """Return the vocabulary with an institution's own words (`written`); the common one for ""."""
    if not own:
        return common()
    told = json.loads(own)
    base = common()
    fields = dict(base.fields)
    for name, entry in told["fields"].items():
        fields[name] = _with(fields[name], entry) if name in fields else _own(entry)
    known = fields["platform"]
    options = [one for one in known.options if one != words().other_platform]
    added = [one for one in told["platforms"] if one not in options]
    fields["platform"] = replace(known, options=(*options, *added, words().other_platform))
    platforms = {name: tuple(others) for name, others in told["platforms"].items()}
    named = (
        name for name, entry in told["fields"].items() if name not in base.fields or entry["zh"] or entry["labels"]
    )
    closed = (name for name, entry in told["fields"].items() if entry["options"])
    alone = bool(told.get(_ACCOUNTS_ONLY))
    if alone:
        fields = {name: _of_accounts(entry, base) for name, entry in fields.items()}
    lacking = bool(told.get(_NO_REMARK))
    return Vocabulary(fields, base.parts, frozenset(named), platforms, frozenset(closed), alone, lacking)


def _of_accounts(entry: Field, base: Vocabulary) -> Field:
    """Return a field as it is asked of an account, unless the institution asks in words of its own."""
    known = any(entry.ask == one.ask for one in base.fields.values())
    return replace(entry, ask=entry.ask_accounts) if entry.ask_accounts and known else entry


@contextmanager
def speaking(own: str) -> Iterator[None]:
    """Speak an institution's words (`written`) as long as the block lasts."""
    token = SPOKEN.set(vocabulary_of(own))
    try:
        spoken = vocabulary_of(own)
        suited = suiting(accounts_only=spoken.accounts_only, no_remark=spoken.no_remark)
        with speaking_of(spoken.platforms, accounts_only=spoken.accounts_only), suited:
            yield
    finally:
        SPOKEN.reset(token)


def in_its_words(function: Callable[P, T]) -> Callable[P, T]:
    """Have a function speak the words of the institution whose `profile` it is given."""
    shape = signature(function)

    @functools.wraps(function)
    def speaks(*args: P.args, **kwargs: P.kwargs) -> T:
        profile = shape.bind(*args, **kwargs).arguments.get("profile")
        if profile is None:
            return function(*args, **kwargs)
        with speaking(profile.own):
            return function(*args, **kwargs)

    return speaks


def _own(entry: dict[str, object]) -> Field:
    told = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    told["en"] = told["en"] or told["zh"]
    return Field(**told)  # type: ignore[arg-type]  # checked when the file was read


def _with(known: Field, entry: dict[str, Any]) -> Field:
    """Return a field that is there with further labels, another heading or prompt, and its own list of options."""
    labels = (*entry["labels"], *(one for one in (known.zh, *known.labels) if one != entry["zh"]))
    options = tuple(entry["options"]) or known.options
    told: dict[str, Any] = {name: entry[name] for name in ("zh", "en", "ask", "change", "personal") if entry[name]}
    return replace(known, labels=labels, options=options, **told)
