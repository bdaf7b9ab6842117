"""How well the matcher does on registers that people kept, by family, each judged by weights that the others chose.

    python benchmarks/matching/kept.py ../shared/registers [--write]

The folder holds `transitions/<id>/` (two years of a list, with the truth known from its group numbers) and
`wildlib.py`, which says what is right. Nothing of it is in the project. Only the lists without numbers are asked (`B`).

Three weights decide there: what a like name weighs, where it is even odds, what a place among the rows weighs. For each
family they are chosen from a grid by the other families, and the family is judged with them: no list judges itself.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import itertools
import math
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from run import interval, write

from toolkit import Sources, reconcile
from toolkit.comparison.match import evidence, weighing
from toolkit.comparison.match.pairs import pair
from toolkit.comparison.match.suggest import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.comparison.match.pairs import Pairs
    from toolkit.model import Ledger, Outcome

FAMILIES = {
    "acmer": "a student contest's groups, every half year",
    "cqupt": "freshmen's groups of a university, by two editors",
    "ncepu-hobby": "hobby groups of a university with two campuses",
    "ncepu-home": "groups of people from one province",
}
"""What the families are, by the beginning of their names; others go by their own."""
SHIPPED = (evidence.NAME_SLOPE, evidence.NAME_EVEN, weighing.IN_PLACE)
GRID = [*dict.fromkeys((SHIPPED, *itertools.product((6.5, 8.0, 9.5), (0.56, 0.62, 0.68), (1.6, 2.4, 3.2))))]
"""Slope and even odds of the name, and the place; of equal ones the first is chosen."""
OPEN = {"new", "late", "no_history", "cancelled"}
GONE = {"unaccounted", "unit_missing", "carried"}


class Register(NamedTuple):
    """One pair of years: the truth, the outcome, who is joined, and which rows are left on each side."""

    truth: dict[str, Any]
    outcome: Outcome
    pairs: Pairs
    open_ours: set[str]
    open_theirs: set[str]


def opened(truth: dict[str, Any]) -> Register:
    """Reconcile one pair of years."""
    folder = truth["dir"] / "B"
    outcome = reconcile(
        folder / "collected",
        as_of=dt.date.fromisoformat(truth["as_of"]),
        profile=truth["profile"],
        sources=Sources(previous=folder / "previous.xlsx"),
    )
    records, previous = outcome.verdicts, outcome.previous_verdicts
    apart = {
        *records.loc[records["verdict"] == "duplicate", "id"],
        *previous.loc[previous["verdict"] == "repeated", "id"],
    }
    return Register(
        truth,
        outcome,
        pair(outcome.ledger, outcome.previous, apart=apart),
        set(records.loc[records["verdict"].isin(OPEN) & (records["previous"] == ""), "id"]),
        set(previous.loc[previous["verdict"].isin(GONE), "id"]),
    )


def judged(register: Register, weights: Sequence[float], scorer: Any) -> Counter[str]:
    """Return the tally of one pair of years with these weights."""
    evidence.NAME_SLOPE, evidence.NAME_EVEN, weighing.IN_PLACE = weights
    truth, outcome = register.truth, register.outcome
    found = suggest(
        outcome.ledger,
        outcome.previous,
        register.pairs,
        open_ours=register.open_ours,
        open_theirs=register.open_theirs,
    )
    evidence.NAME_SLOPE, evidence.NAME_EVEN, weighing.IN_PLACE = SHIPPED
    ours = _rows(outcome.ledger, {(row["file"], row["row"]): row["i"] for row in truth["records"]})
    numbers = {row["filing_no"]: row["i"] for row in truth["previous"]}
    filed = zip(outcome.previous.frame["id"], outcome.previous.frame["filing_no"], strict=True)
    theirs = {name: numbers[number] for name, number in filed if number in numbers}
    matched = register.pairs.matched
    joined = [(ours[one], theirs[other]) for one, other in zip(matched["record"], matched["previous"], strict=True)]
    listed: dict[int, list[int]] = {}
    for one in found:
        listed.setdefault(ours[one.record], []).append(theirs[one.previous])
    tally, _ = scorer.evaluate_b(truth, joined, listed, scorer.hard_negatives())
    return Counter(tally)


def _rows(ledger: Ledger, rows: Mapping[tuple[str, int], int]) -> dict[str, int]:
    at = ((Path(cell.file).name, int(cell.cell.lstrip("ABCDEFGH"))) for cell in ledger.places)
    return {name: rows[place] for name, place in zip(ledger.frame["id"], at, strict=True)}


def worth(tally: Counter[str]) -> float:
    """Return the mean (harmonic) of recall and precision at the first place."""
    right = tally["at1"] / max(tally["renamed"], 1)
    sure = tally["sug_rank1_right"] / max(tally["sug_rank1_right"] + tally["sug_rank1_wrong"], 1)
    return round(2 * right * sure / max(right + sure, 1e-9), 6)


def row(name: str, pairs: int, tally: Counter[str]) -> str:
    """Return one line of the table."""
    sure = tally["auto_right"] + tally["auto_wrong"]
    shown = tally["sug_rank1_right"] + tally["sug_rank1_wrong"]
    cells = [
        name,
        str(pairs),
        f"{tally['auto_right'] / sure:.3f}" if sure else "–",
        f"{tally['auto_found'] / tally['auto_expected']:.3f}" if tally["auto_expected"] else "–",
        str(tally["renamed"]),
        interval(tally["at1"], tally["renamed"]),
        f"{tally['at3'] / tally['renamed']:.3f}" if tally["renamed"] else "–",
        interval(tally["sug_rank1_right"], shown),
    ]
    return "| " + " | ".join(cells) + " |"


def table(folder: Path) -> str:
    """Return the figures by family as a section of docs/matching.md."""
    scorer = _scorer(folder)
    registers = [opened(truth) for truth in scorer.load(sets={"main", "cross"})]
    families = sorted({one.truth["family"] for one in registers})
    told = {
        (family, weights): _sum(judged(one, weights, scorer) for one in registers if one.truth["family"] == family)
        for weights in GRID
        for family in families
    }
    lines, judged_so = [], {}
    for family in families:
        others = {weights: _sum(told[one, weights] for one in families if one != family) for weights in GRID}
        chosen = max(others, key=lambda weights: worth(others[weights]))
        judged_so[family] = told[family, chosen]
        name = next((text for begins, text in FAMILIES.items() if family.startswith(begins)), family)
        lines.append(row(name, sum(one.truth["family"] == family for one in registers), judged_so[family]))
    held_out = _sum(judged_so.values())
    means = [f"{_mean(judged_so.values(), *of):.3f}" for of in _SHARES]
    return "\n".join([
        _HEAD.format(day=f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}"),
        *lines,
        row("all", len(registers), held_out),
        f"| mean of the families | | {means[0]} | {means[1]} | | {means[2]} | {means[3]} | {means[4]} |",
        "",
        *_told(held_out, [_sum(told[family, weights] for family in families) for weights in GRID]),
    ])  # fmt: skip


_HEAD = """### Figures by family

