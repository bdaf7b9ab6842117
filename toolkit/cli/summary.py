"""The few lines a run ends with on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.messages import word
from toolkit.tasks import closing

if TYPE_CHECKING:
    from toolkit.tasks.campaign import Ran


def summary(ran: Ran, *, lang: str) -> list[str]:
    """Return the closing lines of a run: what came in, what it is against last year, what to do first."""
    return [
        closing.files_line(ran, lang=lang),
        *closing.return_lines(ran, lang=lang),
        *closing.verdict_lines(ran, lang=lang),
        closing.findings_line(ran, lang=lang),
        *closing.decisions_lines(ran, lang=lang),
        *closing.missing_lines(ran, lang=lang),
        *closing.not_compared_lines(ran, lang=lang),
        word("cli", "done-out", {"out": str(ran.out)}, lang=lang),
    ]
