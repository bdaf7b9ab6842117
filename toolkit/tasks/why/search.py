"""Which groups of a run a key means: by id, by number, by name, and only then by a part of a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.names.names import canonical_name
from toolkit.normalise.text import key as spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from toolkit.tasks.why.run import Run

    Row = Mapping[str, Any]


class Hit(NamedTuple):
    """A group: its record of this year, its row of last year, either "" when there is none."""

    record: str = ""
    previous: str = ""


def search(run: Run, key: str) -> list[Hit]:
    """Return the groups that a key means, this year's first; a record and its row of last year are one group."""
    wanted = spelled(key)
    tests: tuple[Callable[[Row], bool], ...] = (
        lambda row: spelled(row["id"]) == wanted,
        lambda row: wanted in {spelled(number) for number in (*row["values"]["group_nos"], _text(row, "filing_no"))},
        lambda row: spelled(_text(row, "group_name")) == wanted,
        lambda row: canonical_name(_text(row, "group_name")).key == canonical_name(key).key,
        lambda row: wanted in spelled(_text(row, "group_name")),
    )
    if not wanted:
        return []
    for test in tests:
        ours = _counted(run, [row["id"] for row in run.records.values() if test(row)])
        theirs = [row["id"] for row in run.previous.values() if test(row)]
        if ours or theirs:
            return _joined(run, ours, theirs)
    return []


def _counted(run: Run, names: list[str]) -> list[str]:
    """Return the records without those that are another form of a group that is there: that one is meant."""
    papers = [name for name in names if is_paper(run, name)]
    return [name for name in names if name not in papers] if len(papers) < len(names) else names


def is_paper(run: Run, record: str) -> bool:
    """Whether a record is another form of its group (年审表, 审批表): counted with it, and no copy of its row."""
    copies = {name for cluster in run.told["duplicates"] for name in cluster["records"]}
    return run.records[record]["verdict"] == "duplicate" and record not in copies


def papers_of(run: Run, record: str) -> list[str]:
    """Return the other forms of a record's group (年审表, 变更表, 审批表), in reading order: they join as rows do."""
    if not record or is_paper(run, record):
        return []
    row = run.records[record]
    return [name for name, other in run.records.items() if name != record and is_paper(run, name) and _same(row, other)]


def _same(row: Row, other: Row) -> bool:
    if _text(row, "unit") != _text(other, "unit"):
        return False
    if _text(row, "filing_no") and _text(row, "filing_no") == _text(other, "filing_no"):
        return True
    if {*map(spelled, row["values"]["group_nos"])} & {*map(spelled, other["values"]["group_nos"])}:
        return True
    return canonical_name(_text(row, "group_name")).key == canonical_name(_text(other, "group_name")).key


def _joined(run: Run, ours: Iterable[str], theirs: Iterable[str]) -> list[Hit]:
    hits = [Hit(name, run.records[name]["previous"] or "") for name in ours]
    told = {hit.previous for hit in hits}
    hits += [Hit(run.previous[name]["record"] or "", name) for name in theirs if name not in told]
    return list(dict.fromkeys(hits))


def _text(row: Row, field: str) -> str:
    return str(row["values"].get(field) or "")
