"""A folder of definitions read whole: every file is read and checked before anything is told, and nothing is raised."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit import definitions
from toolkit.definitions import bundled
from toolkit.regulations.drawn import check_drawing, check_together
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.forms import read_form
from toolkit.regulations.meaning import check_meaning
from toolkit.regulations.own_words import OWN, Own, own_options, read_own, speaking, suited
from toolkit.regulations.profile import GENERAL, REGULATION, General, Profile, Regulation
from toolkit.regulations.written import check_regulation

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.regulations.forms import Form

_FOLLOWING = frozenset(
    {
        "unknown-field",
        "unknown-part",
        "part-of-no-person",
        "field-of-other-kind",
        "unknown-condition",
        "condition-figure",
        "condition-not-compared",
        "condition-not-figures",
        "condition-yes-no",
        "unknown-option",
        "unknown-platform",
        "undeclared-platform",
        "drawn-not-asked",
        "drawn-no-answer",
        "boxes-nowhere",
        "boxes-yes-no",
        "boxes-not-read",
    }
)
"""Mistakes that come of not knowing a field or a platform of one's own."""
_OF_PLATFORM = frozenset({"unknown-platform", "undeclared-platform"})
_GROUP, _REMARK = "群", "remark"
_ALMOST = re.compile(r"\.(yml|ya?ml\.txt)$", re.IGNORECASE)


@dataclass(frozen=True)
class Draft:
    """A folder of definitions as far as it fits: `profile` is None where nothing can be made of it.

    `sources` are its files, `regulation.yaml` first; every mistake is told in one of them, or in `others`. What is
    `unsure` in `fields.yaml` is told there, and what only follows from it elsewhere waits until that is mended.
    """

    profile: Profile | None
    sources: tuple[definitions.Source, ...]
    others: tuple[definitions.Mistake, ...] = ()
    unsure: frozenset[str] | None = frozenset()
    asked: tuple[definitions.Mistake, ...] = ()

    @property
    def regulation(self) -> definitions.Source:
        """The source of `regulation.yaml`."""
        return self.sources[0]

    @property
    def mistakes(self) -> tuple[definitions.Mistake, ...]:
        """All mistakes that were found so far; what only follows from one in `fields.yaml` is counted, in one line."""
        told = [one for source in self.sources for one in source.mistakes]
        waiting = [one for one in told if self._follows(one)]
        if not waiting:
            return (*self.others, *told)
        files = sorted({one.file for one in waiting})
        later = definitions.Mistake(
            "own-first", f"{self.name}/{OWN}", 0, "", (("count", len(waiting)), ("files", tuple(files)))
        )
        return (*self.others, later, *(one for one in told if one not in waiting))

    @property
    def doubts(self) -> tuple[definitions.Mistake, ...]:
        """What a careful reader would ask about, file by file."""
        return (*self.asked, *(one for source in self.sources for one in source.doubts))

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.regulation.name.partition("/")[0]

    def _follows(self, one: definitions.Mistake) -> bool:
        """Tell a mistake that may only follow from one in `fields.yaml`."""
        if one.code not in _FOLLOWING or self.unsure == frozenset():
            return False
        facts = dict(one.facts)
        named = {str(facts.get(key, "")).partition(".")[0] for key in ("name", "likely", "value")}
        return self.unsure is None or bool(named & self.unsure) or self._of_platform(one)

    def _of_platform(self, one: definitions.Mistake) -> bool:
        return self.unsure is not None and "platform" in self.unsure and one.code in _OF_PLATFORM

    def whole(self) -> Profile:
        """Return the profile.

        Raises:
            DefinitionError: something is wrong with it; the text names every mistake.
        """
        definitions.refuse(self.mistakes)
        if self.profile is None:
            raise definitions.refused([definitions.Mistake("yaml-no-mapping", self.regulation.name)])
        return self.profile


def read_draft(folder: Path) -> Draft:
    """Read a folder of definitions, and tell everything that is wrong with the regulation and with each form."""
    own = read_own(folder)
    with speaking(own.text):
        return _read_draft(folder, own)


