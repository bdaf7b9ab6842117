"""文件清单: every file that was found, what became of it, and every row accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.messages.files import sentence
from toolkit.model import Where
from toolkit.report.page import Column, Mark, Sheet

if TYPE_CHECKING:
    from toolkit.model import Cells, Submission
    from toolkit.report.page import Cell
    from toolkit.report.view import View

TONES = {"rejected": "error", "empty": "warning", "superseded": "notice", "merged": "good", "nil": "good"}
_ORDER = ("rejected", "empty", "superseded", "merged", "nil", "opened", "ignored")
_FILES = (
    Column("file", 38, "place"),
    Column("file-status", 10, "mark"),
    Column("unit", 14),
    Column("forms", 10, "centre"),
    Column("rows-read", 7, "number"),
    Column("rows-merged", 7, "number"),
    Column("rows-rejected", 7, "number"),
    Column("rows-blank", 7, "number"),
    Column("reason", 52),
    Column("unread", 40),
)
_UNREAD = 8
"""So many cells that no answer took are shown a file; all of them are in outcome.json."""

_ROWS = (Column("place", 40, "place"), Column("group", 28), Column("reason", 66))


def file_sheet(view: View) -> Sheet:
    """Return one row a file: what could not be taken first."""
    files = sorted(view.outcome.submissions, key=lambda file: _ORDER.index(file.status))
    return Sheet(
        "files",
        _FILES,
        [_row(view, file) for file in files],
        note=view.say("note-files"),
        nothing=view.say("nothing-files"),
        frozen=1,
    )


def rejected_row_sheet(view: View) -> Sheet:
    """Return the rows that were not taken though their file was, each with the reason."""
    superseded = {file.path for file in view.outcome.submissions if file.status == "superseded"}
    rows: list[tuple[Cell, ...]] = [
        (row.where, row.name, sentence(row.reason, lang=view.lang))
        for row in view.outcome.rejections
        if row.where.file not in superseded
    ]
    return Sheet(
        "rejected-rows",
        _ROWS,
        rows,
        note=view.say("note-rejected-rows"),
        nothing=view.say("nothing-rejected-rows"),
        frozen=1,
    )


def form_names(view: View, file: Submission) -> str:
    """Return what the regulation calls the forms a file holds."""
    titles = {form.key: form.drawing.annex or form.drawing.title for form in view.profile.forms}
    return view.join(titles.get(form, form) for form in file.forms)


def _row(view: View, file: Submission) -> tuple[Cell, ...]:
    notes = [*([file.reason] if file.reason else []), *file.warnings]
    figures = (file.read, file.merged, file.rejected, file.blank)
    return (
        Where(file.path, "", ""),
        Mark(view.say(f"file-{file.status}"), TONES.get(file.status, "")),
        file.unit,
        form_names(view, file),
        *(figures if any(figures) or file.status == "merged" else ("", "", "", "")),
        "\n".join(sentence(note, lang=view.lang) for note in notes),
        _unread(view, file.cells),
    )


def _unread(view: View, cells: Cells) -> str:
    """Return what somebody typed and no answer took, cell by cell; of many the first."""
    shown = [view.say("unread-cell", sheet=one.sheet, cell=one.cell, text=one.text) for one in cells.unread[:_UNREAD]]
    more = len(cells.unread) - len(shown) + cells.more
    return "\n".join([*shown, *([view.say("unread-more", count=more)] if more else [])])
