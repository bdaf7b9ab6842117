"""Two filings of an invented university, for second_filing.py: about 2,000 groups and what became of them in a year.

Last year's register and one workbook a unit of this year, written as a person would who knows universities and not this
tool. What happens in a year: school years and cohorts move on, colleges are renamed and put their campus or their own
name before their groups, or leave it out; names are abbreviated, spelt out, mistyped, given another ending; it is said
of some that they are full; groups end, groups begin, and some of the new ones are called nearly like an old one. WeChat
groups have no number; half of the units write those of QQ groups, some of them with the middle hidden.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import xlsxwriter
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
HEADINGS = ("单位", "群名称", "平台", "群号", "备注")
YEAR, ROWS = 2025, 2_000
"""The year of the last filing; this year's is the one after."""
DAY = dt.date(YEAR + 1, 3, 20)


class Group(NamedTuple):
    """A group in both years: its names ("" where it was not there), how one became the other, and its number."""

    unit: str
    was: str
    now: str
    how: str
    platform: str
    number: str


class Habit(NamedTuple):
    """How a unit writes: what stands before and behind its names, whether it writes numbers, what it did this year."""

    front: str
    ends: tuple[str, ...]
    numbers: bool
    did: str


# ---------------------------------------------------------------- last year


def habit(rng: random.Random, unit: str, short: str) -> Habit:
    """Return how a unit writes."""
    front = rng.choice(["", "", unit, short])
    ends = tuple(rng.choices(WORDS["ends"], k=rng.choice([1, 1, 2, 3])))
    did = rng.choices(
        ["nothing", "campus", "name in front", "name left out", "other ending", "year in front"], [62, 9, 9, 8, 8, 4]
    )[0]
    return Habit(front, ends, rng.random() < 0.5, did)


