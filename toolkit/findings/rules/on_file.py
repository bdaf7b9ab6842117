"""Approvals and notices on record, and the groups they speak of (`toolkit.register.mentions`)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.findings.rules.masks import text
from toolkit.register.mentions import mentioned

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from toolkit.findings.case import Case
    from toolkit.model import Ledger

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
    lines, what = given.frame, "matter" if source == "approvals" else "type"
    if kinds:
        lines = lines[lines[what].isin((*kinds, ""))]
    ours, earlier = case.ledger, _last_year(case)
    ids, before = ours.frame["id"].tolist(), earlier.frame["id"].tolist()
    found: dict[str, list[Paper]] = {}
    rows = zip(lines.to_dict("records"), mentioned(lines, ours), mentioned(lines, earlier), strict=True)
    for row, here, then in rows:
        paper = {str(name): str(value) for name, value in row.items()}
        for record in dict.fromkeys([ids[place] for place in here] or [before[place] for place in then]):
            found.setdefault(record, []).append(paper)
    return {record: tuple(papers) for record, papers in found.items()}


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


def approvers(case: Case) -> pd.Series:
    """Return who approved each group, as the approvals on record name them; "" where none does."""
    frame = case.ledger.frame
    told = {
        record: "、".join(filter(None, (paper.get("approved_by", "") for paper in rows)))
        for record, rows in papers(case, "approvals", ("建群",)).items()
    }
    return frame["id"].map(lambda record: told.get(record, "")).astype("str")


def accompanied(frame: pd.DataFrame) -> frozenset[str]:
    """Return the records that another form (an approval) was sent along for."""
    return frozenset(filter(None, text(frame, "accompanies")))


def _of_companions(frame: pd.DataFrame, column: str) -> Mapping[str, str]:
    rows = frame[text(frame, "accompanies") != ""]
    return {record: value for record, value in zip(text(rows, "accompanies"), text(rows, column), strict=True) if value}


def _last_year(case: Case) -> Ledger:
    """Return last year's rows of this year's records, under their ids: a notice of a new name may give the old one."""
    import pandas as pd

    before, told = case.previous.frame, case.verdicts
    record_of = dict(zip(told["previous"].tolist(), told["id"].tolist(), strict=True))
    named = before.assign(id=pd.Series([record_of.get(row, "") for row in before["id"].tolist()], dtype=str))
    return replace(case.previous, frame=named[named["id"] != ""].reset_index(drop=True))
