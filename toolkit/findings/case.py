"""What a rule is given: everything known about one campaign, as values. No files, no clock, no globals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import pandas as pd

    from toolkit.model import Decision, Duplicate, Ledger, RejectedRow, Severity, Submission, UnitStatus, Where
    from toolkit.regulations.calendar import Calendar
    from toolkit.regulations.profile import Profile


@dataclass(frozen=True)
class Case:
    """One campaign after matching and verdicts.

    `ledger` and `previous` are registers (see `model.Ledger`) whose frames also hold `name_key` (canonical name) and
    `name_status` (what stood in brackets). Frames beside them, one row as described:

    - `verdicts`           one a record, in ledger order: id, verdict, basis, previous
    - `previous_verdicts`  one a previous row, in order: id, verdict, record
    - `changes`            one a changed field: record, previous, field, kind (更名 …), before, after, rolled
    - `faults`             one an unreadable value: record, field, fault (code), raw
    - `observed`           one an observed group: verdict (`registered`, `unregistered`, `exempt`), record, previous,
                           and the columns of the source

    `sources` holds the second sources that were given, by name (`previous`, `units`, `observed`, `notices`,
    `approvals`, `people`, `classes`, `received`); a name that is not in it was not given.
    Their columns are those of `schemas/sources.yaml`. `closed` are the groups that our own ledger of last year keeps as
    dissolved, `rejections` the rows of this year that were not taken. `memory` is where a rule keeps what the next one
    would work out again.
    """

    profile: Profile
    as_of: dt.date
    previous_cutoff: dt.date | None
    calendar: Calendar
    ledger: Ledger
    previous: Ledger
    verdicts: pd.DataFrame
    previous_verdicts: pd.DataFrame
    changes: pd.DataFrame
    faults: pd.DataFrame
    observed: pd.DataFrame
    submissions: tuple[Submission, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    units: tuple[UnitStatus, ...] = ()
    sources: Mapping[str, Ledger] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    closed: Ledger | None = None
    rejections: tuple[RejectedRow, ...] = ()
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
