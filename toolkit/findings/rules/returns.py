"""What came in, when, and from whom: files, windows, missing units, copies of last year."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from toolkit.findings.case import Hit
from toolkit.findings.rules.masks import (
    at,
    by_unit,
    grouped,
    hit_of_unit,
    in_scope,
    last_year,
    matching,
    positions,
    text,
)
from toolkit.findings.rules.rejected_rows import older_sheets
from toolkit.findings.rules.standing import stems
from toolkit.findings.rules.to_findings import heading
from toolkit.intake.layouts.continued import CONTINUED
from toolkit.intake.layouts.several import PARTED, WHOLE
from toolkit.intake.layouts.tables import SECTION
from toolkit.model import Where
from toolkit.normalise.dates import earliest, latest, read_date
from toolkit.regulations.fields import label_key, vocabulary
from toolkit.regulations.windows import begun_last, span_of, windows_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.findings.case import Case
    from toolkit.model import Submission
    from toolkit.regulations.profile import Requirement

_COMPARED = (
    "group_name",
    "group_no",
    "platform",
    "purpose",
    "owner.name",
    "admins.name",
    "created_on",
    "member_count.raw",
    "reported_on",
)
_COUNTING = ("merged", "empty", "nil")
_ARTICLES = 3
_SEVERAL = (PARTED, WHOLE, CONTINUED)
_LETTER = re.compile(r"[A-Z]{1,3}")
_NAMED, _SHOWN, _CLICKED = 8, 30, 40
"""So many unread cells are named in a sentence, with so many letters each; so many can be clicked."""


def annual_window(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A return that came before or after the yearly window: variants `early`, `late`. One finding a file.

    The first of `dates` that is given counts; a date that does not name the day cannot be outside for certain.
    """
    frame, asked = case.ledger.frame, requirement.with_
    span = _window(case, asked)
    if span is None:
        return
    start, end = span
    dates = {name: text(frame, name) for name in asked["dates"]}
    corrections, in_time = _corrections(case), {one.unit for one in case.units if one.status == "filed"}
    for path, rows in grouped(text(frame, "path"), in_scope(case, requirement)):
        dated = ((name, value) for name, column in dates.items() for value in column.take(rows).tolist() if value)
        field, value = next(dated, ("", ""))
        if not value or (earliest(value) <= end and latest(value) >= start):
            continue
        variant = "late" if earliest(value) > end else "early"
        if variant == "late" and path in corrections and corrections[path] in in_time:
            continue
        facts = {"date": value, "start": start.isoformat(), "end": end.isoformat(), "dated_by": field}
        yield hit_of_unit(frame, rows, field, variant, **facts)


def _corrections(case: Case) -> Mapping[str, str]:
    """Return the files that took the place of earlier ones, with their units: the first one says whether it is late."""
    by = {path for file in case.submissions if file.reason for path in file.reason.facts.get("by", ())}
    return {file.path: file.unit for file in case.submissions if file.path in by}


