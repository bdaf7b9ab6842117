"""A form as a workbook: blank to hand out, or prefilled. XlsxWriter's only user besides the report.

    render(form, profile)                      bytes of a blank workbook
    render(form, profile, rows=last_year)      one group a row, `texts` makes such rows from a ledger
    add_form(ink, form, profile, rows=…)       the same sheets inside a workbook that holds more (the feedback)

The same arguments give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from toolkit.forms.template import guide, sheet
from toolkit.forms.template.fill import Plan, place_of_signature, plan, texts
from toolkit.forms.template.places import Box, Page
from toolkit.forms.template.sheet import Ink, Mark, Order
from toolkit.intake.read import STAMP
from toolkit.regulations.own_words import in_its_words
from toolkit.regulations.profile import load_profile, profile_ids

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from toolkit.forms.template.live import Live
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Profile

__all__ = [
    "Box",
    "Ink",
    "Mark",
    "Page",
    "Plan",
    "add_form",
    "blank_workbooks",
    "file_name",
    "finish",
    "generate",
    "open_ink",
]
__all__ += ["place_of_signature", "plan", "render", "texts", "write_blank"]

_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - XlsxWriter writes it as it is; a fixed day makes the bytes repeatable
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


@in_its_words
def render(  # noqa: PLR0913 - keyword-only, each with a default
    form: Form,
    profile: Profile,
    *,
    rows: Sequence[Mapping[str, str]] = (),
    unit: str = "",
    units: Sequence[str] = (),
    lang: str = "zh",
) -> bytes:
    """Return a form as an .xlsx file.

    Args:
        form: the form to draw.
        profile: its institution; the clauses and the required answers come from it.
        rows: what is known, answer key of the form to text, one group a row. Unknown keys are left out.
        unit: the unit the workbook is for; it stands in the head or in each card.
        units: the roster for the drop-down of units; empty gives none.
        lang: language of 填表说明 (`zh` or `en`); the form itself is Chinese.
    """
    buffer = io.BytesIO()
    ink = open_ink(buffer)
    add_form(ink, form, profile, rows=rows, unit=unit, units=units, lang=lang)
    finish(ink, {form.key: form}, profile)
    return buffer.getvalue()


def open_ink(target: Any, alike: dict[tuple[object, ...], Live] | None = None) -> Ink:
    """Open a new workbook that forms (and sheets of your own: `ink.workbook.add_worksheet`) are written into.

    `alike` is for many workbooks of one regulation: formulas are then worked out once for all sheets drawn alike.
    """
    from xlsxwriter import Workbook

    return Ink(Workbook(target, _AS_TEXT), {} if alike is None else alike)


@in_its_words
def add_form(  # noqa: PLR0913 - keyword-only, each with a default
    ink: Ink,
    form: Form,
    profile: Profile,
    *,
    rows: Sequence[Mapping[str, str]] = (),
    unit: str = "",
    units: Sequence[str] = (),
    marks: Mapping[tuple[int | None, str], Mark] | None = None,
    chosen: Collection[str] = (),
    lang: str = "zh",
) -> Plan:
    """Add 填表说明 (once for each form) and the sheets of one form; return where everything stands.

    `marks` maps (number of the row in `rows`, answer key) to a mark: that cell is coloured and carries its note. None
    as the number means an answer that stands once for the sheet. `chosen` are answers of 本工具增列 that are to be
    chosen for every group.
    """
    found = plan(form, rows=rows, unit=unit)
    order = Order(form, profile, tuple(units), lang, frozenset(chosen))
    if form.key not in ink.explained:
        ink.explained.add(form.key)
        guide.write(ink, found.pages[0], order)
    for number, live in enumerate(sheet.lives(found.pages, order, ink.alike)):
        written = sheet.write(ink, live, order, _marks_of(found, number, marks or {}))
        if number == 0:
            written.activate()
    return found


def _marks_of(
    found: Plan, number: int, marks: Mapping[tuple[int | None, str], Mark]
) -> dict[tuple[int | None, str], Mark]:
    here: dict[tuple[int | None, str], Mark] = {}
    for (group, key), mark in marks.items():
        if group is None:
            here[None, key] = mark
        elif found.groups[group][0] == number:
            here[found.groups[group][1], key] = mark
    return here


@in_its_words
def finish(ink: Ink, forms: Mapping[str, Form], profile: Profile) -> None:
    """Write the lists and the document properties, and close the workbook."""
    ink.lists.write(ink.workbook)
    names = "、".join(form.drawing.title for form in forms.values())
    ink.workbook.set_properties(
        {"title": names, "author": "reconcile-toolkit", "company": "", "comments": "", "created": _CREATED}
    )
    facts = {
        STAMP: " ".join(forms),
        "reconcile-form-version": " ".join(form.version for form in forms.values()),
        "reconcile-profile-version": profile.regulation.version,
        "reconcile-generator": "reconcile-toolkit",
    }
    for name, value in facts.items():
        ink.workbook.set_custom_property(name, value, "text")
    ink.workbook.close()


def file_name(form: Form) -> str:
    """Return the file name of a form's template: its title without spaces and 、."""
    return "".join(form.drawing.title.split()).replace("、", "") + ".xlsx"


def blank_workbooks(profile: Profile, *, units: Sequence[str] = (), lang: str = "zh") -> dict[str, bytes]:
    """Return the blank templates of a profile, file name to content."""
    return {file_name(form): render(form, profile, units=units, lang=lang) for form in profile.forms}


def write_blank(profile: Profile, out_dir: Path, *, units: Sequence[str] = (), lang: str = "zh") -> list[Path]:
    """Write the blank templates of a profile into a folder, which is made when missing; return their paths."""
    out_dir.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in blank_workbooks(profile, units=units, lang=lang).items():
        path = out_dir / name
        path.write_bytes(content)
        written.append(path)
    return written


def generate(folder: Path) -> list[Path]:
    """Write the templates of all installed profiles, one folder each: what `templates/` in the repository holds."""
    return [path for name in profile_ids() for path in write_blank(load_profile(name), folder / name)]