def _read_draft(folder: Path, written: Own) -> Draft:
    own = written.text
    words = vocabulary()
    general = definitions.load(bundled.schemas_folder() / GENERAL, General)
    source = definitions.read(folder / REGULATION)
    regulation = definitions.fit(source, Regulation) if source.data is not None else None
    definitions.check_lists(source)
    sources, forms = [source], []
    drawn_sources: list[definitions.Source] = []
    own_elsewhere: list[definitions.Mistake] = []
    for path in sorted(path for path in folder.glob("*.yaml") if path.name not in {REGULATION, OWN}):
        if not (folder / OWN).is_file() and _holds_own_words(path):
            own_elsewhere.append(definitions.Mistake("misnamed-own", f"{folder.name}/{path.name}"))
            continue
        form, drawn = read_form(path, regulation.profile if regulation else folder.name, own)
        sources.append(drawn)
        if form is not None:
            check_drawing(form, drawn, words)
            forms.append(form)
            drawn_sources.append(drawn)
    others = [*written.mistakes, *own_elsewhere, *_misnamed(folder), *_without_forms(folder, sources)]
    _same_form_twice(forms, sources)
    if own_elsewhere:
        written = written._replace(unsure=None)
    if regulation is None:
        return Draft(None, tuple(sources), tuple(others), written.unsure)
    check_regulation(regulation, source, folder=folder.name, forms=forms, words=words)
    check_meaning(regulation, source, forms=forms, words=words)
    check_together(forms, dict(zip((form.id for form in forms), drawn_sources, strict=True)))
    profile = _with_options(Profile(regulation, tuple(forms), general.requirements, own, _outside(folder)))
    return Draft(profile, tuple(sources), tuple(others), written.unsure, written.doubts)


def _outside(folder: Path) -> Path | None:
    """Return the folder of a regulation that does not come with this tool; None for one of ours."""
    return None if bundled.schemas_folder().resolve() in folder.resolve().parents else folder.resolve()


def _with_options(profile: Profile) -> Profile:
    """Return a profile that speaks the options which its regulation and its forms name beside the vocabulary's."""
    added = {name: tuple(words) for name, words in profile.options.items()}
    own = own_options(profile.own, added)
    kinds = profile.parameters.scope_kinds
    remarked = any(_REMARK in form.fields for form in profile.forms)
    if profile.folder is not None:  # the forms of our own are what their regulations ask
        own = suited(own, accounts_only=bool(kinds) and _GROUP not in kinds, no_remark=not remarked)
    forms = tuple(replace(form, own=own) for form in profile.forms)
    return profile if own == profile.own else replace(profile, forms=forms, own=own)


def _holds_own_words(path: Path) -> bool:
    """Tell a file of one's own fields and platforms that is called otherwise: `field.yaml`, `栏目.yaml`."""
    data = definitions.read(path).data
    return isinstance(data, dict) and bool(data) and set(data) <= {"fields", "platforms"}


def _misnamed(folder: Path) -> list[definitions.Mistake]:
    """Tell files that are meant as definitions and are not taken for any: `regulation.yml`, `登记表.yaml.txt`."""
    strange = [path for path in sorted(folder.iterdir()) if _ALMOST.search(path.name)] if folder.is_dir() else []
    return [definitions.Mistake("misnamed", f"{folder.name}/{path.name}") for path in strange]


def _without_forms(folder: Path, sources: list[definitions.Source]) -> list[definitions.Mistake]:
    return [definitions.Mistake("no-forms", f"{folder.name}/{REGULATION}")] if len(sources) == 1 else []


def _same_form_twice(forms: list[Form], sources: list[definitions.Source]) -> None:
    first: dict[str, str] = {}
    drawn = [source for source in sources[1:] if source.data is not None]
    for form, source in zip(forms, drawn, strict=False):
        if form.id in first:
            source.tell("form-twice", "form", id=form.id, first=first[form.id])
        first.setdefault(form.id, source.name)
