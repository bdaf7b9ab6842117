"""`reconcile purge`: open a ledger, drop whom it need not remember, and say whom: never their names or numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.findings.definition import load_profile
from toolkit.messages import word
from toolkit.publish.deliver import encrypt
from toolkit.regulations.own_words import speaking
from toolkit.regulations.profile import profile_ids
from toolkit.report.retention import purge

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from toolkit.report.retention import Purged


_SHOWN = 12
"""So many cells in which a name still stands are named."""


def purged(path: Path, *, profile: str | None, as_of: dt.date, password: str) -> tuple[int, Purged]:
    """Return the years of keeping and the new ledger; a protected one is protected again by the same word.

    Raises:
        SourceError: the file is no ledger of this tool.
        UsageError: nobody says which regulation applies.
    """
    from toolkit.register.previous import open_previous

    book = open_previous(path, password=password)
    name = profile or book.properties.get("profile", "")
    if not name:
        raise UsageError("purge-no-profile", file=path.name)
    if not profile and name not in profile_ids():
        raise UsageError("purge-other-profile", file=path.name, name=name)
    told = load_profile(name)
    years, data = told.parameters.retention_years, path.read_bytes()
    with speaking(told.own):
        found = purge(_opened(data, password) if password else data, years=years, as_of=as_of, file=path.name)
    return years, replace(found, workbook=encrypt(found.workbook, password)) if password else found


def purge_lines(found: Purged, *, out: str, years: int, lang: str) -> list[str]:
    """Return what was done, group by group."""
    lines = [word("cli", "purged", {"count": len(found.forgotten), "years": years, "out": out}, lang=lang)]
    for group in found.forgotten:
        facts = {
            "unit": group.unit,
            "name": group.name,
            "day": group.dissolved_on,
            "columns": list(group.headings),
        }
        lines.append(word("cli", "purged-group", facts, lang=lang))
    if found.kept:
        lines.append(word("cli", "purged-kept", {"count": found.kept, "years": years}, lang=lang))
    if found.undated:
        left: dict[str, object] = {"count": len(found.undated), "names": list(found.undated)}
        lines.append(word("cli", "purged-undated", left, lang=lang))
    if found.named:
        told: dict[str, object] = {"count": len(found.named), "cells": list(found.named[:_SHOWN])}
        lines.append(word("cli", "purged-named", told, lang=lang))
    return lines


def _opened(data: bytes, password: str) -> bytes:
    from toolkit.intake.grids.locked import unlocked

    return unlocked(data, (password,)) if not data.startswith(b"PK") else data
