"""Which runs of digits in a text are somebody's: mobiles, landlines with their area code, identity and card numbers.

Digits that belong together may be parted by spaces, dashes, dots, brackets or a break of the line. A number of five to
eleven digits without an area code may be that of a group, and stays; no group has twelve.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

HIDDEN = "****"

_BETWEEN = r"(?:[ \n\-./,:()\[\]+'|\\、]|(?<!\*)\*(?!\*)){1,12}"
_CLUSTER = re.compile(rf"\d+(?:{_BETWEEN}\d+)*")
_GROUP = re.compile(r"\d+")
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d *[-./] *(?:0?[1-9]|1[0-2])(?: *[-./] *(?:0?[1-9]|[12]\d|3[01]))?(?!\d)"
    r"|(?<!\d)(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?!\d)"
)
_STAMP = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?")
"""Day and time without a gap, as programs name their files."""
_MOBILE = re.compile(r"(?:0{0,2}86|0|17951|12593)?(1[3-9]\d{9})")
_AREA = r"10|2\d|[3-9]\d\d"
_LANDLINE = re.compile(rf"(?:0{{0,2}}86)?0({_AREA})([1-9]\d{{6,7}})")
_ABROAD = re.compile(rf"0{{0,2}}86({_AREA})([1-9]\d{{6,7}})")
_PREFIXES = frozenset({"86", "086", "0086", "0", "17951", "12593"})
_SIGNS_BEFORE = re.compile(r"[(+]+\Z")
_LEAST, _MOST, _LONGEST_GROUP_NUMBER = 10, 19, 11
_ID_PARTS = frozenset(
    {(6, 6, 3), (6, 9), (12, 3), (6, 2, 2, 2, 3), (3, 3, 3, 3, 3), (5, 5, 5), (4, 4, 4, 3), (1,) * 15, (8, 7), (7, 8)}
)
_IDS = {15, 17, 18}
_ID, _CARD, _CARD_PARTS, _USUAL_ID = 18, range(16, 20), 4, (6, 6, 3)
_X = re.compile(r"[ \n.-]{0,2}[xX](?![A-Za-z])")


_OF_A_GROUP = re.compile(r"(?:[\d\s,;、，；/|:：.。()（）\[\]【】'\"-]|q|微信群|群|号码?|为|是|id|no)*", re.IGNORECASE)


def only_group_numbers(text: str) -> bool:
    """Return whether a cell holds numbers and at most words for them: 群号：13900001001; not 张三13900001001."""
    return _OF_A_GROUP.fullmatch(text) is not None


class Found(NamedTuple):
    """A number in a text: from where to where, whether it says who somebody is, and what is shown in its place."""

    start: int
    end: int
    identity: bool
    shown: str


class _Group(NamedTuple):
    start: int
    end: int
    digits: str


def numbers_in(letters: str) -> list[Found]:
    """Return the numbers of people in a text as it is read (`toolkit.normalise.spelt`), none over another."""
    clusters = (one.span() for one in _CLUSTER.finditer(letters))
    return [one for start, end in clusters if end - start >= _LEAST for one in _in_cluster(letters, start, end)]


def _in_cluster(letters: str, start: int, end: int) -> Iterator[Found]:
    """Yield the numbers in a row of groups: those that say who somebody is first, whatever stands before them."""
    groups = [_Group(one.start(), one.end(), one[0]) for one in _GROUP.finditer(letters, start, end)]
    dates = [date.span() for date in _DATE.finditer(letters, start, end)]
    place = since = 0
    while place < len(groups):
        found = _first(_identity, letters, list(_runs(groups, place)))
        place += 1
        if found is not None:
            yield from _others(letters, groups[since : place - 1], dates)
            yield found
            while place < len(groups) and groups[place].start < found.end:
                place += 1
            since = place
    yield from _others(letters, groups[since:], dates)


def _others(letters: str, groups: Sequence[_Group], dates: Sequence[tuple[int, int]]) -> Iterator[Found]:
    place = 0
    while place < len(groups):
        runs = list(_runs(groups, place))
        free = [run for run in runs if not any(one < run[-1].end and two > run[0].start for one, two in dates)]
        found = (
            _first(_telephone, letters, free) or _first(_too_long, letters, runs[:1]) or _first(_card, letters, free)
        )
        place += 1
        if found is not None:
            yield found
            while place < len(groups) and groups[place].start < found.end:
                place += 1


def _runs(groups: Sequence[_Group], place: int) -> Iterator[Sequence[_Group]]:
    """Yield the groups from a place on that may be one number: one, two, three … of them."""
    length = 0
    for last in range(place, len(groups)):
        length += len(groups[last].digits)
        if length > _MOST and last > place:
            return
        if length >= _LEAST or last == place:
            yield groups[place : last + 1]


def _first(
    told: Callable[[str, Sequence[_Group]], Found | None], letters: str, runs: Sequence[Sequence[_Group]]
) -> Found | None:
    return next((found for run in runs if (found := told(letters, run)) is not None), None)


def _identity(letters: str, parts: Sequence[_Group]) -> Found | None:
    """Return the number of an identity card, of eighteen or the older fifteen digits, when it is one."""
    digits = _digits(parts)
    if len(digits) not in _IDS:
        return None
    letter = _check_letter(letters, digits, parts[-1].end)
    number = f"{digits}0" if letter else digits
    if not number.startswith(tuple("12345678")):
        return None
    sizes = tuple(len(part.digits) for part in parts)
    long = len(number) == _ID and _is_day(number[6:14])
    usual = sizes == _USUAL_ID or not _is_list(letters, parts)
    short = sizes in _ID_PARTS and usual and _is_day(f"19{number[6:12]}")
    return Found(parts[0].start, parts[-1].end + letter, identity=True, shown=HIDDEN) if long or short else None


def _too_long(letters: str, parts: Sequence[_Group]) -> Found | None:
    """Return a run of digits that is too long for the number of a group and no time of a day."""
    digits = _digits(parts)
    if len(digits) <= _LONGEST_GROUP_NUMBER or _STAMP.fullmatch(digits):
        return None
    return Found(
        parts[0].start, parts[0].end + _check_letter(letters, digits, parts[0].end), identity=True, shown=HIDDEN
    )


def _card(letters: str, parts: Sequence[_Group]) -> Found | None:
    """Return the number of a bank card: four, four, four, four, and up to three more."""
    *sizes, last = (len(part.digits) for part in parts)
    four = sizes and all(size == _CARD_PARTS for size in sizes) and last <= _CARD_PARTS
    if not four or len(_digits(parts)) not in _CARD or parts[0].digits[0] not in "3456" or _is_list(letters, parts):
        return None
    return Found(parts[0].start, parts[-1].end, identity=True, shown=HIDDEN)


def _check_letter(letters: str, digits: str, end: int) -> int:
    """Return how many letters further an X as the last sign of an identity number stands."""
    found = _X.match(letters, end) if len(digits) == _ID - 1 else None
    return found.end() - end if found else 0


def _telephone(letters: str, parts: Sequence[_Group]) -> Found | None:
    """Return a mobile, or a landline with its area code, when it is one."""
    digits, start = _digits(parts), parts[0].start
    mobile = _MOBILE.fullmatch(digits)
    landline = (
        None if mobile else _LANDLINE.fullmatch(digits) or (_ABROAD.fullmatch(digits) if len(parts) > 1 else None)
    )
    if mobile and _may_be_parted(letters, parts):
        shown = f"{mobile[1][:3]}{HIDDEN}{mobile[1][-4:]}"
    elif landline and _one_number(letters, parts):
        shown = f"0{landline[1]}-{HIDDEN}{landline[2][len(HIDDEN) :]}"
    else:
        return None
    closed = digits.lstrip("0").startswith("86") or ")" in letters[start : parts[-1].end]
    before = _SIGNS_BEFORE.search(letters, max(0, start - 2), start) if closed else None
    return Found(before.start() if before else start, parts[-1].end, identity=False, shown=shown)


def _digits(parts: Sequence[_Group]) -> str:
    return "".join(part.digits for part in parts)


def _may_be_parted(letters: str, parts: Sequence[_Group]) -> bool:
    """Tell whether a mobile would be parted like that: "15 123456789" is a count and a group."""
    if parts[0].digits in _PREFIXES:
        parts = parts[1:]
    if len(parts) == 1:
        return True
    sizes = [len(part.digits) for part in parts]
    gaps = _gaps(letters, parts)
    if sizes[0] == 1 and max(sizes) > 1 and "\n" not in gaps[0] and gaps[0].strip() in {".", ")", "、"}:
        return False  # the number of a list: 1. 390000 1001
    if len(parts) == 2:  # noqa: PLR2004 - two halves
        (gap,) = gaps
        if "\n" not in gap and (" " in gap or "、" in gap or ("." in gap and sizes[0] <= 2)):  # noqa: PLR2004 - the number of a list
            return 3 <= sizes[0] <= 7  # noqa: PLR2004 - 139 00000001 to 1390000 0001
    return _one_number(letters, parts)


def _one_number(letters: str, parts: Sequence[_Group]) -> bool:
    """Tell whether the gaps are those within a number: a comma, a stroke parts lists of short numbers too.

    A break of the line may have been written as 、, which parts the things of a list: such a number has two halves, or
    the parts that a telephone has.
    """
    sizes = tuple(len(part.digits) for part in parts)
    usual = len(parts) == 2 or sizes == (3, 4, 4) or parts[0].digits.startswith("0")  # noqa: PLR2004 - two halves
    if _is_list(letters, parts) and not usual:
        return False
    loose = any(set(gap) & set(",:/|\\'、") for gap in _gaps(letters, parts))
    return not loose or all(len(part.digits) > 2 for part in parts)  # noqa: PLR2004 - shorter ones are counted things


def _is_list(letters: str, parts: Sequence[_Group]) -> bool:
    return any("、" in gap for gap in _gaps(letters, parts))


def _gaps(letters: str, parts: Sequence[_Group]) -> list[str]:
    return [letters[one.end : other.start] for one, other in itertools.pairwise(parts)]


def _is_day(digits: str) -> bool:
    try:
        day = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return 1900 <= day.year < 2100  # noqa: PLR2004 - who is alive
