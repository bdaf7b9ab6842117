"""Strict YAML to frozen dataclasses; all that does not fit is told at once, with file, line, key and what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from toolkit.definitions.fitting import fit
from toolkit.definitions.lists import check_lists
from toolkit.definitions.mistakes import Mistake, nearest, refuse, refused
from toolkit.definitions.source import Source, read

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Mistake", "Source", "check_lists", "fit", "load", "nearest", "read", "refuse", "refused"]
T = TypeVar("T")


def load(path: Path, shape: type[T]) -> T:
    """Read one definition file as `shape`, a dataclass or a mapping type.

    Raises:
        DefinitionError: the file is missing, is no YAML, repeats a key, or does not fit `shape`.
    """
    source = read(path)
    found = fit(source, shape) if source.data is not None else None
    refuse(source.mistakes)
    if found is None:
        raise refused([Mistake("yaml-no-mapping", source.name)])
    return found
