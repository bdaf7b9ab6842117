"""What the buttons have done: the kernel called with the settings, and its files written. No xlwings here.

`reconcile excel run` (the launcher of WPS users) calls the same functions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.errors import OutputError, UsageError, reason_of
from toolkit.regulations.own_words import speaking
from toolkit.tasks.campaign import Order, carry_out, judge
from toolkit.tasks.forms import hand_out

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.excel.settings import Settings
    from toolkit.model import Sources
    from toolkit.publish.keeping import SetAside
    from toolkit.regulations.profile import Profile
    from toolkit.tasks.campaign import Ran
    from toolkit.tasks.forms import HandedOut

    Progress = Callable[[int, int], None]

MERGED = "合并台账.xlsx"


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
    from toolkit.publish.deliver import REPORT

    order = _order(settings, today)
    report = settings.out() / REPORT
    return carry_out(replace(order, sources=_with_decisions(order.sources, report)), on_progress=on_progress)


def merge_returns(settings: Settings, *, today: dt.date, on_progress: Progress | None = None) -> Ran:
    """Put the returned files into one register and write it beside the collected folder; nothing else is written."""
    from toolkit.publish.deliver import encrypt
    from toolkit.report.entries import register
    from toolkit.report.ledger import render_ledger

    order = _order(settings, today)
    ran = judge(order, on_progress=on_progress)
    target = order.collected.resolve().parent / MERGED
    with speaking(ran.profile.own):
        entries = register(ran.outcome, numbering=ran.profile.parameters.numbering)
        ledger = render_ledger(ran.outcome, entries=entries, named=ran.profile.regulation.institution.name)
    password = order.sources.ledger_password
    kept = replace_file(target, encrypt(ledger, password) if password else ledger, private=True)
    return replace(ran, out=target, set_aside=kept)


def check_file(path: Path, settings: Settings, *, today: dt.date) -> Ran:
    """Check one workbook as its unit would send it: what `reconcile check` does.

    Raises:
        UsageError: it holds no form that is known, or forms of several institutions.
    """
    day = settings.day("as-of") or today
    try:
        return judge(Order(collected=path, as_of=day, profile=_regulation(settings, path), remember=False))
    except UsageError as error:
        if error.code in {"no-profile-told", "several-profiles-told"}:
            raise UsageError("excel-form-unknown", name=path.name) from error
        raise


def prepare_forms(settings: Settings, *, today: dt.date) -> tuple[Path, HandedOut]:
    """Write the workbooks to hand out, as `reconcile prepare` does; return their folder and what was written.

    One a unit with last year's groups in it where a roster or last year's register is named, else one blank workbook
    a form.
    """
    profile = settings.profile()
    if profile is None:
        raise UsageError("excel-no-profile")
    folder, given = settings.forms(), settings.sources()
    try:
        handed = hand_out(
            profile,
            folder,
            year=(settings.day("as-of") or today).year,
            units=given.units,
            previous=given.previous,
            password=given.ledger_password,
        )
    except OutputError as error:
        raise OutputError("excel-forms-not-written", **error.facts) from None
    return folder, handed


def replace_file(path: Path, content: bytes, *, private: bool = False) -> tuple[SetAside, ...]:
    """Write a file whole or not at all; one that stands there and is not ours is set aside, and told.

    Raises:
        OutputError: it cannot be written, perhaps because Excel has it open.
    """
    from toolkit.publish.single import put

    try:
        return put(path.parent, {path.name: content}, private=private)
    except OSError as error:
        raise OutputError("excel-file-not-written", path=str(path), detail=reason_of(error)) from None


def _with_decisions(sources: Sources, report: Path) -> Sources:
    """Return the sources, the report of the round before among the decisions where it stands and takes answers."""
    from toolkit.register.decisions import asks
    from toolkit.register.sources.opening import open_workbook

    known = {path.resolve() for path in sources.decisions}
    if report.is_file() and report.resolve() not in known and asks(open_workbook(report)):
        return replace(sources, decisions=(*sources.decisions, report))
    return sources


def _regulation(settings: Settings, collected: Path) -> Profile | None:
    """Return the regulation that was chosen; where none was, see that none of one's own is meant."""
    from toolkit.tasks.near import see_that_none_lies_beside

    chosen = settings.profile()
    if chosen is None:
        see_that_none_lies_beside(collected)
    return chosen


def _order(settings: Settings, today: dt.date) -> Order:
    return Order(
        collected=settings.collected(),
        as_of=settings.day("as-of") or today,
        profile=_regulation(settings, settings.collected()),
        sources=settings.sources(),
        out=settings.path("out"),
        passwords=settings.words("passwords"),
        previous_cutoff=settings.day("previous-cutoff"),
    )
