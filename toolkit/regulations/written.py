"""What is wrong with a regulation as data: quotations that are not in the text, articles nobody checks, unknown names.

Everything is told into the `Source` of `regulation.yaml`, with its line; nothing is raised. What a rule may have under
`with` is checked in `toolkit.findings.rules.asked`, where the rules are.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from toolkit.definitions import nearest
from toolkit.regulations.named import check_conditions, likely_field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.definitions import Source
    from toolkit.regulations.fields import Vocabulary
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Regulation, Requirement

    Place = tuple[int | str, ...]

FORM = "form:"
BY_HAND = "by-hand"
SOURCES = ("units", "observed", "notices", "approvals", "people", "classes", "received", "previous", "members")
"""What a requirement may need: the second sources, and the members' names, which are never collected."""
_SPACE = re.compile(r"[\s\u200b#*]")
_DAY = re.compile(r"\d{2}-\d{2}")
_DEADLINES = ("workday", "calendar", "promptly")
YEAR = "{year}"
SEQUENCE = re.compile(r"\{(0*1)\}")
"""Where the sequence stands in `numbering`, with as many figures as are written: {001}."""
_NAMING = ("none", "prefix", "core_word")
_ENOUGH = 4  # so many characters in a row say what was meant to be quoted


def check_regulation(
    regulation: Regulation, source: Source, *, folder: str, forms: Sequence[Form], words: Vocabulary
) -> None:
    """Tell everything in a regulation that would be passed over in silence, or break in the middle of a run."""
    if regulation.profile != folder:
        source.tell("folder-differs", "profile", value=regulation.profile, folder=folder)
    for name in ("profile", "version"):
        if not getattr(regulation, name).strip():
            source.tell("nothing-there", name)
    paper = regulation.document
    if paper.effective and paper.until and paper.until < paper.effective:
        source.tell("until-before", "document", "until", value=paper.until, effective=paper.effective)
    _articles(regulation, source)
    for number, entry in enumerate(regulation.requirements):
        _requirement(entry, ("requirements", number), regulation, source, forms=forms, words=words)
    _repeated([entry.id for entry in regulation.requirements], "requirements", source)
    _options(regulation, source, words)
    for number, route in enumerate(regulation.routes):
        check_conditions(route.when, ("routes", number, "when"), source, words)
    _parameters(regulation, source)


