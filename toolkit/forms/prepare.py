"""What to hand out: one workbook a unit, prefilled with its groups of last year, answered in a minute.

The unit's own line of each group begins with 今年状态, and the sheet with one line for the whole unit:

    继续, 变更          the group goes on: read as 处置 保留. What changed is told from the cells themselves, never from
                       the word; a group marked 变更 in which nothing differs is renewed, and one marked 继续 with a new
                       owner is a change all the same.
    合并, 解散, 注销    the group is gone: it is cancelled, and its row of last year is closed. An answer, no fault.
    本单位本年度无变更 ☑    says it once for all groups. The rows below are read as well: where one differs after all,
                 that is shown and the tick does not hide it. A form with the tick and no rows is a 无变更 notice.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.comparison.copies import further_rows_then
from toolkit.forms.template import add_form, blank_workbooks, finish, open_ink, texts
from toolkit.messages import word
from toolkit.normalise.file_names import safe_names
from toolkit.register.cancelled import CANCELLING
from toolkit.register.rows.distinct import as_texts
from toolkit.regulations.own_words import in_its_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.model import Ledger
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Profile

__all__ = ["prepare", "units_left_out"]

STATUS, REPORTED, DISSOLVED, NUMBER = "disposition", "reported_on", "dissolved_on", "filing_no"
BLANK_FORMS = "空白表"


@in_its_words
def prepare(
    profile: Profile, *, year: int, units: Ledger | None = None, previous: Ledger | None = None, lang: str = "zh"
) -> dict[str, bytes]:
    """Return the workbooks, file name (`2026_教务处_登记表.xlsx`) to content.

    Args:
        profile: whose forms they are.
        year: the year of the campaign; it begins the names of the files.
        units: the roster; units that need not file (应报 = 否) get none. None takes the units of last year.
        previous: last year's register; its groups in force stand in the forms, 备案编号 included.
        lang: language of 填表说明.

    Forms that no unit's workbook holds (an approval for a new group) come blank, under `空白表/`. With neither roster
    nor register: the blank forms only.
    """
    if units is None and previous is None:
        return blank_workbooks(profile, lang=lang)
    by_unit = _rows_by_unit(previous)
    wanted = _expected(units) if units is not None else tuple(by_unit)
    found: dict[str, bytes] = {}
    used: set[str] = set()
    for unit, name in zip(wanted, safe_names(wanted), strict=True):
        parts = _parts(profile, by_unit.get(unit, []))
        used |= {form.key for form, _ in parts}
        found[f"{year}_{name}_{parts[0][0].drawing.sheet}.xlsx"] = _workbook(profile, unit, parts, lang=lang)
    rest = [form for form in profile.forms if form.key not in used]
    blank = blank_workbooks(replace(profile, forms=tuple(rest)), units=wanted, lang=lang) if rest else {}
    return found | {f"{BLANK_FORMS}/{name}": content for name, content in blank.items()}


def units_left_out(units: Ledger | None, previous: Ledger | None) -> tuple[str, ...]:
    """Return the units of last year's register that the roster does not ask; their groups stand in no workbook."""
    asked = set(_expected(units)) if units is not None else set(_rows_by_unit(previous))
    return tuple(unit for unit in _rows_by_unit(previous) if unit not in asked)


def _expected(units: Ledger) -> tuple[str, ...]:
    asked = zip(units.frame["unit"].tolist(), units.frame["expected"].tolist(), strict=True)
    return tuple(dict.fromkeys(unit for unit, expected in asked if expected is not False))


def _rows_by_unit(previous: Ledger | None) -> dict[str, list[dict[str, str]]]:
    """Return last year's groups in force as text, unit by unit; a row without a unit belongs to no workbook.

    A group that the register holds on two rows is handed out once.
    """
    if previous is None:
        return {}
    repeated = further_rows_then(previous)
    frame = previous.frame[~previous.frame["id"].isin(repeated)]
    columns = [name for name in frame.columns if name not in {"id", "sheet", "offset", "form", "path"}]
    told = [as_texts(frame[name]) for name in columns]
    found: dict[str, list[dict[str, str]]] = {}
    for row in zip(*told, strict=True):
        record = dict(zip(columns, row, strict=True))
        over = record["dissolved_on"] or record[STATUS] in CANCELLING or record.get("unused") == str(True)
        if record["unit"] and not over:
            found.setdefault(record["unit"], []).append(record)
    return found


def _parts(profile: Profile, rows: Sequence[Mapping[str, str]]) -> list[tuple[Form, list[Mapping[str, str]]]]:
    """Return the forms of a unit's workbook with its rows: each row on the form made for its kind.

    The yearly review (年审) is of the same groups again, each on its own form.
    """
    reviews = [form for form in profile.forms if form.role == "review"]
    registers = [form for form in profile.forms if form.role == "register"] or reviews or list(profile.forms)
    general = next((form for form in registers if not form.drawing.fixed), registers[0])
    found: dict[str, tuple[Form, list[Mapping[str, str]]]] = {}
    for row in rows:
        own = (form for form in registers if form.drawing.fixed and _is_for(form, row))
        form = next(own, general)
        found.setdefault(form.key, (form, []))[1].append(row)
    parts = sorted(found.values(), key=lambda part: part[0].key != general.key) or [(general, [])]
    again = [(form, [row for row in rows if _is_for(form, row)]) for form in reviews if form not in registers]
    return [*parts, *((form, asked) for form, asked in again if asked)]


def _is_for(form: Form, row: Mapping[str, str]) -> bool:
    return all(row.get(name) == value for name, value in form.drawing.fixed.items())


def _workbook(
    profile: Profile, unit: str, parts: Sequence[tuple[Form, Sequence[Mapping[str, str]]]], *, lang: str
) -> bytes:
    buffer = io.BytesIO()
    ink = open_ink(buffer)
    for number, (form, records) in enumerate(parts):
        again = form.role == "review" and number > 0
        confirm = word("template", "confirm") if number == 0 and any(records) else ""
        asked = form if again else _with_status(form, confirm=confirm)
        rows = [texts(asked, record) | {STATUS: ""} for record in records]  # what holds this year the unit says
        add_form(ink, asked, profile, rows=rows, unit=unit, units=(unit,), chosen=(STATUS,), lang=lang)
    finish(ink, {form.key: form for form, _ in parts}, profile)
    return buffer.getvalue()


def _with_status(form: Form, *, confirm: str) -> Form:
    """Return the form with 今年状态, 解散日期 and 备案编号 first in 本工具增列; what the form itself asks stays."""
    drawing = form.drawing
    official = {answer.key for answer in form.answers if not answer.extra}
    dates = (REPORTED,) if confirm else ()  # that nothing changed is said with its date
    first = [STATUS, *(key for key in (*dates, DISSOLVED, NUMBER) if key not in official)]
    extra = (*first, *(key for key in drawing.extra if key not in first))
    return replace(form, drawing=replace(drawing, extra=extra, confirm=confirm))
