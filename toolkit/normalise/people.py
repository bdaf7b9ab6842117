r"""People with their posts, telephones and addresses, mixed in one cell or in cells of their own.

张三 13900000001、李四 13900000002      two people, each with a mobile
张三、李四\n13900000001\n13900000002      the same: as many numbers as names are paired in order
张三（宣传部部长）0557-2340001转8001       title and office number
张三，办公室主任，13900000001 · 党办 张三      one person: post, office and number in any order are the only name's
张三等3人 · 同上                          what is named is read, the rest asked (unnamed-people, same-as-elsewhere)
13900000001                            a number without a name is kept, as a person without one
张三 1.39E+10                           kept as typed, and scientific-number
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from toolkit.normalise.numerals import LETTERS
from toolkit.normalise.persons import (
    HAN,
    Named,
    is_office,
    is_personal_name,
    is_post,
    is_title,
    join_spaced,
    read_named,
)
from toolkit.normalise.phones import (
    EMAIL,
    MOBILE,
    OFFICE,
    SCIENTIFIC,
    SERVICE,
    SHORT,
    dashed,
    read_email,
    read_phone,
    spell_phone,
)
from toolkit.normalise.text import LONGEST_ANSWER, fold, is_placeholder, key, one_line
from toolkit.normalise.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PARTS = ("name", "title", "mobile", "office_phone", "email")


@dataclass(frozen=True, slots=True)
class Person:
    """One person as a form asks for one; what was not given is ""."""

    name: str = ""
    title: str = ""
    mobile: str = ""
    office_phone: str = ""
    email: str = ""


class PeopleReading(NamedTuple):
    """The people of a cell in order, and the first fault or ""."""

    people: tuple[Person, ...]
    fault: str = ""


class _Contact(NamedTuple):
    part: str
    value: str
    fault: str = ""


_Event: TypeAlias = "Named | _Contact | str"  # a text is a sign that parts people
_Run: TypeAlias = tuple[list[Named], list[_Contact]]


_STRAY = r"(?P<stray>\d[\d-]*)"
_WORD = rf"(?P<word>(?:\d{{1,6}}[级届班年月日栋楼室期系号]|[{HAN}·])+)"
_LATIN_WORD = r"[A-Za-z][A-Za-z.'-]{0,63}(?![\w.%+-]{0,64}@)"
_LATIN = rf"(?P<latin>{_LATIN_WORD}(?: {_LATIN_WORD})*)"
_ACCOUNT = (
    r"(?P<account>(?:wx|vx|V信|微信)号?\s*[:：]\s*(?:(?!1\d{10})[A-Za-z\d_-]){2,}"
    r"|(?:(?:QQ|微信)号?|(?:工|学|职工|教工|教职工)号)\s*[:：]?\s*[A-Za-z\d_-]{5,})"
)
_NO_EMAIL = r"(?P<broken>[A-Za-z0-9._%+-]{0,64}@[A-Za-z0-9.@-]*)"
"""An address with a slip in it, told with what was left over: nobody is called example."""
_TOKEN = re.compile(
    f"{_ACCOUNT}|{EMAIL}|{_NO_EMAIL}|{SCIENTIFIC}|{_WORD}|{MOBILE}|{SERVICE}|{OFFICE}|{SHORT}|{_STRAY}|{_LATIN}"
    r"|(?P<open>\()|(?P<shut>\))|(?P<cut>[\n;、])",
    re.IGNORECASE,
)
_ORDINAL_SIGN = re.compile("[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]")
_ORDINAL = re.compile(rf"(?<![\d-])(?:\(\d{{1,2}}\)|\d{{1,2}}[、.:)])(?=\s?[{HAN}])|(?<=[{HAN}])\d{{1,2}}(?=\s?:)")
_NUMERAL = rf"(?:\d{{1,3}}|[{LETTERS}]{{1,4}}) ?(?:余|多)? ?"
_AND_OTHERS = re.compile(
    rf"(?<=[{HAN}]{{2}})[ (,、]?等 ?(?:(?:共|一行)? ?{_NUMERAL}(?:个人|人|名|位)?|人)?(?:同志|老师|同学)?(?![{HAN}])"
)
_SUM = re.compile(rf"[(,、; ]?(?:共计?|合计|总共|一共) ?{_NUMERAL}(?:个人|人|名|位)\)?")
_OTHER_PLACES = "上述?|左|右|前表?|下|前一?[行格栏]|群主|(?:第一|直接)?责任人|创建[者人]|群?管理员|负责人|填报人|本人"
_ELSEWHERE = re.compile(
    rf"[( ]?(?:与|和|联系方式|电话|手机)?同(?:{_OTHER_PLACES})(?:一致|相同|兼任?)?(?![{HAN}])\)?"
    r"|[〃″↑]|[如见]上|见[前左右]|^同[\u4e00-\u9fff\d]{1,8}[群行格栏]$"
)
_EITHER = re.compile(r"(?<=\d) ?(?:或者?|及) ?(?=\d)")
"""Between two numbers of one person."""
_NO_PERSON = re.compile(
    rf"(?:QQ|微信|wx|vx)号?(?:同手机号?|同号)|手机号?同(?:QQ|微信)号?|\(兼[{HAN}]{{0,8}}\)"
    rf"|(?<=[{HAN}]{{2}})(?:共同(?:管理|负责)|轮流管理|兼任?|兼管|暂代?|代[管理])(?![{HAN}])|(?<=[{HAN}]{{3}})代(?![{HAN}])",
    re.IGNORECASE,
)
"""What is said of a person or a number, and is neither: 微信同号, 共同管理, 兼任."""
_SHORT_BESIDE = re.compile(
    r"(?<=\d)\s*[(（,，、;；]?\s*(?:短号|小号|内线|虚拟网|集群号)\s*[:：]?\s*(?P<short>\d{3,6})\s*[)）]?"
)
"""A short number beside a mobile, of the same person."""
_LINES = re.compile(r"[\n、,;，；/|]+")


def read_people(text: str) -> PeopleReading:
    """Read a cell that names people, with or without how to reach them.

    Faults: `scientific-number`, `malformed-phone` (both kept as typed in `mobile`), `unaligned-people` (numbers that
    could not be told to belong to one of several names; the last of the names has them), `unnamed-people` (张三等3人),
    `same-as-elsewhere` (同上, where nobody is named).
    """
    line = _ORDINAL.sub(_numbered, dashed(fold(_ORDINAL_SIGN.sub("\n", text))))
    if is_placeholder(line):
        return PeopleReading((), "same-as-elsewhere" if _ELSEWHERE.fullmatch(line) else "")
    line, others = _AND_OTHERS.subn(" ", line)
    line, sums = _SUM.subn(" ", line)
    line = _NO_PERSON.sub(" ", _EITHER.sub(" ", line))
    line, elsewhere = _ELSEWHERE.subn(" ", line)
    found: list[Person] = []
    faults: list[str] = []
    for named, contacts in _runs(_events(join_spaced(line))):
        people, fault = _assign(named, contacts)
        found += people
        faults += [contact.fault for contact in contacts] + [fault]
    if not found and names_a_role(line):  # what stands in the name's place is the answer, whatever it says
        found.append(Person(name=one_line(line)))
    faults.append("unnamed-people" if others or (sums and len(found) <= 1) else "")
    faults.append("same-as-elsewhere" if elsewhere and not found else "")
    return PeopleReading(tuple(found), next(filter(None, faults), ""))


def names_a_role(text: str) -> bool:
    """Return whether a text is only what somebody is in a group: 群主, 管理员."""
    return key(text) in _roles()


def points_elsewhere(text: str) -> bool:
    """Return whether a cell only says that its answer stands in another: 同上, 同第一责任人, 见上."""
    return _ELSEWHERE.fullmatch(fold(text)) is not None


def _numbered(found: re.Match[str]) -> str:
    """Return what stands for the number of a person: 1、张三 2、李四 begin anew, 管理员1：is the role alone."""
    return "" if found[0].isdigit() else "\n"


def align_people(parts: Mapping[str, str]) -> tuple[Person, ...]:
    """Put together people whose names, posts and numbers stand in cells of their own.

    Args:
        parts: `name`, `title`, `mobile`, `office_phone`, `email` to the text of its cell. A cell lists several people
            on lines of their own or parted by 、. As many entries as names go to the names in order; fewer begin at
            the first name; one cell may also hold everything mixed.
    """
    people = list(read_people(parts.get("name", "")).people)
    one = len(people) == 1
    for part in PARTS[1:]:
        values = _entries(parts.get(part, ""), part, len(people))
        people += [Person()] * (0 if one else len(values) - len(people))
        for place, value in enumerate(values):
            if value:
                at = 0 if one else place
                people[at] = _with(people[at], _contact(part, value))
    return tuple(person for person in people if person != Person())


def show_people(people: Iterable[Person]) -> str:
    """Return people as a cell that `read_people` reads as the same: one a line, the post in brackets."""
    lines = (
        (person.name, f"（{person.title}）" if person.title else "", person.mobile, person.office_phone, person.email)
        for person in people
    )
    return "\n".join(" ".join(filter(None, line)).replace(" （", "（") for line in lines)


def _events(line: str) -> list[_Event]:
    events: list[_Event] = []
    roles: list[int] = []
    depth = 0
    for found in _TOKEN.finditer(line):
        depth = max(0, depth + bool(found["open"]) - bool(found["shut"]))
        if found["cut"]:
            events.append(found["cut"])
        elif found["word"] or found["latin"]:
            spoken = _spoken(found["word"] or found["latin"])
            if spoken:
                events.append(Named("", spoken) if depth else read_named(spoken))
                roles += [len(events) - 1] if line[found.end() : found.end() + 2].lstrip()[:1] == ":" else []
        elif contact := _told(found):
            events.append(contact)
    if any(map(_is_person, events)):
        for at in roles:
            events[at] = _role(events[at])
    return _with_offices(events)


def _role(event: _Event) -> _Event:
    """Return a word with a colon behind it as what somebody beside it is (网管：张三), unless it names a person."""
    if not isinstance(event, Named) or not event.name or is_personal_name(event.name) or is_office(event.name):
        return event
    return event if event.name[0] in words().surnames else Named("", event.name)


def _with_offices(events: Sequence[_Event]) -> list[_Event]:
    """Turn an office or a post beside a person (党办 张三 · 张三 秘书长) into what is said of that person."""
    found = list(events)
    named = [place for place, event in enumerate(found) if isinstance(event, Named) and event.name]
    if not any(_is_person(found[place]) for place in named):
        return found
    for at, place in enumerate(named):
        event = found[place]
        if isinstance(event, Named) and not event.title and (is_office(event.name) or is_post(event.name)):
            beside = [*named[at + 1 : at + 2], *named[max(at - 1, 0) : at]]
            if any(_is_person(found[other]) and not _cut_between(found, place, other) for other in beside):
                found[place] = Named("", event.name)
    return found


def _is_person(event: _Event) -> bool:
    return isinstance(event, Named) and is_personal_name(event.name)


def _cut_between(events: Sequence[_Event], one: int, two: int) -> bool:
    return any(isinstance(event, str) for event in events[min(one, two) : max(one, two)])


def _told(found: re.Match[str]) -> _Contact | None:
    if found["email"]:
        return _Contact("email", found["email"].lower())
    if found["open"] or found["shut"] or found["account"] or found["broken"]:
        return None
    if found["stray"]:
        return _Contact("mobile", found["stray"].strip("-"), "malformed-phone")
    phone = spell_phone(found)
    if phone.fault:
        return _Contact("mobile", found[0], phone.fault)
    return _Contact("mobile" if phone.kind == "mobile" else "office_phone", phone.value)


def _spoken(word: str) -> str:
    """Return a run of letters without the labels around it (电话, 管理员：张三); "" when there is nothing else."""
    while len(word) <= LONGEST_ANSWER and key(word) not in _labels() and not is_title(word):
        shorter = _label_around().sub("", word)
        if shorter == word or not shorter:
            return word
        word = shorter
    return "" if key(word) in _labels() else word


def _runs(events: Sequence[_Event]) -> list[_Run]:
    """Cut the events into runs: each person with all that is said of one, or names with the numbers behind them."""
    for cut in ("\n", ";", "、"):
        parts = _parted(events, cut)
        if len(parts) > 1 and all(map(_is_one_person, parts)):
            return [_run(part) for part in parts]
    told = [event for event in events if not isinstance(event, str)]
    return [_run(told)] if _names_in(told) == 1 else _runs_of_many(told)


def _run(events: Iterable[_Event]) -> _Run:
    told = [*events]
    return [e for e in told if isinstance(e, Named)], [e for e in told if isinstance(e, _Contact)]


def _parted(events: Sequence[_Event], cut: str) -> list[list[_Event]]:
    parts: list[list[_Event]] = [[]]
    for event in events:
        if event == cut:
            parts.append([])
        else:
            parts[-1].append(event)
    return [part for part in parts if any(not isinstance(event, str) for event in part)]


def _names_in(events: Iterable[_Event]) -> int:
    return sum(isinstance(event, Named) and bool(event.name) for event in events)


def _is_one_person(events: Iterable[_Event]) -> bool:
    """Whether a piece of a cell names one person, and no part of a person twice."""
    told = [*events]
    parts = [event.part for event in told if isinstance(event, _Contact)]
    return _names_in(told) == 1 and len(parts) == len(set(parts))


def _runs_of_many(events: Sequence[Named | _Contact]) -> list[_Run]:
    """Give each run of names the numbers behind it (before it, when the cell begins so)."""
    runs: list[_Run] = []
    numbers_first = bool(events) and isinstance(events[0], _Contact) and isinstance(events[-1], Named)
    for event in reversed(events) if numbers_first else events:
        if isinstance(event, _Contact):
            if not runs:
                runs.append(([], []))
            runs[-1][1].append(event)
        else:
            if not runs or (runs[-1][1] and (event.name or numbers_first)):
                runs.append(([], []))
            runs[-1][0].append(event)
    if not numbers_first:
        return runs
    return [(named[::-1], contacts[::-1]) for named, contacts in reversed(runs)]


def _assign(named: Sequence[Named], contacts: Sequence[_Contact]) -> tuple[list[Person], str]:
    people = _people(named)
    fault = ""
    for part in PARTS[2:]:
        values = sorted((contact for contact in contacts if contact.part == part), key=lambda found: bool(found.fault))
        if len(people) > 1 and len(values) == len(people):
            people = [_with(person, value) for person, value in zip(people, values, strict=True)]
            continue
        if len(people) > 1 and len(values) > 1:
            fault = "unaligned-people"
        for value in values:
            if not people or (not people[-1].name and getattr(people[-1], part)):
                people.append(Person())
            people[-1] = _with(people[-1], value)
    return people, fault


def _people(named: Sequence[Named]) -> list[Person]:
    """Give a post that stands alone to the name before it, or to the first name when it comes before all."""
    people: list[Person] = []
    waiting = ""
    for name, title in named:
        if name:
            people.append(Person(name, title or waiting))
            waiting = ""
        elif people:
            people[-1] = _with(people[-1], _Contact("title", title))
        else:
            waiting = f"{waiting}、{title}".strip("、")
    return people or ([Person(title=waiting)] if waiting else [])


def _with(person: Person, contact: _Contact) -> Person:
    """Add a number to a person; a second mobile takes the office's free place, and nothing is ever overwritten."""
    part, value, fault = contact
    held = getattr(person, part)
    if value in held.split("/"):
        return person
    if held and part == "mobile" and not person.office_phone and not fault:
        if not read_phone(held).value:  # digits that are no number leave the place to one that is
            person = replace(person, mobile="", office_phone=held)
        else:
            part = "office_phone"
        held = ""
    if value in held.split("/"):
        return person
    joint = "、" if part == "title" else "/"
    return replace(person, **{part: f"{held}{joint}{value}" if held else value})


