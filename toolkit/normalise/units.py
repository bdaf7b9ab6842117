"""Units as typed, to the one name the roster has for them; never by likeness.

    党委宣传部 | 宣传策划部 · 马克思主义.学院 · 宿州学院教务处 · ＭＢＡ 中心 → exact, their spelling aside
    动物科学学院（蜂学学院） · 继续教育学院　远程教育学院(合署)          → the unit that one part names
    计科院 → alias       旧外语系 → former        商字院 (an OCR slip) → unlisted-unit: a person decides
    教务处、科研处 · an old name two units share                       → ambiguous-unit

Without a roster the cleaned name is the unit, the same for every spelling of it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from toolkit.normalise.people import points_elsewhere
from toolkit.normalise.text import clean, fold, key, simplify

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

How = Literal["exact", "alias", "former", "unlisted", "ambiguous", "blank"]


class UnitReading(NamedTuple):
    """The canonical unit (the cleaned text when it is none), how it was found, and a fault or ""."""

    unit: str
    how: How
    fault: str = ""


_BETWEEN_LETTERS = re.compile(r"[\s.·•‧・∙﹒'\"“”‘’_]+")
_STAMP = re.compile(r"\((?:盖章|公章|签章|签字|加盖公章|加盖单位公章|签字、盖章)\)|^(?:单位|部门)(?:名称)?:")
_JOINT = re.compile(r"\((?:合署|合署办公)\)|合署(?:办公)?$")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_OFFICE_OF = re.compile(r"(?P<unit>[^()]+)\([^()]*(?:办|办公室|科|组|团委|总支|支部|教研室|工会)\)")
_PARTS = re.compile(r"[|/、,;\n]+")
_RANKS: tuple[How, ...] = ("exact", "alias", "former")


class UnitIndex:
    """The roster, ready to look names up.

    Args:
        rows: canonical name, aliases, former names of every unit.
        institutions: names of the institution; in front of a unit's name they say nothing.
    """

    def __init__(
        self,
        rows: Sequence[tuple[str, Iterable[str], Iterable[str]]] = (),
        *,
        institutions: Sequence[str] = (),
    ) -> None:
        """Index every name and, where nobody else has it, every part of a joint name."""
        self._institutions = tuple(sorted(filter(None, map(unit_key, institutions)), key=len, reverse=True))
        self._ranks: dict[How, dict[str, set[str]]] = {rank: {} for rank in _RANKS}
        self.units = tuple(clean(canonical) for canonical, _, _ in rows)
        for unit, (_, aliases, former) in zip(self.units, rows, strict=True):
            self._add("exact", unit, unit)
            for name in (*aliases, *_joint_parts(unit)):
                self._add("alias", name, unit)
            for name in former:
                self._add("former", name, unit)

    def resolve(self, raw: str) -> UnitReading:
        """Return the unit that `raw` names. Faults: `unlisted-unit`, `ambiguous-unit`."""
        shown = _shown(raw)
        if not shown or points_elsewhere(shown):  # 同上, where nothing stands above it: no unit is called so
            return UnitReading("", "blank")
        if not self.units:
            return UnitReading(self._short(shown), "unlisted")
        if found := self._look_up(raw):
            return found
        answers = {part.unit: part for name in _joint_parts(raw) if (part := self._look_up(name))}
        if len(answers) == 1:
            (answer,) = answers.values()
            return answer if answer.fault else UnitReading(answer.unit, "former" if answer.how == "former" else "alias")
        if answers:
            return UnitReading(shown, "ambiguous", "ambiguous-unit")
        return UnitReading(shown, "unlisted", "unlisted-unit")

    def _add(self, rank: How, name: str, unit: str) -> None:
        for spelling in {unit_key(name), self._short(unit_key(name))} - {""}:
            self._ranks[rank].setdefault(spelling, set()).add(unit)

    def _look_up(self, name: str) -> UnitReading | None:
        for spelling in dict.fromkeys((unit_key(name), self._short(unit_key(name)))):
            for rank, names in self._ranks.items():
                units = names.get(spelling, set())
                if len(units) == 1:
                    return UnitReading(next(iter(units)), rank)
                if units:
                    return UnitReading(_shown(name), "ambiguous", "ambiguous-unit")
        return None

    def _short(self, name: str) -> str:
        """Take the institution's name off the front; 中共…委员会宣传部 is 党委宣传部."""
        for institution in self._institutions:
            party = f"中共{institution}委员会"
            if name.startswith(party) and name != party:
                return "党委" + name.removeprefix(party)
            if name.startswith(institution) and name != institution:
                return name.removeprefix(institution)
        return name


def with_offices_of(found: Sequence[UnitReading]) -> list[UnitReading]:
    """Return units of which 丙学院（学工办） is 丙学院 where that is among them; a campus is a unit of its own."""
    units = {reading.unit for reading in found}
    told = []
    for reading in found:
        office = _OFFICE_OF.fullmatch(reading.unit) if reading.how == "unlisted" else None
        whole = office["unit"] if office and office["unit"] in units else ""
        told.append(reading._replace(unit=whole) if whole and not reading.fault else reading)
    return told


@lru_cache(maxsize=1 << 16)
def unit_key(text: str) -> str:
    """Return what all spellings of a unit's name have in common."""
    return key(_shown(text))


def _shown(raw: str) -> str:
    """Return the name without width, spaces, dots and stamps; a form of its own for every key."""
    line = simplify(_BETWEEN_LETTERS.sub("", _JOINT.sub("", fold(_bars(raw)))))
    return fold(_STAMP.sub("", line).upper())


def _bars(raw: str) -> str:
    return raw.replace("丨", "|").replace("｜", "|").replace("∣", "|")


def _joint_parts(raw: str) -> list[str]:
    """Return the names within a joint or bracketed name, most telling first; none when it is a single name."""
    line = fold(_bars(raw))
    joint = bool(_JOINT.search(line))
    plain = _JOINT.sub("", line)
    outer = _BRACKETED.sub(" ", plain)
    parts = [outer, *_PARTS.split(outer), *(outer.split() if joint else ())]
    inner = [name for group in _BRACKETED.findall(plain) for name in _PARTS.split(group)]
    whole = unit_key(raw)
    return [name for name in dict.fromkeys((*parts, *inner)) if unit_key(name) not in {"", whole}]
