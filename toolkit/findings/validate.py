"""Columns against the forms and the regulation, in bulk with pandera; what is wrong becomes findings.

One schema a form, one validation of all its rows together, lazy, and nothing coerced: the columns are typed already,
and what could not be read comes in as `faults`. `""` is the blank, and pandera lets it pass `nullable=False`: blanks
are asked about by checks of ours. Each check carries the requirement's id as its `error`, and failures are mapped back
by row position through `check_output`, never through `failure_cases`.

This is pandera's one door.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from toolkit.findings.case import Hit
from toolkit.findings.rules.cells import Asked, Cells, Lacking
from toolkit.findings.rules.in_force import due, in_force, speaks_of_a_paper
from toolkit.findings.rules.masks import cell, positions, several, text
from toolkit.findings.rules.to_findings import Teller
from toolkit.findings.rules.unreadable_cells import claimed
from toolkit.register.cancelled import CLOSING, cancelled
from toolkit.register.merge.papers import as_on_paper

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pandas as pd
    import pandera.pandas as pa

    from toolkit.model import Finding, Ledger, Severity
    from toolkit.regulations.profile import Profile, Requirement


_WAYS = ("mobile", "office_phone", "email")
"""The parts of a person by which one is reached."""


class _Failure(NamedTuple):
    """A question that some rows failed: its number among the questions, and their places."""

    question: int
    rows: list[int]


def validate(
    ledger: Ledger, profile: Profile, faults: pd.DataFrame, *, as_of: dt.date | None = None
) -> tuple[Finding, ...]:
    """Return what single cells show to be wrong.

    Args:
        ledger: the merged records, one row a group (see `model.Ledger`).
        profile: its requirements with cell rules (`toolkit.findings.rules.IN_CELLS`) are put to the columns.
        faults: one row an unreadable value: record, field (`owner.mobile` when it is a part's), fault, raw.
        as_of: a group that is cancelled on this day is asked nothing; None asks every group.

    Returns:
        Findings in the order of the requirements, then of the rows. A cell that could not be read is told once, by the
        requirement that claims its field, and not as missing as well. A column that a unit's own form lacks is one
        finding a file.
    """
    if not len(ledger.frame):
        return ()
    teller = Teller(profile, ledger)
    order = {entry.id: number for number, entry in enumerate(in_force(profile))}
    off = cancelled(ledger.frame, as_of) if as_of else None
    entries = [entry for entry in in_force(profile) if due(entry, as_of)]
    papers = [entry for entry in entries if speaks_of_a_paper(profile, entry)]
    others = [entry for entry in entries if not speaks_of_a_paper(profile, entry)]
    found = [*_asked(Cells(ledger, profile, faults, off), others), *_unread(ledger.frame, profile, faults, off)]
    if papers:
        as_written = replace(ledger, frame=as_on_paper(ledger.frame))
        found += _asked(Cells(as_written, profile, faults), papers)  # of a cancelled group, too: the form is about that
    place = {str(record): number for number, record in enumerate(ledger.frame["id"].tolist())}
    found.sort(key=lambda pair: (order[pair[0].id], place[pair[1].records[0]]))
    return tuple(teller.finding(requirement, hit) for requirement, hit in found)


def _asked(cells: Cells, entries: Iterable[Requirement]) -> Iterator[tuple[Requirement, Hit]]:
    """Yield what is wrong with the cells that some requirements ask about."""
    questions = [question for entry in entries for question in cells.asked(entry)]
    asked = [question for question in questions if isinstance(question, Asked) and question.rows.any()]
    with warnings.catch_warnings():  # pandera looks whether pyspark is there, which complains of pandas 3
        warnings.filterwarnings("ignore", message="PySpark does not yet", category=FutureWarning)
        failures = _failures(cells.frame, asked)
    yield from _told(cells.frame, asked, failures)
    yield from _lacking(cells.frame, [question for question in questions if isinstance(question, Lacking)])


def _unread(
    frame: pd.DataFrame, profile: Profile, faults: pd.DataFrame, off: pd.Series | None
) -> Iterator[tuple[Requirement, Hit]]:
    """Yield what could not be read; of cancelled groups only what says that they are over is asked, the rest told."""
    if off is None or not off.any():
        yield from claimed(frame, profile, faults)
        return
    told = faults["record"].isin(set(frame["id"][off])) & ~faults["field"].isin(CLOSING)
    yield from claimed(frame, profile, faults[~told])
    for requirement, hit in claimed(frame, profile, faults[told]):
        yield requirement, replace(hit, severity="notice")


def schema(columns: Iterable[tuple[str, Sequence[pa.Check]]]) -> pa.DataFrameSchema:
    """Return a schema of the columns given, each with its checks; other columns are let be."""
    import pandera.pandas as pa

    return pa.DataFrameSchema({name: pa.Column(checks=list(checks), nullable=True) for name, checks in columns})


def _failures(frame: pd.DataFrame, asked: Sequence[Asked]) -> list[_Failure]:
    """Put all questions to the rows of each form at once; return which failed and where."""
    import pandera.errors

    found: list[_Failure] = []
    for _, rows in frame.groupby("form", sort=False):
        by_column: dict[str, list[pa.Check]] = {}
        for number, question in enumerate(asked):
            if question.rows[rows.index].any():
                by_column.setdefault(question.column, []).append(_check(number, question))
        try:
            schema(by_column.items()).validate(rows, lazy=True)
        except pandera.errors.SchemaErrors as errors:
            found += (_Failure(int(str(error.check.name)), _places(error)) for error in errors.schema_errors)
    return found


def _check(number: int, question: Asked) -> pa.Check:
    import pandera.pandas as pa

    return pa.Check(_passes(question), name=str(number), error=question.requirement.id, ignore_na=False)


def _passes(question: Asked) -> Callable[[pd.Series], pd.Series]:
    """Return the check pandera makes: True for rows that are not asked, and for values that are no fault."""

    def passes(values: pd.Series) -> pd.Series:
        concerned = question.rows.reindex(values.index)
        right = ~concerned
        right[concerned] = ~question.wrong(values[concerned]).to_numpy(dtype=bool)
        return right

    return passes


def _places(error: pandera.errors.SchemaError) -> list[int]:  # type: ignore[name-defined]  # noqa: F821 - imported late
    output: pd.Series = error.check_output
    return [int(place) for place in output.index[~output.to_numpy(dtype=bool)]]


def _told(
    frame: pd.DataFrame, asked: Sequence[Asked], failures: Iterable[_Failure]
) -> Iterator[tuple[Requirement, Hit]]:
    """Return a hit for each cell; one a file where the requirement speaks of the head of the form."""
    once: dict[tuple[str, str], tuple[Requirement, list[int], list[str]]] = {}
    ids, paths = text(frame, "id").tolist(), text(frame, "path").tolist()
    for failure in failures:
        question = asked[failure.question]
        for row in failure.rows:
            if question.requirement.with_.get("once_a_file"):
                _collect(once, paths[row], question.requirement, question.answer, row)
            else:
                record = (ids[row],)
                facts = _whose(frame, question, row)
                yield question.requirement, Hit(record, question.answer, facts, variant=question.variant)
    yield from _once(frame, once, "missing")


def _whose(frame: pd.DataFrame, question: Asked, row: int) -> dict[str, str]:
    """Return the name of the person who cannot be reached, and the post that stands where a name is missing."""
    field, _, part = question.answer.partition(".")
    if question.variant == "missing" and part == "name" and f"{field}.title" in frame:
        post = cell(frame, f"{field}.title", row).replace("\n", "、")
        return {"post": post} if post else {}
    if question.variant != "missing" or part not in _WAYS:
        return {}
    return {"person": cell(frame, f"{field}.name", row).replace("\n", "、")}


def _lacking(frame: pd.DataFrame, questions: Iterable[Lacking]) -> Iterator[tuple[Requirement, Hit]]:
    """Return one hit a file for fields its tables have no place for; a notice where only this tool asks for them."""
    official: dict[tuple[str, str], tuple[Requirement, list[int], list[str]]] = {}
    extra: dict[tuple[str, str], tuple[Requirement, list[int], list[str]]] = {}
    paths = text(frame, "path").tolist()
    for question in questions:
        for row in positions(question.rows):
            _collect(official if question.official else extra, paths[row], question.requirement, question.field, row)
    yield from _once(frame, official, "no_column")
    yield from _once(frame, extra, "no_extra_column")


def _collect(
    files: dict[tuple[str, str], tuple[Requirement, list[int], list[str]]],
    path: str,
    requirement: Requirement,
    field: str,
    row: int,
) -> None:
    _, rows, fields = files.setdefault((requirement.id, path), (requirement, [], []))
    if row not in rows[-1:]:
        rows.append(row)
    if field not in fields:
        fields.append(field)


def _once(
    frame: pd.DataFrame, files: dict[tuple[str, str], tuple[Requirement, list[int], list[str]]], variant: str
) -> Iterator[tuple[Requirement, Hit]]:
    for requirement, rows, fields in files.values():
        records = several(frame, "id", sorted(set(rows)))
        facts = {"fields": fields, "raw": "", "count": len(records)}
        severity: Severity | None = "notice" if variant == "no_extra_column" else None
        yield requirement, Hit(records, fields[0], facts, variant=variant, severity=severity)
