"""The steps of the grammar of names that find buildings and campuses: 第三教学楼, 甲栋, 东楼, 南校区, 北区."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING

from toolkit.names.token_steps import (
    DIGITS,
    HAN,
    STEMS,
    after_number,
    either,
    first,
    last,
    number,
    numbered,
    step,
    told,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from toolkit.names.token_steps import NameWords, Step


_COMPASS = "东南西北"
_UNIT_ENDS = "院系处部室馆心办委会群班"  # 教务处东湖校区: none of these begins the name of a campus
_MAIN, _MAIN_CALLED = "本部", frozenset(("主", "本", "总", "校本部"))
_ONE_SIDE = f"(?<![{_COMPASS}])"  # 东西区 is no 西区


def buildings(words: NameWords) -> tuple[Step, ...]:
    """Return the steps of buildings: a number, a letter or a side before one of the words, or a number behind it."""
    letter = rf"(?<![a-z])[a-z]|(?<![{words.no_stem_after}])[{STEMS}]"
    mark = rf"第?\(?((?<![a-z\d])(?<!\d-)[a-z]?\d{{1,3}}(?:[a-z]|-\d+)?|{letter})\)?"
    floor = rf"(\d{{1,2}})(?:{either(words.floors)})"
    known = {**dict.fromkeys(words.buildings, ""), **words.houses}
    long = [word for word in known if len(word) > 1 and not word.startswith("号")]
    behind = rf"(?P<word>{either(long)})第?\(?(?P<n>\d{{1,3}}|[a-z])(?![\da-z-]|\)?[{words.counted}])\)?"
    two_sides = either(side for side in words.campus_sides if len(side) > 1)
    wing = rf"({_ONE_SIDE}(?:{two_sides}|[{words.wings}])(?:{after_number(words, words.wing_endings)}))"
    return (
        step("building", last(words.buildings), rf"{mark}(?:{after_number(words, words.buildings)})", _numbered),
        step("building", last(words.houses), rf"{mark}(?P<word>{after_number(words, words.houses)})", _house(known)),
        step("building", first(long), behind, _house(known))._replace(also=frozenset(DIGITS + ascii_lowercase)),
        numbered("building", last(words.floors), floor, lambda found: f"{number(found[1])}层"),
        step("building", last(words.wing_endings), wing, told),
    )


def campuses(words: NameWords) -> tuple[Step, ...]:
    """Return the steps of campuses.

    One campus has one token however it is written: 东校区, 东区, 东校 and （东）; 保定校区 and （保定）. The last
    letter of a short form stays in the name, for 东区 may be a part of one campus. A place (云南老乡群, 合肥/云南) says
    where people come from as often as where they are, and is a word of the name; in brackets it is a campus too
    (`toolkit.names.names.Name.place`).
    """
    sides, endings = either(words.campus_sides), either(words.campus_endings)
    compass = either(side for side in words.campus_sides if set(side) <= set(_COMPASS))
    places, short = either(words.places), "".join(words.short_campuses)
    return (
        step("campus", last(words.campus_endings), rf"({sides})[{short}]?(?:{endings})", _campus),
        step("campus", last(words.campus_endings), rf"({places}|(?![{_UNIT_ENDS}])[{HAN}]{{2,3}})(?:{endings})", told),
        step("campus", last(words.campus_words), f"({either(words.campus_words)})", _campus),
        *(
            step("campus", ending, rf"{_ONE_SIDE}({of})(?:{after_number(words, [ending])})", _campus, leaves=ending)
            for ending, of in words.short_campuses.items()
        ),
        step("campus", _COMPASS, rf"\(({compass})\)", told),
    )


def _campus(found: re.Match[str]) -> str:
    """Return the campus; 主校区, 校本部 and 总校 are one, under its name 本部."""
    return _MAIN if found[1] in _MAIN_CALLED else found[1]


def _numbered(found: re.Match[str]) -> str:
    return number(found[1])


def _house(known: dict[str, str]) -> Callable[[re.Match[str]], str]:
    """Return what makes the value of a building whose kind tells: 3号教学楼 is not 3号宿舍楼."""

    def value(found: re.Match[str]) -> str:
        return number(found.groupdict().get("n") or found[1]) + known[found["word"]]

    return value
