"""What a list says of the end of its groups: by the name of the sheet, or in the row's 状态, 备注, 是否在用.

状态 已解散（2025.7） · 备注 2025年6月已解散 · 已注销            解散, 注销: the group is gone
状态 停用 · 是否在用 否 · 备注 已不再使用                   out of use: not dissolved, but nobody looks for it
备注 2026.3.1已解散，并入上群 (of a return)             the same: 处置, and the day that is written there
状态 长期不用 · 闲置 · 已并入教师群                       near to these: taken so, and told (`toolkit.register.said`)
备注 拟解散 · 原群已解散，重建 · 未解散                      says nothing of this group's end
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.normalise import map_unique
from toolkit.normalise.dates import earliest, in_digits, read_date
from toolkit.normalise.text import clean
from toolkit.normalise.ticks import read_yes_no

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from toolkit.model import Ledger

_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:\s*[年./—-]\s*\d{1,2}(?:\s*[月./—-]\s*\d{1,2}(?!\d)\s*[日号]?|\s*月)?|\d{4}(?!\d))(?!\d)"
)
GONE, STRUCK_OFF = "解散", "注销"
_GONE = r"解散|注销|撤销|撤群|清退|关闭|取消|封停|封禁"
_UNUSED = r"停用|弃用|废弃|废止|停止使用|作废"
_WHOLE = re.compile(rf"已?经?(?:(?P<gone>{_GONE})|{_UNUSED})(?:了|群|群组|的群|的群组|名单|台账|清单|完毕)?")
_WITHIN = re.compile(
    rf"(?:已|已经|现已|均已|业已|\d[日月年号]|\d[./-]\d{{1,2}}|[暑寒]期|[暑寒]假|毕业|学期|年[初底末])\s*[^，。；;、,后时将拟]{{0,10}}?(?:(?P<gone>{_GONE})|{_UNUSED})|(?:不再|停止)(?:继续)?使用"
)
_NEAR_UNUSED = re.compile(
    r"[不没未无]再?有?人?再?[使在]?用(?:了|的|的群)?(?![^，,。；;、])|[没无]有?人[管说发看]|停[了掉用]|暂停|僵尸|闲置|冻结|沉寂|死群"
)
_NEAR_GONE = re.compile(r"(?<![不未])(?:[并合]到|并[入给进至]|合并)|[不没]存在|没有?了|已[撤删散]|[撤删散]了")
_YET_TO_COME = re.compile(r"[拟将待请]|计划|准备|建议|打算|重新?建|除外|是否|[不未没]有?停")
_ASIDE = re.compile(
    r"[(（【]?(?:已?作?废弃?|旧|老|原|历史|往年|草稿|初稿|底稿|备份|存档|不用|不要|不报|勿用|删除?|待删|停用)(?:了|的)?(?:表格?|版本?|数据|稿|名单|台账|群|群组)?"
    r"[)）】]?(?:[(（].*[)）])?\d*"
)
_OTHERWISE = re.compile(r"[拟将待未否请如原旧]|计划|准备|建议|老群|重新?建|除外|(?<!已)不(?!再|使用|继续使用)")


class Endings(NamedTuple):
    """For each row its 处置, filled in where the list says that the group is gone, if it is out of use, and since when.

    `dissolved_on` is as typed, else the one day that stands beside such a word: 已解散（2025.7）.
    """

    disposition: tuple[str, ...]
    unused: tuple[bool, ...]
    dissolved_on: tuple[str, ...]


class _End(NamedTuple):
    disposition: str = ""
    unused: bool = False


def endings(sheet: str, columns: Mapping[str, Sequence[str]], rows: int, *, kept: bool, ours: bool = False) -> Endings:
    """Return what the rows say of their end; 处置 as typed stands.

    Args:
        sheet: the name of the sheet.
        columns: the rows as typed, by answer key.
        rows: how many.
        kept: it is a list that somebody keeps. On a form and in our own ledger 是否正常运行 否 leaves a group in force.
        ours: it is our own ledger: what a unit once remarked was weighed in its year.
    """
    blank = ("",) * rows
    own = columns.get("disposition", blank)
    whole = _of(clean(sheet), _WHOLE.fullmatch(clean(sheet)))
    if whole.unused:
        ends = [whole] * rows
    else:
        state = map_unique(_by_state if kept else _by_word, columns.get("is_active", blank))
        remark = map_unique(_by_remark, blank if ours else columns.get("remark", blank))
        ends = [max(one, two) for one, two in zip(state, remark, strict=True)]
    filled = tuple(text if clean(text) else end.disposition for text, end in zip(own, ends, strict=True))
    days = columns.get("dissolved_on", blank)
    told = zip(columns.get("is_active", blank), blank if ours else columns.get("remark", blank), strict=True)
    beside = map_unique(
        _first_day, ["\n".join(said) if end.disposition else "" for said, end in zip(told, ends, strict=True)]
    )
    since = tuple(day if clean(day) else other for day, other in zip(days, beside, strict=True))
    return Endings(filled, tuple(end.unused for end in ends), since)


def told_by_remark(ledger: Ledger, as_of: dt.date) -> pd.DataFrame:
    """Return returned rows with the end that their remark tells, or their sheet's name, where they say nothing else.

    `disposition` is 解散 or 注销 then, `dissolved_on` the one day that stands in the remark, not after `as_of`.
    """
    frame = ledger.frame
    remarks = frame["remark"].tolist()
    of_sheets = [_End(sheet_end(sheet.name)) for sheet in ledger.sheets]
    by_sheet = [of_sheets[number] for number in frame["sheet"].tolist()] if any(map(any, of_sheets)) else None
    ends = map_unique(_by_remark, remarks)
    if by_sheet:
        ends = [max(one, two) for one, two in zip(ends, by_sheet, strict=True)]
    if not any(end.disposition for end in ends):
        return frame
    silent = ((frame["disposition"] == "") & (frame["dissolved_on"] == "")).tolist()
    gone = [end.disposition if free else "" for end, free in zip(ends, silent, strict=True)]
    days = [_day_in(text, as_of) if end else "" for text, end in zip(remarks, gone, strict=True)]
    told = {"disposition": gone, "dissolved_on": days}
    columns = {
        name: [new or old for new, old in zip(values, frame[name].tolist(), strict=True)]
        for name, values in told.items()
    }
    return frame.assign(**columns).astype(dict.fromkeys(columns, "str"))


def sheet_end(name: str) -> str:
    """Return the end that the name of a sheet tells of all its rows: 已解散, 已注销群组 → 解散, 注销; else ""."""
    return _of(clean(name), _WHOLE.fullmatch(clean(name))).disposition


def is_plain(state: str) -> bool:
    """Return whether a state names an end in the words that are known for it, and its day, and nothing else."""
    bare = re.sub(r"[\s()（）：:于，,]", "", _DATE.sub("", in_digits(clean(state))))
    return bool(_WHOLE.fullmatch(bare))


def is_laid_aside(name: str) -> bool:
    """Return whether the name of a sheet says that it is no longer meant, not that a group is gone: 作废, 旧表."""
    bare = clean(name)
    return _ASIDE.fullmatch(bare) is not None or (_WHOLE.fullmatch(bare) is not None and not sheet_end(name))


def remark_end(remark: str) -> str:
    """Return the end that a remark tells: 解散, 注销; else ""."""
    return _by_remark(remark).disposition


def _first_day(said: str) -> str:
    """Return the one day that a state names, else the one that a remark does."""
    import datetime as dt

    return next((day for text in said.split("\n") if (day := _day_in(text, dt.date.max))), "")


def _day_in(text: str, as_of: dt.date) -> str:
    """Return the one day (or month) that a text names, "" where it names none, several, or one still to come."""
    days = {read.value for found in _DATE.finditer(in_digits(text)) if (read := read_date(found[0])).value}
    day = days.pop() if len(days) == 1 else ""
    return day if day and earliest(day) <= as_of else ""


def _by_word(text: str) -> _End:
    """Return the end that a state names and that leaves nothing in force."""
    end = _of(text, _WHOLE.fullmatch(clean(text)))
    return end if end.disposition else _End()


def _by_state(text: str) -> _End:
    """Return the end that a state names; a plain 否 under 是否在用 is out of use as well."""
    if not clean(text):
        return _End()
    said = _by_remark(text)
    if said.unused:
        return said
    near = _near(clean(text))
    return near if near.unused else _End(unused=read_yes_no(text).value is False)


def _near(text: str) -> _End:
    """Return the end that a state nobody lists is near to; an empty one for any other, and for what is yet to come."""
    if _YET_TO_COME.search(text):
        return _End()
    if _NEAR_GONE.search(text):
        return _End(GONE, unused=True)
    return _End(unused=bool(_NEAR_UNUSED.search(text)))


def _by_remark(text: str) -> _End:
    bare = clean(text)
    whole = _of(bare, _WHOLE.fullmatch(bare)) if bare else _End()
    if whole.unused or not bare:
        return whole
    found = _WITHIN.search(bare)
    if found and _OTHERWISE.search(bare[: found.start()] + bare[found.end() :]):
        return _End()
    return _of(bare, found)


def _of(text: str, found: re.Match[str] | None) -> _End:
    if not found:
        return _End()
    gone = bool(found.groupdict().get("gone"))
    return _End((STRUCK_OFF if STRUCK_OFF in text else GONE) if gone else "", unused=True)
