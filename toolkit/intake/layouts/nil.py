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
_PIECES = re.compile(r"[（()）\[\]【】，,；;。.、/\s]+")
_OF_THE_FILE = ("unit", "reporter", "unit_head", "reported_on")
_OF_THE_UNIT = frozenset({"remark", "prior_group_count", "filing_no", "filed_on"})
_SIGNED = re.compile(r"\w+_approved_on|other:.*(?:意见|签字|签章|盖章).*")


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


def says_none(text: str) -> bool:
    """Return whether a text says in so many words that a unit has no group."""
    return _says_so(text, frozenset())


def _says_so(text: str, printed: frozenset[str]) -> bool:
    if ("无" not in text and "没有" not in text and "未" not in text and "零" not in text and "0报" not in text) or len(
        text
    ) > LONGEST:
        return False
    plain = "".join(text.split())
    parts = (part for part in re.split(r"[，,。；;：:]", plain) if part and not _ADVICE.search(part))
    return bare(text) not in printed and any(map(_STATEMENT.fullmatch, parts))


def without_nil(tables: Sequence[Table]) -> tuple[Table, ...] | None:
    """Return the tables without their rows when the only row has 无 for a name and nothing else, otherwise None.

    What else such a row says is said of the unit, and stays in the evidence: its name under `head`, the rest (how many
    groups it had, who signed) under `beside`, with the cell.
    """
    if sum(len(table.offsets) for table in tables) != 1 or any(table.rejected for table in tables):
        return None
    table = next(table for table in tables if table.offsets)
    texts = {key: column[0].strip() for key, column in table.columns.items() if column[0].strip()}
    names = {key: text for key, text in texts.items() if not NAMING.isdisjoint(key.split("&"))}
    if not names or not all(map(_is_none, names.values())):
        return None
    head = table.evidence.get("head", {})
    others = {key: text for key, text in texts.items() if key not in {*names, *head, "platform"}}
    content = {key: text for key, text in others.items() if not (says_nothing(text) or _is_none(text))}
    if not all(map(_is_of_the_unit, content)):
        return None
    beside = {
        table.sheet.where(key, table.offsets[0]).cell: text for key, text in content.items() if key not in _OF_THE_FILE
    }
    told = {"head": {**head, **{key: texts[key] for key in _OF_THE_FILE if key in texts}}, "beside": beside}
    return tuple(
        replace(
            one,
            offsets=(),
            columns=dict.fromkeys(one.columns, ()),
            blank=one.blank + len(one.offsets),
            evidence={**one.evidence, **told} if one is table else one.evidence,
        )
        for one in tables
    )


def _is_of_the_unit(key: str) -> bool:
    """Whether an answer is given for the unit, not for a group: who signed and when, how many groups there were."""
    return key in _OF_THE_FILE or key in _OF_THE_UNIT or _SIGNED.fullmatch(key) is not None


def _is_none(text: str) -> bool:
    """Whether a text says that there is no group, in one word or several: 无 · 无（零报告）· 本部门未建立任何QQ群."""
    if label_key(text) in page_words().nil_names or _says_so(text, frozenset()):
        return True
    pieces = [piece for piece in _PIECES.split(text) if piece.strip()]
    return len(pieces) > 1 and all(map(_is_none, pieces))
