"""What `reconcile rules` prints: the regulation article by article, and under each how it is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.fields import vocabulary
from toolkit.messages import word

if TYPE_CHECKING:
    from toolkit.regulations import Profile, Requirement

UNCHECKED = ("by-hand", "member-list", "in-force")


def rule_lines(profile: Profile, *, lang: str) -> list[str]:
    """Return the lines for one profile; articles come in their order, then what stands on the forms."""
    regulation = profile.regulation
    facts = {
        "institution": regulation.institution.name,
        "title": regulation.document.title,
        "number": regulation.document.number,
    }
    lines = ["", word("cli", "rules-title", facts, lang=lang), ""]
    for article in regulation.articles:
        lines.append(word("cli", "rules-article", {"title": article.title, "text": article.text}, lang=lang))
        lines += [_line(entry, lang) for entry in regulation.requirements if entry.article == article.id]
    for form in profile.forms:
        entries = [entry for entry in regulation.requirements if entry.article == f"form:{form.id}"]
        if entries:
            drawing = form.drawing
            lines.append(word("cli", "rules-article", {"title": drawing.annex, "text": drawing.title}, lang=lang))
            lines += [_line(entry, lang) for entry in entries]
    return lines


def _line(entry: Requirement, lang: str) -> str:
    words = vocabulary()
    names = [
        (words[name].zh if lang == "zh" else words[name].en) if name in words.fields else name for name in entry.fields
    ]
    facts = {
        "id": entry.id,
        "severity": word("cli", f"severity-{entry.severity}", lang=lang),
        "name": entry.title if lang == "zh" else entry.english or entry.title,
        "fields": names,
        "sources": [f"--{name}" for name in entry.needs],
        "why": entry.why,
    }
    if entry.rule in UNCHECKED:
        return word("cli", "rules-line-by-hand", facts, lang=lang)
    return word("cli", "rules-line-needs" if entry.needs else "rules-line-checked", facts, lang=lang)
