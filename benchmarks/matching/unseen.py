"""A register of 2,000 groups and what became of it in a year, made by rules of its own: `python …/unseen.py [--write]`.

No weight was set and no word chosen after looking at it. It has forty units that write in their own habits (a unit's
groups have one suffix, or its name before them, or neither), and what a year does to a list: groups end and begin, some
of the new ones beside an old one of nearly its name; single names grow, shrink, change a word, are turned round or made
anew; a unit puts one word on all its names; school years move; lists are sorted anew. No row has a number or an owner:
names, units and the order of rows must do.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from drawing import ledger, previous  # noqa: E402 - in tests/support, after the paths
from run import write  # noqa: E402 - beside this file

from toolkit.comparison.match.pairs import pair  # noqa: E402 - after the paths
from toolkit.comparison.match.suggest import suggest  # noqa: E402 - after the paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROWS, SEED = 2_000, 20_261_129
SAME, SPELLING, GONE, RENAMED = 0.60, 0.10, 0.07, 0.09
Became = tuple[str, str, str]
_SHORT = 3
_WORDS = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


class Row(NamedTuple):
    """A group in both years: its names ("" where it was not there) and whether spelling alone may differ."""

    unit: str
    was: str
    now: str
    how: str


def year(rng: random.Random) -> Iterator[list[Row]]:
    """Yield the rows of one unit after the other, in the order of last year."""
    names = [f"{field}学院" for field in _WORDS["fields"]] + _WORDS["offices"]
    for unit in names:
        body = _groups(unit, rng)
        prefix, suffix = rng.choice([("", "群"), ("", ""), (unit, "群"), (unit, ""), ("", "QQ群"), ("", "微信群")])
        bulk = rng.choices(
            ["", "new-prefix", "new-suffix", "year-in-front", "campus", "suffix-gone"], [26, 3, 3, 2, 3, 3]
        )[0]
        rows = []
        for name in body:
            was = f"{prefix}{name}{suffix}"
            rows += [Row(unit, *one) for one in _became(was, name, (prefix, suffix), body, rng)]
        yield [_in_bulk(row, bulk, suffix, rng.choice(["南湖校区", "江北校区"])) for row in rows]


def _groups(unit: str, rng: random.Random) -> list[str]:
    """Return the names of a unit's groups: classes, buildings and series beside works that stand alone."""
    found: list[str] = []
    if unit.endswith("学院"):
        field = unit.removesuffix("学院")
        found += [f"{cohort}级{field}{number}班" for cohort in (23, 24, 25) for number in range(1, rng.randint(3, 6))]
        found += [f"{field}第{number}党支部" for number in "一二三"[: rng.randint(1, 3)]]
    else:
        found += [f"{number}栋{rng.choice(['宿舍', '楼长'])}" for number in rng.sample(range(1, 30), rng.randint(0, 8))]
        found += [f"2024-2025学年{work}" for work in rng.sample(_WORDS["works"], rng.randint(0, 3))]
    alone = rng.sample([(who, work) for who in ["", *_WORDS["for"]] for work in _WORDS["works"]], 60)
    found += [f"{who}{work}" for who, work in alone]
    series = rng.choice(_WORDS["works"])
    found += [f"{series}{number}" for number in "①②③"[: rng.randint(0, 3)]]
    return list(dict.fromkeys(found))[:50]


def _became(was: str, name: str, ends: tuple[str, str], body: list[str], rng: random.Random) -> list[Became]:
    """Return what became of a group, and with it a group that came beside it: (was, now, how) each."""
    if name.startswith("2024-2025"):
        return [(was, was.replace("2024-2025", "2025-2026"), "rolled")]
    roll = rng.random()
    if roll < SAME + SPELLING + GONE + RENAMED:
        how = "same" if roll < SAME else "spelling" if roll < SAME + SPELLING else "gone"
        how = "renamed" if roll >= SAME + SPELLING + GONE else how
        ways = {"same": was, "spelling": _retyped(was, rng), "gone": "", "renamed": _renamed(name, ends, rng)}
        return [(was, ways[how], how)]
    beside = _sibling(name, rng)
    known = rng.choice([was, "", _renamed(name, ends, rng)])
    how = {was: "same", "": "gone"}.get(known, "renamed")
    come = [] if beside in body else [("", f"{ends[0]}{beside}{ends[1]}", "new")]
    return [(was, known, how), *come]


def _retyped(was: str, rng: random.Random) -> str:
    wide = was.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    ways: list[str] = [
        f"{was}🎉",
        f" {was} ",
        f"{was[:2]} {was[2:]}",
        wide,
        f"【{was[:2]}】{was[2:]}",
        was + rng.choice(_WORDS["status"]),
    ]
    return rng.choice(ways)


def _renamed(name: str, ends: tuple[str, str], rng: random.Random) -> str:
    """Return another name of the same group; what tells it apart from its siblings stays."""
    word = rng.choice(_WORDS["added"])
    prefix, suffix = ends
    turned = len(name) > _SHORT and not any(map(str.isdigit, name))
    cut = len(name) > _SHORT and name[-1] not in "班部舍长①②③"
    ways: list[Callable[[], str]] = [
        lambda: f"{prefix}{name}{word}{suffix}",
        lambda: f"{prefix}{name}{word}{suffix}",
        lambda: f"{name}{word}{suffix or '群'}",
        lambda: f"{prefix}{rng.choice(['线上', '本部门', '我们的', '新'])}{name}{suffix}",
        lambda: f"{prefix}{name}（{rng.choice(['官方', '北京', '总'])}）{suffix}",
        lambda: f"{name[2:]}{name[:2]}{suffix}" if turned else f"{name}{word}",
        lambda: f"{prefix}{name[:-1]}{suffix}" if cut else f"{name}{word}组",
        lambda: rng.choice(_WORDS["made_anew"]),
    ]
    return rng.choice(ways)()


