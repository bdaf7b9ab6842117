"""What is wrong with a definition, as values: all of them are found first, and told together."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.definitions import bundled
from toolkit.errors import DefinitionError
from toolkit.messages import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CATALOGUE = "definitions"


class Mistake(NamedTuple):
    """One mistake: which sentence tells it, the file (`example-2026/register.yaml`), its line, the key, and facts.

    `line` is 0 where the whole file is meant. `key` is the way to it: `requirements › EX-1 › with › limit`.
    """

    code: str
    file: str
    line: int = 0
    key: str = ""
    facts: tuple[tuple[str, Any], ...] = ()

    @property
    def sentence(self) -> Sentence:
        """The mistake as the catalogue words it, with its place in front."""
        place = {"file": self.file, "line": self.line or "", "key": self.key}
        return Sentence(CATALOGUE, self.code, {**dict(self.facts), **place})


def refuse(mistakes: Iterable[Mistake]) -> None:
    """Tell all mistakes at once, in the order of the files; do nothing when there is none.

    Raises:
        DefinitionError: there is one; its `mistakes` are all of them.
    """
    told = sorted(dict.fromkeys(mistakes), key=lambda one: (one.file, one.line))
    if told:
        raise refused(told)


def refused(mistakes: Iterable[Mistake]) -> DefinitionError:
    """Return the error that tells these mistakes."""
    told = tuple(mistakes)
    head = "definition-mistake" if len(told) == 1 else "definition-mistakes"
    return DefinitionError(head, mistakes=[one.sentence for one in told], count=len(told))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that a misspelt one was meant for; "" when none is near."""
    listed = [one for one in known if one]
    close = next(iter(get_close_matches(name, listed, n=1, cutoff=0.7)), "")
    return close or _part_of(name, listed) or _but_for_one(name, listed) or _in_other_words(name, listed)


def _in_other_words(name: str, known: list[str]) -> str:
    """Return the known word that an office calls so: 须改正 is `error`, 变更 is `change`, 上年台账 is `previous`."""
    told = _other_words().get("".join(name.split()).casefold(), "").split()
    return next((one for one in told if one in known), "")


@cache
def _other_words() -> Mapping[str, str]:
    """Return what people write in place of a word of the definitions, and for which words it stands."""
    import yaml

    path = bundled.schemas_folder() / "explained.yaml"
    told: dict[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))["meant"]
    return told


def _but_for_one(name: str, known: list[str]) -> str:
    """Return the only known word that differs in one character: 班集 was meant for 班级."""
    bare = "".join(name.split())
    alike = [one for one in known if len(one) == len(bare) > 1 and sum(map(str.__ne__, one, bare)) <= 1]
    return alike[0] if len(alike) == 1 else ""


def _part_of(name: str, known: list[str]) -> str:
    """Return the only known name that begins as `name` does, or the other way round: `oversize` in `oversize-route`."""
    folded = name.casefold().replace("-", "_")
    alike = [one for one in known if _begins(folded, one.casefold().replace("-", "_"))]
    return alike[0] if len(alike) == 1 else ""


def _begins(one: str, other: str) -> bool:
    return min(len(one), len(other)) > 2 and (one.startswith(other) or other.startswith(one))  # noqa: PLR2004 - two letters begin many words
