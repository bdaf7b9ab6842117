"""What became of each file: its unit, its status and its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from toolkit.model import Asked, Note, Submission
from toolkit.normalise.units import unit_key
from toolkit.register.merge.rollups import aggregators
from toolkit.register.roster import most_named_by, names_of, unit_in_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.model import Ledger, Reading
    from toolkit.normalise.units import UnitIndex
    from toolkit.register.merge.fates import Fates
    from toolkit.regulations.profile import Profile

    Status = Literal["merged", "superseded", "rejected", "empty", "nil", "ignored", "opened"]

_REPLACED = frozenset({"superseded", "duplicate-copy"})
_TAKEN_ELSEWHERE = "confirmed-by-rollup"


def units_of_files(  # noqa: PLR0913 - all that can name a unit
    readings: Sequence[Reading],
    frame: pd.DataFrame,
    profile: Profile,
    units: UnitIndex,
    *,
    roster: Ledger | None,
    previous: Ledger | None,
) -> dict[str, str]:
    """Return the unit of every file: the one its rows name most, else one that its name, its folder or its titles name.

    A file with an aggregator's name in its head or on it is the aggregator's, whatever units its rows name.
    """
    known = dict.fromkeys(frame["unit"].tolist())
    earlier = dict.fromkeys(previous.frame["unit"].tolist() if previous is not None else ())
    offices = aggregators(profile, units)
    names = names_of(roster, filter(None, (*known, *earlier, *offices)))
    in_rows = most_named_by(frame["path"].tolist(), frame["unit"].tolist())
    found: dict[str, str] = {}
    for reading in readings:
        if reading.status == "ignored":
            found[reading.path] = ""
            continue
        head, rows = _in_head(reading, units), in_rows.get(reading.path, "")
        told = rows or head
        doubtful = bool(told) and bool(units.units) and told not in units.units
        by_name = unit_in_path(reading.path, names) if offices or doubtful or not told else ""
        office = next((unit for unit in (head, by_name) if unit in offices), "")
        named = by_name or ("" if told else _in_titles(reading, names))
        found[reading.path] = office or (by_name if shortened(told, by_name, units) else told) or named
    return found


def _in_titles(reading: Reading, names: dict[str, str]) -> str:
    """Return the one unit that the titles above the forms of a file name: 图书馆QQ群、微信群备案登记表."""
    titles = dict.fromkeys(str(title) for table in reading.tables for title in table.evidence.get("titles", ()))
    told = {unit for title in titles if (unit := unit_in_path(title.replace("/", " "), names))}
    return told.pop() if len(told) == 1 else ""


def shortened(unit: str, whole: str, units: UnitIndex) -> bool:
    """Return whether a unit that is not on the roster is a short form of one that is: 后勤处 of 后勤处（东校区）."""
    if not unit or not whole or unit in units.units or whole not in units.units:
        return False
    return unit_key(whole).startswith(unit_key(unit))


def copies(readings: Iterable[Reading]) -> dict[str, str]:
    """Return the files that are exact copies of an earlier one, with the one they repeat.

    Only files with rows: two units may well send the same blank form.
    """
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for reading in readings:
        if reading.status == "read" and reading.sha256:
            original = first.setdefault(reading.sha256, reading.path)
            if original != reading.path:
                found[reading.path] = original
    return found


def submissions(
    readings: Sequence[Reading],
    frame: pd.DataFrame,
    fates: Fates,
    of_file: Mapping[str, str],
    doubles: Mapping[str, str],
) -> tuple[Submission, ...]:
    """Return one submission a file, in order."""
    merged: dict[str, int] = {}
    notes: dict[str, list[Note]] = {}
    for position, path in enumerate(frame["path"].tolist()):
        if fates.live[position]:
            merged[path] = merged.get(path, 0) + 1
        else:
            notes.setdefault(path, []).append(fates.notes[position])
    return tuple(
        _submission(reading, of_file[reading.path], merged.get(reading.path, 0), notes.get(reading.path, []), doubles)
        for reading in readings
    )


def _submission(reading: Reading, unit: str, merged: int, notes: list[Note], doubles: Mapping[str, str]) -> Submission:
    refused = [note for table in reading.tables for _, note in table.rejected]
    status, reason = _weighed(reading, merged, notes, refused, doubles)
    return Submission(
        path=reading.path,
        sha256=reading.sha256,
        status=status,
        unit=unit,
        forms=tuple(dict.fromkeys(table.form for table in reading.tables)),
        reason=reason,
        warnings=reading.warnings,
        merged=merged,
        rejected=len(notes) + len(refused),
        blank=sum(table.blank for table in reading.tables),
        cells=reading.cells,
        asked=tuple(dict.fromkeys(_asked(reading))),
    )


def _asked(reading: Reading) -> Iterator[Asked]:
    """Yield the headings in somebody's own words that were taken for a known one."""
    for table in reading.tables:
        for entry in table.evidence.get("asked", ()):
            yield Asked(table.sheet.name, entry["cell"], entry["label"], entry["key"])


def _weighed(
    reading: Reading, merged: int, notes: list[Note], refused: list[Note], doubles: Mapping[str, str]
) -> tuple[Status, Note | None]:
    if reading.status != "read":
        return reading.status, reading.reason
    if reading.path in doubles:
        return "superseded", Note("duplicate-copy", {"of": doubles[reading.path]})
    if merged or any(note.code == _TAKEN_ELSEWHERE for note in notes):
        return "merged", reading.reason
    replaced = [note for note in notes if note.code in _REPLACED]
    if replaced:
        return "superseded", Note("superseded", {"by": list(dict.fromkeys(note.facts["by"] for note in replaced))})
    if notes or refused:
        return "rejected", Note("no-rows", {"kind": "rejected", "rejected": len(notes) + len(refused)})
    return "empty", reading.reason


def _in_head(reading: Reading, units: UnitIndex) -> str:
    """Return the unit that the head of a form names, which an empty one has too; "" when there is none."""
    told = (str(table.evidence.get("head", {}).get("unit", "")) for table in reading.tables)
    return next((units.resolve(text).unit for text in told if text), "")
