"""What a group is known by in other years, and the fingerprint of what a person saw when deciding.

Record ids (`r12`) count rows and move when a file is added. A key holds marks instead, strongest first: `f` filing
number, `n` each group number, `s` unit and name with its signs and remark, where it has any (⚽校队群), `q` unit,
platform and canonical name, `u` unit and canonical name; `g` are the signs alone, which find nothing and may forbid.
Marks and
fingerprints are SHA-256 in the letters a to p: they tell no number, and none can be taken for a telephone.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import TYPE_CHECKING

from toolkit.model import Party
from toolkit.names.asides import NOTHING, aside
from toolkit.names.names import canonical_name
from toolkit.normalise import map_unique
from toolkit.normalise.text import is_placeholder
from toolkit.normalise.text import key as spelled
from toolkit.normalise.units import unit_key
from toolkit.register.keys import filing_keys, number_texts, unit_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from toolkit.model import Closing, Ledger

STRENGTH = ("f", "n", "s", "q", "u")
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_SHORT = 16
_PARTS = ";"
_BESIDE, _SIGNS, _NAMED = "s", "g", ("q", "u")


class Sides:
    """The rows of one register as parties: what each is known by, and what it shows."""

    def __init__(self, ledger: Ledger) -> None:
        """Take the columns that are compared, as lists."""
        frame = ledger.frame
        people = (
            "\n".join(sorted(spelled(name) for name in text.split("\n") if name))
            for text in frame["owner.name"].tolist()
        )
        work = frame["work_item"].where(frame["work_item"] != "", frame["purpose"])
        self.position: Mapping[str, int] = {name: place for place, name in enumerate(frame["id"].tolist())}
        self.ids: Sequence[str] = frame["id"].tolist()
        self._shown = list(zip(frame["unit"].tolist(), frame["group_name"].tolist(), number_texts(frame), strict=True))
        self._filing = filing_keys(frame)
        self._said = list(
            zip(
                unit_keys(frame),
                map_unique(_name_key, frame["group_name"].tolist()),
                frame["platform"].tolist(),
                ("\n".join(sorted(text.split("\n"))) for text in number_texts(frame)),
                people,
                map(spelled, work.tolist()),
                frame["created_on"].tolist(),
                strict=True,
            )
        )

    def party(self, name: str) -> Party:
        """Return what the row with an id is known by, and what it is called."""
        place = self.position[name]
        unit, group, numbers = self._shown[place]
        unit_known, known, platform, *_ = self._said[place]
        marks = _marks(self._filing[place], numbers, platform, (unit_known, known, group))
        return Party(" ".join(marks), unit, group, "、".join(filter(None, numbers.split("\n"))))

    def said(self, name: str) -> tuple[str, ...]:
        """Return what the row with an id shows of itself: what a person weighs, without contacts and row numbers."""
        return self._said[self.position[name]]


class Index:
    """Finds the row that a key means; a row that only a weaker mark tells must be the only one it tells."""

    def __init__(self, sides: Sides, *, apart: Collection[str] = ()) -> None:
        """Index every mark of every row but those set apart."""
        self._rows: dict[str, set[str]] = defaultdict(set)
        self._signs: dict[str, set[str]] = defaultdict(set)
        self._beside: set[str] = set()
        for name in sides.ids:
            if name not in apart:
                for mark in sides.party(name).key.split():
                    self._rows[mark].add(name)
                    if mark.startswith(_BESIDE):
                        self._beside.add(name)
                    if mark.startswith(_SIGNS):
                        self._signs[name].add(mark)

    def find(self, key: str) -> str:
        """Return the id of the row that a key means, "" when there is none or several."""
        marks = key.split()
        signs = {mark for mark in marks if mark.startswith(_SIGNS)}
        bare = not any(mark.startswith(_BESIDE) for mark in marks)
        for strength in STRENGTH:
            found = set[str]().union(*(self._rows.get(mark, ()) for mark in marks if mark.startswith(strength)))
            if strength in _NAMED:  # ⚽校队群 is not 🏀校队群, and of both and 校队群 this is the last
                found = {row for row in found if not signs or signs & self._signs.get(row, signs)}
                found -= self._beside if bare and len(found) > 1 else set()
            if found:
                return found.pop() if len(found) == 1 else ""
        return ""


def party_by_hand(unit: str, name: str, numbers: str, filing_no: str = "") -> Party:
    """Return the party that somebody wrote down: unit, name, numbers (newline-separated) and filing number."""
    marks = _marks(spelled(filing_no), numbers, "", (unit_key(unit), _name_key(name), name))
    return Party(" ".join(marks), unit, name, "、".join(filter(None, numbers.split("\n"))))


def filed_as(party: Party, filing_no: str) -> Party:
    """Return the party with the filing number that the register has given it."""
    mark = _mark("f", spelled(filing_no))
    return party._replace(key=joined(mark, party.key)) if filing_no else party


def joined(one: str, other: str) -> str:
    """Return a key with the marks of two."""
    return " ".join(sorted({*one.split(), *other.split()}))


def pair_evidence(one: Sequence[str], other: Sequence[str]) -> str:
    """Return the fingerprint of a pair; which of the two is this year's makes no difference."""
    return _digest(sorted([list(one), list(other)]))


def whereabouts_evidence(row: Sequence[str], closing: Closing | None) -> str:
    """Return the fingerprint of the question what became of a row: another year asks it anew.

    A day that is only reckoned moves with the day of the run; its year stays.
    """
    closed = "" if closing is None else closing.day.isoformat() if closing.known else f"{closing.day:%Y}"
    return _digest([list(row), closed])


def cluster_evidence(kind: str, members: Iterable[Sequence[str]]) -> str:
    """Return the fingerprint of a cluster, whatever the order of its members."""
    return _digest([kind, *sorted(map(list, members))])


def question(kind: str, evidence: str, parties: Iterable[Party]) -> str:
    """Return a question as one text for a hidden cell: kind, fingerprint, and the key of each group."""
    return _PARTS.join((kind, evidence, *(party.key for party in parties)))


def asked(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Return kind, fingerprint and keys of a question as `question` wrote it."""
    kind, evidence, *keys = text.split(_PARTS)
    return kind, evidence, tuple(keys)


def _name_key(name: str) -> str:
    return "" if is_placeholder(name) else canonical_name(name).key


def _marks(filing: str, numbers: str, platform: str, named: tuple[str, str, str]) -> list[str]:
    """Return the marks of a row; `named` is its unit, its canonical name and its name as typed."""
    unit, name, typed = named
    marks = [_mark("f", filing)] if filing else []
    marks += [_mark("n", number) for number in numbers.split("\n") if number]
    if name:
        beside = aside(typed)
        marks += [_mark("s", unit, name, *sorted(beside.signs), beside.remark)] if beside != NOTHING else []
        marks += [_mark("g", *sorted(beside.signs))] if beside.signs else []
        marks += [_mark("q", unit, platform, name)] if platform else []
        marks.append(_mark("u", unit, name))
    return marks


def _mark(strength: str, *said: str) -> str:
    return f"{strength}:{_digest(list(said))[:_SHORT]}"


def _digest(said: object) -> str:
    text = json.dumps(said, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest().translate(_LETTERS)
