"""The words the readers know (`schemas/words.yaml`): blanks, yes and no, platforms, titles, surnames."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from toolkit import definitions
from toolkit.definitions import bundled

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Words:
    """What people write, in the groups that `schemas/words.yaml` explains."""

    placeholders: tuple[str, ...]
    no_number: tuple[str, ...]
    number_labels: tuple[str, ...]
    name_labels: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    options: dict[str, tuple[str, ...]]
    choices: tuple[tuple[str, str], ...]
    platforms: dict[str, tuple[str, ...]]
    other_platform: str
    person_labels: tuple[str, ...]
    owner_roles: tuple[str, ...]
    admin_roles: tuple[str, ...]
    titles: tuple[str, ...]
    office_endings: str
    surnames: str
    double_surnames: tuple[str, ...]
    no_work: tuple[str, ...]


def load_words(path: Path) -> Words:
    """Read a file of words.

    Raises:
        DefinitionError: the file is missing or does not fit `Words`.
    """
    return definitions.load(path, Words)


@cache
def words() -> Words:
    """Return the words that come with the toolkit."""
    return load_words(bundled.schemas_folder() / "words.yaml")
