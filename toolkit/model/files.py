"""What a file is read into: cells of text, then the rows of one form, then the file with all it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

Axis = Literal["row", "column", "card"]


def cell_name(row: int, column: int) -> str:
    """Return the name Excel shows for a cell, both numbers counting from 0: ``(6, 2)`` is ``C7``."""
    return f"{_letters(column)}{row + 1}"


@lru_cache(maxsize=1024)
def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


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


class Mark(NamedTuple):
    """What a cell shows beside its text, for a person to decide about.

    `kind` is `struck` (a line through `text`, through all of it when that is ""), `note` (somebody's note on the cell)
    or `picture` (a picture where the text should be). Row and column count from 0.
    """

    row: int
    column: int
    kind: Literal["struck", "note", "picture"]
    text: str = ""


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
    marks: tuple[Mark, ...] = ()

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


class Unread(NamedTuple):
    """A cell that somebody typed into and that no answer took: beside, below or between the rows of a form."""

    sheet: str
    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class Cells:
    """What became of every filled cell on the sheets of a file that hold a form: the counts add up to `filled`.

    `printed` are texts of the form itself (its title, its notes) and of this tool's workbooks. `unread` names the first
    `MOST_UNREAD` of the cells that are none of these, `more` counts the others.
    """

    filled: int = 0
    answers: int = 0
    labels: int = 0
    printed: int = 0
    unread: tuple[Unread, ...] = ()
    more: int = 0

    def __add__(self, other: Cells) -> Cells:
        """Return both together; of the unread the first are named."""
        unread = self.unread + other.unread
        return Cells(
            self.filled + other.filled,
            self.answers + other.answers,
            self.labels + other.labels,
            self.printed + other.printed,
            unread[:MOST_UNREAD],
            self.more + other.more + len(unread[MOST_UNREAD:]),
        )

    @property
    def balanced(self) -> bool:
        """Whether every filled cell became one thing."""
        return self.filled == self.answers + self.labels + self.printed + len(self.unread) + self.more


class Asked(NamedTuple):
    """A heading in somebody's own words, and the answer that it was taken for: a question.

    Or a cell with the names of several groups; then `key` says whether they were told apart: `parted`, `whole`.
    """

    sheet: str
    cell: str
    heading: str
    key: str


MOST_UNREAD = 200
NO_CELLS = Cells()


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
    cells: Cells = NO_CELLS

    @property
    def offered(self) -> int:
        """Return how many rows the file offers: to take, refused while reading, and blank ones between."""
        return sum(len(table.offsets) + len(table.rejected) + table.blank for table in self.tables)
