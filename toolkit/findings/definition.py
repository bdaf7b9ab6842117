"""A profile as it is taken from outside: every file of it is checked whole, down to what each rule is asked.

This is the door for whoever names a profile (`--profile`, `reconcile rules`, `prepare`, `check`, the control workbook):
a mistake is told before anything is read, with all the others, and never in the middle of a run.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.findings.rules.asked import check_asked
from toolkit.regulations.draft import read_draft
from toolkit.regulations.own_words import speaking
from toolkit.regulations.profile import folder_of

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.regulations.draft import Draft
    from toolkit.regulations.profile import Profile


def load_profile(name: str | Path) -> Profile:
    """Return a profile by its name (`sccm-2022`), or from a folder or a `regulation.yaml` of your own.

    Raises:
        UsageError: there is no profile of that name.
        DefinitionError: something is wrong with its definitions; the text names every mistake with file, line and key.
    """
    return _load(folder_of(name))


def examined(folder: Path) -> Draft:
    """Return a folder of definitions with every mistake in it told, and nothing raised."""
    draft = read_draft(folder)
    if draft.profile is not None:
        with speaking(draft.profile.own):
            check_asked(draft.profile, draft.regulation)
    return draft


@lru_cache(maxsize=16)
def _load(folder: Path) -> Profile:
    return examined(folder).whole()
