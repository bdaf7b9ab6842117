"""Columns that are ticked: the heading is the answer, and the cell only says yes.

群类型        | 群名称          QQ群 | 微信群 | 群名称
QQ群 | 微信群 |                 √    |        | 通知群      → platform QQ群
√    |        | 通知群
"""

from __future__ import annotations

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
_KINDS = ("platform", "enum", "bool")
_PLATFORM = "platform"


def with_ticks_read(block: Block) -> Block:
    """Return a block in which the cells of ticked columns say what their heading says."""
    columns, texts = list(block.columns), list(block.texts)
    for number, column in enumerate(block.columns):
        key, option = _option(column)
        if option and _is_ticked(texts[number]):
            columns[number] = column._replace(key=key, how=TICKED)
            texts[number] = tuple(option if read_yes_no(text).value else "" for text in texts[number])
    return replace(block, columns=tuple(columns), texts=tuple(texts)) if columns != list(block.columns) else block


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
