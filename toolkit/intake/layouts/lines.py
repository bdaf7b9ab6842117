"""A Word document without a table, in which every line is a label and its answer, as a page with cells.

群名称：教务处通知群                       群名称 | 教务处通知群
群主：张三    联系电话：13900000001   →   群主 | 张三 | 联系电话 | 13900000001
以上情况属实。                             以上情况属实。
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.model import Grid

FEWEST = 3
_LABEL = re.compile(
    r"(?:^|(?<=[\s;；,，]))(?:\d{1,2}[.、．]|[(（][一二三四五六七八九十\d]{1,2}[)）]|[一二三四五六七八九十]、)?\s?"
    r"(?P<label>(?![\d])(?:[^\s:：;；,，。]{2,20}(?: [^\s:：;；,，。]{1,4}){0,3}"
    r"|[\u4e00-\u9fff](?:[ \u3000]+[\u4e00-\u9fff]{1,2}){1,5}))\s?[:：](?!//)"  # 群 名 称：
)


def parted(prose: Grid) -> Grid | None:
    """Return the lines of a text parted into labels and answers, None where hardly any line is one."""
    rows = tuple(_cells(row[0]) if row else row for row in prose.rows)
    return replace(prose, rows=rows) if sum(len(row) > 1 for row in rows) >= FEWEST else None


def _cells(line: str) -> tuple[str, ...]:
    found = list(_LABEL.finditer(line))
    if not found or line[: found[0].start()].strip():
        return (line,)
    ends = [*(label.start() for label in found[1:]), len(line)]
    cells: list[str] = []
    for label, end in zip(found, ends, strict=True):
        cells += [label["label"].strip(), line[label.end() : end].strip(" \t\u3000;；,，")]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)
