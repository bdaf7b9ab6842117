"""The whole way of the data, on one screen.

    discover   which files there are                  read       each into tables, by the forms of the regulation
    known_before      last year's register, the lists    compile_register  tables into this year's register
    compare           a verdict for every row            conclude          findings for every fault: the outcome

Values in, values out: nothing is written, printed or asked of the clock. What a unit did wrong is in the outcome; only
what the caller did wrong, or we, is raised.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from toolkit.model import Sources

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from toolkit.engine import Engine
    from toolkit.model import Outcome
    from toolkit.regulations.profile import Profile


def reconcile(  # noqa: PLR0913 - the options of `reconcile run`, each with its default
    collected: Path,
    *,
    as_of: dt.date,
    profile: Profile | str | None = None,
    sources: Sources = Sources(),
    passwords: tuple[str, ...] = (),
    engine: Engine | None = None,
    jobs: int | None = None,
    cache: Path | None = None,
    previous_cutoff: dt.date | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Reconcile what was collected with last year's register.

    Args:
        collected: a folder (searched recursively), one file, or one zip.
        as_of: the day the verdicts refer to.
        profile: the regulation that applies; None tells it from the forms.
        sources: last year's register, the roster, what was observed …
        passwords: words to try on encrypted returns.
        engine: where the work runs (`toolkit.engine.open_engine`); None for `jobs` processes of this machine.
        jobs: how many processes; None for as many as there are processors.
        cache: the folder where readings are kept from run to run (`toolkit.intake.cache`); None reads every file.
        previous_cutoff: the day last year's register was closed; None asks the register.
        on_progress: called with files done and files in all.

    Returns:
        The outcome: frames with one row a record, one row a row of last year, and so on (`toolkit.model.Outcome`).

    Raises:
        UsageError: there is no such folder, the forms fit no regulation or several, or the register was not closed
            before `as_of`.
        SourceError: a second source cannot be read; the text names the cell.
        DefinitionError: a definition cannot be used; the text names file, line and key.
        BrokenPromiseError: a law of the contract does not hold (a fault of ours).
    """
    from toolkit.engine import Local
    from toolkit.errors import UsageError
    from toolkit.findings.definition import load_profile
    from toolkit.intake.discover import discover
    from toolkit.intake.lists_among import without_lists
    from toolkit.intake.recognise import read_as
    from toolkit.regulations.own_words import speaking

    if previous_cutoff and previous_cutoff >= as_of:
        raise UsageError("cutoff-after", cutoff=previous_cutoff.isoformat(), as_of=as_of.isoformat())
    named = load_profile(profile) if isinstance(profile, str) else profile
    found = without_lists(discover(collected), sources)
    where = engine or Local(jobs)
    tick = _told(on_progress, sum(entry.status == "candidate" for entry in found))
    told, readings = read_as(
        found, named, folder=collected, passwords=passwords, engine=where, cache=cache, on_done=tick
    )
    # pandas comes now: the workers that read were forked without it
    from toolkit.comparison.compare import compare
    from toolkit.comparison.verdicts import closed_before
    from toolkit.findings import laws
    from toolkit.findings.conclude import conclude
    from toolkit.register.compile import compile_register
    from toolkit.register.known import known_before

    with speaking(told.own), in_bulk():
        known = known_before(sources, told, engine=where)
        closed_before(as_of, known.previous, sources.previous)
        register = compile_register(readings, known, profile=told, as_of=as_of, engine=where)
        campaign = compare(register, known, profile=told, as_of=as_of, closed=previous_cutoff, engine=where)
        outcome = conclude(campaign, register.faults, profile=told)
    offered = dict.fromkeys((entry.path for entry in found), 0) | {entry.path: entry.offered for entry in readings}
    laws.check(outcome, offered=offered, roster=known.roster_units)
    return outcome


@contextmanager
def in_bulk() -> Iterator[None]:
    """Work on many small texts at once: a sixth of the time would go into looking at them without need.

    Text columns are kept as Python's own texts (pyarrow makes each anew whenever it is looked at), and the collector of
    cycles rests: nothing here makes cycles, and it would walk over all texts again and again.
    """
    import pandas as pd

    collecting = gc.isenabled()
    gc.disable()
    try:
        with pd.option_context("mode.string_storage", "python"):
            yield
    finally:
        if collecting:
            gc.enable()


def _told(on_progress: Callable[[int, int], None] | None, total: int) -> Callable[[int], None] | None:
    return (lambda done: on_progress(done, total)) if on_progress else None
