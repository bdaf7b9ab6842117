"""Drop-downs: each list stands once on a hidden sheet and is used by name, so that its length has no limit."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.forms.template import ticks
from toolkit.forms.template.expressions import SIGNS
from toolkit.messages import word
from toolkit.normalise.words import words
from toolkit.register.rows.kinds import read_option
from toolkit.regulations.fields import common, vocabulary
from toolkit.report.text import risky

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter import Workbook

    from toolkit.forms.template.places import Box
    from toolkit.forms.template.texts import Words
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Profile

_GROUP = "群"
_LIST = "register"


@dataclass(slots=True)
class Lists:
    """The lists of one workbook, each under a defined name."""

    found: dict[tuple[str, ...], str] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)

    def need(self, words: Iterable[Words]) -> None:
        """Have lists of words at hand for the formulas that name them."""
        self.words |= {one.name: one for one in words}

    def name(self, stem: str, entries: Sequence[str]) -> str:
        """Return the defined name of a list, kept once however often it is asked for."""
        wanted = tuple(entries)
        if wanted not in self.found:
            taken = set(self.found.values())
            names = (f"list_{stem}" if n == 1 else f"list_{stem}_{n}" for n in range(1, len(taken) + 2))
            self.found[wanted] = next(name for name in names if name not in taken)
        return self.found[wanted]

    def write(self, workbook: Workbook) -> None:
        """Write the hidden sheet and the names."""
        self.name("signs", SIGNS)
        title = word("template", "lists.sheet")
        sheet = workbook.add_worksheet(title)
        marked = any(risky(entry) for entries in self.found for entry in entries)
        quoted = workbook.add_format({"quote_prefix": True}) if marked else None
        for column, (entries, name) in enumerate(self.found.items()):
            sheet.write_string(0, column, name)
            for row, entry in enumerate(entries, 1):
                sheet.write_string(row, column, entry, quoted if risky(entry) else None)
            letter = _letters(column)
            workbook.define_name(name, f"='{title}'!${letter}$2:${letter}${len(entries) + 1}")
        for column, (name, one) in enumerate(self.words.items(), start=len(self.found)):
            sheet.write_string(0, column, name)
            sheet.write_string(1, column, one.text)
            workbook.define_name(name, f"='{title}'!${_letters(column)}$2")
        sheet.protect()
        sheet.hide()


def options(box: Box, form: Form, profile: Profile, units: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """Return the name and the entries of the drop-down of an answer; None when it has none."""
    if box.role == "signature" or len(box.stems) != 1 or "." in box.key:
        return None
    stem = box.stems[0]
    entry = vocabulary()[stem]
    if box.options:
        others = ticks.unprinted(box.options, _platforms(form, profile))
        return f"{stem}_boxes", ticks.choices(box.options, form.drawing, others)
    if entry.kind == "bool":
        return "yes_no", (word("template", "yes"), word("template", "no"))
    known = {"platform": _platforms(form, profile), "unit": tuple(units), "enum": _enum(profile, stem)}
    entries = known.get(entry.kind, ())
    return (stem, entries) if entries else None


def spoken(profile: Profile, stem: str) -> tuple[str, ...]:
    """Return the words for the options of an enumerated answer that the reader takes without a question."""
    own = profile.options.get(stem, {})
    return _spoken(profile.options_of(stem), tuple((option, tuple(said)) for option, said in own.items()))


@lru_cache(maxsize=1 << 6)
def _spoken(listed: tuple[str, ...], own: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, ...]:
    told = dict(own)
    said = (word for option in listed for word in (option, *told.get(option, ()), *words().options.get(option, ())))
    every = dict.fromkeys(form for word in said for form in (word, f"{word}{_GROUP}"))
    return tuple(form for form in every if not read_option(form, listed, told).fault)


def _enum(profile: Profile, stem: str) -> tuple[str, ...]:
    entry = vocabulary()[stem]
    if entry.kind != "enum":
        return ()
    return entry.on_forms.options if entry.on_forms else profile.options_of(stem)


def _platforms(form: Form, profile: Profile) -> tuple[str, ...]:
    """Return the platforms that can be meant: the institution's first, then what else is in use.

    Accounts stand apart where the institution has a list for them alone. A list of groups and accounts offers what the
    regulation names and nothing else: it names the accounts, so that it is no list of examples.
    """
    entry = vocabulary()["platform"]
    first = profile.parameters.platforms
    group, account, _ = common()["kind"].options
    kind = form.drawing.fixed.get("kind", group)
    every = (*first, *(option for option in entry.options if option not in first))
    usable = tuple(option for option in every if kind in option or option in first)
    accounts = tuple(option for option in usable if option in words().accounts)
    if kind == account:
        return accounts
    if any(one.role == _LIST and one.drawing.fixed.get("kind") == account for one in profile.forms):
        return tuple(option for option in usable if option not in accounts)
    mixed = "kind" not in form.drawing.fixed and any(option in first for option in accounts)
    return first if mixed else usable


def _letters(column: int) -> str:
    from toolkit.model import cell_name

    return cell_name(0, column)[:-1]
