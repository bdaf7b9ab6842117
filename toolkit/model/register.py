"""What a campaign comes to: the registers of two years, what was found in them, and what people decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from toolkit.model.files import NO_CELLS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import pandas as pd

    from toolkit.model.files import Asked, Cells, Note, Sheet, Table, Where

Severity = Literal["error", "warning", "notice", "review"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "review", "notice")
"""The gravest first, wherever findings stand in an order."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One file with what became of it. `read = merged + rejected + blank` always."""

    path: str
    sha256: str
    status: Literal["merged", "superseded", "rejected", "empty", "nil", "ignored", "opened"]
    unit: str = ""
    forms: tuple[str, ...] = ()
    reason: Note | None = None
    warnings: tuple[Note, ...] = ()
    merged: int = 0
    rejected: int = 0
    blank: int = 0
    cells: Cells = NO_CELLS
    asked: tuple[Asked, ...] = ()

    @property
    def read(self) -> int:
        """Return how many rows the file offered."""
        return self.merged + self.rejected + self.blank


class Heading(NamedTuple):
    """A heading of a list as typed, its cell, and the column it was taken for ("" when it was not read).

    `filled` says whether anything stands under it, `near` that it was taken for its column by its nearness.
    """

    heading: str
    where: Where
    field: str
    filled: bool = True
    near: bool = False


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What was taken of a list that the department holds: its rows, its headings, and what became of its cells.

    `older` are the rows of a sheet of an earlier year, which were not read. `marked` are the answers that are struck
    out or carry a note, each with its kind (`struck`, `note` …) and what is said there; they count as typed. `words`
    are those that no answer could take whole: the cell, its heading, what stands there, and what it was taken for.
    `continued` is the first cell of each sheet without headings that was read as the continuation of the one before it.
    """

    name: str
    file: str
    rows: int
    columns: tuple[Heading, ...] = ()
    cells: Cells = NO_CELLS
    older: tuple[RejectedRow, ...] = ()
    marked: tuple[tuple[Where, str, str], ...] = ()
    words: tuple[tuple[Where, str, str, str], ...] = ()
    continued: tuple[Where, ...] = ()


@dataclass(frozen=True)
class Ledger:
    """A register: one row a group in `frame`; this year's merged records and last year's register alike.

    Columns: `id` (`r1`, `r2` … or `p1`, `p2` …), `sheet` (index into `sheets`), `offset`, `form`, `path`, then the flat
    columns of the vocabulary (`toolkit.regulations.fields.Vocabulary.columns`). `taken` says what was read of the one
    file it comes from; None for the register of many files.
    """

    frame: pd.DataFrame
    sheets: tuple[Sheet, ...]
    taken: SourceFile | None = None

    def where(self, position: int, answer: str = "group_name") -> Where:
        """Return the cell of `answer` in the row at `position` (0 to n-1)."""
        sheets, offsets = self._spots
        return self.sheets[sheets[position]].where(answer, offsets[position])

    @cached_property
    def places(self) -> list[Where]:
        """The cell of the group's name in every row, in their order."""
        sheets, offsets = self._spots
        return [self.sheets[sheet].where("group_name", offset) for sheet, offset in zip(sheets, offsets, strict=True)]

    @cached_property
    def _spots(self) -> tuple[list[int], list[int]]:
        return self.frame["sheet"].tolist(), self.frame["offset"].tolist()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person must see. It carries facts; `toolkit.messages` words it in the reader's language."""

    requirement: str
    rule: str
    severity: Severity
    unit: str = ""
    where: tuple[Where, ...] = ()
    records: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A cluster of records that say the same group or the same work. `kind` is one of the contract's seven."""

    kind: str
    records: tuple[str, ...]
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A likely pair that a person has to decide. `evidence` rows are field, ours, theirs, likeness (0 to 1)."""

    record: str
    previous: str
    score: float
    evidence: tuple[Mapping[str, Any], ...] = ()


class Party(NamedTuple):
    """One group that a person decided about: what it is known by in other years (`key`), and what it was called."""

    key: str
    unit: str = ""
    name: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person answered to one question, and what came of it in this run.

    `kind` is `suggestion`, `renumbered` (then `groups` are this year's and last year's) or one of the seven kinds of
    duplicate (then they are the members). `evidence` is the fingerprint of what the person saw, "" when the answer was
    written by hand. `chosen` says more than `answer` where more was asked: the unit that keeps a disputed group, or a
    code of `toolkit.register.decisions.sheet.CHOSEN` (`kind` is then `renumbered`, or `unaccounted` with the one group
    of last year). `state` is one of `toolkit.comparison.decided.STATES`; `records` and `previous` are the rows it
    is about.
    """

    kind: str
    answer: Literal["yes", "no", "open"]
    groups: tuple[Party, ...]
    evidence: str = ""
    by: str = ""
    on: str = ""
    why: str = ""
    state: str = "idle"
    records: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One unit of the roster, or one that filed without being on it."""

    unit: str
    status: str
    via: str = ""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was offered and not taken: where it stands, what it is called there, and why."""

    where: Where
    name: str
    reason: Note


