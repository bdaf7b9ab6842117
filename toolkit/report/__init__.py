"""对账报告.xlsx: what a department reads after a run. One module a sheet; nothing is decided here, only shown."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from toolkit.regulations.own_words import in_its_words

if TYPE_CHECKING:
    from toolkit.model import Outcome
    from toolkit.regulations.profile import Profile
    from toolkit.report.entries import Register

COLLECTED = "collected"
"""The property of the report that says where the collected files are, seen from its folder."""
REGULATION = "regulation"
"""The property that says where the folder of the regulation is, where it does not come with this tool."""

DECIDED = "decisions"
"""The property of the report that says how many decisions and remarks it holds; without any it is not there."""


@in_its_words
def render_report(  # noqa: PLR0913 - keyword-only, each with a default
    outcome: Outcome,
    *,
    lang: str = "zh",
    collected: str = "",
    profile: Profile | None = None,
    entries: Register | None = None,
    most: int | None = None,
    regulation: str = "",
) -> bytes:
    """Return the report as a workbook; the same outcome gives the same bytes.

    Args:
        outcome: a finished run.
        lang: `zh` or `en`.
        collected: the way from the output folder to the collected folder, `../收回`; "" writes places without links.
        profile: the regulation of the run; None loads the one the outcome names.
        entries: the new register where it is known already (`toolkit.report.entries.register`).
        regulation: the way from the output folder to that of the regulation; "" for one that comes with this tool.
        most: how many rows a sheet may have, None for what Excel takes; a longer list is cut, and says so.
    """
    import xlsxwriter

    from toolkit.normalise.masking import masked
    from toolkit.regulations.profile import load_profile
    from toolkit.report.links import Links
    from toolkit.report.overview import Overview
    from toolkit.report.page import MOST_ROWS, Book, write_sheet
    from toolkit.report.sheets import sheets
    from toolkit.report.styles import Styles
    from toolkit.report.todo import todo_sheet
    from toolkit.report.view import View
    from toolkit.report.workbooks import OPTIONS, day_of

    view = View(outcome, profile or load_profile(outcome.profile), lang=lang, entries=entries)
    institution = view.profile.regulation.institution.name
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as workbook:
        workbook.set_properties({"title": view.say("report-name"), "company": institution, "created": day_of(outcome)})
        workbook.set_size(2400, 1500)
        if masked(collected) == collected:  # a way that holds a telephone number is told to nobody
            workbook.set_custom_property(COLLECTED, collected, "text")
        if regulation and masked(regulation) == regulation:
            workbook.set_custom_property(REGULATION, regulation, "text")
        if written := len(outcome.decisions) + len(outcome.jottings):
            workbook.set_custom_property(DECIDED, written, "number")
        links = Links(collected, [file.path for file in outcome.submissions])
        header = f"{institution} {view.say('report-name')}"
        book = Book(workbook, Styles(workbook), links, lang=lang, header=header, most=most or MOST_ROWS)
        overview = Overview(book, view)
        todo, todo_page = todo_sheet(view), book.add("todo")
        for sheet in sheets(view):
            write_sheet(book, book.add(sheet.code), sheet)
        write_sheet(book, todo_page, todo)  # last, as page one: they lead to the rows of the others
        overview.write()
    return stream.getvalue()
