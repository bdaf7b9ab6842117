"""Head counts: an exact number, an interval that was stated, or nothing. A count is never guessed.

150 · 150人 · 共１５０人 · 一百五十 · 1.2万 → [n, n]
约150人 · 150人左右                        → [135, 165]: plus or minus a tenth, rounded outwards
100+ · 100人以上                           → [100, open]
超过150人                                  → [151, open]
150余人 · 180多人 · 百余人                  → [151, 159] · [181, 189] · [101, 199]: below the next round number
180-200人 · 180至200人                      → [180, 200]
近百 · 150人以内 · 已满员 · 150/200          → unreadable-count
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
_BEFORE = r"(?:共计?|合计|总计|总数|总共|现有|目前|已有|实有|人数|群人数|成员)*"
_RANGE = re.compile(
    rf"(?:[^\d:]{{0,8}}:)?{_BEFORE}(?P<low>\d{{1,6}}){_UNIT}(?:[-~‐-―−～]{{1,2}}|至|到)"
    rf"(?P<high>\d{{1,6}}){_UNIT}(?:左右|之间)?[。.]?"
)
_COUNT = re.compile(
    rf"(?:[^\d:]{{0,8}}:)?{_BEFORE}(?:{_ABOUT}|(?P<least>≥|>=|不少于|至少)|(?P<beyond>超过?|多于|大于|>|逾))?"
    rf"{_NUMBER}(?:(?P<plus>\+)|(?P<odd>余|多|几))?{_UNIT}"
    r"(?:(?P<around>左右|上下|±|\+-)|(?P<more>\+|以上|及以上))?(?:\([^()]*\))?[。.]?"
)


def read_count(text: str) -> CountReading:
    """Read a cell that holds one number of people (or of followers). Fault: `unreadable-count`."""
    raw = clean(text)
    if is_placeholder(raw):
        return CountReading(None, None, raw)
    line = "".join(fold(raw).split()).casefold()
    if line.startswith("(") and line.endswith(")") and line.count("(") == 1:
        line = line[1:-1]
    if (span := _RANGE.fullmatch(line)) and int(span["low"]) < int(span["high"]):
        return CountReading(int(span["low"]), int(span["high"]), raw)
    found = _COUNT.fullmatch(line)
    number = _number(found) if found else None
    bounds = _bounds(found, number) if found and number is not None else None
    return CountReading(*bounds, raw) if bounds else CountReading(None, None, raw, "unreadable-count")


def _bounds(found: re.Match[str], number: int) -> tuple[int, int | None] | None:
    """Return the interval that the words around a number state, None when they contradict each other."""
    about = found["about"] or found["around"]
    open_ended = found["plus"] or found["more"] or found["least"]
    beyond, odd = found["beyond"], found["odd"]
    if sum(map(bool, (about, open_ended, beyond, odd))) > 1:
        return None
    if about:
        return number * 9 // 10, -(-number * 11 // 10)
    if odd:
        return _somewhat_more(number)
    if beyond:
        return number + 1, None
    return number, None if open_ended else number


def _somewhat_more(number: int) -> tuple[int, int] | None:
    """Return what 150余 and 100多 can be: more, and less than the next number as round as this one."""
    step = 10 ** (len(str(number)) - len(str(number).rstrip("0"))) if number else 1
    return (number + 1, number + step - 1) if step > 1 else None


def _number(found: re.Match[str]) -> int | None:
    if found["words"]:
        return read_numeral("一百" if found["words"] == "百" and found["odd"] else found["words"])
    value = Decimal(found["digits"].replace(",", "") + (found["part"] or "")) * _SCALES[found["scale"]]
    return int(value) if value == value.to_integral_value() and value < _MOST else None
