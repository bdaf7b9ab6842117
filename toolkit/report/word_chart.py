"""A native chart in a Word document: drawn by XlsxWriter, its workbook embedded, so that Word and WPS can edit it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document

_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FRAME = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:docPr id="1" name="chart" descr="{title}"/><wp:cNvGraphicFramePr/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:r="{relation}" r:id="{id}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
)
_VALUES_ONLY = b'<c:showVal val="1"/>'
_NOTHING_ELSE = (
    b'<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    b'<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
"""What is not said of a label is shown by some office programs: each part is said."""

_COLOUR = "#4F81A8"


def add_bar_chart(document: Document, title: str, bars: Sequence[tuple[str, int]], *, height: float) -> None:
    """Add a bar chart as wide as the text; `bars` are (name, figure), `height` is in centimetres."""
    from html import escape

    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml
    from docx.shared import Cm

    book, chart = _drawn(title, bars)
    package = document.part.package
    inside = Part(PackURI("/word/embeddings/chart1.xlsx"), _BOOK, book, package)
    part = Part(PackURI("/word/charts/chart1.xml"), _CHART, b"", package)
    data = part.relate_to(inside, f"{_RELATION}/package")
    whole = chart.replace(_VALUES_ONLY, _NOTHING_ELSE).replace(b"</c:chartSpace>", _external(data))
    part._blob = whole  # noqa: SLF001 - known only once it is related
    shown = document.part.relate_to(part, f"{_RELATION}/chart")
    page = document.sections[0]
    width = page.page_width - page.left_margin - page.right_margin  # type: ignore[operator]  # all three were set
    frame = _FRAME.format(width=int(width), height=int(Cm(height)), title=escape(title), relation=_RELATION, id=shown)
    document.add_paragraph().add_run()._r.append(parse_xml(frame))  # noqa: SLF001 - python-docx has no call for charts


def _external(relation: str) -> bytes:
    return (
        f'<c:externalData xmlns:r="{_RELATION}" r:id="{relation}"><c:autoUpdate val="0"/></c:externalData>'
        "</c:chartSpace>"
    ).encode()


def _drawn(title: str, bars: Sequence[tuple[str, int]]) -> tuple[bytes, bytes]:
    """Return the workbook with the figures and the chart over them, as XlsxWriter writes both."""
    import datetime as dt

    import xlsxwriter

    from toolkit.report.workbooks import OPTIONS

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as workbook:
        workbook.set_properties({"created": dt.datetime(1980, 1, 1, tzinfo=dt.UTC)})
        page = workbook.add_worksheet("data")
        for row, (name, value) in enumerate(bars):
            page.write_string(row, 0, name)
            page.write_number(row, 1, value)
        last = len(bars) - 1
        chart = workbook.add_chart({"type": "column"})
        chart.add_series(
            {
                "categories": ["data", 0, 0, last, 0],
                "values": ["data", 0, 1, last, 1],
                "fill": {"color": _COLOUR},
                "gap": 70,
                "data_labels": {"value": True, "font": {"size": 9}},
            }
        )
        chart.set_title({"name": title, "name_font": {"size": 10, "bold": True}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
        chart.set_x_axis({"num_font": {"size": 9}, "major_tick_mark": "none"})
        chart.set_chartarea({"border": {"none": True}})
        page.insert_chart(0, 3, chart)
    content = stream.getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as written:
        return content, written.read("xl/charts/chart1.xml")