def _sibling(name: str, rng: random.Random) -> str:
    """Return the name of another group beside this one."""
    if name.endswith("班") and name[-2].isdigit():
        return name.replace("级", "级卓越") if rng.random() < 0.3 else name[:-2] + str(int(name[-2]) + 4) + "班"
    if name[0].isdigit() and "栋" in name:
        return f"{int(name.split('栋', maxsplit=1)[0]) + 30}栋{name.split('栋')[1]}"
    return rng.choice(
        [f"{name}2群", f"{name}三期", f"{rng.choice(_WORDS['for'])}{name}", f"{name}{rng.choice(_WORDS['works'])}"]
    )


def _in_bulk(row: Row, bulk: str, suffix: str, campus: str) -> Row:
    """Return a row after what its unit did to all its names."""
    if not row.now or not bulk:
        return row
    now = {
        "new-prefix": f"东海大学{row.now}",
        "new-suffix": f"{row.now.removesuffix(suffix)}工作交流群",
        "year-in-front": f"2026{row.now}",
        "campus": f"{campus}{row.now}",
        "suffix-gone": row.now.removesuffix(suffix) or row.now,
    }[bulk]
    how = "bulk" if row.how in {"same", "spelling"} and now != row.now else row.how
    return row._replace(now=now, how=how)


def measured(seed: int = SEED, rows: int = ROWS) -> dict[str, float]:
    """Return the figures of one draw."""
    rng = random.Random(seed)
    units = list(year(rng))
    last = [row for unit in units for row in unit if row.was][:rows]
    known = {id(row) for row in last}
    this: list[Row] = []
    for unit in units:
        mine = [row for row in unit if row.now and (id(row) in known or not row.was)]
        if rng.random() < 0.25:
            mine.sort(key=lambda row: row.now)
        this += mine
    theirs = previous("unit | group_name\n" + "\n".join(f"{row.unit} | {row.was}" for row in last))
    ours = ledger("unit | group_name\n" + "\n".join(f"{row.unit} | {row.now}" for row in this))
    place = {id(row): f"p{number}" for number, row in enumerate(last, start=1)}
    truth = {f"r{number}": place.get(id(row), "") for number, row in enumerate(this, start=1)}
    how = {f"r{number}": row.how for number, row in enumerate(this, start=1)}
    pairs = pair(ours, theirs)
    joined = dict(zip(pairs.matched["record"], pairs.matched["previous"], strict=True))
    found: dict[str, list[str]] = {}
    for one in suggest(
        ours, theirs, pairs, open_ours=set(truth) - set(joined), open_theirs=set(place.values()) - set(joined.values())
    ):
        found.setdefault(one.record, []).append(one.previous)
    plain = [record for record, kind in how.items() if kind in {"same", "spelling"}]
    asked = [record for record, row in truth.items() if row and record not in joined and record not in plain]
    then = dict(zip(place.values(), last, strict=True))
    now = {f"r{number}": row for number, row in enumerate(this, start=1)}
    judged = [record for record, rows in found.items() if not _took_its_name(now[record], then[rows[0]])]
    return {
        "rows": len(last),
        "automatic precision": sum(truth[record] == row for record, row in joined.items()) / len(joined),
        "automatic recall": sum(joined.get(record) == truth[record] for record in plain) / len(plain),
        "renamings": len(asked),
        "recall@1": sum(found.get(record, [""])[0] == truth[record] for record in asked) / len(asked),
        "recall@3": sum(truth[record] in found.get(record, []) for record in asked) / len(asked),
        "precision@1": sum(truth[record] == rows[0] for record, rows in found.items()) / len(found),
        "successors aside": sum(truth[record] == found[record][0] for record in judged) / len(judged),
    }


def _took_its_name(one: Row, other: Row) -> bool:
    """Return whether a new group has the name of one that ended, with something added or left out."""
    shorter, longer = sorted((one.now, other.was), key=len)
    letters = iter(longer)
    return not one.was and not other.now and one.unit == other.unit and all(letter in letters for letter in shorter)


def table() -> str:
    """Return the figures of the draw, and of three others, as a section of docs/matching.md."""
    draws = {seed: measured(seed) for seed in (SEED, SEED + 1, SEED + 2, SEED + 3)}
    head = list(draws[SEED])
    rows = [
        "### Never tuned on",
        "",
        f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}.",
        "",
        "| draw | " + " | ".join(head) + " |",
    ]
    rows.append("| --- " * (len(head) + 1) + "|")
    for seed, told in draws.items():
        shown = (f"{value:,}" if isinstance(value, int) else f"{value:.3f}" for value in told.values())
        rows.append(f"| {seed} | " + " | ".join(shown) + " |")
    return "\n".join(rows)


if __name__ == "__main__":
    section = table()
    print(section)
    if "--write" in sys.argv:
        write(section)
