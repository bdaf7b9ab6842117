"""What a list says of the end of its groups: by the name of the sheet, or in the row's 状态, 备注, 是否在用 or name.

状态 已解散 · 备注 2025年6月已解散 · sheet 已注销            解散, 注销: the group is gone
状态 停用 · 是否在用 否 · 备注 已不再使用                   解散: who keeps the list counts it no longer
备注 拟解散 · 原群已解散，重建 · 未解散                      says nothing of this group's end
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.normalise import map_unique
from toolkit.normalise.text import clean
from toolkit.normalise.ticks import read_yes_no

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GONE, STRUCK_OFF = "解散", "注销"
_VERB = r"解散|注销|撤销|撤群|停用|弃用|废弃|废止|清退|清理|关闭|停止使用|取消|作废|封停|封禁"
_WHOLE = re.compile(rf"已?经?(?P<verb>{_VERB})(?:了|群|群组|的群|的群组|名单|台账|清单|完毕)?")
_WITHIN = re.compile(
    rf"(?:已|已经|现已|均已|业已)[^，。；;、,]{{0,10}}?(?P<verb>{_VERB})|(?:不再|不|未|停止)(?:继续)?使用|(?P<day>\d)[日月年]\s*(?P<then>{_VERB})"
)
_OTHERWISE = re.compile(r"[拟将待未否请]|计划|准备|建议|如|原|旧群|老群|重新?建|除外|(?<!已)不(?!再|使用|继续使用)")


def endings(sheet: str, columns: Mapping[str, Sequence[str]], rows: int, *, kept: bool) -> tuple[str, ...]:
    """Return 处置 of each row, filled with 解散 or 注销 where the list says so and 处置 itself says nothing.

    Args:
        sheet: the name of the sheet.
        columns: the rows as typed, by answer key.
        rows: how many.
        kept: it is a list that somebody keeps; on a form 是否正常运行 否 leaves a group in force until it is dissolved.
    """
    blank = ("",) * rows
    own = columns.get("disposition", blank)
    whole = _WHOLE.fullmatch(clean(sheet))
    if whole:
        ends = [_kind(whole)] * rows
    else:
        state = map_unique(_by_state if kept else _by_word, columns.get("is_active", blank))
        remark = map_unique(_by_remark, columns.get("remark", blank))
        ends = [one or two for one, two in zip(state, remark, strict=True)]
    return tuple(text if clean(text) else end for text, end in zip(own, ends, strict=True))


def _by_word(text: str) -> str:
    found = _WHOLE.fullmatch(clean(text))
    return _kind(found) if found else ""


def _by_state(text: str) -> str:
    """Return how a group ended whose 状态 or 是否在用 says so; a plain 否 is an end as well."""
    if not clean(text):
        return ""
    said = _by_word(text) or _by_remark(text)
    return said or (GONE if read_yes_no(text).value is False else "")


def _by_remark(text: str) -> str:
    bare = clean(text)
    if not bare:
        return ""
    if said := _by_word(bare):
        return said
    found = _WITHIN.search(bare)
    return _kind(found) if found and not _OTHERWISE.search(bare[: found.start()] + bare[found.end() :]) else ""


def _kind(found: re.Match[str]) -> str:
    return STRUCK_OFF if STRUCK_OFF in found[0] else GONE
