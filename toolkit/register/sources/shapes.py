"""What a second source looks like (`schemas/sources.yaml`): its columns, their labels and kinds."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal

from pydantic import ConfigDict
from pydantic import Field as Default
from pydantic.dataclasses import dataclass as strict

from toolkit import definitions
from toolkit.definitions import bundled
from toolkit.regulations.fields import label_key

if TYPE_CHECKING:
    from collections.abc import Mapping

ColumnKind = Literal["text", "lines", "unit", "date", "year", "int", "bool", "platform", "number", "options"]
_STRICT = ConfigDict(extra="forbid")


@strict(frozen=True, config=_STRICT)
class Column:
    """One column of a source. `options` maps an answer to the other words for it; `default` is what a blank says."""

    zh: str
    kind: ColumnKind
    required: bool = False
    default: str = ""
    labels: tuple[str, ...] = ()
    options: dict[str, tuple[str, ...]] = Default(default_factory=dict)


@strict(frozen=True, config=ConfigDict(extra="forbid", ignored_types=(cached_property,)))
class Source:
    """One second source. At least one of the columns of `one_of` must be there, and filled in every row."""

    zh: str
    en: str
    columns: dict[str, Column]
    one_of: tuple[str, ...] = ()

    @cached_property
    def by_label(self) -> Mapping[str, str]:
        """Normalised label to column; headings come before other words."""
        found = {label_key(column.zh): name for name, column in self.columns.items()}
        for name, column in self.columns.items():
            for label in column.labels:
                found.setdefault(label_key(label), name)
        return found

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that must be there."""
        return tuple(name for name, column in self.columns.items() if column.required)


@cache
def sources() -> Mapping[str, Source]:
    """Return the second sources by name.

    Raises:
        DefinitionError: the file cannot be read as sources.
    """
    return definitions.load(bundled.schemas_folder() / "sources.yaml", dict[str, Source])
