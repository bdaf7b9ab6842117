"""People in the five aligned columns of a register: one line a person, in every column as many lines as people."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.normalise.compound import Parted, split_owner_admins
from toolkit.normalise.left_over import beside_people
from toolkit.normalise.people import (
    PeopleReading,
    Person,
    align_people,
    names_a_role,
    points_elsewhere,
    read_people,
    show_people,
)
from toolkit.normalise.persons import is_personal_name
from toolkit.normalise.phones import read_email, read_phone
from toolkit.normalise.text import fold, is_placeholder
from toolkit.regulations.fields import PERSON_PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from toolkit.normalise.phones import EmailReading, PhoneReading

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_NAME_AND_MOBILE = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,4})(?:[ :：]{0,2}(?P<mobile>1[3-9][0-9]{9}))?")
_OF_NAMES = frozenset({"unaligned-people", "unnamed-people", "same-as-elsewhere"})
_PHONES = ("mobile", "office_phone")
_FIGURE = re.compile(r"[\d@]")
_BETWEEN_PEOPLE = re.compile(r"[、\n]")
_BETWEEN_NUMBERS = re.compile(r"[、,;/\n]")
_READERS: Mapping[str, Callable[[str], PhoneReading | EmailReading]] = {
    "mobile": read_phone,
    "office_phone": read_phone,
    "email": read_email,
}


class PeopleColumns(NamedTuple):
    """The lines of the five parts, in the order of `PERSON_PARTS`, for each part a fault or "", and words left over."""

    lines: tuple[str, ...]
    faults: tuple[str, ...]
    beside: str = ""


def read_columns(parts: Mapping[str, str]) -> PeopleColumns:
    """Read the cells that tell of people: one cell (`name`) with everything in it, or a cell for each part."""
    parts, unsaid = _without_words(_with_name(parts))
    named = parts.get("name", "")
    reading = _read(named)
    mixed = reading.fault
    only_one_cell = not any(text for part, text in parts.items() if part != "name")
    people = reading.people if only_one_cell else _aligned(parts) or align_people(parts)
    wrong = {part: _fault(part, people) for part in PERSON_PARTS}
    faults = {part: fault for part, (fault, _) in wrong.items()}
    strays = () if only_one_cell else [part for part, (_, value) in wrong.items() if _is_stray(value, part, parts)]
    for part in strays:  # what is wrong stands in the cell of the name, and is told there
        faults |= {"name": faults[part], part: ""}
    if mixed in _OF_NAMES:
        faults["name"] = mixed
    elif mixed and not any(faults.values()):
        faults["mobile"] = mixed
    faults |= unsaid
    told = [value for person in people for part in PERSON_PARTS if (value := getattr(person, part))]
    return PeopleColumns(
        tuple(_lines(getattr(person, part) for person in people) for part in PERSON_PARTS),
        tuple(faults[part] for part in PERSON_PARTS),
        "" if faults["name"] else beside_people(parts.values(), told),
    )


def _with_name(parts: Mapping[str, str]) -> Mapping[str, str]:
    """Return cells in which somebody named only in the cell of his number (群主手机 | 王一13900000001) has a name."""
    if parts.get("name", "").strip():
        return parts
    for part in _PHONES:
        if any(is_personal_name(person.name) for person in read_people(parts.get(part, "")).people):
            return {**parts, "name": parts[part], part: ""}
    return parts


def _without_words(parts: Mapping[str, str]) -> tuple[Mapping[str, str], dict[str, str]]:
    """Return the cells without those of a number that hold none (同第一责任人, 未装), and what is wrong there."""
    wordy = [part for part in _PHONES if (text := parts.get(part, "")).strip() and not _FIGURE.search(fold(text))]
    spoken = {part: "same-as-elsewhere" for part in wordy if points_elsewhere(parts[part])}
    wrong = {part: "malformed-phone" for part in wordy if part not in spoken and not is_placeholder(parts[part])}
    return {**parts, **dict.fromkeys(wordy, "")} if wordy else parts, {**spoken, **wrong}


def pair_roles(names: str, contacts: str) -> Parted:
    """Part the owner from the administrators, each with the contact that the cell beside them gives.

    Faults: `unmarked-roles`, `unaligned-people` (more or fewer contacts than people, and more than one).
    """
    parted = split_owner_admins(names)
    if is_placeholder(contacts):
        return parted
    if is_placeholder(names):
        return split_owner_admins(contacts)
    by_role = split_owner_admins(contacts)
    if by_role.second and not by_role.fault:
        sides = ((parted.first, by_role.first), (parted.second, by_role.second))
        owner, admins = (show_people(_beside(name, contact)) for name, contact in sides)
        return Parted(owner, admins, parted.fault)
    owners, others = read_people(parted.first).people, read_people(parted.second).people
    known = {person.name: person for person in (*owners, *others)}
    told = tuple(dict.fromkeys(read_people(contacts).people))
    beside = _beside("\n".join(known), contacts)
    known |= {person.name: _together(known[person.name], person) for person in beside if person.name in known}
    unequal = min(len(told), len(known)) > 1 and len(told) != len(known) and not all(person.name for person in told)
    return Parted(
        show_people(known[person.name] for person in owners),
        show_people(known[person.name] for person in others),
        "unaligned-people" if unequal else parted.fault,
    )


def _read(text: str) -> PeopleReading:
    """Read a cell of people; names with at most a mobile behind each, the commonest cells, name by name."""
    people = [_one(piece) for piece in _BETWEEN_PEOPLE.split(text)]
    found = tuple(person for person in people if person)
    return PeopleReading(found) if len(found) == len(people) else read_people(text)


def _one(piece: str) -> Person | None:
    """Return the person of a short piece, None when it takes more to tell."""
    found = _NAME_AND_MOBILE.fullmatch(piece)
    if not found or names_a_role(found["name"]):
        return None
    people, fault = read_name(found["name"])
    if len(people) != 1 or not people[0].name or fault:
        return None
    return replace(people[0], mobile=found["mobile"] or "")


@lru_cache(maxsize=100_000)
def read_name(text: str) -> PeopleReading:
    """Read a short text that names people: the same names come again and again."""
    return read_people(text)


def _beside(names: str, contacts: str) -> tuple[Person, ...]:
    """Give people the contacts of another cell: by name where it repeats the names, else in order."""
    told = read_people(contacts).people
    if any(person.name for person in told):
        return tuple(_together(person, _called(person.name, told)) for person in read_people(names).people)
    return align_people({"name": names, "mobile": contacts})


def _called(name: str, told: Sequence[Person]) -> Person | None:
    """Return the one of those told who has this name, or its first letter alone: 李13900000044 beside 李逵."""
    whole = [person for person in told if person.name == name]
    short = [person for person in told if person.name and name.startswith(person.name)]
    return whole[0] if whole else short[0] if len(short) == 1 else None


def _together(one: Person, two: Person | None) -> Person:
    if two is None:
        return one
    return Person(*(getattr(one, part) or getattr(two, part) for part in PERSON_PARTS))


def _aligned(parts: Mapping[str, str]) -> tuple[Person, ...]:
    """Return people from cells that have a line for each of them, blank lines kept, as a register writes them."""
    names = parts.get("name", "").split("\n")
    cells = {part: text.split("\n") for part, text in parts.items() if "\n" in text}
    if len(cells) < 2 or len({len(lines) for lines in cells.values()}) > 1:  # noqa: PLR2004 - names and something beside
        return ()
    if len(names) != len(next(iter(cells.values()))) or any("\n" not in text for text in parts.values() if text):
        return ()
    if any(len(read_people(name).people) > 1 for name in names):
        return ()
    people = (align_people(dict(zip(cells, line, strict=True))) for line in zip(*cells.values(), strict=True))
    return tuple(group[0] if group else Person() for group in people)


def _fault(part: str, people: Iterable[Person]) -> tuple[str, str]:
    """Return what is wrong with a part of people, and the text that is."""
    read = _READERS.get(part)
    if read is None:
        return "", ""
    values = (value for person in people for value in getattr(person, part).split("/") if value)
    told = ((read(value).fault, value) for value in values if not _MOBILE.fullmatch(value))
    return next(((fault, value) for fault, value in told if fault), ("", ""))


def _is_stray(value: str, part: str, parts: Mapping[str, str]) -> bool:
    """Tell whether a faulty value stands in the cell of the name and not in its own."""
    bare = _digits(value)
    own = {_digits(entry) for entry in _BETWEEN_NUMBERS.split(fold(parts.get(part, "")))}
    return bool(bare) and bare in _digits(parts.get("name", "")) and bare not in own


def _digits(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isdigit())


def _lines(values: Iterable[str]) -> str:
    lines = [value.replace("\n", " ") for value in values]
    return "\n".join(lines) if any(lines) else ""
