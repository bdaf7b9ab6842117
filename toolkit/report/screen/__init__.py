"""对账报告.html: the report as one page for a screen without Excel. It says what the workbook says, decides nothing.

One file, no network: the page, its looks, its scripts, the chart library and the data. What units typed travels as
JSON and is shown as text only; telephones and e-mail addresses are masked before they get in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.regulations.own_words import in_its_words

if TYPE_CHECKING:
    from toolkit.model import Outcome
    from toolkit.regulations.profile import Profile


@in_its_words
def render_screen(outcome: Outcome, *, lang: str = "zh", profile: Profile | None = None) -> bytes:
    """Return the report as one HTML file in UTF-8; the same outcome gives the same bytes.

    Args:
        outcome: a finished run.
        lang: `zh` or `en`.
        profile: the regulation of the run; None loads the one the outcome names.
    """
    from toolkit.regulations.profile import load_profile
    from toolkit.report.screen.assemble import assemble
    from toolkit.report.screen.content import content
    from toolkit.report.view import View

    view = View(outcome, profile or load_profile(outcome.profile), lang=lang)
    return assemble(content(view), lang=lang, institution=view.profile.regulation.institution.name)
