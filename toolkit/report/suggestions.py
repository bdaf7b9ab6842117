"""相似建议: likely pairs with their evidence in words, for a person to answer 是, 否 or 待定."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from toolkit.comparison.match.difference import difference, spelled_otherwise
from toolkit.register.decisions.sheet import BULK
from toolkit.regulations.fields import vocabulary
from toolkit.report.later import Later
from toolkit.report.page import Column, Mark, Sheet
from toolkit.report.renames import KINDS as BLOCKS
from toolkit.report.renames import MOVED_UP, points
from toolkit.report.styles import SEVERITY_COLOURS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from toolkit.model import Suggestion
    from toolkit.report.page import Cell
    from toolkit.report.view import View

_ALIKE = 0.999
_SIZES_APART = 0.5  # 7 and 45 members are not nearly as many
_COLUMNS = (
    Column("pair", 5, "centre"),
    Column("unit", 13),
    Column("group", 20),
    Column("number", 12, "code"),
    Column("previous-unit", 13),
    Column("previous-group", 20),
    Column("previous-number", 12, "code"),
    Column("score", 7, "centre"),
    Column("evidence", 38),
    Column("place", 28, "place"),
    Column("same-group", 9, "choice"),
    Column("remark", 12, "remark"),
    Column("question", 8, "hidden"),
    Column("record", 8, "hidden"),
    Column("previous", 8, "hidden"),
    Column(BULK, 8, "hidden"),
)


def suggestion_sheet(view: View) -> Sheet:
    """Return the pairs, those of one record together, the likeliest first."""
    compared = not view.outcome.first_filing
    rows: list[Callable[[], tuple[Cell, ...]]] = []
    number, record, whole = 0, "", ""
    for pair in ordered(view):
        bulk = _bulk(view, pair.record)
        if bulk != whole and bulk:
            rows.append(partial(_heading_row, view, pair, bulk))
        first = pair.record != record
        number, record, whole = number + first, pair.record, bulk
        rows.append(partial(_row, view, number, pair, bulk if first else ""))
    return Sheet(
        "suggestions",
        _COLUMNS,
        Later(_made, rows),
        note=view.say("note-suggestions" if compared else "not-compared-previous"),
        nothing=view.say("nothing-suggestions" if compared else "not-compared"),
        banded=True,
        frozen=1,
        tone=SEVERITY_COLOURS["review"],
    )


def _made(row: Callable[[], tuple[Cell, ...]]) -> tuple[Cell, ...]:
    return row()


def ordered(view: View) -> list[Suggestion]:
    """Return the pairs as they are listed: each bulk rename together, else as they were found."""
    return sorted(view.outcome.suggestions, key=lambda pair: _bulk(view, pair.record), reverse=True)


def _bulk(view: View, record: str) -> str:
    """Return the bulk rename that the first suggestion of a record is part of, as text; "" when it is of none."""
    renamed = view.renamed.get(record)
    return "→".join(renamed[1::-1]) if renamed else ""


def _heading_row(view: View, pair: Suggestion, bulk: str) -> tuple[Cell, ...]:
    """Return the row above a bulk rename: its answer stands for every row of it that is left blank."""
    now, was, count, kind = view.renamed[pair.record]
    cells: dict[str, Cell] = dict.fromkeys((column.code for column in _COLUMNS), "")
    cells |= {"pair": Mark(view.say("bulk"), "review"), "group": now, "previous-group": was, BULK: bulk}
    cells["unit"] = view.records[pair.record].unit if kind == MOVED_UP else ""
    how = kind if kind == MOVED_UP else _kind(now, was)
    cells["evidence"] = view.say(f"bulk-{how}", now=now, was=was, count=count)
    return tuple(cells.values())


def _kind(now: str, was: str) -> str:
    return "other" if now and was else "more" if now else "less"


def _row(view: View, number: int, pair: Suggestion, bulk: str) -> tuple[Cell, ...]:
    now, then = view.records[pair.record], view.previous[pair.previous]
    asked = view.questions.pair("suggestion", pair.record, pair.previous)
    written = view.jotted(asked)
    return (
        number,
        now.unit,
        now.name,
        now.number,
        then.unit,
        then.name,
        then.number,
        f"{points(pair.score)}%",
        "\n".join(evidence(view, pair)),
        now.where,
        written.get("same-group", ""),
        written.get("remark", ""),
        asked,
        pair.record,
        pair.previous,
        bulk,
    )


def evidence(view: View, pair: Suggestion) -> list[str]:
    """Return why two may be one, one sentence a line: what people said before, then what is alike and what is not."""
    words = (
        _words(view, row, private=(pair.record, str(row.get("field", ""))) in view.private) for row in pair.evidence
    )
    lead = view.leads.get((pair.record, pair.previous))
    ahead = [] if lead is None else [view.say("evidence-lead" if lead else "evidence-lead-none", lead=lead)]
    return [*view.questions.told(pair.record, pair.previous), *words, *ahead]


def _words(view: View, row: Mapping[str, Any], *, private: bool) -> str:
    """Return one row of evidence: 群主相同（张三）, 群名称相近 72%（… / …）, 用途不同（… / …）."""
    field, likeness = str(row.get("field", "")), row.get("likeness")
    ours, theirs = str(row.get("ours", "") or ""), str(row.get("theirs", "") or "")
    if private:
        ours = theirs = view.say("withheld")
    facts = {"field": _heading(view, field), "ours": ours, "theirs": theirs}
    if field in ("row_order", *BLOCKS, "group_name") and not private:
        return _own_words(view, field, float(likeness or 0), facts)
    if likeness is not None and likeness >= _ALIKE:
        return view.say("evidence-same", **facts)
    if field == "unit" and likeness:
        return view.say("evidence-unit-goes-on", **facts)
    if not likeness or likeness <= (_SIZES_APART if field == "member_count" else 0):
        return view.say("evidence-differs", **facts)
    return view.say("evidence-near", likeness=f"{likeness:.0%}", **facts)


def _own_words(view: View, field: str, likeness: float, facts: Mapping[str, str]) -> str:
    """Return a row of evidence that says more than the same or not: the place, the bulk rename, the names."""
    ours, theirs = facts["ours"], facts["theirs"]
    if field == "row_order":
        return view.say("evidence-row_order-alone" if likeness >= _ALIKE else "evidence-row_order")
    if field in BLOCKS:
        count = view.rename_sizes.get((ours, theirs), 1)
        how = field if field == MOVED_UP else f"{field}-{_kind(ours, theirs)}"
        return view.say(f"evidence-{how}", now=ours, was=theirs, count=count)
    if 0 < likeness < _ALIKE or (likeness and spelled_otherwise(ours, theirs)):
        kind, now, was = difference(ours, theirs)
        return view.say(f"evidence-name-{kind}", likeness=f"{likeness:.2f}", now=now, was=was)
    return view.say("evidence-same" if likeness else "evidence-differs", **facts)


def _heading(view: View, field: str) -> str:
    words = vocabulary()
    stem = field.partition(".")[0]
    return words.heading(field, lang=view.lang) if stem in words.fields else field
