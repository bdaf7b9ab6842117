"""What a group's name has to begin with, or to contain; and what must not be cited."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.findings.case import Hit
from toolkit.findings.rules.masks import filled, hit, in_scope, mapped, positions, several, text
from toolkit.model import Where
from toolkit.normalise.text import fold, key, simplify

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from toolkit.findings.case import Case
    from toolkit.regulations.profile import Requirement

_SHORT = len("党委宣传部") - 1
"""教务处 and 图书馆 have no shorter name; 马克思主义学院 may be 马院 without the roster saying so."""
_NOT_A_WORD = re.compile(r"[\s\W_]+")
_ENDINGS = re.compile("(?:学院|系|部|处|室|办公室|中心|馆|党总支|总支|党支部|支部|党委|委员会|研究院|研究所|书院|办)$")
_ALL = ("institution", "unit")
_GENERIC = re.compile("(?:工作|交流|通知|微信|qq)*群?[0-9]*$")


def name_prefix(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """The name has to begin with the short name of the institution or of the unit.

    Variant `uncertain` where no roster gives the unit's short names: then only a person can tell.
    """
    frame, asked = case.ledger.frame, requirement.with_
    known = UnitWords(case, asked.get("prefixes", _ALL))
    for position, name, unit in _named(case, requirement):
        if any(name.startswith(word) for word in known.prefixes(unit)):
            continue
        variant = "missing" if known.sure(unit) else "uncertain"
        yield hit(frame, position, asked["field"], variant, expected=known.shown(unit))


def name_only_prefix(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """The name is the short name and nothing else (`bare`), or begins with another unit's (`other_unit`)."""
    frame, asked = case.ledger.frame, requirement.with_
    known = UnitWords(case, asked.get("prefixes", _ALL))
    for position, name, unit in _named(case, requirement):
        own = known.prefixes(unit)
        rest = [name.removeprefix(word) for word in own if name.startswith(word)]
        if rest and any(_GENERIC.fullmatch(left) and not left.strip("群") for left in rest):
            yield hit(frame, position, asked["field"], "bare")
        elif not rest and (other := known.owner_of_prefix(name, unit)):
            yield hit(frame, position, asked["field"], "other_unit", other=other)


