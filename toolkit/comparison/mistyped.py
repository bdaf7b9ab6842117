"""A number that a person calls mistyped (填错): last year's is the right one, or the one that the remark says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.comparison.decided import APPLIED, MISTYPED
from toolkit.normalise.dates import in_digits
from toolkit.normalise.numbers import read_numbers
from toolkit.normalise.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from toolkit.model import Decision

_DAY = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s*(?:[-./年]\s*\d{1,2}\s*(?:[-./月]\s*\d{1,2}\s*[日号]?)?|[01]\d[0-3]\d(?!\d))"
)
_TELEPHONE = re.compile(r"(?<!\d)(?<!群号)(?<!群号[:是为])1[3-9]\d{9}(?!\d)")
_WRONG = re.compile(
    r"(?:不是|并非|误填|误写|错填|错写|写成|填成)[^\d,;。]{0,4}\d{5,11}|\d{5,11}\s*(?:是错|错了?|不对|有误)"
)
_RIGHT = re.compile(
    r"(?:正确|应为|应是|应当是|改为|改成|更正为|实为|实际)[^\d,;。]{0,8}(?P<number>[1-9]\d{4,10})(?!\d)"
)


def without_slips(changed: pd.DataFrame, decisions: Iterable[Decision]) -> pd.DataFrame:
    """Return the changes without the numbers of which a person says that they were mistyped: nothing changed there."""
    slips = {one.records[0] for one in decisions if one.chosen == MISTYPED and one.state == APPLIED and one.records}
    if not slips:
        return changed
    return changed[~(changed["record"].isin(slips) & (changed["field"] == "group_no"))].reset_index(drop=True)


def right_numbers(decisions: Iterable[Decision]) -> Mapping[str, str]:
    """Return by record the number that a person wrote down as the right one beside 填错; without one last year's holds.

    正确的是310000003 · 应为 310000003（3月2日电话） → 310000003. Days, telephones and what is called wrong are
    none; of several the one that is called right.
    """
    found = {}
    for one in decisions:
        if one.chosen == MISTYPED and one.state == APPLIED and one.records:
            number = _called_right(one.why, frozenset(one.groups[0].number.split("、")))
            if number:
                found[one.records[0]] = number
    return found


def _called_right(remark: str, mistyped: frozenset[str]) -> str:
    bare = _WRONG.sub(" ", _DAY.sub(" ", in_digits(fold(remark))))
    told = [number for number in read_numbers(_TELEPHONE.sub(" ", bare)).numbers if number not in mistyped]
    if len(told) == 1:
        return told[0]
    called = {found["number"] for found in _RIGHT.finditer(bare)} - mistyped
    return called.pop() if len(called) == 1 else ""
