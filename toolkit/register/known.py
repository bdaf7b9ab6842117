"""What was known before a file was opened: last year's register and the second sources."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from toolkit.errors import SourceError
from toolkit.register import roster
from toolkit.register.decisions import asks, read_answers, read_decisions
from toolkit.register.decisions.jottings import read_jottings
from toolkit.register.decisions.saved import open_answers
from toolkit.register.previous import load_closed, load_previous, open_previous
from toolkit.register.rows import assemble
from toolkit.register.sources import load_source
from toolkit.regulations.own_words import in_its_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from toolkit.engine import Engine
    from toolkit.model import Decision, Ledger, SourceFile, Sources
    from toolkit.normalise.units import UnitIndex
    from toolkit.regulations.profile import Profile

LISTS = ("observed", "notices", "approvals", "people", "classes", "received")
_ANSWERLESS = ("observed", "people", "classes")
"""Lists that say nothing when they have no row: they are taken as not given. A log of what came in (`notices`,
`approvals`, `received`) may well be empty: nothing came."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was known before a file was opened; at a first filing last year's register is empty.

    `closed` are the groups that our own ledger of last year keeps as dissolved: they are not in force. `blank` names
    the second sources that were given without a row, and are therefore not among `sources`; `taken` is what was read of
    each file that was given.
    """

    units: UnitIndex
    previous: Ledger
    sources: Mapping[str, Ledger]
    first_filing: bool
    closed: Ledger
    decisions: tuple[Decision, ...] = ()
    blank: tuple[str, ...] = ()
    taken: tuple[SourceFile, ...] = ()
    jottings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def roster_units(self) -> tuple[str, ...]:
        """The units of the roster; none without one."""
        found = self.sources.get("units")
        return () if found is None else tuple(found.frame["unit"].unique().tolist())


@in_its_words
def known_before(sources: Sources, profile: Profile, *, engine: Engine | None = None) -> Known:
    """Read the second sources.

    Raises:
        SourceError: one cannot be read.
    """
    found: dict[str, Ledger] = {}
    if sources.units:
        found["units"] = load_source("units", sources.units, roster.unit_index(None, profile))
    taken = _taken(found)
    blank = _without_rows(found)
    units = roster.unit_index(found.get("units"), profile)
    for name in LISTS:
        if path := getattr(sources, name):
            found[name] = load_source(name, path, units)
    taken += _taken(found, but={"units"})
    blank += _without_rows(found)
    told, jottings = _decided(sources, units)
    if sources.previous is None:
        nothing = assemble((), profile, units).ledger
        first = Known(units, nothing, found, first_filing=True, closed=nothing, decisions=told, blank=blank)
        return replace(first, taken=taken, jottings=jottings)
    book = open_previous(sources.previous, password=sources.ledger_password)
    previous = load_previous(sources.previous, profile, units, book=book, engine=engine)
    told += read_decisions(book, sources.previous.name, units)
    closed = load_closed(sources.previous, profile, units, book=book)
    taken = (*_taken({"previous": previous}), *taken)
    found["previous"] = previous
    known = Known(units, previous, found, first_filing=False, closed=closed, decisions=told, blank=blank)
    return replace(known, taken=taken, jottings=jottings)


def _taken(found: Mapping[str, Ledger], *, but: Collection[str] = ()) -> tuple[SourceFile, ...]:
    return tuple(ledger.taken for name, ledger in found.items() if ledger.taken and name not in but)


def _without_rows(found: dict[str, Ledger]) -> tuple[str, ...]:
    """Take the lists without a row out of the sources found, and name them."""
    blank = tuple(name for name in ("units", *_ANSWERLESS) if name in found and found[name].frame.empty)
    for name in blank:
        del found[name]
    return blank


def _decided(sources: Sources, units: UnitIndex) -> tuple[tuple[Decision, ...], dict[str, dict[str, str]]]:
    """Return the answers and remarks in the report of the round before and in the files of `--decisions`.

    A ledger among them is opened with its own word. Files come after the report: what they say stands.
    """
    found: list[Decision] = []
    given: list[Decision] = []
    jottings: dict[str, dict[str, str]] = {}
    paths = [path for path in (sources.answered,) if path and path not in sources.decisions]
    for path in (*paths, *sources.decisions):
        book = open_answers(path, password=sources.ledger_password)
        written = read_jottings(book)
        if not asks(book) and not written:
            raise SourceError("decisions-none", file=path.name)
        if path is sources.answered:
            answers, _ = read_answers(book, units)  # the run says what it could not read (`tasks.answers`)
        else:
            answers = read_decisions(book, path.name, units)
        said = {(one.kind, one.evidence) for one in answers if one.evidence}
        if sources.answered and path is not sources.answered:
            found = [one for one in found if not one.evidence or (one.kind, one.evidence) not in said or one in given]
            given += answers
        found += answers
        for question, told in written.items():
            jottings.setdefault(question, {}).update(told)
    return tuple(found), jottings
