"""The unit's own word that a group is over: 处置 (今年状态) says so, or its day of dissolution has come.

A cancelled group is not in force: it is counted nowhere, and only the duties of a dissolution are asked of it. That a
group is not in use (是否在用 = 否) is evidence and no cancellation; a day of dissolution still to come is none either.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.normalise import map_unique
from toolkit.normalise.dates import earliest

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

CANCELLING = ("注销", "解散", "合并")
"""Answers to 处置 that take a group off the register."""
OUT_OF_USE = re.compile("解散|停用|停止|注销|废弃|弃用|作废|不再使用")
"""What a name's remark says of a group that is no longer used: evidence, and no cancellation."""
_STRIKING_OFF = re.compile(
    "(?:账号|帐号|群组?|平台)?(注销|解散|合并|撤销|关停|关闭|停用|停止使用)(?:账号|帐号|群组?|平台)?"
)
CLOSING = ("disposition", "dissolved_on", "dissolve_reported_on")
"""Fields that say it, and when; of a cancelled group only these are read with care."""


def struck_off(answer: str) -> str:
    """Return the 处置 that a word of a change form means by itself; "" where it speaks of some other change.

    >>> struck_off("注销"), struck_off("名称、账号停用"), struck_off("变更停用时间")
    ('注销', '注销', '')
    """
    for word in re.split(r"[、,，;；/\s]+", answer):
        if found := _STRIKING_OFF.fullmatch(word):
            return found[1] if found[1] in CANCELLING else CANCELLING[0]
    return ""


def cancelled(frame: pd.DataFrame, as_of: dt.date) -> pd.Series:
    """Return which rows of a register take themselves off it, as a mask.

    Args:
        frame: a register's; `disposition` and `dissolved_on` are looked at.
        as_of: the day the verdicts refer to; a group that is to be dissolved later is in force until then.
    """
    import pandas as pd

    over = map_unique(lambda text: bool(text) and earliest(text) <= as_of, frame["dissolved_on"].tolist())
    return frame["disposition"].isin(CANCELLING) | pd.Series(over, index=frame.index, dtype=bool)
