"""What a form is for: its role, which its drawing says (`role:`) or its title tells.

register    rows of the register: the unit's return            review     年审: the same group again, confirms it
change      变更备案: what is new about a group                 cancel     注销: the group is over
approval    审批表: stands beside a row of the register         summary    汇总表: one row a unit, with figures
statement   承诺书: filed by a unit or not

`schemas/SCHEMA.md` says what each means for verdicts, ledger, chasing and 待办.
"""

from __future__ import annotations

import re
from typing import Literal

Role = Literal["register", "review", "change", "cancel", "approval", "summary", "statement"]

FILING: frozenset[Role] = frozenset({"register", "review"})
"""Roles whose form is a unit's return; whoever sent none of them has not filed."""
PRECEDENCE: tuple[Role, ...] = ("register", "review", "change", "cancel", "approval")
"""Of several papers of one group the first is its record; the others accompany it."""
OF_A_UNIT: frozenset[Role] = frozenset({"summary", "statement"})
"""Roles whose rows speak of a unit and name no group."""
OF_A_MOMENT: frozenset[Role] = frozenset({"change", "cancel"})
"""Roles whose form tells what happened to a group: opinions and days on it are about that, and not about the group."""

_REVIEW = re.compile("年审|年检|年度(?:审核|审查|核查|复核)|复审表|复核表")
_FILES = re.compile("登记|备案|台账|清单|名单")
_CHANGE = re.compile("变更|变动|移交|更名")
_CANCEL = re.compile("注销|撤销|关停|停用|解散")


def told_role(title: str, *, register: bool | None) -> Role:
    """Return the role of a form whose drawing names none.

    Args:
        title: the printed title; 年审表 is a review, 注销申请表 cancels, 变更与注销申请表 changes (and where the row
            says 注销, cancels).
        register: the drawing's word that the form makes rows of the register, or makes none; None is no word.
    """
    if _REVIEW.search(title) and not _FILES.search(_REVIEW.sub("", title)):
        return "review"
    if register is not False:
        return "register"
    if _CHANGE.search(title):
        return "change"
    return "cancel" if _CANCEL.search(title) else "approval"
