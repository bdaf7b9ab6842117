"""The sheet 填表说明: what to write in each answer, an example, the clause that asks for it; how to add groups; privacy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.fields import vocabulary
from toolkit.messages import sentences, word
from toolkit.template import styles
from toolkit.template.sheet import ask, safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.forms import Form
    from toolkit.regulations import Profile
    from toolkit.template.places import Box, Page
    from toolkit.template.sheet import Ink

_WIDTHS = (26, 46, 30, 28)
_CLAUSES = 2
_LINE = 16.0


def write(ink: Ink, form: Form, profile: Profile, page: Page, *, lang: str = "zh") -> None:
    """Add the sheet; `page` is one sheet of the form, whose answers it explains."""
    sheet = ink.workbook.add_worksheet(_free_name(ink, word("template", "guide.sheet")))
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    title = word("template", "guide.title", {"title": form.drawing.title}, lang=lang)
    sheet.merge_range(0, 0, 0, 3, safe(title), ink.format(_looks(font_name=styles.HEADING, font_size=15, align="center")))
    sheet.set_row(0, 34)
    row = 1
    plain = ink.format(_looks())
    for text in _paragraphs(form, profile, lang):
        sheet.merge_range(row, 0, row, 3, safe(text), plain)
        sheet.set_row(row, _height([(text, sum(_WIDTHS))]))
        row += 1
    row += 1
    for heading, boxes in _blocks(page, lang):
        row = _table(ink, sheet, row, heading, boxes, profile, lang) + 1
    facts = {"form": form.key, "version": form.version, "regulation": profile.regulation.version}
    sheet.write_string(row, 0, word("template", "guide.made", facts, lang=lang), ink.format(_looks(font_color="#7F7F7F")))
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _paragraphs(form: Form, profile: Profile, lang: str) -> Iterator[str]:
    facts = {
        "institution": profile.regulation.institution.name,
        "document": profile.regulation.document.title,
        "sheet": form.drawing.sheet,
        "office": profile.parameters.get("filing_office") or "",
    }
    found = ["guide.fill", "guide.live", f"guide.more.{form.drawing.layout}"]
    if form.drawing.suggested:
        found.insert(0, "guide.suggested")
    if form.drawing.extra:
        found.append("guide.extra")
    found.append("guide.send")
    window = profile.parameters.get("annual_window")
    if window:
        found.append("guide.window")
        facts |= {name: _day(window[name], lang) for name in ("start", "end")}
    found.append("guide.privacy")
    for number, code in enumerate(found, 1):
        yield f"{number}. {word('template', code, facts, lang=lang)}"


def _day(month_day: str, lang: str) -> str:
    month, day = (int(part) for part in month_day.split("-"))
    return word("template", "guide.day", {"month": month, "day": day}, lang=lang)


def _blocks(page: Page, lang: str) -> Iterator[tuple[str, list[Box]]]:
    first: dict[tuple[str, bool, bool], Box] = {}
    for box in page.answers():
        if box.slot in (None, 0):
            first.setdefault((box.key, box.role == "extra", box.role == "signature"), box)
    for code, roles in (("guide.official", {"answer", "line", "signature"}), ("guide.extras", {"extra"})):
        found = [box for box in first.values() if box.role in roles]
        if found:
            yield word("template", code, lang=lang), found


def _table(
    ink: Ink, sheet: Any, row: int, heading: str, boxes: Sequence[Box], profile: Profile, lang: str
) -> int:
    head = ink.format(_looks(border=1, bg_color="#DDEBF7", font_name=styles.HEADING, align="center"))
    cell = ink.format(_looks(border=1, valign="vcenter"))
    words = [heading, *(word("template", f"guide.{name}", lang=lang) for name in ("how", "example", "clause"))]
    for column, text in enumerate(words):
        sheet.write_string(row, column, text, head)
    sheet.set_row(row, 22)
    for at, box in enumerate(boxes, row + 1):
        texts = (_name(box), ask(box), example(box), _clauses(box, profile))
        for column, text in enumerate(texts):
            sheet.write_string(at, column, safe(text), cell)
        sheet.set_row(at, _height(list(zip(texts, _WIDTHS, strict=True))))
    return row + len(boxes) + 1


def _name(box: Box) -> str:
    label = box.label.rstrip("：:")
    stem, _, part = box.key.partition(".")
    if part and "&" not in box.key and box.role != "extra":
        label = vocabulary()[stem].zh + vocabulary().parts[part].zh
    return word("template", "guide.name", {"label": label})


def example(box: Box) -> str:
    """Return an invented example for an answer, "" where none helps."""
    part = box.key.partition(".")[2]
    if box.role == "signature":
        return ""
    codes = [f"example.{box.key}", f"example.part.{part}" if part else ""]
    found = next((code for code in codes if code in sentences("template")), "")
    if found:
        return word("template", found)
    entry = vocabulary()[box.stems[0]]
    if entry.kind == "bool":
        return word("template", "yes")
    if entry.kind == "enum":
        return entry.options[0]
    return word("template", f"example.kind.{entry.kind}") if f"example.kind.{entry.kind}" in sentences("template") else ""


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
    lines = max(-(-sum(2 if ord(letter) > 0x2E80 else 1 for letter in text) // int(width - 1)) for text, width in texts)
    return max(1, lines) * _LINE + 5


def _looks(**more: Any) -> dict[str, Any]:
    return {"font_name": styles.BODY, "font_size": 11, "text_wrap": True, "valign": "vcenter", **more}


def _free_name(ink: Ink, name: str) -> str:
    taken = set(ink.workbook.sheetnames)
    return next(found for found in (name, *(f"{name}{n}" for n in range(2, 99))) if found not in taken)
