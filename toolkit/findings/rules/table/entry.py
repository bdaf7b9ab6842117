"""What an entry of the table of rules says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from toolkit.findings.case import Case, Hit
    from toolkit.findings.rules.parameters import Parameter
    from toolkit.regulations.profile import Requirement

    Function = Callable[[Case, Requirement], Iterable[Hit]]

IN_CELLS: Literal["in cells"] = "in cells"
BY_HAND: Literal["by hand"] = "by hand"
TEXTS = list[str]
WHOSE = list[Literal["institution", "unit"]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, who carries it out, the sheet of its findings, its parameters, the sources it looks at.

    `variants` are the different things it can say; `severities` of a requirement gives one of them its own severity.
    `reads` are fields of its own that it looks at, of each group of names one at least; `meant_by` are those that tell
    which groups are meant, where the requirement has no `when` that does.
    """

    name: str
    function: Function | Literal["in cells", "by hand"]
    sheet: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    reads: tuple[tuple[str, ...], ...] = ()
    meant_by: tuple[tuple[str, ...], ...] = ()
