"""Approvals and notices on record, and the group each belongs to: by filing number, by number, by unit and name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.findings.rules.masks import text
from toolkit.names.names import canonical_name
from toolkit.normalise.text import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

    from toolkit.findings.case import Case

Paper = dict[str, str]
_APPROVED = {
    "unit_approved_on": ("建群",),
    "party_approved_on": ("建群",),
    "leader_approved_on": ("建群",),
    "oversize_approved_on": ("超限",),
}


def papers(case: Case, source: str, kinds: tuple[str, ...] = ()) -> Mapping[str, tuple[Paper, ...]]:
    """Return by record id the rows of a source (`approvals`, `notices`) that speak of it, by this or last year's name.

    Args:
        case: the campaign.
        source: `approvals` or `notices`.
        kinds: matters (建群, 超限 …) or types of notice (解散 …) that count; a row that names none counts for all.
    """
    asked = ("papers", source, kinds)
    if asked not in case.memory:
        case.memory[asked] = _papers(case, source, kinds)
    found: Mapping[str, tuple[Paper, ...]] = case.memory[asked]
    return found


def _papers(case: Case, source: str, kinds: tuple[str, ...]) -> Mapping[str, tuple[Paper, ...]]:
    given = case.sources.get(source)
    if given is None or not len(given.frame):
        return {}
    if "marks" not in case.memory:
        case.memory["marks"] = _index(case.ledger.frame), _index(_last_year(case))
    index, earlier = case.memory["marks"]
    found: dict[str, list[Paper]] = {}
    what = "matter" if source == "approvals" else "type"
    for row in given.frame.to_dict("records"):
        paper = {str(name): str(value) for name, value in row.items()}
        if kinds and paper.get(what) and paper[what] not in kinds:
            continue
        marks = tuple(_marks(paper))
        for record in next(filter(None, (known.get(mark) for known in (index, earlier) for mark in marks)), ()):
            found.setdefault(record, []).append(paper)
    return {record: tuple(rows) for record, rows in found.items()}


def granted(case: Case, column: str) -> pd.Series:
    """Return the date of an approval or a filing: the row's own, else its approval form's, else the one on record."""
    frame = case.ledger.frame
    own = text(frame, column)
    lent = _of_companions(frame, column)
    matters = _APPROVED.get(column, ())
    dated = "filed_on" if column == "filed_on" else "approved_on"
    on_record = papers(case, "approvals", matters) if column == "filed_on" or matters else {}
    if not lent and not on_record:
        return own
    told = {
        record: next((paper[dated] for paper in rows if paper.get(dated)), "") for record, rows in on_record.items()
    }
    pairs = zip(own.tolist(), frame["id"].tolist(), strict=True)
    values = [value or lent.get(record, "") or told.get(record, "") for value, record in pairs]
    return own.__class__(values, index=own.index, dtype="str")


def offices(case: Case, column: str, matters: tuple[str, ...] = ()) -> pd.Series:
    """Return who a group is filed with: what its row says, and below it 备案单位 of the records that speak of it."""
    frame = case.ledger.frame
    own = text(frame, column)
    on_record = papers(case, "approvals", matters)
    if not on_record:
        return own
    told = {record: [paper.get("filing_office", "") for paper in rows] for record, rows in on_record.items()}
    values = [
        "\n".join(dict.fromkeys(filter(None, (value, *told.get(record, ())))))
        for value, record in zip(own.tolist(), frame["id"].tolist(), strict=True)
    ]
    return own.__class__(values, index=own.index, dtype="str")


def accompanied(frame: pd.DataFrame) -> frozenset[str]:
    """Return the records that another form (an approval) was sent along for."""
    return frozenset(filter(None, text(frame, "accompanies")))


def _of_companions(frame: pd.DataFrame, column: str) -> Mapping[str, str]:
    rows = frame[text(frame, "accompanies") != ""]
    return {record: value for record, value in zip(text(rows, "accompanies"), text(rows, column), strict=True) if value}


def _last_year(case: Case) -> pd.DataFrame:
    """Return last year's rows of this year's records, under their ids: a notice of a new name may give the old one."""
    before, told = case.previous.frame, case.verdicts
    if not len(before) or not len(told):
        return before.iloc[:0]
    record_of = dict(zip(told["previous"].tolist(), told["id"].tolist(), strict=True))
    records = [record_of.get(row, "") for row in before["id"].tolist()]
    named = before.assign(id=records)
    return named[named["id"] != ""]


def _index(frame: pd.DataFrame) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], list[str]] = {}
    columns = ("id", "filing_no", "group_nos", "group_no", "unit", "group_name", "name_key")
    for record, filing, numbers, number, unit, name, name_key in zip(
        *(text(frame, one) for one in columns), strict=True
    ):
        marks: list[tuple[str, ...]] = [("filing", key(filing))] if filing else []
        marks += [("number", one) for one in (numbers or number).split("\n") if one]
        marks += [("name", key(unit), key(name)), ("name", key(unit), str(name_key))] if name else []
        for mark in dict.fromkeys(marks):
            found.setdefault(mark, []).append(record)
    return {mark: tuple(records) for mark, records in found.items()}


def _marks(paper: Paper) -> Iterator[tuple[str, ...]]:
    if paper.get("filing_no"):
        yield ("filing", key(paper["filing_no"]))
    for number in _numbers(paper):
        yield ("number", number)
    if paper.get("group_name"):
        unit = key(paper.get("unit", ""))
        yield ("name", unit, key(paper["group_name"]))
        yield ("name", unit, canonical_name(paper["group_name"]).key)


def _numbers(paper: Paper) -> Iterable[str]:
    return filter(None, (paper.get("group_nos") or paper.get("group_no", "")).split("\n"))
