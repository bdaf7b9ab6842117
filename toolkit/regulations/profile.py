"""One institution's rules, article by article (`schemas/<profile>/regulation.yaml`), with its forms: a `Profile`.

A profile is a folder of YAML and nothing else; adding an institution needs no Python.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ConfigDict
from pydantic import Field as Default
from pydantic.dataclasses import dataclass as strict

from toolkit import definitions
from toolkit.definitions import bundled
from toolkit.errors import UsageError
from toolkit.model import Severity
from toolkit.regulations.own_words import vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.regulations.forms import Form

_STRICT = ConfigDict(extra="forbid")
REGULATION = "regulation.yaml"
GENERAL = "general.yaml"
ONE_OF = "one-of"


@strict(frozen=True, config=_STRICT)
class Institution:
    """The university and what people call it."""

    name: str
    short_names: tuple[str, ...] = ()
    note: str = ""


@strict(frozen=True, config=_STRICT)
class Document:
    """The paper the rules come from; dates are null where it does not say. `until` is the last day it was in force."""

    title: str
    number: str = ""
    adopted: dt.date | None = None
    issued: dt.date | None = None
    effective: dt.date | None = None
    until: dt.date | None = None
    repeals: str = ""
    note: str = ""


@strict(frozen=True, config=_STRICT)
class Article:
    """One article or numbered paragraph, verbatim."""

    id: str
    title: str
    text: str


@strict(frozen=True, config=_STRICT)
class Requirement:
    """One thing the regulation asks: where it stands, which rule checks it, and how strong a finding is.

    `needs` names the second sources without which the question is 未比对; `fields` the canonical fields it looks at.
    """

    id: str
    article: str
    clause: str
    quote: str
    title: str
    rule: str
    severity: Severity
    with_: dict[str, Any] = Default(default_factory=dict, alias="with")
    needs: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    english: str = ""
    why: str = ""


@strict(frozen=True, config=_STRICT)
class Route:
    """Who approves a kind of group, where it is filed, and who gets a copy."""

    when: dict[str, Any] = Default(default_factory=dict)
    approve_by: tuple[str, ...] = ()
    file_with: str = ""
    copy_to: tuple[str, ...] = ()
    note: str = ""


@strict(frozen=True, config=_STRICT)
class Window:
    """The days of a year between which units file, as `MM-DD`."""

    start: str
    end: str


@strict(frozen=True, config=_STRICT)
class Parameters:
    """Limits and switches of a regulation (requirements.md, 3.2); `schemas/SCHEMA.md` says what each means.

    What the text does not mention is left out. The second half says what the text is like, for whoever reads
    `reconcile rules`; the requirements say what is checked.
    """

    platforms: tuple[str, ...] = ()
    size_limit: int | None = None
    official_max_per_unit: int | None = None
    official_scope: Literal["unit", "unit_platform"] | None = None
    one_group_per_work: bool = False
    cross_platform_counts: bool = False
    exempt_temporary: bool = False
    temp_grace_days: int | None = None
    annual_window: Window | None = None
    windows: tuple[Window, ...] = ()
    account_stale_days: int | None = None
    inactive_days: int | None = None
    empty_threshold: int | None = None
    aggregators: tuple[str, ...] = ()
    filing_office: str | None = None
    numbering: str = ""
    retention_years: int = 3
    suggestion_floor: float = 0.30
    many_groups_percentile: int = 95
    temporary_max_age_days: int = 180
    temporary_max_members: int = 100

    scope_kinds: tuple[str, ...] = ()
    size_over_action: Literal["approve", "reason", "warn"] | None = None
    naming: dict[str, str] = Default(default_factory=dict)
    member_card: str | None = None
    prior_filing: bool = False
    change_deadline: dict[str, int | str] | None = None
    delta_filing: bool = False
    paper_copies: int | None = None

    @property
    def filing_windows(self) -> tuple[Window, ...]:
        """The windows of a year, one or several."""
        return (*([self.annual_window] if self.annual_window else []), *self.windows)


@strict(frozen=True, config=_STRICT)
class Regulation:
    """The file as written.

    `options` are the regulation's own words for the options of the vocabulary: field, option, words.
    """

    profile: str
    version: str
    institution: Institution
    document: Document
    articles: tuple[Article, ...]
    requirements: tuple[Requirement, ...]
    parameters: Parameters = Default(default_factory=Parameters)
    routes: tuple[Route, ...] = ()
    options: dict[str, dict[str, tuple[str, ...]]] = Default(default_factory=dict)


@strict(frozen=True, config=_STRICT)
class General:
    """What this tool asks of every institution (`schemas/general.yaml`)."""

    requirements: tuple[Requirement, ...]


@dataclass(frozen=True)
class Profile:
    """A regulation with its forms and the tool's own general requirements.

    `own` are the institution's own fields and platforms (`toolkit.regulations.own_words`), as text; `folder` is where
    a regulation that does not come with this tool stands.
    """

    regulation: Regulation
    forms: tuple[Form, ...]
    general: tuple[Requirement, ...]
    own: str = ""
    folder: Path | None = None

    @property
    def id(self) -> str:
        """The profile's name, `sccm-2022`."""
        return self.regulation.profile

    @property
    def parameters(self) -> Parameters:
        """The profile's limits and switches."""
        return self.regulation.parameters

    @cached_property
    def requirements(self) -> Mapping[str, Requirement]:
        """All requirements by id: the regulation's own in order, then the tool's."""
        return {entry.id: entry for entry in (*self.regulation.requirements, *self.general)}

    @cached_property
    def options(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """The regulation's own options and words: field, option, other words for it.

        An option that a requirement or a route names for a field (`when: {category: 交流娱乐类}`, `one-of`) is one,
        whether the vocabulary has it or not: else the rule could never be met. So is a word that a form prints with a
        box, unless the regulation says which option it stands for.
        """
        found = {name: dict(words) for name, words in self.regulation.options.items()}
        words = vocabulary_of(self.own)
        for name, options in (*self._named(), *self._boxes()):
            field = words.fields.get(name)
            if field is not None and field.kind == "enum":
                explained = {word for told in found.get(name, {}).values() for word in told}
                for option in options:
                    if option not in field.options and option not in explained:
                        found.setdefault(name, {}).setdefault(option, ())
        return found

    def _named(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the fields and the answers that requirements and routes name."""
        asked = [entry.with_.get(side, {}) for entry in self.regulation.requirements for side in ("when", "unless")]
        for conditions in (*asked, *(route.when for route in self.regulation.routes)):
            for name, told in conditions.items() if isinstance(conditions, dict) else ():
                listed = told if isinstance(told, list) else [told]
                yield name, tuple(str(one) for one in listed if not isinstance(one, dict))
        for entry in self.regulation.requirements:
            values = entry.with_.get("values")
            if entry.rule == ONE_OF and isinstance(values, list):
                yield str(entry.with_.get("field", "")), tuple(map(str, values))

    def _boxes(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the fields whose forms print boxes, and what stands beside these."""
        return ((answer.key, answer.options) for form in self.forms for answer in form.answers if answer.options)

    def options_of(self, name: str) -> tuple[str, ...]:
        """Return the options of an enumerated field under this regulation: the vocabulary's, then its own."""
        known = vocabulary_of(self.own)[name].options
        return (*known, *(option for option in self.options.get(name, ()) if option not in known))

    def form(self, form_id: str) -> Form:
        """Return one form of the profile (KeyError when it has none of that name)."""
        return next(form for form in self.forms if form.id == form_id)

    def by_rule(self, rule: str) -> tuple[Requirement, ...]:
        """Return the requirements that name a rule; the regulation's own come first."""
        return tuple(entry for entry in self.requirements.values() if entry.rule == rule)


def profile_ids() -> tuple[str, ...]:
    """Return the names of all profiles that are installed."""
    return tuple(sorted(path.parent.name for path in bundled.schemas_folder().glob(f"*/{REGULATION}")))


def load_profile(name: str | Path) -> Profile:
    """Return a profile by its name (`sccm-2022`), or from a folder or a `regulation.yaml` of your own.

    What its requirements ask of the rules is checked by `toolkit.findings.definition.load_profile`, which whoever takes
    a profile from outside goes by.

    Raises:
        UsageError: there is no profile of that name.
        DefinitionError: a definition of it cannot be used; the text names every mistake with file, line and key.
    """
    return _load(folder_of(name))


def folder_of(name: str | Path) -> Path:
    """Return the folder of a profile, by its name or by the path of the folder or of its `regulation.yaml`.

    Raises:
        UsageError: there is no profile of that name, and no such folder.
    """
    path = Path(name)
    if path.name == REGULATION and path.parent.is_dir():
        path = path.parent
    if (path / REGULATION).is_file():
        return path.resolve()
    if str(name) in (known := profile_ids()):
        return (bundled.schemas_folder() / str(name)).resolve()
    if path.is_dir() and any(path.glob("*.y*ml")):
        return path.resolve()
    raise UsageError("unknown-profile", name=str(name), likely=definitions.nearest(str(name), known), known=known)


@lru_cache(maxsize=16)
def _load(folder: Path) -> Profile:
    from toolkit.regulations.draft import read_draft

    return read_draft(folder).whole()
