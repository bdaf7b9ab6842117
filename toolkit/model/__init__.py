"""The nouns: what travels between the stages. They import nothing else of ours.

Read it from top to bottom and the way of the data is told:

    Grid        a sheet as cells of text            (grids/   from any file)
    Table       the rows of one form on one sheet   (layouts/ finds labels, walks cards, turns a matrix)
    Reading     one returned file with its tables   (reading)
    Ledger      one row a group, canonical columns  (normalise/, merge; and last year's register: the same type)
    Finding     what is wrong, where, as facts      (validate, rules/; worded only when shown)
    Campaign    both years, compared                (comparison)
    Outcome     a campaign judged: all a face shows (findings)

Blank text is `""` everywhere, never None or NaN. Row and column numbers count from 0 inside, and only `cell_name` turns
them into what Excel shows.
"""

from toolkit.model.files import (
    MOST_UNREAD,
    NO_CELLS,
    Asked,
    Axis,
    Cells,
    Grid,
    Mark,
    Merge,
    Note,
    Reading,
    Sheet,
    Table,
    Unread,
    Where,
    Workbook,
    cell_name,
)
from toolkit.model.register import (
    SEVERITIES,
    Campaign,
    Closing,
    Decision,
    Duplicate,
    Finding,
    Heading,
    Ledger,
    Outcome,
    Party,
    RejectedRow,
    Severity,
    SourceFile,
    Submission,
    Suggestion,
    UnitStatus,
)
from toolkit.model.sources import Sources

__all__ = [
    "MOST_UNREAD",
    "NO_CELLS",
    "SEVERITIES",
    "Asked",
    "Axis",
    "Campaign",
    "Cells",
    "Closing",
    "Decision",
    "Duplicate",
    "Finding",
    "Grid",
    "Heading",
    "Ledger",
    "Mark",
    "Merge",
    "Note",
    "Outcome",
    "Party",
    "Reading",
    "RejectedRow",
    "Severity",
    "Sheet",
    "SourceFile",
    "Sources",
    "Submission",
    "Suggestion",
    "Table",
    "UnitStatus",
    "Unread",
    "Where",
    "Workbook",
    "cell_name",
]
