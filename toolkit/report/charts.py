"""Native Excel charts over the tables of 总览: bars, a ring, bars stacked by severity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from toolkit.report.styles import CHART, FONT, INK, LINE, MUTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from toolkit.report.page import Book

_SIZE = {"width": 505, "height": 350}
_NAMES, _VALUES = 0, 4
"""The columns of 总览 that hold the names and the first figures."""

_NO_LINES = {"major_gridlines": {"visible": False}, "min": 0}
_FONT = {"name": FONT, "size": 9, "color": INK}


class Charted(NamedTuple):
    """A table of figures and how it is drawn: rows are (name, one figure a series)."""

    code: str
    title: str
    series: tuple[str, ...]
    rows: Sequence[tuple[str, tuple[int, ...]]]
    shape: Literal["bar", "ring", "stack"]
    nothing: str
    colours: tuple[str, ...] = CHART


def draw(book: Book, page: Worksheet, table: Charted, *, rows: tuple[int, int], spot: tuple[int, int]) -> None:
    """Draw a table that stands in `rows` (first and last, from 0) of the page at `spot` (row, column)."""
    kinds = {"bar": {"type": "bar"}, "ring": {"type": "doughnut"}, "stack": {"type": "bar", "subtype": "stacked"}}
    chart = book.workbook.add_chart(kinds[table.shape])
    for number, name in enumerate(table.series):
        chart.add_series(
            {
                "name": name,
                "categories": [page.name, rows[0], _NAMES, rows[1], _NAMES],
                "values": [page.name, rows[0], _VALUES + number, rows[1], _VALUES + number],
                **_series(table, number),
            }
        )
    chart.set_title({"name": table.title, "name_font": {**_FONT, "size": 11, "bold": True}, "overlay": False})
    chart.set_chartarea({"border": {"color": LINE}})
    if table.shape == "ring":
        chart.set_hole_size(58)
        chart.set_legend({"position": "right", "font": _FONT})
    else:
        quiet = {"num_font": {**_FONT, "color": MUTED}, "line": {"none": True}, "label_position": "high", "min": 0}
        chart.set_y_axis({"reverse": True, "num_font": _FONT, "line": {"color": LINE}, "major_tick_mark": "none"})
        lines = {"major_gridlines": {"visible": True, "line": {"color": LINE}}, "num_format": "0"}
        chart.set_x_axis(quiet | lines if table.shape == "stack" else {"visible": False, **_NO_LINES})
        chart.set_legend({"position": "bottom", "font": _FONT} if table.shape == "stack" else {"none": True})
    chart.set_size(_SIZE)
    page.insert_chart(*spot, chart, {"x_offset": 4, "y_offset": 4, "object_position": 1, "description": table.title})


def _series(table: Charted, number: int) -> dict[str, Any]:
    colours = table.colours
    if table.shape == "ring":
        points = [{"fill": {"color": colours[place % len(colours)]}} for place in range(len(table.rows))]
        return {"points": points, "data_labels": {"value": True, "font": {**_FONT, "color": "#FFFFFF", "bold": True}}}
    if table.shape == "bar":
        fill = {"fill": {"color": colours[0]}}
        return {**fill, "gap": 60, "data_labels": {"value": True, "font": _FONT}}
    return {"fill": {"color": colours[number]}, "gap": 50, "overlap": 100}
