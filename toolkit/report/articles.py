"""条款对照: every article of the regulation in its order, how each is checked, with what, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.findings.articles import MEMBERS, compliance
from toolkit.regulations.fields import vocabulary
from toolkit.report.page import Column, Mark, Sheet

if TYPE_CHECKING:
    from toolkit.findings.articles import ArticleRow
    from toolkit.report.page import Cell
    from toolkit.report.view import View

_COLUMNS = (
    Column("article", 14),
    Column("quotation", 52),
    Column("requirement", 15, "centre"),
    Column("checked", 22),
    Column("with-data", 22),
    Column("result", 11, "mark"),
    Column("why", 28),
)
_TOOL = "tool"
_HOW = {"by_hand": "how-by-hand"}


def article_sheet(view: View) -> Sheet:
    """Return one row a requirement; the first of an article has the whole text, the others the words they rest on."""
    outcome = view.outcome
    rows: list[tuple[Cell, ...]] = []
    told = ""
    for entry in compliance(
        view.profile, outcome.given, outcome.findings, as_of=outcome.as_of, frame=outcome.ledger.frame
    ):
        rows.append(_row(view, entry, text=entry.requirement.quote if entry.article == told else entry.text))
        told = entry.article
    return Sheet(
        "articles",
        _COLUMNS,
        rows,
        note=view.say("note-articles"),
        nothing=view.say("nothing"),
        frozen=1,
    )


def _row(view: View, entry: ArticleRow, *, text: str) -> tuple[Cell, ...]:
    asked = entry.requirement
    title = view.say("article-tool") if entry.article == _TOOL else entry.title
    text = text or (view.say("article-tool-text") if entry.article == _TOOL else asked.quote)
    name = asked.title if view.lang == "zh" else asked.english or asked.title
    how = view.say("how-never" if MEMBERS in asked.needs else _HOW.get(entry.status, "how-checked"), name=name)
    return (title, text, asked.id, how, _data(view, entry), _result(view, entry), _why(view, entry))


def _why(view: View, entry: ArticleRow) -> str:
    """Return what the regulation's author says of a requirement, and what no form has a place for."""
    words, said = vocabulary(), [entry.requirement.why] if entry.requirement.why else []
    if entry.unplaced:
        names = [words.heading(name, lang=view.lang) for name in entry.unplaced]
        said.append(view.say("why-no-place" if entry.status == "no_place" else "why-partly", fields=names))
    return "\n".join(said)


def _data(view: View, entry: ArticleRow) -> str:
    words, asked = vocabulary(), entry.requirement
    fields = [words.heading(name, lang=view.lang) for name in asked.fields if name.partition(".")[0] in words.fields]
    return view.join([*fields, *(_source(view, name, lacking=name in entry.needs) for name in asked.needs)])


def _source(view: View, name: str, *, lacking: bool) -> str:
    """Return what a second source is called; one that would have been needed is said not to be there."""
    told = view.say(f"source-{name}")
    return view.say("source-lacking", name=told) if lacking and name != MEMBERS else told


def _result(view: View, entry: ArticleRow) -> Mark:
    if entry.status == "by_hand":
        return Mark(view.say("result-by-hand"), "notice")
    if entry.status == "no_place":
        return Mark(view.say("result-no-place"), "notice")
    if entry.status == "not_due":
        return Mark(view.say("result-not-due"), "notice")
    if entry.findings is None:
        return Mark(view.say("result-not-compared"), "review")
    if entry.findings:
        return Mark(view.say("result-found", count=entry.findings), entry.requirement.severity)
    return Mark(view.say("result-none"), "good")
