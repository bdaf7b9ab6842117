"""The sheet 填表说明: what to write in each answer, an example, the clause; how to add groups; privacy.

Labels stand in quotation marks here, so that no reader takes the explanations for a filled form.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from toolkit.forms.template import styles, ticks
from toolkit.forms.template.sheet import ask, safe
from toolkit.messages import sentences, word
from toolkit.regulations.fields import label_key, vocabulary
from toolkit.regulations.roles import OF_A_MOMENT, OF_A_UNIT
from toolkit.regulations.windows import windows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter.worksheet import Worksheet

    from toolkit.forms.template.places import Box, Page
    from toolkit.forms.template.sheet import Ink, Order
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Profile

_WIDTHS = (26, 50, 30, 30)
_CLAUSES = 2
_LINE = 16.0
_A4 = 9


def write(ink: Ink, page: Page, order: Order) -> None:
    """Add the sheet; `page` is one sheet of the form, whose answers it explains."""
    sheet = ink.workbook.add_worksheet(_free_name(ink, word("template", "guide.sheet")))
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.fit_to_pages(1, 1)
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    form, regulation = order.form, order.profile.regulation
    writer = _Writer(ink, sheet, order)
    title = word("template", "guide.title", {"title": form.drawing.title}, lang=order.lang)
    writer.across(title, 34, font_name=styles.HEADING, font_size=15, align="center")
    for text in _paragraphs(order):
        writer.across(text, _height([(text, sum(_WIDTHS))]))
    for heading, boxes in _blocks(page, order.lang):
        writer.row += 1
        writer.table(heading, boxes)
    writer.row += 1
    facts = {"form": form.key, "version": form.version, "regulation": regulation.version}
    writer.across(word("template", "guide.made", facts, lang=order.lang), _LINE, font_color="#7F7F7F")
    sheet.protect("", {"format_columns": True, "format_rows": True})


@dataclass(slots=True)
class _Writer:
    """Writes the sheet from top to bottom; `row` is the next free row."""

    ink: Ink
    sheet: Worksheet
    order: Order
    row: int = 0

    def across(self, text: str, height: float, **looks: Any) -> None:
        self.sheet.merge_range(self.row, 0, self.row, len(_WIDTHS) - 1, safe(text), self.ink.format(_looks(**looks)))
        self.sheet.set_row(self.row, height)
        self.row += 1

    def table(self, heading: str, boxes: Sequence[Box]) -> None:
        head = self.ink.format(_looks(border=1, bg_color="#DDEBF7", font_name=styles.HEADING, align="center"))
        cell = self.ink.format(_looks(border=1))
        words = (word("template", f"guide.{name}", lang=self.order.lang) for name in ("how", "example", "clause"))
        self._line((heading, *words), head)
        for box in boxes:
            self._line((_name(box), ask(box), example(box, self.order), _clauses(box, self.order.profile)), cell)

    def _line(self, texts: Sequence[str], looks: Any) -> None:
        for column, text in enumerate(texts):
            self.sheet.write_string(self.row, column, safe(text), looks)
        self.sheet.set_row(self.row, _height(list(zip(texts, _WIDTHS, strict=True))))
        self.row += 1


def _paragraphs(order: Order) -> Iterator[str]:
    drawing = order.form.drawing
    windows = windows_of(order.profile)
    several = word("template", "guide.and", lang=order.lang).join(_span(window, order.lang) for window in windows)
    facts = {
        "institution": order.profile.regulation.institution.name,
        "document": order.profile.regulation.document.title,
        "sheet": drawing.sheet,
        "office": offices(order.form, order.profile),
        "windows": several,
        **_deadline(order),
    }
    returned = order.form.role not in OF_A_MOMENT | OF_A_UNIT  # these come when something happens, and hold no groups
    codes = {
        "guide.suggested": drawing.suggested,
        "guide.fill": True,
        "guide.live": True,
        f"guide.more.{drawing.layout}": True,
        "guide.nil": returned and not drawing.confirm,
        "guide.nil.handed-out": returned and bool(drawing.confirm),
        "guide.extra": bool(drawing.extra),
        "guide.send": True,
        "guide.window": bool(windows) and returned,
        "guide.after": bool(facts["days"]),
        "guide.promptly": facts["kind"] == "promptly",
        "guide.privacy": True,
    }
    for number, code in enumerate((code for code, applies in codes.items() if applies), 1):
        yield f"{number}. {word('template', code, facts, lang=order.lang)}"


def _deadline(order: Order) -> dict[str, Any]:
    """Return within how many days of which kind a change is reported, on the form for that."""
    told = order.profile.parameters.change_deadline if order.form.role == "change" else None
    kind = str((told or {}).get("kind", ""))
    days = (told or {}).get("days", "")
    spoken = word("findings", f"note.days.{kind}", lang=order.lang) if days else ""
    return {"days": days, "kind": kind, "day_kind": spoken}


def _span(window: tuple[str, str], lang: str) -> str:
    start, end = (_day(day, lang) for day in window)
    return word("template", "guide.span", {"start": start, "end": end}, lang=lang)


def _day(month_day: str, lang: str) -> str:
    month, day = (int(part) for part in month_day.split("-"))
    return word("template", "guide.day", {"month": month, "day": day}, lang=lang)


def _blocks(page: Page, lang: str) -> Iterator[tuple[str, list[Box]]]:
    first: dict[tuple[str, bool], Box] = {}
    for box in page.answers():
        if box.slot in (None, 0):
            first.setdefault((box.key, box.role == "extra"), box)
    for code, wanted in (("guide.official", False), ("guide.extras", True)):
        found = [box for (_, extra), box in first.items() if extra == wanted]
        if found:
            yield word("template", code, lang=lang), found


def _name(box: Box) -> str:
    label = box.label.rstrip("：:")
    stem, _, part = box.key.partition(".")
    bare_part = label_key(label) in vocabulary().part_by_label
    if part and bare_part and "&" not in box.key and box.role != "extra":
        label = vocabulary()[stem].zh + vocabulary().parts[part].zh
    return word("template", "guide.name", {"label": label})


def offices(form: Form, profile: Profile) -> tuple[str, ...]:
    """Return where groups of this form are filed, by the regulation's routes; the institution's office without any."""
    kind = form.drawing.fixed.get("kind")
    routes = [route for route in profile.regulation.routes if route.when.get("kind") == kind]
    found = dict.fromkeys(route.file_with for route in routes if route.file_with)
    return tuple(found) or tuple(filter(None, [profile.parameters.filing_office]))


def example(box: Box, order: Order) -> str:
    """Return an invented example for an answer, "" where none helps."""
    if box.role == "signature":
        return ""
    if box.key == "filing_office":
        return next(iter(offices(order.form, order.profile)), "")
    regulation = order.profile.regulation
    if box.key == "copied_to":
        return next((office for route in regulation.routes for office in route.copy_to), "")
    if box.key == "platform" and vocabulary().accounts_only and not box.options:
        return next(iter(regulation.parameters.platforms), "")
    found = _example(box)
    return box.options[0] if box.options and not ticks.matching(found, box.options) else found


def _example(box: Box) -> str:
    """Return the example of a field, whatever boxes a form prints for it."""
    part = box.key.partition(".")[2]
    entry = vocabulary()[box.stems[0]]
    if entry.on_forms and not box.options:
        return entry.on_forms.options[0]
    if vocabulary().accounts_only and f"example.accounts.{box.key}" in sentences("template"):
        return word("template", f"example.accounts.{box.key}")
    codes = (f"example.{box.key}", f"example.part.{part}", f"example.kind.{entry.kind}")
    if found := next((code for code in codes if code in sentences("template")), ""):
        return word("template", found)
    if entry.kind == "bool":
        return word("template", "yes")
    return entry.options[0] if entry.options else ""


def _clauses(box: Box, profile: Profile) -> str:
    """Return the clauses that ask for an answer, those that require it first."""
    asking = [
        entry
        for entry in profile.regulation.requirements
        if set(box.stems) & set(entry.fields) and entry.rule not in {"by-hand", "in-force"}
    ]
    asking.sort(key=lambda entry: entry.rule != "required")
    return "、".join(list(dict.fromkeys(entry.clause for entry in asking))[:_CLAUSES])


def _height(texts: Sequence[tuple[str, float]]) -> float:
    lines = max(-(-styles.text_width(text) // int(width - 2)) for text, width in texts)
    return max(1, lines) * _LINE + 5


def _looks(**more: Any) -> dict[str, Any]:
    return {"font_name": styles.BODY, "font_size": 11, "text_wrap": True, "valign": "vcenter", **more}


def _free_name(ink: Ink, name: str) -> str:
    taken = set(ink.workbook.sheetnames)
    return next(found for found in chain((name,), (f"{name}{n}" for n in count(2))) if found not in taken)
