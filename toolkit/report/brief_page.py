"""对账简报.docx: the brief on one A4 page in the manner of an office, with one native chart."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from toolkit.normalise.masking import masked
from toolkit.regulations.own_words import in_its_words
from toolkit.report.brief import brief
from toolkit.report.text import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    from toolkit.model import Outcome
    from toolkit.regulations.profile import Profile
    from toolkit.report.brief import Brief

_TITLE_FONT, _HEAD_FONT, _TEXT_FONT, _LATIN = "方正小标宋简体", "黑体", "仿宋", "Times New Roman"
_RED = "C00000"
_SHORT, _LONG = 620, 760
"""So many letters in all stand at the usual size; more are set smaller so that the page stays one."""

_EPOCH = (1980, 1, 1, 0, 0, 0)


@in_its_words
def render_brief(outcome: Outcome, *, lang: str = "zh", profile: Profile | None = None) -> bytes:
    """Return the brief as a Word document; the same outcome gives the same bytes.

    Args:
        outcome: a finished run.
        lang: `zh` or `en`.
        profile: the regulation of the run; None loads the one the outcome names.
    """
    import docx

    from toolkit.regulations.profile import load_profile
    from toolkit.report.view import View
    from toolkit.report.word_chart import add_bar_chart
    from toolkit.report.workbooks import day_of

    told = brief(View(outcome, profile or load_profile(outcome.profile), lang=lang))
    document = docx.Document()
    day = day_of(outcome).replace(tzinfo=None)
    document.core_properties.author = told.institution
    document.core_properties.title = told.title
    document.core_properties.last_modified_by = ""
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = day
    _set_up(document)
    size = _size(told)
    _head(document, told, size)
    for heading, lines in told.sections[:2]:
        _section(document, heading, lines, size)
    if told.bars:
        add_bar_chart(document, told.chart, [(fit(masked(name)), value) for name, value in told.bars], height=4.1)
    for heading, lines in told.sections[2:]:
        _section(document, heading, lines, size)
    _section(document, told.asked_heading, [told.closing] if told.closing else [], size)
    if told.asked:
        _asked(document, told.columns, told.asked, size)
    stream = io.BytesIO()
    document.save(stream)
    return _undated(stream.getvalue())


def _size(told: Brief) -> float:
    """Return the size of the type in points: a page with much to say is set smaller."""
    texts = [*(line for _, lines in told.sections for line in lines), *map("".join, told.asked)]
    letters = sum(map(len, texts)) + 20 * len(texts)
    return 12.0 if letters < _SHORT else 11.0 if letters < _LONG else 10.0


def _set_up(document: Document) -> None:
    from docx.shared import Cm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin, page.bottom_margin = Cm(1.9), Cm(1.5)
    page.left_margin, page.right_margin = Cm(2.6), Cm(2.4)
    plain = document.styles["Normal"]
    plain.font.size = Pt(12)
    _fonts(plain.element.get_or_add_rPr(), _TEXT_FONT)
    plain.paragraph_format.space_after = Pt(0)


def _head(document: Document, told: Brief, size: float) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    for text, points, colour in ((told.institution, 16.0, "000000"), (told.title, 22.0, _RED)):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = _run(line, text, points, font=_TITLE_FONT, bold=True)
        run.font.color.rgb = RGBColor.from_string(colour)
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_before = Pt(4)
    line.paragraph_format.space_after = Pt(4)
    _run(line, told.line, size)
    _ruled(line)


def _section(document: Document, heading: str, lines: Sequence[str], size: float) -> None:
    from docx.shared import Pt

    head = document.add_paragraph()
    head.paragraph_format.space_before = Pt(4)
    head.paragraph_format.keep_with_next = True
    _run(head, heading, size + 1, font=_HEAD_FONT, bold=True)
    for text in lines:
        line = document.add_paragraph()
        line.paragraph_format.first_line_indent = Pt(size * 2)
        line.paragraph_format.line_spacing = Pt(size * 1.55)
        _run(line, text, size)


def _asked(document: Document, columns: tuple[str, str], rows: Sequence[tuple[str, str]], size: float) -> None:
    from docx.shared import Cm, Pt

    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    widths = (Cm(4.6), Cm(11.4))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, texts in enumerate((columns, *rows)):
        for cell, text, width in zip(table.add_row().cells, texts, widths, strict=True):
            cell.width = width
            line = cell.paragraphs[0]
            line.paragraph_format.line_spacing = Pt(size * 1.35)
            _run(line, text, size - 1, font=_TEXT_FONT if number else _HEAD_FONT, bold=not number)


def _run(line: Paragraph, text: str, size: float, *, font: str = _TEXT_FONT, bold: bool = False) -> Run:
    from docx.shared import Pt

    run = line.add_run(fit(masked(text)))
    run.font.size, run.font.bold = Pt(size), bold
    _fonts(run._element.get_or_add_rPr(), font)  # noqa: SLF001 - python-docx has no call for the East Asian font
    return run


def _fonts(properties: Any, font: str) -> None:
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for name, value in (("w:eastAsia", font), ("w:ascii", _LATIN), ("w:hAnsi", _LATIN)):
        fonts.set(qn(name), value)


def _ruled(line: Paragraph) -> None:
    """Draw the red line that ends the head of an office's paper."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    rule = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="12" w:space="4" w:color="{_RED}"/></w:pBdr>'
    line._p.get_or_add_pPr().append(parse_xml(rule))  # noqa: SLF001 - python-docx has no call for borders


def _undated(content: bytes) -> bytes:
    """Return the document with no time in its archive: the same outcome gives the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as written, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as plain:
        for name in written.namelist():
            plain.writestr(zipfile.ZipInfo(name, _EPOCH), written.read(name), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
