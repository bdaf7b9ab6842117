"""What the result sheets show, as plain values: made from the very sheets of the report, without its links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.messages import word
from toolkit.model import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.report.page import Cell, Sheet
    from toolkit.report.view import View
    from toolkit.tasks.campaign import Ran

OVERVIEW, TODO, FINDINGS, FILES, ROWS = "结果总览", "结果待办", "结果问题", "合并文件", "未计入的行"
"""Sheets of the control workbook that the buttons write; each run clears and renews its own."""

_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "units": ("due", "came", "overdue", "missing", "returned", "exempt", "unlisted"),
    "files": ("files", "files-taken", "files-refused"),
    "records": ("in-force", "renewed", "changed", "renumbered", "new", "late", "no-history", "cancelled", "copies"),
    "previous": ("before", "continued", "dissolved", "carried", "unaccounted", "of-missing"),
    "observed": ("unregistered",),
    "findings": ("duplicates", "defunct", "suggestions", "errors", "warnings", "reviews", "notices"),
}
"""The figures of 结果总览, in their order; those that are nought are left out."""

_LEFT_OUT = frozenset({"hidden", "choice", "remark", "jump"})


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet to write: a title, a sentence under it, headings, and rows of text and whole numbers.

    `tones` gives a row (from 0) how grave it is (`error`, `warning`, `review`, `notice`, `good`).
    """

    name: str
    note: str
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str | int, ...], ...]
    tones: tuple[str, ...] = ()


def of_campaign(ran: Ran) -> tuple[Table, ...]:
    """Return the sheets that 对账 writes."""
    from toolkit.report.findings import COLUMNS, rows_of
    from toolkit.report.page import Sheet
    from toolkit.report.todo import todo_sheet

    view = _view(ran)
    findings = [finding for family in view.families.values() for finding in family]
    findings.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    listed = Sheet("other", COLUMNS, rows_of(view, findings), note="", nothing=view.say("nothing"))
    return (
        _overview(ran),
        _table(view, todo_sheet(view), TODO, note=word("excel", "note-todo")),
        _table(view, listed, FINDINGS, note=word("excel", "note-findings")),
    )


def of_merge(ran: Ran) -> tuple[Table, ...]:
    """Return the sheets that 合并收回 writes: what became of every file and of every row that was not taken."""
    from toolkit.report.files import file_sheet, rejected_row_sheet

    view = _view(ran)
    return (_table(view, file_sheet(view), FILES), _table(view, rejected_row_sheet(view), ROWS))


def _view(ran: Ran) -> View:
    from toolkit.report.view import View

    return View(ran.outcome, ran.profile, lang="zh")


def _overview(ran: Ran) -> Table:
    rows = tuple(_figures(ran))
    facts = {"institution": ran.profile.regulation.institution.name, "day": ran.outcome.as_of.isoformat()}
    headings = tuple(word("excel", f"heading-{name}") for name in ("section", "item", "count"))
    return Table(OVERVIEW, word("excel", "note-overview", facts), headings, (16, 26, 10), rows)


def _figures(ran: Ran) -> Iterator[tuple[str | int, ...]]:
    """Yield the figures that are not nought; a question that could not be asked has no line."""
    from toolkit.report.figures import figures

    told = figures(ran.outcome)
    for section, codes in _SECTIONS.items():
        for code in codes:
            if told[code].value:
                yield word("excel", f"section-{section}"), told[code].name(), told[code].value or 0


def _table(view: View, sheet: Sheet, name: str, note: str = "") -> Table:
    """Return a sheet of the report as values; what only a pen or a link fills is left out."""
    shown = [at for at, column in enumerate(sheet.columns) if column.kind not in _LEFT_OUT]
    rows = [tuple(_plain(row[at]) for at in shown) for row in sheet.rows]
    tones = tuple(_tone(row) for row in sheet.rows)
    headings = tuple(view.say(f"col-{sheet.columns[at].code}") for at in shown)
    if not rows:
        rows, tones = [(sheet.nothing, *[""] * (len(shown) - 1))], ("",)
    widths = tuple(sheet.columns[at].width for at in shown)
    return Table(name, note or sheet.note, headings, widths, tuple(rows), tones)


def _plain(cell: Cell) -> str | int:
    from toolkit.model import Where
    from toolkit.normalise.masking import masked
    from toolkit.report.links import place_text
    from toolkit.report.page import Jump, Mark
    from toolkit.report.text import fit

    if isinstance(cell, int):
        return cell
    if isinstance(cell, Where):
        return fit(place_text(cell))
    if isinstance(cell, Mark):
        return fit(masked(cell.text))
    return "" if cell is None or isinstance(cell, Jump) else fit(masked(cell))


def _tone(row: Sequence[Cell]) -> str:
    from toolkit.report.page import Mark

    return next((cell.tone for cell in row if isinstance(cell, Mark)), "")
