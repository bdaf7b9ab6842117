"""The files of one run, as bytes: what `reconcile run` writes and the macros show."""

from __future__ import annotations

import gc
import hashlib
import io
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from toolkit.publish.content import on_disk
from toolkit.publish.earlier import COMPARED, OUTCOME
from toolkit.publish.record import digest
from toolkit.regulations.own_words import in_its_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from toolkit.model import Outcome
    from toolkit.publish.content import Content
    from toolkit.regulations.profile import Profile
    from toolkit.report.entries import Register

REPORT, LEDGER, FEEDBACK = "对账报告.xlsx", "台账.xlsx", "反馈"
SCREEN = "对账报告.html"
BRIEF, PUBLISHED = "对账简报.docx", "备案群组公示.xlsx"
LARGE_LEDGER = "台账.parquet"
"""The ledger where it has more groups than a sheet of Excel has rows."""

ROWS = 1_048_575
"""So many groups a sheet of Excel takes below its headings."""
LISTED = 50_000
"""So many groups a register may have of which the report lists all."""
SHOWN = 5_000
"""So many rows a list of the report then has: what can be worked through, and all the rest is in outcome.json."""


@in_its_words
def deliver(  # noqa: PLR0913 - who reads it, and what may stand in it
    outcome: Outcome,
    profile: Profile,
    *,
    lang: str = "zh",
    collected: str = "",
    regulation: str = "",
    with_contacts: bool = False,
    ledger_password: str = "",
    earlier: Path | None = None,
    rows: int = ROWS,
    listed: int = LISTED,
    jobs: int | None = None,
    beside: Path | None = None,
) -> dict[str, Content]:
    """Return the output files by name: report, brief, published list, ledger, feedback, outcome.json.

    A register of more than `rows` groups is written as parquet. Of more than `listed` the lists of the report are cut,
    and page one says so; what is long is then written piece by piece, by one process.

    Args:
        outcome: a finished run.
        profile: its regulation.
        lang: `zh` or `en`: the language of what people read.
        collected: the way from the output folder to the collected one (`../收回`), for the links of the report.
        regulation: the way to the folder of a regulation that does not come with this tool: `why` reads by it.
        with_contacts: telephones and e-mail addresses as they are in outcome.json.
        ledger_password: encrypts the ledger when it is not "".
        earlier: where the outcome.json of the round before stood, if there was one; the feedback says then what is
            已改 and what 未改. The very outcome of this run counts as none: running again on the same files gives the
            same feedback.
        rows: how many groups a ledger may have as a workbook.
        listed: how many groups the report lists all of.
        jobs: how many processes write; None for one a processor.
        beside: a private folder for contents that are too long to be held; None holds them all.

    Raises:
        OutputError: the ledger is too large for a workbook, and was to be protected or nothing here writes parquet.
    """
    from toolkit.engine.beside import side_by_side
    from toolkit.errors import OutputError
    from toolkit.forms.feedback import feedback
    from toolkit.intake.grids.parquet import is_at_hand
    from toolkit.report import render_report
    from toolkit.report.brief_page import render_brief
    from toolkit.report.entries import register
    from toolkit.report.given import given_before
    from toolkit.report.outcome import to_json, write_json
    from toolkit.report.published import render_published
    from toolkit.report.screen import render_screen

    if earlier is not None:
        ours = earlier.with_name(LEDGER)
        given = given_before(ours, profile=outcome.profile, as_of=outcome.as_of, password=ledger_password)
        outcome = replace(outcome, numbered=given)
    large = _groups(outcome) > rows
    long = large or _groups(outcome) > listed
    if large and not is_at_hand():
        raise OutputError("ledger-without-parquet", rows=_groups(outcome))
    entries = register(outcome, numbering=profile.parameters.numbering)
    institution = profile.regulation.institution.name
    report = partial(render_report, most=min(SHOWN, rows) if long else None)
    told: Callable[[], Content] = partial(to_json, outcome, lang=lang, with_contacts=with_contacts)
    if long and beside is not None:
        told = partial(on_disk, beside / OUTCOME, partial(write_json, outcome, lang=lang, with_contacts=with_contacts))
    works: dict[str, Callable[[], Content]] = {
        OUTCOME: told,
        REPORT: partial(
            report, outcome, lang=lang, collected=collected, profile=profile, entries=entries, regulation=regulation
        ),
        (LARGE_LEDGER if large else LEDGER): partial(
            _ledger, outcome, entries, institution, ledger_password, large=large
        ),
        SCREEN: partial(render_screen, outcome, lang=lang, profile=profile),
        BRIEF: partial(render_brief, outcome, lang=lang, profile=profile),
    }
    if not large:  # nobody publishes a million rows as a sheet to print
        works[PUBLISHED] = partial(render_published, outcome, lang=lang, profile=profile, entries=entries)
    with _uncollected():
        made = dict(zip(works, side_by_side(list(works.values()), jobs=1 if long else jobs), strict=True))
    before = _other(earlier, digest(made[OUTCOME]))
    units = feedback(outcome, profile=profile, earlier=before, lang=lang, jobs=jobs)
    return {**made, **{f"{FEEDBACK}/{name}": content for name, content in units.items()}}


def _other(earlier: Path | None, outcome: str) -> bytes | None:
    """Return the outcome of the round before, None where it has the digest of this one, is too long or unreadable."""
    if earlier is None:
        return None
    try:
        with earlier.open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == outcome
        return None if same or earlier.stat().st_size > COMPARED else earlier.read_bytes()
    except OSError:
        return None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the collector of cycles rest: a few files leave it nothing, and it walks the outcome again and again."""
    works = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if works:
            gc.enable()


def _groups(outcome: Outcome) -> int:
    """Return how many rows the larger sheet of the ledger could have at most."""
    return len(outcome.ledger.frame) + int((outcome.previous_verdicts["record"] == "").sum())


def _ledger(outcome: Outcome, entries: Register, institution: str, password: str, *, large: bool) -> bytes:
    from toolkit.errors import OutputError
    from toolkit.report.ledger import render_ledger

    if not large:
        ledger = render_ledger(outcome, entries=entries, named=institution)
        return encrypt(ledger, password) if password else ledger
    if password:
        raise OutputError("ledger-too-large-to-protect", rows=_groups(outcome))
    from toolkit.report.parquet import render_large_ledger

    return render_large_ledger(outcome, entries=entries)


def encrypt(workbook: bytes, password: str) -> bytes:
    """Return the workbook under AES-256 (ECMA-376 agile encryption); only the word opens it."""
    from msoffcrypto.format.ooxml import OOXMLFile

    sealed = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook)).encrypt(password, sealed)
    return sealed.getvalue()
