"""Collected files to readings: opened, read as grids, and their forms found, each in a process that may die.

    read_all(discover(folder), forms=profile.forms, passwords=(), engine=Local(4))

A file that cannot be read, holds no form or holds nothing is a `Reading` that says so; nothing here raises for what a
unit has sent.
"""

from __future__ import annotations

import hashlib
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from toolkit.engine import Died, Limits, Local
from toolkit.engine.isolated import FORKS
from toolkit.intake.cache import open_cache
from toolkit.intake.opening import open_regular
from toolkit.intake.pieces import cut, joined, read_piece
from toolkit.intake.plain import plain, reading_of
from toolkit.model import Note, Reading
from toolkit.regulations.own_words import speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from toolkit.engine import Engine
    from toolkit.intake.cache import Cache
    from toolkit.intake.discover import Found
    from toolkit.intake.grids import Unreadable
    from toolkit.intake.layouts import Recognised
    from toolkit.model import Workbook
    from toolkit.regulations.forms import Form

LIMITS = Limits(memory=1 << 30, seconds=60.0)
MISSES = 16
"""After so many files more that are new than that were read before, only the workers look for the others."""
_DEATHS = {"memory": "too-large", "time": "too-large", "crash": "corrupt"}

STAMP = "reconcile-form"
"""The property in which a workbook of ours names its forms (`<profile>/<form>`)."""


def read_found(
    found: Found, *, forms: tuple[Form, ...], passwords: tuple[str, ...] = (), cache: Cache | None = None
) -> Reading:
    """Read one collected entry. Untrusted bytes are parsed here: call it in a worker.

    Args:
        found: as `discover` gave it; one that is not to be read becomes a reading with the same reason.
        forms: those of one profile, or of all when the profile is still to be told.
        passwords: words to try where a file is encrypted.
        cache: where what was read before is looked for and kept; what a password opened never is.

    Returns:
        `read` with its tables; `rejected` (reason `corrupt`, `encrypted`, `not-a-workbook`, `no-form` …); `empty`
        (reason `no-rows`) or `nil`, both with tables without rows whose evidence still tells the unit.
    """
    if found.status != "candidate":
        return _unread(found)
    with speaking(_words_of(forms)):
        return _read(found, forms=forms, passwords=passwords, cache=cache)


def _words_of(forms: tuple[Form, ...]) -> str:
    """Return the words of the institution whose forms all of these are; those of several speak the common ones."""
    spoken = {form.own for form in forms}
    return spoken.pop() if len(spoken) == 1 else ""


def _read(found: Found, *, forms: tuple[Form, ...], passwords: tuple[str, ...], cache: Cache | None) -> Reading:
    from toolkit.intake.discover import fetch
    from toolkit.intake.grids import Unreadable

    if found.rows is not None:
        return _piece(found, forms)
    try:
        data = fetch(found, passwords=passwords)
    except Unreadable as fault:
        return _refused(found, "", fault)
    sha256 = hashlib.sha256(data).hexdigest()
    if cache is None or (found.packed is not None and found.packed.encrypted):
        return _parsed(found, data, sha256, forms=forms, passwords=passwords)
    reading = cache.find(found, sha256)
    if reading is None:
        reading = _parsed(found, data, sha256, forms=forms, passwords=())
        cache.keep(found, reading)
    if passwords and reading.reason is not None and reading.reason.code == "encrypted":
        return _parsed(found, data, sha256, forms=forms, passwords=passwords)
    return reading


def _piece(found: Found, forms: tuple[Form, ...]) -> Reading:
    from toolkit.intake.grids import Unreadable

    try:
        return read_piece(found, lambda one, book, sha256: recognised_reading(one, sha256, workbook=book, forms=forms))
    except Unreadable as fault:
        return _refused(found, "", fault)


def _parsed(found: Found, data: bytes, sha256: str, *, forms: tuple[Form, ...], passwords: tuple[str, ...]) -> Reading:
    from toolkit.intake.grids import Unreadable, read_workbook

    try:
        workbook = read_workbook(found.path, data, passwords=passwords)
    except Unreadable as fault:
        return _refused(found, sha256, fault)
    return recognised_reading(found, sha256, workbook=workbook, forms=forms)


def _refused(found: Found, sha256: str, fault: Unreadable) -> Reading:
    return Reading(found.path, sha256, "rejected", found.received_on, fault.note, tuple(fault.warnings))


def recognised_reading(found: Found, sha256: str, *, workbook: Workbook, forms: tuple[Form, ...]) -> Reading:
    """Return the reading of a workbook that could be opened."""
    from toolkit.intake.layouts import recognise

    warnings = tuple(_worth_telling(workbook.warnings))
    if strange := _of_another_institution(workbook, forms):
        told = Note("no-form", {"kind": "stamped", "stamped": strange})
        return Reading(found.path, sha256, "rejected", found.received_on, told, warnings)
    result = recognise(found.path, workbook, forms)
    status, reason = _status(result)
    return Reading(found.path, sha256, status, found.received_on, reason, warnings, result.tables, result.cells)


def _of_another_institution(workbook: Workbook, forms: tuple[Form, ...]) -> str:
    """Return the regulation that a workbook of ours was made for, if none of the forms is of it; else ""."""
    stamped = {form.partition("/")[0] for form in workbook.properties.get(STAMP, "").split()}
    known = {form.key.partition("/")[0] for form in forms}
    return "" if not stamped or stamped & known else min(stamped)


def _worth_telling(warnings: Iterable[Note]) -> Iterator[Note]:
    """Leave out the hidden sheets that hold lists of choices: every form we hand out has one."""
    from toolkit.intake.layouts import is_skipped

    for note in warnings:
        if note.code != "hidden-sheet":
            yield note
        elif sheets := [name for name in note.facts.get("sheets", ()) if not is_skipped(name)]:
            yield Note(note.code, {**note.facts, "sheets": sheets})