class Closing(NamedTuple):
    """The day a register was closed; `known` where somebody or the register said it, else it is reckoned."""

    day: dt.date
    known: bool


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """One campaign, both years compared, before any rule was asked.

    `ledger` and `previous` are this year's and last year's register, `closed` the groups that our own ledger of last
    year keeps as dissolved: they are in no verdict. Frames beside them, one row as described:

    - `verdicts`           one a record, in ledger order: id, verdict, basis, previous
    - `previous_verdicts`  one a previous row, in order: id, verdict, record
    - `changes`            one a changed field: record, previous, field, kind (更名 …), before, after, rolled
    - `observed`           one an observed group: verdict (`registered`, `unregistered`, `exempt`), record, previous,
                           and the columns of the source

    `sources` holds the second sources that were given, by name (`previous`, `units`, `observed`, `notices`,
    `approvals`, `people`, `classes`, `received`), with the columns of `schemas/sources.yaml`; a name that is not in it
    was not given, and those in `blank` had headings only; `taken` says what was read of each file. `rejections` are the
    rows of this year that were not taken, `tables` the rows of all files as typed, one a sheet of `ledger.sheets` and
    in that order. `jottings` is what a person wrote in the last report beside its questions: question to column to
    text. `closing` is the day last year's register was closed, None at a first filing. `differing` is what two papers
    of one group say differently (columns record, paper, role, field, ours, theirs), `unit_papers` the rows of forms
    that speak of a unit (汇总表, 承诺书): they are no records.
    """

    as_of: dt.date
    ledger: Ledger
    previous: Ledger
    verdicts: pd.DataFrame
    previous_verdicts: pd.DataFrame
    changes: pd.DataFrame
    observed: pd.DataFrame
    closing: Closing | None = None
    submissions: tuple[Submission, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    units: tuple[UnitStatus, ...] = ()
    decisions: tuple[Decision, ...] = ()
    rejections: tuple[RejectedRow, ...] = ()
    sources: Mapping[str, Ledger] = field(default_factory=dict)
    blank: tuple[str, ...] = ()
    taken: tuple[SourceFile, ...] = ()
    closed: Ledger | None = None
    first_filing: bool = False
    tables: tuple[Table, ...] = ()
    jottings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    differing: pd.DataFrame | None = None
    unit_papers: Ledger | None = None

    @property
    def closed_on(self) -> dt.date | None:
        """The day last year's register was closed, as somebody or the register said; None where nobody did."""
        return self.closing.day if self.closing and self.closing.known else None

    @property
    def given(self) -> tuple[str, ...]:
        """The names of the second sources there were."""
        return tuple(self.sources)


@dataclass(frozen=True, kw_only=True)
class Outcome(Campaign):
    """A campaign that was judged; every face shows from this and nothing else.

    `defunct` is one row a piece of evidence that a record is out of use (record, tag `E1` to `E7`, facts); `findings`
    are the gravest first. `ledger` and `previous` also tell the days of dissolution that notices know. `numbered` are
    the filing numbers that an earlier run of this round gave, by what their groups are known by (`report.given`).
    """

    profile: str
    defunct: pd.DataFrame
    findings: tuple[Finding, ...] = ()
    not_compared: tuple[str, ...] = ()
    numbered: Mapping[str, str] = field(default_factory=dict)
