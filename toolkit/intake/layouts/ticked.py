"""Columns that are ticked: the heading is the answer, and the cell only says yes.

群类型        | 群名称          QQ群 | 微信群 | 群名称
QQ群 | 微信群 |                 √    |        | 通知群      → platform QQ群
√    |        | 通知群

是否停用      a heading that asks the opposite: 是 is 停用, 否 is 在用
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.normalise.platforms import platform_of
from toolkit.normalise.ticks import read_yes_no
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.intake.layouts.blocks import Block
    from toolkit.intake.layouts.stacked import Column

TICKED = "ticked"
ACTIVE = "is_active"
_OPPOSITE = re.compile(r"(?:目前|现在|群|是否|有无|已经?)*(?:停用|停止使用|关闭|闲置|废弃)(?:情况|状态|与否|吗)?[?？]?")
_LONGEST_ANSWER = 3
_STOPPED, _USED = "停用", "在用"
_KINDS = ("platform", "enum", "bool")
_PLATFORM = "platform"


def is_opposite(label: str) -> bool:
    """Whether a heading asks whether a group is out of use."""
    return _OPPOSITE.fullmatch(label.strip()) is not None


def with_ticks_read(block: Block) -> Block:
    """Return a block in which the cells of ticked columns say what their heading says."""
    columns, texts = list(block.columns), list(block.texts)
    for number, column in enumerate(block.columns):
        key, option = _option(column)
        if column.key == ACTIVE and is_opposite(column.label):
            texts[number] = tuple(map(_turned, texts[number]))
        if option and _is_ticked(texts[number]):
            columns[number] = column._replace(key=key, how=TICKED)
            texts[number] = tuple(option if read_yes_no(text).value else "" for text in texts[number])
    changed = columns != list(block.columns) or texts != list(block.texts)
    return replace(block, columns=tuple(columns), texts=tuple(texts)) if changed else block


def _turned(text: str) -> str:
    """Return what 是 or 否 under 是否停用 says of the group's use; any other text as it is."""
    answer = read_yes_no(text).value if len(text.strip()) <= _LONGEST_ANSWER else None
    return text if answer is None or text.strip() in {_STOPPED, _USED} else _STOPPED if answer else _USED


def _option(column: Column) -> tuple[str, str]:
    """Return the field and the option that a heading stands for, ("", "") when it is none."""
    part = column.label.rpartition("·")[2].strip()
    if platform_of(part) and (not column.key or "·" in column.label):
        return _PLATFORM, part
    kind = vocabulary()[column.key].kind if column.key in vocabulary().fields else ""
    if kind not in _KINDS or "·" not in column.label:
        return "", ""
    return (column.key, part) if kind != "bool" or read_yes_no(part).value is not None else ("", "")


def _is_ticked(texts: Sequence[str]) -> bool:
    """Whether a column holds nothing but ticks, crosses and empty boxes, and at least one tick."""
    said = [read_yes_no(text) for text in set(texts) if text.strip()]
    return any(answer.value for answer in said) and not any(answer.fault for answer in said)
