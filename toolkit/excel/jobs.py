"""What the buttons have done: the kernel called with the settings, and its files written. No xlwings here.

`reconcile excel run` (the launcher of WPS users) calls the same functions.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.errors import OutputError, UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.excel.settings import Settings
    from toolkit.model import Outcome
    from toolkit.pipeline import Sources
    from toolkit.regulations import Profile

    Progress = Callable[[int, int], None]

MERGED = "合并台账.xlsx"


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of one run: the outcome, the regulation that it was judged by, and where its files are."""

    outcome: Outcome
    profile: Profile
    out: Path


def reconcile_campaign(settings: Settings, *, today: dt.date, on_progress: Progress | None = None) -> Ran:
    """Do the main job and write its folder, exactly as `reconcile run` does with the same options.

    The report of the round before goes in as `--decisions`: it is about to be replaced, and what a person decided in
    it must not be lost with it.

    Args:
        settings: what the sheet says.
        today: the day of the verdicts where the sheet names none.
        on_progress: called with files done and files in all.

    Raises:
        ToolkitError: it cannot be done; the text says why.
    """
    from toolkit.deliver import REPORT, deliver
    from toolkit.regulations import load_profile
    from toolkit.writing import OUTCOME, output_folder, way_to

    out, collected = settings.out(), settings.collected()
    with output_folder(out) as place:
        outcome = _outcome(settings, _with_decisions(settings, out / REPORT), today=today, on_progress=on_progress)
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

    outcome = _outcome(settings, settings.sources(), today=today, on_progress=on_progress)
    profile = settings.profile() or load_profile(outcome.profile)
    target = settings.collected().resolve().parent / MERGED
    ledger, password = render_ledger(outcome), settings.sources().ledger_password
    replace_file(target, encrypt(ledger, password) if password else ledger)
    return Ran(outcome, profile, target)


def check_file(path: Path, settings: Settings, *, today: dt.date) -> Ran:
    """Check one workbook as its unit would send it: what `reconcile check` does.

    Raises:
        UsageError: it holds no form that is known, or forms of several institutions.
    """
    from toolkit.pipeline import reconcile
    from toolkit.regulations import load_profile

    try:
        outcome = reconcile(path, profile=settings.profile(), as_of=settings.day("as-of") or today)
    except UsageError as error:
        if error.code in {"no-profile-told", "several-profiles-told"}:
            raise UsageError("excel-form-unknown", name=path.name) from error
        raise
    return Ran(outcome, settings.profile() or load_profile(outcome.profile), path)


def prepare_forms(settings: Settings, *, today: dt.date) -> tuple[Path, list[str]]:
    """Write the workbooks to hand out, as `reconcile prepare` does; return their folder and names.

    One a unit with last year's groups in it where a roster or last year's register is named, else one blank workbook
    a form.
    """
    from toolkit import roster
    from toolkit.prepare import prepare
    from toolkit.previous import load_previous
    from toolkit.sources import load_source

    profile = settings.profile()
    if profile is None:
        raise UsageError("excel-no-profile")
    folder, given = settings.forms(), settings.sources()
    listed = load_source("units", given.units, roster.unit_index(None, profile)) if given.units else None
    index = roster.unit_index(listed, profile)
    password = given.ledger_password
    before = load_previous(given.previous, profile, index, password=password) if given.previous else None
    files = prepare(profile, year=(settings.day("as-of") or today).year, units=listed, previous=before)
    try:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise OutputError("excel-forms-not-written", out=str(folder), detail=error.strerror or "") from None
    return folder, list(files)


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


def _with_decisions(settings: Settings, report: Path) -> Sources:
    """Return the sources, the report of the round before among the decisions where it stands and takes answers."""
    from toolkit.decisions import asks
    from toolkit.sources.sheets import open_workbook

    sources = settings.sources()
    known = {path.resolve() for path in sources.decisions}
    if report.is_file() and report.resolve() not in known and asks(open_workbook(report)):
        return replace(sources, decisions=(*sources.decisions, report))
    return sources


def _outcome(settings: Settings, sources: Sources, *, today: dt.date, on_progress: Progress | None) -> Outcome:
    from toolkit.cache import prune, user_folder
    from toolkit.pipeline import reconcile

    cache = None if sources.ledger_password else user_folder()
    outcome = reconcile(
        settings.collected(),
        profile=settings.profile(),
        as_of=settings.day("as-of") or today,
        sources=sources,
        passwords=settings.words("passwords"),
        cache=cache,
        previous_cutoff=settings.day("previous-cutoff"),
        on_progress=on_progress,
    )
    if cache is not None:
        prune(cache, now=time.time())
    return outcome
