"""What every peer is given: the columns cleaned as their manuals ask, and one-to-one pairs from scored ones.

Names in NFKC, small letters, without spaces and what stands in brackets, Chinese numerals as digits, 2018级 as 18级;
the digits of a name in a column of their own, so that 1班 and 2班 can be told apart. A blank is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from pathlib import Path

_NUMERALS = str.maketrans("一二三四五六七八九", "123456789")


def load(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return this year's rows and last year's, cleaned; `row` numbers them."""
    return _cleaned(folder / "ours.parquet"), _cleaned(folder / "theirs.parquet")


def save(path: Path, ours: pd.Series[str], theirs: pd.Series[str]) -> None:
    """Write the pairs a peer took to be one group: ours, theirs."""
    pd.DataFrame({"ours": list(ours), "theirs": list(theirs)}).to_parquet(path)


def one_to_one(scored: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs that are left when each row is taken once, the best score first: ours, theirs, score."""
    best = scored.sort_values(["score", "ours", "theirs"], ascending=[False, True, True])
    taken_ours: set[str] = set()
    taken_theirs: set[str] = set()
    kept = []
    for place, (ours, theirs) in enumerate(zip(best["ours"].tolist(), best["theirs"].tolist(), strict=True)):
        if ours not in taken_ours and theirs not in taken_theirs:
            taken_ours.add(ours)
            taken_theirs.add(theirs)
            kept.append(place)
    return best.iloc[kept]


def _cleaned(path: Path) -> pd.DataFrame:
    frame = pd.read_parquet(path)
    name = frame["group_name"].str.normalize("NFKC").str.lower().str.replace(r"\(.*?\)|\s", "", regex=True)
    name = name.str.translate(_NUMERALS).str.replace(r"20(\d\d)级", r"\1级", regex=True)
    digits = name.str.replace(r"\D+", ".", regex=True)
    frame = frame.assign(name=name, digits=digits, words=name.str.replace(r"\d+", "", regex=True))
    return frame.replace({"": None})
