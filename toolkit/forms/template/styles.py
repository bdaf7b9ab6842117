"""How each kind of box looks: fonts that every office machine has, thin frames as printed, nothing decorative."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.forms.template.places import asked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.forms.template.places import Box, Page, Side

BODY, HEADING = "宋体", "黑体"
TEXT_FORMAT = "@"  # as typed: no lost zeros, no 1.39E+10, no invented day for 2018年5月
RED = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
YELLOW = {"bg_color": "#FFF2CC"}
TONES: Mapping[str, Mapping[str, Any]] = {
    "error": {"bg_color": "#F7DEDC", "font_color": "#8C2B27"},
    "warning": {"bg_color": "#FBEFD3", "font_color": "#7A5710"},
    "review": {"bg_color": "#E7E6F3", "font_color": "#46437F"},
    "notice": {"bg_color": "#EDF1F4", "font_color": "#4A5B68"},
}
"""How a cell looks that an item of 修改清单 speaks of: as its severity does there."""
_SIZES = {"card": 12.0, "column": 11.0, "row": 10.5}
_LINE = 1.35  # height of a line of text against its font size
DIGITS_OF_A_NUMBER = 15  # more are rounded
_AS_NUMBERS = frozenset({"count", "int"})
_LONG = frozenset(
    {"purpose", "rules_text", "retain_basis", "oversize_reason", "change_items", "remark", "member_scope"}
)
_CENTRED = frozenset({"date", "count", "int", "bool", "platform", "number", "enum"})
_SIDES = ("top", "bottom", "left", "right")

_ROLES: Mapping[str, Mapping[str, Any]] = {
    "counter": {"font_name": HEADING, "font_size": 11, "font_color": "#7F6000", "bg_color": "#FFF2CC", "indent": 1},
    "confirm": {
        "font_name": HEADING,
        "font_size": 12,
        "bg_color": "#E2F0E6",
        "indent": 1,
        "locked": False,
        "border": 4,
    },
    "annex": {"font_name": HEADING, "font_size": 12},
    "title": {"font_name": HEADING, "font_size": 18, "align": "center", "text_wrap": True},
    "mark": {"font_name": HEADING, "font_size": 12, "font_color": "#C00000"},
    "plain": {"align": "right"},
    "line": {"bottom": 1, "locked": False},
    "empty": {"border": 1},
    "pen": {"bottom": 1},
    "label": {"border": 1, "align": "center", "text_wrap": True},
    "prompt": {"border": 1, "align": "left", "text_wrap": True, "indent": 1},
    "answer": {"border": 1, "text_wrap": True, "locked": False},
    "signature": {"border": 1, "align": "right", "valign": "bottom", "text_wrap": True, "indent": 1, "locked": False},
    "note": {"font_size": 10.5, "text_wrap": True},
    "extra-title": {"font_name": HEADING, "font_size": 10.5, "bg_color": "#DDEBF7", "border": 4, "indent": 1},
    "extra-label": {"bg_color": "#DDEBF7", "border": 4, "align": "center", "text_wrap": True, "font_size": 10.5},
    "extra": {"border": 4, "text_wrap": True, "locked": False, "font_size": 10.5},
}


class Shape(NamedTuple):
    """All that tells how a box looks: boxes alike in this look alike."""

    role: str
    key: str
    axis: str
    printed_options: bool
    open: frozenset[Side]
    leftmost: bool
    wide: bool


def shape(box: Box, page: Page) -> Shape:
    """Return the shape of a box."""
    return Shape(
        box.role, box.key, page.axis, bool(box.options), box.open, leftmost=box.left == 0, wide=box.right > box.left
    )


@lru_cache(maxsize=1 << 12)
def looks(seen: Shape) -> Mapping[str, Any]:
    """Return the XlsxWriter format properties of the boxes of a shape."""
    found: dict[str, Any] = {
        "font_name": BODY,
        "font_size": _SIZES[seen.axis],
        "valign": "vcenter",
        **_ROLES[seen.role],
    }
    if seen.role in {"answer", "extra", "line"}:
        found |= _answer(seen)
    if seen.role == "label" and seen.axis == "row":
        found["bold"] = True
    if seen.role == "signature" and seen.leftmost:  # its label stands in it
        found |= {"align": "left", "valign": "top"}
    if seen.role == "plain" and seen.leftmost:
        found["align"] = "left"
    for side in seen.open:
        found |= {name: found.get("border", 1) for name in _SIDES if name not in seen.open}
        found.pop("border", None)
        found.pop(side, None)
    return found


def as_number(key: str) -> bool:
    """Tell whether digits in the answer of this key are a number, and not a name made of digits."""
    stems, kinds = asked(key)
    return len(stems) == 1 and bool(kinds & _AS_NUMBERS)


def _answer(seen: Shape) -> dict[str, Any]:
    found: dict[str, Any] = {}
    stems, kinds = asked(seen.key)
    if not (as_number(seen.key) or set(stems) & _LONG):
        found["num_format"] = TEXT_FORMAT
    wide = seen.axis == "row" or (seen.axis == "card" and (seen.wide or "purpose" in stems))
    centred = bool(kinds & _CENTRED) and not seen.printed_options and len(stems) == 1
    if seen.role == "line" or (wide and not centred):
        found |= {"align": "left", "indent": 1 if seen.axis == "card" else 0}
    else:
        found["align"] = "center"
    if "top" in seen.open:
        found["valign"] = "top"
    return found


def height(box: Box, page: Page) -> float:
    """Return the height in points that the text of a box needs at its width."""
    size = float(_ROLES[box.role].get("font_size", _SIZES[page.axis]))
    columns = sum(page.widths[box.left : box.right + 1]) * 11 / size - 1
    lines = sum(max(1, ceil(text_width(line) / max(columns, 1))) for line in box.text.split("\n"))
    return lines * size * _LINE + 4


@lru_cache(maxsize=1 << 14)
def text_width(text: str) -> int:
    """Return how many columns a line of text takes, a Chinese character two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)
