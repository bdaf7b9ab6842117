"""The figures of the labelled registers, for docs/matching.md: `python benchmarks/matching/labelled.py [--write]`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), *(str(ROOT / "tests" / part) for part in ("support", "comparison"))]

from run import write  # noqa: E402 - beside this file, after the paths
from test_match_labelled import AUTOMATIC, HALVES, automatic, figures, of_kind  # noqa: E402 - in tests/comparison


def table() -> str:
    """Return one row a half: how many situations, how right the automatic pairs are, how good the suggestions."""
    rows = [
        "### Figures of the labelled set",
        "",
        f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}.",
        "",
        "| registers | situations | automatic precision | automatic recall | recall@1 | recall@3 | precision@1 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, half in HALVES.items():
        joined = sum(len(automatic(one)) for one in half)
        right = sum(len(automatic(one) & set(one.kinds)) for one in half)
        wanted = sum(len(of_kind(one, *AUTOMATIC)) for one in half)
        found = sum(len(automatic(one) & of_kind(one, *AUTOMATIC)) for one in half)
        situations = sum(len(one.kinds) + len(one.apart) for one in half)
        shown = " | ".join(f"{value:.3f}" for value in (right / joined, found / wanted, *figures(half).values()))
        rows.append(f"| {name} | {situations} | {shown} |")
    return "\n".join(rows)


if __name__ == "__main__":
    section = table()
    print(section)
    if "--write" in sys.argv:
        write(section)
