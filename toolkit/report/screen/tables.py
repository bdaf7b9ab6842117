"""The workbook's smaller sheets, cell for cell as the workbook has them: units, articles, files, rows not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.model import Where
from toolkit.normalise.masking import masked
from toolkit.report.articles import article_sheet
from toolkit.report.files import file_sheet, rejected_row_sheet
from toolkit.report.links import place_text
from toolkit.report.page import Mark
from toolkit.report.units import unit_table

if TYPE_CHECKING:
    from toolkit.report.page import Cell, Sheet
    from toolkit.report.view import View


def tables(view: View) -> dict[str, Any]:
    """Return the sheets by name, and `unitStatus`: the status of every unit of the first, as a code."""
    units = unit_table(view)
    statuses = {unit.unit: unit.status for unit in view.outcome.units}
    return {
        "units": _table(view, units),
        "unitStatus": [statuses.get(str(row[0]), "") for row in units.rows],
        "articles": _table(view, article_sheet(view)),
        "files": _table(view, file_sheet(view)),
        "rejected": _table(view, rejected_row_sheet(view)),
    }


def _table(view: View, sheet: Sheet) -> dict[str, Any]:
    return {
        "columns": [
            {"code": column.code, "name": view.say(f"col-{column.code}"), "kind": column.kind}
            for column in sheet.columns
        ],
        "rows": [[_cell(cell) for cell in row] for row in sheet.rows],
        "nothing": sheet.nothing,
    }


def _cell(cell: Cell) -> Any:
    """Return a cell as the page takes it: a figure, a text, or a word with its tone."""
    if isinstance(cell, Where):
        return place_text(cell)
    if isinstance(cell, Mark):
        return [masked(cell.text), cell.tone]
    if isinstance(cell, str):
        return masked(cell)
    return cell if isinstance(cell, int) else ""
