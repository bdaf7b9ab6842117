"""What the buttons have done: the kernel called with the settings, and its files written. No xlwings here.

`reconcile excel run` (the launcher of WPS users) calls the same functions.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import OutputError, UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from toolkit.excel.settings import Settings
    from toolkit.model import Outcome
    from toolkit.regulations import Profile

    Progress = Callable[[int, int], None]

MERGED = "合并台账.xlsx"


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of one run: the outcome, the regulation that it was judged by, and where its files are."""

    outcome: Outcome
    profile: Profile
    out: Path


def reconcile_campaign(
    settings: Settings, *, today: dt.date, decided: tuple[Path, ...] = (), on_progress: Progress | None = None
) -> Ran:
    """Do the main job and write its folder, exactly as `reconcile run` does with the same options.

    Args:
        settings: what the sheet says.
        today: the day of the verdicts where the sheet names none.
        decided: reports with decisions, beside the one that the sheet names.
        on_progress: called with files done and files in all.

    Raises:
        ToolkitError: it cannot be done; the text says why.
    """
    from toolkit.deliver import deliver
    from toolkit.regulations import load_profile
    from toolkit.writing import OUTCOME, output_folder

    out, collected = settings.out(), settings.collected()
    with output_folder(out) as place:
        outcome = _outcome(settings, today=today, decided=decided, on_progress=on_progress)
        profile = settings.profile() or load_profile(outcome.profile)
        files = deliver(
            outcome,
            profile,
            collected=way_to(collected, out),
            ledger_password=settings.sources().ledger_password,
            earlier=_earlier(out / OUTCOME),
        )
        place.write(files)
    return Ran(outcome, profile, out)


def merge_returns(settings: Settings, *, today: dt.date, on_progress: Progress | None = None) -> Ran:
    """Put the returned files into one register and write it beside the collected folder; nothing else is written."""
    from toolkit.deliver import encrypt
    from toolkit.regulations import load_profile
    from toolkit.report.ledger import render_ledger

    outcome = _outcome(settings, today=today, decided=(), on_progress=on_progress)
    profile = settings.profile() or load_profile(outcome.profile)
    target = settings.collected().resolve().parent / MERGED
    ledger, password = render_ledger(outcome), settings.sources().ledger_password
    replace_file(target, encrypt(ledger, password) if password else ledger)
    return Ran(outcome, profile, target)


def check_file(path: Path, settings: Settings, *, today: dt.date) -> Ran:
    """Check one workbook as its unit would send it: what `reconcile check` does."""
    from toolkit.pipeline import reconcile
    from toolkit.regulations import load_profile

    outcome = reconcile(path, profile=settings.profile(), as_of=settings.day("as-of") or today)
    return Ran(outcome, settings.profile() or load_profile(outcome.profile), path)


def prepare_forms(settings: Settings) -> tuple[Path, list[Path]]:
    """Write the forms to hand out; return their folder and the files."""
    from toolkit.template import write_blank

    profile = settings.profile()
    if profile is None:
        raise UsageError("excel-no-profile")
    folder = settings.forms()
    try:
        return folder, write_blank(profile, folder)
    except OSError as error:
        raise OutputError("excel-forms-not-written", out=str(folder), detail=error.strerror or "") from None


def way_to(collected: Path, out: Path) -> str:
    """Return the way from the output folder to the collected one, as a link in the report takes it."""
    source = collected if collected.is_dir() else collected.parent
    try:
        return Path(os.path.relpath(source.resolve(), out.resolve())).as_posix()
    except ValueError:  # two drives of Windows: there is no way from one to the other
        return ""


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        OutputError: it cannot be written, perhaps because Excel has it open.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OutputError("excel-file-not-written", path=str(path), detail=error.strerror or "") from None


def _earlier(path: Path) -> bytes | None:
    """Return the outcome of the round before where it still stands; what cannot be read counts as none."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _outcome(
    settings: Settings, *, today: dt.date, decided: tuple[Path, ...], on_progress: Progress | None
) -> Outcome:
    from toolkit.pipeline import reconcile

    sources = settings.sources()
    return reconcile(
        settings.collected(),
        profile=settings.profile(),
        as_of=settings.day("as-of") or today,
        sources=replace(sources, decisions=(*sources.decisions, *decided)),
        passwords=settings.words("passwords"),
        previous_cutoff=settings.day("previous-cutoff"),
        on_progress=on_progress,
    )
