"""条款对照: every article of the regulation in its order, how each is checked, with what, and what came of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.fields import vocabulary
from toolkit.report.page import Column, Mark, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.regulations import Requirement
    from toolkit.report.page import Cell
    from toolkit.report.view import View

BY_HAND = frozenset({"by-hand", "in-force", "member-list"})
_COLUMNS = (
    Column("article", 20),
    Column("quotation", 60),
    Column("requirement", 10, "centre"),
    Column("checked", 30),
    Column("with-data", 28),
    Column("result", 12, "mark"),
    Column("why", 34),
)


def article_sheet(view: View) -> Sheet:
    """Return one row a requirement, below the article it stands in."""
    return Sheet(
        "articles",
        _COLUMNS,
        list(_rows(view)),
        note=view.say("note-articles"),
        nothing=view.say("nothing"),
        frozen=1,
    )


def _rows(view: View) -> Iterator[tuple[Cell, ...]]:
    found = Counter(finding.requirement for finding in view.outcome.findings)
    regulation = view.profile.regulation
    heads: dict[str, tuple[str, str]] = {article.id: (article.title, article.text) for article in regulation.articles}
    heads |= {f"form:{form.id}": (form.drawing.annex or form.drawing.title, form.drawing.title) for form in view.profile.forms}
    heads["tool"] = (view.say("article-tool"), view.say("article-tool-text"))
    entries = [*regulation.requirements, *view.profile.general]
    for article, (title, text) in heads.items():
        own = [entry for entry in entries if entry.article == article]
        for place, entry in enumerate(own):
            yield _row(view, title, text if place == 0 or not entry.quote else entry.quote, entry, found)
        if not own and article != "tool" and not article.startswith("form:"):
            yield (title, text, "", view.say("how-by-hand"), "", Mark(view.say("result-by-hand"), "notice"), "")


def _row(view: View, title: str, text: str, entry: Requirement, found: Mapping[str, int]) -> tuple[Cell, ...]:
    name = entry.title if view.lang == "zh" else entry.english or entry.title
    by_hand = entry.rule in BY_HAND
    how = view.say("how-by-hand" if by_hand else "how-checked", name=name)
    return (title, text, entry.id, how, _data(view, entry), _result(view, entry, found), entry.why)


def _data(view: View, entry: Requirement) -> str:
    words = vocabulary()
    fields = [words.heading(name, lang=view.lang) for name in entry.fields if name.partition(".")[0] in words.fields]
    needs = [view.say(f"source-{name}") for name in entry.needs]
    return view.join([*fields, *needs])


def _result(view: View, entry: Requirement, found: Mapping[str, int]) -> Mark:
    if entry.rule == "member-list" or not set(entry.needs) <= set(view.outcome.given):
        return Mark(view.say("result-not-compared"), "review")
    if entry.rule in BY_HAND:
        return Mark(view.say("result-by-hand"), "notice")
    count = found[entry.id]
    return Mark(view.say("result-found", count=count), entry.severity) if count else Mark(view.say("result-none"), "good")
