"""How well the second filing of an invented university is compared with the first.

    python benchmarks/matching/second_filing.py [--seeds 101 102] [--faults] [--write]

`university.py` writes the files; they are reconciled as by the command, and judged from `outcome.json` alone. Seeds 1
to 3, 101 to 104 and 201 to 204 were looked at while the matcher was mended; those of docs/matching.md were not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from run import interval, write
from university import DAY, Group, squeezed, year

from toolkit import Sources, reconcile
from toolkit.report.outcome import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FRESH = (301, 302, 303, 304)
PLAIN = {"same", "spelt"}
"""What became of a name that spelling alone parts from last year's."""
Fault = tuple[str, ...]
_HEAD = """### A university's second filing

{day}, `python benchmarks/matching/second_filing.py --write`, seeds not looked at before.

| seed | rows | automatic precision | automatic recall | renamings | recall@1 | recall@3 | precision@1 |
| --- | --- | --- | --- | --- | --- | --- | --- |"""


def judged(seed: int) -> tuple[Counter[str], list[Fault]]:
    """Return the tally of one seed, and what went wrong row by row."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        papers = year(folder, seed)
        sources = Sources(previous=folder / "上年.xlsx")
        told = json.loads(to_json(reconcile(folder / "收回", as_of=DAY, profile="cqny-2021", sources=sources)))
    ours, theirs = ({one["id"]: _group(one, papers) for one in told[side]} for side in ("records", "previous"))
    guesses: dict[str, list[Group]] = {}
    for one in told["suggestions"]:
        guesses.setdefault(one["record"], []).append(theirs[one["previous"]])
    tally, faults = Counter[str](rows=len(papers[""])), list[Fault]()
    for one in told["records"]:
        joined = theirs.get(one["previous"]) if one["basis"] else None
        _record(tally, faults, ours[one["id"]], joined, guesses.get(one["id"], []), numbered=one["basis"] == "group_no")
    return tally, faults


def _record(  # noqa: PLR0913 - one record, and all that was said of it
    tally: Counter[str],
    faults: list[Fault],
    mine: Group,
    joined: Group | None,
    guesses: Sequence[Group],
    *,
    numbered: bool,
) -> None:
    """Count one record."""
    first = guesses[0] if guesses else None
    if joined:
        tally["right" if joined is mine else "wrong"] += 1
    if mine.how in PLAIN:
        tally["plain"] += 1
        tally["plain joined"] += joined is mine
    elif mine.was and not numbered:
        hit = mine in (joined, first)
        tally["renamed"] += 1
        tally["at1"] += hit
        tally["at3"] += hit or mine in guesses
        if not hit:
            faults.append(("not first", mine.how, mine.was, mine.now, first.was if first else ""))
    if (joined and joined is not mine) or (mine.how in PLAIN and joined is not mine):
        faults.append(("joined", mine.how, mine.was, mine.now, joined.was if joined else ""))
    if first:
        kind = "true" if first is mine else "after" if followed_by(mine, first) else "false"
        tally[kind] += 1
        if kind == "false":
            faults.append(("wrong first", mine.how, mine.was, mine.now, first.was, first.now))


def followed_by(one: Group, other: Group) -> bool:
    """Return whether a new group took the name of one that ended, more or less: as a guess neither right nor wrong."""
    if one.was or other.now or one.unit != other.unit:
        return False
    shorter, longer = sorted((squeezed(one.now), squeezed(other.was)), key=len)
    letters = iter(longer)
    within = len(shorter) > 1 and all(letter in letters for letter in shorter)
    return within or squeezed(re.sub(r"20\d\d", "", one.now)) == squeezed(re.sub(r"20\d\d", "", other.was))


def _group(told: Mapping[str, Any], papers: Mapping[str, Sequence[Group]]) -> Group:
    source = told["source"]
    line = re.sub(r"\D", "", source["cell"].partition(":")[0])
    return papers.get(source["file"], papers[""])[int(line) - 2]


def row(name: str, tally: Counter[str]) -> str:
    """Return one line of the table."""
    cells = [
        name,
        f"{tally['rows']:,}",
        f"{tally['right'] / (tally['right'] + tally['wrong']):.4f}",
        f"{tally['plain joined'] / tally['plain']:.3f}",
        str(tally["renamed"]),
        interval(tally["at1"], tally["renamed"]),
        f"{tally['at3'] / tally['renamed']:.3f}",
        interval(tally["true"], tally["true"] + tally["false"]),
    ]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Print the figures of each seed, and on request what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="*", default=FRESH)
    parser.add_argument("--faults", action="store_true", help="print what went wrong, row by row")
    parser.add_argument("--write", action="store_true", help="put the table on docs/matching.md")
    given = parser.parse_args()
    told = {seed: judged(seed) for seed in given.seeds}
    together = sum((tally for tally, _ in told.values()), Counter[str]())
    lines = [row(str(seed), tally) for seed, (tally, _) in told.items()]
    section = "\n".join([_HEAD.format(day=f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}"), *lines, row("all", together)])
    print(section)
    for seed, (_, faults) in told.items() if given.faults else ():
        print(seed, *(" | ".join(fault) for fault in sorted(faults)), sep="\n  ")
    if given.write:
        write(section)


if __name__ == "__main__":
    main()
