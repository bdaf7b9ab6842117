"""`reconcile institution …`: a skeleton for another university, and its definition examined before it is used."""

from __future__ import annotations

import datetime as dt
import unicodedata
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.console import say
from toolkit.cli.language import SpokenCommand, SpokenGroup
from toolkit.messages import word
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.own_words import speaking

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.forms.template import Box, Page
    from toolkit.forms.trial import Tried
    from toolkit.regulations.forms import Form
    from toolkit.tasks.institution import Examined

_UNDRAWN = frozenset({"counter", "confirm", "extra-title"})
_LONGEST = 28
_ROWS = 24


def institution_group(lang: str, shared: Callable[[], list[click.Parameter]]) -> SpokenGroup:
    """Return the command `institution`; `shared` makes the options that every command has (--lang, --help)."""
    group = SpokenGroup(
        lang=lang,
        name="institution",
        help=word("cli", "institution-help", lang=lang),
        params=shared(),
    )
    commands: dict[str, tuple[Callable[..., int], click.Argument]] = {
        "new": (_new, click.Argument(["name"], metavar="NAME", required=True)),
        "check": (_check, click.Argument(["folder"], metavar="DIR", required=True)),
    }
    for name, (action, argument) in commands.items():
        told = word("cli", f"opt-institution-{name}-out", lang=lang)
        out = click.Option(["--out"], metavar="DIR", help=told)
        about = word("cli", f"institution-{name}-help", lang=lang)
        call, params = partial(action, lang=lang), [argument, out, *shared()]
        group.add_command(SpokenCommand(lang=lang, name=name, help=about, params=params, callback=call))
    return group


def _new(*, lang: str, name: str, out: str | None) -> int:
    from toolkit.tasks.institution import new_institution

    folder = new_institution(name, Path(out or "."), today=dt.datetime.now().astimezone().date())
    files = [path.name for path in sorted(folder.glob("*.yaml"))]
    say(word("cli", "institution-new-done", {"folder": str(folder), "files": files}, lang=lang).split("\n"))
    return 0


def _check(*, lang: str, folder: str, out: str | None) -> int:
    from toolkit.tasks.closing import aside_lines
    from toolkit.tasks.institution import examine

    place = Path(folder).resolve()
    place = place if place.is_dir() else place.parent
    target = Path(out) if out else place.parent / word("cli", "institution-blank", {"name": place.name}, lang=lang)
    found = examine(Path(folder), target, lang=lang)
    with speaking(found.profile.own):
        say(lines(found, str(target), lang=lang))
    say(aside_lines(found.set_aside, lang=lang))
    return 0


def lines(found: Examined, out: str, *, lang: str) -> list[str]:
    """Return what an examined definition holds, form by form with a picture of it."""
    regulation = found.profile.regulation
    facts = {
        "institution": regulation.institution.name,
        "title": regulation.document.title,
        "articles": len(regulation.articles),
        "requirements": len(regulation.requirements),
        "forms": len(found.forms),
    }
    told = [word("cli", "institution-good", facts, lang=lang)]
    for form, page, tried in found.forms:
        told += ["", *_form(form, page, tried, lang)]
    if found.unasked:
        told += ["", word("cli", "institution-unasked", lang=lang)]
    for entry, lacking in found.unasked:
        fields = [vocabulary().heading(name, lang=lang) for name in lacking]
        told.append(word("cli", "institution-unasked-one", {"id": entry.id, "fields": fields}, lang=lang))
    if found.doubts:
        told += ["", word("cli", "institution-doubts", lang=lang)]
    told += [f"  {word('definitions', one.code, one.sentence.facts, lang=lang)}" for one in found.doubts]
    return [*told, "", word("cli", "institution-blank-written", {"count": len(found.forms), "out": out}, lang=lang)]


def _form(form: Form, page: Page, tried: Tried, lang: str) -> list[str]:
    role = word("cli", f"institution-role-{form.role}", lang=lang)
    facts = {"id": form.id, "title": form.drawing.title, "role": role, "fields": len(form.fields)}
    told = [word("cli", "institution-form", facts, lang=lang), *picture(page)]
    if tried.read_as != form.key:
        return [*told, word("cli", "institution-read-as", {"form": tried.read_as}, lang=lang)]
    if tried.lost:
        return [*told, word("cli", "institution-lost", {"fields": list(tried.lost)}, lang=lang)]
    return [*told, word("cli", "institution-came-back", lang=lang)]


def picture(page: Page) -> list[str]:
    """Return a sheet as lines of a terminal, row by row: what is printed, and what is asked as 〔…〕."""
    rows: dict[int, list[Box]] = {}
    for box in page.boxes:
        if box.role not in _UNDRAWN and not box.slot:
            rows.setdefault(box.top, []).append(box)
    told = [_row(sorted(boxes, key=lambda box: box.left)) for _, boxes in sorted(rows.items())]
    told = [line for line in told if line.strip("│ ")]
    wide = max(map(_width, told), default=0)
    more = ["    …"] if len(told) > _ROWS else []
    return ["  ┌" + "─" * (wide // 2), *(f"  {line}" for line in told[:_ROWS]), *more, "  └" + "─" * (wide // 2)]


def _row(boxes: list[Box]) -> str:
    return "│ " + " │ ".join(filter(None, map(_cell, boxes)))


def _cell(box: Box) -> str:
    text = " ".join(box.text.split())
    if box.key:
        named = "、".join(vocabulary().heading(part) for part in box.key.split("&"))
        asked = text if box.options else named
        return f"〔{_cut(asked)}〕"
    return _cut(text)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