def read_all(  # noqa: PLR0913 - what to read, by what, and how
    founds: Sequence[Found],
    *,
    forms: tuple[Form, ...],
    passwords: tuple[str, ...] = (),
    engine: Engine,
    cache: Path | None = None,
    on_done: Callable[[int], None] | None = None,
) -> tuple[Reading, ...]:
    """Read every collected entry, the candidates in child processes; one reading an entry, in the same order.

    Where the workers of an engine may not see the files of this machine, what they cannot open is read here, and
    nothing is kept on them.

    Args:
        founds: as `discover` gave them.
        forms: those of one profile, or of all.
        passwords: words to try where a file is encrypted.
        engine: where the child processes are.
        cache: the folder where readings are kept; None reads every file.
        on_done: called with the number of candidates done so far.
    """
    candidates = [found for found in founds if found.status == "candidate"]
    kept = open_cache(cache if engine.shares_disk else None, forms)
    answers = {path: [reading] for path, reading in _kept_before(candidates, kept, passwords=passwords)}
    if answers and on_done is not None:
        on_done(len(answers))
    read = partial(_read_plainly, forms=forms, passwords=passwords, cache=kept)
    here = Local(engine.jobs)
    parts = cut([found for found in candidates if found.path not in answers], here, LIMITS)
    if parts and isinstance(engine, Local) and FORKS:
        with speaking(_words_of(forms)):
            _prepare(forms)
    done = on_done and _counted(on_done, len(answers))
    answers |= _answers(parts, engine.isolated(read, parts, LIMITS, on_done=done))
    if not engine.shares_disk:
        unseen = [part for part in parts if any(map(_unopened, answers[part.path]))]
        answers |= _answers(unseen, here.isolated(read, unseen, LIMITS))
    return tuple(joined(answers[found.path]) if found.status == "candidate" else _unread(found) for found in founds)


def _kept_before(
    candidates: Iterable[Found], cache: Cache | None, *, passwords: tuple[str, ...]
) -> Iterator[tuple[str, Reading]]:
    """Yield path and reading of the files that were read before: what is only looked up needs no child process.

    Where most are new the workers look for the rest. Members of archives are unpacked, which is theirs to do.
    """
    misses = MISSES
    for found in candidates if cache is not None else ():
        if found.packed is None and cache is not None:
            sha256 = _digest(found)
            reading = cache.find(found, sha256) if sha256 else None
            locked = reading is not None and reading.reason is not None and reading.reason.code == "encrypted"
            misses += 1 if reading is not None else -1
            if reading is not None and not (locked and passwords):
                yield found.path, reading
        if not misses:
            return


def _prepare(forms: tuple[Form, ...]) -> None:
    """Make here, once, what every forked worker would have to make for itself: the readers and the labels."""
    from toolkit.intake.layouts import prepare

    import_module("toolkit.intake.grids.spreadsheet")
    import_module("python_calamine")
    prepare(forms)


def _counted(on_done: Callable[[int], None], before: int) -> Callable[[int], None]:
    return lambda number: on_done(before + number)


def _read_plainly(
    found: Found, *, forms: tuple[Form, ...], passwords: tuple[str, ...], cache: Cache | None
) -> dict[str, Any]:
    """Read in a worker: plain values are what it can hand over."""
    return plain(read_found(found, forms=forms, passwords=passwords, cache=cache))


def _answers(parts: Sequence[Found], results: Iterable[dict[str, Any] | Died]) -> dict[str, list[Reading]]:
    """Return the readings of each file, those of its pieces in order."""
    found: dict[str, list[Reading]] = {}
    known: dict[bytes, Any] = {}
    for part, result in zip(parts, results, strict=True):
        found.setdefault(part.path, []).append(_taken(part, result, known))
    return found


def _taken(found: Found, result: dict[str, Any] | Died, known: dict[bytes, Any]) -> Reading:
    """Return the reading that a worker tells; what is none is that of a worker which a file has spoilt."""
    if isinstance(result, Died):
        return _dead(found, result)
    try:
        return reading_of(result, path=found.path, received_on=found.received_on, known=known)
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        return _dead(found, Died("crash", type(fault).__name__))


def _unread(found: Found) -> Reading:
    if found.status == "candidate":
        return Reading(found.path, "", "rejected", found.received_on, reason=Note("corrupt", {"kind": "unopened"}))
    return Reading(found.path, _digest(found), found.status, found.received_on, reason=found.reason)


def _unopened(reading: Reading) -> bool:
    return reading.reason is not None and reading.reason.facts.get("kind") == "unopened"


def _dead(found: Found, death: Died) -> Reading:
    """Return the reading of a file that was too much for its worker."""
    facts = {"kind": death.kind, "detail": death.detail}
    return Reading(found.path, _digest(found), "rejected", found.received_on, reason=Note(_DEATHS[death.kind], facts))


def _digest(found: Found) -> str:
    """Return the digest of a file that was not parsed, "" for what is no file; archives are not unpacked here."""
    if found.location is None or found.member is not None:
        return ""
    digest = hashlib.sha256()
    try:
        with open_regular(found.location) as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except OSError:
        return ""
    return digest.hexdigest()


def _status(result: Recognised) -> tuple[Any, Note | None]:
    if result.nil:
        return "nil", None
    if result.empty:
        return "empty", Note("no-rows", _facts(result.evidence))
    if not result.tables:
        return "rejected", Note("no-form", _facts(result.evidence))
    return "read", None


def _facts(evidence: Mapping[str, Any]) -> dict[str, Any]:
    return {key: evidence[key] for key in ("closest", "labels") if key in evidence}
