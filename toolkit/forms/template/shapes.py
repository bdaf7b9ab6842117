"""What the letters of an answer say of it: certainly well written, certainly not, or more than a formula can tell.

`clean` and `wrong` are never both so; what is neither is 未检查 on the sheet. Whatever is `clean` the readers of
`toolkit.normalise` take without a fault, whatever is `wrong` they do not; a test holds the two together, and a
LibreOffice test the formulas.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from toolkit.forms.template.expressions import (
    NEVER,
    Cell,
    Question,
    Text,
    Words,
    all_digits,
    among,
    begins_latin,
    either,
    every,
    exactly,
    holds,
    is_blank,
    is_day,
    is_number,
    joined,
    last,
    length,
    letters,
    longer,
    no,
    no_digit,
    no_digit_here,
    nth_line,
    one_of,
    replaced,
    these,
    times,
    without,
)
from toolkit.normalise.words import words
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from toolkit.forms.template.places import Box

QQ = "QQ群"
_FIGURES = "0123456789"
_NUMERALS = "一二三四五六七八九十百千万两零〇○壹贰叁肆伍陆柒捌玖拾廿"
_BEFORE_COUNTS = "共合总现目已实人群成约大不至≥≈~>(（近将接最上几数未小少多超逾全在≤<"
_MARKS = "/／—-－―–_＿.。·、，,…~×*?？!！"
_DITTO = ("同上", "同左", "同前", "〃", "″", "〞", '"', "''", "↑", "↓", "-", "--", "—", "——", "…", "……", "同")
_NO_LETTER = f"{_FIGURES}０１２３４５６７８９ 　（()）【[+-－—.·、,，;；:：/"
_BOXES_AND_LETTERS = frozenset("□R")
_NIL = ("无", "暂无", "没有", "零报告", "无群", "未建群")
_MOST_PEOPLE = 2
_LONGEST_PEOPLE = 99
_PEOPLE = "人"


@dataclass(frozen=True, slots=True)
class Shape:
    """What is certainly well written, and what is certainly not; of a cell that is filled in.

    `refused` is as much of `wrong` as fits the 255 letters of a warning, where that is not all.
    """

    clean: Question
    wrong: Question = NEVER
    refused: Question = NEVER


@cache
def blank_words() -> Words:
    """Return the words that say there is no answer (无, 暂无, /, ——): for every question the same as a blank."""
    marks = [mark * times for mark in _MARKS for times in range(1, 7)]
    said = [form for word in words().placeholders for form in (word, word.upper(), word.lower(), f"（{word}）")]
    return Words("words_blank", tuple(dict.fromkeys([*said, *marks, " ", "　"])))


@cache
def no_number_words() -> Words:
    """Return what is written where a group has no number: 微信群, 邀请制."""
    return Words("words_no_number", tuple(dict.fromkeys(words().no_number)))


@cache
def ditto_words() -> Words:
    """Return the marks that repeat the cell above: what they repeat no formula sees."""
    return Words("words_ditto", tuple(dict.fromkeys(_DITTO)))


@cache
def nil_words() -> Words:
    """Return what stands in the place of the first name where a unit has no group."""
    return Words("words_nil", _NIL, plain=True)


@cache
def _platform_words() -> Words:
    other = words().other_platform
    names = [name for one, also in words().platforms.items() if one != other for name in (one, *also)]
    return Words("words_platform", tuple(dict.fromkeys(names)))


@cache
def _qq_words() -> Words:
    return Words("words_qq", (QQ, *words().platforms[QQ]))


@cache
def yes_words() -> Words:
    """Return what says yes in a cell of its own."""
    return Words("words_yes", _sure(words().yes))


@cache
def no_words() -> Words:
    """Return what says no in a cell of its own: 无 and 没有 are answers there, and no blanks."""
    return Words("words_no", _sure(words().no))


def _sure(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in said if word not in _BOXES_AND_LETTERS))


@cache
def blank_ticks() -> Words:
    """Return the words that say there is no answer to a question of yes and no."""
    kept = (word for word in blank_words().entries if word not in {*words().yes, *words().no})
    return Words("words_no_tick", tuple(kept))


@cache
def _titles() -> Words:
    return Words("words_post", tuple(title for title in words().titles if not title.startswith("办公室")))


@cache
def _surnames() -> Words:
    firsts = (name[0] for name in words().double_surnames)
    return Words("words_family", tuple(dict.fromkeys([*words().surnames, *firsts])))


@cache
def _no_end_of_a_name() -> str:
    """Return the letters with which posts and offices end, and no certain name does."""
    ends = {title[-1] for title in words().titles} | set(words().office_endings) | set(_NO_LETTER)
    return "".join(sorted(ends | set("。@?？!！群主员人等")))


def is_qq(platform: Box | None, lines: Sequence[str] = ()) -> Question:
    """Return whether a group is certainly one of QQ: typed so, or the printed line with that box ticked."""
    if platform is None:
        return NEVER
    cell = Cell(platform)
    if platform.text and platform.printed == platform.text and not platform.options:  # the head of a matrix
        bare = replaced(cell, f" {_FIGURES}")
        return one_of(bare, _qq_words())
    ticked = [one_of(cell, these(line)) for line in lines]
    return either(one_of(cell, _qq_words()), *ticked)


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
        return _account_number(cell) if account else _number(cell, qq)
    if kind in {"platform", "bool", "enum", "unit"}:
        return _listed(cell, kind, listed)
    return _KINDS[kind](cell)


def _listed(cell: Cell, kind: str, listed: Words | None) -> Shape:
    also = {"platform": (_platform_words(),), "bool": (yes_words(), no_words())}.get(kind, ())
    known = [one_of(cell, one) for one in (listed, *also) if one is not None]
    return Shape(either(*known)) if known else Shape(longer(cell, 2))


def _number(cell: Text, qq: Question) -> Shape:
    good = _group_number(cell)
    absent = one_of(cell, no_number_words())
    bad = either(
        every(all_digits(cell), no(good)), every(no_digit(cell), _narrow(cell), no(absent), no(begins_latin(cell)))
    )
    short = every(qq, all_digits(cell), no(length(cell, 5, 11)))
    return Shape(either(every(qq, good), every(no(qq), absent)), every(qq, bad), short)


def _group_number(text: Text) -> Question:
    return every(length(text, 5, 11), all_digits(text), no(among(letters(text, 1, 1), "0")))


def _account_number(cell: Text) -> Shape:
    return Shape(either(_group_number(cell), every(begins_latin(cell), length(cell, 6, 20), no(holds(cell, " ")))))


def _figure(cell: Text) -> Question:
    """Return whether a text is a figure, with or without 人 behind it."""
    with_people = every(among(last(cell), _PEOPLE), times(cell, _PEOPLE, 1), all_digits(bare_count(cell)))
    return every(length(cell, 1, 8), either(all_digits(cell), with_people))


def bare_count(cell: Text) -> Text:
    """Return a figure without 人."""
    return replaced(cell, _PEOPLE)


def _count(cell: Text) -> Shape:
    first = letters(cell, 1, 1)
    words_only = every(
        no_digit(cell), no(among(first, _NUMERALS + _BEFORE_COUNTS)), no(_has_colon(cell)), _narrow(cell)
    )
    short = every(
        no_digit_here(cell), no(among(first, f"{_NUMERALS}{_BEFORE_COUNTS}０１２３４５６７８９")), no(holds(cell, "："))
    )
    return Shape(_figure(cell), words_only, short)


def _has_colon(cell: Text) -> Question:
    return either(holds(cell, "："), holds(cell, ":"))


def _narrow(cell: Text) -> Question:
    """Return whether the first letter is no full-width figure, which readers take."""
    return no(among(letters(cell, 1, 1), "０１２３４５６７８９ 　\n"))


def _date(cell: Text) -> Shape:
    assert isinstance(cell, Cell)  # noqa: S101 - dates stand in cells of their own
    century = every(one_of(letters(cell, 1, 2), _CENTURIES), all_digits(letters(cell, 1, 4)))
    dashed = replaced(replaced(cell, "年月/.", "-"), "日号")
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


def _only_signs(cell: Text) -> Question:
    """Return whether a text is figures and the signs of a date, at least one of these, and ends as a date does."""
    return every(all_digits(replaced(cell, "年月日/.-")), no(all_digits(cell)), among(last(cell), f"{_FIGURES}日"))


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
    said = every(no_digit(cell), _narrow(cell), no(among(letters(cell, 1, 1), f"{_NUMERALS}Oo×xX_*□.")))
    return either(figures, every(said, *(no(holds(cell, sign)) for sign in "年月日号")))


# people, and how to reach them


def _name(text: Text) -> Question:
    """Return whether a text is certainly a personal name: it begins with a family name and ends no post, no office."""
    inner = every(no(among(letters(text, 2, 1), _NO_LETTER)), no(all_digits(letters(text, 3, 1))))
    return every(
        length(text, 2, 4), one_of(letters(text, 1, 1), _surnames()), inner, no(among(last(text), _no_end_of_a_name()))
    )


def _names(cell: Text) -> Shape:
    lines = [nth_line(cell, number) for number in range(_MOST_PEOPLE)]
    clean = every(_short(cell), *(either(is_blank(line), _name(line)) for line in lines))
    return Shape(clean, either(all_digits(cell), one_of(cell, _titles())))


def _people(cell: Text) -> Shape:
    lines = [nth_line(cell, number) for number in range(_MOST_PEOPLE)]
    clean = every(_short(cell), *(either(is_blank(line), _name(line), _name_and_mobile(line)) for line in lines))
    return Shape(clean, either(all_digits(cell), one_of(cell, _titles())))


def _name_and_mobile(line: Text) -> Question:
    """Return whether a line is a name, a space and a mobile number, as the prompts ask."""
    return every(among(letters(last(line, 12), 1, 1), " "), _mobile_end(line), _name(without(line, last(line, 12))))


def _short(text: Text) -> Question:
    """Return whether a text has no more lines than are looked at, and each of them whole."""
    return every(length(text, 1, _LONGEST_PEOPLE), is_blank(nth_line(text, _MOST_PEOPLE)))


def _mobile_end(text: Text) -> Question:
    """Return whether a text ends with a mobile number."""
    end = last(text, 11)
    return every(one_of(letters(end, 1, 2), _MOBILES), all_digits(end))


def _one_mobile(text: Text) -> Question:
    return every(exactly(text, 11), one_of(letters(text, 1, 2), _MOBILES), all_digits(text))


def _no_mobile(cell: Text) -> Question:
    """Return whether a cell holds digits that are no mobile number, with the country's 86 before it or without.

    Seven or eight digits may be an office's telephone, of which the check may be content: that is not for a formula.
    """
    abroad = every(one_of(letters(cell, 1, 2), these("86")), exactly(cell, 13), _one_mobile(letters(cell, 3)))
    return every(all_digits(cell), no(_one_mobile(cell)), no(abroad), no(exactly(cell, 7)), no(exactly(cell, 8)))


def _mobile(cell: Text) -> Shape:
    lines = [nth_line(cell, number) for number in range(_MOST_PEOPLE)]
    clean = every(_short(cell), *(either(is_blank(line), _one_mobile(line)) for line in lines))
    return Shape(clean, _no_mobile(cell))


def _office_phone(cell: Text) -> Shape:
    bare = every(length(cell, 7, 8), all_digits(cell))
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
        among(letters(cell, 1, 1), "0"), among(letters(cell, 2, 1), "23456789"), either(*far), length(cell, 11, 13)
    )
    second = either(
        every(among(letters(cell, 2, 1), "2"), among(letters(cell, 4, 1), "-")),
        every(among(letters(cell, 2, 1), "3456789"), among(letters(cell, 5, 1), "-")),
    )
    return Shape(either(bare, every(area, second)), every(all_digits(cell), length(cell, 1, 2)))


def _email(cell: Text) -> Shape:
    signs = every(times(cell, "@", 1), *(times(cell, sign, 0) for sign in " 　，,；;、。\n"))
    first = either(
        every(begins_latin(cell), length(cell, 6, 60)),
        every(no_digit(letters(cell, 1, 1)), NEVER),
        all_digits(letters(cell, 1, 3)),
    )
    ends = either(*(holds(last(cell, 4), end) for end in (".com", ".cn", ".net", ".org")))
    return Shape(every(signs, first, ends), every(times(cell, "@", 0), times(cell, "＠", 0)))


# two answers in one cell


def _name_and_number(cell: Text, qq: Question) -> Shape:
    shut = among(last(cell), "）)")
    forms = []
    for size in range(5, 12):
        number = letters(replaced(last(cell, size + 1), "）)"), 1)
        before = among(letters(last(cell, size + 2), 1, 1), "（(")
        forms.append(every(before, exactly(number, size), all_digits(number), no(among(letters(number, 1, 1), "0"))))
    numbered = every(shut, either(*forms), longer(cell, 9))
    plain = every(no_digit(cell), _narrow(cell), longer(cell, 2), _no_bracket(cell))
    return Shape(either(every(qq, numbered), every(no(qq), plain)), every(qq, plain))


def _no_bracket(cell: Text) -> Question:
    return every(*(times(cell, sign, 0) for sign in "（(：:"))


def _platform_and_purpose(cell: Text, _: Question) -> Shape:
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


def _count_and_scope(cell: Text, _: Question) -> Shape:
    forms = [
        every(all_digits(letters(cell, 1, size)), one_of(letters(cell, size + 1, 2), these("人，", "人,")))
        for size in range(1, 5)
    ]
    return Shape(every(either(*forms), longer(cell, 6), no_digit(letters(cell, 7)), _no_numerals(cell)))


def _no_numerals(cell: Text) -> Question:
    return times(cell, "人", 1)


def _owner_and_admins(cell: Text, _: Question) -> Shape:
    forms = []
    for size in (2, 3, 4):
        rest = letters(cell, 4 + size)
        forms.append(
            every(
                _name(letters(cell, 4, size)),
                one_of(letters(rest, 1, 5), these("；管理员：")),
                _name(letters(rest, 6)),
            )
        )
    return Shape(
        every(one_of(letters(cell, 1, 3), these("群主：")), either(*forms)),
        either(all_digits(cell), one_of(cell, _titles())),
    )


def _two_mobiles(cell: Text, _: Question) -> Shape:
    both = every(
        exactly(cell, 23),
        among(letters(cell, 12, 1), "；;、\n"),
        _one_mobile(letters(cell, 1, 11)),
        _one_mobile(letters(cell, 13)),
    )
    return Shape(both, _no_mobile(cell))


_CENTURIES = these("19", "20")
_MOBILES = these(*(f"1{second}" for second in range(3, 10)))
_PARTS: Mapping[str, Callable[[Text], Shape]] = {
    "name": _names,
    "title": lambda cell: Shape(longer(cell, 2)),
    "mobile": _mobile,
    "office_phone": _office_phone,
    "email": _email,
}
_KINDS: Mapping[str, Callable[[Text], Shape]] = {
    "count": _count,
    "int": _count,
    "date": _date,
    "people": _people,
    "text": lambda cell: Shape(longer(cell, 2)),
}
_TWO_IN_ONE: Mapping[str, Callable[[Text, Question], Shape]] = {
    "group_name&group_no": _name_and_number,
    "platform&purpose": _platform_and_purpose,
    "member_count&member_scope": _count_and_scope,
    "owner&admins": _owner_and_admins,
    "owner.mobile&admins.mobile": _two_mobiles,
}
