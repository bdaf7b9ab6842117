"""A form with what is already known in it: last year's rows before a campaign, the unit's own rows in the feedback."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.forms.template import ticks
from toolkit.forms.template.ledger import ledger
from toolkit.forms.template.matrix import matrix
from toolkit.forms.template.page import cards
from toolkit.messages import word
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.forms.template.places import Box, Page
    from toolkit.regulations.forms import Form


_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_DAY = re.compile(r"年\s+月\s+日")
_NUMBER_BEHIND = re.compile(r"[（(]\d+[）)]$")
_YES_NO = {"True": "yes", "False": "no"}
_OF_ONE_YEAR = frozenset({"reported_on", "received_on", "change_on", "change_reported_on", "change_items"})


@dataclass(frozen=True, slots=True)
class Plan:
    """The sheets of one form and, for each given row, its page and its slot there."""

    form: Form
    pages: tuple[Page, ...]
    groups: tuple[tuple[int, int], ...]

    def find(self, group: int, key: str) -> tuple[Page, Box] | None:
        """Return where the answer `key` of the given row number `group` stands; None when the form lacks it."""
        number, slot = self.groups[group]
        page = self.pages[number]
        box = page.find(key, slot) or page.find(key, None)
        return (page, box) if box else None


def plan(form: Form, *, rows: Sequence[Mapping[str, str]] = (), unit: str = "") -> Plan:
    """Return the form's sheets with `rows` (answer key to text) in them, one group a row.

    `unit` stands in the head of each sheet or in each card, blank cards included. A key that the form lacks is left
    out. A text of several lines goes to the printed rows of an answer one by one (three administrators).
    """
    pages, groups = _blank(form, rows)
    by_page: dict[int, dict[int, Mapping[str, str]]] = defaultdict(dict)
    for row, (number, slot) in zip(rows, groups, strict=True):
        by_page[number][slot] = row
    once = _once(form, rows)
    filled = tuple(_fill(form, page, by_page[number], once, unit) for number, page in enumerate(pages))
    return Plan(form, filled, groups)


def _blank(form: Form, rows: Sequence[Mapping[str, str]]) -> tuple[tuple[Page, ...], tuple[tuple[int, int], ...]]:
    count = len(rows)
    if form.drawing.layout == "card":
        return cards(form, [_name(row) for row in rows]), tuple((number, 0) for number in range(count))
    if form.drawing.layout == "ledger":
        return (ledger(form, count),), tuple((0, slot) for slot in range(count))
    page, columns = matrix(form, rows)
    return (page,), tuple((0, slot) for slot in columns)


def _name(row: Mapping[str, str]) -> str:
    """Return the name of a group, as far as it stands for itself."""
    text = next((text for key, text in row.items() if "group_name" in key.split("&")), "")
    return _NUMBER_BEHIND.sub("", text.split("\n", maxsplit=1)[0])


def _once(form: Form, rows: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    """Return the answers that stand once for all rows: the first that is given."""
    return {key: next((row[key] for row in rows if row.get(key)), "") for key in form.head_keys}


def _fill(form: Form, page: Page, rows: Mapping[int, Mapping[str, str]], once: Mapping[str, str], unit: str) -> Page:
    lines = _lines(page)
    boxes = []
    for box in page.boxes:
        if not box.key or (box.role == "signature" and page.find(box.key, box.slot) is not box):
            boxes.append(_signed_by(box, rows.get(box.slot or 0, {}).get(place_of_signature(box.key), "")))
            continue
        source = once if box.slot is None else rows.get(box.slot, {})
        text = source.get(box.key, "")
        if box.key == "unit" and unit and (page.axis == "card" or box.slot is None):
            text = text or unit
        boxes.append(_with(form, box, text, lines.get((box.key, box.slot), 0)))
    return replace(page, boxes=tuple(boxes))


def place_of_signature(key: str) -> str:
    """Return under which key stands who signed in the place for pen and seal of an answer."""
    return f"signed:{key}"


def _signed_by(box: Box, who: str) -> Box:
    """Return a place for pen and seal with a name behind the last of its printed words."""
    if not who or box.role != "signature":
        return box
    before, colon, behind = box.text.rpartition("：")
    return replace(box, text=f"{before}{colon}{who}{behind}" if colon else f"{who}\n{box.text}")


def _with(form: Form, box: Box, text: str, offered: int) -> Box:
    if not text or _is_head_of_matrix(form, box):
        return box
    if offered > 1:
        people = text.split("\n")
        text = (
            "\n".join(people[box.line :])
            if box.line == offered - 1
            else next(iter(people[box.line : box.line + 1]), "")
        )
    if box.role == "signature" and box.left == 0:  # its label stands in it, and stays
        text = _DAY.sub(text, box.printed)
    if box.options:
        text = ticks.ticked(text, box.options, form.drawing)
    return replace(box, text=text)


def _is_head_of_matrix(form: Form, box: Box) -> bool:
    return form.drawing.across is not None and box.key == form.drawing.across.answer


def _lines(page: Page) -> Mapping[tuple[str, int | None], int]:
    """Return how many printed rows each answer of each group has."""
    return {asked: max(box.line for box in boxes) + 1 for asked, boxes in page.lines.items()}


def texts(form: Form, record: Mapping[str, str]) -> dict[str, str]:
    """Return a ledger row (flat column to text) as the form asks for it (answer key to text).

    `owner` becomes `姓名 电话`, one person a line; `group_name&group_no` becomes `名称（号码）`; a count stands as it
    was typed, an ISO date becomes 2018年5月15日. Left out: what the form does not ask, and what belongs to one year's
    return only (填报日期, the dates of a change).
    """
    keys = (answer.key for answer in form.answers if answer.key not in _OF_ONE_YEAR)
    found = {key: _answer(key, record) for key in keys}
    return {key: text for key, text in found.items() if text}


def _answer(key: str, record: Mapping[str, str]) -> str:
    parts = [text for text in (_part(part, record) for part in key.split("&")) if text]
    if key == "group_name&group_no" and len(parts) > 1:
        return f"{parts[0]}（{parts[1]}）"
    return "\n".join(parts)


def _part(key: str, record: Mapping[str, str]) -> str:
    if "." in key:
        return record.get(key, "").rstrip("\n")
    kind = vocabulary()[key].kind
    if kind == "people":
        return "\n".join(_people(key, record))
    if kind == "count":
        return record.get(f"{key}.raw", "") or record.get(f"{key}.low", "")
    text = record.get(key, "")
    if kind == "date":
        return _date(text)
    return word("template", _YES_NO[text]) if kind == "bool" and text in _YES_NO else text


def _date(text: str) -> str:
    """Return an ISO date as forms want it, with the precision it has; anything else as it is."""
    found = _ISO.fullmatch(text)
    if not found:
        return text
    pieces = zip(found.groups(), "年月日", strict=True)
    return "".join(f"{int(number)}{unit}" for number, unit in pieces if number)


def _people(stem: str, record: Mapping[str, str]) -> Iterator[str]:
    columns = [record.get(f"{stem}.{part}", "").split("\n") for part in ("name", "mobile", "office_phone")]
    for number, name in enumerate(columns[0]):
        phones = [column[number] for column in columns[1:] if number < len(column) and column[number]]
        if name or phones:
            yield " ".join([name, *phones[:1]]).strip()
