"""Years of school that move up: this year's 二年级家长群 may be last year's 一年级家长群, and 中班 小班."""

from __future__ import annotations

import re
from functools import lru_cache

_GRADE = re.compile(r"(?<=\|cohort=)(?P<study>[大研博高初]?)(?P<n>[2-9])(?P<word>年级)?(?=\||$)")
_NURSERY = {"中班": "小班", "大班": "中班"}
_OF_NURSERY = re.compile("(?<![0-9a-z])(?:" + "|".join(_NURSERY) + ")")


@lru_cache(maxsize=1 << 16)
def a_year_ago(key: str) -> str:
    """Return the key (`Name.key`) that a name's class bore a year ago, one grade below; "" where it names no grade.

    A year of entry (2023级) stays with its class, and the lowest grade had none.
    """
    found = _GRADE.search(key)
    if found and bool(found["study"]) != bool(found["word"]):
        return f"{key[: found.start('n')]}{int(found['n']) - 1}{key[found.end('n') :]}"
    if nursery := _OF_NURSERY.search(key):
        return f"{key[: nursery.start()]}{_NURSERY[nursery[0]]}{key[nursery.end() :]}"
    return ""


def of_ladder(key: str) -> str:
    """Return a key without its grade: what the names of a ladder of grades have in common."""
    return _OF_NURSERY.sub("", re.sub(r"(?<=\|cohort=)(?:[大研博高初]\d|\d年级)", "", key)).replace("小班", "")
