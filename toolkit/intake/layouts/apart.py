"""Several groups in one row: the columns of each told apart, and a block for each.

QQ群名称 | QQ群号 | 微信群名称 | 群主        a QQ group and a WeChat group, both of this owner
群名称1 | 群号1 | 人数1 | 群名称2 | 群号2      two groups; what carries no number belongs to both

Two headings that only say the name in two ways (群名称 | 群全称) are one group, as they were.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from toolkit.normalise.platforms import platforms_in
from toolkit.normalise.text import fold
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.intake.layouts.blocks import Block
    from toolkit.intake.layouts.labels import Lexicon
    from toolkit.intake.layouts.stacked import Column

_NAME = "group_name"
_DECORATION = re.compile(r"^[(\[]?\d{1,2}[)\]、.,:]\s*")
_INDEX = re.compile(r"(?<![\d第])第?(\d{1,2}|[一二三四五六七八九十])(?!\d|[个]?(?:单位|部门|责任))")


class _Sign(NamedTuple):
    """What a heading says of which group it is about: its platform, its number; either may be ""."""

    platform: str
    number: str


def groups_apart(block: Block, lexicon: Lexicon) -> list[Block]:
    """Return a block for each group that the rows of `block` hold, from left to right; most often it alone."""
    columns = [_resolved(column, lexicon) for column in block.columns]
    names = [number for number, column in enumerate(columns) if _NAME in column.key.split("&")]
    signs = [_sign(columns[number].label) for number in names]
    if len(names) < 2 or len(set(signs)) < len(signs) or _Sign("", "") in signs[1:]:  # noqa: PLR2004 - two groups
        return [_on_its_platform(block, signs[0].platform if len(set(signs)) == 1 else "")]
    owners = _owners(columns, names, signs)
    found = []
    for group, name in enumerate(names):
        kept = [number for number in range(len(columns)) if owners[number] in (group, None)]
        rows = [row for row, text in enumerate(block.texts[name]) if text.strip()]
        texts = tuple(tuple(block.texts[number][row] for row in rows) for number in kept)
        offsets = tuple(block.offsets[row] for row in rows)
        part = replace(block, columns=tuple(columns[number] for number in kept), offsets=offsets, texts=texts)
        found.append(_on_its_platform(part, signs[group].platform))
    first = found[0]
    rest = [replace(part, blank=0, rejected=()) for part in found[1:] if part.offsets]
    return [first, *rest] if first.offsets or not rest else [replace(rest[0], blank=block.blank), *rest[1:]]


def _resolved(column: Column, lexicon: Lexicon) -> Column:
    """Return a column with a heading nobody knows (群名称2, 微信群人数) as what it asks for without its sign."""
    sign = _sign(column.label)
    if column.key or not any(sign):
        return column
    line = fold(column.label).replace(sign.number, "", 1).strip("()第个 ")
    for plain in (
        line,
        *(line.replace(word, "", 1) for word in (sign.platform, sign.platform.removesuffix("群")) if word),
    ):
        meaning = lexicon.loosely(plain)
        if meaning and meaning.key:
            return column._replace(key=meaning.key, how=meaning.how)
    return column


def _sign(label: str) -> _Sign:
    line = _DECORATION.sub("", fold(label))
    platforms = platforms_in(line)
    index = _INDEX.search(line)
    return _Sign(platforms[0] if len(platforms) == 1 else "", index[1] if index else "")


def _owners(columns: Sequence[Column], names: Sequence[int], signs: Sequence[_Sign]) -> list[int | None]:
    """Return for each column the group that it is about, None for what is said of all."""
    return [_owner(columns, number, names, signs) for number in range(len(columns))]


def _owner(columns: Sequence[Column], number: int, names: Sequence[int], signs: Sequence[_Sign]) -> int | None:
    if number in names:
        return names.index(number)
    column = columns[number]
    sign = _sign(column.label)
    meant = [group for group, other in enumerate(signs) if any(sign) and _agree(sign, other)]
    if len(meant) == 1:
        return meant[0]
    same = [place for place, other in enumerate(columns) if other.key and other.key == column.key]
    if len(same) == len(names):
        return same.index(number)
    before = sum(name < number for name in names) - 1
    own = column.key == "group_no" or (before < len(names) - 1 and _is_of_one(column.key))
    return before if own and before >= 0 else None


def _is_of_one(key: str) -> bool:
    """Whether an answer that stands between two names is the first one's: a count or a day, and nobody's name."""
    return bool(key) and key.partition(".")[0] not in vocabulary().of_kind("people")


def _agree(one: _Sign, other: _Sign) -> bool:
    return all(not a or a == b for a, b in zip(one, other, strict=True))


def _on_its_platform(block: Block, platform: str) -> Block:
    """Return a block whose rows are on the platform that the heading of their names tells, where no column does."""
    if not platform or any(column.key == "platform" for column in block.columns):
        return block
    said = {row: {**block.said.get(row, {}), "platform": platform} for row in block.offsets}
    return replace(block, said={**block.said, **said})
