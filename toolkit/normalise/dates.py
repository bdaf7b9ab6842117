"""Dates as people write them, to ISO text with the precision that was given: a day is never invented.

2018年5月15日 · 2018.5.15 · 20180515 · 43235 · 二〇一八年五月十五日   → 2018-05-15
2018-05 · 2018/5 · 201805 · 2018年5月 · 2018年5月初                  → 2018-05
18.5.15 → two-digit-year     2018-02-30 → impossible-date     5月15日 → unreadable-date
2018.1  → 2018, ambiguous-date: a cell of numbers turns October, typed 2018.10, into the same text
20××年×月×日 · 年 月 日 · 无 → blank, and no fault: nothing was filled in
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from toolkit.normalise.numerals import LETTERS, read_digits, read_numeral
from toolkit.normalise.text import LONGEST_ANSWER, LONGEST_CELL, is_placeholder, one_line


class DateReading(NamedTuple):
    """An ISO date of the precision given (`2018`, `2018-05`, `2018-05-15`), "" when there is none; a fault or ""."""

    value: str
    fault: str = ""


_BLANK = r"[\s×xX_*○□.]*"
_GAP = r"\s*[年./\\\-–—−‐‑~、,。·\s]\s*"
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_PART_OF_MONTH = r"(?:上旬|中旬|下旬|初|中|底|末)?"
_PART_OF_YEAR = r"(?:度|初|中|底|末|上半年|下半年|春季?|夏季?|秋季?)?"
_DAY = re.compile(rf"{_YEAR}{_GAP}(?P<m>\d{{1,2}})(?:\s*月\s*|{_GAP})(?P<d>\d{{1,2}})\s*[日号.。]?")
_MONTH = re.compile(rf"{_YEAR}{_GAP}(?P<m>\d{{1,2}})\s*(?:月份?|[.。])?\s*{_PART_OF_MONTH}(?:{_BLANK}日)?")
_YEAR_ONLY = re.compile(rf"{_YEAR}\s*年?{_PART_OF_YEAR}(?:{_BLANK}月{_BLANK}日?)?")
_PACKED_DAY = re.compile(rf"{_YEAR}(?P<m>\d\d)(?P<d>\d\d)")
_PACKED_MONTH = re.compile(rf"{_YEAR}(?P<m>\d\d)")
_DAY_FIRST = re.compile(r"(?P<a>\d{1,2})[./-](?P<b>\d{1,2})[./-](?P<y>(?:19|20)\d\d)")
_SHORT_YEAR = re.compile(
    r"'?\d\d\s*年.*|'?\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{1,2}[日号]?|[0-3]\d(?:0[1-9]|1[0-2])[0-3]\d"
)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_OCTOBER = re.compile(rf"{_YEAR}\.1")
_TIME = re.compile(
    r"(?:\s|T|(?<=[日号]))\s*(?:上午|下午|中午|凌晨|早上|晚上?)?\s*\d{1,2}\s*[:时点]\s*(?:\d{1,2}\s*[:分]?\s*)?"
    r"(?:\d{1,2}(?:\.\d+)?\s*秒?)?\s*(?:Z|[+-]\d\d:?\d\d|[AaPp][Mm])?$"
)
_WEEKDAY = re.compile(r"\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_NOTE = re.compile(r"(?<=[\d年月日号])\s*\([^()\d]{1,30}\)$")
_TEMPLATE = re.compile(r"(?:20|19)?[\s×xX_*○□.]*年[\s×xX_*○□.]*月(?:[\s×xX_*○□.]*日)?")
_AROUND = re.compile(
    r"^(?:[^\d:]{0,12}:)?\s*(?:拟|已|预计|计划)?(?:(?:建立|创建|成立|开通|建|始建)于?|于|自|从)?\s*"
    r"|\s*(?:建立|创建|成立|开通|建群|启用)$"
)
_IN_TEXT = re.compile(
    r"(?:\d\d)?\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?|(?<!\d)(?:19|20)\d{6}(?!\d)|\d{4}\s*年\s*\d{1,2}\s*月"
)
_YEAR_IN_WORDS = re.compile(r"[〇零○O一二三四五六七八九壹贰叁肆伍陆柒捌玖]{2,4}(?=\s*年)")
_REST_IN_WORDS = re.compile(rf"[{LETTERS}]+(?=\s*[月日号])")
_FIRST_DAY = dt.date(1899, 12, 30)  # serial 0 of the 1900 system, its false 29 February 1900 taken in
_SERIALS = range(32_874, 54_789)  # 1990 to 2049; other five-digit numbers are no dates


def read_date(text: str) -> DateReading:
    """Read a cell that holds one date.

    Faults: `two-digit-year`, `impossible-date`, `ambiguous-date` (with what is certain as value),
    `unreadable-date`.
    """
    if len(text) > LONGEST_ANSWER:
        return DateReading("", "unreadable-date")
    line = in_digits(one_line(text))
    if not re.search(r"\d", _TEMPLATE.sub("", line)) and (is_placeholder(line) or _TEMPLATE.search(line)):
        return DateReading("")
    line = _TIME.sub("", _WEEKDAY.sub("", _NOTE.sub("", line).strip("() ")))
    return _read(_AROUND.sub("", line).strip("() "))


def read_signature(text: str) -> DateReading:
    """Read the date of an opinion cell (负责人签字：张三 2018年5月21日); signed without a date is blank."""
    if len(text) > LONGEST_CELL:
        return DateReading("", "unreadable-date")
    line = _TEMPLATE.sub(" ", in_digits(one_line(text)))
    found = list(dict.fromkeys(_read(piece.strip()) for piece in _IN_TEXT.findall(line)))
    if not found:
        whole = read_date(text)
        return whole if whole.value or whole.fault == "two-digit-year" else DateReading("")
    return found[0] if len(found) == 1 else DateReading("", "ambiguous-date")


def earliest(iso: str) -> dt.date:
    """Return the first day a date of any precision can mean: `2018-05` is 1 May 2018.

    Raises:
        ValueError: `iso` is no date as `read_date` gives it, or blank.
    """
    year, month, day = (*map(int, iso.split("-")), 1, 1)[:3]
    return dt.date(year, month, day)


def latest(iso: str) -> dt.date:
    """Return the last day a date of any precision can mean: `2018-05` is 31 May 2018.

    Raises:
        ValueError: `iso` is no date as `read_date` gives it, or blank.
    """
    first = earliest(iso)
    if iso.count("-") == 0:
        return first.replace(month=12, day=31)
    if iso.count("-") == 1:
        return (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return first


def certainly_after(a: str, b: str) -> bool:
    """Return whether `a` is later than `b` whatever the days left open are; a blank is later than nothing."""
    return bool(a and b) and earliest(a) > latest(b)


def _read(line: str) -> DateReading:
    if _OCTOBER.fullmatch(line):
        return DateReading(line[:4], "ambiguous-date")
    for pattern in (_PACKED_DAY, _DAY, _MONTH, _YEAR_ONLY):
        if found := pattern.fullmatch(line):
            return _dated(**found.groupdict())
    if found := _PACKED_MONTH.fullmatch(line):
        # 201009 is September 2010, or 9 October 2020 with its century left out
        return DateReading("", "ambiguous-date") if line[2:4] <= "12" else _dated(**found.groupdict())
    if found := _DAY_FIRST.fullmatch(line):
        return _day_first(int(found["a"]), int(found["b"]), found["y"])
    if (found := _SERIAL.fullmatch(line)) and int(found[1]) in _SERIALS:
        return DateReading((_FIRST_DAY + dt.timedelta(days=int(found[1]))).isoformat())
    return DateReading("", "two-digit-year" if _SHORT_YEAR.fullmatch(line) else "unreadable-date")


def _dated(y: str, m: str = "", d: str = "") -> DateReading:
    try:
        day = dt.date(int(y), int(m or 1), int(d or 1))
    except ValueError:
        return DateReading("", "impossible-date")
    return DateReading(day.isoformat()[: 10 if d else 7 if m else 4])


def _day_first(a: int, b: int, year: str) -> DateReading:
    months = [month for month in {a, b} if month <= 12]  # noqa: PLR2004 - twelve months
    if len(months) > 1:
        return DateReading(year, "ambiguous-date")
    return _dated(year, str(min(a, b)), str(max(a, b)))


def in_digits(line: str) -> str:
    """Return a line with the years, months and days that are written in numerals in digits: 2025年6月30日."""

    def year(found: re.Match[str]) -> str:
        return read_digits(found[0].replace("O", "〇"))

    def rest(found: re.Match[str]) -> str:
        number = read_numeral(found[0])
        return found[0] if number is None else str(number)

    return _REST_IN_WORDS.sub(rest, _YEAR_IN_WORDS.sub(year, line))
