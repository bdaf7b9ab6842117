"""Head counts: an exact number, an interval that was stated, or nothing. A count is never guessed.

150 · 150人 · 共１５０人 · 一百五十 · 1.2万 → [n, n]
约150人 · 150人左右                        → [135, 165]: plus or minus a tenth, rounded outwards
100+ · 100人以上                           → [100, open]
近百 · 百余人 · 150-200人 · 已满员 · 150/200 → unreadable-count
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from toolkit.normalise.numerals import LETTERS, read_numeral
from toolkit.normalise.text import clean, fold, is_placeholder


class CountReading(NamedTuple):
    """Lower and upper bound (None: open or unknown), the text as it is kept, and a fault or ""."""

    low: int | None
    high: int | None
    raw: str
    fault: str = ""


_SCALES = {"": 1, "百": 100, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000}
_MOST = 10**9
_DIGITS = r"(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?(?P<scale>[百千万kw]?)"
_NUMBER = rf"(?:{_DIGITS}|(?P<words>[{LETTERS}]+))"
_UNIT = r"(?:个人|人|名|位|个|员)?(?:学生|教师|老师|教职工|师生|成员|群成员|粉丝|用户)?"
_ABOUT = "(?P<about>约有?|大约|大概|约为|[~≈])"
_COUNT = re.compile(
    r"(?:[^\d:]{0,8}:)?(?:共计?|合计|总计|总数|总共|现有|目前|已有|实有|人数|群人数|成员)*"
    rf"(?:{_ABOUT}|(?P<least>≥|>=|不少于|至少))?{_NUMBER}(?P<plus>\+)?{_UNIT}"
    r"(?:(?P<around>左右|上下)|(?P<more>\+|以上|及以上))?(?:\([^()]*\))?[。.]?"
)


def read_count(text: str) -> CountReading:
    """Read a cell that holds one number of people (or of followers). Fault: `unreadable-count`."""
    raw = clean(text)
    if is_placeholder(raw):
        return CountReading(None, None, raw)
    line = "".join(fold(raw).split()).casefold()
    if line.startswith("(") and line.endswith(")") and line.count("(") == 1:
        line = line[1:-1]
    found = _COUNT.fullmatch(line)
    number = _number(found) if found else None
    if found is None or number is None:
        return CountReading(None, None, raw, "unreadable-count")
    about = found["about"] or found["around"]
    open_ended = found["plus"] or found["more"] or found["least"]
    if about and open_ended:
        return CountReading(None, None, raw, "unreadable-count")
    if about:
        return CountReading(number * 9 // 10, -(-number * 11 // 10), raw)
    return CountReading(number, None if open_ended else number, raw)


def _number(found: re.Match[str]) -> int | None:
    if found["words"]:
        return read_numeral(found["words"])
    value = Decimal(found["digits"].replace(",", "") + (found["part"] or "")) * _SCALES[found["scale"]]
    return int(value) if value == value.to_integral_value() and value < _MOST else None
