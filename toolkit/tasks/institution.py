"""Another institution: a skeleton that runs as it stands, and a definition examined before it is used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.definitions import bundled
from toolkit.errors import UsageError
from toolkit.findings.rules.unplaced import Unplaced
from toolkit.findings.written_page import PAGE
from toolkit.regulations.own_words import speaking
from toolkit.regulations.profile import REGULATION, profile_ids
from toolkit.tasks.forms import write_into

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from toolkit.definitions import Mistake
    from toolkit.forms.template import Page
    from toolkit.forms.trial import Tried
    from toolkit.publish.keeping import SetAside
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Profile, Requirement

SKELETON, SCHEMAS = "skeleton", ".schema"
_NAME = re.compile(r"[\w.-]+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_INVENTED = ("示例大学", "示大")
_SHORT = 4  # so long a name of a university is its own short name


@dataclass(frozen=True)
class Examined:
    """A definition without mistakes: its forms with their first sheet and how a trial of each went, and what it leaves.

    `unasked` are requirements that look at fields which no form has a place for; `doubts` are what a careful reader
    would ask about.
    """

    profile: Profile
    forms: tuple[tuple[Form, Page, Tried], ...]
    unasked: tuple[tuple[Requirement, tuple[str, ...]], ...]
    doubts: tuple[Mistake, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


def new_institution(name: str, out: Path, *, today: dt.date) -> Path:
    """Write a commented skeleton into a new folder, and return the folder.

    Args:
        name: the profile's id (`example-2026`), or the university's name; the folder is called so.
        out: the folder in which it is made.
        today: the year in it is this one unless the name has one.

    Raises:
        UsageError: the name is no name of a folder, is that of a built-in profile, or the folder holds something.
        OutputError: the folder cannot be written.
    """
    if not _NAME.fullmatch(name) or name.startswith("."):
        raise UsageError("institution-name", name=name)
    folder = out / name
    if name in profile_ids():
        raise UsageError("institution-built-in", name=name)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("institution-exists", folder=str(folder))
    write_into(folder, skeleton(name, today=today))
    return folder


def skeleton(name: str, *, today: dt.date) -> dict[str, bytes]:
    """Return the files of a skeleton, name to content; `.schema/` holds what editors complete and underline by."""
    university = next(iter(_HAN.findall(name)), _INVENTED[0])
    year = next(iter(_YEAR.findall(name)), str(today.year))
    words = {
        "profile": name,
        "folder": name,
        "institution": university,
        "short": _INVENTED[1] if university == _INVENTED[0] else university[:_SHORT],
        "year": year,
    }
    files = {}
    for path in sorted((bundled.schemas_folder() / SKELETON).glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for key, value in words.items():
            text = text.replace(f"{{{key}}}", value)
        files[f"{path.stem}.yaml"] = text.encode()
    for path in sorted(bundled.schemas_folder().glob("*.schema.json")):
        files[f"{SCHEMAS}/{path.name}"] = path.read_bytes()
    files[PAGE] = (bundled.schemas_folder() / PAGE).read_bytes()
    return files


def examine(folder: Path, out: Path, *, lang: str = "zh") -> Examined:
    """Check a folder of definitions, try each of its forms, and write them as blank workbooks.

    Args:
        folder: the folder, or its `regulation.yaml`.
        out: where the blank workbooks go.
        lang: the language of what surrounds a form.

    Raises:
        UsageError: there is no such folder.
        DefinitionError: something is wrong; the text names every mistake with file, line and key.
        OutputError: the workbooks cannot be written.
    """
    from toolkit.findings.definition import examined
    from toolkit.forms.template import blank_workbooks, plan
    from toolkit.forms.trial import tried

    place = folder.parent if folder.name == REGULATION else folder
    if not place.is_dir():
        raise UsageError("institution-no-folder", folder=str(folder))
    draft = examined(place)
    profile = draft.whole()
    with speaking(profile.own):
        forms = tuple((form, plan(form).pages[0], tried(form, profile)) for form in profile.forms)
    kept = write_into(out, blank_workbooks(profile, lang=lang))
    return Examined(profile, forms, _unasked(profile), draft.doubts, kept)


def _unasked(profile: Profile) -> tuple[tuple[Requirement, tuple[str, ...]], ...]:
    """Return the requirements with the fields they look at and no form asks for, where nothing else tells them."""
    places = Unplaced(profile)
    with speaking(profile.own):
        told = ((entry, places.of(entry) or places.partly(entry)) for entry in profile.regulation.requirements)
        return tuple((entry, lacking) for entry, lacking in told if lacking)
