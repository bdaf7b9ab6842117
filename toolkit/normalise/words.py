"""The words the readers know (`schemas/words.yaml`): blanks, yes and no, platforms, titles, surnames."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from toolkit import definitions
from toolkit.definitions import bundled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, eq=False, config=ConfigDict(extra="forbid"))
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
    accounts: tuple[str, ...]
    person_labels: tuple[str, ...]
    owner_roles: tuple[str, ...]
    admin_roles: tuple[str, ...]
    titles: tuple[str, ...]
    office_endings: str
    surnames: str
    double_surnames: tuple[str, ...]
    no_work: tuple[str, ...]
    accounts_only: bool = False


def load_words(path: Path) -> Words:
    """Read a file of words.

    Raises:
        DefinitionError: the file is missing or does not fit `Words`.
    """
    return definitions.load(path, Words)


_GROUPS, _APP = ("群", "频道"), "APP"
_SPOKEN: ContextVar[Words | None] = ContextVar("spoken", default=None)


def words() -> Words:
    """Return the words that are spoken: those that come with the toolkit, and the platforms of an institution."""
    return _SPOKEN.get() or _common()


@contextmanager
def speaking_of(platforms: Mapping[str, tuple[str, ...]], *, accounts_only: bool = False) -> Iterator[None]:
    """Know further platforms, each with what else it is called, as long as the block lasts.

    Where a regulation speaks of accounts only, what is no group by its name is one: 微博 too, which others call a 群.
    """
    known = _knowing(tuple(platforms.items())) if platforms else _common()
    known = _of_accounts(known) if accounts_only else known
    token = _SPOKEN.set(known)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


@cache
def _knowing(platforms: tuple[tuple[str, tuple[str, ...]], ...]) -> Words:
    """Return the words with further platforms; a word that one of them is called by means no other."""
    base = _common()
    claimed = {word for name, others in platforms for word in (name, *others)}
    known = {name: tuple(word for word in others if word not in claimed) for name, others in base.platforms.items()}
    for name, others in platforms:
        known[name] = tuple(dict.fromkeys((*known.get(name, ()), *others)))
    further = [name for name, _ in platforms if name not in base.platforms and not name.endswith("群")]
    return replace(base, platforms=known, accounts=(*base.accounts, *further))


@cache
def _of_accounts(base: Words) -> Words:
    further = [name for name in base.platforms if not name.endswith(_GROUPS) and name not in (*base.accounts, _APP)]
    listed = (one for one in further if one != base.other_platform)
    return replace(base, accounts=(*base.accounts, *listed), accounts_only=True)


@cache
def _common() -> Words:
    return load_words(bundled.schemas_folder() / "words.yaml")
