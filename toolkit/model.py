"""The nouns: what travels between the stages. This module imports nothing of ours.

Read it from top to bottom and the way of the data is told:

    Grid        a sheet as cells of text            (grids/   from any file)
    Table       the rows of one form on one sheet   (layouts/ finds labels, walks cards, turns a matrix)
    Reading     one returned file with its tables   (reading)
    Ledger      one row a group, canonical columns  (normalise/, merge; and last year's register: the same type)
    Finding     what is wrong, where, as facts      (validate, rules/; worded only when shown)
    Outcome     everything a face shows             (pipeline)

Blank text is `""` everywhere, never None or NaN. Row and column numbers count from 0 inside, and only `cell_name` turns
them into what Excel shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import pandas as pd

Severity = Literal["error", "warning", "notice", "review"]
Axis = Literal["row", "column", "card"]


def cell_name(row: int, column: int) -> str:
    """Return the name Excel shows for a cell, both numbers counting from 0: ``(6, 2)`` is ``C7``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


class Where(NamedTuple):
    """A cell somebody can click: file relative to the collected folder, sheet name, cell name."""

    file: str
    sheet: str
    cell: str


class Merge(NamedTuple):
    """A merged range, all four numbers inclusive and counting from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Note:
    """A code of the contract (a reason or a warning) with the facts its sentence needs."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as text.

    `rows[r][c]` is the cell's text, `""` when blank; rows may differ in length. Numbers are written the way a person
    would (`150`, `13900000001`, never `150.0` or `1.39E+10`), dates as `2018-05-15`, booleans as `TRUE`/`FALSE`.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False

    def at(self, row: int, column: int) -> str:
        """Return the text of a cell, `""` outside the grid."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file as grids, with what is to be warned about and its document properties (form id and version)."""

    grids: tuple[Grid, ...]
    warnings: tuple[Note, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the rows of one table stand: the address of every value without an address stored beside it.

    `places` gives for each answer its (row, column). On the axis along which records repeat the number is None and
    the record's own offset takes its place: a ledger has `{"group_name": (None, 1)}`, a matrix `(4, None)`, a card
    `(3, 1)`; an answer in the head of a ledger (the unit, say) stands fixed at `(1, 1)` for all its records.
    """

    file: str
    name: str
    form: str
    axis: Axis
    places: Mapping[str, tuple[int | None, int | None]]

    def where(self, answer: str, offset: int) -> Where:
        """Return the cell of an answer of a record; one the table lacks gives the record's first cell."""
        place = self.places.get(answer)
        if place is None:
            stem = answer.split(".", maxsplit=1)[0]
            near = (spot for key, spot in self.places.items() if stem in key.replace(".", "&").split("&"))
            place = next(near, None) or next(iter(self.places.values()), (None, None))
        row, column = place
        fallback_row, fallback_column = (offset, 0) if self.axis == "row" else (0, offset)
        return Where(
            self.file,
            self.name,
            cell_name(fallback_row if row is None else row, fallback_column if column is None else column),
        )


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one form found on one sheet, still as typed.

    `columns` maps an answer key of the form (`group_name`, `owner.name`, `owner`, `group_name&group_no`) or
    `other:LABEL` (a label no form knows) to one text a row. All columns are as long as `offsets`.
    """

    form: str
    sheet: Sheet
    offsets: tuple[int, ...]
    columns: Mapping[str, tuple[str, ...]]
    blank: int = 0
    rejected: tuple[tuple[int, Note], ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """One file below the collected folder, as read and before it is weighed against the others."""

    path: str
    sha256: str
    status: Literal["read", "rejected", "empty", "nil", "ignored", "opened"]
    received_on: dt.date | None = None
    reason: Note | None = None
    warnings: tuple[Note, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def offered(self) -> int:
        """Return how many rows the file offers: to take, refused while reading, and blank ones between."""
        return sum(len(table.offsets) + len(table.rejected) + table.blank for table in self.tables)


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

    @property
    def read(self) -> int:
        """Return how many rows the file offered."""
        return self.merged + self.rejected + self.blank


@dataclass(frozen=True)
class Ledger:
    """A register: one row a group in `frame`; this year's merged records and last year's register alike.

    Columns: `id` (`r1`, `r2` … or `p1`, `p2` …), `sheet` (index into `sheets`), `offset`, `form`, `path`, then the flat
    columns of the vocabulary (`toolkit.fields.Vocabulary.columns`).
    """

    frame: pd.DataFrame
    sheets: tuple[Sheet, ...]

    def where(self, position: int, answer: str = "group_name") -> Where:
        """Return the cell of `answer` in the row at `position` (0 to n-1)."""
        sheets, offsets = self._spots
        return self.sheets[sheets[position]].where(answer, offsets[position])

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
    written by hand. `state` is one of `toolkit.decisions.STATES`; `records` and `previous` are the rows it is about.
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that one run found; every face shows from this and nothing else.

    `verdicts` is one row a record (id, verdict, basis, previous), `previous_verdicts` one row a previous row
    (id, verdict, record), both in ledger order. `changes` is one row a changed field (record, previous, field, kind,
    before, after, rolled). `defunct` is one row a piece of evidence that a record is out of use (record, tag `E1` to
    `E7`, facts). `observed` is one row an observed group: the columns of the source, verdict, record, previous.
    `given` names the second sources there were; `previous_cutoff` is None at a first filing. `closed` are the groups
    that last year's ledger kept as dissolved: they are in no verdict. `tables` are the rows of
    all files as typed, one a sheet of `ledger.sheets` and in that order.
    """

    profile: str
    as_of: dt.date
    submissions: tuple[Submission, ...]
    ledger: Ledger
    previous: Ledger
    verdicts: pd.DataFrame
    previous_verdicts: pd.DataFrame
    changes: pd.DataFrame
    defunct: pd.DataFrame
    observed: pd.DataFrame
    duplicates: tuple[Duplicate, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    units: tuple[UnitStatus, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_compared: tuple[str, ...] = ()
    first_filing: bool = False
    previous_cutoff: dt.date | None = None
    given: tuple[str, ...] = ()
    rejections: tuple[RejectedRow, ...] = ()
    closed: Ledger | None = None
    decisions: tuple[Decision, ...] = ()
    tables: tuple[Table, ...] = ()
