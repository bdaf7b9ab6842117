"""Years of school that move up: 二年级家长群 may be last year's 一年级家长群, 中一班 小一班, 四（1）班 三（1）班.

A name is read as a rung of a ladder: what all names of the ladder have in common, and a number that grows by one a
year. A year of entry (2023级) stays with its class and is none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from toolkit.names.names import plain, without_status
from toolkit.normalise.numerals import read_numeral

_STUDY = re.compile(r"\|cohort=(?:(?P<study>[大研博高初])(?P<n>\d)|(?P<of>\d)年级)(?=\||$)")
_CLASS = re.compile(r"\|class_seq=(?:(?P<n>\d)\.)?(?P<of_class>\d{1,3})(?=\||$)")
_NURSERY = "托小中大"
_OF_NURSERY = re.compile(rf"(?<![0-9a-z])(?P<word>[{_NURSERY}])\(?(?P<n>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})?\)?班")
CUES = r"\|cohort=(?:[大研博高初]\d|\d年级)|\|class_seq=\d\.\d|[托小中大]班|[托小中大][^|]*\|class_seq=\d"
"""A key (`Name.key`) without any of these is of no ladder."""
BIG = 3
"""大班, the highest of a nursery; 大一班 without a lower one beside it may be a year of study."""


class Rung(NamedTuple):
    """A name as one of a ladder: what its names have in common, whatever the class, the class, and the grade."""

    school: str
    of_class: str
    grade: int
    nursery: bool = False


@lru_cache(maxsize=1 << 16)
def rungs(text: str, key: str) -> tuple[Rung, ...]:
    """Return which ladders a name may be a rung of: none for most, two for 大一班, a year of study or of a nursery.

    Args:
        text: the name as typed.
        key: `Name.key` of it.
    """
    found: list[Rung] = []
    if nursery := _OF_NURSERY.search(bare := without_status(plain(text))[0]):
        number = str(read_numeral(nursery["n"]) or nursery["n"]) if nursery["n"] else ""
        around = f"{bare[: nursery.start()]}*班{bare[nursery.end() :]}"
        found.append(Rung(around, number, _NURSERY.index(nursery["word"]), nursery=True))
    of_class = _CLASS.search(key)
    number = of_class["of_class"] if of_class else ""
    around = f"{key[: of_class.start()]}{key[of_class.end() :]}" if of_class else key
    if study := _STUDY.search(around):
        around = f"{around[: study.start()]}|{study['study'] or '年级'}{around[study.end() :]}"
        found.append(Rung(around, number, int(study["n"] or study["of"])))
    elif of_class and of_class["n"]:
        found.append(Rung(f"{around}|班", number, int(of_class["n"])))
    return tuple(found)


def climbed(now: tuple[str, str], then: tuple[str, str]) -> bool:
    """Return whether a name is another one a grade up.

    Args:
        now: this year's name, as typed and its key.
        then: last year's.
    """
    below = [one._replace(grade=one.grade - 1) for one in rungs(*now)]
    return not set(below).isdisjoint(rungs(*then))
