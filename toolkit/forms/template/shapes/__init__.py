"""What the letters of an answer say of it: certainly well written, certainly not, or more than a formula can tell.

`clean` and `wrong` are never both so; what is neither is 未检查 on the sheet. Whatever is `clean` the readers of
`toolkit.normalise` take without a fault, whatever is `wrong` they do not; a test holds the two together, and a
LibreOffice test the formulas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.forms.template.expressions import NEVER, either, one_of
from toolkit.forms.template.shapes import figures, pairs, people
from toolkit.forms.template.shapes.decorated import says_something, undecorated
from toolkit.forms.template.shapes.figures import bare_count, recent_date
from toolkit.forms.template.shapes.shape import Shape
from toolkit.forms.template.shapes.words import (
    FIGURES,
    QQ,
    blank_ticks,
    blank_words,
    ditto_words,
    nil_words,
    no_number_words,
    no_words,
    platform_words,
    qq_words,
    yes_words,
)
from toolkit.forms.template.texts import Cell, Question, Text, Words, replaced, these
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from toolkit.forms.template.places import Box

__all__ = ["QQ", "Shape", "bare_count", "blank_ticks", "blank_words", "ditto_words", "is_qq", "nil_words"]
__all__ += ["no_number_words", "no_words", "recent_date", "shape_of", "undecorated", "yes_words"]


def is_qq(platform: Box | None, lines: Sequence[str] = ()) -> Question:
    """Return whether a group is certainly one of QQ: typed so, or the printed line with that box ticked."""
    if platform is None:
        return NEVER
    cell = Cell(platform)
    if platform.text and platform.printed == platform.text and not platform.options:  # the head of a matrix
        bare = replaced(cell, f" {FIGURES}")
        return one_of(bare, qq_words())
    ticked = [one_of(cell, these(line)) for line in lines]
    return either(one_of(cell, qq_words()), *ticked)


def shape_of(box: Box, *, listed: Words | None, qq: Question, account: bool) -> Shape:
    """Return the shape of the answer of a box.

    Args:
        box: the answer.
        listed: the entries of its drop-down, the blank line apart.
        qq: whether the group is certainly one of QQ.
        account: the form is about accounts, whose numbers are names.
    """
    cell = Cell(box)
    if "&" in box.key:
        return _TWO_IN_ONE[box.key](cell, qq) if box.key in _TWO_IN_ONE else Shape(NEVER)
    part = box.key.partition(".")[2]
    if part:
        return _PARTS[part](cell)
    kind = vocabulary()[box.key].kind
    if kind == "number":
        return figures.account_number(cell) if account else figures.number(cell, qq)
    if kind in {"platform", "bool", "enum", "unit"}:
        return _listed(cell, kind, listed)
    return _KINDS[kind](cell)


def _listed(cell: Cell, kind: str, listed: Words | None) -> Shape:
    also = {"platform": (platform_words(),), "bool": (yes_words(), no_words())}.get(kind, ())
    known = [one_of(cell, one) for one in (listed, *also) if one is not None]
    return Shape(either(*known)) if known else Shape(says_something(cell))


_PARTS: Mapping[str, Callable[[Text], Shape]] = {
    "name": people.names,
    "title": lambda cell: Shape(says_something(cell)),
    "mobile": people.mobile,
    "office_phone": people.office_phone,
    "email": people.email,
}
_KINDS: Mapping[str, Callable[[Text], Shape]] = {
    "count": figures.count,
    "int": figures.count,
    "date": figures.date,
    "people": people.people,
    "text": lambda cell: Shape(says_something(cell)),
}
_TWO_IN_ONE: Mapping[str, Callable[[Text, Question], Shape]] = {
    "group_name&group_no": pairs.name_and_number,
    "platform&purpose": pairs.platform_and_purpose,
    "member_count&member_scope": pairs.count_and_scope,
    "owner&admins": pairs.owner_and_admins,
    "owner.mobile&admins.mobile": pairs.two_mobiles,
}
