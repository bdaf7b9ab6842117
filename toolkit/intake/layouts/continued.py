"""A list that goes on where no heading stands: the next sheet (续表), Word's next table behind a break of the page.

    登记表   序号 | 单位 | 群名称 | 人数          续表   3 | 财务处 | 报账通知群 | 86
             2 | 教务处 | 考务群 | 20                    (续上页)

It is read under the headings of the list before it and asked about once. What speaks for it: running numbers that go
on, a title that says 续, or cells of the same kinds in as many columns; a heading of its own or a cell that can be no
answer there speaks against it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from toolkit.intake.layouts.blocks import FILLED, Sheetful
from toolkit.intake.layouts.kinds import agrees
from toolkit.intake.layouts.labels import Meaning, lexicon
from toolkit.intake.layouts.ledger import read_rows
from toolkit.intake.layouts.near import kind_of
from toolkit.intake.layouts.printed import page
from toolkit.intake.layouts.readings import groups_of, presets_of, tables_under
from toolkit.intake.layouts.row_kinds import names_nothing
from toolkit.intake.layouts.weigh import Attempt
from toolkit.model import cell_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.intake.layouts.blocks import Block
    from toolkit.intake.layouts.weigh import Look
    from toolkit.model import Grid, Table

CONTINUED = "continued"
_SAYS_SO = re.compile(r"续[表页前上下]|[(（]续[)）]|接[上前][页表]|[上前]接|续$")
_FEWEST, _SURE, _SHARE, _NAMED = 3, 2, 0.6, 0.7
_AROUND = " .．、"


def continued(path: str, look: Look, before: Attempt, above: Grid) -> Attempt | None:
    """Return a sheet without headings as the continuation of the list before it, None where it is none.

    Args:
        path: of the file.
        look: the sheet.
        before: the list that stood on the sheet before it.
        above: the sheet before it.
    """
    if before.last is None or not look.grid.rows:
        return None
    words = lexicon(before.form)
    sheet = Sheetful(look.grid, look.merges, words, page(before.form), presets_of(words))
    head = replace(before.last.head, top=-1, bottom=-1)
    block = read_rows(sheet, head, len(look.grid.rows))
    if not block.offsets or not _goes_on(look.grid, block, before.last, above):
        return None
    ahead = look.grid.rows[: block.offsets[0] + 1]
    if any(sum(words.whole(text) is not None for text in line) > 1 for line in ahead):
        return None
    blocks = groups_of(block, words)
    inner = {row for one in blocks for row in range(one.last + 1)} - {*block.captions}
    reading = tables_under(path, sheet, blocks, axis="row", outside=[], inner=inner)
    first = cell_name(block.offsets[0], min(column.at for column in block.columns))
    asked = {"label": look.grid.name, "cell": first, "key": CONTINUED}
    led = before.tables[-1]
    tables = tuple(_under(table, led, asked if number == 0 else None) for number, table in enumerate(reading.tables))
    evidence = {**before.evidence, "sheet": look.grid.name, "continues": above.name}
    return Attempt(before.form, tables, before.score, evidence, reading.told, replace(block, head=before.last.head))


def _goes_on(grid: Grid, block: Block, before: Block, above: Grid) -> bool:
    """Whether rows may be the next of a list."""
    texts = dict(zip((column.at for column in block.columns), block.texts, strict=True))
    known = {column.at for column in before.columns} | before.numbering
    filled = {at for at, column in texts.items() if any(column)}
    names = [column for column in block.columns if column.key and "group_name" in column.key.split("&")]
    named = [text for column in names for text in texts[column.at]]
    said = _numbers_go_on(grid, block, before, above) or _says_so(grid, block)
    if not (said or filled <= known) or sum(bool(text) and not names_nothing(text) for text in named) < _NAMED * len(
        named
    ):
        return False
    rows = grid.rows[block.offsets[0] : block.last + 1]
    if len(block.lines) < _SHARE * sum(any(text.strip() for text in line) for line in rows):
        return False
    told = [
        agrees(kind_of(Meaning(column.key, "vocabulary", "")), texts[column.at])
        for column in block.columns
        if column.key and "&" not in column.key and column.at in filled
    ]
    if told.count(False) or len(filled) < _FEWEST - 1:
        return False
    if said:
        return True
    had = {column.at for column, column_texts in zip(before.columns, before.texts, strict=True) if any(column_texts)}
    return told.count(True) >= _SURE and len(filled) >= max(_FEWEST, _SHARE * len(had))


def _says_so(grid: Grid, block: Block) -> bool:
    """Whether the sheet's name or a line above its first group says that it goes on."""
    above = (text for line in grid.rows[: block.offsets[0]] for text in line)
    return any(_SAYS_SO.search(text.strip()) for text in (grid.name, *above))


def _numbers_go_on(grid: Grid, block: Block, before: Block, above: Grid) -> bool:
    """Whether the running number of the first group is the next after that of the list's last."""
    pairs = ((above.at(before.offsets[-1], at), grid.at(block.offsets[0], at)) for at in before.numbering)
    figures = ((one.strip(_AROUND), other.strip(_AROUND)) for one, other in pairs)
    return any(one.isdecimal() and other.isdecimal() and int(other) == int(one) + 1 for one, other in figures)


def _under(table: Table, above: Table, asked: Mapping[str, str] | None) -> Table:
    """Return a continued table with what stands once for the list: labels, a unit written above, what its head says."""
    count = len(table.offsets)
    columns = dict(table.columns)
    for key in FILLED:
        last = next((text for text in reversed(above.columns.get(key, ())) if text), "")
        own = columns.get(key, ())
        blanks = sum(1 for _ in takewhile(lambda text: not text, own))
        if last and blanks:
            columns[key] = (*(last,) * blanks, *own[blanks:])
    said = {key: text for key, text in above.evidence["head"].items() if not any(columns.get(key, ()))}
    columns |= {key: (text,) * count for key, text in said.items()}
    labels = [{**entry, "how": ""} if entry["how"] == "near" else entry for entry in above.evidence["labels"]]
    several = [*table.evidence.get("several", ()), *([asked] if asked else ())]
    head = {**said, **table.evidence["head"]}
    return replace(
        table, columns=columns, evidence={**table.evidence, "labels": labels, "several": several, "head": head}
    )
