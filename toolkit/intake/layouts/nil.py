"""An explicit statement that a unit has no groups: 本单位无QQ群、微信群 · 零报告 · 无 in the name of the only row."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.intake.layouts.labels import NAMING, bare
from toolkit.intake.layouts.page_words import page_words
from toolkit.intake.layouts.row_kinds import says_nothing
from toolkit.regulations.fields import label_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.model import Grid, Table

_STATEMENT = re.compile(
    r"(?:(?:我|本|该|此)?(?:单位|部门|院|系|处|学院|中心|支部|馆|所)|目前|暂时|现|经排查|经自查)?[^。，,；;：:]{0,14}?"
    r"(?:没有|尚无|暂无|并无|未建立?|未创建|不存在|无)[^。，,；;：:]{0,16}?(?:群|公众号)[^群号]{0,10}[。.!！]?"
    r"|零报告|零申报|无群组?|0报告"
)
_ADVICE = re.compile(r"[如若请须应勿可]|不得|填写|填报|号")
LONGEST = 60


def states_nil(grids: Iterable[Grid], *, printed: frozenset[str]) -> str:
    """Return the text that says there is no group, "" when none does.

    Args:
        grids: all sheets of the file.
        printed: what the form prints by itself (a note may speak of 零报告).
    """
    for grid in grids:
        for line in grid.rows:
            for text in line:
                if text and _says_so(text, printed):
                    return text.strip()
    return ""


def _says_so(text: str, printed: frozenset[str]) -> bool:
    if ("无" not in text and "没有" not in text and "未" not in text and "零" not in text and "0报" not in text) or len(
        text
    ) > LONGEST:
        return False
    plain = "".join(text.split())
    parts = (part for part in re.split(r"[，,。；;：:]", plain) if part and not _ADVICE.search(part))
    return bare(text) not in printed and any(map(_STATEMENT.fullmatch, parts))


def without_nil(tables: Sequence[Table]) -> tuple[Table, ...] | None:
    """Return the tables without their rows when the only row has 无 for a name and nothing else, otherwise None."""
    if sum(len(table.offsets) for table in tables) != 1 or any(table.rejected for table in tables):
        return None
    table, row = next((table, 0) for table in tables if table.offsets)
    names = [texts[row] for key, texts in table.columns.items() if not NAMING.isdisjoint(key.split("&")) and texts[row]]
    if not names or not all(_is_none(name) for name in names):
        return None
    outside = {"unit", "reporter", "unit_head", "reported_on", "remark", "platform"} | table.evidence.get(
        "head", {}
    ).keys()
    others = [texts[row] for key, texts in table.columns.items() if key not in outside]
    if not all(says_nothing(text) or _is_none(text) for text in others):
        return None
    return tuple(
        replace(one, offsets=(), columns=dict.fromkeys(one.columns, ()), blank=one.blank + len(one.offsets))
        for one in tables
    )


def _is_none(text: str) -> bool:
    return label_key(text) in page_words().nil_names or _says_so(text, frozenset())