def squeezed(text: str) -> str:
    """Return a text without white space and full widths, and without the marks of headings and bold in text files."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def _articles(regulation: Regulation, source: Source) -> None:
    _repeated([article.id for article in regulation.articles], "articles", source)
    raw = source.at(("requirements",)) or ()
    cited = {entry.get("article") for entry in raw if isinstance(entry, dict)}
    if ("requirements",) in source.lost:
        return
    for number, article in enumerate(regulation.articles):
        if article.id not in cited:
            source.tell("article-unasked", "articles", number, "id", id=article.id, title=article.title)
        if not article.text.strip():
            source.tell("nothing-there", "articles", number, "text")


def _repeated(names: Sequence[str], part: str, source: Source) -> None:
    first: dict[str, int] = {}
    for number, name in enumerate(names):
        if name in first and name:
            source.tell("repeated-id", part, number, "id", id=name, first=source.line((part, first[name])))
        first.setdefault(name, number)


def _requirement(  # noqa: PLR0913 - the entry, its place, and what it may name
    entry: Requirement,
    place: Place,
    regulation: Regulation,
    source: Source,
    *,
    forms: Sequence[Form],
    words: Vocabulary,
) -> None:
    _quotation(entry, place, regulation, source, forms)
    for number, name in enumerate(entry.needs):
        if name not in SOURCES:
            likely = nearest(name, SOURCES)
            source.tell("unknown-source", *place, "needs", number, name=name, likely=likely, known=list(SOURCES))
    for number, name in enumerate(entry.fields):
        if name not in words.fields:
            likely = likely_field(name, words).partition(".")[0]
            bare = name.partition(".")[0]
            told = bare if bare in words.fields else likely
            source.tell("unknown-field", *place, "fields", number, name=name, likely=told)
    if entry.rule == BY_HAND and not entry.why.strip():
        source.tell("by-hand-why", *place, id=entry.id)
    for name in ("id", "title"):
        if not getattr(entry, name).strip():
            source.tell("nothing-there", *place, name)


def _quotation(entry: Requirement, place: Place, regulation: Regulation, source: Source, forms: Sequence[Form]) -> None:
    """Tell an article that is not there, and words that are not in it: what the text does say, or where they stand."""
    texts = {article.id: squeezed(article.text) for article in regulation.articles}
    texts |= {f"{FORM}{form.id}": _printed(form) for form in forms}
    renamed = any(source.is_mended(("articles", number, "id")) for number in range(len(regulation.articles)))
    if entry.article not in texts and (renamed or ("articles",) in source.lost):
        return
    if entry.article not in texts:
        known = [*texts]
        source.tell(
            "unknown-article", *place, "article", article=entry.article, likely=_like(entry.article, known), known=known
        )
        return
    quoted = squeezed(entry.quote)
    if not quoted:
        source.tell("nothing-there", *place, "quote")
    elif quoted not in texts[entry.article]:
        elsewhere = next((name for name, text in texts.items() if quoted in text), "")
        said = "" if elsewhere else _nearest_words(quoted, texts[entry.article])
        source.tell(
            "quotation", *place, "quote", quote=entry.quote, article=entry.article, elsewhere=elsewhere, said=said
        )


def _like(name: str, known: Sequence[str]) -> str:
    if name.startswith(FORM):
        return nearest(name, known)
    return next((one for one in known if name and (name in one or one in name)), "") or nearest(name, known)


def _printed(form: Form) -> str:
    drawing = form.drawing
    rows = (*drawing.head, *drawing.page, *drawing.down, *drawing.foot)
    cells = [cell for row in rows for cell in row.row]
    labels = [column.label for column in drawing.columns]
    across = [drawing.across.label, *drawing.across.values] if drawing.across else []
    return squeezed(" ".join((*cells, *labels, *across, *drawing.notes, *drawing.prompts.values(), drawing.title)))


def _nearest_words(quoted: str, text: str) -> str:
    """Return the words of the text that were meant: around the longest piece that both have."""
    found = SequenceMatcher(None, quoted, text, autojunk=False).find_longest_match()
    if found.size < min(_ENOUGH, len(quoted)):
        return ""
    start = max(found.b - found.a, 0)
    return text[start : start + len(quoted)]


def _options(regulation: Regulation, source: Source, words: Vocabulary) -> None:
    for name, options in regulation.options.items():
        entry = words.fields.get(name)
        if entry is None:
            source.tell("unknown-field", "options", name, name=name, likely=likely_field(name, words))
            continue
        for option in options:
            if option not in entry.options:
                known = list(entry.options)
                likely = nearest(option, known)
                source.tell(
                    "unknown-option",
                    "options",
                    name,
                    option,
                    value=option,
                    likely=likely,
                    options=known,
                    field=entry.zh,
                )


def _parameters(regulation: Regulation, source: Source) -> None:
    asked = regulation.parameters
    if asked.annual_window:
        for name in ("start", "end"):
            check_day(getattr(asked.annual_window, name), ("parameters", "annual_window", name), source)
    for number, window in enumerate(asked.windows):
        for name in ("start", "end"):
            check_day(getattr(window, name), ("parameters", "windows", number, name), source)
    if asked.numbering:
        _numbering(asked.numbering, source)
    if asked.change_deadline is not None:
        check_deadline(asked.change_deadline, ("parameters", "change_deadline"), source)
    for name, value in asked.naming.items():
        options = {"mode": _NAMING}.get(name, ())
        if not options:
            source.tell("unknown-key", "parameters", "naming", name, name=name, likely="mode", known=["mode"])
        elif value not in options:
            likely = nearest(value, options)
            source.tell("not-one-of", "parameters", "naming", name, value=value, likely=likely, options=list(options))


def _numbering(told: str, source: Source) -> None:
    """Tell a pattern of filing numbers that could not be counted on: 川音群备〔{year}〕{001}号."""
    rest = SEQUENCE.sub("", told.replace(YEAR, ""), count=1)
    if len(SEQUENCE.findall(told)) != 1 or {"{", "}"} & set(rest):
        source.tell("numbering-wrong", "parameters", "numbering", value=told)


def check_day(day: str, place: Place, source: Source) -> None:
    """Tell what is no day of a year, written `MM-DD`."""
    try:
        good = bool(_DAY.fullmatch(day)) and bool(dt.date.fromisoformat(f"2024-{day}"))
    except ValueError:
        good = False
    if not good:
        source.tell("wrong-day", *place, value=day, likely=_as_day(day))


def _as_day(text: str) -> str:
    found = [int(part) for part in re.findall(r"\d+", text)][-2:]
    try:
        return dt.date(2024, *found).strftime("%m-%d") if len(found) == 2 else ""  # noqa: PLR2004 - month and day
    except ValueError:
        return ""


def check_deadline(told: Mapping[str, int | str], place: Place, source: Source) -> None:
    """Tell a time limit that cannot be counted: `{days: 5, kind: workday}`, or `{kind: promptly}`."""
    for name in told:
        if name not in {"days", "kind"}:
            known = ["days", "kind"]
            source.tell("unknown-key", *place, name, name=name, likely=nearest(name, known), known=known)
    kind, days = told.get("kind"), told.get("days")
    if kind not in _DEADLINES:
        likely = nearest(str(kind or ""), _DEADLINES)
        source.tell("not-one-of", *place, "kind", value=str(kind or ""), likely=likely, options=list(_DEADLINES))
    elif kind != "promptly" and (not isinstance(days, int) or isinstance(days, bool) or days < 0):
        source.tell("wrong-int", *place, "days", value=str("" if days is None else days))
