"""相似建议: likely pairs with their evidence in words, for a person to answer 是, 否 or 待定."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.fields import vocabulary
from toolkit.report.page import Column, Sheet
from toolkit.report.styles import SEVERITY_COLOURS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.model import Suggestion
    from toolkit.report.page import Cell
    from toolkit.report.view import View

_ALIKE = 0.999
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
)


def suggestion_sheet(view: View) -> Sheet:
    """Return the pairs, those of one record together, the likeliest first."""
    compared = not view.outcome.first_filing
    rows, number, before = [], 0, ""
    for pair in view.outcome.suggestions:
        number += pair.record != before
        before = pair.record
        rows.append(_row(view, number, pair))
    return Sheet(
        "suggestions",
        _COLUMNS,
        rows,
        note=view.say("note-suggestions" if compared else "not-compared-previous"),
        nothing=view.say("nothing-suggestions" if compared else "not-compared"),
        banded=True,
        frozen=1,
        tone=SEVERITY_COLOURS["review"],
    )


def _row(view: View, number: int, pair: Suggestion) -> tuple[Cell, ...]:
    now, then = view.records[pair.record], view.previous[pair.previous]
    return (
        number,
        now.unit,
        now.name,
        now.number,
        then.unit,
        then.name,
        then.number,
        f"{pair.score:.0%}",
        "\n".join(evidence(view, pair)),
        now.where,
        "",
        "",
        view.questions.pair("suggestion", pair.record, pair.previous),
        pair.record,
        pair.previous,
    )


def evidence(view: View, pair: Suggestion) -> list[str]:
    """Return why two may be one, one sentence a line: what people said before, then what is alike and what is not."""
    words = (
        _words(view, row, private=(pair.record, str(row.get("field", ""))) in view.private) for row in pair.evidence
    )
    return [*view.questions.told(pair.record, pair.previous), *words]


def _words(view: View, row: Mapping[str, Any], *, private: bool) -> str:
    """Return one row of evidence: 群主相同（张三）, 群名称相近 72%（… / …）, 用途不同（… / …）."""
    field, likeness = str(row.get("field", "")), row.get("likeness")
    ours, theirs = str(row.get("ours", "") or ""), str(row.get("theirs", "") or "")
    if private:
        ours = theirs = view.say("withheld")
    facts = {"field": _heading(view, field), "ours": ours, "theirs": theirs}
    if field in ("row_order", "bulk_rename"):
        return view.say(f"evidence-{field}", **facts)
    if likeness is None:
        return view.say("evidence-differs", **facts)
    if likeness >= _ALIKE:
        return view.say("evidence-same", **facts)
    if likeness <= 0:
        return view.say("evidence-differs", **facts)
    return view.say("evidence-near", likeness=f"{likeness:.0%}", **facts)


def _heading(view: View, field: str) -> str:
    words = vocabulary()
    stem = field.partition(".")[0]
    return words.heading(field, lang=view.lang) if stem in words.fields else field
