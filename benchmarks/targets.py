"""The targets: what each figure is, what is asked of it, and what holds back one that is missed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


class Target(NamedTuple):
    """One target: `figure` works it out of the figures of a part; `least` says that more is better."""

    what: str
    part: str
    figure: Callable[[Any], float]
    asked: float
    moonshot: float
    unit: str
    why: str
    least: bool = False


def _ratio(upper: str, lower: str, kind: str = "cpu") -> Callable[[Any], float]:
    return lambda figures: float(figures[upper][kind] / figures[lower][kind])


def _of(name: str, kind: str) -> Callable[[Any], float]:
    return lambda figures: float(figures[name][kind])


def _exponent(figures: Any) -> float:
    """Return the largest exponent of a whole run among the shapes."""
    found = []
    for sizes in figures.values():
        (few, small), (many, large) = ((int(rows), cost["all"]) for rows, cost in sizes.items())
        found.append(math.log(large / small) / math.log(many / few))
    return max(found)


def _bytes(figures: Any) -> float:
    """Return the bytes a row of the largest outcome of lists that lack nothing but columns."""
    return float(list(figures["lacking"].values())[-1]["bytes a row"])


OURS, TENTH = "ours, whole run", "ours, whole run, a tenth"
TARGETS = (
    Target("1,000 workbooks, nothing written ÷ bare calamine on the same inputs (CPU)", "whole",
           _ratio("ours, nothing written", "bare calamine, the same inputs"), 4.5, 3.5, "×",
           "recognising sheets by their labels, imports, names taken apart"),
    Target("plain script with openpyxl ÷ whole run (CPU)", "whole",
           _ratio("plain script, openpyxl", OURS), 7, 10, "×",
           "five files with styles, links and masks against one without", least=True),
    Target("plain script with calamine and XlsxWriter ÷ whole run (CPU)", "whole",
           _ratio("plain script, calamine and XlsxWriter", OURS), 4.5, 6, "×",
           "the script checks nothing, and writes one file without styles", least=True),
    Target("again with nothing changed ÷ whole run (CPU)", "whole",
           _ratio("ours, again with nothing changed", OURS), 0.1, 0.05, "×",
           "every input and every output is read to be sure"),
    Target("one file of 1,000 changed ÷ whole run (CPU)", "whole",
           _ratio("ours, one file changed", OURS), 0.6, 0.4, "×",
           "all is compared and written anew; only reading is remembered"),
    Target("what isolation adds to reading a file", "reading",
           lambda figures: figures["isolated"]["ms"] - figures["in process"]["ms"], 0.3, 0.2, "ms",
           "answers come back one by one, pickled whole"),
    Target("100 workbooks: plain script with openpyxl ÷ whole run (CPU)", "small",
           _ratio("plain script, openpyxl, a tenth", TENTH), 2.5, 3, "×", "imports are half of it", least=True),
    Target("100 workbooks, wall", "small", _of(TENTH, "wall"), 1.6, 1.3, "s", "imports are half of it"),
    Target("one workbook, wall", "small", _of("ours, whole run, one workbook", "wall"), 0.9, 0.7, "s",
           "imports of pandas, pandera and our own modules, and five files"),
    Target("100 workbooks with ten faults each ÷ without (CPU)", "small",
           _ratio("ours, whole run, a tenth with faults", TENTH), 1.5, 1.5, "×",
           "a workbook with formulas and drop-downs for every unit"),
    Target("the whole command, exponent from 10,000 to 100,000 rows", "growth", _exponent, 1.1, 1.05, "", "sorting"),
    Target("outcome.json a row, of very long registers where nothing is wrong", "growth", _bytes, 1024, 700, "bytes",
           "names of fields are written out in every row"),
    Target("`reconcile --help`, wall", "start", _of("reconcile --help", "wall"), 0.12, 0.1, "s",
           "Python itself and click"),
    Target("a plain installation", "start", _of("installation", "mib"), 300, 220, "MiB", "pandas, numpy, OpenCC"),
)  # fmt: skip


def rows_of(measured: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield a row a target: figure, asked, moonshot, verdict, and why where it is missed or was not measured."""
    for one in TARGETS:
        sign = "≥" if one.least else "≤"
        asked, moonshot = (f"{sign} {value:g} {one.unit}".strip() for value in (one.asked, one.moonshot))
        try:
            figure = one.figure(measured[one.part])
        except (KeyError, IndexError, ValueError):
            yield one.what, "–", asked, moonshot, "not measured", f"`--parts {one.part}`"
            continue
        met = figure >= one.asked if one.least else figure <= one.asked
        told = f"{figure:.0f}" if figure >= 100 else f"{figure:.2f}"
        yield (
            one.what,
            f"{told} {one.unit}".strip(),
            asked,
            moonshot,
            "met" if met else "**missed**",
            "" if met else one.why,
        )
    yield ("40,000 and 1,000,000 rows against Splink", "–", "≥ 5 ×", "≥ 8 ×", "elsewhere", "[matching](matching.md)")