def _entries(text: str, part: str, names: int) -> list[str]:
    """Part a cell into one entry a person: by its lines when there are as many as names, else by any separator."""
    if part == "mobile" and names == 1:
        text = _SHORT_BESIDE.sub(r"/\g<short>", text)
    lines = [line.strip() for line in text.splitlines()]
    if is_placeholder(text):
        return []
    if len(lines) == names and names > 1:
        entries = lines
    elif part == "title":
        entries = [fold(text).replace("\n", "、")] if names == 1 else _LINES.split(fold(text))
    else:
        entries = [piece for line in _LINES.split(fold(text)) for piece in _side_by_side(line)]
    return ["" if is_placeholder(entry) else entry for entry in entries]


def _side_by_side(line: str) -> list[str]:
    """Part two complete numbers or addresses that only a space keeps apart."""
    pieces = line.split()
    whole = len(pieces) > 1 and all(read_phone(piece).value or read_email(piece).value for piece in pieces)
    return pieces if whole and not read_phone(line).value else [line]


def _contact(part: str, value: str) -> _Contact:
    if part == "email":
        return _Contact(part, read_email(value).value or one_line(value))
    if part == "title":
        return _Contact(part, one_line(value))
    phone = read_phone(value)
    if part == "mobile" and phone.kind == "office":  # a column headed 电话 takes both
        part = "office_phone"
    return _Contact(part, phone.value or one_line(value))


@cache
def _labels() -> frozenset[str]:
    return frozenset(map(key, (*words().person_labels, *words().owner_roles, *words().admin_roles)))


@cache
def _roles() -> frozenset[str]:
    return frozenset(map(key, (*words().owner_roles, *words().admin_roles)))


@cache
def _label_around() -> re.Pattern[str]:
    longest = sorted(_labels(), key=len, reverse=True)
    choice = "|".join(re.escape(label) for label in longest if len(label) > 1 and not label.isascii())
    return re.compile(rf"^(?:{choice})(?=[{HAN}]{{2}})|(?<=[{HAN}]{{2}})(?:{choice})$")
