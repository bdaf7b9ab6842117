"""What the department has beside the returned files."""

from __future__ import annotations

from dataclasses import dataclass, fields
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sources:
    """What the department has beside the returned files: paths, None for what was not given.

    See `schemas/sources.yaml` for the columns of each. `ledger_password` opens a protected `previous`. `answered` is
    the report of the round before that stands where this one will, if somebody wrote in it.
    """

    previous: Path | None = None
    units: Path | None = None
    observed: Path | None = None
    notices: Path | None = None
    approvals: Path | None = None
    people: Path | None = None
    classes: Path | None = None
    received: Path | None = None
    decisions: tuple[Path, ...] = ()
    ledger_password: str = ""
    answered: Path | None = None

    @property
    def given(self) -> tuple[str, ...]:
        """The names of the sources that were given."""
        return tuple(entry.name for entry in fields(self)[:-2] if getattr(self, entry.name))

    @property
    def files(self) -> tuple[tuple[str, Path], ...]:
        """Every file that was given, and the name of what it is; several for the decisions."""
        found = []
        for name in self.given:
            value: Path | Iterable[Path] = getattr(self, name)
            found += [(name, path) for path in ((value,) if isinstance(value, PathLike) else value)]
        return tuple(found)
