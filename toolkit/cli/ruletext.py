"""What `reconcile rules` prints: the regulation article by article, and under each how it is checked.

The rows are those of 条款对照 in the report (`toolkit.findings.articles`): one page says what the other says.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.findings.articles import MEMBERS, compliance
from toolkit.messages import word
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.own_words import in_its_words

if TYPE_CHECKING:
    from toolkit.findings.articles import ArticleRow
    from toolkit.regulations.profile import Profile

_FORM, _TOOL = "form:", "tool"


@in_its_words
def rule_lines(profile: Profile, *, lang: str) -> list[str]:
    """Return the lines for one profile: the articles in their order, what the forms ask, what the tool asks of all."""
    regulation = profile.regulation
    facts = {
        "institution": regulation.institution.name,
        "title": regulation.document.title,
        "number": regulation.document.number or "",
    }
    lines = ["", word("cli", "rules-title", facts, lang=lang), *_outline(profile, lang), ""]
    for _, rows in groupby(compliance(profile), key=lambda row: row.article):
        entries = list(rows)
        lines.append(_heading(profile, entries[0], lang))
        lines += [_line(entry, lang) for entry in entries]
    return lines


def _outline(profile: Profile, lang: str) -> list[str]:
    """Return what the regulation is like where no check counts with it: said once, below its title."""
    asked = profile.parameters
    told = {
        "rules-outline-prior": asked.prior_filing or None,
        f"rules-outline-naming-{asked.naming.get('mode', 'none')}": asked.naming.get("mode", "none") != "none" or None,
        "rules-outline-card": asked.member_card,
        "rules-outline-paper": asked.paper_copies,
        "rules-outline-delta": asked.delta_filing or None,
    }
    said = [word("cli", code, {"value": value}, lang=lang) for code, value in told.items() if value is not None]
    return [word("cli", "rules-outline", {"said": said}, lang=lang)] if said else []


def _heading(profile: Profile, entry: ArticleRow, lang: str) -> str:
    title, text = entry.title, entry.text
    if entry.article.startswith(_FORM):
        drawing = profile.form(entry.article.removeprefix(_FORM)).drawing
        title, text = drawing.annex, drawing.title
    elif entry.article == _TOOL:
        return word("cli", "rules-tool", lang=lang)
    return word("cli", "rules-article", {"title": title, "text": text}, lang=lang)


def _line(row: ArticleRow, lang: str) -> str:
    words, entry = vocabulary(), row.requirement
    facts = {
        "id": entry.id,
        "severity": word("report", f"severity-{entry.severity}", lang=lang),
        "name": entry.title if lang == "zh" else entry.english or entry.title,
        "fields": [words.heading(name, lang=lang) if name in words.fields else name for name in entry.fields],
        "sources": [f"--{name}" for name in row.needs if name != MEMBERS],
        "why": entry.why,
    }
    if row.status == "by_hand":
        return word("cli", "rules-line-by-hand", facts, lang=lang)
    if row.status == "not_compared":
        return word("cli", "rules-line-never", facts, lang=lang)
    if row.status == "no_place":
        told = {"unplaced": [words.heading(name, lang=lang) for name in row.unplaced]}
        return word("cli", "rules-line-no-place", facts | told, lang=lang)
    looks = "checked" if entry.fields else "whole"
    code = f"rules-line-{looks}-needs" if row.needs else f"rules-line-{looks}"
    return word("cli", code, facts, lang=lang)
