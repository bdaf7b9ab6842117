"""What a cell takes from the one before it: ditto marks, and what is written once for a block of rows.

    财务处 | 报账通知群                      财务处 | 报账通知群
    同上   | 税务咨询群     同上 〃 ″ ↑  →   财务处 | 税务咨询群
    基建处 | 施工群                          基建处 | 施工群
           | 验收群         written once →   基建处 | 验收群

A dash repeats only where a blank would say nothing (单位); under 群号 it means that there is none. A number is never
repeated: two groups have two.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.intake.layouts.blocks import FILLED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.model import Axis

LONGEST = 8
_OWN = frozenset({"group_no", "group_nos", "filing_no", "group_name&group_no"})
_SHED = " \t\r\n\u3000\xa0-_—―－–~～.．。…()（）[]【】"
_MARKS = frozenset("〃″〞”“＂\"'‘’々↑⇡⬆↓ヽ")
_WORDS = re.compile(r"同[上前](?:[一1]?[行栏格条项列])?|[如见]上|同|ditto|do", re.IGNORECASE)
_BESIDE = re.compile(r"同[左前](?:[一1]?[行栏格条项列])?|←+")
_CUES = _MARKS | set("同如见←dD")
"""Every mark that is no dash has one of these letters."""
_DASHES = frozenset("-－—–―~～一")


def without_dittos(key: str, texts: Sequence[str], axis: Axis = "row") -> tuple[str, ...]:
    """Return one column of answers with its ditto marks replaced by the text that they repeat.

    A mark with nothing filled before it stays as it was typed.

    Args:
        key: the answer key of the column.
        texts: as typed, in the order of the groups.
        axis: how the groups stand; in a matrix it is the group to the left that is repeated.
    """
    if key in _OWN or axis == "card":
        return tuple(texts)
    if key not in FILLED and _CUES.isdisjoint("".join(texts)):
        return tuple(texts)
    marks = {text for text in set(texts) if 0 < len(text) <= LONGEST and is_ditto(text, axis, weak=key in FILLED)}
    if not marks:
        return tuple(texts)
    found: list[str] = []
    for text in texts:
        before = found[-1] if found else ""
        found.append(before if text in marks and before else text)
    return tuple(found)


def is_ditto(text: str, axis: Axis = "row", *, weak: bool = False) -> bool:
    """Whether a text only says that the cell before it holds here too; `weak` lets a dash say so."""
    bare = "".join(text.split()).strip(_SHED)
    if not bare:
        return weak and not _DASHES.isdisjoint(text) and _DASHES.issuperset(text.strip(" \t\u3000"))
    if axis == "column":
        return _BESIDE.fullmatch(bare) is not None
    return _MARKS.issuperset(bare) or _WORDS.fullmatch(bare) is not None


def written_once(texts: Sequence[str]) -> tuple[str, ...]:
    """Return a column in which each text holds for the blank cells below it.

    Only where it was plainly meant so: who writes one text in two rows running does not leave the third to be guessed.
    """
    if "" not in texts or any(one and one == two for one, two in pairwise(texts)):
        return tuple(texts)
    found: list[str] = []
    for text in texts:
        found.append(text or (found[-1] if found else ""))
    return tuple(found)
