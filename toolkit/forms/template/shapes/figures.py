"""Numbers of groups and accounts, counts, dates: when they are certainly well written, when certainly not."""

from __future__ import annotations

from toolkit.forms.template.expressions import (
    all_digits,
    among,
    begins_latin,
    either,
    every,
    exactly,
    holds,
    is_day,
    is_number,
    is_recent,
    length,
    longer,
    no,
    no_digit,
    no_sign_here,
    one_of,
    times,
)
from toolkit.forms.template.shapes.decorated import undecorated
from toolkit.forms.template.shapes.shape import Shape
from toolkit.forms.template.shapes.words import FIGURES, no_number_words
from toolkit.forms.template.texts import Cell, Question, Text, joined, last, letters, replaced, these

_NUMERALS = "一二三四五六七八九十百千万两零〇○壹贰叁肆伍陆柒捌玖拾廿"
_BEFORE_COUNTS = "共合总现目已实人群成约大不至≥≈~>(（近将接最上几数未小少多超逾全在≤<"
_PEOPLE = "人"
_CENTURIES = these("19", "20")


def number(cell: Text, qq: Question) -> Shape:
    """Return the shape of the number of a group, which only one of QQ must have."""
    good = group_number(cell)
    absent = one_of(cell, no_number_words())
    no_address = every(times(cell, ".", 0), times(cell, "@", 0))
    said = every(no_digit(cell), undecorated(cell), no(absent), no(begins_latin(cell)), no_address)
    bad = either(every(all_digits(cell), no(good)), said)
    short = every(qq, all_digits(cell), no(length(cell, 5, 11)))
    return Shape(either(every(qq, good), every(no(qq), absent)), every(qq, bad), short)


def group_number(text: Text) -> Question:
    """Return whether a text is five to eleven figures, the first no nought."""
    return every(length(text, 5, 11), all_digits(text), no(among(letters(text, 1, 1), "0")))


def account_number(cell: Text) -> Shape:
    """Return the shape of the number or the name by which an account is found."""
    return Shape(either(group_number(cell), every(begins_latin(cell), length(cell, 6, 20), no(holds(cell, " ")))))


def _figure(cell: Text) -> Question:
    """Return whether a text is a figure, with or without 人 behind it."""
    with_people = every(among(last(cell), _PEOPLE), times(cell, _PEOPLE, 1), all_digits(bare_count(cell)))
    return every(length(cell, 1, 8), either(all_digits(cell), with_people))


def bare_count(cell: Text) -> Text:
    """Return a figure without 人."""
    return replaced(cell, _PEOPLE)


def count(cell: Text) -> Shape:
    """Return the shape of a count of people."""
    first = letters(cell, 1, 1)
    no_count = no(among(first, _NUMERALS + _BEFORE_COUNTS))
    words_only = every(no_digit(cell), no_count, no(_has_colon(cell)), undecorated(cell))
    short = every(no_sign_here(cell), no_count)
    return Shape(_figure(cell), words_only, short)


def _has_colon(cell: Text) -> Question:
    return either(holds(cell, "："), holds(cell, ":"))


def date(cell: Text) -> Shape:
    """Return the shape of a date."""
    assert isinstance(cell, Cell)  # noqa: S101 - dates stand in cells of their own
    century = every(one_of(letters(cell, 1, 2), _CENTURIES), all_digits(letters(cell, 1, 4)))
    dashed = _dashed(cell)
    month = is_day(joined(dashed, "-1"))
    days = either(
        every(is_day(dashed), no(month)),
        every(is_day(joined(dashed, "1")), among(last(cell), "月")),
        every(month, no(holds(cell, "."))),
    )
    in_parts = joined(letters(cell, 1, 4), "-", letters(cell, 5, 2), "-", letters(cell, 7, 2))
    packed = every(exactly(cell, 8), all_digits(cell), is_day(in_parts))
    year = every(length(cell, 4, 5), among(letters(cell, 5, 1), "年"))
    clean = either(
        is_number(cell, 32_874, 54_788),
        every(century, either(every(days, no(among(letters(cell, 5, 1), "月日"))), packed, year)),
    )
    impossible = every(
        century,
        length(cell, 8, 11),
        _only_signs(cell),
        no(is_day(dashed)),
        no(month),
        no(is_day(joined(dashed, "1"))),
    )
    short = every(no(is_number(cell)), all_digits(cell), no(length(cell, 4, 8)))
    return Shape(clean, every(no(is_number(cell)), either(impossible, _short_year(cell), _no_date(cell))), short)


def _dashed(cell: Text) -> Text:
    return replaced(replaced(cell, "年月/.", "-"), "日号")


def recent_date(cell: Text, days: int) -> Question:
    """Return the question whether a date with its day is certainly not longer ago than so many days."""
    return is_recent(_dashed(cell), days)


def _only_signs(cell: Text) -> Question:
    """Return whether a text is figures and the signs of a date, at least one of these, and ends as a date does."""
    return every(all_digits(replaced(cell, "年月日/.-")), no(all_digits(cell)), among(last(cell), f"{FIGURES}日"))


def _short_year(cell: Text) -> Question:
    """Return whether a date begins with a year of two figures: 18年5月, 18.5.15."""
    sign = letters(cell, 3, 1)
    return every(
        longer(cell, 4),
        all_digits(letters(cell, 1, 2)),
        either(
            every(among(sign, "年"), all_digits(letters(cell, 4, 1))), every(among(sign, ".-/"), length(cell, 4, 8))
        ),
    )


def _no_date(cell: Text) -> Question:
    """Return whether a text is certainly none: figures of a length no date has, or no figure at all."""
    figures = every(all_digits(cell), no(length(cell, 4, 6)), no(exactly(cell, 8)))
    said = every(no_digit(cell), undecorated(cell), no(among(letters(cell, 1, 1), f"{_NUMERALS}Oo×xX_*□.")))
    return either(figures, every(said, *(no(holds(cell, sign)) for sign in "年月日号")))
