"""One group of a finished run, from its cell to its verdict: what `reconcile why` tells.

Everything comes from what the run left behind: `outcome.json`, the report, and the collected files beside it, which are
read once more for what was typed. Nothing is judged anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.regulations.own_words import speaking
from toolkit.tasks.why.run import load
from toolkit.tasks.why.search import search
from toolkit.tasks.why.telling import listed, told

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["why"]


def why(key: str, out: Path, *, lang: str = "zh") -> list[str]:
    """Return the lines about the group that a key means; of several groups one line each.

    Args:
        key: a group number, a filing number, a name, or the id of a record (`r12`) or of a row of last year (`p3`).
        out: the output folder of a run.
        lang: `zh` or `en`.

    Raises:
        UsageError: there is no such run, or no such group in it.
    """
    run = load(out)
    found = search(run, key)
    if not found:
        raise UsageError("why-unknown", key=key, out=str(out))
    with speaking(run.profile.own if run.profile else ""):
        if len(found) > 1:
            return listed(run, found, key, lang=lang)
        return told(run, found[0], lang=lang)
