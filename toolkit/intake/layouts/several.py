"""Several groups in one row of a returned list: told apart where their names and numbers pair up, asked about else.

工作群名称            | 人数    | 群主
教务群⏎考务群         | 35⏎20   | 张三      two groups, both of 张三
数理教工群、数理党员群 | 67；23  | 段一；雷二  two groups, each of its own
新生1群、2群          | 300     | 张三      one record, and a question
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.model import cell_name
from toolkit.normalise.platforms import platform_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.intake.layouts.blocks import Block

NAME = "group_name"
PARTED, WHOLE = "parted", "whole"
_PAIRING = ("group_no", "member_count")
_MARKED = re.compile(r"[①-⑳]|[(（]\d{1,2}[)）]|(?<![\d.])\d{1,2}[、.．)）](?!\d)")
_BETWEEN = re.compile(r"[、；;/]")
_BEFORE = re.compile(rf"\s*(?:{_MARKED.pattern})\s*")
_SHORT = re.compile(r"(?P<number>[\d一二三四五六七八九十]{1,3})群?")
_NUMBERED = re.compile(r"[\d一二三四五六七八九十]{1,3}群?$")
_GROUP = "群"
SHORTEST, MOST = 3, 6


def rows_apart(block: Block) -> list[Block]:
    """Return a block in which each row is one group, and further blocks for the others that stood in its rows.

    `several` of the block says which cells held more than one name, and whether they were told apart.
    """
    at = next((number for number, column in enumerate(block.columns) if column.key == NAME), None)
    if at is None:
        return [block]
    named = {row: names for row, text in enumerate(block.texts[at]) if len(names := names_in(text)) > 1}
    if not named:
        return [block]
    keys = [column.key for column in block.columns]
    parts: list[dict[int, list[str]]] = []
    several = []
    for row, names in named.items():
        cells = [pieces_of(texts[row]) for texts in block.texts]
        paired = any(key in _PAIRING and len(cells[n]) == len(names) for n, key in enumerate(keys))
        several.append((block.offsets[row], block.columns[at].at, block.texts[at][row], PARTED if paired else WHOLE))
        for group in range(len(names)) if paired else ():
            parts += [{}] if len(parts) <= group else []
            parts[group][row] = [
                names[group] if n == at else cell[group] if len(cell) == len(names) else block.texts[n][row]
                for n, cell in enumerate(cells)
            ]
    first, *others = parts or [{}]
    texts = tuple(
        tuple(first[row][n] if row in first else text for row, text in enumerate(column))
        for n, column in enumerate(block.texts)
    )
    rest = [
        replace(
            block,
            offsets=tuple(block.offsets[row] for row in part),
            texts=tuple(tuple(part[row][n] for row in part) for n in range(len(keys))),
            blank=0,
            rejected=(),
            several=(),
        )
        for part in others
    ]
    return [replace(block, texts=texts, several=tuple(several)), *rest]


def names_in(text: str) -> list[str]:
    """Return the names of groups in a cell where it plainly holds several, else none: 新生1群、2群 is two."""
    pieces = pieces_of(text) if _GROUP in text else []
    if not 1 < len(pieces) <= MOST or any(map(platform_of, pieces)):
        return []
    names: list[str] = []
    for piece in pieces:
        short = _SHORT.fullmatch(piece) if names else None
        stem = _NUMBERED.sub("", names[0]) if short else ""
        if short and stem != names[0]:
            names.append(f"{stem}{piece}")
        elif _GROUP in piece and len(piece) >= SHORTEST:
            names.append(piece)
        else:
            return []
    return names if len(set(names)) == len(names) else []


def pieces_of(text: str) -> list[str]:
    """Return the lines of a cell, else what stands between ① ② or 、."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2:  # noqa: PLR2004 - one line
        marked = len(_MARKED.findall(text)) > 1
        lines = _MARKED.split(text) if marked else _BETWEEN.split(text)
    return [piece for line in lines if (piece := _BEFORE.sub("", line, count=1).strip(" \t，,。"))]


def cells_of(several: Sequence[tuple[int, int, str, str]]) -> list[dict[str, str]]:
    """Return what is asked about those cells, as the evidence of a table holds it."""
    return [{"label": text, "cell": cell_name(row, at), "key": how} for row, at, text, how in several]