def college(rng: random.Random, told: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the groups of a college last year: kind, body, ending or "" for the unit's own."""
    style = rng.choice(
        ["{year}级{subject}{n}班", "{brief}{yy}{n:02d}班", "{yy}级{brief}{n}班", "{subject}{year}级{n}班"]
    )
    for subject, brief in zip(told["subjects"], told["brief"], strict=True):
        for year in range(YEAR - 4, YEAR):
            for number in range(1, rng.randint(4, 8)):
                yield "class", style.format(subject=subject, brief=brief, year=year, yy=year % 100, n=number), ""
    for year in range(YEAR - 4, YEAR):
        yield "cohort", f"{year}级" + ("新生" if year == YEAR - 1 else rng.choice(["学生", "全体学生"])), "群"
    for work in rng.sample(WORDS["staff"], rng.randint(12, 16)):
        yield "work", work, ""
    for work in rng.sample(WORDS["students"], rng.randint(14, 20)):
        yield "work", work, ""
    if rng.random() < 0.5:
        series = rng.choice(["家长", "校友", "考研互助", "迎新咨询"])
        yield from (("series", f"{series}{number}", "群") for number in range(1, rng.randint(2, 5)))
    yield from yearly(rng)


def office(rng: random.Random, works: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the groups of an office last year."""
    for work in works:
        yield "work", work, ""
        if rng.random() < 0.6:
            yield "work", f"{work}{rng.choice(['骨干', '负责人', '联络员', '值班', '培训'])}", ""
        if rng.random() < 0.3:
            yield from (("campus", f"{place}{work}", "") for place in ("东湖校区", "西山校区"))
    if rng.random() < 0.3:
        yield from (("building", f"{number}号楼{rng.choice(['宿舍长', '值班'])}", "") for number in range(1, 9))
    yield from yearly(rng)


def yearly(rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """Yield groups whose names tell a year."""
    for work in rng.sample(WORDS["yearly"], rng.randint(0, 3)):
        style = rng.choice(["{y}年{w}", "{y}{w}", "{w}{y}", "{y}-{z}学年{w}", "{w}（{y}）"])
        yield "yearly", style.format(y=YEAR - 1, z=YEAR, w=work), "群"


# ---------------------------------------------------------------- this year


def aged(name: str, kind: str) -> str:
    """Return what a name that tells a year is called a year later."""
    if kind == "cohort":
        return name.replace("新生", "学生")
    return re.sub(r"20\d\d", lambda found: str(int(found[0]) + 1), name)


def renamed(rng: random.Random, name: str, ends: tuple[str, ...]) -> tuple[str, str]:
    """Return another name that a group's owner may give it, and the way he did it."""
    end = max((one for one in ends if name.endswith(one)), key=len, default="")
    body = name.removesuffix(end) or name
    ways: dict[str, Callable[[], str]] = {
        "ending": lambda: body + rng.choice(WORDS["other_ends"].get(end, ["群"])),
        "abbreviated": lambda: _exchanged(name, WORDS["brief"]),
        "spelt out": lambda: _exchanged(name, {short: long for long, short in WORDS["brief"].items()}),
        "slip": lambda: _slip(rng, name),
        "letter lost": lambda: _letter_lost(rng, body) + end,
        "longer": lambda: body + rng.choice(["工作", "信息", "管理", "服务", "联系", "通知"]) + end,
        "whose": lambda: rng.choice(["全校", "全体", "各学院", "本部", "校级"]) + name,
        "campus": lambda: f"{name}（{rng.choice(WORDS['campuses'])}）",
        "turned": lambda: f"{end}：{body}" if end else f"{body[2:]}{body[:2]}",
        "anew": lambda: rng.choice(WORDS["anew"]),
    }
    order = rng.choices([*ways], [22, 14, 8, 10, 8, 14, 8, 6, 3, 7], k=12)
    return next(((found, way) for way in order if (found := ways[way]()) != name), (f"{name}1", "longer"))


def spelt(rng: random.Random, name: str) -> str:
    """Return the same name as somebody else types it, or with what he has to say of the group."""
    ways = [
        lambda: name + rng.choice(WORDS["remarks"]),
        lambda: name + rng.choice(WORDS["remarks"]),
        lambda: re.sub(r"\d", lambda found: chr(ord(found[0]) + 0xFEE0), name),
        lambda: re.sub(r"(?<=[^\d\s])(?=[^\d\s].{2}$)", " ", name),
        lambda: re.sub(r"(?<!\d)([1-4])班", lambda found: "一二三四"[int(found[1]) - 1] + "班", name),
        lambda: f"【{name}】",
        lambda: name + rng.choice(["🌸", "~", "！", "✨"]),
    ]
    return rng.choice(ways)()


def did(name: str, habits: Habit, unit: str, campus: str) -> str:
    """Return a name after what its unit did to all of its names."""
    what = habits.did
    if what == "campus":
        return f"{campus}{name}" if campus not in name and "校区" not in name else name
    if what == "name in front":
        return name if habits.front else f"{unit}{name}"
    if what == "name left out":
        return name.removeprefix(habits.front) or name
    if what == "other ending":
        end = max((one for one in habits.ends if name.endswith(one)), key=len, default="")
        return (name.removesuffix(end) or name) + WORDS["other_ends"].get(end, ["群"])[-1]
    return f"{YEAR + 1}{name}" if what == "year in front" else name


def beside(rng: random.Random, kind: str, body: str) -> str:
    """Return what a new group beside an old one is called."""
    if kind in {"class", "building", "series"}:
        return re.sub(r"(\d+)(?=\D*$)", lambda found: str(int(found[1]) + 5).zfill(len(found[1])), body)
    if kind in {"cohort", "yearly"}:
        return f"{YEAR}级新生" if kind == "cohort" else f"{aged(body, kind)}志愿者"
    ways = [
        f"{body}2",
        f"{body}骨干",
        f"{rng.choice(['新任', '优秀', '兼职', '退休'])}{body}",
        f"{body}{rng.choice(['培训', '评审', '值班', '采购'])}",
    ]
    return rng.choice(ways)


def unit_groups(rng: random.Random, unit: str) -> list[Group]:
    """Return what one unit had last year and has now, in last year's order, new groups at the end."""
    told = WORDS["colleges"].get(unit, {})
    short = told.get("short", unit)
    habits = habit(rng, unit, short)
    now_unit, now_short = WORDS["new_names"].get(unit, (unit, short))
    campus = rng.choice(WORDS["campuses"])
    rows, come, taken = [], [], set()
    made = college(rng, told) if told else office(rng, WORDS["offices"][unit])
    for kind, body, ending in made:
        end = ending or rng.choice(habits.ends)
        was = f"{habits.front}{body}{end}"
        if was in taken:
            continue
        taken.add(was)
        platform = rng.choice(["QQ群", "微信群", "微信群"])
        now, how = _became(rng, kind, was, habits)
        if now and now_unit != unit:
            now = now.replace(unit, now_unit).replace(short, now_short) if habits.front else now
        after = did(now, habits, now_unit, campus) if now else now
        how = f"unit {habits.did}" if how in {"same", "spelt"} and after != now else how
        how = "unit renamed" if how in {"same", "spelt"} and now_unit != unit else how
        rows.append(Group(unit, was, after, how, platform, _number(rng, platform)))
        if rng.random() < 0.08 or (kind == "cohort" and body.startswith(f"{YEAR - 1}")):
            new = did(f"{habits.front}{beside(rng, kind, body)}{end}", habits, now_unit, campus)
            come.append(Group(unit, "", new, "new", platform, _number(rng, platform)))
    if told:
        style = [row.was for row in rows if str(YEAR - 1) in row.was and row.was.endswith(("班", *habits.ends))]
        for was in [one for one in style if "班" in one]:
            new = did(was.replace(str(YEAR - 1), str(YEAR)), habits, now_unit, campus)
            come.append(Group(unit, "", new, "new", "微信群", _number(rng, "微信群")))
    rows = _without_namesakes(rows)
    names = {squeezed(name) for row in rows for name in (row.was, row.now)}
    return [*rows, *{squeezed(row.now): row for row in come if squeezed(row.now) not in names}.values()]


def _without_namesakes(rows: list[Group]) -> list[Group]:
    """Return the rows without those that took the name of another one of their unit: nobody could tell who is who."""
    taken = {squeezed(row.was): row for row in rows}
    kept, seen = [], set[str]()
    for row in rows:
        name = squeezed(row.now)
        if not name or (name not in seen and taken.get(name, row) is row):
            kept.append(row)
            seen.add(name)
    return kept


def _became(rng: random.Random, kind: str, was: str, habits: Habit) -> tuple[str, str]:
    graduated = kind in {"class", "cohort"} and str(YEAR - 4) in was
    if rng.random() < (0.75 if graduated else 0.06):
        return "", "gone"
    if kind == "yearly":
        return aged(was, kind), "year moved"
    if kind == "cohort" and "新生" in was:
        return aged(was, kind), "freshmen no more"
    roll = rng.random()
    if roll < 0.10 and kind not in {"class", "building", "series"}:
        return renamed(rng, was, habits.ends)
    if roll < 0.03:
        return was.replace("班", "班级"), "longer"
    return (spelt(rng, was), "spelt") if roll > 0.9 else (was, "same")


def _number(rng: random.Random, platform: str) -> str:
    return str(rng.randint(200_000_000, 999_999_999)) if platform == "QQ群" else f"w{rng.randint(10**8, 10**9)}"


def _exchanged(name: str, words: dict[str, str]) -> str:
    found = next((long for long in words if long in name), "")
    return name.replace(found, words[found]) if found else name


def _slip(rng: random.Random, name: str) -> str:
    places = [place for place, letter in enumerate(name) if letter in WORDS["slips"]]
    if not places:
        return name
    place = rng.choice(places)
    return f"{name[:place]}{WORDS['slips'][name[place]]}{name[place + 1 :]}"


def _letter_lost(rng: random.Random, body: str) -> str:
    place = rng.randrange(len(body))
    return body if len(body) < 4 or body[place].isdigit() else body[:place] + body[place + 1 :]


# ---------------------------------------------------------------- on paper


def written(group: Group, rng: random.Random, *, numbers: bool) -> str:
    """Return what stands in the number cell."""
    if group.platform != "QQ群":
        return rng.choice(["", "微信群", "无"])
    if not numbers:
        return ""
    return f"{group.number[:3]}****{group.number[-2:]}" if rng.random() < 0.15 else group.number


def year(folder: Path, seed: int) -> dict[str, list[Group]]:
    """Write both years below a folder; return the rows of last year (under "") and of each file, in their order."""
    rng = random.Random(seed)
    units = {unit: unit_groups(rng, unit) for unit in [*WORDS["colleges"], *WORDS["offices"]]}
    numbers = {unit: rng.random() < 0.5 for unit in units}
    last = [group for groups in units.values() for group in groups if group.was][:ROWS]
    there = {id(group) for group in last}
    cells = [(one.unit, one.was, one.platform, written(one, rng, numbers=numbers[one.unit]), "") for one in last]
    _book(folder / "上年.xlsx", cells)
    papers = {"": last}
    for unit, groups in units.items():
        name = WORDS["new_names"].get(unit, (unit,))[0]
        mine = [group for group in groups if group.now and (not group.was or id(group) in there)]
        order = rng.random()
        if order < 0.2:
            mine.sort(key=lambda group: group.now)
        elif order < 0.3:
            rng.shuffle(mine)
        cells = [(name, one.now, one.platform, written(one, rng, numbers=numbers[unit]), "") for one in mine]
        _book(folder / "收回" / f"{name}.xlsx", cells)
        papers[f"{name}.xlsx"] = mine
    return papers


def _book(path: Path, rows: list[tuple[str, ...]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("台账")
        for number, row in enumerate([HEADINGS, *rows]):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)


def squeezed(name: str) -> str:
    """Return a name without spelling."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if unicodedata.category(letter)[0] not in "PZCS")