def name_core_word(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """The name has to contain a core word of its unit: its name, its short names, or the part that tells it apart.

    Variant `uncertain` where no roster gives the short names.
    """
    frame, asked = case.ledger.frame, requirement.with_
    known = UnitWords(case, asked.get("words_from", _ALL))
    for position, name, unit in _named(case, requirement):
        if known.names_core(unit, name):
            continue
        variant = "missing" if known.sure(unit) else "uncertain"
        yield hit(frame, position, asked["field"], variant, words=known.shown(unit))


def specific_party_org(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A party organisation that gives its kind (党支部) and not its name."""
    frame, asked = case.ledger.frame, requirement.with_
    generic = {key(word) for word in asked["generic"]}
    for field in asked["fields"]:
        vague = mapped(text(frame, field), lambda value: key(value) in generic)
        for position in positions(in_scope(case, requirement) & vague):
            yield hit(
                frame, position, "unit" if field == "unit_raw" else field, "generic", raw=frame[field].iat[position]
            )


def cites_repealed(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A text that rests on a regulation which is no longer in force: an answer, a title, a note. One a cell."""
    frame, asked = case.ledger.frame, requirement.with_
    repealed = str([*asked["numbers"], *asked["titles"]][0])
    titles = {_plain(title) for title in asked["titles"]}
    numbers = [_any_spelling(str(number)) for number in asked["numbers"]]

    def cites(value: str) -> bool:
        return any(title in _plain(value) for title in titles) or any(number.search(fold(value)) for number in numbers)

    for field in asked["fields"]:
        for position in positions(in_scope(case, requirement) & mapped(text(frame, field), cites)):
            yield hit(frame, position, field, "cited", repealed=repealed)
    for file in case.submissions if len(frame) else ():
        for spot in file.cells.unread:
            if cites(spot.text):
                where = (Where(file.path, spot.sheet, spot.cell),)
                facts = {"repealed": repealed, "raw": spot.text, "label": spot.cell}
                yield Hit(answer="remark", facts=facts, unit=file.unit, where=where, variant="cited")


def _any_spelling(number: str) -> re.Pattern[str]:
    """Return what finds a document's number however it is typed: 院宣〔2016〕9号, 院宣[2016]第9号, 院宣2016年09号."""
    found = re.match(r"(\D+?)\W*(\d{4})\W*(\d+)", fold(number))
    if found is None:
        return re.compile(re.escape(fold(number)))
    office, year, serial = (re.escape(part) for part in found.groups())
    return re.compile(rf"{office}(?:字|发)?[\W_]*{year}[\W_年]*第?\s*0*{serial}\s*号?(?!\d)")


def _named(case: Case, requirement: Requirement) -> Iterator[tuple[int, str, str]]:
    """Return place, name without spaces and marks, and unit of each row that has a name."""
    frame, field = case.ledger.frame, requirement.with_["field"]
    places = positions(in_scope(case, requirement) & filled(frame, field))
    names, units = several(frame, field, places), several(frame, "unit", places)
    yield from zip(places, map(bare, names), units, strict=True)


class UnitWords:
    """The names and short names of the institution and of every unit, spelled as names are compared."""

    def __init__(self, case: Case, whose: Collection[str]) -> None:
        """Take the words of the institution, of the units, or of both (`whose`)."""
        institution = case.profile.regulation.institution
        self._of_unit = "unit" in whose
        self._school = (institution.name, *institution.short_names) if "institution" in whose else ()
        self._units: dict[str, tuple[str, ...]] = {}
        self._prefixes: dict[str, tuple[str, ...]] = {}
        self._cores: dict[str, tuple[str, ...]] = {}
        roster = case.sources.get("units")
        if roster is not None:
            names = zip(text(roster.frame, "unit"), text(roster.frame, "short_names"), strict=True)
            self._units = {unit: (unit, *_parted(short)) for unit, short in names if unit}
        self._by_prefix: Mapping[str, str] = {
            bare(word): unit for unit, words in self._units.items() for word in words if len(word) > 1
        }

    def _own(self, unit: str) -> tuple[str, ...]:
        return self._units.get(unit, (unit,)) if self._of_unit else ()

    def sure(self, unit: str) -> bool:
        """Return whether the roster tells all a name may begin with: short names, or a name that is short itself."""
        return not self._of_unit or len(self._units.get(unit, ())) > 1 or (unit in self._units and len(unit) <= _SHORT)

    def shown(self, unit: str) -> list[str]:
        """Return the words to show a person, short ones first."""
        own = self._own(unit)
        return [*own[1:], *self._school[1:]] or [*own, *self._school]

    def prefixes(self, unit: str) -> tuple[str, ...]:
        """Return what a name may begin with: longest first."""
        if unit not in self._prefixes:
            self._prefixes[unit] = self._prefixes_of(unit)
        return self._prefixes[unit]

    def _prefixes_of(self, unit: str) -> tuple[str, ...]:
        words = {_bare_word(word) for word in (*self._school, *self._own(unit)) if word}
        return tuple(sorted(words, key=lambda word: (-len(word), word)))

    def cores(self, unit: str) -> tuple[str, ...]:
        """Return the words of which a name must contain one."""
        if unit not in self._cores:
            self._cores[unit] = self._cores_of(unit)
        return self._cores[unit]

    def names_core(self, unit: str, name: str) -> bool:
        """Return whether a name contains one of the words of its unit."""
        for word in self.cores(unit):  # noqa: SIM110 - `any` would cost more than the look itself, name by name
            if word in name:
                return True
        return False

    def _cores_of(self, unit: str) -> tuple[str, ...]:
        own = self._own(unit)
        told = {_ENDINGS.sub("", _bare_word(word)) for word in own} | {
            _bare_word(word) for word in (*own, *self._school)
        }
        return tuple(word for word in told if len(word) > 1)

    def owner_of_prefix(self, name: str, unit: str) -> str:
        """Return another unit whose name or short name stands in front; "" when there is none."""
        found = (self._by_prefix.get(name[:length], "") for length in range(len(name), 1, -1))
        return next((other for other in found if other and other != unit), "")


def bare(name: str) -> str:
    """Return a name as it is compared: without spaces, marks, widths and case."""
    text = simplify(fold(name)).casefold()
    return text if text.isalnum() else _NOT_A_WORD.sub("", text)


@lru_cache(maxsize=1 << 14)
def _bare_word(word: str) -> str:
    return bare(word)


def _plain(value: str) -> str:
    return _NOT_A_WORD.sub("", key(value))


def _parted(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in re.split(r"[、,，;；/\n|]+", words) if word.strip())
