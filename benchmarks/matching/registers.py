"""Two years of an invented register with known truth, of any size, as parquet.

Institutions of about a hundred units, units of about forty groups; names are made of what real ones are made of
(institution, unit, cohort, subject, class, function, sequence). From one year to the next 5 % of the groups are gone,
5 % are new (half of them look-alikes: the next class, the next cohort, a second group), 10 % are renamed, 10 % change
hands, a seventh is typed differently, and three units in ten list their groups in another order. WeChat groups have no
number, and one QQ number in twenty is left out.

Nothing here knows how any program matches; all people and numbers are invented. Deterministic by seed.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS = ("id", "unit", "group_name", "platform", "group_no", "owner", "purpose", "created_on", "member_count")
GONE, NEW, RENAMED, HANDED, RETYPED, FORGOTTEN = 0.05, 0.05, 0.10, 0.10, 0.15, 0.05
RESORTED = 0.3
UNITS, GROUPS = 100, 40

_WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
_SOUNDS = str.maketrans("务论导联系课书园", "物伦到连细科舒圆")
_NUMERALS = "零一二三四五六七八九十"


class Group(NamedTuple):
    """A group as it is, however it is typed: its work with its place among its siblings, and who keeps it."""

    unit: str
    short: str
    prefix: str
    cohort: int
    work: str
    klass: int
    seq: int
    end: str
    platform: str
    number: str
    owner: str
    created: str
    members: int


def make(folder: Path, rows: int, *, seed: int = 11) -> None:
    """Write `theirs.parquet` (last year, about `rows`), `ours.parquet` and `truth.parquet` (ours, theirs)."""
    rng = random.Random(seed)
    theirs: list[list[Any]] = []
    ours: list[list[Any]] = []
    truth: list[tuple[str, str]] = []
    count = 0
    while len(theirs) < rows:
        unit = count
        count += 1
        last = _groups(rng, unit)
        kept = [(group, f"p{len(theirs) + place}") for place, group in enumerate(last)]
        theirs += [_row(name, group, _typed(rng, group)) for group, name in kept]
        names = {"", *map(_said, last)}  # nobody could tell who took the name of another group
        now: list[tuple[Group, str, bool]] = []
        for group, name in kept:
            if rng.random() >= GONE:
                now.append((_a_year_on(rng, group), name, rng.random() < RENAMED))
            if rng.random() < NEW:
                now.append((_newcomer(rng, group, last), "", False))
        if rng.random() < RESORTED:
            rng.shuffle(now)
        for group, name, renamed in now:
            record = f"r{len(ours)}"
            said = _renamed(rng, group) if renamed else ""
            ours.append(_row(record, group, said if said not in names else _typed(rng, group)))
            if name:
                truth.append((record, name))
    _write(folder / "theirs.parquet", theirs, COLUMNS)
    _write(folder / "ours.parquet", ours, COLUMNS)
    _write(folder / "truth.parquet", truth, ("ours", "theirs"))


def _write(path: Path, rows: list[Any], columns: tuple[str, ...]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True))), path)


def _groups(rng: random.Random, number: int) -> list[Group]:
    """Return the groups of one unit, siblings together as people list them."""
    campus, place = divmod(number, UNITS)
    city, kind = (
        _WORDS["cities"][campus % len(_WORDS["cities"])],
        _WORDS["kinds"][campus // len(_WORDS["cities"]) % len(_WORDS["kinds"])],
    )
    institution = f"{city}{kind}" + (f"{campus // 160 + 1}分院" if campus >= 160 else "")
    office = place % 3 == 2
    stem = (
        _WORDS["offices"][place // 3 % len(_WORDS["offices"])]
        if office
        else _WORDS["subjects"][place % len(_WORDS["subjects"])]
    )
    again = place // (60 if office else len(_WORDS["subjects"])) + 1
    short = stem + (f"{_NUMERALS[again]}部" if again > 1 else "") + ("" if office else "学院")
    people = [
        rng.choice(_WORDS["surnames"]) + rng.choice(_WORDS["given"]) + rng.choice(_WORDS["given"]) for _ in range(10)
    ]
    made: dict[tuple[object, ...], Group] = {}
    while len(made) < GROUPS:
        base = _one(rng, f"{institution}{short}", short, institution, people, office=office)
        for sibling in _siblings(rng, base):
            made.setdefault(sibling[3:8], sibling)
    return list(made.values())


def _one(  # noqa: PLR0913 - what a group is made of
    rng: random.Random, unit: str, short: str, institution: str, people: list[str], *, office: bool
) -> Group:
    of_class = not office and rng.random() < 0.5
    prefix = rng.choices(["", short, institution[:2] + short], [3, 5, 1])[0]
    return Group(
        unit=unit,
        short=short,
        prefix=prefix,
        cohort=rng.randint(2021, 2024) if of_class or rng.random() < 0.15 else 0,
        work=rng.choice(_WORDS["majors"]) if of_class else rng.choice(_WORDS["work"]),
        klass=1 if of_class else 0,
        seq=0,
        end=rng.choice(_WORDS["ends"]),
        platform="",
        number="",
        owner=rng.choice(people),
        created="",
        members=rng.randint(8, 400),
    )


def _siblings(rng: random.Random, base: Group) -> list[Group]:
    if base.klass:
        found = [base._replace(klass=number + 1) for number in range(rng.randint(1, 4))]
    elif rng.random() < 0.12:
        found = [base._replace(seq=number + 1) for number in range(rng.randint(2, 3))]
    elif base.work == "校友联络":
        found = [base._replace(work=f"{place}校友联络") for place in rng.sample(_WORDS["places"], 3)]
    else:
        found = [base]
    return [_founded(rng, group) for group in found]


def _founded(rng: random.Random, group: Group) -> Group:
    qq = rng.random() < 0.5
    day = f"{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    year = group.cohort or rng.randint(2015, 2024)
    return group._replace(
        platform="QQ群" if qq else "微信群",
        number=str(rng.randint(100_000_000, 1_099_999_999)) if qq else "",
        created=rng.choice([f"{year}", f"{year}-09", f"{year}-09-01", f"{year}-{day}"]),
    )  # fmt: skip


def _a_year_on(rng: random.Random, group: Group) -> Group:
    owner = (
        rng.choice(_WORDS["surnames"]) + rng.choice(_WORDS["given"]) + rng.choice(_WORDS["given"])
        if rng.random() < HANDED
        else group.owner
    )
    number = "" if rng.random() < FORGOTTEN else group.number
    return group._replace(owner=owner, number=number, members=max(3, round(group.members * rng.uniform(0.8, 1.2))))


def _newcomer(rng: random.Random, group: Group, unit: list[Group]) -> Group:
    """Return a group that was not there: half the time one that looks like another."""
    taken = {one[3:7] for one in unit}
    moves: list[Callable[[Group], Group]] = [
        lambda one: one._replace(klass=one.klass + 4) if one.klass else one._replace(seq=max(one.seq, 1) + 3),
        lambda one: (
            one._replace(cohort=2025) if one.cohort else one._replace(work=rng.choice(_WORDS["work"]), end="交流群")
        ),
        lambda one: one._replace(work=rng.choice(_WORDS["work"]), klass=0, cohort=0, seq=0),
        lambda one: one._replace(work=rng.choice(_WORDS["majors"]) + "竞赛", klass=0, cohort=0, seq=0),
    ]
    made = group
    while made[3:7] in taken:
        made = rng.choice(moves)(group)
    return _founded(rng, made._replace(owner=rng.choice(unit).owner, members=rng.randint(8, 400)))


def _said(group: Group) -> str:
    cohort = f"{group.cohort}级" if group.cohort else ""
    klass = f"{group.klass}班" if group.klass else ""
    end = f"{group.seq}{group.end}" if group.seq and group.end == "群" else group.end
    end += f"{group.seq}" if group.seq and group.end != "群" else ""
    return f"{group.prefix}{cohort}{group.work}{klass}{end}"


def _typed(rng: random.Random, group: Group) -> str:
    """Return the name as somebody types it: mostly the same, one time in seven spelled otherwise."""
    said = _said(group)
    if rng.random() >= RETYPED:
        return said
    way = rng.randrange(5)
    if way == 0 and group.cohort:
        return said.replace(str(group.cohort), str(group.cohort)[2:])
    if way == 1 and group.klass:
        return said.replace(
            f"{group.klass}班", f"{_NUMERALS[group.klass]}班" if group.klass <= 10 else f"({group.klass})班"
        )
    if way == 2:
        return said.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}) + "　"
    if way == 3:
        return said + rng.choice(["（已满）", "(目前无法搜索)"])
    return said.replace(group.work, f" {group.work} ")


def _renamed(rng: random.Random, group: Group) -> str:
    """Return a new name of the same group: its class, cohort, sequence and place stay, the words do not."""
    way = rng.random()
    if way < 0.3:
        group = group._replace(work=group.work + rng.choice(_WORDS["added"]))
    elif way < 0.45:
        group = group._replace(prefix="" if group.prefix else group.short)
    elif way < 0.6:
        group = group._replace(end=rng.choice([end for end in _WORDS["ends"] if end != group.end]))
    elif way < 0.75 and group.work in _WORDS["synonyms"]:
        group = group._replace(work=_WORDS["synonyms"][group.work])
    elif way < 0.85:
        group = group._replace(prefix=group.short[:2] + "院")
    elif way < 0.92:
        group = group._replace(work=group.work.translate(_SOUNDS), prefix=group.short + "师生")
    else:
        group = group._replace(work=rng.choice(_WORDS["fresh"]), prefix="")
    return _said(group)


def _row(name: str, group: Group, typed: str) -> list[Any]:
    purpose = f"{group.work}联络" if len(group.work) % 2 else "工作通知"
    return [name, group.unit, typed, group.platform, group.number, group.owner, purpose, group.created, group.members]
