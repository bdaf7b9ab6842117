"""The main job: judge what was collected, and put the files of the result in their place."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.model import Sources

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from toolkit.model import Outcome
    from toolkit.publish.keeping import SetAside
    from toolkit.register.decisions import Misread
    from toolkit.regulations.profile import Profile

    Progress = Callable[[int, int], None]

OUT = "对账结果"
"""The output folder beside the collected one, where none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for: the options of `reconcile run` as values (contract.md), with their defaults.

    `profile` None tells the regulation from the forms; `out` None is `OUT` beside the collected folder; `remember`
    keeps the readings of files from run to run, which a protected ledger forbids.
    """

    collected: Path
    as_of: dt.date
    profile: Profile | None = None
    sources: Sources = field(default_factory=Sources)
    out: Path | None = None
    passwords: tuple[str, ...] = ()
    previous_cutoff: dt.date | None = None
    remember: bool = True
    with_contacts: bool = False
    engine: str = "local"
    jobs: int | None = None
    lang: str = "zh"


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of an order: the outcome, the regulation that it was judged by, and where its files are.

    Where nothing was written, `out` is what was judged. `in_use` is the folder that was asked for, where a file in it
    was open and `out` is therefore another. `kept` is the report of the round before, where it could not be opened and
    stands beside this one under another name; `taken_along` that what people wrote in it was read, but for `misread`,
    which is no answer. `set_aside` names what else was kept: files that a person had changed or put there, each with
    its new name. `filled` are reports that somebody saved beside ours under another name; they were not taken.
    `reworded` tells that the register before this one was protected by another word. `gone` are units of which the
    output before had a return in this round, and this one has none.
    """

    outcome: Outcome
    profile: Profile
    out: Path
    in_use: Path | None = None
    kept: Path | None = None
    taken_along: bool = False
    misread: tuple[Misread, ...] = ()
    filled: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    reworded: bool = False
    gone: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing is to be sent back: no finding of severity error and no unit missing (contract.md)."""
        wrong = any(finding.severity == "error" for finding in self.outcome.findings)
        return not wrong and not any(unit.status in {"missing", "returned"} for unit in self.outcome.units)


def carry_out(order: Order, *, on_progress: Progress | None = None) -> Ran:
    """Do the main job; its folder appears whole or not at all.

    Args:
        order: what is asked for.
        on_progress: called with files done and files in all.

    Raises:
        ToolkitError: it cannot be done; the code says why.
    """
    from toolkit.publish.deliver import LEDGER, deliver, encrypt
    from toolkit.publish.earlier import OUTCOME
    from toolkit.publish.writing import output_folder, way_to
    from toolkit.tasks.answers import answered_before
    from toolkit.tasks.safeguards import is_under_another_word, see_that_nothing_is_lost, units_gone

    target = target_of(order.collected, order.out)
    see_that_nothing_is_lost(target, order.sources, order.as_of)
    word = order.sources.ledger_password
    seal = partial(encrypt, password=word) if word else None
    with output_folder(target, spared=[path for _, path in order.sources.files], seal=seal) as place:
        reworded = is_under_another_word(target / LEDGER, word)
        before = answered_before(target, given=order.sources.decisions, password=word)
        written = replace(order, sources=replace(order.sources, answered=before.report))
        ran = judge(written, on_progress=on_progress)
        gone = units_gone(target, ran.outcome, collected=order.collected)
        place.keep_register = bool(gone)
        files = deliver(
            ran.outcome,
            ran.profile,
            lang=order.lang,
            collected=way_to(order.collected, target),
            regulation=way_to(ran.profile.folder, target) if ran.profile.folder else "",
            with_contacts=order.with_contacts,
            ledger_password=word,
            earlier=target / OUTCOME,
            jobs=order.jobs,
            beside=place.beside,
        )
        place.write(files, private=[OUTCOME] if order.with_contacts else ())
        place.write(before.unused)  # a person's: no record says that it is ours
    others = tuple(one for one in place.set_aside if one.kept not in before.unused)
    return replace(
        ran,
        out=place.out,
        in_use=target if place.out != target else None,
        kept=next((place.out / name for name in before.unused), None),
        taken_along=before.report is not None,
        misread=before.misread,
        filled=before.filled,
        set_aside=others,
        reworded=reworded,
        gone=gone,
    )


def judge(order: Order, *, on_progress: Progress | None = None) -> Ran:
    """Reconcile and write nothing but the memory of what was read."""
    from toolkit.engine import open_engine
    from toolkit.findings.definition import load_profile
    from toolkit.intake.cache import prune, user_folder
    from toolkit.pipeline import reconcile

    cache = user_folder() if order.remember and not order.sources.ledger_password else None
    with open_engine(order.engine, jobs=order.jobs) as engine:
        outcome = reconcile(
            order.collected,
            profile=order.profile,
            as_of=order.as_of,
            sources=order.sources,
            passwords=order.passwords,
            engine=engine,
            cache=cache,
            previous_cutoff=order.previous_cutoff,
            on_progress=on_progress,
        )
    if cache is not None:
        prune(cache, now=time.time())
    return Ran(outcome, order.profile or load_profile(outcome.profile), order.collected)


def target_of(collected: Path, out: Path | None) -> Path:
    """Return the folder of the results, `OUT` beside the collected one where `out` is None: never inside it.

    Raises:
        UsageError: there is nothing collected, or the folder lies inside, where it would be read as a return next time.
    """
    from toolkit.publish.earlier import OUTCOME

    if not collected.exists():
        raise UsageError("collected-missing", path=str(collected))
    folder = collected.resolve()
    target = out or folder.parent / OUT
    real = Path(os.path.realpath(target))  # links in a circle are told where the output is opened
    if folder.is_dir() and (real == folder or folder in real.parents):
        raise UsageError("output-inside-collected", out=str(target))
    if real in folder.parents and os.path.lexists(real / OUTCOME):
        raise UsageError("output-around-collected", out=str(target), path=str(collected))
    return target
