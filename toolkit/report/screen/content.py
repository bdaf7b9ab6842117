"""Everything the page holds, as one value that goes into it as JSON: lists as columns, texts by their number."""

from __future__ import annotations

from typing import Any

from toolkit.report.screen.charts import charts, sources
from toolkit.report.screen.findings import finding_columns, requirements
from toolkit.report.screen.groups import Rows, group_columns
from toolkit.report.screen.questions import batches, questions, todo
from toolkit.report.screen.steps import figures, steps
from toolkit.report.screen.tables import tables
from toolkit.report.screen.texts import Texts, thin
from toolkit.report.screen.truncate import MOST, cut
from toolkit.report.screen.words import names, words
from toolkit.report.view import View


def content(view: View, *, most: int = MOST) -> dict[str, Any]:
    """Return the data of the page: what it is about, figures, tasks, charts, findings, groups, units, questions.

    The lists have at most `most` rows each.
    """
    texts, codes = Texts(), Texts()
    fitting = cut(view.outcome, most)
    listed = view if fitting is view.outcome else View(fitting, view.profile, lang=view.lang)
    rows = Rows(fitting)
    document, outcome = view.profile.regulation.document, view.outcome
    told = {
        "lang": view.lang,
        "institution": view.profile.regulation.institution.name,
        "document": {"title": document.title, "number": document.number},
        "profile": outcome.profile,
        "asOf": outcome.as_of.isoformat(),
        "cutoff": outcome.closed_on.isoformat() if outcome.closed_on else "",
        "firstFiling": outcome.first_filing,
        "words": words(view),
        "names": names(view),
        "figures": figures(view),
        "steps": steps(view),
        "charts": charts(view),
        "sources": sources(view),
        "requirements": requirements(listed),
        "findings": {"count": len(fitting.findings), **thin(finding_columns(listed, rows, texts))},
        "groups": {**rows.sizes, **thin(group_columns(listed, rows, texts, codes))},
        "questions": {**questions(listed, rows), "todo": todo(view)},
        "batches": batches(listed),
        "left": {
            "findings": len(outcome.findings) - len(fitting.findings),
            "groups": len(outcome.ledger.frame) - len(fitting.ledger.frame),
        },
        "tables": tables(view),
    }
    return {**told, "texts": texts.masked(), "codes": codes.numbers()}
