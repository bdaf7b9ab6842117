"""What a second source looks like (`schemas/sources.yaml`): its columns, their labels and kinds, drawn as a form.

Last year's register is a source too: its columns are all of the vocabulary, under the headings of our own ledger.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from pydantic import ConfigDict
from pydantic import Field as Default
from pydantic.dataclasses import dataclass as strict

from toolkit import definitions
from toolkit.definitions import bundled
from toolkit.register.ledger_columns import HISTORY, STATE, own_heading
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.forms import Column as Drawn
from toolkit.regulations.forms import Drawing, Form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.regulations.fields import Vocabulary

ColumnKind = Literal["text", "lines", "unit", "date", "year", "int", "bool", "platform", "number", "options"]
PREVIOUS = "previous"
IDENTITY = ("group_name", "group_no", "group_nos", "filing_no")
ASIDE = ("id", "sheet", "offset", "form", "path", "name_key", "name_status", "name_rest", "member_count.high", "unused")
"""Columns of a register that we wrote ourselves which are worked out anew."""
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


@strict(frozen=True, config=_STRICT)
class Source:
    """One second source. At least one of the columns of `one_of` must be there, and filled in every row.

    A `log` grows from year to year: its sheets of all years count, where of other lists the latest does.
    """

    zh: str
    en: str
    columns: dict[str, Column]
    one_of: tuple[str, ...] = ()
    log: bool = False

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


@cache
def form_of(name: str) -> Form:
    """Return a second source as the form that the intake reads it by."""
    source = sources()[name]
    drawing = Drawing(
        form=name,
        title=source.zh,
        layout="list",
        sheet=source.zh,
        columns=tuple(Drawn(column.zh, key) for key, column in source.columns.items()),
        labels={key: column.labels for key, column in source.columns.items() if column.labels},
        naming=source.required + source.one_of,
        log=source.log,
    )
    return Form("sources", drawing)


def register_form(profile: str) -> Form:
    """Return last year's register as a list with every column of the vocabulary, among the forms of a profile."""
    return _register_form(profile, vocabulary())


def ledger_form(profile: str) -> Form:
    """Return the same for a ledger that this tool wrote: its own columns are known, and are near to no other."""
    return _ledger_form(register_form(profile))


@lru_cache(maxsize=16)
def _ledger_form(register: Form) -> Form:
    drawing = register.drawing
    own = tuple(Drawn(own_heading(column)) for column in (STATE, *HISTORY))
    return Form(register.profile, replace(drawing, columns=(*drawing.columns, *own)))


@lru_cache(maxsize=16)
def _register_form(profile: str, words: Vocabulary) -> Form:
    columns = {column: words.heading(column) for column in words.columns} | {name: name for name in ASIDE}
    drawing = Drawing(
        form=PREVIOUS,
        title="备案台账",
        layout="list",
        sheet="台账",
        columns=tuple(Drawn(label, key) for key, label in columns.items()),
        labels={key: (key,) for key in columns},
        naming=IDENTITY,
    )
    return Form(profile, drawing)