{day}, `python benchmarks/matching/kept.py REGISTERS --write`. Each family is judged with weights that the others
chose. In brackets the interval that 95 % of such samples allow (Wilson); pairs of one family are not independent, so
the truth may well lie further off.

| lists of | pairs | automatic precision | automatic recall | renamings | recall@1 | recall@3 | precision@1 |
| --- | --- | --- | --- | --- | --- | --- | --- |"""
_SHARES = (
    ("auto_right", "auto_wrong"),
    ("auto_found", ""),
    ("at1", ""),
    ("at3", ""),
    ("sug_rank1_right", "sug_rank1_wrong"),
)
_OF = {"auto_found": "auto_expected", "at1": "renamed", "at3": "renamed"}


def _told(held_out: Counter[str], of_grid: Sequence[Counter[str]]) -> list[str]:
    """Return what is to be said of the grid and of what must never be suggested; the shipped weights are its first."""
    shipped = of_grid[0]
    worst = min(map(worth, of_grid))
    above = held_out["hard_auto"] + held_out["hard_rank1_over_true"]
    first = f"recall@1 {_share(shipped, 'at1', ''):.3f}, precision@1 {_share(shipped, *_SHARES[-1]):.3f}"
    means = f"{worth(shipped):.3f} with them, and {worst:.3f} with the worst of the {len(of_grid)} sets tried"
    return [
        f"With the weights as they are shipped: {first}. The harmonic mean of the two is",
        f"{means}.",
        f"Suggested against a veto: {held_out['veto']}. Pairs known to be two, first above a true one: {above}.",
    ]


def _share(tally: Counter[str], hits: str, misses: str) -> float:
    whole = tally[hits] + tally[misses] if misses else tally[_OF[hits]]
    return tally[hits] / whole if whole else math.nan


def _mean(tallies: Iterable[Counter[str]], hits: str, misses: str) -> float:
    shares = [share for tally in tallies if not math.isnan(share := _share(tally, hits, misses))]
    return sum(shares) / len(shares)


def _sum(tallies: Iterable[Counter[str]]) -> Counter[str]:
    return sum(tallies, Counter[str]())


def _scorer(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("wildlib", folder / "wildlib.py")
    if spec is None or spec.loader is None:
        sys.exit(f"{folder}: no wildlib.py")
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def main() -> None:
    """Print the table and put it on the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help="put the table on docs/matching.md")
    given = parser.parse_args()
    section = table(given.folder.resolve())
    print(section)
    if given.write:
        write(section)


if __name__ == "__main__":
    main()
