"""What a rule is given: everything known about one campaign, as values. No files, no clock, no globals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.model import Campaign

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from toolkit.model import Severity, Where
    from toolkit.regulations.calendar import Calendar
    from toolkit.regulations.profile import Profile


@dataclass(frozen=True, kw_only=True)
class Case(Campaign):
    """A campaign with the regulation it is judged by.

    The frames of `ledger` and `previous` also hold `name_key` (canonical name) and `name_status` (what stood in
    brackets). `faults` is one row an unreadable value: record, field, fault (code), raw. `memory` is where a rule keeps
    what the next one would work out again.
    """

    profile: Profile
    calendar: Calendar
    faults: pd.DataFrame
    memory: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule saw: which records (ids), which answer to click first, which facts.

    The severity is the requirement's unless the hit says otherwise; `variant` picks another sentence of the rule.
    """

    records: tuple[str, ...] = ()
    answer: str = "group_name"
    facts: Mapping[str, Any] = field(default_factory=dict)
    previous: tuple[str, ...] = ()
    unit: str = ""
    where: tuple[Where, ...] = ()
    severity: Severity | None = None
    variant: str = ""