def missing_return(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A unit of the roster from which nothing could be accepted; while the window is open a notice: `open`."""
    span = _window(case, requirement.with_)
    pending = span is not None and case.as_of <= span[1]
    merged = _files_by_unit(file for file in case.submissions if file.status == "merged")
    for status in case.units:
        if status.status == "missing":
            sent = merged.get(status.unit, [])
            files = [file.path for file in sent]
            beside = {"forms": [f"“{title}”" for title in _titles(case, sent)]} if files else {}
            variant = "approval_only" if files else "open" if pending else "missing"
            end = span[1].isoformat() if span else ""
            yield Hit(
                answer="unit",
                unit=status.unit,
                facts={"of_unit": status.unit, "end": end, "files": files} | beside,
                variant=variant,
                severity="notice" if pending else None,
            )


def _titles(case: Case, sent: Sequence[Submission]) -> list[str]:
    """Return the titles of the forms in some files, each once."""
    titles = {form.key: form.drawing.title for form in case.profile.forms}
    return list(dict.fromkeys(titles[form] for file in sent for form in file.forms if form in titles))


def unit_returned(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Everything a unit sent was rejected or empty, and nothing came instead."""
    del requirement
    sent = _files_by_unit(case.submissions)
    for status in case.units:
        if status.status == "returned":
            files = [file.path for file in sent.get(status.unit, [])]
            where = tuple(Where(path, "", "") for path in files)
            facts = {"of_unit": status.unit, "files": files}
            yield Hit(answer="unit", unit=status.unit, facts=facts, where=where, variant="returned")


def _files_by_unit(files: Iterable[Submission]) -> dict[str, list[Submission]]:
    found: dict[str, list[Submission]] = {}
    for file in files:
        found.setdefault(file.unit, []).append(file)
    return found


def known_unit(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A unit that the roster does not have: one finding a unit. It is never guessed."""
    roster = case.sources["units"].frame
    listed = set(text(roster, "unit"))
    frame = case.ledger.frame
    raws = text(frame, "unit_raw")
    for unit, rows in by_unit(frame, in_scope(case, requirement) & ~text(frame, "unit").isin(listed)):
        yield hit_of_unit(frame, rows, "unit", "unknown", raw=at(raws, rows[0]) or unit, count=len(rows))


def file_read(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A file that could not be taken, with the reason the list of files gives."""
    del requirement
    for file in case.submissions:
        if file.status == "rejected" and file.reason is not None:
            facts: dict[str, Any] = {"file": file.path, "reason_code": file.reason.code}
            facts["reason_facts"] = {name: str(value) for name, value in file.reason.facts.items()}
            yield Hit(unit=file.unit, where=(Where(file.path, "", ""),), facts=facts, variant="rejected")


def other_label(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Columns that no form knows: kept under their own label, and named once a file.

    Told with them: the form's own columns that the file lacks, each with the articles that could not be checked for it.
    """
    frame = case.ledger.frame
    others = text(frame, "other")
    drawn = {label for form in case.profile.forms for label in form.kept} | {label_key(SECTION)}
    drawn |= {label_key(answer.label) for form in case.profile.forms for answer in form.answers if answer.signature}
    for _, rows in grouped(text(frame, "path"), in_scope(case, requirement) & (others != "")):
        told = {label: said for value in reversed([*others.take(rows)]) for label, said in json.loads(value).items()}
        labels = [label for label in reversed(told) if label_key(label) not in drawn]
        labels = [label for label in labels if not _said_already(frame.take(rows), label, told[label])]
        if labels:
            unchecked = _unchecked(case, frame.take(rows))
            named = [f"{label}列“{told[label][:_SHOWN]}”" if _LETTER.fullmatch(label) else label for label in labels]
            yield hit_of_unit(frame, rows[:1], f"other:{labels[0]}", "label", labels=named, unchecked=unchecked, raw="")


def _said_already(rows: pd.DataFrame, label: str, said: str) -> bool:
    """Return whether a date stands under a heading of the vocabulary a second time, beside a signature."""
    fields = vocabulary().of_kind("date")
    name = next((one for one in fields if label_key(vocabulary()[one].zh) == label_key(label)), "")
    return bool(name) and read_date(said).value in {*rows[name].tolist()} - {""}


def _unchecked(case: Case, rows: pd.DataFrame) -> list[str]:
    """Return the form's own columns that no sheet of a file has, with the articles that look at each."""
    sheets = [case.ledger.sheets[number] for number in set(rows["sheet"].tolist())]
    there = {stem for sheet in sheets for key in sheet.places for stem in stems(key)}
    forms = {form.key: form for form in case.profile.forms}
    drawn = (answer for sheet in sheets if sheet.form in forms for answer in forms[sheet.form].answers)
    lacking = {stem: answer.label for answer in drawn if not answer.extra for stem in stems(answer.key)}
    told = []
    for name, label in lacking.items():
        asking = [entry.clause for entry in case.profile.regulation.requirements if name in entry.fields]
        clauses = dict.fromkeys(asking) if name not in there and not _answered(rows, name) else {}
        told += [f"{label.strip('：: ')}（{'、'.join([*clauses][:_ARTICLES])}）"] if clauses else []
    return told[:_NAMED]


def _answered(rows: pd.DataFrame, name: str) -> bool:
    """Whether an answer without a column of its own was given all the same: the platform by a section's title."""
    columns = [column for column in rows if column == name or str(column).startswith(f"{name}.")]
    return any((rows[column].notna() & (rows[column].astype("str") != "")).any() for column in columns)


def near(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Headings in the unit's own words that were taken for the known one they are nearest to: one finding a file.

    Variants: `near`; `parted` and `whole` (cells with the names of several groups, told apart or not); `continued`
    (sheets without headings, read under those of the sheet before them).
    """
    del requirement
    names = {answer.key: answer.label for form in case.profile.forms for answer in form.answers}
    for file in case.submissions:
        asked = [one for one in file.asked if one.key not in _SEVERAL]
        for variant in _SEVERAL if len(asked) < len(file.asked) and file.status in _COUNTING else ():
            cells = [one for one in file.asked if one.key == variant]
            if cells:
                told = [f"“{' '.join(one.heading.split())[:_SHOWN]}”" for one in cells[:_NAMED]]
                spots = tuple(Where(file.path, one.sheet, one.cell) for one in cells)
                facts = {"file": file.path, "cells": told, "count": len(cells)}
                yield Hit(unit=file.unit, where=spots[:_CLICKED], facts=facts, variant=variant)
        if asked and file.status in _COUNTING:
            pairs = dict.fromkeys((one.heading, names.get(one.key) or heading(one.key)) for one in asked)
            where = tuple(Where(file.path, one.sheet, one.cell) for one in asked)
            facts = {"file": file.path, "taken": [f"“{said}”→“{taken.strip('：: ')}”" for said, taken in pairs]}
            yield Hit(unit=file.unit, where=where[:_CLICKED], facts=facts, variant="near")


def unread(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Cells that somebody typed into and that no answer took: one finding a file that counts.

    An example that was left in has a finding of its own.
    """
    del requirement
    examples = {_row_of(row.where) for row in case.rejections if row.reason.code == "example-row"}
    for file in case.submissions:
        spots = [(Where(file.path, spot.sheet, spot.cell), spot.text) for spot in file.cells.unread]
        spots = [(where, text) for where, text in spots if _row_of(where) not in examples]
        if spots and file.status in _COUNTING:
            texts = [(where.cell, " ".join(text.split())) for where, text in spots[:_NAMED]]
            named = [f"{cell}“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”" for cell, text in texts]
            count = len(spots) + file.cells.more
            facts = {"file": file.path, "cells": named, "count": count, "more": max(count - len(named), 0) or ""}
            where = tuple(place for place, _ in spots[:_CLICKED])
            yield Hit(unit=file.unit, where=where, facts=facts, variant="unread")
    yield from older_sheets(case.rejections, {file.path: file.unit for file in case.submissions})


def _row_of(where: Where) -> tuple[str, str, str]:
    return where.file, where.sheet, where.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def copied_from_last_year(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A return in which every group reads as last year, the numbers of members and the date of the form included."""
    frame = case.ledger.frame
    if not len(case.previous.frame) or not len(case.verdicts):
        return
    scope = in_scope(case, requirement)
    alike = last_year(case, "id") != ""
    for name in _COMPARED:
        alike &= text(frame, name) == last_year(case, name)
    counted, dated = text(frame, "member_count.raw") != "", text(frame, "reported_on") != ""
    for _, rows in grouped(text(frame, "path"), scope):
        if alike.take(rows).all() and counted.take(rows).any() and dated.take(rows).any():
            yield hit_of_unit(frame, rows, "member_count", "identical", count=len(rows))


def rollup(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """The ledgers of the offices in charge. Asked only when one of them came.

    Variants: `missing_ledger`; `only_there` (a group that its own unit did not return); `in_two` (in the ledgers of two
    offices); `not_rolled_up` (not in the ledger of the office its category goes to, or not in that of `into`, which has
    come).
    """
    asked, frame = requirement.with_, case.ledger.frame
    offices, via, confirmed = asked["aggregators"], text(frame, "via"), text(frame, "confirmed_by")
    named = {*via, *(name for value in set(confirmed) for name in value.split("\n"))} - {""}
    came = [office for office in offices if any(office in name for name in named)]
    if not came:
        return
    accepted = {file.unit for file in case.submissions if file.status in ("merged", "nil")}
    for office in offices:
        if office not in came and not any(office in unit for unit in accepted):
            yield Hit(answer="unit", unit=office, facts={"office": office}, variant="missing_ledger")
    categories = dict(zip(frame["id"].tolist(), text(frame, "category").tolist(), strict=True))
    own = {
        (unit, categories[record])
        for record, unit, sender in zip(frame["id"], frame["unit"], via, strict=True)
        if not sender
    }
    twice, due = _in_two(frame, via, confirmed, asked["into"]), _due(case, requirement, came)
    for record, unit, sender, rows in zip(frame["id"].tolist(), frame["unit"].tolist(), via, confirmed, strict=True):
        if record in twice:
            yield Hit((record,), facts={"offices": twice[record]}, unit=unit, variant="in_two")
        elif sender and (unit, categories.get(record, "")) in own:
            yield Hit((record,), facts={"offices": [sender]}, unit=unit, variant="only_there", severity="review")
        elif (
            not sender
            and unit not in offices
            and (lacking := [office for office in due[record] if not _names(office, rows)])
        ):
            yield Hit((record,), facts={"offices": lacking}, unit=unit, variant="not_rolled_up")


def _due(case: Case, requirement: Requirement, came: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return for each record the offices whose ledgers came and should have it, by the routes of the regulation."""
    frame, into = case.ledger.frame, requirement.with_["into"]
    found: dict[str, list[str]] = {str(record): [] for record in frame["id"].tolist()}
    scope = in_scope(case, requirement)
    for route in case.profile.regulation.routes:
        through = [office for office in requirement.with_["aggregators"] if office in route.copy_to]
        offices = [office for office in came if office in (*through, *([into] if through else ()))]
        mask = scope
        for met in matching(frame, route.when):
            mask = mask & met
        for position in positions(mask):
            found[str(frame["id"].iat[position])] = offices
    return found


def _names(office: str, offices: str) -> bool:
    return any(office in name for name in offices.split("\n"))


def _in_two(frame: pd.DataFrame, via: pd.Series, confirmed: pd.Series, into: str) -> Mapping[str, list[str]]:
    """Return the records that stand in the ledgers of two offices, the one that all are rolled up into aside."""
    groups: dict[tuple[str, str], dict[str, list[str]]] = {}
    columns = (frame["id"], frame["unit"], text(frame, "name_key"), text(frame, "group_no"), via, confirmed)
    for record, unit, name, number, sender, rows in zip(*columns, strict=True):
        mark = ("", number) if number else (str(unit), str(name))
        for office in filter(None, (sender, *str(rows).split("\n"))):
            if into not in office:
                groups.setdefault(mark, {}).setdefault(office, []).append(str(record))
    return {
        record: list(offices)
        for offices in groups.values()
        if len(offices) > 1
        for records in offices.values()
        for record in records
    }


def _window(case: Case, asked: Mapping[str, Any]) -> tuple[dt.date, dt.date] | None:
    """Return the window that began last by `as_of`; None where the institution has none, or where another did.

    A requirement with a window of its own speaks of the returns of that window only.
    """
    current = begun_last(windows_of(case.profile), case.as_of)
    start, end = asked.get("start"), asked.get("end")
    if not start or not end:
        return current
    span = span_of((str(start), str(end)), case.as_of)
    return span if current is None or span[0] >= current[0] else None
