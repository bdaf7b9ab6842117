"""What speaks for a reading: the labels that were found, the title, the institution, the workbook's own properties."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.intake.layouts.page_words import page_words
from toolkit.regulations.fields import label_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from toolkit.intake.layouts.blocks import Block
    from toolkit.intake.layouts.cells import Told
    from toolkit.model import Axis, Grid, Merge, Table
    from toolkit.regulations.forms import Form

_INSTITUTION = re.compile(r"[\u4e00-\u9fff]{2,12}?(?:大学|学院|学校)")
_TELLING = re.compile(r"群|qq|微信|公众号|创建者|管理办法")
MANY_LABELS = 4
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Look:
    """A grid and what can be said of it before any form is tried."""

    grid: Grid
    merges: Mapping[tuple[int, int], Merge]
    cells: tuple[tuple[int, int, str], ...]
    titles: str
    named: frozenset[str] = frozenset()


class Reading(NamedTuple):
    """One way to read a page: how its groups stand, the tables, and what its cells were taken for, told when asked.

    `heads` are the rows of the labels over the groups of a ledger, `last` is its last block that holds any.
    """

    axis: Axis
    tables: list[Table]
    told: Callable[[], Told] | None = None
    heads: frozenset[int] = frozenset()
    last: Block | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One grid read as one form: its tables, what speaks for it, and what its cells were `told` to be.

    `last` is the last block of a ledger that holds groups: the next sheet may go on with it.
    """

    form: Form
    tables: tuple[Table, ...]
    score: float
    evidence: Mapping[str, Any] = field(default_factory=dict)
    told: Callable[[], Told] | None = None
    last: Block | None = None

    @property
    def records(self) -> int:
        """How many rows are groups."""
        return sum(len(table.offsets) for table in self.tables)

    @property
    def groups(self) -> int:
        """How many rows hold something."""
        return sum(len(table.offsets) + len(table.rejected) for table in self.tables)


def weighed(look: Look, form: Form, reading: Reading, *, own: str) -> Attempt | None:
    """Return a reading with what speaks for it, None when too little does."""
    axis, tables, told = reading.axis, reading.tables, reading.told
    labels = {
        label_key(entry["label"]): entry for table in tables for entry in table.evidence["labels"] if entry["key"]
    }
    titled, at_home = titles_of(look, form)
    kept = form.drawing.layout == "list"
    if not titled and not kept and not _tells(labels, look):
        return None
    entries = [entry for table in tables for entry in table.evidence["labels"]]
    official = {answer.key for answer in form.answers if not answer.extra}
    share = len(official & {entry["key"] for entry in entries if entry["how"] == "own"}) / max(len(official), 1)
    if kept:  # all that such a list might have it never has: what it has counts, and half as much as on a form
        share = HALF * sum(bool(entry["key"]) for entry in entries) / max(len(entries), 1)
    keys = {entry["key"] for entry in entries if entry["key"]}
    score = share + 0.02 * min(len(keys), 25) + 0.5 * titled + 0.3 * at_home + 0.1 * (axis == own)
    score += 2.0 * (form.key in look.named)
    evidence = {
        "form": form.key,
        "sheet": look.grid.name,
        "axis": axis,
        "title": titled,
        "institution": at_home,
        "named": form.key in look.named,
        "share": round(share, 3),
        "score": round(score, 3),
    }
    return Attempt(form, tuple(tables), score, evidence, told, reading.last)


def titles_of(look: Look, form: Form) -> tuple[bool, bool]:
    """Return whether the page has the form's title, and whether it names the institution."""
    place = _INSTITUTION.match(form.drawing.title)
    titles = (form.drawing.title, *form.drawing.titles)
    return any(label_key(title) in look.titles for title in titles), bool(place and place[0] in look.titles)


def _tells(labels: Mapping[str, Any], look: Look) -> bool:
    """Whether the labels are those of a register of groups, not of any list with names and numbers."""
    strong = [label for label in labels if label not in page_words().weak]
    telling = any(map(_TELLING.search, labels)) or bool(_TELLING.search(label_key(look.grid.name)))
    if telling and len(labels) >= 2:  # noqa: PLR2004 - a name and one thing more
        return True
    return len(strong) >= MANY_LABELS - 1 and len(labels) >= MANY_LABELS
