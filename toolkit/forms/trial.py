"""A form tried before anybody gets it: filled in once, read again, and compared answer by answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolkit.forms.template import plan, render
from toolkit.forms.template.lists import options
from toolkit.intake.grids import read_workbook
from toolkit.intake.layouts import recognise
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from toolkit.forms.template import Box
    from toolkit.model import Table
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Profile

_UNIT = "教务处"
_PARTS = {
    "name": "张三",
    "title": "主任",
    "mobile": "13900000001",
    "office_phone": "0557-3000001",
    "email": "zhang@example.edu.cn",
}
_KINDS = {
    "number": "100000001",
    "date": "2024年5月15日",
    "count": "36",
    "int": "36",
    "people": "张三 13900000001",
    "unit": _UNIT,
    "platform": "QQ群",
    "bool": "是",
}
_TOGETHER = {
    "group_name&group_no": "教务处工作群（100000001）",
    "platform&purpose": "QQ群，用于工作通知",
    "member_count&member_scope": "36人，全体教职工",
    "owner&admins": "群主：张三；管理员：李四",
    "owner.mobile&admins.mobile": "13900000001；13900000002",
}


class Tried(NamedTuple):
    """What a trial showed: as which form it was read (its key, "" for none), and the answers that did not come back."""

    read_as: str
    lost: tuple[str, ...]


def tried(form: Form, profile: Profile) -> Tried:
    """Fill in one blank workbook of a form as its labels ask, and read it by the forms of its institution."""
    blank = plan(form).pages[0]
    asked = {box.key: box for box in blank.answers() if box.role != "signature" and not box.slot}
    row = {key: _answer(box, form, profile) for key, box in asked.items()}
    content = render(form, profile, rows=[row], unit=_UNIT)
    name = f"{form.id}.xlsx"
    tables = recognise(name, read_workbook(name, content), profile.forms).tables
    own = [table for table in tables if table.form == form.key]
    if not own:
        return Tried(tables[0].form if tables else "", tuple(row))
    head = form.drawing.across.answer if form.drawing.across else ""
    return Tried(form.key, tuple(key for key in row if key != head and not _came_back(key, own)))


def _came_back(key: str, tables: list[Table]) -> bool:
    return any(text for table in tables for text in table.columns.get(key, ()))


def _answer(box: Box, form: Form, profile: Profile) -> str:
    listed = options(box, form, profile, (_UNIT,))
    if box.options:
        return box.options[0]
    if listed:
        return listed[1][0]
    if box.key in _TOGETHER:
        return _TOGETHER[box.key]
    stem, _, part = box.key.partition(".")
    if part in _PARTS and "&" not in box.key:
        return _PARTS[part]
    entry = vocabulary().fields.get(stem)
    return _KINDS.get(entry.kind if entry else "", "教务处工作群" if box.key == "group_name" else "试填的内容")
