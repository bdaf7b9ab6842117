"""An explicit statement that a unit has no groups: 本单位无QQ群、微信群 · 零报告 · 无 in the name of the only row."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.intake.layouts.labels import NAMING, bare
from toolkit.intake.layouts.page_words import page_words
from toolkit.intake.layouts.row_kinds import says_nothing
from toolkit.model import Unread, cell_name
from toolkit.regulations.fields import label_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.model import Grid, Table

_STATEMENT = re.compile(
    r"(?:(?:我|本|该|此)?(?:单位|部门|院|系|处|学院|中心|支部|馆|所)|目前|暂时|现|经排查|经自查)?[^。，,；;：:]{0,14}?"
    r"(?:没有|尚无|暂无|并无|未建立?|未创建|不存在|无)[^。，,；;：:]{0,16}?(?:群|公众号)[^群号]{0,10}[。.!！]?"
    r"|零报告|零申报|无群组?|0报告"
)
_ADVICE = re.compile(r"[如若请须应勿可]|不得|填写|填报|号")
_OF_BEFORE = re.compile("解散|注销|撤销|撤群|停用|停止使用|合并|并入|移交|更名|改名")
LONGEST = 60
_PIECES = re.compile(r"[（()）\[\]【】，,；;。.、/\s]+")
_BARE = frozenset(map(label_key, ("无", "暂无", "没有", "零", "0", "/")))
_NAME = "group_name"
_STRUCK = 2
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


def said_of_groups(grids: Iterable[Grid]) -> Iterator[Unread]:
    """Yield what a letter that says there are no groups also says of groups there were: somebody has to read it."""
    for grid in grids:
        for row, line in enumerate(grid.rows):
            for column, text in enumerate(line):
                if _OF_BEFORE.search(text):
                    yield Unread(grid.name, cell_name(row, column), text.strip())


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
    """Return the tables without their rows when every row has for a name that there is no group, otherwise None.

    A bare 无 counts where the only row says nothing else of a group, and on a form that was handed out, where the rest
    was filled in beforehand. 零报告 and a sentence (本部门无工作群) count whatever stands beside them. What else such a
    row says stays in the evidence: of the unit under `head` (its name, who signed), all other under `beside`, by cell.
    """
    if not any(table.offsets for table in tables) or any(table.rejected for table in tables):
        return None
    told = [_none_in(table) for table in tables]
    if any(one is None for one in told):
        return None
    return tuple(
        replace(
            table,
            offsets=(),
            columns=dict.fromkeys(table.columns, ()),
            blank=table.blank + len(table.offsets),
            evidence={**table.evidence, **(said or {})},
        )
        for table, said in zip(tables, told, strict=True)
    )


def without_nil_rows(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Return the tables without the rows in whose place for a name it says 零报告; what else these say stays as above.

    The text stays in the evidence (`nil_row`): the other rows count, and whether they should is for a person.
    """
    return tuple(map(_without_nil_rows, tables))


def _without_nil_rows(table: Table) -> Table:
    free = bool(table.evidence.get("handed_out"))
    named = [key for key in table.columns if _NAME in key.split("&")]
    said = {
        place: table.columns[key][place]
        for key in named
        for place in range(len(table.offsets))
        if _says_expressly(table.columns[key][place], bare_too=free)
    }
    if not said:
        return table
    beside = {
        table.sheet.where(key, table.offsets[place]).cell: column[place]
        for place in said
        for key, column in table.columns.items()
        if column[place].strip() and key not in {*named, *table.evidence.get("head", {})}
    }
    kept = [place for place in range(len(table.offsets)) if place not in said]
    return replace(
        table,
        offsets=tuple(table.offsets[place] for place in kept),
        columns={key: tuple(column[place] for place in kept) for key, column in table.columns.items()},
        blank=table.blank + len(said),
        evidence={**table.evidence, "beside": beside, "nil_row": next(iter(said.values()))},
    )


def _none_in(table: Table) -> dict[str, dict[str, str]] | None:
    """Return what the rows of a table say beside that there is no group, {} for one without rows; None if one has."""
    head = dict(table.evidence.get("head", {}))
    beside: dict[str, str] = {}
    free = bool(table.evidence.get("handed_out"))
    for row, offset in enumerate(table.offsets):
        texts = {key: column[row].strip() for key, column in table.columns.items() if column[row].strip()}
        names = {key: text for key, text in texts.items() if not NAMING.isdisjoint(key.split("&"))}
        express = any(_says_expressly(text, bare_too=free) for key, text in names.items() if _NAME in key.split("&"))
        struck = sum(map(says_nothing, texts.values())) > _STRUCK  # 教务处 | / | / | / says it cell by cell
        if not names or not (
            express or all(_is_none(text) or (struck and says_nothing(text)) for text in names.values())
        ):
            return None
        said = {key for key, text in names.items() if _is_none(text)}
        others = {key: text for key, text in texts.items() if key not in {*said, *head, "platform"}}
        content = {key: text for key, text in others.items() if not (says_nothing(text) or _is_none(text))}
        alone = len(table.offsets) == 1 and all(map(_is_of_the_unit, content))
        if not alone and not express:
            return None
        head |= {key: texts[key] for key in _OF_THE_FILE if key in texts}
        beside |= {
            table.sheet.where(key, offset).cell: text for key, text in content.items() if key not in _OF_THE_FILE
        }
    return {"head": head, "beside": beside} if table.offsets else {}


def _says_expressly(text: str, *, bare_too: bool) -> bool:
    """Whether a text can be no name of a group: 零报告, 本部门无工作群; a bare 无 where that counts too."""
    name = label_key(text)
    return (name in page_words().nil_names and (bare_too or name not in _BARE)) or ("群" in text and says_nothing(text))


def _is_of_the_unit(key: str) -> bool:
    """Whether an answer is given for the unit, not for a group: who signed and when, how many groups there were."""
    return key in _OF_THE_FILE or key in _OF_THE_UNIT or _SIGNED.fullmatch(key) is not None


def _is_none(text: str) -> bool:
    """Whether a text says that there is no group, in one word or several: 无 · 无（零报告）· 本部门未建立任何QQ群."""
    if label_key(text) in page_words().nil_names or _says_so(text, frozenset()):
        return True
    pieces = [piece for piece in _PIECES.split(text) if piece.strip()]
    return len(pieces) > 1 and all(map(_is_none, pieces))
