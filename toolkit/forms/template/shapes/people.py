"""People, and how to reach them."""

from __future__ import annotations

from toolkit.forms.template.expressions import (
    NEVER,
    all_digits,
    among,
    begins_latin,
    either,
    every,
    exactly,
    holds,
    is_blank,
    length,
    no,
    no_digit,
    no_figure,
    no_sign_here,
    one_of,
    times,
)
from toolkit.forms.template.shapes.decorated import undecorated
from toolkit.forms.template.shapes.shape import Shape
from toolkit.forms.template.shapes.words import NO_LETTER, no_end_of_a_name, surnames, titles
from toolkit.forms.template.texts import Question, Text, last, letters, nth_line, these, without

_MOST_PEOPLE = 2
_LOCAL = "23456789"  # with which a telephone number without its area code begins
_LONGEST_PEOPLE = 99
_MOBILES = these(*(f"1{second}" for second in range(3, 10)))


def name(text: Text) -> Question:
    """Return whether a text is certainly a personal name: it begins with a family name and ends no post, no office."""
    inner = every(no(among(letters(text, 2, 1), NO_LETTER)), no(all_digits(letters(text, 3, 1))))
    return every(
        length(text, 2, 4), one_of(letters(text, 1, 1), surnames()), inner, no(among(last(text), no_end_of_a_name()))
    )


def names(cell: Text) -> Shape:
    """Return the shape of names, one a line."""
    lines = [nth_line(cell, number) for number in range(_MOST_PEOPLE)]
    clean = every(_short(cell), *(either(is_blank(line), name(line)) for line in lines))
    return Shape(clean, either(all_digits(cell), one_of(cell, titles())))


def people(cell: Text) -> Shape:
    """Return the shape of names, a mobile number behind each or none."""
    lines = [nth_line(cell, number) for number in range(_MOST_PEOPLE)]
    clean = every(_short(cell), *(either(is_blank(line), name(line), _name_and_mobile(line)) for line in lines))
    return Shape(clean, either(all_digits(cell), one_of(cell, titles())))


def _name_and_mobile(line: Text) -> Question:
    """Return whether a line is a name, a space and a mobile number, as the prompts ask."""
    return every(among(letters(last(line, 12), 1, 1), " "), _mobile_end(line), name(without(line, last(line, 12))))


def _short(text: Text) -> Question:
    """Return whether a text has no more lines than are looked at, and each of them whole."""
    return every(length(text, 1, _LONGEST_PEOPLE), either(*(times(text, "\n", more) for more in range(_MOST_PEOPLE))))


def _mobile_end(text: Text) -> Question:
    """Return whether a text ends with a mobile number."""
    end = last(text, 11)
    return every(one_of(letters(end, 1, 2), _MOBILES), all_digits(end))


def one_mobile(text: Text) -> Question:
    """Return whether a text is one mobile number and no more."""
    return every(exactly(text, 11), one_of(letters(text, 1, 2), _MOBILES), all_digits(text))


def no_mobile(cell: Text) -> Question:
    """Return whether a cell holds digits that are no mobile number, with the country's 86 before it or without.

    Seven or eight digits, and ten to twelve behind a nought, may be an office's telephone, of which the check may be
    content: that is not for a formula.
    """
    abroad = every(one_of(letters(cell, 1, 2), these("86")), exactly(cell, 13), one_mobile(letters(cell, 3)))
    office = either(length(cell, 7, 8), every(among(letters(cell, 1, 1), "0"), length(cell, 10, 12)))
    return every(all_digits(cell), no(one_mobile(cell)), no(abroad), no(office))


def mobile(cell: Text) -> Shape:
    """Return the shape of mobile numbers, one a line."""
    lines = [nth_line(cell, number) for number in range(_MOST_PEOPLE)]
    clean = every(_short(cell), *(either(is_blank(line), one_mobile(line)) for line in lines))
    return Shape(clean, no_mobile(cell))


def office_phone(cell: Text) -> Shape:
    """Return the shape of the telephone of an office."""
    bare = every(length(cell, 7, 8), all_digits(cell), among(letters(cell, 1, 1), _LOCAL))
    far = [
        every(
            among(letters(cell, at, 1), "-"),
            all_digits(letters(cell, 1, at - 1)),
            length(letters(cell, at + 1), 7, 8),
            all_digits(letters(cell, at + 1)),
        )
        for at in (4, 5)
    ]
    area = every(
        among(letters(cell, 1, 1), "0"), among(letters(cell, 2, 1), _LOCAL), either(*far), length(cell, 11, 13)
    )
    second = either(
        every(among(letters(cell, 2, 1), "2"), among(letters(cell, 4, 1), "-")),
        every(among(letters(cell, 2, 1), "3456789"), among(letters(cell, 5, 1), "-")),
    )
    return Shape(either(bare, every(area, second)), every(all_digits(cell), length(cell, 1, 2)))


def email(cell: Text) -> Shape:
    """Return the shape of an address."""
    signs = every(times(cell, "@", 1), *(times(cell, sign, 0) for sign in " 　，,；;、。\n"))
    first = either(
        every(begins_latin(cell), length(cell, 6, 60)),
        every(no_digit(letters(cell, 1, 1)), NEVER),
        all_digits(letters(cell, 1, 3)),
    )
    ends = either(*(holds(last(cell, 4), end) for end in (".com", ".cn", ".net", ".org")))
    wrong = every(times(cell, "@", 0), times(cell, "＠", 0), no_figure(cell), undecorated(cell))
    return Shape(every(signs, first, ends), wrong, no_sign_here(cell))
