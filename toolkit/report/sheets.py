"""The sheets behind 总览 and 待办, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.report.articles import article_sheet
from toolkit.report.changes import change_sheet
from toolkit.report.decisions import decision_sheet
from toolkit.report.defunct import defunct_sheet
from toolkit.report.duplicates import duplicate_sheet
from toolkit.report.files import file_sheet, rejected_row_sheet
from toolkit.report.findings import finding_sheet
from toolkit.report.history import new_sheet, renumbered_sheet, unaccounted_sheet
from toolkit.report.lifelines import lifeline_sheet
from toolkit.report.suggestions import suggestion_sheet
from toolkit.report.units import unit_sheet
from toolkit.report.unregistered import unregistered_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.report.page import Sheet
    from toolkit.report.view import View


def sheets(view: View) -> Iterator[Sheet]:
    """Yield the sheets behind 总览 and 待办 one by one, so that only one is held at a time."""
    yield unregistered_sheet(view)
    yield duplicate_sheet(view)
    yield defunct_sheet(view)
    yield unaccounted_sheet(view)
    yield change_sheet(view)
    yield new_sheet(view)
    yield renumbered_sheet(view)
    yield suggestion_sheet(view)
    yield decision_sheet(view.outcome.decisions, lang=view.lang)
    yield lifeline_sheet(view)
    yield finding_sheet(view, "size-naming")
    yield finding_sheet(view, "other")
    yield article_sheet(view)
    yield unit_sheet(view)
    yield file_sheet(view)
    yield rejected_row_sheet(view)
