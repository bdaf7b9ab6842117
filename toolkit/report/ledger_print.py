"""The sheet of 台账.xlsx that a department prints: a title, the order of the roster, the columns that hold something.

What next year's run reads is the sheet 台账 with all columns; this one is for paper, and has no telephones on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolkit.messages import word
from toolkit.normalise import map_unique
from toolkit.normalise.private import hide
from toolkit.register.ledger_columns import STATE
from toolkit.regulations.fields import vocabulary
from toolkit.report.page import row_height
from toolkit.report.sheet_xml import Block, Look, lines_taken, write_samples
from toolkit.report.styles import Styles
from toolkit.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.workbook import Workbook

    from toolkit.model import Outcome
    from toolkit.report.columns import Column
    from toolkit.report.entries import Register

MOST = 20_000
"""Nobody prints more groups; a longer register has no such sheet."""

_WANTED = {
    "filing_no": 18.0,
    "unit": 14.0,
    "group_name": 24.0,
    "platform": 8.0,
    "group_no": 13.0,
    "owner.name": 9.0,
    "admins.name": 10.0,
    "member_count.raw": 7.0,
    "level": 9.0,
    "category": 9.0,
    "member_scope": 12.0,
    "purpose": 20.0,
    "created_on": 11.0,
    "filed_on": 11.0,
    STATE: 7.0,
    "remark": 12.0,
}
"""The columns that are printed, as far as any group has something there, and their widths in characters."""

_PEOPLE = frozenset({"owner.name", "admins.name"})
_ALWAYS = frozenset({"filing_no", "unit", "group_name", "platform", "group_no"})
_HEAD = 3
_NUMBER, _EDGE, _TALLEST = 5.0, 0.5, 4
_SAMPLES = (("text", False), ("text", True), ("number", False), ("code", False), ("code", True))
_TEXT, _CODE = Look(framed=True), Look(3, 4, framed=True)


class _Printed(NamedTuple):
    heading: str
    width: float
    code: str
    cells: Sequence[str]


def write_print(
    workbook: Workbook, outcome: Outcome, entries: Register, columns: Sequence[Column], name: str
) -> Block | None:
    """Add the sheet to the workbook; return its rows, which go into it afterwards, or None where there is no sheet.

    Args:
        workbook: the ledger.
        outcome: the run.
        entries: the new register.
        columns: the columns of 台账.
        name: of the institution, for the title.
    """
    if len(entries.standing) > MOST:
        return None
    styles = Styles(workbook)
    page = workbook.add_worksheet(word("report", "ledger-print"))
    told = list(_columns(columns))
    last = len(told)
    facts = {"institution": name, "year": outcome.as_of.year, "day": outcome.as_of.isoformat()}
    states = [entry.state for entry in entries.standing]
    counted = "，".join(f"{state} {states.count(state)}" for state in dict.fromkeys(states))
    for row, (text, role, height) in enumerate(
        (
            (word("report", "ledger-print-title", facts), "published-title", 36),
            (word("report", "ledger-print-note", {**facts, "count": len(states), "states": counted}), "subtitle", 20),
        )
    ):
        page.set_row(row, height)
        page.merge_range(row, 0, row, last, "", styles.get(role))
        page.write_string(row, 0, shown(text), styles.get(role))
    page.set_row(_HEAD - 1, 30)
    for place, heading in enumerate([word("report", "col-no"), *(column.heading for column in told)]):
        page.write_string(_HEAD - 1, place, heading, styles.get("heading"))
    page.set_column(0, 0, _NUMBER)
    for place, column in enumerate(told, start=1):
        page.set_column(place, place, column.width)
    write_samples(page, [styles.get(role, quoted=quoted) for role, quoted in _SAMPLES], first=_HEAD + 1)
    page.freeze_panes(_HEAD, 4)
    page.repeat_rows(_HEAD - 1)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.set_footer("&C&9&P / &N")
    cells = [map_unique(shown, column.cells) for column in told]
    lines = lines_taken(cells, [column.width - _EDGE for column in told])
    return Block(
        [range(1, len(states) + 1), *cells],
        [_NUMBER, *(column.width for column in told)],
        looks=[_TEXT, *(_CODE if column.code in {"filing_no", "group_no"} else _TEXT for column in told)],
        first=_HEAD + 1,
        heights=[row_height(min(taken, _TALLEST)) for taken in lines],
    )


def _columns(columns: Sequence[Column]) -> Sequence[_Printed]:
    known = {column.code: column for column in columns}
    found = []
    for code, width in _WANTED.items():
        column = known.get(code)
        if column is None:
            continue
        cells = [str(cell).replace("\n", "、") for cell in column.cells]
        cells = map_unique(hide, cells) if code in _PEOPLE else cells
        if code in _ALWAYS or any(cells):
            heading = column.heading if code == STATE else vocabulary().heading(code.removesuffix(".raw"))
            found.append(_Printed(heading, width, code, cells))
    return found
