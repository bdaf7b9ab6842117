"""Two answers in one cell: 群名及群号, 人员规模与范围, 群主、管理员."""

from __future__ import annotations

from toolkit.forms.template.expressions import (
    all_digits,
    among,
    either,
    every,
    exactly,
    longer,
    no,
    no_digit,
    no_figure,
    one_of,
    times,
)
from toolkit.forms.template.shapes import people
from toolkit.forms.template.shapes.decorated import undecorated
from toolkit.forms.template.shapes.shape import Shape
from toolkit.forms.template.shapes.words import QQ, titles
from toolkit.forms.template.texts import Question, Text, joined, last, letters, replaced, these, without


def name_and_number(cell: Text, qq: Question) -> Shape:
    """Return the shape of 群名及群号."""
    shut = among(last(cell), "）)")
    forms = []
    for size in range(5, 12):
        number = letters(replaced(last(cell, size + 1), "）)"), 1)
        before = among(letters(last(cell, size + 2), 1, 1), "（(")
        forms.append(every(before, exactly(number, size), all_digits(number), no(among(letters(number, 1, 1), "0"))))
    numbered = every(shut, either(*forms), longer(cell, 9))
    plain = every(no_figure(cell), longer(cell, 2), _no_bracket(cell))
    return Shape(either(every(qq, numbered), every(no(qq), plain)), every(qq, plain, undecorated(cell)))


def _no_bracket(cell: Text) -> Question:
    return every(*(times(cell, sign, 0) for sign in "（(：:"))


def platform_and_purpose(cell: Text, _: Question) -> Shape:
    """Return the shape of 群类别与功能."""
    begins = either(
        *(
            every(
                among(letters(cell, len(name) + 1, 1), "，,；;"),
                one_of(letters(cell, 1, len(name)), these(name)),
            )
            for name in (QQ, "微信群")
        )
    )
    return Shape(every(begins, longer(cell, 7)))


def count_and_scope(cell: Text, _: Question) -> Shape:
    """Return the shape of 人员规模与范围."""
    forms = [
        every(all_digits(letters(cell, 1, size)), one_of(letters(cell, size + 1, 2), these("人，", "人,")))
        for size in range(1, 5)
    ]
    return Shape(every(either(*forms), longer(cell, 6), no_digit(letters(cell, 7)), _no_numerals(cell)))


def _no_numerals(cell: Text) -> Question:
    return times(without(cell, joined("人员")), "人", 1)


def owner_and_admins(cell: Text, _: Question) -> Shape:
    """Return the shape of 群主、管理员."""
    forms = []
    for size in (2, 3, 4):
        rest = letters(cell, 4 + size)
        forms.append(
            every(
                people.name(letters(cell, 4, size)),
                one_of(letters(rest, 1, 5), these("；管理员：")),
                people.name(letters(rest, 6)),
            )
        )
    return Shape(
        every(one_of(letters(cell, 1, 3), these("群主：")), either(*forms)),
        either(all_digits(cell), one_of(cell, titles())),
    )


def two_mobiles(cell: Text, _: Question) -> Shape:
    """Return the shape of the two mobile numbers of owner and administrator."""
    both = every(
        exactly(cell, 23),
        among(letters(cell, 12, 1), "；;、\n"),
        people.one_mobile(letters(cell, 1, 11)),
        people.one_mobile(letters(cell, 13)),
    )
    return Shape(both, people.no_mobile(cell))
