"""Head counts: an exact number, an interval that was stated, or nothing. A count is never guessed.

150 · 150人 · 共１５０人 · 一百五十 · 1.2万 → [n, n]
约150人 · 150人左右 · 约150人左右            → [135, 165]: plus or minus a tenth, rounded outwards
100+ · 100人以上                           → [100, open]
超过150人                                  → [151, open]
150余人 · 180多人 · 百余人                  → [151, 159] · [181, 189] · [101, 199]: below the next round number
180-200人 · 三十至四十人                     → [180, 200] · [30, 40]
150人以内 · 不到100人 · 近百 · 百来人           → [1, 150] · [1, 99] · [90, 100] · [90, 110]
几十人 · 数百人 · 上百人                      → [20, 99] · [200, 999] · [100, open]
已满员 · 150/200 · two numbers in one cell   → unreadable-count
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from toolkit.normalise.masking import masked
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
_UNIT = r"(?:个人|人|名|位|个|员)?(?:本科生|研究生|学生|新生|教师|老师|教工|职工|教职员?工|师生|成员|群成员|粉丝|用户)?"
_BEFORE = r"(?:共计?|合计|总计|总数|总共|现有|目前|已有|实有|全体|在群|群内|人数|群人数|群?成员|:)*"
_LESS = "(?P<less>不到|不足|未满|不满|未到|少于|小于|<)"
_MOST_SO = "(?P<most>不超过|不多于|至多|最多|≤|<=)"
_RANGE = re.compile(
    rf"(?:[^\d:]{{0,8}}:)?{_BEFORE}(?:约|大约|大概)?(?P<low>\d{{1,6}}|[{LETTERS}]+){_UNIT}(?:[-~‐-―−～]{{1,2}}|至|到)"
    rf"(?P<high>\d{{1,6}}|[{LETTERS}]+){_UNIT}(?:左右|之间|不等)?[。.]?"
)
_COUNT = re.compile(
    rf"(?:[^\d:]{{0,8}}:)?{_BEFORE}(?:(?P<about>约有?|大约|大概|约为|[~≈])|(?P<least>≥|>=|不少于|至少)"
    rf"|(?P<beyond>超过?|多于|大于|>|逾)|(?P<near>将近|接近|近)|{_MOST_SO}|{_LESS})?"
    rf"{_BEFORE}{_NUMBER}(?:(?P<plus>\+)|(?P<odd>余|多|几)|(?P<some>来))?{_UNIT}"
    r"(?:(?P<around>左右|上下|±|\+-)|(?P<more>\+|以上|及以上)|(?P<within>以内|以下|之内|及以下)|整)?(?:\([^()]*\))?[。.]?"
)
_VAGUE = re.compile(rf"{_BEFORE}(?:约|有|大约|大概)?(?P<how>[几数上成])(?P<step>[十百千]){_UNIT}(?:\([^()]*\))?[。.]?")
_STEPS = {"十": 10, "百": 100, "千": 1000}
LONGEST = 100
_SIDE_BY_SIDE = re.compile(r"\d\s+\d")
_ORDINAL_SIGN = re.compile("[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]")
"""①500②321 is two counts; `fold` would make them one number."""


def read_count(text: str) -> CountReading:
    """Read a cell that holds one number of people (or of followers). Fault: `unreadable-count`."""
    raw = clean(text)
    if is_placeholder(raw):
        return CountReading(None, None, raw)
    spaced = fold(_ORDINAL_SIGN.sub("\n", raw)).strip()
    telephone = masked(raw) != raw  # 王主任：86950001 is nobody's number of members
    if len(spaced) > LONGEST or telephone or _SIDE_BY_SIDE.search(spaced):
        return CountReading(None, None, raw, "unreadable-count")
    line = "".join(spaced.split()).casefold()
    if line.startswith("(") and line.endswith(")") and line.count("(") == 1:
        line = line[1:-1]
    bounds = _between(line) or _vague(line)
    if not bounds:
        found = _COUNT.fullmatch(line)
        number = _number(found) if found else None
        bounds = _bounds(found, number) if found and number is not None else None
    return CountReading(*bounds, raw) if bounds else CountReading(None, None, raw, "unreadable-count")


def _between(line: str) -> tuple[int, int] | None:
    """Return the two ends of 180-200人 and 三十至四十人."""
    span = _RANGE.fullmatch(line)
    ends = [int(end) if end.isdigit() else read_numeral(end) for end in (span["low"], span["high"])] if span else []
    low, high = ends or (None, None)
    return (low, high) if low is not None and high is not None and low < high else None


def _vague(line: str) -> tuple[int, int | None] | None:
    """Return what 几十, 数百 and 上百 can be."""
    found = _VAGUE.fullmatch(line)
    if not found:
        return None
    step = _STEPS[found["step"]]
    return (step, None) if found["how"] in "上成" else (2 * step, 10 * step - 1)


def _bounds(found: re.Match[str], number: int) -> tuple[int, int | None] | None:
    """Return the interval that the words around a number state, None when they contradict each other."""
    said = {word for word, text in found.groupdict().items() if text} - {"digits", "part", "scale", "words"}
    if said == {"about", "around"}:  # 约80人左右
        said = {"about"}
    if len(said) > 1:
        return None
    word = next(iter(said), "")
    if word in {"most", "within", "less"}:
        high = number - (word == "less")
        return (1, high) if high > 0 else None
    if word == "odd":
        return _somewhat_more(number)
    about = number * 9 // 10, -(-number * 11 // 10)
    told = {"about": about, "around": about, "some": about, "beyond": (number + 1, None), "near": (about[0], number)}
    return told.get(word, (number, None if said else number))


def _somewhat_more(number: int) -> tuple[int, int] | None:
    """Return what 150余 and 100多 can be: more, and less than the next number as round as this one."""
    step = 10 ** (len(str(number)) - len(str(number).rstrip("0"))) if number else 1
    return (number + 1, number + step - 1) if step > 1 else None


def _number(found: re.Match[str]) -> int | None:
    if found["words"]:
        return read_numeral("一百" if found["words"] == "百" else found["words"])
    value = Decimal(found["digits"].replace(",", "") + (found["part"] or "")) * _SCALES[found["scale"]]
    return int(value) if value == value.to_integral_value() and value < _MOST else None
